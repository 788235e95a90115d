"""`kỳ`: the part of the year that a number covers, and the day on which that part ends."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from engine.language.text import fold

_WHOLE_YEAR = re.compile(r"(?:ca nam|12 thang|nam [0-9]{4})\Z")
_MONTHS = re.compile(r"(?P<count>0?[1-9]|1[0-2]) thang(?P<last> cuoi nam)?(?: dau nam)?\Z")
_QUARTER = re.compile(r"qui (?P<number>i{1,3}|iv|[1-4])\Z")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def is_period(text: str) -> bool:
    """Whether ``text`` is a `kỳ`: cả năm, 9 tháng, quý I …"""
    folded = fold(text)
    return any(pattern.match(folded) for pattern in (_WHOLE_YEAR, _MONTHS, _QUARTER))


def is_whole_year(text: str) -> bool:
    """cả năm, 12 tháng, năm 2023."""
    return bool(_WHOLE_YEAR.match(fold(text)))


def last_day(text: str, year: int) -> date | None:
    """The day on which a part of ``year`` ends; None for the whole year, of which a number may be known earlier."""
    folded = fold(text)
    if is_whole_year(folded):
        return None
    if months := _MONTHS.match(folded):
        month = 12 if months["last"] else int(months["count"])
        return date(year, month, monthrange(year, month)[1])
    if quarter := _QUARTER.match(folded):
        number = quarter["number"]
        month = 3 * (_ROMAN.get(number) or int(number))
        return date(year, month, monthrange(year, month)[1])
    return None
