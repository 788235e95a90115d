"""Tables as cells with text, number, date and place, independent of the program that wrote the file."""

from __future__ import annotations

from collections.abc import Iterable

from engine.domain.limits import TABLE_CELLS
from engine.domain.records import NamedTuple
from engine.importing.cell import column_letters
from engine.importing.stored_rows import Rows

RESAVE = "mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx, rồi nhập lại"
"""The remedy for a damaged file."""


_MANY = 500
"""Merged ranges from which on their rows are not kept packed."""


class UnreadableTable(Exception):
    """A file that cannot be read as a table, with what is wrong and the remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message, remedy)
        self.message, self.remedy = message, remedy

    def __str__(self) -> str:
        return f"{self.message}; {self.remedy}"


class Sheet(NamedTuple):
    """A sheet. ``name`` is '' where the file has no sheets (CSV); ``separator`` divides the fields of a CSV file.

    A merged cell is at every place of its range. ``remarks`` concern those who read the sheet.
    """

    file: str
    name: str
    rows: Rows
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


def remarks_on_hidden(name: str, rows: Rows, hidden_rows: int, columns: Iterable[tuple[int, int]]) -> list[str]:
    """Returns remarks on the hidden rows and the hidden columns (first, last) of a sheet, which are read as well."""
    found = []
    if hidden_rows:
        found.append(f"trang «{name}» có {hidden_rows} dòng ẩn; vẫn được đọc")
    spans = tuple(columns)
    hidden = [c for c in sorted(rows.columns if spans else ()) if any(first <= c <= last for first, last in spans)]
    if hidden:
        found.append(f"trang «{name}» có cột ẩn ({', '.join(map(column_letters, hidden))}); vẫn được đọc")
    return found


def spread(rows: Rows, ranges: list[tuple[int, int, int, int]]) -> None:
    """Puts the first cell of every merged range (top, left, bottom, right) at all its places within the used area.

    Cells below a blank first one are marked as merged too. Raises UnreadableTable where the ranges cover too many cells.
    """
    last_row, last_column = max(rows, default=0), max(rows.columns, default=0)
    if len(ranges) > _MANY:
        rows.unpack()
    area = 0
    for top, left, bottom, right in ranges:
        anchor = rows.get(top, {}).get(left)
        bottom, right = min(bottom, max(last_row, top)), min(right, max(last_column, left))
        area += (bottom - top + 1) * (right - left + 1)
        if area > TABLE_CELLS:
            raise UnreadableTable("bảng gộp quá nhiều ô", "bỏ gộp ô rồi nhập lại")
        if anchor is not None:
            rows.spread(anchor._replace(merged=True), range(top, bottom + 1), range(left, right + 1))
            continue
        for number in range(top, bottom + 1):  # what stands below a blank first cell is not seen
            for column, cell in list(rows.get(number, {}).items()):
                if left <= column <= right:
                    rows.spread(cell._replace(merged=True), range(number, number + 1), range(column, column + 1))
    rows.sort()
