"""Excel workbooks → cells: openpyxl reads the values; nothing is evaluated, fetched or unpacked without bound."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_from_string, range_boundaries

from engine.importing.grid import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Book,
    Cell,
    CellKind,
    Row,
    Sheet,
    UnreadableTable,
    spread,
)

MAX_BYTES = 50_000_000
MAX_UNPACKED = 400_000_000
MAX_RATIO = 200
"""A part of more than a megabyte that shrinks further than this was made to fill the memory."""

_OLE = b"\xd0\xcf\x11\xe0"
_DAMAGED = "mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx, rồi nhập lại"
_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DECLARATION = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)


class _Structure(NamedTuple):
    """What openpyxl does not say while it streams: the extent, merged ranges, formulas without a result, hidden rows."""

    last_row: int
    last_column: int
    merged: list[tuple[int, int, int, int]]
    uncomputed: set[str]
    hidden_rows: int


def read_xlsx(path: Path, name: str) -> Book:
    """All sheets of a workbook called ``name`` to people. Raises UnreadableTable, OSError."""
    remarks = _guard(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False, keep_vba=False)
            try:
                with zipfile.ZipFile(path) as package:
                    sheets = []
                    for sheet in workbook.worksheets:
                        read, hidden = _sheet(sheet, package, name)
                        sheets.append(read)
                        if hidden:
                            remarks.append(f"trang «{sheet.title}» có {hidden} dòng ẩn; vẫn được đọc")
                names = dict(_names(workbook))
            finally:
                workbook.close()
    except UnreadableTable:
        raise
    except MemoryError:
        raise UnreadableTable("tệp Excel quá lớn so với bộ nhớ", "tách thành nhiều tệp nhỏ hơn") from None
    except OSError as error:
        raise UnreadableTable(f"không đọc được tệp Excel ({error.strerror or error})", _DAMAGED) from error
    except Exception as error:  # openpyxl raises whatever its parsers meet in a damaged package
        raise UnreadableTable(f"tệp Excel bị hỏng ({type(error).__name__})", _DAMAGED) from error
    return Book(name, tuple(sheets), tuple(remarks), names)


def _guard(path: Path) -> list[str]:
    """Raises UnreadableTable for what must not be unpacked; the remarks about what is left alone."""
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableTable(f"tệp lớn hơn {MAX_BYTES // 1_000_000} MB", "tách thành nhiều tệp nhỏ hơn")
    with path.open("rb") as stream:
        if stream.read(4) == _OLE:
            raise UnreadableTable("tệp .xls kiểu cũ, hoặc .xlsx có mật khẩu", "bỏ mật khẩu và lưu lại dạng .xlsx")
    try:
        with zipfile.ZipFile(path) as package:
            return _guard_package(package)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise UnreadableTable("tệp không phải bảng tính .xlsx, hoặc đã hỏng", _DAMAGED) from error


def _guard_package(package: zipfile.ZipFile) -> list[str]:
    parts = package.infolist()
    if "mimetype" in package.namelist() and b"opendocument" in package.open("mimetype").read(200):
        raise UnreadableTable("tệp OpenDocument (.ods)", "mở bằng LibreOffice, lưu lại dạng .xlsx hoặc CSV, rồi nhập")
    unpacked = sum(part.file_size for part in parts)
    dense = any(
        part.file_size > 1_000_000 and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
    )
    if unpacked > MAX_UNPACKED or dense or len(parts) > 10_000:
        raise UnreadableTable(
            "tệp bung ra quá lớn (dấu hiệu của tệp phá hoại)", "không mở tệp này; xin lại bảng từ nơi gửi"
        )
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            _guard_xml(package, part)
    remarks = []
    names = [part.filename.lower() for part in parts]
    if any("vbaproject" in name for name in names):
        remarks.append("tệp có macro; không chạy")
    if any(name.startswith("xl/externallinks/") for name in names):
        remarks.append("tệp có liên kết ra tệp khác; không mở, chỉ lấy số Excel đã lưu")
    return remarks


def _guard_xml(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with package.open(part) as stream:
        before = b""
        while block := stream.read(1 << 20):
            if _DECLARATION.search(before + block) or (not before and block[:2] in (b"\xff\xfe", b"\xfe\xff")):
                raise UnreadableTable("tệp Excel có khai báo lạ trong XML", "không mở tệp này; xin lại bảng từ nơi gửi")
            before = block[-16:]


def _sheet(sheet: Any, package: zipfile.ZipFile, file: str) -> tuple[Sheet, int]:
    with package.open(sheet._worksheet_path.lstrip("/")) as stream:
        structure = _structure(stream)
    rows: dict[int, Row] = {}
    if structure.last_row:
        sheet.reset_dimensions()
        extent = {"max_row": structure.last_row, "max_col": structure.last_column}
        for cells in sheet.iter_rows(min_row=1, min_col=1, **extent):
            row = {cell.column: cell for given in cells if (cell := _cell(given)) is not None}
            if row:
                rows[next(iter(row.values())).row] = row
    for address in structure.uncomputed:
        letters, number = coordinate_from_string(address)
        column = range_boundaries(address)[0] or 1
        del letters
        rows.setdefault(number, {})[column] = Cell(number, column, CellKind.UNCOMPUTED, "")
    ordered = {number: dict(sorted(rows[number].items())) for number in sorted(rows)}
    spread(ordered, structure.merged)
    settled = {number: dict(sorted(ordered[number].items())) for number in sorted(ordered)}
    return Sheet(file, str(sheet.title), settled, sheet.sheet_state != "visible"), structure.hidden_rows


def _structure(stream: Any) -> _Structure:
    last_row = last_column = cells = hidden = 0
    merged: list[tuple[int, int, int, int]] = []
    uncomputed: set[str] = set()
    path: list[ElementTree.Element] = []
    for event, element in ElementTree.iterparse(stream, events=("start", "end")):
        if event == "start":
            path.append(element)
            continue
        path.pop()
        tag = element.tag.removeprefix(_NAMESPACE)
        if tag == "c" and len(element):
            address = element.get("r")
            if address is None:
                raise UnreadableTable("tệp Excel không ghi địa chỉ ô", _DAMAGED)
            column, row, *_ = range_boundaries(address)
            last_row, last_column, cells = max(last_row, row or 0), max(last_column, column or 0), cells + 1
            if last_row > MAX_ROWS or last_column > MAX_COLUMNS or cells > MAX_CELLS:
                raise UnreadableTable(f"trang tính quá lớn (đến ô {address})", "xóa dòng, cột thừa hoặc tách tệp")
            formula, value = element.find(f"{_NAMESPACE}f"), element.find(f"{_NAMESPACE}v")
            if formula is not None and (value is None or not (value.text or "").strip()) and element.get("t") != "str":
                uncomputed.add(address)
        elif tag == "mergeCell" and len(merged) < MAX_CELLS:
            left, top, right, bottom = range_boundaries(element.get("ref", ""))
            merged.append((top or 1, left or 1, bottom or 1, right or 1))
        elif tag == "row":
            hidden += element.get("hidden") in ("1", "true") and len(element) > 0
            element.clear()
            if path:
                path[-1].remove(element)
    return _Structure(last_row, last_column, merged, uncomputed, hidden)


def _cell(given: Any) -> Cell | None:
    value = given.value
    if value is None:
        return None
    row, column = given.row, given.column
    if isinstance(value, bool):
        return Cell(row, column, CellKind.LOGICAL, "có" if value else "không")
    if given.data_type == "e":
        return Cell(row, column, CellKind.ERROR, str(value))
    if isinstance(value, (int, float)):
        number = shown_number(value)
        if number is None:
            return Cell(row, column, CellKind.ERROR, str(value))
        return Cell(row, column, CellKind.NUMBER, "", number, percent=is_percent(given.number_format))
    if isinstance(value, date):  # a datetime is one
        day = value.date() if isinstance(value, datetime) else value
        return Cell(row, column, CellKind.DATE, "", day=day)
    text = str(value)
    return Cell(row, column, CellKind.TEXT, text, font=given.font.name or "") if text.strip() else None


def shown_number(value: int | float) -> Decimal | None:
    """The number with the 15 digits that spreadsheets keep and show: 0.1+0.2 is 0.3, as in the cell; None of no number."""
    if isinstance(value, int):
        return Decimal(value)
    number = Decimal(f"{value:.15g}")
    return number if number.is_finite() else None


def is_percent(number_format: str) -> bool:
    """Whether cells of this format show a fraction as a percentage. Text in quotes and brackets is no sign."""
    shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format or "").split(";")[0]
    return "%" in shown


def _names(workbook: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    """The defined names of single cells: name → (sheet, address)."""
    for name, defined in workbook.defined_names.items():
        found = re.fullmatch(
            r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})", str(defined.attr_text or "")
        )
        if found:
            sheet = (found.group(1) or "").replace("''", "'") or found.group(2)
            yield str(name), (sheet, found.group(3) + found.group(4))
