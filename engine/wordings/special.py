"""Reads targets without an amount: deadlines, ranks, «giảm cả ba tiêu chí», and qualitative ones."""

from __future__ import annotations

import re
from fractions import Fraction

from engine.domain.comparisons import spellings
from engine.language.days import parse_date
from engine.language.patterns import compiled
from engine.language.syntax import Direction, Extent
from engine.language.vocabulary import text_of_longest_first
from engine.wordings.decoys import Decoy, DecoyKind, covering, of_kind
from engine.wordings.vocabulary import QUALITATIVE_VERBS
from engine.wordings.wording import Basis, Comparator, TargetReading, UnsureError

_BEFORE = compiled(
    rf"\b(?:(?P<by>{text_of_longest_first(spellings('BY'))})|{text_of_longest_first(spellings('BEFORE'))})\s*$"
)
# not every wording of a bound: «ở mức thấp nhất», «đạt và vượt kế hoạch» are judged, without a number
_WANTS_NUMBER = compiled(r"trở\s+(?:lên|xuống)|\b(?:tối\s+thiểu|ít\s+nhất|tối\s+đa|không\s+quá)\b")
_RANK = compiled(
    r"(?:\b(?:đạt|từ|xếp\s+loại|là|nhóm)\b|:|(?=hoàn\s+thành\s+(?:tốt|xuất\s+sắc)\s+nhiệm\s+vụ\s+trở\s+lên))\s*(?:loại\s+|mức\s+|từ\s+|:\s*)*"
    r"(?P<rank>(?:hoàn\s+thành(?:\s+(?:tốt|xuất\s+sắc))?(?:\s+nhiệm\s+vụ)?|trong\s+sạch,?\s+vững\s+mạnh|vững\s+mạnh|xuất\s+sắc|tốt|khá|"
    r"giỏi|trung\s+bình)(?:\s+nhiệm\s+vụ)?)\s+(?P<up>trở\s+lên)"
)
_ACHIEVED = compiled(r"đạt\s+chuẩn|đạt\s+danh\s+hiệu|được\s+công\s+nhận|trong\s+sạch,?\s+vững\s+mạnh|hoàn\s+thành")
_NUMBER_WORD = compiled(r"\b(?:hai|ba|bốn|bảy|tám|chín|mười|nửa|gấp\s+đôi|một\s+(?:phần|nửa)|phần\s+ba|gấp\s+rưỡi)\b")


def without_amount(text: str, spoken_text: str, decoys: list[Decoy], period: str | None) -> TargetReading:
    """Returns the reading of a wording in which no amount was found. Raises UnsureError."""
    reading = (
        _all_decrease(text, spoken_text, decoys)
        or _deadline(text, spoken_text, decoys)
        or _rank(text, spoken_text)
        or _judged(text, spoken_text, decoys)
    )
    return reading._replace(period=period) if reading.comparator is not Comparator.DEADLINE else reading


def _all_decrease(text: str, spoken_text: str, decoys: list[Decoy]) -> TargetReading | None:
    all_of = next(of_kind(decoys, DecoyKind.ALL_OF), None)
    match = re.search(r"\bgiảm\b(?:\s+[^\W\d]\w*){0,6}\s*$", spoken_text[: all_of.at.start]) if all_of else None
    if all_of is None or match is None:
        return None
    return TargetReading(
        Comparator.ALL_DECREASE,
        Basis.EXPLICIT,
        Extent(match.start(), all_of.at.end),
        value=Fraction(0),
        unit=" ".join(text[all_of.at.start : all_of.at.end].split()[1:]),
        unit_at=all_of.at,
        comparator_at=(Extent(match.start(), match.start() + len("giảm")),),
        doubts=("mọi tiêu chí phải giảm; gốc so sánh được hiểu là cùng kỳ hoặc năm trước",),
    )


def _deadline(text: str, spoken_text: str, decoys: list[Decoy]) -> TargetReading | None:
    for decoy in of_kind(decoys, DecoyKind.DATE):
        before = _BEFORE.search(spoken_text[: decoy.at.start])
        if before is None:
            continue
        written = re.sub(r"^ngày\s+", "", spoken_text[decoy.at.start : decoy.at.end])
        written = re.sub(r"\s*(?:tháng|năm|[-.])\s*", "/", written)
        try:
            when = parse_date(written)
        except ValueError:
            raise UnsureError("không rõ ngày của thời hạn", decoy.at) from None
        doubts = ("«chậm nhất»: tính cả ngày đó",) if before.group("by") else ()
        return TargetReading(
            Comparator.DEADLINE,
            Basis.EXPLICIT,
            Extent(before.start(), decoy.at.end),
            unit="ngày",
            direction=Direction.DOWN,
            deadline=when,
            number_at=decoy.at,
            comparator_at=(Extent(before.start(), len(before.group().rstrip()) + before.start()),),
            doubts=doubts,
        )
    return None


def _rank(text: str, spoken_text: str) -> TargetReading | None:
    match = _RANK.search(spoken_text)
    if match is None:
        return None
    return TargetReading(
        Comparator.ORDINAL,
        Basis.EXPLICIT,
        Extent(*match.span()),
        unit="bậc xếp loại",
        rank=" ".join(text[match.start("rank") : match.end("rank")].split()),
        number_at=Extent(*match.span("rank")),
        comparator_at=(Extent(*match.span("up")),),
    )


def _judged(text: str, spoken_text: str, decoys: list[Decoy]) -> TargetReading:
    for kind, reason in (
        (DecoyKind.RANK, "con số là thứ hạng, không rõ là mục tiêu"),
        (DecoyKind.DENOMINATOR, "con số có thể là mẫu số hoặc là mục tiêu"),
        (DecoyKind.EXPLANATION, "con số chỉ nằm trong phần giải thích"),
        (DecoyKind.SCOPE, "con số chỉ nêu đối tượng, không thấy mục tiêu"),
        (DecoyKind.ALL_OF, "không rõ mục tiêu của các tiêu chí"),
        (DecoyKind.BASE, "chỉ thấy gốc so sánh, không thấy mức phải đạt"),
    ):
        if decoy := next(of_kind(decoys, kind), None):
            raise UnsureError(reason, decoy.at)
    if word := _NUMBER_WORD.search(spoken_text):
        raise UnsureError("con số viết bằng chữ", Extent(*word.span()))
    if _WANTS_NUMBER.search(spoken_text):
        raise UnsureError("có từ so sánh mà không thấy con số")
    words = "".join(" " if covering(decoys, i) else c for i, c in enumerate(spoken_text))
    verb = QUALITATIVE_VERBS.match(words) or _ACHIEVED.search(spoken_text)
    if verb is None or "?" in text:
        raise UnsureError("không thấy con số hay thời hạn, cũng không rõ là mục tiêu định tính")
    doubts = ("không có con số: phải có người đánh giá, công cụ không tự tính",)
    return TargetReading(Comparator.QUALITATIVE, None, Extent(*verb.span()), doubts=doubts)
