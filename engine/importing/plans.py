"""Compares the plan column of a table, which is no fact, with the thresholds of the rules."""

from __future__ import annotations

from fractions import Fraction

from engine.factbase.values import BadValue, parse_value
from engine.language.interval import Interval
from engine.rulebook.logic import Test, leaves
from engine.rulebook.rulebook import Criterion, Indicator, Rulebook


def plan_differs(rulebook: Rulebook, indicator: Indicator, plan: str, year: int | None) -> str:
    """Returns a remark where ``plan`` is no threshold of a criterion on ``indicator``; '' where it is, or none exists.

    ``year`` chooses among milestones; without it, each of them counts.
    """
    try:
        stated = _ends(parse_value(plan, indicator, rulebook.vocabulary).interval)
    except BadValue:
        return ""
    thresholds = {
        criterion.id: found
        for criterion in rulebook.criteria
        if (found := _thresholds(criterion, indicator.code, year))
    }
    if not stated or not thresholds or any(stated & found for found in thresholds.values()):
        return ""
    named = ", ".join(thresholds)
    return f"kế hoạch của «{indicator.name}» trong bảng là {plan}, khác ngưỡng của nội dung {named} trong quy tắc"


def _thresholds(criterion: Criterion, code: str, year: int | None) -> frozenset[Fraction]:
    """Returns the numbers that the criterion compares ``code`` with."""
    wording = criterion.wordings[-1]
    own = wording.threshold_for(year, criterion.yearly) if year is not None else None
    considered = wording.thresholds if own is None else (own,)
    tests = [
        leaf
        for threshold in considered
        for logic in (threshold.met, threshold.exceeded)
        for leaf in leaves(logic)
        if isinstance(leaf, Test) and leaf.input.code == code
    ]
    numbers = {test.threshold for test in tests if test.threshold is not None}
    return frozenset(numbers.union(*(_ends(test.allowed) for test in tests)))


def _ends(interval: Interval) -> frozenset[Fraction]:
    return frozenset(end for end in (interval.low, interval.high) if end is not None)
