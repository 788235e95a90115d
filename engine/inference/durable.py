"""The program on durable_rules, strictly inside the safe profile of docs/design/inference.md."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from math import isqrt
from typing import Any

import durable.engine
from durable.engine import Closure, Host

from engine.inference.engines import checked, installed_version
from engine.inference.program import Check, EngineError, EngineLimit, Firing, Pattern, Program, Rule, Slot, WorkingFact

MAX_RULES = 4_000
"""durable_rules takes 4 096 actions in a ruleset."""

_SIXTY_FOUR_BITS = 2**63
_ids = itertools.count(1)


class _QuietHost(Host):  # type: ignore[misc]
    """A host without the two background threads that would dispatch actions on timers."""

    def _run(self) -> None:
        pass


class DurableSession:
    name = "durable_rules"

    def __init__(self, program: Program) -> None:
        self.version = installed_version("durable_rules", durable.engine.__file__)
        if len(program.rules) > MAX_RULES:
            raise EngineLimit(
                f"bộ quy tắc có {len(program.rules)} quy tắc suy diễn, nhiều hơn durable_rules nhận được ({MAX_RULES}); "
                "dùng `--engine clips` cho kết quả như nhau"
            )
        # A node is two small numbers: the engine searches what follows a check one by one, in a table of 512 places.
        self._width = max(16, isqrt(len(program.nodes)) + 1)
        self._nodes = {node: divmod(number, self._width) for number, node in enumerate(program.nodes)}
        self._names = list(program.nodes)
        self._firings: list[Firing] = []
        self._asserted: set[str] = set()
        self._ruleset = f"chitieu{next(_ids)}"
        self._host = _QuietHost()
        self._host.register_rulesets({self._ruleset: self._definition(program)})

    def run(self, facts: Iterable[WorkingFact]) -> list[Firing]:
        """Raises EngineError where the engine refuses a fact or an action failed."""
        batch = [self._message(fact) for fact in facts if fact.node in self._nodes]
        self._firings, self._asserted = [], set()
        try:
            state = self._host.assert_facts(self._ruleset, batch)
        except EngineError:
            raise
        except Exception as error:
            raise EngineError(f"durable_rules refused the facts: {error}") from error
        if state and state.get("exception"):
            raise EngineError(f"durable_rules: {state['exception']}")
        self._host.delete_state(self._ruleset, _SID)
        return checked(self._firings)

    def close(self) -> None:
        self._host._ruleset_directory.clear()
        self._host._ruleset_list.clear()

    def _definition(self, program: Program) -> dict[str, Any]:
        rules: dict[str, Any] = {rule.name: self._rule(rule) for rule in program.rules}
        # A fact that no rule matches would make the whole batch fail. This pattern pair matches every fact and never fires.
        nothing = {"$and": [{"g": -1}, {"n": -1}]}
        rules["accept"] = {"all": [{"m_0": {"$gte": {"g": 0}}}, {"m_1": nothing}], "dist": 0, "run": _never}
        return rules

    def _rule(self, rule: Rule) -> dict[str, Any]:
        patterns = [{f"m_{i}": self._pattern(pattern)} for i, pattern in enumerate(rule.when)]
        # dist 0: one fact may match two patterns of a rule.
        return {"all": patterns, "dist": 0, "run": self._action(rule)}

    def _pattern(self, pattern: Pattern) -> dict[str, Any]:
        group, number = self._nodes[pattern.node]
        tests: list[dict[str, Any]] = [{"g": group}, {"n": number}]
        for check in pattern.checks:
            tests.extend(_tests(check))
        return {"$and": tests}

    def _action(self, rule: Rule) -> Callable[[Closure], None]:
        names = [f"m_{i}" for i in range(len(rule.when))]

        def record(c: Closure) -> None:  # one parameter: with two it would be taken for asynchronous
            matched = tuple(self._fact(c._m[name]) for name in names)
            self._firings.append(Firing(rule, matched))
            if rule.then.node not in self._asserted and rule.then.node in self._nodes:
                self._asserted.add(rule.then.node)
                c.assert_fact(self._message(rule.then))

        return record

    def _message(self, fact: WorkingFact) -> dict[str, Any]:
        group, number = self._nodes[fact.node]
        message = {"sid": _SID, "g": group, "n": number}
        for slot, value in ((Slot.LOW, fact.low), (Slot.HIGH, fact.high), (Slot.STATE, fact.state)):
            if value is not None:
                if not -_SIXTY_FOUR_BITS <= value < _SIXTY_FOUR_BITS:
                    raise EngineError(f"{fact.node}: {value} does not fit into 64 bits")
                message[str(slot)] = int(value)
        return message

    def _fact(self, message: dict[str, Any]) -> WorkingFact:
        node = self._names[message["g"] * self._width + message["n"]]
        return WorkingFact(node, message.get("lo"), message.get("hi"), message.get("v"))


_SID = "1"


def _tests(check: Check) -> list[dict[str, Any]]:
    slot = str(check.slot)
    if check.low is not None and check.low == check.high:
        return [{slot: int(check.low)}]
    tests: list[dict[str, Any]] = []
    if check.low is not None:
        tests.append({"$gte": {slot: int(check.low)}})
    if check.high is not None:
        tests.append({"$lte": {slot: int(check.high)}})
    return tests


def _never(c: Closure) -> None:
    raise EngineError("the rule that accepts facts must not fire")
