"""What a criterion was compared with and by how much it was met or missed, in numbers and in words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from engine.evaluation import wording
from engine.evaluation.evaluation import Actual, Measure, Rest
from engine.factbase.base import FactBase, Measured
from engine.factbase.facts import Basis, Fact
from engine.language.interval import Interval
from engine.language.syntax import Call, Ref, Relation
from engine.language.units import BARE, Unit
from engine.rulebook.rulebook import Indicator, Input, Kind, Test

_RATIO_RELATIONS = {
    Relation.AT_LEAST,
    Relation.ABOVE,
    Relation.AT_MOST,
    Relation.BELOW,
    Relation.POINT,
    Relation.RANGE,
    Relation.EQUAL,
}


class MeasureReader:
    """Reads the measures of one case. ``values`` are the inputs by key, in base units."""

    def __init__(self, facts: FactBase, values: dict[str, Measured]) -> None:
        self.facts = facts
        self.values = values

    def measure(self, test: Test, holds: bool | None) -> Measure:
        """``test`` with its value and distance; ``holds`` is what the engine derived."""
        measured, unit = self.values[test.input.key], test.input.unit
        threshold = None if test.threshold is None else _in_scale(test.threshold, unit)
        actual = self.actual(test.input, threshold)
        exact = None if actual is None else actual.value.exact
        percent = points = None
        if exact is not None and threshold is not None and test.relation in _RATIO_RELATIONS:
            if unit.is_rate:
                points = exact - threshold
            elif threshold > 0 and exact >= 0 and test.input.code is not None:
                percent = Fraction(
                    exact.numerator * threshold.denominator * 100, exact.denominator * threshold.numerator
                )
        return Measure(
            indicator=test.input.key,
            name=self.name(test),
            text=test.text.removeprefix(test.input.code or "").strip(),
            holds=holds,
            actual=actual,
            unit=unit,
            threshold=threshold,
            percent=percent,
            points=points,
            gap=gap_of(test, measured) if holds is False else None,
            missing=measured.missing,
            of_range=test.relation is Relation.RANGE,
        )

    def name(self, test: Test) -> str:
        """The name of the indicator, or the formula as written where there is none."""
        indicator = self._indicator(test.input)
        formula = test.input.formula
        if isinstance(formula, Call) and formula.function == "cumulated" and isinstance(formula.arguments[0], Ref):
            indicator = self.facts.rulebook.indicators.get(formula.arguments[0].code)
        return indicator.name if indicator else test.input.key

    def actual(self, input: Input, threshold: Fraction | None = None) -> Actual | None:
        """The value of ``input`` with its provenance; None where nothing is known."""
        measured = self.values.get(input.key) or self.facts.measured(input)
        if measured.value is None:
            return None
        indicator = self._indicator(input)
        shown = in_unit(measured.value, input.unit)
        return Actual(
            value=shown,
            unit=input.unit,
            label=self._label(indicator, measured, shown, input.unit, threshold),
            facts=measured.facts,
            estimate=measured.basis is Basis.ESTIMATE,
            as_of=measured.as_of,
            source=measured.source,
            origin=measured.origin,
            soft=measured.soft,
            part_year=measured.part_year,
            computed=indicator.formula_text if indicator else "",
            outer=measured.outer,
        )

    def _label(
        self, indicator: Indicator | None, measured: Measured, shown: Interval, unit: Unit, threshold: Fraction | None
    ) -> str:
        if indicator is not None and indicator.kind is not Kind.NUMBER:
            return rank_text(indicator, shown)
        derived = indicator is None or indicator.formula is not None
        if not derived and shown.exact is None and len(measured.facts) == 1:  # «gần 27»: as the source has it
            return as_written(measured.facts[0], unit)
        text = wording.interval(
            shown, unit, lambda v, u: wording.computed_amount(v, u, threshold) if derived else wording.amount(v, u)
        )
        return f"khoảng {text}" if measured.soft else text

    def _indicator(self, input: Input) -> Indicator | None:
        return self.facts.rulebook.indicators.get(input.code) if input.code else None

    def rests_on(self, tests: list[Test]) -> tuple[Rest, ...]:
        """What the values of ``tests`` rest on, plain measurement first."""
        found: set[Rest] = set()
        for test in tests:
            for fact in self.values[test.input.key].facts:
                found |= rests_of(fact)
        return tuple(rest for rest in Rest if rest in found)


def as_written(fact: Fact, unit: Unit) -> str:
    """A value in the words of its source: «gần 27 giường», with the unit where the source leaves it out."""
    return wording.with_unit(fact.text, unit) if fact.text[-1:].isdigit() else fact.text


def gap_of(test: Test, measured: Measured) -> Fraction | None:
    """What an exact value lacks to the goal of ``test``, in its unit; 0 at a strict bound, None where it has no meaning."""
    exact = measured.value.exact if measured.value is not None else None
    if exact is None or test.threshold is None or test.negated or test.relation not in _RATIO_RELATIONS:
        return None
    return _in_scale(_distance(exact, test.allowed), test.input.unit)


def _distance(value: Fraction, allowed: Interval) -> Fraction:
    """How far ``value`` is from the nearest end of ``allowed``; 0 at an end that does not belong to it."""
    return min(abs(value - end) for end in (allowed.low, allowed.high) if end is not None)


def in_unit(value: Interval, unit: Unit) -> Interval:
    """An interval of base units in ``unit``."""
    return value if unit.scale == 1 else value.scaled(1 / unit.scale)


def _in_scale(value: Fraction, unit: Unit) -> Fraction:
    return value if unit.scale == 1 else value / unit.scale


def rank_text(indicator: Indicator, value: Interval) -> str:
    """The name of a rank, or the date of an ordinal."""
    if value.exact is None:
        return wording.interval(value, BARE)
    if indicator.kind is Kind.DATE:
        return wording.day(date.fromordinal(int(value.exact)))
    return indicator.ranks[int(value.exact)]


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
