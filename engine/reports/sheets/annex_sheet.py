"""The sheet «Phụ lục»: the counts, then every target, criterion and part with goal, result, verdict, causes and places."""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.verdicts import Verdict
from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import Evaluation, FindingResult
from engine.evaluation.presentation import actual_marks, actual_text, lacking_text, relation_text
from engine.language import display
from engine.language.units import PERCENT_UNIT, POINTS_UNIT
from engine.reports.annex import AnnexRow, RowKind, annex_rows
from engine.reports.sheets.number_cells import number_cell
from engine.reports.summary import counts
from engine.spreadsheets.book import Book, Look
from engine.spreadsheets.tables import (
    BELOW_TITLE,
    EMPTY,
    MAIN_TITLE,
    SUBTITLE,
    Amount,
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
HEADINGS = (
    Heading("TT", 6),
    Heading("Chỉ tiêu, nội dung", 34),
    Heading("ĐVT", 15),
    Heading("Mục tiêu nghị quyết", 19),
    Heading("Kết quả thực hiện (ước)", 16),
    Heading("Tỷ lệ % hoặc chênh lệch", 13),
    Heading("Còn thiếu so với mục tiêu", 14),
    Heading("Đánh giá", 16),
    Heading("Nguyên nhân", 40),
    Heading("Nguồn", 14),
    Heading("Chỗ ghi số liệu", 22),
    Heading("Quy tắc", 17),
)
_FROZEN = 2
_TARGET_FILL = "#F2F2F2"
_FILLS = {
    Verdict.EXCEEDED: "#C6E0B4",
    Verdict.MET: "#E2EFDA",
    Verdict.NOT_MET: "#FFE699",
    Verdict.FAILED: "#F8CBAD",
    Verdict.UNDETERMINED: "#E4DFEC",
    Verdict.NOT_APPLICABLE: "#EDEDED",
}
_COUNT = Look(bold=True, size=11)
_NOTE = Look(italic=True, size=10)
_CHARACTERS_PER_LINE = 190


def write_annex(book: Book, case: Case, evaluation: Evaluation) -> None:
    """Adds the sheet."""
    sheet = book.sheet(SHEET)
    rows = [_row(row, evaluation) for row in annex_rows(evaluation)]
    below = write_table(book, sheet, _titles(case, evaluation), HEADINGS, rows, _FROZEN)
    write_titles(book, sheet, below + 1, _notes(evaluation), len(HEADINGS))


def _titles(case: Case, evaluation: Evaluation) -> Iterator[Title]:
    resolution = case.rulebook.resolution
    about = f" – {resolution.title}" if resolution.title else ""
    subject = f"{evaluation.resolution.title}{about}"
    yield Title("PHỤ LỤC: KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", MAIN_TITLE)
    yield Title(subject, SUBTITLE, 1 + len(subject) // _CHARACTERS_PER_LINE)
    yield Title(
        f"{evaluation.unit}, năm {evaluation.year}, số liệu tính đến {display.day(evaluation.as_of)}", BELOW_TITLE
    )
    for count in counts(evaluation):
        text = f"{count.text[0].upper()}{count.text[1:]}" + (f" ({count.stated})" if count.stated else "")
        yield Title(text, _COUNT)


def _row(row: AnnexRow, evaluation: Evaluation) -> Row:
    verdict = Text(row.verdict, fill=_FILLS[row.status] if row.status is not None else "", align="center")
    measure = row.measure
    cells = (
        Text(row.number, align="center"),
        Text(row.text),
        Text(row.unit, align="center"),
        Text(row.goal),
        EMPTY if measure is None else _actual(measure),
        EMPTY if measure is None else _relation(measure),
        Text("" if measure is None else lacking_text(measure), align="center"),
        verdict,
        Text(_causes(row, evaluation)),
        Text(row.source),
        Text(row.origin),
        Text(row.rule),
    )
    is_target = row.kind is RowKind.TARGET
    return Row(cells, bold=is_target, fill=_TARGET_FILL if is_target else "")


def _actual(measure: Measure) -> Cell:
    if measure.actual is None:
        return Text(actual_text(measure), align="center")
    marks = "".join(f" ({mark})" for mark in actual_marks(measure.actual))
    return _centred(number_cell(measure.actual.value.exact, measure.actual.label, measure.actual.unit, marks))


def _relation(measure: Measure) -> Cell:
    unit = PERCENT_UNIT if measure.points is None else POINTS_UNIT
    exact = measure.percent if measure.points is None else measure.points
    return _centred(number_cell(exact, relation_text(measure), unit))


def _centred(cell: Text | Amount) -> Cell:
    return cell._replace(align="center")


def _causes(row: AnnexRow, evaluation: Evaluation) -> str:
    """The direct causes in words, those that come by way of a limitation by their ids."""
    if row.kind is not RowKind.CRITERION or row.status is None or not row.status.unmet:
        return ""
    causes = [f for f in evaluation.findings if f.id in row.causes]
    direct = [f for f in causes if row.number in f.of]
    through = [f.id for f in causes if f not in direct]
    lines = [_cause(finding) for finding in direct]
    lines += [f"Qua hạn chế: {', '.join(through)} (xem trang tính Kết luận)"] if through else []
    if through and not direct:
        lines.insert(0, "Chưa có nguyên nhân trực tiếp.")
    return "\n".join(lines) or "Chưa có nguyên nhân giải thích."


def _cause(finding: FindingResult) -> str:
    return f"{finding.id}: {finding.text}"


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
