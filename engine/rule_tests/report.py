"""All that one run of tests found out: what the command prints and what CI reads is made from here."""

from __future__ import annotations

from typing import NamedTuple

from engine.rule_tests.coverage import Coverage
from engine.rule_tests.mutation import Mutation
from engine.rule_tests.runner import SuiteResult


class RunReport(NamedTuple):
    """``coverage`` and ``mutation`` are None where they were not asked for, or not possible because tests fail."""

    suites: tuple[SuiteResult, ...]
    coverage: Coverage | None = None
    minimum: int | None = None
    mutation: Mutation | None = None

    @property
    def total(self) -> int:
        return sum(len(suite.results) for suite in self.suites)

    @property
    def failed(self) -> int:
        return sum(suite.failed for suite in self.suites)

    @property
    def too_little_covered(self) -> bool:
        if self.coverage is None or self.minimum is None:
            return False
        return self.coverage.percent < self.minimum

    @property
    def succeeded(self) -> bool:
        """Whether there were tests, all passed, no mutant survived and enough is covered."""
        survived = self.mutation is not None and bool(self.mutation.survivors)
        return self.total > 0 and not (self.failed or survived or self.too_little_covered)
