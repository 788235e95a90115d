"""The sheet «Dữ liệu»: an Excel Table with one row per measure, ready to be filtered and pivoted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from engine.domain.records import NamedTuple
from engine.evaluation.comparison import Measure
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.evaluation import Verdicts
from engine.evaluation.presentation import actual_marks, rests_text, verdict_marks
from engine.language import display
from engine.language.syntax import Direction, Relation
from engine.language.units import PERCENT_UNIT, POINTS_UNIT, Unit
from engine.reports.sheets.annex_sheet import FILLS
from engine.reports.sheets.number_cells import day_cell, number_cell
from engine.spreadsheets.book import Book
from engine.spreadsheets.tables import (
    EMPTY,
    LEFT_TITLE,
    Amount,
    Cell,
    Heading,
    Row,
    Text,
    Title,
    set_two_pages_wide,
    write_table,
)

SHEET, TABLE = "Dữ liệu", "DuLieu"
_FROZEN = 2
_SIGNS = {
    Relation.AT_LEAST: "≥", Relation.ABOVE: ">", Relation.AT_MOST: "≤", Relation.BELOW: "<", Relation.EQUAL: "=",
    Relation.DIFFERENT: "≠", Relation.RANGE: "trong khoảng", Relation.CORRIDOR: "giữ trong khoảng",
}  # fmt: skip


class _Subject(NamedTuple):
    """The subject of a row; ``measure`` is None for a criterion without any, and for targets of them."""

    verdicts: Verdicts
    target: TargetResult
    criterion: CriterionResult
    measure: Measure | None


class _Column(NamedTuple):
    heading: str
    width: float
    cell: Callable[[_Subject], Cell]


def measure_rows(verdicts: Verdicts) -> list[Row]:
    """Returns a row for every measure of a case, and for every criterion without any."""
    return [Row([column.cell(subject) for column in _COLUMNS]) for subject in _subjects(verdicts)]


def write_measures(book: Book, rows: Sequence[Row]) -> None:
    """Adds the sheet with the rows of one case or many to ``book``."""
    titles = [
        Title("DỮ LIỆU: MỖI SỐ ĐO MỘT DÒNG", LEFT_TITLE),
        Title("Ô số giữ giá trị chưa làm tròn, đơn vị ghi ở cột ĐVT; tỷ lệ tính bằng %, chênh lệch bằng điểm %."),
    ]
    headings = [Heading(column.heading, column.width) for column in _COLUMNS]
    sheet = book.sheet(SHEET)
    write_table(book, sheet, titles, headings, rows, _FROZEN, name=TABLE)
    set_two_pages_wide(sheet, _FROZEN)


def _subjects(verdicts: Verdicts) -> Iterator[_Subject]:
    for target in verdicts.targets:
        for criterion in target.criteria:
            for measure in criterion.measures or (None,):
                yield _Subject(verdicts, target, criterion, measure)


def _text(heading: str, width: float, text: Callable[[_Subject], str], align: str = "left") -> _Column:
    return _Column(heading, width, lambda subject: Text(text(subject), align=align))


def _of_measure(heading: str, width: float, cell: Callable[[Measure], Cell]) -> _Column:
    return _Column(heading, width, lambda subject: EMPTY if subject.measure is None else cell(subject.measure))


@lru_cache(1_000)
def _number(exact: Fraction | None, unit: Unit) -> Cell:
    """Returns the cell of a value; goals come again with every unit, and low and high ends are mostly one."""
    return EMPTY if exact is None else number_cell(exact, display.amount(exact, unit), unit)


def _held(measure: Measure) -> Cell:
    words = {True: "đạt", False: "chưa đạt", None: "chưa rõ"}
    return Text(words[measure.holds], align="center")


def _sign(measure: Measure) -> Cell:
    sign = _SIGNS.get(measure.test.relation, "") if measure.test.relation is not None else ""
    if measure.test.relation is Relation.POINT:
        sign = "≤" if measure.test.direction is Direction.DOWN else "≥"
    return Text(f"không {sign}".strip() if measure.test.negated else sign, align="center")


def _low(measure: Measure) -> Cell:
    return EMPTY if measure.actual is None or _is_ranked(measure) else _number(measure.actual.value.low, measure.unit)


def _high(measure: Measure) -> Cell:
    return EMPTY if measure.actual is None or _is_ranked(measure) else _number(measure.actual.value.high, measure.unit)


def _is_ranked(measure: Measure) -> bool:
    """Whether its values are words, which have ranks but are no numbers."""
    return not measure.unit.text and measure.threshold is None


def _percent(measure: Measure) -> Cell:
    value = measure.percent
    return EMPTY if value is None else number_cell(value, display.percent(value), PERCENT_UNIT)


def _points(measure: Measure) -> Cell:
    value = measure.points
    if value is None:
        return EMPTY
    return number_cell(value, display.signed(value, measure.unit, measure.digits), POINTS_UNIT)


def _threshold(measure: Measure) -> Cell:
    return EMPTY if _is_ranked(measure) else _number(measure.threshold, measure.unit)


def _in_words(measure: Measure) -> Cell:
    """Returns an interval or a word. The text of a number would be a number of another locale to some program."""
    actual = measure.actual
    if actual is None:
        return Text("chưa có số liệu")
    return EMPTY if actual.value.exact is not None and not _is_ranked(measure) else Text(actual.label)


def _marks(subject: _Subject) -> str:
    actual = subject.measure.actual if subject.measure is not None else None
    of_value = actual_marks(actual) if actual is not None else []
    return ", ".join(dict.fromkeys((*verdict_marks(subject.criterion), *of_value)))


def _rests(subject: _Subject) -> str:
    rests = subject.criterion.rests_on
    return rests_text(rests).removeprefix("dựa trên ") if rests else ""


_COLUMNS = (
    _text("Chỉ tiêu", 9, lambda one: one.target.id, "center"),
    _text("Nội dung", 9, lambda one: one.criterion.id, "center"),
    _text("Tên chỉ tiêu", 24, lambda one: one.target.title),
    _text("Nguyên văn", 40, lambda one: one.criterion.text),
    _text("Số đo", 34, lambda one: one.measure.name if one.measure is not None else ""),
    _text("Đơn vị", 18, lambda one: one.verdicts.unit),
    _Column("Năm", 7, lambda one: Amount(one.verdicts.year, "0", align="center")),
    _text("Kỳ", 16, lambda one: one.verdicts.period or "cả năm"),
    _of_measure("Dấu so sánh", 10, _sign),
    _of_measure("Ngưỡng", 12, _threshold),
    _of_measure("ĐVT", 16, lambda measure: Text(measure.unit.text, align="center")),
    _of_measure("Thực hiện thấp", 12, _low),
    _of_measure("Thực hiện cao", 12, _high),
    _of_measure("Thực hiện không là một số", 20, _in_words),
    _of_measure("Tỷ lệ", 12, _percent),
    _of_measure("Chênh lệch điểm", 14, _points),
    _of_measure("Còn thiếu", 12, lambda measure: _number(measure.gap, measure.unit)),
    _of_measure("Số đo đạt mức", 10, _held),
    _Column("Kết luận của nội dung", 14, lambda one: Text(one.criterion.status.label, fill=FILLS[one.criterion.status], align="center")),
    _text("Lưu ý", 18, _marks),
    _text("Tiến độ", 16, lambda one: one.criterion.pace.label if one.criterion.pace is not None else ""),
    _text("Tính vào tổng hợp", 10, lambda one: "có" if one.criterion.counted else "không", "center"),
    _text("Dựa trên", 20, _rests),
    _of_measure("Nguồn", 18, lambda measure: Text(measure.sources)),
    _of_measure("Tính đến", 12, lambda measure: day_cell(measure.actual.as_of if measure.actual is not None else None)),
    _of_measure("Chỗ ghi số liệu", 24, lambda measure: Text(measure.actual.origin if measure.actual is not None else "")),
    _text("Quy tắc", 24, lambda one: one.criterion.rule),
)  # fmt: skip
