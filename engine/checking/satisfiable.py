"""Decides whether a condition can hold at all, where that is certain."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from engine.checking.ranges import possible
from engine.domain.verdicts import OPEN, REACHED, UNMET, Standing, Verdict
from engine.inference.compiler import belongs_to
from engine.language.aggregates import common
from engine.language.interval import Interval
from engine.rulebook.logic import (
    AllOf,
    AnyOf,
    KnowledgeTest,
    Leaf,
    Logic,
    NotOf,
    PresenceTest,
    StatusTest,
    Test,
    leaves,
)
from engine.rulebook.rulebook import Criterion, Finding, Rulebook

Conjunction = tuple[tuple[Leaf, bool], ...]
"""Leaves that must all hold (True) or all be false (False)."""

_MOST = 512
"""The most alternatives to examine; beyond them a condition counts as possible."""


class Satisfiability:
    """The answers for one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.criteria = {criterion.id: criterion for criterion in rulebook.criteria}
        self.findings = {finding.id: finding for finding in rulebook.findings}

    def condition(self, logic: Logic) -> bool:
        """Returns False where no values make ``logic`` true."""
        return self._any(self._expanded(logic, True, frozenset()))

    def easier(self, exceeded: Logic, met: Logic) -> bool:
        """Returns whether ``exceeded`` can hold while ``met`` does not; False unless all comparisons have one input."""
        tests = [*leaves(exceeded), *leaves(met)]
        inputs = {leaf.input.key for leaf in tests if isinstance(leaf, Test)}
        if len(inputs) != 1 or not all(isinstance(leaf, Test) for leaf in tests):
            return False
        first, second = (
            list(self._expanded(part, wanted, frozenset())) for part, wanted in ((exceeded, True), (met, False))
        )
        return len(first) * len(second) < _MOST and self._any(a + b for a, b in product(first, second))

    def finding(self, finding: Finding) -> bool:
        """Returns False where the finding can never be present."""
        return self._any(self._of_finding(finding, frozenset()))

    # ------------------------------------------------------------ alternatives

    def _any(self, alternatives: Iterator[Conjunction]) -> bool:
        return any(number >= _MOST or self._possible(conjunction) for number, conjunction in enumerate(alternatives))

    def _expanded(self, logic: Logic, wanted: bool, seen: frozenset[str]) -> Iterator[Conjunction]:
        """Yields the alternatives under which ``logic`` is true, or false where not ``wanted``."""
        match logic:
            case NotOf(part=part):
                yield from self._expanded(part, not wanted, seen)
            case AllOf(parts=parts) | AnyOf(parts=parts):
                if isinstance(logic, AllOf) == wanted:
                    groups = [list(self._expanded(part, wanted, seen)) for part in parts]
                    for number, joined in enumerate(product(*groups)):
                        if number >= _MOST:
                            yield ()
                            return
                        yield tuple(item for group in joined for item in group)
                else:
                    for part in parts:
                        yield from self._expanded(part, wanted, seen)
            case PresenceTest(finding=identifier, present=present) if present == wanted and identifier in self.findings:
                for alternative in self._of_finding(self.findings[identifier], seen):
                    yield ((logic, wanted), *alternative)
            case StatusTest(of_target=False, id=identifier, standing=standing) if wanted:
                yield from self._of_status(logic, identifier, standing, seen)
            case _:
                yield ((logic, wanted),)

    def _of_status(
        self, leaf: StatusTest, identifier: str, standing: Standing, seen: frozenset[str]
    ) -> Iterator[Conjunction]:
        """Yields a standing with its meaning for the numbers, where the criterion has one goal for all time."""
        goal = self._only_goal(self.criteria.get(identifier))
        if goal is None or standing not in (*REACHED, *UNMET) or identifier in seen:
            yield ((leaf, True),)
            return
        for alternative in self._expanded(goal, standing in REACHED, seen | {identifier}):
            yield ((leaf, True), *alternative)

    @staticmethod
    def _only_goal(criterion: Criterion | None) -> Logic | None:
        if criterion is None or len(criterion.wordings) != 1 or len(criterion.wordings[0].thresholds) != 1:
            return None
        threshold = criterion.wordings[0].thresholds[0]
        return threshold.met if threshold.year is None else None

    def _of_finding(self, finding: Finding, seen: frozenset[str]) -> Iterator[Conjunction]:
        if finding.id in seen:
            yield ()
            return
        seen = seen | {finding.id}
        when = list(self._expanded(finding.when, True, seen)) if finding.when is not None else [()]
        belongs = list(self._belonging(finding, seen)) or [()]
        yield from (a + b for a, b in product(when, belongs))

    def _belonging(self, finding: Finding, seen: frozenset[str]) -> Iterator[Conjunction]:
        standing = Verdict.MET if finding.keeps_up else Verdict.NOT_MET
        for reference in belongs_to(finding, self.rulebook):
            if reference.what == "finding":
                yield from self._of_finding(self.findings[reference.id], seen)
            else:
                test = StatusTest(reference.what == "target", reference.id, standing, "", finding.span)
                yield from self._expanded(test, True, seen)

    # ------------------------------------------------------------ one alternative

    def _possible(self, conjunction: Conjunction) -> bool:
        """Returns False where two leaves contradict each other, or one can never be as wanted."""
        allowed: dict[str, list[Interval]] = {}
        standings: dict[tuple[bool, str], set[Standing]] = {}
        presence: dict[str, set[bool]] = {}
        known: dict[str, set[bool]] = {}
        for leaf, wanted in conjunction:
            match leaf:
                case Test():
                    allowed.setdefault(leaf.input.key, [possible(leaf.input.formula, self.rulebook)])
                    pieces = _values(leaf, wanted)
                    joined = [m for a in allowed[leaf.input.key] for b in pieces if (m := common(a, b)) is not None]
                    allowed[leaf.input.key] = self._whole(leaf, joined)
                    if not allowed[leaf.input.key]:
                        return False
                case StatusTest(of_target=of_target, id=identifier, standing=standing) if wanted:
                    standings.setdefault((of_target, identifier), set()).add(standing)
                case PresenceTest(finding=identifier, present=present):
                    presence.setdefault(identifier, set()).add(present == wanted)
                case KnowledgeTest(input=input, known=is_known):
                    known.setdefault(input.key, set()).add(is_known == wanted)
        contradicting = any(_exclude_each_other(found) for found in standings.values())
        return not contradicting and all(len(v) < 2 for v in (*presence.values(), *known.values()))

    def _whole(self, test: Test, pieces: list[Interval]) -> list[Interval]:
        """Returns the pieces that hold a whole step; all of them for an input without steps."""
        indicator = self.rulebook.indicators.get(test.input.code or "")
        if indicator is None or indicator.step is None:
            return pieces
        whole = []
        for piece in pieces:
            try:
                whole.append(piece.tightened(indicator.step * indicator.unit.scale))
            except ValueError:
                continue
        return whole


def _values(test: Test, wanted: bool) -> list[Interval]:
    """Returns the values for which ``test`` is true, or false where not ``wanted``."""
    if wanted != test.negated:
        return [test.allowed]
    low, high = test.allowed.low, test.allowed.high
    outside = []
    if low is not None:
        outside.append(Interval(None, low, high_open=not test.allowed.low_open))
    if high is not None:
        outside.append(Interval(high, None, low_open=not test.allowed.high_open))
    return outside


_ALONE = {*OPEN, Verdict.NOT_APPLICABLE}


def _exclude_each_other(standings: set[Standing]) -> bool:
    kinds = sum(bool(standings & group) for group in (set(REACHED), set(UNMET)))
    alone = len(standings & _ALONE)
    return kinds + alone > 1
