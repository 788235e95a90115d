"""Cuts a condition or formula into the terminals of grammar.lark, at every place the longest known wording."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.domain.comparisons import COMPARISONS, DASHES, RANGE_SIGNS, Role
from engine.domain.limits import BRACKETS, SENTENCE_WORDS
from engine.domain.records import NamedTuple
from engine.language.fillers import filler_end
from engine.language.lalr import Token
from engine.language.number_words import fraction_word_at, number_word_at
from engine.language.patterns import compiled
from engine.language.ranks import rank_at
from engine.language.tails import extends_noun, tail_end
from engine.language.text import spoken
from engine.language.vocabulary import NO_VOCABULARY, LanguageError, Vocabulary
from engine.language.words import WORDINGS


class Sentence(NamedTuple):
    """The input of the parser: a normalised text and the names that it may contain."""

    text: str
    vocabulary: Vocabulary = NO_VOCABULARY


_TERMINAL_OF = {
    wording: terminal for terminal, wordings in WORDINGS.items() for wording in wordings if wording[0].isalpha()
}
_BEGINNINGS = {" ".join(words[:count]) for words in map(str.split, _TERMINAL_OF) for count in range(1, len(words) + 1)}
"""The first words of every wording, looked up word by word, because a pattern of all of them takes longer to build."""
_BEFORE_VERDICT = {"ID", "IS"}
_SYMBOL_OF = {
    wording: terminal for terminal, wordings in WORDINGS.items() for wording in wordings if not wording[0].isalpha()
}
_SYMBOL = compiled("|".join(map(re.escape, sorted(_SYMBOL_OF, key=len, reverse=True))))
_OPERATOR_NAMES = "PLUS TIMES TIMES SLASH LPAR RPAR LSQB RSQB COMMA SEMICOLON"
_OPERATORS = dict(zip("+*×/()[],;", _OPERATOR_NAMES.split(), strict=True))

_NEXT_WORD = compiled(r"\s*(\w+)")
_SPACE = compiled(r"\s+")
_DATE = compiled(r"[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}(?![0-9])")
_NUMBER = compiled(r"(?:âm\s+(?=[0-9]))?[0-9](?:[0-9.,_]*[0-9])?(?:[eE][+-]?[0-9]+(?!\w))?")
_CODE = compiled(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+")
_FUNCTION = compiled(r"[^\W\d]\w*(?=\s*\()")
_ID = compiled(r"\w+(?:[.-]\w+)*")
_WORD = compiled(r"[^\W\d_][\w²³&’'-]*")
_UNIT_SYMBOL = compiled(r"điểm\s+%|%0|%|‰")
_PER = compiled(r"\s*/\s*(?=(?:[0-9.]+\s+)?[^\W\d])")
_PER_COUNT = compiled(r"[0-9.]+\s+")
_TAKES_ID = {"CRITERION", "TARGET", "FINDING_KIND"}
_SHARE = compiled(r"([0-9]{1,6})\s*/\s*([0-9]{1,6})(?=\s+[^\W\d])")
_OF_ALL = compiled(r"\s+(?:tổng\s+)?số(?!\w)")
_BEFORE_NUMBER = {"", "CODE", "YES", "AND", "OR", "LPAR", "RANGE"} | {
    row.terminal for row in COMPARISONS if row.role in (Role.COMPARATOR, Role.LEAD, Role.PART)
}
"""What a number in words and a share follow; anywhere else «ba» is a word like any other, and «8/10» a quotient."""
_NONE = {"NONE_LEFT", "NONE", "NO_SUCH"}
_NOT_ONE = compiled(r"(?:một|bất\s+kỳ|bất\s+cứ)\s+(?=[^\W\d])")
_NO_SUCH_ONE = compiled(r"(?:một\s+)?(?:[^\W\d_]\w*,?\s+){1,6}?nào(?!\w)")
_ENDS_VALUE = {"NUMBER", "UNIT", "CODE", "RPAR", "ID", "DATE", "CATEGORY"}


def cut(sentence: Sentence) -> Iterator[Token]:
    """Yields the tokens. Raises LanguageError at an unknown character and where the sentence is too long or too deep."""
    cutter = _Cutter(sentence)
    count = nesting = signs = 0
    while (token := cutter.next()) is not None:
        count += 1
        nesting += (token.type == "LPAR") - (token.type == "RPAR")
        signs = signs + 1 if token.type == "MINUS" else 0
        if count > SENTENCE_WORDS or max(nesting, signs) > BRACKETS:
            long, deep = f"câu quá dài (hơn {SENTENCE_WORDS} từ)", f"quá nhiều tầng ngoặc (hơn {BRACKETS})"
            what = long if count > SENTENCE_WORDS else deep if nesting > BRACKETS else "quá nhiều dấu trừ liền nhau"
            raise LanguageError(what, token.start, len(sentence.text), "tách thành nhiều số liệu hoặc nhiều điều kiện")
        yield token


class _Cutter:
    def __init__(self, sentence: Sentence) -> None:
        self.text = sentence.text
        self.spoken = spoken(sentence.text)
        self.vocabulary = sentence.vocabulary
        self.at = 0
        self.last = ""
        self.last_text = ""

    def next(self) -> Token | None:
        """Returns the next token; None at the end of the text."""
        self._skip_space()
        while (end := self._filler()) is not None:
            self.at = end
            self._skip_space()
        if self.at >= len(self.text):
            return None
        start = self.at
        terminal, end = self._cut(start)
        text_of = self.text[start:end]
        self.at, self.last, self.last_text = end, terminal, text_of
        return Token(terminal, text_of, start, end)

    def _skip_space(self) -> None:
        if space := _SPACE.match(self.text, self.at):
            self.at = space.end()

    def _filler(self) -> int | None:
        """Returns the end of words that change nothing before a bound, where neither a wording nor a category begins."""
        ambiguous = self.last == "EXCEEDED"  # «vượt mức 5%» may say by how much
        if ambiguous or self.last not in _BEFORE_NUMBER or self.vocabulary.categories.match(self.spoken, self.at):
            return None
        end = filler_end(self.spoken, self.at, self.last)
        wording = self._wording(self.at) if end is not None else None
        return None if wording is not None and end is not None and wording[1] >= end else end

    def _cut(self, at: int) -> tuple[str, int]:
        text = self.text
        if self.last in _TAKES_ID and self._wording(at) is None and (match := _ID.match(text, at)):
            return "ID", match.end()
        if match := _DATE.match(text, at):
            return "DATE", match.end()
        if share := self._share(at):
            return share
        if match := _NUMBER.match(self.spoken, at):
            return "NUMBER", match.end()
        if text[at] in RANGE_SIGNS and (sign := self._dash(at)):
            return sign
        if self.last in ("NUMBER", "SHARE") and (unit_end := self._unit(at)):
            return "UNIT", unit_end
        if self.last == "NUMBER" and (parts_end := self._parts(at)) > at:
            return "UNIT", parts_end
        if words := self._counted(at) or self._in_words(at):
            return words
        if match := _FUNCTION.match(text, at):
            word = self._wording(at)
            if word is None or word[1] < match.end():
                return "FUNCTION", match.end()
        if match := _CODE.match(text, at):
            return "CODE", match.end()
        return self._word(at)

    def _share(self, at: int) -> tuple[str, int] | None:
        """Returns «8/10» before a noun, which counts 8 of 10, or «2/3» before «số xã», a fraction of all."""
        match = _SHARE.match(self.text, at) if self.last in _BEFORE_NUMBER else None
        if match is None or int(match[1]) > int(match[2]) or not int(match[2]):
            return None
        if of_all := _OF_ALL.match(self.spoken, match.end()):
            return "FRACTION", of_all.start()
        return ("SHARE", match.end()) if self._unit_follows(match.end()) else None

    def _counted(self, at: int) -> tuple[str, int] | None:
        """Returns what is counted: the noun behind «không còn», and the words that tell which ones («hộ nghèo»)."""
        no_such = self.last == "NO" and _NO_SUCH_ONE.match(self.spoken, at)
        if no_such or (self.last in _NONE and (self._wording(at) or ("", 0))[0] != "FINDING_KIND"):
            if one := _NOT_ONE.match(self.spoken, at):
                at = one.end()
            if match := self.vocabulary.units.match(self.spoken, at):
                return "UNIT", match.end()
            end = tail_end(self.spoken, at, self._ends_unit, commas=True)
            return ("TAIL", end) if end is not None else None
        if self.last == "FRACTION" or (self.last == "UNIT" and extends_noun(self.last_text)):
            end = tail_end(self.spoken, at, self._ends_unit)
            return ("TAIL", end) if end is not None else None
        return None

    def _in_words(self, at: int) -> tuple[str, int] | None:
        """Returns the rank, fraction or number in words that begins here, if no longer category does."""
        found = rank_at(self.spoken, at)
        if found is None and self.last in _BEFORE_NUMBER:
            if end := fraction_word_at(self.spoken, at):
                found = "FRACTION", end
            elif (end := number_word_at(self.spoken, at)) and self._unit_follows(end):
                found = "NUMBER", end
        category = self.vocabulary.categories.match(self.spoken, at)
        return None if found and category and category.end() >= found[1] else found

    def _unit_follows(self, at: int) -> bool:
        space = _SPACE.match(self.text, at)
        return space is not None and self._unit_name(space.end()) is not None

    def _dash(self, at: int) -> tuple[str, int] | None:
        """Returns a range between two literals, a signed number before a number, else a minus. «~» can only be a range."""
        number = _NUMBER.match(self.text, at + 1 + len(self.text[at + 1 :]) - len(self.text[at + 1 :].lstrip()))
        if number and self.last in ("NUMBER", "UNIT"):
            return "RANGE", at + 1
        if self.text[at] not in DASHES:
            return None
        if number and self.last not in _ENDS_VALUE:
            return "NUMBER", number.end()
        return "MINUS", at + 1

    def _word(self, at: int) -> tuple[str, int]:
        if match := _SYMBOL.match(self.text, at):
            return _SYMBOL_OF[match.group()], match.end()
        if self.text[at] in _OPERATORS:
            return _OPERATORS[self.text[at]], at + 1
        found = []
        if category := self.vocabulary.categories.match(self.spoken, at):
            found.append(("CATEGORY", category.end()))
        if wording := self._wording(at):
            found.insert(0, wording)
        if found:
            return max(found, key=lambda item: item[1])
        if match := _WORD.match(self.text, at):
            return "WORD", match.end()
        raise LanguageError(f"không hiểu ký tự «{self.text[at]}»", at, at + 1, "bỏ ký tự này, hoặc viết lại bằng chữ")

    def _wording(self, at: int) -> tuple[str, int] | None:
        """Returns the longest wording that begins here, but a single verdict: «nội dung 2.1 đạt và vượt 5» says «đạt»."""
        found, phrase, end = None, "", at
        while match := _NEXT_WORD.match(self.spoken, end):
            phrase = f"{phrase} {match[1]}".lstrip()
            joins = match[1] in ("và", "hoặc") and end > at and self.last in _BEFORE_VERDICT
            if phrase not in _BEGINNINGS or joins:
                break
            end = match.end()
            found = (_TERMINAL_OF[phrase], end) if phrase in _TERMINAL_OF else found
        return found

    def _ends_unit(self, at: int) -> bool:
        """Returns whether a wording begins here. A kind of finding does not end a unit: it may be the thing counted."""
        wording = self._wording(at)
        return wording is not None and wording[0] != "FINDING_KIND"

    def _unit(self, at: int) -> int | None:
        """Returns the end of the unit that begins here, its per-parts («/người/năm») included; None where there is none."""
        end = self._unit_name(at)
        return None if end is None else self._parts(end)

    def _parts(self, end: int) -> int:
        """Returns the end of the per-parts that begin at ``end``, with which a number may have no other unit: «190/100.000 dân»."""
        while per := _PER.match(self.text, end):
            after = per.end()
            if count := _PER_COUNT.match(self.text, after):
                after = count.end()
            part = None if self._names_measure(after) else self._unit_name(after)
            if part is None:
                break
            end = part
        return end

    def _names_measure(self, at: int) -> bool:
        """Returns whether a code or a function begins here: «1.250 / x.tong» is a quotient."""
        return any(pattern.match(self.text, at) for pattern in (_CODE, _FUNCTION))

    def _unit_name(self, at: int) -> int | None:
        """Returns the end of a symbol, of a name of the catalogue, or of the words before the next wording."""
        if match := _UNIT_SYMBOL.match(self.spoken, at):
            return match.end()
        if match := self.vocabulary.units.match(self.spoken, at):
            return match.end()
        end = None
        while (match := _WORD.match(self.text, at)) and not self._ends_unit(at) and not _CODE.match(self.text, at):
            end = match.end()
            space = _SPACE.match(self.text, end)
            at = space.end() if space else end
            if not space:
                break
        return end
