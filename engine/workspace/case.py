"""A case, which is one resolution, unit and year, from its choice to its evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.domain.records import NamedTuple
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.files.diagnostics import Problems
from engine.rulebook.rulebook import Rulebook
from engine.workspace.facts_index import CaseKey, FactsHead


class Case(NamedTuple):
    """One resolution, unit and year, ready to be evaluated."""

    rulebook: Rulebook
    facts: FactBase


class ChosenCase(NamedTuple):
    """A case that is selected and not yet loaded."""

    rulebook: Rulebook
    head: FactsHead
    paths: tuple[Path, ...]


class LoadedCase(NamedTuple):
    """A case whose files were read; ``case`` is None where they hold errors."""

    chosen: ChosenCase
    case: Case | None
    problems: Problems


class UnitCases(NamedTuple):
    """The selected cases of one unit, with its files of every year.

    It holds only names and paths, so that another process can load the cases. ``resolution`` is the folded number.
    """

    resolution: str
    selected: tuple[tuple[FactsHead, tuple[Path, ...]], ...]
    paths: dict[CaseKey, tuple[Path, ...]]


def evaluate_cases(cases: Sequence[Case], engine: str = "auto") -> list[Evaluation]:
    """Returns the evaluations of ``cases``; compiles each rulebook once. Raises EngineMissing and EngineError."""
    evaluators = Evaluators(engine)
    return [evaluators.of(case.rulebook).evaluate(case.facts) for case in cases]


class Evaluators:
    """One evaluator per rulebook, made on demand."""

    def __init__(self, engine: str = "auto") -> None:
        self.engine = engine
        self._made: dict[str, Evaluator] = {}

    def of(self, rulebook: Rulebook) -> Evaluator:
        """Returns the evaluator of ``rulebook``. Raises EngineMissing, EngineLimit."""
        number = rulebook.resolution.number
        if number not in self._made:
            self._made[number] = Evaluator(rulebook, self.engine)
        return self._made[number]
