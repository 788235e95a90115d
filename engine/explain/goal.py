"""The smallest change of each input that turns a verdict or finding, each proved by running the engine again.

For every comparison that the verdict rests on, the values of an input at which it changes are computed exactly
(breakpoints.py). They cut the line into stretches on which the verdict stays the same; the stretches and the points
between them are tried from the nearest on, so that the first that turns the verdict is the smallest change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from math import ceil, floor

from engine.domain.records import NamedTuple
from engine.domain.verdicts import CONCLUSIONS, Verdict
from engine.evaluation.actual import rank_text
from engine.evaluation.drafts import draft_marks
from engine.evaluation.evaluation import CaseName
from engine.evaluation.evaluator import Evaluator, SomeStates
from engine.evaluation.findings import indicator_text
from engine.evaluation.goals import GoalInForce
from engine.explain.assumptions import assumed_fact, assuming
from engine.explain.breakpoints import breakpoints, raw_inputs
from engine.explain.dependencies import tests_behind
from engine.explain.goal_result import Change, Goal
from engine.explain.goal_words import change_text
from engine.explain.stretches import distance, gap, inside, is_above, reaches, stretches
from engine.factbase.facts import Fact
from engine.inference.nodes import Node, NodeKind, conclusion_node
from engine.language import display
from engine.language.interval import Interval, point
from engine.language.logic import Truth
from engine.language.syntax import Direction
from engine.language.units import in_unit
from engine.rulebook.logic import Test, leaves
from engine.rulebook.rulebook import Indicator, Kind, Nature, Reconciliation, Reference
from engine.workspace.case import Case

_NEVER_NEGATIVE = {"diện tích", "khối lượng", "thể tích", "chiều dài"}
_DECIMALS = 2
_DOUBLINGS = 40


def find_goal(case: Case, reference: Reference, evaluator: Evaluator) -> Goal:
    """The goal of a criterion, target or finding of ``case``. Raises EngineError."""
    return _Search(case, reference, evaluator).goal()


def switching_inputs(case: Case, reference: Reference, evaluator: Evaluator) -> list[str]:
    """The codes of the inputs that alone can turn ``reference``."""
    return [change.code for change in _Search(case, reference, evaluator).changes()]


def _holds(verdict: Verdict) -> bool:
    """Whether nothing is to be done for it: it is reached, or holds as long as its period lasts."""
    return verdict.reached or verdict is Verdict.PERIOD_OPEN


class _Candidate(NamedTuple):
    """A value to try, in base units, and how far it is (then whether it is only just beyond) from the present one."""

    distance: tuple[Fraction, int]
    value: Interval


class _Search:
    def __init__(self, case: Case, reference: Reference, evaluator: Evaluator) -> None:
        self.case = case
        self.reference = reference
        self.evaluator = evaluator
        self.rulebook = case.rulebook
        self.tests = list(dict.fromkeys(tests_behind(reference, case, evaluator.goals_of(case.facts))))
        self.node = conclusion_node(reference)
        self._asked = SomeStates(evaluator, (self.node,))
        self._known: dict[tuple[tuple[str, Interval | None], ...], int] = {}
        self.now = self._state({})

    # ------------------------------------------------------------ the whole

    def goal(self) -> Goal:
        changes, facts = list(self.changes()), self.case.facts.facts
        turned = {change.code for change in changes}
        powerless = tuple(code for code in self.inputs() if code not in turned)
        jointly, result = ((), "") if changes else self._jointly()
        seeks = self._label(not self._reached(self.now))
        return Goal(
            self.reference,
            CaseName(
                self.rulebook.resolution.number,
                facts.unit,
                facts.year,
                facts.as_of,
                draft_marks(self.case.facts).codes,
                facts.period,
            ),
            self._text(self.now),
            self._reached(self.now),
            seeks,
            tuple(changes),
            powerless,
            jointly,
            result,
            tuple(self._beyond()),
            self._over(),
        )

    def _beyond(self) -> Iterator[Change]:
        """The nearest changes that make it vượt, or of what is vượt only đạt; none once the time is over."""
        if not self._can_be_exceeded() or self._over() is not None:
            return
        wanted = Verdict.MET if self._verdict(self.now) is Verdict.EXCEEDED else Verdict.EXCEEDED
        for code in self.inputs():
            change = self._nearest(code, lambda state: self._verdict(state) is wanted)
            if change is not None:
                yield change

    def _can_be_exceeded(self) -> bool:
        """Whether the goal of the criterion, or of one of the target, leaves room for vượt."""
        return any(g.threshold is not None and g.threshold.exceeded is not None for g in self._goals())

    def _goals(self) -> Iterator[GoalInForce]:
        """The goals in force of the criterion, or of the counted criteria of the target."""
        what, identifier = self.reference
        for goal in self.evaluator.goals_of(self.case.facts).values():
            criterion = goal.criterion
            if (what == "criterion" and criterion.id == identifier) or (
                what == "target" and criterion.target == identifier and criterion.counted
            ):
                yield goal

    def _over(self) -> date | None:
        """The deadline of what is không đạt; of a target the last one that has passed."""
        if self.reference.what == "finding" or self._verdict(self.now) is not Verdict.FAILED:
            return None
        return max(g.deadline for g in self._goals() if g.deadline <= self.case.facts.facts.as_of)

    @staticmethod
    def _verdict(state: int) -> Verdict:
        return CONCLUSIONS[state].verdict

    def changes(self) -> Iterator[Change]:
        """The nearest turning value of every input that can turn it alone, in the order of the catalogue."""
        for code in self.inputs():
            change = self._nearest(code, self._turned)
            if change is not None:
                yield change

    def inputs(self) -> list[str]:
        """The given values that the verdict rests on; plans, which are set and not reached, only where there is nothing else."""
        found = {code for test in self.tests for code in raw_inputs(test.input.formula, self.case.facts)}
        listed = [code for code in self.rulebook.indicators if code in found]
        return [code for code in listed if self.rulebook.indicators[code].nature is not Nature.PLAN] or listed

    # ------------------------------------------------------------ states

    def _state(self, assumed: dict[str, Fact | None]) -> int:
        key = tuple((code, None if fact is None else fact.value) for code, fact in sorted(assumed.items()))
        if key not in self._known:
            facts = self.case.facts.assuming(assumed) if assumed else self.case.facts
            self._known[key] = self._asked.of(facts)[self.node]
        return self._known[key]

    def _reached(self, state: int) -> bool:
        if self.reference.what == "finding":
            return Truth(state) is Truth.TRUE
        return _holds(CONCLUSIONS[state].verdict)

    def _turned(self, state: int) -> bool:
        """Whether what is sought has come about: đạt (or so far) where it is not, chưa đạt or không đạt where it is."""
        if self.reference.what == "finding":
            wanted = Truth.FALSE if self._reached(self.now) else Truth.TRUE
            return Truth(state) is wanted
        status = CONCLUSIONS[state].verdict
        return status.unmet if self._reached(self.now) else _holds(status)

    def _undecided(self, state: int) -> bool:
        if self.reference.what == "finding":
            return Truth(state) is Truth.UNKNOWN
        return CONCLUSIONS[state].verdict is Verdict.UNDETERMINED

    def _label(self, reached: bool) -> str:
        if self.reference.what == "finding":
            return "có" if reached else "không"
        return Verdict.MET.label if reached else Verdict.NOT_MET.label

    def _text(self, state: int) -> str:
        if self.reference.what == "finding":
            return {Truth.TRUE: "có", Truth.FALSE: "không", Truth.UNKNOWN: "chưa rõ"}[Truth(state)]
        return CONCLUSIONS[state].verdict.label

    # ------------------------------------------------------------ one input

    def _nearest(self, code: str, turned: Callable[[int], bool]) -> Change | None:
        indicator = self.rulebook.indicators[code]
        for candidate in self._candidates(indicator):
            if turned(self._within(indicator, candidate.value, turned)):
                value = self._smallest(indicator, candidate.value, turned)
                value = self._widest(indicator, self._writable(indicator, value, turned), turned)
                return self._change(indicator, value, self._within(indicator, value, turned), turned)
        return None

    def _within(self, indicator: Indicator, value: Interval, turned: Callable[[int], bool]) -> int:
        """The state at ``value``; where an open stretch leaves it unknown, at a number inside.

        Between breakpoints the verdict stays the same, but a formula that uses an input twice has too wide bounds.
        """
        state = self._state({indicator.code: self._fact(indicator, value)})
        if turned(state) or value.exact is not None:
            return state
        return self._state({indicator.code: self._fact(indicator, inside(value, indicator.unit.scale))})

    def _writable(self, indicator: Indicator, value: Interval, turned: Callable[[int], bool]) -> Interval:
        """``value`` with ends that can be written in two decimals, rounded to the turning side; as it is where that fails."""
        if indicator.kind is not Kind.NUMBER or indicator.ranks:
            return value
        scale = indicator.unit.scale / 10**_DECIMALS
        measured = self.case.facts.value(indicator.code).value
        now = measured.exact if measured is not None else None
        low = None if value.low is None else ceil(value.low / scale) * scale
        high = None if value.high is None else floor(value.high / scale) * scale
        if value.exact is not None and now is not None:
            low = high = high if value.exact < now else low
        if low is not None and high is not None and low > high:
            return value
        shown = Interval(low, high, value.low_open, value.high_open)
        return shown if turned(self._within(indicator, shown, turned)) else value

    def _widest(self, indicator: Indicator, value: Interval, turned: Callable[[int], bool]) -> Interval:
        """An open stretch without the end that does not matter: «trên 45» for «trên 45 đến dưới 60», where it turns too."""
        measured = self.case.facts.value(indicator.code).value
        if value.exact is not None or indicator.ranks:
            return value
        state = self._state({indicator.code: self._fact(indicator, value)})
        wider = [Interval(value.low, None, value.low_open), Interval(None, value.high, True, value.high_open)]
        if measured is not None and value.high is not None and is_above(measured, value.high):
            wider.reverse()
        for shown in wider:
            if shown.low is shown.high is None:
                continue
            if turned(state) and self._state({indicator.code: self._fact(indicator, shown)}) == state:
                return shown
        return value

    def _smallest(self, indicator: Indicator, value: Interval, turned: Callable[[int], bool]) -> Interval:
        """``value``, or the nearest whole step that turns as well, found by halving where a breakpoint was not known."""
        measured = self.case.facts.value(indicator.code).value
        now = measured.exact if measured is not None else None
        nearer = self._just_before(indicator, value, now)
        if indicator.step is None or now is None or value.exact is None or nearer is None:
            return value
        if not turned(self._state({indicator.code: self._fact(indicator, nearer)})):
            return value
        step = indicator.step * indicator.unit.scale
        stays, turns = Fraction(0), (value.exact - now) / step
        while abs(turns - stays) > 1:
            middle = Fraction(round((stays + turns) / 2))
            if turned(self._state({indicator.code: self._fact(indicator, point(now + middle * step))})):
                turns = middle
            else:
                stays = middle
        return point(now + turns * step)

    def _fact(self, indicator: Indicator, value: Interval) -> Fact:
        return assumed_fact(self.case, indicator, value, self._shown(indicator, value))

    def _shown(self, indicator: Indicator, value: Interval) -> str:
        shown = in_unit(value, indicator.unit)
        return (
            rank_text(indicator, shown)
            if indicator.kind is not Kind.NUMBER
            else display.interval(shown, indicator.unit)
        )

    def _candidates(self, indicator: Indicator) -> list[_Candidate]:
        """Values to try, the nearest first; where nothing is known now, the least demanding first."""
        now = self.case.facts.value(indicator.code).value
        values = self._ranks(indicator) if indicator.ranks else self._numbers(indicator)
        if now is None:
            down = any(t.direction is Direction.DOWN and t.input.code == indicator.code for t in self.tests)
            ordered = sorted(values, key=lambda v: (v.low or v.high or Fraction(0)) * (-1 if down else 1))
            return [_Candidate((Fraction(number), 0), value) for number, value in enumerate(ordered)]
        tried = (_Candidate(distance(value, now), value) for value in values if value != now)
        return sorted(tried, key=lambda c: (c.distance, c.value.low or Fraction(0)))

    @staticmethod
    def _ranks(indicator: Indicator) -> list[Interval]:
        return [point(Fraction(rank)) for rank in range(len(indicator.ranks))]

    def _numbers(self, indicator: Indicator) -> list[Interval]:
        found = breakpoints(self.tests, indicator.code, self.case.facts)
        floor_value = self._floor(indicator)
        step = Fraction(1) if indicator.kind is Kind.DATE else None
        if indicator.step is not None:
            step = indicator.step * indicator.unit.scale
        if step is None:
            found |= {Fraction(0)} if found else set()  # a formula may have a pole there
            return [v for v in stretches(sorted(found)) if reaches(v, floor_value) is not None]
        if not found:
            return list(self._doublings(indicator, step, floor_value))
        steps = {k for b in found for k in (floor(b / step) - 1, floor(b / step), ceil(b / step), ceil(b / step) + 1)}
        return [point(k * step) for k in sorted(steps) if floor_value is None or k * step >= floor_value]

    def _doublings(self, indicator: Indicator, step: Fraction, least: Fraction | None) -> Iterator[Interval]:
        """Ever wider steps from the present value: for formulas that are not followed; ``_smallest`` then halves."""
        measured = self.case.facts.value(indicator.code).value
        if measured is None or measured.exact is None:
            return
        for sign in (1, -1):
            for power in range(_DOUBLINGS):
                value = measured.exact + sign * step * 2**power
                if least is None or value >= least:
                    yield point(value)

    @staticmethod
    def _floor(indicator: Indicator) -> Fraction | None:
        """0 for what can never be negative."""
        unit = indicator.unit
        return Fraction(0) if unit.counts or unit.dimension in _NEVER_NEGATIVE else None

    # ------------------------------------------------------------ the change, proved

    def _change(self, indicator: Indicator, value: Interval, state: int, turned: Callable[[int], bool]) -> Change:
        measured = self.case.facts.value(indicator.code)
        now = measured.value.exact if measured.value is not None else None
        shown, shown_text = in_unit(value, indicator.unit), self._shown(indicator, value)
        now_text = indicator_text(indicator, measured, with_unit=True) or "chưa có số liệu"
        change = None if now is None or indicator.ranks else gap(value, now) / indicator.unit.scale
        return Change(
            code=indicator.code,
            name=indicator.name,
            now=now_text,
            needed=shown_text,
            value=shown,
            change=change,
            unit=indicator.unit.text,
            change_text=change_text(indicator, change, value, measured.value, (now_text, shown_text)),
            becomes=self._text(state),
            short_of_it=self._short_of(indicator, value, now, turned),
            breaks=self._broken(indicator, value),
        )

    def _short_of(
        self, indicator: Indicator, value: Interval, now: Fraction | None, turned: Callable[[int], bool]
    ) -> str:
        """The verdict just short of ``value``: one step before it, or anywhere on the way where there are no steps.

        '' where it was not evaluated, or is undecided or not one verdict.
        """
        if now is None or indicator.ranks:
            return ""
        end = value if value.exact is not None else point(now + gap(value, now))
        tried = [just_before] if (just_before := self._just_before(indicator, end, now)) is not None else []
        if value.exact is None:
            tried.append(end)
        states = {self._state({indicator.code: self._fact(indicator, v)}) for v in tried} or {self.now}
        state = states.pop()
        certain = not states and not turned(state) and not self._undecided(state)
        return self._text(state) if certain else ""

    def _just_before(self, indicator: Indicator, value: Interval, now: Fraction | None) -> Interval | None:
        """The value one step nearer to the present one; None where that is the present one or there are no steps."""
        if now is None or value.exact is None or indicator.ranks:
            return None
        step = (indicator.step or Fraction(1)) * indicator.unit.scale
        if indicator.step is None and indicator.kind is not Kind.DATE:
            if value.exact == now:
                return None
            low, high = sorted((now, value.exact))
            return Interval(low, high, True, True)
        nearer = value.exact - step if value.exact > now else value.exact + step
        return None if nearer == now else point(nearer)

    def _broken(self, indicator: Indicator, value: Interval) -> tuple[str, ...]:
        """The declared reconciliations that agree now and would not any more."""
        resting = [one for one in self.rulebook.reconciliations if self._rests_on(one, indicator.code)]
        if not resting:
            return ()
        nodes = [Node(NodeKind.RECONCILIATION, one.id) for one in resting]
        states = SomeStates(self.evaluator, nodes)
        before = states.of(self.case.facts)
        after = states.of(assuming(self.case, {indicator.code: self._fact(indicator, value)}).facts)
        return tuple(
            node.element for node in nodes if Truth(before[node]) is Truth.TRUE and Truth(after[node]) is Truth.FALSE
        )

    def _rests_on(self, reconciliation: Reconciliation, code: str) -> bool:
        """Whether a value of ``code`` may change what comes of a reconciliation: it compares it, or asks for conclusions."""
        return any(
            not isinstance(leaf, Test) or code in raw_inputs(leaf.input.formula, self.case.facts)
            for leaf in leaves(reconciliation.check)
        )

    # ------------------------------------------------------------ several inputs

    def _jointly(self) -> tuple[tuple[Change, ...], str]:
        """For every test that does not hold now, its own nearest change; proved together, or nothing."""
        if self.reference.what == "finding" or self._reached(self.now):
            return (), ""
        plan: dict[str, Change] = {}
        facts: dict[str, Fact | None] = {}
        for test in self.tests:
            if self._holds(test, facts):
                continue
            for code in raw_inputs(test.input.formula, self.case.facts):
                found = self._for_test(test, code, facts)
                if found is not None:
                    plan[code], facts[code] = found
                    break
        for code in list(plan):  # an alternative that another change has made needless
            fewer = {other: fact for other, fact in facts.items() if other != code}
            if fewer and self._turned(self._state(fewer)):
                plan.pop(code)
                facts = fewer
        state = self._state(facts) if facts else self.now
        return (tuple(plan.values()), self._text(state)) if self._turned(state) and facts else ((), "")

    def _holds(self, test: Test, facts: dict[str, Fact | None]) -> bool:
        value = self.case.facts.assuming(facts).measured(test.input).value
        return value is not None and (value.within(test.allowed) is Truth.TRUE) != test.negated

    def _for_test(self, test: Test, code: str, facts: dict[str, Fact | None]) -> tuple[Change, Fact] | None:
        indicator = self.rulebook.indicators[code]
        for candidate in self._candidates(indicator):
            fact = self._fact(indicator, candidate.value)
            if self._holds(test, {**facts, code: fact}):
                state = self._state({**facts, code: fact})
                return self._change(indicator, candidate.value, state, self._turned), fact
        return None
