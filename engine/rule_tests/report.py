"""The report of one run of tests, for the command and for CI."""

from __future__ import annotations

from typing import Annotated

from engine.domain.records import NamedTuple
from engine.files.json_form import Meaning, json_form
from engine.rule_tests.coverage import Coverage
from engine.rule_tests.mutation import Mutation
from engine.rule_tests.runner import Result, SuiteResult


@json_form("total", "passed", "failed", shape="TestTotalsShape")
class TestTotals(NamedTuple):
    """The numbers of tests, of passed and of failed ones."""

    total: int
    passed: int
    failed: int


@json_form(
    "summary", "tests", "coverage", "mutation", schema="chitieu/test/1", shape="TestShape",
    about="`chitieu test --format json`.",
)  # fmt: skip
class RunReport(NamedTuple):
    """The report; ``coverage`` and ``mutation`` are None without their options, or where failing tests prevent them."""

    suites: tuple[SuiteResult, ...]
    coverage: Annotated[Coverage | None, Meaning("With --coverage")] = None
    mutation: Annotated[Mutation | None, Meaning("With --mutate, where all tests pass")] = None

    @property
    def tests(self) -> tuple[Result, ...]:
        """All tests, in order."""
        return tuple(result for suite in self.suites for result in suite.results)

    @property
    def summary(self) -> TestTotals:
        """The counts."""
        return TestTotals(self.total, self.total - self.failed, self.failed)

    @property
    def total(self) -> int:
        return sum(len(suite.results) for suite in self.suites)

    @property
    def failed(self) -> int:
        return sum(suite.failed for suite in self.suites)

    @property
    def too_little_covered(self) -> bool:
        if self.coverage is None or self.coverage.minimum is None:
            return False
        return self.coverage.percent < self.coverage.minimum

    @property
    def succeeded(self) -> bool:
        """Whether there were tests, all passed, no mutant survived and enough is covered."""
        survived = self.mutation is not None and bool(self.mutation.survivors)
        return self.total > 0 and not (self.failed or survived or self.too_little_covered)
