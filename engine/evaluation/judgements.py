"""What the engine concluded of each criterion and target: the verdict, the comparisons behind it, and doubts about their data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from engine.evaluation import wording
from engine.evaluation.evaluation import CriterionVerdict, Measure, Status, TargetVerdict, Verdicts
from engine.evaluation.measures import MeasureReader
from engine.evaluation.pace import deadline_of
from engine.factbase.base import DataWarning, FactBase, Measured
from engine.factbase.facts import Fact
from engine.inference.compiler import is_simple
from engine.inference.nodes import criterion_node, met_node, named_leaves, target_node
from engine.inference.program import Code, EngineError, Firing
from engine.language.logic import Truth
from engine.rulebook.rulebook import Criterion, Target, Test, Threshold, Wording

STATUSES = {
    Code.FAILED: Status.FAILED,
    Code.NOT_MET: Status.NOT_MET,
    Code.UNDETERMINED: Status.UNDETERMINED,
    Code.MET: Status.MET,
    Code.MET_PERHAPS_EXCEEDED: Status.MET,
    Code.EXCEEDED: Status.EXCEEDED,
    Code.NOT_APPLICABLE: Status.NOT_APPLICABLE,
}

_DECIDED = {Code.FAILED: False, Code.NOT_MET: False, Code.UNDETERMINED: None, Code.NOT_APPLICABLE: None}
"""What a criterion of one comparison says of it; every other verdict says that it holds."""


class Judgement(NamedTuple):
    """One criterion: its verdict, the wording and threshold in force (None: none is), and what the engine found of every
    comparison of «đạt khi» (None: it is not decided)."""

    criterion: Criterion
    code: Code
    wording: Wording
    threshold: Threshold | None
    holds: tuple[tuple[Test, bool | None], ...]
    firings: tuple[Firing, ...]

    @property
    def rule(self) -> str:
        """file:line of the threshold."""
        return self.threshold.span.place if self.threshold else self.criterion.span.place


class JudgementReader:
    """Reads the firings of one case. ``values`` are its inputs by key, in base units; ``warnings`` grow while it is read."""

    def __init__(self, facts: FactBase, values: dict[str, Measured], firings: list[Firing]) -> None:
        self.facts = facts
        self.rulebook = facts.rulebook
        self.values = values
        self.by_node: dict[str, list[Firing]] = {}
        for firing in firings:
            self.by_node.setdefault(firing.rule.then.node, []).append(firing)
        self.measures = MeasureReader(facts, values)
        self.warnings: list[DataWarning] = []

    def verdicts(self) -> Verdicts:
        """Raises EngineError where something was left without a state."""
        facts = self.facts.facts
        targets = tuple(self._target(target) for target in self.rulebook.targets)
        warnings = tuple(dict.fromkeys((*self.facts.warnings, *self.warnings)))
        return Verdicts(self.rulebook.resolution.number, facts.unit, facts.year, facts.as_of, targets, warnings)

    def code(self, node: str) -> Code:
        """Raises EngineError where the engine left the node without a state."""
        firings = self.by_node.get(node)
        if firings is None:
            raise EngineError(f"{node} was left without a state")
        return Code(firings[0].rule.then.state or 0)

    def judgement(self, criterion: Criterion) -> Judgement:
        """What was concluded of ``criterion``; doubts about its data go to ``warnings``."""
        node = criterion_node(criterion.id)
        code = self.code(node)
        text = criterion.wording_on(self.facts.facts.as_of)
        threshold = text.threshold_for(self.facts.facts.year, criterion.yearly)
        holds = () if threshold is None else tuple(self._holds(criterion, text, threshold, code))
        if threshold is not None:
            self._warn(criterion, threshold, [test for test, _ in holds])
        return Judgement(criterion, code, text, threshold, holds, tuple(self.by_node[node]))

    def measures_of(self, judgement: Judgement) -> tuple[Measure, ...]:
        """The comparisons with their values and distances."""
        return tuple(self.measures.measure(test, held) for test, held in judgement.holds)

    def _target(self, target: Target) -> TargetVerdict:
        node = target_node(target.id)
        status = STATUSES[self.code(node)]
        criteria = tuple(map(self._criterion, target.criteria))
        return TargetVerdict(target.id, target.title, status, criteria, tuple(self.by_node[node]))

    def _criterion(self, criterion: Criterion) -> CriterionVerdict:
        judgement = self.judgement(criterion)
        threshold = judgement.threshold
        return CriterionVerdict(
            id=criterion.id,
            status=STATUSES[judgement.code],
            text=judgement.wording.text,
            condition=threshold.text if threshold else "",
            counted=criterion.counted,
            measures=self.measures_of(judgement),
            rule=judgement.rule,
            firings=judgement.firings,
        )

    def _holds(
        self, criterion: Criterion, text: Wording, threshold: Threshold, code: Code
    ) -> Iterator[tuple[Test, bool | None]]:
        """What the engine derived for every comparison of «đạt khi»."""
        if is_simple(threshold):
            if isinstance(threshold.met, Test):
                yield threshold.met, _DECIDED.get(code, True)
            return
        node = met_node(criterion, criterion.wordings.index(text), text.thresholds.index(threshold))
        for name, leaf in named_leaves(threshold.met, node):
            if isinstance(leaf, Test):
                truth = Truth(self.by_node[name][0].rule.then.state or 0)
                yield leaf, None if truth is Truth.UNKNOWN else truth is Truth.TRUE

    # ------------------------------------------------------------ warnings about data

    def _warn(self, criterion: Criterion, threshold: Threshold, tests: list[Test]) -> None:
        ended = deadline_of(criterion, threshold, self.facts)
        for test in tests:
            measured = self.values[test.input.key]
            for code in measured.missing:
                text = f"nội dung {criterion.id}: chưa có số liệu {self._named(code)}"
                self.warnings.append(DataWarning("CT301", text, criterion.span.place, (code,)))
            for fact in measured.facts:
                self.warnings.extend(self._about_fact(criterion, test, fact, ended))
            if (
                measured.soft
                and measured.value is not None
                and test.threshold is not None
                and measured.value.exact == test.threshold
            ):
                name = self.measures.name(test)
                text = f"nội dung {criterion.id}: «{name}» ghi «khoảng», đúng bằng ngưỡng; cần số chính xác"
                self.warnings.append(DataWarning("CT306", text, measured.origin, (test.input.key,)))

    def _about_fact(self, criterion: Criterion, test: Test, fact: Fact, ended: date) -> Iterator[DataWarning]:
        found = {}
        if fact.part_year:
            found["CT304"] = f"mới tính đến {wording.day(fact.as_of)}, chưa hết năm"
        if fact.as_of < ended <= self.facts.facts.as_of:
            found["CT307"] = f"là số liệu cũ, tính đến {wording.day(fact.as_of)}, trước hạn {wording.day(ended)}"
        if not fact.source:
            found["CT309"] = "không ghi nguồn"
        for code, text in found.items():
            whole = f"nội dung {criterion.id}: «{self.measures.name(test)}» {text}"
            yield DataWarning(code, whole, fact.origin, (fact.code,))

    def _named(self, code: str) -> str:
        indicator = self.rulebook.indicators.get(code)
        return f"«{indicator.name}» ({code})" if indicator else code
