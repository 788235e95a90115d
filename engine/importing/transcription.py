"""Brings all texts of a sheet to Unicode: converts old fonts, names doubtful texts, refuses an unknown script."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from engine.importing.broken_texts import repairs_of
from engine.importing.grid import Cell, CellKind, Row, Sheet, UnreadableTable
from engine.importing.scripts import Script, convert, script_of, script_of_font


class TranscribedGrid(NamedTuple):
    """A sheet in Unicode. ``doubts`` are the places of texts whose conversion is not certain, each with the reason."""

    sheet: Sheet
    remark: str
    doubts: tuple[tuple[str, str], ...]


def transcribe(sheet: Sheet) -> TranscribedGrid:
    """Returns the sheet in Unicode. Raises UnreadableTable for an unknown script and for texts that are broken."""
    sheet, repaired = _whole(sheet)
    cells = {id(cell): cell for row in sheet.rows.values() for cell in row.values() if _needs_look(cell)}
    if not cells:
        return TranscribedGrid(sheet, repaired, ())
    script = script_of(cell.text for cell in cells.values() if script_of_font(cell.font) is None)
    if script is Script.UNSURE:
        raise UnreadableTable(
            f"không nhận ra bảng mã chữ Việt của {sheet.place('') or 'tệp'} (không phải Unicode, TCVN3 hay VNI)",
            "chuyển chữ sang Unicode (ví dụ bằng Unikey), lưu lại, rồi nhập",
        )
    once = cache(lambda text, font: convert(text, script, font))  # a text that many cells share is read once
    converted = {key: once(cell.text, cell.font) for key, cell in cells.items()}
    written = {key: cells[key]._replace(text=read.text) for key, read in converted.items()}
    rows = {number: _row(row, written) for number, row in sheet.rows.items()}
    doubts = tuple((sheet.place(cells[key].address), read.doubt) for key, read in converted.items() if read.doubt)
    changed = [key for key, read in converted.items() if read.text != cells[key].text and not read.doubt]
    return TranscribedGrid(sheet._replace(rows=rows), _remark(sheet, script, cells, changed) or repaired, doubts)


def _whole(sheet: Sheet) -> tuple[Sheet, str]:
    """Returns the sheet with broken texts repaired, and the remark that says so. Raises UnreadableTable."""
    where = f"trang «{sheet.name}»" if sheet.name else "tệp"
    texts = (cell.text for row in sheet.rows.values() for cell in row.values() if cell.kind is CellKind.TEXT)
    repairs = repairs_of(texts, where)
    if not repairs:
        return sheet, ""
    once = cache(lambda cell: cell._replace(text=repairs.get(cell.text, cell.text)))
    rows = {number: {column: once(cell) for column, cell in row.items()} for number, row in sheet.rows.items()}
    remark = (
        f"{where} bị vỡ chữ (UTF-8 đã bị đọc nhầm bảng mã): đã khôi phục {len(repairs)} chữ, đối chiếu lại với tệp gốc"
    )
    return sheet._replace(rows=rows), remark


def _needs_look(cell: Cell) -> bool:
    return cell.kind is CellKind.TEXT and not cell.text.isascii()


def _row(row: Row, written: dict[int, Cell]) -> Row:
    """Returns the row with converted cells; merged places keep sharing their cell."""
    return {number: written.get(id(cell), cell) for number, cell in row.items()}


def _remark(sheet: Sheet, script: Script, cells: dict[int, Cell], changed: list[int]) -> str:
    scripts = {script_of_font(cells[key].font) or script for key in changed} - {Script.UNICODE}
    if not scripts:
        return ""
    named = " và ".join(sorted(scripts))
    where = f"trang «{sheet.name}»" if sheet.name else "tệp"
    return f"{where} dùng bảng mã {named}: đã chuyển {len(changed)} ô sang Unicode"
