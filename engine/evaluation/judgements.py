"""What the engine concluded of each criterion and target: the verdict, the comparisons behind it, and doubts about their data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from engine.evaluation.comparison import Measure, named_indicator
from engine.evaluation.evaluation import CriterionVerdict, EngineUsed, Status, TargetVerdict, Verdicts
from engine.evaluation.pace import deadline_of
from engine.factbase.base import DataWarning, FactBase, InputValue
from engine.factbase.facts import Fact
from engine.inference.compiler import is_simple
from engine.inference.nodes import criterion_node, met_node, named_leaves, target_node
from engine.inference.program import Code, EngineError, Firing
from engine.language import display
from engine.language.logic import Truth
from engine.rulebook.rulebook import Criterion, Indicator, Rulebook, Target, Test, Threshold, Wording

STATUSES = {
    Code.FAILED: Status.FAILED,
    Code.NOT_MET: Status.NOT_MET,
    Code.UNDETERMINED: Status.UNDETERMINED,
    Code.MET: Status.MET,
    Code.MET_PERHAPS_EXCEEDED: Status.MET,
    Code.EXCEEDED: Status.EXCEEDED,
    Code.NOT_APPLICABLE: Status.NOT_APPLICABLE,
}

_CODES = tuple(Code)
_STATUS_OF = tuple(STATUSES[code] for code in Code)
"""By code: a look-up by an enumeration's member takes longer than all else that is done for a verdict."""

_HOLDS = tuple(
    {Code.FAILED: False, Code.NOT_MET: False, Code.UNDETERMINED: None, Code.NOT_APPLICABLE: None}.get(code, True)
    for code in Code
)
"""By code, what the verdict of a criterion of one comparison says of that comparison."""


_HELD = {int(Truth.TRUE): True, int(Truth.FALSE): False, int(Truth.UNKNOWN): None}


class GoalTest(NamedTuple):
    """A comparison of «đạt khi»: ``node`` carries its state, None where the verdict itself says it."""

    test: Test
    node: str | None
    catalogued: Indicator | None


class Goal(NamedTuple):
    """What a criterion must reach in one year, at one as-of date: the wording and threshold in force (None: none is).

    ``ended`` is the day on which its time is over; once it is, values dated before ``old_before`` are old ones. ``rule`` is
    the file:line of the threshold.
    """

    criterion: Criterion
    node: str
    wording: Wording
    threshold: Threshold | None
    compared: tuple[GoalTest, ...]
    ended: date
    old_before: date
    rule: str
    condition: str
    """The threshold as written, '' where none is in force."""


class Goals:
    """The goals of a rulebook; those of a date are found once for all its units."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._at: dict[tuple[int, date], dict[str, Goal]] = {}

    def at(self, year: int, as_of: date) -> dict[str, Goal]:
        """By criterion."""
        found = self._at.get((year, as_of))
        if found is None:
            if len(self._at) >= _DATES_KEPT:
                self._at.clear()
            found = {criterion.id: self._goal(criterion, year, as_of) for criterion in self.rulebook.criteria}
            self._at[year, as_of] = found
        return found

    def _goal(self, criterion: Criterion, year: int, as_of: date) -> Goal:
        text = criterion.wording_on(as_of)
        threshold = text.threshold_for(year, criterion.yearly)
        node = criterion_node(criterion.id)
        if threshold is None:
            return Goal(criterion, node, text, None, (), date.max, date.min, criterion.span.place, "")
        compared = tuple(self._compared(criterion, text, threshold))
        ended = deadline_of(criterion, threshold, year, self.rulebook.resolution.ends)
        old_before = ended if ended <= as_of else date.min
        place, written = threshold.span.place, threshold.text
        return Goal(criterion, node, text, threshold, compared, ended, old_before, place, written)

    def _compared(self, criterion: Criterion, text: Wording, threshold: Threshold) -> Iterator[GoalTest]:
        node = met_node(criterion, criterion.wordings.index(text), text.thresholds.index(threshold))
        for name, leaf in named_leaves(threshold.met, node):
            if isinstance(leaf, Test):
                own = None if is_simple(threshold) else name
                yield GoalTest(leaf, own, named_indicator(leaf, self.rulebook))


_DATES_KEPT = 100


class Judgement(NamedTuple):
    """One criterion: its goal, its verdict and its comparisons."""

    goal: Goal
    code: Code
    measures: tuple[Measure, ...]
    firings: tuple[Firing, ...]


class JudgementReader:
    """Reads the firings of one case. ``values`` are its inputs by key, in base units; ``warnings`` grow while it is read."""

    def __init__(self, goals: Goals, facts: FactBase, values: dict[str, InputValue], firings: list[Firing]) -> None:
        self.facts = facts
        self.rulebook = facts.rulebook
        self.values = values
        self.by_node: dict[str, list[Firing]] = {}
        for firing in firings:
            node = firing.rule.then.node
            known = self.by_node.get(node)
            if known is None:
                self.by_node[node] = [firing]
            else:
                known.append(firing)
        self.goals = goals.at(facts.facts.year, facts.facts.as_of)
        self.warnings: list[DataWarning] = []

    def verdicts(self, engine: EngineUsed) -> Verdicts:
        """What ``engine`` concluded. Raises EngineError where something was left without a state."""
        facts = self.facts.facts
        targets = tuple([self._target(target) for target in self.rulebook.targets])
        warnings = tuple(dict.fromkeys((*self.facts.warnings, *self.warnings)))
        return Verdicts(self.rulebook.resolution.number, facts.unit, facts.year, facts.as_of, engine, targets, warnings)

    def code(self, node: str) -> Code:
        """Raises EngineError where the engine left the node without a state."""
        firings = self.by_node.get(node)
        if firings is None:
            raise EngineError(f"{node} was left without a state")
        return _CODES[firings[0].rule.then.state or 0]

    def judgement(self, criterion: Criterion) -> Judgement:
        """What was concluded of ``criterion``; doubts about its data go to ``warnings``."""
        goal = self.goals[criterion.id]
        code = self.code(goal.node)
        measures = []
        for test, node, catalogued in goal.compared:
            holds = _HOLDS[code] if node is None else self._holds(node)
            measured = self.values[test.input.key]
            measure = Measure(test, measured, holds, catalogued)
            measures.append(measure)
            doubtful = bool(measured.missing)
            for fact in measured.facts:
                if fact.part_year or fact.soft or not fact.source or fact.as_of < goal.old_before:
                    doubtful = True
            if doubtful:
                self.warnings.extend(self._doubts(goal, measure))
        return Judgement(goal, code, tuple(measures), tuple(self.by_node[goal.node]))

    def _target(self, target: Target) -> TargetVerdict:
        node = target_node(target.id)
        status = _STATUS_OF[self.code(node)]
        criteria = tuple([self._criterion(criterion) for criterion in target.criteria])
        return TargetVerdict(target.id, target.title, status, criteria, tuple(self.by_node[node]))

    def _criterion(self, criterion: Criterion) -> CriterionVerdict:
        goal, code, measures, firings = self.judgement(criterion)
        status, text = _STATUS_OF[code], goal.wording.text
        return CriterionVerdict(
            criterion.id, status, text, goal.condition, criterion.counted, measures, goal.rule, firings
        )

    def _holds(self, node: str) -> bool | None:
        """What the engine derived for a comparison; None where it is not decided."""
        return _HELD[self.by_node[node][0].rule.then.state or 0]

    # ------------------------------------------------------------ warnings about data

    def _doubts(self, goal: Goal, measure: Measure) -> Iterator[DataWarning]:
        measured, criterion = measure.measured, goal.criterion
        for code in measured.missing:
            text = f"nội dung {criterion.id}: chưa có số liệu {self._named(code)}"
            yield DataWarning("CT301", text, criterion.span.place, (code,))
        for fact in measured.facts:
            yield from self._about_fact(goal, measure, fact)
        threshold = measure.test.threshold
        if measured.value is not None and threshold is not None and measured.soft and measured.value.exact == threshold:
            text = f"nội dung {criterion.id}: «{measure.name}» ghi «khoảng», đúng bằng ngưỡng; cần số chính xác"
            yield DataWarning("CT306", text, measured.origin, (measure.indicator,))

    def _about_fact(self, goal: Goal, measure: Measure, fact: Fact) -> Iterator[DataWarning]:
        dated, found = display.day(fact.as_of), {}
        if fact.part_year:
            found["CT304"] = f"mới tính đến {dated}, chưa hết năm"
        if fact.as_of < goal.old_before:
            found["CT307"] = f"là số liệu cũ, tính đến {dated}, trước hạn {display.day(goal.ended)}"
        if not fact.source:
            found["CT309"] = "không ghi nguồn"
        for code, text in found.items():
            whole = f"nội dung {goal.criterion.id}: «{measure.name}» {text}"
            yield DataWarning(code, whole, fact.origin, (fact.code,))

    def _named(self, code: str) -> str:
        indicator = self.rulebook.indicators.get(code)
        return f"«{indicator.name}» ({code})" if indicator else code
