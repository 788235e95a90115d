"""Runs the tests of a resolution on the engine; a test that fails says what there is instead, and why."""

from __future__ import annotations

from typing import NamedTuple

from engine.evaluation.evaluator import Evaluator
from engine.rule_tests.expectations import DerivedStates, Expectation
from engine.rule_tests.loader import RuleTest
from engine.rule_tests.reasons import Reasons
from engine.rule_tests.suites import Suite


class Mismatch(NamedTuple):
    """An expectation that does not hold: what there is instead, and the lines that say why."""

    expectation: Expectation
    actual: str
    reasons: tuple[str, ...]


class Result(NamedTuple):
    test: RuleTest
    seen: DerivedStates
    mismatches: tuple[Mismatch, ...]

    @property
    def passed(self) -> bool:
        return not self.mismatches


class SuiteResult(NamedTuple):
    suite: Suite
    results: tuple[Result, ...]

    @property
    def failed(self) -> int:
        return sum(not result.passed for result in self.results)


def run_suite(suite: Suite, engine: str = "auto") -> SuiteResult:
    """Every test of ``suite``. Raises EngineMissing, EngineLimit and EngineError."""
    if not suite.tests:
        return SuiteResult(suite, ())
    evaluator = Evaluator(suite.rulebook, engine)
    return SuiteResult(suite, tuple(_run(test, evaluator) for test in suite.tests))


def _run(test: RuleTest, evaluator: Evaluator) -> Result:
    seen = DerivedStates(evaluator.rulebook, evaluator.states(test.case.facts))
    wrong = [e for e in test.expectations if seen.label(e.subject) != e.label]
    if not wrong:
        return Result(test, seen, ())
    reasons = Reasons(test.case, evaluator.evaluate(test.case.facts), seen)
    mismatches = (Mismatch(e, seen.label(e.subject), reasons.of(e)) for e in wrong)
    return Result(test, seen, tuple(mismatches))
