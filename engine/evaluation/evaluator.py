"""Facts into the engine, firings out of it, and the evaluation that they amount to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Self

from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import (
    CriterionResult,
    EngineUsed,
    Evaluation,
    Outlook,
    Status,
    TargetResult,
    Verdicts,
)
from engine.evaluation.findings import FindingTexts
from engine.evaluation.input_facts import InputFacts
from engine.evaluation.judgements import STATUSES, Goals, JudgementReader
from engine.evaluation.measures import rest_of_measures
from engine.evaluation.pace import PaceReader, unmet_tests
from engine.evaluation.presentation import because_text
from engine.evaluation.reconciliation import Reconciler
from engine.factbase.base import FactBase, InputValue
from engine.inference.both import EnginesDiffer
from engine.inference.compiler import CompiledRulebook, compile_rulebook
from engine.inference.engines import open_session
from engine.inference.nodes import criterion_node, target_node
from engine.inference.program import Code, Firing, Program, WorkingFact
from engine.inference.session import Session
from engine.rulebook.rulebook import Criterion, Rulebook, Target, Threshold


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
            self, facts, values, self._fired(self.session, facts, self._inputs.of(facts, values))
        ).evaluation()

    def verdicts(self, facts: FactBase) -> Verdicts:
        """The verdicts of targets and criteria alone. Raises as ``evaluate`` does."""
        values = self.values(facts)
        firings = self._fired(self.verdict_session, facts, self._verdict_inputs.of(facts, values))
        return JudgementReader(self.goals, facts, values, firings).verdicts(_used(self.verdict_session))

    def states(self, facts: FactBase) -> dict[str, int]:
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

    def values(self, facts: FactBase) -> dict[str, InputValue]:
        """The value of every input of the rulebook, by its key."""
        value, measured = facts.value, facts.measured
        inputs = self.rulebook.inputs.items()
        return {key: measured(input) if input.code is None else value(input.code) for key, input in inputs}

    def working_facts(self, facts: FactBase) -> list[WorkingFact]:
        """What the engine is given for a case."""
        return self._inputs.of(facts, self.values(facts))

    def verdict_facts(self, facts: FactBase) -> list[WorkingFact]:
        """What ``verdict_session`` is given for a case."""
        return self._verdict_inputs.of(facts, self.values(facts))

    @cached_property
    def _inputs(self) -> InputFacts:
        return InputFacts(self.rulebook, self.compiled, self.compiled.program)

    @cached_property
    def _verdict_inputs(self) -> InputFacts:
        return InputFacts(self.rulebook, self.compiled, self._verdict_program)

    @cached_property
    def _verdict_program(self) -> Program:
        targets = (target_node(target.id) for target in self.rulebook.targets)
        criteria = (criterion_node(criterion.id) for criterion in self.rulebook.criteria)
        return self.compiled.program.leading_to((*targets, *criteria))


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
        self.paces = PaceReader(facts, values)

    def evaluation(self) -> Evaluation:
        resolution, facts = self.rulebook.resolution, self.facts.facts
        targets = tuple(self._target(target) for target in self.rulebook.targets)
        by_node = self.judgements.by_node
        criteria = {c.id: c for t in targets for c in t.criteria}
        texts = FindingTexts(self.rulebook, self.facts, self.values, by_node, criteria)
        reconciler = Reconciler(texts, targets)
        findings = (
            *texts.present(),
            *reconciler.declared(),
            *reconciler.given_and_computed(),
            *reconciler.claims(),
        )
        undetermined = tuple(texts.undetermined())
        return Evaluation.model_construct(
            resolution=resolution.number,
            resolution_kind=resolution.kind,
            resolution_date=resolution.day,
            period=(resolution.first_year, resolution.last_year),
            unit=facts.unit,
            year=facts.year,
            as_of=facts.as_of,
            engine=self.engine,
            targets=targets,
            findings=findings,
            undetermined_findings=undetermined,
            warnings=tuple(dict.fromkeys((*self.facts.warnings, *self.judgements.warnings, *texts.warnings))),
            claims=facts.claims,
            facts_files=facts.names,
            sources=facts.sources,
            firings=tuple(self.firings),
        )

    def _target(self, target: Target) -> TargetResult:
        node = target_node(target.id)
        return TargetResult(
            id=target.id,
            title=target.title,
            status=STATUSES[self.judgements.code(node)],
            criteria=tuple(self._criterion(criterion) for criterion in target.criteria),
            firings=tuple(self.judgements.by_node[node]),
        )

    def _criterion(self, criterion: Criterion) -> CriterionResult:
        goal, code, measures, firings = self.judgements.judgement(criterion)
        threshold, status = goal.threshold, STATUSES[code]
        return CriterionResult(
            id=criterion.id,
            status=status,
            text=goal.wording.text,
            condition=goal.condition,
            counted=criterion.counted,
            perhaps_exceeded=code is Code.MET_PERHAPS_EXCEEDED,
            soft_goal=any(measure.test.soft for measure in measures),
            milestone=threshold.year if threshold and threshold.year is not None else None,
            amended_by=goal.wording.document,
            rests_on=rest_of_measures(measures),
            measures=measures,
            because=tuple(because_text(measure) for measure in measures),
            basis=criterion.basis,
            rule=goal.rule,
            pace=None if status is Status.NOT_APPLICABLE else self.paces.pace(criterion),
            outlook=tuple(self._outlook(criterion, threshold, measures)) if status.unmet else (),
            firings=firings,
        )

    def _outlook(
        self, criterion: Criterion, threshold: Threshold | None, measures: tuple[Measure, ...]
    ) -> Iterator[Outlook]:
        if threshold is not None:
            yield from self.paces.outlook(criterion, threshold, unmet_tests(threshold, measures))
