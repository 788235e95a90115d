"""One comparison of a criterion: the value that was compared, the goal, and by how much it was met or missed.

What fired, the value and the goal are given; distances and words are made when somebody asks for them: over thousands of
units nobody reads most of them.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from engine.factbase.base import InputValue
from engine.factbase.facts import Basis, Fact
from engine.files.json_form import Decimal, Meaning, Place, json_form
from engine.language import display
from engine.language.interval import Interval
from engine.language.numbers import decimal_text, rounded_beside
from engine.language.syntax import Call, Ref, Relation
from engine.language.units import BARE, Unit
from engine.rulebook.rulebook import Indicator, Kind, Rulebook, Test

_RATIO_RELATIONS = {
    Relation.AT_LEAST,
    Relation.ABOVE,
    Relation.AT_MOST,
    Relation.BELOW,
    Relation.POINT,
    Relation.RANGE,
    Relation.EQUAL,
}


@json_form("low=low_text", "high=high_text", "unit=unit_text", "basis=basis_name", "as_of", "source", "origin")
class Actual:
    """A value as it entered the evaluation; never changed once made.

    ``measured`` has a value. ``unit`` is the one to show it in, ``threshold`` the goal beside which it is shown, in that
    unit; ``indicator`` is None for a formula without a name.
    """

    def __init__(
        self, measured: InputValue, unit: Unit, indicator: Indicator | None, threshold: Fraction | None = None
    ) -> None:
        self.measured = measured
        self.unit = unit
        self.indicator = indicator
        self.threshold = threshold

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Actual) and self._told == other._told

    def __hash__(self) -> int:
        return hash(self._told)

    @property
    def _told(self) -> tuple[InputValue, Unit, Indicator | None, Fraction | None]:
        return self.measured, self.unit, self.indicator, self.threshold

    @cached_property
    def value(self) -> Interval:
        """In ``unit`` (a rank where ``label`` names it)."""
        assert self.measured.value is not None
        return in_unit(self.measured.value, self.unit)

    @cached_property
    def label(self) -> str:
        """The value in words."""
        indicator, measured, shown = self.indicator, self.measured, self.value
        if indicator is not None and indicator.kind is not Kind.NUMBER:
            return rank_text(indicator, shown)
        derived = indicator is None or indicator.formula is not None
        if not derived and shown.exact is None and len(measured.facts) == 1:  # «gần 27»: as the source has it
            return as_written(measured.facts[0], self.unit)
        text = display.interval(shown, self.unit, self._computed if derived else display.amount)
        return f"khoảng {text}" if measured.soft else text

    def _computed(self, value: Fraction, unit: Unit) -> str:
        return display.computed_amount(value, unit, self.threshold)

    @property
    def low_text(
        self,
    ) -> Annotated[str | None, Meaning("Lower end; the name of a category; null where there is no end")]:
        """The lower end as documents have it."""
        return self._end_text(self.value.low)

    @property
    def high_text(self) -> str | None:
        """The upper end in the same way."""
        return self._end_text(self.value.high)

    def _end_text(self, end: Fraction | None) -> str | None:
        ranked = not self.unit.text and self.threshold is None and self.value.exact is not None
        if ranked:
            return self.label
        return None if end is None else decimal_text(end, threshold=self.threshold)

    @property
    def unit_text(self) -> str:
        """The unit as written, '' of what has none."""
        return self.unit.text

    @property
    def basis_name(self) -> Literal["actual", "estimate"]:
        """Whether it was counted or estimated."""
        return "estimate" if self.estimate else "actual"

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.measured.facts

    @property
    def estimate(self) -> bool:
        return self.measured.basis is Basis.ESTIMATE

    @property
    def as_of(self) -> date | None:
        return self.measured.as_of

    @property
    def source(self) -> str:
        return self.measured.source

    @property
    def origin(self) -> Place:
        return self.measured.origin

    @property
    def soft(self) -> bool:
        return self.measured.soft

    @property
    def part_year(self) -> bool:
        return self.measured.part_year

    @property
    def computed(self) -> str:
        """The formula, '' where the value was given."""
        return self.indicator.formula_text if self.indicator else ""

    @property
    def outer(self) -> bool:
        return self.measured.outer


@json_form(
    "indicator", "holds", "actual", "threshold", "percent=percent_text", "points=points_text", "gap"
)  # fmt: skip
class Measure:
    """``test`` with the value of its input; ``holds`` is what the engine derived, None: not decided. Never changed once made.

    Numbers are in the unit of the input. ``catalogued`` is the indicator that gives the input its name, if there is one.
    """

    holds: Annotated[bool | None, Meaning("What the engine derived; null where the data do not decide it")]

    def __init__(self, test: Test, measured: InputValue, holds: bool | None, catalogued: Indicator | None) -> None:
        self.test = test
        self.measured = measured
        self.holds = holds
        self.catalogued = catalogued

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Measure) and self._told == other._told

    def __hash__(self) -> int:
        return hash(self._told)

    @property
    def _told(self) -> tuple[Test, InputValue, bool | None]:
        return self.test, self.measured, self.holds

    @property
    def indicator(self) -> Annotated[str, Meaning("Code of the indicator, or the formula compared")]:
        """The key of the input."""
        return self.test.input.key

    @property
    def percent_text(self) -> Annotated[Decimal | None, Meaning("Actual / goal in percent; null for rates")]:
        """``percent`` rounded to two digits, never onto or across 100."""
        return None if self.percent is None else decimal_text(rounded_beside(self.percent, Fraction(100), 2))

    @property
    def points_text(self) -> Annotated[Decimal | None, Meaning("Actual − goal in điểm %; null for amounts")]:
        """``points`` rounded to two digits, never onto or across 0."""
        return None if self.points is None else decimal_text(rounded_beside(self.points, Fraction(0), 2))

    @property
    def source(self) -> str:
        """The source of the value; that there is none, where it has none; '' where there is no value."""
        return "" if self.actual is None else self.actual.source or "không ghi nguồn"

    @property
    def lacking(self) -> str:
        """«thiếu 30 thành viên», «quá 2 điểm %»; '' where nothing is lacking."""
        if not self.gap:
            return ""
        amount = display.difference(self.gap, self.unit)
        value = self.actual.value.low if self.actual is not None else None
        if value is None or self.threshold is None:
            return f"cách ngưỡng {amount}"
        return f"thiếu {amount}" if value < self.threshold else f"quá {amount}"

    @property
    def because(self) -> str:
        """One sentence: value, source and date, what was needed, what is lacking."""
        actual = self.actual
        if actual is None:
            return f"{self.name}: chưa có số liệu; cần {self.text}"
        marks = [self.source]
        marks += [f"tính đến {display.day(actual.as_of)}"] if actual.as_of is not None else []
        marks += ["ước"] if actual.estimate else []
        marks += dict.fromkeys(f"suy ra: {fact.inferred}" for fact in actual.facts if fact.inferred)
        marks += dict.fromkeys(f"người đánh giá: {fact.assessor}" for fact in actual.facts if fact.assessor)
        sentence = f"{self.name}: {actual.label} ({'; '.join(marks)}); cần {self.text}"
        return f"{sentence}; còn {self.lacking}" if self.lacking else sentence

    @property
    def unit(self) -> Unit:
        return self.test.input.unit

    @property
    def missing(self) -> tuple[str, ...]:
        return self.measured.missing

    @property
    def of_range(self) -> bool:
        """Whether the goal is a range, of which ``threshold`` is the end that is to be reached."""
        return self.test.relation is Relation.RANGE

    @property
    def name(self) -> str:
        """The name of the indicator, or the formula as written where there is none."""
        return self.catalogued.name if self.catalogued else self.test.input.key

    @property
    def text(self) -> str:
        """The goal as written."""
        return self.test.text.removeprefix(self.test.input.code or "").strip()

    @cached_property
    def threshold(self) -> Fraction | None:
        return None if self.test.threshold is None else _in_scale(self.test.threshold, self.unit)

    @cached_property
    def actual(self) -> Actual | None:
        """None where nothing is known."""
        if self.measured.value is None:
            return None
        own = self.catalogued if self.test.input.code is not None else None
        return Actual(self.measured, self.unit, own, self.threshold)

    @cached_property
    def percent(self) -> Fraction | None:
        """actual / threshold x 100 for amounts; None where it has no meaning or the value is not exact."""
        exact, threshold = self._exact, self.threshold
        if exact is None or threshold is None or self.unit.is_rate or self.test.input.code is None:
            return None
        if threshold <= 0 or exact < 0:
            return None
        return Fraction(exact.numerator * threshold.denominator * 100, exact.denominator * threshold.numerator)

    @cached_property
    def points(self) -> Fraction | None:
        """actual - threshold for rates; None where it has no meaning or the value is not exact."""
        exact, threshold = self._exact, self.threshold
        return None if exact is None or threshold is None or not self.unit.is_rate else exact - threshold

    @cached_property
    def gap(
        self,
    ) -> Annotated[Fraction | None, Meaning("What is lacking; 0 at a strict bound; null where nothing is lacking")]:
        """What is lacking where it does not hold; None where it has no meaning or the value is not exact."""
        return gap_of(self.test, self.measured) if self.holds is False else None

    @property
    def _exact(self) -> Fraction | None:
        """The exact value where it can be set against the threshold."""
        if self.actual is None or self.test.relation not in _RATIO_RELATIONS:
            return None
        return self.actual.value.exact


def named_indicator(test: Test, rulebook: Rulebook) -> Indicator | None:
    """The indicator that gives the input of ``test`` its name; of a sum over the years, the one that is summed."""
    formula = test.input.formula
    if isinstance(formula, Call) and formula.function == "cumulated" and isinstance(formula.arguments[0], Ref):
        return rulebook.indicators.get(formula.arguments[0].code)
    return rulebook.indicators.get(test.input.code) if test.input.code else None


def as_written(fact: Fact, unit: Unit) -> str:
    """A value in the words of its source: «gần 27 giường», with the unit where the source leaves it out."""
    return display.with_unit(fact.text, unit) if fact.text[-1:].isdigit() else fact.text


def gap_of(test: Test, measured: InputValue) -> Fraction | None:
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
        return display.interval(value, BARE)
    if indicator.kind is Kind.DATE:
        return display.day(date.fromordinal(int(value.exact)))
    return indicator.ranks[int(value.exact)]
