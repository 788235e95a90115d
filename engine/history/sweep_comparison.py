"""Two runs over many units: which units have other verdicts, and whether data, threshold, rule, engine or tool caused it.

Nothing is evaluated of a unit that differs in one layer alone: that layer is the cause. Of the others the mixtures of both
runs are, their verdicts only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.files.json_form import Meaning, json_form
from engine.history.layers import Layer, Mixture, RuleMixtures, engine_option
from engine.history.recorded_sweep import NotKept, RecordedSweep
from engine.history.replay import CannotReplay, Material
from engine.history.rule_changes import RuleChange
from engine.history.sweep import SweptCase
from engine.history.sweep_mixtures import GivenCases, MixedCase, Named, SweepMixtures, Tried
from engine.history.sweep_receipts import verdicts_of

Reasons = tuple[tuple[Layer, ...], ...]
"""Sets of layers each of which suffices; none where that is not known."""


@json_form(
    "record=recorded.record.number", "when=recorded.sweep.when", "evaluated=recorded.sweep.evaluated",
    "refused=recorded.sweep.refused", "engine=recorded.sweep.engine", "summary=recorded.sweep.summary",
    shape="SweepSideShape",
)  # fmt: skip
class SweepSide(NamedTuple):
    """One of two runs, and what finds of some of its cases what they were evaluated from."""

    recorded: RecordedSweep
    given: Callable[[list[SweptCase]], GivenCases]


@json_form("called", "before", "after", "reasons", shape="VerdictChangeShape")
class VerdictChange(NamedTuple):
    """A target or criterion with another verdict; None where one of the runs has none."""

    called: Annotated[str, Meaning("«chỉ tiêu 2», «nội dung 2.1»")]
    before: Verdict | None
    after: Verdict | None
    reasons: Annotated[
        Reasons, Meaning("Layers that suffice together, each list by itself; empty where that is not known")
    ]


@json_form("unit", "year", "period?", shape="ListedCaseShape")
class ListedCase(NamedTuple):
    """A unit in a year."""

    unit: str
    year: int
    period: str

    @classmethod
    def of(cls, case: SweptCase) -> ListedCase:
        """What lists say of ``case``."""
        return cls(case.unit, case.year, case.period)


@json_form("unit=case.unit", "year=case.year", "period?=case.period", "changes", "unknown?", shape="CaseChangeShape")
class CaseChange(NamedTuple):
    """A unit with other verdicts; ``unknown`` says why the causes are not known, in Vietnamese, '' where they are."""

    case: ListedCase
    changes: tuple[VerdictChange, ...]
    unknown: Annotated[str, Meaning("Why the causes are not known")]

    @property
    def refused_before(self) -> bool:
        """Whether the unit has no verdict at all in the earlier run: its data had errors."""
        return all(change.before is None for change in self.changes)

    @property
    def refused_after(self) -> bool:
        """Whether it has none in the later run."""
        return all(change.after is None for change in self.changes)


@json_form(
    "before", "after", "layers", "compared", "other_data", "thresholds", "rules", "changed", "came", "gone", "evaluated",
    "refusal?", schema="chitieu/sweep-diff/1", shape="SweepDiffShape",
    about="`chitieu diff` of two runs over many units.",
)  # fmt: skip
class SweepComparison(NamedTuple):
    """The differences of two runs."""

    before: SweepSide
    after: SweepSide
    layers: Annotated[tuple[Layer, ...], Meaning("The layers in which any unit differs")]
    compared: Annotated[int, Meaning("Units that both runs have")]
    other_data: Annotated[int, Meaning("Units of both of which something else was given")]
    thresholds: tuple[RuleChange, ...]
    rules: tuple[RuleChange, ...]
    changed: tuple[CaseChange, ...]
    came: Annotated[tuple[ListedCase, ...], Meaning("Units that only the later run has")]
    gone: Annotated[tuple[ListedCase, ...], Meaning("Units that only the earlier run has")]
    evaluated: Annotated[int, Meaning("How often a unit was evaluated to find the causes")]
    refusal: Annotated[str, Meaning("Why rules cannot be compared")]

    @property
    def of_many_years(self) -> bool:
        """Whether a unit may stand in it several times."""
        return any(side.recorded.sweep.of_many_years for side in (self.before, self.after))


class _Pair(NamedTuple):
    """A case that both runs have."""

    before: SweptCase
    after: SweptCase


def compare_sweeps(before: SweepSide, after: SweepSide) -> SweepComparison:
    """Returns what differs between two runs of one resolution, with the causes as far as they can be told."""
    return _Comparer(before, after).comparison()


class _Comparer:
    def __init__(self, before: SweepSide, after: SweepSide) -> None:
        self.sides = {False: before, True: after}
        self.refusal = ""
        self.evaluated = 0
        self.rules: RuleMixtures | None = None
        recorded = [side.recorded for side in (before, after)]
        try:
            rules = {late: Material(one.folder, one.rules) for late, one in enumerate(recorded)}
            self.rules = RuleMixtures({bool(late): material for late, material in rules.items()})
        except CannotReplay as refusal:
            self.refusal = str(refusal)
        self.engines = {bool(late): engine_option(one.sweep.engine) for late, one in enumerate(recorded)}
        self.same_program = (
            recorded[0].versions == recorded[1].versions and recorded[0].sweep.engine == recorded[1].sweep.engine
        )
        self.everywhere = tuple(self._everywhere(recorded))

    def _everywhere(self, recorded: list[RecordedSweep]) -> Iterator[Layer]:
        """Yields the layers in which all units differ."""
        if self.rules is not None and self.rules.thresholds:
            yield Layer.THRESHOLDS
        if self.rules is not None and self.rules.rules:
            yield Layer.RULES
        if self.engines[False] != self.engines[True]:
            yield Layer.ENGINE
        if recorded[0].versions["chitieu"] != recorded[1].versions["chitieu"]:
            yield Layer.TOOL

    def comparison(self) -> SweepComparison:
        before, after = ({case.key: case for case in side.recorded.cases} for side in self.sides.values())
        both = [_Pair(case, after[key]) for key, case in before.items() if key in after]
        other_data = sum(pair.before.given != pair.after.given for pair in both)
        changed = tuple(self._changed(both))
        found = {layer for one in changed for change in one.changes for reason in change.reasons for layer in reason}
        differing = {*self.everywhere, *([Layer.DATA] if other_data else []), *found}
        return SweepComparison(
            self.sides[False],
            self.sides[True],
            tuple(layer for layer in Layer if layer in differing),
            len(both),
            other_data,
            () if self.rules is None else tuple(self.rules.thresholds),
            () if self.rules is None else tuple(self.rules.rules),
            changed,
            tuple(ListedCase.of(case) for key, case in after.items() if key not in before),
            tuple(ListedCase.of(case) for key, case in before.items() if key not in after),
            self.evaluated,
            self.refusal,
        )

    def _verdicts(self, late: bool, case: SweptCase) -> Named:
        return verdicts_of(self.sides[late].recorded.sweep, case.verdicts)

    def _changed(self, both: list[_Pair]) -> Iterator[CaseChange]:
        """Yields the cases whose verdicts differ."""
        pairs = [pair for pair in both if self._verdicts(False, pair.before) != self._verdicts(True, pair.after)]
        tried = self._tried([pair for pair in pairs if not self._told_at_once(pair)])
        for pair in pairs:
            changes = list(self._changes(pair))
            if self._told_at_once(pair):
                layers = self._layers(pair)
                yield _case_change(pair, [change._replace(reasons=(layers,)) for change in changes], "")
                continue
            found = next(tried)
            if isinstance(found, str):
                yield _case_change(pair, changes, found)
            else:
                yield _case_change(pair, [_with_reasons(change, found) for change in changes], "")

    def _tried(self, pairs: list[_Pair]) -> Iterator[Tried | str]:
        """Yields for each pair what its mixtures come to, or why that is not known."""
        given = {late: side.given([pair[late] for pair in pairs]) for late, side in self.sides.items()} if pairs else {}
        if self.rules is None or any(side.recorded.sweep.draft for side in self.sides.values()):
            why = self.refusal or "bản nháp không được đánh giá lại để tìm nguyên nhân"
            yield from (_not_kept(pair, given) or why for pair in pairs)
            return
        mixtures = SweepMixtures(self.rules, self.engines, given)
        for found in mixtures.of(self._mixed(pair) for pair in pairs):
            self.evaluated = mixtures.evaluated
            yield found

    def _mixed(self, pair: _Pair) -> MixedCase:
        return MixedCase(*pair, tuple(layer for layer in self._layers(pair) if layer is not Layer.TOOL))

    def _changes(self, pair: _Pair) -> Iterator[VerdictChange]:
        """Yields the verdicts that differ, as yet without reasons."""
        before, after = self._verdicts(False, pair.before), self._verdicts(True, pair.after)
        for called in dict.fromkeys((*before, *after)):
            if before.get(called) != after.get(called):
                yield VerdictChange(called, before.get(called), after.get(called), ())

    def _layers(self, pair: _Pair) -> tuple[Layer, ...]:
        """The layers in which a case differs."""
        data = [Layer.DATA] if pair.before.given != pair.after.given else []
        return (*data, *self.everywhere)

    def _told_at_once(self, pair: _Pair) -> bool:
        """Whether one layer alone differs, the runs were of the same program, and so nothing needs to be evaluated."""
        return self.same_program and not self.refusal and len(self._layers(pair)) == 1


def _case_change(pair: _Pair, changes: list[VerdictChange], unknown: str) -> CaseChange:
    return CaseChange(ListedCase.of(pair.after), tuple(changes), unknown)


def _not_kept(pair: _Pair, given: Mapping[bool, GivenCases]) -> str:
    """Why what a pair was evaluated from is not here; '' where it is."""
    try:
        for late in (False, True):
            given[late].material(pair[late])
    except NotKept as why:
        return str(why)
    return ""


def _with_reasons(change: VerdictChange, found: Tried) -> VerdictChange:
    """Returns ``change`` with the least sets of layers that bring the later verdict about."""
    mixtures = list(found)
    first, last = (found[mixture] or {} for mixture in (mixtures[0], mixtures[-1]))
    earlier, later = first.get(change.called), last.get(change.called)
    reasons: list[Mixture] = []
    for mixture, verdicts in found.items():
        reached = verdicts is not None and verdicts.get(change.called) == later and earlier != later
        if reached and not any(smaller <= mixture for smaller in reasons):
            reasons.append(mixture)
    # The present program does not conclude what was recorded: its version, or that of the engine, is a cause.
    tool = [(Layer.TOOL,)] if (earlier, later) != (change.before, change.after) else []
    told = (tuple(layer for layer in Layer if layer in mixture) for mixture in reasons)
    return change._replace(reasons=(*tool, *told))
