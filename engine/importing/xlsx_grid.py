"""Reads Excel workbooks with openpyxl; evaluates and fetches nothing, and unpacks only within bounds."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.cell import range_boundaries

from engine.domain.limits import (
    ROW_ELEMENTS,
    SHARED_STRINGS,
    SHEET_ELEMENTS,
    STRING_ELEMENTS,
    TABLE_AREA,
    TABLE_CELLS,
    TABLE_CHARACTERS,
    TABLE_COLUMNS,
    TABLE_ROWS,
    XML_DEPTH,
    grouped,
)
from engine.files.packages import UnsafePackage, guard
from engine.files.reasons import reason_of_reading
from engine.importing.cell_making import CellStyle, logical_cell, number_cell, raised_mark, text_cell
from engine.importing.comments import comments_on
from engine.importing.grid import (
    RESAVE,
    Book,
    Cell,
    CellKind,
    Row,
    Sheet,
    UnreadableTable,
    remarks_on_hidden,
    spread,
)
from engine.language.text import abridged

_LARGE = {"xl/worksheets/": SHEET_ELEMENTS, "xl/sharedstrings": STRING_ELEMENTS}
"""The most elements of parts that are read piece by piece."""

_ONE_CELL = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class _Structure(NamedTuple):
    """What openpyxl does not report while it streams: the extent, merged ranges, formulas without a result, hidden parts."""

    last_row: int
    last_column: int
    merged: list[tuple[int, int, int, int]]
    uncomputed: set[str]
    hidden_rows: int
    hidden_columns: tuple[tuple[int, int], ...]
    raised: dict[tuple[int, int], str]
    characters: int


def read_xlsx(path: Path, name: str) -> Book:
    """Returns all sheets of a workbook; messages call it ``name``. Raises UnreadableTable, OSError."""
    characters = 0
    try:
        with zipfile.ZipFile(path) as package:
            remarks = _guard_package(package)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(
                path, read_only=True, data_only=True, keep_links=False, keep_vba=False, rich_text=True
            )
            try:
                with zipfile.ZipFile(path) as package:
                    sheets = []
                    for sheet in workbook.worksheets:
                        read, structure = _sheet(sheet, package, name, TABLE_CHARACTERS - characters)
                        characters += structure.characters
                        sheets.append(read)
                        if not read.hidden:
                            remarks += comments_on(package, _part(sheet), read.name)
                names = dict(_names(workbook))
            finally:
                workbook.close()
    except UnreadableTable:
        raise
    except MemoryError:
        raise UnreadableTable("tệp Excel quá lớn so với bộ nhớ", "tách thành nhiều tệp nhỏ hơn") from None
    except OSError as error:
        raise UnreadableTable(f"không đọc được tệp Excel ({reason_of_reading(error)})", RESAVE) from error
    except Exception as error:  # openpyxl raises any exception for a damaged package
        raise UnreadableTable("tệp Excel bị hỏng", RESAVE) from error
    return Book(name, tuple(sheets), tuple(remarks), names)


def _guard_package(package: zipfile.ZipFile) -> list[str]:
    names = [name.lower() for name in package.namelist()]
    try:
        guard(package, _LARGE)
    except UnsafePackage as unsafe:
        raise UnreadableTable(str(unsafe), "không mở tệp này; xin lại bảng từ nơi gửi") from None
    for part in package.namelist():
        if part.lower().startswith("xl/sharedstrings"):
            _guard_strings(package, part)
    remarks = []
    if any("vbaproject" in name for name in names):
        remarks.append("tệp có macro; không chạy")
    if any(name.startswith("xl/externallinks/") for name in names):
        remarks.append("tệp có liên kết ra tệp khác; không mở, chỉ lấy số Excel đã lưu")
    return remarks


def _guard_strings(package: zipfile.ZipFile, part: str) -> None:
    """Raises UnreadableTable for more shared texts than are read, of which cells need use none."""
    count = 0
    with package.open(part) as stream:
        for _, element in ElementTree.iterparse(stream):
            if element.tag == f"{_NAMESPACE}si":
                count += 1
                element.clear()
                if count > SHARED_STRINGS:
                    message = f"tệp Excel có hơn {grouped(SHARED_STRINGS)} chuỗi chữ khác nhau"
                    raise UnreadableTable(message, "tách thành nhiều tệp nhỏ hơn, hoặc lưu lại để bỏ chuỗi không dùng")


def _part(sheet: Any) -> str:
    """Returns the part of the package that holds a sheet."""
    return str(sheet._worksheet_path).lstrip("/")


def _sheet(sheet: Any, package: zipfile.ZipFile, file: str, most: int) -> tuple[Sheet, _Structure]:
    """Returns a sheet of which the texts have up to ``most`` characters. Raises UnreadableTable."""
    with package.open(_part(sheet)) as stream:
        structure = _structure(stream, [len(text) for text in sheet._shared_strings], most)
    rows: dict[int, Row] = {}
    epoch = sheet.parent.epoch.date()
    if structure.last_row:
        sheet.reset_dimensions()
        extent = {"max_row": structure.last_row, "max_col": structure.last_column}
        for cells in sheet.iter_rows(min_row=1, min_col=1, **extent):
            filled = (given for given in cells if given.value is not None)
            row = {cell.column: cell for given in filled if (cell := _cell(given, epoch)) is not None}
            if row:
                rows[next(iter(row.values())).row] = row
    for address in structure.uncomputed:
        column, number, *_ = (place or 1 for place in range_boundaries(address))
        rows.setdefault(number, {})[column] = Cell(number, column, CellKind.UNCOMPUTED, "")
    for (number, column), mark in structure.raised.items():
        if (cell := rows.get(number, {}).get(column)) is not None:
            rows[number][column] = cell._replace(raised=mark)
    ordered = {number: dict(sorted(rows[number].items())) for number in sorted(rows)}
    spread(ordered, structure.merged)
    settled = {number: dict(sorted(ordered[number].items())) for number in sorted(ordered)}
    title = str(sheet.title)
    remarks = tuple(remarks_on_hidden(title, settled, structure.hidden_rows, structure.hidden_columns))
    return Sheet(file, title, settled, sheet.sheet_state != "visible", remarks=remarks), structure


def _structure(stream: Any, lengths: list[int], most: int) -> _Structure:
    """Counts before the cells are read; ``lengths`` are those of the shared texts, of which ``most`` may be shown."""
    last_row = last_column = cells = hidden = characters = 0
    merged: list[tuple[int, int, int, int]] = []
    uncomputed: set[str] = set()
    columns: list[tuple[int, int]] = []
    raised: dict[tuple[int, int], str] = {}
    path: list[ElementTree.Element] = []
    held = rows = 0
    for event, element in ElementTree.iterparse(stream, events=("start", "end")):
        if event == "start":
            path.append(element)
            held += 1
            if held > ROW_ELEMENTS or len(path) > XML_DEPTH:
                raise UnreadableTable("trang tính có cấu trúc lạ (dấu hiệu của tệp phá hoại)", RESAVE)
            continue
        path.pop()
        tag = element.tag.removeprefix(_NAMESPACE)
        if tag == "c" and len(element):
            address = element.get("r")
            if address is None:
                raise UnreadableTable("tệp Excel không ghi địa chỉ ô", RESAVE)
            column, row, *_ = range_boundaries(address)
            last_row, last_column, cells = max(last_row, row or 0), max(last_column, column or 0), cells + 1
            _check_extent(address, last_row, last_column, cells)
            if element.get("t") == "s":
                characters += _shared_length(element, lengths, address)
            elif element.get("t") == "inlineStr":
                characters += sum(len(part.text or "") for part in element.iter(f"{_NAMESPACE}t"))
            if characters > most:
                message = f"chữ trong các ô cộng lại dài hơn {grouped(TABLE_CHARACTERS)} ký tự (đến ô {address})"
                raise UnreadableTable(message, "xóa các ô không phải số liệu, hoặc tách tệp")
            formula, value = element.find(f"{_NAMESPACE}f"), element.find(f"{_NAMESPACE}v")
            if formula is not None and (value is None or not (value.text or "").strip()) and element.get("t") != "str":
                uncomputed.add(address)
            if element.get("t") == "inlineStr" and (mark := _raised_inline(element)):
                raised[row or 0, column or 0] = mark
        elif tag == "mergeCell" and len(merged) < TABLE_CELLS:
            left, top, right, bottom = range_boundaries(element.get("ref", ""))
            merged.append((top or 1, left or 1, bottom or 1, right or 1))
        elif tag == "col" and element.get("hidden") in ("1", "true") and len(columns) < TABLE_COLUMNS:
            columns.append((int(element.get("min", "1")), int(element.get("max", "1"))))
        elif tag == "row":
            held, rows = held - sum(1 for _ in element.iter()), rows + 1
            if rows > TABLE_ROWS:
                raise UnreadableTable(f"trang tính có hơn {TABLE_ROWS} dòng", "xóa dòng thừa hoặc tách tệp")
            hidden += element.get("hidden") in ("1", "true") and len(element) > 0
            element.clear()
            if path:
                path[-1].remove(element)
    return _Structure(last_row, last_column, merged, uncomputed, hidden, tuple(columns), raised, characters)


def _check_extent(address: str, last_row: int, last_column: int, cells: int) -> None:
    """Raises UnreadableTable where the sheet is too large up to the cell ``address``."""
    wide = last_column > TABLE_COLUMNS or last_row * last_column > TABLE_AREA
    if last_row > TABLE_ROWS or wide or cells > TABLE_CELLS:
        raise UnreadableTable(f"trang tính quá lớn (đến ô {address})", "xóa dòng, cột thừa hoặc tách tệp")


def _shared_length(cell: ElementTree.Element, lengths: list[int], address: str) -> int:
    """Returns the length of the shared text that ``cell`` refers to. Raises UnreadableTable where there is none."""
    number = (cell.findtext(f"{_NAMESPACE}v") or "").strip()
    if not number:
        return 0
    if not (number.isascii() and number.isdecimal() and len(number) < 9 and int(number) < len(lengths)):
        message = (
            f"ô {address} trỏ đến chuỗi chữ số «{abridged(number, 20)}», mà tệp chỉ có {grouped(len(lengths))} chuỗi"
        )
        raise UnreadableTable(f"tệp Excel bị hỏng: {message}", RESAVE)
    return lengths[int(number)]


def _cell(given: Any, epoch: date) -> Cell | None:
    value = given.value
    row, column = given.row, given.column
    if isinstance(value, bool):
        return logical_cell(row, column, value)
    if given.data_type == "e":
        return Cell(row, column, CellKind.ERROR, str(value))
    if isinstance(value, (int, float)):
        return number_cell(row, column, value, CellStyle(str(given.number_format or "")), epoch)
    if isinstance(value, date):  # a datetime is one
        day = value.date() if isinstance(value, datetime) else value
        return Cell(row, column, CellKind.DATE, "", day=day)
    return text_cell(row, column, str(value), given.font.name or "", _raised(value))


def _raised(value: object) -> str:
    if not isinstance(value, CellRichText):
        return ""
    small = ("superscript", "subscript")
    return raised_mark((str(part), isinstance(part, TextBlock) and part.font.vertAlign in small) for part in value)


def _raised_inline(cell: ElementTree.Element) -> str:
    """Returns the mark of a text in the cell itself, which openpyxl streams without its runs."""
    runs = cell.findall(f"{_NAMESPACE}is/{_NAMESPACE}r")
    small = f"{_NAMESPACE}rPr/{_NAMESPACE}vertAlign"
    return raised_mark((run.findtext(f"{_NAMESPACE}t") or "", run.find(small) is not None) for run in runs)


def _names(workbook: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yields the defined names of single cells, each with sheet and address."""
    for name, defined in workbook.defined_names.items():
        if found := _ONE_CELL.fullmatch(str(defined.attr_text or "")):
            sheet = (found.group(1) or "").replace("''", "'") or found.group(2)
            yield str(name), (sheet, found.group(3) + found.group(4))
