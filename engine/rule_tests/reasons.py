"""Gives the reasons why a test fails: the values and conditions behind the actual state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.evaluation import Evaluation
from engine.explain.proof import Role, Step
from engine.explain.why import Explainer
from engine.language.logic import Truth
from engine.rule_tests.expectations import PRESENT, UNDETERMINED, DerivedStates, Expectation, Subject
from engine.rulebook.rulebook import Reference
from engine.workspace.case import Case

_ATOMS = {Role.COMPARISON, Role.STATUS, Role.FINDING, Role.KNOWLEDGE, Role.BELONGS}


class Reasons:
    """The reasons of one test, from its evaluation."""

    def __init__(self, case: Case, evaluation: Evaluation, seen: DerivedStates) -> None:
        self.evaluation = evaluation
        self.seen = seen
        self.explainer = Explainer(case, evaluation)

    def of(self, expectation: Expectation) -> tuple[str, ...]:
        """Returns a line for each reason."""
        subject = expectation.subject
        match subject.what:
            case "criterion":
                criterion = next(c for c in self.evaluation.criteria if c.id == subject.id)
                return tuple(_of_criterion(criterion))
            case "target":
                target = next(t for t in self.evaluation.targets if t.id == subject.id)
                return tuple(f"nội dung {c.id} {c.status.label}" for c in target.criteria)
            case "finding":
                return tuple(dict.fromkeys(self._of_finding(subject)))
            case "reconciliation":
                return tuple(f.text for f in self.evaluation.findings if f.id == subject.id)
        return (f"gồm: {', '.join(self.seen.counted(subject.id)) or 'không có gì'}",)

    def _of_finding(self, subject: Subject) -> Iterator[str]:
        """Yields the deciding parts of its condition: the true ones where the finding is present, else the others."""
        blamed = {PRESENT: Truth.TRUE, UNDETERMINED: Truth.UNKNOWN}.get(self.seen.label(subject), Truth.FALSE)
        proof = self.explainer.why(Reference("finding", subject.id))
        for step in _atoms(proof.steps):
            if step.truth is blamed:
                yield _sentence(step)


def _of_criterion(criterion: CriterionResult) -> Iterator[str]:
    yield f"điều kiện: {criterion.condition}" if criterion.condition else "không có ngưỡng cho năm này"
    yield from criterion.because


def _atoms(steps: Iterable[Step]) -> Iterator[Step]:
    for step in steps:
        if step.role in _ATOMS and step.truth is not None:
            yield step
        yield from _atoms(step.parts if step.role not in _ATOMS else ())


def _sentence(step: Step) -> str:
    if not step.needed:
        return step.text
    return f"{step.text.removesuffix(': ').removesuffix(':')}: cần {step.needed}; thực tế {step.actual}"
