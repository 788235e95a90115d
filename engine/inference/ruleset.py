"""One ruleset of durable_rules: the rules as its C library is given them, facts into it and firings out of it.

The library is called directly. Its Python layer would add two threads that dispatch actions on timers, a clock that gives
up after ten seconds, swallowed exceptions, and more time than the inference itself takes.
"""

from __future__ import annotations

import itertools
import json
import weakref
from collections.abc import Iterable, Sequence
from math import isqrt
from typing import Any

from engine.domain.records import NamedTuple
from engine.inference.durable_library import library
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

_SID = "1"
_DONE = 0
_MOST_KEPT = 100_000
"""Facts and firings that are kept ready made; there are few different ones, because values enter as small integers."""
_ids = itertools.count(1)


class _Handle:
    """The library's number of a ruleset. It keeps the rules (some 2 MB) until it is told to delete them."""

    def __init__(self, number: int) -> None:
        self.number = number
        weakref.finalize(self, library.delete_ruleset, number).atexit = False


class _KnownFiring(NamedTuple):
    """A firing as the library reports it, read before: what fired, and its conclusion where some rule takes it."""

    firing: Firing
    conclusion: str | None


def rules_text(program: Program) -> str:
    """The rules of ``program`` as the library is given them."""
    nodes, _ = _places(program)
    return json.dumps({f"r{number}": _rule(rule, nodes) for number, rule in enumerate(program.rules)})


def _places(program: Program) -> tuple[dict[Node, tuple[int, int]], int]:
    """The nodes as two small numbers each: the library searches what follows a check one by one, in a table of 512 places."""
    width = max(16, isqrt(len(program.nodes)) + 1)
    return {node: divmod(number, width) for number, node in enumerate(program.nodes)}, width


def _rule(rule: Rule, nodes: dict[Node, tuple[int, int]]) -> dict[str, Any]:
    patterns = [{f"m_{i}": _pattern(pattern, nodes)} for i, pattern in enumerate(rule.when)]
    # dist 0: one fact may match two patterns of a rule.
    return {"all": patterns, "dist": 0}


def _pattern(pattern: Pattern, nodes: dict[Node, tuple[int, int]]) -> dict[str, Any]:
    group, number = nodes[pattern.node]
    tests: list[dict[str, Any]] = [{"g": group}, {"n": number}]
    for check in pattern.checks:
        tests.extend(_tests(check))
    return {"$and": tests}


class Ruleset:
    """A program that is within the limits of the library."""

    def __init__(self, program: Program, text: str) -> None:
        """``text`` is that of ``rules_text``. Raises EngineError where the library refuses the rules."""
        self._nodes, self._width = _places(program)
        self._names = program.nodes
        self._rules = program.rules
        self._taken: dict[Node, set[tuple[Check, ...]]] = {}
        for rule in program.rules:
            for pattern in rule.when:
                self._taken.setdefault(pattern.node, set()).add(pattern.checks)
        self._texts: dict[WorkingFact, str | None] = {}
        self._known: dict[str, _KnownFiring] = {}
        self._rules_text = text
        self._handle: _Handle | None = self._opened()

    def run(self, facts: Iterable[WorkingFact]) -> Firings:
        """What fires on ``facts``, in order. Raises EngineError where the library refuses a fact or fails."""
        # A batch with a fact that no rule takes would be refused as a whole; such a fact can make nothing fire.
        batch = [text for text in map(self._text, facts) if text is not None]
        if not batch:  # the library would have no state to delete, and crash
            return Firings()
        # A failed run leaves facts behind: a handle is only used again after a run that ended well.
        handle, self._handle = self._handle or self._opened(), None
        try:
            firings = self._fired(handle.number, f"[{','.join(batch)}]")
        except library.error as error:
            raise EngineError(f"durable_rules: {error}") from error
        if firings:
            library.delete_state(handle.number, _SID)  # would crash where nothing fired
            self._handle = handle
        return Firings(firings)

    def _fired(self, handle: int, batch: str) -> list[Firing]:
        done, state = library.assert_facts(handle, batch)
        if done != _DONE:
            raise EngineError(f"durable_rules refused the facts: code {done}")
        firings: list[Firing] = []
        concluded: set[str] = set()
        started = library.start_action_for_state(handle, state)
        message = None if started is None else started[1]
        while message is not None:
            firing, conclusion = self._known.get(message) or self._read(message)
            firings.append(firing)
            node = firing.node
            if conclusion is not None and node not in concluded:
                concluded.add(node)
                done, _ = library.assert_fact(handle, conclusion)
                if done != _DONE:
                    raise EngineError(f"durable_rules refused the conclusion {firing.rule.then}: code {done}")
            message = library.complete_and_start_action(handle, state)
        return firings

    def _opened(self) -> _Handle:
        try:  # names of our own: the library gives some a meaning (r$state), and keeps only the last of two alike
            return _Handle(library.create_ruleset(f"chitieu{next(_ids)}", self._rules_text))
        except library.error as error:
            raise EngineError(f"durable_rules refused the rules: {error}") from error

    # ------------------------------------------------------------ facts

    def _text(self, fact: WorkingFact) -> str | None:
        """``fact`` as the library is given it; None where no pattern takes it."""
        if fact not in self._texts or not _plain(fact):
            if len(self._texts) >= _MOST_KEPT:
                self._texts.clear()
            self._texts[fact] = self._written(fact)
        return self._texts[fact]

    def _written(self, fact: WorkingFact) -> str | None:
        if fact.node not in self._taken:
            return None
        group, number = self._nodes[fact.node]
        message: dict[str, Any] = {"sid": _SID, "g": group, "n": number}
        for slot, value in _slots(fact):
            if value is not None:
                message[str(slot)] = whole(value, fact.node)
        if not any(all(map(fact.passes, checks)) for checks in self._taken[fact.node]):
            return None
        return json.dumps(message, separators=(",", ":"))

    def _read(self, message: str) -> _KnownFiring:
        """A firing as the library reports it: {"r7": {"m_0": the first matched fact, …}}."""
        ((name, matched),) = json.loads(message).items()
        rule = self._rules[int(name[1:])]
        firing = Firing(rule, tuple(self._fact(matched[f"m_{i}"]) for i in range(len(rule.when))))
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        return self._known.setdefault(message, _KnownFiring(firing, self._text(rule.then)))

    def _fact(self, message: dict[str, Any]) -> WorkingFact:
        node = self._names[message["g"] * self._width + message["n"]]
        return WorkingFact(node, *(message.get(str(slot)) for slot in Slot))


def _slots(fact: WorkingFact) -> Sequence[tuple[Slot, int | None]]:
    return [(slot, fact.value(slot)) for slot in Slot]


def _plain(fact: WorkingFact) -> bool:
    """Whether all values are integers, and not what equals one (1.0, True) and would be found in its place."""
    return all(value is None or type(value) is int for _, value in _slots(fact))


def _tests(check: Check) -> list[dict[str, Any]]:
    slot = str(check.slot)
    low, high = (None if end is None else whole(end, slot) for end in (check.low, check.high))
    if low is not None and low == high:
        return [{slot: low}]
    tests: list[dict[str, Any]] = []
    if low is not None:
        tests.append({"$gte": {slot: low}})
    if high is not None:
        tests.append({"$lte": {slot: high}})
    return tests
