"""The sheet «Phụ lục»: the annex as it is printed, the counts and sources below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation
from engine.explain.footing import footings
from engine.language import display
from engine.language.text import capital
from engine.reports.administrative_format import AdministrativeFormat
from engine.reports.annex import AnnexRow, RowKind, annex_rows
from engine.reports.columns import Column, Content, Number, VerdictWords, sheet_columns
from engine.reports.earlier import EarlierValues
from engine.reports.official.annexes import annexes_of, source_note
from engine.reports.official.compose import official_report
from engine.reports.official.model import OfficialReport
from engine.reports.sheets.number_cells import number_cell
from engine.reports.summary import counts
from engine.spreadsheets.book import Book, Look
from engine.spreadsheets.tables import (
    BELOW_TITLE,
    MAIN_TITLE,
    SUBTITLE,
    Amount,
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
    columns = sheet_columns()
    report, earlier = official_report(case, evaluation), EarlierValues(case)
    headings = [Heading(column.sheet_heading, column.sheet) for column in columns]
    rows = [_row(_with_year_before(row, earlier), columns) for row in annex_rows(evaluation)]
    below = write_table(book, sheet, _titles(report), headings, rows, _FROZEN)
    write_titles(book, sheet, below + 1, _notes(evaluation, report, _read_with_care(case, evaluation)), len(headings))
    page = AdministrativeFormat().page
    if table_height(rows, headings) <= _TALLEST_ON_ONE_PAGE:
        sheet.fit_to_pages(1, 1)
    set_margins(sheet, left=page.left, right=page.right, top=page.top, bottom=page.bottom)


def _titles(report: OfficialReport) -> Iterator[Title]:
    yield Title(annexes_of(report)[0].upper(), SUBTITLE)
    yield Title(report.annex_title, MAIN_TITLE)
    yield Title(str(report.annex_note), BELOW_TITLE)


def _with_year_before(row: AnnexRow, earlier: EarlierValues) -> AnnexRow:
    return row if row.measure is None else row._replace(year_before=earlier.year_before(row.measure))


def _row(row: AnnexRow, columns: Sequence[Column]) -> Row:
    is_target = row.kind is RowKind.TARGET
    cells = [_cell(column, column.content(row)) for column in columns]
    return Row(cells, bold=is_target, fill=_TARGET_FILL if is_target else "")


def _cell(column: Column, content: Content) -> Cell:
    align = "center" if column.centred or isinstance(content, Number) else "left"
    match content:
        case Number(text, exact, unit, marks):
            cell = number_cell(exact, text, unit, marks)
            if marks and isinstance(cell, Amount) and cell.width > column.sheet:
                cell = Text(text + marks)  # a number cannot be wrapped, and would make the page too wide
            return cell._replace(align=align)
        case VerdictWords(text, status):
            return Text(text, fill=FILLS[status] if status is not None else "", align=align)
        case _:
            return Text(str(content), align=align)


def _read_with_care(case: Case, evaluation: Evaluation) -> str:
    """Returns where warnings stand, '' where there are none."""
    care, warnings = len(footings(case, evaluation)), len(evaluation.warnings)
    told = [f"{care:02d} kết luận cần đọc kỹ (trang tính Phát hiện)"] if care else []
    told += [f"{warnings:02d} cảnh báo về số liệu (trang tính Đối chiếu)"] if warnings else []
    return f"Có {', '.join(told)}." if told else ""


def _notes(evaluation: Evaluation, report: OfficialReport, read_with_care: str) -> Iterator[Title]:
    for count in counts(evaluation):
        yield Title(capital(count.text) + (f" ({count.stated})" if count.stated else ""), _COUNT)
    subject = f"{evaluation.unit}, {evaluation.when}, số liệu tính đến {display.day(evaluation.as_of)}."
    marks = "(ước): số ước thực hiện; (suy ra): nguồn không ghi thẳng con số; (nhận định): người đánh giá nhận định, không đo đếm."
    sources = source_note(report.sources) if report.sources else ""
    for text in filter(None, (f"Ghi chú: {subject}", marks, sources, read_with_care)):
        yield Title(text, _NOTE, 1 + len(text) // _CHARACTERS_PER_LINE)
