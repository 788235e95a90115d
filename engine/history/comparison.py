"""Explains why two evaluations differ: every changed verdict or finding, with the smallest sets of layers that cause it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.files.json_form import Hash, Meaning, json_form
from engine.history.fact_changes import FactChange, ValueKey
from engine.history.layers import Layer, Mixture, Mixtures, Side
from engine.history.recorded import RecordedEvaluation
from engine.history.replay import CannotReplay
from engine.history.rule_changes import RuleChange
from engine.history.standings import Standing, Subject, missing, standings

MAX_TRIED = 100
"""The number of changed values, and of changed thresholds, up to which each is tried alone."""

Standings = dict[Subject, Standing]


@json_form("layers", "values", "needed", "criteria", "inseparable")
class Reason(NamedTuple):
    """Layers that together cause a change.

    Each of the ``values`` suffices; where none does, ``needed`` are the values of which none may be missing. The threshold
    of each of the ``criteria`` suffices. ``inseparable``: fewer layers might suffice, but do not load without the others.
    """

    layers: tuple[Layer, ...]
    values: Annotated[tuple[ValueKey, ...], Meaning("Values each of which suffices")] = ()
    needed: Annotated[tuple[ValueKey, ...], Meaning("Values of which none may be missing, where none suffices")] = ()
    criteria: Annotated[tuple[str, ...], Meaning("Criteria each of whose thresholds suffices")] = ()
    inseparable: Annotated[bool, Meaning("Fewer layers might do, but do not load without the others")] = False


@json_form(
    "kind=subject.kind", "id=shown.id", "called=shown.called", "of_verdict", "before=before.verdict", "after=after.verdict",
    "before_detail=before.detail", "after_detail=after.detail", "reasons", shape="ConclusionChangeShape",
)  # fmt: skip
class Change(NamedTuple):
    """A conclusion that changed. Each of ``reasons`` suffices; there are none where no layer could be tried alone."""

    subject: Subject
    before: Standing
    after: Standing
    reasons: Annotated[tuple[Reason, ...], Meaning("Each suffices; empty where layers cannot be told apart")]

    @property
    def shown(self) -> Standing:
        """The side that has the subject; the later one where both have it."""
        return self.before if self.after == missing(self.subject) else self.after

    @property
    def of_verdict(self) -> Annotated[bool, Meaning("false: only a number or sentence behind the conclusion changed")]:
        """Whether the conclusion itself changed, and not only a number or sentence behind it."""
        return not self.before.same_verdict(self.after)


@json_form(
    "kind=subject.kind", "id=stays.id", "called=stays.called", "stays=stays.verdict", "layer", "instead=instead.verdict",
    shape="MaskedShape",
)  # fmt: skip
class HiddenChange(NamedTuple):
    """A conclusion that stays, although ``layer`` alone would have changed it to ``instead``."""

    subject: Subject
    stays: Standing
    layer: Layer
    instead: Standing


class Comparison(NamedTuple):
    """The differences of two evaluations, with their causes.

    ``layers`` are those that differ; ``other_data`` lists differences of the data besides the values of ``facts``.
    ``evaluated`` of all ``mixtures`` were evaluated, the others do not load; ``refusal`` is the reason why one of the two
    evaluations could not be repeated at all.
    """

    before: Side
    after: Side
    layers: Annotated[tuple[Layer, ...], Meaning("The layers that differ")]
    facts: tuple[FactChange, ...]
    other_data: tuple[str, ...]
    thresholds: tuple[RuleChange, ...]
    rules: tuple[RuleChange, ...]
    changes: tuple[Change, ...]
    masked: Annotated[
        tuple[HiddenChange, ...], Meaning("Conclusions that stay, although one layer alone would have changed them")
    ]
    evaluated: Annotated[int, Meaning("So many of them load and were evaluated")]
    mixtures: Annotated[int, Meaning("So many mixtures of the layers there are")]
    refusal: str


def compare(before: Side, after: Side) -> Comparison:
    """Returns every change from ``before`` to ``after``, with its reasons."""
    try:
        return _Comparer(before, after).comparison()
    except CannotReplay as refusal:
        changes = tuple(Change(*changed, ()) for changed in _changed(before.evaluation, after.evaluation))
        return Comparison(before, after, (), (), (), (), (), changes, (), 0, 0, str(refusal))


class _Goal(NamedTuple):
    """The later standing of a subject, which a mixture may bring about; ``same`` compares two standings."""

    subject: Subject
    standing: Standing
    same: Callable[[Standing, Standing], bool]

    def reached_by(self, found: Standings | None) -> bool:
        """Returns whether a mixture concludes the goal; ``found`` is None where it does not load."""
        return found is not None and self.same(found.get(self.subject, missing(self.subject)), self.standing)


class _Comparer:
    """Evaluates the mixtures of two sides. Raises CannotReplay where either side cannot be evaluated again."""

    def __init__(self, before: Side, after: Side) -> None:
        self.before = before
        self.after = after
        self.mixtures = Mixtures(before, after)
        self.layers = self.mixtures.differing
        self.earlier, self.later = (standings(self.mixtures.own(late)) for late in (False, True))
        self.found = {mixture: self._try(self.mixtures.evaluation, mixture) for mixture in self._subsets()}
        self._by_values: dict[tuple[Mixture, frozenset[ValueKey]], Standings | None] = {}
        self._by_criterion: dict[tuple[Mixture, str], Standings | None] = {}

    def comparison(self) -> Comparison:
        """Returns the comparison of both sides."""
        changed = _changed(self.before.evaluation, self.after.evaluation)
        changes = tuple(Change(s, one, other, tuple(self._reasons(s, one, other))) for s, one, other in changed)
        tool = any(Layer.TOOL in reason.layers for change in changes for reason in change.reasons)
        return Comparison(
            self.before,
            self.after,
            (*self.layers, *([Layer.TOOL] if tool else [])),
            tuple(self.mixtures.facts),
            tuple(self.mixtures.other_data),
            tuple(self.mixtures.thresholds),
            tuple(self.mixtures.rules),
            changes,
            tuple(self._masked(changes)),
            sum(found is not None for found in self.found.values()),
            len(self.found),
            "",
        )

    # ------------------------------------------------------------ layers

    def _subsets(self) -> Iterator[Mixture]:
        """Yields all mixtures, those with fewer layers first."""
        for size in range(len(self.layers) + 1):
            yield from map(frozenset, combinations(self.layers, size))

    @staticmethod
    def _try(evaluate: Callable[..., RecordedEvaluation], *arguments: object) -> Standings | None:
        """Returns None where the mixture does not load."""
        try:
            return standings(evaluate(*arguments))
        except CannotReplay:
            return None

    def _reasons(self, subject: Subject, before: Standing, after: Standing) -> Iterator[Reason]:
        earlier, later = (of.get(subject, missing(subject)) for of in (self.earlier, self.later))
        same = Standing.equals if before.same_verdict(after) else Standing.same_verdict
        if not (same(earlier, before) and same(later, after)):  # the present tool gives another result than recorded
            yield Reason((Layer.TOOL,))
        if same(earlier, later):
            return
        goal = _Goal(subject, later, same)
        sufficient: list[Mixture] = []
        for mixture, found in self.found.items():
            if any(smaller <= mixture for smaller in sufficient) or not goal.reached_by(found):
                continue
            sufficient.append(mixture)
            layers = tuple(layer for layer in self.layers if layer in mixture)
            inseparable = any(self.found[other] is None for other in self.found if other < mixture)
            reason = Reason(layers, inseparable=inseparable, criteria=self._criteria(mixture, goal))
            yield self._with_values(reason, mixture, goal)

    def _masked(self, changes: tuple[Change, ...]) -> Iterator[HiddenChange]:
        """Yields conclusions that stay because the layers undo each other."""
        changed = {change.subject for change in changes if change.of_verdict}
        for layer in self.layers if len(self.layers) > 1 else ():
            for subject, now in (self.found[frozenset([layer])] or {}).items():
                stays = self.earlier.get(subject)
                if stays is not None and subject not in changed and not stays.same_verdict(now):
                    yield HiddenChange(subject, stays, layer, now)

    # ------------------------------------------------------------ single values and thresholds

    def _criteria(self, mixture: Mixture, goal: _Goal) -> tuple[str, ...]:
        """Returns the criteria whose threshold alone suffices."""
        numbers = [change.id for change in self.mixtures.thresholds]
        if Layer.THRESHOLDS not in mixture or len(numbers) > MAX_TRIED:
            return ()
        for number in numbers:
            if (mixture, number) not in self._by_criterion:
                alone = self._try(self.mixtures.with_thresholds, mixture, frozenset([number]))
                self._by_criterion[mixture, number] = alone
        return tuple(number for number in numbers if goal.reached_by(self._by_criterion[mixture, number]))

    def _with_values(self, reason: Reason, mixture: Mixture, goal: _Goal) -> Reason:
        """Adds the values that suffice or are needed."""
        keys = [change.key for change in self.mixtures.facts]
        if Layer.DATA not in mixture or not 1 <= len(keys) <= MAX_TRIED:
            return reason

        def suffice(some: list[ValueKey]) -> bool:
            trial = (mixture, frozenset(some))
            if trial not in self._by_values:
                self._by_values[trial] = self._try(self.mixtures.with_values, *trial)
            return goal.reached_by(self._by_values[trial])

        if not suffice(keys):  # a date, a year or a statement causes the change
            return reason
        if alone := tuple(key for key in keys if suffice([key])):
            return reason._replace(values=alone)
        return reason._replace(
            needed=tuple(key for key in keys if not suffice([other for other in keys if other != key]))
        )


def _changed(before: RecordedEvaluation, after: RecordedEvaluation) -> Iterator[tuple[Subject, Standing, Standing]]:
    """Yields the subjects that differ, in the order of the earlier evaluation, new ones last."""
    old, new = standings(before), standings(after)
    for subject in [*old, *(subject for subject in new if subject not in old)]:
        one, other = old.get(subject, missing(subject)), new.get(subject, missing(subject))
        if not one.equals(other):
            yield subject, one, other


@json_form(
    "named=name", "receipt", "unit=side.evaluation.unit", "year=side.evaluation.year", "engine=side.evaluation.engine",
    "summary=side.evaluation.summary", shape="SideShape",
)  # fmt: skip
class NamedSide(NamedTuple):
    """A side of a comparison with the name that the user gave it."""

    name: Annotated[str, Meaning("As given on the command line")]
    receipt: Hash
    side: Side


@json_form(
    "resolution=before.side.evaluation.number", "before", "after", "layers=comparison.layers", "facts=comparison.facts",
    "other_data=comparison.other_data", "thresholds=comparison.thresholds", "rules=comparison.rules",
    "conclusions=comparison.changes", "masked=comparison.masked", "mixtures=comparison.mixtures",
    "evaluated=comparison.evaluated", "refusal=comparison.refusal", schema="chitieu/diff/1", shape="DiffShape",
    about="`chitieu diff`.",
)  # fmt: skip
class DiffDocument(NamedTuple):
    """The comparison of two sides."""

    before: NamedSide
    after: NamedSide
    comparison: Comparison
