"""The sheet «Phụ lục»: the annex of the report that is signed, the counts below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation
from engine.language import display
from engine.language.text import capital
from engine.reports.administrative_format import MARGINS
from engine.reports.official.model import OfficialReport, SigningRow
from engine.reports.official.signing import report_to_sign
from engine.reports.summary import counts
from engine.spreadsheets.book import Book, Look
from engine.spreadsheets.tables import (
    BELOW_TITLE,
    MAIN_TITLE,
    SUBTITLE,
    Cell,
    Heading,
    Row,
    Text,
    Title,
    set_margins,
    table_height,
    write_table,
    write_titles,
)
from engine.workspace.case import Case

SHEET = "Phụ lục"
_FROZEN = 2
_WIDTHS = (6, 46, 13, 13, 11, 13, 18, 13, 46)
_TARGET_FILL = "#F2F2F2"
FILLS = {
    Verdict.EXCEEDED: "#C6E0B4",
    Verdict.MET: "#E2EFDA",
    Verdict.NOT_MET: "#FFE699",
    Verdict.FAILED: "#F8CBAD",
    Verdict.PERIOD_OPEN: "#DDEBF7",
    Verdict.UNDETERMINED: "#E4DFEC",
    Verdict.NOT_APPLICABLE: "#EDEDED",
}
_NOTE = Look(italic=True, size=10)
_COUNT = Look(bold=True)
_TALLEST_ON_ONE_PAGE = 650.0
"""Points of a table that a page takes with letters that can still be read (some 6.5 points); a longer one takes several."""


def write_annex(book: Book, case: Case, evaluation: Evaluation) -> None:
    """Adds the sheet to ``book``: texts throughout, since numbers beside them would follow the settings of each machine."""
    sheet = book.sheet(SHEET)
    report = report_to_sign(Case(case.rulebook, case.facts.apart()), evaluation)
    table = report.table
    assert table is not None
    headings = [Heading(table.headings[place], _WIDTHS[place]) for place in table.filled]
    headings[-1] = headings[-1]._replace(width=sum(_WIDTHS) - sum(one.width for one in headings[:-1]))
    rows = [_row(row, table.filled) for row in table.rows]
    below = write_table(book, sheet, _titles(report), headings, rows, _FROZEN)
    write_titles(book, sheet, below + 1, _notes(evaluation), len(headings))
    set_margins(sheet, left=MARGINS.left, right=MARGINS.right, top=MARGINS.top, bottom=MARGINS.bottom)
    if table_height(rows, headings) <= _TALLEST_ON_ONE_PAGE:
        sheet.fit_to_pages(1, 1)


def _titles(report: OfficialReport) -> Iterator[Title]:
    yield Title("Phụ lục", SUBTITLE)
    yield Title(report.annex_title.upper(), MAIN_TITLE)
    yield Title(str(report.annex_note), BELOW_TITLE)


def _row(row: SigningRow, filled: Sequence[int]) -> Row:
    cells: list[Cell] = [
        Text(row.number, align="center"),
        Text(row.text),
        Text(row.unit, align="center"),
        *(Text(text, align="center") for text in (row.goal, row.before, row.actual, row.relative)),
        Text(row.verdict, fill=FILLS[row.status] if row.status is not None else "", align="center"),
        Text(row.cause),
    ]
    return Row([cells[place] for place in filled], bold=row.is_target, fill=_TARGET_FILL if row.is_target else "")


def _notes(evaluation: Evaluation) -> Iterator[Title]:
    for count in counts(evaluation):
        yield Title(capital(count.text), _COUNT)
    subject = f"{evaluation.unit}, {evaluation.when}, số liệu tính đến {display.day(evaluation.as_of)}."
    yield Title(f"Ghi chú: {subject}", _NOTE)
