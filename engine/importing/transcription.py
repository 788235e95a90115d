"""Brings all texts of a sheet to Unicode: converts old fonts, names doubtful texts, refuses an unknown script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.domain.records import NamedTuple
from engine.importing.broken_texts import repairs_of
from engine.importing.cell import Cell, CellKind, Row
from engine.importing.grid import Sheet, UnreadableTable
from engine.importing.scripts import ConvertedText, Script, convert, script_of, script_of_font
from engine.importing.stored_rows import Rows, text_and_font


class TranscribedGrid(NamedTuple):
    """A sheet in Unicode. ``doubts`` are the places of texts whose conversion is not certain, each with the reason."""

    sheet: Sheet
    remark: str
    doubts: tuple[tuple[str, str], ...]


_NUMBER = re.compile(r"[0-9.,]*")
_Written = tuple[str, str]
"""A text and its font: what many cells share is read once."""


def transcribe(sheet: Sheet) -> TranscribedGrid:
    """Returns the sheet in Unicode. Raises UnreadableTable for an unknown script and for texts that are broken."""
    written = _written(sheet)
    where = f"trang «{sheet.name}»" if sheet.name else "tệp"
    repairs = repairs_of((text for text, _ in written), where)
    repaired = ""
    if repairs:
        sheet = _replaced(sheet, {(text, font): repairs[text] for text, font in written if text in repairs})
        repaired = f"{where} bị vỡ chữ (UTF-8 đã bị đọc nhầm bảng mã): đã khôi phục {len(repairs)} chữ, đối chiếu lại với tệp gốc"
        written = _written(sheet)
    written = {key: None for key in written if not key[0].isascii()}
    script = script_of(text for text, font in written if script_of_font(font) is None)
    if script is Script.UNSURE:
        raise UnreadableTable(
            f"không nhận ra bảng mã chữ Việt của {sheet.place('') or 'tệp'} (không phải Unicode, TCVN3 hay VNI)",
            "chuyển chữ sang Unicode (ví dụ bằng Unikey), lưu lại, rồi nhập",
        )
    read = {(text, font): convert(text, script, font) for text, font in written}
    doubts = tuple((sheet.place(cell.address), doubt) for cell, doubt in _doubtful(sheet, read))
    changed = {key: one for key, one in read.items() if one.text != key[0]}
    remark = _remark(sheet, where, script, changed) if changed else ""
    return TranscribedGrid(
        _replaced(sheet, {key: one.text for key, one in changed.items()}), remark or repaired, doubts
    )


def _written(sheet: Sheet) -> dict[_Written, None]:
    """Returns the different texts of a sheet that are no mere numbers, as keys in their order."""
    written = filter(None, map(text_and_font, sheet.rows.contents()))
    return {key: None for key in written if not _NUMBER.fullmatch(key[0])}


def _doubtful(sheet: Sheet, read: dict[_Written, ConvertedText]) -> Iterator[tuple[Cell, str]]:
    doubts = {key: one.doubt for key, one in read.items() if one.doubt}
    for cell in _cells(sheet) if doubts else ():
        if (doubt := doubts.get((cell.text, cell.font))) is not None:
            yield cell, doubt


def _cells(sheet: Sheet) -> Iterator[Cell]:
    """Returns the texts of a sheet, a merged one once."""
    for number, row in sheet.rows.items():
        for column, cell in row.items():
            if cell.kind is CellKind.TEXT and (cell.row, cell.column) == (number, column):
                yield cell


def _replaced(sheet: Sheet, texts: dict[_Written, str]) -> Sheet:
    """Returns the sheet with other ``texts``; merged places keep sharing their cell."""
    if not texts:
        return sheet
    return sheet._replace(rows=Rows.of((number, _row(row, texts)) for number, row in sheet.rows.items()))


def _row(row: Row, texts: dict[_Written, str]) -> Row:
    """Returns the row with other ``texts``; the places of a merged cell keep sharing it."""
    written = {
        id(cell): cell._replace(text=text)
        for cell in row.values()
        if cell.kind is CellKind.TEXT and (text := texts.get((cell.text, cell.font))) is not None
    }
    return {number: written.get(id(cell), cell) for number, cell in row.items()}


def _remark(sheet: Sheet, where: str, script: Script, changed: dict[_Written, ConvertedText]) -> str:
    certain = {key for key, one in changed.items() if not one.doubt}
    scripts = {script_of_font(font) or script for _, font in certain} - {Script.UNICODE}
    if not scripts:
        return ""
    named = " và ".join(sorted(scripts))
    count = sum((cell.text, cell.font) in certain for cell in _cells(sheet))
    return f"{where} dùng bảng mã {named}: đã chuyển {count} ô sang Unicode"
