"""Numbers in words: «ba xã», «từ một đến hai công trình», «hai phần ba số ấp», «gấp đôi»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from engine.domain.comparisons import RANGE_SIGNS, words
from engine.language.number_words import fraction_of_words, fraction_word_at, number_of_words, number_word_at
from engine.language.patterns import compiled
from engine.language.syntax import Extent
from engine.language.units import parse_unit
from engine.language.vocabulary import longest_first
from engine.wordings.amounts import Amount, Part, share
from engine.wordings.decoys import Decoy, covering
from engine.wordings.measures import Measure, measure_at
from engine.wordings.wording import UnsureError

_JOINT_OF_WORDS = compiled(rf"\s*[{re.escape(RANGE_SIGNS)}]\s*|\s+(?:đến|tới)\s+")
_BOUND = longest_first(tuple(w for w in words("AT_LEAST", "AT_MOST") if not w.startswith("đạt")))
"""Wordings behind which a word such as «một» is a number; in «đạt và vượt một năm» it may be a period."""
_BOUND_BEFORE = compiled(rf"\b{_BOUND.pattern}\s+(?:có\s+|là\s+)?$")
_NUMBER_WORD = compiled(r"\b(?:nửa|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\b")
_NO_NUMBER_WORD = compiled(
    r"\b(?:cả|thứ|tháng|quý|phần|con|lớp|khu|mặt|loại|cấp|nhóm|khóa|mỗi|hằng|hàng|từng|các|trong|hơn|vài|sau|qua|gấp)\s+$"
)
_NO_NUMBER_BEHIND = compiled(
    r"\s+(?:số|phần|nửa|trong|trăm|nghìn|ngàn|triệu|tỷ|vạn|cách|cửa|lần|bên|mặt|chiều|mươi|năm|tháng|quý)\b"
)
_TIMES_WORD = compiled(r"\bgấp\s+(?P<times>rưỡi|đôi|ba|bốn|năm)\b(?!\s+(?:lần|(?:19|20)[0-9]{2}))")
_TIMES_VALUES = {
    "rưỡi": Fraction(3, 2), "đôi": Fraction(2), "ba": Fraction(3), "bốn": Fraction(4), "năm": Fraction(5),
}  # fmt: skip


def find_word_amounts(text: str, spoken_text: str, decoys: list[Decoy]) -> Iterator[Amount]:
    """Yields the numbers in words before a known noun («ít nhất một HTX»), fractions of a total, and multiples («gấp đôi»).

    Raises UnsureError for a word behind a comparison that no noun follows.
    """
    for match in _TIMES_WORD.finditer(spoken_text):
        at = Extent(*match.span("times"))
        part = Part(_TIMES_VALUES[match["times"]], at, (f"«gấp {match['times']}» được đọc là số lần",))
        yield Amount(part, None, "", Measure("lần", at, (), at.end), at)
    end = 0
    for match in _NUMBER_WORD.finditer(spoken_text):
        if (
            match.start() < end
            or covering(decoys, match.start())
            or _NO_NUMBER_WORD.search(spoken_text[: match.start()])
        ):
            continue
        if fraction := fraction_word_at(spoken_text, match.start()):
            end = fraction
            yield share(
                spoken_text, Extent(match.start(), fraction), fraction_of_words(spoken_text[match.start() : fraction])
            )
        elif stop := number_word_at(spoken_text, match.start()):
            end = stop
            if amount := _word_amount(text, spoken_text, Extent(match.start(), stop)):
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
