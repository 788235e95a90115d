"""Bounds the possible values of formulas, for counts are never below 0 and some conditions never hold."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import add

from engine.language.interval import EVERYTHING, Interval, point
from engine.language.syntax import Binary, Call, Formula, Negative, Quantity, Ref
from engine.language.units import PERCENT
from engine.rulebook.rulebook import Indicator, Kind, Nature, Rulebook

_NOT_NEGATIVE = Interval(Fraction(0), None)


def possible(formula: Formula, rulebook: Rulebook) -> Interval:
    """Returns an interval that holds all possible values of ``formula``, in base units, and may be too wide."""
    match formula:
        case Quantity(value=value):
            return point(value)
        case Ref(code=code):
            return _of_indicator(rulebook.indicators[code], rulebook)
        case Negative(operand=operand):
            return -possible(operand, rulebook)
        case Binary(operator=operator, left=left, right=right):
            a, b = possible(left, rulebook), possible(right, rulebook)
            match operator:
                case "+":
                    return a + b
                case "-":
                    return a - b
                case "*":
                    return a * b
            return EVERYTHING if b.holds_zero() else a / b
        case Call():
            return _of_call(formula, rulebook)


def _of_indicator(indicator: Indicator, rulebook: Rulebook) -> Interval:
    if indicator.formula is not None:
        return possible(indicator.formula, rulebook)
    if indicator.kind in (Kind.YES_NO, Kind.CATEGORY, Kind.JUDGEMENT):
        return Interval(Fraction(0), Fraction(len(indicator.ranks) - 1))
    positive = indicator.kind is Kind.NUMBER and indicator.unit.is_never_negative
    return _NOT_NEGATIVE if positive else EVERYTHING


def _of_call(call: Call, rulebook: Rulebook) -> Interval:
    parts = [possible(argument, rulebook) for argument in call.arguments]
    match call.function:
        case "total":
            return reduce(add, parts)
        case "alongside":
            return parts[0]
        case "previous_year" | "value_in_year" | "actual_only" | "estimate_only" | "claimed" | "cumulated":
            return parts[0] if parts[0].low is None or parts[0].low >= 0 else EVERYTHING
        case "ratio" | "average" | "greatest" | "least":
            return _NOT_NEGATIVE if all(p.low is not None and p.low >= 0 for p in parts) else EVERYTHING
    return EVERYTHING


def is_share(indicator: Indicator) -> bool:
    """Returns whether an indicator is a share of a whole, at most 100%: in percent, with a name on «tỷ lệ»."""
    share = indicator.unit.dimension == PERCENT and indicator.nature is not Nature.CUMULATIVE
    return share and indicator.name.lower().startswith(("tỷ lệ", "tỉ lệ"))
