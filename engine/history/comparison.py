"""Why two evaluations differ: every change of a verdict or finding, with the least sets of layers that bring it about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from engine.history.fact_changes import FactChange, fact_changes, other_changes, with_codes_of
from engine.history.layers import Layer, Mixtures, Side, Swapped
from engine.history.replay import CannotReplay
from engine.history.rule_changes import RuleChange, rule_changes, threshold_changes
from engine.history.standings import ABSENT, Standing, Subject, standings
from engine.reports.shapes import EvaluationShape

MAX_TRIED = 60
"""Of so many changed values, and of so many changed thresholds, each is tried alone; of more, only the layer is named."""


class Reason(NamedTuple):
    """Layers that bring a change together.

    Of the data, ``codes`` are the values each of which suffices, ``needed`` those of which none may be missing where none
    suffices; of the thresholds, ``criteria`` are those whose threshold suffices.
    """

    layers: tuple[Layer, ...]
    codes: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()


class Change(NamedTuple):
    """A conclusion that is another one. Each of ``reasons`` suffices; there is none where the layers cannot be told apart."""

    subject: Subject
    before: Standing
    after: Standing
    reasons: tuple[Reason, ...]

    @property
    def called(self) -> str:
        """The subject's name for people."""
        return (self.after if self.before.verdict == ABSENT else self.before).called

    @property
    def of_verdict(self) -> bool:
        """Whether the conclusion itself changed, not just a number or sentence behind it."""
        return self.before.verdict != self.after.verdict


class Masked(NamedTuple):
    """A conclusion that stays, although ``layer`` alone would have made it ``instead``."""

    subject: Subject
    stays: Standing
    layer: Layer
    instead: Standing


class Comparison(NamedTuple):
    """``layers`` are those that differ; ``other_data`` says what differs of the data besides the values of ``facts``.

    ``evaluations`` mixtures were evaluated; ``refusal`` says why one of the two could not be evaluated again.
    """

    before: Side
    after: Side
    layers: tuple[Layer, ...]
    facts: tuple[FactChange, ...]
    other_data: tuple[str, ...]
    thresholds: tuple[RuleChange, ...]
    rules: tuple[RuleChange, ...]
    changes: tuple[Change, ...]
    masked: tuple[Masked, ...]
    evaluations: int
    refusal: str

    @property
    def same_results(self) -> bool:
        return not self.changes


def compare(before: Side, after: Side) -> Comparison:
    """Every change from ``before`` to ``after``, with its reasons."""
    try:
        return _Comparer(before, after).comparison()
    except CannotReplay as refusal:
        changes = (Change(s, one, other, ()) for s, one, other in _changed(before.evaluation, after.evaluation))
        return Comparison(before, after, (), (), (), (), (), tuple(changes), (), 0, str(refusal))


class _Comparer:
    def __init__(self, before: Side, after: Side) -> None:
        self.before = before
        self.after = after
        self.mixtures = Mixtures(before, after)
        self.layers = self.mixtures.differing
        self.facts: list[FactChange] = []
        self.other_data: list[str] = []
        if Layer.DATA in self.layers:
            self._read_facts()
        self.thresholds = threshold_changes(*self.mixtures.thresholds_and_rules)
        self._tried: dict[tuple[Swapped, tuple[str, ...]], dict[Subject, Standing] | None] = {}
        self._narrowed: dict[tuple[Swapped, tuple[str, ...]], dict[Subject, Standing] | None] = {}
        self.found = {swapped: self._standings(swapped) for swapped in self._subsets()}

    def comparison(self) -> Comparison:
        changed = _changed(self.before.evaluation, self.after.evaluation)
        changes = tuple(Change(s, one, other, tuple(self._reasons(s, one, other))) for s, one, other in changed)
        tool = any(Layer.TOOL in reason.layers for change in changes for reason in change.reasons)
        return Comparison(
            self.before,
            self.after,
            (*self.layers, *([Layer.TOOL] if tool else [])),
            tuple(self.facts),
            tuple(self.other_data),
            tuple(self.thresholds),
            tuple(rule_changes(*self.mixtures.thresholds_and_rules)),
            changes,
            tuple(self._masked(changes)),
            sum(found is not None for found in self.found.values()),
            self._refusal(),
        )

    def _refusal(self) -> str:
        """Why one of the two could not be evaluated again as it was; empty where both could."""
        ends = (frozenset[Layer](), frozenset(self.layers))
        return next((self.mixtures.refusals[end] for end in ends if end in self.mixtures.refusals), "")

    def _read_facts(self) -> None:
        """The values that differ, as the rules of the later evaluation read them, else those of the earlier one."""
        for rules in (frozenset(self.layers), frozenset[Layer]()):
            try:
                old, new = self.mixtures.case(rules - {Layer.DATA}), self.mixtures.case(rules | {Layer.DATA})
            except CannotReplay:
                continue
            self.facts = list(fact_changes(old, new))
            self.other_data = list(other_changes(old.facts.facts, new.facts.facts))
            return

    # ------------------------------------------------------------ layers

    def _subsets(self) -> Iterator[Swapped]:
        for size in range(len(self.layers) + 1):
            yield from (frozenset(some) for some in combinations(self.layers, size))

    def _standings(self, swapped: Swapped) -> dict[Subject, Standing] | None:
        evaluation = self.mixtures.evaluation(swapped)
        return None if evaluation is None else standings(evaluation)

    def _reasons(self, subject: Subject, before: Standing, after: Standing) -> Iterator[Reason]:
        earlier, later = (self._now(swapped, subject) for swapped in (frozenset(), frozenset(self.layers)))
        if earlier is None or later is None:
            return
        same = _same_verdict if before.verdict != after.verdict else _same
        if not (same(earlier, before) and same(later, after)):  # the present tool does not give what was recorded
            yield Reason((Layer.TOOL,))
        if same(earlier, later):
            return
        enough: list[Swapped] = []
        for swapped in self.found:
            now = self._now(swapped, subject)
            if now is not None and same(now, later) and not any(least <= swapped for least in enough):
                enough.append(swapped)
                yield self._reason(swapped, subject, later, same)

    def _now(self, swapped: Swapped, subject: Subject) -> Standing | None:
        """What the mixture concludes; None where it cannot be evaluated."""
        found = self.found[swapped]
        return None if found is None else found.get(subject, _none(subject))

    def _masked(self, changes: Iterable[Change]) -> Iterator[Masked]:
        """Conclusions that stay because the layers undo each other."""
        changed = {change.subject for change in changes if change.of_verdict}
        recorded = standings(self.before.evaluation)
        if len(self.layers) < 2:
            return
        for layer in self.layers:
            alone = self.found[frozenset([layer])]
            for subject, now in (alone or {}).items():
                stays = recorded.get(subject)
                if stays is not None and subject not in changed and not _same_verdict(stays, now):
                    yield Masked(subject, stays, layer, now)

    # ------------------------------------------------------------ single values

    def _reason(self, swapped: Swapped, subject: Subject, later: Standing, same: _Same) -> Reason:
        reason = Reason(tuple(layer for layer in self.layers if layer in swapped))
        criteria = tuple(self._criteria(swapped, subject, later, same)) if Layer.THRESHOLDS in swapped else ()
        return self._with_values(reason._replace(criteria=criteria), swapped, subject, later, same)

    def _criteria(self, swapped: Swapped, subject: Subject, later: Standing, same: _Same) -> Iterator[str]:
        """The criteria whose threshold alone suffices."""
        numbers = [change.id for change in self.thresholds]
        for number in numbers if len(numbers) <= MAX_TRIED else ():
            key = (swapped, (number,))
            if key not in self._narrowed:
                evaluation = self.mixtures.with_thresholds(swapped, frozenset([number]))
                self._narrowed[key] = None if evaluation is None else standings(evaluation)
            found = self._narrowed[key]
            if found is not None and same(found.get(subject, _none(subject)), later):
                yield number

    def _with_values(self, reason: Reason, swapped: Swapped, subject: Subject, later: Standing, same: _Same) -> Reason:
        codes = [change.code for change in self.facts]
        if Layer.DATA not in swapped or not 1 <= len(codes) <= MAX_TRIED:
            return reason
        if not self._with_codes(swapped, codes, subject, same, later):  # a date, a year or a claim does it
            return reason
        alone = [code for code in codes if self._with_codes(swapped, [code], subject, same, later)]
        if alone:
            return reason._replace(codes=tuple(alone))
        needed = [c for c in codes if not self._with_codes(swapped, [k for k in codes if k != c], subject, same, later)]
        return reason._replace(needed=tuple(needed))

    def _with_codes(self, swapped: Swapped, codes: list[str], subject: Subject, same: _Same, later: Standing) -> bool:
        """Whether the mixture concludes ``later`` when of the data only the values of ``codes`` are the later ones."""
        key = (swapped, tuple(codes))
        if key not in self._tried:
            case, other = self.mixtures.case(swapped - {Layer.DATA}), self.mixtures.case(swapped)
            evaluation = self.mixtures.with_facts(swapped, with_codes_of(case.facts, other.facts, frozenset(codes)))
            self._tried[key] = None if evaluation is None else standings(evaluation)
        found = self._tried[key]
        return found is not None and same(found.get(subject, _none(subject)), later)


_Same = Callable[[Standing, Standing], bool]


def _same(one: Standing, other: Standing) -> bool:
    return one[1:] == other[1:]


def _same_verdict(one: Standing, other: Standing) -> bool:
    return one.verdict == other.verdict


def _none(subject: Subject) -> Standing:
    """What there is to say of a subject that an evaluation does not have."""
    return Standing(f"mục {subject.id}", ABSENT, "")


def _changed(before: EvaluationShape, after: EvaluationShape) -> Iterator[tuple[Subject, Standing, Standing]]:
    """What was concluded differently, in the order of the earlier evaluation; what is new comes last."""
    old, new = standings(before), standings(after)
    for subject in [*old, *(subject for subject in new if subject not in old)]:
        one, other = old.get(subject, _none(subject)), new.get(subject, _none(subject))
        if not _same(one, other):
            yield subject, one, other
