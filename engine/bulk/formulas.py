"""The formulas of a rulebook over columns, for units of which the same indicators are given, a single number each."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from fractions import Fraction
from typing import Generic, Protocol, Self, TypeVar

import numpy as np

from engine.bulk.exact import Flags, Numbers, constant
from engine.factbase.base import FactBase
from engine.language.syntax import Binary, Call, Formula, Negative, Quantity, Ref
from engine.rulebook.formulas import WRITTEN
from engine.rulebook.natures import year_of_value

_MOST_LEAVES = 60
"""Numbers under a formula: beyond that a value may have more digits than values may have (COMPUTED_DIGITS)."""


class NotInColumns(Exception):
    """Something that is not computed in columns; the message says what, in Vietnamese."""


class Arithmetic(Protocol):
    """Exact numbers of many units, however they are held."""

    def __neg__(self) -> Self: ...
    def __add__(self, other: Self, /) -> Self: ...
    def __sub__(self, other: Self, /) -> Self: ...
    def __mul__(self, other: Self, /) -> Self: ...
    def __truediv__(self, other: Self, /) -> Self: ...

    def times(self, factor: Fraction) -> Self:
        """Every number times ``factor``."""
        ...

    def least(self, other: Self) -> Self:
        """The smaller one, unit by unit."""
        ...

    def greatest(self, other: Self) -> Self:
        """The greater one, unit by unit."""
        ...


N = TypeVar("N", bound=Arithmetic)


class Formulas(ABC, Generic[N]):
    """Computes formulas over ``given``, the numbers by code in base units.

    ``like`` are the facts of one of the units, by which it is known which indicators are computed.
    """

    def __init__(self, like: FactBase, given: Mapping[str, N]) -> None:
        self.like = like
        self.given = given
        self.codes: set[str] = set()
        """The indicators that the last formula read."""
        self._leaves = 0

    @abstractmethod
    def constant(self, value: Fraction) -> N:
        """``value`` for each unit."""

    @abstractmethod
    def note_divisor(self, divisor: N) -> None:
        """Notes where ``divisor`` is zero: what is computed there means nothing."""

    def of(self, formula: Formula) -> N:
        """The value of ``formula`` for each unit. Raises NotInColumns."""
        self._leaves = 0
        self.codes = set()
        return self._of(formula)

    def _of(self, formula: Formula) -> N:
        match formula:
            case Quantity(value=value):
                return self.constant(value)
            case Ref(code=code):
                return self._value(code)
            case Negative(operand=operand):
                return -self._of(operand)
            case Binary(operator=operator, left=left, right=right):
                return self._binary(operator, self._of(left), self._of(right))
        return self._call(formula)

    def _value(self, code: str) -> N:
        self._leaves += 1
        if self._leaves > _MOST_LEAVES:
            raise NotInColumns("công thức có quá nhiều số liệu")
        inner = self.like.formula_of(code)
        if inner is not None:
            return self._of(inner)
        return self._given(code)

    def _given(self, code: str) -> N:
        if code not in self.given:
            raise NotInColumns(f"số liệu «{code}» không có trong bảng")
        self.codes.add(code)
        return self.given[code]

    def _binary(self, operator: str, left: N, right: N) -> N:
        match operator:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
        return self._divided(left, right)

    def _divided(self, left: N, right: N) -> N:
        self.note_divisor(right)
        return left / right

    def _call(self, call: Call) -> N:
        function, arguments = call.function, call.arguments
        if year_of_value(call) == self.like.facts.year:
            return self._of(arguments[0])
        if function == "actual_only" and isinstance(arguments[0], Ref):
            return self._given(arguments[0].code)
        if function == "alongside":  # of the others it is only asked whether they are known
            found, read = self._of(arguments[0]), set(self.codes)
            for argument in arguments[1:]:
                self._of(argument)
            self.codes = read
            return found
        if function not in _COMPUTED:
            raise NotInColumns(f"«{WRITTEN.get(function, _INNER)}» không tính theo cột")
        parts = [self._of(argument) for argument in arguments]
        found = parts[0]
        if function == "ratio":
            return self._divided(*parts).times(Fraction(100))
        for part in parts[1:]:
            if function in ("total", "average"):
                found = found + part
            elif function == "greatest":
                found = found.greatest(part)
            elif function == "least":
                found = found.least(part)
        return found.times(Fraction(1, len(parts))) if function == "average" else found


_INNER = "nêu"
"""What functions without a name of their own are for: to hold against what a report claims."""
_COMPUTED = ("ratio", "total", "average", "greatest", "least")


class ColumnFormulas(Formulas[Numbers]):
    """Computes formulas in columns. ``divides_by_zero`` grows to where a divisor was zero."""

    def __init__(self, like: FactBase, given: Mapping[str, Numbers], size: int) -> None:
        super().__init__(like, given)
        self.size = size
        self.divides_by_zero: Flags = np.zeros(size, np.bool_)

    def constant(self, value: Fraction) -> Numbers:
        """``value`` for each unit."""
        return constant(value, self.size)

    def note_divisor(self, divisor: Numbers) -> None:
        """Notes where ``divisor`` is zero."""
        self.divides_by_zero = self.divides_by_zero | divisor.is_zero
