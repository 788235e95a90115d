"""The layers in which two evaluations can differ, and every mixture of the two, evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from engine.evaluation.evaluator import Evaluator
from engine.history.fact_changes import SideFacts, ValueKey, fact_changes, other_changes, with_values_of
from engine.history.recorded import RecordedEvaluation
from engine.history.replay import CannotReplay, FactSets, Material, fact_sets, rule_files, rulebook_from_files
from engine.history.rule_changes import rule_changes, threshold_changes, with_thresholds_of
from engine.inference.engines import BOTH, EngineMissing, available
from engine.inference.program import JOINED, EngineError, EngineLimit
from engine.rulebook.documents import RuleFile


class Layer(StrEnum):
    """DATA: the facts. THRESHOLDS: «đạt khi», «vượt khi», «sửa đổi». RULES: all else of the rules. TOOL: what cannot be swapped."""

    DATA = "data"
    THRESHOLDS = "thresholds"
    RULES = "rules"
    ENGINE = "engine"
    TOOL = "tool"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Layer.DATA: "số liệu",
    Layer.THRESHOLDS: "ngưỡng",
    Layer.RULES: "quy tắc",
    Layer.ENGINE: "động cơ suy diễn",
    Layer.TOOL: "phiên bản của công cụ",
}
Swapped = frozenset[Layer]
"""The layers taken from the later evaluation; the others are the earlier one's."""
_OPTIONS = {"durable_rules": "durable", "CLIPS": "clips"}


class Side(NamedTuple):
    """One of two evaluations as it was recorded."""

    material: Material
    evaluation: RecordedEvaluation
    versions: dict[str, str]

    @property
    def engine(self) -> str:
        """The name of its engine on the command line; auto where that engine is not here."""
        names = self.evaluation.engine.name.split(JOINED)
        options = [_OPTIONS.get(name, "auto") for name in names]
        if not set(options) <= set(available()):
            return "auto"
        return BOTH if len(options) > 1 else options[0]


_UNKNOWN_NAMES = frozenset(("CT201", "CT206"))
"""Facts about codes, and statements about subjects, that the rules of a mixture do not know: they mean nothing to it."""


class Mixtures:
    """Evaluates mixtures of ``before`` and ``after``. Raises CannotReplay where either does not load any more."""

    def __init__(self, before: Side, after: Side) -> None:
        self.sides = {False: before, True: after}
        self._files = {late: rule_files(side.material) for late, side in self.sides.items()}
        self._evaluators: dict[tuple[bool, bool, str], Evaluator | CannotReplay] = {}
        self._facts: dict[tuple[bool, bool], FactSets] = {}
        self.thresholds = threshold_changes(self._files[False], self._files[True])
        self.rules = rule_changes(self._files[False], self._files[True])
        read = {late: self._read(late) for late in (False, True)}
        self.facts = fact_changes(read[False], read[True])
        self.other_data = other_changes(read[False].sets, read[True].sets)

    @property
    def differing(self) -> tuple[Layer, ...]:
        """The layers that are not the same in both and that can be swapped."""
        engines = [side.engine for side in self.sides.values()]
        differs = {
            Layer.DATA: bool(self.facts or self.other_data),
            Layer.THRESHOLDS: bool(self.thresholds),
            Layer.RULES: bool(self.rules),
            Layer.ENGINE: engines[0] != engines[1],
        }
        return tuple(layer for layer, so in differs.items() if so)

    def own(self, late: bool) -> RecordedEvaluation:
        """One side evaluated again from all that is its own. Raises CannotReplay."""
        return self._evaluated(self._evaluator(late, late, self.sides[late].engine), self._sets(late, late))

    def evaluation(self, swapped: Swapped) -> RecordedEvaluation:
        """Raises CannotReplay where the mixture does not load or the engine fails on it."""
        return self._evaluated(self._of(swapped), self.facts_of(swapped))

    def with_values(self, swapped: Swapped, keys: frozenset[ValueKey]) -> RecordedEvaluation:
        """The mixture, of whose data just these values are the later ones. Raises CannotReplay."""
        sets = with_values_of(self.facts_of(swapped - {Layer.DATA}), self.facts_of(swapped | {Layer.DATA}), keys)
        return self._evaluated(self._of(swapped), sets)

    def with_thresholds(self, swapped: Swapped, criteria: frozenset[str]) -> RecordedEvaluation:
        """The mixture, in which just these criteria have the later goals. Raises CannotReplay."""
        rules = Layer.RULES in swapped
        files = with_thresholds_of(self._files[rules], self._files[False])
        files = with_thresholds_of(files, self._files[True], criteria)
        evaluator = self._opened(files, rules, self._engine(swapped))
        return self._evaluated(evaluator, self.facts_of(swapped))

    def facts_of(self, swapped: Swapped) -> FactSets:
        """The facts of a mixture as its rules read them. Raises CannotReplay."""
        return self._sets(Layer.RULES in swapped, Layer.DATA in swapped)

    def _read(self, late: bool) -> SideFacts:
        return SideFacts(self._evaluator(late, late, self.sides[late].engine).rulebook, self._sets(late, late))

    def _sets(self, rules: bool, data: bool) -> FactSets:
        """The facts of one side as the catalogue of one side reads them. Raises CannotReplay."""
        if (rules, data) not in self._facts:
            rulebook = self._evaluator(rules, rules, self.sides[rules].engine).rulebook
            self._facts[rules, data] = fact_sets(rulebook, self.sides[data].material, _UNKNOWN_NAMES)
        return self._facts[rules, data]

    @staticmethod
    def _evaluated(evaluator: Evaluator, sets: FactSets) -> RecordedEvaluation:
        try:
            return RecordedEvaluation.of(evaluator.evaluate(sets.base(evaluator.rulebook)))
        except EngineError as error:
            raise CannotReplay(str(error)) from None

    def _engine(self, swapped: Swapped) -> str:
        return self.sides[Layer.ENGINE in swapped].engine

    def _of(self, swapped: Swapped) -> Evaluator:
        """The rules of a mixture on its engine. Raises CannotReplay."""
        return self._evaluator(Layer.RULES in swapped, Layer.THRESHOLDS in swapped, self._engine(swapped))

    def _evaluator(self, rules: bool, thresholds: bool, engine: str) -> Evaluator:
        """Raises CannotReplay, each time where once."""
        key = (rules, thresholds, engine)
        if key not in self._evaluators:
            files: Sequence[RuleFile] = self._files[rules]
            if rules != thresholds:
                files = with_thresholds_of(files, self._files[thresholds])
            try:
                self._evaluators[key] = self._opened(files, rules, engine)
            except CannotReplay as refusal:
                self._evaluators[key] = refusal
        found = self._evaluators[key]
        if isinstance(found, CannotReplay):
            raise found
        return found

    def _opened(self, files: Sequence[RuleFile], rules: bool, engine: str) -> Evaluator:
        """``rules``: whose folder it is. Raises CannotReplay."""
        rulebook = rulebook_from_files(self.sides[rules].material.folder, list(files))
        try:
            return Evaluator(rulebook, engine).opened()
        except (EngineMissing, EngineLimit) as error:
            raise CannotReplay(str(error)) from None
