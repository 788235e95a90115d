"""The repository's own case, evaluated once per test session, and copies of it with changed facts."""

from __future__ import annotations

import pytest

from engine.evaluation.evaluation import Evaluation
from engine.evaluation.evaluator import Evaluator
from engine.explain.assumptions import assuming, parse_assumptions
from engine.workspace.case import Case
from tests.workspaces import ROOT, case_in


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


@pytest.fixture(scope="session")
def audited() -> Audited:
    return Audited(case_in(ROOT))
