"""What stands around a verdict or finding: the target it belongs to, what explains it, and what it led to.

Findings are read off the firings. A limitation or a cause explains what it belongs to; a forecast or a solution follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from engine.domain.finding_kinds import FindingKind
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult
from engine.evaluation.presentation import target_verdict_text, verdict_text
from engine.explain.firings import FiringIndex
from engine.explain.proof import Role, Step
from engine.inference.nodes import Node, conclusion_node
from engine.rulebook.rulebook import Reference, Rulebook

_EXPLAINING = (FindingKind.LIMITATION, FindingKind.DIFFICULTY, FindingKind.CAUSE)


class Consequences:
    """The consequences and explanations of one evaluation."""

    def __init__(self, rulebook: Rulebook, evaluation: Evaluation, firings: FiringIndex) -> None:
        self.firings = firings
        self.criteria = {c.id: c for c in evaluation.criteria}
        self.targets = {t.id: t for t in evaluation.targets}
        self.target_of = {c.id: c.target for c in rulebook.criteria}
        self.found = {f.id: f for f in evaluation.findings}
        named = [
            *(Reference("target", t.id) for t in rulebook.targets),
            *(Reference("criterion", c.id) for c in rulebook.criteria),
            *(Reference("finding", f.id) for f in rulebook.findings),
        ]
        self.named = {conclusion_node(reference): reference for reference in named}
        self._order = {node: number for number, node in enumerate(self.named)}
        self._target_text = cache(lambda identifier: target_verdict_text(self.targets[identifier]))
        self._because = cache(lambda identifier: verdict_because(self.targets[identifier]))

    def of(self, node: Node) -> Iterator[Step]:
        """The target of a criterion, then findings: what explains ``node``, what follows from it, and these in turn.

        A finding that only has it among its conditions, without explaining it, uses it. Each finding is told once.
        """
        reference = self.named[node]
        if reference.what == "criterion":
            yield self._membership(self.criteria[reference.id])
        after = self._next(node)
        own_lines = {self.named[name].id for name in after}
        for name in after:
            yield from self._around(reference, name, own_lines)

    def _around(self, reference: Reference, after: Node, own_lines: set[str]) -> Iterator[Step]:
        other = self.named[after]
        if other.what == "criterion":
            yield Step(Role.LED_TO, f"nội dung {other.id} {verdict_text(self.criteria[other.id])}")
        elif other.what == "target" and reference.what != "criterion":
            yield Step(Role.LED_TO, f"chỉ tiêu {other.id} {self._target_text(other.id)}")
        elif other.id in self.found:
            found = self.found[other.id]
            told = set(own_lines)
            step = _told(found, self._parts(after, {after, conclusion_node(reference)}, told))
            uses = reference.id not in found.explains and f"chỉ tiêu {reference.id}" not in found.of
            yield step._replace(role=Role.USED_BY, parts=()) if uses else step

    def _membership(self, criterion: CriterionResult) -> Step:
        """Whether the verdict of its target follows from that of ``criterion``, or from that of others."""
        target = self.targets[self.target_of[criterion.id]]
        if not criterion.counted:
            return Step(Role.PART_OF, f"thuộc chỉ tiêu {target.id}, không tính vào tổng hợp")
        same = criterion.status is target.status or (criterion.status.reached and target.status.reached)
        if same:
            return Step(Role.LED_TO, f"chỉ tiêu {target.id} {self._target_text(target.id)}")
        return Step(Role.PART_OF, f"thuộc chỉ tiêu {target.id}, {self._because(target.id)}")

    def _next(self, node: Node) -> list[Node]:
        """The verdicts and findings that the engine derived next, in canonical order."""
        found = self.firings.next_named(node, self.named)
        return sorted(found, key=self._order.__getitem__)

    def _parts(self, node: Node, seen: set[Node], told: set[str]) -> tuple[Step, ...]:
        """What explains a finding and what follows from it; what has been told, or has its own line, by its name alone."""
        steps = []
        for after in self._next(node):
            found = self.found.get(self.named[after].id)
            if found is None or after in seen:
                continue
            if found.id in told:
                step = Step(_role(found), f"{found.category} {found.id} (nêu ở dòng khác)", place=found.rule)
            else:
                told.add(found.id)
                step = _told(found, self._parts(after, seen | {after}, told))
            steps.append(step._replace(detail=len(seen) > 2))
        return tuple(steps)


def verdict_because(target: TargetResult) -> str:
    """«chưa đạt vì 3.2»: the verdict of a target and the criteria that decide it."""
    decide = [c.id for c in target.criteria if c.counted and c.status is target.status]
    text = target_verdict_text(target)
    return text if target.is_criterion or not decide else f"{text} vì {', '.join(decide)}"


def _told(found: FindingResult, parts: tuple[Step, ...]) -> Step:
    return Step(_role(found), f"{found.category} {found.id}: {found.text}", place=found.rule, parts=parts)


def _role(found: FindingResult) -> Role:
    return Role.EXPLAINED_BY if found.kind in _EXPLAINING else Role.LED_TO
