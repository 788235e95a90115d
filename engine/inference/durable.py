"""The program on durable_rules, strictly inside the safe profile of docs/design/inference.md."""

from __future__ import annotations

import itertools
import weakref
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from math import isqrt
from typing import Any

import durable.engine
import durable_rules_engine
from durable.engine import Closure, Host

from engine.inference.engines import checked, installed_version
from engine.inference.program import (
    Check,
    EngineError,
    EngineLimit,
    Firing,
    Pattern,
    Program,
    Rule,
    Slot,
    WorkingFact,
    whole,
)

# Sizes beyond which the library refuses, writes past the end of a table, or never returns (rules.h, events.c, rete.c).
MAX_RULES = 4_000
MAX_RULES_ON_PATTERN = 250
MAX_CHECKS_ON_NODE = 60
MAX_NODES = 200_000

_SID = "1"
_ids = itertools.count(1)


class _QuietHost(Host):  # type: ignore[misc]
    """A host without the two background threads that would dispatch actions on timers."""

    def _run(self) -> None:
        pass


class DurableSession:
    name = "durable_rules"

    def __init__(self, program: Program) -> None:
        """Raises EngineLimit where the program is too large for the library, EngineError where it refuses it."""
        _check_limits(program)
        self.version = installed_version("durable_rules", durable.engine.__file__)
        # A node is two small numbers: the library searches what follows a check one by one, in a table of 512 places.
        self._width = max(16, isqrt(len(program.nodes)) + 1)
        self._nodes = {node: divmod(number, self._width) for number, node in enumerate(program.nodes)}
        self._names = list(program.nodes)
        self._program: Program | None = program
        self._firings: list[Firing] = []
        self._asserted: set[str] = set()
        self._failure: BaseException | None = None
        self._ruleset = ""
        self._host: _QuietHost | None = self._open(program)

    def run(self, facts: Iterable[WorkingFact]) -> list[Firing]:
        """Raises EngineError where the engine refuses a fact, an action failed, or it stopped half-way."""
        if self._program is None:
            raise EngineError("the session is closed")
        batch = [self._message(fact) for fact in facts if fact.node in self._nodes]
        if not batch:  # the library would have no state to delete, and crash
            return []
        # A failed run leaves facts behind: a host that failed is not used again.
        host, self._host = self._host or self._open(self._program), None
        self._firings, self._asserted, self._failure = [], set(), None
        state = self._assert(host, batch)
        if self._failure is not None:
            if not isinstance(self._failure, Exception):
                raise self._failure
            raise EngineError(f"durable_rules: {self._failure}") from self._failure
        if state and state.get("exception"):
            raise EngineError(f"durable_rules: {state['exception']}")
        if self._firings:
            if not state:  # it gives up, and reports success, when an action seems to take ten seconds
                raise EngineError("durable_rules stopped before all rules had fired")
            host.delete_state(self._ruleset, _SID)  # would crash where nothing fired: that host is not used again
            self._host = host
        return checked(self._firings)

    def close(self) -> None:
        self._host = self._program = None

    def _open(self, program: Program) -> _QuietHost:
        host = _QuietHost()
        self._ruleset = f"chitieu{next(_ids)}"
        try:
            host.register_rulesets({self._ruleset: self._definition(program)})
        except EngineError:
            raise
        except Exception as error:
            raise EngineError(f"durable_rules refused the rules: {error}") from error
        # The library keeps rules (some 2 MB) until it is told to delete them.
        handle = host.get_ruleset(self._ruleset)._handle
        weakref.finalize(host, durable_rules_engine.delete_ruleset, handle).atexit = False
        return host

    def _assert(self, host: _QuietHost, batch: list[dict[str, Any]]) -> dict[str, Any] | None:
        try:
            state: dict[str, Any] | None = host.assert_facts(self._ruleset, batch)
        except Exception as error:
            raise EngineError(f"durable_rules refused the facts: {error}") from error
        return state

    # ------------------------------------------------------------ rules

    def _definition(self, program: Program) -> dict[str, Any]:
        # Names of our own: the library gives some a meaning (r$state), and keeps only the last of two alike.
        rules: dict[str, Any] = {f"r{number}": self._rule(rule) for number, rule in enumerate(program.rules)}
        # A fact that no rule matches would make the whole batch fail. These patterns take every fact and never fire.
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
        node = rule.then.node
        conclusion = self._message(rule.then) if node in self._nodes else None

        def record(c: Closure) -> None:  # one parameter: with two it would be taken for asynchronous
            try:
                self._firings.append(Firing(rule, tuple(self._fact(c._m[name]) for name in names)))
                if conclusion is not None and node not in self._asserted:
                    self._asserted.add(node)
                    c.assert_fact(conclusion.copy())
            except BaseException as error:  # the library would put it into a state and go on
                self._failure = self._failure or error
                raise

        return record

    # ------------------------------------------------------------ facts

    def _message(self, fact: WorkingFact) -> dict[str, Any]:
        group, number = self._nodes[fact.node]
        message = {"sid": _SID, "g": group, "n": number}
        for slot, value in ((Slot.LOW, fact.low), (Slot.HIGH, fact.high), (Slot.STATE, fact.state)):
            if value is not None:
                message[str(slot)] = whole(value, fact.node)
        return message

    def _fact(self, message: dict[str, Any]) -> WorkingFact:
        node = self._names[message["g"] * self._width + message["n"]]
        return WorkingFact(node, message.get("lo"), message.get("hi"), message.get("v"))


def _check_limits(program: Program) -> None:
    on_pattern = Counter(pattern for rule in program.rules for pattern in rule.when)
    on_node: dict[str, set[tuple[Check, ...]]] = defaultdict(set)
    for pattern in on_pattern:
        on_node[pattern.node].add(pattern.checks)
    sizes = (
        (len(program.rules), MAX_RULES, "quy tắc suy diễn"),
        (len(program.nodes), MAX_NODES, "số liệu và kết luận"),
        (max(on_pattern.values(), default=0), MAX_RULES_ON_PATTERN, "quy tắc cho một điều kiện"),
        (max(map(len, on_node.values()), default=0), MAX_CHECKS_ON_NODE, "điều kiện cho một số liệu"),
    )
    for size, most, what in sizes:
        if size > most:
            raise EngineLimit(
                f"bộ quy tắc có {size} {what}, durable_rules chỉ nhận {most}; dùng `--engine clips` cho kết quả như nhau"
            )


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


def _never(c: Closure) -> None:
    raise EngineError("the rule that accepts facts must not fire")
