"""Tables as cells with text, number, date and place, independent of the program that wrote the file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from engine.domain.limits import TABLE_CELLS

RESAVE = "mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx, rồi nhập lại"
"""The remedy for a damaged file."""


class UnreadableTable(Exception):
    """A file that cannot be read as a table, with what is wrong and the remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message, remedy)
        self.message, self.remedy = message, remedy

    def __str__(self) -> str:
        return f"{self.message}; {self.remedy}"


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


class Sheet(NamedTuple):
    """A sheet. ``name`` is '' where the file has no sheets (CSV); ``separator`` divides the fields of a CSV file.

    A merged cell is at every place of its range. ``remarks`` concern those who read the sheet.
    """

    file: str
    name: str
    rows: dict[int, Row]
    hidden: bool = False
    separator: str = ""
    remarks: tuple[str, ...] = ()

    def place(self, address: str) -> str:
        """Returns «file!sheet!cell», with the sheet in quotes where its name has a «!»."""
        name = f"'{self.name}'" if "!" in self.name else self.name
        return "!".join(part for part in (self.file, name, address) if part)


class Book(NamedTuple):
    """A file with its sheets and remarks about it. ``names`` are the defined names of single cells."""

    file: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = ()
    names: dict[str, tuple[str, str]] = {}  # noqa: RUF012 - never changed


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


def remarks_on_hidden(
    name: str, rows: dict[int, Row], hidden_rows: int, columns: Iterable[tuple[int, int]]
) -> list[str]:
    """Returns remarks on the hidden rows and the hidden columns (first, last) of a sheet, which are read as well."""
    found = []
    if hidden_rows:
        found.append(f"trang «{name}» có {hidden_rows} dòng ẩn; vẫn được đọc")
    spans = tuple(columns)
    used = {column for row in rows.values() for column in row} if spans else set()
    hidden = [column for column in sorted(used) if any(first <= column <= last for first, last in spans)]
    if hidden:
        found.append(f"trang «{name}» có cột ẩn ({', '.join(map(column_letters, hidden))}); vẫn được đọc")
    return found


def spread(rows: dict[int, Row], ranges: list[tuple[int, int, int, int]]) -> None:
    """Puts the first cell of every merged range (top, left, bottom, right) at all its places within the used area.

    Raises UnreadableTable where the ranges cover too many cells.
    """
    last_row = max(rows, default=0)
    last_column = max((max(row, default=0) for row in rows.values()), default=0)
    area = 0
    for top, left, bottom, right in ranges:
        anchor = rows.get(top, {}).get(left)
        if anchor is None:
            continue
        bottom, right = min(bottom, max(last_row, top)), min(right, max(last_column, left))
        area += (bottom - top + 1) * (right - left + 1)
        if area > TABLE_CELLS:
            raise UnreadableTable("bảng gộp quá nhiều ô", "bỏ gộp ô rồi nhập lại")
        shared = anchor._replace(merged=True)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                rows.setdefault(row, {})[column] = shared
