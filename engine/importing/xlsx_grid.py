"""Reads Excel workbooks (.xlsx) in one pass; evaluates and fetches nothing, and unpacks only within bounds."""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Iterable
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from sys import intern
from xml.parsers import expat

from engine.domain.limits import TABLE_COLUMNS, TABLE_ROWS
from engine.importing.cell import Cell, CellKind, Row
from engine.importing.cell_making import CellStyle, logical_cell, number_cell, raised_mark, text_cell
from engine.importing.comments import comments_of, remarks_on
from engine.importing.excel_package import SheetSoFar, opened, too_large
from engine.importing.grid import Book
from engine.importing.xlsx_parts import NAMESPACES, SheetPart, Workbook, no_such_text, read_workbook, unescaped
from engine.importing.xlsx_plain_rows import PlainRows, may_hold
from engine.language.text import abridged

_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3}[0-9]{1,7})(?::([A-Z]{1,3}[0-9]{1,7}))?")
_TRUE = ("1", "true")
_READ_AT_ONCE = 1 << 18
_ROWS_BEGIN, _ROW_END = "<sheetData>", "</row>"
_GENERAL = CellStyle()


def read_xlsx(path: Path, name: str) -> Book:
    """Returns all sheets of a workbook; messages call it ``name``. Raises UnreadableTable, OSError."""
    with opened(path) as (package, remarks):
        book = read_workbook(package)
        sheets, letters = [], 0
        for sheet in book.sheets:
            reader = _read(package, sheet, book, letters)
            letters = reader.so_far.letters
            sheets.append(reader.so_far.sheet(name, sheet.name, sheet.hidden))
            if not sheet.hidden:
                remarks += remarks_on(sheet.name, comments_of(package, sheet.part))
    return Book(name, tuple(sheets), tuple(remarks), book.names)


def _read(package: zipfile.ZipFile, sheet: SheetPart, book: Workbook, letters: int) -> _Reader:
    """Returns the reader that has read a sheet, after ``letters`` of other sheets. Raises UnreadableTable."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    reader = _Reader(book, letters, parser)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    with package.open(sheet.part) as stream:
        blocks = iter(partial(stream.read, _READ_AT_ONCE), b"")
        first = next(blocks, b"")
        head, begins, _ = first.partition(_ROWS_BEGIN.encode())
        if begins and may_hold(head):
            _read_by_rows(reader, PlainRows(book, reader.so_far, reader.columns, head), chain([first], blocks))
        else:
            for block in chain([first], blocks):
                parser.Parse(block, False)
            parser.Parse(b"", True)
    return reader


def _read_by_rows(reader: _Reader, plain: PlainRows, blocks: Iterable[bytes]) -> None:
    """Reads plain rows by themselves, and lets the parser have all else: it does not know that there are more rows."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    rest, until, parsed = "", _ROWS_BEGIN, 0
    for block in blocks:
        text, position = rest + decoder.decode(block), 0
        while True:
            if reader.between_rows == parsed:
                until = _ROW_END
                position, reader.row = plain.read(text, position, reader.row)
            end = text.find(until, position) + len(until)
            if end < len(until):
                break
            parsed += reader.parse(text[position:end])
            position = end
        rest = text[position:]
        if reader.between_rows != parsed or len(rest) > _READ_AT_ONCE:
            parsed += reader.parse(rest)
            rest = ""
    reader.parse(rest + decoder.decode(b"", True), is_end=True)


class _Reader:
    """The cells of a sheet so far. Each element of a large sheet costs what its handlers do, so they do little.

    ``between_rows`` are the bytes parsed when the last row ended, or when the rows began, with the very words.
    """

    def __init__(self, book: Workbook, letters: int, parser: expat.XMLParserType) -> None:
        self._parser = parser
        self.between_rows = -1
        self.so_far = SheetSoFar(letters)
        self._texts, self._styles, self._epoch = book.texts, book.styles, book.epoch
        self.columns: dict[str, int] = {}
        self.row, self._digits, self._column = 0, "0", 0
        self._is_hidden = False
        self._filled: Row = {}
        self._at, self._kind, self._style = 0, "", _GENERAL
        self._value = ""
        self._runs: list[tuple[str, bool]] = []
        self._collects = self._in_cell = self._is_small = self._is_pronunciation = self._has_formula = False

    def parse(self, text: str, is_end: bool = False) -> int:
        """Parses a piece of the sheet, and returns how many bytes that were. Raises UnreadableTable, ValueError, ExpatError."""
        piece = text.encode()
        self._parser.Parse(piece, is_end)
        return len(piece)

    def start(self, tag: str, given: dict[str, str]) -> None:
        """Takes the start of an element. Raises UnreadableTable, ValueError."""
        name = _TAGS.get(tag)
        if name == "c":
            self._start_cell(given)
        elif name == "v" or name == "t":
            self._collects, self._value = self._in_cell and not self._is_pronunciation, ""
        elif name == "row":
            self._start_row(given)
        elif name is not None:
            self._start_other(name, given)

    def text(self, text: str) -> None:
        """Takes a text within an element."""
        if self._collects:
            self._value += text

    def end(self, tag: str) -> None:
        """Takes the end of an element. Raises UnreadableTable, ValueError."""
        name = _TAGS.get(tag)
        if name == "c":
            self._end_cell()
        elif name == "v":
            self._collects = False
        elif name == "t":
            if self._collects:
                self._runs.append((self._value, self._is_small))
                self._collects = False
        elif name == "row":
            self._end_row()
        elif name == "r":
            self._is_small = False
        elif name == "rPh":
            self._is_pronunciation = False

    def _start_other(self, name: str, given: dict[str, str]) -> None:
        if name == "f":
            self._has_formula = True
        elif name == "vertAlign":
            self._is_small = given.get("val") in ("superscript", "subscript")
        elif name == "rPh":
            self._is_pronunciation = True
        elif name == "mergeCell":
            if found := _RANGE.fullmatch(given.get("ref", "")):
                (left, top), (right, bottom) = _place(found[1]), _place(found[2] or found[1])
                self.so_far.merge(top, left, bottom, right)
        elif name == "sheetData":
            self.between_rows = self._parser.CurrentByteIndex + len(_ROWS_BEGIN)
        elif name == "col" and given.get("hidden") in _TRUE:
            self.so_far.hide_columns(int(given.get("min", "1")), int(given.get("max", "1")))

    # ------------------------------------------------------------ rows

    def _start_row(self, given: dict[str, str]) -> None:
        number = int(given["r"]) if "r" in given else self.row + 1
        self.row, self._column, self._digits = number, 0, str(number)
        self._is_hidden = given.get("hidden") in _TRUE
        self._filled = self.so_far.row(number)

    def _end_row(self) -> None:
        self.so_far.keep(self.row, self._filled, self._column, self._is_hidden)
        self.between_rows = self._parser.CurrentByteIndex + len(_ROW_END)

    # ------------------------------------------------------------ cells

    def _start_cell(self, given: dict[str, str]) -> None:
        address = given.get("r")
        if address is None:
            column = self._column + 1
        else:
            letters = address[: -len(self._digits)]
            column = self.columns.get(letters, 0) if address.endswith(self._digits) else 0
            if not column:
                column = self._new_column(address, letters)
        self._column = column
        self._kind = given.get("t", "n")
        style = given.get("s")
        number = int(style) if style else 0
        self._style = self._styles[number] if number < len(self._styles) else _GENERAL
        self._in_cell, self._has_formula, self._value = True, False, ""

    def _new_column(self, address: str, letters: str) -> int:
        """Returns the column of an address in a column that is seen first. Raises UnreadableTable, ValueError."""
        column, row = _place(address)
        if column > TABLE_COLUMNS or row > TABLE_ROWS:
            raise too_large(row, column)
        if row != self.row:
            raise ValueError(address)
        self.columns[letters] = column
        return column

    def _end_cell(self) -> None:
        self._in_cell = False
        cell = self._cell(self.row, self._column, self._value)
        if cell is not None:
            self._filled[self._column] = cell
        if self._runs:
            self._runs.clear()

    def _cell(self, row: int, column: int, value: str) -> Cell | None:
        kind, style = self._kind, self._style
        if self._has_formula and kind != "str" and not value.strip():
            return Cell(row, column, CellKind.UNCOMPUTED, "")
        if kind == "s":
            return self._shared(row, column, value)
        if kind == "inlineStr":
            text = intern(unescaped("".join([part for part, _ in self._runs])))  # most are in many cells
            return text_cell(row, column, text, style.font, raised_mark(self._runs) if len(self._runs) > 1 else "")
        if kind == "str":
            return text_cell(row, column, unescaped(value), style.font)
        if not value.strip():
            return None
        if kind == "n":
            number = float(value) if "." in value or "e" in value or "E" in value else int(value)
            return number_cell(row, column, number, style, self._epoch)
        if kind == "b":
            return logical_cell(row, column, value.strip() in _TRUE)
        if kind == "d":
            return Cell(row, column, CellKind.DATE, "", day=date.fromisoformat(value.strip()[:10]))
        return Cell(row, column, CellKind.ERROR, value.strip())

    def _shared(self, row: int, column: int, value: str) -> Cell | None:
        """Returns the cell of a shared text. Raises UnreadableTable where there is none."""
        number = value.strip()
        if not number:
            return None
        if not (number.isascii() and number.isdecimal() and len(number) < 9 and int(number) < len(self._texts)):
            raise no_such_text(row, column, abridged(number, 20), len(self._texts))
        text, raised = self._texts[int(number)]
        return text_cell(row, column, text, self._style.font, raised)


def _place(address: str) -> tuple[int, int]:
    """Returns column and row of an address. Raises ValueError."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(address)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(found[2])


_NAMES = ("c", "v", "t", "f", "r", "row", "vertAlign", "rPh", "mergeCell", "col", "sheetData")
_TAGS = {f"{space} {name}": name for space in NAMESPACES for name in _NAMES}
