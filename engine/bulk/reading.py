"""Reads the rows of a table of many units, one after the other: CSV in UTF-8, .xlsx, Parquet. Cells become texts as staff write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Protocol, TextIO

from engine.domain.limits import BULK_COLUMNS, BULK_LINE, BULK_ROWS, grouped
from engine.domain.records import NamedTuple
from engine.files.opening import open_regular
from engine.importing.cell import Cell, CellKind
from engine.importing.grid import UnreadableTable
from engine.importing.number_writing import number_text
from engine.language.text import normalise

_SEPARATORS = ",;\t"
SAVE = "mở bằng Excel hoặc LibreOffice, lưu dạng CSV UTF-8 hoặc .xlsx"
SMALLER = "tách thành nhiều tệp nhỏ hơn"


class Line(NamedTuple):
    """A row of a table: its number in the file, counted from 1, and its cells as texts, '' where there is nothing.

    ``typed`` are the places of cells, counted from 0, that are no texts in the file: their numbers have one meaning.
    """

    number: int
    cells: list[str]
    typed: frozenset[int] = frozenset()


class Table(Protocol):
    """A table file. ``name`` is that of the file, ``headings`` its first row, ``first`` the number of the row after that."""

    name: str
    headings: list[str]

    def lines(self) -> Iterator[Line]:
        """Yields the rows from the first one on, each time anew. Raises UnreadableTable, OSError."""
        ...


def checked_headings(headings: list[str]) -> list[str]:
    """Returns the headings on one line each. Raises UnreadableTable where there are too many, or none."""
    if len(headings) > BULK_COLUMNS:
        raise UnreadableTable(f"bảng có hơn {grouped(BULK_COLUMNS)} cột", SMALLER)
    found = [" ".join(normalise(heading).split()) for heading in headings]
    if not any(found):
        raise UnreadableTable(
            "dòng đầu không có tiêu đề cột", "ghi tiêu đề ở dòng đầu: đơn vị, năm, tính đến, mã số liệu"
        )
    return found


def counted(lines: Iterator[Line]) -> Iterator[Line]:
    """Yields ``lines``. Raises UnreadableTable beyond the most rows of a table."""
    for count, line in enumerate(lines, 1):
        if count > BULK_ROWS:
            raise UnreadableTable(f"bảng có hơn {grouped(BULK_ROWS)} dòng", SMALLER)
        yield line


class CsvTable:
    """A CSV file in UTF-8, with commas, semicolons or tabs; it is read line by line."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.path = path
        with self._opened() as stream:
            first = next(_bounded(stream), "")
            if "\x00" in first or not first.strip():
                raise UnreadableTable("dòng đầu không phải tiêu đề của tệp CSV", SAVE)
            self.separator = max(_SEPARATORS, key=first.count)
        for _, cells in self._records():
            self.headings = checked_headings(cells)
            break
        if len(self.headings) < 2:
            raise UnreadableTable("không thấy các cột", "tách các cột bằng dấu phẩy, dấu chấm phẩy hoặc tab")

    def lines(self) -> Iterator[Line]:
        """Raises UnreadableTable, OSError."""
        records = self._records()
        next(records, None)
        return counted(Line(number, cells) for number, cells in records if any(cells))

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        with self._opened() as stream:
            reader = csv.reader(_bounded(stream), delimiter=self.separator, strict=True)
            try:
                before = 0
                for cells in reader:
                    yield before + 1, cells
                    before = reader.line_num
            except csv.Error as error:
                raise UnreadableTable(f"dòng {before + 1} không phải dòng CSV", SAVE) from error
            except UnicodeDecodeError as error:
                raise UnreadableTable(f"dòng {before + 1} không phải mã UTF-8", SAVE) from error

    def _opened(self) -> TextIO:
        return io.TextIOWrapper(open_regular(self.path), encoding="utf-8-sig", newline="")


def _bounded(stream: TextIO) -> Iterator[str]:
    """The lines of a text. Raises UnreadableTable for one without end, which would fill the memory."""
    try:
        while line := stream.readline(BULK_LINE):
            if len(line) == BULK_LINE and not line.endswith("\n"):
                raise UnreadableTable(f"có dòng dài hơn {grouped(BULK_LINE)} ký tự", SAVE)
            yield line
    except UnicodeDecodeError as error:
        raise UnreadableTable("tệp không phải mã UTF-8", SAVE) from error


class XlsxTable:
    """The only sheet of an .xlsx file that is not empty; it is held in memory."""

    def __init__(self, path: Path) -> None:
        from engine.importing.books import read_book

        self.name = path.name
        filled = [sheet for sheet in read_book(path, path.name).sheets if sheet.rows]
        if len(filled) != 1:
            names = ", ".join(f"«{sheet.name}»" for sheet in filled[:10]) or "không trang nào"
            raise UnreadableTable(f"tệp phải có đúng một trang tính có dữ liệu (ở đây: {names})", "để mỗi bảng một tệp")
        self._rows = filled[0].rows
        self._first = min(self._rows)
        width = max(max(row) for row in self._rows.values())
        if width > BULK_COLUMNS:
            raise UnreadableTable(f"bảng có hơn {grouped(BULK_COLUMNS)} cột", SMALLER)
        self._width = width
        self.headings = checked_headings(self._texts(self._first))

    def lines(self) -> Iterator[Line]:
        """Raises UnreadableTable."""
        numbers = (number for number in sorted(self._rows) if number != self._first)
        return counted(Line(number, self._texts(number), self._typed(number)) for number in numbers)

    def _typed(self, number: int) -> frozenset[int]:
        return frozenset(column - 1 for column, cell in self._rows[number].items() if cell.kind is not CellKind.TEXT)

    def _texts(self, number: int) -> list[str]:
        row = self._rows[number]
        return [_cell_text(row[column]) if column in row else "" for column in range(1, self._width + 1)]


def _cell_text(cell: Cell) -> str:
    """The text of a cell as staff write it; of one whose content is not certain, a text that is no value."""
    if cell.kind is CellKind.DATE and cell.day is not None:
        return day_text(cell.day)
    if cell.kind is CellKind.NUMBER and cell.number is not None and not (cell.scaled or cell.affix or cell.raised):
        return f"{number_text(Fraction(cell.number) * 100)}%" if cell.percent else number_text(Fraction(cell.number))
    if cell.kind in (CellKind.TEXT, CellKind.LOGICAL) and not cell.raised:
        return cell.text
    return f"(ô {cell.address} không đọc được: {cell.text or 'công thức chưa có kết quả'})"


def value_text(value: object) -> str:
    """The text of a value of a column with types, as staff write it; floating numbers by their shortest digits.

    >>> value_text(1500), value_text(Decimal("45.50")), value_text(0.1), value_text(None)
    ('1500', '45,50', '0,1', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal | float):
        exact = Decimal(repr(value)) if isinstance(value, float) else value
        return f"{exact:f}".replace(".", ",") if exact.is_finite() else f"({value} không phải một số)"
    if isinstance(value, date):
        return day_text(value.date() if isinstance(value, datetime) else value)
    return value if isinstance(value, str) else f"({type(value).__name__} không phải một giá trị)"


def day_text(day: date) -> str:
    """Returns a day as staff write it.

    >>> day_text(date(2025, 12, 31))
    '31/12/2025'
    """
    return f"{day.day}/{day.month}/{day.year}"
