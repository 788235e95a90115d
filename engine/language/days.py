"""Days as people write them."""

from __future__ import annotations

from datetime import date

from engine.language.patterns import compiled

_DAY = compiled(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})")


def parse_date(text: str) -> date:
    """Parses a day written as day/month/year. Raises ValueError where the text is no such day.

    >>> parse_date("12/8/2021")
    datetime.date(2021, 8, 12)
    """
    written = _DAY.fullmatch(text.strip())
    if written is None:
        raise ValueError(text)
    day, month, year = map(int, written.groups())
    return date(year, month, day)


def is_year(text: str) -> bool:
    """Returns whether ``text`` is a year from 1900 to 2200, in four digits.

    >>> is_year("2023"), is_year("23"), is_year("3023")
    (True, False, False)
    """
    return len(text) == 4 and text.isascii() and text.isdecimal() and 1900 <= int(text) <= 2200
