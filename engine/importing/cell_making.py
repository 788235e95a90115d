"""Makes cells of what spreadsheets store: numbers with their formats, days counted from an epoch, texts with small letters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from engine.domain.records import NamedTuple
from engine.importing.cell import Cell, CellKind, plain_cell
from engine.importing.number_formats import Look, is_date, is_duration, look_of, shows

EPOCH, EPOCH_OF_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""The days from which Excel counts: the second where a workbook says so."""
_MILLISECONDS = 86_400_000
_LEAP_DAY = 60
"""Excel counts a 29 February 1900: the days before it are one less."""


class CellStyle(NamedTuple):
    """The number format and the font of a cell."""

    form: str = "General"
    font: str = ""


def number_cell(row: int, column: int, value: int | float, style: CellStyle, epoch: date = EPOCH) -> Cell:
    """Returns the cell of a number, or of the date that its format makes of it."""
    if is_date(style.form):
        return _dated(row, column, value, style.form, epoch)
    number = shown_number(value)
    if number is None:
        return Cell(row, column, CellKind.ERROR, str(value))
    look = look_of(style.form, 1 if value > 0 else -1 if value < 0 else 0)
    return Cell(row, column, CellKind.NUMBER, "", number, None, look.percent, "", False, look.scaled, look.affix)


def has_no_look(style: CellStyle) -> bool:
    """Returns whether every number of a style is the number that people see, without percent, words or date."""
    return not is_date(style.form) and all(look_of(style.form, sign) == Look(False, "", "") for sign in (-1, 0, 1))


def text_cell(row: int, column: int, text: str, font: str = "", raised: str = "") -> Cell | None:
    """Returns the cell of a text; None for a blank one."""
    if not text.strip():
        return None
    if not font and not raised:
        return plain_cell(row, column, text)
    return Cell(row, column, CellKind.TEXT, text, None, None, False, font, False, "", "", raised)


def logical_cell(row: int, column: int, value: bool) -> Cell:
    """Returns the cell of a truth value."""
    return Cell(row, column, CellKind.LOGICAL, "có" if value else "không")


def raised_mark(runs: Iterable[tuple[str, bool]]) -> str:
    """Returns the first superscript or subscript at a digit: the 5 of «95» with a small 5, but not the 2 of m².

    ``runs`` are the parts of the text in order, each with whether it is small.
    """
    before = ""
    for text, small in runs:
        if small and text.strip() and not before.isalpha():
            return text.strip()
        before = text.rstrip()[-1:] or before
    return ""


def shown_number(value: int | float) -> Decimal | None:
    """Returns the number with the 15 digits that spreadsheets keep and show; None for infinity and NaN.

    >>> shown_number(0.1 + 0.2)
    Decimal('0.3')
    """
    if isinstance(value, int):
        return Decimal(value)
    number = Decimal(f"{value:.15g}")
    return number if number.is_finite() else None


def _as_far_as_shown(row: int, column: int, day: date, form: str) -> Cell:
    """Returns the cell of a date, of which its format may show only the year, or year and month."""
    if shows(form, "d") or not shows(form, "y"):
        return Cell(row, column, CellKind.DATE, "", day=day)
    if shows(form, "m"):
        return Cell(row, column, CellKind.TEXT, f"{day.month}/{day.year}")
    return Cell(row, column, CellKind.NUMBER, "", Decimal(day.year))


def _dated(row: int, column: int, value: int | float, form: str, epoch: date) -> Cell:
    try:
        days, rest = divmod(round(value * _MILLISECONDS), _MILLISECONDS)
        if is_duration(form) or (days == 0 and value >= 0):
            return Cell(row, column, CellKind.TEXT, str(timedelta(days=days, milliseconds=rest)))
        if epoch == EPOCH and 0 < days < _LEAP_DAY:
            days += 1
        return _as_far_as_shown(row, column, epoch + timedelta(days), form)
    except (OverflowError, ValueError):
        return Cell(row, column, CellKind.ERROR, "#VALUE!")
