"""Numbers of a wording with their units and per-parts; two numbers with a dash or «đến» between them are one range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from engine.domain.comparisons import RANGE_SIGNS, spellings, words
from engine.language.lexer import longest_first
from engine.language.numbers import NumberError, parse_number
from engine.language.syntax import Extent
from engine.language.units import parse_unit
from engine.wordings.decoys import Decoy, DecoyKind, covering
from engine.wordings.vocabulary import NOT_NOUNS, NOUNS, wording_at
from engine.wordings.wording import UnsureError

_NUMBER = re.compile(r"(?<![\w.,])[0-9](?:[0-9.,]*[0-9])?")
_SPACED = re.compile(r"(?<![\w.,])[1-9][0-9]{0,2}(?: [0-9]{3})+(?![\w.,])")
_ENGLISH_DECIMAL = re.compile(r"[0-9]+\.[0-9]{1,2}")
_JOINT = re.compile(rf"\s*[{re.escape(RANGE_SIGNS)}]\s*|\s+{longest_first(spellings('TO')).pattern}\s+(?=[0-9])")
_PERCENT = re.compile(r"\s*(?:điểm\s*%|điểm\s+phần\s+trăm|%\s?0(?![0-9,.])|%o\b|‰|/\s*%|%|phần\s+trăm\b)")
_WORD = re.compile(r"\s*([^\W\d_][\w²³]*)")
_OF_RATE = re.compile(r"\s+(?:lệ|trọng|suất|số)\b")
_PER = re.compile(r"\s*/\s*(?:(0?1|10\.?000|1\.?000|100\.?000|100|10)\s+)?(?!tổng\b)(?=[^\W\d_])")
_EACH = re.compile(r"\s*(?:,\s*)?(?:bình\s+quân\s+)?(?:một|mỗi|hằng|hàng|0?1)\s+(năm|tháng|quý|người)\b")
_ONE_OF = re.compile(r"(?:\s+(?!trở\b)[^\W\d_]\w*){1,4}(?=\s*/\s*(?:năm|tháng|quý|vụ|người|hộ|xã|ha|vạn\s+dân|dân)\b)")
_BOUND = longest_first(tuple(w for w in words("AT_LEAST", "AT_MOST") if not w.startswith("đạt")))
"""Wordings behind which a word such as «một» is a number; in «đạt và vượt một năm» it may be a period."""
_IN_WORDS = re.compile(
    rf"\b{_BOUND.pattern}\s+(?:có\s+|là\s+)?"
    r"(?P<word>một|hai|ba|bốn|sáu|bảy|tám|chín|mười)\s+(?!số\b|phần\b|nửa\b|trong\b|mươi\b|trăm\b|nghìn\b|ngàn\b)"
)
_WORD_VALUES = dict(
    zip(["một", "hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười"], (1, 2, 3, 4, 6, 7, 8, 9, 10), strict=True)
)
_SYMBOLS = {"%0": "‰", "%o": "‰", "/%": "%", "phần trăm": "%", "điểm phần trăm": "điểm %"}


class Part(NamedTuple):
    """A number with its place in the text; ``doubts`` say how an odd spelling was read."""

    value: Fraction
    at: Extent
    doubts: tuple[str, ...] = ()


class Measure(NamedTuple):
    """A unit behind a number: ``of`` its per-parts, ``end`` the end of all of it, ``sure`` whether the noun is known."""

    text: str
    at: Extent
    of: tuple[str, ...]
    end: int
    sure: bool = True
    typo: bool = False


class Amount(NamedTuple):
    """A number or range with its unit. ``joint`` is the text between the two numbers of a range."""

    low: Part
    high: Part | None
    joint: str
    measure: Measure | None
    at: Extent
    total: int | None = None

    @property
    def unit(self) -> str:
        return self.measure.text if self.measure else ""

    @property
    def per(self) -> tuple[str, ...]:
        return self.measure.of if self.measure else ()

    @property
    def is_percent(self) -> bool:
        return self.unit in ("%", "‰", "điểm %")


def find_amounts(text: str, spoken_text: str, decoys: list[Decoy]) -> list[Amount]:
    """Returns every amount outside the decoys, in order.

    Raises UnsureError for a number that cannot be read for certain.
    """
    if spaced := _SPACED.search(text):
        raise UnsureError(f"«{spaced.group()}» có dấu cách giữa các chữ số", Extent(*spaced.span()))
    amounts: list[Amount] = []
    at = 0
    while match := _NUMBER.search(spoken_text, at):
        at = match.end()
        decoy = covering(decoys, match.start())
        if decoy is not None:
            at = decoy.at.end
            continue
        if spoken_text[: match.start()].rstrip().endswith("/"):
            raise UnsureError(f"không rõ «{match.group()}» sau dấu «/» là gì", Extent(*match.span()))
        amount = _amount(text, spoken_text, decoys, match)
        if amount is not None:
            amounts.append(amount)
            at = max(at, amount.at.end)
    return sorted([*amounts, *_in_words(text, spoken_text, decoys)], key=lambda amount: amount.at.start)


def _in_words(text: str, spoken_text: str, decoys: list[Decoy]) -> Iterator[Amount]:
    """Yields the numbers in words («ít nhất một HTX»), where only a number can stand.

    Raises UnsureError for an unknown noun.
    """
    for match in _IN_WORDS.finditer(spoken_text):
        measure = measure_at(text, spoken_text, match.end("word"))
        if measure is None or not measure.sure or covering(decoys, match.start("word")):
            raise UnsureError(f"không rõ «{match.group().strip()}» là số mấy", Extent(*match.span()))
        at = Extent(*match.span("word"))
        doubt = f"«{match['word']}» được đọc là số viết bằng chữ"
        part = Part(Fraction(_WORD_VALUES[match["word"]]), at, (doubt,))
        yield Amount(part, None, "", measure, Extent(at.start, measure.end))


def _amount(text: str, spoken_text: str, decoys: list[Decoy], match: re.Match[str]) -> Amount | None:
    first = _part(text, spoken_text, match)
    if first is None:
        return None
    if ratio := re.match(r"\s*/\s*([0-9]+)(?=\s+[^\W\d_])", spoken_text[match.end() :]):
        return _of_total(text, spoken_text, first, ratio)
    measure = measure_at(text, spoken_text, match.end())
    end = measure.end if measure else match.end()
    joint = _JOINT.match(spoken_text, end)
    second = _NUMBER.match(spoken_text, joint.end()) if joint else None
    if joint is None or second is None or covering(decoys, second.start()):
        return Amount(first, None, "", measure, Extent(match.start(), end))
    other = _part(text, spoken_text, second)
    if other is None:
        raise UnsureError(f"không rõ «{text[match.start() : second.end()]}» là gì", Extent(match.start(), second.end()))
    last = measure_at(text, spoken_text, second.end())
    at = Extent(match.start(), last.end if last else second.end())
    if measure is not None and (last is None or measure.text.lower() != last.text.lower()):
        raise UnsureError(f"hai đầu của «{text[at.start : at.end]}» không cùng đơn vị", at)
    return Amount(first, other, " ".join(joint.group().split()), last, at)


def _of_total(text: str, spoken_text: str, first: Part, ratio: re.Match[str]) -> Amount:
    """Returns a number of a total («19/19 tiêu chí»). Raises UnsureError for a fraction («2/3 số xã»)."""
    end = first.at.end + ratio.end()
    at = Extent(first.at.start, end)
    measure = measure_at(text, spoken_text, end)
    total = int(ratio.group(1))
    if measure is None or not measure.sure or measure.of or first.value > total or total < 5 or measure.text == "%":
        raise UnsureError(f"không rõ «{text[at.start : at.end]}» là số lượng trên tổng số, ngày tháng hay phân số", at)
    return Amount(first, None, "", measure, Extent(at.start, measure.end), total)


def _part(text: str, spoken_text: str, match: re.Match[str]) -> Part | None:
    """Returns the number; None where it belongs to a name («30a»). Raises UnsureError."""
    at = Extent(*match.span())
    following = _WORD.match(spoken_text, at.end)
    joined = following is not None and following.start(1) == at.end
    if joined and not _is_measure(following.group(1) if following else ""):
        return None
    if any(c.isdecimal() for c in text[at.end : at.end + 1]):
        raise UnsureError(f"«{match.group()}» có chữ số không phải 0-9", at)
    try:
        value = parse_number(match.group())
    except NumberError as error:
        if _ENGLISH_DECIMAL.fullmatch(match.group()) and _PERCENT.match(spoken_text, at.end):
            doubt = f"«{match.group()}»: dấu chấm được đọc là dấu thập phân"
            return Part(parse_number(match.group().replace(".", ",")), at, (doubt,))
        raise UnsureError(f"{error.message}; {error.remedy}", at) from None
    decimals = match.group().partition(",")[2]
    if len(decimals) == 3 and not match.group().startswith("0,"):
        if decimals.endswith("0"):
            raise UnsureError(f"không rõ «{match.group()}» là số thập phân hay phân nhóm hàng nghìn", at)
        return Part(value, at, (f"«{match.group()}»: dấu phẩy được đọc là dấu thập phân",))
    return Part(value, at)


def _is_measure(words: str) -> bool:
    unit = parse_unit(words)
    return bool(words) and not unit.counts and unit.dimension != ""


def measure_at(text: str, spoken_text: str, at: int) -> Measure | None:
    """Returns the unit at ``at`` with its per-parts: a percent sign, a measure or a noun.

    None without one; raises UnsureError.
    """
    if match := _PERCENT.match(spoken_text, at):
        written = " ".join(match.group().replace("/ ", "/").split())
        compact = written.replace(" %", "%").replace("điểm%", "điểm %").replace("% 0", "%0")
        end, per = _per_parts(text, spoken_text, match.end())
        at = match.end() - len(match.group().lstrip())
        return Measure(_SYMBOLS.get(compact, compact), Extent(at, match.end()), per, end, typo=compact == "/%")
    found = _scaled(spoken_text, at) or _noun(spoken_text, at)
    if found is None:
        return None
    if not found[1] and len(spoken_text[at : found[0]].split()[0]) <= 2:
        unknown = " ".join(text[at : found[0]].split())
        raise UnsureError(f"không rõ đơn vị «{unknown}»", Extent(at, found[0]))
    start = at + len(spoken_text[at:]) - len(spoken_text[at:].lstrip())
    stop, sure = found
    more = _ONE_OF.match(spoken_text, stop) if spoken_text[stop : stop + 1] == " " else None
    end, per = _per_parts(text, spoken_text, more.end() if more else stop)
    return Measure(" ".join(text[start:stop].split()), Extent(start, stop), per, end, sure)


def _scaled(text: str, at: int) -> tuple[int, bool] | None:
    """Returns the end of multipliers with a measure or a noun: «nghìn tỷ đồng», «ha», «triệu lượt»."""
    end, start = at, at + len(text[at:]) - len(text[at:].lstrip())
    stop = None
    for _ in range(4):
        word = _WORD.match(text, end)
        if word is None or (word.group(1) == "tỷ" and _OF_RATE.match(text, word.end())):
            break
        end = word.end()
        if _is_measure(text[start:end]):
            stop = end
        elif stop is not None:
            break
    noun = NOUNS.match(text, start)
    if noun is not None and (stop is None or noun.end() > stop):
        return noun.end(), True
    if stop is None:
        return None
    if parse_unit(text[start:stop]).dimension is None:  # multipliers alone: what is counted may follow
        space = len(text[stop:]) - len(text[stop:].lstrip())
        if space and (noun := NOUNS.match(text, stop + space)):
            return noun.end(), True
    return stop, True


def _noun(text: str, at: int) -> tuple[int, bool] | None:
    """Returns the end of the first two words of a noun that is not in the vocabulary; the noun may be longer."""
    end = None
    for _ in range(2):
        word = _WORD.match(text, at)
        if word is None or word.group(1) in NOT_NOUNS or (at == word.start(1)):
            break
        found = wording_at(text, word.start(1))
        if found is not None and found[0] not in ("LEAD", "PLACE"):
            break
        end = at = word.end()
    return (end, False) if end is not None else None


def _per_parts(text: str, spoken_text: str, at: int) -> tuple[int, tuple[str, ...]]:
    parts: list[str] = []
    while match := _PER.match(spoken_text, at):
        noun = _scaled(spoken_text, match.end()) or _noun(spoken_text, match.end() - 1)
        if noun is None:
            simple = _WORD.match(spoken_text, match.end())
            noun = (simple.end(), True) if simple else None
        if noun is None:
            break
        name = " ".join(text[match.end() : noun[0]].split())
        parts.append(_per_name(match.group(1), name))
        at = noun[0]
    if match := _EACH.match(spoken_text, at):
        parts.append(match.group(1))
        at = match.end()
    return at, tuple(parts)


def _per_name(count: str | None, name: str) -> str:
    """Returns «vạn dân» for «1 vạn dân» and for «10.000 dân»."""
    if count is None or count in ("1", "01"):
        return name
    return f"vạn {name}" if count.replace(".", "") == "10000" else f"{count} {name}"


def per_of_decoy(decoy: Decoy, text: str) -> str | None:
    """Returns what a denominator divides by: «HTX» for «của 01 HTX»; None for another decoy."""
    if decoy.kind is not DecoyKind.DENOMINATOR:
        return None
    words = re.sub(r"^.*?(0?1|một|10|100|1\.?000|10\.?000|100\.?000)\s+", "", text[decoy.at.start : decoy.at.end])
    count = re.search(r"[0-9][0-9.]*", text[decoy.at.start : decoy.at.end])
    return _per_name(count.group() if count else None, " ".join(words.split()))
