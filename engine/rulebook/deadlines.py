"""By when a criterion is due, as far as the rules alone say it: on its own day, on that of its goal, or with its milestone.

Source: 8-semantics, «Verdicts»; 9-periods-points, «Dates».
"""

from __future__ import annotations

from datetime import date

from engine.rulebook.rulebook import Criterion, Kind, Rulebook, Test, Threshold


def day_of_goal(threshold: Threshold, rulebook: Rulebook) -> date | None:
    """The day written in a goal that is a date («trước 31/5/2023»: 31/5/2023); None of any other goal."""
    met = threshold.met
    if not isinstance(met, Test) or met.negated or met.allowed.high is None:
        return None
    indicator = rulebook.indicators.get(met.input.code or "")
    if indicator is None or indicator.kind is not Kind.DATE:
        return None
    return date.fromordinal(int(met.allowed.high))


def fixed_deadline(criterion: Criterion, threshold: Threshold, rulebook: Rulebook) -> date | None:
    """The day on which the time for ``threshold`` is over; None where each year has its own, its last day."""
    if criterion.deadline is not None:
        return criterion.deadline
    day = day_of_goal(threshold, rulebook)
    if day is not None:
        return day
    if threshold.year is not None:
        return date(threshold.year, 12, 31)
    return None if criterion.yearly else rulebook.resolution.ends
