"""Translates formulas of the catalogue into formulas of a spreadsheet, with the exact value that these have."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.language.syntax import Binary, Call, Formula, Negative, Quantity, Ref

_POWERS_OF_TEN = 10**12
_TIGHT, _SUM = 2, 1
_AGGREGATES = {"total": "SUM", "average": "AVERAGE", "greatest": "MAX", "least": "MIN"}


class Expression(NamedTuple):
    """A part of a formula: its text, and the number that it gives. That number times ``scale`` is in base units.

    ``level``: 1 of a sum, 2 of a product, 3 of what needs no brackets. ``literal``: it is a number, whose scale is free.
    """

    text: str
    value: Fraction
    scale: Fraction = Fraction(1)
    level: int = 3
    literal: bool = False


class Inexpressible(Exception):
    """A part that has no cell with one number, or no function in a spreadsheet; the message says which, in Vietnamese."""


Lookup = Callable[[Formula], Expression]
"""Finds the cell of an indicator, or of a function that reads one. Raises Inexpressible."""


def translated(formula: Formula, cell_of: Lookup) -> Expression:
    """Returns ``formula`` with the cells that ``cell_of`` finds. Raises Inexpressible."""
    match formula:
        case Quantity(value=value):
            return _literal(value)
        case Ref():
            return cell_of(formula)
        case Negative(operand=operand):
            inner = translated(operand, cell_of)
            return Expression(f"-{_within(inner, _TIGHT + 1)}", -inner.value, inner.scale, _SUM)
        case Binary(operator=operator, left=left, right=right):
            return _binary(operator, translated(left, cell_of), translated(right, cell_of))
        case Call(function="ratio", arguments=(first, second)):
            quotient = _binary("/", translated(first, cell_of), translated(second, cell_of))
            return Expression(f"{quotient.text}*100", quotient.value * 100, quotient.scale, _TIGHT)
        case Call(function=function, arguments=arguments) if function in _AGGREGATES:
            return _aggregate(function, [translated(argument, cell_of) for argument in arguments])
        case Call(function="growth" | "like_ratio", arguments=(subject,), at=at):
            now, before = translated(subject, cell_of), cell_of(Call("like_period", (subject,), at))
            ratio = _binary("/", now, before)
            if formula.function == "like_ratio":
                return Expression(f"{ratio.text}*100", ratio.value * 100, ratio.scale, _TIGHT)
            return Expression(f"{ratio.text}*100-100", ratio.value * 100 - 100, ratio.scale, _SUM)
    return cell_of(formula)


def in_scale(found: Expression, scale: Fraction) -> Expression:
    """Returns ``found`` as a number of ``scale`` base units."""
    if found.scale == scale:
        return found
    factor = found.scale / scale
    text = f"{_within(found, _TIGHT)}*{number_text(factor)}"
    return Expression(text, found.value * factor, scale, _TIGHT)


def _literal(value: Fraction) -> Expression:
    text = number_text(value)
    return Expression(text, value, level=_SUM if text.startswith("-") else 3, literal=True)


def number_text(value: Fraction) -> str:
    """Returns ``value`` as a spreadsheet has it in its file: 0.95, else as a fraction in brackets."""
    scaled = value * _POWERS_OF_TEN
    if scaled.denominator != 1 or len(str(abs(scaled.numerator))) > 27:
        return f"({value.numerator}/{value.denominator})"
    if value.denominator == 1:
        return str(value.numerator)
    sign, digits = "-" if value < 0 else "", f"{abs(scaled.numerator):013d}"
    return f"{sign}{digits[:-12]}.{digits[-12:].rstrip('0')}"


def _binary(operator: str, left: Expression, right: Expression) -> Expression:
    if operator in "+-":
        left, right = _alike(left, right), _alike(right, left)
        value = left.value + right.value if operator == "+" else left.value - right.value
        text = f"{_within(left, _SUM)}{operator}{_within(right, _SUM if operator == '+' else _TIGHT)}"
        return Expression(text, value, left.scale, _SUM)
    if operator == "*":
        text = f"{_within(left, _TIGHT)}*{_within(right, _TIGHT)}"
        return Expression(text, left.value * right.value, left.scale * right.scale, _TIGHT)
    if right.value == 0:
        raise Inexpressible("số chia bằng 0")
    text = f"{_within(left, _TIGHT)}/{_within(right, _TIGHT + 1)}"
    return Expression(text, left.value / right.value, left.scale / right.scale, _TIGHT)


def _alike(one: Expression, other: Expression) -> Expression:
    """Returns ``one`` in the scale of ``other`` where it is a number, or has a larger one."""
    if one.scale == other.scale:
        return one
    if one.literal and not other.literal:
        return _literal(one.value * one.scale / other.scale)._replace(scale=other.scale)
    if other.literal or one.scale < other.scale:
        return one
    return in_scale(one, other.scale)


def _aggregate(function: str, parts: list[Expression]) -> Expression:
    smallest = min((part.scale for part in parts if not part.literal), default=Fraction(1))
    parts = [_alike(part, Expression("", Fraction(0), smallest)) for part in parts]
    values = [part.value for part in parts]
    found = {
        "total": sum(values, Fraction(0)),
        "average": sum(values, Fraction(0)) / len(values),
        "greatest": max(values),
        "least": min(values),
    }[function]
    return Expression(f"{_AGGREGATES[function]}({','.join(part.text for part in parts)})", found, smallest)


def _within(part: Expression, level: int) -> str:
    return part.text if part.level >= level else f"({part.text})"
