"""The rules of a program as steps of SQL: a column of states for each node, level by level, each step fenced.

A step takes over from the one before only what those behind it look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.bulk.states import Concluded
from engine.domain.records import NamedTuple
from engine.inference.columns import ColumnPlan
from engine.inference.nodes import Node, NodeKind
from engine.inference.program import Check, Pattern, Program, Rule, Slot
from engine.sql.inputs import Cell, Given, Held


class Column(NamedTuple):
    """A column of a step: its expression, and the columns of earlier steps that this looks at."""

    name: str
    expression: str
    looks_at: frozenset[str]


class Steps(NamedTuple):
    """Steps of columns, and what each node has in the end: a column, the same state for all units, or none."""

    levels: list[list[Column]]
    states: dict[Node, Cell]


def steps_of(program: Program, given: Given) -> Steps:
    """Returns the steps that derive all nodes of ``program`` but those that rest on what ``given`` leaves unsaid."""
    return _Writer(program, given).steps()


def unsaid_nodes(program: Program, unsaid: Mapping[Node, str]) -> dict[Node, str]:
    """The nodes of ``program`` that rest on those of ``unsaid``, each with a reason; themselves too."""
    found = dict(unsaid)
    above: dict[Node, list[Node]] = {}
    for rule in program.rules:
        for pattern in rule.when:
            above.setdefault(pattern.node, []).append(rule.then.node)
    rest = list(found)
    while rest:
        node = rest.pop()
        for other in above.get(node, ()):
            if other not in found:
                found[other] = found[node]
                rest.append(other)
    return found


def related(program: Program, concluded: Iterable[Concluded]) -> list[Node]:
    """The nodes of what is concluded, so that those stand together that rest on the same."""
    below: dict[Node, set[Node]] = {}
    for rule in program.rules:
        below.setdefault(rule.then.node, set()).update(pattern.node for pattern in rule.when)
    ranks: dict[Node, int] = {}
    found: dict[Node, int] = {}
    nodes = [one.node for one in concluded]
    for rank, node in enumerate(sorted(nodes, key=lambda one: one.kind is not NodeKind.CRITERION)):
        rest, lowest = [node], rank
        while rest:
            ahead = rest.pop()
            if ahead in ranks:
                lowest = min(lowest, ranks[ahead])
            elif not ahead.element.startswith("$"):  # year and day are looked at by all
                ranks[ahead] = rank
                rest += sorted(below.get(ahead, ()))
        found[node] = lowest
    return sorted(nodes, key=lambda node: found[node])


class _Writer:
    def __init__(self, program: Program, given: Given) -> None:
        self.given = given
        self.plan = ColumnPlan(program)
        self.states: dict[Node, Cell] = {}
        self.unsaid = unsaid_nodes(program, given.unsaid)

    def steps(self) -> Steps:
        levels: list[list[Column]] = []
        by_node = dict(self.plan.steps())
        for level in self.plan.levels:
            made: list[Column] = []
            known = dict(self.states)
            for node in level:
                if node not in self.unsaid:
                    known[node] = self._node(node, by_node[node], made)
            self.states = known
            if made:
                levels.append(made)
        return Steps(levels, self.states)

    def _node(self, node: Node, numbers: list[int], made: list[Column]) -> Cell:
        """The state of a node; a column of it, unless it is the same for all units."""
        by_state: dict[int, list[str]] = {}
        looked_at: set[str] = set()
        for number in numbers:
            rule = self.plan.rules[number]
            condition = self._condition(rule, looked_at)
            if condition is not None:
                by_state.setdefault(rule.then.state or 0, []).append(condition)
        if not by_state:
            return None
        if list(by_state.values()) == [[""]]:
            return next(iter(by_state))
        cases = "".join(
            f" WHEN {' OR '.join(dict.fromkeys(one or 'TRUE' for one in conditions))} THEN {state}"
            for state, conditions in by_state.items()
        )
        name = f"s{len(self.states) + len(made)}"
        made.append(Column(name, f"CASE{cases} END", frozenset(looked_at)))
        return Held(name)

    def _condition(self, rule: Rule, looked_at: set[str]) -> str | None:
        """When a rule fires: '' always, None never."""
        parts: dict[str, None] = {}
        uses: set[str] = set()
        for pattern in rule.when:
            for part in self._pattern(pattern, uses):
                if part is None:
                    return None
                parts[part] = None
        looked_at |= uses
        return " AND ".join(parts)

    def _pattern(self, pattern: Pattern, uses: set[str]) -> Iterator[str | None]:
        derived = pattern.node in self.states
        if derived:
            state = self.states[pattern.node]
            if not pattern.checks:
                yield from _there(state, uses)
        for check in pattern.checks:
            if derived and check.slot is not Slot.STATE:
                yield None
                return
            cell = self.states[pattern.node] if derived else self.given.cells.get((pattern.node, check.slot))
            if not derived and check.low is None and check.high is None:
                continue
            yield from _checked(cell, check, uses)


def _there(state: Cell, uses: set[str]) -> Iterator[str | None]:
    if state is None:
        yield None
    elif isinstance(state, Held):
        uses.add(state.column)
        yield f"{state.column} IS NOT NULL"


def _checked(cell: Cell, check: Check, uses: set[str]) -> Iterator[str | None]:
    """The condition that a check holds, nothing where it always does, None where it never does."""
    low, high = check.low, check.high
    if cell is None:
        yield None
    elif isinstance(cell, int):
        if not ((low is None or low <= cell) and (high is None or cell <= high)):
            yield None
    else:
        uses.add(cell.column)
        if low is not None and low == high:
            yield f"{cell.text} = {int(low)}"
            return
        if low is not None:
            yield f"{cell.text} >= {int(low)}"
        if high is not None:
            yield f"{cell.text} <= {int(high)}"
        if low is None and high is None:
            yield f"{cell.text} IS NOT NULL"


def carried(levels: list[list[Column]], wanted: Iterable[str]) -> list[list[str]]:
    """For each level the columns from before it that it hands on, because later levels look at them or they are ``wanted``."""
    found: list[list[str]] = []
    needed = set(wanted)
    for level in reversed(levels):
        own = {column.name for column in level}
        found.append(sorted(needed - own))
        needed = (needed - own).union(*(column.looks_at for column in level))
    return found[::-1]
