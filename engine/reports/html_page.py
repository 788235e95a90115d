"""The data of the template of the HTML page in addition to the results: anchors, cells of rows, proofs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from engine.domain.finding_kinds import TABLE_ORDER
from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult, Outcome
from engine.explain.footing import footings
from engine.explain.proof import Proof, Role, Step
from engine.explain.values import ValueReader
from engine.explain.why import Explainer
from engine.language import display
from engine.reports.annex import AnnexRow, RowKind, annex_rows
from engine.reports.chains import Next, categories, chains, chains_heading, following, kinds_heading
from engine.reports.columns import Column, Content, page_columns
from engine.reports.html_rows import RowReader, filters
from engine.reports.official.head import HeadWriter
from engine.reports.summary import Count, counts
from engine.rulebook.rulebook import Indicator, Reference, ReferenceKind
from engine.workspace.case import Case

_STANDINGS = {
    Verdict.EXCEEDED: "exceeded",
    Verdict.MET: "met",
    Verdict.NOT_MET: "not-met",
    Verdict.FAILED: "failed",
    Verdict.PERIOD_OPEN: "open",
    Verdict.UNDETERMINED: "open",
    Verdict.NOT_APPLICABLE: "none",
}
_HELD = {True: "met", False: "not-met", None: "open"}
_OUTCOMES = {Outcome.DIFFERS: "not-met", Outcome.UNDETERMINED: "open", Outcome.AGREES: "met"}
"""The classes of outcomes, in the order of the page."""


def standing(found: Verdict | Outcome | bool | None) -> str:
    """Returns the class of the style sheet for a verdict, an outcome, or whether a comparison holds."""
    if isinstance(found, Verdict):
        return _STANDINGS[found]
    return _OUTCOMES[found] if isinstance(found, Outcome) else _HELD[found]


def counted(count: Count) -> Verdict:
    """Returns the verdict whose sign and colour stand for a count: the one that names it, else its first."""
    return next((status for status in count.statuses if status.label == count.label), count.statuses[0])


def anchors(evaluation: Evaluation) -> dict[str, str]:
    """Returns the anchors by name: «nd-2.1» for criterion 2.1, «ct-2» for «chỉ tiêu 2», «hc-1» for HC-1."""
    found: dict[str, str] = {}
    used = {"noi-dung-chinh"}
    for name, wish in _anchor_wishes(evaluation):
        base = re.sub(r"[^a-z0-9.]+", "-", wish.lower()).strip("-") or "muc"
        candidates = (base if not number else f"{base}-{number}" for number in count())
        found[name] = next(anchor for anchor in candidates if anchor not in used)
        used.add(found[name])
    return found


def _anchor_wishes(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    """Yields the names that need an anchor, each with the anchor that it should have."""
    for target in evaluation.targets:
        yield from ((criterion.id, f"nd-{criterion.id}") for criterion in target.criteria)
        if not target.is_criterion:
            yield f"chỉ tiêu {target.id}", f"ct-{target.id}"
    yield from ((finding.id, finding.id) for finding in evaluation.findings)
    yield from ((waiting.id, waiting.id) for waiting in evaluation.undetermined_findings)


class PageCell(NamedTuple):
    """A cell of the table of targets; it covers ``span`` columns."""

    column: Column
    content: Content
    span: int


class Page:
    """The page of ``evaluation``, which must be that of ``case``."""

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
        self.footings = tuple(footings(case, evaluation))
        reader = RowReader(case, evaluation, self.footings, lambda name: self.proof("criterion", name))
        self.screen = reader.rows(self.rows)
        self.filters = filters(self.screen)
        self.facts = tuple(self._facts())

    def head(self) -> Iterator[tuple[str, str]]:
        """Yields the particulars of the evaluation, each with its name."""
        evaluation, resolution = self._evaluation, self._case.rulebook.resolution
        yield "Đơn vị", evaluation.unit
        yield "Kỳ đánh giá", evaluation.when
        yield "Số liệu tính đến", display.day(evaluation.as_of)
        yield "Giai đoạn của nghị quyết", resolution.period_text
        if resolution.issuer:
            yield "Cơ quan ban hành", resolution.issuer
        if reporter := HeadWriter(self._case).issuer:
            yield "Cơ quan báo cáo", reporter

    def cells(self, row: AnnexRow) -> Iterator[PageCell]:
        """Yields the cells of a row; the title of a target also covers the empty columns behind it."""
        cells = [PageCell(column, column.content(row), 1) for column in self.columns]
        while cells:
            cell = cells.pop(0)
            while row.kind is RowKind.TARGET and cell.column.id == "text" and cells and not str(cells[0].content):
                cell = cell._replace(span=cell.span + 1)
                cells.pop(0)
            yield cell

    @staticmethod
    def standing(row: AnnexRow) -> str:
        """Returns the class of a row, by its verdict or by whether its comparison holds."""
        return standing(row.status if row.status is not None or row.measure is None else row.measure.holds)

    @staticmethod
    def name(row: AnnexRow) -> str:
        """Returns the name of the anchor of a row's proof."""
        return f"chỉ tiêu {row.number}" if row.kind is RowKind.TARGET else row.number

    def proof(self, what: ReferenceKind, name: str) -> Proof:
        """Returns the proof of a criterion or finding."""
        return self._explainer.why(Reference(what, name)).brief

    def own_proof(self, what: ReferenceKind, name: str) -> Proof:
        """Returns a proof without the proofs of its verdicts, which have their own places on the page."""
        proof = self.proof(what, name)
        return proof._replace(
            steps=tuple(step._replace(parts=()) if step.role is Role.STATUS else step for step in proof.steps)
        )

    def following(self, finding: FindingResult) -> Next | None:
        """Returns the next link after a finding, if any."""
        return following(finding, self._evaluation)

    def _outcomes(self) -> Iterator[tuple[Outcome, tuple[FindingResult, ...]]]:
        """Yields the reconciliations by outcome."""
        for outcome in _OUTCOMES:
            if results := tuple(r for r in self._evaluation.reconciliations if r.outcome is outcome):
                yield outcome, results

    def _facts(self) -> Iterator[tuple[Indicator, Step]]:
        """Yields all facts of the year, then those of other years that verdicts rest on, each with its indicator."""
        own = self._case.facts.facts.facts
        actuals = (m.actual for c in self._evaluation.criteria for m in c.measures if m.actual is not None)
        used = dict.fromkeys(fact for actual in actuals for fact in actual.facts)
        reader, indicators = ValueReader(self._case.facts), self._case.rulebook.indicators
        known = set(own)
        for fact in (*own, *(fact for fact in used if fact not in known)):
            yield indicators[fact.code], reader.of_fact(fact, indicators[fact.code])
