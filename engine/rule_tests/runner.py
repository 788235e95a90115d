"""Runs the tests of a resolution on the engine, and explains those that fail."""

from __future__ import annotations

from typing import Annotated

from engine.domain.records import NamedTuple
from engine.evaluation.evaluator import Evaluator
from engine.files.json_form import Meaning, json_form
from engine.rule_tests.expectations import DerivedStates, Expectation
from engine.rule_tests.loader import RuleTest
from engine.rule_tests.reasons import Reasons
from engine.rule_tests.suites import Suite


@json_form("what=expectation.subject.what", "id", "expected", "actual", "reasons", "place=expectation.span.place")
class Mismatch(NamedTuple):
    """An expectation that does not hold, with the actual state and its reasons."""

    expectation: Expectation
    actual: str
    reasons: tuple[str, ...]

    @property
    def id(self) -> Annotated[str, Meaning("Of a count, its name")]:
        """The id of the subject of the expectation."""
        return self.expectation.subject.id

    @property
    def expected(
        self,
    ) -> Annotated[str, Meaning("The word of the test file: a verdict, có, không có, khớp, a number …")]:
        """The word in the test file."""
        return self.expectation.label


@json_form(
    "resolution=test.case.rulebook.resolution.number", "name=test.name", "place=test.span.place", "passed", "mismatches",
    shape="RuleTestShape",
)  # fmt: skip
class Result(NamedTuple):
    """The result of a test: the derived states, and the expectations that do not hold."""

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
    """Returns the results of all tests of ``suite``. Raises EngineMissing, EngineLimit and EngineError."""
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
