"""Pairs: each fact beside the same unit's fact of the year before."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.factbase.facts import Fact
from engine.language.text import fold


def pairs(checked: WorkspaceContent) -> Iterator[tuple[Fact, Fact, int]]:
    """The fact of the year before, the fact, and that year; of several facts of one code the first counts."""
    by_year = {(fold(facts.unit), facts.year): facts for facts in checked.facts}
    for (unit, year), facts in by_year.items():
        earlier = by_year.get((unit, year - 1))
        if earlier is None:
            continue
        old = {fact.code: fact for fact in reversed(earlier.facts)}
        for fact in facts.facts:
            if fact.code in old:
                yield old[fact.code], fact, year - 1
