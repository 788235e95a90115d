"""Rulebook → program: every criterion, target, finding and compound part gets exactly one state, each by a rule that fires."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.domain.verdicts import CONCLUSIONS, PERHAPS_EXCEEDED, Conclusion, PaceState, Verdict
from engine.inference.boxes import Box, belonging_states, both, interval_boxes, state, state_boxes
from engine.inference.encoding import Scale
from engine.inference.nodes import (
    AS_OF,
    DUE,
    SINCE_YEAR_END,
    YEAR,
    Node,
    NodeKind,
    belongs_node,
    conclusion_node,
    pace_key,
)
from engine.inference.program import Pattern, Program
from engine.inference.spreading import spread
from engine.inference.states import FALSE, PACES, TRUE, UNKNOWN, StateRules
from engine.language.interval import Interval
from engine.language.logic import State, Truth
from engine.rulebook.deadlines import day_of_goal, fixed_deadline, last_year_judged
from engine.rulebook.logic import AllOf, AnyOf, NotOf, StatusTest, Test, leaves
from engine.rulebook.rulebook import Criterion, Finding, Reference, Rulebook, Threshold

Outcomes = dict[Conclusion, list[list[Pattern]]]
"""Per verdict the alternatives that lead to it, each a list of patterns; NOT_MET stands for FAILED as well."""


_FAILED, _NOT_MET, _UNDETERMINED = map(Conclusion, (Verdict.FAILED, Verdict.NOT_MET, Verdict.UNDETERMINED))
_MET, _EXCEEDED, _NOT_APPLICABLE = map(Conclusion, (Verdict.MET, Verdict.EXCEEDED, Verdict.NOT_APPLICABLE))


_UNREACHED = {
    State.FALSE_FOR_GOOD: _FAILED,
    State.FALSE: _NOT_MET,
    State.FALSE_SO_FAR: _NOT_MET,
    State.UNKNOWN: _UNDETERMINED,
    State.TRUE_SO_FAR: Conclusion(Verdict.PERIOD_OPEN),
}
"""What is concluded of a goal that is not finally reached, before its deadline. Source: 9-periods-points, «Verdicts»."""


def _beyond(exceeded: State) -> Conclusion:
    """What is concluded of a goal that is reached: vượt only where that is final too."""
    if exceeded >= State.TRUE:
        return _EXCEEDED
    return PERHAPS_EXCEEDED if exceeded is State.UNKNOWN else _MET


class Case(NamedTuple):
    """A threshold of a criterion, and when it is the one in force: checks on the inputs of time. None: no threshold."""

    guards: tuple[Pattern, ...]
    threshold: Threshold | None
    deadline: tuple[Pattern, Pattern] | None
    """Patterns for «not yet reached» and «reached»."""
    place: tuple[int, int] = (0, 0)
    """The places of the wording and of the threshold, counted from 0."""


class CompiledRulebook(NamedTuple):
    """A program, the scales on which the values of its inputs enter it, and how many copies of a fact it looks at."""

    program: Program
    scales: dict[str, Scale]
    copies: dict[Node, int]


def compile_rulebook(rulebook: Rulebook) -> CompiledRulebook:
    """The program of ``rulebook``; one program serves every unit, year and date."""
    return _Compiler(rulebook).compile()


_NO_YEAR = 9999
"""A year that no file can have: for a deadline outside of the period."""


class _Compiler:
    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.scales = self._scales()
        self.rules = StateRules(rulebook, self.scales)
        self.standings: set[Node] = set()

    def compile(self) -> CompiledRulebook:
        for target in self.rulebook.targets:
            for criterion in target.criteria:
                self._criterion(criterion)
            counted = [Node(NodeKind.CRITERION, c.id) for c in target.criteria if c.counted]
            if counted:
                self.rules.least(Node(NodeKind.TARGET, target.id), counted, range(len(CONCLUSIONS)))
            else:
                self.rules.add([_ALWAYS], Node(NodeKind.TARGET, target.id), _NOT_APPLICABLE.state)
        for finding in self.rulebook.findings:
            self._finding(finding)
        for reconciliation in self.rulebook.reconciliations:
            self.rules.logic(reconciliation.check, Node(NodeKind.RECONCILIATION, reconciliation.id))
        for sentence in self.rulebook.sentences:
            if sentence.when is not None:
                self.rules.logic(sentence.when, Node(NodeKind.SENTENCE, sentence.id))
        rules, copies = spread(self.rules.rules)
        nodes = sorted({pattern.node for rule in rules for pattern in rule.when} | {rule.then.node for rule in rules})
        return CompiledRulebook(Program(tuple(rules), tuple(nodes)), self.scales, copies)

    # ------------------------------------------------------------ scales

    def _scales(self) -> dict[str, Scale]:
        constants: dict[str, set[Fraction]] = {YEAR: set(), AS_OF: set(), DUE: set(), SINCE_YEAR_END: {Fraction(0)}}
        for logic in self.rulebook.conditions:
            for leaf in leaves(logic):
                if isinstance(leaf, Test):
                    ends = {end for end in (leaf.allowed.low, leaf.allowed.high) if end is not None}
                    constants.setdefault(leaf.input.key, set()).update(ends)
        for criterion in self.rulebook.criteria:
            years = {t.year for w in criterion.wordings for t in w.thresholds if t.year is not None}
            constants[YEAR].update(Fraction(y) for year in years for y in (year - 1, year))
            thresholds = (threshold for wording in criterion.wordings for threshold in wording.thresholds)
            days = (
                day
                for threshold in thresholds
                for day in (fixed_deadline(criterion, threshold, self.rulebook), day_of_goal(threshold, self.rulebook))
            )
            due = {day for day in (*days, criterion.deadline) if day is not None}
            constants[DUE].update(Fraction(day.toordinal()) for day in due)
            since = {w.since for w in criterion.wordings if w.since is not None}
            constants[AS_OF].update(Fraction(day.toordinal()) for day in since)
            if criterion.deadline is not None:
                constants[YEAR].update((Fraction(criterion.deadline.year - 1), Fraction(criterion.deadline.year)))
        first, last = self.rulebook.resolution.first_year, self.rulebook.resolution.last_year
        constants[YEAR].update(map(Fraction, (first - 1, first, last, _NO_YEAR - 1, _NO_YEAR)))
        constants |= {pace_key(identifier): {Fraction(0)} for identifier in self._paced()}
        return {key: Scale(values) for key, values in constants.items()}

    def _paced(self) -> Iterator[str]:
        """The criteria whose tiến độ some condition or finding asks for."""
        yield from (reference.id for finding in self.rulebook.findings for reference in self._unmet_by(finding))
        for logic in self.rulebook.conditions:
            for leaf in leaves(logic):
                if isinstance(leaf, StatusTest) and isinstance(leaf.standing, PaceState):
                    of_target = (c.id for c in self.rulebook.criteria if c.target == leaf.id and c.counted)
                    yield from of_target if leaf.of_target else (leaf.id,)

    def _unmet_by(self, finding: Finding) -> Iterator[Reference]:
        """The criteria that ``finding`` may belong to because they fall short."""
        for reference in () if finding.keeps_up else belongs_to(finding, self.rulebook):
            if reference.what == "criterion":
                yield reference
            elif reference.what == "target":
                counted = (c for c in self.rulebook.criteria if c.target == reference.id and c.counted)
                yield from (Reference("criterion", criterion.id) for criterion in counted)

    # ------------------------------------------------------------ criteria

    def _criterion(self, criterion: Criterion) -> None:
        node = Node(NodeKind.CRITERION, criterion.id)
        applies: list[Pattern] = []
        if criterion.applies is not None:
            asked = self.rules.logic(criterion.applies, Node(NodeKind.APPLIES, criterion.id))
            self.rules.add([state(asked, FALSE, FALSE)], node, _NOT_APPLICABLE.state)
            applies = [state(asked, TRUE, TRUE)]
        for case in self._cases(criterion):
            if case.threshold is None:
                self.rules.add(case.guards, node, _NOT_APPLICABLE.state)
                continue
            if criterion.applies is not None:
                self.rules.add(
                    [*case.guards, state(Node(NodeKind.APPLIES, criterion.id), UNKNOWN, UNKNOWN)],
                    node,
                    _UNDETERMINED.state,
                )
            self._verdicts(criterion, case, [*case.guards, *applies])

    def _verdicts(self, criterion: Criterion, case: Case, context: list[Pattern]) -> None:
        node = Node(NodeKind.CRITERION, criterion.id)
        threshold = case.threshold
        assert threshold is not None and case.deadline is not None
        outcomes = (
            self._simple_outcomes(threshold)
            if is_simple(threshold, criterion)
            else self._compound_outcomes(node.element, threshold, case.place)
        )
        for conclusion, boxes in outcomes.items():
            for patterns in boxes:
                when = [*context, *patterns]
                if conclusion == _NOT_MET:
                    before, reached = case.deadline
                    self.rules.add([*when, before], node, _NOT_MET.state)
                    self.rules.add([*when, reached], node, _FAILED.state)
                else:
                    self.rules.add(when, node, conclusion.state)

    def _simple_outcomes(self, threshold: Threshold) -> Outcomes:
        """A single test: the verdict's rules match the indicator's fact itself."""
        met, exceeded = threshold.met, threshold.exceeded
        assert not isinstance(met, AllOf | AnyOf | NotOf)
        boxes = {one: self.rules.goal_boxes(met, one)[1] for one in State}
        watched, _ = self.rules.goal_boxes(met, State.TRUE)
        outcomes: dict[Conclusion, list[Box]] = {}
        for one, conclusion in _UNREACHED.items():
            outcomes.setdefault(conclusion, []).extend(boxes[one])
        true = boxes[State.TRUE] + boxes[State.TRUE_FOR_GOOD]
        if exceeded is None:
            outcomes[_MET] = true
        else:
            assert not isinstance(exceeded, AllOf | AnyOf | NotOf)
            for further in State:
                beyond = self.rules.goal_boxes(exceeded, further)[1]
                outcomes.setdefault(_beyond(further), []).extend(both(true, beyond))
        return {code: [[Pattern(watched, box)] for box in boxes] for code, boxes in outcomes.items()}

    def _compound_outcomes(self, criterion: str, threshold: Threshold, place: tuple[int, int]) -> Outcomes:
        met = self.rules.goal(threshold.met, Node(NodeKind.MET, criterion, place))
        possible = self.rules.possible[met]
        outcomes: Outcomes = {}
        for one, conclusion in _UNREACHED.items():
            if one in possible:
                outcomes.setdefault(conclusion, []).append([state(met, int(one), int(one))])
        true = state(met, int(State.TRUE), None)
        if threshold.exceeded is None:
            outcomes[_MET] = [[true]]
        else:
            beyond = self.rules.goal(threshold.exceeded, Node(NodeKind.EXCEEDED, criterion, place))
            for further in map(State, sorted(self.rules.possible[beyond])):
                outcomes.setdefault(_beyond(further), []).append([true, state(beyond, int(further), int(further))])
        return outcomes

    def _cases(self, criterion: Criterion) -> Iterator[Case]:
        """Every wording and milestone with the stretch of time for which it is in force; together they cover all time."""
        resolution = self.rulebook.resolution
        yield Case((self._years(None, resolution.first_year, before=True),), None, None)
        for position, wording in enumerate(criterion.wordings):
            following = criterion.wordings[position + 1] if position + 1 < len(criterion.wordings) else None
            guards = self._in_force(wording.since, following.since if following else None)
            last = last_year_judged(criterion, wording, self.rulebook)
            yield Case((*guards, self._years(last, None)), None, None)
            if wording.thresholds and wording.thresholds[0].year is None:
                threshold = wording.thresholds[0]
                for years, deadline in self._deadlines(criterion, threshold):
                    stretch = self._stretch(*years, last) or (_NO_YEAR - 1, _NO_YEAR)
                    yield Case((*guards, self._years(*stretch)), threshold, deadline, (position, 0))
            elif wording.thresholds:
                yield from self._milestones(criterion, position, guards, last)

    def _milestones(
        self, criterion: Criterion, position: int, guards: tuple[Pattern, ...], final: int
    ) -> Iterator[Case]:
        """Each milestone from the one before it on (or, for «hằng năm», in its own year alone); no threshold elsewhere.

        ``final`` is the last year that is judged.
        """
        previous: int | None = None
        for index, threshold in enumerate(criterion.wordings[position].thresholds):
            year = threshold.year
            assert year is not None
            if criterion.yearly and previous != year - 1:
                yield from self._without(guards, previous, year - 1, final)
            first = year - 1 if criterion.yearly else previous
            stretch = self._stretch(first, year, final)
            if stretch is not None:
                deadline = self._due(fixed_deadline(criterion, threshold, self.rulebook))
                yield Case((*guards, self._years(*stretch)), threshold, deadline, (position, index))
            previous = year
        yield from self._without(guards, previous, None, final)

    def _without(self, guards: tuple[Pattern, ...], after: int | None, last: int | None, final: int) -> Iterator[Case]:
        """No threshold in the years after ``after`` up to ``last``, as far as they are judged."""
        stretch = self._stretch(after, last, final)
        if stretch is not None:
            yield Case((*guards, self._years(*stretch)), None, None)

    def _stretch(self, after: int | None, last: int | None, final: int) -> tuple[int, int] | None:
        """The years after the first and up to the second that are judged, the last of them ``final``; None where there is none."""
        first = self.rulebook.resolution.first_year
        begin = first - 1 if after is None else max(after, first - 1)
        end = final if last is None else min(last, final)
        return (begin, end) if begin < end else None

    def _deadlines(
        self, criterion: Criterion, threshold: Threshold
    ) -> Iterator[tuple[tuple[int | None, int | None], tuple[Pattern, Pattern]]]:
        """The deadlines of a threshold, each with the years (after the first, up to the second) for which it is the one."""
        fixed = fixed_deadline(criterion, threshold, self.rulebook)
        own = criterion.deadline
        if fixed is not None or own is None or not criterion.yearly:
            yield (None, None), self._due(fixed)
            return
        other = self._due(day_of_goal(threshold, self.rulebook))
        yield (None, own.year - 1), other
        yield (own.year - 1, own.year), self._due(own)
        yield (own.year, None), other

    def _in_force(self, since: date | None, until: date | None) -> tuple[Pattern, ...]:
        if since is None and until is None:
            return ()
        low, high = (None if day is None else Fraction(day.toordinal()) for day in (since, until))
        return (self._time(AS_OF, Interval(low, high, high_open=True)),)

    def _years(self, after: int | None, last: int | None, before: bool = False) -> Pattern:
        """Years after ``after`` up to ``last``, or up to the year ``before`` it."""
        low, high = (None if year is None else Fraction(year) for year in (after, last))
        return self._time(YEAR, Interval(low, high, low_open=True, high_open=before))

    def _due(self, day: date | None) -> tuple[Pattern, Pattern]:
        """The patterns for «not yet reached» and «reached»; None is the end of the year evaluated."""
        key, last = (SINCE_YEAR_END, Fraction(0)) if day is None else (DUE, Fraction(day.toordinal()))
        return self._time(key, Interval(None, last, high_open=True)), self._time(key, Interval(last, None))

    def _time(self, key: str, interval: Interval) -> Pattern:
        (box,) = interval_boxes(self.scales[key], interval, Truth.TRUE)
        return Pattern(Node(NodeKind.INPUT, key), box)

    # ------------------------------------------------------------ findings

    def _finding(self, finding: Finding) -> None:
        node = Node(NodeKind.FINDING, finding.id)
        parts = []
        if finding.when is not None:
            parts.append(self.rules.logic(finding.when, Node(NodeKind.WHEN, finding.id)))
        of = belongs_to(finding, self.rulebook)
        if of:
            held = Node(NodeKind.OF, finding.id)
            self.rules.greatest(held, [self._holds(reference, finding.keeps_up) for reference in of])
            parts.append(held)
        if not of and finding.kind.spec.needs_shortfall:  # no criterion is counted, so that none can fall short
            self.rules.add([_ALWAYS], node, FALSE)
        elif parts:
            self.rules.least(node, parts, [FALSE, UNKNOWN, TRUE])
        else:
            self.rules.add([_ALWAYS], node, TRUE)

    def _holds(self, reference: Reference, keeps_up: bool) -> Node:
        """The node that is true where a finding may belong to ``reference``."""
        node, watched = belongs_node(reference, keeps_up), conclusion_node(reference)
        if node != watched and node not in self.standings:
            self.standings.add(node)
            for truth in Truth:
                for box in state_boxes(belonging_states(keeps_up, truth)):
                    self.rules.add([Pattern(watched, box)], node, int(truth))
            if not keeps_up:
                self._on_its_way(reference, node, state(watched, _NOT_MET.state, _NOT_MET.state))
        return node

    def _on_its_way(self, reference: Reference, node: Node, unmet: Pattern) -> None:
        """What is chưa đạt falls short where it is not on course. Source: 9-periods-points, «Verdicts»."""
        if reference.what == "target":
            on = self.rules.target_paced(reference.id, PaceState.ON)
            self.rules.add([unmet, state(on, TRUE, TRUE)], node, FALSE)
            self.rules.add([unmet, state(on, None, UNKNOWN)], node, TRUE)
            return
        key = pace_key(reference.id)
        for truth, value in ((Truth.TRUE, FALSE), (Truth.FALSE, TRUE), (Truth.UNKNOWN, TRUE)):
            for box in interval_boxes(self.scales[key], PACES[PaceState.ON], truth):
                self.rules.add([unmet, Pattern(Node(NodeKind.INPUT, key), box)], node, value)


def belongs_to(finding: Finding, rulebook: Rulebook) -> tuple[Reference, ...]:
    """What a finding belongs to; one that needs a shortfall and has no «của» belongs to every counted criterion."""
    if finding.of or not finding.kind.spec.needs_shortfall:
        return finding.of
    return tuple(Reference("criterion", c.id) for c in rulebook.criteria if c.counted)


_ALWAYS = Pattern(Node(NodeKind.INPUT, YEAR), ())
"""Every case has a year."""


def is_simple(threshold: Threshold, criterion: Criterion) -> bool:
    """Whether met and exceeded are single tests of one and the same input, and their verdict says all there is of them.

    Beside an «áp dụng khi» it does not: where that is unknown, the goal is true or false all the same.
    """
    met, exceeded = threshold.met, threshold.exceeded
    if criterion.applies is not None or isinstance(met, AllOf | AnyOf | NotOf):
        return False
    return exceeded is None or (isinstance(met, Test) and isinstance(exceeded, Test) and met.input == exceeded.input)
