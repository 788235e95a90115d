"""What a change of `goal` asks for, in words: «thêm 30 thành viên», «sớm hơn 16 ngày», «từ trung bình lên khá»."""

from __future__ import annotations

from fractions import Fraction

from engine.language import display
from engine.language.interval import Interval
from engine.language.logic import Truth
from engine.rulebook.rulebook import Indicator, Kind


def change_text(
    indicator: Indicator, change: Fraction | None, value: Interval, now: Interval | None, texts: tuple[str, str]
) -> str:
    """What must become of the value: ``value`` is wanted, ``now`` there is, in base units; ``texts`` write both.

    ``change`` is the distance to the nearest wanted value, in the unit, where ``now`` is one number.
    """
    written, wanted = texts
    if now is None:
        return f"có số liệu là {wanted}"
    if indicator.ranks:
        return f"từ {written} {'lên' if _is_higher(value, now) else 'xuống'} {wanted}"
    if change is None or now.exact is None:
        return _of_bounds(value, now, wanted)
    if indicator.kind is Kind.DATE:
        return f"{'muộn hơn' if change > 0 else 'sớm hơn'} {abs(change)} ngày"
    amount = display.difference(abs(change), indicator.unit)
    if value.exact is None:
        more = value.low is not None and value.low >= now.exact
        return (
            f"{'tăng' if more else 'giảm'} quá {amount}" if change else f"{'cao' if more else 'thấp'} hơn mức hiện nay"
        )
    return f"{'thêm' if change > 0 else 'giảm'} {amount}"


def _of_bounds(value: Interval, now: Interval, wanted: str) -> str:
    """A value that is known as a bound moves to another one, or turns out to lie on one side."""
    if now.within(value) is Truth.UNKNOWN:
        return f"xác định được là {wanted}"
    return f"{'tăng lên' if _is_higher(value, now) else 'giảm xuống'} {wanted}"


def _is_higher(value: Interval, now: Interval) -> bool:
    return value.low is not None and now.high is not None and value.low >= now.high
