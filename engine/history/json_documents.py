"""History, verification and comparison as JSON: schemas «chitieu/history/1», «chitieu/verify/1» and «chitieu/diff/1»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.history.chain import Flaw
from engine.history.comparison import Change, Comparison, HiddenChange
from engine.history.fact_changes import ValueKey
from engine.history.file_changes import FileChange
from engine.history.layers import Side
from engine.history.rule_changes import RuleChange
from engine.history.store import Record
from engine.history.verifying import Verification
from engine.reports.history_shapes import (
    ConclusionChangeShape,
    DiffShape,
    FileChangeShape,
    HistoryShape,
    MaskedShape,
    RecordShape,
    RuleChangeShape,
    SideShape,
    ValueKeyShape,
    VerifyShape,
)
from engine.reports.shapes import EvaluationShape


class NamedSide(NamedTuple):
    """A side of a comparison as the user called it."""

    name: str
    receipt: str
    side: Side


def history_document(records: Sequence[tuple[Record, EvaluationShape]], flaws: Sequence[Flaw] | None) -> HistoryShape:
    """``flaws`` None: nothing was verified."""
    return {
        "schema": "chitieu/history/1",
        "records": [_record(record, evaluation) for record, evaluation in records],
        "flaws": None if flaws is None else [{"record": f.number or None, "text": f.text} for f in flaws],
    }


def verify_document(
    receipt: str, verified: Verification, workspace: Sequence[FileChange] | None, record: int | None
) -> VerifyShape:
    """``workspace`` None: it was not compared."""
    return {
        "schema": "chitieu/verify/1",
        "receipt": receipt,
        "intact": verified.intact,
        "flaws": [{"field": flaw.field, "text": flaw.text} for flaw in verified.flaws],
        "differences": [
            {"field": one.field, "recorded": one.recorded, "found": one.found} for one in verified.differences
        ],
        "refusal": verified.refusal,
        "evaluated_with": None if verified.again is None else verified.again["engine"],
        "workspace": None if workspace is None else [_file(change) for change in workspace],
        "record": record,
    }


def diff_document(before: NamedSide, after: NamedSide, comparison: Comparison) -> DiffShape:
    """The comparison of the two."""
    return {
        "schema": "chitieu/diff/1",
        "resolution": before.side.evaluation["resolution"]["number"],
        "before": _side(before),
        "after": _side(after),
        "layers": [layer.value for layer in comparison.layers],
        "facts": [
            {
                "code": f.key.code,
                "year": f.key.year,
                "name": f.name,
                "before": f.before,
                "after": f.after,
                "place": f.place,
            }
            for f in comparison.facts
        ],
        "other_data": list(comparison.other_data),
        "thresholds": [_rule(change) for change in comparison.thresholds],
        "rules": [_rule(change) for change in comparison.rules],
        "conclusions": [_conclusion(change) for change in comparison.changes],
        "masked": [_masked(masked) for masked in comparison.masked],
        "evaluated": comparison.evaluated,
        "mixtures": comparison.mixtures,
        "refusal": comparison.refusal,
    }


def _record(record: Record, evaluation: EvaluationShape) -> RecordShape:
    return {
        "number": record.number,
        "time": record.time,
        "last_time": record.last_time,
        "times": record.times,
        "resolution": record.resolution,
        "unit": record.unit,
        "year": record.year,
        "engine": evaluation["engine"],
        "summary": evaluation["summary"],
        "receipt": record.receipt,
        "sha256": record.sha256,
    }


def _file(change: FileChange) -> FileChangeShape:
    return {
        "change": change.change,
        "name": change.name,
        "line": change.line,
        "before": change.before,
        "after": change.after,
    }


def _side(named: NamedSide) -> SideShape:
    evaluation = named.side.evaluation
    return {
        "named": named.name,
        "receipt": named.receipt,
        "unit": evaluation["unit"],
        "year": evaluation["year"],
        "engine": evaluation["engine"],
        "summary": evaluation["summary"],
    }


def _rule(change: RuleChange) -> RuleChangeShape:
    return {
        "change": change.change,
        "called": change.called,
        "keys": [{"key": one.key, "before": one.before, "after": one.after} for one in change.keys],
        "place": change.place,
    }


def _conclusion(change: Change) -> ConclusionChangeShape:
    return {
        "kind": change.subject.kind,
        "id": change.shown.id,
        "called": change.shown.called,
        "of_verdict": change.of_verdict,
        "before": change.before.verdict,
        "after": change.after.verdict,
        "before_detail": change.before.detail,
        "after_detail": change.after.detail,
        "reasons": [
            {
                "layers": [layer.value for layer in reason.layers],
                "values": [_key(key) for key in reason.values],
                "needed": [_key(key) for key in reason.needed],
                "criteria": list(reason.criteria),
                "inseparable": reason.inseparable,
            }
            for reason in change.reasons
        ],
    }


def _key(key: ValueKey) -> ValueKeyShape:
    return {"code": key.code, "year": key.year}


def _masked(masked: HiddenChange) -> MaskedShape:
    return {
        "kind": masked.subject.kind,
        "id": masked.stays.id,
        "called": masked.stays.called,
        "stays": masked.stays.verdict,
        "layer": masked.layer.value,
        "instead": masked.instead.verdict,
    }
