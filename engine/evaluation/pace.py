"""Tiến độ: how a criterion that is not decided for good stands to the course to its goal.

Source: 9-periods-points, «Pace»; what is said of a stock with an opening value: the project's docs/design/evaluation.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from engine.domain.comparisons import Direction
from engine.domain.records import NamedTuple
from engine.domain.verdicts import PaceState
from engine.evaluation.criterion_results import Pace
from engine.evaluation.goals import GoalInForce
from engine.evaluation.outlook import exact_in
from engine.evaluation.totals import Split, TotalsReader, asks_like, is_mean
from engine.factbase.base import FactBase
from engine.factbase.input_values import InputValue
from engine.factbase.periods import Period, period_text
from engine.language import display
from engine.language.interval import Interval, point
from engine.language.logic import State, Truth, state_of
from engine.language.syntax import Ref, Relation
from engine.language.units import in_unit
from engine.rulebook.deadlines import last_day_counted
from engine.rulebook.logic import AllOf, AnyOf, KnowledgeTest, Logic, NotOf, Test
from engine.rulebook.rulebook import Course, Nature, Rulebook

_POSITIVE = Interval(Fraction(0), None, low_open=True)

_COURSES = {
    (False, False): "nếu đi đều thì đến lúc đó phải được",
    (False, True): "nếu đi đều thì đến lúc đó không quá",
    (True, False): "theo tiến độ đề ra thì đến lúc đó phải được",
    (True, True): "theo tiến độ đề ra thì đến lúc đó không quá",
}
"""By whether a course is declared, and whether it is one of a ceiling."""


class _Part(NamedTuple):
    """A part of a goal as it is asked for (under «không phải» its contrary): its state, how it counts, and its own pace."""

    state: State
    standing: PaceState
    pace: Pace | None = None


class PaceReader:
    """Reads the paces of one case. ``values`` are the inputs by key, in base units."""

    def __init__(self, facts: FactBase, values: dict[str, InputValue]) -> None:
        self.facts = facts
        self.rulebook: Rulebook = facts.rulebook
        self.values = values
        self.totals = TotalsReader(facts)
        self._due_day = facts.facts.due_day
        self._parts: dict[str, tuple[GoalInForce, _Part]] = {}

    def pace(self, goal: GoalInForce, state: State) -> Pace | None:
        """The pace of a criterion that holds, or falls short, only so far; of a stock where its opening value is known.

        ``state`` is that of its goal. None from the deadline on, and of what is decided for good.
        """
        if goal.threshold is None or self.is_over(goal):
            return None
        if goal.asks_verdicts:
            return Pace(PaceState.UNKNOWN, "", None, False) if state.is_so_far else None
        part = self._whole(goal, goal.threshold.met)
        met = goal.threshold.met
        if not part.state.is_so_far:
            return part.pace if isinstance(met, Test) else None
        if isinstance(met, Test) and self._is_computed_stock(met):
            return None
        return part.pace or Pace(part.standing, "", None, False)

    def standing(self, goal: GoalInForce) -> PaceState | None:
        """How a criterion counts where conditions ask for its tiến độ; None where neither state is true any more."""
        if goal.threshold is None:
            return PaceState.UNKNOWN
        if self.is_over(goal):
            return None
        if goal.asks_verdicts:
            return PaceState.UNKNOWN
        part = self._whole(goal, goal.threshold.met)
        return PaceState.UNKNOWN if part.state is State.UNKNOWN else part.standing

    def is_over(self, goal: GoalInForce) -> bool:
        """Whether the deadline has come."""
        return self._due_day >= goal.deadline

    # ------------------------------------------------------------ parts

    def _whole(self, goal: GoalInForce, met: Logic) -> _Part:
        """All of a goal, read once."""
        known = self._parts.get(goal.criterion.id)
        if known is None or known[0] is not goal:
            known = self._parts[goal.criterion.id] = goal, self._part(met, goal, 0)
        return known[1]

    def _part(self, logic: Logic, goal: GoalInForce, nots: int) -> _Part:
        """What stands inside so many «không phải»: of an odd number it must not hold."""
        turned = nots % 2 == 1
        match logic:
            case AllOf(parts=parts) | AnyOf(parts=parts):
                return self._joined(
                    [self._part(part, goal, nots) for part in parts], isinstance(logic, AllOf) != turned
                )
            case NotOf(part=part):
                return self._part(part, goal, nots + 1)
            case Test():
                return self._of_test(logic, goal, nots)
            case KnowledgeTest(input=input, known=known):
                holds = (self.values[input.key].value is not None) == known
                state = State.TRUE if holds != turned else State.FALSE
                return _Part(state, PaceState.ON if holds != turned else PaceState.UNKNOWN)
        return _Part(State.UNKNOWN, PaceState.UNKNOWN)  # goals that ask for verdicts have no course

    @staticmethod
    def _joined(found: list[_Part], all_needed: bool) -> _Part:
        """One part decides if it is behind where ``all_needed``, and if it is on course where one is enough."""
        states = [one.state for one in found]
        state = min(states) if all_needed else max(states)
        standings = [one.standing for one in found]
        one, every = (PaceState.BEHIND, PaceState.ON) if all_needed else (PaceState.ON, PaceState.BEHIND)
        told = one if one in standings else every if set(standings) == {every} else PaceState.UNKNOWN
        if not state.is_so_far:
            return _Part(state, told)
        paces = [part.pace for part in found if part.pace is not None]
        bases = "; ".join(pace.basis for pace in paces if pace.state is told and pace.basis)
        return _Part(state, told, Pace(told, bases, None, bool(paces) and all(pace.ceiling for pace in paces)))

    def _of_test(self, test: Test, goal: GoalInForce, nots: int) -> _Part:
        turned = nots % 2 == 1
        measured = self.values[test.input.key]
        state = test_state(test, measured)
        asked = ~state if turned else state
        if state.is_so_far:
            if self._is_computed_stock(test):
                return _Part(asked, PaceState.UNKNOWN)
            pace = self._course(test, goal, measured, state, nots)
            return _Part(asked, pace.state, pace)
        if asked >= State.TRUE:
            return _Part(asked, PaceState.ON)
        opening = self._from_opening(test, goal) if state is State.FALSE and not turned else None
        if opening is not None:
            return _Part(asked, opening.state, opening)
        has_period = test.input.open_ended and self.totals.has_period(test.input.formula)
        behind = asked <= State.FALSE and has_period and not self._is_computed_stock(test)
        return _Part(asked, PaceState.BEHIND if behind else PaceState.UNKNOWN)

    def _is_computed_stock(self, test: Test) -> bool:
        """Whether what is measured is a stock that is computed: no course is known of it."""
        shown = test.shown.formula
        given = isinstance(shown, Ref) and self.facts.formula_of(shown.code) is None
        return not given and self.totals.nature(shown) is Nature.STOCK

    def _is_held_as_it_is(self, test: Test) -> bool:
        """Whether what is reached does not grow towards the goal: a rate, a mean, a comparison with the year before."""
        shown = test.shown.formula
        return asks_like(test.input.formula, self.facts) or self.totals.nature(shown) is Nature.RATE or is_mean(shown)

    def _course(self, test: Test, goal: GoalInForce, measured: InputValue, state: State, nots: int) -> Pace:
        """The pace of a comparison that holds, or does not, only so far."""
        unknown = Pace(PaceState.UNKNOWN, "", None, False)
        holds = (state.so_far is Truth.TRUE) != (nots % 2 == 1)
        turned = nots % 2 == 1 or (nots > 0 and test.relation is Relation.RANGE)
        if self._is_held_as_it_is(test):
            if holds:
                return Pace(PaceState.ON, self._now(measured), None, test.direction is Direction.DOWN)
            declared = goal.criterion.course
            if declared is None or turned or test.sides is not None:
                return Pace(PaceState.BEHIND, self._now(measured), None, test.direction is Direction.DOWN)
        elif not self.totals.is_of_totals(test):
            return unknown
        one_of_a_range = test.sides is not None and test.relation in (Relation.RANGE, Relation.CORRIDOR)
        has_two_ends = one_of_a_range or (test.allowed.low is not None and test.allowed.high is not None)
        if test.negated or test.threshold is None or (turned and has_two_ends):
            return unknown
        return self._on_course(test, goal, measured, turned) or unknown

    def _on_course(self, test: Test, goal: GoalInForce, measured: InputValue, turned: bool) -> Pace | None:
        """A total, or a rate with a declared course, against what the course asks for."""
        period = measured.period
        split = self.totals.split(test, measured)
        if split is None or period is None or period.end.year < self.facts.facts.year:
            return None
        periods = {self._asked(nature, goal) for nature in split.natures}
        if len(periods) != 1:
            return None
        (asked,) = periods
        low, high = _ends(test)
        if turned:  # a floor that must not be reached is a ceiling
            low, high = high, low
        found: list[tuple[PaceState, Interval, bool]] = []
        open_end = False  # no course leads to one end of a corridor
        for end, ceiling in ((low, False), (high, True)):
            if end is None:
                continue
            required = self._required(test, goal, end, asked, period.end, split, ceiling)
            if required is None:
                open_end = True
                continue
            as_ceiling = ceiling != split.downwards
            found.append((_held(split.totals, required, as_ceiling), required, ceiling))
        if not found:
            return None
        states = [state for state, *_ in found]
        state = (
            PaceState.BEHIND
            if PaceState.BEHIND in states
            else PaceState.ON
            if not open_end and all(one is PaceState.ON for one in states)
            else PaceState.UNKNOWN
        )
        _, required, ceiling = next((one for one in found if one[0] is state), found[0])
        whole = split.moved_back(required)
        told, needed = measured.value, whole
        if test.sides is not None:  # the totals alone
            told, needed, ceiling = split.totals, required, ceiling != split.downwards
        assert told is not None
        unit = test.shown.unit
        shown, asked_for = (
            display.interval(in_unit(one, unit), unit, display.computed_amount) for one in (told, needed)
        )
        expected = f"{_COURSES[goal.criterion.course is not None, ceiling]} {asked_for}"
        exact = None if test.sides is not None and split.downwards else whole.exact
        return Pace(state, f"{period_text(period)} là {shown}; {expected}", exact, ceiling, expected)

    def _now(self, measured: InputValue) -> str:
        return "" if measured.period is None else f"tính theo số {period_text(measured.period)}"

    # ------------------------------------------------------------ the course

    def _asked(self, nature: Nature, goal: GoalInForce) -> Period:
        """The period that is asked for: of what is counted over the years up to the deadline, else the year."""
        year = self.facts.facts.year
        if nature is Nature.CUMULATIVE:
            return Period(date(self.rulebook.resolution.first_year, 1, 1), goal.deadline)
        end = date(year, 12, 31)
        return Period(date(year, 1, 1), min(goal.deadline, end))

    def _required(
        self, test: Test, goal: GoalInForce, end: Fraction, asked: Period, reached: date, split: Split, ceiling: bool
    ) -> Interval | None:
        """What the course asks of the totals at the end of the counted period; None where no course leads to the goal.

        ``end`` is the end of the goal as it is written, a ``ceiling`` or a floor.
        """
        assert asked.start is not None
        course, start, base = goal.criterion.course, asked.start, Fraction(0)
        if course is None and (before := self._milestone_before(test, goal, ceiling)) is not None:
            moved = split.moved(before[1]).exact
            if moved is None:
                return None
            start, base = before[0], moved
        as_ceiling = ceiling != split.downwards
        total = _months(start, asked.end) + 1
        over = _months(start, reached) + 1 if as_ceiling else _months(start, reached + timedelta(days=1))
        if reached >= asked.end:
            over = total
        over = min(over, total)
        target = split.moved(end)
        if total <= 0 or (not self._is_held_as_it_is(test) and target.within(_POSITIVE) is not Truth.TRUE):
            return None
        if course is not None:
            this_year = 12 * (self.facts.facts.year - start.year)  # «6 tháng» are those of the year evaluated
            rows = (
                ((when - start.year + 1) * 12 if course.of_years else this_year + when, value, absolute)
                for when, value, absolute in course.points
            )
            months = course._replace(points=tuple(rows))
            return _of_ends(target, lambda one: _declared(months, one, over, total, as_ceiling))
        if over <= 0:
            return None
        return _of_ends(target, lambda one: base + (one - base) * over / total)

    def _milestone_before(self, test: Test, goal: GoalInForce, ceiling: bool) -> tuple[date, Fraction] | None:
        """The first day after the last milestone and its value, of the same measure that is counted over the years."""
        threshold = goal.threshold
        if threshold is None or threshold.year is None or goal.criterion.yearly:
            return None
        if self.totals.nature(test.shown.formula) is not Nature.CUMULATIVE:
            return None
        earlier = [one for one in goal.wording.thresholds if one.year is not None and one.year < threshold.year]
        for leaf in _wanted(earlier[-1].met) if earlier else ():
            if leaf.sides is None and not leaf.negated and leaf.input.key == test.shown.key:
                end = _ends(leaf)[1 if ceiling else 0]
                if end is not None:
                    last = last_day_counted(self.facts.facts.year, goal.criterion, earlier[-1], self.rulebook)
                    return last + timedelta(days=1), end
        return None

    # ------------------------------------------------------------ stocks

    def _from_opening(self, test: Test, goal: GoalInForce) -> Pace | None:
        """A stock whose value at the end of the year before the period is known: the way made from there to the goal."""
        formula = test.input.formula
        indicator = self.rulebook.indicators.get(formula.code) if isinstance(formula, Ref) else None
        if (
            indicator is None
            or self.facts.formula_of(indicator.code) is not None
            or indicator.nature is not Nature.STOCK
            or test.negated
            or test.relation is Relation.CORRIDOR
        ):
            return None
        opening_year = self.rulebook.resolution.first_year - 1
        opening = exact_in(self.facts, test, opening_year)
        now = self.values[test.input.key]
        exact = now.value.exact if now.value is not None else None
        if opening is None or exact is None or test.threshold is None or test.threshold == opening:
            return None
        if point(opening).within(test.allowed) is not Truth.FALSE:  # already there when the period began
            return None
        stands = now.facts[0].period.end  # those of one value stand at one day
        start = date(opening_year + 1, 1, 1)
        total = _months(start, goal.deadline + timedelta(days=1))
        ended = min(max(_months(start, stands + timedelta(days=1)), 0), total)
        share = Fraction(ended, total) if total > 0 else Fraction(1)
        required = opening + (test.threshold - opening) * share
        unit = test.input.unit
        texts = [display.computed_amount(v / unit.scale, unit) for v in (opening, exact, required)]
        up = test.threshold > opening
        state = PaceState.ON if (exact >= required if up else exact <= required) else PaceState.BEHIND
        expected = f"{_COURSES[False, not up]} {texts[2]}"
        basis = f"từ {texts[0]} cuối năm {opening_year} đến {texts[1]}; {expected}"
        return Pace(state, basis, required, not up, expected)


def test_state(test: Test, measured: InputValue) -> State:
    """The state of a comparison by both readings of its value."""
    if measured.value is None:
        return State.UNKNOWN
    final = state_of((measured.in_the_end or measured.value).within(test.allowed))
    state = final
    if final is State.UNKNOWN and measured.unfinished and not measured.ended:
        state = State(int(measured.value.within(test.allowed)))
    return ~state if test.negated else state


def _held(value: Interval, required: Interval, ceiling: bool) -> PaceState:
    """On course if all of the value is; equality is on course."""
    allowed = Interval(None, Fraction(0)) if ceiling else Interval(Fraction(0), None)
    return {Truth.TRUE: PaceState.ON, Truth.FALSE: PaceState.BEHIND, Truth.UNKNOWN: PaceState.UNKNOWN}[
        (value - required).within(allowed)
    ]


def _of_ends(goal: Interval, course: Callable[[Fraction], Fraction]) -> Interval:
    """What a course, which is even in its goal, asks for where the goal is not exact."""
    low, high = (None if end is None else course(end) for end in (goal.low, goal.high))
    if low is not None and low == high:
        return point(low)
    if low is not None and high is not None and low > high:
        return Interval(high, low, goal.high_open, goal.low_open)
    return Interval(low, high, goal.low_open, goal.high_open)


def _ends(test: Test) -> tuple[Fraction | None, Fraction | None]:
    """The floor and the ceiling of a goal; what is to equal a number is reached from one side."""
    low, high = test.allowed.low, test.allowed.high
    if test.relation is Relation.EQUAL:
        return (None, high) if test.direction is Direction.DOWN else (low, None)
    return low, high


def _wanted(logic: Logic) -> Iterator[Test]:
    """The comparisons that are to hold, outside of «không phải»."""
    if isinstance(logic, AllOf | AnyOf):
        for part in logic.parts:
            yield from _wanted(part)
    elif isinstance(logic, Test):
        yield logic


def _declared(course: Course, goal: Fraction, months: int, total: int, ceiling: bool) -> Fraction:
    """The value of a declared course after so many months: even between its points, and from the last one to the goal.

    The points are by the months of what is asked.
    """
    at = [(0, Fraction(0))]
    at += ((month, value if absolute else value * goal) for month, value, absolute in course.points)
    if at[-1][0] < total:
        at.append((total, goal))
    leeway = course.leeway if course.leeway_absolute else course.leeway * goal
    last = at[0]
    for point_ in at[1:]:
        if months <= point_[0]:
            share = Fraction(months - last[0], point_[0] - last[0]) if point_[0] > last[0] else Fraction(1)
            value = last[1] + (point_[1] - last[1]) * share
            return value + leeway if ceiling else value - leeway
        last = point_
    return last[1] + leeway if ceiling else last[1] - leeway


def _months(start: date, until: date) -> int:
    return (until.year - start.year) * 12 + until.month - start.month
