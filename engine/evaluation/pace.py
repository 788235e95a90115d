"""Tiến độ and outlook: how a criterion stands to an even course, what it still needs per year, and where it is heading.

Source: 8-semantics, «Verdicts» (pace) and the project's docs/design/evaluation.md, which says what «on» means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from engine.domain.verdicts import PaceState
from engine.evaluation.comparison import Measure, shortfall_of
from engine.evaluation.evaluation import Outlook, Pace, Projection
from engine.evaluation.goals import GoalInForce
from engine.factbase.base import FactBase, InputValue
from engine.factbase.facts import Basis, Fact
from engine.language import display
from engine.language.interval import point
from engine.language.logic import Truth
from engine.language.syntax import Call, Direction, Ref, Relation
from engine.rulebook.rulebook import AllOf, Indicator, Logic, Nature, Rulebook, Test, Threshold

_HUNDRED = Fraction(100)


class PaceReader:
    """Reads paces and outlooks of one case. ``values`` are the inputs by key, in base units."""

    def __init__(self, facts: FactBase, values: dict[str, InputValue]) -> None:
        self.facts = facts
        self.rulebook: Rulebook = facts.rulebook
        self.values = values

    # ------------------------------------------------------------ pace

    def pace(self, goal: GoalInForce) -> Pace | None:
        """The pace of a criterion that one number decides; None where the course to its goal is not known."""
        threshold = goal.threshold
        if threshold is None or not isinstance(threshold.met, Test):
            return None
        test = threshold.met
        indicator = self._indicator(test)
        # No course leads to «khác X», and to a corridor it depends on the side from which one comes.
        if indicator is None or test.threshold is None or test.negated or test.relation is Relation.CORRIDOR:
            return None
        cumulated = isinstance(test.input.formula, Call)
        if indicator.nature is Nature.FLOW and not cumulated:
            return self._within_the_year(indicator, test)
        if indicator.nature is Nature.STOCK:
            return self._from_opening(indicator, test, goal.deadline)
        return self._since_beginning(test, goal.deadline)

    def _indicator(self, test: Test) -> Indicator | None:
        formula = test.input.formula
        if isinstance(formula, Call) and formula.function == "cumulated":
            formula = formula.arguments[0]
        return self.rulebook.indicators[formula.code] if isinstance(formula, Ref) else None

    def _within_the_year(self, indicator: Indicator, test: Test) -> Pace | None:
        """A flow counted for part of the year, against the even course of that year."""
        actuals = [f for f in self.facts.given(indicator.code) if f.basis is Basis.ACTUAL]
        if not actuals or any(f.covers_year for f in actuals) or not _from_nothing(test):
            return None
        day = max(f.as_of for f in actuals)
        latest, *others = (f for f in actuals if f.as_of == day)
        year = self.facts.facts.year
        if latest.value.exact is None or any(f.value != latest.value for f in others) or day.year != year:
            return None
        assert test.threshold is not None
        completion = latest.value.exact / test.threshold * _HUNDRED
        due = _due(date(year, 1, 1), date(year, 12, 31), latest.as_of)
        basis = f"đến {display.day(latest.as_of)} thực hiện {latest.text}, bằng {display.percent(completion)} mức của cả năm"
        return _pace(completion, due, (Fraction(0), test.threshold), basis)

    def _since_beginning(self, test: Test, deadline: date) -> Pace | None:
        """What is counted over the period, against an even course from its beginning to the deadline."""
        measured = self.values[test.input.key]
        exact = measured.value.exact if measured.value is not None else None
        if exact is None or not _from_nothing(test):
            return None
        assert test.threshold is not None
        as_of = max(map(self._reaches_to, measured.facts), default=self.facts.facts.as_of)
        start = date(self.rulebook.resolution.first_year, 1, 1)
        completion = exact / test.threshold * _HUNDRED
        shown = display.interval(point(exact / test.input.unit.scale), test.input.unit, display.computed_amount)
        basis = f"từ đầu giai đoạn đến {display.day(as_of)} được {shown}, bằng {display.percent(completion)} mục tiêu"
        return _pace(completion, _due(start, deadline, as_of), (Fraction(0), test.threshold), basis)

    def _reaches_to(self, fact: Fact) -> date:
        """Up to when a fact counts: what is for the whole of this year, to the end of it."""
        whole = fact.covers_year and self.rulebook.indicators[fact.code].nature is not Nature.STOCK
        if whole and fact in self.facts.given(fact.code):
            return max(fact.as_of, date(self.facts.facts.year, 12, 31))
        return fact.as_of

    def _from_opening(self, indicator: Indicator, test: Test, deadline: date) -> Pace | None:
        """A stock whose value at the end of the year before the period is known: the way made from there to the goal."""
        opening_year = self.rulebook.resolution.first_year - 1
        opening = self._exact_in(test, opening_year)
        now = self.values[test.input.key]
        exact = now.value.exact if now.value is not None else None
        if opening is None or exact is None or test.threshold is None or test.threshold == opening:
            return None
        if point(opening).within(test.allowed) is not Truth.FALSE:  # already there when the period began
            return None
        as_of = now.as_of or self.facts.facts.as_of
        completion = (exact - opening) / (test.threshold - opening) * _HUNDRED
        unit = test.input.unit
        texts = [display.computed_amount(v / unit.scale, unit) for v in (opening, exact, test.threshold)]
        basis = (
            f"từ {texts[0]} cuối năm {opening_year} đến {texts[1]}, "
            f"đi được {display.percent(completion)} quãng đường tới {texts[2]}"
        )
        due = _due(date(opening_year + 1, 1, 1), deadline, as_of)
        return _pace(completion, due, (opening, test.threshold), basis)

    def _exact_in(self, test: Test, year: int) -> Fraction | None:
        other = self.facts.in_year(year)
        if other is None:
            return None
        measured = other.measured(test.input)
        if measured.value is None or measured.part_year:
            return None
        return measured.value.exact

    # ------------------------------------------------------------ outlook

    def outlook(self, goal: GoalInForce, measures: Iterable[Measure]) -> Iterator[Outlook]:
        """What each unmet measure still needs until its deadline, and its projection where earlier years are known."""
        if goal.threshold is None:
            return
        deadline = goal.deadline
        for test in unmet_tests(goal.threshold, measures):
            measured = self.values[test.input.key]
            # Of a flow that is still being counted, what is lacking must come within the year itself; of a total over
            # the years until the deadline, this year included.
            over_years = isinstance(test.input.formula, Call)
            within_year = measured.part_year and not over_years
            years_left = 0 if within_year else max(deadline.year - self.facts.facts.year, 0)
            due = date(self.facts.facts.year, 12, 31) if within_year else deadline
            short = shortfall_of(test, measured)
            if short is None or (gap := short.amount.exact) is None:
                continue
            per_year = gap / years_left if years_left and not measured.part_year else None
            projection = None
            if years_left and test.sides is None:  # the course of a difference says nothing to a reader
                projection = self._projection(test, measured, deadline.year)
            text = self._text(test, gap, years_left, per_year, due)
            yield Outlook(test.shown.key, gap, years_left, per_year, projection, text)

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


def _due(start: date, end: date, as_of: date) -> tuple[Fraction, Fraction]:
    """Percent of an even course from ``start`` to ``end`` by the months ended, and by those begun, at ``as_of``.

    All is due where no month ends between them.
    """
    total = _months(start, end + timedelta(days=1))
    if total <= 0:
        return _HUNDRED, _HUNDRED
    begun = _months(start, as_of) + 1
    ended = _months(start, as_of + timedelta(days=1))
    low, high = (min(max(months, 0), total) * _HUNDRED / total for months in (ended, begun))
    return low, high


def _from_nothing(test: Test) -> bool:
    """Whether a course leads from nothing up to the goal."""
    return test.direction is not Direction.DOWN and test.threshold is not None and test.threshold > 0


def _months(start: date, until: date) -> int:
    return (until.year - start.year) * 12 + until.month - start.month


def _pace(completion: Fraction, due: tuple[Fraction, Fraction], course: tuple[Fraction, Fraction], basis: str) -> Pace:
    """``course``: the values at its beginning and at the goal."""
    low, high = due
    even = course[0] + (course[1] - course[0]) * low / _HUNDRED
    state = PaceState.BEHIND if completion < low else PaceState.AHEAD if completion > high else PaceState.ON
    expected = display.percent(low) if low == high else f"{display.percent(low)} đến {display.percent(high)}"
    return Pace(state, completion, due, even, f"{basis}; nếu đi đều thì đến lúc đó phải được {expected}")


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
