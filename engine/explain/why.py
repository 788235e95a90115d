"""Why a criterion, target, finding or reconciliation stands as it does: built from the firings that the engine reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.domain.finding_kinds import FindingKind
from engine.domain.verdicts import Verdict
from engine.evaluation.claims import of_criterion
from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import CriterionResult, Evaluation, FindingResult, Outcome, TargetResult
from engine.evaluation.presentation import rests_text, target_verdict_text, verdict_text
from engine.evaluation.rests import Rest
from engine.explain.conditions import ConditionSteps
from engine.explain.consequences import Consequences
from engine.explain.corrections import correction_steps
from engine.explain.firings import FiringIndex
from engine.explain.proof import Proof, Role, Step
from engine.inference.compiler import belongs_to
from engine.inference.nodes import Node, NodeKind, belongs_node
from engine.language import display
from engine.language.logic import Truth
from engine.rulebook.rulebook import (
    AllOf,
    AnyOf,
    Criterion,
    Finding,
    Logic,
    NotOf,
    Reconciliation,
    Reference,
    Target,
    Test,
    Threshold,
    leaves,
)
from engine.workspace.cases import Case

_BELONGS = {
    False: "phải gắn với ít nhất một nội dung, chỉ tiêu đang chưa đạt hoặc một mục đang có",
    True: "phải gắn với ít nhất một nội dung, chỉ tiêu đang đạt hoặc một mục đang có",
}
_PRESENCE = {
    Truth.TRUE: ("present", "có"),
    Truth.FALSE: ("absent", "không có"),
    Truth.UNKNOWN: ("undetermined", "chưa rõ"),
}


def _only_tests(logic: Logic) -> bool:
    """Whether ``logic`` compares data only: then missing data that do not matter now never will."""
    return all(isinstance(leaf, Test) for leaf in leaves(logic))


class Explainer:
    """Explains one evaluation of one case."""

    def __init__(self, case: Case, evaluation: Evaluation) -> None:
        self.case = case
        self.rulebook = case.rulebook
        self.facts = case.facts
        self.evaluation = evaluation
        self.firings = FiringIndex(evaluation.firings)
        self.criteria = {c.id: c for c in self.rulebook.criteria}
        self.targets = {t.id: t for t in self.rulebook.targets}
        self.findings = {f.id: f for f in self.rulebook.findings}
        self.results = {c.id: c for c in evaluation.criteria}
        self.target_results = {t.id: t for t in evaluation.targets}
        self.found = {f.id: f for f in evaluation.findings}
        self.consequences = Consequences(self.rulebook, evaluation, self.firings)
        self.conditions = ConditionSteps(self.facts, evaluation, self.firings.truth, self._finding_truth)

    def why(self, reference: Reference) -> Proof:
        """The proof of ``reference``, which must exist in the rulebook or the evaluation."""
        proof = self._proof(reference)
        return proof._replace(steps=(*proof.steps, *self._sources(proof.steps)))

    def _proof(self, reference: Reference) -> Proof:
        match reference.what:
            case "criterion":
                return self._of_criterion(self.criteria[reference.id])
            case "target":
                return self._of_target(self.targets[reference.id])
            case "finding":
                return self._of_finding(self.findings[reference.id])
        declared = {r.id: r for r in self.rulebook.reconciliations}
        if reference.id in declared:
            return self._of_reconciliation(declared[reference.id])
        return self._of_claim(self.found[reference.id])

    def _sources(self, steps: Iterable[Step]) -> Iterator[Step]:
        """The full names of the documents that the steps cite by their codes."""
        cited = dict.fromkeys(source.partition(",")[0].strip() for source in _cited(steps))
        names = self.facts.facts.sources
        yield from (Step(Role.SOURCE, f"{code}: {names[code]}") for code in cited if code in names)

    def _finding_truth(self, identifier: str) -> Truth:
        return self.firings.truth(Node(NodeKind.FINDING, identifier))

    # ------------------------------------------------------------ criteria

    def _of_criterion(self, criterion: Criterion) -> Proof:
        result = self.results[criterion.id]
        node = Node(NodeKind.CRITERION, criterion.id)
        return Proof(
            id=criterion.id,
            what="criterion",
            title=f"Nội dung {criterion.id}",
            status=str(result.status),
            conclusion=verdict_text(result),
            steps=tuple(self._criterion_steps(criterion, result)),
            nodes=self.firings.behind(node),
        )

    def _criterion_steps(self, criterion: Criterion, result: CriterionResult) -> Iterator[Step]:
        threshold = result.goal.threshold
        amended = f" (theo {result.amended_by})" if result.amended_by else ""
        yield Step(Role.WORDING, f"«{result.text}»{amended}", source=criterion.basis, place=criterion.span.place)
        yield from correction_steps(result)
        if criterion.applies is not None:
            asked = self.conditions.step(criterion.applies, Node(NodeKind.APPLIES, criterion.id))
            yield Step(Role.CONDITION, "Chỉ đánh giá khi", asked.truth, place=asked.place, parts=(asked,))
        if threshold is None:
            yield Step(Role.NOTE, f"nghị quyết không đặt mức nào cho năm {self.evaluation.year}")
            return
        yield from self._goal_steps(result, threshold)
        yield from self._deadline_steps(result)
        yield from self._rest_steps(result)
        yield from self._missing_steps(criterion, result, threshold)
        yield from self._outlook_steps(result)
        yield from self._claim_steps(result)
        yield from self.consequences.of(Node(NodeKind.CRITERION, criterion.id))

    def _goal_steps(self, result: CriterionResult, threshold: Threshold) -> Iterator[Step]:
        verdict, beyond_verdict = _held_by_verdict(result)
        milestone = f" (mốc {threshold.year})" if threshold.year is not None else ""
        met = self._goal_step(threshold.met, result.goal.met_node, verdict)
        yield met._replace(text=f"Điều kiện đạt{milestone}: {met.text}", place=threshold.span.place)
        if threshold.exceeded is not None and result.status.reached:
            beyond = self._goal_step(threshold.exceeded, result.goal.exceeded_node, beyond_verdict)
            yield Step(Role.CONDITION, self._beyond_text(threshold, beyond), beyond.truth)
        elif result.status is Verdict.MET:
            yield Step(Role.NOTE, "mức đặt ra là ngưỡng mở nên chỉ có đạt, không có vượt", detail=True)

    @staticmethod
    def _beyond_text(threshold: Threshold, beyond: Step) -> str:
        """«vượt khi tốt hơn mức này», where it follows from the wording, or as the rule says."""
        exceeded = threshold.exceeded
        own = exceeded is not None and exceeded.text != threshold.met.text
        if own and exceeded is not None:
            return f"Điều kiện vượt: {exceeded.text}"
        found = {Truth.TRUE: "thực tế tốt hơn", Truth.FALSE: "thực tế chưa hơn"}.get(beyond.truth or Truth.UNKNOWN)
        return f"Điều kiện vượt: tốt hơn mức đặt ra; {found or 'chưa rõ'}"

    def _goal_step(self, logic: Logic, node: Node, by_verdict: Truth) -> Step:
        """A goal of several parts has nodes of its own; a single comparison is read from the verdict itself."""
        if self.firings.has(node) or isinstance(logic, AllOf | AnyOf | NotOf):
            return self.conditions.step(logic, node)
        return self.conditions.leaf(logic, by_verdict)

    def _deadline_steps(self, result: CriterionResult) -> Iterator[Step]:
        if not result.status.unmet:
            return
        as_of, ends = display.day(self.evaluation.as_of), display.day(result.goal.deadline)
        if result.status is Verdict.NOT_MET:
            text = f"hạn là {ends}, đến ngày chốt số liệu {as_of} chưa hết hạn, nên là chưa đạt (không phải không đạt)"
        else:
            text = f"hạn là {ends}, đến ngày chốt số liệu {as_of} đã hết hạn, nên là không đạt"
        yield Step(Role.DEADLINE, text)

    def _rest_steps(self, result: CriterionResult) -> Iterator[Step]:
        if result.rests_on and result.rests_on != (Rest.MEASURED,):
            yield Step(Role.REST, rests_text(result.rests_on))

    def _missing_steps(self, criterion: Criterion, result: CriterionResult, threshold: Threshold) -> Iterator[Step]:
        node = result.goal.met_node
        if result.status is Verdict.UNDETERMINED:
            waits: Iterable[str] = ()
            if self.firings.has(node):
                waits = self.conditions.missing(threshold.met, node)
            elif isinstance(threshold.met, Test):
                waits = self.conditions.missing_in(threshold.met)
            if criterion.applies is not None:
                asked = Node(NodeKind.APPLIES, criterion.id)
                waits = (*waits, *self.conditions.missing(criterion.applies, asked))
            yield from _waits(waits, "còn có thể đổi kết luận")
            return
        absent = tuple(dict.fromkeys(self.conditions.absent(threshold.met)))
        if absent and _only_tests(threshold.met) and not result.perhaps_exceeded:
            text = f"dù số liệu còn thiếu ({', '.join(absent)}) là bao nhiêu thì vẫn {result.status.label}"
            yield Step(Role.MISSING, text)

    def _outlook_steps(self, result: CriterionResult) -> Iterator[Step]:
        if result.pace is not None:
            yield Step(Role.PACE, f"{result.pace.state.label}: {result.pace.basis}")
        names = {measure.indicator: measure.name for measure in result.measures}
        for outlook in result.outlook:
            name = f"{names[outlook.indicator]}: " if len(result.measures) > 1 else ""
            yield Step(Role.OUTLOOK, f"{name}{outlook.text}")
            if outlook.projection is not None:
                yield Step(Role.OUTLOOK, f"{name}{outlook.projection.text}")

    def _claim_steps(self, result: CriterionResult) -> Iterator[Step]:
        """What the report says of the criterion; what agrees only with --full."""
        for finding in of_criterion(self.evaluation.findings, result):
            agrees = finding.outcome is Outcome.AGREES
            assert finding.outcome is not None
            yield Step(
                Role.CLAIM,
                f"{finding.outcome.label}: {finding.text.removeprefix(f'nội dung {result.id}: ')}",
                place=finding.rule,
                detail=agrees,
            )

    # ------------------------------------------------------------ targets

    def _of_target(self, target: Target) -> Proof:
        result = self.target_results[target.id]
        node = Node(NodeKind.TARGET, target.id)
        return Proof(
            id=target.id,
            what="target",
            title=f"Chỉ tiêu {target.id}: {target.title}",
            status=str(result.status),
            conclusion=target_verdict_text(result),
            steps=(*self._target_steps(result), *self.consequences.of(node)),
            nodes=self.firings.behind(node),
        )

    def _target_steps(self, result: TargetResult) -> Iterator[Step]:
        yield Step(Role.NOTE, _roll_up(result))
        yield from correction_steps(result)
        decides = {Verdict.FAILED, Verdict.NOT_MET} if result.status.unmet else {result.status}
        for criterion in result.criteria:
            counted = "" if criterion.counted else " (không tính vào tổng hợp)"
            shown = f"nội dung {criterion.id} {verdict_text(criterion)}{counted}: {criterion.text}"
            inner = tuple(
                step
                for step in self._criterion_steps(self.criteria[criterion.id], criterion)
                if step.role is not Role.LED_TO
            )
            short = tuple(Step(Role.NOTE, text) for text in criterion.because)
            deciding = criterion.status in decides
            parts = inner if deciding else (*short, *_detailed(inner))
            yield Step(Role.STATUS, shown, place=criterion.rule, parts=parts)

    # ------------------------------------------------------------ findings

    def _of_finding(self, finding: Finding) -> Proof:
        truth = self._finding_truth(finding.id)
        status, label = _PRESENCE[truth]
        result = self.found.get(finding.id)
        name = ", ".join(finding.categories)
        return Proof(
            id=finding.id,
            what="finding",
            title=f"{name[0].upper()}{name[1:]} {finding.id}",
            status=status,
            conclusion=result.text if result is not None else f"{label} trong kết quả đánh giá này",
            steps=tuple(self._finding_steps(finding, truth, result)),
            nodes=self.firings.behind(Node(NodeKind.FINDING, finding.id)),
        )

    def _finding_steps(self, finding: Finding, truth: Truth, result: FindingResult | None) -> Iterator[Step]:
        section = f"mục {finding.section} của báo cáo" if finding.section else "quy tắc"
        yield Step(Role.RULE, f"{section}", source=finding.basis, place=finding.span.place)
        node = Node(NodeKind.FINDING, finding.id)
        of = belongs_to(finding, self.rulebook)
        if of:
            parts = tuple(self._belongs(reference, finding.keeps_up) for reference in of)
            shown = parts if finding.of else tuple(p for p in parts if p.truth is Truth.TRUE)
            text = _BELONGS[finding.keeps_up] if finding.of else "phải có nội dung chưa đạt"
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
            waits = next((u.waits_for for u in self.evaluation.undetermined_findings if u.id == finding.id), ())
            yield from _waits(map(self.conditions.named, waits), "quyết định mục này có hay không")
        if truth is Truth.FALSE and finding.when is not None:
            absent = tuple(dict.fromkeys(self.conditions.absent(finding.when)))
            if absent and _only_tests(finding.when):
                yield Step(Role.MISSING, f"dù số liệu còn thiếu ({', '.join(absent)}) là bao nhiêu thì vẫn không có")
        if result is not None:
            yield Step(Role.REST, rests_text(result.rests_on))
            if finding.kind is FindingKind.LIMITATION and not self._causes(finding.id):
                yield Step(Role.NOTE, "chưa có nguyên nhân nào giải thích hạn chế này")
        yield from self.consequences.of(node)

    def _belongs(self, reference: Reference, keeps_up: bool) -> Step:
        """One entry of «của»: a criterion or target that must fall short (or be kept up), a finding that must be there."""
        if reference.what == "finding":
            there = self._finding_truth(reference.id)
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

    # ------------------------------------------------------------ reconciliations

    def _of_reconciliation(self, reconciliation: Reconciliation) -> Proof:
        result = self.found[reconciliation.id]
        assert result.outcome is not None
        node = Node(NodeKind.RECONCILIATION, reconciliation.id)
        asked = self.conditions.step(reconciliation.check, node)
        steps = [
            Step(Role.RULE, f"phải đúng: {reconciliation.check.text}", source=result.basis, place=result.rule),
            Step(Role.CONDITION, "Kiểm", asked.truth, parts=(asked,)),
            Step(Role.REST, rests_text(result.rests_on)),
        ]
        name = reconciliation.name or reconciliation.id
        return Proof(
            id=reconciliation.id,
            what="reconciliation",
            title=f"Đối chiếu {reconciliation.id}: {name}",
            status=str(result.outcome),
            conclusion=f"{result.outcome.label}. {result.text}",
            steps=tuple(steps),
            nodes=self.firings.behind(node),
        )

    def _of_claim(self, result: FindingResult) -> Proof:
        assert result.outcome is not None
        steps = [Step(Role.CLAIM, f"báo cáo nêu: {b.value}", source=b.source, place=b.origin) for b in result.because]
        for because in result.because:
            identifier = because.fact.removeprefix("nội dung ")
            if because.fact.startswith("nội dung ") and identifier in self.criteria:
                proof = self._of_criterion(self.criteria[identifier])
                inner = tuple(s for s in proof.steps if s.role not in (Role.LED_TO, Role.CLAIM, Role.OUTLOOK))
                steps.append(Step(Role.STATUS, f"{because.fact} {proof.conclusion}", parts=inner))
                break
        return Proof(
            id=result.id,
            what="reconciliation",
            title=f"Điều báo cáo nêu, {result.id}",
            status=str(result.outcome),
            conclusion=f"{result.outcome.label}. {result.text}",
            steps=tuple(steps),
            nodes=(),
        )


def _held_by_verdict(result: CriterionResult) -> tuple[Truth, Truth]:
    """What the verdict of a criterion of one comparison says of «đạt khi» and of «vượt khi»."""
    if result.status.unmet:
        return Truth.FALSE, Truth.UNKNOWN
    if not result.status.reached:
        return Truth.UNKNOWN, Truth.UNKNOWN
    if result.perhaps_exceeded:
        return Truth.TRUE, Truth.UNKNOWN
    return Truth.TRUE, Truth.TRUE if result.status is Verdict.EXCEEDED else Truth.FALSE


def _roll_up(result: TargetResult) -> str:
    """How the verdict of a target follows from its criteria (1-domain, «Verdicts»)."""
    counted = [c for c in result.criteria if c.counted]
    total = len(counted)
    if total == 1:
        return f"chỉ tiêu có một nội dung, kết luận theo nội dung đó: {result.status.label}"
    same = [c.id for c in counted if c.status is result.status]
    match result.status:
        case Verdict.EXCEEDED | Verdict.NOT_APPLICABLE:
            return f"cả {total} nội dung {result.status.label} nên chỉ tiêu {result.status.label}"
        case Verdict.MET:
            return f"cả {total} nội dung áp dụng đều đạt hoặc vượt nên chỉ tiêu đạt"
        case Verdict.UNDETERMINED:
            return (
                f"nội dung {', '.join(same)} chưa đủ số liệu, không nội dung nào chưa đạt, nên chỉ tiêu chưa đủ số liệu"
            )
    return f"{len(same)}/{total} nội dung {result.status.label} ({', '.join(same)}) nên chỉ tiêu {result.status.label}"


def _cited(steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        yield step.source
        yield from _cited(step.parts)


def _detailed(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(step._replace(detail=True) for step in steps)


def _waits(codes: Iterable[str], purpose: str) -> Iterator[Step]:
    listed = tuple(dict.fromkeys(codes))
    if listed:
        yield Step(Role.MISSING, f"còn chờ {', '.join(listed)}: {purpose}")


def _origin(measure: Measure) -> str:
    return measure.actual.origin if measure.actual is not None else ""
