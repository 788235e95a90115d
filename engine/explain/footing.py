"""What each verdict rests on where that is little, and the knife edges: verdicts that a small step would turn.

Source: 8-semantics, «Reconciliation», last paragraph. A margin is small at one hundredth of the goal (one điểm % of a
rate), or where one step of one of the numbers behind it is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import islice

from engine.domain.comparisons import Direction
from engine.domain.records import NamedTuple
from engine.evaluation.comparison import Measure
from engine.evaluation.corrections import CorrectionKind
from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.goals import GoalInForce
from engine.evaluation.presentation import rests_text
from engine.evaluation.rests import Rest
from engine.explain.assumptions import assumed_fact
from engine.explain.breakpoints import raw_inputs
from engine.explain.dependencies import tests_behind
from engine.factbase.base import FactBase
from engine.language import display
from engine.language.interval import point
from engine.language.logic import Truth
from engine.language.numbers import MOST_DIGITS, digits_beside
from engine.language.units import PERCENT_UNIT
from engine.rulebook.logic import Test
from engine.rulebook.rulebook import Reference
from engine.workspace.case import Case

_DEPARTURES = set(CorrectionKind) - {CorrectionKind.AMENDED, CorrectionKind.OPEN_MARK}
_NEAR = Fraction(1, 100)
_MOST_TRIED = 50
"""Numbers behind a measure that are tried one step up and down: each costs an evaluation of the whole formula."""
_WEAK = set(Rest) - {Rest.MEASURED, Rest.VERDICT}


class Footing(NamedTuple):
    """Why a verdict or a cause must be read with care ('' where a reason does not apply).

    ``rests``: what it rests on; ``edge``: how near its edge it stands; ``departs``: where rule or data depart from the
    wording of the resolution or from the first number.
    """

    id: str
    status: str
    rests: str
    edge: str
    departs: str = ""

    @property
    def notes(self) -> str:
        """All in one line."""
        return "; ".join(filter(None, (self.departs, self.rests, self.edge)))


Assume = Callable[[str, Fraction], FactBase]


def footings(case: Case, evaluation: Evaluation) -> list[Footing]:
    """The verdicts of ``evaluation`` that rest on little, depart from a wording or stand on a knife edge, then causes."""
    found = []
    goals = {criterion.id: criterion.goal for criterion in evaluation.criteria}
    # criteria measured by one sum ask for the same changes of its parts
    assumed = lru_cache(maxsize=2 * _MOST_TRIED)(lambda code, value: _with_value(case, code, value))
    for criterion in evaluation.criteria:
        weak = _WEAK & set(criterion.rests_on)
        if any(measure.compared.unfinished for measure in criterion.measures):
            weak.discard(Rest.PART_YEAR)  # the period stands beside the value
        rests = rests_text(criterion.rests_on) if weak else ""
        edge = "; ".join(dict.fromkeys(_edges(case, criterion, goals, assumed)))
        told = [one.text for one in criterion.corrections if one.kind in _DEPARTURES]
        departs = "; ".join(dict.fromkeys((*told, *_early(criterion))))
        if rests or edge or departs:
            found.append(Footing(criterion.id, criterion.status.label, rests, edge, departs))
    causes = (finding for finding in evaluation.findings if Rest.ASSERTED in finding.rests_on)
    found += (Footing(cause.id, "nguyên nhân", rests_text(cause.rests_on), "") for cause in causes)
    return found


def _early(criterion: CriterionResult) -> Iterator[str]:
    """What is of a whole year and was known before it was over."""
    for measure in criterion.measures:
        for fact in measure.facts:
            if fact.early:
                why = f": {fact.period_reason}" if fact.period_reason else ", không phải số ước"
                yield f"số cả năm ghi ngày {display.day(fact.as_of)}{why}"


def _edges(case: Case, criterion: CriterionResult, goals: Mapping[str, GoalInForce], assumed: Assume) -> Iterator[str]:
    behind = list(tests_behind(Reference("criterion", criterion.id), case, goals))
    for measure in criterion.measures:
        test = measure.test
        name = f"{measure.name} " if len(criterion.measures) > 1 else ""
        if test.threshold is None:
            continue
        if near := _near(measure, measure.edge):
            yield f"{name}{near}"
        elif len(behind) == 1 and (
            step := _step_away(case, test, measure, assumed)
        ):  # of several, the others may decide
            yield f"{name}{step}"


def _near(measure: Measure, threshold: Fraction | None) -> str:
    """How little separates an exact value from ``threshold``, in the unit shown."""
    actual = measure.actual.value.exact if measure.actual is not None else None
    if actual is None or threshold is None or threshold == 0:
        return ""
    distance = abs(actual - threshold)
    if distance == 0:
        return (
            "đúng bằng ngưỡng" if measure.holds else f"đúng bằng ngưỡng, chưa đạt chỉ vì mức đặt ra là «{measure.text}»"
        )
    limit = Fraction(1) if measure.unit.is_rate else abs(threshold) * _NEAR
    if distance > limit:
        return ""
    lower_is_better = measure.test.direction is Direction.DOWN
    higher, lower = ("cao hơn", "thấp hơn") if lower_is_better else ("hơn", "kém")
    side = higher if actual > threshold else lower
    share = distance / abs(threshold) * 100
    said = (
        ""
        if measure.unit.is_rate or digits_beside(share, Fraction(0)) is None
        else f" ({display.computed_amount(share, PERCENT_UNIT, Fraction(0))})"
    )
    margin = display.difference(distance, measure.unit, digits_beside(actual, threshold) or MOST_DIGITS)
    return f"{side} mức {display.amount(threshold, measure.unit)} là {margin}{said}"


def _with_value(case: Case, code: str, value: Fraction) -> FactBase:
    fact = assumed_fact(case, case.rulebook.indicators[code], point(value), "")
    return case.facts.assuming({code: fact})


def _step_away(case: Case, test: Test, measure: Measure, assumed: Assume) -> str:
    """The number behind the measure of which one step more or less changes whether it holds."""
    for code in islice(raw_inputs(test.input.formula, case.facts), _MOST_TRIED):
        indicator = case.rulebook.indicators[code]
        value = case.facts.value(code).value
        if indicator.step is None or value is None or value.exact is None:
            continue
        step = indicator.step * indicator.unit.scale
        for change, verb in ((-step, "bớt"), (step, "thêm")):
            if value.exact + change < 0:
                continue
            changed = assumed(code, value.exact + change).measured(test.input).value
            if changed is None or measure.holds is None:
                continue
            within = changed.within(test.allowed)
            holds = None if within is Truth.UNKNOWN else (within is Truth.TRUE) != test.negated
            if holds is not None and holds != measure.holds:
                amount = display.difference(indicator.step, indicator.unit)
                return f"{verb} {amount} («{indicator.name}») là đổi kết luận"
    return ""
