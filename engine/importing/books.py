"""Opens a table file by its content and not by its name."""

from __future__ import annotations

import codecs
import gc
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.domain.limits import XLSX_BYTES
from engine.files.opening import open_regular
from engine.files.packages import DAMAGED
from engine.importing.grid import RESAVE, Book, UnreadableTable

_LOCK = re.compile(r"~\$(?P<excel>.+)|\.~lock\.(?P<libre>.+)#")
_SPREADSHEETS = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")
_SNIFFED = 4_000
_BEGINNING = rb"(?:\xef\xbb\xbf)?\s*"
_HTML = re.compile(_BEGINNING + rb"<(?:!doctype html|html|head|body|meta|style|table|center|div|font)\b", re.IGNORECASE)
_XML = re.compile(_BEGINNING + rb"<\?xml\b")
_FORMS = {
    "bảng tính XML 2003": re.compile(rb"[\s\S]*urn:schemas-microsoft-com:office:spreadsheet"),
    "tệp XML": _XML,
    "trang web lưu thành một tệp (.mht)": re.compile(rb"MIME-Version:", re.IGNORECASE),
    "tệp RTF": re.compile(rb"\{\\rtf"),
}
"""Other forms that bear the name .xls, by their beginnings."""
_OTHER = {".doc": "Word", ".docx": "Word", ".pdf": "PDF"}


def read_book(path: Path, name: str) -> Book:
    """Returns the book at ``path``; messages call it ``name``. Raises UnreadableTable and OSError."""
    with _collecting_nothing():
        return _read(path, name)


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """Pauses the search for cycles, of which cells have none: it would walk over all cells again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read(path: Path, name: str) -> Book:
    with open_regular(path) as stream:
        start = stream.read(_SNIFFED)
    if not start:
        raise UnreadableTable("tệp rỗng (0 byte)", "xin lại tệp gốc: tệp đã hỏng khi lưu hoặc khi gửi")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start.decode("utf-16", "ignore").encode()
    if (locked := _LOCK.fullmatch(path.name)) and not start.startswith(_SPREADSHEETS):
        of = locked["excel"] or locked["libre"]
        what = "đây là tệp khóa mà Excel hoặc LibreOffice để lại khi bảng đang mở"
        raise UnreadableTable(what, f"nhập tệp «{of}» (lưu và đóng tệp ấy trước)")
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        from engine.importing.xls_grid import read_xls  # the readers take a while to load

        return read_xls(path, name)
    if start.startswith(b"PK\x03\x04"):
        return _packed(path, name)
    if path.suffix.lower() in _OTHER or start.startswith(b"%PDF"):
        kind = _OTHER.get(path.suffix.lower(), "PDF")
        raise UnreadableTable(f"đây là tệp {kind}, không phải .xlsx hay CSV", "lưu lại dạng .xlsx, rồi nhập")
    if _HTML.match(start) or (_XML.match(start) and b"<html" in start.lower()):
        from engine.importing.html_grid import read_html

        return read_html(path, name)
    for kind, form in _FORMS.items():
        if form.match(start):
            raise UnreadableTable(f"đây là {kind}, không phải bảng tính .xlsx hay CSV", RESAVE)
    from engine.importing.csv_grid import read_csv

    return read_csv(path, name)


def _packed(path: Path, name: str) -> Book:
    """Returns the book in a package, whose parts tell its kind."""
    if path.stat().st_size > XLSX_BYTES:
        raise UnreadableTable(f"tệp lớn hơn {XLSX_BYTES // 1_000_000} MB", "tách thành nhiều tệp nhỏ hơn")
    try:
        with zipfile.ZipFile(path) as package:
            parts = {part.lower() for part in package.namelist()}
            kind = package.open("mimetype").read(200) if "mimetype" in parts else b""
    except (*DAMAGED, KeyError) as error:
        raise UnreadableTable("tệp không phải bảng tính .xlsx, hoặc đã hỏng", RESAVE) from error
    if b"opendocument.spreadsheet" in kind:
        from engine.importing.ods_grid import read_ods

        return read_ods(path, name)
    if b"opendocument" in kind or "word/document.xml" in parts:
        raise UnreadableTable(
            "đây là tệp văn bản, không phải bảng tính", "chép bảng sang Excel, lưu dạng .xlsx, rồi nhập"
        )
    if any(part.endswith("workbook.bin") for part in parts):
        from engine.importing.xlsb_grid import read_xlsb

        return read_xlsb(path, name)
    if "xl/workbook.xml" not in parts and "_rels/.rels" not in parts:
        raise UnreadableTable("tệp nén, không phải bảng tính .xlsx", "giải nén, rồi nhập từng bảng")
    from engine.importing.xlsx_grid import read_xlsx

    return read_xlsx(path, name)
