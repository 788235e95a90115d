"""How a person finds a cell of a table of many units: «ô E2, cột «ho.tong»» in Excel, «dòng 2, cột «ho.tong»» elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from engine.bulk.heads import Layout, no_place
from engine.bulk.reading import Numbering, Table
from engine.importing.cell import column_letters
from engine.language.text import abridged, on_one_line

_LONGEST = 100
"""Characters of a heading that a message shows."""


def column_places(numbering: Numbering) -> Callable[[int], str]:
    """Returns how a person finds a column, counted from 0, by its heading: «cột C» in Excel, «cột 3» elsewhere."""
    if numbering is Numbering.CELLS:
        return lambda column: f"cột {column_letters(column + 1)}"
    return no_place if numbering is Numbering.UNSEEN else lambda column: f"cột {column + 1}"


class TablePlaces:
    """The places of the cells of ``table``, whose columns are ``layout``; rows count from 1, columns from 0."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self.headings = table.headings
        self.layout = layout
        self._numbering = table.numbering

    def of(self, row: int, column: int | None) -> str:
        """The place of a cell, of a whole row where ``column`` is None; '' where a person can see neither."""
        if column is not None and self._numbering is Numbering.CELLS:
            found = [f"ô {column_letters(column + 1)}{row}"]
        else:
            found = [f"dòng {row}"] if self._numbering is not Numbering.UNSEEN else []
        if column is not None and (heading := self.heading(column)):
            found.append(f"cột «{heading}»")
        elif column is not None and self._numbering is not Numbering.CELLS:
            found.append(f"cột thứ {column + 1}")
        return ", ".join(found)

    def rows(self, first: int, second: int) -> str:
        """« (dòng 2 và 5)»; '' where the rows have no numbers that a person sees."""
        return "" if self._numbering is Numbering.UNSEEN else f" (dòng {first} và {second})"

    def heading(self, column: int) -> str:
        """The heading of a column, on one line and not endless."""
        heading = self.headings[column] if column < len(self.headings) else ""
        return on_one_line(abridged(heading, _LONGEST))
