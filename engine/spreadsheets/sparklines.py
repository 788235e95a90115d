"""Native sparklines, whose bars begin at 0, so that rows compare and a flat course looks flat."""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from engine.domain.records import NamedTuple

_BAR = "#1F4E79"


class Sparkline(NamedTuple):
    """The columns ``first`` to ``last`` of ``row``, drawn from 0 to ``high``."""

    row: int
    first: int
    last: int
    high: float


def write_sparklines(sheet: Worksheet, name: str, lines: Iterable[Sparkline], column: int) -> None:
    """Draws ``lines`` in ``column`` of the sheet that has ``name``."""
    for line in lines:
        cells = f"'{name}'!{xl_range(line.row, line.first, line.row, line.last)}"
        options = {"range": cells, "type": "column", "min": 0, "max": line.high, "series_color": _BAR}
        sheet.add_sparkline(line.row, column, options)
