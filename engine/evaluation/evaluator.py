"""Facts into the engine, firings out of it, and the evaluation that they amount to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cached_property

from engine.evaluation import wording
from engine.evaluation.evaluation import (
    CriterionResult,
    EngineUsed,
    Evaluation,
    Outlook,
    PaceState,
    Rest,
    Status,
    TargetResult,
    Verdicts,
)
from engine.evaluation.findings import FindingTexts
from engine.evaluation.measures import MeasureReader
from engine.evaluation.pace import PaceReader, unmet_tests
from engine.evaluation.presentation import because_text
from engine.evaluation.reconciliation import Reconciler
from engine.factbase.base import DataWarning, FactBase, Measured
from engine.factbase.facts import Fact
from engine.inference.compiler import Compiled, compile_rulebook, is_simple
from engine.inference.engines import Session, open_session
from engine.inference.nodes import (
    AS_OF,
    SINCE_YEAR_END,
    YEAR,
    criterion_node,
    input_node,
    known_node,
    met_node,
    named_leaves,
    pace_key,
    target_node,
)
from engine.inference.program import Code, EngineError, Firing, WorkingFact
from engine.inference.spreading import copies_of
from engine.language.interval import EVERYTHING, Interval, point
from engine.language.logic import Truth
from engine.rulebook.rulebook import Criterion, Rulebook, Target, Test, Threshold, Wording, leaves

STATUSES = {
    Code.FAILED: Status.FAILED,
    Code.NOT_MET: Status.NOT_MET,
    Code.UNDETERMINED: Status.UNDETERMINED,
    Code.MET: Status.MET,
    Code.MET_PERHAPS_EXCEEDED: Status.MET,
    Code.EXCEEDED: Status.EXCEEDED,
    Code.NOT_APPLICABLE: Status.NOT_APPLICABLE,
}


_LEADS = {PaceState.BEHIND: Fraction(-1), PaceState.ON: Fraction(0), PaceState.AHEAD: Fraction(1)}


class Evaluator:
    """One rulebook on one engine, ready for any number of units and years."""

    def __init__(self, rulebook: Rulebook, engine: str = "auto") -> None:
        self.rulebook = rulebook
        self.engine = engine
        self.compiled: Compiled = compile_rulebook(rulebook)

    @cached_property
    def session(self) -> Session:
        """All rules on the engine. Raises EngineMissing, EngineLimit."""
        return open_session(self.compiled.program, self.engine)

    @cached_property
    def verdict_session(self) -> Session:
        """The rules that lead to verdicts alone, without those of findings and reconciliations. Raises as ``session``."""
        targets = (target_node(target.id) for target in self.rulebook.targets)
        criteria = (criterion_node(criterion.id) for criterion in self.rulebook.criteria)
        return open_session(self.compiled.program.leading_to((*targets, *criteria)), self.engine)

    def evaluate(self, facts: FactBase) -> Evaluation:
        """Raises EngineMissing, EngineLimit, and EngineError where the engine failed or left something without a state."""
        values = self.values(facts)
        return _Reading(self, facts, values, self.session.run(self._working_facts(facts, values))).evaluation()

    def verdicts(self, facts: FactBase) -> Verdicts:
        """The verdicts of targets and criteria alone. Raises as ``evaluate`` does."""
        values = self.values(facts)
        return _Reading(self, facts, values, self.verdict_session.run(self._working_facts(facts, values))).verdicts()

    def states(self, facts: FactBase) -> dict[str, int]:
        """The state of every node that the engine derived, without reading them back as texts. Raises as ``evaluate``."""
        firings = self.session.run(self.working_facts(facts))
        return {firing.rule.then.node: firing.rule.then.state or 0 for firing in firings}

    def values(self, facts: FactBase) -> dict[str, Measured]:
        """The value of every input of the rulebook, by its key."""
        return {key: facts.measured(input) for key, input in self.rulebook.inputs.items()}

    def working_facts(self, facts: FactBase) -> list[WorkingFact]:
        """What an engine is given for a case."""
        return list(self._working_facts(facts, self.values(facts)))

    def _working_facts(self, facts: FactBase, values: dict[str, Measured]) -> Iterator[WorkingFact]:
        year, as_of = facts.facts.year, facts.facts.as_of
        clock = {YEAR: year, AS_OF: as_of.toordinal(), SINCE_YEAR_END: (as_of - date(year, 12, 31)).days}
        for key, number in clock.items():
            yield from self._input_facts(key, point(Fraction(number)))
        for key in self._knowledge:
            for node in copies_of(known_node(key), self.compiled.copies):
                yield WorkingFact(node, state=int(values[key].value is not None))
        for key in self._compared:
            value = values[key].value
            yield from self._input_facts(key, EVERYTHING if value is None else value)
        yield from self._pace_facts(facts, values)

    @cached_property
    def _knowledge(self) -> list[str]:
        """The inputs of which some rule asks whether they are known."""
        nodes = set(self.compiled.program.nodes)
        return [
            key
            for key in self.rulebook.inputs
            if not nodes.isdisjoint(copies_of(known_node(key), self.compiled.copies))
        ]

    @cached_property
    def _compared(self) -> list[str]:
        """The inputs that some rule compares with a constant."""
        return [key for key in self.rulebook.inputs if key in self.compiled.scales]

    @cached_property
    def _paced(self) -> list[Criterion]:
        """The criteria of which some rule asks for «chậm tiến độ»."""
        return [c for c in self.rulebook.criteria if pace_key(c.id) in self.compiled.scales]

    def _pace_facts(self, facts: FactBase, values: dict[str, Measured]) -> Iterator[WorkingFact]:
        """How criteria stand to an even course, where a condition asks for it; everything where that is unknown."""
        for criterion in self._paced:
            pace = PaceReader(facts, values).pace(criterion)
            key = pace_key(criterion.id)
            yield from self._input_facts(key, EVERYTHING if pace is None else point(_LEADS[pace.state]))

    def _input_facts(self, key: str, value: Interval) -> Iterator[WorkingFact]:
        scale = self.compiled.scales[key]
        low, high = scale.low(value), scale.high(value)
        for node in copies_of(input_node(key), self.compiled.copies):
            yield WorkingFact(node, low, high)


class _Reading:
    """The firings of one case, read back as verdicts, measures and findings."""

    def __init__(
        self, evaluator: Evaluator, facts: FactBase, values: dict[str, Measured], firings: list[Firing]
    ) -> None:
        self.evaluator = evaluator
        self.rulebook = evaluator.rulebook
        self.facts = facts
        self.values = values
        self.firings = firings
        self.by_node: dict[str, list[Firing]] = {}
        for firing in firings:
            self.by_node.setdefault(firing.rule.then.node, []).append(firing)
        self.measures = MeasureReader(facts, values)
        self.paces = PaceReader(facts, values)
        self.warnings: list[DataWarning] = []

    def verdicts(self) -> Verdicts:
        resolution, facts = self.rulebook.resolution, self.facts.facts
        targets = tuple(self._target(target) for target in self.rulebook.targets)
        warnings = tuple(dict.fromkeys((*self.facts.warnings, *self.warnings)))
        return Verdicts(resolution.number, facts.unit, facts.year, facts.as_of, targets, warnings)

    def evaluation(self) -> Evaluation:
        resolution, facts = self.rulebook.resolution, self.facts.facts
        targets = tuple(self._target(target) for target in self.rulebook.targets)
        texts = FindingTexts(
            self.rulebook, self.facts, self.values, self.by_node, {c.id: c for t in targets for c in t.criteria}
        )
        reconciler = Reconciler(texts, targets)
        findings = (
            *texts.present(),
            *reconciler.declared(),
            *reconciler.given_and_computed(),
            *reconciler.claims(),
        )
        undetermined = tuple(texts.undetermined())
        return Evaluation(
            resolution=resolution.number,
            resolution_kind=resolution.kind,
            resolution_date=resolution.day,
            period=(resolution.first_year, resolution.last_year),
            unit=facts.unit,
            year=facts.year,
            as_of=facts.as_of,
            engine=EngineUsed(name=self.evaluator.session.name, version=self.evaluator.session.version),
            targets=targets,
            findings=findings,
            undetermined_findings=undetermined,
            warnings=tuple(dict.fromkeys((*self.facts.warnings, *self.warnings, *texts.warnings))),
            claims=facts.claims,
            facts_files=facts.names,
            sources=facts.sources,
            firings=tuple(self.firings),
        )

    def _code(self, node: str) -> Code:
        if node not in self.by_node:
            raise EngineError(f"{node} was left without a state")
        return Code(self.by_node[node][0].rule.then.state or 0)

    def _target(self, target: Target) -> TargetResult:
        node = target_node(target.id)
        return TargetResult(
            id=target.id,
            title=target.title,
            status=STATUSES[self._code(node)],
            criteria=tuple(self._criterion(criterion) for criterion in target.criteria),
            firings=tuple(self.by_node[node]),
        )

    def _criterion(self, criterion: Criterion) -> CriterionResult:
        node = criterion_node(criterion.id)
        code = self._code(node)
        year, as_of = self.facts.facts.year, self.facts.facts.as_of
        text = criterion.wording_on(as_of)
        threshold = text.threshold_for(year, criterion.yearly)
        holds = self._holds(criterion, text, threshold, code) if threshold else {}
        measures = tuple(self.measures.measure(test, held) for test, held in holds.items())
        status = STATUSES[code]
        result = CriterionResult(
            id=criterion.id,
            status=status,
            text=text.text,
            condition=threshold.text if threshold else "",
            counted=criterion.counted,
            perhaps_exceeded=code is Code.MET_PERHAPS_EXCEEDED,
            soft_goal=any(test.soft for test in holds),
            milestone=threshold.year if threshold and threshold.year is not None else None,
            amended_by=text.document,
            rests_on=self._rests_on(list(holds)),
            measures=measures,
            because=tuple(because_text(measure) for measure in measures),
            basis=criterion.basis,
            rule=threshold.span.place if threshold else criterion.span.place,
            pace=self.paces.pace(criterion),
            outlook=self._outlook(criterion, threshold, holds) if status.unmet else (),
            firings=tuple(self.by_node[node]),
        )
        self._warn(criterion, result, threshold, holds)
        return result

    def _outlook(
        self, criterion: Criterion, threshold: Threshold | None, holds: dict[Test, bool | None]
    ) -> tuple[Outlook, ...]:
        if threshold is None:
            return ()
        return tuple(self.paces.outlook(criterion, threshold, unmet_tests(threshold, holds)))

    def _rests_on(self, tests: list[Test]) -> tuple[Rest, ...]:
        """What the verdict rests on: its facts, and «khoảng» where the goal itself has no hard edge."""
        found = {*self.measures.rests_on(tests)} | ({Rest.SOFT} if any(test.soft for test in tests) else set())
        return tuple(rest for rest in Rest if rest in found)

    def _holds(self, criterion: Criterion, text: Wording, threshold: Threshold, code: Code) -> dict[Test, bool | None]:
        """What the engine derived for every comparison of «đạt khi»."""
        if is_simple(threshold):
            state = {Code.FAILED: False, Code.NOT_MET: False, Code.UNDETERMINED: None, Code.NOT_APPLICABLE: None}.get(
                code, True
            )
            return {leaf: state for leaf in leaves(threshold.met) if isinstance(leaf, Test)}
        node = met_node(criterion, criterion.wordings.index(text), text.thresholds.index(threshold))
        states: dict[Test, bool | None] = {}
        for name, leaf in named_leaves(threshold.met, node):
            if isinstance(leaf, Test):
                truth = Truth(self.by_node[name][0].rule.then.state or 0)
                states[leaf] = None if truth is Truth.UNKNOWN else truth is Truth.TRUE
        return states

    # ------------------------------------------------------------ warnings about data

    def _warn(
        self, criterion: Criterion, result: CriterionResult, threshold: Threshold | None, tests: dict[Test, bool | None]
    ) -> None:
        if threshold is None:
            return
        ended = self.paces.deadline(criterion, threshold)
        for test in tests:
            measured = self.values[test.input.key]
            name = self.measures.name(test)
            for code in measured.missing:
                text = f"nội dung {criterion.id}: chưa có số liệu {self._named(code)}"
                self.warnings.append(DataWarning("CT301", text, criterion.span.place, (code,)))
            for fact in measured.facts:
                self._warn_fact(criterion, name, fact, ended)
            if (
                measured.soft
                and measured.value is not None
                and test.threshold is not None
                and measured.value.exact == test.threshold
            ):
                text = f"nội dung {criterion.id}: «{name}» ghi «khoảng», đúng bằng ngưỡng; cần số chính xác"
                self.warnings.append(DataWarning("CT306", text, measured.origin, (test.input.key,)))

    def _warn_fact(self, criterion: Criterion, name: str, fact: Fact, ended: date) -> None:
        start, dated = f"nội dung {criterion.id}: «{name}»", wording.day(fact.as_of)
        found = {
            "CT304": f"{start} mới tính đến {dated}, chưa hết năm" if fact.part_year else "",
            "CT307": f"{start} là số liệu cũ, tính đến {dated}, trước hạn {wording.day(ended)}"
            if fact.as_of < ended <= self.facts.facts.as_of
            else "",
            "CT309": f"{start} không ghi nguồn" if not fact.source else "",
        }
        for code, text in found.items():
            if text:
                self.warnings.append(DataWarning(code, text, fact.origin, (fact.code,)))

    def _named(self, code: str) -> str:
        indicator = self.rulebook.indicators.get(code)
        return f"«{indicator.name}» ({code})" if indicator else code
