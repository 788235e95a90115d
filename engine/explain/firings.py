"""The firings of one evaluation as a graph: which states led to a node, and what a node led to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable

from engine.inference.nodes import Node, NodeKind
from engine.inference.program import Firing
from engine.language.logic import State, Truth


class FiringIndex:
    """``firings`` in the engine's order."""

    def __init__(self, firings: Iterable[Firing]) -> None:
        self.firings = tuple(firings)
        self._to: dict[Node, list[Firing]] = defaultdict(list)
        self._from: dict[Node, list[Firing]] = defaultdict(list)
        for firing in self.firings:
            self._to[firing.node].append(firing)
            for fact in firing.matched:
                self._from[fact.node].append(firing)

    def has(self, node: Node) -> bool:
        """Whether the engine gave ``node`` a state."""
        return node in self._to

    def state(self, node: Node) -> int:
        """The state that the engine gave to ``node``. Raises KeyError where it gave none."""
        if node not in self._to:
            raise KeyError(node)
        return self._to[node][0].state

    def truth(self, node: Node) -> Truth:
        """The state of a node that is true, false or unknown."""
        if node.kind in (NodeKind.MET, NodeKind.EXCEEDED):
            return State(self.state(node)).so_far
        return Truth(self.state(node))

    def behind(self, node: Node) -> tuple[Node, ...]:
        """``node`` and every node whose fact was matched on the way to it, nearest first."""
        found = {node: None}
        queue = [node]
        while queue:
            for firing in self._to[queue.pop(0)]:
                for fact in firing.matched:
                    if fact.node not in found:
                        found[fact.node] = None
                        queue.append(fact.node)
        return tuple(found)

    def leading_to(self, nodes: Iterable[Node]) -> tuple[Firing, ...]:
        """The firings that gave states to ``nodes``, in the engine's order."""
        wanted = set(nodes)
        return tuple(firing for firing in self.firings if firing.node in wanted)

    def next_named(self, node: Node, named: Container[Node]) -> set[Node]:
        """The first nodes of ``named`` that are reached from ``node``, through any others."""
        found: set[Node] = set()
        seen, queue = {node}, [node]
        while queue:
            for firing in self._from[queue.pop()]:
                after = firing.node
                if after in named:
                    found.add(after)
                elif after not in seen:
                    seen.add(after)
                    queue.append(after)
        return found - {node}
