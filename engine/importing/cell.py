"""A cell: its place, kind, text, number, date and look."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from engine.domain.records import NamedTuple


class CellKind(StrEnum):
    """What a cell holds. UNCOMPUTED is a formula without a stored result."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    LOGICAL = "logical"
    ERROR = "error"
    UNCOMPUTED = "uncomputed"


class Cell(NamedTuple):
    """A cell. ``row`` and ``column`` count from 1; merged cells have those of the first.

    ``number`` has the digits that the spreadsheet shows; ``percent``: its format is a percentage, and the number still a
    fraction (0.75). ``merged``: the cell covers a range of several. ``scaled`` is the format where it shows a thousandth
    or less of the number, ``affix`` the words that the format puts beside the number, ``raised`` the first superscript or
    subscript at a digit.
    """

    row: int
    column: int
    kind: CellKind
    text: str
    number: Decimal | None = None
    day: date | None = None
    percent: bool = False
    font: str = ""
    merged: bool = False
    scaled: str = ""
    affix: str = ""
    raised: str = ""

    @property
    def address(self) -> str:
        """The address as spreadsheets write it: «E7»."""
        return f"{column_letters(self.column)}{self.row}"


def plain_cell(row: int, column: int, text: str) -> Cell:
    """Returns the cell of a text without font, as the constructor would, in a third of its time: tables have millions."""
    return tuple.__new__(Cell, (row, column, CellKind.TEXT, text, None, None, False, "", False, "", "", ""))


Row = dict[int, Cell]
"""The cells of a row by column; blank ones are left out."""


@lru_cache(maxsize=1_000)
def column_letters(column: int) -> str:
    """Returns the letters of a column counted from 1.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
