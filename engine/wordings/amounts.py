"""Numbers of a wording with their units and per-parts; two numbers with a dash or «đến» between them are one range."""

from __future__ import annotations

import re
from fractions import Fraction

from engine.domain.comparisons import RANGE_SIGNS, spellings
from engine.domain.records import NamedTuple
from engine.language.numbers import NumberError, parse_number
from engine.language.patterns import compiled
from engine.language.syntax import Extent
from engine.language.vocabulary import text_of_longest_first
from engine.wordings.decoys import Decoy, covering
from engine.wordings.measures import PERCENT, WORD, Measure, is_measure, measure_at
from engine.wordings.wording import UnsureError

_NUMBER = compiled(r"(?<![\w.,])[0-9](?:[0-9.,]*[0-9])?")
_SPACED = compiled(r"(?<![\w.,])[1-9][0-9]{0,2}(?: [0-9]{3})+(?![\w.,])")
_ENGLISH_DECIMAL = compiled(r"[0-9]+\.[0-9]{1,2}")
_JOINT = compiled(
    rf"\s*[{re.escape(RANGE_SIGNS)}]\s*|\s+{text_of_longest_first(spellings('TO'))}\s+(?=[0-9])|"
    rf"\s+{text_of_longest_first(spellings('TO'))}\s+[-−–](?=[0-9])"
)
_SIGN = compiled(
    r"(?:(?:^|[:<>=≤≥(]|\b(?:từ|trên|dưới|đạt|là|còn|bằng|quá|mức|khoảng|hơn|nhất|thiểu|đa|đến|tới|ở))\s*(?P<sign>[-−–])|\b(?:từ|trên|dưới|đạt|là|còn|bằng|quá|khoảng|nhất|thiểu|đa)\s+(?P<apart>[-−–])\s|(?P<word>\bâm\s))$"
)
_UPWARDS = compiled(r"\s+trở\s+(?:lên|xuống)(?=\s+[^\W\d])")
_OF_HOW_MANY = compiled(r"\s*/\s*([0-9]+)(?=\s+[^\W\d_])")
_SHARE_OF = compiled(r"\s*/\s*([0-9]{1,2})(?=\s+(?:tổng\s+)?số\b)")


class Part(NamedTuple):
    """A number with its place in the text; ``doubts`` say how an odd spelling was read."""

    value: Fraction
    at: Extent
    doubts: tuple[str, ...] = ()


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
    return amounts


def _amount(text: str, spoken_text: str, decoys: list[Decoy], match: re.Match[str]) -> Amount | None:
    if of := _SHARE_OF.match(spoken_text, match.end()):
        return _written_share(spoken_text, match, of)
    first = _part(text, spoken_text, match)
    if first is None:
        return None
    if signed := _SIGN.search(spoken_text[: match.start()]):
        first = first._replace(value=-first.value, at=Extent(_sign_start(signed), match.end()))
    if ratio := _OF_HOW_MANY.match(spoken_text, match.end()):
        return _of_total(text, spoken_text, first, ratio)
    measure = measure_at(text, spoken_text, match.end())
    if measure is None and (upwards := _UPWARDS.match(spoken_text, match.end())):
        behind = measure_at(text, spoken_text, upwards.end())  # «18 trở lên đảng viên», from the cells of a table
        measure = behind._replace(end=match.end()) if behind is not None and behind.sure else None
    end = measure.end if measure else match.end()
    joint = _JOINT.match(spoken_text, end)
    second = _NUMBER.match(spoken_text, joint.end()) if joint else None
    if joint is None or second is None or covering(decoys, second.start()):
        return Amount(first, None, "", measure, Extent(first.at.start, end))
    other = _part(text, spoken_text, second)
    if other is not None and (signed := _SIGN.search(spoken_text[: second.start()])):
        other = other._replace(value=-other.value, at=Extent(_sign_start(signed), second.end()))
    if other is None:
        raise UnsureError(f"không rõ «{text[match.start() : second.end()]}» là gì", Extent(match.start(), second.end()))
    last = measure_at(text, spoken_text, second.end())
    at = Extent(first.at.start, last.end if last else second.end())
    if measure is not None and (last is None or measure.text.lower() != last.text.lower()):
        raise UnsureError(f"hai đầu của «{text[at.start : at.end]}» không cùng đơn vị", at)
    return Amount(first, other, _joint_words(joint.group()), last, at)


def _sign_start(signed: re.Match[str]) -> int:
    return max(signed.start("sign"), signed.start("apart"), signed.start("word"))


def _joint_words(joint: str) -> str:
    """Returns «đến» for «đến -», whose sign belongs to the number behind it."""
    words = " ".join(joint.split())
    return words.rstrip("-−– ") if words[0].isalpha() else words


def _written_share(spoken_text: str, match: re.Match[str], of: re.Match[str]) -> Amount:
    """Returns a fraction of a number («2/3 số xã») as a percentage. Raises UnsureError where it is none."""
    at = Extent(match.start(), of.end())
    if not match.group().isdigit() or not 0 < int(match.group()) < int(of.group(1)) <= 20:
        raise UnsureError(f"không rõ «{spoken_text[at.start : at.end]}» là phân số hay số lượng trên tổng số", at)
    return share(spoken_text, at, Fraction(int(match.group()), int(of.group(1))))


def share(spoken_text: str, at: Extent, value: Fraction) -> Amount:
    """Returns a fraction of a total, which stands ``at``, as a percentage."""
    doubt = f"«{spoken_text[at.start : at.end]}» được đọc là phần trăm của tổng số"
    return Amount(Part(100 * value, at, (doubt,)), None, "", Measure("%", at, (), at.end), at)


def _of_total(text: str, spoken_text: str, first: Part, ratio: re.Match[str]) -> Amount:
    """Returns a number of a total («19/19 tiêu chí»). Raises UnsureError for a fraction («2/3 số xã»)."""
    at = Extent(first.at.start, ratio.end())
    measure = measure_at(text, spoken_text, at.end)
    total = int(ratio.group(1))
    if measure is None or not measure.sure or measure.of or first.value > total or total < 5 or measure.text == "%":
        raise UnsureError(f"không rõ «{text[at.start : at.end]}» là số lượng trên tổng số, ngày tháng hay phân số", at)
    return Amount(first, None, "", measure, Extent(at.start, measure.end), total)


def _part(text: str, spoken_text: str, match: re.Match[str]) -> Part | None:
    """Returns the number; None where it belongs to a name («30a»). Raises UnsureError."""
    at = Extent(*match.span())
    following = WORD.match(spoken_text, at.end)
    joined = following is not None and following.start(1) == at.end
    if joined and not is_measure(following.group(1) if following else ""):
        return None
    if any(c.isdecimal() for c in text[at.end : at.end + 1]):
        raise UnsureError(f"«{match.group()}» có chữ số không phải 0-9", at)
    try:
        value = parse_number(match.group())
    except NumberError as error:
        if _ENGLISH_DECIMAL.fullmatch(match.group()) and PERCENT.match(spoken_text, at.end):
            doubt = f"«{match.group()}»: dấu chấm được đọc là dấu thập phân"
            return Part(parse_number(match.group().replace(".", ",")), at, (doubt,))
        raise UnsureError(f"{error.message}; {error.remedy}", at) from None
    decimals = match.group().partition(",")[2]
    if len(decimals) == 3 and not match.group().startswith("0,"):
        if decimals.endswith("0"):
            raise UnsureError(f"không rõ «{match.group()}» là số thập phân hay phân nhóm hàng nghìn", at)
        return Part(value, at, (f"«{match.group()}»: dấu phẩy được đọc là dấu thập phân",))
    return Part(value, at)
