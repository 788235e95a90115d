"""Reads a file as normalised text, with places to which messages point."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from engine.domain.limits import FILE_BYTES
from engine.domain.records import NamedTuple
from engine.files.json_form import Place
from engine.files.opening import read_up_to
from engine.files.reasons import reason_of_reading
from engine.language.patterns import compiled
from engine.language.text import normalise

_CONTROL = compiled(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


class UnreadableFile(Exception):
    """A file that cannot be read as text; ``code`` is that of the diagnostic to show."""

    def __init__(self, code: str, message: str, remedy: str, line: int = 1) -> None:
        super().__init__(message)
        self.code, self.message, self.remedy, self.line = code, message, remedy, line


class SourceFile:
    """A file. ``name`` is its path for people (relative to the workspace, with /); ``text`` is normalised (NFC, \\n).

    ``raw`` are the bytes that were read, so that a record of them needs no second reading.
    """

    def __init__(self, name: str, text: str, raw: bytes = b"") -> None:
        self.name = name
        self.text = text
        self.raw = raw
        self.lines = text.split("\n")

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes in hexadecimal."""
        from hashlib import sha256  # only receipts need it

        return sha256(self.raw).hexdigest()

    def line(self, number: int) -> str:
        """Returns line ``number``, counted from 1; '' outside the file."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""

    def span(self, start_line: int, start_column: int, end_line: int, end_column: int) -> Span:
        return Span(self, start_line, start_column, end_line, end_column)

    @property
    def start(self) -> Span:
        """The first character of the file, to which messages about the whole file point."""
        return Span(self, 1, 1, 1, 1)


class Span(NamedTuple):
    """A stretch of a source file; lines and columns count from 1, the end column is exclusive."""

    file: SourceFile
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def place(self) -> Place:
        """``file:line``, as findings and facts name their origin."""
        return f"{self.file.name}:{self.line}"

    def __repr__(self) -> str:
        return f"<{self.file.name}:{self.line}:{self.column}>"


def read_source(path: Path, name: str) -> SourceFile:
    """Returns the text of ``path`` in UTF-8 (also with BOM and CRLF), normalised. Raises UnreadableFile."""
    return decode_source(read_bytes(path), name)


def read_bytes(path: Path) -> bytes:
    """Returns the bytes of ``path``. Raises UnreadableFile where it cannot be read or is too large."""
    try:
        raw = read_up_to(path, FILE_BYTES)
    except OSError as error:
        message = f"không đọc được tệp: {reason_of_reading(error)}"
        raise UnreadableFile("CT001", message, "kiểm tra tên tệp và quyền đọc") from error
    if len(raw) > FILE_BYTES:
        raise UnreadableFile("CT002", f"tệp lớn hơn {FILE_BYTES // 1_000_000} MB", "tách thành nhiều tệp nhỏ hơn")
    return raw


def decode_source(raw: bytes, name: str) -> SourceFile:
    """Returns the source file with these bytes. Raises UnreadableFile where they are not UTF-8 text."""
    if raw.startswith(b"PK\x03\x04"):
        remedy = "chép nội dung sang tệp văn bản có đuôi .yaml, lưu với mã (encoding) UTF-8"
        raise UnreadableFile("CT003", "đây là tệp Excel hoặc Word, không phải tệp văn bản", remedy)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw[:200].count(b"\x00") > len(raw[:200]) // 4:
        raise UnreadableFile("CT003", "tệp ghi theo mã UTF-16", "lưu lại tệp với mã (encoding) UTF-8")
    if b"\x00" in raw:
        remedy = "kiểm tra lại tệp; rất có thể đây là tệp Excel hoặc Word"
        raise UnreadableFile("CT003", "tệp có ký tự rỗng (NUL), không phải tệp văn bản", remedy)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"tệp không phải mã UTF-8 (dòng {line})"
        raise UnreadableFile("CT003", message, "mở tệp, chọn lưu với mã (encoding) UTF-8") from error
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        message = f"dòng {line} có ký tự điều khiển không nhìn thấy được"
        raise UnreadableFile("CT003", message, "xóa ký tự đó, hoặc gõ lại dòng này", line)
    return SourceFile(name, normalise(text.replace("\r\n", "\n").replace("\r", "\n")), raw)
