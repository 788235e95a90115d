"""Reads OpenDocument spreadsheets (.ods) in one pass; computes and fetches nothing, and unpacks only within bounds."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from xml.parsers import expat

from engine.domain.limits import (
    SHEET_ELEMENTS,
    TABLE_AREA,
    TABLE_CELLS,
    TABLE_CHARACTERS,
    TABLE_COLUMNS,
    TABLE_ROWS,
    TEXT_CHARACTERS,
    XML_DEPTH,
    grouped,
)
from engine.files.packages import DAMAGED, UnsafePackage, guard
from engine.importing.cell import Cell, CellKind, Row, column_letters
from engine.importing.cell_making import logical_cell, number_cell, raised_mark, text_cell
from engine.importing.comments import remarks_on
from engine.importing.grid import RESAVE, Book, Sheet, UnreadableTable, remarks_on_hidden, spread
from engine.importing.ods_styles import PREFIXES, Attributes, Styles
from engine.importing.stored_rows import Rows

_LARGE = {"content.xml": SHEET_ELEMENTS}
_CELLS = ("table:table-cell", "table:covered-table-cell")
_LEFT_ALONE = re.compile(
    r"office:annotation|table:tracked-changes|table:dde-links|draw:|text:(?:note|ruby-text|tracked)"
)
"""Parts in which a text is none of the cell, and a cell none of the sheet: comments, shapes, what was deleted."""
_ONE_CELL = re.compile(r"\$?(?:'((?:[^']|'')+)'|([^'.]+))\.\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_TRUTHS = ("TRUE", "FALSE")
_CURRENCIES = {"VND": "₫"}
_SPACES = ("text:p", "text:s", "text:tab", "text:line-break")
"""Elements that a comment on one line has as a space."""
_READ_AT_ONCE = 1 << 20


def read_ods(path: Path, name: str) -> Book:
    """Returns all sheets of a spreadsheet; messages call it ``name``. Raises UnreadableTable, OSError."""
    try:
        with zipfile.ZipFile(path) as package:
            return _read(package, name)
    except (*DAMAGED, KeyError, ValueError, expat.ExpatError) as error:
        raise UnreadableTable("tệp .ods bị hỏng", RESAVE) from error


def _read(package: zipfile.ZipFile, name: str) -> Book:
    try:
        guard(package, _LARGE)
    except UnsafePackage as unsafe:
        raise UnreadableTable(str(unsafe), "không mở tệp này; xin lại bảng từ nơi gửi") from None
    parts = package.namelist()
    if "META-INF/manifest.xml" in parts and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnreadableTable("tệp có mật khẩu", "mở tệp, bỏ mật khẩu, lưu lại rồi nhập")
    styles = Styles()
    reader = _Reader(name, styles)
    for part in ("styles.xml", "content.xml"):
        if part in parts or part == "content.xml":
            _parse(package, part, reader)
    has_macro = any(part.startswith(("Basic/", "Scripts/")) for part in parts)
    remarks = ["tệp có macro; không chạy"] if has_macro else []
    return Book(name, tuple(reader.sheets), (*remarks, *reader.remarks), reader.names)


def _parse(package: zipfile.ZipFile, part: str, reader: _Reader) -> None:
    @cache
    def short(name: str) -> str:
        space, _, local = name.rpartition(" ")
        return PREFIXES.get(space, "draw:" if "drawing" in space else "") + local

    def start(tag: str, given: Attributes) -> None:
        reader.start(short(tag), {short(key): value for key, value in given.items()})

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: reader.end(short(tag))
    parser.CharacterDataHandler = reader.text
    with package.open(part) as stream:
        while block := stream.read(_READ_AT_ONCE):
            parser.Parse(block, False)
        parser.Parse(b"", True)


class _Reader:
    """What has been read of the file so far; sheets are complete at their end."""

    def __init__(self, file: str, styles: Styles) -> None:
        self.file, self.styles = file, styles
        self.sheets: list[Sheet] = []
        self.names: dict[str, tuple[str, str]] = {}
        self.remarks: list[str] = []
        self._depth = self._left_alone = 0
        self._comments: list[tuple[str, str]] = []
        self._is_comment = self._in_comment = False
        self._in_table = False
        self._characters = self._cells = 0

    def start(self, tag: str, given: Attributes) -> None:
        """Takes the start of an element. Raises UnreadableTable."""
        self._depth += 1
        if self._depth > XML_DEPTH:
            raise UnreadableTable("tệp .ods có cấu trúc lạ (dấu hiệu của tệp phá hoại)", RESAVE)
        if self._left_alone or (self._depth > 1 and _LEFT_ALONE.match(tag)):
            self._start_left_alone(tag)
        elif self._in_table:
            self._start_in_table(tag, given)
        elif tag == "table:table":
            self._start_table(given)
        elif tag == "table:named-range" and (
            found := _ONE_CELL.fullmatch(given.get("table:cell-range-address", "").split(":")[0])
        ):
            sheet = (found[1] or "").replace("''", "'") or found[2]
            self.names[given.get("table:name", "")] = (sheet, found[3] + found[4])
        else:
            self.styles.start(tag, given)

    def end(self, tag: str) -> None:
        """Takes the end of an element. Raises UnreadableTable."""
        self._depth -= 1
        if self._left_alone:
            self._left_alone -= 1
            if tag == "text:p" or not self._left_alone:
                self._in_comment = False
        elif not self._in_table:
            self.styles.end(tag)
        elif tag == "table:table":
            self._end_table()
        elif tag == "table:table-row":
            self._end_row()
        elif tag in _CELLS:
            self._end_cell(tag)
        elif tag == "text:span":
            self._small = False

    def text(self, text: str) -> None:
        """Takes a text within an element. Raises UnreadableTable."""
        if self._left_alone:
            if self._in_comment:
                self._add_to_comment(text)
            return
        if not self._in_table:
            self.styles.text(text)
        elif self._in_paragraph:
            self._add(text)

    def _start_left_alone(self, tag: str) -> None:
        """Takes the start of an element of which only the text of a comment is kept."""
        self._left_alone += 1
        if self._left_alone == 1:
            self._is_comment = self._in_table and tag == "office:annotation"
            if self._is_comment:
                self._comments.append((f"{column_letters(self._column + 1)}{self._row + 1}", ""))
        elif self._is_comment and tag in _SPACES:
            self._in_comment = True
            self._add_to_comment(" ")

    def _add_to_comment(self, text: str) -> None:
        address, before = self._comments[-1]
        if len(before) < TEXT_CHARACTERS:
            self._comments[-1] = (address, before + text)

    # ------------------------------------------------------------ sheets

    def _start_table(self, given: Attributes) -> None:
        self._in_table, self._in_paragraph, self._small = True, False, False
        self._comments.clear()
        self._name = given.get("table:name", "")
        self._hidden = self.styles.hides(given.get("table:style-name", ""))
        self._rows: dict[int, Row] = {}
        self._merged: list[tuple[int, int, int, int]] = []
        self._row = self._column = 0
        self._filled: Row = {}
        self._runs: list[tuple[str, bool]] = []
        self._columns: list[tuple[int, int]] = []
        self._defaults: list[tuple[int, str]] = []
        self._last_column = self._hidden_rows = self._widest = 0

    def _end_table(self) -> None:
        self._in_table = False
        rows = Rows.of(sorted(self._rows.items()))
        spread(rows, self._merged)
        remarks = tuple(remarks_on_hidden(self._name, rows, self._hidden_rows, self._columns))
        self.sheets.append(Sheet(self.file, self._name, rows, self._hidden, remarks=remarks))
        if not self._hidden:
            self.remarks += remarks_on(self._name, self._comments)

    def _start_in_table(self, tag: str, given: Attributes) -> None:
        if tag == "table:table":
            raise UnreadableTable(f"trang «{self._name}» có bảng nằm trong ô", "bỏ bảng trong ô, rồi nhập lại")
        if tag in _CELLS:
            self._given = given
            self._runs.clear()
        elif tag == "table:table-row":
            self._row_repeated = _times(given, "table:number-rows-repeated")
            self._is_hidden_row = given.get("table:visibility") in ("collapse", "filter")
            self._column = 0
            self._filled = {}
        elif tag == "table:table-column":
            first, times = self._last_column + 1, _times(given, "table:number-columns-repeated")
            self._last_column += times
            if given.get("table:visibility") in ("collapse", "filter"):
                self._columns.append((first, self._last_column))
            self._defaults.append((self._last_column, given.get("table:default-cell-style-name", "")))
        else:
            self._start_of_text(tag, given)

    def _start_of_text(self, tag: str, given: Attributes) -> None:
        match tag:
            case "text:p" | "text:h":
                if self._runs:
                    self._add("\n")
                self._in_paragraph = True
            case "text:span":
                self._small = self.styles.is_small(given.get("text:style-name", ""))
            case "text:s":
                self._add(" " * min(_times(given, "text:c"), 1_000))
            case "text:tab":
                self._add("\t")
            case "text:line-break":
                self._add("\n")

    def _add(self, text: str) -> None:
        self._runs.append((text, self._small))

    # ------------------------------------------------------------ rows and cells

    def _end_row(self) -> None:
        filled, first = self._filled, self._row + 1
        self._row += self._row_repeated
        if not filled:
            return
        self._hidden_rows += self._row_repeated if self._is_hidden_row else 0
        self._widest = max(self._widest, max(filled))
        self._check(self._row, self._widest, len(filled) * self._row_repeated)
        self._rows[first] = filled
        for number in range(first + 1, self._row + 1):
            self._rows[number] = {column: cell._replace(row=number) for column, cell in filled.items()}

    def _end_cell(self, tag: str) -> None:
        self._in_paragraph = self._small = False
        given, first = self._given, self._column + 1
        times = _times(given, "table:number-columns-repeated")
        self._column += times
        cell = None if tag == "table:covered-table-cell" else self._cell(given, first)
        if cell is None:
            return
        self._check(self._row + 1, self._column, times)
        self._characters += len(cell.text) * times * self._row_repeated
        if self._characters > TABLE_CHARACTERS:
            message = f"chữ trong các ô cộng lại dài hơn {grouped(TABLE_CHARACTERS)} ký tự (đến ô {cell.address})"
            raise UnreadableTable(message, "xóa các ô không phải số liệu, hoặc tách tệp")
        for column in range(first, self._column + 1):
            self._filled[column] = cell if column == first else cell._replace(column=column)
        down, across = _times(given, "table:number-rows-spanned"), _times(given, "table:number-columns-spanned")
        if (down > 1 or across > 1) and times == 1:
            self._merged.append((cell.row, first, cell.row + down - 1, first + across - 1))

    def _check(self, row: int, column: int, cells: int) -> None:
        """Raises UnreadableTable where the sheet is too large up to a cell."""
        self._cells += cells
        large = column > TABLE_COLUMNS or row > TABLE_ROWS or row * column > TABLE_AREA
        if large or self._cells > 2 * TABLE_CELLS:  # each cell is counted alone and with its row
            place = f"{column_letters(column)}{row}"
            raise UnreadableTable(f"trang tính quá lớn (đến ô {place})", "xóa dòng, cột thừa hoặc tách tệp")

    def _cell(self, given: Attributes, column: int) -> Cell | None:
        row, text = self._row + 1, "".join(part for part, _ in self._runs)
        style = self.styles.of_cell(given.get("table:style-name") or self._default_style(column))
        if given.get("calcext:value-type") == "error" or text.startswith(
            ("#DIV/0!", "#N/A", "#REF!", "#VALUE!", "Err:")
        ):
            return Cell(row, column, CellKind.ERROR, text)
        value, kind = given.get("office:value", ""), given.get("office:value-type", "")
        if kind in ("float", "percentage", "currency"):
            number = float(value)
            if text.strip() in _TRUTHS:  # LibreOffice keeps the truth values of formulas as numbers
                return logical_cell(row, column, bool(number))
            cell = number_cell(row, column, number, style)
            if kind == "currency" and not cell.affix:
                code = given.get("office:currency", "")
                cell = number_cell(row, column, number, style._replace(form=f"0[${_CURRENCIES.get(code, code)}]"))
            return cell._replace(percent=True) if kind == "percentage" else cell
        if kind == "date":
            return Cell(row, column, CellKind.DATE, "", day=date.fromisoformat(given.get("office:date-value", "")[:10]))
        if kind == "boolean":
            return logical_cell(row, column, given.get("office:boolean-value") == "true")
        if not kind and not text.strip() and "table:formula" in given:
            return Cell(row, column, CellKind.UNCOMPUTED, "")
        return text_cell(row, column, text or given.get("office:string-value", ""), style.font, raised_mark(self._runs))

    def _default_style(self, column: int) -> str:
        return next((name for last, name in self._defaults if column <= last), "")


def _times(given: Attributes, key: str) -> int:
    """Returns how often a cell or row is repeated, or how far it spans."""
    return max(int(given.get(key, "1")), 1)
