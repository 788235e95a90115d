"""What a verdict or finding led to, read off the firings: the verdict of its target, findings, and what these led to."""

from __future__ import annotations

from collections.abc import Iterator

from engine.evaluation.evaluation import Evaluation
from engine.evaluation.presentation import target_verdict_text, verdict_text
from engine.explain.firings import FiringIndex
from engine.explain.proof import Role, Step
from engine.inference.nodes import Node, conclusion_node
from engine.rulebook.rulebook import Reference, Rulebook


class Consequences:
    """The consequences of one evaluation."""

    def __init__(self, rulebook: Rulebook, evaluation: Evaluation, firings: FiringIndex) -> None:
        self.firings = firings
        self.criteria = {c.id: c for c in evaluation.criteria}
        self.targets = {t.id: t for t in evaluation.targets}
        self.found = {f.id: f for f in evaluation.findings}
        named = [
            *(Reference("target", t.id) for t in rulebook.targets),
            *(Reference("criterion", c.id) for c in rulebook.criteria),
            *(Reference("finding", f.id) for f in rulebook.findings),
        ]
        self.named = {conclusion_node(reference): reference for reference in named}

    def of(self, node: Node) -> Iterator[Step]:
        """What the engine derived from ``node``: the verdict of the target, findings, and what these led to in turn.

        A finding that only has it among its conditions, without explaining it, uses it.
        """
        for after in self._next(node):
            step = self._consequence(after, {node})
            if step is not None:
                yield step if self._explained(node, after) else step._replace(role=Role.USED_BY, parts=())

    def _explained(self, node: Node, after: Node) -> bool:
        reference, finding = self.named[node], self.found.get(self.named[after].id)
        if finding is None or self.named[after].what != "finding":
            return True
        return reference.id in finding.explains or f"chỉ tiêu {reference.id}" in finding.of

    def _next(self, node: Node) -> list[Node]:
        """The verdicts and findings that the engine derived next, in canonical order."""
        found = self.firings.next_named(node, self.named)
        return [name for name in self.named if name in found]

    def _consequence(self, node: Node, seen: set[Node]) -> Step | None:
        reference = self.named[node]
        if reference.what == "target":
            result = self.targets[reference.id]
            return Step(Role.LED_TO, f"chỉ tiêu {reference.id} {target_verdict_text(result)}")
        if reference.what == "criterion":
            return Step(Role.LED_TO, f"nội dung {reference.id} {verdict_text(self.criteria[reference.id])}")
        found = self.found.get(reference.id)
        if found is None or node in seen:
            return None
        parts = (self._consequence(after, seen | {node}) for after in self._next(node))
        kept = tuple(part._replace(detail=bool(len(seen) > 1)) for part in parts if part is not None)
        text = f"{found.category} {found.id}: {found.text}" if len(seen) == 1 else f"{found.category} {found.id}"
        return Step(Role.LED_TO, text, place=found.rule, parts=kept)
