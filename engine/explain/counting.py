"""What the totals count: every target and criterion by its verdict."""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.verdicts import REACHED, UNMET, Verdict
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.presentation import unmet_words
from engine.explain.proof import Proof, Role, Step
from engine.factbase.facts import ClaimKind
from engine.language import display

SUMMARY = "tổng hợp"
_GROUPS = (REACHED, UNMET, (Verdict.PERIOD_OPEN,), (Verdict.UNDETERMINED,), (Verdict.NOT_APPLICABLE,))
_OF_TARGETS = (ClaimKind.TARGETS_MET, ClaimKind.TARGETS_NOT_MET)
_COUNTED_KINDS = (*_OF_TARGETS, ClaimKind.CRITERIA_MET, ClaimKind.CRITERIA_NOT_MET)


def summary_proof(evaluation: Evaluation) -> Proof:
    """The proof of «tổng hợp»: both counts, what each of them counts, and what the report states of them."""
    targets, criteria = evaluation.target_tally, evaluation.criterion_tally
    reached = (
        f"{display.of_total(targets.reached, targets.total)} chỉ tiêu, "
        f"{display.of_total(criteria.reached, criteria.total)} nội dung đạt và vượt"
    )
    claims = (f for f in evaluation.reconciliations if any(because.fact == SUMMARY for because in f.because))
    stated = (
        Step(Role.CLAIM, f"{f.outcome.label}: {f.text.removeprefix(f'{SUMMARY}: ')}", place=f.rule)
        for f in claims
        if f.outcome is not None
    )
    return Proof(
        id=SUMMARY,
        what="summary",
        title="Tổng hợp",
        status="present",
        conclusion=reached,
        headline=f"Tổng hợp: {reached}",
        steps=(*_targets(evaluation), *_criteria(evaluation), *stated),
        nodes=(),
    )


def counted_in(identifier: str, evaluation: Evaluation) -> Iterator[Step]:
    """What is counted where the claim ``identifier`` of the report states a count (also in a sum of two of them)."""
    for claim in evaluation.claims:
        if claim.kind in _COUNTED_KINDS and claim.id == identifier.partition("+")[0]:
            yield from _targets(evaluation) if claim.kind in _OF_TARGETS else _criteria(evaluation)


def _targets(evaluation: Evaluation) -> Iterator[Step]:
    counted = [(t.id, t.status) for t in evaluation.targets if any(c.counted for c in t.criteria)]
    yield from _groups(counted, "chỉ tiêu")


def _criteria(evaluation: Evaluation) -> Iterator[Step]:
    yield from _groups([(c.id, c.status) for c in evaluation.criteria if c.counted], "nội dung")
    beside = [c.id for c in evaluation.criteria if not c.counted]
    if beside:
        yield Step(Role.NOTE, f"không tính vào tổng hợp: nội dung {', '.join(beside)}")


def _groups(counted: list[tuple[str, Verdict]], what: str) -> Iterator[Step]:
    for verdicts in _GROUPS:
        found = [(identifier, status) for identifier, status in counted if status in verdicts]
        if found:
            different = len({status for _, status in found}) > 1
            label = _label(verdicts, [status for _, status in found])
            each = (f"{i} ({status.label})" if different else i for i, status in found)
            yield Step(Role.COUNT, f"{display.of_total(len(found), len(counted))} {what} {label}: {', '.join(each)}")


def _label(verdicts: tuple[Verdict, ...], found: list[Verdict]) -> str:
    if verdicts == REACHED:
        return "đạt và vượt"
    return unmet_words(found) if verdicts == UNMET else found[0].label
