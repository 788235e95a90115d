"""«Tiến độ»: whether what is reached so far keeps up with an even or a declared course to the goal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tests.reference.facts import ONE_DAY
from tests.reference.model import (
    All,
    Any,
    Arithmetic,
    Call,
    Code,
    Compare,
    Condition,
    Criterion,
    Formula,
    Minus,
    Not,
    Number,
    span_of,
)
from tests.reference.readings import LIKE_CALLS, OTHER_YEARS, Ask, Choice
from tests.reference.values import (
    ALLOWED,
    Possible,
    Truth,
    added,
    divided,
    exactly,
    lies_in,
    multiplied,
    opposite,
    single,
)

if TYPE_CHECKING:
    from tests.reference.states import Case, Role

ON, BEHIND, OPEN = "on", "behind", "unknown"


class _Linear(NamedTuple):
    """The running totals of a formula, each with its factor, and all the rest of it."""

    totals: tuple[tuple[Possible, str, Possible], ...]
    rest: Possible


class _Start(NamedTuple):
    """Where an even course begins: the day after which months count, and the value it starts from."""

    day: date
    value: Fraction


class Pace:
    def __init__(self, case: Case, criterion: Criterion) -> None:
        self.case = case
        self.criterion = criterion
        self.readings = case.readings
        self.ask: Ask = case.ask(criterion)

    def of_criterion(self) -> str | None:
        goal = self.case.goal(self.criterion)
        assert goal is not None
        state = self._state(goal, 0)
        if isinstance(goal, Compare) and self._given_stock(goal):
            return OPEN if abs(state) == 1 else self._from_opening(goal) if state == -2 else None
        if self.case.asks_verdicts(self.criterion):
            return OPEN if abs(state) == 1 else None
        if abs(state) != 1 or (isinstance(goal, Compare) and self._computed_stock(goal)):
            return None
        return self._of(goal, 0)

    # ------------------------------------------------------------ conditions

    def _state(self, condition: Condition, nots: int) -> int:
        return self.case.part("", condition, self._role(nots)).state

    def _role(self, nots: int) -> Role:
        from tests.reference.states import Role

        return Role(self.criterion, goal=True, membership=nots > 0)

    def of_part(self, condition: Condition) -> str:
        """How a condition that is to hold counts where others ask for it."""
        return self._of(condition, 0)

    def _of(self, condition: Condition, nots: int) -> str:
        """The pace of a part inside so many «không phải»: of an odd number of its opposite."""
        inside_not = nots % 2 == 1
        match condition:
            case Not(part):
                return self._of(part, nots + 1)
            case All(parts) | Any(parts):
                paces = {self._of(part, nots) for part in parts}
                decisive, other = (BEHIND, ON) if isinstance(condition, All) != inside_not else (ON, BEHIND)
                return decisive if decisive in paces else other if paces == {other} else OPEN
        state = self._state(condition, nots) * (-1 if inside_not else 1)
        if state == 2:
            return ON
        if isinstance(condition, Compare):
            if self._given_stock(condition) and abs(state) == 1:
                return OPEN
            if self._given_stock(condition) and state == -2 and not inside_not:
                opening = self._from_opening(condition)
                if opening is not None:
                    return opening
            if self._computed_stock(condition):
                return OPEN
        if state == -2:
            return BEHIND if isinstance(condition, Compare) and self._has_period(condition) else OPEN
        if state == 0 or not isinstance(condition, Compare):
            return OPEN
        if condition.relation == "range" and nots:  # whatever it must do, no course leads there
            inside_not = True
        return self._unfinished(condition, inside_not, holds=state > 0)

    def _has_period(self, test: Compare) -> bool:
        """Whether some value of the comparison may be one of a part of its period."""
        formulas = (self._subject(test), *test.bounds)
        codes = {code for formula in formulas for _, (code, _) in self.readings.operands(formula, self.ask)}
        natures = {self.readings.indicators[code].nature for code in codes}
        return self.criterion.mean or bool(natures & {"flow", "running", "rate"})

    def _subject(self, test: Compare) -> Formula:
        return test.subject or Code(self.criterion.measured_by or "")

    def _label(self, formula: Formula) -> str:
        return self.readings.label(formula, self.ask)

    def _given_stock(self, test: Compare) -> bool:
        subject = self._subject(test)
        return (
            not self.criterion.mean
            and isinstance(subject, Code)
            and self.readings.computed(subject.name, self.ask) is None
            and self._label(subject) == "stock"
        )

    def _computed_stock(self, test: Compare) -> bool:
        return not self.criterion.mean and self._label(self._subject(test)) == "stock" and not self._given_stock(test)

    # ------------------------------------------------------------ what is not finished

    def _unfinished(self, test: Compare, inside_not: bool, holds: bool) -> str:
        subject = self._subject(test)
        choice = self.readings.choose((subject, *test.bounds), self.ask)
        formulas = (subject, *test.bounds)
        labels = [self._label(formula) for formula in formulas]
        if self.criterion.mean or labels[0] == "rate" or any(self._has_like_call(formula) for formula in formulas):
            declared = holds or self._declared_holds(test, inside_not, choice)
            return OPEN if declared is None else ON if declared else BEHIND
        if "total" not in labels:
            return OPEN
        if test.relation == "different" or (inside_not and test.relation in ("range", "corridor", "equal")):
            return OPEN
        if test.relation == "corridor":
            paces = {self._towards(test, 0, False, choice), self._towards(test, -1, True, choice)}
            return BEHIND if BEHIND in paces else ON if paces == {ON} else OPEN
        ceiling = self._ceiling(test)
        bound = -1 if test.relation == "range" and ceiling else 0
        return self._towards(test, bound, ceiling != inside_not, choice)

    def _ceiling(self, test: Compare) -> bool:
        """Whether the goal is reached from above."""
        if test.relation in ("at_most", "below"):
            return True
        if test.relation in ("at_least", "above"):
            return False
        return self.case.falls(test, self._role(0))

    def _has_like_call(self, formula: Formula) -> bool:
        match formula:
            case Code(name):
                inner = self.readings.computed(name, self.ask)
                return inner is not None and self._has_like_call(inner)
            case Minus(of):
                return self._has_like_call(of)
            case Arithmetic(_, left, right):
                return self._has_like_call(left) or self._has_like_call(right)
            case Call(function, arguments):
                if function in OTHER_YEARS:
                    return False
                return function in LIKE_CALLS or any(map(self._has_like_call, arguments))
        return False

    def _towards(self, test: Compare, bound: int, ceiling: bool, choice: Choice) -> str:
        """A running total against its course to one bound of the goal."""
        left, right = self._linear(self._subject(test), choice), self._linear(test.bounds[bound], choice)
        if left is None or right is None or (left.totals and right.totals):
            return OPEN
        before = None if self.criterion.course else self._last_milestone(test, ceiling)
        start_value = exactly(0) if before is None else added(exactly(before.value), opposite(left.rest))
        turned = not left.totals
        totals = left.totals or right.totals
        goal = added(left.rest, opposite(right.rest)) if turned else added(right.rest, opposite(left.rest))
        ceiling = ceiling != turned
        if all(factor.high[0] < 0 for factor, _, _ in totals):
            totals = tuple((opposite(factor), code, value) for factor, code, value in totals)
            goal, ceiling, start_value = opposite(goal), not ceiling, opposite(start_value)
        value = exactly(0)
        for factor, _, amount in totals:
            value = added(value, multiplied(factor, amount))
        spans = {(self._asked_start(code), self.readings.asked_end(code, self.ask)) for _, code, _ in totals}
        if len(spans) != 1 or not lies_in(goal, ALLOWED[">"](Fraction(0))) or not choice.ends:
            return OPEN
        (start, end), *_ = spans
        until = min(total.end for total in choice.ends.values())
        started = single(start_value)
        if started is None:
            return OPEN
        begin = _Start(start if before is None else before.day, Fraction(0) if before is None else started)
        required = self._required(test, goal, begin, end, until, ceiling)
        if required is None:
            return OPEN
        agrees = lies_in(added(value, opposite(required)), ALLOWED["<=" if ceiling else ">="](Fraction(0)))
        return OPEN if agrees is None else ON if agrees else BEHIND

    def _asked_start(self, code: str) -> date:
        running = self.readings.indicators[code].nature == "running" or self.ask.cumulative
        return date(self.case.rulebook.first_year if running else self.ask.year, 1, 1)

    def _linear(self, formula: Formula, choice: Choice) -> _Linear | None:
        """None where it is no sum of running totals, plans, numbers and what is final."""
        match formula:
            case Code(name):
                inner = self.readings.computed(name, self.ask)
                if inner is not None:
                    return self._linear(inner, choice)
                if self._label(formula) == "total":
                    value = self.readings.read(formula, choice).so_far
                    return None if value is None else _Linear(((exactly(1), name, value),), exactly(0))
            case Minus(of):
                return _scaled(self._linear(of, choice), exactly(-1))
            case Arithmetic("+" | "-" as sign, left, right):
                second = self._linear(right, choice)
                return _sum(self._linear(left, choice), second if sign == "+" else _scaled(second, exactly(-1)))
            case Arithmetic("*", left, right) if self._label(formula) == "total":
                if self._label(left) == "total":
                    return _scaled(self._linear(left, choice), self.readings.read(right, choice).so_far)
                return _scaled(self._linear(right, choice), self.readings.read(left, choice).so_far)
            case Arithmetic("/", left, right) | Call("tỷ_lệ", (left, right)) if self._label(formula) == "total":
                divisor = self.readings.read(right, choice).so_far
                factor = None if divisor is None else divided(exactly(1), divisor)
                if factor is not None and isinstance(formula, Call):
                    factor = multiplied(factor, exactly(100))
                return _scaled(self._linear(left, choice), factor)
            case Call("tổng" | "bình_quân" as function, arguments):
                found: _Linear | None = _Linear((), exactly(0))
                for argument in arguments:
                    found = _sum(found, self._linear(argument, choice))
                return found if function == "tổng" else _scaled(found, exactly(Fraction(1, len(arguments))))
            case Call("thực_hiện" | "ước" | "giá_trị", (Code(name), *_)) if self._label(formula) == "total":
                value = self.readings.read(formula, choice).so_far
                return None if value is None else _Linear(((exactly(1), name, value),), exactly(0))
        if self._label(formula) in ("total", "rate"):
            return None
        value = self.readings.read(formula, choice).so_far
        return None if value is None else _Linear((), value)

    # ------------------------------------------------------------ courses

    def _required(
        self, test: Compare, goal: Possible, start: _Start, end: date, until: date, ceiling: bool
    ) -> Possible | None:
        """What the course asks for at ``until``; None where no month tells."""
        months = _months(start.day, end)
        passed = _begun(start.day, end, until) if ceiling else _ended(start.day, end, until)
        if passed == 0 and not ceiling:
            return None
        if not self.criterion.course:
            way = added(goal, exactly(-start.value))
            return added(exactly(start.value), multiplied(way, exactly(Fraction(min(passed, months), months))))
        return self._declared(test, goal, start.day, months, passed, ceiling)

    def _declared(
        self, test: Compare, goal: Possible, start: date, months: int, passed: int, ceiling: bool
    ) -> Possible:
        """By the rows of «tiến độ»: even between them, from 0 before the first, to the goal after the last."""
        in_percent = self._goal_in_percent(test)
        points: list[tuple[int, Possible]] = [(0, exactly(0))]
        for row in self.criterion.course:
            share = row.share and not in_percent
            value = multiplied(goal, exactly(row.value / 100)) if share else exactly(row.value)
            points.append((_months(start, self._row_ends(row.until)), value))
        points.append((months, goal))
        points = sorted({month: value for month, value in reversed(points) if month <= months}.items())
        allowance = self.criterion.allowance
        less = exactly(allowance) if in_percent else multiplied(goal, exactly(allowance / 100))
        for (first, low), (last, high) in pairwise(points):
            if first <= passed <= last:
                share_of_way = exactly(Fraction(passed - first, last - first))
                required = added(low, multiplied(added(high, opposite(low)), share_of_way))
                return added(required, less if ceiling else opposite(less))
        return added(goal, less if ceiling else opposite(less))

    def _row_ends(self, until: str | int) -> date:
        return date(until, 12, 31) if isinstance(until, int) else span_of(until, self.ask.year).end

    def _goal_in_percent(self, test: Compare) -> bool:
        subject = self._subject(test)
        if any(isinstance(bound, Number) and "%" in bound.text for bound in test.bounds):
            return True
        if isinstance(subject, Code):
            return self.readings.indicators[subject.name].kind == "rate"
        return isinstance(subject, Call) and subject.function in ("tỷ_lệ", "tăng_trưởng", "so_cùng_kỳ")

    def _declared_holds(self, test: Compare, inside_not: bool, choice: Choice) -> Truth:
        """Of a rate: whether the declared value holds so far; None where a part of an interval keeps up."""
        if not self.criterion.course or self.criterion.mean or not choice.ends or test.relation == "different":
            return False
        ceiling = self._ceiling(test)
        bound = test.bounds[-1 if test.relation == "range" and ceiling else 0]
        value = self.readings.read(self._subject(test), choice).so_far
        goal = self.readings.read(bound, choice).so_far
        if value is None or goal is None or inside_not or test.relation == "corridor":
            return False
        start, end = date(self.ask.year, 1, 1), date(self.ask.year, 12, 31)
        until = min(total.end for total in choice.ends.values())
        passed = _begun(start, end, until) if ceiling else _ended(start, end, until)
        required = self._declared(test, goal, start, _months(start, end), passed, ceiling)
        return lies_in(added(value, opposite(required)), ALLOWED["<=" if ceiling else ">="](Fraction(0)))

    def _last_milestone(self, test: Compare, ceiling: bool) -> _Start | None:
        """The milestone before the one in force, of the same measure: there the course to the next one begins."""
        subject = self._subject(test)
        nature = "running" if self._is_running(subject) else "other"
        if self.criterion.yearly or (nature != "running" and not self.ask.cumulative):
            return None
        milestone = self.case.milestone(self.criterion)
        goals = self.case.in_force(self.criterion)
        earlier = [year for year in goals if year is not None and milestone is not None and year < milestone]
        if not earlier:
            return None
        last = max(earlier)
        for leaf in _asked_for(goals[last]):
            if not isinstance(leaf, Compare) or leaf.relation == "different" or self._subject(leaf) != subject:
                continue
            if leaf.relation == "corridor" or self._ceiling(leaf) == ceiling:
                bound = leaf.bounds[-1 if ceiling and leaf.relation in ("range", "corridor") else 0]
                if isinstance(bound, Number):
                    return _Start(self.case.deadline_of(self.criterion, last) + ONE_DAY, bound.value)
        return None

    def _is_running(self, formula: Formula) -> bool:
        found = [self.readings.indicators[code].nature for _, (code, _) in self.readings.operands(formula, self.ask)]
        return "running" in found

    # ------------------------------------------------------------ a stock on its way from its opening value

    def _from_opening(self, test: Compare) -> str | None:
        """From the value at the end of the year before the period, even by whole months to the deadline."""
        before = self.case.rulebook.first_year - 1
        subject = self._subject(test)
        assert isinstance(subject, Code)
        falls = self._ceiling(test)
        limit = test.bounds[-1 if falls else 0]
        if test.relation in ("different", "corridor") or not isinstance(limit, Number):
            return None
        final = self.case.facts.final(subject.name, before)
        opening = None if final is None else single(final.value)
        choice = self.readings.choose((subject,), self.ask)
        counting = next(iter(choice.stocks.values()), None)
        value = None if counting is None else single(counting.value)
        if opening is None or value is None or counting is None or opening == limit.value:
            return None
        if self._opening_holds(test, opening):
            return None
        end = self.case.deadline(self.criterion)
        share = _share_of_whole_months(date(before + 1, 1, 1), end, counting.end)
        return BEHIND if (value - opening) / (limit.value - opening) < share else ON

    def _opening_holds(self, test: Compare, opening: Fraction) -> bool:
        from tests.reference.states import Role

        bounds = [bound.value for bound in test.bounds if isinstance(bound, Number)]
        role = Role(self.criterion, goal=True, membership=False)
        return self.case.holds(test, [exactly(opening - bound) for bound in bounds], role) is True


def _asked_for(condition: Condition) -> Iterator[Condition]:
    """The leaves that are to hold: those outside of «không phải»."""
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _asked_for(part)
        case Not():
            return
        case _:
            yield condition


def _scaled(linear: _Linear | None, factor: Possible | None) -> _Linear | None:
    if linear is None or factor is None:
        return None
    totals = tuple((multiplied(by, factor), code, value) for by, code, value in linear.totals)
    return _Linear(totals, multiplied(linear.rest, factor))


def _sum(a: _Linear | None, b: _Linear | None) -> _Linear | None:
    return None if a is None or b is None else _Linear(a.totals + b.totals, added(a.rest, b.rest))


# ---------------------------------------------------------------- months


def _months(start: date, end: date) -> int:
    """How many months the period has; one that is begun counts whole."""
    return (end.year - start.year) * 12 + end.month - start.month + 1


def _begun(start: date, end: date, until: date) -> int:
    return 0 if until < start else _months(start, min(until, end))


def _ended(start: date, end: date, until: date) -> int:
    """The months that are over at the end of ``until``; at the end of the period all."""
    if until >= end:
        return _months(start, end)
    return 0 if until < start else _months(start, until) - (0 if (until + ONE_DAY).day == 1 else 1)


def _share_of_whole_months(start: date, end: date, day: date) -> Fraction:
    """The share of the months that lie in the period which are over at the end of ``day``; all, if there are none."""
    firsts = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in range(1, 13)]
    ends = [_last(first) for first in firsts if first >= start and _last(first) <= end]
    return Fraction(sum(last <= day for last in ends), len(ends)) if ends else Fraction(1)


def _last(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)
