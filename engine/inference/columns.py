"""The program as columns: one column of small integers per node, so that all units of a batch are inferred at once.

A program is acyclic and every node has one state, so its rules form a list in which each comes after those it looks at. A
rule is a column of true and false, and a state a column of integers of 8 bits. Needs numpy (``pip install chitieu[bulk]``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.domain.records import NamedTuple
from engine.inference.nodes import Node
from engine.inference.program import (
    Check,
    EngineError,
    Firing,
    Firings,
    Pattern,
    Program,
    Rule,
    Slot,
    WorkingFact,
    whole,
)
from engine.inference.session import installed_version

Places: TypeAlias = NDArray[np.int32]
"""What stands in a slot of an input, by unit; ABSENT where nothing does."""
States: TypeAlias = NDArray[np.int8]
"""The state of a node, by unit; NO_STATE where it has none."""
Flags: TypeAlias = NDArray[np.bool_]

ABSENT = -(2**31)
NO_STATE = -128
_LARGEST = 2**31 - 1


class InputColumns:
    """What a batch of ``size`` units gives to the program: of every input the places in its slots."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.places: dict[tuple[Node, Slot], Places] = {}
        self.present: dict[Node, Flags] = {}
        self.whole: set[Node] = set()
        """The inputs of which every unit has something in all their slots."""
        self._everywhere: Flags = np.ones(size, np.bool_)

    def put(self, node: Node, slots: dict[Slot, Places], present: Flags | None = None) -> None:
        """Sets what ``node`` has in its slots; ``present``: in which units it has anything (None: in all, and no slot is ABSENT)."""
        if present is None:
            self.whole.add(node)
        self.present[node] = self._everywhere if present is None else present
        for slot, places in slots.items():
            self.places[node, slot] = places


class Inferred(NamedTuple):
    """What a batch came to: by node its states, and by rule in which units it fired."""

    states: dict[Node, States]
    fired: list[Flags]


class ColumnPlan:
    """The rules of ``program`` in an order in which each comes after those it looks at.

    ``levels`` are the nodes that are derived, by how many steps they are away from what is given.
    """

    def __init__(self, program: Program) -> None:
        self.rules = program.rules
        deriving: dict[Node, list[int]] = {}
        for number, rule in enumerate(program.rules):
            deriving.setdefault(rule.then.node, []).append(number)
            _checked_state(rule)
        self._deriving = deriving
        self.levels = _levels(program.rules, deriving)
        self.inputs: dict[Node, tuple[Slot, ...]] = {}
        watched: dict[Node, set[Slot]] = {}
        for rule in program.rules:
            for pattern in rule.when:
                if pattern.node not in deriving:
                    watched.setdefault(pattern.node, set()).update(check.slot for check in pattern.checks)
        for node, slots in watched.items():
            self.inputs[node] = tuple(slot for slot in Slot if slot in slots)

    def run(self, given: InputColumns) -> Inferred:
        """Infers all units of ``given``. Raises EngineError where a node of a unit is given two states."""
        return _Run(given).derived(self)

    def steps(self) -> Iterator[tuple[Node, list[int]]]:
        """Yields every derived node with the numbers of its rules, after all that they look at."""
        for level in self.levels:
            for node in level:
                yield node, self._deriving[node]


class _Run:
    """The columns of one batch, as far as they are known."""

    def __init__(self, given: InputColumns) -> None:
        self.given = given
        self.states: dict[Node, States] = {}
        self._matched: dict[Pattern, Flags] = {}

    def derived(self, plan: ColumnPlan) -> Inferred:
        fired: list[Flags] = [_NEVER] * len(plan.rules)
        for node, numbers in plan.steps():
            shifted = np.zeros(self.given.size, np.uint8)  # by NO_STATE, so that what has no state is 0
            by_state: dict[int, Flags] = {}
            for number in numbers:
                rule = plan.rules[number]
                fired[number] = self._fires(rule)
                state = rule.then.state or 0
                by_state[state] = by_state[state] | fired[number] if state in by_state else fired[number]
            set_before: Flags | None = None
            for state, where in by_state.items():
                if set_before is not None and bool((where & set_before).any()):
                    unit = int(np.argmax(where & set_before))
                    raise EngineError(f"node {node} was given the states {int(shifted[unit]) + NO_STATE} and {state}")
                shifted |= where.view(np.uint8) * np.uint8(state - NO_STATE)
                set_before = where if set_before is None else set_before | where
            self.states[node] = (shifted ^ np.uint8(-NO_STATE)).view(np.int8)
        return Inferred(self.states, fired)

    def _fires(self, rule: Rule) -> Flags:
        first, *others = rule.when
        found = self._match(first)
        for pattern in others:
            found = found & self._match(pattern)
        return found

    def _match(self, pattern: Pattern) -> Flags:
        """In which units a fact passes all checks of ``pattern``; many rules share one."""
        known = self._matched.get(pattern)
        if known is None:
            known = self._matched[pattern] = self._passes(pattern)
        return known

    def _passes(self, pattern: Pattern) -> Flags:
        node = pattern.node
        states = self.states.get(node)
        if states is not None:
            return self._of_states(states, pattern)
        present = self.given.present.get(node)
        if present is None:
            return self._nowhere()
        whole = node in self.given.whole
        found = present
        for check in pattern.checks:
            if check.low is None and check.high is None:
                continue
            places = self.given.places.get((node, check.slot))
            if places is None:
                return self._nowhere()
            within = _within(places, check)
            found = within if whole and found is present else found & within
            if not whole:
                found = found & (places != ABSENT)
        return found

    def _of_states(self, states: States, pattern: Pattern) -> Flags:
        """The same of a node that is derived; what has no state is below every bound."""
        found: Flags | None = None
        for check in pattern.checks:
            if check.slot is not Slot.STATE:
                return self._nowhere()
            bounded = check if check.low is not None else check._replace(low=NO_STATE + 1)
            within = _within(states, bounded)
            found = within if found is None else found & within
        return _flags(states != NO_STATE) if found is None else found

    def _nowhere(self) -> Flags:
        return np.zeros(self.given.size, np.bool_)


_NEVER: Flags = np.zeros(0, np.bool_)


def _within(column: Places | States, check: Check) -> Flags:
    """Where ``column`` lies within the bounds of ``check``: as integers of Python, which numpy does not wrap."""
    if check.low is None and check.high is None:
        return np.ones(column.shape, np.bool_)
    if check.low is None:
        return _flags(column <= int(check.high or 0))
    found = _flags(column >= int(check.low))
    return found if check.high is None else found & (column <= int(check.high))


def _flags(found: Any) -> Flags:
    flags: Flags = found
    return flags


def _checked_state(rule: Rule) -> None:
    state = whole(rule.then.state or 0, rule.then.node)
    if not NO_STATE < state <= 127:
        raise EngineError(f"{rule.then.node}: {state} is not an integer of 8 bits")


def _levels(rules: Sequence[Rule], deriving: dict[Node, list[int]]) -> list[list[Node]]:
    """The derived nodes by their level. Raises EngineError for rules that go in a circle."""
    below = {
        node: {pattern.node for number in numbers for pattern in rules[number].when if pattern.node in deriving}
        for node, numbers in deriving.items()
    }
    above: dict[Node, list[Node]] = {}
    for node, parts in below.items():
        for part in parts:
            above.setdefault(part, []).append(node)
    waiting = {node: len(parts) for node, parts in below.items()}
    level = [node for node, count in waiting.items() if not count]
    found = []
    while level:
        found.append(level)
        following = []
        for node in level:
            for other in above.get(node, ()):
                waiting[other] -= 1
                if not waiting[other]:
                    following.append(other)
        level = following
    if sum(map(len, found)) < len(deriving):
        raise EngineError("the rules of the program go in a circle")
    return found


@cache
def columns_version() -> str:
    """The version of the library that columns are made of."""
    return installed_version("numpy", np.__file__)


class ColumnsSession:
    """The program as columns, for one case or a batch of them. Its firings are in the order of the plan."""

    name = "columns"

    def __init__(self, program: Program) -> None:
        self.version = columns_version()
        self.plan = ColumnPlan(program)
        self._known: dict[tuple[Node, int], WorkingFact] = {}
        self._firings: dict[tuple[int, tuple[WorkingFact, ...]], Firing] = {}

    def run(self, facts: Iterable[WorkingFact]) -> Firings:
        """Raises EngineError."""
        return self.run_all([list(facts)])[0]

    def run_all(self, batch: Sequence[Sequence[WorkingFact]]) -> list[Firings]:
        """The firings of every case. Raises EngineError."""
        by_node = [self._by_node(facts) for facts in batch]
        inferred = self.plan.run(self._columns(by_node))
        firings: list[list[Firing]] = [[] for _ in batch]
        for _, numbers in self.plan.steps():
            for number in numbers:
                for unit in np.flatnonzero(inferred.fired[number]):
                    firings[unit].append(self._firing(number, by_node[unit], inferred, int(unit)))
        return list(map(Firings, firings))

    def close(self) -> None:
        """Holds nothing that must be given back."""

    def _by_node(self, facts: Iterable[WorkingFact]) -> dict[Node, WorkingFact]:
        found: dict[Node, WorkingFact] = {}
        for fact in facts:
            if fact.node in self.plan.inputs and found.setdefault(fact.node, fact) != fact:
                raise EngineError(f"node {fact.node} has two facts")
        return found

    def _columns(self, batch: list[dict[Node, WorkingFact]]) -> InputColumns:
        columns = InputColumns(len(batch))
        for node, slots in self.plan.inputs.items():
            facts = [facts.get(node) for facts in batch]
            present = np.array([fact is not None for fact in facts], np.bool_)
            columns.put(node, {slot: _column(facts, slot) for slot in slots}, present)
        return columns

    def _firing(self, number: int, given: dict[Node, WorkingFact], inferred: Inferred, unit: int) -> Firing:
        rule = self.plan.rules[number]
        matched = tuple(
            self._derived(pattern.node, int(inferred.states[pattern.node][unit]))
            if pattern.node in inferred.states
            else given[pattern.node]
            for pattern in rule.when
        )
        known = self._firings.get((number, matched))
        if known is None:
            if len(self._firings) >= _MOST_KEPT:
                self._firings.clear()
            known = self._firings[number, matched] = Firing(rule, matched)
        return known

    def _derived(self, node: Node, state: int) -> WorkingFact:
        known = self._known.get((node, state))
        if known is None:
            known = self._known[node, state] = WorkingFact(node, state=state)
        return known


_MOST_KEPT = 100_000


def _column(facts: Sequence[WorkingFact | None], slot: Slot) -> Places:
    """What the facts have in ``slot``. Raises EngineError for what is not an integer of 32 bits."""
    values = [None if fact is None else fact.value(slot) for fact in facts]
    for value in values:
        if value is not None and not -_LARGEST <= whole(value, slot) <= _LARGEST:
            raise EngineError(f"{slot}: {value} is not an integer of 32 bits")
    return np.array([ABSENT if value is None else value for value in values], np.int32)
