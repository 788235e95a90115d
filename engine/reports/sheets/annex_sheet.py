"""The sheet «Phụ lục»: the counts, then every target, criterion and part with goal, result, verdict, causes and places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation
from engine.language import display
from engine.language.text import capital
from engine.reports.annex import AnnexRow, RowKind, annex_rows
from engine.reports.columns import Column, Content, Number, VerdictWords, sheet_columns
from engine.reports.sheets.number_cells import number_cell
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
    write_table,
    write_titles,
)
from engine.workspace.cases import Case

SHEET = "Phụ lục"
_FROZEN = 2
_TARGET_FILL = "#F2F2F2"
_FILLS = {
    Verdict.EXCEEDED: "#C6E0B4",
    Verdict.MET: "#E2EFDA",
    Verdict.NOT_MET: "#FFE699",
    Verdict.FAILED: "#F8CBAD",
    Verdict.PERIOD_OPEN: "#DDEBF7",
    Verdict.UNDETERMINED: "#E4DFEC",
    Verdict.NOT_APPLICABLE: "#EDEDED",
}
_COUNT = Look(bold=True, size=11)
_NOTE = Look(italic=True, size=10)
_CHARACTERS_PER_LINE = 190


def write_annex(book: Book, case: Case, evaluation: Evaluation) -> None:
    """Adds the sheet to ``book``."""
    sheet = book.sheet(SHEET)
    columns = sheet_columns()
    headings = [Heading(column.heading, column.sheet) for column in columns]
    rows = [_row(row, columns) for row in annex_rows(evaluation)]
    below = write_table(book, sheet, _titles(case, evaluation), headings, rows, _FROZEN)
    write_titles(book, sheet, below + 1, _notes(evaluation), len(headings))


def _titles(case: Case, evaluation: Evaluation) -> Iterator[Title]:
    resolution = case.rulebook.resolution
    about = f" – {resolution.title}" if resolution.title else ""
    subject = f"{evaluation.resolution.title}{about}"
    yield Title("PHỤ LỤC: KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", MAIN_TITLE)
    yield Title(subject, SUBTITLE, 1 + len(subject) // _CHARACTERS_PER_LINE)
    yield Title(f"{evaluation.unit}, {evaluation.when}, số liệu tính đến {display.day(evaluation.as_of)}", BELOW_TITLE)
    for count in counts(evaluation):
        text = capital(count.text) + (f" ({count.stated})" if count.stated else "")
        yield Title(text, _COUNT)


def _row(row: AnnexRow, columns: Sequence[Column]) -> Row:
    is_target = row.kind is RowKind.TARGET
    cells = [_cell(column, column.content(row)) for column in columns]
    return Row(cells, bold=is_target, fill=_TARGET_FILL if is_target else "")


def _cell(column: Column, content: Content) -> Cell:
    align = "center" if column.centred or isinstance(content, Number) else "left"
    match content:
        case Number(text, exact, unit, marks):
            return number_cell(exact, text, unit, marks)._replace(align=align)
        case VerdictWords(text, status):
            return Text(text, fill=_FILLS[status] if status is not None else "", align=align)
        case _:
            return Text(str(content), align=align)


def _notes(evaluation: Evaluation) -> Iterator[Title]:
    yield Title("Ghi chú:", Look(bold=True, italic=True, size=10))
    for code, name in evaluation.sources.items():
        text = f"- Nguồn {code}: {name}"
        yield Title(text, _NOTE, 1 + len(text) // _CHARACTERS_PER_LINE)
    yield Title(
        "- (ước): số ước thực hiện; (suy ra): nguồn không ghi thẳng con số; (nhận định): người đánh giá nhận định, không đo đếm.",
        _NOTE,
    )
    yield Title(
        "- Ô số giữ giá trị chưa làm tròn và hiện như trong bảng kết quả; chỗ làm tròn sẽ chạm hoặc vượt ngưỡng thì giữ đúng số hiện ra.",
        _NOTE,
    )
    yield Title("- Chỗ ghi số liệu và quy tắc: tên tệp và số dòng trong thư mục làm việc.", _NOTE)
