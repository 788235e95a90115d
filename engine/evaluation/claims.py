"""The report's own statements («báo cáo nêu») against what was computed, and against each other.

Source: 8-semantics, «Reconciliation». Claims are never inputs: nothing here can change a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from engine.domain.comparisons import Direction, Relation
from engine.domain.finding_kinds import RECONCILIATION
from engine.domain.records import NamedTuple
from engine.domain.verdicts import PaceState, Verdict
from engine.evaluation.actual import rank_text
from engine.evaluation.comparison import Measure
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.evaluation import Tally
from engine.evaluation.finding_results import Because, FindingResult, Outcome
from engine.evaluation.presentation import verdict_words
from engine.evaluation.rests import Rest
from engine.factbase.base import FactBase
from engine.factbase.facts import Claim, ClaimKind, StatedNumber, Subject
from engine.factbase.stated import agreeing, is_truncation, stated_value
from engine.language import display
from engine.language.interval import point
from engine.language.logic import Truth
from engine.language.numbers import rounded
from engine.language.patterns import compiled
from engine.language.text import fold
from engine.language.units import PERCENT_UNIT, POINTS_UNIT, Unit, UnitMismatch
from engine.rulebook.rulebook import Kind

_HUNDRED = Fraction(100)
_STATUS_BY_NAME = {fold(status.label): status for status in Verdict}
_LABEL = compiled(r"noi dung (?:so )?0*([0-9]+) (?:cua )?chi tieu (?:so )?0*([0-9]+)")
_COUNTS = {
    ClaimKind.TARGETS_MET: "số chỉ tiêu đạt và vượt",
    ClaimKind.CRITERIA_MET: "số nội dung đạt và vượt",
    ClaimKind.TARGETS_NOT_MET: "số chỉ tiêu chưa đạt",
    ClaimKind.CRITERIA_NOT_MET: "số nội dung chưa đạt",
    ClaimKind.CRITERIA_ON_COURSE: "số nội dung đảm bảo tiến độ",
    ClaimKind.CRITERIA_ON_COURSE_OR_MET: "số nội dung đạt, vượt hoặc đảm bảo tiến độ",
}
_OF_TARGETS = (ClaimKind.TARGETS_MET, ClaimKind.TARGETS_NOT_MET)
CLAIM_WORDS = {
    ClaimKind.VERDICT: "kết luận",
    ClaimKind.COMPLETION: "tỷ lệ hoàn thành",
    ClaimKind.DIFFERENCE: "chênh lệch",
    ClaimKind.VALUE: "giá trị",
    ClaimKind.LABEL: "tên gọi",
    ClaimKind.REASON: "lý do",
}


class _ClaimCheck(NamedTuple):
    """What a check found: the outcome, and what was computed, with the likeliest reason of a difference."""

    outcome: Outcome
    computed: str
    remark: str = ""


class ClaimChecker:
    """Checks the claims of one case; ``declared`` are indicators whose claim a declared reconciliation checks."""

    def __init__(self, facts: FactBase, targets: tuple[TargetResult, ...], declared: set[str]) -> None:
        self.facts = facts
        self.rulebook = facts.rulebook
        self.targets = {target.id: target for target in targets}
        self.criteria = {criterion.id: criterion for target in targets for criterion in target.criteria}
        self.declared = declared

    def results(self) -> Iterator[FindingResult]:
        """One result per claim, then one per pair of claims that contradict each other, then the sums of the counts."""
        for claim in self.facts.facts.claims:
            covered = claim.about.what == "indicator" and claim.about.id in self.declared
            if not (covered and claim.kind is ClaimKind.VALUE):
                yield self._result(claim, self._checked(claim))
        yield from self._contradictions()
        yield from self._sums()

    def _result(self, claim: Claim, found: _ClaimCheck) -> FindingResult:
        stated = f"{self._subject(claim.about)}: báo cáo nêu {self._stated(claim)} ({claim.source or 'không ghi chỗ'})"
        sentences = [f"{stated}; {found.computed}"]
        text = f"{sentences[0]}. {found.remark}".strip() if found.remark else f"{sentences[0]}."
        return self._finding(claim.id, text, found.outcome, [claim])

    def _finding(self, identifier: str, text: str, outcome: Outcome, claims: list[Claim]) -> FindingResult:
        reasons = tuple(Because(self._subject(c.about), c.text, None, c.source, c.span.place) for c in claims)
        return FindingResult(
            id=identifier,
            kind=RECONCILIATION,
            category="đối chiếu",
            text=text,
            of=(),
            explains=(),
            rests_on=(Rest.CLAIM,),
            outcome=outcome,
            because=reasons,
            basis="; ".join(dict.fromkeys(claim.source for claim in claims if claim.source)),
            section="",
            rule=claims[0].span.place,
            firings=(),
        )

    def _subject(self, subject: Subject) -> str:
        match subject.what:
            case "criterion":
                return f"nội dung {subject.id}"
            case "target":
                return f"chỉ tiêu {subject.id}"
            case "indicator":
                return self.rulebook.indicators[subject.id].name
        return "tổng hợp"

    def _stated(self, claim: Claim) -> str:
        if claim.kind in _COUNTS:
            return f"{_COUNTS[claim.kind]} là {int(claim.text):02d}"
        return f"{CLAIM_WORDS[claim.kind]} «{claim.text}»"

    # ------------------------------------------------------------ one claim

    def _checked(self, claim: Claim) -> _ClaimCheck:
        if claim.kind in _COUNTS:
            return self._count(claim)
        match claim.kind:
            case ClaimKind.VERDICT:
                return self._verdict(claim)
            case ClaimKind.LABEL:
                return self._label(claim)
            case ClaimKind.REASON:
                return self._reason(claim)
        try:
            return self._number(claim)
        except UnitMismatch as mismatch:
            return _ClaimCheck(Outcome.UNDETERMINED, f"không so được: {mismatch}")

    def _count(self, claim: Claim) -> _ClaimCheck:
        tally = self._tally("target" if claim.kind in _OF_TARGETS else "criterion")
        match claim.kind:
            case ClaimKind.TARGETS_MET | ClaimKind.CRITERIA_MET:
                computed = tally.reached
            case ClaimKind.CRITERIA_ON_COURSE:
                computed = self._on_course()
            case ClaimKind.CRITERIA_ON_COURSE_OR_MET:
                computed = self._on_course() + tally.reached
            case _:
                computed = tally.unmet
        outcome = Outcome.AGREES if int(claim.text) == computed else Outcome.DIFFERS
        return _ClaimCheck(outcome, f"tính được {display.of_total(computed, tally.total)}")

    def _on_course(self) -> int:
        """How many counted criteria are not done yet, and on course."""
        paces = (c.pace for c in self.criteria.values() if c.counted)
        return sum(pace is not None and pace.state is PaceState.ON for pace in paces)

    def _tally(self, what: str) -> Tally:
        if what == "target":
            counted = (t.status for t in self.targets.values() if any(c.counted for c in t.criteria))
            return Tally.of(counted)
        return Tally.of(c.status for c in self.criteria.values() if c.counted)

    def _verdict(self, claim: Claim) -> _ClaimCheck:
        if claim.about.what not in ("criterion", "target"):
            return _ClaimCheck(Outcome.UNDETERMINED, "chỉ nội dung và chỉ tiêu mới có kết luận để so")
        of_criterion = claim.about.what == "criterion"
        status = self.criteria[claim.about.id].status if of_criterion else self.targets[claim.about.id].status
        shown = verdict_words(self.criteria[claim.about.id]) if of_criterion else status.label
        stated = _STATUS_BY_NAME[fold(claim.text)]
        computed = f"tính được {shown}"
        if status is Verdict.UNDETERMINED and stated is not status:
            return _ClaimCheck(Outcome.UNDETERMINED, "số liệu hiện có chưa đủ để kết luận")
        if stated is status:
            return _ClaimCheck(Outcome.AGREES, computed)
        if stated is Verdict.MET and status is Verdict.EXCEEDED:
            return _ClaimCheck(Outcome.AGREES, computed, "Đạt là đúng, và còn vượt.")
        return _ClaimCheck(Outcome.DIFFERS, computed, self._verdict_remark(claim, stated, status))

    def _verdict_remark(self, claim: Claim, stated: Verdict, status: Verdict) -> str:
        own = claim.about.what == "criterion"
        ends = display.day(self.criteria[claim.about.id].goal.deadline if own else self.rulebook.resolution.ends)
        if stated is Verdict.FAILED and status is Verdict.NOT_MET:
            return f"Hạn thực hiện (chậm nhất {ends}) chưa hết vào ngày chốt số liệu nên gọi là chưa đạt, không phải không đạt."
        if stated is Verdict.NOT_MET and status is Verdict.FAILED:
            return "Hạn thực hiện đã hết nên gọi là không đạt."
        if stated is Verdict.EXCEEDED and status is Verdict.MET:
            return "Mức đặt ra là ngưỡng mở («trở lên», «trên»), hoặc mới bằng mức, nên là đạt."
        return ""

    def _label(self, claim: Claim) -> _ClaimCheck:
        match = _LABEL.fullmatch(fold(claim.text))
        if claim.about.what != "criterion" or match is None:
            return _ClaimCheck(Outcome.UNDETERMINED, "không đọc được tên gọi dạng «nội dung số 2 của chỉ tiêu số 3»")
        criterion, target = match.groups()
        listed = [c.id for c in self.targets[target].criteria] if target in self.targets else []
        position = int(criterion)
        called = listed[position - 1] if 1 <= position <= len(listed) else ""
        if called == claim.about.id:
            return _ClaimCheck(Outcome.AGREES, f"đúng là nội dung {called}")
        meant = f"tên ấy là của nội dung {called}" if called else "không có nội dung nào mang số ấy"
        others = [
            f"{self._subject(c.about)} ({c.source or 'không ghi chỗ'})"
            for c in self.facts.facts.claims
            if c.kind is ClaimKind.LABEL and fold(c.text) == fold(claim.text) and c.about != claim.about
        ]
        remark = f"Cùng tên ấy báo cáo còn dùng cho {', '.join(others)}." if others else ""
        return _ClaimCheck(Outcome.DIFFERS, meant, remark)

    def _reason(self, claim: Claim) -> _ClaimCheck:
        """Whether the part that the reason blames does fall short; a reason in words alone cannot be checked."""
        if claim.about.what != "criterion" or not claim.reason_about:
            return _ClaimCheck(Outcome.UNDETERMINED, "lý do bằng lời, không ứng với số liệu nào nên không kiểm được")
        measures = self.criteria[claim.about.id].measures
        blamed = next((m for m in measures if m.indicator == claim.reason_about), None)
        if blamed is None or blamed.holds is None or blamed.actual is None:
            return _ClaimCheck(
                Outcome.UNDETERMINED, "phần mà lý do nói đến không được so trong nội dung này, hoặc chưa có số liệu"
            )
        shown = f"{blamed.name} là {blamed.actual.label}, cần {blamed.text}"
        if not blamed.holds:
            return _ClaimCheck(Outcome.AGREES, f"đúng là phần này chưa đạt: {shown}")
        short = [m for m in measures if m.holds is False]
        rest = "; ".join(f"{m.name} ({m.actual.label if m.actual else 'chưa có số liệu'})" for m in short)
        remark = f"Phần chưa đạt là {rest}." if short else ""
        return _ClaimCheck(Outcome.DIFFERS, f"nhưng phần này đã đạt: {shown}", remark)

    # ------------------------------------------------------------ numbers

    def _number(self, claim: Claim) -> _ClaimCheck:
        if claim.about.what == "indicator":
            return self._of_indicator(claim)
        if claim.about.what != "criterion":
            return _ClaimCheck(Outcome.UNDETERMINED, "không có một con số nào để so")
        measures = [m for m in self.criteria[claim.about.id].measures if m.actual is not None]
        if len(self.criteria[claim.about.id].measures) != 1 or not measures:
            return _ClaimCheck(
                Outcome.UNDETERMINED, "nội dung này không do một con số duy nhất quyết định, hoặc chưa có số liệu"
            )
        return self._of_measure(claim, measures[0])

    def _of_indicator(self, claim: Claim) -> _ClaimCheck:
        indicator = self.rulebook.indicators[claim.about.id]
        measured = self.facts.value(indicator.code)
        if measured.value is None:
            return _ClaimCheck(Outcome.UNDETERMINED, "chưa có số liệu để kiểm")
        if indicator.kind is not Kind.NUMBER:
            shown = rank_text(indicator, measured.value)
            outcome = Outcome.AGREES if fold(shown) == fold(claim.text) else Outcome.DIFFERS
            return _ClaimCheck(outcome, f"số liệu là {shown}")
        scaled = measured.value.scaled(1 / indicator.unit.scale)
        computed = display.interval(scaled, indicator.unit, display.computed_amount)
        truth = measured.value.within(agreeing(_required(claim), indicator.unit))
        return self._compared(claim, truth, computed, measured.value.exact, indicator.unit)

    def _of_measure(self, claim: Claim, measure: Measure) -> _ClaimCheck:
        assert measure.actual is not None
        value, unit = measure.actual.value.scaled(measure.unit.scale), measure.unit
        if claim.kind is ClaimKind.VALUE:
            truth = value.within(agreeing(_required(claim), unit))
            return self._compared(claim, truth, measure.actual.label, value.exact, unit)
        exact = measure.actual.value.exact
        if exact is None or measure.threshold is None or measure.threshold == 0:
            return _ClaimCheck(Outcome.UNDETERMINED, "thực hiện không phải một con số chính xác nên không tính được")
        if claim.kind is ClaimKind.COMPLETION:
            computed, unit = exact / measure.threshold * _HUNDRED, PERCENT_UNIT
            shown = display.percent(computed)
        else:
            computed, unit, shown = self._difference(claim, measure, exact)
            if _required(claim).of_goal and measure.test.direction is Direction.DOWN:
                return self._of_lower_goal(claim, measure, computed, unit, shown)
        truth = point(computed).within(agreeing(_required(claim), unit))
        return self._compared(claim, truth, shown, computed, unit)

    def _difference(self, claim: Claim, measure: Measure, exact: Fraction) -> tuple[Fraction, Unit, str]:
        """The difference in the kind that the claim speaks of: điểm % for rates, the unit or a ratio for amounts."""
        assert measure.edge is not None
        difference = exact - measure.edge
        if measure.unit.is_rate:
            return (
                difference,
                display.difference_unit(measure.unit),
                display.signed(difference, measure.unit, measure.digits),
            )
        if _required(claim).bound.unit.strip() == "%":
            ratio = difference / measure.edge * _HUNDRED
            return ratio, PERCENT_UNIT, f"{'+' if ratio > 0 else ''}{display.beside(ratio, Fraction(0))}%"
        return difference * measure.unit.scale, measure.unit, display.signed(difference, measure.unit)

    def _of_lower_goal(self, claim: Claim, measure: Measure, computed: Fraction, unit: Unit, shown: str) -> _ClaimCheck:
        """Where less is better, «vượt 0,12 điểm %» lies below the goal; of a ceiling, it may also be what lies above it."""
        stated = agreeing(_required(claim), unit)
        better = point(-computed).within(stated)
        ceiling = measure.test.relation in (Relation.AT_MOST, Relation.BELOW)
        if better is not Truth.TRUE and ceiling and point(computed).within(stated) is Truth.TRUE:
            return self._compared(claim, Truth.TRUE, shown, computed, unit)
        return self._compared(claim, better, shown, -computed, unit)

    def _compared(self, claim: Claim, truth: Truth, shown: str, exact: Fraction | None, unit: Unit) -> _ClaimCheck:
        if truth is Truth.UNKNOWN:
            return _ClaimCheck(Outcome.UNDETERMINED, f"số liệu là {shown}, chưa đủ chính xác để kiểm")
        if truth is Truth.FALSE:
            return _ClaimCheck(Outcome.DIFFERS, f"tính được {shown}", _slip(claim, exact, unit))
        cut = exact is not None and is_truncation(_required(claim), unit, exact)
        return _ClaimCheck(
            Outcome.AGREES, f"tính được {shown}", "Báo cáo cắt bớt số lẻ thay vì làm tròn." if cut else ""
        )

    # ------------------------------------------------------------ several claims

    def _contradictions(self) -> Iterator[FindingResult]:
        """Pairs of claims of one kind on one subject that cannot both be right."""
        alike: dict[tuple[Subject, ClaimKind], list[Claim]] = {}
        for claim in self.facts.facts.claims:
            if claim.kind not in (ClaimKind.REASON, ClaimKind.LABEL):
                alike.setdefault((claim.about, claim.kind), []).append(claim)
        pairs = [pair for claims in alike.values() for pair in combinations(claims, 2)]
        for one, other in sorted(pairs, key=lambda pair: (pair[0].number, pair[1].number)):
            if self._contradict(one, other):
                text = (
                    f"{self._subject(one.about)}: báo cáo tự mâu thuẫn, nêu {self._stated(one)} ({one.source or 'không ghi chỗ'}) "
                    f"và {self._stated(other)} ({other.source or 'không ghi chỗ'})."
                )
                yield self._finding(f"{one.id}-{other.number}", text, Outcome.DIFFERS, [one, other])

    def _contradict(self, one: Claim, other: Claim) -> bool:
        if one.stated is None or other.stated is None:
            return fold(one.text) != fold(other.text)
        unit = self._unit_of(one)
        try:
            return agreeing(one.stated, unit).within(agreeing(other.stated, unit)) is Truth.FALSE
        except UnitMismatch:
            return False

    def _unit_of(self, claim: Claim) -> Unit | None:
        if claim.about.what == "indicator":
            return self.rulebook.indicators[claim.about.id].unit
        measures = self.criteria[claim.about.id].measures if claim.about.what == "criterion" else ()
        if claim.kind is ClaimKind.COMPLETION or not measures:
            return PERCENT_UNIT
        return POINTS_UNIT if claim.kind is ClaimKind.DIFFERENCE and measures[0].unit.is_rate else measures[0].unit

    def _sums(self) -> Iterator[FindingResult]:
        """That the counts of one place add up: reached and unmet together are all targets, or all criteria."""
        pairs = (
            (ClaimKind.TARGETS_MET, ClaimKind.TARGETS_NOT_MET, "target", "chỉ tiêu"),
            (ClaimKind.CRITERIA_MET, ClaimKind.CRITERIA_NOT_MET, "criterion", "nội dung"),
        )
        claims = self.facts.facts.claims
        for reached, unmet, what, name in pairs:
            for one in (c for c in claims if c.kind is reached):
                for other in (c for c in claims if c.kind is unmet and c.source == one.source):
                    total = self._tally(what).total
                    added = int(one.text) + int(other.text)
                    outcome = Outcome.AGREES if added == total else Outcome.DIFFERS
                    sign = "=" if outcome is Outcome.AGREES else "≠"
                    text = f"tổng hợp: {int(one.text):02d} + {int(other.text):02d} {sign} {total} {name} ({one.source or 'không ghi chỗ'})."
                    yield self._finding(f"{one.id}+{other.number}", text, outcome, [one, other])


def _required(claim: Claim) -> StatedNumber:
    assert claim.stated is not None
    return claim.stated


_TELLING_LENGTH = 3
"""Digits and comma: shorter numbers differ in one digit too easily."""


def _slip(claim: Claim, exact: Fraction | None, unit: Unit) -> str:
    """That the number stated differs from the right one in a single digit, which is how slips of the pen look."""
    stated = _required(claim)
    if exact is None or stated.sign * exact < 0:
        return ""
    scale = abs(stated_value(stated._replace(bound=stated.bound._replace(value=Fraction(1)), sign=0), unit))
    right = _digits(abs(exact) / scale, stated.decimals)
    wrong = _digits(abs(stated.bound.value), stated.decimals)
    if len(right) == len(wrong) >= _TELLING_LENGTH and sum(a != b for a, b in zip(right, wrong, strict=True)) == 1:
        return f"Chỉ khác một chữ số so với {display.with_unit(right, unit)}: có thể ghi nhầm."
    return ""


def _digits(value: Fraction, decimals: int) -> str:
    whole = rounded(value, decimals) * 10**decimals
    text = str(int(whole)).rjust(decimals + 1, "0")
    return f"{text[: len(text) - decimals]},{text[len(text) - decimals :]}" if decimals else text


def of_criterion(results: tuple[FindingResult, ...], criterion: CriterionResult) -> tuple[FindingResult, ...]:
    """The reconciliations of claims about ``criterion``."""
    subject = f"nội dung {criterion.id}"
    return tuple(r for r in results if r.outcome is not None and any(b.fact == subject for b in r.because))
