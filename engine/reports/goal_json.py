"""The smallest changes that turn a verdict as JSON: schema «chitieu/goal/1»."""

from __future__ import annotations

from engine.explain.goal import Change, Goal
from engine.reports.json_text import decimal, written
from engine.reports.shapes import ChangeShape, GoalShape
from engine.workspace.cases import Case


def to_json(goal: Goal, case: Case) -> str:
    return written(document(goal, case))


def document(goal: Goal, case: Case) -> GoalShape:
    """The document as plain values."""
    facts = case.facts.facts
    return {
        "schema": "chitieu/goal/1",
        "case": {
            "resolution": case.rulebook.resolution.number,
            "unit": facts.unit,
            "year": facts.year,
            "as_of": facts.as_of.isoformat(),
        },
        "what": goal.reference.what,
        "id": goal.reference.id,
        "now": goal.now,
        "holds": goal.holds,
        "seeks": goal.seeks,
        "changes": [_change(change, case) for change in goal.changes],
        "powerless": list(goal.powerless),
        "jointly": [_change(change, case) for change in goal.jointly],
        "joint_result": goal.joint_result,
    }


def _change(change: Change, case: Case) -> ChangeShape:
    return {
        "indicator": change.code,
        "name": change.name,
        "now": change.now,
        "needed": change.needed,
        "low": decimal(change.value.low),
        "high": decimal(change.value.high),
        "low_open": change.value.low_open,
        "high_open": change.value.high_open,
        "change": decimal(change.change),
        "unit": case.rulebook.indicators[change.code].unit.text,
        "becomes": change.becomes,
        "short_of_it": change.short_of_it,
        "breaks": list(change.breaks),
    }
