"""Facts into the engine, firings out of it, and the evaluation that they amount to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Self

from engine.domain.verdicts import ON_THEIR_WAY, Verdict
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.evaluation import EngineUsed, Evaluation, Verdicts
from engine.evaluation.findings import FindingTexts
from engine.evaluation.goals import GoalInForce, Goals
from engine.evaluation.input_facts import InputFacts
from engine.evaluation.judgements import JudgementReader
from engine.evaluation.outlook import OutlookReader
from engine.evaluation.pace import PaceReader
from engine.evaluation.reconciliation import Reconciler
from engine.factbase.base import FactBase
from engine.factbase.input_values import InputValue
from engine.inference.both import EnginesDiffer
from engine.inference.compiler import CompiledRulebook
from engine.inference.engines import open_session
from engine.inference.kept_programs import compiled
from engine.inference.nodes import Node, NodeKind
from engine.inference.program import Firings, Program, WorkingFact
from engine.inference.session import Session
from engine.rulebook.logic import Input
from engine.rulebook.rulebook import Rulebook

if TYPE_CHECKING:
    from engine.inference.checked import CheckedColumns


class Evaluator:
    """One rulebook on one engine, ready for any number of units and years."""

    def __init__(self, rulebook: Rulebook, engine: str = "auto") -> None:
        self.rulebook = rulebook
        self.engine = engine
        self.compiled: CompiledRulebook = compiled(rulebook)
        self.goals = Goals(rulebook)

    def opened(self) -> Self:
        """Itself, with its engine at work: a missing one is told before anything else. Raises EngineMissing, EngineLimit."""
        _ = self.session
        return self

    @cached_property
    def session(self) -> Session:
        """All rules on the engine. Raises EngineMissing, EngineLimit."""
        return open_session(self.compiled.program, self.engine)

    @property
    def used(self) -> EngineUsed:
        """The engine of ``session``, as results name it. Raises EngineMissing, EngineLimit."""
        return _used(self.session)

    @cached_property
    def verdict_session(self) -> Session:
        """The rules that lead to verdicts alone, without those of findings and reconciliations. Raises as ``session``."""
        return open_session(self.verdict_program, self.engine)

    def evaluate(self, facts: FactBase) -> Evaluation:
        """Raises EngineMissing, EngineLimit, EngineError (it failed, or left something without a state), Disagreement."""
        values = self.values(facts)
        asserted = self.working_facts(facts, values)
        return self.evaluation_of(facts, values, self.fired(self.session, facts, asserted))

    def evaluation_of(self, facts: FactBase, values: dict[str, InputValue], firings: Firings) -> Evaluation:
        """What ``firings``, which are all that ``session`` reported of the case, amount to. Raises EngineError."""
        return _Reading(self, facts, values, firings).evaluation()

    def verdicts(self, facts: FactBase) -> Verdicts:
        """The verdicts of targets and criteria alone. Raises as ``evaluate`` does."""
        values = self.values(facts)
        asserted = self.verdict_facts(facts, values)
        return self.verdicts_of(facts, values, self.fired(self.verdict_session, facts, asserted))

    def verdicts_of(self, facts: FactBase, values: dict[str, InputValue], firings: Firings) -> Verdicts:
        """The verdicts that ``firings``, which are all that ``verdict_session`` reported, amount to. Raises EngineError."""
        return JudgementReader(self.goals, facts, values, firings).verdicts(_used(self.verdict_session))

    def states(self, facts: FactBase) -> dict[Node, int]:
        """The state of every node that the engine derived, without reading them back as texts. Raises as ``evaluate``."""
        firings = self.fired(self.session, facts, self.working_facts(facts))
        return {firing.node: firing.state for firing in firings}

    def fired(self, session: Session, facts: FactBase, asserted: list[WorkingFact]) -> Firings:
        """What the engine reports; where it is two and they differ, that in the words of the field."""
        with self._told(facts):
            return session.run(asserted)

    def compare(self, facts: FactBase, session: CheckedColumns, asserted: list[WorkingFact], firings: Firings) -> None:
        """Infers again, by rules, what was inferred in columns. Raises Disagreement, EngineMissing, EngineLimit."""
        with self._told(facts):
            session.compare(asserted, firings)

    @contextmanager
    def _told(self, facts: FactBase) -> Iterator[None]:
        """Says in the words of the field where engines differ. Raises Disagreement."""
        try:
            yield
        except EnginesDiffer as engines:
            from engine.evaluation.disagreement import disagreement

            raise disagreement(self.rulebook, facts.facts, engines) from engines

    def goals_of(self, facts: FactBase) -> dict[str, GoalInForce]:
        """The goals in force for a case, by criterion."""
        return self.goals.at(facts.facts)

    def values(self, facts: FactBase) -> dict[str, InputValue]:
        """The value of every input of the rulebook, by its key."""
        value, measured = facts.value, facts.measured
        return {key: measured(one) if code is None else value(code) for key, one, code in self._asked}

    @cached_property
    def _asked(self) -> list[tuple[str, Input, str | None]]:
        """Every input with its key, and with its code where it is just an indicator."""
        return [(key, one, one.plain_code) for key, one in self.rulebook.inputs.items()]

    def working_facts(self, facts: FactBase, values: dict[str, InputValue] | None = None) -> list[WorkingFact]:
        """What the engine is given for a case; ``values`` are its inputs, where they are known already."""
        return self._inputs.of(facts, self.values(facts) if values is None else values, self.goals_of(facts))

    def verdict_facts(self, facts: FactBase, values: dict[str, InputValue] | None = None) -> list[WorkingFact]:
        """What ``verdict_session`` is given for a case."""
        return self._verdict_inputs.of(facts, self.values(facts) if values is None else values, self.goals_of(facts))

    @cached_property
    def _inputs(self) -> InputFacts:
        return InputFacts(self.rulebook, self.compiled, self.compiled.program)

    @cached_property
    def _verdict_inputs(self) -> InputFacts:
        return InputFacts(self.rulebook, self.compiled, self.verdict_program)

    @cached_property
    def verdict_program(self) -> Program:
        """The rules that lead to verdicts alone."""
        targets = (Node(NodeKind.TARGET, target.id) for target in self.rulebook.targets)
        criteria = (Node(NodeKind.CRITERION, criterion.id) for criterion in self.rulebook.criteria)
        return self.compiled.program.leading_to((*targets, *criteria))


class SomeStates:
    """The states of some nodes, inferred by the rules that lead to them alone: for who asks little, of many facts or rulebooks."""

    def __init__(self, evaluator: Evaluator, nodes: Iterable[Node]) -> None:
        """Raises EngineMissing, EngineLimit."""
        program = evaluator.compiled.program.leading_to(nodes)
        self._evaluator = evaluator
        self._session = open_session(program, evaluator.engine)
        self._inputs = InputFacts(evaluator.rulebook, evaluator.compiled, program)

    def of(self, facts: FactBase) -> dict[Node, int]:
        """The state of every node that was derived. Raises as ``Evaluator.evaluate``."""
        evaluator = self._evaluator
        values = _Values(evaluator.rulebook, facts)
        firings = evaluator.fired(self._session, facts, self._inputs.of(facts, values, evaluator.goals_of(facts)))
        return {firing.node: firing.state for firing in firings}

    def close(self) -> None:
        """Gives back what the engine holds."""
        self._session.close()


class _Values(dict[str, InputValue]):
    """The values of the inputs of a rulebook by key, each computed when it is first asked for."""

    def __init__(self, rulebook: Rulebook, facts: FactBase) -> None:
        super().__init__()
        self._inputs, self._facts = rulebook.inputs, facts

    def __missing__(self, key: str) -> InputValue:
        return self.setdefault(key, self._facts.measured(self._inputs[key]))


def _used(session: Session) -> EngineUsed:
    return EngineUsed(session.name, session.version)


class _Reading:
    """The firings of one case, read back with all that reports say of them."""

    def __init__(self, evaluator: Evaluator, facts: FactBase, values: dict[str, InputValue], firings: Firings) -> None:
        self.evaluator = evaluator
        self.rulebook = evaluator.rulebook
        self.engine = evaluator.used
        self.facts = facts
        self.values = values
        self.firings = firings
        self.judgements = JudgementReader(evaluator.goals, facts, values, firings)
        self.paces = PaceReader(facts, values)
        self.outlooks = OutlookReader(facts, values)

    def evaluation(self) -> Evaluation:
        facts = self.facts.facts
        verdicts = self.judgements.verdicts(self.engine)
        targets = tuple(self._target(target) for target in verdicts.targets)
        criteria = {c.id: c for t in targets for c in t.criteria}
        texts = FindingTexts(self.rulebook, self.facts, self.values, self.judgements.by_node, criteria)
        reconciler = Reconciler(texts, targets)
        findings = (
            *texts.present(),
            *reconciler.declared(),
            *reconciler.given_and_computed(),
            *reconciler.claims(),
        )
        undetermined = tuple(texts.undetermined())
        return Evaluation(
            resolution=verdicts.resolution,
            unit=verdicts.unit,
            year=verdicts.year,
            as_of=verdicts.as_of,
            engine=verdicts.engine,
            targets=targets,
            draft_codes=verdicts.draft_codes,
            period=verdicts.period,
            warnings=tuple(dict.fromkeys((*self.facts.warnings, *self.judgements.warnings, *texts.warnings))),
            findings=findings,
            undetermined_findings=undetermined,
            claims=facts.claims,
            facts_files=facts.names,
            sources=facts.sources,
            firings=tuple(self.firings),
        )

    def _target(self, target: TargetResult) -> TargetResult:
        """``target`` with the pace and the outlook of its criteria."""
        return target._replace(criteria=tuple(map(self._criterion, target.criteria)))

    def _criterion(self, result: CriterionResult) -> CriterionResult:
        goal, verdict = result.goal, result.status
        pace = standing = None
        if verdict in ON_THEIR_WAY:
            pace = self.paces.pace(goal, self.judgements.goal_state(goal, result.conclusion))
        if not verdict.reached and verdict is not Verdict.NOT_APPLICABLE:
            standing = self.paces.standing(goal)
        outlook = tuple(self.outlooks.outlook(goal, result.measures)) if verdict is Verdict.NOT_MET else ()
        return result._replace(pace=pace, standing=standing, outlook=outlook)
