"""experta (a CLIPS in Python, 2019): one rule per verdict and criterion on facts of one value each.

On Python 3.10 and later it imports only where the names that left `collections` are put back before (frozendict 1.2, which
it pins, asks for them).
"""

from __future__ import annotations

import collections
import collections.abc
from collections.abc import Callable
from decimal import Decimal
from typing import Any

for _gone in ("Mapping", "MutableMapping", "Iterable", "Callable", "Hashable", "Sequence"):
    if not hasattr(collections, _gone):
        setattr(collections, _gone, getattr(collections.abc, _gone))

import experta  # noqa: E402

from benchmarks.peers.criteria import EXCEEDED, MET, NOT_MET, Criterion, Facts, Kind, Target, criteria_of  # noqa: E402

Tests = tuple[Callable[[Decimal], bool], ...]


class Value(experta.Fact):  # type: ignore[misc]
    """The value of one indicator."""


class Engine:
    name = "experta"

    def __init__(self, targets: list[Target]) -> None:
        rules: dict[str, Any] = {}
        for criterion in criteria_of(targets):
            for number, (tests, verdict) in enumerate(_outcomes(criterion)):
                rules[f"r{criterion.id.replace('.', '_')}_{number}"] = _rule(criterion, tests, verdict)
        self.engine = type("Criteria", (experta.KnowledgeEngine,), rules)()
        self.engine.found = {}

    def prepared(self, facts: Facts, unit: int) -> list[Any]:
        """Its own input: facts that are ready to be declared."""
        return [Value(code=code, value=value) for code, value in facts.items()]

    def verdicts(self, facts: list[Any]) -> dict[str, str]:
        self.engine.reset()
        self.engine.found = {}
        for fact in facts:
            self.engine.declare(fact.copy())
        self.engine.run()
        return dict(self.engine.found)


def _rule(criterion: Criterion, tests: Tests, verdict: str) -> Any:
    def conclude(self: Any) -> None:
        self.found[criterion.id] = verdict

    patterns = [Value(code=code, value=experta.P(test)) for code, test in zip(criterion.codes, tests, strict=True)]
    return experta.Rule(*patterns)(conclude)


def _outcomes(criterion: Criterion) -> list[tuple[Tests, str]]:
    """What the values must satisfy for each verdict; the rows of a criterion exclude each other."""
    first = criterion.thresholds[0]
    match criterion.kind:
        case Kind.AT_LEAST | Kind.RATE:
            return [((lambda v: v >= first,), MET), ((lambda v: v < first,), NOT_MET)]
        case Kind.ABOVE:
            return [((lambda v: v > first,), MET), ((lambda v: v <= first,), NOT_MET)]
        case Kind.POINT:
            return [
                ((lambda v: v > first,), EXCEEDED),
                ((lambda v: v == first,), MET),
                ((lambda v: v < first,), NOT_MET),
            ]
        case Kind.DOWN_TO:
            return [
                ((lambda v: v < first,), EXCEEDED),
                ((lambda v: v == first,), MET),
                ((lambda v: v > first,), NOT_MET),
            ]
    other = criterion.thresholds[1]
    return [
        ((lambda v: v >= first, lambda v: v >= other), MET),
        ((lambda v: v < first, lambda v: True), NOT_MET),
        ((lambda v: v >= first, lambda v: v < other), NOT_MET),
    ]
