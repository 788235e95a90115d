"""Reads a list of units: a text with one name per line, or the column of names of a table."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.domain.limits import FILE_BYTES
from engine.files.opening import read_up_to
from engine.importing.books import read_book
from engine.importing.cell import CellKind
from engine.importing.cells import one_line, text_of
from engine.importing.grid import Sheet, UnreadableTable
from engine.importing.headers import heading_of
from engine.importing.heading_words import Role
from engine.importing.matching import Matcher
from engine.importing.transcription import transcribe
from engine.importing.units import administrative
from engine.rulebook.rulebook import Rulebook

_ROLES = (Role.UNIT, Role.UNIT_OR_MEASURE)


def listed_units(path: Path, rulebook: Rulebook) -> list[str]:
    """Returns the names in the file, in order. Raises UnreadableTable, OSError."""
    if path.suffix.lower() in (".txt", ""):
        return _names(_text(path).splitlines())
    book = read_book(path, path.name)
    matcher = Matcher(rulebook)
    for sheet in book.sheets:
        if not sheet.hidden and (found := _column(transcribe(sheet).sheet, matcher)) is not None:
            return _names(found)
    raise UnreadableTable(
        "không thấy cột tên đơn vị",
        "cần một dòng tiêu đề có cột «Tên đơn vị» hoặc «Xã», hoặc một tệp .txt mỗi dòng một tên",
    )


def _text(path: Path) -> str:
    raw = read_up_to(path, FILE_BYTES)
    if len(raw) > FILE_BYTES:
        raise UnreadableTable(f"tệp lớn hơn {FILE_BYTES // 1_000_000} MB", "tách thành nhiều tệp nhỏ hơn")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableTable("tệp không phải UTF-8", "lưu lại với bảng mã UTF-8") from None


def _column(sheet: Sheet, matcher: Matcher) -> list[str] | None:
    """Returns the texts below the first heading of units; None without one."""
    rows = list(sheet.rows.items())
    for position, (_, row) in enumerate(rows):
        for column, cell in row.items():
            heading = heading_of((text_of(cell),), matcher.measures) if cell.kind is CellKind.TEXT else None
            if heading is not None and heading.role in _ROLES:
                below = (lower.get(column) for _, lower in rows[position + 1 :])
                return [text_of(cell) for cell in below if cell is not None and cell.kind is CellKind.TEXT]
    return None


def _names(texts: Iterable[str]) -> list[str]:
    """Returns the names without blank lines, numbers in front and «UBND»."""
    lines = (one_line(text) for text in texts)
    return [administrative(line) or line for line in lines if line]
