"""An evaluation as JSON for other programs: schema «chitieu/evaluation/1» of 4-cli-and-outputs. Numbers are decimal strings."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

from engine.evaluation.evaluation import (
    Actual,
    CriterionResult,
    Evaluation,
    FindingResult,
    Measure,
    Outlook,
    Status,
    Tally,
    TargetResult,
)
from engine.language.numbers import decimal_text, rounded_beside

SCHEMA = "chitieu/evaluation/1"
_HUNDRED = Fraction(100)


def to_json(evaluation: Evaluation) -> str:
    """The document, indented, with a final newline."""
    return json.dumps(document(evaluation), ensure_ascii=False, indent=2) + "\n"


def document(evaluation: Evaluation) -> dict[str, Any]:
    """The document as plain values."""
    return {
        "schema": SCHEMA,
        "resolution": {
            "number": evaluation.resolution,
            "date": _day(evaluation.resolution_date),
            "period": list(evaluation.period),
        },
        "unit": evaluation.unit,
        "year": evaluation.year,
        "as_of": _day(evaluation.as_of),
        "engine": {"name": evaluation.engine.name, "version": evaluation.engine.version},
        "summary": {"targets": _tally(evaluation.target_tally), "criteria": _tally(evaluation.criterion_tally)},
        "targets": [_target(target) for target in evaluation.targets],
        "findings": [_finding(finding) for finding in evaluation.findings],
        "undetermined_findings": [
            {"id": f.id, "waits_for": list(f.waits_for)} for f in evaluation.undetermined_findings
        ],
        "data_warnings": [{"code": w.code, "text": w.text, "origin": w.origin} for w in evaluation.warnings],
    }


def _tally(tally: Tally) -> dict[str, int]:
    order = (Status.MET, Status.EXCEEDED, Status.NOT_MET, Status.FAILED, Status.UNDETERMINED, Status.NOT_APPLICABLE)
    return {"total": tally.total, **{str(status): tally.count(status) for status in order}}


def _target(target: TargetResult) -> dict[str, Any]:
    return {
        "id": target.id,
        "title": target.title,
        "status": str(target.status),
        "criteria": [_criterion(c) for c in target.criteria],
    }


def _criterion(criterion: CriterionResult) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "status": str(criterion.status),
        "text": criterion.text,
        "condition": criterion.condition,
        "counted": criterion.counted,
        "pace": None if criterion.pace is None else str(criterion.pace.state),
        "pace_basis": None if criterion.pace is None else criterion.pace.basis,
        "outlook": [_outlook(outlook) for outlook in criterion.outlook],
        "rests_on": [str(rest) for rest in criterion.rests_on],
        "milestone": criterion.milestone,
        "measures": [_measure(measure) for measure in criterion.measures],
        "because": list(criterion.because),
    }


def _outlook(outlook: Outlook) -> dict[str, Any]:
    projection = outlook.projection
    return {
        "indicator": outlook.indicator,
        "gap": decimal_text(outlook.gap),
        "years_left": outlook.years_left,
        "per_year": None if outlook.per_year is None else decimal_text(outlook.per_year),
        "projection": None
        if projection is None
        else {
            "year": projection.last_year,
            "value": decimal_text(projection.value),
            "reaches": projection.reaches,
            "basis": projection.text,
        },
        "text": outlook.text,
    }


def _measure(measure: Measure) -> dict[str, Any]:
    percent = None if measure.percent is None else decimal_text(rounded_beside(measure.percent, _HUNDRED, 2))
    points = None if measure.points is None else decimal_text(rounded_beside(measure.points, Fraction(0), 2))
    return {
        "indicator": measure.indicator,
        "holds": measure.holds,
        "actual": None if measure.actual is None else _actual(measure.actual, measure.threshold),
        "threshold": None if measure.threshold is None else decimal_text(measure.threshold),
        "percent": percent,
        "points": points,
        "gap": None if measure.gap is None else decimal_text(measure.gap),
    }


def _actual(actual: Actual, threshold: Fraction | None) -> dict[str, Any]:
    ranked = not actual.unit.text and actual.value.exact is not None and threshold is None
    low, high = (
        None if end is None else decimal_text(end, threshold=threshold) for end in (actual.value.low, actual.value.high)
    )
    return {
        "low": actual.label if ranked else low,
        "high": actual.label if ranked else high,
        "unit": actual.unit.text,
        "basis": "estimate" if actual.estimate else "actual",
        "as_of": _day(actual.as_of),
        "source": actual.source,
        "origin": actual.origin,
    }


def _finding(finding: FindingResult) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "category": finding.category,
        "id": finding.id,
        "text": finding.text,
        "explains": list(finding.explains),
        "rests_on": [str(rest) for rest in finding.rests_on],
        "outcome": None if finding.outcome is None else str(finding.outcome),
        "because": [
            {
                "fact": b.fact,
                "value": b.value if b.number is None else decimal_text(b.number),
                "source": b.source,
                "origin": b.origin,
            }
            for b in finding.because
        ],
        "basis": finding.basis,
        "section": finding.section,
        "rule": finding.rule,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
