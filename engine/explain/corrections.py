"""The steps of a proof that say what was corrected, so that an auditor finds it where the verdict is explained."""

from __future__ import annotations

from collections.abc import Iterator

from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.explain.proof import Role, Step


def correction_steps(result: CriterionResult | TargetResult) -> Iterator[Step]:
    """Yields a step for every correction of ``result``."""
    for correction in result.corrections:
        yield Step(Role.NOTE, correction.text, place=correction.place)
