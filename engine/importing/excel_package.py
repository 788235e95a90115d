"""Opens the packages of Excel (.xlsx, .xlsb), and keeps the rows of a sheet within the bounds of a table."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from engine.domain.limits import (
    SHEET_ELEMENTS,
    STRING_ELEMENTS,
    TABLE_AREA,
    TABLE_CELLS,
    TABLE_CHARACTERS,
    TABLE_COLUMNS,
    TABLE_ROWS,
    grouped,
)
from engine.files.packages import DAMAGED, UnsafePackage, guard
from engine.files.reasons import reason_of_reading
from engine.importing.cell import Row, column_letters
from engine.importing.grid import RESAVE, Sheet, UnreadableTable, remarks_on_hidden, spread
from engine.importing.stored_rows import Content, Rows

_LARGE = {"xl/worksheets/": SHEET_ELEMENTS, "xl/sharedstrings": STRING_ELEMENTS}
"""The most elements of parts that are read piece by piece."""
_WRONG = (*DAMAGED, ElementTree.ParseError, expat.ExpatError, struct.error, KeyError, ValueError, IndexError)


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, list[str]]]:
    """Opens the package of a workbook, with remarks on the parts that are left alone. Raises UnreadableTable.

    What goes wrong while it is open is told as a damaged file.
    """
    try:
        with zipfile.ZipFile(path) as package:
            yield package, _guard_package(package)
    except MemoryError:
        raise UnreadableTable("tệp Excel quá lớn so với bộ nhớ", "tách thành nhiều tệp nhỏ hơn") from None
    except OSError as error:
        raise UnreadableTable(f"không đọc được tệp Excel ({reason_of_reading(error)})", RESAVE) from error
    except _WRONG as error:
        raise UnreadableTable("tệp Excel bị hỏng", RESAVE) from error


def _guard_package(package: zipfile.ZipFile) -> list[str]:
    """Returns remarks on ignored parts of the file. Raises UnreadableTable for a file that must not be unpacked."""
    names = [name.lower() for name in package.namelist()]
    try:
        guard(package, _LARGE)
    except UnsafePackage as unsafe:
        raise UnreadableTable(str(unsafe), "không mở tệp này; xin lại bảng từ nơi gửi") from None
    remarks = []
    if any("vbaproject" in name for name in names):
        remarks.append("tệp có macro; không chạy")
    if any(name.startswith("xl/externallinks/") for name in names):
        remarks.append("tệp có liên kết ra tệp khác; không mở, chỉ lấy số Excel đã lưu")
    return remarks


class SheetSoFar:
    """The rows of a sheet that is being read; ``letters`` are those of all texts of the workbook so far."""

    def __init__(self, letters: int) -> None:
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.letters = letters
        self._rows = Rows()
        self._last = 0
        self._hidden_rows = self._cells = self._widest = 0

    def row(self, number: int) -> Row:
        """Returns the cells of a row that came before; a new row is not kept before it is full."""
        return {} if number > self._last else dict(self._rows.get(number, {}))

    def keep(self, number: int, filled: Row, last_column: int, hidden: int) -> None:
        """Keeps a row that was read to its ``last_column``. Raises UnreadableTable where the sheet is too large."""
        if filled:
            self._hidden_rows += hidden
            self._check(number, len(filled), max(filled), last_column)
            self._rows.keep(number, filled)
            self._count(number, sum([len(cell.text) for cell in filled.values()]), last_column)

    def keep_contents(
        self, number: int, columns: tuple[int, ...], contents: list[Content], last_column: int, letters: int
    ) -> None:
        """Keeps a row behind all others, of which the contents are known. Raises UnreadableTable like ``keep``."""
        self._check(number, len(columns), columns[-1], last_column)
        self._rows.keep_contents(number, columns, contents)
        self._count(number, letters, last_column)

    def _check(self, number: int, cells: int, widest: int, last_column: int) -> None:
        self._cells += cells
        self._widest = max(self._widest, widest)
        if number > TABLE_ROWS or number * self._widest > TABLE_AREA or self._cells > TABLE_CELLS:
            raise too_large(number, last_column)

    def _count(self, number: int, letters: int, last_column: int) -> None:
        self._last = max(self._last, number)
        self.letters += letters
        if self.letters > TABLE_CHARACTERS:
            last = f"{column_letters(last_column)}{number}"
            what = f"chữ trong các ô cộng lại dài hơn {grouped(TABLE_CHARACTERS)} ký tự (đến ô {last})"
            raise UnreadableTable(what, "xóa các ô không phải số liệu, hoặc tách tệp")

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Keeps a merged range; of more ranges than a table has cells, the rest is dropped."""
        if len(self.merged) < TABLE_CELLS:
            self.merged.append((top, left, bottom, right))

    def hide_columns(self, first: int, last: int) -> None:
        """Keeps which columns are hidden."""
        if len(self.hidden_columns) < TABLE_COLUMNS:
            self.hidden_columns.append((first, last))

    def sheet(self, file: str, name: str, is_hidden: bool) -> Sheet:
        """Returns the sheet that has been read. Raises UnreadableTable."""
        rows = self._rows
        if self.merged:
            spread(rows, self.merged)
        remarks = remarks_on_hidden(name, rows, self._hidden_rows, self.hidden_columns)
        return Sheet(file, name, rows, is_hidden, remarks=tuple(remarks))


def too_large(row: int, column: int) -> UnreadableTable:
    """Returns the refusal of a sheet that reaches too far."""
    message = f"trang tính quá lớn (đến ô {column_letters(column)}{row})"
    return UnreadableTable(message, "xóa dòng, cột thừa hoặc tách tệp")
