"""Outlook: what an unmet criterion still needs per year, and where it is heading.

Source: the project's docs/design/evaluation.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from engine.evaluation.comparison import Measure, shortfall_of
from engine.evaluation.criterion_results import Outlook, Projection
from engine.evaluation.goals import GoalInForce
from engine.factbase.base import FactBase
from engine.factbase.input_values import InputValue
from engine.language import display
from engine.language.interval import point
from engine.language.logic import Truth
from engine.language.syntax import Direction
from engine.rulebook.logic import BY_ANYONE, AllOf, Logic, Test
from engine.rulebook.natures import nature_of
from engine.rulebook.rulebook import Nature, Rulebook, Threshold


class OutlookReader:
    """Reads outlooks of one case. ``values`` are the inputs by key, in base units."""

    def __init__(self, facts: FactBase, values: dict[str, InputValue]) -> None:
        self.facts = facts
        self.rulebook: Rulebook = facts.rulebook
        self.values = values

    def _exact_in(self, test: Test, year: int) -> Fraction | None:
        return exact_in(self.facts, test, year)

    def outlook(self, goal: GoalInForce, measures: Iterable[Measure]) -> Iterator[Outlook]:
        """What each unmet measure still needs until its deadline, and its projection where earlier years are known."""
        if goal.threshold is None:
            return
        deadline = goal.deadline
        for test in unmet_tests(goal.threshold, measures):
            measured = self.values[test.input.key]
            # Of a flow that is still being counted, what is lacking must come within the year itself; of a total over
            # the years until the deadline, this year included.
            year_end = date(self.facts.facts.year, 12, 31)
            counting = measured.period is not None and measured.period.end < year_end
            within_year = measured.part_year
            years_left = 0 if within_year else max(deadline.year - self.facts.facts.year, 0)
            due = min(year_end, deadline) if within_year else deadline
            short = shortfall_of(test, measured)
            if short is None or (gap := short.amount.exact) is None:
                continue
            per_year = gap / years_left if years_left and not counting else None
            projection = None
            if years_left and test.sides is None:  # the course of a difference says nothing to a reader
                projection = self._projection(test, measured, deadline.year)
            rate = within_year and nature_of(test.shown.formula, self.rulebook.indicators) is Nature.RATE
            text = _of_rate(test, gap) if rate and gap else self._text(test, gap, years_left, per_year, due)
            yield Outlook(test.shown.text, gap, years_left, per_year, projection, text)

    def _text(self, test: Test, gap: Fraction, years_left: int, per_year: Fraction | None, deadline: date) -> str:
        unit = test.input.unit
        down = test.direction is Direction.DOWN
        if gap == 0:
            return f"đang bằng ngưỡng, chỉ cần {'thấp' if down else 'cao'} hơn mức này"
        amount = display.difference(gap, unit)
        verb = "giảm" if down else "thêm"
        if per_year is None:
            return f"còn phải {verb} {amount} đến {display.day(deadline)}"
        last = deadline.year
        years = f"{last}" if years_left == 1 else f"{self.facts.facts.year + 1}-{last}"
        share = display.difference(per_year, unit)
        return f"còn phải {verb} {amount} trong {years_left} năm ({years}), mỗi năm bình quân {verb} {share}"

    def _projection(self, test: Test, measured: InputValue, last_year: int) -> Projection | None:
        year = self.facts.facts.year
        now = measured.value.exact if measured.value is not None and not measured.part_year else None
        if now is None:
            return None
        earlier = (
            (y, v)
            for y in range(self.rulebook.resolution.first_year - 1, year)
            if (v := self._exact_in(test, y)) is not None
        )
        first_year, first = next(earlier, (year, now))
        if first_year == year:
            return None
        change = (now - first) / (year - first_year)
        value = now + change * (last_year - year)
        unit = test.input.unit
        reaches = point(value).within(test.allowed) is Truth.TRUE
        shown = [display.computed_amount(v / unit.scale, unit) for v in (first, now, value)]
        pace = display.difference(abs(change) / unit.scale, unit)
        course = "tăng" if change > 0 else "giảm"
        moved = f"bình quân mỗi năm {course} {pace}" if change else "không đổi"
        text = (
            f"theo đà {first_year}-{year} ({shown[0]} lên {shown[1]}, {moved}), "
            if change > 0
            else f"theo đà {first_year}-{year} ({shown[0]} xuống {shown[1]}, {moved}), "
            if change
            else f"theo đà {first_year}-{year} ({shown[1]}, {moved}), "
        )
        text += f"đến năm {last_year} là {shown[2]}: {'đạt' if reaches else 'không đạt'}"
        return Projection(first_year, first / unit.scale, last_year, value / unit.scale, reaches, text)


def _of_rate(test: Test, gap: Fraction) -> str:
    """What a rate of a whole year must be: nothing is added to the one that is known so far."""
    side = "thấp" if test.direction is Direction.DOWN else "cao"
    return f"số cả năm phải {side} hơn số đến nay {display.difference(gap, test.input.unit)}"


def exact_in(facts: FactBase, test: Test, year: int) -> Fraction | None:
    """The value of what ``test`` compares at the end of another year, where it is one number."""
    other = facts.in_year(year)
    if other is None:
        return None
    measured = other.measured(test.input._replace(key=test.input.text, asked=BY_ANYONE))
    if measured.value is None or measured.unfinished:
        return None
    return measured.value.exact


def unmet_tests(threshold: Threshold, measures: Iterable[Measure]) -> list[Test]:
    """The comparisons that a goal requires and that the engine found not to hold; of alternatives none is required."""
    unmet = {id(measure.test) for measure in measures if measure.holds is False}
    return [test for test in _required(threshold.met) if id(test) in unmet]


def _required(logic: Logic) -> Iterator[Test]:
    if isinstance(logic, AllOf):
        for part in logic.parts:
            yield from _required(part)
    elif isinstance(logic, Test):
        yield logic
