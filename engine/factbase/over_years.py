"""Sums and means over the years of the resolution's period. Source: 9-periods-points, «Which fact counts»."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from engine.factbase.formula_values import evaluate, own
from engine.factbase.input_values import UNKNOWN, InputValue, combined
from engine.factbase.other_years import final_of_year
from engine.factbase.periods import Period
from engine.factbase.shared_ends import view_of
from engine.factbase.view import View, reference_to
from engine.language.aggregates import geometric_mean, mean, total
from engine.language.interval import EVERYTHING, Interval
from engine.language.syntax import Call
from engine.rulebook.rulebook import Indicator, Nature, Rulebook

if TYPE_CHECKING:
    from engine.factbase.unit_values import UnitValues

_AT_LEAST_NONE = Interval(Fraction(0), None)


def cumulated(base: UnitValues, code: str, view: View) -> InputValue:
    """The sum over the years from the first of the period to this one. Source: 9-periods-points, «Which fact counts»."""
    indicator = base.rulebook.indicators[code]
    resolution = base.rulebook.resolution
    years = range(resolution.first_year, base.facts.year + 1)
    if not years:  # a sum of no year is no 0: there is no value
        when = f"cộng dồn đến năm {base.facts.year}, trước giai đoạn {resolution.period_text}"
        return InputValue(None, missing=(f"{code} ({when})",))
    if (code, None) in view.chosen and view.chosen[code, None].end == date.max:
        return _reached_over(base, indicator, years, view)
    if view.unlike and base.is_given(code):
        return InputValue(None, base.given(code), unlike=view.unlike)
    if indicator.nature is Nature.PLAN:
        return combined([_own_or_of(base, code, year, view) for year in years], total)._replace(period=None)
    parts = [_counted_in(base, indicator, year, view) for year in years]
    added = combined(parts, total)
    value = added.value
    if value is None:
        return added
    now = parts[-1]
    start, end = date(years[0], 1, 1), now.period.end if now.period is not None else date(years[-1] - 1, 12, 31)
    added = added._replace(period=Period(start, end))
    to_come = view.asked[Nature.CUMULATIVE] > date(base.facts.year, 12, 31)
    if indicator.can_fall and (to_come or added.unfinished):
        return added._replace(final=value.hull(indicator.ends), unfinished=True)
    if to_come and not added.unfinished:  # the years to come add to it
        return added._replace(final=Interval(value.low, None, value.low_open), unfinished=True)
    return added


def _reached_over(base: UnitValues, indicator: Indicator, years: range, view: View) -> InputValue:
    """All values that what was counted in the years so far leaves possible of their sum."""
    reached = view.chosen[indicator.code, None].value
    for year in years[:-1]:
        other = base.in_year(year)
        so_far = other.course(indicator.code).reached(date(year, 12, 31)) if other is not None else None
        if so_far is not None and so_far.value.low is not None:
            reached = reached + Interval(so_far.value.low, None, so_far.value.low_open)
    return InputValue(reached)


def _own_or_of(base: UnitValues, code: str, year: int, view: View) -> InputValue:
    """The plan in force of this year, or the last one of an earlier year."""
    if year == base.facts.year:
        return own(base, base.rulebook.indicators[code], None, view)
    return final_of_year(base, reference_to(code), year)


def _counted_in(base: UnitValues, indicator: Indicator, year: int, view: View) -> InputValue:
    """What a year adds to a sum: its final value; else at least what is known of it."""
    other = base.in_year(year)
    code = indicator.code
    if year == base.facts.year:
        end = min(view.asked[Nature.CUMULATIVE], date(year, 12, 31))
        asking = View(view.limit, {Nature.FLOW: end, Nature.RATE: end, Nature.CUMULATIVE: end}, {}, {})
        chosen = view.chosen if (code, None) in view.chosen else view_of(base, reference_to(code), asking).chosen
        known = evaluate(base, reference_to(code), asking._replace(chosen=chosen))
        if known.value is not None:
            return known
    elif other is not None:
        known = other.final_value(code)
        if known.value is not None:
            return known
        if known.partial and not indicator.can_fall:
            so_far = other.value(code)
            if so_far.value is not None and so_far.value.low is not None:
                least = Interval(so_far.value.low, None, so_far.value.low_open)
                return InputValue(least, so_far.facts, partial=(f"{code} (năm {year})",))
    named = code if year == base.facts.year else f"{code} (năm {year})"
    if indicator.can_fall:
        return InputValue(None, missing=(named,))
    return InputValue(_AT_LEAST_NONE, missing=(named,))


def mean_of_years(base: UnitValues, code: str, view: View) -> InputValue:
    """The mean of the yearly values from the start to this year; of growth the geometric one."""
    years = range(base.rulebook.resolution.first_year, base.facts.year + 1)
    if not years:
        return UNKNOWN
    subject = reference_to(code)
    parts = [final_of_year(base, subject, year) for year in years[:-1]]
    parts.append(evaluate(base, subject, view_of(base, subject, base.last_view._replace(last=None, whole=False))))
    found = combined(parts, geometric_mean if _is_growth(code, base.rulebook) else mean)
    if found.value is None:
        return found
    found = found._replace(
        period=Period(date(years[0], 1, 1), parts[-1].period.end if parts[-1].period else date(years[-1], 12, 31))
    )
    asked = view.asked[Nature.CUMULATIVE]
    if found.unfinished or asked > date(base.facts.year, 12, 31):
        return found._replace(final=EVERYTHING, unfinished=True)
    return found


def _is_growth(code: str, rulebook: Rulebook) -> bool:
    """Whether the values of ``code`` are growths: it says so, or is computed as one."""
    indicator = rulebook.indicators[code]
    formula = indicator.formula
    return indicator.is_growth or (isinstance(formula, Call) and formula.function == "growth")
