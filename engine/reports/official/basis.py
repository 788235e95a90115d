"""The second annex: the basis of every conclusion, down to the line of its rule and the place of every number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.domain.finding_kinds import REPORT_ORDER
from engine.evaluation.arithmetic import with_names
from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult, Outcome
from engine.evaluation.presentation import actual_text, rests_text, verdict_text
from engine.language.text import capital
from engine.reports.chains import kinds_heading
from engine.reports.official.model import BasisFact, BasisPart, BasisRow
from engine.workspace.case import Case

_MAX_NAMES = 5  # of the data that a finding waits for; why --full shows all


def basis_parts(case: Case, evaluation: Evaluation) -> Iterator[BasisPart]:
    """Yields criteria, findings, and reconciliations that differ or cannot be checked, without empty parts."""
    indicators = case.rulebook.indicators
    names = {code: indicator.name for code, indicator in indicators.items()}
    findings = [f for f in evaluation.findings if f.outcome is None]
    parts = (
        BasisPart("Kết luận về các nội dung", tuple(_of_results(evaluation, names))),
        BasisPart(kinds_heading(REPORT_ORDER, evaluation), tuple(_of_finding(f, f.category, names) for f in findings)),
        BasisPart("Chưa kết luận được vì thiếu số liệu", tuple(_waiting(case, evaluation, names))),
        _reconciliations(evaluation, names),
        BasisPart("Cảnh báo về số liệu", tuple(_of_warning(w.code, w.text, w.origin) for w in evaluation.warnings)),
    )
    yield from (part for part in parts if part.rows or part.note)


def _of_results(evaluation: Evaluation, names: Mapping[str, str]) -> Iterator[BasisRow]:
    """The criteria, each after what was corrected of its target as a whole."""
    for target in evaluation.targets:
        for correction in target.corrections:
            yield BasisRow(f"chỉ tiêu {target.id}", "chỉ tiêu", correction.text, "", "", correction.place, ())
        yield from (_of_criterion(criterion, names) for criterion in target.criteria)


def _of_criterion(criterion: CriterionResult, names: Mapping[str, str]) -> BasisRow:
    facts = tuple(
        BasisFact(m.name, actual_text(m), m.actual.source, m.actual.origin) for m in criterion.measures if m.actual
    )
    rests = rests_text(criterion.rests_on) if criterion.rests_on else ""
    text = verdict_text(criterion) + (
        f"; điều kiện: {with_names(criterion.condition, names)}" if criterion.condition else ""
    )
    text = "; ".join((text, *(correction.text for correction in criterion.corrections)))
    return BasisRow(criterion.id, "nội dung", text, rests, criterion.basis, criterion.rule, facts)


def _of_finding(finding: FindingResult, kind: str, names: dict[str, str]) -> BasisRow:
    facts = tuple(BasisFact(names.get(b.fact, b.fact), b.value, b.source, b.origin) for b in finding.because)
    rests = rests_text(finding.rests_on) if finding.rests_on else ""
    return BasisRow(finding.id, kind, finding.text, rests, finding.basis, finding.rule, facts)


def _of_warning(code: str, text: str, origin: str) -> BasisRow:
    return BasisRow(code, "cảnh báo", text, "", "", origin, ())


def _reconciliations(evaluation: Evaluation, names: dict[str, str]) -> BasisPart:
    results = evaluation.reconciliations
    shown = [r for r in results if r.outcome is not Outcome.AGREES]
    agreeing = len(results) - len(shown)
    note = f"{agreeing} phép đối chiếu khớp, không liệt kê ở đây." if agreeing else ""
    rows = tuple(_of_finding(r, r.outcome.label if r.outcome else "", names) for r in shown)
    return BasisPart("Đối chiếu số liệu: chỗ lệch hoặc không kiểm được", rows, note)


def _waiting(case: Case, evaluation: Evaluation, names: dict[str, str]) -> Iterator[BasisRow]:
    """Yields the findings that could not be concluded, with the data that they wait for."""
    rules = {finding.id: finding for finding in case.rulebook.findings}
    for waiting in evaluation.undetermined_findings:
        rule = rules[waiting.id]
        awaited = [names.get(code, code) for code in waiting.waits_for]
        more = len(awaited) - _MAX_NAMES
        listed = "; ".join(awaited[:_MAX_NAMES]) + (f" và {more} số liệu khác" if more > 0 else "")
        if waiting.open_criteria and not listed:
            text = f"{capital(waiting.waits_text)}."
        else:
            text = f"Chờ số liệu: {listed}." if listed else "Chờ số liệu."
        yield BasisRow(waiting.id, rule.categories[-1], text, "", rule.basis, rule.span.place, ())
