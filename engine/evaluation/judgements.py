"""What the engine concluded of each criterion and target: the verdict, the comparisons behind it, and doubts about their data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.domain.verdicts import CONCLUSIONS, Conclusion, Verdict
from engine.evaluation.comparison import Measure, TwoSides
from engine.evaluation.drafts import draft_marks
from engine.evaluation.evaluation import CriterionResult, EngineUsed, EvaluatedResolution, TargetResult, Verdicts
from engine.evaluation.goals import GoalInForce, Goals, SideNames
from engine.factbase.base import DataWarning, FactBase, InputValue
from engine.factbase.facts import Fact
from engine.inference.nodes import Node, NodeKind
from engine.inference.program import EngineError, Firing
from engine.language import display
from engine.language.logic import Truth
from engine.rulebook.open_marks import OpenMark
from engine.rulebook.rulebook import Criterion, Logic, Sides, Target, Test, leaves

_HOLDS = tuple(True if c.verdict.reached else False if c.verdict.unmet else None for c in CONCLUSIONS)
"""By state, what the verdict of a criterion of one comparison says of that comparison."""

_HELD = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}


def two_sides(sides: Sides, names: SideNames, values: Mapping[str, InputValue]) -> TwoSides:
    """Returns the values of both ``sides``; ``values`` are the inputs of a case by key."""
    return TwoSides(values[sides.left.key], values[sides.right.key], names.right_indicator, names.left, names.right)


class JudgementReader:
    """Reads the firings of one case. ``values`` are its inputs by key, in base units; ``warnings`` grow while it is read."""

    def __init__(self, goals: Goals, facts: FactBase, values: dict[str, InputValue], firings: list[Firing]) -> None:
        self.facts = facts
        self.rulebook = facts.rulebook
        self.values = values
        self.by_node: dict[Node, list[Firing]] = {}
        for firing in firings:
            node = firing.rule.then.node
            known = self.by_node.get(node)
            if known is None:
                self.by_node[node] = [firing]
            else:
                known.append(firing)
        self.goals = goals.at(facts.facts.year, facts.facts.as_of)
        self.draft = draft_marks(facts)
        self.open_marks: dict[str, tuple[OpenMark, ...]] = {}
        for mark in goals.open_marks:
            self.open_marks[mark.criterion] = (*self.open_marks.get(mark.criterion, ()), mark)
        self.warnings = [DataWarning("CT136", mark.said, mark.span.place) for mark in goals.open_marks]

    def verdicts(self, engine: EngineUsed) -> Verdicts:
        """What ``engine`` concluded. Raises EngineError where something was left without a state."""
        facts = self.facts.facts
        targets = tuple([self.target(target) for target in self.rulebook.targets])
        warnings = tuple(dict.fromkeys((*self.facts.warnings, *self.warnings)))
        resolution = EvaluatedResolution.of(self.rulebook.resolution)
        codes = self.draft.codes
        return Verdicts(resolution, facts.unit, facts.year, facts.as_of, engine, targets, warnings, codes)

    def target(self, target: Target) -> TargetResult:
        """What was concluded of ``target`` and of its criteria; doubts about their data go to ``warnings``."""
        node = Node(NodeKind.TARGET, target.id)
        criteria = tuple([self.criterion(criterion) for criterion in target.criteria])
        verdict = self._conclusion(node).verdict
        return TargetResult(target.id, target.title, verdict, criteria, tuple(self.by_node[node]))

    def criterion(self, criterion: Criterion) -> CriterionResult:
        """What was concluded of ``criterion``, without its pace and outlook; doubts about its data go to ``warnings``."""
        goal = self.goals[criterion.id]
        conclusion = self._conclusion(goal.node)
        applies = conclusion.verdict is not Verdict.NOT_APPLICABLE
        beyond = goal.threshold.exceeded if goal.threshold and conclusion.verdict is Verdict.EXCEEDED else None
        exceeded = beyond if isinstance(beyond, Test) else None
        measures = []
        for test, node, catalogued, names in goal.tests:
            holds = (_HOLDS[conclusion.state] if node is None else self._holds(node, test)) if applies else None
            measured = self.values[test.input.key]
            sides = None if test.sides is None or names is None else two_sides(test.sides, names, self.values)
            measure = Measure(test, measured, holds, catalogued, sides, exceeded)
            measures.append(measure)
            doubtful = bool(measured.missing)
            for fact in measured.facts:
                if fact.part_year or fact.soft or not fact.source or fact.as_of < goal.old_before:
                    doubtful = True
            if doubtful and applies:  # what does not apply asks for no data
                self.warnings.extend(self._doubts(goal, measure))
        if criterion.applies is not None:
            self.warnings.extend(self._doubts_of_application(criterion, criterion.applies))
        in_error = criterion.id in self.draft.criteria
        open_marks = self.open_marks.get(criterion.id, ())
        firings = tuple(self.by_node[goal.node])
        return CriterionResult(goal, conclusion, tuple(measures), firings, draft=in_error, open_marks=open_marks)

    def _conclusion(self, node: Node) -> Conclusion:
        """Raises EngineError where the engine left the node without a state."""
        firings = self.by_node.get(node)
        if firings is None:
            raise EngineError(f"{node} was left without a state")
        return CONCLUSIONS[firings[0].rule.then.state or 0]

    def _holds(self, node: Node, test: Test) -> bool | None:
        """What the engine derived for a comparison, or for what ``test`` is the contrary of; None: it is not decided."""
        truth = Truth(self.by_node[node][0].rule.then.state or 0)
        return _HELD[~truth if test.contrary else truth]

    # ------------------------------------------------------------ warnings about data

    def _doubts(self, goal: GoalInForce, measure: Measure) -> Iterator[DataWarning]:
        measured, criterion = measure.compared, goal.criterion
        for code in measured.missing:
            text = f"nội dung {criterion.id}: chưa có số liệu {self._named(code)}"
            yield DataWarning("CT301", text, criterion.span.place, (code,))
        for fact in measured.facts:
            yield from self._about_fact(goal, measure, fact)
        threshold = measure.test.threshold
        if measured.value is not None and threshold is not None and measured.soft and measured.value.exact == threshold:
            text = f"nội dung {criterion.id}: «{measure.name}» ghi «khoảng», đúng bằng ngưỡng; cần số chính xác"
            yield DataWarning("CT306", text, measured.origin, (measure.indicator,))

    def _doubts_of_application(self, criterion: Criterion, applies: Logic) -> Iterator[DataWarning]:
        """The data that are missing to know whether ``criterion`` applies, while that is not known."""
        if self.by_node[Node(NodeKind.APPLIES, criterion.id)][0].rule.then.state != Truth.UNKNOWN:
            return
        tests = (leaf for leaf in leaves(applies) if isinstance(leaf, Test))
        for code in dict.fromkeys(code for test in tests for code in self.values[test.input.key].missing):
            text = f"nội dung {criterion.id}: chưa có số liệu {self._named(code)} để biết có áp dụng không"
            yield DataWarning("CT301", text, criterion.span.place, (code,))

    def _about_fact(self, goal: GoalInForce, measure: Measure, fact: Fact) -> Iterator[DataWarning]:
        dated, found = display.day(fact.as_of), {}
        if fact.part_year:
            found["CT304"] = f"mới tính đến {dated}, chưa hết năm"
        if fact.as_of < goal.old_before:
            found["CT307"] = f"là số liệu cũ, tính đến {dated}, trước hạn {display.day(goal.deadline)}"
        if not fact.source:
            found["CT309"] = "không ghi nguồn"
        for code, text in found.items():
            whole = f"nội dung {goal.criterion.id}: «{measure.name}» {text}"
            yield DataWarning(code, whole, fact.origin, (fact.code,))

    def _named(self, code: str) -> str:
        indicator = self.rulebook.indicators.get(code)
        return f"«{indicator.name}» ({code})" if indicator else code
