"""What changes under assumed values: the verdicts and findings of two evaluations, compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from engine.domain.finding_kinds import ResultKind
from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.evaluator import Evaluator
from engine.evaluation.finding_results import FindingResult, Outcome
from engine.evaluation.findings import indicator_text
from engine.evaluation.presentation import actual_text, relative_text, target_verdict_text, verdict_text
from engine.explain.assumptions import assuming
from engine.factbase.facts import Fact
from engine.files.json_form import Meaning, json_form
from engine.workspace.case import Case


@json_form("indicator=code", "name", "before", "after")
class Assumption(NamedTuple):
    """One assumed value, as text, beside what the facts say."""

    code: str
    name: str
    before: str
    after: str


@json_form("what", "id", "before", "after", "before_text", "after_text")
class VerdictChange(NamedTuple):
    """A criterion or target whose verdict is another one. Texts carry the marks (ước, nhận định)."""

    what: Literal["criterion", "target"]
    id: str
    title: str
    before: Verdict
    after: Verdict
    before_text: str
    after_text: str


@json_form("id", "before", "after")
class NumberChange(NamedTuple):
    """A criterion whose verdict stays while its number is another one."""

    id: str
    before: str
    after: str


ChangeKind = Literal["appears", "disappears", "undetermined", "outcome", "text"]


@json_form("change", "id", "kind", "category", "before", "after", "outcomes")
class FindingChange(NamedTuple):
    """``change`` is appears, disappears, undetermined, outcome or text; texts are empty where there is none.

    ``outcomes`` are those of a reconciliation, before and after.
    """

    change: ChangeKind
    id: str
    kind: ResultKind
    category: str
    before: str
    after: str
    outcomes: Annotated[tuple[Outcome, Outcome] | None, Meaning("Of a reconciliation, before and after")] = None


@json_form(
    "case=before.case", "assumptions", "before=before.summary", "after=after.summary", "verdicts", "numbers", "findings",
    schema="chitieu/what-if/1", about="`chitieu what-if --set CODE=VALUE --format json`: only what changes.",
)  # fmt: skip
class WhatIf(NamedTuple):
    """Only what changes; ``before`` and ``after`` are the whole evaluations."""

    assumptions: tuple[Assumption, ...]
    verdicts: tuple[VerdictChange, ...]
    numbers: Annotated[tuple[NumberChange, ...], Meaning("Criteria whose verdict stays while a number changes")]
    findings: tuple[FindingChange, ...]
    before: Evaluation
    after: Evaluation


def what_if(case: Case, assumed: Mapping[str, Fact | None], evaluator: Evaluator) -> WhatIf:
    """Evaluates ``case`` as it is and under ``assumed``. Raises EngineError."""
    changed = assuming(case, assumed)
    before, after = evaluator.evaluate(case.facts), evaluator.evaluate(changed.facts)
    return WhatIf(
        tuple(_assumption(code, case, changed) for code in assumed),
        tuple(_verdicts(before, after)),
        tuple(_numbers(before, after)),
        tuple(finding_changes(before, after)),
        before,
        after,
    )


def _assumption(code: str, case: Case, changed: Case) -> Assumption:
    indicator = case.rulebook.indicators[code]
    texts = [indicator_text(indicator, c.facts.value(code), with_unit=True) or "chưa có" for c in (case, changed)]
    return Assumption(code, indicator.name, *texts)


def _verdicts(before: Evaluation, after: Evaluation) -> Iterator[VerdictChange]:
    for old, new in zip(before.targets, after.targets, strict=True):
        for one, other in zip(old.criteria, new.criteria, strict=True):
            texts = verdict_text(one), verdict_text(other)
            if texts[0] != texts[1]:
                yield VerdictChange("criterion", one.id, one.text, one.status, other.status, *texts)
        texts = target_verdict_text(old), target_verdict_text(new)
        own = len(old.criteria) == 1 and old.criteria[0].id == old.id
        if texts[0] != texts[1] and not own:
            yield VerdictChange("target", old.id, old.title, old.status, new.status, *texts)


def _numbers(before: Evaluation, after: Evaluation) -> Iterator[NumberChange]:
    for one, other in zip(before.criteria, after.criteria, strict=True):
        if verdict_text(one) != verdict_text(other):
            continue
        for old, new in zip(one.measures, other.measures, strict=True):
            texts = [", ".join(filter(None, (actual_text(m), relative_text(m)))) for m in (old, new)]
            if texts[0] != texts[1]:
                yield NumberChange(one.id, *texts)


def finding_changes(before: Evaluation, after: Evaluation) -> Iterator[FindingChange]:
    """Findings that appear, disappear, wait for data or read differently, in canonical order."""
    old = {finding.id: finding for finding in before.findings}
    new = {finding.id: finding for finding in after.findings}
    waiting = {finding.id for finding in after.undetermined_findings}
    for finding in before.findings:
        if finding.id not in new:
            gone: ChangeKind = "undetermined" if finding.id in waiting else "disappears"
            yield FindingChange(gone, finding.id, finding.kind, finding.category, finding.text, "")
        elif change := _difference(finding, new[finding.id]):
            other = new[finding.id]
            outcomes = (finding.outcome, other.outcome) if finding.outcome and other.outcome else None
            yield FindingChange(change, finding.id, finding.kind, finding.category, finding.text, other.text, outcomes)
    for finding in after.findings:
        if finding.id not in old:
            yield FindingChange("appears", finding.id, finding.kind, finding.category, "", finding.text)


def _difference(one: FindingResult, other: FindingResult) -> ChangeKind | None:
    if one.outcome is not other.outcome:
        return "outcome"
    return "text" if one.text != other.text else None
