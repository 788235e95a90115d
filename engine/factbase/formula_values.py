"""What the formulas make of the facts: their values so far and finally. Source: 9-periods-points, «Two readings»."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from engine.domain.limits import COMPUTED_DIGITS
from engine.factbase.courses import Counted
from engine.factbase.facts import Basis
from engine.factbase.input_values import InputValue, combined, without_value
from engine.factbase.periods import Period
from engine.factbase.shared_ends import operands_of, options, view_of
from engine.factbase.view import BASES, Operand, View, subject_of
from engine.language import display
from engine.language.aggregates import common, greatest, least, mean, total
from engine.language.interval import EVERYTHING, Interval, point
from engine.language.numbers import has_digits_within
from engine.language.syntax import Binary, Call, Formula, Negative, Quantity, Ref
from engine.rulebook.natures import LIKE, OTHER_YEARS, year_of_value
from engine.rulebook.rulebook import Indicator, Nature

if TYPE_CHECKING:
    from engine.factbase.unit_values import UnitValues

_HUNDRED = point(Fraction(100))


def at_shared_end(base: UnitValues, formula: Formula, asking: View) -> InputValue:
    """The value of a formula at the latest end that all its operands share."""
    view = view_of(base, formula, asking)
    found = evaluate(base, formula, view)
    if not found.unfinished:
        return found
    final = found.final or EVERYTHING
    if _is_loose(base, formula, view):
        final = EVERYTHING
    ends = base.rulebook.indicators[formula.code].ends if isinstance(formula, Ref) else EVERYTHING
    if isinstance(formula, Ref) and base.rulebook.indicators[formula.code].formula is not None:
        final = common(final, ends) or final
    return found._replace(final=final if found.value is None else final.hull(found.value))


def bounded(base: UnitValues, computed: InputValue, code: str = "") -> InputValue:
    """``computed``, without its value where that has more digits than can mean anything."""
    ends = (computed.value.low, computed.value.high) if computed.value is not None else ()
    if all(end is None or has_digits_within(end, COMPUTED_DIGITS) for end in ends):
        return computed
    subjects = (code,) if code else tuple(dict.fromkeys(fact.code for fact in computed.facts))
    text = f"không tính được {', '.join(subjects)}: kết quả có hơn {COMPUTED_DIGITS} chữ số"
    base.warn("CT303", text, computed.origin, *subjects)
    return computed._replace(value=None, unfinished=False, final=None)


def _is_loose(base: UnitValues, formula: Formula, view: View) -> bool:
    """Whether a value of it that is not finished may become any: it is held against a like period, or against a stock.

    What is so of a computed operand is told by its own final value.
    """
    match formula:
        case Negative(operand=operand):
            return _is_loose(base, operand, view)
        case Binary(operator=operator, left=left, right=right):
            over_stock = operator == "/" and _over_stock(base, left, right, view)
            return over_stock or _is_loose(base, left, view) or _is_loose(base, right, view)
        case Call() if formula.function == "alongside" or year_of_value(formula) == base.facts.year:
            return _is_loose(base, formula.arguments[0], view)
        case Call(function=function, arguments=arguments):
            if function in LIKE:
                return evaluate(base, arguments[0], view).unfinished
            if function in (*OTHER_YEARS, "claimed"):
                return False
            over_stock = function == "ratio" and _over_stock(base, arguments[0], arguments[1], view)
            return over_stock or any(_is_loose(base, one, view) for one in arguments)
    return False


def _over_stock(base: UnitValues, left: Formula, right: Formula, view: View) -> bool:
    """Whether an unfinished numerator stands over a stock of the year."""
    indicators = base.rulebook.indicators
    stocks = [one for one in operands_of(base, right) if indicators[one.code].nature is Nature.STOCK and not one.like]
    is_stock = bool(stocks) and base.nature(right) is Nature.STOCK
    return is_stock and evaluate(base, left, view).unfinished


def evaluate(base: UnitValues, formula: Formula, view: View) -> InputValue:
    """The value of ``formula`` in both readings, of what counts in ``view``."""
    match formula:
        case Quantity(value=value):
            return InputValue(point(value))
        case Ref(code=code):
            return _referred(base, code, view)
        case Negative(operand=operand):
            return combined([evaluate(base, operand, view)], lambda values: -values[0])
        case Binary(operator=operator, left=left, right=right):
            return _binary(base, operator, [evaluate(base, left, view), evaluate(base, right, view)])
        case Call():
            return _call(base, formula, view)


def _referred(base: UnitValues, code: str, view: View) -> InputValue:
    indicator = base.rulebook.indicators[code]
    formula_of = base.formula_of_whole if view.whole else base.formula_of
    formula = indicator.formula if view.held else formula_of(code)
    if formula is None:
        nature = indicator.nature
        simple = not (nature.has_period or view.chosen or view.held or view.whole) and view.limit >= date(
            base.facts.year, 12, 31
        )
        return base.value(code) if simple and nature is not Nature.PLAN else own(base, indicator, None, view)
    computed = bounded(base, evaluate(base, formula, view), code)
    if computed.unfinished and _is_loose(base, formula, view):
        computed = computed._replace(final=indicator.ends)
    if computed.unfinished and computed.final is not None and computed.value is not None:
        computed = computed._replace(final=computed.final.hull(computed.value))
    if computed.value is None and base.is_given(code):
        given = own(base, indicator, None, view)
        undecided = view.held and not computed.missing and not computed.unlike
        return given if given.value is not None or undecided else computed
    if base.is_given(code) and view is base.to_the_end:
        base.value(code)  # warns where the given number differs
    return computed


def _binary(base: UnitValues, operator: str, sides: list[InputValue]) -> InputValue:
    match operator:
        case "+":
            return combined(sides, lambda v: v[0] + v[1])
        case "-":
            return combined(sides, lambda v: v[0] - v[1])
        case "*":
            return combined(sides, lambda v: v[0] * v[1])
    return _divided(base, sides)


def _divided(base: UnitValues, sides: list[InputValue]) -> InputValue:
    divisor = sides[1]
    if divisor.value is not None and divisor.value.holds_zero():
        names = ", ".join(dict.fromkeys(fact.code for fact in divisor.facts))
        text = f"không tính được vì số chia có thể bằng 0 ({names or 'hằng số 0'})"
        base.warn("CT303", text, divisor.origin, *(f.code for f in divisor.facts))
        return without_value(sides)
    return combined(sides, lambda v: v[0] / v[1])


def _call(base: UnitValues, call: Call, view: View) -> InputValue:
    match call.function:
        case "actual_only" | "estimate_only":
            return own(base, base.rulebook.indicators[subject_of(call)], BASES[call.function], view)
        case "value_in_year" if year_of_value(call) in (None, base.facts.year):
            return evaluate(base, call.arguments[0], view)
        case "previous_year" | "value_in_year":
            return base.of_year(call)
        case "growth" | "like_ratio" | "like_period":
            return base.against_like(call, view)
        case "cumulated" | "period_mean":
            return base.over_years(call, view)
        case "claimed" | "off_claim":
            return base.against_claim(call, view)
    parts = [evaluate(base, argument, view) for argument in call.arguments]
    match call.function:
        case "alongside":
            return parts[0] if parts[1].value is not None else without_value(parts)
        case "ratio":
            return combined([_divided(base, parts)], lambda v: v[0] * _HUNDRED)
        case "total":
            return combined(parts, total)
        case "average":
            return combined(parts, mean)
        case "greatest":
            return combined(parts, greatest)
    return combined(parts, least)


def own(base: UnitValues, indicator: Indicator, basis: Basis | None, view: View) -> InputValue:
    """The value given for ``indicator`` as ``view`` asks for it."""
    chosen = view.chosen.get((indicator.code, basis))
    if chosen is None and view.held and indicator.nature is not Nature.PLAN:
        return base.not_alike(indicator)
    if chosen is None:
        chosen = next(iter(options(base, Operand(indicator.code, basis, False), view)), None)
        if chosen is not None and view.unlike and indicator.nature.has_period:
            return InputValue(None, base.given(indicator.code), unlike=view.unlike)
    if chosen is None:
        _note_later_plan(base, indicator)
        in_part = view.whole and indicator.nature.has_period and base.is_given(indicator.code)
        return InputValue(None, missing=(indicator.code,), partial=(indicator.code,) if in_part else ())
    return _read(base, indicator, chosen, view)


def _read(base: UnitValues, indicator: Indicator, chosen: Counted, view: View) -> InputValue:
    """Both readings of ``chosen``."""
    nature = indicator.nature
    if view.later is not None and nature is Nature.CUMULATIVE and indicator.only_grows and chosen.end <= view.limit:
        for one in view.later(indicator.code):
            chosen = chosen.no_more_than(one.value)
    known = InputValue(chosen.value, chosen.facts, late=chosen.late)
    if not nature.has_period:
        return known
    known = known._replace(period=Period(base.start_of(nature), chosen.end))
    asked = view.asked[nature]
    if chosen.end >= asked:
        return known
    final = _upwards(chosen.value, chosen.upper) if indicator.only_grows else chosen.value.hull(indicator.ends)
    return known._replace(final=final, unfinished=True)


def _note_later_plan(base: UnitValues, indicator: Indicator) -> None:
    """A plan that is dated later than the data is not in force yet: that is said."""
    if indicator.nature is Nature.PLAN:
        for fact in base.given(indicator.code):
            if fact.period.end > base.facts.due_day:
                text = f"«{indicator.name}» ({indicator.code}): bản ngày {display.day(fact.period.end)} chưa có hiệu lực tại ngày chốt số liệu"
                base.warn("CT312", text, fact.origin, indicator.code)


def _upwards(value: Interval, upper: Interval | None) -> Interval:
    """All values that a total may still reach."""
    at_least = EVERYTHING if value.low is None else Interval(value.low, None, value.low_open)
    return at_least if upper is None else common(at_least, upper) or at_least
