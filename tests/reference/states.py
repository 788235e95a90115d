"""The five ordered states of conditions, verdicts and findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from tests.reference.facts import Facts, Total, bounded, possible
from tests.reference.model import (
    All,
    Any,
    Arithmetic,
    AsStated,
    Call,
    Code,
    Compare,
    Condition,
    Criterion,
    DoneBy,
    Finding,
    Formula,
    HasData,
    HasFinding,
    IsOneOf,
    Leaf,
    Not,
    Number,
    Reconciliation,
    Rulebook,
    Standing,
    Years,
    leaves,
)
from tests.reference.pace import BEHIND, ON, OPEN, Pace
from tests.reference.readings import Ask, Choice, Frame, Key, Reading, Readings
from tests.reference.values import (
    ALLOWED,
    EVERYTHING,
    NO_LOW,
    Possible,
    Truth,
    added,
    every,
    exactly,
    from_low,
    lies_in,
    multiplied,
    negation,
    one_of,
    some,
)

FALSE, FALSE_SO_FAR, UNKNOWN, TRUE_SO_FAR, TRUE = -2, -1, 0, 1, 2
UNMET = ("not_met", "failed")


class Verdict(NamedTuple):
    """``status``: failed, not_met, undetermined, period_open («chưa hết kỳ»), met, exceeded, not_applicable.

    ``reason``: of undetermined missing, no_like_period, period_ended or interval; of period_open that word.
    ``pace``: on, behind or unknown, else None. ``state``: of «đạt khi», from -2 (false) to 2 (true).
    """

    status: str
    perhaps_exceeded: bool = False
    reason: str | None = None
    pace: str | None = None
    state: int | None = None


class Outcome(NamedTuple):
    """What an evaluation must say."""

    criteria: dict[str, Verdict]
    targets: dict[str, str]
    present: frozenset[str]
    undetermined: frozenset[str]
    reconciled: dict[str, str]
    target_paces: dict[str, str | None]


class Part(NamedTuple):
    """``name`` says whose condition it is; of a part of a condition its path: «when HC-1.2.1»."""

    name: str
    condition: Condition
    truth: Truth
    parts: tuple[Part, ...]
    state: int = UNKNOWN
    reason: str | None = None
    unfinished: bool = False


class Role(NamedTuple):
    """How a condition is read: a goal in both readings, «áp dụng khi» finally, everything else so far."""

    criterion: Criterion | None = None
    goal: bool = False
    applies: bool = False
    membership: bool = True
    tolerance: Number | None = None


class Case:
    def __init__(self, rulebook: Rulebook, years: Years, year: int, period: str | None = None) -> None:
        self.rulebook = rulebook
        self.year = year
        self.facts = Facts(rulebook, years, year, period)
        self.readings = Readings(rulebook, self.facts)
        self.as_of = self.facts.as_of
        self.indicators = self.facts.indicators
        self.targets = {target.id: target for target in rulebook.targets}
        self.criteria = {criterion.id: criterion for target in rulebook.targets for criterion in target.criteria}
        self.findings = {finding.id: finding for finding in rulebook.findings}
        for name in ("criterion", "target", "finding", "pace"):
            setattr(self, name, cache(getattr(self, name)))

    # ------------------------------------------------------------ conditions

    def ask(self, criterion: Criterion | None) -> Ask:
        """What period is asked for a criterion; without one no deadline counts."""
        if criterion is None:
            return Ask(self.year)
        deadline = self.deadline(criterion)
        if isinstance(self.goal(criterion), DoneBy):
            deadline = self._usual_deadline(criterion)  # the day of a date goal chooses no facts
        if not self.in_period:
            return Ask(self.year)
        return Ask(min(self.year, deadline.year), deadline, criterion.yearly, criterion.cumulative)

    @property
    def in_period(self) -> bool:
        return self.rulebook.first_year <= self.year <= self.rulebook.last_year

    def part(self, name: str, condition: Condition, role: Role) -> Part:
        """``condition`` with its state and that of its parts."""
        match condition:
            case All(inner) | Any(inner):
                parts = tuple(self.part(f"{name}.{n}", part, role) for n, part in enumerate(inner, 1))
                states = [part.state for part in parts]
                state = min(states) if isinstance(condition, All) else max(states)
            case Not(part):
                parts = (self.part(f"{name}.1", part, role._replace(membership=True)),)
                state = -parts[0].state
            case _:
                state, reason, unfinished = self._leaf(condition, role)
                return Part(name, condition, _truth(state), (), state, reason, unfinished)
        return Part(name, condition, _truth(state), parts, state)

    def _leaf(self, leaf: Leaf, role: Role) -> tuple[int, str | None, bool]:
        ask = self.ask(role.criterion)
        if role.applies and (not isinstance(leaf, Compare) or leaf.subject is not None):
            ask = ask._replace(cumulative=False)
        match leaf:
            case Compare():
                return self._comparison(leaf, role, ask)
            case AsStated(stated, code):
                value = self.readings.formula(stated, ask).so_far
                claims = [claim for claim in self.facts.file.claims if claim.code == code]
                return _known(None if value is None or not claims else lies_in(value, claims[0].agreeing))
            case IsOneOf(subject, ranks):
                return self._simple(self._subject(subject, role), ask, role, lambda value: one_of(value, ranks))
            case DoneBy(subject, day, included):
                ask = ask._replace(year=self.year)  # a day stands once for all
                allowed = ALLOWED["<=" if included else "<"](Fraction(day.toordinal()))
                return self._simple(self._subject(subject, role), ask, role, lambda value: lies_in(value, allowed))
            case Standing(what, id, standing):
                truth = self._standing(what, id, standing)
                return _known(truth, self._reason_of(what, id))
            case HasFinding(_, id, present):
                return _known(self.finding(id) if present else negation(self.finding(id)))
            case HasData(code, known):
                ask = ask._replace(cumulative=False)  # of nothing a sum is no data
                if self.indicators[code].kind == "date":
                    ask = ask._replace(year=self.year)
                return _known((self.readings.formula(Code(code), ask).so_far is not None) == known)
        raise AssertionError(leaf)

    @staticmethod
    def _subject(subject: Formula | None, role: Role) -> Formula:
        if subject is not None:
            return subject
        assert role.criterion is not None and role.criterion.measured_by is not None
        return Code(role.criterion.measured_by)

    def _simple(self, subject, ask: Ask, role: Role, holds) -> tuple[int, str | None, bool]:  # type: ignore[no-untyped-def]
        reading = self.readings.formula(subject, ask)
        so_far = None if reading.so_far is None else holds(reading.so_far)
        final = None if reading.final is None else holds(reading.final)
        return _state(so_far, final, reading, role)

    def _comparison(self, test: Compare, role: Role, ask: Ask) -> tuple[int, str | None, bool]:
        subject = self._subject(test.subject, role)
        if role.goal and role.criterion is not None and role.criterion.mean:
            return self._mean(test, subject, role, ask)
        reading, differences = self.differences(test, subject, ask)
        so_far = self.holds(test, [d.so_far for d in differences], role)
        final = self.holds(test, [d.final for d in differences], role)
        return _state(so_far, final, reading, role)

    def differences(self, test: Compare, subject: Formula, ask: Ask) -> tuple[Reading, list[Reading]]:
        """The comparison as a whole, and for each bound the difference to it, all on one period."""
        choice = self.readings.choose((subject, *test.bounds), ask)
        if choice.reason is not None:
            nothing = Reading(None, None, choice.reason)
            return nothing, [nothing] * len(test.bounds)
        found = [self._difference(subject, bound, choice) for bound in test.bounds]
        unknown = next((reading for reading in found if reading.so_far is None), None)
        if unknown is not None:  # a range is one comparison: unknown where a bound is
            found = [unknown] * len(found)
        known = found[0]
        return known._replace(unfinished=any(r.unfinished for r in found)), found

    def _difference(self, subject: Formula, bound: Formula, choice: Choice) -> Reading:
        if not isinstance(bound, Number):
            return self.readings.read(_minus(subject, bound), choice)
        reading, less = self.readings.read(subject, choice), exactly(-bound.value)
        return reading._replace(
            so_far=None if reading.so_far is None else added(reading.so_far, less),
            final=None if reading.final is None else added(reading.final, less),
        )

    def holds(self, test: Compare, differences: list[Possible | None], role: Role) -> Truth:
        """Whether the comparison holds, by the differences to its bounds."""
        first, last = differences[0], differences[-1]
        falls = self.falls(test, role)
        open_first, open_last = test.open_ends
        from_first, to_last = ">" if open_first else ">=", "<" if open_last else "<="
        if role.tolerance is not None and test.relation == "equal":
            width = role.tolerance.value
            return None if first is None else lies_in(first, Possible((-width, 0), (width, 0)))
        match test.relation:
            case "different":
                return negation(_against_0(first, "="))
            case "point":
                return _against_0(first, "<=" if falls else ">=")
            case "range" if role.goal and not role.membership:
                return _against_0(last, to_last) if falls else _against_0(first, from_first)
            case "range" | "corridor":
                return self._inside(test, first, last, from_first, to_last)
        return _against_0(first, _SIGNS[test.relation])

    @staticmethod
    def _inside(test: Compare, first: Possible | None, last: Possible | None, low: str, high: str) -> Truth:
        """One atom where both ends are numbers."""
        low_bound, high_bound = test.bounds[0], test.bounds[-1]
        if first is not None and isinstance(low_bound, Number) and isinstance(high_bound, Number):
            width = high_bound.value - low_bound.value
            return lies_in(first, Possible(ALLOWED[low](Fraction(0)).low, ALLOWED[high](width).high))
        return every((_against_0(first, low), _against_0(last, high)))

    def falls(self, test: Compare, role: Role) -> bool:
        """Whether less is better: by the wording, by «chiều tốt» of the criterion whose goal it is, or because it is 0."""
        good = role.criterion.good if role.goal and role.criterion is not None else None
        if test.falls or test.rises or good is not None:
            return test.falls or (good == "giảm" and not test.rises)
        bound = test.bounds[0]
        at_end = test.relation in ("point", "range", "equal") and isinstance(bound, Number) and bound.value == 0
        return at_end and self._never_below_0(self._subject(test.subject, role), ())

    def _never_below_0(self, formula: Formula, through: tuple[str, ...]) -> bool:
        match formula:
            case Number(value):
                return value >= 0
            case Code(name) if name in self.indicators and name not in through:
                indicator = self.indicators[name]
                if indicator.formula is None:
                    return not indicator.is_growth and possible(indicator).low[0] >= 0
                return self._never_below_0(indicator.formula, (*through, name))
            case Arithmetic("+" | "*" | "/", left, right):
                return self._never_below_0(left, through) and self._never_below_0(right, through)
            case Call(function, arguments) if function in _NOT_BELOW_0:
                return all(self._never_below_0(argument, through) for argument in arguments)
        return False

    # ------------------------------------------------------------ bình quân giai đoạn

    def _mean(self, test: Compare, subject: Formula, role: Role, ask: Ask) -> tuple[int, str | None, bool]:
        """The mean of the yearly values, of growth the geometric one, against numbers."""
        years = range(self.rulebook.first_year, self.year + 1)
        now = self.readings.formula(subject, Ask(self.year))
        values = [self._of_year(subject, year) for year in years[:-1]] + [now.so_far]
        ended = date(self.rulebook.last_year, 12, 31) <= self.facts.as_of_in_year
        unfinished = self.year < self.rulebook.last_year or now.unfinished
        if None in values:
            why = [
                self.readings.reason_of_year(subject, y) for y, v in zip(years, values[:-1], strict=False) if v is None
            ]
            why += [now.reason] if now.so_far is None else []
            reason = next(one for one in REASONS if one in why)
            return _state(None, None, Reading(None, None, reason), role)
        known = [value for value in values if value is not None]
        bounds = [bound.value for bound in test.bounds if isinstance(bound, Number)]
        so_far = self.holds(test, [self._mean_less(known, bound, subject) for bound in bounds], role)
        final = so_far
        if unfinished:
            ends = possible(self.indicators[subject.name]) if isinstance(subject, Code) else EVERYTHING
            if isinstance(subject, Code) and self.indicators[subject.name].formula is not None:
                ends = bounded(self.indicators[subject.name], EVERYTHING)
            final = self.holds(test, [added(ends, exactly(-bound)) for bound in bounds], role)
            if final is not None and final != so_far:
                final = None
        reading = Reading(known[-1], known[-1], "interval", unfinished, ended and unfinished)
        return _state(so_far, final, reading, role)

    def _of_year(self, subject: Formula, year: int) -> Possible | None:
        """The final value of an earlier year."""
        return self.readings.of_year(subject, year)

    def _mean_less(self, values: list[Possible], bound: Fraction, subject: Formula) -> Possible | None:
        """Something with the sign of the mean less ``bound``."""
        number = len(values)
        if not self._is_growth(subject):
            total = exactly(0)
            for value in values:
                total = added(total, value)
            return added(multiplied(total, exactly(Fraction(1, number))), exactly(-bound))
        product = exactly(1)
        for value in values:
            factor = added(exactly(1), multiplied(value, exactly(Fraction(1, 100))))
            if factor.low[0] < 0:
                return None
            product = multiplied(product, factor)
        limit = 1 + bound / 100
        return added(product, exactly(-(limit**number if limit >= 0 else limit)))

    def _is_growth(self, subject: Formula) -> bool:
        if not isinstance(subject, Code):
            return isinstance(subject, Call) and subject.function == "tăng_trưởng"
        indicator = self.indicators[subject.name]
        formula = indicator.formula
        return indicator.is_growth or (isinstance(formula, Call) and formula.function == "tăng_trưởng")

    # ------------------------------------------------------------ vượt

    def beyond(self, criterion: Criterion, goal: Condition) -> Part:
        """«vượt»: as «vượt khi» says, else beyond a point or range, and «tất cả» if every part is."""
        if criterion.exceeded is not None:
            return self.part("", criterion.exceeded, Role(criterion, goal=True, membership=False))
        return self._derived(criterion, goal)

    def _derived(self, criterion: Criterion, goal: Condition) -> Part:
        role = Role(criterion, goal=True, membership=False)
        never = Part("", goal, False, (), FALSE)
        match goal:
            case All(inner):
                parts = tuple(self._derived(criterion, part) for part in inner)
                state = min(part.state for part in parts)
                return Part("", goal, _truth(state), parts, state)
            case IsOneOf(subject, _, wording, beyond):
                return self.part("", IsOneOf(subject, beyond, wording), role) if beyond else never
            case Compare(relation=relation) if self.rulebook.beyond != "không":
                every_level = self.rulebook.beyond == "mọi ngưỡng"
                falls = self.falls(goal, role)
                if relation in ("at_least", "above") and every_level:
                    return self.part("", _beyond(goal, "above", 0), role)
                if relation in ("at_most", "below") and every_level:
                    return self.part("", _beyond(goal, "below", 0), role)
                if relation in ("point", "range"):
                    if falls:
                        return self.part("", _beyond(goal, "at_most" if goal.open_ends[0] else "below", 0), role)
                    return self.part("", _beyond(goal, "at_least" if goal.open_ends[1] else "above", -1), role)
        return never

    # ------------------------------------------------------------ standings

    def _standing(self, what: str, id: str, standing: str) -> Truth:
        if standing in ("chậm tiến độ", "đảm bảo tiến độ"):
            behind = standing == "chậm tiến độ"
            if what == "chỉ tiêu":
                return self.target_pace(id)[0 if behind else 1]
            return self._pace_atom(self.criteria[id], behind)
        verdict = self.criterion(id) if what == "nội dung" else self.target(id)
        if standing in _ALWAYS_KNOWN:
            return verdict.status == _ALWAYS_KNOWN[standing]
        if verdict.status in ("undetermined", "not_applicable", "period_open"):
            return None
        if standing == "vượt" and verdict.perhaps_exceeded:
            return None
        return verdict.status in _COVERS[standing]

    def _reason_of(self, what: str, id: str) -> str:
        verdict = self.criterion(id) if what == "nội dung" else self.target(id)
        if verdict.status == "not_applicable":
            return "missing"
        return verdict.reason if verdict.status == "undetermined" and verdict.reason else "interval"

    def _pace_atom(self, criterion: Criterion, behind: bool) -> Truth:
        if self.criterion(criterion.id).status == "not_applicable" or self._perhaps_applies(criterion):
            return None
        if self.passed(criterion):
            return False
        counts = self.counts_as(criterion)
        return None if counts == OPEN else (counts == BEHIND) == behind

    def counts_as(self, criterion: Criterion) -> str:
        """How a criterion counts before its deadline: by its parts, of which one that is false for good may be behind."""
        goal, verdict = self.goal(criterion), self.criterion(criterion.id)
        if goal is None or verdict.status == "undetermined" or self.asks_verdicts(criterion):
            return OPEN
        return Pace(self, criterion).of_part(goal)

    def _perhaps_applies(self, criterion: Criterion) -> bool:
        applies = self._applies(criterion)
        return applies is not None and applies.truth is None

    def asks_verdicts(self, criterion: Criterion) -> bool:
        """Whether the goal asks for verdicts or findings: then no course leads to it."""
        goal = self.goal(criterion)
        return goal is not None and any(isinstance(leaf, Standing | HasFinding) for leaf in leaves(goal))

    # ------------------------------------------------------------ verdicts

    def criterion(self, id: str) -> Verdict:
        criterion = self.criteria[id]
        goal = self.goal(criterion)
        if goal is None or not self.is_judged(criterion):
            return Verdict("not_applicable")
        applies = self._applies(criterion)
        if applies is not None and applies.truth is False:
            return Verdict("not_applicable")
        met = self.part("", goal, Role(criterion, goal=True, membership=False))
        open_parts = [part for part in (applies, met) if part is not None and part.state == UNKNOWN]
        if open_parts:
            return Verdict("undetermined", reason=_first_reason(open_parts), state=met.state)
        passed = self.passed(criterion)
        pace = None if passed else self.pace(id)
        match met.state:
            case 1:
                return Verdict("period_open", reason="period_open", pace=pace, state=met.state)
            case -1:
                return Verdict("not_met", pace=pace, state=met.state)
            case -2:
                never = passed or self._irrevocable(goal, criterion) is False
                return Verdict("failed" if never else "not_met", pace=None if never else pace, state=met.state)
        beyond = self.beyond(criterion, goal)
        perhaps = beyond.state == UNKNOWN
        return Verdict("exceeded" if beyond.state == TRUE else "met", perhaps, pace=pace, state=met.state)

    def _applies(self, criterion: Criterion) -> Part | None:
        return None if criterion.applies is None else self.part("", criterion.applies, Role(criterion, applies=True))

    def is_judged(self, criterion: Criterion) -> bool:
        """Whether there is something to reach this year; what is not judged asks for nothing."""
        goal = self.goal(criterion)
        return goal is not None and self.in_period and not self._due_before(criterion, goal)

    def _due_before(self, criterion: Criterion, goal: Condition) -> bool:
        """Whether the deadline lies in an earlier year and the goal is about single years."""
        if self.ask(criterion).year == self.year or criterion.cumulative or criterion.mean:
            return False
        return any(self.indicators[code].nature in ("flow", "rate") for code in self._codes(goal, criterion))

    def _codes(self, condition: Condition, criterion: Criterion) -> Iterator[str]:
        ask = self.ask(criterion)
        for leaf in leaves(condition):
            if isinstance(leaf, Compare | IsOneOf | DoneBy):
                formulas = [self._subject(leaf.subject, Role(criterion))]
                formulas += leaf.bounds if isinstance(leaf, Compare) else ()
                for formula in formulas:
                    yield from self.readings.catalogued(formula, ask.year)

    def in_force(self, criterion: Criterion) -> Mapping[int | None, Condition]:
        in_force = [goal for goal in criterion.goals if goal.since is None or goal.since <= self.as_of]
        return max(in_force, key=lambda goal: goal.since or date.min).by_year

    def goal(self, criterion: Criterion) -> Condition | None:
        """What is to be reached this year; None where nothing is."""
        return self.in_force(criterion).get(self.milestone(criterion))

    def milestone(self, criterion: Criterion) -> int | None:
        goals = self.in_force(criterion)
        if None in goals:
            return None
        later = [year for year in goals if year is not None and year >= self.year]
        return self.year if criterion.yearly else min(later, default=0)

    def deadline(self, criterion: Criterion) -> date:
        goal = self.goal(criterion)
        if isinstance(goal, DoneBy) and not self._has_own_deadline(criterion):
            return goal.day
        return self._usual_deadline(criterion)

    def _has_own_deadline(self, criterion: Criterion) -> bool:
        """Whether «hạn» is there, and is the one of this year or milestone."""
        due = self.milestone(criterion) or (self.year if criterion.yearly else None)
        return criterion.deadline is not None and due in (None, criterion.deadline.year)

    def _usual_deadline(self, criterion: Criterion) -> date:
        if criterion.mean:
            return date(self.rulebook.last_year, 12, 31)
        return self.deadline_of(criterion, self.milestone(criterion))

    def deadline_of(self, criterion: Criterion, milestone: int | None) -> date:
        due = milestone or (self.year if criterion.yearly else None)
        own = criterion.deadline
        if own is not None and (due is None or own.year == due):
            return own
        return date(due or self.rulebook.last_year, 12, 31)

    def passed(self, criterion: Criterion) -> bool:
        return self.facts.as_of_in_year >= self.deadline(criterion)

    def target(self, id: str) -> Verdict:
        counted = [self.criterion(c.id) for c in self.targets[id].criteria if c.counted]
        applicable = [verdict for verdict in counted if verdict.status != "not_applicable"]
        statuses = {verdict.status for verdict in applicable}
        for status in ("failed", "not_met", "undetermined", "period_open"):
            if status in statuses:
                reasons = {v.reason for v in applicable if v.status == status == "undetermined"}
                return Verdict(status, reason=next((reason for reason in REASONS if reason in reasons), None))
        if not applicable:
            return Verdict("not_applicable")
        if statuses == {"exceeded"}:
            return Verdict("exceeded")
        return Verdict("met", all(v.status == "exceeded" or v.perhaps_exceeded for v in applicable))

    # ------------------------------------------------------------ what cannot be undone

    def _irrevocable(self, condition: Condition, criterion: Criterion, membership: bool = False) -> Truth:
        """The truth of ``condition`` by what running totals have already reached, whatever is added; None where it is open."""
        match condition:
            case All(parts):
                return every(self._irrevocable(part, criterion, membership) for part in parts)
            case Any(parts):
                return some(self._irrevocable(part, criterion, membership) for part in parts)
            case Not(part):
                return negation(self._irrevocable(part, criterion, membership=True))
            case Compare() if not criterion.mean:
                return self._reached(condition, criterion, membership)
        return None

    def _reached(self, test: Compare, criterion: Criterion, membership: bool) -> Truth:
        role, ask = Role(criterion, goal=True, membership=membership), self.ask(criterion)
        subject = self._subject(test.subject, role)
        sides = [self.readings.label(formula, ask) for formula in (subject, *test.bounds)]
        fixed = ("constant", "plan")
        subject_first = sides[0] == "total" and all(side in fixed for side in sides[1:])
        if not subject_first and not (sides[0] in fixed and all(side == "total" for side in sides[1:])):
            return None
        deadline = self.deadline(criterion)
        reached: dict[Key, Possible] = {}
        for formula in (subject, *test.bounds):
            for like, (code, basis) in self.readings.operands(formula, ask):
                indicator = self.indicators[code]
                if indicator.nature == "plan":
                    continue
                total = self.facts.reached(code, ask.year, self.readings.asked_end(code, ask))
                if like or basis or indicator.can_fall or self.readings.asked_end(code, ask) != deadline:
                    return None
                actuals = [] if total is None else [total]
                if ask.cumulative:
                    before = [
                        self.facts.reached(code, y, date(y, 12, 31)) for y in range(self.rulebook.first_year, ask.year)
                    ]
                    actuals += [one for one in before if one is not None]
                if not actuals:  # nothing was counted yet
                    return None
                low = exactly(0)
                for actual in actuals:
                    if not (ask.cumulative and actual.value.low == NO_LOW):
                        low = added(low, actual.value)
                reached[code, basis] = from_low(low)
        frame = _Reached(self.readings, ask, reached)
        differences = [self.readings.evaluate(_minus(subject, bound), frame) for bound in test.bounds]
        final = self.holds(test, [one.final for one in self.differences(test, subject, ask)[1]], role)
        truth = self.holds(test, differences, role)
        return truth if truth is final else None  # at the end that all share it is so too

    # ------------------------------------------------------------ tiến độ

    def pace(self, id: str) -> str | None:
        """The pace of a criterion before its deadline; None where it has none."""
        return Pace(self, self.criteria[id]).of_criterion()

    def counted_pace(self, id: str) -> tuple[Truth, Truth]:
        """Whether a criterion that is not met counts as behind and as on course: a false one is behind."""
        criterion = self.criteria[id]
        if self._perhaps_applies(criterion):
            return None, None
        if self.passed(criterion):
            return False, False
        counts = self.counts_as(criterion)
        return (None, None) if counts == OPEN else (counts == BEHIND, counts == ON)

    def target_pace(self, id: str) -> tuple[Truth, Truth]:
        """Whether a target that is not đạt is behind, and whether it is on course."""
        counted = [c.id for c in self.targets[id].criteria if c.counted]
        unmet = [c for c in counted if self.criterion(c).status not in ("met", "exceeded", "not_applicable")]
        if not unmet:
            applies = any(self.criterion(c).status != "not_applicable" for c in counted)
            return (False, True) if applies else (None, None)
        paces = [self.counted_pace(c) for c in unmet]
        return some(behind for behind, _ in paces), every(on for _, on in paces)

    def pace_of_target(self, id: str) -> str | None:
        if self.target(id).status in ("met", "exceeded", "not_applicable"):
            return None
        behind, on = self.target_pace(id)
        return "behind" if behind else "on" if on else None if behind is on is False else "unknown"

    # ------------------------------------------------------------ findings

    def reconciliation(self, reconciliation: Reconciliation) -> Truth:
        return self.part("", reconciliation.check, Role(tolerance=reconciliation.tolerance)).truth

    def finding(self, id: str) -> Truth:
        finding: Finding = self.findings[id]
        reasons = [self._reason_holds(what, name, finding.keeps_up) for what, name in finding.of]
        if not finding.of and finding.kind in ("hạn chế", "nguyên nhân"):
            reasons = [self._unmet("nội dung", c.id) for c in self.criteria.values() if c.counted]
        elif not finding.of:
            reasons = [True]
        when = True if finding.when is None else self.part("", finding.when, Role()).truth
        return every((when, some(reasons)))

    def _reason_holds(self, what: str, id: str, keeps_up: bool) -> Truth:
        if what not in ("nội dung", "chỉ tiêu"):
            return self.finding(id)
        if keeps_up:  # a solution that keeps up what is met
            verdict = self.criterion(id) if what == "nội dung" else self.target(id)
            unknown = verdict.status in ("undetermined", "period_open")
            return None if unknown else verdict.status in ("met", "exceeded")
        return self._unmet(what, id)

    def _unmet(self, what: str, id: str) -> Truth:
        """Not applicable and chưa hết kỳ are not unmet; what is chưa đạt only if it is not on course."""
        verdict = self.criterion(id) if what == "nội dung" else self.target(id)
        if verdict.status == "undetermined":
            return None
        if verdict.status != "not_met":
            return verdict.status == "failed"
        return (self.counts_as(self.criteria[id]) if what == "nội dung" else self.pace_of_target(id)) != ON


class _Reached(Frame):
    """What running totals have reached, and everything above it."""

    def __init__(self, readings: Readings, ask: Ask, reached: dict[Key, Possible]) -> None:
        super().__init__(readings, ask.year, set())
        self.ask, self.reached = ask, reached

    def code(self, code: str, basis: bool | None) -> Possible | None:
        formula = None if basis is not None else self.readings.computed(code, self.ask)
        return self.leaf(code, basis) if formula is None else self.readings.evaluate(formula, self)

    def total(self, code: str, basis: bool | None) -> Total | None:
        """Nothing: no like period is asked of what is still growing."""
        return None

    def leaf(self, code: str, basis: bool | None) -> Possible | None:
        if self.facts.indicators[code].nature != "plan":
            return self.reached.get((code, basis))
        years = range(self.readings.rulebook.first_year if self.ask.cumulative else self.year, self.year + 1)
        plans = [self.facts.plan(code, year) for year in years]
        value = exactly(0)
        for plan in plans:
            if plan is None:
                return None
            value = added(value, plan.value)
        return value


def _minus(left: Formula, right: Formula) -> Formula:
    return Arithmetic("-", left, right)


def _beyond(goal: Compare, relation: str, bound: int) -> Compare:
    return Compare(goal.subject, relation, (goal.bounds[bound],), goal.wording)


def _against_0(value: Possible | None, sign: str) -> Truth:
    return None if value is None else lies_in(value, ALLOWED[sign](Fraction(0)))


_NOT_BELOW_0 = ("tỷ_lệ", "tổng", "bình_quân", "lớn_nhất", "nhỏ_nhất", "năm_trước", "cùng_kỳ")
_SIGNS = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<", "equal": "="}


def _truth(state: int) -> Truth:
    return True if state == TRUE else False if state == FALSE else None


def _known(truth: Truth, reason: str = "missing") -> tuple[int, str | None, bool]:
    """What has three states only."""
    state = {True: TRUE, False: FALSE, None: UNKNOWN}[truth]
    return state, reason if truth is None else None, False


def _state(so_far: Truth, final: Truth, reading: Reading, role: Role) -> tuple[int, str | None, bool]:
    """One of the five states of a part, and why it is unknown."""
    why = "period_ended" if reading.ended else reading.reason
    if role.applies:
        state, _, _ = _known(final)
        reason = reading.reason if reading.so_far is None else why
        return state, reason if final is None else None, reading.unfinished
    if not role.goal:
        return (*_known(so_far, reading.reason)[:2], reading.unfinished)
    if final is not None:
        return _known(final)[0], None, reading.unfinished
    if so_far is None:
        return UNKNOWN, reading.reason, reading.unfinished
    if reading.ended:
        return UNKNOWN, "period_ended", True
    return (TRUE_SO_FAR if so_far else FALSE_SO_FAR), None, reading.unfinished


REASONS = ("missing", "no_like_period", "period_ended", "interval")


def _unknown_leaves(part: Part) -> Iterator[Part]:
    if part.parts:
        for inner in part.parts:
            yield from _unknown_leaves(inner)
    elif part.state == UNKNOWN:
        yield part


def _first_reason(parts: Iterable[Part]) -> str:
    reasons = {leaf.reason for part in parts for leaf in _unknown_leaves(part)}
    return next(reason for reason in REASONS if reason in reasons)


_COVERS = {
    "đạt": ("met", "exceeded"),
    "vượt": ("exceeded",),
    "chưa đạt": UNMET,
    "không đạt": ("failed",),
}
_ALWAYS_KNOWN = {"chưa đủ số liệu": "undetermined", "không áp dụng": "not_applicable", "chưa hết kỳ": "period_open"}
STANDINGS = (*_COVERS, *_ALWAYS_KNOWN, "chậm tiến độ", "đảm bảo tiến độ")
