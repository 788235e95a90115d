"""Takes the wholly empty columns out of the tables of a filled Word template, and gives their width to the widest."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.oxml.ns import qn


def drop_empty_columns(document: Document) -> None:
    """Drops them from every table whose head is repeated on each page; tables with joined cells stay as they are."""
    for table in document.tables:
        rows = table._tbl.tr_lst
        grid = table._tbl.tblGrid.gridCol_lst
        plain = all(len(row.tc_lst) == len(grid) and row.find(f".//{qn('w:gridSpan')}") is None for row in rows)
        if len(rows) < 2 or rows[0].find(f".//{qn('w:tblHeader')}") is None or not plain:
            continue
        empty = [place for place in range(len(grid)) if not any(_text(row.tc_lst[place]) for row in rows[1:])]
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
