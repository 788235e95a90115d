"""Why a finding is there, or is not: what it belongs to, its condition with every part, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.domain.finding_kinds import FindingKind
from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult
from engine.evaluation.presentation import rests_text, target_verdict_text, unmet_words, verdict_text
from engine.explain.conditions import ConditionSteps
from engine.explain.consequences import Consequences
from engine.explain.firings import FiringIndex
from engine.explain.proof import Proof, Role, Step
from engine.inference.compiler import belongs_to
from engine.inference.nodes import Node, NodeKind, belongs_node
from engine.language.logic import Truth
from engine.rulebook.logic import Logic, Test, leaves
from engine.rulebook.rulebook import Finding, Reference, Rulebook

_PRESENCE = {
    Truth.TRUE: ("present", "có"),
    Truth.FALSE: ("absent", "không có"),
    Truth.UNKNOWN: ("undetermined", "chưa rõ"),
}


def only_tests(logic: Logic) -> bool:
    """Whether ``logic`` compares data only: then missing data that do not matter now never will."""
    return all(isinstance(leaf, Test) for leaf in leaves(logic))


def waits(codes: Iterable[str], purpose: str) -> Iterator[Step]:
    """The step that names the data that are waited for, where there are any."""
    listed = tuple(dict.fromkeys(codes))
    if listed:
        yield Step(Role.MISSING, f"còn chờ {', '.join(listed)}: {purpose}")


class FindingProofs:
    """Proofs of the findings of one evaluation."""

    def __init__(
        self,
        rulebook: Rulebook,
        evaluation: Evaluation,
        firings: FiringIndex,
        conditions: ConditionSteps,
        consequences: Consequences,
    ) -> None:
        self.rulebook = rulebook
        self.evaluation = evaluation
        self.firings = firings
        self.conditions = conditions
        self.consequences = consequences
        self.findings = {f.id: f for f in rulebook.findings}
        self.found = {f.id: f for f in evaluation.findings}
        self.results = {c.id: c for c in evaluation.criteria}
        self.target_results = {t.id: t for t in evaluation.targets}

    def truth(self, identifier: str) -> Truth:
        """Whether a finding is there."""
        return self.firings.truth(Node(NodeKind.FINDING, identifier))

    def of(self, finding: Finding) -> Proof:
        """The proof that ``finding`` is there, or is not."""
        truth = self.truth(finding.id)
        status, label = _PRESENCE[truth]
        result = self.found.get(finding.id)
        name = ", ".join(finding.categories)
        title = f"{name[0].upper()}{name[1:]} {finding.id}"
        conclusion = result.text if result is not None else f"{label} trong kết quả đánh giá này"
        return Proof(
            id=finding.id,
            what="finding",
            title=title,
            status=status,
            conclusion=conclusion,
            headline=f"{title}: {conclusion}",
            steps=tuple(self._steps(finding, truth, result)),
            nodes=self.firings.behind(Node(NodeKind.FINDING, finding.id)),
        )

    def _steps(self, finding: Finding, truth: Truth, result: FindingResult | None) -> Iterator[Step]:
        section = f"mục {finding.section} của báo cáo" if finding.section else "quy tắc"
        yield Step(Role.RULE, f"{section}", source=finding.basis, place=finding.span.place)
        node = Node(NodeKind.FINDING, finding.id)
        of = belongs_to(finding, self.rulebook)
        if of:
            parts = tuple(self._belongs(reference, finding.keeps_up) for reference in of)
            shown = parts if finding.of else tuple(p for p in parts if p.truth is Truth.TRUE)
            text = self._belongs_text(finding)
            yield Step(Role.BELONGS, text, self.firings.truth(Node(NodeKind.OF, finding.id)), parts=shown)
        if finding.when is not None:
            asked = self.conditions.step(finding.when, Node(NodeKind.WHEN, finding.id))
            joined = asked.parts and asked.role is Role.CONDITION
            parts = asked.parts if joined else (asked,)
            text = f"Điều kiện: {asked.text}" if joined else "Điều kiện"
            yield Step(Role.CONDITION, text, asked.truth, place=finding.when.span.place, parts=parts)
        elif not of:
            yield Step(Role.NOTE, "quy tắc không đặt điều kiện nào")
        if truth is Truth.UNKNOWN:
            data = next((u.waits_for for u in self.evaluation.undetermined_findings if u.id == finding.id), ())
            yield from waits(map(self.conditions.named, data), "quyết định mục này có hay không")
        if truth is Truth.FALSE and finding.when is not None:
            absent = tuple(dict.fromkeys(self.conditions.absent(finding.when)))
            if absent and only_tests(finding.when):
                yield Step(Role.MISSING, f"dù số liệu còn thiếu ({', '.join(absent)}) là bao nhiêu thì vẫn không có")
        if result is not None:
            yield Step(Role.REST, rests_text(result.rests_on))
            if finding.kind is FindingKind.LIMITATION and not self._causes(finding.id):
                yield Step(Role.NOTE, "chưa có nguyên nhân nào giải thích hạn chế này")
        yield from self.consequences.of(node)

    def _belongs_text(self, finding: Finding) -> str:
        """What «của» asks for."""
        standing = "đạt" if finding.keeps_up else unmet_words(c.status for c in self.results.values())
        if not finding.of:
            return f"phải có nội dung {standing}"
        return f"phải gắn với ít nhất một nội dung, chỉ tiêu đang {standing} hoặc một mục đang có"

    def _belongs(self, reference: Reference, keeps_up: bool) -> Step:
        """One entry of «của»: a criterion or target that must fall short (or be kept up), a finding that must be there."""
        if reference.what == "finding":
            there = self.truth(reference.id)
            found = self.found.get(reference.id)
            kind = self.findings[reference.id].kind.key
            text = f"{kind} {reference.id}: {found.text if found is not None else _PRESENCE[there][1]}"
            return Step(Role.FINDING, text, there, place=self.findings[reference.id].span.place)
        if reference.what == "target":
            result = self.target_results[reference.id]
            holds = self.firings.truth(belongs_node(reference, keeps_up))
            return Step(Role.STATUS, f"chỉ tiêu {reference.id} {target_verdict_text(result)}", holds)
        criterion = self.results[reference.id]
        holds = self.firings.truth(belongs_node(reference, keeps_up))
        parts = tuple(Step(Role.NOTE, m.because, place=_origin(m)) for m in criterion.measures)
        text = f"nội dung {criterion.id} {verdict_text(criterion)}: «{criterion.text}»"
        return Step(Role.STATUS, text, holds, source=criterion.basis, place=criterion.rule, parts=parts)

    def _causes(self, identifier: str) -> list[str]:
        return [f.id for f in self.evaluation.of_kind(FindingKind.CAUSE) if identifier in f.of]


def _origin(measure: Measure) -> str:
    return measure.actual.origin if measure.actual is not None else ""
