"""Periods: the stretch of time that a number covers, `kỳ` as staff write it, and which ends of two years are alike.

Source: 9-periods-points, «Natures and the period that a fact covers» and «Like with like».
"""

from __future__ import annotations

from datetime import date, timedelta

from engine.domain.records import NamedTuple
from engine.language import display
from engine.language.patterns import compiled
from engine.language.text import fold

_WHOLE_YEAR = compiled(r"(?:ca nam|12 thang|nam [0-9]{4})\Z")
_MONTHS = compiled(r"(?P<count>0?[1-9]|1[0-2]) thang(?P<last> cuoi nam)?(?: dau nam)?\Z")
_QUARTER = compiled(r"qui (?P<number>i{1,3}|iv|[1-4])\Z")
_MONTH = compiled(r"thang (?P<number>0?[1-9]|1[0-2])\Z")
_SPAN = compiled(r"tu (?P<first>[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}) den (?P<last>[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})\Z")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NUMERALS = ("I", "II", "III", "IV")
_DAYS_ALIKE = 15
"""So many days two ends that stand for the same part of two years may be apart."""


class Period(NamedTuple):
    """The days from ``start`` to ``end``, both included; ``start`` None: what stands at a day (a stock, a plan)."""

    start: date | None
    end: date

    def covers(self, other: Period) -> bool:
        """Whether it has the same beginning as ``other`` and reaches to its end at least."""
        return self.start == other.start and self.end >= other.end


class WrittenPeriod(NamedTuple):
    """A `kỳ` in its year. ``names_end``: it says up to when («9 tháng», «cả năm»), so that it fits what began earlier too."""

    period: Period
    names_end: bool


def year_of(year: int) -> Period:
    """The whole year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def read_period(text: str, year: int) -> WrittenPeriod | None:
    """The `kỳ` that ``text`` writes; None where it writes none.

    >>> read_period("9 tháng", 2023).period.end
    datetime.date(2023, 9, 30)
    """
    folded = fold(text)
    if _WHOLE_YEAR.match(folded):
        return WrittenPeriod(year_of(year), True)
    if months := _MONTHS.match(folded):
        count = int(months["count"])
        if months["last"]:
            return WrittenPeriod(Period(date(year, 13 - count, 1), date(year, 12, 31)), False)
        return WrittenPeriod(_months(year, 1, count), True)
    if quarter := _QUARTER.match(folded):
        number = _ROMAN.get(quarter["number"]) or int(quarter["number"])
        return WrittenPeriod(_months(year, 3 * number - 2, 3 * number), False)
    if month := _MONTH.match(folded):
        return WrittenPeriod(_months(year, int(month["number"]), int(month["number"])), False)
    if span := _SPAN.match(folded):
        first, last = _day(span["first"]), _day(span["last"])
        if first is not None and last is not None and first <= last:
            return WrittenPeriod(Period(first, last), False)
    return None


def _months(year: int, first: int, last: int) -> Period:
    after = date(year, last + 1, 1) if last < 12 else None
    return Period(date(year, first, 1), after - timedelta(days=1) if after else date(year, 12, 31))


def _day(text: str) -> date | None:
    day, month, year = map(int, text.split("/"))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_period(text: str) -> bool:
    """Whether ``text`` is a `kỳ`: cả năm, 9 tháng, quý I, từ 1/1/2023 đến 20/9/2023."""
    return read_period(text, 2000) is not None


def is_whole_year(text: str) -> bool:
    """cả năm, 12 tháng, năm 2023."""
    return bool(_WHOLE_YEAR.match(fold(text)))


def last_day(text: str, year: int) -> date | None:
    """The day on which a part of ``year`` ends; None for the whole year, of which a number may be known earlier."""
    read = None if is_whole_year(text) else read_period(text, year)
    return None if read is None else read.period.end


def end_of(year: int, period: str) -> date:
    """The last day of what a file of ``year`` with the head `kỳ` ``period`` ('' is the whole year) reports on."""
    read = read_period(period, year) if period else None
    return year_of(year).end if read is None else read.period.end


def reported_time(year: int, period: str) -> str:
    """The same in words: «năm 2023», «6 tháng đầu năm 2023»."""
    read = read_period(period, year) if period else None
    return f"năm {year}" if read is None else period_text(read.period)


def estimates_its_year(as_of: date, year: int) -> bool:
    """Whether an estimate that names no `kỳ` in a file of ``as_of`` is of the whole year: from 1 October on.

    Source: 9-periods-points, «Natures and the period that a fact covers».
    """
    return as_of >= date(year, 10, 1)


WHICH_PERIOD = "ước của 6 tháng hay của cả năm?"
"""What is asked of an estimate before that day."""


def period_text(period: Period) -> str:
    """In words: «năm 2023», «quý II năm 2023», «6 tháng đầu năm 2023», «9 tháng năm 2023», «từ 01/01/2021 đến 30/09/2023».

    >>> period_text(Period(date(2023, 1, 1), date(2023, 6, 30)))
    '6 tháng đầu năm 2023'
    """
    start, end = period
    if start is None:
        return f"ngày {display.day(end)}"
    year = end.year
    if start.year == year and start.day == 1 and (end + timedelta(days=1)).day == 1:
        if start.month == 1 and end.month == 12:
            return f"năm {year}"
        if end.month == start.month + 2 and start.month % 3 == 1:
            return f"quý {_NUMERALS[end.month // 3 - 1]} năm {year}"
        if end.month == start.month:
            return f"tháng {end.month} năm {year}"
        if start.month == 1:
            return f"6 tháng đầu năm {year}" if end.month == 6 else f"{end.month} tháng năm {year}"
    return f"từ {display.day(start)} đến {display.day(end)}"


def end_text(end: date) -> str:
    """The part of a year that ends on ``end`` and began with it."""
    return period_text(Period(date(end.year, 1, 1), end))


def are_alike(one: date, other: date) -> bool:
    """Whether both ends stand for the same part of their years: in the same month, at most 15 days apart.

    The last day of February is the last day of February; a whole year is like a whole year only.
    """
    if one.month != other.month or _is_whole(one) != _is_whole(other):
        return False
    return abs(one.day - other.day) <= _DAYS_ALIKE or (_ends_month(one) and _ends_month(other))


def days_between(one: date, other: date) -> int:
    """How many days ends of two years are apart within the year; 0 between the last days of a month."""
    if one.month == other.month and _ends_month(one) and _ends_month(other):
        return 0
    return abs((one.replace(year=2000) - other.replace(year=2000)).days)


def _is_whole(end: date) -> bool:
    return end.month == 12 and end.day == 31


def _ends_month(end: date) -> bool:
    return (end + timedelta(days=1)).day == 1
