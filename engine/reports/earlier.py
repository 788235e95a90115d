"""What is measured over the years and over the parts of one, for charts. The evaluation does not come to rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.evaluation.comparison import Measure
from engine.factbase.base import FactBase
from engine.factbase.input_values import InputValue
from engine.factbase.periods import Period, period_text
from engine.language import display
from engine.rulebook.rulebook import Nature
from engine.workspace.case import Case

_YEARS_BEFORE = 5
"""Years before the period of a resolution that may be bases of comparison."""


class Point(NamedTuple):
    """A number of a course: what it is of, and the number in the unit of the measure."""

    label: str
    value: Fraction


class EarlierValues:
    """The values of the measures of ``case`` in other years."""

    def __init__(self, case: Case) -> None:
        self._facts = case.facts.apart()
        self.year = self._facts.facts.year

    def course(self, measure: Measure) -> list[Point]:
        """Returns the numbers of the measure over the years, this one's last; over parts of this year where there is no other.

        Totals of a part of a year do not stand among those of whole years.
        """
        now, actual = self._facts.facts, measure.actual
        if actual is None or actual.value.exact is None:
            return []
        years = [] if measure.measured.part_year else list(self._years(measure))
        if years:
            label = f"năm {now.year}" if not now.period else f"ngày {display.day(now.as_of)}"
            return [*years, Point(label, actual.value.exact)]
        return list(self._parts(measure))

    def _years(self, measure: Measure) -> Iterator[Point]:
        for year in range(self._facts.rulebook.resolution.first_year - _YEARS_BEFORE, self.year):
            found = self._in_year(measure, year)
            if found is not None and found.value is not None and not found.unfinished and found.value.exact is not None:
                yield Point(f"năm {year}", found.value.exact / measure.unit.scale)

    def _parts(self, measure: Measure) -> Iterator[Point]:
        code = measure.test.shown.code
        if code is None or self._facts.rulebook.indicators[code].nature is not Nature.FLOW:
            return
        for end, counted in sorted(self._facts.course(code).actual.items()):
            if counted.value.exact is not None:
                text = period_text(Period(date(self.year, 1, 1), end))
                yield Point(text, counted.value.exact / measure.unit.scale)

    def _in_year(self, measure: Measure, year: int) -> InputValue | None:
        """Returns the value of all that is known of ``year``; None where nothing is."""
        facts: FactBase | None = self._facts.in_year(year)
        if facts is None:
            return None
        shown = measure.test.shown
        found = facts.value(shown.code) if shown.code is not None else facts.within(shown.formula, shown.formula)
        return None if found.value is None else found
