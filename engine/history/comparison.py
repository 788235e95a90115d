"""Why two evaluations differ: every change of a verdict or finding, with the least sets of layers that bring it about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Annotated, NamedTuple

from engine.files.json_form import Hash, Meaning, json_form
from engine.history.fact_changes import FactChange, ValueKey
from engine.history.layers import Layer, Mixtures, Side, Swapped
from engine.history.recorded import RecordedEvaluation
from engine.history.replay import CannotReplay
from engine.history.rule_changes import RuleChange
from engine.history.standings import Standing, Subject, missing, standings

MAX_TRIED = 100
"""Of so many changed values, and of so many changed thresholds, each is tried alone; of more, only the layer is named."""

Standings = dict[Subject, Standing]
_Same = Callable[[Standing, Standing], bool]


@json_form("layers", "values", "needed", "criteria", "inseparable")
class Reason(NamedTuple):
    """Layers that bring a change together.

    Of the data, ``values`` are those each of which suffices, ``needed`` those of which none may be missing where none
    suffices; of the thresholds, ``criteria`` are those whose threshold suffices. ``inseparable``: fewer layers might do,
    but they do not load without the others.
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
    """A conclusion that is another one. Each of ``reasons`` suffices; there is none where the layers cannot be told apart."""

    subject: Subject
    before: Standing
    after: Standing
    reasons: Annotated[tuple[Reason, ...], Meaning("Each suffices; empty where layers cannot be told apart")]

    @property
    def shown(self) -> Standing:
        """The side that has the subject; the later one where both have."""
        return self.before if self.after == missing(self.subject) else self.after

    @property
    def of_verdict(self) -> Annotated[bool, Meaning("false: only a number or sentence behind the conclusion changed")]:
        """Whether the conclusion itself changed, not just a number or sentence behind it."""
        return not self.before.same_verdict(self.after)


@json_form(
    "kind=subject.kind", "id=stays.id", "called=stays.called", "stays=stays.verdict", "layer", "instead=instead.verdict",
    shape="MaskedShape",
)  # fmt: skip
class HiddenChange(NamedTuple):
    """A conclusion that stays, although ``layer`` alone would have made it ``instead``."""

    subject: Subject
    stays: Standing
    layer: Layer
    instead: Standing


class Comparison(NamedTuple):
    """``layers`` are those that differ; ``other_data`` says what differs of the data besides the values of ``facts``.

    ``evaluated`` of all ``mixtures`` were evaluated, the others do not load; ``refusal`` says why one of the two evaluations
    could not be made again at all.
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
    """Every change from ``before`` to ``after``, with its reasons."""
    try:
        return _Comparer(before, after).comparison()
    except CannotReplay as refusal:
        changes = tuple(Change(*changed, ()) for changed in _changed(before.evaluation, after.evaluation))
        return Comparison(before, after, (), (), (), (), (), changes, (), 0, 0, str(refusal))


class _Comparer:
    """Raises CannotReplay where either side cannot be evaluated again."""

    def __init__(self, before: Side, after: Side) -> None:
        self.before = before
        self.after = after
        self.mixtures = Mixtures(before, after)
        self.layers = self.mixtures.differing
        self.earlier, self.later = (standings(self.mixtures.own(late)) for late in (False, True))
        self.found = {swapped: self._try(self.mixtures.evaluation, swapped) for swapped in self._subsets()}
        self._by_values: dict[tuple[Swapped, frozenset[ValueKey]], Standings | None] = {}
        self._by_criterion: dict[tuple[Swapped, str], Standings | None] = {}

    def comparison(self) -> Comparison:
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

    def _subsets(self) -> Iterator[Swapped]:
        """The smaller ones first."""
        for size in range(len(self.layers) + 1):
            yield from (frozenset(some) for some in combinations(self.layers, size))

    @staticmethod
    def _try(evaluate: Callable[..., RecordedEvaluation], *arguments: object) -> Standings | None:
        """None where the mixture does not load."""
        try:
            return standings(evaluate(*arguments))
        except CannotReplay:
            return None

    def _reasons(self, subject: Subject, before: Standing, after: Standing) -> Iterator[Reason]:
        earlier, later = (of.get(subject, missing(subject)) for of in (self.earlier, self.later))
        same: _Same = Standing.says_the_same if before.same_verdict(after) else Standing.same_verdict
        if not (same(earlier, before) and same(later, after)):  # the present tool does not give what was recorded
            yield Reason((Layer.TOOL,))
        if same(earlier, later):
            return
        enough: list[Swapped] = []
        for swapped, found in self.found.items():
            if any(least <= swapped for least in enough) or not _holds(found, subject, later, same):
                continue
            enough.append(swapped)
            fewer = (other for other in self.found if other < swapped)
            reason = Reason(
                tuple(layer for layer in self.layers if layer in swapped),
                inseparable=any(self.found[other] is None for other in fewer),
            )
            yield self._with_values(
                self._with_criteria(reason, swapped, subject, later, same), swapped, subject, later, same
            )

    def _masked(self, changes: tuple[Change, ...]) -> Iterator[HiddenChange]:
        """Conclusions that stay because the layers undo each other."""
        changed = {change.subject for change in changes if change.of_verdict}
        for layer in self.layers if len(self.layers) > 1 else ():
            for subject, now in (self.found[frozenset([layer])] or {}).items():
                stays = self.earlier.get(subject)
                if stays is not None and subject not in changed and not stays.same_verdict(now):
                    yield HiddenChange(subject, stays, layer, now)

    # ------------------------------------------------------------ single values and thresholds

    def _with_criteria(
        self, reason: Reason, swapped: Swapped, subject: Subject, later: Standing, same: _Same
    ) -> Reason:
        numbers = [change.id for change in self.mixtures.thresholds]
        if Layer.THRESHOLDS not in swapped or len(numbers) > MAX_TRIED:
            return reason
        for number in numbers:
            if (swapped, number) not in self._by_criterion:
                alone = self._try(self.mixtures.with_thresholds, swapped, frozenset([number]))
                self._by_criterion[swapped, number] = alone
        enough = (n for n in numbers if _holds(self._by_criterion[swapped, n], subject, later, same))
        return reason._replace(criteria=tuple(enough))

    def _with_values(self, reason: Reason, swapped: Swapped, subject: Subject, later: Standing, same: _Same) -> Reason:
        keys = [change.key for change in self.mixtures.facts]
        if Layer.DATA not in swapped or not 1 <= len(keys) <= MAX_TRIED:
            return reason

        def holds(some: list[ValueKey]) -> bool:
            tried = (swapped, frozenset(some))
            if tried not in self._by_values:
                self._by_values[tried] = self._try(self.mixtures.with_values, *tried)
            return _holds(self._by_values[tried], subject, later, same)

        if not holds(keys):  # a date, a year or a statement does it
            return reason
        alone = [key for key in keys if holds([key])]
        if alone:
            return reason._replace(values=tuple(alone))
        return reason._replace(
            needed=tuple(key for key in keys if not holds([other for other in keys if other != key]))
        )


def _holds(found: Standings | None, subject: Subject, wanted: Standing, same: _Same) -> bool:
    """Whether a mixture concludes what is wanted."""
    return found is not None and same(found.get(subject, missing(subject)), wanted)


def _changed(before: RecordedEvaluation, after: RecordedEvaluation) -> Iterator[tuple[Subject, Standing, Standing]]:
    """What was concluded differently, in the order of the earlier evaluation; what is new comes last."""
    old, new = standings(before), standings(after)
    for subject in [*old, *(subject for subject in new if subject not in old)]:
        one, other = old.get(subject, missing(subject)), new.get(subject, missing(subject))
        if not one.says_the_same(other):
            yield subject, one, other


@json_form(
    "named=name", "receipt", "unit=side.evaluation.unit", "year=side.evaluation.year", "engine=side.evaluation.engine",
    "summary=side.evaluation.summary", shape="SideShape",
)  # fmt: skip
class NamedSide(NamedTuple):
    """A side of a comparison as the user called it."""

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
