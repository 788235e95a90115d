"""What verdicts and findings rest on: plain measurement, or something weaker."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from engine.evaluation.comparison import Measure
from engine.factbase.facts import Basis, Fact


class Rest(StrEnum):
    """What a verdict or finding rests on; values are the names in JSON."""

    MEASURED = "measured"
    ESTIMATE = "estimate"
    JUDGEMENT = "judgement"
    INFERRED = "inferred"
    SOFT = "soft"
    PART_YEAR = "part_year"
    UNSOURCED = "unsourced"
    CLAIM = "claim"
    VERDICT = "verdict"
    ASSERTED = "asserted"


def rest_of_measures(measures: Iterable[Measure]) -> tuple[Rest, ...]:
    """What a verdict rests on: its facts, plain measurement first, and «khoảng» where the goal itself has no hard edge."""
    found: set[Rest] = set()
    for measure in measures:
        for fact in measure.facts:
            found |= rests_of(fact)
        if measure.test.soft:
            found.add(Rest.SOFT)
    return tuple(rest for rest in Rest if rest in found)


def rests_of(fact: Fact) -> set[Rest]:
    """What a single fact is: measured, or something weaker."""
    found = set()
    if fact.basis is Basis.ESTIMATE:
        found.add(Rest.ESTIMATE)
    if fact.judged:
        found.add(Rest.JUDGEMENT)
    if fact.inferred:
        found.add(Rest.INFERRED)
    if fact.soft:
        found.add(Rest.SOFT)
    if fact.part_year:
        found.add(Rest.PART_YEAR)
    if not fact.source:
        found.add(Rest.UNSOURCED)
    return found or {Rest.MEASURED}
