"""Opens a table file by its content and not by its name."""

from __future__ import annotations

from pathlib import Path

from engine.files.opening import open_regular
from engine.importing.grid import Book, UnreadableTable

_OTHER = {".ods": "OpenDocument (.ods)", ".xls": ".xls kiểu cũ", ".doc": "Word", ".docx": "Word", ".pdf": "PDF"}


def read_book(path: Path, name: str) -> Book:
    """Returns the book at ``path``; messages call it ``name``. Raises UnreadableTable and OSError."""
    with open_regular(path) as stream:
        start = stream.read(8)
    if not start:
        raise UnreadableTable("tệp rỗng", "kiểm tra lại tệp")
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        from engine.importing.xlsx_grid import read_xlsx  # openpyxl takes a while to load

        return read_xlsx(path, name)
    if path.suffix.lower() in _OTHER or start.startswith(b"%PDF"):
        kind = _OTHER.get(path.suffix.lower(), "PDF")
        raise UnreadableTable(f"đây là tệp {kind}, không phải .xlsx hay CSV", "lưu lại dạng .xlsx, rồi nhập")
    from engine.importing.csv_grid import read_csv

    return read_csv(path, name)
