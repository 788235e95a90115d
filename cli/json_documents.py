"""The JSON documents of all commands by the name of their schema. `python -m cli.json_documents` writes the schemas."""

from __future__ import annotations

import json
from pathlib import Path

from engine.evaluation.evaluation import Evaluation
from engine.explain.goal_result import Goal
from engine.explain.proof import WhyDocument
from engine.explain.what_if import WhatIf
from engine.files.diagnostics import CheckDocument
from engine.files.json_form import form_of
from engine.files.json_schema import json_schema
from engine.history.comparison import DiffDocument
from engine.history.history_document import HistoryDocument
from engine.history.receipt import Receipt
from engine.history.sweep_comparison import SweepComparison
from engine.history.swept_document import SweptDocument
from engine.history.verifying import VerifyDocument
from engine.importing.returns import Returns
from engine.importing.writing import ImportDocument
from engine.rule_tests.report import RunReport
from engine.status.status import Status
from engine.wordings.wording import ReadDocument

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "schemas"

DOCUMENTS: dict[str, type] = {
    "evaluation": Evaluation,
    "why": WhyDocument,
    "what-if": WhatIf,
    "goal": Goal,
    "check": CheckDocument,
    "read": ReadDocument,
    "test": RunReport,
    "import": ImportDocument,
    "returns": Returns,
    "status": Status,
    "receipt": Receipt,
    "history": HistoryDocument,
    "recorded-sweep": SweptDocument,
    "diff": DiffDocument,
    "sweep-diff": SweepComparison,
    "verify": VerifyDocument,
}


def schema_text(name: str) -> str:
    """Returns the JSON Schema of the document called ``name`` in DOCUMENTS, the content of its file in docs/schemas."""
    return json.dumps(json_schema(DOCUMENTS[name]), ensure_ascii=False, indent=2) + "\n"


def schema_file(name: str) -> Path:
    """The file of that schema: «evaluation-2.json» for «chitieu/evaluation/2»."""
    form = form_of(DOCUMENTS[name])
    assert form is not None
    return FOLDER / f"{form.schema.removeprefix('chitieu/').replace('/', '-')}.json"


def main() -> None:
    """Writes every schema."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in DOCUMENTS:
        schema_file(name).write_text(schema_text(name), "utf-8")


if __name__ == "__main__":
    main()
