"""The short texts of a criterion, for one screen: its name, value and goal, distance, and first cause."""

from __future__ import annotations

import re

from engine.evaluation.comparison import Measure
from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult
from engine.evaluation.presentation import relation_text
from engine.language import display
from engine.language.interval import Interval
from engine.language.syntax import Direction, Relation
from engine.language.text import capital, shortened
from engine.language.units import Unit
from engine.reports.causes import causes_of, causes_through_limitations
from engine.rulebook.rulebook import Kind

_BEFORE = {
    Relation.AT_LEAST: "từ ",
    Relation.ABOVE: "trên ",
    Relation.AT_MOST: "không quá ",
    Relation.BELOW: "dưới ",
    Relation.POINT: "",
    Relation.EQUAL: "",
}
_LED = re.compile(r"(giảm|còn|khoảng|tối đa|xuống)\b", re.IGNORECASE)
_FEW = 3
_JUDGED = re.compile(r"theo nhận định của báo cáo,\s*", re.IGNORECASE)


def short_name(criterion: CriterionResult, measure: Measure) -> str:
    """Returns the name of the indicator; of a formula without a name the wording."""
    if measure.catalogued is not None or len(criterion.measures) > 1:
        return measure.name
    return criterion.text


def compared(measure: Measure) -> str:
    """Returns «1.950 / từ 2.000 hộ»: the value, then the goal, with the unit once."""
    if measure.actual is None:
        return f"chưa có số liệu / {measure.text_without_source}"
    value, goal = measure.actual.label, goal_words(measure)
    return f"{without_unit(value, measure.unit) if goal.endswith(measure.unit.text) else value} / {goal}"


def goal_words(measure: Measure) -> str:
    """Returns «từ 2.000 hộ»; a goal that is no bound as it is worded."""
    threshold, relation = measure.threshold, measure.test.relation
    worded = measure.catalogued is not None and measure.catalogued.kind is not Kind.NUMBER
    if worded or threshold is None or relation not in _BEFORE or measure.test.contrary or measure.test.negated:
        return measure.text_without_source
    if relation is Relation.POINT and _LED.match(measure.text_without_source):  # «giảm còn 1,5%», «khoảng 4%»
        return measure.text_without_source
    return _BEFORE[relation] + display.amount(threshold, measure.unit)


def distance(measure: Measure) -> str:
    """Returns «98,85%, thiếu 30», «bằng mục tiêu», «thấp hơn 70 điểm %»; of what reached just its edge what it must be."""
    if measure.gap == 0:
        return f"bằng mức, phải {'cao' if measure.test.allowed.low is not None else 'thấp'} hơn"
    lacking = without_unit(measure.lacking, measure.unit) if measure.excess is None else ""
    excess = measure.excess
    if excess is None:
        shown = "" if is_nothing(measure) else relation_text(measure)
        return ", ".join(filter(None, (shown, lacking)))
    if measure.of_range and measure.holds and measure.exceeded is None:
        return "trong khoảng mục tiêu"
    if excess.exact == 0:
        return "bằng mục tiêu"
    side = "cao hơn" if _above(excess) else "thấp hơn" if _above(-excess) else ""
    amount = excess if side == "cao hơn" else -excess
    return f"{side} {display.distance(amount, measure.unit, measure.digits)}" if side else relation_text(measure)


def is_nothing(measure: Measure) -> bool:
    """Whether nothing was done of an amount that is to be reached: a percentage of it says nothing more."""
    wanted = measure.test.relation in (Relation.AT_LEAST, Relation.ABOVE, Relation.POINT)
    exact = measure.actual is not None and measure.actual.value.exact == 0
    up = measure.test.direction is Direction.UP
    return wanted and up and exact and measure.holds is False and measure.unit.whole and measure.threshold is not None


def _above(excess: Interval) -> bool:
    return excess.low is not None and excess.low >= 0


def without_unit(text: str, unit: Unit) -> str:
    """Returns ``text`` without its unit, which stands beside it; a percent sign stays."""
    return text if unit.is_rate or not unit.text else text.removesuffix(f" {unit.text}")


def first_cause(criterion: CriterionResult, evaluation: Evaluation, longest: int) -> str:
    """Returns the first direct cause in words, or that there is none and through which limitations there are some."""
    if chosen := causes_of(criterion, evaluation):
        return f"nguyên nhân: {_told(chosen, longest)}"
    if through := causes_through_limitations(criterion, evaluation):
        return f"chưa có nguyên nhân trực tiếp; qua hạn chế: {_told(through, longest)}"
    return "chưa có nguyên nhân giải thích"


def _told(causes: tuple[FindingResult, ...], longest: int) -> str:
    """Returns the first cause in words, and the ids of the others: «KQ-1 Thời tiết bất lợi (KQ-2 và 3 nữa)»."""
    first, *others = causes
    more = f" và {len(others) - _FEW} nữa" if len(others) > _FEW else ""
    listed = f" ({', '.join(one.id for one in others[:_FEW])}{more})" if others else ""
    return f"{first.id} {shortened(capital(_JUDGED.sub('', first.text)), longest)}{listed}"
