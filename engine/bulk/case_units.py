"""The units of facts files as columns of numbers, where each is one plain number, of one file of one year."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from engine.bulk.cells import Column
from engine.bulk.exact import Numbers
from engine.bulk.inferring import Head, Kind
from engine.bulk.pieces import Ways
from engine.domain.records import NamedTuple
from engine.factbase.base import FactBase
from engine.factbase.facts import Fact, FactSet
from engine.rulebook.rulebook import Rulebook
from engine.workspace.case import Case

_MILLION = 1_000_000
_LARGEST = 10**18


class GivenCase(NamedTuple):
    """A case, and whether its unit has one file alone, so that no other year can be looked at."""

    case: Case
    single: bool


class CaseUnits:
    """A batch of cases of one rulebook."""

    def __init__(self, rulebook: Rulebook, cases: Sequence[GivenCase]) -> None:
        self.rulebook = rulebook
        self.cases = cases
        self.odd: dict[int, str] = {}
        self.ways: dict[str, Ways] = {}
        self._ways: dict[Hashable, int] = {}
        self._kinds: dict[Hashable, list[int]] = {}
        self._numbers: dict[str, dict[int, int]] = {}
        for place, given in enumerate(cases):
            reason = "" if given.single else "có nhiều tệp số liệu"
            reason = reason or self._note(place, given.case.facts.facts)
            if reason:
                self.odd[place] = reason
        self.columns = {code: self._column(code, found) for code, found in self._numbers.items()}

    def _note(self, place: int, facts: FactSet) -> str:
        """Notes the numbers of a unit. Returns why they are not brought into columns, '' where they are."""
        if facts.claims or facts.errors or facts.earlier or len(facts.files) > 1:
            return "có điều báo cáo nêu, số liệu có lỗi, hoặc nhiều tệp"
        found: dict[str, int] = {}
        for fact in facts.facts:
            number = None if fact.soft or fact.code in found else self._millionths(fact)
            if number is None:
                return "có khoảng giá trị, «khoảng», hoặc nhiều giá trị của một số liệu"
            found[fact.code] = number
        for code, number in found.items():
            self._numbers.setdefault(code, {})[place] = number
        for fact in facts.facts:
            if fact.code not in self.ways:
                self.ways[fact.code] = np.zeros(len(self.cases), np.int64)
            self.ways[fact.code][place] = self._ways.setdefault(_without_number(fact), len(self._ways) + 1)
        alike = (facts.year, facts.as_of, facts.period, facts.day_assumed)
        self._kinds.setdefault(alike, []).append(place)
        return ""

    def _millionths(self, fact: Fact) -> int | None:
        """The number in millionths of its unit; None where it is no such whole number."""
        exact = fact.value.exact
        if exact is None:
            return None
        scaled = exact / self.rulebook.indicators[fact.code].unit.scale * _MILLION
        return scaled.numerator if scaled.denominator == 1 and abs(scaled) < _LARGEST else None

    def _column(self, code: str, found: dict[int, int]) -> Column:
        over = np.zeros(len(self.cases), np.int64)
        places = np.array(list(found), np.int64)
        over[places] = np.array(list(found.values()), np.int64)
        present = np.zeros(len(self.cases), np.bool_)
        present[places] = True
        factor = self.rulebook.indicators[code].unit.scale * Fraction(1, _MILLION)
        return Column(Numbers(over, None, factor), present, np.zeros(len(self.cases), np.bool_))

    def __len__(self) -> int:
        return len(self.cases)

    def way(self, number: int) -> Hashable:
        return list(self._ways)[number - 1]

    def kinds(self) -> Iterator[Kind]:
        """By all that is said of a file as a whole."""
        for key, units in self._kinds.items():
            yield Kind(key, np.array(units, np.int64))

    def head(self, unit: int) -> Head:
        facts = self.cases[unit].case.facts.facts
        return Head(facts.unit, facts.year, facts.as_of)

    def origins(self, unit: int) -> _FactOrigins:
        return _FactOrigins(self.cases[unit].case.facts.facts)

    def facts_of(self, unit: int) -> FactBase:
        return self.cases[unit].case.facts


def _without_number(fact: Fact) -> tuple[object, ...]:
    """All that a fact says beside its number, as written and read, and where it stands: the way in which that is given."""
    return (
        fact.code, fact.basis, fact.as_of, fact.period, fact.part_year, fact.judged, fact.early, fact.preliminary, fact.told,
        fact.replaced is None, not fact.inferred, not fact.source,
    )  # fmt: skip


class _FactOrigins:
    def __init__(self, facts: FactSet) -> None:
        self.facts = {fact.code: fact for fact in facts.facts}

    def of(self, codes: Iterable[str]) -> tuple[str, str]:
        found = [self.facts[code] for code in codes]
        sources = dict.fromkeys(fact.source for fact in found if fact.source)
        return "; ".join(sources), "; ".join(dict.fromkeys(fact.origin for fact in found))
