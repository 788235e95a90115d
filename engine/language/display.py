"""Numbers, values and dates as Vietnamese readers write them: the one place where they become text for people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from engine.language.interval import Interval
from engine.language.numbers import format_number, format_written
from engine.language.units import PERCENT_UNIT, POINTS_UNIT, Unit


def day(when: date) -> str:
    """10/11/2023."""
    return f"{when.day:02d}/{when.month:02d}/{when.year}"


def amount(value: Fraction, unit: Unit) -> str:
    """A number as it was written: ``4.950 thành viên``, ``67,192 triệu đồng``."""
    return with_unit(format_written(value), unit)


def computed_amount(value: Fraction, unit: Unit, threshold: Fraction | None = None) -> str:
    """A computed number with at most two decimals, ``31,25%``, never rounded onto or across ``threshold``."""
    return with_unit(format_number(value, 2, threshold), unit)


def with_unit(number: str, unit: Unit) -> str:
    """The number and its unit, a percent sign close to it."""
    if not unit.text:
        return number
    return f"{number}{unit.text}" if unit.text[0] in "%‰" else f"{number} {unit.text}"


def interval(value: Interval, unit: Unit, show: Callable[[Fraction, Unit], str] = amount) -> str:
    """``4.950 thành viên``, ``trên 1.500 triệu đồng``, ``từ 61% đến 62%``; ``show`` writes the ends."""
    low, high = value.low, value.high
    if low is not None and low == high:
        return show(low, unit)
    if low is None and high is None:
        return "chưa rõ"
    if high is None:
        assert low is not None
        return f"trên {show(low, unit)}" if value.low_open else f"từ {show(low, unit)} trở lên"
    if low is None:
        return f"dưới {show(high, unit)}" if value.high_open else f"từ {show(high, unit)} trở xuống"
    return f"{'trên' if value.low_open else 'từ'} {show(low, unit)} đến {'dưới ' if value.high_open else ''}{show(high, unit)}"


def percent(value: Fraction) -> str:
    """A completion of the goal: ``97,25%``, never rounded onto or across 100."""
    return f"{format_number(value, 2, Fraction(100))}%"


def percent_interval(value: Interval) -> str:
    """The completion of a goal by a value that may be uncertain: ``97,25%``, ``trên 100%``."""
    return interval(value, PERCENT_UNIT, lambda end, _: percent(end))


def points(value: Fraction) -> str:
    """A difference of rates: ``+1,25 điểm %``."""
    sign = "+" if value > 0 else ""
    return f"{sign}{format_number(value, 2, Fraction(0))} điểm %"


def signed(value: Fraction, unit: Unit) -> str:
    """A difference of amounts: ``-30 thành viên``."""
    sign = "+" if value > 0 else ""
    return with_unit(sign + format_written(value), unit)


def difference(value: Fraction, unit: Unit) -> str:
    """A distance without sign: ``30 thành viên``, ``70 điểm %``."""
    return with_unit(format_number(value, 2, Fraction(0)), POINTS_UNIT if unit.is_rate else unit)


def of_total(part: int, whole: int) -> str:
    """``02/7``, the way reports count."""
    return f"{part:02d}/{whole}"


def long_day(when: date) -> str:
    """«ngày 05 tháng 01 năm 2020»: days below 10 and months 1 and 2 with a leading 0.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, place and time of issue.
    """
    month = f"{when.month:02d}" if when.month < 3 else str(when.month)
    return f"ngày {when.day:02d} tháng {month} năm {when.year}"
