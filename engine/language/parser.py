"""Reads conditions, formulas and measured values: text → syntax tree, or a LanguageError with place and remedy."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any as AnyValue
from typing import cast

import lark
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedToken
from lark.grammar import Rule
from lark.lexer import TerminalDef

from engine.domain.finding_kinds import KINDS_BY_KEY
from engine.domain.verdicts import STANDINGS
from engine.language import syntax
from engine.language.lexer import NO_VOCABULARY, LanguageError, PolicyLexer, Sentence, Vocabulary
from engine.language.numbers import NumberError, parse_number
from engine.language.syntax import Direction, Extent, Formula, Quantity, Relation
from engine.language.text import fold, nearest, normalise, spoken
from engine.language.words import FUNCTIONS, WORDINGS

_OF_PLAN = "|".join(sorted(WORDINGS["OF_PLAN"], key=len, reverse=True))
STARTS = ["condition", "formula", "measured"]
_TABLES = "grammar.tables.json"


def parse_condition(text: str, vocabulary: Vocabulary = NO_VOCABULARY) -> syntax.Condition:
    """Read a condition such as «từ 5.000 thành viên trở lên» or «htx.a trên htx.b và nội dung 2.1 chưa đạt».

    Raises LanguageError with positions in ``text`` (which must be normalised).
    """
    return cast(syntax.Condition, _Builder(text).build(_parse(text, "condition", vocabulary)))


def parse_formula(text: str, vocabulary: Vocabulary = NO_VOCABULARY) -> Formula:
    """Read a formula such as «tỷ_lệ(htx.da_dich_vu, htx.tong)». Raises LanguageError."""
    return cast(Formula, _Builder(text).build(_parse(text, "formula", vocabulary)))


def parse_measured(text: str, vocabulary: Vocabulary = NO_VOCABULARY) -> syntax.Comparison:
    """Read a value as a facts file gives it: «4.950 thành viên», «trên 1.500 triệu đồng», «gần 50%», «61-62».

    The relation POINT is an exact value; bound and upper are literals. Raises LanguageError.
    """
    built = _Builder(text).build(_parse(text, "measured", vocabulary))
    return cast(syntax.Comparison, built)


def parse_date(text: str) -> date:
    """Read 12/8/2021 (day, month, year). Raises ValueError for anything else, a day that does not exist included."""
    written = re.fullmatch(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})", text.strip())
    if written is None:
        raise ValueError(text)
    day, month, year = map(int, written.groups())
    return date(year, month, day)


# ---------------------------------------------------------------- the grammar


def grammar_text() -> str:
    """The source of the grammar."""
    return files("engine.language").joinpath("grammar.lark").read_text("utf-8")


def build_parser() -> Lark:
    """The parser, its tables computed from the grammar; some 100 ms."""
    return Lark(grammar_text(), parser="lalr", lexer=PolicyLexer, start=STARTS, maybe_placeholders=True)


def tables_of(parser: Lark) -> str:
    """The tables of ``parser`` as JSON, to be stored as grammar.tables.json (see benchmarks/README.md for what they save)."""
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    data["options"]["lexer"] = data["parser"]["lexer_conf"]["lexer_type"] = None
    content = {"lark": lark.__version__, "grammar": grammar_text(), "data": data, "memo": memo}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


@cache
def _parser() -> Lark:
    stored = files("engine.language").joinpath(_TABLES)
    if stored.is_file():
        tables = json.loads(stored.read_text("utf-8"), object_pairs_hook=_with_numbered_states)
        if tables["lark"] == lark.__version__ and tables["grammar"] == grammar_text():
            data = tables["data"]
            data["options"]["lexer"] = data["parser"]["lexer_conf"]["lexer_type"] = PolicyLexer
            return Lark.load({"data": data, "memo": tables["memo"]})
    return build_parser()


def _with_numbered_states(pairs: list[tuple[str, AnyValue]]) -> dict[str | int, AnyValue]:
    """JSON knows only text as keys; the states of the parser are numbers."""
    return {int(key) if key.isdecimal() else key: value for key, value in pairs}


def _parse(text: str, start: str, vocabulary: Vocabulary) -> Tree[Token]:
    if not text.strip():
        empty = {
            "condition": ("điều kiện còn trống", "viết điều kiện, ví dụ: từ 2.000 trở lên"),
            "formula": ("công thức còn trống", "viết công thức, ví dụ: tỷ_lệ(htx.co_lai, htx.tong)"),
            "measured": ("giá trị còn trống", "viết giá trị, ví dụ 4.950"),
        }
        raise LanguageError(empty[start][0], 0, 1, empty[start][1])
    try:
        return _parser().parse(Sentence(text, vocabulary), start=start)
    except UnexpectedToken as error:
        raise _explain(error, text, start) from None


# ---------------------------------------------------------------- errors


def _explain(error: UnexpectedToken, text: str, start: str) -> LanguageError:
    token = error.token
    if token.type == "$END":
        at = len(text.rstrip())
        return LanguageError("câu còn thiếu ở cuối", max(at - 1, 0), at, _remedy_for_end(error, start))
    begin, end = token.start_pos or 0, token.end_pos or 0
    special = _explain_numbers(text, begin) or _explain_formula(token, text, start, begin, end)
    if special is not None:
        return special
    if error.accepts == {"ID"}:
        return LanguageError(
            f"trước «{token}» còn thiếu số hoặc mã",
            begin,
            end,
            "viết số hoặc mã, ví dụ `nội dung 2.1 đạt`, `có hạn chế HC-1`",
        )
    if token.type in ("AND", "OR") and error.accepts & {"AND", "OR"}:
        return LanguageError(
            "trộn «và» với «hoặc» mà không có ngoặc", begin, end, "đặt ngoặc cho rõ, ví dụ: (A và B) hoặc C"
        )
    if token.type in ("OF_PLAN", "WORD") and (base := re.search(_OF_PLAN, spoken(text))):
        return LanguageError(
            f"«{base.group()}» cho biết đây là tỷ lệ so với một số khác, không phải ngưỡng",
            base.start(),
            base.end(),
            "so sánh tỷ lệ: thêm số liệu có `công thức: tỷ_lệ(thực hiện, kế hoạch)` hoặc `tăng_trưởng(…)` vào danh mục, "
            "rồi viết điều kiện cho số liệu đó",
        )
    if token.type == "WORD":
        return _unknown_word(token, begin, end)
    if token.type == "CODE" and start == "condition":
        remedy = "viết rõ, ví dụ: htx.a trên htx.b"
        return LanguageError(f"trước «{token}» thiếu cách so sánh hoặc phép tính", begin, end, remedy)
    if token.type == "UNIT":
        return LanguageError(
            f"đơn vị «{token}» đứng sai chỗ",
            begin,
            end,
            "đơn vị đứng ngay sau con số, ví dụ: từ 2.000 thành viên trở lên",
        )
    if token.type in ("FAILED", "NOT_MET"):
        return LanguageError(
            f"«{token}» không đứng trước ngưỡng được",
            begin,
            end,
            "viết ngược lại, ví dụ `dưới 70%`, hoặc `không phải (đạt 70%)`",
        )
    return LanguageError(
        f"«{token}» đứng không đúng chỗ", begin, end, "xem các cách viết điều kiện trong rules/README.md"
    )


def _explain_numbers(text: str, at: int) -> LanguageError | None:
    """«5 000»: groups of digits with spaces between them."""
    for spaced in re.finditer(r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9])", text):
        if spaced.start() <= at <= spaced.end():
            meant = spaced.group().replace(" ", ".")
            return LanguageError(
                f"«{spaced.group()}» ngăn hàng nghìn bằng dấu cách", spaced.start(), spaced.end(), f"viết {meant}", True
            )
    return None


def _explain_formula(token: Token, text: str, start: str, begin: int, end: int) -> LanguageError | None:
    """What people bring along from Excel, and function names written with a space."""
    if start == "formula" and token.type == "EQUAL":
        remedy = "bỏ dấu «=» ở đầu" if not text[:begin].strip() else "chỉ ghi phần bên phải dấu «=»"
        return LanguageError("công thức không có dấu «=»", begin, end, remedy)
    for name in FUNCTIONS:
        spaced = re.search(re.escape(name.replace("_", " ")) + r"\s*\(", spoken(text)) if "_" in name else None
        if spaced is not None and spaced.start() <= begin <= spaced.end():
            return LanguageError(
                "tên hàm viết liền bằng dấu gạch dưới", spaced.start(), spaced.end() - 1, f"viết `{name}(…)`"
            )
    return None


def _unknown_word(token: Token, begin: int, end: int) -> LanguageError:
    if fold(str(token)) in ("tang", "giam", "nang"):
        remedy = "đo bằng số liệu về chính mức tăng hoặc giảm rồi viết ngưỡng, ví dụ `từ 1 đến 1,5%`; nếu là mức còn lại thì viết `giảm còn 5%`"
        return LanguageError(f"«{token}» không phải là một cách so sánh", begin, end, remedy)
    first = fold(str(token))[:1]
    known = [w for wordings in WORDINGS.values() for w in wordings if w[0].isalpha() and fold(w)[0] == first]
    close = nearest(str(token), known)
    remedy = f"phải chăng là «{close}»?" if close else "xem các cách viết điều kiện trong rules/README.md"
    return LanguageError(f"không hiểu «{token}»", begin, end, remedy)


def _remedy_for_end(error: UnexpectedToken, start: str) -> str:
    accepted = error.accepts
    if "UPWARDS" in accepted and "TO" in accepted:
        return "viết tiếp `trở lên`, `trở xuống` hoặc `đến …`"
    if "ID" in accepted:
        return "viết tiếp số hoặc mã, ví dụ `nội dung 2.1`, `hạn chế HC-1`"
    if "NOT_MET" in accepted and "NUMBER" not in accepted and "WORD" not in accepted:
        return "viết tiếp kết quả: đạt, vượt, chưa đạt, không đạt, chưa đủ số liệu hoặc không áp dụng"
    if "RPAR" in accepted:
        return "thêm dấu ngoặc đóng `)`"
    if "DATE" in accepted:
        return "viết tiếp ngày, ví dụ 31/12/2025"
    if "CODE" in accepted and "NUMBER" not in accepted:
        return "viết tiếp mã số liệu, ví dụ `htx.tong`"
    return "viết tiếp con số hoặc mã số liệu" if start != "measured" else "viết một con số, ví dụ 4.950 hoặc trên 1.500"


# ---------------------------------------------------------------- trees → syntax

_RELATIONS: dict[str, tuple[Relation, Direction | None]] = {
    "at_least": (Relation.AT_LEAST, Direction.UP),
    "above": (Relation.ABOVE, Direction.UP),
    "at_most": (Relation.AT_MOST, Direction.DOWN),
    "below": (Relation.BELOW, Direction.DOWN),
    "nearly": (Relation.BELOW, None),
    "between": (Relation.RANGE, None),
    "corridor": (Relation.CORRIDOR, None),
    "equal": (Relation.EQUAL, None),
    "different": (Relation.DIFFERENT, None),
    "none_left": (Relation.EQUAL, Direction.DOWN),
    "bare": (Relation.POINT, None),
}
_FUNCTION_BY_FOLD = {fold(name): english for name, english in FUNCTIONS.items()}
Node = Tree[Token] | Token | None


class _Builder:
    """Turns lark's tree of one text into syntax objects."""

    def __init__(self, text: str) -> None:
        self.text = text

    def build(self, tree: Node) -> AnyValue:
        assert isinstance(tree, Tree)
        if tree.data in _RELATIONS:  # a measured value: a relation without a subject
            return self._comparison(tree, [tree])
        return getattr(self, f"_{tree.data}")(tree, tree.children)

    def _extent(self, tree: Tree[Token]) -> Extent:
        tokens = list(tree.scan_values(lambda value: isinstance(value, Token)))
        if not tokens:
            return Extent(0, len(self.text))
        return self._with_brackets(min(t.start_pos or 0 for t in tokens), max(t.end_pos or 0 for t in tokens))

    def _with_brackets(self, start: int, end: int) -> Extent:
        """The tree keeps no brackets: take in those at either side that belong to the words between."""
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

    def _disjunction(self, tree: Tree[Token], children: list[Node]) -> syntax.Any:
        return syntax.Any(tuple(self.build(c) for c in children if isinstance(c, Tree)), self._extent(tree))

    def _conjunction(self, tree: Tree[Token], children: list[Node]) -> syntax.All:
        return syntax.All(tuple(self.build(c) for c in children if isinstance(c, Tree)), self._extent(tree))

    def _negation(self, tree: Tree[Token], children: list[Node]) -> syntax.Not:
        return syntax.Not(next(self.build(c) for c in children if isinstance(c, Tree)), self._extent(tree))

    def _comparison(self, tree: Tree[Token], children: list[Node]) -> syntax.Comparison:
        relation_tree = cast(Tree[Token], children[-1])
        before = [c for c in children[:-1] if isinstance(c, Tree)]
        lead = next((cast(Token, c.children[0]) for c in before if c.data == "lead"), None)
        subject = next((self.build(c) for c in before if c.data != "lead"), None)
        relation, direction = _RELATIONS[relation_tree.data]
        bounds = [self.build(c) for c in relation_tree.children if isinstance(c, Tree)]
        tokens = [c for c in relation_tree.children if isinstance(c, Token)]
        if lead is not None and lead.type == "REMAIN":
            direction = Direction.DOWN
        if any(t.type == "DOWNWARDS" for t in tokens):
            relation, direction = Relation.AT_MOST, Direction.DOWN
        at = self._extent(tree)
        if relation_tree.data == "none_left":
            bounds = [Quantity(parse_number("0"), "", at)]
        if relation is Relation.POINT and lead is None and subject is not None and not isinstance(bounds[0], Quantity):
            raise LanguageError("thiếu cách so sánh giữa hai vế", at.start, at.end, "viết rõ, ví dụ: htx.a trên htx.b")
        soft = any(t.type == "ABOUT" for t in tokens)
        upper = bounds[1] if len(bounds) > 1 else None
        lower, upper = _shared_unit(bounds[0], upper)
        return syntax.Comparison(subject, relation, lower, upper, direction, soft, at)

    def _yes_no(self, tree: Tree[Token], children: list[Node]) -> syntax.YesNo:
        return syntax.YesNo(self._subject(children[0]), cast(Token, children[-1]).type == "YES", self._extent(tree))

    def _category(self, tree: Tree[Token], children: list[Node]) -> syntax.Category:
        return syntax.Category(self._subject(children[0]), tuple(self._names(children)), self._extent(tree))

    def _ordinal(self, tree: Tree[Token], children: list[Node]) -> syntax.Ordinal:
        upwards = cast(Token, children[-1]).type == "UPWARDS"
        return syntax.Ordinal(self._subject(children[0]), self._names(children)[0], upwards, self._extent(tree))

    def _names(self, children: list[Node]) -> list[str]:
        extents = [self._extent(c) for c in children if isinstance(c, Tree) and c.data == "name"]
        return [" ".join(self.text[e.start : e.end].split()) for e in extents]

    def _date_bound(self, tree: Tree[Token], children: list[Node]) -> syntax.Deadline:
        token = cast(Token, children[-1])
        try:
            limit = parse_date(str(token))
        except ValueError:
            raise LanguageError(
                f"«{token}» không phải là một ngày",
                token.start_pos or 0,
                token.end_pos or 0,
                "viết ngày/tháng/năm, ví dụ 31/12/2025",
            ) from None
        return syntax.Deadline(
            self._subject(children[0]), limit, cast(Token, children[-2]).type == "BY", self._extent(tree)
        )

    def _status(self, tree: Tree[Token], children: list[Node]) -> syntax.Status:
        what, identifier, standing = cast(list[Token], children)
        return syntax.Status(
            what.type == "TARGET", str(identifier), STANDINGS[WORDINGS[standing.type][0]], self._extent(tree)
        )

    def _finding(self, tree: Tree[Token], children: list[Node]) -> syntax.Presence:
        present, kind, identifier = cast(list[Token], children)
        asked = KINDS_BY_KEY[" ".join(spoken(str(kind)).split())]
        return syntax.Presence(asked, str(identifier), present.type == "YES", self._extent(tree))

    def _knowledge(self, tree: Tree[Token], children: list[Node]) -> syntax.Knowledge:
        known, code = cast(list[Token], children)
        return syntax.Knowledge(str(code), known.type == "KNOWN", self._extent(tree))

    # formulas

    def _binary(self, tree: Tree[Token], children: list[Node]) -> syntax.Binary:
        left, operator, right = children
        signs = {"PLUS": "+", "MINUS": "-", "TIMES": "*", "SLASH": "/"}
        return syntax.Binary(signs[cast(Token, operator).type], self.build(left), self.build(right), self._extent(tree))

    def _negative(self, tree: Tree[Token], children: list[Node]) -> syntax.Negative:
        return syntax.Negative(self.build(children[-1]), self._extent(tree))

    def _call(self, tree: Tree[Token], children: list[Node]) -> syntax.Call:
        name = cast(Token, children[0])
        english = _FUNCTION_BY_FOLD.get(fold(str(name)))
        if english is None:
            close = nearest(str(name), FUNCTIONS)
            remedy = f"phải chăng là `{close}`?" if close else "các hàm: " + ", ".join(FUNCTIONS)
            raise LanguageError(f"không có hàm «{name}»", name.start_pos or 0, name.end_pos or 0, remedy)
        arguments = tuple(self.build(c) for c in children[1:] if isinstance(c, Tree))
        return syntax.Call(english, arguments, self._extent(tree))

    def _code(self, tree: Tree[Token], children: list[Node]) -> syntax.Ref:
        return syntax.Ref(str(children[0]), self._extent(tree))

    def _quantity(self, tree: Tree[Token], children: list[Node]) -> Quantity:
        number, unit = cast(tuple[Token, Token | None], (children[0], children[1]))
        try:
            value = parse_number(str(number))
        except NumberError as error:
            raise LanguageError(error.message, number.start_pos or 0, number.end_pos or 0, error.remedy, True) from None
        return Quantity(value, normalise(" ".join(str(unit).split())) if unit is not None else "", self._extent(tree))


def _shared_unit(lower: Formula, upper: Formula | None) -> tuple[Formula, Formula | None]:
    """«7,5-8%», «từ 8.300 đến 8.500 USD»: the unit behind the second number is also that of the first."""
    if isinstance(lower, Quantity) and isinstance(upper, Quantity) and upper.unit and not lower.unit:
        lower = Quantity(lower.value, upper.unit, lower.at)
    return lower, upper
