"""Where numbers stand among constants, as expressions of SQL."""

from __future__ import annotations

from engine.inference.encoding import Scale
from engine.language.interval import Interval
from engine.sql.dialects import Quotient


def place_of(number: Quotient, scale: Scale, shift: str = "") -> str | int:
    """The expression of the place of a number: 2i where it is the i-th constant, with ``shift`` behind, 2i - 1 just below it."""
    cases = "".join(
        f" WHEN {number.compared('<', value)} THEN {2 * place - 1} WHEN {number.compared('=', value)} THEN {2 * place}{shift}"
        for place, value in enumerate(scale.constants)
    )
    return f"CASE{cases} ELSE {scale.top} END" if cases else scale.top


def beyond(number: Quotient, ends: Interval) -> str:
    """The condition that a number lies outside of ``ends``."""
    parts = []
    if ends.low is not None:
        parts.append(number.compared("<=" if ends.low_open else "<", ends.low))
    if ends.high is not None:
        parts.append(number.compared(">=" if ends.high_open else ">", ends.high))
    return " OR ".join(parts) or "FALSE"
