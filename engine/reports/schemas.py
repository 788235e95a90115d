"""JSON Schemas of the documents, made from their shapes. `python -m engine.reports.schemas` writes them to docs/schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from engine.reports.history_shapes import DiffShape, HistoryShape, VerifyShape
from engine.reports.import_shapes import ImportShape
from engine.reports.receipt_shapes import ReceiptShape
from engine.reports.shapes import (
    CheckShape,
    EvaluationShape,
    GoalShape,
    ReadShape,
    TestShape,
    WhatIfShape,
    WhyShape,
)

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schemas"

DOCUMENTS: dict[str, type] = {
    "evaluation": EvaluationShape,
    "why": WhyShape,
    "what-if": WhatIfShape,
    "goal": GoalShape,
    "check": CheckShape,
    "read": ReadShape,
    "test": TestShape,
    "import": ImportShape,
    "receipt": ReceiptShape,
    "history": HistoryShape,
    "diff": DiffShape,
    "verify": VerifyShape,
}
"""The documents by the name of their schema."""


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document called ``name`` in DOCUMENTS."""
    made = TypeAdapter(DOCUMENTS[name]).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": f"chitieu/{name}/1"}


def schema_text(name: str) -> str:
    return json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write every schema."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in DOCUMENTS:
        (FOLDER / f"{name}-1.json").write_text(schema_text(name), "utf-8")


if __name__ == "__main__":
    main()
