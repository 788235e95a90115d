"""From an evaluation to the page: texts, links, charts and proofs, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from itertools import count

from engine.domain.finding_kinds import TABLE_ORDER
from engine.domain.verdicts import Verdict
from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import CriterionResult, Evaluation, FindingResult, Outcome, TargetResult
from engine.evaluation.presentation import rests_mark, target_verdict_text, verdict_text
from engine.explain.footing import footings
from engine.explain.proof import Proof, Role, Step
from engine.explain.values import ValueReader
from engine.explain.why import Explainer
from engine.factbase.facts import Fact
from engine.language import display
from engine.language.logic import Truth
from engine.reports.annex import AnnexRow, RowKind, annex_rows
from engine.reports.bullet_chart import BulletChart, bullet_chart, goals
from engine.reports.chains import categories, chains, following, kinds_heading
from engine.reports.html_view import (
    CategoryView,
    ChainView,
    ChartView,
    CountView,
    FactView,
    Field,
    FindingView,
    FootingView,
    Link,
    Links,
    OutcomeView,
    Page,
    ProofView,
    RowView,
    StepView,
    TargetView,
    WaitingView,
    WarningView,
)
from engine.reports.official.head import HeadWriter
from engine.reports.proof_text import LABELS, TRUTH_WORDS, sentence
from engine.reports.summary import counts
from engine.rulebook.rulebook import Reference
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
_TRUTHS = {Truth.TRUE: "true", Truth.FALSE: "false", Truth.UNKNOWN: "unknown"}


class Anchors:
    """The places of the page by what stands there: «nd-2.1» for a criterion, «ct-2» for a target, «hc-1» for a finding."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._by_name: dict[str, str] = {}
        taken = {"noi-dung-chinh"}
        for target in evaluation.targets:
            for criterion in target.criteria:
                self._add(criterion.id, f"nd-{criterion.id}", taken)
            if own_criterion(target):
                self._by_name[f"chỉ tiêu {target.id}"] = self._by_name[target.criteria[0].id]
            else:
                self._add(f"chỉ tiêu {target.id}", f"ct-{target.id}", taken)
        for finding in evaluation.findings:
            self._add(finding.id, finding.id, taken)
        for waiting in evaluation.undetermined_findings:
            self._add(waiting.id, waiting.id, taken)

    def _add(self, name: str, wish: str, taken: set[str]) -> None:
        """A name that would not do as an id, or is taken, gets a number behind it."""
        base = re.sub(r"[^a-z0-9.]+", "-", wish.lower()).strip("-") or "muc"
        free = (base if not number else f"{base}-{number}" for number in count())
        self._by_name[name] = next(anchor for anchor in free if anchor not in taken)
        taken.add(self._by_name[name])

    def of(self, name: str) -> str:
        """The anchor of a criterion, of «chỉ tiêu 2», or of a finding. Raises KeyError."""
        return self._by_name[name]

    def link(self, name: str) -> Link:
        """A link to ``name``; without a target where the page does not have it."""
        anchor = self._by_name.get(name, "")
        return Link(name, f"#{anchor}" if anchor else "")

    def links(self, names: Iterable[str]) -> tuple[Link, ...]:
        return tuple(map(self.link, names))


def own_criterion(target: TargetResult) -> bool:
    """Whether a target is its own only criterion: then it has one row, one proof and one place."""
    return len(target.criteria) == 1 and target.criteria[0].id == target.id


def page(case: Case, evaluation: Evaluation) -> Page:
    """The page of ``evaluation``, which must be one of ``case``."""
    return _PageMaker(case, evaluation).page()


class _PageMaker:
    def __init__(self, case: Case, evaluation: Evaluation) -> None:
        self.case = case
        self.evaluation = evaluation
        self.explainer = Explainer(case, evaluation)
        self.anchors = Anchors(evaluation)
        self.criteria = {criterion.id: criterion for criterion in evaluation.criteria}

    def page(self) -> Page:
        evaluation, resolution = self.evaluation, self.case.rulebook.resolution
        return Page(
            title=evaluation.resolution.title,
            subtitle=resolution.title,
            head=tuple(self._head()),
            counts=tuple(self._counts()),
            rows=tuple(self._rows()),
            targets=tuple(map(self._target, evaluation.targets)),
            chains=tuple(self._chains()),
            categories_heading=kinds_heading(TABLE_ORDER, evaluation),
            categories=tuple(
                CategoryView(_capital(category.name), tuple(map(self._finding, category.findings)))
                for category in categories(evaluation)
            ),
            waiting=tuple(self._waiting()),
            outcomes=tuple(self._outcomes()),
            outcome_counts=", ".join(f"{len(self._with(outcome))} {outcome.label}" for outcome in Outcome),
            footings=tuple(self._footings()),
            warnings=tuple(WarningView(w.code, w.text, w.origin) for w in evaluation.warnings),
            facts=tuple(map(self._fact, self._raw_facts())),
            sources=tuple(Field(code, name) for code, name in evaluation.sources.items()),
            made_by=f"chitieu {_version()}".strip(),
        )

    # ------------------------------------------------------------ head and counts

    def _head(self) -> Iterator[Field]:
        evaluation, resolution = self.evaluation, self.case.rulebook.resolution
        yield Field("Đơn vị", evaluation.unit)
        yield Field("Năm đánh giá", str(evaluation.year))
        yield Field("Số liệu tính đến", display.day(evaluation.as_of))
        yield Field("Giai đoạn của nghị quyết", resolution.period_text)
        if resolution.issuer:
            yield Field("Cơ quan ban hành", resolution.issuer)
        if reporter := HeadWriter(self.case).issuer:
            yield Field("Cơ quan báo cáo", reporter)
        yield Field("Động cơ suy diễn", evaluation.engine.text)

    def _counts(self) -> Iterator[CountView]:
        for line in counts(self.evaluation):
            notes = tuple(filter(None, (line.note, line.stated)))
            yield CountView(
                _STANDINGS[line.statuses[0]], _capital(line.label), line.targets, line.criteria, tuple(notes)
            )

    # ------------------------------------------------------------ the table

    def _rows(self) -> Iterator[RowView]:
        charts: Iterator[BulletChart | None] = iter(())
        above: AnnexRow | None = None
        for number, row in enumerate(annex_rows(self.evaluation)):
            if row.kind is RowKind.CRITERION:
                charts, above = self._charts(row.number), row
            chart = next(charts) if row.measure is not None else None
            yield self._row(row, above, number, chart)

    def _charts(self, criterion: str) -> Iterator[BulletChart | None]:
        """The charts of the measures of a criterion, in their order."""
        result = self.criteria[criterion]
        return (
            bullet_chart(measure, goal) for measure, goal in zip(result.measures, goals(result, self.case), strict=True)
        )

    def _row(self, row: AnnexRow, above: AnnexRow | None, number: int, chart: BulletChart | None) -> RowView:
        standing = _STANDINGS[row.status] if row.status is not None else _held(row.measure)
        name = f"chỉ tiêu {row.number}" if row.kind is RowKind.TARGET else row.number
        of = above.number if above is not None else row.number
        return RowView(
            kind=str(row.kind),
            about=None if row.kind is RowKind.PART else Link(row.number, self.anchors.link(name).href),
            text=row.text,
            goal=row.goal,
            actual=row.actual,
            relative=row.relative,
            verdict=row.verdict,
            standing=standing,
            source=row.source,
            origin=row.origin,
            causes=self.anchors.links(row.causes),
            chart=_chart(row, of, f"bd-{number}", standing, chart) if chart is not None else None,
        )

    # ------------------------------------------------------------ proofs of verdicts

    def _target(self, target: TargetResult) -> TargetView:
        own = None if own_criterion(target) else self._target_proof(target)
        proofs = tuple(map(self._proof, target.criteria))
        title = f"Chỉ tiêu {target.id}" + (f": {target.title}" if target.title else "")
        return TargetView(title, target_verdict_text(target), _STANDINGS[target.status], own, proofs)

    def _target_proof(self, target: TargetResult) -> ProofView:
        """How the verdict follows from those of the criteria; their own proofs stand below it, not within it."""
        name = f"chỉ tiêu {target.id}"
        proof = self.explainer.why(Reference("target", target.id)).brief
        steps = (step._replace(parts=()) if step.role is Role.STATUS else step for step in proof.steps)
        shown = target_verdict_text(target)
        title = f"Kết luận của chỉ tiêu {target.id}"
        return ProofView(self.anchors.of(name), title, shown, "", _STANDINGS[target.status], _steps(steps))

    def _proof(self, criterion: CriterionResult) -> ProofView:
        proof = self.explainer.why(Reference("criterion", criterion.id)).brief
        shown, standing = verdict_text(criterion), _STANDINGS[criterion.status]
        anchor = self.anchors.of(criterion.id)
        return ProofView(anchor, proof.title, shown, criterion.text, standing, _steps(proof.steps))

    # ------------------------------------------------------------ chains and findings

    def _chains(self) -> Iterator[ChainView]:
        for chain in chains(self.evaluation):
            criterion = chain.criterion
            links = (Links(_capital(link.name), self.anchors.links(link.ids), link.note) for link in chain.links)
            about, standing = self.anchors.link(criterion.id), _STANDINGS[criterion.status]
            yield ChainView(about, criterion.status.label, standing, criterion.text, tuple(links))

    def _finding(self, finding: FindingResult) -> FindingView:
        return self._shown(finding, self.explainer.why(Reference("finding", finding.id)).brief)

    def _shown(self, finding: FindingResult, proof: Proof) -> FindingView:
        return FindingView(
            anchor=self.anchors.of(finding.id),
            id=finding.id,
            marks=rests_mark(finding.rests_on),
            text=finding.text,
            basis=finding.basis,
            section=finding.section,
            where="Quy tắc" if finding.outcome is None else "Ghi tại",
            rule=finding.rule,
            links=tuple(self._links(finding)),
            facts=tuple(self._facts_of(finding)) if finding.outcome is None else (),
            steps=_steps(proof.steps),
            quiet=finding.outcome is Outcome.AGREES,
        )

    def _links(self, finding: FindingResult) -> Iterator[Links]:
        if finding.of:
            yield Links("Về", self.anchors.links(finding.of), "")
        after = following(finding, self.evaluation)
        if after is not None:
            yield Links(after.name, self.anchors.links(after.ids), "" if after.ids else after.none)

    def _facts_of(self, finding: FindingResult) -> Iterator[FactView]:
        indicators = self.case.rulebook.indicators
        for because in finding.because:
            indicator = indicators.get(because.fact)
            name, code = (indicator.name, because.fact) if indicator is not None else (_capital(because.fact), "")
            yield FactView(name, code, because.value, (), because.source, because.origin)

    def _waiting(self) -> Iterator[WaitingView]:
        for waiting in self.evaluation.undetermined_findings:
            proof = self.explainer.why(Reference("finding", waiting.id)).brief
            waits = ", ".join(waiting.waits_for) or "số liệu"
            yield WaitingView(self.anchors.of(waiting.id), waiting.id, waits, _steps(proof.steps))

    # ------------------------------------------------------------ what is known of the data

    def _with(self, outcome: Outcome) -> list[FindingResult]:
        return [result for result in self.evaluation.reconciliations if result.outcome is outcome]

    def _outcomes(self) -> Iterator[OutcomeView]:
        """What differs first, what agrees last."""
        for outcome, standing in _OUTCOMES.items():
            results = tuple(map(self._reconciliation, self._with(outcome)))
            if results:
                title = f"{_capital(outcome.label)} ({len(results)})"
                yield OutcomeView(outcome.label, title, standing, results)

    def _reconciliation(self, result: FindingResult) -> FindingView:
        """A claim is compared with a verdict whose proof stands elsewhere on the page."""
        proof = self.explainer.why(Reference("reconciliation", result.id)).brief
        steps = (step._replace(parts=()) if step.role is Role.STATUS else step for step in proof.steps)
        return self._shown(result, proof._replace(steps=tuple(steps)))

    def _footings(self) -> Iterator[FootingView]:
        for footing in footings(self.case, self.evaluation):
            notes = "; ".join(filter(None, (footing.rests, footing.edge)))
            yield FootingView(self.anchors.link(footing.id), footing.status, notes)

    def _raw_facts(self) -> Iterator[Fact]:
        """All facts of the year, then those of other years that a verdict rests on."""
        own = self.case.facts.facts.facts
        actuals = (m.actual for c in self.evaluation.criteria for m in c.measures if m.actual is not None)
        used = dict.fromkeys(fact for actual in actuals for fact in actual.facts)
        yield from own
        yield from (fact for fact in used if fact not in own)

    def _fact(self, fact: Fact) -> FactView:
        indicator = self.case.rulebook.indicators[fact.code]
        step = ValueReader(self.case.facts).of_fact(fact, indicator)
        return FactView(
            indicator.name, fact.code, step.text, tuple(part.text for part in step.parts), step.source, step.place
        )


def _held(measure: Measure | None) -> str:
    return _HELD[measure.holds] if measure is not None else "open"


def _chart(row: AnnexRow, of: str, anchor: str, standing: str, chart: BulletChart) -> ChartView:
    """A chart named by its row: whoever cannot see it hears what the row says."""
    name = f"Nội dung {of}" + (f", {row.text.removeprefix('– ')}" if row.kind is RowKind.PART else "")
    title = f"{name}: thực hiện {row.actual}, mục tiêu {row.goal}"
    better = "Càng thấp càng tốt." if chart.lower_is_better else "Càng cao càng tốt."
    description = f"Kết luận: {row.verdict}" + (f"; so với mục tiêu: {row.relative}" if row.relative else "")
    return ChartView(anchor, title, f"{description}. {better}", standing, chart)


def _steps(steps: Iterable[Step]) -> tuple[StepView, ...]:
    """The lines of a proof; the full names of the sources stand once, with the data."""
    return tuple(_step(step, labelled=True) for step in steps if step.role is not Role.SOURCE)


def _step(step: Step, labelled: bool) -> StepView:
    return StepView(
        truth=TRUTH_WORDS[step.truth] if step.truth is not None else "",
        truth_class=_TRUTHS[step.truth] if step.truth is not None else "",
        label=LABELS.get(step.role, "") if labelled else "",
        text=sentence(step),
        source=step.source,
        place=step.place,
        parts=tuple(_step(part, labelled=part.role is not step.role) for part in step.parts),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _version() -> str:
    try:
        return version("chitieu")
    except PackageNotFoundError:
        return ""
