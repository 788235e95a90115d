"""The layers in which two evaluations can differ, and the evaluation of mixtures of both."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Self

from engine.domain.records import NamedTuple
from engine.evaluation.evaluation import EngineUsed
from engine.evaluation.evaluator import Evaluator
from engine.factbase.years import FactSets
from engine.history.fact_changes import SideFacts, ValueKey, fact_changes, other_changes, with_values_of
from engine.history.recorded import RecordedEvaluation
from engine.history.replay import CannotReplay, Material, fact_sets, rule_files, rulebook_from_files
from engine.history.rule_changes import rule_changes, threshold_changes, with_thresholds_of
from engine.inference.engines import BOTH, EngineMissing, available
from engine.inference.program import JOINED, EngineError, EngineLimit
from engine.rulebook.documents import RuleFile


class Layer(StrEnum):
    """A layer in which evaluations can differ. A value is the name in JSON, ``label`` the words for people.

    DATA: the facts. THRESHOLDS: «đạt khi», «vượt khi», «sửa đổi». RULES: the rest of the rules. TOOL cannot be exchanged.
    """

    label: str

    DATA = "data", "số liệu"
    THRESHOLDS = "thresholds", "ngưỡng"
    RULES = "rules", "quy tắc"
    ENGINE = "engine", "động cơ suy diễn"
    TOOL = "tool", "phiên bản của công cụ"

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_, member.label = value, label
        return member


Mixture = frozenset[Layer]
"""The layers that a mixture takes from the later evaluation; it takes the others from the earlier one."""
_OPTIONS = {"durable_rules": "durable", "CLIPS": "clips"}
ENGINE_NAMES = tuple(_OPTIONS)
"""The engines that a receipt may name."""


class Side(NamedTuple):
    """One of two evaluations, as recorded."""

    material: Material
    evaluation: RecordedEvaluation
    versions: dict[str, str]

    @property
    def engine(self) -> str:
        """The name of its engine on the command line; auto where that engine is not installed."""
        return engine_option(self.evaluation.engine)


def engine_option(engine: EngineUsed) -> str:
    """Returns the name of a recorded engine on the command line; auto where it is not installed, or is none of rules."""
    options = [_OPTIONS.get(name, "auto") for name in engine.name.split(JOINED)]
    if not set(options) <= set(available()):
        return "auto"
    return BOTH if len(options) > 1 else options[0]


class RuleMixtures:
    """Evaluators of mixtures of the rules of two sides. Raises CannotReplay where either does not load any more.

    ``rules`` are the materials of both sides (False: the earlier one), of which only the rule files are looked at.
    """

    def __init__(self, rules: dict[bool, Material]) -> None:
        self._folders = {late: side.folder for late, side in rules.items()}
        self.files = {late: rule_files(side) for late, side in rules.items()}
        self.thresholds = threshold_changes(self.files[False], self.files[True])
        self.rules = rule_changes(self.files[False], self.files[True])
        self._evaluators: dict[tuple[bool, bool, str], Evaluator | CannotReplay] = {}

    def evaluator(self, rules: bool, thresholds: bool, engine: str) -> Evaluator:
        """Returns the evaluator of these sides, opened once. Raises CannotReplay."""
        key = (rules, thresholds, engine)
        if key not in self._evaluators:
            files: Sequence[RuleFile] = self.files[rules]
            if rules != thresholds:
                files = with_thresholds_of(files, self.files[thresholds])
            try:
                self._evaluators[key] = self.opened(files, rules, engine)
            except CannotReplay as refusal:
                self._evaluators[key] = refusal
        found = self._evaluators[key]
        if isinstance(found, CannotReplay):
            raise found
        return found

    def opened(self, files: Sequence[RuleFile], rules: bool, engine: str) -> Evaluator:
        """Opens an evaluator of ``files``, from the folder of the side ``rules``. Raises CannotReplay."""
        rulebook = rulebook_from_files(self._folders[rules], list(files))
        try:
            return Evaluator(rulebook, engine).opened()
        except (EngineMissing, EngineLimit) as error:
            raise CannotReplay(str(error)) from None


UNKNOWN_NAMES = frozenset(("CT201", "CT206"))
"""Errors of facts and claims about codes that the rules of a mixture do not know; the mixture leaves those facts out."""


class Mixtures:
    """Evaluates mixtures of ``before`` and ``after``. Raises CannotReplay where either does not load any more.

    In keys and arguments, False stands for the earlier side and True for the later one.
    """

    def __init__(self, before: Side, after: Side) -> None:
        self.sides = {False: before, True: after}
        self._rules = RuleMixtures({late: side.material for late, side in self.sides.items()})
        self._facts: dict[tuple[bool, bool], FactSets] = {}
        self.thresholds, self.rules = self._rules.thresholds, self._rules.rules
        read = {late: self._read(late) for late in (False, True)}
        self.facts = fact_changes(read[False], read[True])
        self.other_data = other_changes(read[False].sets, read[True].sets)

    @property
    def differing(self) -> tuple[Layer, ...]:
        """The layers that differ and can be exchanged."""
        engines = [side.engine for side in self.sides.values()]
        differs = {
            Layer.DATA: bool(self.facts or self.other_data),
            Layer.THRESHOLDS: bool(self.thresholds),
            Layer.RULES: bool(self.rules),
            Layer.ENGINE: engines[0] != engines[1],
        }
        return tuple(layer for layer, found in differs.items() if found)

    def own(self, late: bool) -> RecordedEvaluation:
        """Evaluates one side again, with all its own layers. Raises CannotReplay."""
        return self._evaluated(self._rules.evaluator(late, late, self.sides[late].engine), self._sets(late, late))

    def evaluation(self, mixture: Mixture) -> RecordedEvaluation:
        """Evaluates a mixture. Raises CannotReplay where it does not load or the engine fails on it."""
        return self._evaluated(self._of(mixture), self.facts_of(mixture))

    def with_values(self, mixture: Mixture, keys: frozenset[ValueKey]) -> RecordedEvaluation:
        """Evaluates a mixture that takes only these values of the later data. Raises CannotReplay."""
        sets = with_values_of(self.facts_of(mixture - {Layer.DATA}), self.facts_of(mixture | {Layer.DATA}), keys)
        return self._evaluated(self._of(mixture), sets)

    def with_thresholds(self, mixture: Mixture, criteria: frozenset[str]) -> RecordedEvaluation:
        """Evaluates a mixture that takes only the later goals of these criteria. Raises CannotReplay."""
        rules = Layer.RULES in mixture
        files = with_thresholds_of(self._rules.files[rules], self._rules.files[False])
        files = with_thresholds_of(files, self._rules.files[True], criteria)
        return self._evaluated(self._rules.opened(files, rules, self._engine(mixture)), self.facts_of(mixture))

    def facts_of(self, mixture: Mixture) -> FactSets:
        """Returns the facts of a mixture, read with its rules. Raises CannotReplay."""
        return self._sets(Layer.RULES in mixture, Layer.DATA in mixture)

    def _read(self, late: bool) -> SideFacts:
        return SideFacts(self._rules.evaluator(late, late, self.sides[late].engine).rulebook, self._sets(late, late))

    def _sets(self, rules: bool, data: bool) -> FactSets:
        """Returns the facts of the side ``data``, read with the catalogue of the side ``rules``. Raises CannotReplay."""
        if (rules, data) not in self._facts:
            rulebook = self._rules.evaluator(rules, rules, self.sides[rules].engine).rulebook
            self._facts[rules, data] = fact_sets(rulebook, self.sides[data].material, UNKNOWN_NAMES)
        return self._facts[rules, data]

    @staticmethod
    def _evaluated(evaluator: Evaluator, sets: FactSets) -> RecordedEvaluation:
        try:
            return RecordedEvaluation.of(evaluator.evaluate(sets.base(evaluator.rulebook)))
        except EngineError as error:
            raise CannotReplay(str(error)) from None

    def _engine(self, mixture: Mixture) -> str:
        return self.sides[Layer.ENGINE in mixture].engine

    def _of(self, mixture: Mixture) -> Evaluator:
        """Returns the evaluator of a mixture. Raises CannotReplay."""
        return self._rules.evaluator(Layer.RULES in mixture, Layer.THRESHOLDS in mixture, self._engine(mixture))
