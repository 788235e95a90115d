"""Reads the shares of a whole («cơ cấu kinh tế») as one target, whose parts are neither floors nor ceilings."""

from __future__ import annotations

from engine.language.patterns import compiled
from engine.language.syntax import Extent
from engine.wordings.amounts import Amount
from engine.wordings.wording import Comparator, TargetReading, UnsureError

_WHOLE = compiled(r"\bcơ\s+cấu\b|\bkhu\s+vực\s+(?:i|1)\b.*\bkhu\s+vực\s+(?:ii|2)\b")
_SHARES = compiled(
    r"\btỷ\s+trọng\b|\b(?:nông|lâm|công)\s+nghiệp\b.*\bdịch\s+vụ\b|\bdịch\s+vụ\b.*\b(?:nông|công)\s+nghiệp\b"
)
"""Words that may name the parts of a whole; only numbers that add up to 100 show that they do."""
_MOVED = compiled(r"\b(?:tăng|giảm)(?:\s+(?:thêm|khoảng|so\s+với[^,;]*))*\s*$")
_BOUNDED = compiled(r"\b(?:tăng|giảm|còn|lên|xuống|trên|dưới|ít\s+nhất|tối\s+thiểu|tối\s+đa|không\s+quá|từ)\s*$")
_MOVES = compiled(r"\b(?:tăng|giảm|còn|lên|xuống|trên|dưới|ít\s+nhất|tối\s+thiểu|tối\s+đa|không\s+quá)\b")


def composition(text: str, spoken_text: str, amounts: list[Amount]) -> TargetReading | None:
    """Returns the reading of the whole; None where the wording gives no shares of one.

    Raises UnsureError where the numbers may be something else.
    """
    whole = _WHOLE.search(spoken_text)
    if whole is None:
        return _by_sum(spoken_text, amounts)
    if len(amounts) < 2:
        return None
    if not all(a.unit == "%" for a in amounts):
        raise UnsureError("không rõ số nào là cơ cấu, số nào là chỉ tiêu khác", Extent(*whole.span()))
    if _MOVES.search(spoken_text[whole.start() :]) and "khu" not in whole.group():
        raise UnsureError("không rõ cơ cấu hay các chỉ tiêu riêng", Extent(*whole.span()))
    total = sum(a.low.value for a in amounts)
    if not 95 <= total <= 101:
        raise UnsureError("các tỷ trọng không cộng thành 100%", Extent(amounts[0].at.start, amounts[-1].at.end))
    return _composed(amounts, Extent(*whole.span()))


def _by_sum(spoken_text: str, amounts: list[Amount]) -> TargetReading | None:
    """Returns the whole of shares that add up to 100 («tỷ trọng công nghiệp 45%, dịch vụ 35%, nông nghiệp 20%»)."""
    named = _SHARES.search(spoken_text)
    shares = [a for a in amounts if not _MOVED.search(spoken_text[: a.at.start])]
    if named is None or len(shares) < 2 or any(a.unit != "%" or a.high for a in shares):
        return None
    if any(_BOUNDED.search(spoken_text[: a.at.start]) for a in shares) or sum(a.low.value for a in shares) != 100:
        return None
    return _composed(shares, Extent(*named.span()))


def _composed(amounts: list[Amount], words: Extent) -> TargetReading:
    return TargetReading(
        Comparator.COMPOSITION,
        None,
        Extent(amounts[0].at.start, amounts[-1].at.end),
        unit="%",
        comparator_at=(words,),
        doubts=("cơ cấu: từng tỷ trọng không phải là ngưỡng riêng, trừ khi câu nói rõ",),
    )
