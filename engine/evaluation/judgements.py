"""What the engine concluded of each criterion and target: the verdict, the comparisons behind it, and doubts about their data."""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.records import record_of
from engine.domain.verdicts import CONCLUSIONS, Conclusion, OpenReason, Verdict
from engine.evaluation.comparison import Measure, TwoSides
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.drafts import draft_marks
from engine.evaluation.evaluation import EngineUsed, EvaluatedResolution, Verdicts
from engine.evaluation.goals import GoalInForce, Goals, SideNames
from engine.evaluation.pace import test_state
from engine.evaluation.plausibility import doubts, is_near_goal
from engine.factbase.base import FactBase
from engine.factbase.facts import Fact
from engine.factbase.input_values import DataWarning, InputValue
from engine.factbase.periods import period_text
from engine.inference.nodes import Node, NodeKind, leaf_nodes
from engine.inference.program import EngineError, Firing, Firings
from engine.language import display
from engine.language.logic import State, Truth
from engine.rulebook.logic import Leaf, Logic, PresenceTest, Reading, StatusTest, Test, leaves
from engine.rulebook.open_marks import OpenMark
from engine.rulebook.rulebook import Criterion, Nature, Target

HOLDS = tuple(
    True if c.verdict.reached or c.verdict is Verdict.PERIOD_OPEN else False if c.verdict.unmet else None
    for c in CONCLUSIONS
)
"""By state, what the verdict of a criterion of one comparison says of that comparison as it is so far."""

# On CPython 3.11 a member of an enumeration by its name takes as long as ten of these.
_EXCEEDED, _NOT_APPLICABLE = Verdict.EXCEEDED, Verdict.NOT_APPLICABLE
_PERIOD_OPEN, _UNDETERMINED = Verdict.PERIOD_OPEN, Verdict.UNDETERMINED
_HELD = {int(state): None if state is State.UNKNOWN else state > 0 for state in State}


def held(state: int, test: Test) -> bool | None:
    """Whether ``test`` holds where the node of what is written has ``state``; None: it is not decided."""
    return _HELD[-state if test.contrary else state]


def two_sides(test: Test, names: SideNames, facts: FactBase) -> TwoSides:
    """Returns the values of both sides of ``test``, up to the end that they share."""
    assert test.sides is not None
    left, right = (facts.beside(test.input, side) for side in (test.sides.left, test.sides.right))
    return TwoSides(left, right, names.right_indicator, names.left, names.right)


class JudgementReader:
    """Reads the firings of one case. ``values`` are its inputs by key, in base units; ``warnings`` grow while it is read."""

    def __init__(self, goals: Goals, facts: FactBase, values: dict[str, InputValue], firings: Firings) -> None:
        self.facts = facts
        self.rulebook = facts.rulebook
        self.values = values
        self.by_node = firings.by_node
        self.goals = goals.at(facts.facts)
        self.target_nodes = goals.target_nodes
        self.year_before = facts.knows(facts.facts.year - 1)
        self.due_day = facts.facts.due_day
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
        return Verdicts(resolution, facts.unit, facts.year, facts.as_of, engine, targets, warnings, codes, facts.period)

    def target(self, target: Target) -> TargetResult:
        """What was concluded of ``target`` and of its criteria; doubts about their data go to ``warnings``."""
        firings = self._firings(self.target_nodes[target.id])
        criteria = tuple([self.criterion(criterion) for criterion in target.criteria])
        return TargetResult(target.id, target.title, CONCLUSIONS[firings[0].state].verdict, criteria, firings)

    def criterion(self, criterion: Criterion) -> CriterionResult:
        """What was concluded of ``criterion``, without its pace and outlook; doubts about its data go to ``warnings``."""
        goal = self.goals[criterion.id]
        firings = self._firings(goal.node)
        state = firings[0].state
        conclusion = CONCLUSIONS[state]
        verdict = conclusion.verdict
        applies = verdict is not _NOT_APPLICABLE
        beyond = goal.threshold.exceeded if verdict is _EXCEEDED and goal.threshold else None
        exceeded = beyond if isinstance(beyond, Test) else None
        old_before = goal.old_before
        measures = []
        for test, node, catalogued, names, called, shares, near in goal.tests:
            holds = (HOLDS[state] if node is None else self._holds(node, test)) if applies else None
            measured = self.values[test.input.key]
            sides = None if test.sides is None or names is None else two_sides(test, names, self.facts)
            measure = Measure(test, measured, holds, catalogued, sides, exceeded, called)
            measures.append(measure)
            if not applies:
                continue  # and asks for no data
            doubtful = measured.missing or measured.unfinished or measured.unlike or measured.late
            for fact in measured.facts:  # of most the day alone tells that they are not old
                if fact.soft or not fact.source or fact.early or (fact.as_of < old_before and self._is_old(goal, fact)):
                    doubtful = True
            if doubtful:
                self.warnings.extend(self._doubts(goal, measure))
            value = measured.value
            if value is not None and (
                self.year_before or near is None or not is_near_goal(value, test.threshold, near)
            ):
                self.warnings.extend(doubts(criterion.id, measure, self.facts, shares))
        if criterion.applies is not None:
            self.warnings.extend(self._doubts_of_application(criterion, criterion.applies))
        draft = criterion.id in self.draft.criteria
        open_marks = self.open_marks.get(criterion.id, ())
        reason = self._reason(goal, verdict)
        early = self.due_day < goal.deadline
        pace, outlook, standing = None, (), None
        told = (goal, conclusion, tuple(measures), firings, pace, outlook, draft, open_marks, reason, early, standing)
        return record_of(CriterionResult, told)

    def _conclusion(self, node: Node) -> Conclusion:
        """Raises as ``_firings`` does."""
        return CONCLUSIONS[self._firings(node)[0].state]

    def _firings(self, node: Node) -> tuple[Firing, ...]:
        """Raises EngineError where the engine left the node without a state."""
        firings = self.by_node.get(node)
        if firings is None:
            raise EngineError(f"{node} was left without a state")
        return firings

    def _holds(self, node: Node, test: Test) -> bool | None:
        """What the engine derived for a comparison, or for what ``test`` is the contrary of; None: it is not decided."""
        return held(self.by_node[node][0].state, test)

    # ------------------------------------------------------------ warnings about data

    def _doubts(self, goal: GoalInForce, measure: Measure) -> Iterator[DataWarning]:
        measured, criterion = measure.compared, goal.criterion
        for code in (one for one in measured.missing if one not in measured.partial):
            text = f"nội dung {criterion.id}: chưa có số liệu {self._named(code)}"
            yield DataWarning("CT301", text, criterion.span.place, (code,))
        if measured.unlike:
            text = f"nội dung {criterion.id}: «{measure.name}»: {measured.unlike}"
            yield DataWarning("CT311", text, criterion.span.place, (measure.indicator,))
        if measured.period is not None and measured.unfinished and self._is_late(measured):
            over = "kỳ đã hết, " if measured.ended else ""
            remedy = "; ghi số cả kỳ hoặc ước cả kỳ" if measured.ended else ""
            text = f"nội dung {criterion.id}: «{measure.name}»: {over}mới có số {period_text(measured.period)}{remedy}"
            yield DataWarning("CT304", text, measured.origin, (measure.indicator,))
        for code in () if measured.unfinished and not measured.ended else measured.partial:
            text = f"nội dung {criterion.id}: {self._named(code)} chưa có số của cả năm"
            yield DataWarning("CT304", text, measured.origin or criterion.span.place, (code,))
        for fact in measured.facts:
            yield from self._about_fact(goal, measure, fact)
        threshold = measure.test.threshold
        if measured.value is not None and threshold is not None and measured.soft and measured.value.exact == threshold:
            text = f"nội dung {criterion.id}: «{measure.name}» ghi «khoảng», đúng bằng ngưỡng; cần số chính xác"
            yield DataWarning("CT306", text, measured.origin, (measure.indicator,))

    def _doubts_of_application(self, criterion: Criterion, applies: Logic) -> Iterator[DataWarning]:
        """The data that are missing to know whether ``criterion`` applies, while that is not known."""
        if self.by_node[Node(NodeKind.APPLIES, criterion.id)][0].state != Truth.UNKNOWN:
            return
        tests = (leaf for leaf in leaves(applies) if isinstance(leaf, Test))
        for code in dict.fromkeys(code for test in tests for code in self.values[test.input.key].missing):
            text = f"nội dung {criterion.id}: chưa có số liệu {self._named(code)} để biết có áp dụng không"
            yield DataWarning("CT301", text, criterion.span.place, (code,))

    def _about_fact(self, goal: GoalInForce, measure: Measure, fact: Fact) -> Iterator[DataWarning]:
        dated, found = display.day(fact.as_of), {}
        if measure.compared.late and fact.as_of > goal.deadline:
            found["CT304"] = f"là số sau hạn {display.day(goal.deadline)}, tính đến {dated}"
        if self._is_old(goal, fact):
            found["CT307"] = f"là số liệu cũ, tính đến {dated}, trước hạn {display.day(goal.deadline)}"
        if not fact.source:
            found["CT309"] = "không ghi nguồn"
        for code, text in found.items():
            whole = f"nội dung {goal.criterion.id}: «{measure.name}» {text}"
            yield DataWarning(code, whole, fact.origin, (fact.code,))

    def goal_state(self, goal: GoalInForce, conclusion: Conclusion) -> State:
        """The state of «đạt khi» that led to what is not decided for good, where it has a node of its own."""
        firings = self.by_node.get(goal.met_node)
        if firings is not None:
            return State(firings[0].state)
        return State.TRUE_SO_FAR if conclusion.verdict is _PERIOD_OPEN else State.FALSE

    def _is_late(self, measured: InputValue) -> bool:
        """Whether a value reaches less far than the data as a whole, or its period is over."""
        assert measured.period is not None
        return measured.ended or measured.period.end < self.facts.facts.due_day

    def _is_old(self, goal: GoalInForce, fact: Fact) -> bool:
        """Whether the deadline has passed and a stock of this year is of a day before it."""
        if fact.as_of >= goal.old_before or self.rulebook.indicators[fact.code].nature is not Nature.STOCK:
            return False
        return fact in self.facts.given(fact.code)

    def _named(self, code: str) -> str:
        alone, _, year = code.partition(" (")
        indicator = self.rulebook.indicators.get(alone)
        return f"«{indicator.name}» ({alone}) {year.removesuffix(')')}".rstrip() if indicator else code

    # ------------------------------------------------------------ why nothing is decided

    def _reason(self, goal: GoalInForce, verdict: Verdict) -> OpenReason | None:
        """Source: 9-periods-points, «Verdicts»."""
        if verdict is _PERIOD_OPEN:
            return OpenReason.PERIOD_OPEN
        if verdict is not _UNDETERMINED or goal.threshold is None:
            return None
        asked = [
            (goal.criterion.applies, Node(NodeKind.APPLIES, goal.criterion.id)),
            (goal.threshold.met, goal.met_node),
        ]
        found = {reason for logic, node in asked if logic for reason in self._reasons(logic, node)}
        return next((reason for reason in OpenReason if reason in found), OpenReason.MISSING)

    def _reasons(self, logic: Logic, node: Node) -> Iterator[OpenReason | None]:
        """The reasons of the parts of ``logic`` that are not decided, as far as its state at ``node`` is not."""
        firings = self.by_node.get(node)
        if firings is not None and firings[0].state != 0:
            return
        for below, leaf, _ in leaf_nodes(logic, node):
            of_leaf = self.by_node.get(below)
            if of_leaf is None or of_leaf[0].state == 0:
                yield self._reason_of(leaf)

    def _reason_of_status(self, leaf: StatusTest) -> OpenReason | None:
        """Why a verdict that a condition asks for is not known: the reason of that verdict itself."""
        node = Node(NodeKind.TARGET if leaf.of_target else NodeKind.CRITERION, leaf.id)
        verdict = self._conclusion(node).verdict
        if verdict is _NOT_APPLICABLE:
            return OpenReason.MISSING
        if verdict is not _UNDETERMINED:
            return OpenReason.INTERVAL
        if not leaf.of_target:
            return self._reason(self.goals[leaf.id], verdict)
        criteria = (c for c in self.rulebook.criteria if c.target == leaf.id and c.counted)
        concluded = ((c.id, self._conclusion(Node(NodeKind.CRITERION, c.id)).verdict) for c in criteria)
        found = {self._reason(self.goals[id], one) for id, one in concluded if one is _UNDETERMINED}
        return next((reason for reason in OpenReason if reason in found), None)

    def _reason_of(self, leaf: Leaf) -> OpenReason | None:
        """Why a comparison is not decided; None where it is, or is none."""
        if isinstance(leaf, StatusTest):
            return self._reason_of_status(leaf)
        if isinstance(leaf, PresenceTest):
            return OpenReason.MISSING
        if not isinstance(leaf, Test):
            return None
        measured = self.values[leaf.input.key]
        if measured.value is None:
            if measured.missing:
                return OpenReason.MISSING
            return OpenReason.NO_LIKE_PERIOD if measured.unlike else OpenReason.INTERVAL
        state = test_state(leaf, measured)
        if state is not State.UNKNOWN:
            return None
        final = leaf.input.asked.reading is Reading.FINAL
        if measured.ended and (final or measured.value.within(leaf.allowed) is not Truth.UNKNOWN):
            return OpenReason.PERIOD_ENDED
        return OpenReason.INTERVAL
