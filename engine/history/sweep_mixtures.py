"""The verdicts of mixtures of two runs over many units: some layers of the later run, the others of the earlier one.

Each mixture is asked for many cases at once, which what was given of them may know how to infer in columns. The others,
one by one, go to the engine of rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations, islice
from typing import Protocol

from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.evaluation.evaluator import Evaluator
from engine.factbase.years import FactSets
from engine.history.layers import UNKNOWN_NAMES, Layer, Mixture, RuleMixtures
from engine.history.recorded_sweep import CaseKey, NotKept
from engine.history.replay import CannotReplay, Material, sound_sets
from engine.history.sweep import SweptCase
from engine.history.sweep_receipts import named_verdicts
from engine.inference.engines import BOTH
from engine.inference.program import EngineError
from engine.rulebook.rulebook import Rulebook

Named = dict[str, Verdict]
"""Verdicts by the names of targets and criteria: «nội dung 1.2»."""
Tried = dict[Mixture, Named | None]
"""What mixtures come to, fewer layers first; None of one that does not load, no verdicts where the data are refused."""
_AT_ONCE = 500
"""Cases whose facts are in memory together."""


class MixtureRules(NamedTuple):
    """What judges in a mixture: its evaluator, and the rulebook that facts are read with.

    ``material`` has the files of a case, ``facts`` what they say; both raise NotKept, ``facts`` CannotReplay too.
    """

    evaluator: Evaluator
    catalogue: Rulebook
    material: Callable[[SweptCase], Material]
    facts: Callable[[SweptCase], FactSets]


class GivenCases(Protocol):
    """What some cases of a run were evaluated from."""

    def material(self, case: SweptCase) -> Material:
        """The files of a case. Raises NotKept."""
        ...

    def in_columns(self, rules: MixtureRules, cases: Sequence[SweptCase]) -> Mapping[CaseKey, Named]:
        """The verdicts of those of ``cases`` that can be inferred at once; the others are for the engine of rules."""
        ...


class MixedCase(NamedTuple):
    """A case that both runs have, and the layers in which it differs and that can be exchanged."""

    before: SweptCase
    after: SweptCase
    layers: tuple[Layer, ...]

    @property
    def mixtures(self) -> Iterator[Mixture]:
        """All that can be mixed, fewer layers first; neither run's own is left out."""
        sizes = range(len(self.layers) + 1)
        return (frozenset(some) for size in sizes for some in combinations(self.layers, size))

    def in_mixture(self, mixture: Mixture) -> SweptCase:
        """The case of the run whose data a mixture takes."""
        return self.after if Layer.DATA in mixture else self.before


class SweepMixtures:
    """Tries mixtures of two runs. ``engines`` and ``given`` are of the earlier run (False) and of the later one (True)."""

    def __init__(self, rules: RuleMixtures, engines: Mapping[bool, str], given: Mapping[bool, GivenCases]) -> None:
        self.evaluated = 0
        """How often a case was evaluated."""
        self._rules = rules
        self._engines = engines
        self._given = given
        # Columns stand for no engine, so that they cannot tell what another one brings about.
        self._columns = engines[False] == engines[True] != BOTH
        self._materials: dict[tuple[bool, CaseKey], Material] = {}
        self._sets: dict[tuple[bool, bool, CaseKey], FactSets] = {}
        self._inferred: dict[Mixture, Mapping[CaseKey, Named]] = {}

    def of(self, mixed: Iterable[MixedCase]) -> Iterator[Tried | str]:
        """Yields for each case what its mixtures come to, or why either run cannot be evaluated again. Raises Disagreement."""
        left = iter(mixed)
        while some := list(islice(left, _AT_ONCE)):
            self._materials.clear()
            self._sets.clear()
            mixtures = dict.fromkeys(mixture for case in some for mixture in case.mixtures)
            self._inferred = {mixture: self._in_columns(mixture, some) for mixture in mixtures}
            for case in some:
                try:
                    yield self._tried(case)
                except (CannotReplay, NotKept) as unknown:
                    yield str(unknown)

    def _in_columns(self, mixture: Mixture, some: list[MixedCase]) -> Mapping[CaseKey, Named]:
        late = Layer.DATA in mixture
        cases = [case.in_mixture(mixture) for case in some if mixture <= {*case.layers}]
        try:
            return self._given[late].in_columns(self._judging(mixture), cases) if self._columns else {}
        except CannotReplay:  # told of each case
            return {}

    def _tried(self, case: MixedCase) -> Tried:
        """Raises NotKept, and CannotReplay where either run itself cannot be evaluated again.

        Data that were refused have no verdicts, which is what was recorded.
        """
        for late, own in ((False, case.before), (True, case.after)):
            self._material(late, own)
        found: Tried = {}
        for mixture in case.mixtures:
            try:
                found[mixture] = self._evaluated(mixture, case.in_mixture(mixture))
            except CannotReplay:
                if not case.in_mixture(mixture).verdicts and Layer.DATA in case.layers:
                    found[mixture] = {}
                elif len(mixture) in (0, len(case.layers)):
                    raise
                else:
                    found[mixture] = None
        return found

    def _evaluated(self, mixture: Mixture, case: SweptCase) -> Named:
        """Returns the verdicts of a mixture. Raises CannotReplay."""
        found = self._inferred[mixture].get(case.key)
        if found is not None:
            self.evaluated += 1
            return found
        judging = self._judging(mixture)
        facts = judging.facts(case)
        self.evaluated += 1
        try:
            return named_verdicts(judging.evaluator.verdicts(facts.base(judging.evaluator.rulebook)))
        except EngineError as error:
            raise CannotReplay(str(error)) from None

    def _judging(self, mixture: Mixture) -> MixtureRules:
        """Raises CannotReplay."""
        rules, late = Layer.RULES in mixture, Layer.DATA in mixture
        own = self._rules.evaluator(rules, rules, self._engines[rules])
        evaluator = self._rules.evaluator(rules, Layer.THRESHOLDS in mixture, self._engines[Layer.ENGINE in mixture])
        facts = partial(self._facts, own.rulebook, rules, late)
        return MixtureRules(evaluator, own.rulebook, partial(self._material, late), facts)

    def _facts(self, catalogue: Rulebook, rules: bool, late: bool, case: SweptCase) -> FactSets:
        key = (rules, late, case.key)
        if key not in self._sets:
            self._sets[key] = sound_sets(catalogue, self._material(late, case), UNKNOWN_NAMES)
        return self._sets[key]

    def _material(self, late: bool, case: SweptCase) -> Material:
        key = late, case.key
        if key not in self._materials:
            self._materials[key] = self._given[late].material(case)
        return self._materials[key]
