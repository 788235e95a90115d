"""Opens a table of many units by the extension of its name."""

from __future__ import annotations

import io
from pathlib import Path

from engine.bulk.parquet import ParquetTable
from engine.bulk.reading import SAVE, SMALLER, CsvTable, Table
from engine.bulk.workbook import XlsxTable
from engine.domain.limits import BULK_BYTES, grouped
from engine.files.opening import open_regular
from engine.importing.grid import UnreadableTable

FORMS = ("csv", "xlsx", "parquet")
_BEGINNINGS = {b"PK\x03\x04": ("xlsx", "sổ tính Excel"), b"PAR1": ("parquet", "bảng Parquet")}


def open_table(path: Path) -> Table:
    """Returns the table at ``path``, by the extension of its name. Raises UnreadableTable, OSError."""
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise UnreadableTable("chỉ đọc được tệp .csv, .xlsx, .parquet", SAVE)
    with open_regular(path) as stream:
        beginning = stream.read(4)
        size = stream.seek(0, io.SEEK_END)
    if not size:
        raise UnreadableTable("tệp rỗng (0 byte)", "xin lại tệp gốc")
    if size > BULK_BYTES:
        raise UnreadableTable(f"tệp lớn hơn {grouped(BULK_BYTES // 1_000_000)} MB", SMALLER)
    own, what = _BEGINNINGS.get(beginning, (form, ""))
    if own != form:
        raise UnreadableTable(f"tệp có đuôi .{form} mà bên trong là {what}", f"đổi đuôi tên tệp thành .{own}")
    if form == "csv":
        return CsvTable(path)
    return XlsxTable(path) if form == "xlsx" else ParquetTable(path)
