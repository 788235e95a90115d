"""By when a criterion is due, as far as the rules alone say it: on its own day, on that of its goal, or with its milestone.

Source: 8-semantics, «Verdicts»; 9-periods-points, «Dates».
"""

from __future__ import annotations

from datetime import date

from engine.rulebook.logic import Test, leaves
from engine.rulebook.natures import operands
from engine.rulebook.rulebook import Criterion, Kind, Nature, Rulebook, Threshold, Wording


def day_of_goal(threshold: Threshold, rulebook: Rulebook) -> date | None:
    """The day written in a goal that is a date («trước 31/5/2023»: 31/5/2023); None of any other goal."""
    met = threshold.met
    if not isinstance(met, Test) or met.negated or met.allowed.high is None:
        return None
    indicator = rulebook.indicators.get(met.input.code or "")
    if indicator is None or indicator.kind is not Kind.DATE:
        return None
    return date.fromordinal(int(met.allowed.high))


def own_deadline(criterion: Criterion, year: int | None) -> date | None:
    """«hạn» where it is the one of ``year``: with «hằng năm» or milestones it is that of its own year alone."""
    deadline = criterion.deadline
    return deadline if deadline is None or year is None or deadline.year == year else None


def fixed_deadline(criterion: Criterion, threshold: Threshold, rulebook: Rulebook) -> date | None:
    """The day on which the time for ``threshold`` is over; None where each year has its own (``deadline_in``)."""
    if criterion.yearly and threshold.year is None:
        return None if criterion.deadline is not None else day_of_goal(threshold, rulebook)
    return deadline_in(rulebook.resolution.last_year, criterion, threshold, rulebook)


def deadline_in(year: int, criterion: Criterion, threshold: Threshold, rulebook: Rulebook) -> date:
    """The deadline of ``threshold`` in the file of ``year``: «hạn», else the day that its goal is, else its last day."""
    own = own_deadline(criterion, _year_of(year, criterion, threshold))
    return own or day_of_goal(threshold, rulebook) or last_day_counted(year, criterion, threshold, rulebook)


def last_day_counted(year: int, criterion: Criterion, threshold: Threshold, rulebook: Rulebook) -> date:
    """The day up to which facts count for ``threshold`` in the file of ``year``: the day that a goal is sets no end to them."""
    due = _year_of(year, criterion, threshold)
    return own_deadline(criterion, due) or (rulebook.resolution.ends if due is None else date(due, 12, 31))


def _year_of(year: int, criterion: Criterion, threshold: Threshold) -> int | None:
    """The year in which ``threshold`` is due, None where it is due with the period."""
    return threshold.year or (year if criterion.yearly else None)


def last_year_judged(criterion: Criterion, wording: Wording, rulebook: Rulebook) -> int:
    """The last year in which ``criterion`` is judged by ``wording``: that of the period, or of a «hạn» for what a year brings.

    Of stocks and what is counted over the period the value of the year of the deadline goes on to decide.
    Source: 9-periods-points, «Which fact counts».
    """
    last, deadline = rulebook.resolution.last_year, criterion.deadline
    if deadline is None or criterion.yearly or any(one.year is not None for one in wording.thresholds):
        return last
    if criterion.cumulative or criterion.mean:
        return last
    tests = (leaf for one in wording.thresholds for leaf in leaves(one.met) if isinstance(leaf, Test))
    codes = (code for test in tests for code in operands(test.input.formula, rulebook.indicators, deadline.year))
    natures = {rulebook.indicators[code].nature for code in codes}
    return min(last, deadline.year) if natures & {Nature.FLOW, Nature.RATE} else last


def is_judged(criterion: Criterion, wording: Wording, year: int, rulebook: Rulebook) -> bool:
    """Whether ``criterion`` is judged by ``wording`` in ``year`` at all."""
    return rulebook.resolution.first_year <= year <= last_year_judged(criterion, wording, rulebook)


def why_not_judged(criterion: Criterion, wording: Wording, year: int, rulebook: Rulebook) -> str:
    """Why ``criterion`` is not judged by ``wording`` in ``year``, in words; '' where it is."""
    if is_judged(criterion, wording, year, rulebook):
        return ""
    resolution = rulebook.resolution
    if not resolution.first_year <= year <= resolution.last_year:
        return "ngoài giai đoạn"
    return f"đã hết hạn năm {last_year_judged(criterion, wording, rulebook)}"
