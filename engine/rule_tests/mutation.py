"""Runs the tests of a rulebook on its mutants: a slip that no test notices could be in the rules today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, NamedTuple

from engine.evaluation.evaluator import Evaluator
from engine.files.json_form import Meaning, json_form
from engine.rule_tests.expectations import DerivedStates
from engine.rule_tests.loader import RuleTest
from engine.rule_tests.mutants import Mutant, mutants_of
from engine.rule_tests.suites import Suite

Progress = Callable[[int, int], None]
"""Receives the number of finished mutants and the number of all."""


@json_form("total", "noticed", "equivalent", "survivors")
class Mutation(NamedTuple):
    """The result: ``survivors`` are the mutants that no test noticed; ``equivalent`` counts those without an effect."""

    total: int
    equivalent: Annotated[int, Meaning("Changes left out because they provably change no verdict")]
    survivors: tuple[Mutant, ...]

    @property
    def noticed(self) -> int:
        return self.total - len(self.survivors)

    def joined(self, other: Mutation) -> Mutation:
        """Returns the sum of both."""
        return Mutation(self.total + other.total, self.equivalent + other.equivalent, self.survivors + other.survivors)


def mutate(suite: Suite, engine: str = "auto", progress: Progress = lambda done, total: None) -> Mutation:
    """Returns the result of ``suite``, whose tests must all pass on the unchanged rules. Raises EngineError."""
    mutants, equivalent = mutants_of(suite.rulebook)
    survivors = []
    for number, mutant in enumerate(mutants):
        progress(number, len(mutants))
        if not _noticed(mutant, suite.tests, engine):
            survivors.append(mutant)
    progress(len(mutants), len(mutants))
    return Mutation(len(mutants), len(equivalent), tuple(survivors))


def _noticed(mutant: Mutant, tests: tuple[RuleTest, ...], engine: str) -> bool:
    """Returns whether some test fails; runs those about the changed rule first."""
    evaluator = Evaluator(mutant.rulebook, engine)
    try:
        return any(_fails(test, evaluator) for test in sorted(tests, key=lambda t: not _about(t, mutant)))
    finally:
        evaluator.session.close()


def _about(test: RuleTest, mutant: Mutant) -> bool:
    return any(expectation.subject == mutant.subject for expectation in test.expectations)


def _fails(test: RuleTest, evaluator: Evaluator) -> bool:
    seen = DerivedStates(evaluator.rulebook, evaluator.states(test.case.facts))
    return any(seen.label(expectation.subject) != expectation.label for expectation in test.expectations)
