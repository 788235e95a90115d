"""Parses conditions, formulas and measured values into syntax trees, or raises LanguageError with place and remedy."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from functools import cache
from typing import Any as AnyValue
from typing import cast

from engine.domain.comparisons import COMPARISONS, Role
from engine.domain.finding_kinds import KINDS_BY_KEY
from engine.domain.verdicts import STANDINGS, Verdict
from engine.language import syntax
from engine.language.days import parse_date
from engine.language.lalr import Refused, Tables, Token, Tree, grammar_text, stored
from engine.language.lexer import Sentence, cut
from engine.language.number_words import fraction_of_words, number_of_words
from engine.language.numbers import NumberError, parse_number
from engine.language.patterns import compiled
from engine.language.ranks import RANK_UNIT, rank_number
from engine.language.syntax import Direction, Extent, Formula, Quantity, Relation
from engine.language.text import fold, nearest, normalise, spoken
from engine.language.units import PERCENT
from engine.language.vocabulary import NO_VOCABULARY, LanguageError, Vocabulary
from engine.language.words import FUNCTIONS

_ESTIMATE = compiled(r"ước(?=\s)")
_NOT_ONE = compiled(r"(?:một|bất kỳ|bất cứ) ", re.IGNORECASE)


def parse_condition(text: str, vocabulary: Vocabulary = NO_VOCABULARY) -> syntax.Condition:
    """Parses a condition such as «từ 5.000 thành viên trở lên» or «htx.a trên htx.b và nội dung 2.1 chưa đạt».

    ``text`` must be normalised. Raises LanguageError with positions in ``text``.

    >>> parse_condition("nội dung 2.1 chưa đạt").standing.name
    'NOT_MET'
    """
    return cast(syntax.Condition, _Builder(text).build(_parse(text, "condition", vocabulary)))


def parse_formula(text: str, vocabulary: Vocabulary = NO_VOCABULARY) -> Formula:
    """Parses a formula such as «tỷ_lệ(htx.da_dich_vu, htx.tong)». Raises LanguageError.

    >>> parse_formula("tỷ_lệ(htx.da_dich_vu, htx.tong)").function
    'ratio'
    """
    return cast(Formula, _Builder(text).build(_parse(text, "formula", vocabulary)))


def parse_measured(text: str, vocabulary: Vocabulary = NO_VOCABULARY) -> syntax.Comparison:
    """Parses a value of a facts file: «4.950 thành viên», «trên 1.500 triệu đồng», «gần 50%», «61-62».

    The relation POINT is an exact value; ``bound`` and ``upper`` are literals. Raises LanguageError.

    >>> parse_measured("4.950 thành viên").bound.unit
    'thành viên'
    """
    if estimate := _ESTIMATE.match(spoken(text)):  # only for goals: facts have the key `loại số liệu` for it
        raise LanguageError(f"không hiểu «{text[slice(*estimate.span())]}»", *estimate.span(), "bỏ «ước»")
    tree = _parse(text, "measured", vocabulary)
    if tail := next(
        (token for token in tree.tokens() if token.type == "TAIL"), None
    ):  # a condition may say which ones; the name of a measure does
        remedy = "bỏ các chữ này, hoặc ghi vào `ghi chú`"
        raise LanguageError(f"không hiểu «{tail}»", tail.start, tail.end, remedy)
    numbers = sorted((t for t in tree.tokens() if t.type in ("NUMBER", "FRACTION")), key=lambda t: t.type != "NUMBER")
    words = next(filter(_in_words, numbers), None)
    if words is not None:  # a goal may say «hai phần ba»; what was counted is a number in digits
        start, end = words.start, len(text.rstrip())
        raise LanguageError(f"«{text[start:end]}» không phải là số", start, end, "viết số bằng chữ số")
    return cast(syntax.Comparison, _Builder(text).build(tree))


def _in_words(number: str) -> bool:
    return number[:1].isalpha() and not number.lower().startswith("âm ")


def _parse(text: str, start: str, vocabulary: Vocabulary) -> Tree:
    if not text.strip():
        empty = {
            "condition": ("điều kiện còn trống", "viết điều kiện, ví dụ: từ 2.000 trở lên"),
            "formula": ("công thức còn trống", "viết công thức, ví dụ: tỷ_lệ(htx.co_lai, htx.tong)"),
            "measured": ("giá trị còn trống", "viết giá trị, ví dụ 4.950"),
        }
        raise LanguageError(empty[start][0], 0, 1, empty[start][1])
    sentence = Sentence(text, vocabulary)
    try:
        return cast(Tree, tables().parse(cut(sentence), start))
    except Refused:
        from engine.language.grammar import refusal
        from engine.language.refusals import explain

        raise explain(refusal(sentence, start), text, start) from None


@cache
def tables() -> Tables:
    """Returns the tables of the grammar; those of a grammar that has just been changed are computed by lark."""
    content = stored()
    if content["grammar"] != grammar_text():
        from engine.language.grammar import build_parser, tables_of

        content = json.loads(tables_of(build_parser()))
    return Tables(content)


# ---------------------------------------------------------------- trees → syntax

_STANDINGS = {"REACH" if standing is Verdict.MET else standing.name: standing for standing in STANDINGS.values()}
_RELATIONS: dict[str, tuple[Relation, Direction | None]] = {
    row.terminal.lower(): (row.relation, row.direction) for row in COMPARISONS if row.relation is not None
} | {
    "between": (Relation.RANGE, None),
    "bare": (Relation.POINT, None),
    "rank": (Relation.POINT, Direction.DOWN),
}
"""The relation and direction of every rule of the grammar that is named after a terminal."""
_LEADING_TO = {row.terminal: row.direction for row in COMPARISONS if row.role is Role.LEAD}
_SOFT = {row.terminal for row in COMPARISONS if row.soft}
_FUNCTION_BY_FOLD = {fold(name): english for name, english in FUNCTIONS.items()}
Node = Tree | Token | None


class _Builder:
    """Turns lark's tree of one text into syntax objects."""

    def __init__(self, text: str) -> None:
        self.text = text

    def build(self, tree: Node) -> AnyValue:
        """Returns the syntax object of a tree."""
        assert isinstance(tree, Tree)
        if tree.data in _RELATIONS:  # a measured value: a relation without a subject
            return self._comparison(tree, [tree])
        return getattr(self, f"_{tree.data}")(tree, tree.children)

    def _extent(self, tree: Tree) -> Extent:
        tokens = list(tree.tokens())
        if not tokens:
            return Extent(0, len(self.text))
        return self._with_brackets(min(t.start for t in tokens), max(t.end for t in tokens))

    def _with_brackets(self, start: int, end: int) -> Extent:
        """Widens an extent by the brackets on either side that belong to it, because the tree has no brackets."""
        words = self.text[start:end]
        opened = closed = 0
        for character in words:
            if character == "(":
                opened += 1
            elif character == ")":
                closed, opened = (closed, opened - 1) if opened else (closed + 1, 0)
        while opened and (rest := self.text[end:]).lstrip().startswith(")"):
            end, opened = end + rest.index(")") + 1, opened - 1
        while closed and (before := self.text[:start]).rstrip().endswith("("):
            start, closed = before.rindex("("), closed - 1
        return Extent(start, end)

    def _subject(self, node: Node) -> Formula | None:
        return None if node is None else cast(Formula, self.build(node))

    # conditions

    def _disjunction(self, tree: Tree, children: list[Node]) -> syntax.Any:
        return syntax.Any(tuple(self.build(c) for c in children if isinstance(c, Tree)), self._extent(tree))

    def _conjunction(self, tree: Tree, children: list[Node]) -> syntax.All:
        return syntax.All(tuple(self.build(c) for c in children if isinstance(c, Tree)), self._extent(tree))

    def _negation(self, tree: Tree, children: list[Node]) -> syntax.Not:
        return syntax.Not(next(self.build(c) for c in children if isinstance(c, Tree)), self._extent(tree))

    def _comparison(self, tree: Tree, children: list[Node]) -> syntax.Comparison:
        relation_tree = cast(Tree, children[-1])
        before = [c for c in children[:-1] if isinstance(c, Tree)]
        lead = next((cast(Token, c.children[0]) for c in before if c.data == "lead"), None)
        subject = next((self.build(c) for c in before if c.data != "lead"), None)
        relation, direction = _RELATIONS[relation_tree.data]
        bounds = [self.build(c) for c in relation_tree.children if isinstance(c, Tree)]
        tokens = [c for c in relation_tree.children if isinstance(c, Token)]
        if lead is not None and (towards := _LEADING_TO.get(lead.type)):
            # «còn ít nhất 20»: what remains should be little; «lên không quá 20»: the bound decides
            direction = towards if towards is Direction.DOWN else direction or towards
        if any(t.type == "DOWNWARDS" for t in tokens):
            relation, direction = Relation.AT_MOST, Direction.DOWN
        at = self._extent(tree)
        if relation_tree.data == "none_left":
            noun = _tidy(next((t for t in tokens if t.type == "UNIT"), None))
            bounds = [Quantity(Fraction(0), _NOT_ONE.sub("", noun), at)]
        if relation_tree.data == "rank":
            bounds = [self._rank(tokens, at)]
        if relation is Relation.POINT and lead is None and subject is not None and not isinstance(bounds[0], Quantity):
            raise LanguageError("thiếu cách so sánh giữa hai vế", at.start, at.end, "viết rõ, ví dụ: htx.a trên htx.b")
        soft = any(t.type in _SOFT for t in tokens)
        upper = bounds[1] if len(bounds) > 1 else None
        lower, upper = _shared_unit(bounds[0], upper)
        kinds = {token.type for token in tokens} if relation is Relation.RANGE else set()
        opens = "ABOVE" in kinds, "BELOW" in kinds
        return syntax.Comparison(subject, relation, lower, upper, direction, soft, at, opens)

    def _yes_no(self, tree: Tree, children: list[Node]) -> syntax.YesNo:
        return syntax.YesNo(self._subject(children[0]), cast(Token, children[-1]).type == "YES", self._extent(tree))

    def _category(self, tree: Tree, children: list[Node]) -> syntax.Category:
        return syntax.Category(self._subject(children[0]), tuple(self._names(children)), self._extent(tree))

    def _ordinal(self, tree: Tree, children: list[Node]) -> syntax.Ordinal:
        upwards = cast(Token, children[-1]).type == "UPWARDS"
        return syntax.Ordinal(self._subject(children[0]), self._names(children)[0], upwards, self._extent(tree))

    def _names(self, children: list[Node]) -> list[str]:
        extents = [self._extent(c) for c in children if isinstance(c, Tree) and c.data == "name"]
        return [" ".join(self.text[e.start : e.end].split()) for e in extents]

    def _date_bound(self, tree: Tree, children: list[Node]) -> syntax.Deadline:
        token = cast(Token, children[-1])
        try:
            limit = parse_date(str(token))
        except ValueError:
            raise LanguageError(
                f"«{token}» không phải là một ngày",
                token.start,
                token.end,
                "viết ngày/tháng/năm, ví dụ 31/12/2025",
            ) from None
        return syntax.Deadline(
            self._subject(children[0]), limit, cast(Token, children[-2]).type == "BY", self._extent(tree)
        )

    def _status(self, tree: Tree, children: list[Node]) -> syntax.Status:
        what, identifier, standing = cast(list[Token], children)
        return syntax.Status(what.type == "TARGET", str(identifier), _STANDINGS[standing.type], self._extent(tree))

    def _finding(self, tree: Tree, children: list[Node]) -> syntax.Presence:
        present, kind, identifier = cast(list[Token], children)
        of_kind = KINDS_BY_KEY[" ".join(spoken(str(kind)).split())]
        return syntax.Presence(of_kind, str(identifier), present.type == "YES", self._extent(tree))

    def _knowledge(self, tree: Tree, children: list[Node]) -> syntax.Knowledge:
        known, code = cast(list[Token], children)
        return syntax.Knowledge(str(code), known.type == "KNOWN", self._extent(tree))

    # formulas

    def _binary(self, tree: Tree, children: list[Node]) -> syntax.Binary:
        left, operator, right = children
        signs = {"PLUS": "+", "MINUS": "-", "TIMES": "*", "SLASH": "/"}
        return syntax.Binary(signs[cast(Token, operator).type], self.build(left), self.build(right), self._extent(tree))

    def _negative(self, tree: Tree, children: list[Node]) -> syntax.Negative:
        return syntax.Negative(self.build(children[-1]), self._extent(tree))

    def _call(self, tree: Tree, children: list[Node]) -> syntax.Call:
        name = cast(Token, children[0])
        english = _FUNCTION_BY_FOLD.get(fold(str(name)))
        if english is None:
            close = nearest(str(name), FUNCTIONS)
            remedy = f"phải chăng là `{close}`?" if close else "các hàm: " + ", ".join(FUNCTIONS)
            raise LanguageError(f"không có hàm «{name}»", name.start, name.end, remedy)
        arguments = tuple(self.build(c) for c in children[1:] if isinstance(c, Tree))
        return syntax.Call(english, arguments, self._extent(tree))

    def _code(self, tree: Tree, children: list[Node]) -> syntax.Ref:
        return syntax.Ref(str(children[0]), self._extent(tree))

    def _rank(self, tokens: list[Token], at: Extent) -> Quantity:
        """Returns the place in a ranking; of «7/34» the 7."""
        words = next((spoken(str(t)) for t in tokens if t.type in ("RANK", "GROUP")), None)
        return Quantity(Fraction(rank_number(words)) if words else _number(tokens[0]), RANK_UNIT, at)

    def _quantity(self, tree: Tree, children: list[Node]) -> Quantity:
        number, unit = cast(tuple[Token, Token | None], (children[0], children[1]))
        if number.type == "FRACTION":
            return Quantity(fraction_of_words(spoken(str(number))) * 100, PERCENT, self._extent(tree))
        if number.type == "SHARE":
            part, _, whole = str(number).partition("/")
            return Quantity(parse_number(part), _tidy(unit), self._extent(tree), parse_number(whole))
        if number[0].isalpha() and number[-1].isalpha():
            return Quantity(number_of_words(spoken(str(number))), _tidy(unit), self._extent(tree))
        return Quantity(_number(number), _tidy(unit), self._extent(tree))


def _number(token: Token) -> Fraction:
    try:
        return parse_number(str(token))
    except NumberError as error:
        raise LanguageError(error.message, token.start, token.end, error.remedy, True) from None


def _tidy(unit: Token | None) -> str:
    return normalise(" ".join(str(unit).split())) if unit is not None else ""


def _shared_unit(lower: Formula, upper: Formula | None) -> tuple[Formula, Formula | None]:
    """Gives the first number the unit of the second, as in «7,5-8%» and «từ 8.300 đến 8.500 USD»."""
    if isinstance(lower, Quantity) and isinstance(upper, Quantity) and upper.unit and not lower.unit:
        lower = Quantity(lower.value, upper.unit, lower.at)
    return lower, upper
