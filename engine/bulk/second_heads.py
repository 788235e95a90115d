"""Tells headings of two rows, and those that are merged over several columns: a table of many units has one row of headings."""

from __future__ import annotations

from engine.bulk.docs import text_in_cell
from engine.bulk.heads import UNIT, role_of
from engine.bulk.reading import Line, Table
from engine.bulk.workbook import XlsxTable
from engine.importing.grid import UnreadableTable
from engine.language.text import fold

ONE_ROW = "để một dòng tiêu đề, không gộp ô, mỗi cột một mã hoặc tên số liệu; hoặc nhập bảng này bằng `chitieu import`"
"""The remedy for headings of several rows."""


def with_second_head(error: UnreadableTable, table: Table) -> UnreadableTable:
    """Returns what is wrong with the headings of ``table``, with the second row of them where it has one. Raises UnreadableTable, OSError."""
    units = [at for at, heading in enumerate(table.headings) if role_of(heading) == UNIT]
    second = next(table.lines(), None) if units else None
    if second is not None and _is_head(second, table.headings, units[0]):
        doubt = second.doubts.get(units[0])
        seems = "" if doubt is not None and doubt.with_heading else "có vẻ "
        first = second.number - 1 if doubt is None or doubt.merged_from is None else doubt.merged_from[0]
        rows = f"dòng {first} và {second.number}"
        what = f"{error.message}; {seems}bảng có hai dòng tiêu đề ({rows}), công cụ chỉ đọc tiêu đề một dòng"
        return UnreadableTable(what, ONE_ROW)
    if isinstance(table, XlsxTable) and table.wide_heading:
        what = f"{error.message}; ô tiêu đề {table.wide_heading} gộp nhiều cột"
        return UnreadableTable(what, ONE_ROW)
    return error


def _is_head(line: Line, headings: list[str], unit: int) -> bool:
    """Whether a row seems to go on with the headings: it has words, but no numbers, and names no unit."""
    cells = [text_in_cell(cell) for cell in line.cells]
    name = cells[unit] if unit < len(cells) else ""
    if name and fold(name) != fold(headings[unit]):
        return False
    own = [cell for cell, heading in zip(cells, headings, strict=False) if cell and fold(cell) != fold(heading)]
    return bool(own) and not line.typed and not any(cell[0].isdigit() for cell in own)
