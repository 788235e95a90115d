"""What the JSON documents share: numbers, dates, the case, and how a document is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from engine.evaluation.evaluation import Evaluation
from engine.language.numbers import decimal_text
from engine.reports.shapes import CaseShape


def written(document: Mapping[str, object]) -> str:
    """The document, indented, with a final newline."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def decimal(value: Fraction | None) -> str | None:
    """A number as a decimal string."""
    return None if value is None else decimal_text(value)


def day(when: date | None) -> str | None:
    return None if when is None else when.isoformat()


def case_of(evaluation: Evaluation) -> CaseShape:
    """What was evaluated."""
    return {
        "resolution": evaluation.resolution,
        "unit": evaluation.unit,
        "year": evaluation.year,
        "as_of": evaluation.as_of.isoformat(),
    }
