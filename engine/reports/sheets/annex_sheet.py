"""The sheet «Phụ lục»: the annex of the report that is signed, the counts below it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation
from engine.explain.footing import footings
from engine.language import display
from engine.language.text import capital
from engine.reports.administrative_format import MARGINS
from engine.reports.official.model import OfficialReport, SigningRow
from engine.reports.official.signing import report_to_sign
from engine.reports.sheets.number_cells import as_number
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
from engine.workspace.cases import Case

SHEET = "Phụ lục"
_FROZEN = 2
_WIDTHS = (6, 42, 15, 13, 11, 12, 18, 13, 46)
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
_CHARACTERS_PER_LINE = 165
_TALLEST_ON_ONE_PAGE = 650.0
"""Points of a table that a page takes with letters that can still be read (some 6.5 points); a longer one takes several."""


def write_annex(book: Book, case: Case, evaluation: Evaluation) -> None:
    """Adds the sheet to ``book``."""
    sheet = book.sheet(SHEET)
    report = report_to_sign(Case(case.rulebook, case.facts.apart()), evaluation)
    table = report.table
    assert table is not None
    headings = [Heading(name, width) for name, width in zip(table.headings, _WIDTHS, strict=True)]
    rows = [_row(row) for row in table.rows]
    below = write_table(book, sheet, _titles(report), headings, rows, _FROZEN)
    write_titles(book, sheet, below + 1, _notes(case, evaluation), len(headings))
    set_margins(sheet, left=MARGINS.left, right=MARGINS.right, top=MARGINS.top, bottom=MARGINS.bottom)
    if table_height(rows, headings) <= _TALLEST_ON_ONE_PAGE:
        sheet.fit_to_pages(1, 1)


def _titles(report: OfficialReport) -> Iterator[Title]:
    yield Title("Phụ lục", SUBTITLE)
    yield Title(report.annex_title.upper(), MAIN_TITLE)
    yield Title(str(report.annex_note), BELOW_TITLE)


def _row(row: SigningRow) -> Row:
    status = next((status for status in Verdict if row.verdict.partition(",")[0] == status.label), None)
    cells: list[Cell] = [
        Text(row.number, align="center"),
        Text(row.text),
        Text(row.unit, align="center"),
        *(_number(text) for text in (row.goal, row.before, row.actual, row.relative)),
        Text(row.verdict, fill=FILLS[status] if status is not None else "", align="center"),
        Text(row.cause),
    ]
    return Row(cells, bold=row.is_target, fill=_TARGET_FILL if row.is_target else "")


def _number(text: str) -> Cell:
    number = as_number(text)
    return Text(text, align="center") if number is None else number._replace(align="center")


def _read_with_care(case: Case, evaluation: Evaluation) -> str:
    """Returns where warnings stand, '' where there are none."""
    care, warnings = len(footings(case, evaluation)), len(evaluation.warnings)
    told = [f"{care:02d} kết luận cần đọc kỹ (trang tính Phát hiện)"] if care else []
    told += [f"{warnings:02d} cảnh báo về số liệu (trang tính Đối chiếu)"] if warnings else []
    return f"Có {', '.join(told)}." if told else ""


def _notes(case: Case, evaluation: Evaluation) -> Iterator[Title]:
    for count in counts(evaluation):
        yield Title(capital(count.text) + (f" ({count.stated})" if count.stated else ""), _COUNT)
    subject = f"{evaluation.unit}, {evaluation.when}, số liệu tính đến {display.day(evaluation.as_of)}."
    for text in filter(None, (f"Ghi chú: {subject}", _read_with_care(case, evaluation))):
        yield Title(text, _NOTE, 1 + len(text) // _CHARACTERS_PER_LINE)
