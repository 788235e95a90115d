"""Numbers of a wording with their units and per-parts; two numbers with a dash or «đến» between them are one range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from engine.domain.comparisons import RANGE_SIGNS, spellings, words
from engine.language.lexer import longest_first
from engine.language.number_words import fraction_of_words, number_of_words, number_word_at
from engine.language.numbers import NumberError, parse_number
from engine.language.syntax import Extent
from engine.language.units import parse_unit
from engine.wordings.decoys import Decoy, DecoyKind, covering
from engine.wordings.vocabulary import NOT_NOUNS, NOUNS, wording_at
from engine.wordings.wording import UnsureError

_NUMBER = re.compile(r"(?<![\w.,])[0-9](?:[0-9.,]*[0-9])?")
_SPACED = re.compile(r"(?<![\w.,])[1-9][0-9]{0,2}(?: [0-9]{3})+(?![\w.,])")
_ENGLISH_DECIMAL = re.compile(r"[0-9]+\.[0-9]{1,2}")
_JOINT = re.compile(
    rf"\s*[{re.escape(RANGE_SIGNS)}]\s*|\s+{longest_first(spellings('TO')).pattern}\s+(?=[0-9])|"
    rf"\s+{longest_first(spellings('TO')).pattern}\s+[-−–](?=[0-9])"
)
_SIGN = re.compile(
    r"(?:(?:^|[:<>=≤≥(]|\b(?:từ|trên|dưới|đạt|là|còn|bằng|quá|mức|khoảng|hơn|nhất|thiểu|đa|đến|tới|ở))\s*(?P<sign>[-−–])|(?P<word>\bâm\s))$"
)
_JOINT_OF_WORDS = re.compile(rf"\s*[{re.escape(RANGE_SIGNS)}]\s*|\s+(?:đến|tới)\s+")
_PERCENT = re.compile(r"\s*(?:điểm\s*%|điểm\s+phần\s+trăm|%\s?0(?![0-9,.])|%o\b|‰|/\s*%|%|phần\s+trăm\b)")
_WORD = re.compile(r"\s*([^\W\d_][\w²³]*)")
_OF_RATE = re.compile(r"\s+(?:lệ|trọng|suất|số)\b")
_PER = re.compile(r"\s*/\s*(?:(0?1|10\.?000|1\.?000|100\.?000|100|10)\s+)?(?!tổng\b)(?=[^\W\d_])")
_EACH = re.compile(r"\s*(?:,\s*)?(?:bình\s+quân\s+)?(?:một|mỗi|hằng|hàng|0?1)\s+(năm|tháng|quý|người)\b")
_ONE_OF = re.compile(r"(?:\s+(?!trở\b)[^\W\d_]\w*){1,4}(?=\s*/\s*(?:năm|tháng|quý|vụ|người|hộ|xã|ha|vạn\s+dân|dân)\b)")
_BOUND = longest_first(tuple(w for w in words("AT_LEAST", "AT_MOST") if not w.startswith("đạt")))
"""Wordings behind which a word such as «một» is a number; in «đạt và vượt một năm» it may be a period."""
_BOUND_BEFORE = re.compile(rf"\b{_BOUND.pattern}\s+(?:có\s+|là\s+)?$")
_NUMBER_WORD = re.compile(r"\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\b")
_FRACTION_WORD = re.compile(r"\b(?:một\s+nửa|nửa(?=\s+số)|(?:một|hai|ba|bốn|năm)\s+phần\s+(?:hai|ba|tư|năm|mười))\b")
_NO_NUMBER_WORD = re.compile(
    r"\b(?:cả|thứ|tháng|quý|phần|con|lớp|khu|mặt|loại|cấp|nhóm|khóa|mỗi|hằng|hàng|từng|các|trong|hơn|vài|sau|qua)\s+$"
)
_NO_NUMBER_BEHIND = re.compile(r"\s+(?:số|phần|nửa|trong|trăm|nghìn|ngàn|triệu|tỷ|vạn|cách|cửa|lần|bên|mặt|chiều|mươi|năm|tháng|quý)\b")
_SHARE_OF = re.compile(r"\s*/\s*([0-9]{1,2})(?=\s+(?:tổng\s+)?số\b)")
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
    """Yields the numbers in words before a known noun («ít nhất một HTX», «ba xã»), and fractions («hai phần ba số ấp»).

    Raises UnsureError for a word behind a comparison that no noun follows.
    """
    end = 0
    for match in _FRACTION_WORD.finditer(spoken_text):
        if not covering(decoys, match.start()):
            yield _share(match, 100 * (fraction_of_words(match.group()) if "phần" in match.group() else Fraction(1, 2)))
    for match in _NUMBER_WORD.finditer(spoken_text):
        if match.start() < end or covering(decoys, match.start()) or _FRACTION_WORD.match(spoken_text, match.start()):
            continue
        stop = number_word_at(spoken_text, match.start())
        if stop is None or _NO_NUMBER_WORD.search(spoken_text[: match.start()]):
            continue
        amount = _word_amount(text, spoken_text, Extent(match.start(), stop))
        if amount is not None:
            end = amount.at.end
            yield amount


def _word_amount(text: str, spoken_text: str, at: Extent) -> Amount | None:
    """Returns the amount whose number in words stands ``at``; None where the words are no number. Raises UnsureError."""
    first = _word_part(spoken_text, at)
    bound = _BOUND_BEFORE.search(spoken_text[: at.start]) is not None
    joint = _JOINT_OF_WORDS.match(spoken_text, at.end)
    if joint is not None and (stop := number_word_at(spoken_text, joint.end())) is not None:
        second = _word_part(spoken_text, Extent(joint.end(), stop))
        measure = measure_at(text, spoken_text, stop)
        if measure is not None and measure.sure:
            return Amount(first, second, " ".join(joint.group().split()), measure, Extent(at.start, measure.end))
    if _NO_NUMBER_BEHIND.match(spoken_text, at.end):
        return None
    try:
        measure = measure_at(text, spoken_text, at.end)
    except UnsureError:
        measure = None
    known = measure is not None and measure.sure and parse_unit(measure.text).counts
    if bound and not known:
        raise UnsureError(f"không rõ «{text[at.start : at.end]}» là số mấy", at)
    single = spoken_text[at.start : at.end] in ("một", "năm")
    if measure is None or not known or (single and not bound):
        return None
    return Amount(first, None, "", measure, Extent(at.start, measure.end))


def _word_part(spoken_text: str, at: Extent) -> Part:
    words = spoken_text[at.start : at.end]
    return Part(number_of_words(words), at, (f"«{words}» được đọc là số viết bằng chữ",))


def _share(match: re.Match[str], value: Fraction) -> Amount:
    at = Extent(*match.span())
    doubt = f"«{match.group()}» được đọc là phần trăm của tổng số"
    return Amount(Part(value, at, (doubt,)), None, "", Measure("%", at, (), at.end), at)


def _amount(text: str, spoken_text: str, decoys: list[Decoy], match: re.Match[str]) -> Amount | None:
    if share := _SHARE_OF.match(spoken_text, match.end()):
        return _written_share(spoken_text, match, share)
    first = _part(text, spoken_text, match)
    if first is None:
        return None
    if signed := _SIGN.search(spoken_text[: match.start()]):
        first = first._replace(value=-first.value, at=Extent(signed.start("sign") if signed["sign"] else signed.start("word"), match.end()))
    if ratio := re.match(r"\s*/\s*([0-9]+)(?=\s+[^\W\d_])", spoken_text[match.end() :]):
        return _of_total(text, spoken_text, first, ratio)
    measure = measure_at(text, spoken_text, match.end())
    end = measure.end if measure else match.end()
    joint = _JOINT.match(spoken_text, end)
    second = _NUMBER.match(spoken_text, joint.end()) if joint else None
    if joint is None or second is None or covering(decoys, second.start()):
        return Amount(first, None, "", measure, Extent(first.at.start, end))
    other = _part(text, spoken_text, second)
    if other is not None and (signed := _SIGN.search(spoken_text[: second.start()])):
        other = other._replace(value=-other.value, at=Extent(signed.start("sign") if signed["sign"] else signed.start("word"), second.end()))
    if other is None:
        raise UnsureError(f"không rõ «{text[match.start() : second.end()]}» là gì", Extent(match.start(), second.end()))
    last = measure_at(text, spoken_text, second.end())
    at = Extent(first.at.start, last.end if last else second.end())
    if measure is not None and (last is None or measure.text.lower() != last.text.lower()):
        raise UnsureError(f"hai đầu của «{text[at.start : at.end]}» không cùng đơn vị", at)
    return Amount(first, other, _joint_words(joint.group()), last, at)


def _joint_words(joint: str) -> str:
    """Returns «đến» for «đến -», whose sign belongs to the number behind it."""
    words = " ".join(joint.split())
    return words.rstrip("-−– ") if words[0].isalpha() else words


def _written_share(spoken_text: str, match: re.Match[str], share: re.Match[str]) -> Amount:
    """Returns a fraction of a number («2/3 số xã») as a percentage. Raises UnsureError where it is none."""
    at = Extent(match.start(), share.end())
    whole, of = match.group(), int(share.group(1))
    if not whole.isdigit() or not 0 < int(whole) < of <= 20:
        raise UnsureError(f"không rõ «{spoken_text[at.start : at.end]}» là phân số hay số lượng trên tổng số", at)
    doubt = f"«{spoken_text[at.start : at.end]}» được đọc là phần trăm của tổng số"
    return Amount(Part(Fraction(100 * int(whole), of), at, (doubt,)), None, "", Measure("%", at, (), at.end), at)


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
    if not found[1] and len(spoken_text[at : found[0]].split()[0]) <= 2 and not _counted_again(text, spoken_text, at):
        unknown = " ".join(text[at : found[0]].split())
        raise UnsureError(f"không rõ đơn vị «{unknown}»", Extent(at, found[0]))
    start = at + len(spoken_text[at:]) - len(spoken_text[at:].lstrip())
    stop, sure = found
    more = _ONE_OF.match(spoken_text, stop) if spoken_text[stop : stop + 1] == " " else None
    end, per = _per_parts(text, spoken_text, more.end() if more else stop)
    return Measure(" ".join(text[start:stop].split()), Extent(start, stop), per, end, sure)


def _counted_again(text: str, spoken_text: str, at: int) -> bool:
    """Returns whether a short word behind a number is a noun: the text names it elsewhere, or it is an abbreviation."""
    word = _WORD.match(text, at)
    if word is None:
        return False
    named = re.search(rf"(?<!\w){re.escape(word.group(1).lower())}(?!\w)", spoken_text[:at])
    return named is not None or (len(word.group(1)) == 2 and word.group(1).isupper())


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
