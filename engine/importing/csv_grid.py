"""Reads CSV files in UTF-8 or UTF-16, with commas, semicolons or tabs; refuses files whose form is not certain."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TextIO

from engine.domain.limits import CSV_BYTES, TABLE_CELLS, TABLE_COLUMNS, TABLE_ROWS
from engine.files.opening import read_up_to
from engine.importing.grid import Book, Sheet, UnreadableTable
from engine.importing.scripts import Script, is_vietnamese, script_of
from engine.importing.stored_rows import Rows

_SEPARATORS = ",;\t"
_SAMPLE, _SAMPLE_CHARACTERS = 60, 200_000
_DECODED_AT_ONCE = 1 << 16
_NAMES = {",": "dấu phẩy", ";": "dấu chấm phẩy", "\t": "dấu tab"}
_SAVE_AS_UTF8 = "mở tệp bằng Excel hoặc LibreOffice, chọn lưu dạng CSV UTF-8 (hoặc .xlsx), rồi nhập lại"
csv.field_size_limit(1_000_000)


def read_csv(path: Path, name: str) -> Book:
    """Returns the only sheet of a CSV file; messages call it ``name``. Raises UnreadableTable, OSError."""
    raw = read_up_to(path, CSV_BYTES)
    if len(raw) > CSV_BYTES:
        raise UnreadableTable(f"tệp lớn hơn {CSV_BYTES // 1_000_000} MB", "tách thành nhiều tệp nhỏ hơn")
    stream, remarks = _opened(raw)
    separator, first = _separator(stream.read(_SAMPLE_CHARACTERS))
    stream.seek(0)
    stream.read(first)
    rows = _rows(stream, separator)
    if separator != ",":
        remarks = (*remarks, f"các cột cách nhau bằng {_NAMES[separator]}")
    return Book(name, (Sheet(name, "", rows, separator=separator),), remarks)


def _opened(raw: bytes) -> tuple[TextIO, tuple[str, ...]]:
    """Returns the text as a stream, which never is in memory as a whole where it is UTF-8; and remarks on its encoding.

    Raises UnreadableTable.
    """
    if b"\x00" not in raw and _is_utf8(raw):
        return io.TextIOWrapper(io.BytesIO(raw), "utf-8-sig", newline=""), ()
    text, remarks = decoded(raw)
    return io.StringIO(text, newline=""), remarks


def _is_utf8(raw: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(raw), _DECODED_AT_ONCE):
            decoder.decode(raw[start : start + _DECODED_AT_ONCE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Returns the text, and the remarks on its encoding. Raises UnreadableTable."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _as(raw, "utf-16"), ("tệp ghi theo mã UTF-16",)
    sample = raw[:2000]
    if sample.count(b"\x00") > len(sample) // 4:
        little = sample[1::2].count(b"\x00") >= sample[::2].count(b"\x00")
        return _as(raw, "utf-16-le" if little else "utf-16-be"), ("tệp ghi theo mã UTF-16",)
    if b"\x00" in raw:
        raise UnreadableTable("tệp có ký tự rỗng (NUL), không phải tệp CSV", "kiểm tra lại tệp")
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    modern = unicodedata.normalize("NFC", raw.decode("cp1258", "replace"))
    is_modern = "\ufffd" not in modern and is_vietnamese(modern.split("\n"))
    if script_of(text.split("\n")) in (Script.TCVN3, Script.VNI):
        if is_modern:
            raise UnreadableTable("không rõ tệp ghi theo Windows-1258 hay bảng mã chữ Việt cũ", _SAVE_AS_UTF8)
        return text, ()  # one byte per letter, as in these scripts; transcription.py converts it
    if is_modern:
        return modern, ("tệp ghi theo bảng mã Windows-1258; đã chuyển sang Unicode",)
    raise UnreadableTable("tệp không phải mã UTF-8, cũng không phải Windows-1258, TCVN3 hay VNI", _SAVE_AS_UTF8)


def _as(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise UnreadableTable("tệp ghi theo mã UTF-16 nhưng bị hỏng", _SAVE_AS_UTF8) from None


def _separator(text: str) -> tuple[str, int]:
    """Returns the separator, and where the rows begin: behind the line «sep=;» that Excel may write.

    Raises UnreadableTable.
    """
    if stated := re.match(r'"?sep=([,;\t])"?\r?\n', text):
        return stated.group(1), stated.end()
    shares = {separator: _share(text, separator) for separator in _SEPARATORS}
    best = max(shares, key=lambda separator: shares[separator])
    if not shares[best]:
        raise UnreadableTable("không thấy các cột", "tách các cột bằng dấu phẩy, dấu chấm phẩy hoặc tab")
    return best, 0


def _share(text: str, separator: str) -> float:
    """Returns the share (0 to 1) of the first rows that have the most frequent number of columns above one."""
    counted: Counter[int] = Counter()
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            if number >= _SAMPLE:
                break
            counted[len(row)] += bool(row)
    except csv.Error:
        return 0.0
    several = [rows for width, rows in counted.items() if width > 1]
    return max(several) / counted.total() if several else 0.0


def _rows(text: TextIO, separator: str) -> Rows:
    rows = Rows()
    cells = 0
    try:
        for number, fields in enumerate(csv.reader(text, delimiter=separator), 1):
            if number > TABLE_ROWS or len(fields) > TABLE_COLUMNS or cells > TABLE_CELLS:
                raise UnreadableTable("bảng quá lớn", "tách thành nhiều tệp nhỏ hơn")
            columns = tuple([at for at, field in enumerate(fields, 1) if field and not field.isspace()])
            cells += len(columns)
            if columns:
                rows.keep_contents(number, columns, [fields[at - 1] for at in columns])
    except csv.Error as error:
        raise UnreadableTable("tệp CSV bị hỏng", "mở bằng Excel hoặc LibreOffice rồi lưu lại") from error
    return rows
