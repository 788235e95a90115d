"""What a reader is shown of a verdict: goal, value, distance, marks. Every table, annex and chart takes its texts from here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from engine.domain.comparisons import Direction
from engine.domain.verdicts import UNMET, PaceState, Verdict
from engine.evaluation.actual import Actual
from engine.evaluation.comparison import Measure
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.evaluation import CaseName, Verdicts
from engine.evaluation.rests import Rest
from engine.factbase.periods import Period, period_text
from engine.language import display
from engine.language.syntax import Relation


def goal_text(criterion: CriterionResult) -> str:
    """The goal, with the milestone or amendment it comes from; the source of a goal that is a measure stands apart."""
    marks = [f"mốc {criterion.milestone}"] if criterion.milestone is not None else []
    marks += ["câu chữ mềm"] if criterion.soft_goal else []
    marks += [f"theo {criterion.amended_by}"] if criterion.amended_by else []
    only = criterion.measures[0] if len(criterion.measures) == 1 else None
    goal = only.text_without_source if only is not None and only.test.sides is not None else criterion.condition
    return goal + _bracketed("; ".join(marks))


def actual_text(measure: Measure, said: date | None = None) -> str:
    """The value with what weakens it: «trên 1.500 triệu đồng (ước)». ``said`` is the end of the period that a heading names."""
    if measure.actual is None:
        return "chưa có số liệu"
    return measure.actual.label + "".join(f" ({mark})" for mark in actual_marks(measure.actual, said))


def actual_marks(actual: Actual, said: date | None = None) -> list[str]:
    """ước, sơ bộ, suy ra, the period of what does not cover all that is asked for, and that it is of a day after the deadline."""
    marks = ["ước"] if actual.estimate else []
    marks += ["sơ bộ"] if actual.preliminary else []
    marks += ["suy ra"] if any(fact.inferred for fact in actual.facts) else []
    period = actual.measured.period
    marks += [period_words(period)] if actual.unfinished and period is not None and period.end != said else []
    marks += ["số sau hạn"] if actual.measured.late else []
    return marks


def period_words(period: Period) -> str:
    """«6 tháng đầu năm 2023»; of what is counted over several years «lũy kế đến 30/09/2023»."""
    if period.start is not None and period.start.year < period.end.year:
        return f"lũy kế đến {display.day(period.end)}"
    return period_text(period)


def relative_text(measure: Measure) -> str:
    """Percent of the goal for amounts, the difference in điểm % for rates; and what is lacking."""
    return ", ".join(filter(None, (relation_text(measure), lacking_text(measure))))


def lacking_text(measure: Measure) -> str:
    """«thiếu 30 thành viên», «bằng ngưỡng»; empty where nothing is lacking, or the difference of rates says it."""
    if measure.gap == 0:
        return "bằng ngưỡng"
    return measure.lacking if measure.excess is None else ""


def distance_sentence(measure: Measure) -> str:
    """The same for running text: «bằng 97,5% mục tiêu, thiếu 50 hộ», «cao hơn mục tiêu 2,5 điểm %»."""
    if measure.of_range and measure.holds:  # inside or beyond: the verdict says it, a distance to one end misleads
        return ""
    if measure.gap == 0:  # «trên 45» at 45: a completion of 100 % would read as reached
        return "mới bằng đúng ngưỡng"
    if measure.points is not None:
        side = "cao hơn" if measure.points > 0 else "thấp hơn"
        distance = display.difference(abs(measure.points), measure.unit, measure.digits)
        return f"{side} {_goal_name(measure)} {distance}" if measure.points else f"đúng bằng {_goal_name(measure)}"
    shown = relation_text(measure)
    lead = "" if shown[:1].isalpha() else "bằng "  # «trên 100% mục tiêu»
    parts = [f"{lead}{shown} {_goal_name(measure)}"] if shown and not measure.unit.is_rate else []
    return ", ".join(filter(None, (*parts, lacking_text(measure))))


def _goal_name(measure: Measure) -> str:
    """What a goal is called: a limit is not striven for."""
    return "mức tối đa" if measure.test.relation in (Relation.AT_MOST, Relation.BELOW) else "mục tiêu"


def relation_text(measure: Measure) -> str:
    """``97,25%`` of the goal, ``+1,25 điểm %`` beside a rate; empty where neither has a meaning."""
    if measure.excess is not None:
        return display.interval(
            measure.excess, measure.unit, lambda end, unit: display.signed(end, unit, measure.digits)
        )
    exact = measure.completion is not None and measure.completion.exact is not None
    if measure.completion is None or (exact and measure.percent is None):
        return ""
    return display.percent_interval(measure.completion)


def verdict_text(criterion: CriterionResult) -> str:
    """«đạt (ước)», «vượt», «chưa hết kỳ (đến nay đạt mức, đảm bảo tiến độ)»."""
    course = [] if criterion.pace is None or criterion.pace.state is PaceState.UNKNOWN else [criterion.pace.label]
    return verdict_words(criterion, course)


def verdict_words(criterion: CriterionResult, further: Iterable[str] = ()) -> str:
    """The same without tiến độ, with ``further`` marks."""
    marks = [*verdict_marks(criterion), *further, *(["cần xem lại"] if criterion.open_marks else [])]
    return criterion.status.label + (f" ({', '.join(marks)})" if marks else "") + draft_mark(criterion)


def unmet_words(statuses: Iterable[Verdict]) -> str:
    """«chưa đạt», «không đạt», or both: what is to be said of those of ``statuses`` that fall short."""
    unmet = set(statuses) & set(UNMET)
    return ", ".join(status.label for status in UNMET if status in unmet) or Verdict.NOT_MET.label


def target_verdict_text(target: TargetResult) -> str:
    """The verdict of a target with its tiến độ where that is known, marked (ước), (sơ bộ) where that of one of its criteria is."""
    found = {mark for criterion in target.criteria if criterion.counted for mark in verdict_marks(criterion)}
    marks: list[str] = [mark for mark in ("ước", "sơ bộ") if mark in found and target.status.reached]
    if target.pace_state in (PaceState.ON, PaceState.BEHIND):
        ceilings = all(criterion.pace is not None and criterion.pace.ceiling for criterion in target.waiting)
        marks.append(target.pace_state.of_ceiling if ceilings else target.pace_state.label)
    return target.status.label + _bracketed(", ".join(marks)) + draft_mark(target)


def draft_mark(result: CriterionResult | TargetResult | Verdicts | CaseName) -> str:
    """« (nháp)» behind what rests on rules or facts in error, '' behind anything else."""
    return " (nháp)" if result.draft else ""


def draft_notice(result: Verdicts) -> str:
    """The sentence that stands on every output of a draft, '' where nothing is in error."""
    return notice_of(result.draft_codes)


def notice_of(codes: tuple[str, ...]) -> str:
    """The same by the codes of the errors."""
    if not codes:
        return ""
    return f"BẢN NHÁP: quy tắc hoặc số liệu còn lỗi ({', '.join(codes)}), chưa dùng làm căn cứ được."


def verdict_marks(criterion: CriterionResult) -> list[str]:
    """What must be known together with a verdict: ước, sơ bộ, khoảng, nhận định, có thể vượt, đến nay đạt mức."""
    if criterion.status is Verdict.NOT_APPLICABLE:
        return [criterion.goal.not_judged] if criterion.goal.not_judged else []
    if criterion.status is Verdict.UNDETERMINED:
        return []
    if criterion.status is Verdict.PERIOD_OPEN:
        return [so_far_words(criterion)]
    actuals = [measure.actual for measure in criterion.measures if measure.actual is not None]
    marks = ["ước"] if any(actual.estimate for actual in actuals) else []
    marks += ["sơ bộ"] if any(actual.preliminary for actual in actuals) else []
    marks += ["khoảng"] if criterion.soft_goal or any(actual.soft for actual in actuals) else []
    marks += ["nhận định"] if any(fact.judged for actual in actuals for fact in actual.facts) else []
    unfinished = any(measure.compared.unfinished for measure in criterion.measures)
    marks += ["có thể vượt"] if criterion.perhaps_exceeded and not unfinished else []
    marks += ["đã vượt mức, không thể đạt nữa"] if criterion.past_the_goal else []
    return marks


def so_far_words(criterion: CriterionResult) -> str:
    """What is said of a goal that holds so far: of a ceiling that it is not exceeded."""
    ceilings = {measure.test.direction is Direction.DOWN for measure in criterion.measures}
    return "đến nay chưa vượt mức" if ceilings == {True} else "đến nay đạt mức"


_RESTS = {
    Rest.MEASURED: "số liệu",
    Rest.ESTIMATE: "ước thực hiện",
    Rest.JUDGEMENT: "nhận định",
    Rest.INFERRED: "số suy ra",
    Rest.SOFT: "số gần đúng",
    Rest.PART_YEAR: "số chưa hết năm",
    Rest.UNSOURCED: "số không ghi nguồn",
    Rest.VERDICT: "kết luận",
    Rest.CLAIM: "điều báo cáo nêu",
    Rest.ASSERTED: "chỉ nêu ra, không có điều kiện, số liệu nào",
}


def rests_mark(rests: tuple[Rest, ...]) -> str:
    """[số liệu, nhận định]: what a finding or verdict rests on, as a mark."""
    return f"[{', '.join(_RESTS[rest] for rest in rests)}]"


def rests_text(rests: tuple[Rest, ...]) -> str:
    """The same as a sentence."""
    if rests == (Rest.ASSERTED,):
        return _RESTS[Rest.ASSERTED]
    named = _RESTS | {Rest.VERDICT: "kết luận của nội dung hoặc mục khác"}
    return "dựa trên " + ", ".join(named[rest] for rest in rests)


def _bracketed(text: str) -> str:
    return f" ({text})" if text else ""
