"""Why a criterion, target, finding or reconciliation stands as it does: built from the firings that the engine reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.domain.verdicts import Verdict
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult
from engine.evaluation.findings import name_of
from engine.evaluation.presentation import rests_text, target_verdict_text, verdict_text
from engine.evaluation.rests import Rest
from engine.explain.conditions import ConditionSteps
from engine.explain.consequences import Consequences
from engine.explain.corrections import correction_steps
from engine.explain.counting import counted_in, summary_proof
from engine.explain.finding_proofs import FindingProofs, only_tests, waits
from engine.explain.firings import FiringIndex
from engine.explain.headlines import criterion_headline, target_headline
from engine.explain.indicators import IndicatorProofs
from engine.explain.names import with_names
from engine.explain.proof import Proof, Role, Step
from engine.explain.statements import statement_steps
from engine.inference.nodes import Node, NodeKind
from engine.language import display
from engine.language.logic import Truth
from engine.rulebook.logic import AllOf, AnyOf, Logic, NotOf, Test, leaves
from engine.rulebook.rulebook import Criterion, Reconciliation, Reference, Target, Threshold
from engine.workspace.case import Case

_AROUND = (Role.LED_TO, Role.EXPLAINED_BY, Role.PART_OF)
"""What stands around a verdict, and is not repeated where the verdict is a part of another proof."""


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
        self.results = {c.id: c for c in evaluation.criteria}
        self.target_results = {t.id: t for t in evaluation.targets}
        self.found = {f.id: f for f in evaluation.findings}
        self.consequences = Consequences(self.rulebook, evaluation, self.firings)
        self.conditions = ConditionSteps(self.facts, evaluation, self.firings.truth, self._finding_truth)
        self.finding_proofs = FindingProofs(self.rulebook, evaluation, self.firings, self.conditions, self.consequences)

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
                return self.finding_proofs.of(self.finding_proofs.findings[reference.id])
            case "indicator":
                return IndicatorProofs(self.facts, self.evaluation).of(reference.id)
            case "summary":
                return summary_proof(self.evaluation)
        declared = {r.id: r for r in self.rulebook.reconciliations}
        if reference.id in declared:
            return self._of_reconciliation(declared[reference.id])
        return self._of_claim(self.found[reference.id])

    def _sources(self, steps: Iterable[Step]) -> Iterator[Step]:
        """The full names of the documents that the steps cite by their codes; a detail where only details cite one."""
        names = self.facts.facts.sources
        cited: dict[str, bool] = {}
        for source, detail in _cited(steps, False):
            code = source.partition(",")[0].strip()
            cited[code] = cited.get(code, True) and detail
        for code, detail in cited.items():
            if code in names:
                yield Step(Role.SOURCE, f"{code}: {names[code]}", detail=detail)

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
            headline=criterion_headline(result, self._missing_names(criterion, result), self.rulebook.indicators),
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
            why = result.goal.not_judged or f"nghị quyết không đặt mức nào cho năm {self.evaluation.year}"
            yield Step(Role.NOTE, why)
            return
        if result.status is Verdict.NOT_APPLICABLE:
            yield Step(Role.NOTE, "không áp dụng nên không xét điều kiện đạt")
        else:
            yield from self._goal_steps(result, threshold)
            yield from self._deadline_steps(result)
            yield from self._rest_steps(result)
            yield from self._missing_steps(criterion, result, threshold)
            yield from self._outlook_steps(result)
        yield from statement_steps(result, self.evaluation, self.rulebook)
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
        as_of, ends = display.day(self.evaluation.as_of), display.day(result.goal.deadline)
        if result.status is Verdict.UNDETERMINED and not result.early:
            yield Step(Role.DEADLINE, f"đã quá hạn {ends}")
        if not result.status.unmet:
            return
        if result.past_the_goal:
            text = f"hạn là {ends}, đến ngày chốt số liệu {as_of} đã vượt mức, không thể đạt nữa, nên là không đạt"
        elif result.status is Verdict.NOT_MET:
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
            data: Iterable[str] = ()
            if self.firings.has(node):
                data = self.conditions.missing(threshold.met, node)
            elif isinstance(threshold.met, Test):
                data = self.conditions.missing_in(threshold.met)
            if criterion.applies is not None:
                asked = Node(NodeKind.APPLIES, criterion.id)
                data = (*data, *self.conditions.missing(criterion.applies, asked))
            yield from waits(data, "còn có thể đổi kết luận")
            return
        absent = tuple(dict.fromkeys(self.conditions.absent(threshold.met)))
        if absent and only_tests(threshold.met) and not result.perhaps_exceeded:
            text = f"dù số liệu còn thiếu ({', '.join(absent)}) là bao nhiêu thì vẫn {result.status.label}"
            yield Step(Role.MISSING, text)

    def _outlook_steps(self, result: CriterionResult) -> Iterator[Step]:
        if result.pace is not None:
            label, basis = result.pace.label, result.pace.basis
            yield Step(Role.PACE, f"{label}: {basis}" if basis else label)
        names = {measure.indicator: measure.name for measure in result.measures}
        for outlook in result.outlook:
            name = f"{names[outlook.indicator]}: " if len(result.measures) > 1 else ""
            yield Step(Role.OUTLOOK, f"{name}{outlook.text}")
            if outlook.projection is not None:
                yield Step(Role.OUTLOOK, f"{name}{outlook.projection.text}")

    def _missing_names(self, criterion: Criterion, result: CriterionResult) -> Iterator[str]:
        """The names of the data without which the verdict cannot be decided."""
        codes = [code for measure in result.measures if measure.holds is None for code in measure.missing]
        if criterion.applies is not None and self.firings.truth(Node(NodeKind.APPLIES, criterion.id)) is Truth.UNKNOWN:
            tests = (leaf for leaf in leaves(criterion.applies) if isinstance(leaf, Test))
            codes = [code for test in tests for code in self.facts.measured(test.input).missing] + codes
        yield from (name_of(code, self.rulebook.indicators) for code in dict.fromkeys(codes))

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
            headline=target_headline(result),
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
                if step.role not in _AROUND
            )
            short = tuple(Step(Role.NOTE, text) for text in criterion.because)
            deciding = criterion.status in decides
            parts = inner if deciding else (*short, *_detailed(inner))
            yield Step(Role.STATUS, shown, place=criterion.rule, parts=parts)

    # ------------------------------------------------------------ reconciliations

    def _of_reconciliation(self, reconciliation: Reconciliation) -> Proof:
        result = self.found[reconciliation.id]
        assert result.outcome is not None
        node = Node(NodeKind.RECONCILIATION, reconciliation.id)
        asked = self.conditions.step(reconciliation.check, node)
        steps = [
            Step(
                Role.RULE,
                f"phải thỏa: {with_names(reconciliation.check.text, self.rulebook.indicators)}",
                source=result.basis,
                place=result.rule,
            ),
            Step(Role.CONDITION, "Kiểm", asked.truth, parts=(asked,)),
            Step(Role.REST, rests_text(result.rests_on)),
        ]
        title = f"Đối chiếu {reconciliation.id}: {reconciliation.name or reconciliation.id}"
        conclusion = f"{result.outcome.label}. {result.text}"
        return Proof(
            id=reconciliation.id,
            what="reconciliation",
            title=title,
            status=str(result.outcome),
            conclusion=conclusion,
            headline=f"{title}: {conclusion}",
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
                inner = tuple(s for s in proof.steps if s.role not in (*_AROUND, Role.CLAIM, Role.OUTLOOK))
                steps.append(Step(Role.STATUS, f"{because.fact} {proof.conclusion}", parts=inner))
                break
        steps += counted_in(result.id, self.evaluation)
        title, conclusion = f"Điều báo cáo nêu, {result.id}", f"{result.outcome.label}. {result.text}"
        return Proof(
            id=result.id,
            what="reconciliation",
            title=title,
            status=str(result.outcome),
            conclusion=conclusion,
            headline=f"{title}: {conclusion}",
            steps=tuple(steps),
            nodes=(),
        )


def _held_by_verdict(result: CriterionResult) -> tuple[Truth, Truth]:
    """What the verdict of a criterion of one comparison says of «đạt khi» and of «vượt khi»."""
    if result.status.unmet:
        return Truth.FALSE, Truth.UNKNOWN
    if result.status is Verdict.PERIOD_OPEN:
        return Truth.TRUE, Truth.UNKNOWN
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
        also = ", các nội dung khác không tính vào tổng hợp" if len(result.criteria) > 1 else ""
        return f"chỉ tiêu có một nội dung{also}, kết luận theo nội dung {counted[0].id}: {result.status.label}"
    same = [c.id for c in counted if c.status is result.status]
    match result.status:
        case Verdict.EXCEEDED | Verdict.NOT_APPLICABLE:
            return f"cả {total} nội dung {result.status.label} nên chỉ tiêu {result.status.label}"
        case Verdict.MET:
            return f"cả {total} nội dung áp dụng đều đạt hoặc vượt nên chỉ tiêu đạt"
        case Verdict.PERIOD_OPEN:
            return f"nội dung {', '.join(same)} chưa hết kỳ, các nội dung khác đạt hoặc vượt, nên chỉ tiêu chưa hết kỳ"
        case Verdict.UNDETERMINED:
            return (
                f"nội dung {', '.join(same)} chưa đủ số liệu, không nội dung nào chưa đạt, nên chỉ tiêu chưa đủ số liệu"
            )
    return f"{len(same)}/{total} nội dung {result.status.label} ({', '.join(same)}) nên chỉ tiêu {result.status.label}"


def _cited(steps: Iterable[Step], detail: bool) -> Iterator[tuple[str, bool]]:
    """The sources of the steps, and whether they stand in a detail."""
    for step in steps:
        yield step.source, detail or step.detail
        yield from _cited(step.parts, detail or step.detail)


def _detailed(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(step._replace(detail=True) for step in steps)
