"""The operands of a formula, and for which ends it is read: the latest that they share, or that has a like one a year before.

Source: 9-periods-points, «Which fact counts» and «Like with like».
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from engine.factbase.courses import Counted
from engine.factbase.facts import Basis
from engine.factbase.periods import are_alike, days_between
from engine.factbase.view import BASES, Key, Operand, Options, View, subject_of
from engine.language.syntax import Binary, Call, Formula, Negative, Ref
from engine.rulebook.formulas import calls_in
from engine.rulebook.natures import LIKE, OTHER_YEARS, year_of_value
from engine.rulebook.rulebook import Nature

if TYPE_CHECKING:
    from engine.factbase.unit_values import UnitValues

FormulaOf = Callable[[str], Formula | None]
"""Takes a code; the formula that gives it its value, None where it is given."""


def view_of(base: UnitValues, formula: Formula, asking: View) -> View:
    """Source: 9-periods-points, «Which fact counts» (a computed value) and «Like with like»."""
    if asking.held:  # what counts has been chosen in the year after
        return asking
    formula_of = base.formula_of_whole if asking.whole else base.formula_of
    operands = list(dict.fromkeys((*operands_of(base, formula, formula_of), *summed(base, formula))))
    indicators = base.rulebook.indicators
    timed = [one for one in operands if indicators[one.code].nature.has_period or one.like]
    liked = {(one.code, one.basis) for one in timed if one.like}
    keys = dict.fromkeys((one.code, one.basis) for one in timed)
    counting = {key: options(base, Operand(*key, key in liked), asking) for key in keys}
    if not any(counting.values()) or not keys:
        return asking
    if len(keys) == 1 and not liked:
        ((key, found),) = counting.items()
        return asking._replace(chosen={key: found[0]})
    shared = {key: found for key, found in counting.items() if found}
    view = _at_latest_end(base, shared, liked, asking)
    if view is None and not asking.whole:
        view = _at_first_end(base, shared, liked, asking)
    return view or asking._replace(unlike=base.why_unlike(shared, liked))


def _at_latest_end(base: UnitValues, shared: Options, liked: set[Key], asking: View) -> View | None:
    """The values at the latest end, on or before the day up to which facts count, that all operands share."""
    periods = {key for key in shared if base.rulebook.indicators[key[0]].nature.has_period}
    in_time = {key: [one for one in found if key not in periods or not one.late] for key, found in shared.items()}
    ends = sorted({one.end for key in periods for one in in_time[key]}, reverse=True)
    for end in ends or ([] if periods else [asking.limit]):
        fitting = {
            key: [one for one in found if key not in periods or (one.end <= end and are_alike(one.end, end))]
            for key, found in in_time.items()
        }
        if (view := _first_of_each(base, fitting, liked, asking)) is not None:
            return view
    return None


def _at_first_end(base: UnitValues, shared: Options, liked: set[Key], asking: View) -> View | None:
    """The same at the first end of all, where they share none in time."""
    every = dict(shared)
    for key, found in shared.items():
        nature = base.rulebook.indicators[key[0]].nature
        if nature.has_period and found:
            every[key] = base.course(key[0]).at_every_end(asking.asked[nature], asking.limit, key[1])
    periods = {key for key in every if base.rulebook.indicators[key[0]].nature.has_period}
    for end in sorted({one.end for key in periods for one in every[key]}):
        fitting = {
            key: [one for one in found if key not in periods or (one.end >= end and are_alike(one.end, end))]
            for key, found in every.items()
        }
        if (view := _first_of_each(base, fitting, liked, asking)) is not None:
            return view
    return None


def _first_of_each(base: UnitValues, fitting: Options, liked: set[Key], asking: View) -> View | None:
    """A view of the first value of each operand, which has a like one where that is asked for; None where one has none."""
    chosen: dict[Key, Counted] = {}
    before: dict[Key, Counted] = {}
    for key, found in fitting.items():
        for one in found:
            alike = like(base, key, one) if key in liked else None
            if key in liked and alike is None:
                continue
            chosen[key] = one
            if alike is not None:
                before[key] = alike
            break
    return asking._replace(chosen=chosen, like=before) if len(chosen) == len(fitting) else None


def like(base: UnitValues, key: Key, now: Counted) -> Counted | None:
    """What counts of the same part of the year before."""
    before = base.in_year(base.facts.year - 1)
    if before is None or not before.is_given(key[0]):
        return None
    indicator = base.rulebook.indicators[key[0]]
    if indicator.nature is Nature.CUMULATIVE and base.facts.year - 1 < base.rulebook.resolution.first_year:
        return None
    if indicator.nature is Nature.PLAN:
        return next(iter(options(before, Operand(*key, False), before.last_view)), None)
    ends = before.course(key[0]).at_same_ends()
    if indicator.nature.has_period:
        alike = [one for one in ends if are_alike(one.end, now.end)]
    else:
        alike = [one for one in ends if abs((one.end.replace(year=2000) - now.end.replace(year=2000)).days) <= 15]
    return min(
        alike, key=lambda one: (days_between(one.end, now.end), one.estimate, -one.end.toordinal()), default=None
    )


def like_view(base: UnitValues, view: View, before: UnitValues) -> View:
    """Returns the view of the year ``before``. Of its given values only those count that are like the ones in ``view``."""
    like_ones = view.like
    if view.held:  # a year that is itself held against the one after
        found = {key: like(base, key, one) for key, one in view.chosen.items()}
        like_ones = {key: one for key, one in found.items() if one is not None}
    return before.last_view._replace(chosen=like_ones, held=True)


def options(base: UnitValues, operand: Operand, view: View) -> list[Counted]:
    """What may count of ``operand``, the latest first; of a stock held against its like also later days, behind these."""
    if not base.is_given(operand.code):
        return []
    indicator = base.rulebook.indicators[operand.code]
    if indicator.nature is Nature.CUMULATIVE and base.facts.year < base.rulebook.resolution.first_year:
        return []
    year_end = date(base.facts.year, 12, 31)
    limit = view.limit
    if indicator.nature is Nature.PLAN:
        limit = view.last or min(base.facts.due_day, year_end)
    asked = view.asked.get(indicator.nature, limit)
    found = base.course(operand.code).options(asked, limit, operand.basis)
    if view.whole and indicator.nature.has_period:
        return [one for one in found if one.end == year_end]
    if operand.like and indicator.nature is Nature.STOCK:
        return [*(one for one in found if not one.late), *base.course(operand.code).later_days(limit, operand.basis)]
    return found


def operands_of(base: UnitValues, formula: Formula, formula_of: FormulaOf | None = None) -> Iterator[Operand]:
    """The given values of this year under ``formula``, each once, through the formulas that can be computed.

    ``formula_of`` tells these; without it they are those that have a value so far.
    """
    formula_of = formula_of or base.formula_of
    seen: set[Operand] = set()
    rest: list[tuple[Formula, Basis | None, bool]] = [(formula, None, False)]
    while rest:
        part, basis, held = rest.pop()
        match part:
            case Ref(code=code):
                operand = Operand(code, basis, held)
                if operand in seen:
                    continue
                seen.add(operand)
                inner = formula_of(code)
                if inner is None:
                    yield operand
                else:
                    rest.append((inner, basis, held))
            case Negative(operand=inside):
                rest.append((inside, basis, held))
            case Binary(left=left, right=right):
                rest += ((right, basis, held), (left, basis, held))
            case Call() if year_of_value(part) == base.facts.year:
                rest.append((part.arguments[0], basis, held))
            case Call(function=function, arguments=arguments):
                if function not in (*OTHER_YEARS, "claimed", "cumulated", "period_mean"):
                    basis, held = BASES.get(function, basis), held or function in LIKE
                    rest += ((argument, basis, held) for argument in reversed(arguments))


def summed(base: UnitValues, formula: Formula) -> Iterator[Operand]:
    """What is counted in this year of what ``formula`` adds up over the years."""
    codes = (subject_of(call) for call in calls_in(formula) if call.function == "cumulated")
    yield from (Operand(code, None, False) for code in codes if base.rulebook.indicators[code].nature.has_period)


def has_period(base: UnitValues, formula: Formula) -> bool:
    """Whether an operand of ``formula`` covers a period."""
    operands = (*operands_of(base, formula), *summed(base, formula))
    return any(base.rulebook.indicators[one.code].nature.has_period for one in operands)
