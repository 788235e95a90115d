"""Writes small binary workbooks (.xlsb) by the records of [MS-XLSB], since no free program does; Excel is not needed."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def record(number: int, content: bytes = b"") -> bytes:
    """A record: number and size in groups of seven bits, then the content."""
    return _groups(number) + _groups(len(content)) + content


def _groups(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def wide(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack("<I", len(raw) // 2) + raw


def rich(text: str, *runs: tuple[int, int]) -> bytes:
    """A text whose runs begin at a letter, each with the number of a font."""
    if not runs:
        return b"\0" + wide(text)
    return b"\1" + wide(text) + struct.pack("<I", len(runs)) + b"".join(struct.pack("<HH", *run) for run in runs)


def font(name: str, script: int = 0) -> bytes:
    return record(43, struct.pack("<HHHHBBBB", 220, 0, 400, script, 0, 2, 0, 0) + bytes(8) + b"\0" + wide(name))


def form(number: int, code: str) -> bytes:
    return record(44, struct.pack("<H", number) + wide(code))


def xf(number_format: int, font_number: int = 0) -> bytes:
    return record(47, struct.pack("<HHH", 0, number_format, font_number) + bytes(10))


def row(number: int, *cells: bytes, hidden: bool = False) -> bytes:
    """A row, counted from 1, with its cells."""
    head = struct.pack("<IIHBB", number - 1, 0, 300, 0, 0x10 if hidden else 0) + bytes(5)
    return record(0, head) + b"".join(cells)


def cell(kind: int, column: int, value: bytes = b"", style: int = 0) -> bytes:
    """A cell in a column, counted from 1."""
    return record(kind, struct.pack("<II", column - 1, style) + value)


def rk(column: int, bits: int, style: int = 0) -> bytes:
    return cell(2, column, struct.pack("<I", bits), style)


def whole(column: int, number: int, style: int = 0) -> bytes:
    """A whole number, as Excel stores those of thirty bits."""
    return rk(column, (number << 2 | 2) & 0xFFFFFFFF, style)


def real(column: int, number: float, style: int = 0) -> bytes:
    return cell(5, column, struct.pack("<d", number), style)


def shared(column: int, number: int, style: int = 0) -> bytes:
    return cell(7, column, struct.pack("<I", number), style)


def text(column: int, words: str, style: int = 0) -> bytes:
    return cell(6, column, wide(words), style)


def columns(first: int, last: int, hidden: bool) -> bytes:
    return record(60, struct.pack("<IIIIH", first - 1, last - 1, 2048, 0, int(hidden)))


def merged(top: int, left: int, bottom: int, right: int) -> bytes:
    return record(176, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))


def sheet(*rows: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    return record(129) + before + record(145) + b"".join(rows) + record(146) + after + record(130)


def comment(row_number: int, column: int, words: str) -> bytes:
    place = struct.pack("<IIIII", 0, row_number - 1, row_number - 1, column - 1, column - 1) + bytes(16)
    return record(635, place) + record(637, rich(words)) + record(636)


def name(words: str, reference: int, row_number: int, column: int) -> bytes:
    """A defined name of one cell."""
    formula = struct.pack("<BHIH", 0x3A, reference, row_number - 1, column - 1)
    return record(39, bytes(5) + b"\xff" * 4 + wide(words) + struct.pack("<I", len(formula)) + formula + bytes(4))


STYLES = record(278) + font("Calibri") + font(".VnTime") + font("Calibri", script=1)


def xlsb(
    path: Path,
    sheets: dict[str, bytes],
    *,
    states: tuple[int, ...] = (),
    texts: tuple[bytes, ...] = (),
    styles: bytes = b"",
    book: bytes = b"",
    parts: dict[str, bytes] | None = None,
) -> Path:
    """Writes a workbook; ``styles`` are formats and the styles of cells, ``book`` further records of the workbook."""
    listed, relations, written = b"", [("styles", "styles.bin"), ("sharedStrings", "sharedStrings.bin")], {}
    for number, (title, content) in enumerate(sheets.items(), 1):
        state = states[number - 1] if states else 0
        listed += record(156, struct.pack("<II", state, number) + wide(f"rId{number + 2}") + wide(title))
        relations.append(("worksheet", f"worksheets/sheet{number}.bin"))
        written[f"xl/worksheets/sheet{number}.bin"] = content
    written["xl/workbook.bin"] = record(131) + record(143) + listed + record(144) + book + record(132)
    written["xl/styles.bin"] = STYLES + styles + record(279)
    written["xl/sharedStrings.bin"] = record(159, bytes(8)) + b"".join(record(19, t) for t in texts) + record(160)
    written["_rels/.rels"] = related(("officeDocument", "xl/workbook.bin"))
    written["xl/_rels/workbook.bin.rels"] = related(*relations)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in (written | (parts or {})).items():
            package.writestr(part, content)
    return path


def related(*targets: tuple[str, str]) -> bytes:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{space}">{listed}</Relationships>'.encode()
