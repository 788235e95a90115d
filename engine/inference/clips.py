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
        self._names = list(program.nodes)
        self._rules = program.rules
        self._firings: list[Firing] = []
        self._asserted: set[str] = set()
        self._failure: Exception | None = None
        self._environment = clips.Environment()
        self._environment.define_function(self._record, name="fired")
        self._environment.build(_TEMPLATE)
        for number, rule in enumerate(program.rules):
            self._environment.build(self._source(number, rule))

    def run(self, facts: Iterable[WorkingFact]) -> list[Firing]:
        """Raises EngineError where the engine refuses a fact or an action failed."""
        self._firings, self._asserted, self._failure = [], set(), None
        environment = self._environment
        environment.reset()
        try:
            for fact in facts:
                if fact.node in self._nodes:
                    environment.assert_string(self._text(fact))
            environment.run()
        except clips.CLIPSError as error:
            raise EngineError(f"CLIPS: {error}") from error
        if self._failure is not None:
            raise EngineError(f"CLIPS: {self._failure}") from self._failure
        return checked(self._firings)

    def close(self) -> None:
        self._environment.clear()

    def _source(self, number: int, rule: Rule) -> str:
        patterns = " ".join(f"?p{i} <- {self._pattern(i, pattern)}" for i, pattern in enumerate(rule.when))
        matched = " ".join(f"?p{i}" for i in range(len(rule.when)))
        return f"(defrule {rule.name} {patterns} => (fired {number} {matched}))"

    def _pattern(self, index: int, pattern: Pattern) -> str:
        slots = [_slot(index, check) for check in pattern.checks]
        return f"(f (n {self._nodes[pattern.node]}) {' '.join(slots)})"

    def _record(self, number: int, *matched: Any) -> None:
        try:
            rule = self._rules[number]
            self._firings.append(Firing(rule, tuple(self._fact(fact) for fact in matched)))
            if rule.then.node not in self._asserted and rule.then.node in self._nodes:
                self._asserted.add(rule.then.node)
                self._environment.assert_string(self._text(rule.then))
        except Exception as error:  # must not pass through the engine's C code
            self._failure = self._failure or error

    def _text(self, fact: WorkingFact) -> str:
        values = ((Slot.LOW, fact.low), (Slot.HIGH, fact.high), (Slot.STATE, fact.state))
        slots = " ".join(f"({slot} {_ABSENT if value is None else whole(value, fact.node)})" for slot, value in values)
        return f"(f (n {self._nodes[fact.node]}) {slots})"

    def _fact(self, fact: Any) -> WorkingFact:
        return WorkingFact(self._names[fact["n"]], _number(fact["lo"]), _number(fact["hi"]), _number(fact["v"]))


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _slot(index: int, check: Check) -> str:
    if check.low is not None and check.low == check.high:
        return f"({check.slot} {whole(check.low, check.slot)})"
    variable = f"?{check.slot}{index}"
    tests = []
    if check.low is not None:
        tests.append(f":(>= {variable} {whole(check.low, check.slot)})")
    if check.high is not None:
        tests.append(f":(<= {variable} {whole(check.high, check.slot)})")
    return f"({check.slot} {variable}&{'&'.join(tests)})"
