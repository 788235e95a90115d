"""Writes the workbook of many units: matrix, ranking, totals, trends, units that need attention, data."""

from __future__ import annotations

from collections.abc import Sequence

from engine.evaluation.presentation import notice_of
from engine.many_units.overview import Overview
from engine.many_units.stream import Refusal
from engine.reports.sheets.measures_sheet import write_measures
from engine.reports.sheets.overview_sheets import (
    write_attention,
    write_matrix,
    write_ranking,
    write_totals,
    write_trends,
)
from engine.spreadsheets.book import Book
from engine.spreadsheets.tables import Row


def to_overview_xlsx(overview: Overview, measures: Sequence[Row], refused: Sequence[Refusal]) -> bytes:
    """Returns the .xlsx file of ``overview``, which has a unit at least; ``measures`` are the rows of its data.

    Its time of creation is the last day that it reports on.
    """
    resolution, last = overview.rulebook.resolution, overview.times[-1]
    notice = notice_of(overview.draft_codes)
    title = f"{'BẢN NHÁP: ' if notice else ''}Tổng hợp kết quả thực hiện {resolution.kind} số {resolution.number}"
    book = Book(title, f"{overview.of_all((one.unit for one in refused), last)} đơn vị, {last.text}", last.ends, notice)
    write_matrix(book, overview)
    write_ranking(book, overview)
    write_totals(book, overview)
    write_trends(book, overview)
    write_attention(book, overview, refused)
    write_measures(book, measures)
    return book.content()
