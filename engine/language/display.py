"""Numbers, values and dates as Vietnamese readers write them: the one place where they become text for people."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from engine.language.interval import Interval
from engine.language.numbers import MOST_DIGITS, digits_beside, format_number, format_written
from engine.language.patterns import compiled
from engine.language.ranks import is_place
from engine.language.units import PERCENT_UNIT, POINTS_UNIT, Unit


def day(when: date) -> str:
    """10/11/2023, 05/01/2024, 30/6/2025: days below 10 and months 1 and 2 with a leading 0.

    Source: as ``long_day``.
    """
    return f"{when.day:02d}/{_month(when)}/{when.year}"


def beside(value: Fraction, edge: Fraction | None, least: int = 2) -> str:
    """A number with as many decimals as it takes to stand on its own side of ``edge``; beyond six in words: «trên 100».

    Source: 9-periods-points, «Numbers beside a verdict».
    """
    digits = digits_beside(value, edge, least)
    if digits is not None:
        return format_number(value, digits)
    assert edge is not None
    return f"{'trên' if value > edge else 'dưới'} {format_written(edge)}"


def amount(value: Fraction, unit: Unit, edge: Fraction | None = None) -> str:
    """A number as it was written: ``4.950 thành viên``, ``67,192 triệu đồng``; with more than six decimals as a computed one."""
    written = (value * 10**MOST_DIGITS).denominator == 1
    return value_text(format_number(value, MOST_DIGITS) if written else beside(value, edge), unit)


def computed_amount(value: Fraction, unit: Unit, edge: Fraction | None = None) -> str:
    """A computed number: ``31,25%``, and ``3,003%`` beside 3%."""
    return value_text(beside(value, edge), unit)


def value_text(number: str, unit: Unit) -> str:
    """The number of a value and its unit, of a place in a ranking before it: «hạng 3»; a difference is «3 hạng»."""
    return f"{unit.text} {number}" if is_place(unit) else with_unit(number, unit)


def as_written(text: str, unit: Unit) -> str:
    """The words of a source for a value, with the unit where the source leaves it out: «gần 27 giường», «hạng 7/34»."""
    if not text[-1:].isdigit() or (is_place(unit) and text[0].isalpha()):
        return text
    return value_text(text, unit)


def with_unit(number: str, unit: Unit) -> str:
    """The number and its unit, a percent sign close to it."""
    if not unit.text:
        return number
    return f"{number}{unit.text}" if unit.text[0] in "%‰" else f"{number} {unit.text}"


def interval(value: Interval, unit: Unit, show: Callable[[Fraction, Unit], str] = amount) -> str:
    """``4.950 thành viên``, ``trên 1.500 triệu đồng``, ``từ 61% đến 62%``; ``show`` writes the ends.

    Of places «từ hạng 3 trở lên» would be those before it: «từ hạng 3 trở đi».
    """
    low, high = value.low, value.high
    if low is not None and low == high:
        return show(low, unit)
    if low is None and high is None:
        return "chưa rõ"
    if high is None:
        assert low is not None
        above, upwards = ("sau", "trở đi") if is_place(unit) else ("trên", "trở lên")
        return f"{above} {show(low, unit)}" if value.low_open else f"từ {show(low, unit)} {upwards}"
    if low is None:
        below, downwards = ("trước", "trở về trước") if is_place(unit) else ("dưới", "trở xuống")
        return f"{below} {show(high, unit)}" if value.high_open else f"từ {show(high, unit)} {downwards}"
    return f"{'trên' if value.low_open else 'từ'} {show(low, unit)} đến {'dưới ' if value.high_open else ''}{show(high, unit)}"


def percent(value: Fraction) -> str:
    """A completion of the goal: ``97,25%``, ``99,997%``, «trên 100%»."""
    return f"{beside(value, Fraction(100))}%"


def percent_interval(value: Interval) -> str:
    """The completion of a goal by a value that may be uncertain: ``97,25%``, ``trên 100%``."""
    return interval(value, PERCENT_UNIT, lambda end, _: percent(end))


def difference_unit(unit: Unit) -> Unit:
    """The unit of a difference of two values in ``unit``: điểm % of percentages, ‰ of ‰."""
    return POINTS_UNIT if unit.is_rate and not unit.text.startswith("‰") else unit


def signed(value: Fraction, unit: Unit, least: int = 2) -> str:
    """A difference with its sign: ``-30 thành viên``, ``+1,25 điểm %``, ``+0,7‰``."""
    sign = "+" if value > 0 else "-" if value < 0 else ""
    written = not unit.is_rate and (value * 10**MOST_DIGITS).denominator == 1
    return sign + (amount(abs(value), unit) if written else difference(abs(value), unit, least))


_DIRECTION = compiled("(cao hơn|nhiều hơn|vượt|tăng)|(thấp hơn|ít hơn|kém|thiếu|giảm)|(hơn)")


def after_words(before: str, shown: str) -> str:
    """Returns the signed difference ``shown`` without its sign where the clause that ends with ``before`` has said it.

    A sign that the words contradict stays.

    >>> after_words("Đạt 3,003%, cao hơn mục tiêu ", "+0,003 điểm %")
    '0,003 điểm %'
    >>> after_words("Đạt 3,003%, cao hơn mục tiêu ", "-0,003 điểm %")
    '-0,003 điểm %'
    >>> after_words("Cao hơn năm trước; chênh lệch ", "+0,003 điểm %")
    '+0,003 điểm %'
    """
    clause = re.split(r"[,;:.]\s", before)[-1].lower()
    words = list(_DIRECTION.finditer(clause))
    said = "" if not words else "-" if words[-1][2] else "+"
    return shown[1:] if said and shown.startswith(said) else shown


def difference(value: Fraction, unit: Unit, least: int = 2) -> str:
    """A distance without sign: ``30 thành viên``, ``70 điểm %``; never shown as 0 where it is not."""
    digits = digits_beside(value, Fraction(0), least)
    if digits is None:
        return f"chưa đến {with_unit(format_number(Fraction(1, 10**MOST_DIGITS), MOST_DIGITS), difference_unit(unit))}"
    return with_unit(format_number(value, digits), difference_unit(unit))


def distance(value: Interval, unit: Unit, least: int = 2) -> str:
    """A distance that may be uncertain: «30 thành viên», «từ 2 đến 4 lớp», «trên 20 người»."""
    if value.exact is not None:
        return difference(value.exact, unit, least)
    return between(value, difference_unit(unit), lambda end: beside(end, Fraction(0), least))


def between(value: Interval, unit: Unit, show: Callable[[Fraction], str] = format_written) -> str:
    """An uncertain value with its unit once: «từ 2 đến 4 lớp», «trên 20 người», «dưới 5%»."""
    low, high = (None if end is None else show(end) for end in (value.low, value.high))
    if low is None or high is None:
        return interval(value, unit, lambda end, own: with_unit(show(end), own))
    begin = "trên" if value.low_open else "từ"
    return with_unit(f"{begin} {low} đến {'dưới ' if value.high_open else ''}{high}", unit)


def amid(value: Interval, unit: Unit) -> str:
    """A value inside of a wording: «52 tỷ đồng», «14 đến 16 lớp» (from … up)."""
    return amount(value.exact, unit) if value.exact is not None else between(value, unit).removeprefix("từ ")


def in_sentence(value: Interval, unit: Unit, show: Callable[[Fraction, Unit], str] = amount) -> str:
    """A value in running text: «16-18 lớp» where both ends belong to it, else as ``interval``."""
    low, high = value.low, value.high
    closed = low is not None and high is not None and low != high and not (value.low_open or value.high_open)
    if not closed or low is None or high is None or low < 0:
        return interval(value, unit, show)
    return f"{show(low, unit.without_name())}-{show(high, unit)}"


def of_total(part: int, whole: int) -> str:
    """``02/7``, the way reports count."""
    return f"{part:02,d}/{whole:,d}".replace(",", ".")


def long_day(when: date) -> str:
    """«ngày 05 tháng 01 năm 2020»: days below 10 and months 1 and 2 with a leading 0.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, place and time of issue.
    """
    return f"ngày {when.day:02d} tháng {_month(when)} năm {when.year}"


def _month(when: date) -> str:
    return f"{when.month:02d}" if when.month < 3 else str(when.month)
