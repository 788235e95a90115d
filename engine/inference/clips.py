"""The program on CLIPS: the second engine, for Python 3.13 and Windows, and the check of the first."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator

import clips

from engine.inference.clips_facts import ClipsFacts, Field, Prepared, written
from engine.inference.parts import Limits, Parts, divided
from engine.inference.program import (
    Check,
    EngineError,
    EngineLimit,
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

_ABSENT = "nil"
_CHUNK = 20
"""Rules and facts after which a piece of the log is closed: to append to a list costs as much as the list is long."""
_CLOSING = 4
"""Every so manieth rule looks how long the log is; to look costs as well."""
_LOG = (
    "(defglobal ?*log* = (create$))",
    "(defglobal ?*closed* = (create$))",
    "(defrule end (declare (salience -1)) => (bind ?*log* (implode$ ?*log*)))",
)
_CLOSE = f"(if (> (length$ ?*log*) {_CHUNK}) then (bind ?*closed* ?*closed* (implode$ ?*log*)) (bind ?*log* (create$)))"
_MOST_KEPT = 100_000
"""Facts and firings that are kept ready made; there are few different ones, because values enter as small integers."""


_RULES_OF_PART = 10_000
"""To load a rule takes as long as there are rules; so a very large program runs in parts, and loads in linear time."""
LIMITS = Limits(sys.maxsize, _RULES_OF_PART, sys.maxsize, sys.maxsize, sys.maxsize)


class ClipsSession:
    name = "CLIPS"

    def __init__(self, program: Program, limits: Limits = LIMITS) -> None:
        """Raises EngineError where CLIPS refuses the rules."""
        self.version = installed_version("clipspy", clips.__file__)
        try:
            programs = divided(program, limits)
        except EngineLimit:  # it derives in a circle
            programs = [program]
        self._parts = Parts(programs, _Rules, most_rules=sys.maxsize)

    def run(self, facts: Iterable[WorkingFact]) -> Firings:
        """Raises EngineError where the engine refuses a fact or failed."""
        return self._parts.run(facts)

    def close(self) -> None:
        self._parts.close()


class _Rules:
    """A program in an environment of CLIPS.

    The fields of a fact are `7 0 2 f15`: its node, those of its values that some rule looks at, and the place of its like in
    ``_seen``, which is a symbol because CLIPS is slow to write numbers into the log. Dropping it frees the environment;
    clearing it would fail while rules hold their conclusions.
    """

    def __init__(self, program: Program) -> None:
        nodes = dict.fromkeys(pattern.node for rule in program.rules for pattern in rule.when)
        self._nodes = {node: number for number, node in enumerate(nodes)}
        checked_slots = {node: set[Slot]() for node in nodes}
        for rule in program.rules:
            for pattern in rule.when:
                checked_slots[pattern.node].update(check.slot for check in pattern.checks)
        self._slots = {node: tuple(slot for slot in Slot if slot in slots) for node, slots in checked_slots.items()}
        self._rules = program.rules
        self._seen: list[WorkingFact] = []
        self._fields: dict[WorkingFact, tuple[Field, ...]] = {}
        self._prepared: dict[WorkingFact, Prepared] = {}
        self._known: dict[str, Firing] = {}
        environment = clips.Environment()
        self._environment = environment
        self._listener = next(r for r in environment.routers() if r.name == "python-error-router")
        with self._unheard():
            self._facts = ClipsFacts(environment)
            for construct in _LOG:
                environment.build(construct)
            for number, rule in enumerate(program.rules):
                environment.build(self._source(number, rule))
        self._conclusions = len(self._seen)
        self._log, self._closed = environment.find_global("log"), environment.find_global("closed")

    def run(self, facts: Iterable[WorkingFact]) -> Firings:
        """Raises EngineError where CLIPS refuses a fact or fails."""
        environment = self._environment
        if len(self._seen) > _MOST_KEPT:
            self._forget()
        known = self._prepared
        prepared = [one for fact in facts if (one := known.get(fact) or self._prepare(fact)) is not None]
        with self._unheard():
            environment.reset()
            self._facts.assert_all(prepared)
            environment.run()
        log = " ".join((*self._closed.value, self._log.value))
        noted = self._known
        return Firings([noted.get(entry) or self._firing(entry) for entry in log.split("r")[1:]])

    def _source(self, number: int, rule: Rule) -> str:
        """The rule: it notes its number and which facts it matched, then asserts its conclusion where a rule looks at it.

        All that fired is read at once after the run, as a text that its last rule makes: a call of ours for every firing would
        cost more than the inference itself, and clipspy 1.0.6 cannot release fact objects that it has once handed out.
        """
        patterns = " ".join(self._pattern(i, pattern) for i, pattern in enumerate(rule.when))
        matched = " ".join(f"?id{i}" for i in range(len(rule.when)))
        note = f"(bind ?*log* ?*log* r{number} {matched})"
        close = "" if number % _CLOSING else _CLOSE
        conclusion = f" (assert {written(self._fields_of(rule.then))})" if rule.then.node in self._nodes else ""
        return f"(defrule r{number} {patterns} => {note} {close}{conclusion})"

    def _pattern(self, index: int, pattern: Pattern) -> str:
        checks = {check.slot: check for check in pattern.checks}
        slots = [_tests(f"?{slot}{index}", checks.get(slot)) for slot in self._slots[pattern.node]]
        return written((self._nodes[pattern.node], *slots, f"?id{index}"))

    def _firing(self, entry: str) -> Firing:
        """A firing as the engine noted it, `43 f15 f7`: the number of its rule, then what it matched."""
        number, *matched = map(int, entry.replace("f", " ").split())
        firing = Firing(self._rules[number], tuple(self._seen[place] for place in matched))
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        return self._known.setdefault(entry, firing)

    def _fields_of(self, fact: WorkingFact) -> tuple[Field, ...]:
        if fact not in self._fields:
            given = (fact.value(slot) for slot in self._slots[fact.node])
            looked_at = (_ABSENT if value is None else whole(value, fact.node) for value in given)
            self._fields[fact] = (self._nodes[fact.node], *looked_at, f"f{len(self._seen)}")
            self._seen.append(fact)
        return self._fields[fact]

    def _prepare(self, fact: WorkingFact) -> Prepared | None:
        """The fact as it is asserted from now on; None where no rule looks at it."""
        if fact.node not in self._nodes:
            return None
        return self._prepared.setdefault(fact, self._facts.prepare(self._fields_of(fact)))

    def _forget(self) -> None:
        """All facts but the conclusions that stand in the rules."""
        del self._seen[self._conclusions :]
        self._fields = {fact: self._fields[fact] for fact in self._seen}
        self._prepared.clear()
        self._facts.forget()
        self._known.clear()

    @contextlib.contextmanager
    def _unheard(self) -> Iterator[None]:
        """Without clipspy's listener to error messages, which CLIPS asks at every sign that it reads. Raises EngineError."""
        self._listener.deactivate()
        try:
            yield
        except clips.CLIPSError as error:
            raise EngineError(f"CLIPS: {error}") from error
        finally:
            self._listener.activate()


def _tests(variable: str, check: Check | None) -> str:
    """What stands in the place of a slot: whatever it is, or a variable with its bounds."""
    if check is None or (check.low is None and check.high is None):
        return "?"
    low, high = (None if end is None else whole(end, check.slot) for end in (check.low, check.high))
    if low is not None and low == high:
        return str(low)
    tests = [] if low is None else [f"&:(>= {variable} {low})"]
    tests += [] if high is None else [f"&:(<= {variable} {high})"]
    return "".join((variable, *tests))
