"""Keeps every fact and every pattern within what the engines can take, by letting copies share the load.

durable_rules looks at a fact with a stack of 64 places, one for each check that the fact passes at the same time, and hangs
at most 255 rules on one pattern; beyond that it refuses, or worse. So a fact that many different checks look at is asserted
several times under names of its own, and a pattern that many rules share is matched by a few rules whose conclusions stand
for it. Nothing of this changes what is derived.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from engine.inference.boxes import Box, state
from engine.inference.nodes import Node, NodeKind
from engine.inference.program import Pattern, Rule, WorkingFact

MAX_BOXES = 40
"""Different checks on one copy of a fact."""

MAX_RULES = 200
"""Rules on one pattern."""


def spread(rules: list[Rule]) -> tuple[list[Rule], dict[Node, int]]:
    """The same rules within the limits, and how many copies of each input's fact they look at (where more than one)."""
    derived = {rule.then.node for rule in rules}
    copies = _Copies()
    spread_rules = []
    for rule in rules:
        when = tuple(p if p.node in derived else Pattern(copies.node(p), p.checks) for p in rule.when)
        spread_rules.append(rule._replace(when=when))
    return _with_stand_ins(spread_rules), copies.counts()


def copies_of(node: Node, counts: dict[Node, int]) -> Iterable[Node]:
    """The names under which a fact about ``node`` is asserted."""
    return [node, *(node.helped_by(f"~{number}") for number in range(1, counts.get(node, 1)))]


class _Copies:
    """Gives every pattern on an input a copy of its fact that has room for it."""

    def __init__(self) -> None:
        self.boxes: dict[Node, list[set[Box]]] = defaultdict(lambda: [set()])

    def node(self, pattern: Pattern) -> Node:
        copies = self.boxes[pattern.node]
        fitting = (n for n, boxes in enumerate(copies) if pattern.checks in boxes or len(boxes) < MAX_BOXES)
        number = next(fitting, len(copies))
        if number == len(copies):
            copies.append(set())
        copies[number].add(pattern.checks)
        return pattern.node if number == 0 else pattern.node.helped_by(f"~{number}")

    def counts(self) -> dict[Node, int]:
        return {node: len(copies) for node, copies in self.boxes.items() if len(copies) > 1}


def _with_stand_ins(rules: list[Rule]) -> list[Rule]:
    """Rules beyond the first MAX_RULES on a pattern look at a node that stands for it, a new one for each MAX_RULES."""
    uses: dict[Pattern, int] = defaultdict(int)
    stand_ins: dict[tuple[Pattern, int], Pattern] = {}
    changed = []
    for rule in rules:
        when = []
        for pattern in rule.when:
            chunk, uses[pattern] = uses[pattern] // MAX_RULES, uses[pattern] + 1
            if chunk and (pattern, chunk) not in stand_ins:
                stand_ins[pattern, chunk] = state(Node(NodeKind.STAND_IN, str(len(stand_ins))), 1, 1)
            when.append(stand_ins[pattern, chunk] if chunk else pattern)
        changed.append(rule._replace(when=tuple(when)))
    helpers = [
        Rule(f"s{number}", (pattern,), WorkingFact(stand_in.node, state=1))
        for number, ((pattern, _), stand_in) in enumerate(stand_ins.items())
    ]
    return [*changed, *(_with_stand_ins(helpers) if len(helpers) > MAX_RULES else helpers)]
