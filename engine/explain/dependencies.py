"""What a criterion, target or finding rests on: the comparisons behind it, through statuses and other findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.domain.verdicts import PaceState
from engine.evaluation.goals import GoalInForce
from engine.evaluation.pace import PaceReader
from engine.inference.compiler import belongs_to
from engine.language.interval import Interval
from engine.language.logic import State
from engine.rulebook.logic import Leaf, Logic, PresenceTest, StatusTest, Test, leaves
from engine.rulebook.rulebook import Criterion, Finding, Reference
from engine.workspace.case import Case


def tests_behind(reference: Reference, case: Case, goals: Mapping[str, GoalInForce]) -> Iterator[Test]:
    """All comparisons that the state of ``reference`` can depend on, each perhaps several times.

    ``goals`` are those in force for ``case``, by criterion.
    """
    yield from _Walk(case, goals).tests(reference)


class _Walk:
    def __init__(self, case: Case, goals: Mapping[str, GoalInForce]) -> None:
        self.case = case
        self.goals = goals
        self.rulebook = case.rulebook
        self.criteria = {criterion.id: criterion for criterion in self.rulebook.criteria}
        self.findings = {finding.id: finding for finding in self.rulebook.findings}
        self.seen: set[Reference] = set()

    def tests(self, reference: Reference) -> Iterator[Test]:
        if reference in self.seen:
            return
        self.seen.add(reference)
        match reference.what:
            case "criterion":
                yield from self._of_criterion(self.criteria[reference.id])
            case "target":
                for criterion in self.criteria.values():
                    if criterion.target == reference.id and criterion.counted:
                        yield from self.tests(Reference("criterion", criterion.id))
            case "finding":
                yield from self._of_finding(self.findings[reference.id])

    def _of_criterion(self, criterion: Criterion) -> Iterator[Test]:
        threshold = self.goals[criterion.id].threshold
        yield from self._of_logic(criterion.applies)
        if threshold is not None:
            yield from self._of_logic(threshold.met)

    def _of_pace(self, leaf: StatusTest) -> Iterator[Test]:
        """«chậm tiến độ» as a comparison with the value that an even course would have reached."""
        facts = self.case.facts
        values = {key: facts.measured(input) for key, input in self.rulebook.inputs.items()}
        for criterion in self.criteria.values():
            if leaf.id != (criterion.target if leaf.of_target else criterion.id):
                continue
            goal = self.goals[criterion.id]
            pace, threshold = PaceReader(facts, values).pace(goal, State.FALSE_SO_FAR), goal.threshold
            if pace is None or pace.required is None or threshold is None or not isinstance(threshold.met, Test):
                continue
            allowed = Interval(None, pace.required) if pace.ceiling else Interval(pace.required, None)
            yield threshold.met._replace(allowed=allowed)

    def _of_finding(self, finding: Finding) -> Iterator[Test]:
        yield from self._of_logic(finding.when)
        for reference in belongs_to(finding, self.rulebook):
            yield from self.tests(reference)

    def _of_logic(self, logic: Logic | None) -> Iterator[Test]:
        for leaf in leaves(logic):
            yield from self._of_leaf(leaf)

    def _of_leaf(self, leaf: Leaf) -> Iterator[Test]:
        match leaf:
            case Test():
                yield leaf
            case StatusTest(of_target=of_target, id=identifier, standing=standing):
                if isinstance(standing, PaceState):
                    yield from self._of_pace(leaf)
                yield from self.tests(Reference("target" if of_target else "criterion", identifier))
            case PresenceTest(finding=identifier):
                yield from self.tests(Reference("finding", identifier))
