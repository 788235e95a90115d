"""Rules that give every node of a condition its state, whatever the state is: what makes «not» and why-not possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from engine.domain.verdicts import Conclusion, PaceState, Verdict
from engine.inference.boxes import Box, interval_boxes, open_ended_boxes, state, state_boxes, states_of
from engine.inference.encoding import Scale
from engine.inference.nodes import YEAR, Node, NodeKind, pace_key
from engine.inference.program import MAX_PATTERNS, Pattern, Rule, WorkingFact
from engine.language.interval import Interval, point
from engine.language.logic import State, Truth, state_of
from engine.rulebook.logic import AllOf, AnyOf, KnowledgeTest, Leaf, Logic, NotOf, PresenceTest, StatusTest, Test
from engine.rulebook.rulebook import Rulebook

PACES = {
    PaceState.BEHIND: Interval(None, Fraction(0), high_open=True),
    PaceState.ON: point(Fraction(0)),
}
"""The values of the input of a pace that are «chậm tiến độ», and those that are «đảm bảo tiến độ»."""
_PACED_CRITERION = {PaceState.BEHIND: NodeKind.BEHIND_CRITERION, PaceState.ON: NodeKind.ON_CRITERION}
_PACED_TARGET = {PaceState.BEHIND: NodeKind.BEHIND_TARGET, PaceState.ON: NodeKind.ON_TARGET}

_MET, _NOT_APPLICABLE = Conclusion(Verdict.MET).state, Conclusion(Verdict.NOT_APPLICABLE).state
"""From the first state on nothing of a criterion is lacking any more, or it does not apply."""

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
        self.paced_nodes: set[Node] = set()

    def add(self, when: Iterable[Pattern], node: Node, value: int) -> None:
        """When all patterns match, ``node`` gets ``value``."""
        self.rules.append(Rule(f"r{len(self.rules)}", tuple(when), WorkingFact(node, state=value)))
        self.possible.setdefault(node, set()).add(int(value))

    def boxes(self, leaf: Leaf, truth: Truth) -> tuple[Node, list[Box]]:
        """The node that ``leaf`` looks at, and the disjoint boxes of checks in which it has ``truth``, as it is so far."""
        match leaf:
            case Test(input=input, allowed=allowed, negated=negated):
                wanted = ~truth if negated else truth
                return Node(NodeKind.INPUT, input.key), interval_boxes(self.scales[input.key], allowed, wanted)
            case StatusTest(of_target=of_target, id=identifier, standing=standing):
                if isinstance(standing, PaceState):
                    return self._pace_boxes(leaf, standing, truth)
                node = Node(NodeKind.TARGET if of_target else NodeKind.CRITERION, identifier)
                return node, state_boxes(states_of(standing, truth))
            case PresenceTest(finding=finding, present=present):
                return Node(NodeKind.FINDING, finding), state_boxes([int(truth if present else ~truth)])
            case KnowledgeTest(input=input, known=known):
                wanted = truth if known else ~truth
                states = [] if truth is Truth.UNKNOWN else [int(wanted is Truth.TRUE)]
                return Node(NodeKind.KNOWN, input.key), state_boxes(states)

    def goal_boxes(self, leaf: Leaf, wanted: State) -> tuple[Node, list[Box]]:
        """The same of a part of a goal, of which both readings count."""
        if isinstance(leaf, Test) and leaf.input.open_ended:
            inner = ~wanted if leaf.negated else wanted
            key = leaf.input.key
            return Node(NodeKind.INPUT, key), open_ended_boxes(self.scales[key], leaf.allowed, inner)
        node, boxes = self.boxes(leaf, wanted.so_far)
        return node, boxes if wanted is state_of(wanted.so_far) else []

    def _pace_boxes(self, leaf: StatusTest, standing: PaceState, truth: Truth) -> tuple[Node, list[Box]]:
        """A pace of a target, of a criterion that may not apply, and of any other, whose pace is an input."""
        if leaf.of_target:
            return self.target_paced(leaf.id, standing), state_boxes([int(truth)])
        if leaf.id in self.conditional:
            return self.paced(leaf.id, standing), state_boxes([int(truth)])
        key = pace_key(leaf.id)
        return Node(NodeKind.INPUT, key), interval_boxes(self.scales[key], PACES[standing], truth)

    def paced(self, criterion: str, standing: PaceState) -> Node:
        """The node that says how a criterion with an «áp dụng khi» stands to its schedule: only where it applies."""
        node = Node(_PACED_CRITERION[standing], criterion)
        if node not in self.paced_nodes:
            self.paced_nodes.add(node)
            key, asked = pace_key(criterion), Node(NodeKind.APPLIES, criterion)
            for value in (FALSE, UNKNOWN):
                self.add([state(asked, value, value)], node, UNKNOWN)
            for truth in Truth:
                for box in interval_boxes(self.scales[key], PACES[standing], truth):
                    self.add([state(asked, TRUE, TRUE), Pattern(Node(NodeKind.INPUT, key), box)], node, int(truth))
        return node

    def target_paced(self, target: str, standing: PaceState) -> Node:
        """The node that says whether one of a target's criteria that are not met is behind, or all of them are on course.

        Of a target that does not apply it is unknown. Source: 9-periods-points, «Pace».
        """
        node = Node(_PACED_TARGET[standing], target)
        if node in self.paced_nodes:
            return node
        self.paced_nodes.add(node)
        neutral = FALSE if standing is PaceState.BEHIND else TRUE
        parts = []
        for number, criterion in enumerate(self.counted[target], 1):
            part, key = node.inner(number), pace_key(criterion)
            concluded = Node(NodeKind.CRITERION, criterion)
            self.add([state(concluded, _MET, None)], part, neutral)
            for truth in Truth:
                if criterion in self.conditional:
                    paces = [state(self.paced(criterion, standing), int(truth), int(truth))]
                else:
                    boxes = interval_boxes(self.scales[key], PACES[standing], truth)
                    paces = [Pattern(Node(NodeKind.INPUT, key), box) for box in boxes]
                for pace in paces:
                    self.add([state(concluded, None, _MET - 1), pace], part, int(truth))
            parts.append(part)
        if not parts:
            self.add([Pattern(Node(NodeKind.INPUT, YEAR), ())], node, UNKNOWN)
            return node
        joined = node.helped_by("!")
        if standing is PaceState.BEHIND:
            self.greatest(joined, parts)
        else:
            self.least(joined, parts, [FALSE, UNKNOWN, TRUE])
        own = Node(NodeKind.TARGET, target)
        self.add([state(own, _NOT_APPLICABLE, _NOT_APPLICABLE)], node, UNKNOWN)
        for value in sorted(self.possible[joined]):
            self.add([state(own, None, _NOT_APPLICABLE - 1), state(joined, value, value)], node, value)
        return node

    def logic(self, logic: Logic, node: Node) -> Node:
        """Rules that give ``node`` the truth of ``logic`` so far; its inner parts get nodes of their own."""
        return self._joined(logic, node, self._leaf, [FALSE, UNKNOWN, TRUE])

    def goal(self, logic: Logic, node: Node) -> Node:
        """Rules that give ``node`` the ``State`` of a goal."""
        return self._joined(logic, node, self._goal_leaf, [int(one) for one in State])

    def _joined(self, logic: Logic, node: Node, of_leaf: Callable[[Leaf, Node], Node], levels: Sequence[int]) -> Node:
        match logic:
            case AllOf(parts=parts):
                inner = [self._joined(part, node.inner(i), of_leaf, levels) for i, part in enumerate(parts, 1)]
                self.least(node, inner, levels)
            case AnyOf(parts=parts):
                inner = [self._joined(part, node.inner(i), of_leaf, levels) for i, part in enumerate(parts, 1)]
                self.greatest(node, inner, levels)
            case NotOf(part=part):
                negated = self._joined(part, node.inner(1), of_leaf, levels)
                for value in sorted(self.possible[negated]):
                    self.add([state(negated, value, value)], node, -value)
            case _:
                of_leaf(logic, node)
        return node

    def _leaf(self, leaf: Leaf, node: Node) -> Node:
        for truth in Truth:
            watched, boxes = self.boxes(leaf, truth)
            for box in boxes:
                self.add([Pattern(watched, box)], node, int(truth))
        return node

    def _goal_leaf(self, leaf: Leaf, node: Node) -> Node:
        for one in State:
            watched, boxes = self.goal_boxes(leaf, one)
            for box in boxes:
                self.add([Pattern(watched, box)], node, int(one))
        return node

    # ------------------------------------------------------------ least and greatest of several states

    def least(self, node: Node, parts: Sequence[Node], levels: Sequence[int]) -> None:
        """``node`` gets the least of the states of ``parts``, which are among ``levels`` (ascending)."""
        if len(parts) > MAX_PATTERNS:
            self.least(node, self._grouped(node, parts, lambda name, group: self.least(name, group, levels)), levels)
            return
        possible = {part: self.possible.get(part) or set(levels) for part in parts}
        highest = min(max(states) for states in possible.values())
        for level in sorted(level for level in set().union(*possible.values()) if level < highest):
            others = [part for part in parts if min(possible[part]) < level]
            at_level = [part for part in parts if level in possible[part]]
            self._some(
                node, level, at_level, {part: state(part, level, None) for part in others}, node.helped_by(f">={level}")
            )
        self.add([state(part, highest, None) for part in parts], node, highest)

    def greatest(self, node: Node, parts: Sequence[Node], levels: Sequence[int] = (-1, 0, 1)) -> None:
        """``node`` gets the greatest of the states of ``parts``, which are among ``levels`` (ascending)."""
        if len(parts) > MAX_PATTERNS:
            grouped = self._grouped(node, parts, lambda name, group: self.greatest(name, group, levels))
            self.greatest(node, grouped, levels)
            return
        possible = {part: self.possible.get(part) or set(levels) for part in parts}
        lowest = max(min(states) for states in possible.values())
        for level in sorted((level for level in set().union(*possible.values()) if level > lowest), reverse=True):
            others = [part for part in parts if max(possible[part]) > level]
            at_level = [part for part in parts if level in possible[part]]
            self._some(
                node, level, at_level, {part: state(part, None, level) for part in others}, node.helped_by(f"<={level}")
            )
        self.add([state(part, None, lowest) for part in parts], node, lowest)

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
