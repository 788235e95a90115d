"""Why a number is what it is, who uses it, and what it decides: the proof of an indicator."""

from __future__ import annotations

from collections.abc import Iterator

from engine.evaluation.evaluation import Evaluation
from engine.evaluation.findings import indicator_text
from engine.evaluation.presentation import verdict_text
from engine.explain.headlines import compared
from engine.explain.names import with_names
from engine.explain.proof import Proof, Role, Step
from engine.explain.values import ValueReader
from engine.factbase.base import FactBase
from engine.factbase.input_values import InputValue
from engine.factbase.periods import period_text
from engine.language import display
from engine.language.syntax import Formula
from engine.rulebook.formulas import references
from engine.rulebook.logic import Logic, Test, leaves
from engine.rulebook.rulebook import Finding, Indicator, Nature, Placeholder, Rulebook


def codes_behind(formula: Formula, rulebook: Rulebook) -> Iterator[str]:
    """The codes that ``formula`` uses, through the formulas of the catalogue."""
    for reference in references(formula):
        yield reference.code
        inner = rulebook.indicators[reference.code].formula
        if inner is not None:
            yield from codes_behind(inner, rulebook)


def codes_in(logic: Logic | None, rulebook: Rulebook) -> set[str]:
    """The codes that the comparisons of ``logic`` rest on."""
    tests = (leaf for leaf in leaves(logic) if isinstance(leaf, Test))
    return {code for test in tests for code in codes_behind(test.input.formula, rulebook)}


class IndicatorProofs:
    """Proofs of the indicators of one evaluation."""

    def __init__(self, facts: FactBase, evaluation: Evaluation) -> None:
        self.facts = facts
        self.rulebook = facts.rulebook
        self.evaluation = evaluation
        self.found = {f.id: f for f in evaluation.findings}

    def of(self, code: str) -> Proof:
        """The proof of the indicator ``code``."""
        indicator, measured = self.rulebook.indicators[code], self.facts.value(code)
        value = indicator_text(indicator, measured, with_unit=True) or "chưa có số liệu"
        return Proof(
            id=code,
            what="indicator",
            title=f"Số liệu {code}: {indicator.name}",
            status="absent" if measured.value is None else "present",
            conclusion=value,
            headline=f"{indicator.name} ({code}): {value}",
            steps=tuple(self._steps(indicator, measured)),
            nodes=(),
        )

    def _steps(self, indicator: Indicator, measured: InputValue) -> Iterator[Step]:
        yield Step(Role.RULE, "mã trong danh mục số liệu", place=indicator.span.place)
        yield ValueReader(self.facts).of_indicator(indicator.code, self.facts)
        if measured.value is not None:
            yield Step(Role.PERIOD, self._period(indicator, measured))
        yield from self._criteria(indicator.code)
        yield from self._users(indicator.code)
        yield from self._checks(indicator)

    def _period(self, indicator: Indicator, measured: InputValue) -> str:
        """The stretch of time or the day that the value is of."""
        year = self.facts.facts.year
        day = display.day(measured.as_of or self.facts.facts.as_of)
        if indicator.formula is not None and measured.period is not None:
            return f"số {period_text(measured.period)}"
        if indicator.nature is Nature.STOCK:
            return f"số tại thời điểm {day}"
        if indicator.nature is Nature.CUMULATIVE:
            return f"số lũy kế từ năm {self.rulebook.resolution.first_year}, tính đến {day}"
        return f"số trong năm {year}, mới đến {day}" if measured.part_year else f"số của cả năm {year}, tính đến {day}"

    def _criteria(self, code: str) -> Iterator[Step]:
        """The verdicts that rest on it."""
        for criterion in self.evaluation.criteria:
            threshold = criterion.goal.threshold
            applies = codes_in(criterion.goal.criterion.applies, self.rulebook)
            if threshold is None or code not in codes_in(threshold.met, self.rulebook) | applies:
                continue
            own = (m for m in criterion.measures if code in codes_behind(m.test.input.formula, self.rulebook))
            texts = (with_names(f"{m.name}: {compared(m)}", self.rulebook.indicators) for m in own)
            parts = tuple(Step(Role.NOTE, text) for text in texts)
            yield Step(
                Role.DECIDES, f"nội dung {criterion.id} {verdict_text(criterion)}", place=criterion.rule, parts=parts
            )

    def _users(self, code: str) -> Iterator[Step]:
        """The formulas, findings and sentences that use it."""
        for other in self.rulebook.indicators.values():
            if other.formula is not None and code in {reference.code for reference in references(other.formula)}:
                text = f"{other.name} = {with_names(other.formula_text, self.rulebook.indicators)}"
                yield Step(Role.USED_IN, text, place=other.span.place)
        for finding in self.rulebook.findings:
            asked = code in codes_in(finding.when, self.rulebook)
            if asked or _is_told(code, finding):
                found = self.found.get(finding.id)
                text = f"{', '.join(finding.categories)} {finding.id}: {found.text if found else 'không có'}"
                role = Role.USED_BY if asked else Role.USED_IN
                yield Step(role, text, place=finding.span.place)

    def _checks(self, indicator: Indicator) -> Iterator[Step]:
        """The reconciliations that it takes part in, declared ones and what the report states."""
        checks = {r.id: codes_in(r.check, self.rulebook) for r in self.rulebook.reconciliations}
        for result in self.evaluation.reconciliations:
            stated = any(because.fact == indicator.name for because in result.because)
            if result.outcome is not None and (stated or indicator.code in checks.get(result.id, ())):
                yield Step(Role.CLAIM, f"{result.outcome.label}: {result.id}: {result.text}", place=result.rule)


def _is_told(code: str, finding: Finding) -> bool:
    """Whether the sentence of ``finding`` has the number in it."""
    return any(isinstance(piece, Placeholder) and piece.subject == code for piece in finding.conclusion)
