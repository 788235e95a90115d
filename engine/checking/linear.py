"""Linear forms: which formulas are the same number whatever their inputs are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from engine.language.syntax import Binary, Call, Formula, Negative, Quantity, Ref


def constant_part(formula: Formula) -> Fraction | None:
    """The value of a formula in which every indicator cancels out; None where one stays, or it is not linear."""
    terms: dict[str, Fraction] = defaultdict(Fraction)
    try:
        for code, factor in _terms(formula, Fraction(1)):
            terms[code] += factor
    except _NotLinear:
        return None
    constant = terms.pop("", Fraction(0))
    return None if any(terms.values()) else constant


class _NotLinear(Exception):
    """Products of indicators, divisions by one, and functions other than tổng are not followed."""


def _terms(formula: Formula, factor: Fraction) -> Iterator[tuple[str, Fraction]]:
    """Codes with their factors; the code «» is the constant."""
    match formula:
        case Quantity(value=value):
            yield "", value * factor
        case Ref(code=code):
            yield code, factor
        case Negative(operand=operand):
            yield from _terms(operand, -factor)
        case Binary(operator="+", left=left, right=right):
            yield from _terms(left, factor)
            yield from _terms(right, factor)
        case Binary(operator="-", left=left, right=right):
            yield from _terms(left, factor)
            yield from _terms(right, -factor)
        case Binary(operator="*", left=left, right=Quantity(value=value)):
            yield from _terms(left, factor * value)
        case Binary(operator="/", left=left, right=Quantity(value=value)) if value:
            yield from _terms(left, factor / value)
        case Call(function="total", arguments=arguments):
            for argument in arguments:
                yield from _terms(argument, factor)
        case _:
            raise _NotLinear
