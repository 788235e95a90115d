"""Rules that give every node of a condition its state, whatever the state is: what makes «not» and why-not possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from engine.domain.verdicts import PaceState
from engine.inference.boxes import Box, interval_boxes, state, state_boxes, states_of
from engine.inference.encoding import Scale
from engine.inference.nodes import YEAR, Node, NodeKind, pace_key
from engine.inference.program import MAX_PATTERNS, Pattern, Rule, WorkingFact
from engine.language.interval import Interval
from engine.language.logic import Truth
from engine.rulebook.rulebook import (
    AllOf,
    AnyOf,
    KnowledgeTest,
    Leaf,
    Logic,
    NotOf,
    PresenceTest,
    Rulebook,
    StatusTest,
    Test,
)

BEHIND = Interval(None, Fraction(0), high_open=True)
"""The paces that are «chậm tiến độ»."""

_FEW = 3
"""So many other parts are asked one by one; more are asked through a node that stands for them."""

TRUE, FALSE, UNKNOWN = int(Truth.TRUE), int(Truth.FALSE), int(Truth.UNKNOWN)


class StateRules:
    """Collects the rules of a program. ``scales`` place the constants of every input."""

    def __init__(self, rulebook: Rulebook, scales: dict[str, Scale]) -> None:
        self.scales = scales
        self.rules: list[Rule] = []
        self.conditional = {c.id for c in rulebook.criteria if c.applies is not None}
        self.possible: dict[Node, set[int]] = {}
        """The states that the rules so far can give to each node; all rules of a node are added together."""
        self.counted = {t.id: [c.id for c in t.criteria if c.counted] for t in rulebook.targets}
        self.place = rulebook.resolution.span
        self.behind_nodes: set[Node] = set()

    def add(self, when: Iterable[Pattern], node: Node, value: int) -> None:
        """When all patterns match, ``node`` gets ``value``."""
        self.rules.append(Rule(f"r{len(self.rules)}", tuple(when), WorkingFact(node, state=value)))
        self.possible.setdefault(node, set()).add(int(value))

    def boxes(self, leaf: Leaf, truth: Truth) -> tuple[Node, list[Box]]:
        """The node that ``leaf`` looks at, and the disjoint boxes of checks in which it has ``truth``."""
        match leaf:
            case Test(input=input, allowed=allowed, negated=negated):
                wanted = ~truth if negated else truth
                return Node(NodeKind.INPUT, input.key), interval_boxes(self.scales[input.key], allowed, wanted)
            case StatusTest(of_target=of_target, id=identifier, standing=standing):
                if isinstance(standing, PaceState):
                    return self._pace_boxes(leaf, truth)
                node = Node(NodeKind.TARGET if of_target else NodeKind.CRITERION, identifier)
                return node, state_boxes(states_of(standing, truth))
            case PresenceTest(finding=finding, present=present):
                return Node(NodeKind.FINDING, finding), state_boxes([int(truth if present else ~truth)])
            case KnowledgeTest(input=input, known=known):
                wanted = truth if known else ~truth
                states = [] if truth is Truth.UNKNOWN else [int(wanted is Truth.TRUE)]
                return Node(NodeKind.KNOWN, input.key), state_boxes(states)

    def _pace_boxes(self, leaf: StatusTest, truth: Truth) -> tuple[Node, list[Box]]:
        """«chậm tiến độ» of a target, of a criterion that may not apply, and of any other, whose pace is an input."""
        if leaf.of_target:
            return self.behind(leaf.id), state_boxes([int(truth)])
        if leaf.id in self.conditional:
            return self.paced(leaf.id), state_boxes([int(truth)])
        key = pace_key(leaf.id)
        return Node(NodeKind.INPUT, key), interval_boxes(self.scales[key], BEHIND, truth)

    def paced(self, criterion: str) -> Node:
        """The node that says whether a criterion with an «áp dụng khi» is behind its schedule: only where it applies."""
        node = Node(NodeKind.BEHIND_CRITERION, criterion)
        if node not in self.behind_nodes:
            self.behind_nodes.add(node)
            key, asked = pace_key(criterion), Node(NodeKind.APPLIES, criterion)
            for value in (FALSE, UNKNOWN):
                self.add([state(asked, value, value)], node, UNKNOWN)
            for truth in Truth:
                for box in interval_boxes(self.scales[key], BEHIND, truth):
                    self.add([state(asked, TRUE, TRUE), Pattern(Node(NodeKind.INPUT, key), box)], node, int(truth))
        return node

    def behind(self, target: str) -> Node:
        """The node that says whether one of a target's counted criteria is behind its schedule."""
        node = Node(NodeKind.BEHIND_TARGET, target)
        if node not in self.behind_nodes:
            self.behind_nodes.add(node)
            parts = []
            for number, criterion in enumerate(self.counted[target], 1):
                part = StatusTest(False, criterion, PaceState.BEHIND, "", self.place)
                parts.append(self._leaf(part, node.inner(number)))
            if parts:
                self.greatest(node, parts)
            else:
                self.add([Pattern(Node(NodeKind.INPUT, YEAR), ())], node, UNKNOWN)
        return node

    def logic(self, logic: Logic, node: Node) -> Node:
        """Rules that give ``node`` the state of ``logic``; its inner parts get nodes of their own."""
        match logic:
            case AllOf(parts=parts):
                self.least(
                    node,
                    [self.logic(part, node.inner(i)) for i, part in enumerate(parts, 1)],
                    [FALSE, UNKNOWN, TRUE],
                )
            case AnyOf(parts=parts):
                self.greatest(node, [self.logic(part, node.inner(i)) for i, part in enumerate(parts, 1)])
            case NotOf(part=part):
                inner = self.logic(part, node.inner(1))
                for value in (FALSE, UNKNOWN, TRUE):
                    self.add([state(inner, value, value)], node, -value)
            case _:
                self._leaf(logic, node)
        return node

    def _leaf(self, leaf: Leaf, node: Node) -> Node:
        for truth in Truth:
            watched, boxes = self.boxes(leaf, truth)
            for box in boxes:
                self.add([Pattern(watched, box)], node, int(truth))
        return node

    # ------------------------------------------------------------ least and greatest of several states

    def least(self, node: Node, parts: Sequence[Node], levels: Sequence[int]) -> None:
        """``node`` gets the least of the states of ``parts``, which are among ``levels`` (ascending)."""
        if len(parts) > MAX_PATTERNS:
            self.least(node, self._grouped(node, parts, lambda name, group: self.least(name, group, levels)), levels)
            return
        possible = {part: self.possible.get(part, set(levels)) for part in parts}
        highest = min(max(states) for states in possible.values())
        for level in sorted(level for level in set().union(*possible.values()) if level < highest):
            others = [part for part in parts if min(possible[part]) < level]
            at_level = [part for part in parts if level in possible[part]]
            self._some(
                node, level, at_level, {part: state(part, level, None) for part in others}, node.helped_by(f">={level}")
            )
        self.add([state(part, highest, None) for part in parts], node, highest)

    def greatest(self, node: Node, parts: Sequence[Node]) -> None:
        """``node`` is true as soon as one of ``parts`` is, false if all are, otherwise unknown."""
        if len(parts) > MAX_PATTERNS:
            self.greatest(node, self._grouped(node, parts, self.greatest))
            return
        if len(parts) == 1:
            self.least(node, parts, [FALSE, UNKNOWN, TRUE])
            return
        self._some(node, TRUE, parts, {}, node)
        self._some(node, UNKNOWN, parts, {part: state(part, None, UNKNOWN) for part in parts}, node.helped_by("<=0"))
        self.add([state(part, FALSE, FALSE) for part in parts], node, FALSE)

    def _some(
        self, node: Node, level: int, at_level: Sequence[Node], others: dict[Node, Pattern], helper: Node
    ) -> None:
        """``node`` gets ``level`` when one of ``at_level`` has it and the patterns of all the ``others`` match.

        Every part at the level makes it fire. Where there are many others, ``helper`` says that they all match, so that
        rules stay linear in the number of parts.
        """
        if len(others) > _FEW:
            self.add(others.values(), helper, 1)
        for part in at_level:
            if len(others) > _FEW:
                when = [state(helper, 1, 1)]
            else:
                when = [pattern for other, pattern in others.items() if other != part]
            self.add([*when, state(part, level, level)], node, level)

    def _grouped(self, node: Node, parts: Sequence[Node], derive: Callable[[Node, Sequence[Node]], None]) -> list[Node]:
        """Nodes for groups of as many parts as one rule may match."""
        groups = [parts[i : i + MAX_PATTERNS] for i in range(0, len(parts), MAX_PATTERNS)]
        # With the number of parts in the name, groups of groups keep names of their own.
        names = [node.helped_by(f"/{len(parts)}.{number}") for number in range(1, len(groups) + 1)]
        for name, group in zip(names, groups, strict=True):
            derive(name, group)
        return names
