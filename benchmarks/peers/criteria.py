"""Criteria and facts for all engines: any number of targets of the kinds that real resolutions set, and units with values.

Made by counting and by a seeded generator: the same numbers give the same rules and facts everywhere. No value is missing
and none is a bound, because only chitieu knows what to do then.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

MET, EXCEEDED, NOT_MET = "met", "exceeded", "not_met"
SIZES = (1, 2, 2, 1, 2, 2, 1)
"""Criteria per target; 11 criteria make 7 targets, as in 47/NQ-HĐND."""


class Kind(Enum):
    """How a criterion is written."""

    AT_LEAST = "từ X trở lên"
    ABOVE = "trên X"
    POINT = "đạt X%"  # met at X, exceeded beyond
    BOTH = "tất cả: a từ X trở lên, b từ Y trở lên"
    RATE = "từ X% trở lên"
    DOWN_TO = "giảm còn X%"  # met at X, exceeded below


class Criterion(NamedTuple):
    """``codes`` are the indicators it looks at, ``thresholds`` their constants."""

    id: str
    kind: Kind
    codes: tuple[str, ...]
    thresholds: tuple[Decimal, ...]


class Target(NamedTuple):
    id: str
    criteria: tuple[Criterion, ...]


Facts = dict[str, Decimal]
"""The values of one unit by indicator."""


def make_targets(criteria: int) -> list[Target]:
    """Targets with so many criteria in all."""
    chance = random.Random(criteria)
    kinds = tuple(Kind)
    targets: list[Target] = []
    made = 0
    while made < criteria:
        size = min(SIZES[len(targets) % len(SIZES)], criteria - made)
        number = len(targets) + 1
        own = [_criterion(f"{number}.{i + 1}", made + i, kinds[(made + i) % len(kinds)], chance) for i in range(size)]
        targets.append(Target(str(number), tuple(own)))
        made += size
    return targets


def _criterion(identifier: str, number: int, kind: Kind, chance: random.Random) -> Criterion:
    if kind is Kind.BOTH:
        return Criterion(identifier, kind, (f"d.a{number}", f"d.b{number}"), (_count(chance), _count(chance)))
    threshold = _count(chance) if kind in (Kind.AT_LEAST, Kind.ABOVE) else _rate(chance)
    return Criterion(identifier, kind, (f"d.a{number}",), (threshold,))


def _count(chance: random.Random) -> Decimal:
    return Decimal(chance.randint(10, 4000))


def _rate(chance: random.Random) -> Decimal:
    return Decimal(chance.randint(1000, 9000)) / 100


def facts_of(targets: list[Target], unit: int) -> Facts:
    """The values of unit number ``unit``: near the thresholds, on them every fifth time."""
    chance = random.Random(unit)
    facts: Facts = {}
    for criterion in criteria_of(targets):
        for code, threshold in zip(criterion.codes, criterion.thresholds, strict=True):
            steps = 0 if chance.random() < 0.2 else chance.randint(-9, 9)
            counted = criterion.kind in (Kind.AT_LEAST, Kind.ABOVE, Kind.BOTH)
            facts[code] = threshold + (Decimal(steps) if counted else Decimal(steps) / 100)
    return facts


def criteria_of(targets: list[Target]) -> Iterator[Criterion]:
    for target in targets:
        yield from target.criteria
