"""Reads binary Excel workbooks (.xlsb) in one pass, as .xlsx; evaluates and fetches nothing, and unpacks only within bounds."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from engine.domain.limits import SHEET_ELEMENTS, TABLE_COLUMNS
from engine.importing.biff_records import Record, records, rich_text_at, small_number, text_at
from engine.importing.cell import Cell, CellKind, Row
from engine.importing.cell_making import CellStyle, logical_cell, number_cell, text_cell
from engine.importing.comments import remarks_on
from engine.importing.excel_package import SheetSoFar, opened, too_large
from engine.importing.grid import Book
from engine.importing.xlsb_parts import BinaryBook, binary_comments_of, read_binary_book
from engine.importing.xlsx_parts import SheetPart, no_such_text

_GENERAL = CellStyle()
_CELL = struct.Struct("<II")
"""Where a cell has its column and its style (Cell, section 2.5.9): the upper byte of the style is another matter."""
_STYLE_BITS = 0xFFFFFF
_NUMBER = struct.Struct("<I")
_REAL = struct.Struct("<d")
_ROW_FLAGS, _ROW_IS_HIDDEN = 11, 0x10
_COLUMN_FLAGS, _COLUMN_IS_HIDDEN = 16, 1
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""The errors by their codes (BErr, section 2.5.97.2)."""


def read_xlsb(path: Path, name: str) -> Book:
    """Returns all sheets of a workbook; messages call it ``name``. Raises UnreadableTable, OSError."""
    with opened(path) as (package, remarks):
        book = read_binary_book(package)
        sheets, letters = [], 0
        for sheet in book.shared.sheets:
            so_far = _read(package, sheet, book, letters)
            letters = so_far.letters
            sheets.append(so_far.sheet(name, sheet.name, sheet.hidden))
            if not sheet.hidden:
                remarks += remarks_on(sheet.name, binary_comments_of(package, sheet.part))
    return Book(name, tuple(sheets), tuple(remarks), book.shared.names)


def _read(package: zipfile.ZipFile, sheet: SheetPart, book: BinaryBook, letters: int) -> SheetSoFar:
    """Returns a sheet that has been read, after ``letters`` of other sheets. Raises EOFError where it does not end."""
    reader = _Reader(book, letters)
    with package.open(sheet.part) as stream:
        for number, content in records(stream, SHEET_ELEMENTS):
            if number in _CELLS:
                reader.cell(number, content)
            elif number == Record.ROW:
                reader.row(content)
            elif number == Record.COLUMNS:
                reader.columns(content)
            elif number == Record.MERGED:
                reader.merged(content)
            elif number == Record.END_SHEET:
                reader.end_row()
                return reader.so_far
    raise EOFError


class _Reader:
    """The cells of a sheet so far."""

    def __init__(self, book: BinaryBook, letters: int) -> None:
        self.so_far = SheetSoFar(letters)
        self._book, self._fonts = book.shared, book.fonts
        self._row = self._column = 0
        self._is_hidden = False
        self._filled: Row = {}

    def row(self, content: bytes) -> None:
        """Takes the head of a row (BrtRowHdr, section 2.4.747), which ends the one before. Raises UnreadableTable."""
        self.end_row()
        number = _NUMBER.unpack_from(content)[0] + 1
        self._row, self._column = number, 0
        self._is_hidden = bool(content[_ROW_FLAGS] & _ROW_IS_HIDDEN)
        self._filled = self.so_far.row(number)

    def end_row(self) -> None:
        """Keeps the row that has been read. Raises UnreadableTable."""
        self.so_far.keep(self._row, self._filled, self._column, self._is_hidden)

    def columns(self, content: bytes) -> None:
        """Takes the widths of some columns (BrtColInfo, section 2.4.331), which may be hidden."""
        first, last = _CELL.unpack_from(content)
        if content[_COLUMN_FLAGS] & _COLUMN_IS_HIDDEN:
            self.so_far.hide_columns(first + 1, last + 1)

    def merged(self, content: bytes) -> None:
        """Takes a merged range (BrtMergeCell, section 2.4.707)."""
        top, bottom, left, right = struct.unpack_from("<IIII", content)
        self.so_far.merge(top + 1, left + 1, bottom + 1, right + 1)

    def cell(self, number: int, content: bytes) -> None:
        """Takes a cell. Raises UnreadableTable; ValueError for one outside of a row."""
        make = _CELLS[number]
        if number in _SHORT:
            column, style, value = self._column + 1, _NUMBER.unpack_from(content)[0], content[4:]
        else:
            (column, style), value = _CELL.unpack_from(content), content[8:]
            column += 1
        if not self._row:
            raise ValueError("a cell without a row")
        if column > TABLE_COLUMNS:
            raise too_large(self._row, column)
        self._column = column
        style &= _STYLE_BITS
        styles = self._book.styles
        found = make(self, value, styles[style] if style < len(styles) else _GENERAL)
        if found is not None:
            self._filled[column] = found

    def _blank(self, value: bytes, style: CellStyle) -> Cell | None:
        return None

    def _rk(self, value: bytes, style: CellStyle) -> Cell | None:
        (number,) = _NUMBER.unpack_from(value)
        return number_cell(self._row, self._column, small_number(number), style, self._book.epoch)

    def _real(self, value: bytes, style: CellStyle) -> Cell | None:
        return number_cell(self._row, self._column, _REAL.unpack_from(value)[0], style, self._book.epoch)

    def _error(self, value: bytes, style: CellStyle) -> Cell | None:
        return Cell(self._row, self._column, CellKind.ERROR, _ERRORS.get(value[0], f"#{value[0]}"))

    def _truth(self, value: bytes, style: CellStyle) -> Cell | None:
        return logical_cell(self._row, self._column, value[0] != 0)

    def _text(self, value: bytes, style: CellStyle) -> Cell | None:
        return text_cell(self._row, self._column, text_at(value, 0)[0], style.font)

    def _rich(self, value: bytes, style: CellStyle) -> Cell | None:
        text, runs = rich_text_at(value, 0)
        return text_cell(self._row, self._column, text, style.font, self._fonts.raised_in(text, runs))

    def _shared(self, value: bytes, style: CellStyle) -> Cell | None:
        (number,) = _NUMBER.unpack_from(value)
        if number >= len(self._book.texts):
            raise no_such_text(self._row, self._column, str(number), len(self._book.texts))
        text, raised = self._book.texts[number]
        return text_cell(self._row, self._column, text, style.font, raised)

    KINDS: tuple[tuple[Callable[[_Reader, bytes, CellStyle], Cell | None], tuple[Record, ...]], ...] = (
        (_blank, (Record.SHORT_BLANK,)),
        (_rk, (Record.CELL_RK, Record.SHORT_RK)),
        (_real, (Record.CELL_REAL, Record.SHORT_REAL, Record.FORMULA_NUMBER)),
        (_error, (Record.CELL_ERROR, Record.SHORT_ERROR, Record.FORMULA_ERROR)),
        (_truth, (Record.CELL_TRUTH, Record.SHORT_TRUTH, Record.FORMULA_TRUTH)),
        (_text, (Record.CELL_TEXT, Record.SHORT_TEXT, Record.FORMULA_TEXT)),
        (_rich, (Record.CELL_RICH,)),
        (_shared, (Record.CELL_SHARED, Record.SHORT_SHARED)),
    )


_CELLS = {int(number): make for make, numbers in _Reader.KINDS for number in numbers}
_SHORT = range(Record.SHORT_BLANK, Record.SHORT_SHARED + 1)
"""Cells next to the one before, whose column they do not say; a blank one counts all the same."""
