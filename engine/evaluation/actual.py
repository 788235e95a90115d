"""A value as it entered the evaluation, and its words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from engine.factbase.facts import Basis, Fact
from engine.factbase.input_values import InputValue
from engine.files.json_form import Meaning, Place, json_form
from engine.language import display
from engine.language.interval import Interval
from engine.language.numbers import decimal_text
from engine.language.units import BARE, Unit, in_unit
from engine.rulebook.rulebook import Indicator, Kind


@json_form(
    "low=low_text",
    "high=high_text",
    "unit=unit_text",
    "basis=basis_name",
    "preliminary=preliminary_mark*",
    "as_of",
    "source",
    "origin",
)
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
        show = display.computed_amount if derived else display.amount
        text = display.interval(shown, self.unit, lambda end, unit: show(end, unit, self.threshold))
        return f"khoảng {text}" if measured.soft else text

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
        return None if end is None else decimal_text(end, edge=self.threshold)

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
    def preliminary(self) -> bool:
        return self.measured.preliminary

    @property
    def preliminary_mark(self) -> Literal[True] | None:
        """What documents have where the source may still correct it."""
        return True if self.preliminary else None

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
    def unfinished(self) -> bool:
        """Whether it does not cover all that is asked for."""
        return self.measured.unfinished

    @property
    def computed(self) -> str:
        """The formula, '' where the value was given."""
        return self.indicator.formula_text if self.indicator else ""

    @property
    def outer(self) -> bool:
        return self.measured.outer


def as_written(fact: Fact, unit: Unit) -> str:
    """A value in the words of its source: «gần 27 giường», with the unit where the source leaves it out."""
    return display.as_written(fact.text, unit)


def rank_text(indicator: Indicator, value: Interval) -> str:
    """The name of a rank, or the date of an ordinal."""
    if value.exact is None:
        return display.interval(value, BARE)
    if indicator.kind is Kind.DATE:
        return display.day(date.fromordinal(int(value.exact)))
    return indicator.ranks[int(value.exact)]
