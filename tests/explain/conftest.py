"""The repository's own case, evaluated once per test session, and copies of it with changed facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.evaluation.evaluation import Evaluation
from engine.evaluation.evaluator import Evaluator
from engine.explain.assumptions import assuming, parse_assumptions
from engine.workspace.cases import Case, Cases, Selection
from engine.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


class Audited:
    """One case with its evaluator. ``under`` gives the evaluation with assumed values."""

    def __init__(self, case: Case, engine: str = "auto") -> None:
        self.case = case
        self.evaluator = Evaluator(case.rulebook, engine)
        self.evaluation: Evaluation = self.evaluator.evaluate(case.facts)

    def changed(self, **values: str) -> Case:
        """The case with values by code, written with «__» for the dot."""
        texts = [f"{code.replace('__', '.')}={value}" for code, value in values.items()]
        return assuming(self.case, parse_assumptions(texts, self.case))

    def under(self, **values: str) -> Evaluation:
        return self.evaluator.evaluate(self.changed(**values).facts)


def load(root: Path) -> Case:
    cases = Cases(Workspace(root))
    (case,) = cases.select(Selection())
    assert not cases.problems.found
    return case


@pytest.fixture(scope="session")
def audited() -> Audited:
    return Audited(load(ROOT))
