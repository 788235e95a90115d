"""Reads the tables of a web page, which many systems write under the name of an .xls file; loads and runs nothing."""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser
from pathlib import Path

from engine.domain.limits import CSV_BYTES, TABLE_CELLS, TABLE_CHARACTERS, TABLE_COLUMNS, TABLE_ROWS
from engine.files.opening import read_up_to
from engine.importing.cell import Row
from engine.importing.cell_making import raised_mark, text_cell
from engine.importing.csv_grid import decoded
from engine.importing.grid import Book, Sheet, UnreadableTable, spread
from engine.importing.stored_rows import Rows

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_KNOWN = ("utf-8", "windows-1258", "windows-1252", "iso-8859-1", "us-ascii")
_HEAD = 4_000
_UNSEEN = ("script", "style", "title", "xml", "select", "textarea")
_BLOCKS = ("p", "div", "center", "h1", "h2", "h3", "h4", "h5", "h6", "li", "body", "hr")
_SMALL = ("sup", "sub")
_SPAN = re.compile(r"\s*([0-9]{1,4})")


def read_html(path: Path, name: str) -> Book:
    """Returns the tables of a page as one sheet, as Excel opens it. Raises UnreadableTable, OSError."""
    raw = read_up_to(path, CSV_BYTES)
    if len(raw) > CSV_BYTES:
        raise UnreadableTable(f"tệp lớn hơn {CSV_BYTES // 1_000_000} MB", "tách thành nhiều tệp nhỏ hơn")
    text, remarks = _decoded(raw)
    page = _Page()
    page.feed(text)
    page.close()
    if not page.tables:
        raise UnreadableTable("trang HTML không có bảng nào", "mở bằng Excel, lưu lại dạng .xlsx, rồi nhập")
    said = "tệp là trang HTML (nhiều phần mềm xuất ra với tên .xls); mọi bảng trong trang được đọc nối tiếp nhau"
    return Book(name, (Sheet(name, "", page.rows()),), (said, *remarks))


def _decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Returns the text in the encoding that the page names, else as of a CSV file. Raises UnreadableTable."""
    named = _CHARSET.search(raw[:_HEAD])
    charset = named[1].decode().lower() if named else ""
    if charset in _KNOWN and not raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode(charset), ()
        except UnicodeDecodeError:
            pass
    return decoded(raw)


class _Page(HTMLParser):
    """The rows of all tables so far, and the texts between them as rows of one cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables = 0
        self._rows: dict[int, Row] = {}
        self._merged: list[tuple[int, int, int, int]] = []
        self._taken: dict[int, int] = {}
        """The last row down to which a cell above covers a column."""
        self._row = self._column = 0
        self._depth = self._unseen = self._cells = self._characters = 0
        self._runs: list[tuple[str, bool]] = []
        self._is_small = self._in_cell = False
        self._spans = (1, 1)

    def rows(self) -> Rows:
        """Returns all rows at the end of the page, merged cells at all their places."""
        self._end_text()
        rows = Rows.of(sorted(self._rows.items()))
        spread(rows, self._merged)
        return rows

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Takes the start of an element. Raises UnreadableTable."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._start_table()
        elif tag == "tr" and self._depth:
            self._end_text()
            self._row, self._column = self._row + 1, 0
        elif tag in ("td", "th") and self._depth:
            self._end_text()
            given = dict(attrs)
            self._in_cell = True
            self._spans = (_span(given.get("rowspan")), _span(given.get("colspan")))
        elif tag == "br" and (self._in_cell or not self._depth):
            self._runs.append(("\n", False))
        elif tag in _SMALL:
            self._is_small = True
        elif tag in _BLOCKS:
            self._end_block()

    def handle_endtag(self, tag: str) -> None:
        """Takes the end of an element. Raises UnreadableTable."""
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag == "table" and self._depth:
            self._end_text()
            self._depth = 0
        elif tag in ("td", "th", "tr"):
            self._end_text()
        elif tag in _SMALL:
            self._is_small = False
        elif tag in _BLOCKS:
            self._end_block()

    def handle_data(self, data: str) -> None:
        """Takes a text."""
        if not self._unseen and (self._in_cell or not self._depth):
            self._runs.append((data.replace("\n", " ").replace("\r", " "), self._is_small))

    def _start_table(self) -> None:
        if self._in_cell:
            raise UnreadableTable(
                "trang HTML có bảng nằm trong ô của bảng khác", "mở bằng Excel, lưu lại dạng .xlsx, rồi nhập"
            )
        self._end_text()
        self._depth = 1
        self.tables += 1
        self._taken.clear()

    def _end_block(self) -> None:
        if self._in_cell:
            if self._runs:
                self._runs.append(("\n", False))
        elif not self._depth:
            self._end_text()

    def _end_text(self) -> None:
        """Ends a cell, or a text outside of tables. Raises UnreadableTable."""
        runs = [(text, small) for text, small in self._runs if text]
        self._runs.clear()
        text = "\n".join(" ".join(line.split()) for line in "".join(part for part, _ in runs).split("\n")).strip()
        if self._in_cell:
            self._place(text, raised_mark(runs))
        elif text and not self._depth:
            self._row, self._column = self._row + 1, 0
            self._spans = (1, 1)
            self._place(text, "")
        self._in_cell = self._is_small = False

    def _place(self, text: str, raised: str) -> None:
        down, across = self._spans
        self._row = max(self._row, 1)
        column = self._column + 1
        while self._taken.get(column, 0) >= self._row:
            column += 1
        self._column = column + across - 1
        for covered in range(column, self._column + 1) if down > 1 else ():
            self._taken[covered] = self._row + down - 1
        self._cells, self._characters = self._cells + across, self._characters + len(text)
        large = self._column > TABLE_COLUMNS or self._row > TABLE_ROWS or self._cells > TABLE_CELLS
        if large or self._characters > TABLE_CHARACTERS:
            raise UnreadableTable(f"bảng quá lớn (đến dòng {self._row})", "tách thành nhiều tệp nhỏ hơn")
        if (cell := text_cell(self._row, column, text, raised=raised)) is not None:
            self._rows.setdefault(self._row, {})[column] = cell
            if down > 1 or across > 1:
                self._merged.append((self._row, column, self._row + down - 1, self._column))


def _span(given: str | None) -> int:
    found = _SPAN.match(given or "")
    return max(int(found[1]), 1) if found else 1
