"""The program on CLIPS: the second engine, for Python 3.13 and Windows, and the check of the first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import clips

from engine.inference.engines import checked, installed_version
from engine.inference.program import Check, EngineError, Firing, Pattern, Program, Rule, Slot, WorkingFact, whole

_ABSENT = "nil"
_TEMPLATE = "(deftemplate f (slot n (type INTEGER)) (slot lo) (slot hi) (slot v))"


class ClipsSession:
    name = "CLIPS"

    def __init__(self, program: Program) -> None:
        self.version = installed_version("clipspy", clips.__file__)
        self._nodes = {node: number for number, node in enumerate(program.nodes)}
        self._rules = program.rules
        self._firings: list[Firing] = []
        self._failure: BaseException | None = None
        environment = clips.Environment()
        environment.define_function(self._record, name="fired")
        environment.build(_TEMPLATE)
        for number, rule in enumerate(program.rules):
            environment.build(self._source(number, rule))
        self._environment: clips.Environment | None = environment

    def run(self, facts: Iterable[WorkingFact]) -> list[Firing]:
        """Raises EngineError where the engine refuses a fact or an action failed."""
        self._firings, self._failure = [], None
        environment = self._environment
        if environment is None:
            raise EngineError("the session is closed")
        environment.reset()
        texts = [self._text(fact) for fact in facts if fact.node in self._nodes]
        try:
            if texts:
                environment.load_facts("\n".join(texts))
            environment.run()
        except clips.CLIPSError as error:
            raise EngineError(f"CLIPS: {error}") from error
        if self._failure is not None:
            if not isinstance(self._failure, Exception):
                raise self._failure
            raise EngineError(f"CLIPS: {self._failure}") from self._failure
        return checked(self._firings)

    def close(self) -> None:
        self._environment = None  # frees it; clearing it would fail while rules hold their conclusions

    def _source(self, number: int, rule: Rule) -> str:
        """The rule: it tells us the values it matched, then asserts its conclusion where some rule looks at it.

        Numbers go through, never fact objects: clipspy 1.0.6 cannot release those that it has once handed out.
        """
        patterns = " ".join(self._pattern(i, pattern) for i, pattern in enumerate(rule.when))
        matched = " ".join(f"?{slot}{i}" for i in range(len(rule.when)) for slot in Slot)
        conclusion = f" (assert {self._text(rule.then)})" if rule.then.node in self._nodes else ""
        return f"(defrule {rule.name} {patterns} => (fired {number} {matched}){conclusion})"

    def _pattern(self, index: int, pattern: Pattern) -> str:
        checks = {check.slot: check for check in pattern.checks}
        slots = " ".join(f"({slot} ?{slot}{index}{_tests(index, checks.get(slot))})" for slot in Slot)
        return f"(f (n {self._nodes[pattern.node]}) {slots})"

    def _record(self, number: int, *values: Any) -> None:
        try:
            rule = self._rules[number]
            matched = tuple(
                WorkingFact(pattern.node, *map(_number, values[at : at + len(Slot)]))
                for pattern, at in zip(rule.when, range(0, len(values), len(Slot)), strict=True)
            )
            self._firings.append(Firing(rule, matched))
        except BaseException as error:  # must not pass through the engine's C code; an interruption comes out of run()
            self._failure = self._failure or error

    def _text(self, fact: WorkingFact) -> str:
        values = ((Slot.LOW, fact.low), (Slot.HIGH, fact.high), (Slot.STATE, fact.state))
        slots = " ".join(f"({slot} {_ABSENT if value is None else whole(value, fact.node)})" for slot, value in values)
        return f"(f (n {self._nodes[fact.node]}) {slots})"


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _tests(index: int, check: Check | None) -> str:
    """What a slot must satisfy besides being bound to its variable."""
    if check is None:
        return ""
    low, high = (None if end is None else whole(end, check.slot) for end in (check.low, check.high))
    if low is not None and low == high:
        return f"&{low}"
    variable = f"?{check.slot}{index}"
    tests = [] if low is None else [f"&:(>= {variable} {low})"]
    tests += [] if high is None else [f"&:(<= {variable} {high})"]
    return "".join(tests)
