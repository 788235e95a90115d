"""Writes the reading of a wording as a condition of the rule language."""

from __future__ import annotations

from fractions import Fraction

from engine.language.display import day
from engine.language.numbers import format_written
from engine.language.ranks import RANK_UNIT
from engine.language.syntax import Direction
from engine.wordings.wording import Basis, Comparator, TargetReading

_TIMES = ("năm", "tháng", "quý")


def unit_text(reading: TargetReading) -> str:
    """Returns the unit with its per-parts, those of time last («triệu đồng/người/năm»); '' without a unit.

    A unit from a table's cell is in lower case («Tỷ đồng»), but for abbreviations («HTX»).
    """
    if not reading.unit:
        return ""
    per = [part for part in reading.per if part != reading.each]
    unit = "/".join((reading.unit, *sorted(per, key=lambda part: part in _TIMES)))
    return unit if unit[:2].isupper() else unit[:1].lower() + unit[1:]


def condition_text(reading: TargetReading) -> str:
    """Returns the condition («từ 4.950 thành viên trở lên»); '' for a reading without number or day."""
    if reading.deadline is not None:
        return f"chậm nhất {day(reading.deadline)}"
    if reading.value is None:
        return ""
    unit = reading.unit if reading.unit[:1] in ("%", "‰") else unit_text(reading)
    explicit = reading.basis is Basis.EXPLICIT
    up = reading.direction is not Direction.DOWN
    shown = _with_unit(format_written(reading.value), unit)
    if unit == "%" and decimal_places(reading.value) is None:  # «hai phần ba số xã», of which a percentage is not exact
        share = reading.value / 100
        shown = f"{share.numerator}/{share.denominator} tổng số"
    match reading.comparator:
        case Comparator.AT_LEAST:
            return f"từ {shown} trở lên" if explicit else f"đạt {shown}"
        case Comparator.EQUAL:
            return f"bằng {shown}" if reading.value == 0 else f"đạt {shown}"
        case Comparator.ABOVE:
            return f"trên {shown}"
        case Comparator.AT_MOST if reading.unit == RANK_UNIT:
            return f"xếp thứ {format_written(reading.value)} trở lên"
        case Comparator.AT_MOST:
            return f"không quá {shown}" if explicit else f"giảm còn {shown}"
        case Comparator.BELOW:
            return f"dưới {shown}"
        case Comparator.RANGE if reading.value_high is not None:
            low, high = format_written(reading.value), format_written(reading.value_high)
            return ("" if up else "còn ") + _with_unit(f"từ {low} đến {high}", unit)
        case Comparator.ABOUT:
            return f"khoảng {shown}" if up else f"còn khoảng {shown}"
    return ""


def decimal_places(value: Fraction) -> int | None:
    """Returns how many decimals write ``value`` exactly; None for a number such as 200/3.

    >>> decimal_places(Fraction(5, 4)), decimal_places(Fraction(200, 3))
    (2, None)
    """
    return next((n for n in range(13) if (value * 10**n).denominator == 1), None)


def _with_unit(number: str, unit: str) -> str:
    return f"{number}{unit}" if unit[:1] in ("%", "‰") else f"{number} {unit}".strip()
