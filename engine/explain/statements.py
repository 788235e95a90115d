"""What was reconciled that concerns a criterion: declared checks and the report's own statements, as steps of its proof."""

from __future__ import annotations

from collections.abc import Iterator

from engine.evaluation.claims import of_criterion
from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult, Outcome
from engine.explain.indicators import codes_in
from engine.explain.proof import Role, Step
from engine.rulebook.logic import StatusTest, leaves
from engine.rulebook.rulebook import Reconciliation, Rulebook


def statement_steps(result: CriterionResult, evaluation: Evaluation, rulebook: Rulebook) -> Iterator[Step]:
    """The reconciliations that concern ``result``; what agrees, and what has been told already, only with --full."""
    claims = of_criterion(evaluation.findings, result)
    differing = {
        b for claim in claims if len(claim.because) == 1 and claim.outcome is Outcome.DIFFERS for b in claim.because
    }
    for claim in claims:
        again = len(claim.because) > 1 and not differing.isdisjoint(claim.because)
        yield _step(claim, claim.text.removeprefix(f"nội dung {result.id}: "), again)
    found = {f.id: f for f in evaluation.reconciliations}
    for reconciliation in rulebook.reconciliations:
        if _concerns(reconciliation, result, rulebook):
            checked = found[reconciliation.id]
            yield _step(checked, f"{checked.id}: {checked.text}", again=False)


def _step(found: FindingResult, text: str, again: bool) -> Step:
    assert found.outcome is not None
    detail = again or found.outcome is Outcome.AGREES
    return Step(Role.CLAIM, f"{found.outcome.label}: {text}", place=found.rule, detail=detail)


def _concerns(reconciliation: Reconciliation, result: CriterionResult, rulebook: Rulebook) -> bool:
    """Whether it asks for the verdict of the criterion, or checks a number that the criterion rests on."""
    asked = (leaf for leaf in leaves(reconciliation.check) if isinstance(leaf, StatusTest))
    if any(leaf.id == result.id and not leaf.of_target for leaf in asked):
        return True
    threshold = result.goal.threshold
    rests_on = codes_in(threshold.met, rulebook) if threshold is not None else set()
    return not rests_on.isdisjoint(codes_in(reconciliation.check, rulebook))
