"""Verdicts as CSV for other programs: one line per comparison of a criterion, numbers with a decimal point."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import CriterionResult, TargetResult, Verdicts
from engine.files.json_form import plain
from engine.language.text import printable

COLUMNS = (
    "resolution", "unit", "year", "as_of", "target", "target_status", "criterion", "status", "counted", "text",
    "condition", "indicator", "actual_low", "actual_high", "actual_unit", "basis", "value_as_of", "threshold", "percent", "points",
    "gap", "source", "origin", "rule",
)  # fmt: skip
_DANGEROUS = "=+-@\t\r"


def csv_head() -> str:
    """The line of column names."""
    return _lines([COLUMNS])


def csv_lines(verdicts: Verdicts) -> str:
    """The lines of one case. A text that a spreadsheet would take for a formula is led by an apostrophe."""
    return _lines(_rows(verdicts))


def _rows(verdicts: Verdicts) -> Iterator[tuple[str, ...]]:
    head = (verdicts.resolution.number, verdicts.unit, str(verdicts.year), verdicts.as_of.isoformat())
    for target in verdicts.targets:
        for criterion in target.criteria:
            for measure in criterion.measures or (None,):
                yield (*head, *_criterion(target, criterion), *_measure(measure), criterion.rule)


def _criterion(target: TargetResult, criterion: CriterionResult) -> tuple[str, ...]:
    counted = "true" if criterion.counted else "false"
    statuses = (target.id, target.status.value, criterion.id, criterion.status.value)
    return (*statuses, counted, criterion.text, criterion.condition)


def _measure(measure: Measure | None) -> tuple[str, ...]:
    if measure is None:
        return ("",) * 12
    actual = measure.actual
    of_actual = (None,) * 5 if actual is None else (
        actual.low_text, actual.high_text, actual.basis_name, actual.as_of, actual.source,
    )  # fmt: skip
    low, high, basis, as_of, source = of_actual
    told = (
        measure.indicator, low, high, measure.unit.text, basis, as_of, measure.threshold, measure.percent_text,
        measure.points_text, measure.gap, source, "" if actual is None else actual.origin,
    )  # fmt: skip
    return tuple("" if one is None else str(plain(one)) for one in told)


def _lines(rows: Iterable[tuple[str, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: str) -> str:
    """Source: a spreadsheet that opens a CSV runs a cell that begins like a formula, quoted or not."""
    if not cell:
        return cell
    shown = printable(cell)
    if shown[0] not in _DANGEROUS or _is_number(shown):
        return shown
    return f"'{shown}"


def _is_number(text: str) -> bool:
    whole, _, decimals = text.removeprefix("-").partition(".")
    return whole.isdecimal() and (not decimals or decimals.isdecimal())
