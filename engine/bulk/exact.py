"""Exact numbers by unit, as columns of whole numbers: a quotient of two columns times one fraction; nothing is rounded or wrapped.

Columns are integers of 64 bits as long as no result can be beyond them, which is asked before each step; then they are
integers of Python, of any size.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.domain.records import NamedTuple

Whole: TypeAlias = NDArray[Any]
"""Whole numbers by unit: of 64 bits, or of Python."""
Flags: TypeAlias = NDArray[np.bool_]

_ROOM = 2**62


class Numbers(NamedTuple):
    """The number ``over / under`` times ``factor``, by unit; ``under`` is None for 1, and otherwise above zero.

    What stands where a unit has no number means nothing.
    """

    over: Whole
    under: Whole | None
    factor: Fraction

    def __add__(self, other: Numbers) -> Numbers:  # type: ignore[override]
        factor = Fraction(
            gcd(self.factor.numerator, other.factor.numerator) or 1,
            lcm(self.factor.denominator, other.factor.denominator),
        )
        left = _times(_scaled(self.over, self.factor / factor), other.under)
        right = _times(_scaled(other.over, other.factor / factor), self.under)
        return Numbers(_plus(left, right), _times_both(self.under, other.under), factor)

    def __neg__(self) -> Numbers:
        return self._replace(factor=-self.factor)

    def __sub__(self, other: Numbers) -> Numbers:
        return self + -other

    def __mul__(self, other: Numbers) -> Numbers:  # type: ignore[override]
        factor = self.factor * other.factor
        return Numbers(_times(self.over, other.over), _times_both(self.under, other.under), factor)

    def __truediv__(self, other: Numbers) -> Numbers:
        """What is divided by zero means nothing; ``is_zero`` says where."""
        if other.factor == 0:
            return Numbers(self.over, self.under, Fraction(0))
        divisor = np.where(other.over == 0, 1, other.over)
        over = _times(_times(self.over, other.under), np.where(divisor < 0, -1, 1))
        return Numbers(over, _times_both(self.under, _absolute(divisor)), self.factor / other.factor)

    def times(self, factor: Fraction) -> Numbers:
        """Every number times ``factor``."""
        return self._replace(factor=self.factor * factor)

    @property
    def is_zero(self) -> Flags:
        """Where it is zero."""
        if self.factor == 0:
            return np.ones(self.over.shape, np.bool_)
        return _flags(self.over == 0)

    def compared(self, constant: Fraction) -> tuple[Flags, Flags]:
        """Where it is below ``constant``, and where it is equal to it."""
        goal = self.factor.denominator * constant.numerator
        scale = self.factor.numerator * constant.denominator
        common = gcd(goal, scale) or 1
        left = _times(self.over, scale // common)
        right: Whole | int = goal // common if self.under is None else _times(self.under, goal // common)
        return _flags(left < right), _flags(left == right)

    def compared_with(self, other: Numbers) -> Flags:
        """Where it is below ``other``."""
        return (self - other).compared(Fraction(0))[0]

    def where(self, here: Flags, other: Numbers) -> Numbers:
        """Itself ``here``, and ``other`` elsewhere."""
        factor = Fraction(
            gcd(self.factor.numerator, other.factor.numerator) or 1,
            lcm(self.factor.denominator, other.factor.denominator),
        )
        over = np.where(here, _scaled(self.over, self.factor / factor), _scaled(other.over, other.factor / factor))
        if self.under is None and other.under is None:
            return Numbers(over, None, factor)
        unders = [np.ones(over.shape, np.int64) if one is None else one for one in (self.under, other.under)]
        return Numbers(over, np.where(here, *unders), factor)

    def least(self, other: Numbers) -> Numbers:
        """The smaller one, unit by unit."""
        return self.where(self.compared_with(other), other)

    def greatest(self, other: Numbers) -> Numbers:
        """The greater one, unit by unit."""
        return other.where(self.compared_with(other), self)

    def of(self, units: Whole) -> Numbers:
        """The numbers of some units, by their places."""
        return Numbers(self.over[units], None if self.under is None else self.under[units], self.factor)

    def at(self, unit: int) -> Fraction:
        """The number of one unit, by its place."""
        under = 1 if self.under is None else int(self.under[unit])
        return Fraction(int(self.over[unit]), under) * self.factor

    def parts(self) -> Iterable[tuple[int, int]]:
        """What tells the numbers apart, unit by unit: the parts of the quotient."""
        under: Iterable[int] = [1] * len(self.over) if self.under is None else self.under.tolist()
        return zip(self.over.tolist(), under, strict=True)


def constant(value: Fraction, size: int) -> Numbers:
    """``value`` for each of ``size`` units."""
    return Numbers(np.ones(size, np.int64), None, value)


def places(numbers: Numbers, constants: list[Fraction]) -> NDArray[np.int32]:
    """The place of each number among ``constants``, in ascending order: 2i where it is the i-th, 2i - 1 just below it."""
    found: NDArray[np.int32] = np.full(numbers.over.shape, 2 * len(constants) - 1, np.int32)
    for value in constants:
        below, equal = numbers.compared(value)
        found -= below
        found -= below
        found -= equal
    return found


def _flags(found: Any) -> Flags:
    """Comparisons of numbers of Python come as objects."""
    return np.asarray(found, np.bool_)


def _largest(column: Whole) -> int:
    """The largest size of a number in ``column``."""
    return max(abs(int(column.max())), abs(int(column.min()))) if column.size else 0


def _scaled(column: Whole, factor: Fraction) -> Whole:
    assert factor.denominator == 1
    return _times(column, factor.numerator)


def _times(column: Whole, factor: Whole | int | None) -> Whole:
    """The product of a column with a column, or a number; None is 1."""
    if factor is None or (isinstance(factor, int) and factor == 1):
        return column
    size = abs(factor) if isinstance(factor, int) else _largest(factor)
    if size >= _ROOM or _largest(column) * size >= _ROOM:
        column = column.astype(object)
        factor = factor if isinstance(factor, int) else factor.astype(object)
    found: Whole = column * factor
    return found


def _times_both(left: Whole | None, right: Whole | None) -> Whole | None:
    if left is None:
        return right
    return left if right is None else _times(left, right)


def _plus(left: Whole, right: Whole) -> Whole:
    if _largest(left) + _largest(right) >= _ROOM:
        left, right = left.astype(object), right.astype(object)
    found: Whole = left + right
    return found


def _absolute(column: Whole) -> Whole:
    found: Whole = np.where(column < 0, -column, column)
    return found
