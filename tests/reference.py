"""A small evaluator of rulebooks, written from 8-semantics alone, that the engines are measured against.

It shares nothing with ``engine``: its own model of a rulebook, its own arithmetic of intervals, no rules and no facts
of an engine, only recursion over the definitions. It knows no units and no text: numbers are in base units, yes is 1
and no is 0, a category is its rank, a date its ordinal. Where 8-semantics leaves something to the project (the course of
tiến độ, part-year estimates), it follows docs/design/evaluation.md and docs/design/facts.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import NamedTuple, TypeGuard

# ---------------------------------------------------------------- three-valued logic

Truth = bool | None
"""None is «chưa rõ»."""


def negation(truth: Truth) -> Truth:
    return None if truth is None else not truth


def every(truths: Iterable[Truth]) -> Truth:
    found = set(truths)
    return False if False in found else None if None in found else True


def some(truths: Iterable[Truth]) -> Truth:
    found = set(truths)
    return True if True in found else None if None in found else False


# ---------------------------------------------------------------- what a value may be

End = tuple[Fraction | float, int]
"""A bound and a shift: 0 where the bound itself is possible, 1 just above it, -1 just below it."""
NO_LOW: End = (-math.inf, 1)
NO_HIGH: End = (math.inf, -1)


class Possible(NamedTuple):
    """All values from ``low`` to ``high``."""

    low: End
    high: End


def exactly(value: Fraction | int) -> Possible:
    return Possible((Fraction(value), 0), (Fraction(value), 0))


def lies_in(values: Possible, allowed: Possible) -> Truth:
    """Whether every value is allowed, none is, or it cannot be told."""
    if values.low >= allowed.low and values.high <= allowed.high:
        return True
    if values.high < allowed.low or values.low > allowed.high:
        return False
    return None


def hull(values: Iterable[Possible]) -> Possible:
    lows, highs = zip(*values, strict=True)
    return Possible(min(lows), max(highs))


def opposite(values: Possible) -> Possible:
    (low, above), (high, below) = values
    return Possible((-high, -below), (-low, -above))


def added(a: Possible, b: Possible) -> Possible:
    low = (a.low[0] + b.low[0], max(a.low[1], b.low[1]))
    high = (a.high[0] + b.high[0], min(a.high[1], b.high[1]))
    return Possible(low, high)


def multiplied(a: Possible, b: Possible) -> Possible:
    corners = [_product(x, y) for x in a for y in b]
    least, most = min(value for value, _ in corners), max(value for value, _ in corners)
    low_reached = any(reached for value, reached in corners if value == least)
    high_reached = any(reached for value, reached in corners if value == most)
    return Possible((least, 0 if low_reached else 1), (most, 0 if high_reached else -1))


def _product(x: End, y: End) -> tuple[Fraction | float, bool]:
    """The product of two ends, and whether it is reached: 0 is, as soon as one factor can be 0."""
    if x[0] == 0 or y[0] == 0:
        return Fraction(0), (0, 0) in ((x[0], x[1]), (y[0], y[1]))
    return x[0] * y[0], x[1] == y[1] == 0


def divided(a: Possible, b: Possible) -> Possible | None:
    """None where the divisor may be 0."""
    if lies_in(exactly(0), b):
        return None
    (low, above), (high, below) = b
    inverse_low: End = (Fraction(0), 1) if high == math.inf else NO_LOW if high == 0 else (1 / high, -below)
    inverse_high: End = (Fraction(0), -1) if low == -math.inf else NO_HIGH if low == 0 else (1 / low, -above)
    return multiplied(a, Possible(inverse_low, inverse_high))


# ---------------------------------------------------------------- formulas


@dataclass(frozen=True)
class Number:
    """A literal in base units, and how it is written."""

    value: Fraction
    text: str


@dataclass(frozen=True)
class Code:
    """An indicator; as the argument of a call also a year."""

    name: str


@dataclass(frozen=True)
class Arithmetic:
    sign: str
    left: Formula
    right: Formula


@dataclass(frozen=True)
class Minus:
    of: Formula


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple[Formula, ...]


Formula = Number | Code | Arithmetic | Minus | Call

# ---------------------------------------------------------------- conditions


@dataclass(frozen=True)
class Compare:
    """``relation``: at_least, above, at_most, below, equal, different, point, range, corridor.

    ``subject`` None is «đo bằng». ``wording`` has {0}, {1} for the bounds; ``falls`` where it says «còn», «giảm còn».
    """

    subject: Formula | None
    relation: str
    bounds: tuple[Formula, ...]
    wording: str
    falls: bool = False


@dataclass(frozen=True)
class IsOneOf:
    """The value is one of ``ranks``: yes/no, categories, judgements; beyond a goal is one of ``beyond`` (nothing: none is)."""

    subject: Formula | None
    ranks: frozenset[int]
    wording: str
    beyond: frozenset[int] = frozenset()


@dataclass(frozen=True)
class AsStated:
    """«x = nêu(code)»: the value may be written as the report's number. Only in «kiểm»."""

    subject: Formula
    code: str


@dataclass(frozen=True)
class DoneBy:
    subject: Formula | None
    day: date
    included: bool


@dataclass(frozen=True)
class Standing:
    """«nội dung 2.1 chưa đạt»; ``what`` is nội dung or chỉ tiêu."""

    what: str
    id: str
    standing: str


@dataclass(frozen=True)
class HasFinding:
    kind: str
    id: str
    present: bool


@dataclass(frozen=True)
class HasData:
    code: str
    known: bool


@dataclass(frozen=True)
class All:
    parts: tuple[Condition, ...]
    inline: bool = False


@dataclass(frozen=True)
class Any:
    parts: tuple[Condition, ...]
    inline: bool = False


@dataclass(frozen=True)
class Not:
    part: Condition
    inline: bool = False


Leaf = Compare | IsOneOf | AsStated | DoneBy | Standing | HasFinding | HasData
Condition = Leaf | All | Any | Not


def leaves(condition: Condition) -> Iterator[Leaf]:
    if isinstance(condition, All | Any):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        yield condition


# ---------------------------------------------------------------- rulebook and facts


@dataclass(frozen=True)
class Indicator:
    """``kind``: count, money, rate, yes_no, category, judgement, date. ``flow``: «trong năm»; ``running``: «lũy kế»."""

    code: str
    kind: str
    flow: bool = False
    formula: Formula | None = None
    running: bool = False


@dataclass(frozen=True)
class Goal:
    """«đạt khi»: one condition for all years under None, or one per milestone; ``since`` of an amendment."""

    by_year: Mapping[int | None, Condition]
    since: date | None = None

    def __hash__(self) -> int:
        return id(self)


@dataclass(frozen=True)
class Criterion:
    id: str
    measured_by: str | None
    goals: tuple[Goal, ...]
    exceeded: Condition | None = None
    applies: Condition | None = None
    good: str | None = None
    deadline: date | None = None
    yearly: bool = False
    counted: bool = True
    cumulative: bool = False


@dataclass(frozen=True)
class Target:
    """``alone``: the target is its own criterion, of the same id."""

    id: str
    criteria: tuple[Criterion, ...]
    alone: bool = False


@dataclass(frozen=True)
class Finding:
    """``kind``: hạn chế, khó khăn, nguyên nhân, dự báo, giải pháp, kiến nghị. ``of``: pairs of nội dung, chỉ tiêu or a kind, and id.

    ``keeps_up``: «duy trì».
    """

    id: str
    kind: str
    of: tuple[tuple[str, str], ...] = ()
    when: Condition | None = None
    keeps_up: bool = False


@dataclass(frozen=True)
class Reconciliation:
    """``tolerance``: what is passed over at every «=» of ``check``."""

    id: str
    check: Condition
    tolerance: Number | None = None


@dataclass(frozen=True)
class Rulebook:
    indicators: tuple[Indicator, ...]
    targets: tuple[Target, ...]
    findings: tuple[Finding, ...] = ()
    first_year: int = 2021
    last_year: int = 2025
    reconciliations: tuple[Reconciliation, ...] = ()
    beyond: str = "theo câu chữ"
    """«quy ước vượt»."""


@dataclass(frozen=True)
class Fact:
    """``as_of`` None: the date of the file. ``whole_year``: «kỳ: cả năm»."""

    code: str
    value: Possible
    text: str
    estimate: bool = False
    as_of: date | None = None
    whole_year: bool = False


@dataclass(frozen=True)
class Claim:
    """What the report says of ``code``: ``agreeing`` are the values that may be written as ``text``."""

    code: str
    agreeing: Possible
    text: str


@dataclass(frozen=True)
class YearOfFacts:
    year: int
    as_of: date
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...] = ()


def written_as(value: Fraction, last_digit: Fraction) -> Possible:
    """All exact values that are ``value`` when rounded half up, or cut off, to a digit worth ``last_digit``."""
    if value < 0:
        return opposite(written_as(-value, last_digit))
    if value == 0:
        return Possible((-last_digit, 1), (last_digit, -1))
    return Possible((value - last_digit / 2, 0), (value + last_digit, -1))


# ---------------------------------------------------------------- evaluation


class Verdict(NamedTuple):
    status: str
    perhaps_exceeded: bool = False


class Outcome(NamedTuple):
    """What an evaluation must say."""

    criteria: dict[str, Verdict]
    targets: dict[str, str]
    present: frozenset[str]
    undetermined: frozenset[str]
    reconciled: dict[str, str]


UNMET = ("not_met", "failed")


def evaluate(rulebook: Rulebook, years: Mapping[int, YearOfFacts], year: int) -> Outcome:
    """The outcome of ``year``; the other years only serve formulas that look back."""
    case = _Case(rulebook, years, year)
    states = {finding.id: case.finding(finding.id) for finding in rulebook.findings}
    return Outcome(
        {criterion.id: case.criterion(criterion.id) for target in rulebook.targets for criterion in target.criteria},
        {target.id: case.target(target.id).status for target in rulebook.targets},
        frozenset(id for id, state in states.items() if state),
        frozenset(id for id, state in states.items() if state is None),
        {r.id: _OUTCOMES[case.reconciliation(r)] for r in rulebook.reconciliations},
    )


_OUTCOMES = {True: "agrees", False: "differs", None: "undetermined"}


def truth_of(condition: Condition, rulebook: Rulebook, facts: YearOfFacts) -> Truth:
    """Whether ``condition`` holds as a «khi» of ``rulebook``."""
    return _Case(rulebook, {facts.year: facts}, facts.year).truth(condition, None)


def value_of(code: str, rulebook: Rulebook, years: Mapping[int, YearOfFacts], year: int) -> Possible | None:
    """What ``code`` may be in ``year``."""
    return _Case(rulebook, years, year).value(code)


def facts_behind(code: str, rulebook: Rulebook, years: Mapping[int, YearOfFacts], year: int) -> set[Fact]:
    """The facts that the value of ``code`` in ``year`` rests on."""
    return {fact for fact, _ in _Case(rulebook, years, year).behind_value(Code(code))}


def parts(rulebook: Rulebook, years: Mapping[int, YearOfFacts], year: int) -> Iterator[Part]:
    """Every condition that is asked in ``year``, with all its parts and the truth of each: what a proof must say."""
    case = _Case(rulebook, years, year)
    for criterion in case.criteria.values():
        if criterion.applies is not None:
            yield case.part(f"applies {criterion.id}", criterion.applies, criterion, False)
        goal = case.goal(criterion)
        if goal is not None:
            yield case.part(f"met {criterion.id}", goal, criterion, True)
    for finding in rulebook.findings:
        if finding.when is not None:
            yield case.part(f"when {finding.id}", finding.when, None, False)
    for reconciliation in rulebook.reconciliations:
        yield case.part(f"check {reconciliation.id}", reconciliation.check, None, False, reconciliation.tolerance)


def calls(rulebook: Rulebook, years: Mapping[int, YearOfFacts], year: int) -> Iterator[tuple[str, bool]]:
    """Every call in a formula of the catalogue or of a condition: its function, and whether it has a value in ``year``."""
    case = _Case(rulebook, years, year)
    conditions = [condition for criterion in case.criteria.values() for condition in _conditions_of(criterion)]
    conditions += [finding.when for finding in rulebook.findings if finding.when is not None]
    conditions += [reconciliation.check for reconciliation in rulebook.reconciliations]
    formulas = [indicator.formula for indicator in rulebook.indicators if indicator.formula is not None]
    formulas += [formula for condition in conditions for leaf in leaves(condition) for formula in _formulas_of(leaf)]
    for formula in formulas:
        yield from ((call.function, case.formula(call) is not None) for call in _calls_in(formula))


def _conditions_of(criterion: Criterion) -> Iterator[Condition]:
    for goal in criterion.goals:
        yield from goal.by_year.values()
    yield from (condition for condition in (criterion.exceeded, criterion.applies) if condition is not None)


def _formulas_of(leaf: Leaf) -> Iterator[Formula]:
    if isinstance(leaf, Compare | IsOneOf | AsStated | DoneBy) and leaf.subject is not None:
        yield leaf.subject
    if isinstance(leaf, Compare):
        yield from leaf.bounds


def _calls_in(formula: Formula) -> Iterator[Call]:
    match formula:
        case Minus(of):
            yield from _calls_in(of)
        case Arithmetic(_, left, right):
            yield from _calls_in(left)
            yield from _calls_in(right)
        case Call(_, arguments):
            yield formula
            for argument in arguments:
                yield from _calls_in(argument)


class Part(NamedTuple):
    """``name`` says whose condition it is; of a part of a condition its path: «when HC-1.2.1»."""

    name: str
    condition: Condition
    truth: Truth
    parts: tuple[Part, ...]


class _Case:
    def __init__(self, rulebook: Rulebook, years: Mapping[int, YearOfFacts], year: int) -> None:
        self.rulebook = rulebook
        self.years = years
        self.year = year
        self.as_of = years[year].as_of
        self.indicators = {indicator.code: indicator for indicator in rulebook.indicators}
        self.targets = {target.id: target for target in rulebook.targets}
        self.criteria = {criterion.id: criterion for target in rulebook.targets for criterion in target.criteria}
        self.findings = {finding.id: finding for finding in rulebook.findings}
        for name in ("value", "criterion", "target", "finding", "behind"):
            setattr(self, name, cache(getattr(self, name)))

    # values

    def value(self, code: str, only: bool | None = None) -> Possible | None:
        """Of an indicator; ``only`` True looks at estimates alone, False at actuals alone."""
        formula = self.indicators[code].formula
        computed = self.formula(formula) if formula is not None and only is None else None
        return computed if computed is not None else self._given(code, only)

    def _given(self, code: str, only: bool | None) -> Possible | None:
        counting = self._counting(code, only)
        return hull(fact.value for fact in counting) if counting else None

    def _counting(self, code: str, only: bool | None) -> list[Fact]:
        """The given facts of the highest rank."""
        facts = [f for f in self.years[self.year].facts if f.code == code and only in (None, f.estimate)]
        best = max(map(self._rank, facts), default=None)
        return [fact for fact in facts if self._rank(fact) == best]

    def _rank(self, fact: Fact) -> tuple[int, date]:
        """«Which fact counts»: an actual that covers the year, a whole-year estimate, a part-year actual; then the latest."""
        covers = self._covers(fact)
        return (2 if covers else 0) if fact.estimate else (3 if covers else 1), self._dated(fact)

    def _covers(self, fact: Fact) -> bool:
        """Whether the fact is of the whole year; of a stock always; an estimate without date is."""
        indicator = self.indicators[fact.code]
        if fact.whole_year or not (indicator.flow or indicator.running) or (fact.estimate and fact.as_of is None):
            return True
        return self._dated(fact) >= date(self.year, 12, 31)

    def _dated(self, fact: Fact) -> date:
        return fact.as_of or self.as_of

    def behind_value(self, formula: Formula, only: bool | None = None) -> set[tuple[Fact, int]]:
        """The facts, with their years, that the value of ``formula`` rests on."""
        match formula:
            case Number():
                return set()
            case Minus(of):
                return self.behind_value(of)
            case Arithmetic(_, left, right):
                return self.behind_value(left) | self.behind_value(right)
            case Code(name):
                computed = self.indicators[name].formula
                if computed is not None and only is None and self.formula(computed) is not None:
                    return self.behind_value(computed)
                return {(fact, self.year) for fact in self._counting(name, only)}
            case Call(function, arguments):
                return self._behind_call(function, arguments)

    def _behind_call(self, function: str, arguments: tuple[Formula, ...]) -> set[tuple[Fact, int]]:
        if function in _FUNCTIONS:
            return set().union(*map(self.behind_value, arguments))
        subject = arguments[0]
        if function in ("thực_hiện", "ước"):
            return self.behind_value(subject, function == "ước")
        year = int(arguments[1].name) if isinstance(arguments[-1], Code) and len(arguments) == 2 else self.year - 1
        before = self._case_of(year).behind_value(subject) if year in self.years else set()
        return before | self.behind_value(subject) if function == "tăng_trưởng" else before

    def _case_of(self, year: int) -> _Case:
        return self if year == self.year else _Case(self.rulebook, self.years, year)

    def formula(self, formula: Formula) -> Possible | None:
        match formula:
            case Number(value):
                return exactly(value)
            case Code(name):
                return self.value(name)
            case Minus(of):
                return self._applied(opposite, of)
            case Arithmetic(sign, left, right):
                return self._applied(_OPERATIONS[sign], left, right)
            case Call(function, arguments):
                return self._call(function, arguments)

    def _applied(self, operation: Callable[..., Possible | None], *formulas: Formula) -> Possible | None:
        operands = [self.formula(formula) for formula in formulas]
        return None if None in operands else operation(*operands)

    def _call(self, function: str, arguments: tuple[Formula, ...]) -> Possible | None:
        if function in _FUNCTIONS:
            return self._applied(_FUNCTIONS[function], *arguments)
        subject = arguments[0]
        assert isinstance(subject, Code)
        match function:
            case "năm_trước":
                return self._in_year(self.year - 1, subject.name)
            case "giá_trị":
                assert isinstance(arguments[1], Code)
                return self._in_year(int(arguments[1].name), subject.name)
            case "thực_hiện" | "ước":
                return self.value(subject.name, function == "ước")
            case "tăng_trưởng":
                return _growth(self.value(subject.name), self._in_year(self.year - 1, subject.name))
        raise AssertionError(function)

    def _in_year(self, year: int, code: str) -> Possible | None:
        if year == self.year:
            return self.value(code)
        return self._case_of(year).value(code) if year in self.years else None

    # conditions

    def truth(
        self, condition: Condition, criterion: Criterion | None, goal: bool = False, tolerance: Number | None = None
    ) -> Truth:
        """``goal``: in «đạt khi», where a range is what is strived for."""
        return self.part("", condition, criterion, goal, tolerance).truth

    def part(
        self,
        name: str,
        condition: Condition,
        criterion: Criterion | None,
        goal: bool,
        tolerance: Number | None = None,
    ) -> Part:
        """``condition`` with its truth and that of its parts."""
        inner = (condition.part,) if isinstance(condition, Not) else condition.parts if _compound(condition) else ()
        parts = tuple(
            self.part(f"{name}.{number}", part, criterion, goal, tolerance) for number, part in enumerate(inner, 1)
        )
        truths = [part.truth for part in parts]
        match condition:
            case All():
                truth = every(truths)
            case Any():
                truth = some(truths)
            case Not():
                truth = negation(truths[0])
            case _:
                truth = self._leaf(condition, criterion, goal, tolerance)
        return Part(name, condition, truth, parts)

    def _leaf(self, leaf: Leaf, criterion: Criterion | None, goal: bool, tolerance: Number | None) -> Truth:
        match leaf:
            case Compare(relation="equal") if tolerance is not None:
                return self._about_equal(leaf, criterion, tolerance.value)
            case Compare():
                return self._comparison(leaf, criterion, goal)
            case AsStated(stated, code):
                return self._as_stated(self.formula(stated), code)
            case IsOneOf(subject, ranks):
                return _one_of(self._subject(subject, criterion), ranks)
            case DoneBy(subject, day, included):
                limit = Number(Fraction(day.toordinal()), "")
                return self._compared(self._subject(subject, criterion), "<=" if included else "<", limit)
            case Standing(what, id, "chậm tiến độ"):
                return self.behind(id) if what == "nội dung" else self._target_behind(self.targets[id])
            case Standing(what, id, standing):
                return self._standing(self.criterion(id) if what == "nội dung" else self.target(id), standing)
            case HasFinding(_, id, present):
                return self.finding(id) if present else negation(self.finding(id))
            case HasData(code, known):
                return (self.value(code) is not None) == known

    def _subject(self, subject: Formula | None, criterion: Criterion | None) -> Possible | None:
        if subject is not None:
            return self.formula(subject)
        assert criterion is not None and criterion.measured_by is not None
        if not criterion.cumulative:
            return self.value(criterion.measured_by)
        years = range(self.rulebook.first_year, self.year + 1)
        amounts = [self._in_year(year, criterion.measured_by) for year in years]
        return _total(*(amount for amount in amounts if amount is not None)) if None not in amounts else None

    def _comparison(self, test: Compare, criterion: Criterion | None, goal: bool) -> Truth:
        value, first, last = self._subject(test.subject, criterion), test.bounds[0], test.bounds[-1]
        falls = _falls(test, criterion, goal)
        match test.relation:
            case "different":
                return negation(self._compared(value, "=", first))
            case "point":
                return self._compared(value, "<=" if falls else ">=", first)
            case "range" if goal:
                return self._compared(value, "<=", last) if falls else self._compared(value, ">=", first)
            case "range" | "corridor":
                if isinstance(first, Number) and isinstance(last, Number):
                    inside = Possible((first.value, 0), (last.value, 0))
                    return None if value is None else lies_in(value, inside)
                return every((self._compared(value, ">=", first), self._compared(value, "<=", last)))
        return self._compared(value, _SIGNS[test.relation], first)

    def _about_equal(self, test: Compare, criterion: Criterion | None, width: Fraction) -> Truth:
        value, bound = self._subject(test.subject, criterion), test.bounds[0]
        limit = bound.value if isinstance(bound, Number) else Fraction(0)
        if value is not None and not isinstance(bound, Number):
            other = self.formula(bound)
            value = None if other is None else added(value, opposite(other))
        return None if value is None else lies_in(value, Possible((limit - width, 0), (limit + width, 0)))

    def _as_stated(self, value: Possible | None, code: str) -> Truth:
        claims = [claim for claim in self.years[self.year].claims if claim.code == code]
        return None if value is None or not claims else lies_in(value, claims[0].agreeing)

    def _compared(self, value: Possible | None, sign: str, bound: Formula) -> Truth:
        """Against a literal as it stands; against a formula by the difference, compared with 0."""
        limit = Fraction(0)
        if isinstance(bound, Number):
            limit = bound.value
        else:
            other = self.formula(bound)
            value = None if value is None or other is None else added(value, opposite(other))
        return None if value is None else lies_in(value, _ALLOWED[sign](limit))

    def exceeds(self, goal: Condition, criterion: Criterion) -> Truth:
        """«vượt» where the rule does not say when: beyond a point or range, and «tất cả» if every part is."""
        match goal:
            case All(parts):
                return every(self.exceeds(part, criterion) for part in parts)
            case IsOneOf(subject, _, _, beyond):
                return _one_of(self._subject(subject, criterion), beyond) if beyond else False
            case Compare() if self.rulebook.beyond == "không":
                return False
            case Compare(relation="at_least" | "above") if self.rulebook.beyond == "mọi ngưỡng":
                return self._compared(self._subject(goal.subject, criterion), ">", goal.bounds[0])
            case Compare(relation="at_most" | "below") if self.rulebook.beyond == "mọi ngưỡng":
                return self._compared(self._subject(goal.subject, criterion), "<", goal.bounds[0])
            case Compare(relation="point" | "range"):
                value = self._subject(goal.subject, criterion)
                if _falls(goal, criterion, True):
                    return self._compared(value, "<", goal.bounds[0])
                return self._compared(value, ">", goal.bounds[-1])
        return False

    def _standing(self, verdict: Verdict, standing: str) -> Truth:
        status, perhaps_exceeded = verdict
        if standing in _ALWAYS_KNOWN:
            return status == _ALWAYS_KNOWN[standing]
        if status in ("undetermined", "not_applicable"):
            return None
        if standing == "vượt" and perhaps_exceeded:
            return None
        return status in _COVERS[standing]

    # verdicts

    def criterion(self, id: str) -> Verdict:
        criterion = self.criteria[id]
        goals = self._in_force(criterion)
        milestone = self._milestone(goals, criterion.yearly)
        applies = self._applies(criterion)
        if applies is False or milestone not in goals:
            return Verdict("not_applicable")
        goal = goals[milestone]
        met = self.truth(goal, criterion, goal=True)
        if applies is None or met is None:
            return Verdict("undetermined")
        if not met:
            return Verdict("failed" if self.as_of >= self._deadline(criterion, milestone) else "not_met")
        beyond = self.truth(criterion.exceeded, criterion) if criterion.exceeded else self.exceeds(goal, criterion)
        return Verdict("exceeded" if beyond else "met", perhaps_exceeded=beyond is None)

    def _applies(self, criterion: Criterion) -> Truth:
        return True if criterion.applies is None else self.truth(criterion.applies, criterion)

    def _in_force(self, criterion: Criterion) -> Mapping[int | None, Condition]:
        in_force = [goal for goal in criterion.goals if goal.since is None or goal.since <= self.as_of]
        return max(in_force, key=lambda goal: goal.since or date.min).by_year

    def goal(self, criterion: Criterion) -> Condition | None:
        """What is to be reached this year; None where nothing is."""
        goals = self._in_force(criterion)
        return goals.get(self._milestone(goals, criterion.yearly))

    def _milestone(self, goals: Mapping[int | None, Condition], yearly: bool) -> int | None:
        if None in goals:
            return None
        later = [year for year in goals if year is not None and year >= self.year]
        return self.year if yearly else min(later, default=0)

    def _deadline(self, criterion: Criterion, milestone: int | None) -> date:
        if criterion.deadline is not None:
            return criterion.deadline
        goal = self._in_force(criterion).get(milestone)
        if isinstance(goal, DoneBy):  # a goal that is a date is due on the day written
            return goal.day
        last = milestone or (self.year if criterion.yearly else self.rulebook.last_year)
        return date(last, 12, 31)

    def target(self, id: str) -> Verdict:
        counted = [self.criterion(c.id) for c in self.targets[id].criteria if c.counted]
        applicable = [verdict for verdict in counted if verdict.status != "not_applicable"]
        statuses = {verdict.status for verdict in applicable}
        for status in ("failed", "not_met", "undetermined"):
            if status in statuses:
                return Verdict(status)
        if not applicable:
            return Verdict("not_applicable")
        if statuses == {"exceeded"}:
            return Verdict("exceeded")
        return Verdict("met", all(v.status == "exceeded" or v.perhaps_exceeded for v in applicable))

    # tiến độ

    def behind(self, id: str) -> Truth:
        """Whether a criterion is behind an even course to its goal; None where no course is known."""
        criterion = self.criteria[id]
        goal = self.goal(criterion)
        if not self._applies(criterion) or not isinstance(goal, Compare) or goal.relation in ("different", "corridor"):
            return None
        subject = goal.subject or Code(criterion.measured_by or "")
        falls = _falls(goal, criterion, True) or goal.relation in ("at_most", "below")
        limit = goal.bounds[-1 if falls else 0]
        if not isinstance(subject, Code) or not isinstance(limit, Number):
            return None
        indicator = self.indicators[subject.name]
        summed = criterion.cumulative and goal.subject is None
        if indicator.flow and not summed:
            return None if falls else self._behind_in_year(indicator, limit.value)
        end = self._deadline(criterion, self._milestone(self._in_force(criterion), criterion.yearly))
        if indicator.running or summed:
            return None if falls else self._behind_in_period(criterion, goal, subject, limit.value, end)
        return self._behind_from_opening(criterion, goal, subject, limit.value, end)

    def _behind_in_year(self, indicator: Indicator, limit: Fraction) -> Truth:
        """A flow counted so far against the part of the year that is over; one that covers its year has no pace."""
        actuals = [f for f in self.years[self.year].facts if f.code == indicator.code and not f.estimate]
        if not actuals or limit <= 0 or any(map(self._covers, actuals)):
            return None
        day = max(map(self._dated, actuals))
        values = {fact.value for fact in actuals if self._dated(fact) == day}
        value = _single(values.pop()) if len(values) == 1 else None
        if value is None or day.year != self.year:
            return None
        return value / limit < _months_ended(date(self.year, 1, 1), date(self.year, 12, 31), day)

    def _behind_in_period(
        self, criterion: Criterion, goal: Compare, subject: Code, limit: Fraction, end: date
    ) -> Truth:
        """What is counted since the period began."""
        value = _single(self._subject(goal.subject, criterion))
        if value is None or limit <= 0:
            return None
        years = range(self.rulebook.first_year, self.year + 1) if criterion.cumulative and goal.subject is None else ()
        counted = [pair for year in years or (self.year,) for pair in self._case_of(year).behind_value(subject)]
        days = [self._case_of(year)._reaches_to(fact) for fact, year in counted]
        day = max(days, default=self.as_of)
        return value / limit < _months_ended(date(self.rulebook.first_year, 1, 1), end, day)

    def _reaches_to(self, fact: Fact) -> date:
        """Up to when the fact counts: what covers its year, to the end of it."""
        covers = self._covers(fact) and (self.indicators[fact.code].flow or self.indicators[fact.code].running)
        return max(self._dated(fact), date(self.year, 12, 31)) if covers else self._dated(fact)

    def _behind_from_opening(
        self, criterion: Criterion, goal: Compare, subject: Code, limit: Fraction, end: date
    ) -> Truth:
        """A stock on its way from the value at the end of the year before the period."""
        before = self.rulebook.first_year - 1
        if before not in self.years:
            return None
        opening_case = self._case_of(before)
        opening, value = _single(opening_case.value(subject.name)), _single(self.value(subject.name))
        part_year = (
            self.indicators[fact.code].flow and not self._case_of(year)._covers(fact)
            for fact, year in opening_case.behind_value(subject)
        )
        if opening is None or value is None or any(part_year) or opening == limit:
            return None
        if opening_case.truth(goal, criterion, goal=True):
            return None
        day = min((self._case_of(year)._dated(fact) for fact, year in self.behind_value(subject)), default=self.as_of)
        return (value - opening) / (limit - opening) < _months_ended(date(before + 1, 1, 1), end, day)

    def _target_behind(self, target: Target) -> Truth:
        counted = [self.behind(criterion.id) for criterion in target.criteria if criterion.counted]
        return some(counted) if counted else None

    # findings

    def reconciliation(self, reconciliation: Reconciliation) -> Truth:
        return self.truth(reconciliation.check, None, tolerance=reconciliation.tolerance)

    def finding(self, id: str) -> Truth:
        finding = self.findings[id]
        reasons = [self._holds(what, name, finding.keeps_up) for what, name in finding.of]
        if not finding.of and finding.kind in ("hạn chế", "nguyên nhân"):
            reasons = [self._unmet(self.criterion(c.id)) for c in self.criteria.values() if c.counted]
        elif not finding.of:
            reasons = [True]
        when = True if finding.when is None else self.truth(finding.when, None)
        return every((when, some(reasons)))

    def _holds(self, what: str, id: str, keeps_up: bool) -> Truth:
        if what not in ("nội dung", "chỉ tiêu"):
            return self.finding(id)
        verdict = self.criterion(id) if what == "nội dung" else self.target(id)
        if keeps_up:  # a solution that keeps up what is met
            return None if verdict.status == "undetermined" else verdict.status in ("met", "exceeded")
        return self._unmet(verdict)

    @staticmethod
    def _unmet(verdict: Verdict) -> Truth:
        """Not applicable is not unmet."""
        return None if verdict.status == "undetermined" else verdict.status in UNMET


_COVERS = {
    "đạt": ("met", "exceeded"),
    "vượt": ("exceeded",),
    "chưa đạt": UNMET,
    "không đạt": ("failed",),
}
_ALWAYS_KNOWN = {"chưa đủ số liệu": "undetermined", "không áp dụng": "not_applicable"}
STANDINGS = (*_COVERS, *_ALWAYS_KNOWN, "chậm tiến độ")


def _compound(condition: Condition) -> TypeGuard[All | Any]:
    return isinstance(condition, All | Any)


def _single(value: Possible | None) -> Fraction | None:
    """The value where it is exact."""
    return (
        value.low[0] if value is not None and value.low == value.high and isinstance(value.low[0], Fraction) else None
    )


def _months_ended(start: date, end: date, day: date) -> Fraction:
    """The share of the months from ``start`` up to ``end`` that are over at the end of ``day``; all, if there are none."""
    firsts = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in range(1, 13)]
    ends = [_last_of_month(first) for first in firsts if first >= start and _last_of_month(first) <= end]
    return Fraction(sum(last <= day for last in ends), len(ends)) if ends else Fraction(1)


def _last_of_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)


_SIGNS = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<", "equal": "="}
_ALLOWED: dict[str, Callable[[Fraction], Possible]] = {
    ">=": lambda limit: Possible((limit, 0), NO_HIGH),
    ">": lambda limit: Possible((limit, 1), NO_HIGH),
    "<=": lambda limit: Possible(NO_LOW, (limit, 0)),
    "<": lambda limit: Possible(NO_LOW, (limit, -1)),
    "=": exactly,
}


def _falls(test: Compare, criterion: Criterion | None, goal: bool) -> bool:
    """Whether less is better: by the wording, or by «chiều tốt» of the criterion whose goal it is."""
    return test.falls or (goal and criterion is not None and criterion.good == "giảm")


def _one_of(value: Possible | None, ranks: frozenset[int]) -> Truth:
    if value is None:
        return None
    possible = range(int(value.low[0]), int(value.high[0]) + 1)
    among = {rank in ranks for rank in possible}
    return among.pop() if len(among) == 1 else None


def _growth(now: Possible | None, before: Possible | None) -> Possible | None:
    """In percent; None where the base may be 0 or less. Now and before occur once each, so the bounds are exact."""
    if now is None or before is None or not lies_in(before, _ALLOWED[">"](Fraction(0))):
        return None
    ratio = divided(now, before)
    assert ratio is not None
    return multiplied(added(ratio, exactly(-1)), exactly(100))


def _ratio(a: Possible, b: Possible) -> Possible | None:
    part = divided(a, b)
    return None if part is None else multiplied(part, exactly(100))


def _total(*values: Possible) -> Possible:
    total = exactly(0)
    for value in values:
        total = added(total, value)
    return total


def _average(*values: Possible) -> Possible:
    return multiplied(_total(*values), exactly(Fraction(1, len(values))))


def _greatest(*values: Possible) -> Possible:
    return Possible(max(v.low for v in values), max(v.high for v in values))


def _least(*values: Possible) -> Possible:
    return Possible(min(v.low for v in values), min(v.high for v in values))


_OPERATIONS: dict[str, Callable[..., Possible | None]] = {
    "+": added,
    "-": lambda a, b: added(a, opposite(b)),
    "*": multiplied,
    "/": divided,
}
_FUNCTIONS: dict[str, Callable[..., Possible | None]] = {
    "tỷ_lệ": _ratio,
    "tổng": _total,
    "bình_quân": _average,
    "lớn_nhất": _greatest,
    "nhỏ_nhất": _least,
}
