"""Number cells that a spreadsheet can compute with, and that show exactly the digits of the other reports.

A spreadsheet rounds by the number format of the cell. The format therefore has the decimals of the text («75», not «75,»),
and the cell contains the exact value if the spreadsheet rounds it to the digits of the text. Otherwise (99,996 beside a
goal of 100 is shown as 99,99) the cell contains the number of the text.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from engine.domain.limits import NUMBER_DIGITS
from engine.language import display
from engine.language.numbers import decimals_written, parse_number, rounded
from engine.language.units import Unit
from engine.spreadsheets.tables import Amount, Cell, Day, Text

_PRECISION = 15
"""Significant digits of a number in a spreadsheet; a number with more becomes a text."""

_SHOWN = re.compile(r"(?P<sign>[+-]?)(?P<number>[0-9.]+(?:,[0-9]+)?)(?P<unit>[ %‰].*)?\Z")
_FIRST_YEAR = 1900
_LONGEST_TAIL = 60


def number_cell(exact: Fraction | None, text: str, unit: Unit) -> Text | Amount:
    """Returns a number cell for ``text``, a number in ``unit``; a text cell where it is no such number.

    ``exact`` is the value in ``unit``, None where it is uncertain. The cell shows only units that belong to every number (%,
    ‰ and điểm %); the others have a column of their own.
    """
    shown = _SHOWN.match(text)
    if exact is None or shown is None or text != display.with_unit(shown["sign"] + shown["number"], unit):
        return Text(text)
    if len(shown["number"]) > NUMBER_DIGITS:  # more than a spreadsheet can show
        return Text(text)
    digits = parse_number(shown["number"]) * (-1 if shown["sign"] == "-" else 1)
    decimals = decimals_written(shown["number"])
    value = _cell_value(exact, digits, decimals)
    tail = (shown["unit"] or "") if unit.is_rate else ""
    if value is None or '"' in tail or len(tail) > _LONGEST_TAIL:  # a quote would end the text in the number format
        return Text(text)
    return Amount(value, _format(decimals, tail, shown["sign"] == "+"))


def day_cell(day: date | None) -> Cell:
    """Returns a date cell; a text cell for years that spreadsheets do not know, an empty one for None."""
    if day is None:
        return Text("")
    return Day(day) if day.year >= _FIRST_YEAR else Text(display.day(day))


def _cell_value(exact: Fraction, shown: Fraction, decimals: int) -> float | None:
    """Returns the value for the cell; None where a spreadsheet cannot represent the digits."""
    for candidate in (exact, shown):
        try:
            value = float(candidate)
        except OverflowError:
            return None
        if rounded(Fraction(f"{value:.{_PRECISION}g}"), decimals) == shown:
            return value
    return None


def _format(decimals: int, tail: str, signed: bool) -> str:
    number = "#,##0" + ("." + "0" * decimals if decimals else "") + (f'"{tail}"' if tail else "")
    return f"+{number};-{number};{number}" if signed else number
