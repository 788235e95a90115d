"""Tables as they were given: cells with text, number, date and place, whatever program wrote the file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

MAX_ROWS = 300_000
MAX_COLUMNS = 1_000
MAX_CELLS = 3_000_000
"""More than any annex; a long file of all communes has some 40.000 rows."""


class UnreadableTable(Exception):
    """A file that cannot be read as a table: what is wrong, and the remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message}; {remedy}")
        self.message, self.remedy = message, remedy


class CellKind(StrEnum):
    """What a cell holds. UNCOMPUTED is a formula of which the file keeps no result."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    LOGICAL = "logical"
    ERROR = "error"
    UNCOMPUTED = "uncomputed"


class Cell(NamedTuple):
    """``row`` and ``column`` count from 1; of merged cells, they are those of the first.

    ``number`` is the number as the spreadsheet shows it with all its digits; ``percent``: its format is a percentage, and
    the number still a fraction (0.75). ``merged``: the cell stands for a range of several. ``scaled`` is the format where
    it shows a thousandth or less of the number, ``affix`` the words that the format puts beside the number, ``raised`` the
    first superscript or subscript that stands at a digit.
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
        """«E7»."""
        return f"{column_letters(self.column)}{self.row}"


Row = dict[int, Cell]
"""The cells of a row by column; blank ones are left out."""


class Sheet(NamedTuple):
    """``name`` is '' where the file has no sheets (CSV); ``separator`` is what stands between the fields of a CSV file.

    Merged cells stand at every place of their range.
    """

    file: str
    name: str
    rows: dict[int, Row]
    hidden: bool = False
    separator: str = ""

    def place(self, address: str) -> str:
        """«file!sheet!cell», the sheet in quotes where its name has a «!»."""
        name = f"'{self.name}'" if "!" in self.name else self.name
        return "!".join(part for part in (self.file, name, address) if part)


class Book(NamedTuple):
    """A file with its sheets, and what a reader must know about it. ``names`` are the defined names of single cells."""

    file: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = ()
    names: dict[str, tuple[str, str]] = {}  # noqa: RUF012 - never changed


def column_letters(column: int) -> str:
    """«A» of 1, «AB» of 28."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def spread(rows: dict[int, Row], ranges: list[tuple[int, int, int, int]]) -> None:
    """Put the first cell of every merged range (top, left, bottom, right) at all its places, within what is used."""
    last_row = max(rows, default=0)
    last_column = max((max(row, default=0) for row in rows.values()), default=0)
    area = 0
    for top, left, bottom, right in ranges:
        anchor = rows.get(top, {}).get(left)
        if anchor is None:
            continue
        bottom, right = min(bottom, max(last_row, top)), min(right, max(last_column, left))
        area += (bottom - top + 1) * (right - left + 1)
        if area > MAX_CELLS:
            raise UnreadableTable("bảng gộp quá nhiều ô", "bỏ gộp ô rồi nhập lại")
        shared = anchor._replace(merged=True)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                rows.setdefault(row, {})[column] = shared
