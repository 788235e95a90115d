"""The layers in which two evaluations can differ, and every mixture of the two, evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from engine.cases import Case
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.history.replay import CannotReplay, Material, case_with, rule_files, rulebook_from_files
from engine.history.rule_changes import rule_changes, threshold_changes, with_thresholds_of
from engine.inference.engines import EngineMissing, available
from engine.inference.program import EngineError, EngineLimit
from engine.reports.evaluation_json import document
from engine.reports.receipt_shapes import VersionsShape
from engine.reports.shapes import EvaluationShape
from engine.rulebook.documents import RuleFile


class Layer(StrEnum):
    """DATA: the facts files. THRESHOLDS: «đạt khi», «vượt khi». RULES: all else of the rules. TOOL: what cannot be swapped."""

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
    Layer.TOOL: "phiên bản của công cụ hoặc động cơ",
}
Swapped = frozenset[Layer]
"""The layers taken from the later evaluation; the others are the earlier one's."""
_OPTIONS = {"durable_rules": "durable", "CLIPS": "clips"}


class Side(NamedTuple):
    """One of two evaluations as it was recorded."""

    material: Material
    evaluation: EvaluationShape
    versions: VersionsShape

    @property
    def engine(self) -> str:
        """The name of its engine on the command line; auto where that engine is not here."""
        option = _OPTIONS.get(self.evaluation["engine"]["name"], "auto")
        return option if option in available() else "auto"


class Mixtures:
    """Evaluates mixtures of ``before`` and ``after``. Raises CannotReplay where the rules of either do not load any more."""

    def __init__(self, before: Side, after: Side) -> None:
        self.before = before
        self.after = after
        self._files = {False: rule_files(before.material), True: rule_files(after.material)}
        self._evaluators: dict[tuple[bool, bool, str], Evaluator | CannotReplay] = {}
        self._evaluations: dict[Swapped, EvaluationShape | None] = {}
        self.refusals: dict[Swapped, str] = {}
        """Why a mixture could not be evaluated."""

    @property
    def thresholds_and_rules(self) -> tuple[Sequence[RuleFile], Sequence[RuleFile]]:
        """The rule files before and after."""
        return self._files[False], self._files[True]

    @property
    def differing(self) -> tuple[Layer, ...]:
        """The layers that are not the same in both and that can be swapped."""
        old, new = self.thresholds_and_rules
        layers = [Layer.DATA] if _data(self.before) != _data(self.after) else []
        layers += [Layer.THRESHOLDS] if threshold_changes(old, new) else []
        layers += [Layer.RULES] if rule_changes(old, new) else []
        return (*layers, *([Layer.ENGINE] if self.before.engine != self.after.engine else []))

    def evaluation(self, swapped: Swapped) -> EvaluationShape | None:
        """The evaluation of a mixture; None where it does not load or the engine fails on it."""
        if swapped not in self._evaluations:
            try:
                case = self.case(swapped)
                self._evaluations[swapped] = document(self.evaluator(swapped).evaluate(case.facts))
            except (CannotReplay, EngineError) as refusal:
                self._evaluations[swapped] = None
                self.refusals[swapped] = str(refusal)
        return self._evaluations[swapped]

    def with_facts(self, swapped: Swapped, facts: FactBase) -> EvaluationShape | None:
        """The mixture with other facts in place of its own."""
        try:
            return document(self.evaluator(swapped).evaluate(facts))
        except (CannotReplay, EngineError):
            return None

    def with_thresholds(self, swapped: Swapped, criteria: frozenset[str]) -> EvaluationShape | None:
        """The mixture, in which just these criteria have the later thresholds."""
        rules = Layer.RULES in swapped
        files = with_thresholds_of(self._files[rules], self._files[False])
        files = with_thresholds_of(files, self._files[True], criteria)
        engine = (self.after if Layer.ENGINE in swapped else self.before).engine
        data = (self.after if Layer.DATA in swapped else self.before).material
        try:
            evaluator = self._opened(files, rules, engine)
            return document(evaluator.evaluate(case_with(evaluator.rulebook, data).facts))
        except (CannotReplay, EngineError):
            return None

    def case(self, swapped: Swapped) -> Case:
        """The rules and facts of a mixture. Raises CannotReplay."""
        side = self.after if Layer.DATA in swapped else self.before
        return case_with(self.evaluator(swapped).rulebook, side.material)

    def evaluator(self, swapped: Swapped) -> Evaluator:
        """The rules of a mixture on its engine. Raises CannotReplay."""
        engine = (self.after if Layer.ENGINE in swapped else self.before).engine
        key = (Layer.RULES in swapped, Layer.THRESHOLDS in swapped, engine)
        if key not in self._evaluators:
            try:
                self._evaluators[key] = self._evaluator(*key)
            except CannotReplay as refusal:
                self._evaluators[key] = refusal
        found = self._evaluators[key]
        if isinstance(found, CannotReplay):
            raise found
        return found

    def _evaluator(self, rules: bool, thresholds: bool, engine: str) -> Evaluator:
        files = self._files[rules]
        return self._opened(
            files if rules == thresholds else with_thresholds_of(files, self._files[thresholds]), rules, engine
        )

    def _opened(self, files: Sequence[RuleFile], rules: bool, engine: str) -> Evaluator:
        """``rules``: whose folder it is. Raises CannotReplay."""
        rulebook = rulebook_from_files((self.after if rules else self.before).material.folder, list(files))
        try:
            return Evaluator(rulebook, engine).opened()
        except (EngineMissing, EngineLimit) as error:
            raise CannotReplay(str(error)) from None


def _data(side: Side) -> list[tuple[str, str]]:
    """The facts files by role and content: a file that only has another name is the same data."""
    return sorted((one.role, one.sha256) for one in side.material.of("facts", "comparison"))
