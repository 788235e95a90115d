"""What the JSON documents share: numbers, dates, the case, and how a document is written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from engine.evaluation.evaluation import Evaluation
from engine.language.numbers import decimal_text
from engine.reports.shapes import CaseShape

_COMMANDS = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def written(document: Mapping[str, object]) -> str:
    """The document, indented, with a final newline."""
    return escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def escaped(text: str) -> str:
    """JSON with the characters that a terminal may take for commands (C1, directions) as escapes: the same document."""
    return text if text.isascii() else _COMMANDS.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def decimal(value: Fraction | None) -> str | None:
    """A number as a decimal string."""
    return None if value is None else decimal_text(value)


def day(when: date | None) -> str | None:
    return None if when is None else when.isoformat()


def case_of(evaluation: Evaluation) -> CaseShape:
    """What was evaluated."""
    return {
        "resolution": evaluation.resolution.number,
        "unit": evaluation.unit,
        "year": evaluation.year,
        "as_of": evaluation.as_of.isoformat(),
    }
