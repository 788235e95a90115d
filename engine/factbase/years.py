"""The years of one unit: the facts of each within reach of the others, for growth, previous years and courses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.domain.records import NamedTuple
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

    reach = tuple(found for year, found in years.items() if year != facts.year)
    bases[facts.year] = FactBase(rulebook, facts, other_year, reach=reach)
    return bases[facts.year]


class FactSets(NamedTuple):
    """The facts of one unit: those of the year evaluated, and those of other years by year."""

    own: FactSet
    others: dict[int, FactSet]

    @classmethod
    def among(cls, own: FactSet, files: Iterable[FactSet]) -> FactSets:
        """Returns ``own`` with the other ``files`` of its unit, one of a year and `kỳ`.

        Of the same year those count whose data end earlier; of other years all.
        """
        others: dict[int, FactSet] = {}
        for found in sorted(files, key=lambda one: one.ends):
            if found.year != own.year:
                others[found.year] = found.following(others[found.year]) if found.year in others else found
            elif found.closes < own.closes:
                own = own.following(found)
        return cls(own, others)

    @property
    def by_year(self) -> dict[int, FactSet]:
        """All sets by year."""
        return {**self.others, self.own.year: self.own}

    def base(self, rulebook: Rulebook) -> FactBase:
        """Returns the values that ``rulebook`` computes from the facts.

        A draft names the errors of every year before, whoever uses it: those years are looked at.
        """
        base = base_among(rulebook, self.own, self.others)
        for year, before in self.others.items():
            if before.errors and year < self.own.year:
                base.in_year(year)
        return base
