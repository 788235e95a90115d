"""What is measured, a year before and over the years, for tables and charts. The evaluation does not come to rest on it."""

from __future__ import annotations

from typing import NamedTuple

from engine.evaluation.comparison import Actual, Measure
from engine.evaluation.presentation import actual_marks
from engine.factbase.base import FactBase
from engine.factbase.input_values import InputValue
from engine.workspace.cases import Case

LIKE_PERIOD, WHOLE_YEAR = "cùng kỳ", "cả năm"


class EarlierValue(NamedTuple):
    """A value of another year with the marks that are shown behind it."""

    actual: Actual
    marks: tuple[str, ...]


class EarlierValues:
    """The values of the measures of ``case`` in other years."""

    def __init__(self, case: Case) -> None:
        self._facts = case.facts.apart()
        self.year = self._facts.facts.year

    def year_before(self, measure: Measure) -> EarlierValue | None:
        """Returns last year's value: of a part of a year that of the like period, where it is known."""
        code = measure.test.shown.code
        part = measure.measured.part_year
        like = self._facts.like_of(code) if part and code is not None else None
        if like is not None and like.value is not None:
            return self._shown(measure, like, [LIKE_PERIOD])
        found = self.in_year(measure, self.year - 1)
        return None if found is None else self._shown(measure, found, [WHOLE_YEAR] if part else [])

    def in_year(self, measure: Measure, year: int) -> InputValue | None:
        """Returns the value of all that is known of ``year``; None where nothing is."""
        facts: FactBase | None = self._facts.in_year(year)
        if facts is None:
            return None
        shown = measure.test.shown
        found = facts.value(shown.code) if shown.code is not None else facts.within(shown.formula, shown.formula)
        return None if found.value is None else found

    def _shown(self, measure: Measure, found: InputValue, marks: list[str]) -> EarlierValue:
        own = measure.catalogued if measure.test.shown.code is not None else None
        actual = Actual(found, measure.unit, own)
        own_marks = actual_marks(actual)
        return EarlierValue(actual, tuple(own_marks if found.unfinished else [*own_marks, *marks]))
