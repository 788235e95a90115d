"""Rulebook → program: every criterion, target, finding and compound part gets exactly one state, each by a rule that fires."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from engine.inference.encoding import Scale
from engine.inference.program import MAX_PATTERNS, Check, Code, Pattern, Program, Rule, Slot, WorkingFact
from engine.language.interval import Interval
from engine.language.logic import Truth
from engine.language.syntax import Standing
from engine.rulebook.rulebook import (
    AllOf,
    AnyOf,
    Criterion,
    Finding,
    FindingKind,
    KnowledgeTest,
    Leaf,
    Logic,
    NotOf,
    PresenceTest,
    Reference,
    Rulebook,
    StatusTest,
    Test,
    Threshold,
    leaves,
)

YEAR, AS_OF, SINCE_YEAR_END = "$year", "$as_of", "$days_since_year_end"
"""Inputs of time: the year evaluated, the as-of date, and the days from the end of that year to it."""

Box = tuple[Check, ...]
"""Checks on one fact that must all hold."""

Outcomes = dict[Code, list[list[Pattern]]]
"""Per verdict the alternatives that lead to it, each a list of patterns; NOT_MET stands for FAILED as well."""

_TRUE, _FALSE, _UNKNOWN = int(Truth.TRUE), int(Truth.FALSE), int(Truth.UNKNOWN)


def input_node(key: str) -> str:
    """The node that carries the value of an input."""
    return f"input:{key}"


def known_node(key: str) -> str:
    """The node that says whether an input has a value."""
    return f"known:{key}"


def criterion_node(identifier: str) -> str:
    return f"criterion:{identifier}"


def target_node(identifier: str) -> str:
    return f"target:{identifier}"


def finding_node(identifier: str) -> str:
    return f"finding:{identifier}"


@dataclass(frozen=True, slots=True)
class Case:
    """A threshold of a criterion, and when it is the one in force: checks on the inputs of time. None: no threshold."""

    guards: tuple[Pattern, ...]
    threshold: Threshold | None
    deadline: tuple[Pattern, Pattern] | None
    """Patterns for «not yet reached» and «reached»."""
    met_node: str = ""


@dataclass(frozen=True)
class Compiled:
    """A program, and the scales on which the values of its inputs enter it."""

    program: Program
    scales: dict[str, Scale]


def compile_rulebook(rulebook: Rulebook) -> Compiled:
    """The program of ``rulebook``; one program serves every unit, year and date."""
    return _Compiler(rulebook).compile()


# What a standing asks of a verdict: the codes for which it is true, false and unknown (8-semantics, «Status atoms»).
_STANDINGS: dict[Standing, dict[Truth, tuple[Code, ...]]] = {
    Standing.MET: {
        Truth.TRUE: (Code.MET, Code.MET_PERHAPS_EXCEEDED, Code.EXCEEDED),
        Truth.FALSE: (Code.FAILED, Code.NOT_MET),
        Truth.UNKNOWN: (Code.UNDETERMINED, Code.NOT_APPLICABLE),
    },
    Standing.NOT_MET: {
        Truth.TRUE: (Code.FAILED, Code.NOT_MET),
        Truth.FALSE: (Code.MET, Code.MET_PERHAPS_EXCEEDED, Code.EXCEEDED),
        Truth.UNKNOWN: (Code.UNDETERMINED, Code.NOT_APPLICABLE),
    },
    Standing.FAILED: {
        Truth.TRUE: (Code.FAILED,),
        Truth.FALSE: (Code.NOT_MET, Code.MET, Code.MET_PERHAPS_EXCEEDED, Code.EXCEEDED),
        Truth.UNKNOWN: (Code.UNDETERMINED, Code.NOT_APPLICABLE),
    },
    Standing.EXCEEDED: {
        Truth.TRUE: (Code.EXCEEDED,),
        Truth.FALSE: (Code.FAILED, Code.NOT_MET, Code.MET),
        Truth.UNKNOWN: (Code.UNDETERMINED, Code.MET_PERHAPS_EXCEEDED, Code.NOT_APPLICABLE),
    },
    Standing.UNDETERMINED: {
        Truth.TRUE: (Code.UNDETERMINED,),
        Truth.FALSE: tuple(c for c in Code if c is not Code.UNDETERMINED),
        Truth.UNKNOWN: (),
    },
    Standing.NOT_APPLICABLE: {
        Truth.TRUE: (Code.NOT_APPLICABLE,),
        Truth.FALSE: tuple(c for c in Code if c is not Code.NOT_APPLICABLE),
        Truth.UNKNOWN: (),
    },
}

# What «của» asks: a criterion or target that does not apply is not one that falls short.
_UNMET = {
    Truth.TRUE: (Code.FAILED, Code.NOT_MET),
    Truth.FALSE: (Code.MET, Code.MET_PERHAPS_EXCEEDED, Code.EXCEEDED, Code.NOT_APPLICABLE),
    Truth.UNKNOWN: (Code.UNDETERMINED,),
}


class _Compiler:
    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.rules: list[Rule] = []
        self.unmet: set[str] = set()
        self.scales = self._scales()

    def compile(self) -> Compiled:
        for target in self.rulebook.targets:
            for criterion in target.criteria:
                self._criterion(criterion)
            counted = [criterion_node(c.id) for c in target.criteria if c.counted]
            if counted:
                self._least(target_node(target.id), counted, [int(code) for code in Code])
            else:
                self._rule([_ALWAYS], target_node(target.id), Code.NOT_APPLICABLE)
        for finding in self.rulebook.findings:
            self._finding(finding)
        nodes = sorted({p.node for rule in self.rules for p in rule.when} | {rule.then.node for rule in self.rules})
        return Compiled(Program(tuple(self.rules), tuple(nodes)), self.scales)

    def _rule(self, when: Iterable[Pattern], node: str, state: int) -> None:
        self.rules.append(Rule(f"r{len(self.rules)}", tuple(when), WorkingFact(node, state=state)))

    # ------------------------------------------------------------ scales

    def _scales(self) -> dict[str, Scale]:
        constants: dict[str, set[Fraction]] = {YEAR: set(), AS_OF: set(), SINCE_YEAR_END: {Fraction(0)}}
        for logic in self._all_conditions():
            for leaf in leaves(logic):
                if isinstance(leaf, Test):
                    ends = {end for end in (leaf.allowed.low, leaf.allowed.high) if end is not None}
                    constants.setdefault(leaf.input.key, set()).update(ends)
        for criterion in self.rulebook.criteria:
            years = {t.year for w in criterion.wordings for t in w.thresholds if t.year is not None}
            constants[YEAR].update(Fraction(y) for year in years for y in (year - 1, year))
            days = {self.rulebook.resolution.ends, *(date(year, 12, 31) for year in years)}
            days.update(w.since for w in criterion.wordings if w.since is not None)
            if criterion.deadline is not None:
                days.add(criterion.deadline)
            constants[AS_OF].update(Fraction(day.toordinal()) for day in days)
        return {key: Scale(values) for key, values in constants.items()}

    def _all_conditions(self) -> Iterator[Logic | None]:
        for criterion in self.rulebook.criteria:
            yield criterion.applies
            for wording in criterion.wordings:
                for threshold in wording.thresholds:
                    yield threshold.met
                    yield threshold.exceeded
        for finding in self.rulebook.findings:
            yield finding.when

    # ------------------------------------------------------------ leaves: one fact, and its checks

    def _boxes(self, leaf: Leaf, truth: Truth) -> tuple[str, list[Box]]:
        """The node that ``leaf`` looks at, and the disjoint boxes of checks in which it has ``truth``."""
        match leaf:
            case Test(input=input, allowed=allowed, negated=negated):
                wanted = ~truth if negated else truth
                return input_node(input.key), _interval_boxes(self.scales[input.key], allowed, wanted)
            case StatusTest(standing=Standing.BEHIND):
                return input_node(YEAR), [()] if truth is Truth.UNKNOWN else []
            case StatusTest(of_target=of_target, id=identifier, standing=standing):
                node = target_node(identifier) if of_target else criterion_node(identifier)
                return node, _state_boxes(_STANDINGS[standing][truth])
            case PresenceTest(finding=finding, present=present):
                return finding_node(finding), _state_boxes([int(truth if present else ~truth)])
            case KnowledgeTest(input=input, known=known):
                wanted = truth if known else ~truth
                states = [] if truth is Truth.UNKNOWN else [int(wanted is Truth.TRUE)]
                return known_node(input.key), _state_boxes(states)

    def _logic(self, logic: Logic, node: str) -> str:
        """Rules that give ``node`` the state of ``logic``; its inner parts get nodes of their own."""
        match logic:
            case AllOf(parts=parts):
                self._least(
                    node,
                    [self._logic(part, f"{node}.{i}") for i, part in enumerate(parts, 1)],
                    [_FALSE, _UNKNOWN, _TRUE],
                )
            case AnyOf(parts=parts):
                self._greatest(node, [self._logic(part, f"{node}.{i}") for i, part in enumerate(parts, 1)])
            case NotOf(part=part):
                inner = self._logic(part, f"{node}.1")
                for state in (_FALSE, _UNKNOWN, _TRUE):
                    self._rule([_state(inner, state, state)], node, -state)
            case _:
                self._leaf(logic, node)
        return node

    def _leaf(self, leaf: Leaf, node: str) -> str:
        for truth in Truth:
            watched, boxes = self._boxes(leaf, truth)
            for box in boxes:
                self._rule([Pattern(watched, box)], node, int(truth))
        return node

    # ------------------------------------------------------------ least and greatest of several states

    def _least(self, node: str, parts: Sequence[str], levels: Sequence[int]) -> None:
        """``node`` gets the least of the states of ``parts``, which are among ``levels`` (ascending)."""
        if len(parts) > MAX_PATTERNS:
            self._least(node, self._grouped(node, parts, lambda name, group: self._least(name, group, levels)), levels)
            return
        lowest, *middle, highest = levels
        for part in parts:
            self._rule([_state(part, lowest, lowest)], node, lowest)
        for level in middle:
            floor = f"{node}>={level}"
            self._rule([_state(part, level, None) for part in parts], floor, 1)
            for part in parts:
                self._rule([_state(floor, 1, 1), _state(part, level, level)], node, level)
        self._rule([_state(part, highest, highest) for part in parts], node, highest)

    def _greatest(self, node: str, parts: Sequence[str]) -> None:
        """``node`` is true as soon as one of ``parts`` is, false if all are, otherwise unknown."""
        if len(parts) > MAX_PATTERNS:
            self._greatest(node, self._grouped(node, parts, self._greatest))
            return
        ceiling = f"{node}<=0"
        for part in parts:
            self._rule([_state(part, _TRUE, _TRUE)], node, _TRUE)
        self._rule([_state(part, None, _UNKNOWN) for part in parts], ceiling, 1)
        for part in parts:
            self._rule([_state(ceiling, 1, 1), _state(part, _UNKNOWN, _UNKNOWN)], node, _UNKNOWN)
        self._rule([_state(part, _FALSE, _FALSE) for part in parts], node, _FALSE)

    def _grouped(self, node: str, parts: Sequence[str], derive: Callable[[str, Sequence[str]], None]) -> list[str]:
        """Nodes for groups of as many parts as one rule may match."""
        groups = [parts[i : i + MAX_PATTERNS] for i in range(0, len(parts), MAX_PATTERNS)]
        names = [f"{node}/{number}" for number in range(1, len(groups) + 1)]
        for name, group in zip(names, groups, strict=True):
            derive(name, group)
        return names

    # ------------------------------------------------------------ criteria

    def _criterion(self, criterion: Criterion) -> None:
        node = criterion_node(criterion.id)
        applies: list[Pattern] = []
        if criterion.applies is not None:
            asked = self._logic(criterion.applies, f"{node}?applies")
            self._rule([_state(asked, _FALSE, _FALSE)], node, Code.NOT_APPLICABLE)
            applies = [_state(asked, _TRUE, _TRUE)]
        for case in self._cases(criterion):
            if case.threshold is None:
                self._rule(case.guards, node, Code.NOT_APPLICABLE)
                continue
            if criterion.applies is not None:
                self._rule([*case.guards, _state(f"{node}?applies", _UNKNOWN, _UNKNOWN)], node, Code.UNDETERMINED)
            self._verdicts(node, case, [*case.guards, *applies])

    def _verdicts(self, node: str, case: Case, context: list[Pattern]) -> None:
        threshold = case.threshold
        assert threshold is not None and case.deadline is not None
        outcomes = (
            self._simple_outcomes(threshold)
            if is_simple(threshold)
            else self._compound_outcomes(threshold, case.met_node)
        )
        for code, boxes in outcomes.items():
            for patterns in boxes:
                when = [*context, *patterns]
                if code is Code.NOT_MET:
                    before, reached = case.deadline
                    self._rule([*when, before], node, Code.NOT_MET)
                    self._rule([*when, reached], node, Code.FAILED)
                else:
                    self._rule(when, node, code)

    def _simple_outcomes(self, threshold: Threshold) -> Outcomes:
        """A single test: the verdict's rules match the indicator's fact itself."""
        met, exceeded = threshold.met, threshold.exceeded
        assert not isinstance(met, AllOf | AnyOf | NotOf)
        watched, true = self._boxes(met, Truth.TRUE)
        outcomes: dict[Code, list[Box]] = {
            Code.NOT_MET: self._boxes(met, Truth.FALSE)[1],
            Code.UNDETERMINED: self._boxes(met, Truth.UNKNOWN)[1],
        }
        if exceeded is None:
            outcomes[Code.MET] = true
        else:
            assert not isinstance(exceeded, AllOf | AnyOf | NotOf)
            beyond = {truth: self._boxes(exceeded, truth)[1] for truth in Truth}
            outcomes[Code.MET] = _both(true, beyond[Truth.FALSE])
            outcomes[Code.MET_PERHAPS_EXCEEDED] = _both(true, beyond[Truth.UNKNOWN])
            outcomes[Code.EXCEEDED] = _both(true, beyond[Truth.TRUE])
        return {code: [[Pattern(watched, box)] for box in boxes] for code, boxes in outcomes.items()}

    def _compound_outcomes(self, threshold: Threshold, node: str) -> Outcomes:
        met = self._logic(threshold.met, node)
        outcomes = {
            Code.NOT_MET: [[_state(met, _FALSE, _FALSE)]],
            Code.UNDETERMINED: [[_state(met, _UNKNOWN, _UNKNOWN)]],
        }
        true = _state(met, _TRUE, _TRUE)
        if threshold.exceeded is None:
            outcomes[Code.MET] = [[true]]
        else:
            beyond = self._logic(threshold.exceeded, f"{node}+")
            for code, state in ((Code.MET, _FALSE), (Code.MET_PERHAPS_EXCEEDED, _UNKNOWN), (Code.EXCEEDED, _TRUE)):
                outcomes[code] = [[true, _state(beyond, state, state)]]
        return outcomes

    def _cases(self, criterion: Criterion) -> Iterator[Case]:
        """Every wording and milestone with the stretch of time for which it is in force; together they cover all time."""
        for position, wording in enumerate(criterion.wordings):
            following = criterion.wordings[position + 1] if position + 1 < len(criterion.wordings) else None
            guards = self._in_force(wording.since, following.since if following else None)
            if wording.thresholds and wording.thresholds[0].year is None:
                yield Case(
                    guards, wording.thresholds[0], self._deadline(criterion, None), met_node(criterion, position, 0)
                )
            elif wording.thresholds:
                yield from self._milestones(criterion, position, guards)

    def _milestones(self, criterion: Criterion, position: int, guards: tuple[Pattern, ...]) -> Iterator[Case]:
        """Each milestone from the one before it on (or, for «hằng năm», in its own year alone); no threshold elsewhere."""
        previous: int | None = None
        for index, threshold in enumerate(criterion.wordings[position].thresholds):
            year = threshold.year
            assert year is not None
            if criterion.yearly and previous != year - 1:
                yield Case((*guards, self._years(previous, year, before=True)), None, None)
            first = year - 1 if criterion.yearly else previous
            node = met_node(criterion, position, index)
            yield Case((*guards, self._years(first, year)), threshold, self._deadline(criterion, year), node)
            previous = year
        yield Case((*guards, self._years(previous, None)), None, None)

    def _in_force(self, since: date | None, until: date | None) -> tuple[Pattern, ...]:
        if since is None and until is None:
            return ()
        low, high = (None if day is None else Fraction(day.toordinal()) for day in (since, until))
        return (self._time(AS_OF, Interval(low, high, high_open=True)),)

    def _years(self, after: int | None, last: int | None, before: bool = False) -> Pattern:
        """Years after ``after`` up to ``last``, or up to the year ``before`` it."""
        low, high = (None if year is None else Fraction(year) for year in (after, last))
        return self._time(YEAR, Interval(low, high, low_open=True, high_open=before))

    def _deadline(self, criterion: Criterion, milestone: int | None) -> tuple[Pattern, Pattern]:
        """8-semantics: the criterion's own deadline, else the milestone's year, else each year, else the period."""
        day = criterion.deadline
        if day is None and milestone is None and criterion.yearly:
            key, last = SINCE_YEAR_END, Fraction(0)
        else:
            if day is None:
                day = self.rulebook.resolution.ends if milestone is None else date(milestone, 12, 31)
            key, last = AS_OF, Fraction(day.toordinal())
        return self._time(key, Interval(None, last, high_open=True)), self._time(key, Interval(last, None))

    def _time(self, key: str, interval: Interval) -> Pattern:
        (box,) = _interval_boxes(self.scales[key], interval, Truth.TRUE)
        return Pattern(input_node(key), box)

    # ------------------------------------------------------------ findings

    def _finding(self, finding: Finding) -> None:
        node = finding_node(finding.id)
        parts = []
        if finding.when is not None:
            parts.append(self._logic(finding.when, f"{node}?when"))
        of = belongs_to(finding, self.rulebook)
        if of:
            self._greatest(f"{node}?of", [self._holds(reference) for reference in of])
            parts.append(f"{node}?of")
        if parts:
            self._least(node, parts, [_FALSE, _UNKNOWN, _TRUE])
        else:
            self._rule([_ALWAYS], node, _TRUE)

    def _holds(self, reference: Reference) -> str:
        """The node that is true where a finding may belong to ``reference``: a finding that is there, a criterion unmet."""
        if reference.what == "finding":
            return finding_node(reference.id)
        watched = target_node(reference.id) if reference.what == "target" else criterion_node(reference.id)
        unmet = f"unmet:{watched}"
        if unmet not in self.unmet:
            self.unmet.add(unmet)
            for truth, codes in _UNMET.items():
                for box in _state_boxes(codes):
                    self._rule([Pattern(watched, box)], unmet, int(truth))
        return unmet


def belongs_to(finding: Finding, rulebook: Rulebook) -> tuple[Reference, ...]:
    """What a finding belongs to; a limitation or cause without «của» belongs to every counted criterion."""
    if finding.of or finding.kind not in (FindingKind.LIMITATION, FindingKind.CAUSE):
        return finding.of
    return tuple(Reference("criterion", c.id) for c in rulebook.criteria if c.counted)


_ALWAYS = Pattern(input_node(YEAR), ())
"""Every case has a year."""


def is_simple(threshold: Threshold) -> bool:
    """Whether met and exceeded are single tests of one and the same input."""
    met, exceeded = threshold.met, threshold.exceeded
    if isinstance(met, AllOf | AnyOf | NotOf):
        return False
    return exceeded is None or (isinstance(met, Test) and isinstance(exceeded, Test) and met.input == exceeded.input)


def _state(node: str, low: int | None, high: int | None) -> Pattern:
    return Pattern(node, (Check(Slot.STATE, low, high),))


def _state_boxes(states: Iterable[int]) -> list[Box]:
    """Runs of neighbouring states, each as one check."""
    boxes: list[Box] = []
    run: list[int] = []
    for state in sorted(int(s) for s in states):
        if run and state != run[-1] + 1:
            boxes.append((Check(Slot.STATE, run[0], run[-1]),))
            run = []
        run.append(state)
    return [*boxes, (Check(Slot.STATE, run[0], run[-1]),)] if run else boxes


def _interval_boxes(scale: Scale, allowed: Interval, truth: Truth) -> list[Box]:
    """Disjoint boxes over (lo, hi) of a value that lies in ``allowed`` (TRUE), outside (FALSE), or may be either (UNKNOWN)."""
    low = None if allowed.low is None else scale.low(allowed)
    high = None if allowed.high is None else scale.high(allowed)
    if truth is Truth.TRUE:
        return [_box(low, None, None, high)]
    below = [] if low is None else [_box(None, None, None, low - 1)]
    above = [] if high is None else [_box(high + 1, None, None, None)]
    if truth is Truth.FALSE:
        return [*below, *above]
    starts_below = [] if low is None else [_box(None, low - 1, low, None)]
    ends_above = [] if high is None else [_box(low, high, high + 1, None)]
    return [*starts_below, *ends_above]


def _box(low_from: int | None, low_to: int | None, high_from: int | None, high_to: int | None) -> Box:
    checks = [Check(Slot.LOW, low_from, low_to), Check(Slot.HIGH, high_from, high_to)]
    return tuple(check for check in checks if check.low is not None or check.high is not None)


def _both(left: list[Box], right: list[Box]) -> list[Box]:
    """The boxes in which both hold; those that cannot are left out."""
    merged = (_merged(a, b) for a in left for b in right)
    return [box for box in merged if box is not None]


def _merged(a: Box, b: Box) -> Box | None:
    checks = []
    for slot in (Slot.LOW, Slot.HIGH):
        on_slot = [check for check in (*a, *b) if check.slot is slot]
        lows = [c.low for c in on_slot if c.low is not None]
        highs = [c.high for c in on_slot if c.high is not None]
        low, high = max(lows, default=None), min(highs, default=None)
        if low is not None and high is not None and low > high:
            return None
        if low is not None or high is not None:
            checks.append(Check(slot, low, high))
    by_slot = {check.slot: check for check in checks}
    at_least = by_slot[Slot.LOW].low if Slot.LOW in by_slot else None
    at_most = by_slot[Slot.HIGH].high if Slot.HIGH in by_slot else None
    if at_least is not None and at_most is not None and at_least > at_most:  # lo <= hi always holds
        return None
    return tuple(checks)


def named_leaves(logic: Logic, node: str) -> Iterator[tuple[str, Leaf]]:
    """The leaves of ``logic`` with the nodes that carry their states where ``logic`` itself has ``node``."""
    if isinstance(logic, AllOf | AnyOf):
        for number, part in enumerate(logic.parts, 1):
            yield from named_leaves(part, f"{node}.{number}")
    elif isinstance(logic, NotOf):
        yield from named_leaves(logic.part, f"{node}.1")
    else:
        yield node, logic


def met_node(criterion: Criterion, wording: int, threshold: int) -> str:
    """The node of a compound «đạt khi»: of the threshold-th case of the wording-th wording, both counted from 0."""
    return f"{criterion_node(criterion.id)}?met.{wording}.{threshold}"
