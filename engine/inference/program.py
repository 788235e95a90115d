"""The engine-neutral program: patterns over facts of small integers, and the fact that a rule asserts when they all match."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from engine.domain.records import NamedTuple
from engine.files.json_form import json_form
from engine.inference.nodes import Node, NodeKind
from engine.kept.codec import Plain

MAX_PATTERNS = 16
"""The most patterns that durable_rules takes in one rule; the compiler groups larger conditions."""


JOINED = " + "
"""Between the names, and between the versions, of engines that were used together."""


class Slot(StrEnum):
    """The properties of a working fact besides its node."""

    LOW = "lo"
    HIGH = "hi"
    STATE = "v"
    FINAL_LOW = "fl"
    FINAL_HIGH = "fh"
    REACHED_LOW = "rl"
    REACHED_HIGH = "rh"


class Check(NamedTuple):
    """``slot`` of the matched fact lies in [low, high]; None is no bound."""

    slot: Slot
    low: int | None
    high: int | None


class Pattern(NamedTuple):
    """A fact about ``node`` that passes all ``checks``."""

    node: Node
    checks: tuple[Check, ...]


class WorkingFact(NamedTuple):
    """What the engine holds: a value as the integers ``low`` and ``high``, or a ``state``.

    A value whose period may not be over has the ends of its final reading too, and those of what was counted so far leaves
    possible. The fields stand in the order of the slots.
    """

    node: Node
    low: int | None = None
    high: int | None = None
    state: int | None = None
    final_low: int | None = None
    final_high: int | None = None
    reached_low: int | None = None
    reached_high: int | None = None

    @property
    def text(self) -> str:
        """For traces: «criterion:2.1=3», «input:htx.tong=[4, 5]», «input:thu@1.1=[4, 4] → [4, 9]»."""
        if self.low is None:
            return f"{self.node}={self.state}"
        final = "" if self.final_low is None else f" → [{self.final_low}, {self.final_high}]"
        return f"{self.node}=[{self.low}, {self.high}]{final}"

    def value(self, slot: Slot) -> int | None:
        """What stands in ``slot``."""
        return self[_PLACES[slot]]  # type: ignore[return-value]

    def passes(self, check: Check) -> bool:
        """Whether the value that ``check`` looks at is there and within its bounds."""
        value = self.value(check.slot)
        if value is None:
            return check.low is None and check.high is None
        return (check.low is None or check.low <= value) and (check.high is None or value <= check.high)


_PLACES = {slot: place for place, slot in enumerate(Slot, 1)}
_SLOTS = {str(slot): slot for slot in Slot}
_KINDS = {kind.name: kind for kind in NodeKind}


class Rule(NamedTuple):
    """When all patterns match, ``then`` is asserted. ``name`` is unique in its program."""

    name: str
    when: tuple[Pattern, ...]
    then: WorkingFact


@json_form("rule=rule.name", "matched=matched_texts", "derived=rule.then.text")
class Firing:
    """One firing: the rule, and the facts that its patterns matched, in their order. Cases share it, so that it must not change.

    ``node`` and ``state`` are what the rule concludes, which is read of every firing of every case.
    """

    __slots__ = ("matched", "node", "rule", "state")

    rule: Rule
    matched: tuple[WorkingFact, ...]
    node: Node
    state: int

    def __init__(self, rule: Rule, matched: tuple[WorkingFact, ...]) -> None:
        self.rule = rule
        self.matched = matched
        self.node = rule.then.node
        self.state = rule.then.state or 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Firing):
            return NotImplemented
        return (self.rule, self.matched) == (other.rule, other.matched)

    def __hash__(self) -> int:
        return hash((self.rule, self.matched))

    def __repr__(self) -> str:
        return f"Firing({self.rule!r}, {self.matched!r})"

    @property
    def matched_texts(self) -> tuple[str, ...]:
        """What was matched, as in traces."""
        return tuple(fact.text for fact in self.matched)

    @property
    def text(self) -> str:
        """For traces: «r12: input:htx.tong=[4, 5] → criterion:2.1=3»."""
        return f"{self.rule.name}: {', '.join(fact.text for fact in self.matched)} → {self.rule.then.text}"


class Firings(list[Firing]):
    """What fired, in the engine's order; ``by_node``: what gave each node its state, of most nodes one firing."""

    def __init__(self, firings: Iterable[Firing] = ()) -> None:
        """Raises EngineError where a node was given two states."""
        super().__init__(firings)
        self.by_node: dict[Node, tuple[Firing, ...]] = {}
        by_node = self.by_node
        for firing in self:
            node = firing.node
            if node not in by_node:
                by_node[node] = (firing,)
                continue
            known = by_node[node]
            if known[0].state != firing.state:
                raise EngineError(f"node {node} was given the states {known[0].state} and {firing.state}")
            by_node[node] = (*known, firing)


class Program:
    """All rules of a rulebook, and every node that they look at or give a state to.

    Raises ProgramTooLarge for a rule with too many patterns, ValueError for two rules of one name.
    """

    def __init__(self, rules: tuple[Rule, ...], nodes: tuple[Node, ...]) -> None:
        self.rules = rules
        self.nodes = nodes
        if len({rule.name for rule in rules}) < len(rules):
            raise ValueError("two rules have one name")
        for rule in rules:
            if not 1 <= len(rule.when) <= MAX_PATTERNS:
                raise ProgramTooLarge(f"rule {rule.name} has {len(rule.when)} patterns")

    def kept_parts(self) -> tuple[Plain]:
        """Returns the rows from which ``from_kept`` makes the program again; in each, what comes before it is a place in its list.

        Nodes (kind, element, part, helper), checks (slot, ends), patterns (node, checks), rules (name, node that gets a state,
        state, patterns), and how many of the nodes are the program's own.
        """
        nodes = {node: place for place, node in enumerate(self.nodes)}
        checks: dict[Check, int] = {}
        patterns: dict[Pattern, int] = {}
        rules = []
        for name, when, then in self.rules:
            if then != WorkingFact(then.node, state=then.state) or then.state is None:
                raise TypeError(f"rule {name} derives no state")
            places = [patterns.setdefault(pattern, len(patterns)) for pattern in when]
            rules.append((name, nodes.setdefault(then.node, len(nodes)), then.state, *places))
        matched = [
            (nodes.setdefault(node, len(nodes)), *[checks.setdefault(check, len(checks)) for check in asked])
            for node, asked in patterns
        ]
        named = [(node.kind.name, node.element, node.part, node.helper) for node in nodes]
        return (Plain((named, tuple(checks), matched, rules, len(self.nodes))),)

    @classmethod
    def from_kept(cls, rows: Any) -> Program:
        """The program with these rows. Raises ValueError, TypeError or LookupError where they are none."""
        named, checks_of, matched, rules_of, own = rows
        nodes = tuple([Node(_KINDS[kind], element, tuple(part), helper) for kind, element, part, helper in named])
        checks = [Check(_SLOTS[slot], low, high) for slot, low, high in checks_of]
        patterns = [Pattern(nodes[node], tuple([checks[place] for place in places])) for node, *places in matched]
        rules = tuple(
            [
                Rule(name, tuple([patterns[place] for place in places]), WorkingFact(nodes[node], None, None, state))
                for name, node, state, *places in rules_of
            ]
        )
        return cls(rules, nodes[:own])

    def leading_to(self, nodes: Iterable[Node]) -> Program:
        """The rules that derive ``nodes``, and, down to what is given, what those look at."""
        deriving: dict[Node, list[Rule]] = {}
        for rule in self.rules:
            deriving.setdefault(rule.then.node, []).append(rule)
        reached: set[Node] = set()
        ahead = list(nodes)
        while ahead:
            node = ahead.pop()
            if node not in reached:
                reached.add(node)
                ahead.extend(pattern.node for rule in deriving.get(node, ()) for pattern in rule.when)
        rules = tuple(rule for rule in self.rules if rule.then.node in reached)
        return Program(rules, tuple(node for node in self.nodes if node in reached))

    def resting_on(self, nodes: Iterable[Node]) -> set[Node]:
        """``nodes``, and all that some rule derives from them, directly or by others."""
        derived_from: dict[Node, set[Node]] = {}
        for rule in self.rules:
            for pattern in rule.when:
                derived_from.setdefault(pattern.node, set()).add(rule.then.node)
        reached: set[Node] = set()
        ahead = list(nodes)
        while ahead:
            node = ahead.pop()
            if node not in reached:
                reached.add(node)
                ahead.extend(derived_from.get(node, ()))
        return reached


class ProgramTooLarge(ValueError):
    """A rule that the engines cannot take; the compiler must have split it."""


class EngineLimit(RuntimeError):
    """A program is larger than an engine can take; the message says which other one takes it."""


class EngineError(RuntimeError):
    """The engine itself failed: nothing that it derived may be used."""


def whole(value: int, where: str) -> int:
    """``value``, which must be an integer of 64 bits: an engine would round or clip anything else without a word.

    Raises EngineError. The result is a plain integer, so that no enumeration's name reaches an engine.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise EngineError(f"{where}: {value!r} is not an integer of 64 bits")
    return int(value)
