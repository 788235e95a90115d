"""Numbers as cells that a spreadsheet can compute with and that show, digit for digit, what the presentation shows.

A spreadsheet rounds by the number format of the cell. The format therefore has as many decimals as the text has, no idle
ones («75», not «75,»), and the cell holds the exact value wherever the spreadsheet's rounding of it gives the digits of
the text. Where it would not (99,996 beside a goal of 100 is shown as 99,99), the cell holds the number shown.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from engine.language import display
from engine.language.numbers import MAX_DIGITS, decimals_written, parse_number, rounded
from engine.language.units import Unit
from engine.spreadsheets.tables import Amount, Cell, Day, Text

_PRECISION = 15
"""Significant digits of a number in a spreadsheet; what has more is shown as a text."""

_SHOWN = re.compile(r"(?P<sign>[+-]?)(?P<number>[0-9.]+(?:,[0-9]+)?)(?P<unit>[ %‰].*)?\Z")
_FIRST_YEAR = 1900
_LONGEST_TAIL = 60


def number_cell(exact: Fraction | None, text: str, unit: Unit, marks: str = "") -> Text | Amount:
    """``text``, a number in ``unit`` as the presentation shows it, as a number cell; as a text where it is no such number.

    ``exact`` is the value in ``unit``, None where it is uncertain. A unit that is not part of every number (all but %, ‰
    and điểm %) is left to the column of units. ``marks`` follow the number: «(ước)».
    """
    shown = _SHOWN.match(text)
    if exact is None or shown is None or text != display.with_unit(shown["sign"] + shown["number"], unit):
        return Text(text + marks)
    if len(shown["number"]) > MAX_DIGITS:  # no spreadsheet holds so many, and no number of people has them
        return Text(text + marks)
    digits = parse_number(shown["number"]) * (-1 if shown["sign"] == "-" else 1)
    decimals = decimals_written(shown["number"])
    value = _held(exact, digits, decimals)
    tail = ((shown["unit"] or "") if unit.is_rate else "") + marks
    if value is None or '"' in tail or len(tail) > _LONGEST_TAIL:  # no text may end the quotes of a number format
        return Text(text + marks)
    return Amount(value, _format(decimals, tail, shown["sign"] == "+"))


def day_cell(day: date | None) -> Cell:
    """A date; a text where spreadsheets do not know the year; empty where there is none."""
    if day is None:
        return Text("")
    return Day(day) if day.year >= _FIRST_YEAR else Text(display.day(day))


def _held(exact: Fraction, shown: Fraction, decimals: int) -> float | None:
    """The value for the cell; None where a spreadsheet cannot hold the digits."""
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
