"""The text of a row from which its hash is made, made while its cells are near: to gather them again from thousands of rows,
column by column, takes longer than to hash them."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from engine.bulk.heads import Layout
from engine.bulk.reading import Line
from engine.importing.number_writing import Writing


class RowTexts:
    """Notes the rows of a table with a row for each unit, in the order in which they are read."""

    def __init__(self, layout: Layout) -> None:
        places = sorted(layout.indicators, key=layout.indicators.__getitem__)
        self._width = max(places, default=-1) + 1
        self._cells: Any = itemgetter(*places) if len(places) > 1 else lambda cells: [cells[at] for at in places]
        self._noted: list[str] = []

    def note(self, line: Line) -> None:
        """Notes the cells of indicators of a row."""
        missing = self._width - len(line.cells)
        self._noted.append("\n".join(self._cells([*line.cells, *[""] * missing] if missing > 0 else line.cells)))

    def taken(self) -> list[str]:
        """Returns the cells of each row since the last time, in the order of their codes, a line each."""
        noted, self._noted = self._noted, []
        return noted


def row_texts(layout: Layout, writing: Writing | None) -> RowTexts | None:
    """Returns what notes the rows of a table; None where a unit has several, or its numbers are not read as they are written."""
    return None if layout.is_long or writing is Writing.ENGLISH else RowTexts(layout)
