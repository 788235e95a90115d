"""Runs the tests of a rulebook on its mutants: a slip that no test notices could be in the rules today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.evaluation.evaluator import Evaluator, SomeStates
from engine.files.json_form import Meaning, json_form
from engine.inference.nodes import Node, pace_key
from engine.inference.program import Program
from engine.rule_tests.expectations import DerivedStates, Subject, nodes_of
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
    original = Evaluator(suite.rulebook, engine).compiled.program
    survivors = []
    for number, mutant in enumerate(mutants):
        progress(number, len(mutants))
        if not _noticed(mutant, suite.tests, original, engine):
            survivors.append(mutant)
    progress(len(mutants), len(mutants))
    return Mutation(len(mutants), len(equivalent), tuple(survivors))


def _noticed(mutant: Mutant, tests: tuple[RuleTest, ...], original: Program, engine: str) -> bool:
    """Returns whether some test fails, of those about the changed rule first.

    What does not rest on the changed rule is as the tests found it in the unchanged rules: it is not inferred again.
    """
    evaluator = Evaluator(mutant.rulebook, engine)
    if _some_fails(evaluator, tests, frozenset(nodes_of(mutant.subject, mutant.rulebook))):
        return True
    # In either program: a rule may ask the changed one how it is written, and then look at it or not.
    changed = [_changed(mutant, program) for program in (original, evaluator.compiled.program)]
    return _some_fails(evaluator, tests, frozenset().union(*changed))


def _changed(mutant: Mutant, program: Program) -> set[Node]:
    """Returns the nodes that the changed rule may give another state."""
    own = (mutant.subject.id, pace_key(mutant.subject.id))
    return program.resting_on(node for node in program.nodes if node.element in own)


def _some_fails(evaluator: Evaluator, tests: tuple[RuleTest, ...], nodes: frozenset[Node]) -> bool:
    """Returns whether some expectation of something among ``nodes`` is not met."""
    rulebook = evaluator.rulebook
    looked_at = {e.subject: nodes_of(e.subject, rulebook) for test in tests for e in test.expectations}
    asked = {subject for subject, own in looked_at.items() if not nodes.isdisjoint(own)}
    concerned = [test for test in tests if any(e.subject in asked for e in test.expectations)]
    if not concerned:
        return False
    states = SomeStates(evaluator, (node for subject in asked for node in looked_at[subject]))
    try:
        return any(_fails(test, asked, DerivedStates(rulebook, states.of(test.case.facts))) for test in concerned)
    finally:
        states.close()


def _fails(test: RuleTest, asked: set[Subject], seen: DerivedStates) -> bool:
    return any(seen.label(e.subject) != e.label for e in test.expectations if e.subject in asked)
