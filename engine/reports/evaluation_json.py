"""An evaluation as JSON for other programs: schema «chitieu/evaluation/1» of 4-cli-and-outputs. Numbers are decimal strings."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Literal

from engine.evaluation.evaluation import (
    Actual,
    CriterionResult,
    Evaluation,
    FindingResult,
    Measure,
    Outcome,
    Outlook,
    Rest,
    Status,
    Tally,
    TargetResult,
)
from engine.language.numbers import decimal_text, rounded_beside
from engine.reports.json_text import day, decimal, escaped, written
from engine.reports.shapes import (
    ActualShape,
    BecauseShape,
    CriterionShape,
    EvaluationShape,
    FindingShape,
    KindName,
    MeasureShape,
    OutcomeName,
    OutlookShape,
    RestName,
    StatusName,
    SummaryShape,
    TallyShape,
    TargetShape,
)

_HUNDRED = Fraction(100)
STATUS_NAMES: dict[Status, StatusName] = {status: status.value for status in Status}
OUTCOME_NAMES: dict[Outcome, OutcomeName] = {outcome: outcome.value for outcome in Outcome}
_REST_NAMES: dict[Rest, RestName] = {rest: rest.value for rest in Rest}
_KINDS: tuple[KindName, ...] = ("limitation", "difficulty", "cause", "forecast", "solution", "reconciliation")
KIND_NAMES: dict[str, KindName] = {kind: kind for kind in _KINDS}


def to_json(evaluation: Evaluation) -> str:
    """The document, indented, with a final newline."""
    return written(document(evaluation))


def to_json_line(evaluation: Evaluation) -> str:
    """The document on one line, for streams of many."""
    return escaped(json.dumps(document(evaluation), ensure_ascii=False, separators=(",", ":"))) + "\n"


def document(evaluation: Evaluation) -> EvaluationShape:
    """The document as plain values."""
    return {
        "schema": "chitieu/evaluation/1",
        "resolution": {
            "number": evaluation.resolution,
            "date": day(evaluation.resolution_date),
            "period": list(evaluation.period),
        },
        "unit": evaluation.unit,
        "year": evaluation.year,
        "as_of": evaluation.as_of.isoformat(),
        "engine": {"name": evaluation.engine.name, "version": evaluation.engine.version},
        "summary": summary(evaluation),
        "targets": [_target(target) for target in evaluation.targets],
        "findings": [_finding(finding) for finding in evaluation.findings],
        "undetermined_findings": [
            {"id": f.id, "waits_for": list(f.waits_for)} for f in evaluation.undetermined_findings
        ],
        "data_warnings": [{"code": w.code, "text": w.text, "origin": w.origin} for w in evaluation.warnings],
        "unexplained": list(evaluation.unexplained),
    }


def summary(evaluation: Evaluation) -> SummaryShape:
    """How many targets and criteria have each status."""
    return {"targets": _tally(evaluation.target_tally), "criteria": _tally(evaluation.criterion_tally)}


def _tally(tally: Tally) -> TallyShape:
    return {
        "total": tally.total,
        "met": tally.count(Status.MET),
        "exceeded": tally.count(Status.EXCEEDED),
        "not_met": tally.count(Status.NOT_MET),
        "failed": tally.count(Status.FAILED),
        "undetermined": tally.count(Status.UNDETERMINED),
        "not_applicable": tally.count(Status.NOT_APPLICABLE),
    }


def _target(target: TargetResult) -> TargetShape:
    return {
        "id": target.id,
        "title": target.title,
        "status": STATUS_NAMES[target.status],
        "criteria": [_criterion(c) for c in target.criteria],
    }


def _criterion(criterion: CriterionResult) -> CriterionShape:
    pace = criterion.pace
    return {
        "id": criterion.id,
        "status": STATUS_NAMES[criterion.status],
        "text": criterion.text,
        "condition": criterion.condition,
        "counted": criterion.counted,
        "pace": None if pace is None else pace.state.value,
        "pace_basis": None if pace is None else pace.basis,
        "outlook": [_outlook(outlook) for outlook in criterion.outlook],
        "rests_on": [_REST_NAMES[rest] for rest in criterion.rests_on],
        "milestone": criterion.milestone,
        "measures": [_measure(measure) for measure in criterion.measures],
        "because": list(criterion.because),
    }


def _outlook(outlook: Outlook) -> OutlookShape:
    projection = outlook.projection
    return {
        "indicator": outlook.indicator,
        "gap": decimal_text(outlook.gap),
        "years_left": outlook.years_left,
        "per_year": decimal(outlook.per_year),
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


def _measure(measure: Measure) -> MeasureShape:
    percent = None if measure.percent is None else decimal_text(rounded_beside(measure.percent, _HUNDRED, 2))
    points = None if measure.points is None else decimal_text(rounded_beside(measure.points, Fraction(0), 2))
    return {
        "indicator": measure.indicator,
        "holds": measure.holds,
        "actual": None if measure.actual is None else _actual(measure.actual, measure.threshold),
        "threshold": decimal(measure.threshold),
        "percent": percent,
        "points": points,
        "gap": decimal(measure.gap),
    }


def _actual(actual: Actual, threshold: Fraction | None) -> ActualShape:
    ranked = not actual.unit.text and actual.value.exact is not None and threshold is None
    low, high = (
        None if end is None else decimal_text(end, threshold=threshold) for end in (actual.value.low, actual.value.high)
    )
    basis: Literal["actual", "estimate"] = "estimate" if actual.estimate else "actual"
    return {
        "low": actual.label if ranked else low,
        "high": actual.label if ranked else high,
        "unit": actual.unit.text,
        "basis": basis,
        "as_of": day(actual.as_of),
        "source": actual.source,
        "origin": actual.origin,
    }


def _finding(finding: FindingResult) -> FindingShape:
    because: list[BecauseShape] = [
        {
            "fact": b.fact,
            "value": b.value if b.number is None else decimal_text(b.number),
            "source": b.source,
            "origin": b.origin,
        }
        for b in finding.because
    ]
    return {
        "kind": KIND_NAMES[finding.kind],
        "category": finding.category,
        "id": finding.id,
        "text": finding.text,
        "explains": list(finding.explains),
        "rests_on": [_REST_NAMES[rest] for rest in finding.rests_on],
        "outcome": None if finding.outcome is None else OUTCOME_NAMES[finding.outcome],
        "because": because,
        "basis": finding.basis,
        "section": finding.section,
        "rule": finding.rule,
    }
