"""Values held against the numbers that the report states. Source: 8-semantics, «Reconciliation»."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from engine.factbase.formula_values import evaluate
from engine.factbase.input_values import InputValue, without_value
from engine.factbase.stated import agreeing, stated_value
from engine.factbase.view import View, subject_of
from engine.language.interval import Interval, point
from engine.language.logic import Truth
from engine.language.syntax import Call, Relation

if TYPE_CHECKING:
    from engine.factbase.unit_values import UnitValues

_NONE = point(Fraction(0))


def claimed(base: UnitValues, call: Call) -> InputValue:
    """nêu(x): the number that the report states."""
    code = subject_of(call)
    claim = base.claim(code)
    if claim is None or claim.stated is None:
        return InputValue(None, missing=(f"nêu({code})",))
    return InputValue(point(stated_value(claim.stated, base.rulebook.indicators[code].unit)))


def off_claim(base: UnitValues, call: Call, view: View) -> InputValue:
    """How far a value is from the report's number: 0 for every value that may be written like that."""
    other, told = (evaluate(base, argument, view) for argument in call.arguments)
    claim_call = call.arguments[1]
    claim = base.claim(subject_of(claim_call)) if isinstance(claim_call, Call) else None
    if other.value is None or told.value is None or claim is None or claim.stated is None:
        return without_value([other, told])
    agreeing_values = agreeing(claim.stated, base.rulebook.indicators[claim.about.id].unit)
    agrees = other.value.within(agreeing_values)
    off = _beyond_zero(other.value - told.value, claim.stated.relation)
    value = _NONE if agrees is Truth.TRUE else off if agrees is Truth.FALSE else off.hull(_NONE)
    return InputValue(value, other.facts, (), other.outer)


_NEXT_TO_NOTHING = Fraction(1, 10**30)


def _beyond_zero(off: Interval, stated: Relation) -> Interval:
    """``off`` without 0 at its end where the report states «trên» or «dưới»: the bound itself does not agree.

    A distance of less than any number that is written (what a tolerance passes over) stands for that of the bound itself.
    """
    if stated is Relation.ABOVE and off.high == 0:
        low = -_NEXT_TO_NOTHING if off.low == 0 else off.low
        return Interval(low, off.high, off.low_open or off.low == 0, high_open=True)
    if stated is Relation.BELOW and off.low == 0:
        high = _NEXT_TO_NOTHING if off.high == 0 else off.high
        return Interval(off.low, high, low_open=True, high_open=off.high_open or off.high == 0)
    return off
