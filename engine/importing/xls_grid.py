"""Reads workbooks of Excel 97-2003 (.xls) with xlrd, in a process of its own; computes nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import xlrd

from engine.domain.limits import TABLE_CELLS, TABLE_CHARACTERS, XLS_MEMORY, XLS_SECONDS, XLSX_BYTES, grouped
from engine.files.apart import Bounds, read_apart
from engine.files.opening import read_up_to
from engine.importing.cell import Cell, CellKind, column_letters
from engine.importing.cell_making import (
    EPOCH,
    EPOCH_OF_1904,
    CellStyle,
    logical_cell,
    number_cell,
    raised_mark,
    text_cell,
)
from engine.importing.comments import remarks_on
from engine.importing.grid import RESAVE, Book, Sheet, UnreadableTable, remarks_on_hidden, spread
from engine.importing.stored_rows import Rows

_PACKAGES = ("EncryptedPackage", "EncryptionInfo")
_OTHERS = {"WordDocument": "Word (.doc)", "PowerPoint Document": "PowerPoint (.ppt)"}


def read_xls(path: Path, name: str, seconds: float = XLS_SECONDS) -> Book:
    """Returns all sheets of a workbook; messages call it ``name``. Raises UnreadableTable, OSError."""
    content = read_up_to(path, XLSX_BYTES)
    if len(content) > XLSX_BYTES:
        raise UnreadableTable(f"tệp lớn hơn {XLSX_BYTES // 1_000_000} MB", "tách thành nhiều tệp nhỏ hơn")
    if any(_entry(part) in content for part in _PACKAGES):
        raise UnreadableTable("tệp Excel có mật khẩu", "mở tệp bằng Excel, bỏ mật khẩu, lưu lại rồi nhập")
    if other := next((kind for part, kind in _OTHERS.items() if _entry(part) in content), ""):
        raise UnreadableTable(
            f"đây là tệp {other}, không phải bảng tính", "chép bảng sang Excel, lưu dạng .xlsx, rồi nhập"
        )
    answered = read_apart(book_of, content, name, Bounds(seconds, XLS_MEMORY))
    if isinstance(answered, Book):
        return answered
    if isinstance(answered, UnreadableTable):
        raise answered
    raise UnreadableTable("tệp .xls bị hỏng, hoặc quá lớn", RESAVE)


def _entry(name: str) -> bytes:
    """Returns the name of a part as the folder of a compound file writes it."""
    return name.encode("utf-16-le") + b"\x00\x00"


def book_of(content: bytes, name: str) -> Book | UnreadableTable:
    """Returns the book in ``content``, or why there is none; called in the process apart. Raises anything for a damaged file."""
    try:
        return _book(content, name)
    except UnreadableTable as unreadable:
        return unreadable


def _book(content: bytes, name: str) -> Book:
    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO(), on_demand=True
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise UnreadableTable("tệp .xls có mật khẩu", "mở tệp bằng Excel, bỏ mật khẩu, lưu lại rồi nhập") from None
        raise
    sheets: list[Sheet] = []
    remarks: list[str] = []
    counted = [0, 0]
    for number in range(book.nsheets):
        sheets.append(_sheet(book, number, name, counted))
        if not sheets[-1].hidden:
            remarks += remarks_on(sheets[-1].name, _comments(book.sheet_by_index(number)))
        book.unload_sheet(number)
    return Book(name, tuple(sheets), tuple(remarks), dict(_names(book)))


def _sheet(book: Any, number: int, file: str, counted: list[int]) -> Sheet:
    """Returns a sheet; ``counted`` are the cells and letters of the book so far. Raises UnreadableTable."""
    sheet = book.sheet_by_index(number)
    styles = [_style(book, form) for form in book.xf_list]
    epoch = EPOCH_OF_1904 if book.datemode else EPOCH
    rows = Rows()
    for row in range(sheet.nrows):
        cells = (_cell(book, sheet, row, column, styles, epoch) for column in range(sheet.row_len(row)))
        if filled := {cell.column: cell for cell in cells if cell is not None}:
            rows.keep(row + 1, filled)
            counted[0] += len(filled)
            counted[1] += sum(len(cell.text) for cell in filled.values())
            if counted[0] > TABLE_CELLS or counted[1] > TABLE_CHARACTERS:
                most = f"{grouped(TABLE_CELLS)} ô hoặc {grouped(TABLE_CHARACTERS)} ký tự"
                raise UnreadableTable(
                    f"tệp có hơn {most} (đến dòng {row + 1})", "xóa các ô không phải số liệu, hoặc tách tệp"
                )
    spread(rows, [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells])
    hidden = sum(info.hidden == 1 and row + 1 in rows for row, info in sheet.rowinfo_map.items())
    columns = [(column + 1, column + 1) for column, info in sheet.colinfo_map.items() if info.hidden]
    remarks = tuple(remarks_on_hidden(sheet.name, rows, hidden, columns))
    return Sheet(file, sheet.name, rows, sheet.visibility != 0, remarks=remarks)


def _comments(sheet: Any) -> Iterator[tuple[str, str]]:
    for (row, column), note in sorted(sheet.cell_note_map.items()):
        yield f"{column_letters(column + 1)}{row + 1}", note.text


def _style(book: Any, form: Any) -> CellStyle:
    shown = book.format_map.get(form.format_key)
    return CellStyle(shown.format_str if shown is not None else "General", book.font_list[form.font_index].name)


def _cell(book: Any, sheet: Any, row: int, column: int, styles: list[CellStyle], epoch: date) -> Cell | None:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    style = styles[sheet.cell_xf_index(row, column)]
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return number_cell(row + 1, column + 1, value, style, epoch)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return logical_cell(row + 1, column + 1, bool(value))
    if kind == xlrd.XL_CELL_ERROR:
        text = xlrd.error_text_from_code.get(value, f"#{value}")
        return Cell(row + 1, column + 1, CellKind.ERROR, text)
    if kind != xlrd.XL_CELL_TEXT:
        return None
    runs = sheet.rich_text_runlist_map.get((row, column), ())
    return text_cell(row + 1, column + 1, value, style.font, raised_mark(_runs(book, value, list(runs))))


def _runs(book: Any, text: str, runs: list[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Yields the parts of a text, each with whether its letters are small and raised or lowered."""
    if not runs:
        return
    yield text[: runs[0][0]], False
    for (start, font), (end, _) in pairwise([*runs, (len(text), 0)]):
        yield text[start:end], font < len(book.font_list) and book.font_list[font].escapement in (1, 2)


def _names(book: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yields the defined names of single cells, each with sheet and address."""
    for defined in book.name_obj_list:
        references = getattr(getattr(defined, "result", None), "value", None)
        if not isinstance(references, list) or len(references) != 1:
            continue
        first, end, top, bottom, left, right = references[0].coords
        if end == first + 1 and bottom == top + 1 and right == left + 1 and 0 <= first < book.nsheets:
            yield defined.name, (book.sheet_names()[first], f"{column_letters(left + 1)}{top + 1}")
