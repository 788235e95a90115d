"""Proves that one formula never exceeds another that differs in constants, as counts and measures are never negative."""

from __future__ import annotations

from enum import Enum

from engine.language.syntax import Binary, Call, Formula, Negative, Quantity, Ref
from engine.rulebook.formulas import canonical
from engine.rulebook.rulebook import Indicator


class Order(Enum):
    """The order of the values of two formulas for all data."""

    EQUAL = 0
    AT_MOST = -1
    AT_LEAST = 1

    @property
    def turned(self) -> Order:
        return Order(-self.value)


def order(one: Formula, other: Formula, indicators: dict[str, Indicator]) -> Order | None:
    """Returns the order of ``one`` to ``other``; None without a proof."""
    if canonical(one) == canonical(other):
        return Order.EQUAL
    match one, other:
        case (Quantity(), Quantity()):
            return Order.AT_MOST if one.value < other.value else Order.AT_LEAST
        case (Negative(), Negative()):
            inner = order(one.operand, other.operand, indicators)
            return inner.turned if inner is not None else None
        case (Binary(), Binary()) if one.operator == other.operator:
            return _of_operation(one, other, indicators)
    return None


def _of_operation(one: Binary, other: Binary, indicators: dict[str, Indicator]) -> Order | None:
    left, right = order(one.left, other.left, indicators), order(one.right, other.right, indicators)
    if left is None or right is None:
        return None
    match one.operator:
        case "+":
            return _both(left, right)
        case "-":
            return _both(left, right.turned)
    if not all(_never_negative(side, indicators) for side in (one.left, one.right, other.left, other.right)):
        return None
    return _both(left, right if one.operator == "*" else right.turned)


def _both(one: Order, other: Order) -> Order | None:
    if Order.EQUAL in (one, other):
        return other if one is Order.EQUAL else one
    return one if one is other else None


def _never_negative(formula: Formula, indicators: dict[str, Indicator]) -> bool:
    match formula:
        case Quantity(value=value):
            return value >= 0
        case Ref(code=code):
            return indicators[code].formula is None and indicators[code].unit.is_never_negative
        case Binary(operator="+" | "*" | "/", left=left, right=right):
            return _never_negative(left, indicators) and _never_negative(right, indicators)
        case Call(function="ratio" | "total" | "average", arguments=arguments):
            return all(_never_negative(argument, indicators) for argument in arguments)
    return False
