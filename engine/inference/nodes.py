"""Nodes: what the facts in the engine are about, by kind, element and part. The engines see them as small integers."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Self

from engine.rulebook.logic import AllOf, AnyOf, Leaf, Logic, NotOf
from engine.rulebook.rulebook import Reference

YEAR, AS_OF, DUE, SINCE_YEAR_END = "$year", "$as_of", "$due", "$days_since_year_end"
"""Inputs of time: the year evaluated, the as-of date, the one that deadlines are compared with (no later than the end of
that year), and the days from the end of that year to it."""


class NodeKind(Enum):
    """What a node says of its element; a value is how its text in traces begins and goes on behind the element."""

    INPUT = "input:", ""
    """The value of an input; the element is its key."""
    KNOWN = "known:", ""
    """Whether an input has a value."""
    CRITERION = "criterion:", ""
    """The conclusion of a criterion."""
    APPLIES = "criterion:", "?applies"
    """«áp dụng khi» of a criterion, or a part of it."""
    MET = "criterion:", "?met"
    """«đạt khi» of a criterion; the part begins with the places of the wording and of the threshold, counted from 0."""
    EXCEEDED = "criterion:", "?exceeded"
    """«vượt khi», numbered in the same way."""
    TARGET = "target:", ""
    """The conclusion of a target."""
    FINDING = "finding:", ""
    """Whether a finding is there."""
    WHEN = "finding:", "?when"
    """«khi» of a finding, or a part of it."""
    OF = "finding:", "?of"
    """Whether something in «của» of a finding holds."""
    RECONCILIATION = "reconciliation:", ""
    """What must agree, or a part of it."""
    SENTENCE = "sentence:", ""
    """«khi» of a sentence of the report, or a part of it."""
    UNMET_CRITERION = "unmet:criterion:", ""
    UNMET_TARGET = "unmet:target:", ""
    """Whether a finding may belong to it because it falls short."""
    REACHED_CRITERION = "reached:criterion:", ""
    REACHED_TARGET = "reached:target:", ""
    """Whether a solution may belong to it that keeps it up."""
    BEHIND_CRITERION = "behind:criterion:", ""
    BEHIND_TARGET = "behind:target:", ""
    """«chậm tiến độ»; the parts of a target's are its counted criteria."""
    ON_CRITERION = "on:criterion:", ""
    ON_TARGET = "on:target:", ""
    """«đảm bảo tiến độ», in the same way."""
    STAND_IN = "=", ""
    """That a pattern matches which many rules share."""


class Node(str):
    """A node is its own text, as traces show it: «criterion:2.1?met.0.0.2». Nothing reads that text.

    ``element`` is the id of the criterion, target, finding or reconciliation, or the key of the input. ``part`` leads to a
    part of its condition: the numbers of the parts, from outside in, counted from 1. ``helper`` is empty but for nodes
    that only help to derive the one of the same kind, element and part.
    """

    kind: NodeKind
    element: str
    part: tuple[int, ...]
    helper: str
    __slots__ = ("element", "helper", "kind", "part")

    def __new__(cls, kind: NodeKind, element: str, part: tuple[int, ...] = (), helper: str = "") -> Self:
        """Makes the node."""
        begin, end = kind._value_  # some thousand nodes are made at each start: ``value`` takes ten times as long
        way = "".join(map(".{}".format, part)) if part else ""
        node = super().__new__(cls, f"{begin}{element}{end}{way}{helper}")
        node.kind, node.element, node.part, node.helper = kind, element, part, helper
        return node

    def __getnewargs__(self) -> tuple[NodeKind, str, tuple[int, ...], str]:  # type: ignore[override]
        """What a copy in another process is made of."""
        return self.kind, self.element, self.part, self.helper

    def kept_parts(self) -> tuple[NodeKind, str, tuple[int, ...], str]:
        """What it is made of again in another run."""
        return self.__getnewargs__()

    def inner(self, number: int) -> Node:
        """Returns the node of the part ``number`` of this one."""
        return Node(self.kind, self.element, (*self.part, number), self.helper)

    def helped_by(self, helper: str) -> Node:
        """Returns the node that helps to derive this one under the name ``helper``."""
        return Node(self.kind, self.element, self.part, self.helper + helper)

    @property
    def owner(self) -> Node | None:
        """The conclusion to which it belongs: itself where it is one, None of inputs and of what serves several."""
        kind = _OWNERS.get(self.kind)
        return None if kind is None else Node(kind, self.element)


_OWNERS = {
    NodeKind.CRITERION: NodeKind.CRITERION,
    NodeKind.APPLIES: NodeKind.CRITERION,
    NodeKind.MET: NodeKind.CRITERION,
    NodeKind.EXCEEDED: NodeKind.CRITERION,
    NodeKind.TARGET: NodeKind.TARGET,
    NodeKind.FINDING: NodeKind.FINDING,
    NodeKind.WHEN: NodeKind.FINDING,
    NodeKind.OF: NodeKind.FINDING,
    NodeKind.RECONCILIATION: NodeKind.RECONCILIATION,
    NodeKind.SENTENCE: NodeKind.SENTENCE,
}

_CONCLUSIONS = {
    "criterion": NodeKind.CRITERION,
    "target": NodeKind.TARGET,
    "finding": NodeKind.FINDING,
    "reconciliation": NodeKind.RECONCILIATION,
}


def conclusion_node(reference: Reference) -> Node:
    """The node of what is concluded of ``reference``."""
    return Node(_CONCLUSIONS[reference.what], reference.id)


def belongs_node(reference: Reference, keeps_up: bool) -> Node:
    """The node that says whether a finding may belong to ``reference``: to a finding that is there, to what falls short.

    A solution that keeps something up belongs to criteria and targets that are met.
    """
    match reference.what:
        case "criterion":
            return Node(NodeKind.REACHED_CRITERION if keeps_up else NodeKind.UNMET_CRITERION, reference.id)
        case "target":
            return Node(NodeKind.REACHED_TARGET if keeps_up else NodeKind.UNMET_TARGET, reference.id)
    return conclusion_node(reference)


def pace_key(criterion: str) -> str:
    """The input that says how a criterion stands to its schedule: -1 behind, 0 on it; after its deadline 1: neither."""
    return f"$pace:{criterion}"


def leaf_nodes(logic: Logic, node: Node, wanted: bool = True) -> Iterator[tuple[Node, Leaf, bool]]:
    """The leaves of ``logic`` with the nodes that carry their states where ``logic`` itself has ``node``.

    The last says whether a leaf is to hold where ``logic`` is ``wanted``; under «không phải» it is not to.
    """
    if isinstance(logic, AllOf | AnyOf):
        for number, part in enumerate(logic.parts, 1):
            yield from leaf_nodes(part, node.inner(number), wanted)
    elif isinstance(logic, NotOf):
        yield from leaf_nodes(logic.part, node.inner(1), not wanted)
    else:
        yield node, logic, wanted
