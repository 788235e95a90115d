"""The formulas of a rulebook over columns, for units of which the same indicators are given, a single number each."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from engine.bulk.exact import Flags, Numbers, constant
from engine.factbase.base import FactBase
from engine.language.syntax import Binary, Call, Formula, Negative, Quantity, Ref
from engine.rulebook.natures import year_of_value

_MOST_LEAVES = 60
"""Numbers under a formula: beyond that a value may have more digits than values may have (COMPUTED_DIGITS)."""


class NotInColumns(Exception):
    """Something that is not computed in columns; the message says what, in Vietnamese."""


class ColumnFormulas:
    """Computes formulas over ``given``, the numbers by code in base units.

    ``like`` are the facts of one of the units, by which it is known which indicators are computed. ``divides_by_zero``
    grows to where a divisor was zero: what was computed there means nothing.
    """

    def __init__(self, like: FactBase, given: Mapping[str, Numbers], size: int) -> None:
        self.like = like
        self.given = given
        self.size = size
        self.divides_by_zero: Flags = np.zeros(size, np.bool_)
        self._values: dict[str, Numbers] = {}
        self._leaves = 0

    def of(self, formula: Formula) -> Numbers:
        """The value of ``formula`` for each unit. Raises NotInColumns."""
        self._leaves = 0
        return self._of(formula)

    def _of(self, formula: Formula) -> Numbers:
        match formula:
            case Quantity(value=value):
                return constant(value, self.size)
            case Ref(code=code):
                return self._value(code)
            case Negative(operand=operand):
                return -self._of(operand)
            case Binary(operator=operator, left=left, right=right):
                return self._binary(operator, self._of(left), self._of(right))
        return self._call(formula)

    def _value(self, code: str) -> Numbers:
        self._leaves += 1
        if self._leaves > _MOST_LEAVES:
            raise NotInColumns("công thức có quá nhiều số liệu")
        inner = self.like.formula_of(code)
        if inner is not None:
            return self._of(inner)
        return self._given(code)

    def _given(self, code: str) -> Numbers:
        if code not in self.given:
            raise NotInColumns(f"số liệu «{code}» không có trong bảng")
        return self.given[code]

    def _binary(self, operator: str, left: Numbers, right: Numbers) -> Numbers:
        match operator:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
        return self._divided(left, right)

    def _divided(self, left: Numbers, right: Numbers) -> Numbers:
        self.divides_by_zero = self.divides_by_zero | right.is_zero
        return left / right

    def _call(self, call: Call) -> Numbers:
        function, arguments = call.function, call.arguments
        if year_of_value(call) == self.like.facts.year:
            return self._of(arguments[0])
        if function == "actual_only" and isinstance(arguments[0], Ref):
            return self._given(arguments[0].code)
        if function not in _COMPUTED:
            raise NotInColumns(f"hàm «{function}» không tính theo cột")
        parts = [self._of(argument) for argument in arguments]
        found = parts[0]
        if function == "ratio":
            return self._divided(*parts).times(Fraction(100))
        for part in parts[1:]:
            if function in ("total", "average"):
                found = found + part
            elif function == "greatest":
                found = part.where(found.compared_with(part), found)
            elif function == "least":
                found = found.where(found.compared_with(part), part)
        return found.times(Fraction(1, len(parts))) if function == "average" else found


_COMPUTED = ("ratio", "total", "average", "greatest", "least", "alongside")
