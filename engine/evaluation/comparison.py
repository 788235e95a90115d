"""One comparison of a criterion: the value that was compared, the goal, and by how much it was met or missed.

What fired, the value and the goal are given; distances and words are made when somebody asks for them: over thousands of
units nobody reads most of them.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.evaluation.actual import Actual
from engine.factbase.facts import Fact
from engine.factbase.input_values import InputValue
from engine.factbase.periods import period_text
from engine.files.json_form import Decimal, Meaning, json_form
from engine.language import display
from engine.language.interval import Interval, point
from engine.language.numbers import MOST_DIGITS, decimal_text, digits_beside, rounded_beside
from engine.language.ranks import is_place
from engine.language.syntax import Call, Ref, Relation
from engine.language.units import Unit, in_unit
from engine.rulebook.logic import Test
from engine.rulebook.rulebook import Indicator, Rulebook

_RATIO_RELATIONS = {
    Relation.AT_LEAST,
    Relation.ABOVE,
    Relation.AT_MOST,
    Relation.BELOW,
    Relation.POINT,
    Relation.RANGE,
    Relation.EQUAL,
}


class TwoSides(NamedTuple):
    """The values of both sides of a comparison, and their names for people.

    ``right_indicator`` is the indicator that the goal is, None where it is a formula.
    """

    left: InputValue
    right: InputValue
    right_indicator: Indicator | None
    left_name: str
    right_name: str


@json_form(
    "indicator", "holds", "actual", "period", "final=final_text", "goal=other", "threshold", "percent=percent_text", "points=points_text", "gap"
)  # fmt: skip
class Measure:
    """``test`` with its values; ``holds`` is what the engine derived, None: not decided. Never changed once made.

    ``compared`` is the value of the test's input. Where the goal is another measure, ``sides`` has the values of both
    sides. Numbers are in ``unit``. ``catalogued`` is the indicator that gives what is measured its name, if there is one.
    ``exceeded`` is what made the verdict vượt, where it is vượt. ``formula_name`` is the name of a formula without a code.
    """

    holds: Annotated[bool | None, Meaning("What the engine derived; null where the data do not decide it")]

    def __init__(
        self,
        test: Test,
        compared: InputValue,
        holds: bool | None,
        catalogued: Indicator | None,
        sides: TwoSides | None = None,
        exceeded: Test | None = None,
        formula_name: str = "",
    ) -> None:
        self.test = test
        self.compared = compared
        self.holds = holds
        self.catalogued = catalogued
        self.sides = sides
        self.exceeded = exceeded
        self.formula_name = formula_name
        self.measured = compared if sides is None else sides.left

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Measure) and self._told == other._told

    def __hash__(self) -> int:
        return hash(self._told)

    @property
    def _told(self) -> tuple[Test, InputValue, InputValue, bool | None, Test | None]:
        return self.test, self.compared, self.measured, self.holds, self.exceeded

    @property
    def indicator(self) -> Annotated[str, Meaning("Code of the indicator, or the formula compared")]:
        """The key of what is compared."""
        return self.test.shown.text

    @property
    def period(self) -> Annotated[str | None, Meaning("The stretch of time that the value covers; null at a day")]:
        """What the value covers, in words."""
        period = self.measured.period
        return None if period is None else period_text(period)

    @property
    def final_text(self) -> Annotated[str | None, Meaning("All values it may have in the end; null where it is final")]:
        """What may still become of a value whose period is not over."""
        if not self.measured.unfinished or self.measured.final is None:
            return None
        final = in_unit(self.measured.final, self.unit)
        if final.low is None and final.high is None:
            return "chưa xác định"
        return display.interval(final, self.unit, display.computed_amount)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that the comparison rests on: those of both sides."""
        return self.compared.facts

    @property
    def percent_text(self) -> Annotated[Decimal | None, Meaning("Actual / goal in percent; null for rates")]:
        """``percent`` rounded to two digits, never onto or across 100."""
        return None if self.percent is None else decimal_text(rounded_beside(self.percent, Fraction(100)))

    @property
    def points_text(self) -> Annotated[Decimal | None, Meaning("Actual − goal in điểm %; null for amounts")]:
        """``points`` rounded to two digits, never onto or across 0."""
        return None if self.points is None else decimal_text(rounded_beside(self.points, Fraction(0), self.digits))

    @property
    def source(self) -> str:
        """The source of the value; that there is none, where it has none; '' where there is no value."""
        return "" if self.actual is None else self.actual.source or "không ghi nguồn"

    @property
    def sources(self) -> str:
        """The sources of the value and of a goal that is another measure."""
        return "; ".join(dict.fromkeys(filter(None, (self.source, self._goal_source))))

    @property
    def lacking(self) -> str:
        """«thiếu 30 thành viên», «thiếu từ 2 đến 4 lớp», «quá 2 điểm %»; '' where nothing is lacking."""
        short = self.shortfall
        if short is None or short.amount.exact == 0:
            return ""
        return f"{'thiếu' if short.below else 'quá'} {display.distance(short.amount, self.unit, self.digits)}"

    @property
    def digits(self) -> int:
        """How many decimals the value has beside its goal: its distance has as many."""
        exact, edge = self._exact, self.edge
        return 2 if exact is None or edge is None else digits_beside(exact, edge) or MOST_DIGITS

    @property
    def _exact(self) -> Fraction | None:
        return None if self.actual is None else self.actual.value.exact

    @property
    def because(self) -> str:
        """One sentence: value, source and date, what was needed, what is lacking."""
        actual = self.actual
        if actual is None:
            return f"{self.name}: chưa có số liệu; cần {self.text}"
        marks = [self.source]
        marks += [f"tính đến {display.day(actual.as_of)}"] if actual.as_of is not None else []
        marks += ["ước"] if actual.estimate else []
        marks += ["sơ bộ"] if actual.preliminary else []
        marks += dict.fromkeys(f"suy ra: {fact.inferred}" for fact in actual.facts if fact.inferred)
        marks += dict.fromkeys(f"người đánh giá: {fact.assessor}" for fact in actual.facts if fact.assessor)
        sentence = f"{self.name}: {actual.label} ({'; '.join(marks)}); cần {self.text}"
        return f"{sentence}; còn {self.lacking}" if self.lacking else sentence

    @property
    def unit(self) -> Unit:
        """The unit in which values and goal are shown."""
        return self.test.shown.unit

    @property
    def missing(self) -> tuple[str, ...]:
        """The codes of the data that are missing on either side."""
        return self.compared.missing

    @property
    def of_range(self) -> bool:
        """Whether the goal is a range, of which ``threshold`` is the end that is to be reached."""
        return self.test.relation is Relation.RANGE

    @property
    def name(self) -> str:
        """The name of the indicator, or the formula with the names of its indicators."""
        if self.catalogued is not None:
            return self.catalogued.name
        return self.formula_name if self.sides is None else self.sides.left_name

    @property
    def text(self) -> str:
        """The goal as written; of a goal that is another measure, with its value and where that comes from."""
        return self._goal_with(self._goal_source)

    @property
    def text_without_source(self) -> str:
        """The same for where the source stands apart: «từ 12.000 triệu đồng trở lên (Dự toán thu được giao)»."""
        return self._goal_with("")

    def _goal_with(self, source: str) -> str:
        sides = self.test.sides
        if sides is None or self.sides is None:
            return self.test.text.removeprefix(self.test.input.code or "").strip()
        value = "(chưa có số liệu)" if self.goal is None else display.amid(self.goal, self.unit)
        provenance = " — ".join(filter(None, (self.sides.right_name, source)))
        return f"{' '.join(filter(None, (sides.before, value, sides.after)))} ({provenance})"

    @property
    def _goal_source(self) -> str:
        """The source of the right side; '' of a goal in numbers, or without a value."""
        return "" if self.other is None else self.other.source or "không ghi nguồn"

    @cached_property
    def goal(self) -> Interval | None:
        """What is to be reached, in ``unit``: the threshold, or the value of the other side; None where there is none."""
        if self.sides is not None:
            return None if self.sides.right.value is None else in_unit(self.sides.right.value, self.unit)
        return None if self.test.threshold is None else point(_in_scale(self.test.threshold, self.unit))

    @property
    def threshold(self) -> Annotated[Fraction | None, Meaning("The goal where it is one number")]:
        """The goal where it is one number."""
        return None if self.goal is None else self.goal.exact

    @cached_property
    def actual(self) -> Actual | None:
        """None where nothing is known."""
        if self.measured.value is None:
            return None
        own = self.catalogued if self.test.shown.code is not None else None
        return Actual(self.measured, self.unit, own, self.edge)

    @cached_property
    def edge(self) -> Fraction | None:
        """What distances are measured to: ``threshold``, or the better end of a range that was exceeded."""
        if self.exceeded is None or not self.of_range or self.sides is not None:
            return self.threshold
        allowed = self.exceeded.allowed
        end = allowed.low if allowed.low is not None else allowed.high
        return self.threshold if end is None else _in_scale(end, self.unit)

    @cached_property
    def other(self) -> Annotated[Actual | None, Meaning("The other side, where the goal is a measure or a formula")]:
        """The other side of a comparison with a measure."""
        if self.sides is None or self.sides.right.value is None:
            return None
        return Actual(self.sides.right, self.unit, self.sides.right_indicator)

    @cached_property
    def completion(self) -> Interval | None:
        """actual / goal x 100 for amounts; None where it has no meaning. Both may be uncertain."""
        if self.unit.is_rate or is_place(self.unit) or self.actual is None or self.goal is None or not self._comparable:
            return None
        value, goal = self.actual.value, self.goal
        if goal.low is None or goal.low <= 0 or value.low is None or value.low < 0:
            return None
        return (value / goal).scaled(Fraction(100))

    @cached_property
    def excess(self) -> Interval | None:
        """actual - goal for rates, of an exceeded range from its better end; None where it has no meaning.

        Both may be uncertain.
        """
        if not self.unit.is_rate or self.actual is None or self.goal is None or not self._comparable:
            return None
        return self.actual.value - (self.goal if self.edge is None else point(self.edge))

    @property
    def _comparable(self) -> bool:
        return self.test.relation in _RATIO_RELATIONS and not self.test.contrary

    @property
    def percent(self) -> Fraction | None:
        """actual / goal x 100 for amounts where both are exact."""
        if self.test.shown.code is None and self.sides is None:
            return None
        return None if self.completion is None else self.completion.exact

    @property
    def points(self) -> Fraction | None:
        """actual - goal for rates where both are exact."""
        return None if self.excess is None else self.excess.exact

    @cached_property
    def shortfall(self) -> Shortfall | None:
        """What is lacking where it does not hold; None where nothing is, or where that has no meaning."""
        return shortfall_of(self.test, self.compared) if self.holds is False else None

    @property
    def gap(
        self,
    ) -> Annotated[Fraction | None, Meaning("What is lacking; 0 at a strict bound; null where nothing is lacking")]:
        """What is lacking where it is one number; 0 at a strict bound."""
        return None if self.shortfall is None else self.shortfall.amount.exact


class Shortfall(NamedTuple):
    """What a value lacks to its goal, in the unit shown: ``below`` it, or else above it where less is better."""

    amount: Interval
    below: bool


def named_indicator(test: Test, rulebook: Rulebook) -> Indicator | None:
    """The indicator that gives the input of ``test`` its name; of a sum over the years, the one that is summed."""
    formula = test.shown.formula
    if isinstance(formula, Call) and formula.function == "cumulated" and isinstance(formula.arguments[0], Ref):
        return rulebook.indicators.get(formula.arguments[0].code)
    return rulebook.indicators.get(test.shown.code) if test.shown.code else None


def shortfall_of(test: Test, compared: InputValue) -> Shortfall | None:
    """How far a value lies outside of what ``test`` allows; 0 at a strict bound, None where that has no meaning."""
    value, allowed = compared.value, test.allowed
    if value is None or test.threshold is None or test.negated or test.relation not in _RATIO_RELATIONS:
        return None
    unit = test.shown.unit
    if allowed.low is not None and value.high is not None and value.high <= allowed.low:
        return Shortfall(in_unit(point(allowed.low) - value, unit), True)
    if allowed.high is not None and value.low is not None and value.low >= allowed.high:
        return Shortfall(in_unit(value - point(allowed.high), unit), False)
    return None


def _in_scale(value: Fraction, unit: Unit) -> Fraction:
    return value if unit.scale == 1 else value / unit.scale
