"""Takes the empty columns of the annex out of a filled Word template, and gives their width to the widest column."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn


def drop_empty_columns(document: Document, headings: Container[str]) -> None:
    """Drops those with ``headings`` from tables with a repeated head; a column of an office's own stays, empty or not.

    Tables with joined cells stay as they are.
    """
    for table in document.tables:
        rows = table._tbl.tr_lst
        grid = table._tbl.tblGrid.gridCol_lst
        plain = all(len(row.tc_lst) == len(grid) and row.find(f".//{qn('w:gridSpan')}") is None for row in rows)
        if len(rows) < 2 or rows[0].find(f".//{qn('w:tblHeader')}") is None or not plain:
            continue
        named = [place for place in range(len(grid)) if _text(rows[0].tc_lst[place]) in headings]
        empty = [place for place in named if not any(_text(row.tc_lst[place]) for row in rows[1:])]
        if empty and len(empty) < len(grid):
            _drop(rows, grid, empty)


def _drop(rows: list[Any], grid: list[Any], empty: list[int]) -> None:
    widths = [int(column.get(qn("w:w"))) for column in grid]
    freed = sum(widths[place] for place in empty)
    widest = max((place for place in range(len(grid)) if place not in empty), key=lambda place: widths[place])
    grid[widest].set(qn("w:w"), str(widths[widest] + freed))
    for row in rows:
        cells = list(row.tc_lst)
        width = cells[widest].find(f".//{qn('w:tcW')}")
        if width is not None:
            width.set(qn("w:w"), str(widths[widest] + freed))
        for place in empty:
            row.remove(cells[place])
    for column in [grid[place] for place in empty]:
        column.getparent().remove(column)


def _text(cell: Any) -> str:
    return "".join(part.text or "" for part in cell.iter(qn("w:t"))).strip()
