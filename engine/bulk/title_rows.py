"""Finds the headings of a table that begins with rows of another kind: a title, a unit of measure, blank rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from engine.bulk.heads import UNIT, role_of
from engine.importing.grid import UnreadableTable

LOOKED_AT = 20
"""Rows among which the headings are looked for."""
_BETWEEN_CELLS = re.compile(r"[,;\t|]")
_FEWEST = 3
"""Headings of a table: «Đơn vị» and a name stand in a title too."""


def below_titles(error: UnreadableTable, rows: Iterable[tuple[int, str]]) -> UnreadableTable:
    """Returns what is wrong with the headings of a table, with the remedy for rows above them where there seem to be some.

    ``rows`` are the first ones, the one that was read as headings before the others: their numbers and their cells, between commas,
    semicolons, tabs or bars.
    """
    first: list[str] | None = None
    for number, text in islice(rows, LOOKED_AT):
        cells = [cell for part in _BETWEEN_CELLS.split(text) if (cell := part.strip(' "\r\n'))]
        if len(cells) >= _FEWEST and any(role_of(cell) == UNIT for cell in cells):
            if first is None:  # they are the headings, and something else is wrong
                return error
            return UnreadableTable(error.message, f"xóa các dòng phía trên dòng {number}, có vẻ là dòng tiêu đề cột")
        first = cells if first is None else first
    if first is not None and len(first) < 2:
        return UnreadableTable(
            error.message, "xóa các dòng phía trên dòng tiêu đề cột, để dòng ấy là dòng đầu của bảng"
        )
    return error
