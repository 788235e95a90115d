"""Facts into the engine, firings out of it, and the evaluation that they amount to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Self

from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import CriterionResult, EngineUsed, Evaluation, TargetResult, Verdicts
from engine.evaluation.findings import FindingTexts
from engine.evaluation.goals import GoalInForce, Goals
from engine.evaluation.input_facts import InputFacts
from engine.evaluation.judgements import JudgementReader
from engine.evaluation.outlook import OutlookReader
from engine.evaluation.reconciliation import Reconciler
from engine.factbase.base import FactBase
from engine.factbase.input_values import InputValue
from engine.inference.both import EnginesDiffer
from engine.inference.compiler import CompiledRulebook, compile_rulebook
from engine.inference.engines import open_session
from engine.inference.nodes import Node, NodeKind
from engine.inference.program import Firing, Program, WorkingFact
from engine.inference.session import Session
from engine.rulebook.rulebook import BY_ANYONE, Rulebook


class Evaluator:
    """One rulebook on one engine, ready for any number of units and years."""

    def __init__(self, rulebook: Rulebook, engine: str = "auto") -> None:
        self.rulebook = rulebook
        self.engine = engine
        self.compiled: CompiledRulebook = compile_rulebook(rulebook)
        self.goals = Goals(rulebook)

    def opened(self) -> Self:
        """Itself, with its engine at work: a missing one is told before anything else. Raises EngineMissing, EngineLimit."""
        _ = self.session
        return self

    @cached_property
    def session(self) -> Session:
        """All rules on the engine. Raises EngineMissing, EngineLimit."""
        return open_session(self.compiled.program, self.engine)

    @cached_property
    def verdict_session(self) -> Session:
        """The rules that lead to verdicts alone, without those of findings and reconciliations. Raises as ``session``."""
        return open_session(self._verdict_program, self.engine)

    def evaluate(self, facts: FactBase) -> Evaluation:
        """Raises EngineMissing, EngineLimit, EngineError (it failed, or left something without a state), Disagreement."""
        values = self.values(facts)
        return _Reading(
            self, facts, values, self._fired(self.session, facts, self._inputs.of(facts, values, self.goals_of(facts)))
        ).evaluation()

    def verdicts(self, facts: FactBase) -> Verdicts:
        """The verdicts of targets and criteria alone. Raises as ``evaluate`` does."""
        values = self.values(facts)
        firings = self._fired(self.verdict_session, facts, self._verdict_inputs.of(facts, values, self.goals_of(facts)))
        return JudgementReader(self.goals, facts, values, firings).verdicts(_used(self.verdict_session))

    def states(self, facts: FactBase) -> dict[Node, int]:
        """The state of every node that the engine derived, without reading them back as texts. Raises as ``evaluate``."""
        firings = self._fired(self.session, facts, self.working_facts(facts))
        return {firing.rule.then.node: firing.rule.then.state or 0 for firing in firings}

    def _fired(self, session: Session, facts: FactBase, asserted: list[WorkingFact]) -> list[Firing]:
        """What the engine reports; where it is two and they differ, that in the words of the field."""
        try:
            return session.run(asserted)
        except EnginesDiffer as engines:
            from engine.evaluation.disagreement import disagreement

            raise disagreement(self.rulebook, facts.facts, engines) from engines

    def goals_of(self, facts: FactBase) -> dict[str, GoalInForce]:
        """The goals in force for a case, by criterion."""
        return self.goals.at(facts.facts)

    def values(self, facts: FactBase) -> dict[str, InputValue]:
        """The value of every input of the rulebook, by its key."""
        value, measured = facts.value, facts.measured
        inputs = self.rulebook.inputs.items()
        return {
            key: value(input.code) if input.code is not None and input.asked is BY_ANYONE else measured(input)
            for key, input in inputs
        }

    def working_facts(self, facts: FactBase) -> list[WorkingFact]:
        """What the engine is given for a case."""
        return self._inputs.of(facts, self.values(facts), self.goals_of(facts))

    def verdict_facts(self, facts: FactBase) -> list[WorkingFact]:
        """What ``verdict_session`` is given for a case."""
        return self._verdict_inputs.of(facts, self.values(facts), self.goals_of(facts))

    @cached_property
    def _inputs(self) -> InputFacts:
        return InputFacts(self.rulebook, self.compiled, self.compiled.program)

    @cached_property
    def _verdict_inputs(self) -> InputFacts:
        return InputFacts(self.rulebook, self.compiled, self._verdict_program)

    @cached_property
    def _verdict_program(self) -> Program:
        targets = (Node(NodeKind.TARGET, target.id) for target in self.rulebook.targets)
        criteria = (Node(NodeKind.CRITERION, criterion.id) for criterion in self.rulebook.criteria)
        return self.compiled.program.leading_to((*targets, *criteria))


class SomeStates:
    """The rules of a rulebook that lead to some nodes, on an engine of their own: for who asks little of many rulebooks."""

    def __init__(self, evaluator: Evaluator, nodes: Iterable[Node]) -> None:
        """Raises EngineMissing, EngineLimit."""
        self._evaluator = evaluator
        program = evaluator.compiled.program.leading_to(nodes)
        self._session = open_session(program, evaluator.engine)
        self._inputs = InputFacts(evaluator.rulebook, evaluator.compiled, program)

    def of(self, facts: FactBase) -> dict[Node, int]:
        """The state of every node that was derived. Raises as `Evaluator.evaluate`."""
        values = _Values(self._evaluator.rulebook, facts)
        firings = self._session.run(self._inputs.of(facts, values, self._evaluator.goals_of(facts)))
        return {firing.rule.then.node: firing.rule.then.state or 0 for firing in firings}

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

    def __init__(
        self, evaluator: Evaluator, facts: FactBase, values: dict[str, InputValue], firings: list[Firing]
    ) -> None:
        self.evaluator = evaluator
        self.rulebook = evaluator.rulebook
        self.engine = _used(evaluator.session)
        self.facts = facts
        self.values = values
        self.firings = firings
        self.judgements = JudgementReader(evaluator.goals, facts, values, firings)
        self.outlooks = OutlookReader(facts, values)

    def evaluation(self) -> Evaluation:
        facts = self.facts.facts
        verdicts = self.judgements.verdicts(self.engine)
        targets = tuple(self._with_outlook(target) for target in verdicts.targets)
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

    def _with_outlook(self, target: TargetResult) -> TargetResult:
        """``target`` with the outlook of its criteria."""
        return target._replace(criteria=tuple(map(self._criterion, target.criteria)))

    def _criterion(self, result: CriterionResult) -> CriterionResult:
        open_still = result.status is Verdict.NOT_MET
        outlook = tuple(self.outlooks.outlook(result.goal, result.measures)) if open_still else ()
        return result._replace(outlook=outlook)
