"""Writes the spreadsheet report: annex, data, live numbers, charts, findings, reconciliations, grounds, each on its sheet."""

from __future__ import annotations

from engine.evaluation.evaluation import Evaluation
from engine.evaluation.presentation import draft_notice
from engine.reports.sheets.annex_sheet import write_annex
from engine.reports.sheets.charts_sheet import write_charts
from engine.reports.sheets.facts_sheet import write_facts
from engine.reports.sheets.findings_sheets import write_findings, write_reconciliations
from engine.reports.sheets.grounds_sheet import write_grounds
from engine.reports.sheets.live_values import LiveValues
from engine.reports.sheets.measures_sheet import measure_rows, write_measures
from engine.spreadsheets.book import Book
from engine.workspace.case import Case


def to_xlsx(case: Case, evaluation: Evaluation) -> bytes:
    """Returns the .xlsx file, equal for equal cases. Its time of creation is the as-of date of the facts."""
    title = f"Kết quả thực hiện {evaluation.resolution.kind} số {evaluation.resolution.number}"
    notice = draft_notice(evaluation)
    marked = f"BẢN NHÁP: {title}" if notice else title
    book = Book(marked, f"{evaluation.unit}, {evaluation.when}", evaluation.as_of, notice)
    write_annex(book, case, evaluation)
    write_measures(book, measure_rows(evaluation))
    live = LiveValues(case, evaluation)
    cells = write_facts(book, case, evaluation, live)
    write_charts(book, case, evaluation, live)
    write_findings(book, case, evaluation)
    write_reconciliations(book, case, evaluation)
    write_grounds(book, case, evaluation, live, cells)
    return book.content()
