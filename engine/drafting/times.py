"""What a criterion says of its time: each year or the whole period, a deadline of its own, goals by year."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from engine.domain.records import NamedTuple
from engine.drafting.frames import Frame, last_year
from engine.language.display import day
from engine.wordings.wording import Comparator, TargetReading

_DATE = re.compile(r"(?P<day>\d{1,2})\s*(?:/|-|\.|tháng)\s*(?P<month>\d{1,2})\s*(?:/|-|\.|năm)\s*(?P<year>\d{4})")
_MONTH = re.compile(r"tháng\s+(?P<month>\d{1,2})\s*(?:/|năm)\s*(?P<year>\d{4})")
_QUARTER = re.compile(r"quý\s+(?P<quarter>IV|I{1,3}|[1-4])\s*(?:/|năm|-)?\s*(?P<year>\d{4})", re.IGNORECASE)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class Times(NamedTuple):
    """The keys of a criterion that concern time, with their values; ``steps`` are the goals by year where there are several."""

    yearly: bool
    accumulates: bool
    settings: tuple[tuple[str, str], ...]
    steps: tuple[tuple[int, TargetReading], ...]
    doubts: tuple[tuple[str, str], ...]
    """Pairs of the key that a doubt concerns, and the doubt."""


def times_of(readings: Sequence[TargetReading], text: str, first: int, last: int, frame: Frame) -> Times:
    """Returns the times of the criterion with these readings of ``text``, of a resolution for the years ``first`` to ``last``."""
    reading = readings[0]
    steps = _steps(readings)
    one_year = first == last
    accumulates = (reading.accumulates or frame.accumulates) and not one_year
    yearly = (reading.recurrence == "hằng năm" or frame.yearly) and not one_year and not reading.accumulates
    if yearly:
        accumulates = False
    settings: list[tuple[str, str]] = []
    doubts: list[tuple[str, str]] = []
    if yearly:
        settings.append(("kỳ", "hằng năm"))
    if accumulates:
        settings.append(("cộng dồn", "có"))
    if steps:
        odd = [str(year) for year, _ in steps if not first <= year <= last]
        if odd:
            doubts.append(("đạt khi", f"mốc năm {', '.join(odd)} ở ngoài giai đoạn của văn bản"))
    elif reading.comparator is not Comparator.DEADLINE:
        due, doubt = _due(reading.period, frame.year, first, last, yearly)
        settings += [("hạn", day(due))] if due is not None else []
        doubts += [("hạn", doubt)] if doubt else []
    return Times(yearly, accumulates, tuple(settings), steps, tuple(doubts))


def _steps(readings: Sequence[TargetReading]) -> tuple[tuple[int, TargetReading], ...]:
    """Returns the goals by year where the readings are of one measure at different times; () for one goal."""
    found: list[tuple[int, TargetReading]] = []
    for reading in readings:
        year = last_year(reading.period or "")
        if year is None or reading.unit != readings[0].unit or reading.value is None:
            break
        if found and year <= found[-1][0]:
            break
        found.append((year, reading))
    return tuple(found) if len(found) > 1 else ()


def _due(period: str | None, year: int | None, first: int, last: int, yearly: bool) -> tuple[date | None, str]:
    """Returns the deadline where it is not the end of the resolution's period, and a doubt about it."""
    due = _day_in(period or "")
    own = last_year(period or "")
    if due is None:
        year = own if own is not None else year
        if year is None or yearly or year == last:
            return None, ""
        due = date(year, 12, 31)
    if not first <= due.year <= last:
        return None, f"thời hạn {day(due)} ở ngoài giai đoạn của văn bản"
    return (None, "") if due == date(last, 12, 31) else (due, "")


def _day_in(period: str) -> date | None:
    """Returns the last day that a period names: a day, a month or a quarter; None for years alone."""
    try:
        if match := _DATE.search(period):
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
        if match := _MONTH.search(period):
            return _end_of(int(match["year"]), int(match["month"]))
        if match := _QUARTER.search(period):
            quarter = match["quarter"].lower()
            return _end_of(int(match["year"]), 3 * (_ROMAN.get(quarter) or int(quarter)))
    except ValueError:
        return None
    return None


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
