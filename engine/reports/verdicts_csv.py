"""Writes verdicts as CSV for other programs: one line per comparison of a criterion, numbers with a decimal point."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from engine.evaluation.comparison import Actual, Measure
from engine.evaluation.evaluation import CriterionResult, TargetResult, Verdicts
from engine.files.json_form import plain
from engine.language.text import printable

_DANGEROUS = "=+-@\t\r"


class Comparison(NamedTuple):
    """The subject of a line; ``measure`` is None for a criterion without any."""

    case: Verdicts
    target: TargetResult
    criterion: CriterionResult
    measure: Measure | None


class CsvColumn(NamedTuple):
    """A column: its name for programs, and its value, None for an empty cell."""

    name: str
    value: Callable[[Comparison], object]


def _of_measure(name: str, value: Callable[[Measure], object]) -> CsvColumn:
    return CsvColumn(name, lambda line: None if line.measure is None else value(line.measure))


def _of_actual(name: str, value: Callable[[Actual], object]) -> CsvColumn:
    return _of_measure(name, lambda measure: None if measure.actual is None else value(measure.actual))


COLUMNS = (
    CsvColumn("resolution", lambda line: line.case.resolution.number),
    CsvColumn("unit", lambda line: line.case.unit),
    CsvColumn("year", lambda line: str(line.case.year)),
    CsvColumn("as_of", lambda line: line.case.as_of),
    CsvColumn("target", lambda line: line.target.id),
    CsvColumn("target_status", lambda line: line.target.status.value),
    CsvColumn("criterion", lambda line: line.criterion.id),
    CsvColumn("status", lambda line: line.criterion.status.value),
    CsvColumn("counted", lambda line: "true" if line.criterion.counted else "false"),
    CsvColumn("text", lambda line: line.criterion.text),
    CsvColumn("condition", lambda line: line.criterion.condition),
    _of_measure("indicator", lambda measure: measure.indicator),
    _of_actual("actual_low", lambda actual: actual.low_text),
    _of_actual("actual_high", lambda actual: actual.high_text),
    _of_measure("actual_unit", lambda measure: measure.unit.text),
    _of_actual("basis", lambda actual: actual.basis_name),
    _of_actual("value_as_of", lambda actual: actual.as_of),
    _of_measure("threshold", lambda measure: measure.threshold),
    _of_measure("percent", lambda measure: measure.percent_text),
    _of_measure("points", lambda measure: measure.points_text),
    _of_measure("gap", lambda measure: measure.gap),
    _of_actual("source", lambda actual: actual.source),
    _of_actual("origin", lambda actual: actual.origin),
    CsvColumn("rule", lambda line: line.criterion.rule),
    CsvColumn("draft", lambda line: "true" if line.criterion.draft else "false"),
    CsvColumn("draft_codes", lambda line: " ".join(line.case.draft_codes)),
)


def csv_head() -> str:
    """Returns the line of column names."""
    return _lines([[column.name for column in COLUMNS]])


def csv_lines(verdicts: Verdicts) -> str:
    """Returns the lines of one case. Texts that a spreadsheet would take for a formula begin with an apostrophe."""
    return _lines([_text(column.value(line)) for column in COLUMNS] for line in _comparisons(verdicts))


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
