"""The first line of a proof, to be read out: «2.1 chưa đạt: 870 < 900 hộ, thiếu 30»."""

from __future__ import annotations

from collections.abc import Iterable

from engine.domain.verdicts import Verdict
from engine.evaluation.comparison import Measure
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.presentation import verdict_text
from engine.explain.consequences import verdict_because
from engine.explain.names import with_names
from engine.language import display
from engine.language.interval import Interval
from engine.language.units import Unit
from engine.rulebook.rulebook import Indicator, Kind

_MOST_PARTS = 3
Indicators = dict[str, Indicator]


def criterion_headline(result: CriterionResult, missing: Iterable[str], indicators: Indicators) -> str:
    """The verdict with the numbers that decide it; of an undecided one the data that are ``missing``, by name."""
    lead, names = f"{result.id} {verdict_text(result)}", list(missing)
    if result.status is Verdict.NOT_APPLICABLE:
        return lead
    if result.status is Verdict.UNDETERMINED and names:
        return f"{lead}: thiếu {', '.join(names)}"
    text = _numbers(_deciding(result), len(result.measures) > 1, indicators)
    return f"{lead}: {text}" if text else lead


def target_headline(target: TargetResult) -> str:
    """«Chỉ tiêu 2 chưa đạt vì 2.1», with its title."""
    title = f" ({target.title})" if target.title else ""
    return f"Chỉ tiêu {target.id}{title} {verdict_because(target)}"


def _deciding(result: CriterionResult) -> list[Measure]:
    wanted = False if result.status.unmet else None if result.status is Verdict.UNDETERMINED else True
    return [measure for measure in result.measures if measure.holds is wanted]


def _numbers(measures: list[Measure], named: bool, indicators: Indicators) -> str:
    shown = [
        (f"{with_names(measure.name, indicators)} " if named else "") + with_names(compared(measure), indicators)
        for measure in measures[:_MOST_PARTS]
    ]
    more = len(measures) - len(shown)
    return "; ".join(shown) + (f"; và {more} phần khác" if more > 0 else "")


def compared(measure: Measure) -> str:
    """«870 < 900 hộ, thiếu 30»: the value, how it stands to the goal, and what it lacks."""
    if measure.actual is None:
        return f"chưa có số liệu, cần {measure.text}"
    lacking = f", {_bare(measure.lacking, measure.unit)}" if measure.lacking else ""
    sign = _sign(measure)
    if not sign or measure.goal is None:
        return f"{measure.actual.label}, cần {measure.text}{lacking}"
    value = measure.actual.value
    label = measure.actual.label if value.exact is not None else display.in_sentence(value, measure.unit)
    goal = display.in_sentence(measure.goal, measure.unit)
    return f"{_bare(label, measure.unit)} {sign} {goal}{lacking}"


def _sign(measure: Measure) -> str:
    """How the value stands to a goal that is one number; '' where only words say it."""
    assert measure.actual is not None
    value, goal = measure.actual.value, measure.goal
    if measure.catalogued is not None and measure.catalogued.kind is not Kind.NUMBER:
        return ""
    if goal is None or measure.of_range or measure.test.contrary or measure.test.negated:
        return ""
    if value.low is None or value.high is None or value.low_open or value.high_open:  # «trên 1.500»
        return ""
    if _is_below(value, goal):
        return "<"
    if _is_below(goal, value):
        return ">"
    met = value.exact is not None and value.exact == goal.exact and measure.holds is not False  # «trên 80» at 80
    return "=" if met else ""


def _is_below(one: Interval, other: Interval) -> bool:
    if one.high is None or other.low is None:
        return False
    return one.high < other.low or (one.high == other.low and (one.high_open or other.low_open))


def _bare(text: str, unit: Unit) -> str:
    """``text`` without its unit, which is said beside it; a percent sign stays."""
    return text if unit.is_rate or not unit.text else text.removesuffix(f" {unit.text}")
