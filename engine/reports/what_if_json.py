"""What changes under assumptions as JSON: schema «chitieu/what-if/1»."""

from __future__ import annotations

from engine.explain.what_if import FindingChange, WhatIf
from engine.reports.evaluation_json import OUTCOME_NAMES, STATUS_NAMES, summary
from engine.reports.json_text import case_of, written
from engine.reports.shapes import FindingChangeShape, WhatIfShape


def to_json(result: WhatIf) -> str:
    return written(document(result))


def document(result: WhatIf) -> WhatIfShape:
    """The document as plain values."""
    return {
        "schema": "chitieu/what-if/1",
        "case": case_of(result.before),
        "assumptions": [
            {"indicator": a.code, "name": a.name, "before": a.before, "after": a.after} for a in result.assumptions
        ],
        "before": summary(result.before),
        "after": summary(result.after),
        "verdicts": [
            {
                "what": v.what,
                "id": v.id,
                "before": STATUS_NAMES[v.before],
                "after": STATUS_NAMES[v.after],
                "before_text": v.before_text,
                "after_text": v.after_text,
            }
            for v in result.verdicts
        ],
        "numbers": [{"id": n.id, "before": n.before, "after": n.after} for n in result.numbers],
        "findings": [_finding(finding) for finding in result.findings],
    }


def _finding(finding: FindingChange) -> FindingChangeShape:
    return {
        "change": finding.change,
        "id": finding.id,
        "kind": str(finding.kind),
        "category": finding.category,
        "before": finding.before,
        "after": finding.after,
        "outcomes": None if finding.outcomes is None else [OUTCOME_NAMES[o] for o in finding.outcomes],
    }
