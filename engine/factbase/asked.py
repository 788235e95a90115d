"""What a goal asks for, by its deadline, and the value that answers it. Source: 9-periods-points, «Two readings»."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from engine.factbase.courses import Counted
from engine.factbase.facts import Basis
from engine.factbase.formula_values import at_shared_end, bounded, evaluate, own
from engine.factbase.input_values import InputValue
from engine.factbase.shared_ends import has_period, operands_of, summed, view_of
from engine.factbase.view import Key, View
from engine.language.interval import Interval
from engine.language.syntax import Binary, Call, Formula
from engine.rulebook.formulas import calls_in
from engine.rulebook.logic import Input, Reading
from engine.rulebook.rulebook import Kind, Nature, Rulebook

if TYPE_CHECKING:
    from engine.factbase.unit_values import UnitValues


def as_asked(base: UnitValues, input: Input) -> InputValue:
    """Source: 9-periods-points, «Two readings»."""
    year = base.facts.year
    deadline = base.deadline_of(input.asked.criterion) or date(year, 12, 31)
    judged: UnitValues | None = base
    if deadline.year < year and _of_another_year(input, base.rulebook):
        judged = base.in_year(deadline.year)
        if judged is None and any(call.function == "cumulated" for call in calls_in(input.formula)):
            judged = base.without_facts(deadline.year)  # the years before add up all the same
    if judged is None:
        return InputValue(None, missing=(f"{input.text} (năm {deadline.year})",))
    found = _asked_by(judged, input, deadline, base)
    if input.asked.reading is Reading.FINAL:
        return found._replace(value=found.in_the_end, unfinished=False, final=None)
    return found


def asking(base: UnitValues, deadline: date, file: UnitValues) -> View:
    """What a goal that is due on ``deadline`` asks for in the file of the year of ``file``, which may be a later one."""
    year_end = date(base.facts.year, 12, 31)
    end = min(deadline, year_end) if deadline.year == base.facts.year else year_end
    asked = {Nature.FLOW: end, Nature.RATE: end, Nature.CUMULATIVE: deadline}
    view = View(min(deadline, year_end), asked, {}, {})
    if base.facts.year == file.facts.year:
        return view
    return view._replace(last=year_end, later=lambda code: _counted_after(base.facts.year, code, file))


def _counted_after(year: int, code: str, file: UnitValues) -> Iterator[Counted]:
    """The actuals of the years after ``year``, up to that of ``file``."""
    for later in range(year + 1, file.facts.year + 1):
        if (other := file.in_year(later)) is not None:
            yield from other.course(code).actual.values()


def _asked_by(base: UnitValues, input: Input, deadline: date, file: UnitValues) -> InputValue:
    view = asking(base, deadline, file)
    found = bounded(base, at_shared_end(base, input.formula, view))
    if not found.unfinished:
        return _early(base, input, found, view, deadline)
    ended = any(file.facts.due_day >= day for day in _open_days(base, input.formula, view, deadline))
    return _early(base, input, found, view, deadline)._replace(ended=ended)


def _open_days(base: UnitValues, formula: Formula, view: View, deadline: date) -> Iterator[date]:
    """The last days of what is asked of the operands that do not cover it; over the years that is the deadline."""
    if any(call.function in ("cumulated", "period_mean") for call in calls_in(formula)):
        yield deadline
    shared = view_of(base, formula, view)
    for operand in dict.fromkeys(operands_of(base, formula)):
        indicator = base.rulebook.indicators[operand.code]
        if indicator.nature.has_period and own(base, indicator, operand.basis, shared).unfinished:
            yield view.asked[indicator.nature]


def _early(base: UnitValues, input: Input, found: InputValue, view: View, deadline: date) -> InputValue:
    """With all values that what was counted so far leaves possible, of a total that is due when its period ends.

    Source: 9-periods-points, «Verdicts» (không đạt before the deadline).
    """
    indicators = base.rulebook.indicators
    nature = base.nature(input.formula)
    if not input.open_ended or nature not in (Nature.FLOW, Nature.CUMULATIVE) or found.value is None:
        return found
    compared = input.formula
    if isinstance(compared, Call) and compared.function == "alongside":
        compared = compared.arguments[0]
    if isinstance(compared, Binary) and all(has_period(base, side) for side in (compared.left, compared.right)):
        return found  # the goal is no number that stands fast
    chosen: dict[Key, Counted] = {}
    over_all = list(summed(base, input.formula))
    for one in dict.fromkeys((*operands_of(base, input.formula), *over_all)):
        indicator, over_years = indicators[one.code], one in over_all
        if not indicator.nature.has_period:
            continue
        ends = view.asked[Nature.CUMULATIVE if over_years else indicator.nature]
        if one.like or one.basis is Basis.ESTIMATE or not indicator.only_grows or ends != deadline:
            return found
        so_far = base.course(one.code).reached(view.limit) if base.is_given(one.code) else None
        if so_far is None and not (over_years and _was_counted(base, one.code)):
            return found
        low = Fraction(0) if so_far is None or so_far.value.low is None else so_far.value.low
        least = Interval(low, None, so_far is not None and so_far.value.low_open)
        chosen[one.code, one.basis] = Counted(date.max, least, (), False)
    if not chosen:
        return found
    return found._replace(reached=evaluate(base, input.formula, view._replace(chosen=chosen)).value)


def _was_counted(base: UnitValues, code: str) -> bool:
    """Whether there is an actual of an earlier year of the period."""
    years = range(base.rulebook.resolution.first_year, base.facts.year)
    return any(other.course(code).actual for year in years if (other := base.in_year(year)) is not None)


def _of_another_year(input: Input, rulebook: Rulebook) -> bool:
    """Whether the value of the year of the deadline decides in later years: not of a day, which stands once for all."""
    indicator = rulebook.indicators.get(input.code or "")
    return indicator is None or indicator.kind is not Kind.DATE
