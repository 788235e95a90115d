"""The years of one unit: the facts of each within reach of the others, for growth, previous years and courses."""

from __future__ import annotations

from collections.abc import Mapping

from engine.factbase.base import FactBase
from engine.factbase.facts import FactSet
from engine.rulebook.rulebook import Rulebook


def base_among(rulebook: Rulebook, facts: FactSet, years: Mapping[int, FactSet]) -> FactBase:
    """The values of ``facts``; ``years`` are the fact sets of the same unit by year, of which this year's is not used."""
    bases: dict[int, FactBase] = {}

    def other_year(year: int) -> FactBase | None:
        if year in years and year not in bases:
            bases[year] = FactBase(rulebook, years[year], other_year)
        return bases.get(year)

    bases[facts.year] = FactBase(rulebook, facts, other_year)
    return bases[facts.year]
