"""Writes verdicts as CSV for other programs: one line per comparison of a criterion, numbers with a decimal point."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from engine.domain.records import NamedTuple
from engine.evaluation.actual import Actual
from engine.evaluation.comparison import Measure
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.evaluation import Verdicts
from engine.files.json_form import plain
from engine.language.text import printable

_QUOTED = frozenset(',"\r\n')
_DANGEROUS = "=+-@\t\r"


class Comparison(NamedTuple):
    """The subject of a line; ``measure`` is None for a criterion without any."""

    case: Verdicts
    target: TargetResult
    criterion: CriterionResult
    measure: Measure | None


class CsvColumn(NamedTuple):
    """A column: its name for programs, its title for people, and its value, None for an empty cell."""

    name: str
    title: str
    value: Callable[[Comparison], object]


def _of_measure(name: str, title: str, value: Callable[[Measure], object]) -> CsvColumn:
    return CsvColumn(name, title, lambda line: None if line.measure is None else value(line.measure))


def _of_actual(name: str, title: str, value: Callable[[Actual], object]) -> CsvColumn:
    return _of_measure(name, title, lambda measure: None if measure.actual is None else value(measure.actual))


def _basis(actual: Actual) -> str:
    return "preliminary" if actual.preliminary and not actual.estimate else actual.basis_name


COLUMNS: tuple[CsvColumn, ...] = (
    CsvColumn("resolution", "nghị quyết", lambda line: line.case.resolution.number),
    CsvColumn("unit", "đơn vị", lambda line: line.case.unit),
    CsvColumn("year", "năm", lambda line: str(line.case.year)),
    CsvColumn("as_of", "tính đến", lambda line: line.case.as_of),
    CsvColumn("target", "chỉ tiêu", lambda line: line.target.id),
    CsvColumn("target_status", "kết luận chỉ tiêu", lambda line: line.target.status.value),
    CsvColumn("criterion", "nội dung", lambda line: line.criterion.id),
    CsvColumn("status", "kết luận", lambda line: line.criterion.status.value),
    CsvColumn("counted", "tính vào tổng hợp", lambda line: "true" if line.criterion.counted else "false"),
    CsvColumn("text", "nguyên văn", lambda line: line.criterion.text),
    CsvColumn("condition", "điều kiện đạt", lambda line: line.criterion.condition),
    _of_measure("indicator", "mã số liệu", lambda measure: measure.indicator),
    _of_actual("actual_low", "thực hiện thấp nhất", lambda actual: actual.low_text),
    _of_actual("actual_high", "thực hiện cao nhất", lambda actual: actual.high_text),
    _of_measure("actual_unit", "đơn vị tính", lambda measure: measure.unit.text),
    _of_actual("basis", "loại số liệu", _basis),
    _of_actual("value_as_of", "ngày của số", lambda actual: actual.as_of),
    _of_measure("threshold", "ngưỡng", lambda measure: measure.threshold),
    _of_measure("percent", "tỷ lệ %", lambda measure: measure.percent_text),
    _of_measure("points", "chênh lệch điểm %", lambda measure: measure.points_text),
    _of_measure("gap", "còn thiếu", lambda measure: measure.gap),
    _of_actual("source", "nguồn", lambda actual: actual.source),
    _of_actual("origin", "chỗ ghi số", lambda actual: actual.origin),
    CsvColumn("rule", "quy tắc", lambda line: line.criterion.rule),
    CsvColumn("draft", "nháp", lambda line: "true" if line.criterion.draft else "false"),
    CsvColumn("draft_codes", "mã lỗi nháp", lambda line: " ".join(line.case.draft_codes)),
)


def csv_head() -> str:
    """Returns the line of column names, for programs."""
    return _lines([[column.name for column in COLUMNS]])


CHANGES = ("đơn vị", "năm", "kỳ", "chỉ tiêu, nội dung", "kết luận trước", "kết luận sau", "do đâu")
"""The headings of what two runs conclude differently."""


def changes_head() -> str:
    """Returns the line of headings of what two runs conclude differently."""
    return csv_rows([[*CHANGES]])


def csv_titles() -> str:
    """Returns the line of column titles, in Vietnamese."""
    return _lines([[column.title for column in COLUMNS]])


def csv_lines(verdicts: Verdicts) -> str:
    """Returns the lines of one case. Texts that a spreadsheet would take for a formula begin with an apostrophe."""
    return _lines(map(_cells, _comparisons(verdicts)))


def csv_rows(rows: Iterable[list[str]]) -> str:
    """Returns the lines of ``rows``, harmless to spreadsheets as all cells are."""
    return _lines(rows)


def csv_cells(line: Comparison, columns: Iterable[CsvColumn]) -> list[str]:
    """Returns the cells of one line in ``columns`` as they stand in the file, with the quotes that they need."""
    return [written(_text(column.value(line))) for column in columns]


@lru_cache(maxsize=10_000)
def written(cell: str) -> str:
    """Returns a cell as it stands in the file: harmless to spreadsheets, in quotes where it needs them.

    >>> written("BC, mục 1"), written("=1+1")
    ('"BC, mục 1"', "'=1+1")
    """
    text = _harmless(cell)
    return text if _QUOTED.isdisjoint(text) else '"{}"'.format(text.replace('"', '""'))


def _cells(line: Comparison) -> list[str]:
    return [_text(column.value(line)) for column in COLUMNS]


def _text(value: object) -> str:
    return "" if value is None else str(plain(value))


def _comparisons(verdicts: Verdicts) -> Iterator[Comparison]:
    for target in verdicts.targets:
        for criterion in target.criteria:
            for measure in criterion.measures or (None,):
                yield Comparison(verdicts, target, criterion, measure)


def _lines(rows: Iterable[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: str) -> str:
    """Returns the text of a cell that no spreadsheet runs: one that opens a CSV runs cells that begin like a formula.

    >>> _harmless("=1+1"), _harmless("-5.5")
    ("'=1+1", '-5.5')
    """
    text = printable(cell)
    return text if not text or text[0] not in _DANGEROUS or _is_number(text) else f"'{text}"


def _is_number(text: str) -> bool:
    whole, _, decimals = text.removeprefix("-").partition(".")
    return whole.isdecimal() and (not decimals or decimals.isdecimal())
