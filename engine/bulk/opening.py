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


def open_table(path: Path) -> Table:
    """Returns the table at ``path``, by the extension of its name. Raises UnreadableTable, OSError."""
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise UnreadableTable("chỉ đọc được tệp .csv, .xlsx, .parquet", SAVE)
    with open_regular(path) as stream:
        size = stream.seek(0, io.SEEK_END)
    if not size:
        raise UnreadableTable("tệp rỗng (0 byte)", "xin lại tệp gốc")
    if size > BULK_BYTES:
        raise UnreadableTable(f"tệp lớn hơn {grouped(BULK_BYTES // 1_000_000)} MB", SMALLER)
    if form == "csv":
        return CsvTable(path)
    return XlsxTable(path) if form == "xlsx" else ParquetTable(path)
