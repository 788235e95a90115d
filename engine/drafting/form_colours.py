"""The colours of the spreadsheet form, which change while somebody fills it in."""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from engine.drafting import facts_columns as layout
from engine.drafting.facts_columns import FACTS_COLUMNS, Column
from engine.spreadsheets.book import Book

FILLED, NEEDED, NO_NUMBER, NO_SOURCE = "#E2EFDA", "#FFE699", "#F8CBAD", "#FCE4D6"


class FormColours:
    """The conditional formats of one sheet. Rows count from 0; ``source`` is the cell of the source of the whole form."""

    def __init__(self, book: Book, sheet: Worksheet, source: str) -> None:
        self.book, self.sheet, self.source = book, sheet, source

    def paint(self, numbers: Iterable[tuple[int, int]], needed: tuple[int, int] | None, table: tuple[int, int]) -> None:
        """Colours the cells of the ``table``; ``numbers`` are its runs of rows that want a number, ``needed`` those that judge."""
        for run in numbers:
            value = self._cell(layout.VALUE, run)
            digits = f"SUMPRODUCT(--ISNUMBER(FIND(ROW($1:$10)-1,{value})))"
            self._where(layout.VALUE, run, f"AND({_filled(value)},{digits}=0)", NO_NUMBER)
        self._where(layout.VALUE, table, _filled(self._cell(layout.VALUE, table)), FILLED)
        if needed is not None:
            self._where(layout.VALUE, needed, f"NOT({_filled(self._cell(layout.VALUE, needed))})", NEEDED)
        value, source = self._cell(layout.VALUE, table), self._cell(layout.SOURCE, table)
        unsourced = f"AND({_filled(value)},NOT({_filled(source)}),NOT({_filled(self.source)}))"
        self._where(layout.SOURCE, table, unsourced, NO_SOURCE)

    def _where(self, column: Column, rows: tuple[int, int], formula: str, fill: str) -> None:
        at = FACTS_COLUMNS.index(column)
        look = self.book.workbook.add_format({"bg_color": fill})
        rule = {"type": "formula", "criteria": f"={formula}", "format": look, "stop_if_true": True}
        self.sheet.conditional_format(rows[0], at, rows[1], at, rule)

    def _cell(self, column: Column, rows: tuple[int, int]) -> str:
        return f"${xl_col_to_name(FACTS_COLUMNS.index(column))}{rows[0] + 1}"


def _filled(cell: str) -> str:
    return f"LEN(TRIM({cell}))>0"


def runs_of(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Returns the runs of neighbours among rising numbers.

    >>> runs_of([3, 4, 7])
    [(3, 4), (7, 7)]
    """
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = runs[-1][0], row
        else:
            runs.append((row, row))
    return runs
