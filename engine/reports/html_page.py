"""What the template of the HTML page asks for beside the results: the places to link to, the cells of rows, the proofs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from engine.domain.finding_kinds import TABLE_ORDER
from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation, FindingResult, Outcome
from engine.explain.footing import footings
from engine.explain.proof import Proof, Role, Step
from engine.explain.values import ValueReader
from engine.explain.why import Explainer
from engine.language import display
from engine.reports.annex import AnnexRow, RowKind, annex_rows
from engine.reports.bullet_chart import BulletChart, bullet_chart
from engine.reports.chains import Next, categories, chains, chains_heading, following, kinds_heading
from engine.reports.columns import Chart, Column, Content, page_columns
from engine.reports.official.head import HeadWriter
from engine.reports.summary import counts
from engine.rulebook.rulebook import Indicator, Reference, ReferenceKind
from engine.workspace.cases import Case

_STANDINGS = {
    Verdict.EXCEEDED: "exceeded",
    Verdict.MET: "met",
    Verdict.NOT_MET: "not-met",
    Verdict.FAILED: "failed",
    Verdict.UNDETERMINED: "open",
    Verdict.NOT_APPLICABLE: "none",
}
_HELD = {True: "met", False: "not-met", None: "open"}
_OUTCOMES = {Outcome.DIFFERS: "not-met", Outcome.UNDETERMINED: "open", Outcome.AGREES: "met"}
"""In the order of the page: what differs first, what agrees last."""


def standing(found: Verdict | Outcome | bool | None) -> str:
    """The class of the style sheet for a verdict, an outcome, or whether a comparison holds."""
    if isinstance(found, Verdict):
        return _STANDINGS[found]
    return _OUTCOMES[found] if isinstance(found, Outcome) else _HELD[found]


def drawn(chart: Chart) -> BulletChart | None:
    """The shapes of a chart; None where there is nothing to draw."""
    if chart.measure is None or chart.criterion is None:
        return None
    return bullet_chart(chart.measure, chart.criterion)


def anchors(evaluation: Evaluation) -> dict[str, str]:
    """The places of the page by what stands there: «nd-2.1» for criterion 2.1, «ct-2» for «chỉ tiêu 2», «hc-1» for HC-1."""
    found: dict[str, str] = {}
    taken = {"noi-dung-chinh"}
    for name, wish in _wishes(evaluation):
        base = re.sub(r"[^a-z0-9.]+", "-", wish.lower()).strip("-") or "muc"
        free = (base if not number else f"{base}-{number}" for number in count())
        found[name] = next(anchor for anchor in free if anchor not in taken)
        taken.add(found[name])
    return found


def _wishes(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    """What has a place, with the anchor that it should have."""
    for target in evaluation.targets:
        yield from ((criterion.id, f"nd-{criterion.id}") for criterion in target.criteria)
        if not target.is_criterion:
            yield f"chỉ tiêu {target.id}", f"ct-{target.id}"
    yield from ((finding.id, finding.id) for finding in evaluation.findings)
    yield from ((waiting.id, waiting.id) for waiting in evaluation.undetermined_findings)


class PageCell(NamedTuple):
    """A cell of the table of targets; it stands over ``span`` columns."""

    column: Column
    content: Content
    span: int


class Page:
    """The page of ``evaluation``, which must be one of ``case``."""

    def __init__(self, case: Case, evaluation: Evaluation) -> None:
        self._case = case
        self._evaluation = evaluation
        self._explainer = Explainer(case, evaluation)
        self.columns = page_columns()
        self.rows = tuple(annex_rows(evaluation))
        self.counts = tuple(counts(evaluation))
        self.chains = chains(evaluation)
        self.chains_heading = chains_heading(evaluation)
        self.categories = categories(evaluation)
        self.categories_heading = kinds_heading(TABLE_ORDER, evaluation)
        self.outcomes = tuple(self._outcomes())
        self.footings = footings(case, evaluation)
        self.facts = tuple(self._facts())

    def head(self) -> Iterator[tuple[str, str]]:
        """What was evaluated: names and texts."""
        evaluation, resolution = self._evaluation, self._case.rulebook.resolution
        yield "Đơn vị", evaluation.unit
        yield "Năm đánh giá", str(evaluation.year)
        yield "Số liệu tính đến", display.day(evaluation.as_of)
        yield "Giai đoạn của nghị quyết", resolution.period_text
        if resolution.issuer:
            yield "Cơ quan ban hành", resolution.issuer
        if reporter := HeadWriter(self._case).issuer:
            yield "Cơ quan báo cáo", reporter
        yield "Động cơ suy diễn", evaluation.engine.text

    def cells(self, row: AnnexRow) -> Iterator[PageCell]:
        """The cells of a row; the title of a target stands over the columns that have nothing to say of it."""
        cells = [PageCell(column, column.content(row), 1) for column in self.columns]
        while cells:
            cell = cells.pop(0)
            while row.kind is RowKind.TARGET and cell.column.id == "text" and cells and not str(cells[0].content):
                cell = cell._replace(span=cell.span + 1)
                cells.pop(0)
            yield cell

    @staticmethod
    def standing(row: AnnexRow) -> str:
        """The class of a row: that of its verdict, or of whether its comparison holds."""
        return standing(row.status if row.status is not None or row.measure is None else row.measure.holds)

    @staticmethod
    def name(row: AnnexRow) -> str:
        """The name under which the proof of a row has its place."""
        return f"chỉ tiêu {row.number}" if row.kind is RowKind.TARGET else row.number

    def proof(self, what: ReferenceKind, name: str) -> Proof:
        """The proof of a criterion or finding."""
        return self._explainer.why(Reference(what, name)).brief

    def own_proof(self, what: ReferenceKind, name: str) -> Proof:
        """The proof without those of the verdicts that it begins with: they have their own places on the page."""
        proof = self.proof(what, name)
        return proof._replace(
            steps=tuple(step._replace(parts=()) if step.role is Role.STATUS else step for step in proof.steps)
        )

    def following(self, finding: FindingResult) -> Next | None:
        """What a finding must lead to, if anything."""
        return following(finding, self._evaluation)

    def _outcomes(self) -> Iterator[tuple[Outcome, tuple[FindingResult, ...]]]:
        """The reconciliations by their outcome."""
        for outcome in _OUTCOMES:
            if results := tuple(r for r in self._evaluation.reconciliations if r.outcome is outcome):
                yield outcome, results

    def _facts(self) -> Iterator[tuple[Indicator, Step]]:
        """All facts of the year, then those of other years that a verdict rests on: each with what it measures."""
        own = self._case.facts.facts.facts
        actuals = (m.actual for c in self._evaluation.criteria for m in c.measures if m.actual is not None)
        used = dict.fromkeys(fact for actual in actuals for fact in actual.facts)
        reader, indicators = ValueReader(self._case.facts), self._case.rulebook.indicators
        for fact in (*own, *(fact for fact in used if fact not in own)):
            yield indicators[fact.code], reader.of_fact(fact, indicators[fact.code])
