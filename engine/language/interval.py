"""Intervals of exact numbers: a fact such as «trên 1.500» stands for all values above 1.500."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from itertools import product
from math import ceil, floor

from engine.domain.records import NamedTuple
from engine.language.logic import Truth


class Interval:
    """The values between two ends; ``None`` is an infinite end, which is always open. It never changes.

    Raises ValueError where the interval would be empty.

    >>> point(Fraction(2)) + Interval(Fraction(1), None, low_open=True)
    Interval(low=Fraction(3, 1), high=None, low_open=True, high_open=True)
    """

    __slots__ = ("high", "high_open", "low", "low_open")

    low: Fraction | None
    high: Fraction | None
    low_open: bool
    high_open: bool

    def __init__(
        self, low: Fraction | None, high: Fraction | None, low_open: bool = False, high_open: bool = False
    ) -> None:
        self.low = low
        self.high = high
        self.low_open = low_open or low is None
        self.high_open = high_open or high is None
        if (low is high is not None and not (low_open or high_open)) or low is None or high is None:
            return  # most are a point
        if low > high or (low == high and (low_open or high_open)):
            raise ValueError(f"empty interval: {self}")

    def kept_parts(self) -> tuple[Fraction | None, Fraction | None, bool, bool]:
        """Returns what an interval is made of."""
        return self.low, self.high, self.low_open, self.high_open

    def __eq__(self, other: object) -> bool:
        return self.kept_parts() == other.kept_parts() if isinstance(other, Interval) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.kept_parts())

    def __repr__(self) -> str:
        low, high, low_open, high_open = self.kept_parts()
        return f"Interval({low=}, {high=}, {low_open=}, {high_open=})"

    @property
    def exact(self) -> Fraction | None:
        """The value of a point; None for any other interval."""
        return self.low if self.low is self.high or self.low == self.high else None

    def __add__(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high, self.low_open or other.low_open, self.high_open or other.high_open)

    def __neg__(self) -> Interval:
        return Interval(_minus(self.high), _minus(self.low), self.high_open, self.low_open)

    def __sub__(self, other: Interval) -> Interval:
        return self + (-other)

    def __mul__(self, other: Interval) -> Interval:
        corners = [_corner(a, b) for a, b in product(self._ends(), other._ends())]
        low = min(corners, key=lambda end: (end.value, end.open))
        high = max(corners, key=lambda end: (end.value, not end.open))
        return Interval(_finite(low), _finite(high), low.open, high.open)

    def __truediv__(self, other: Interval) -> Interval:
        """Returns all quotients. Raises ZeroDivisionError where the divisor may be 0."""
        return self * other._inverse()

    def scaled(self, factor: Fraction) -> Interval:
        """Returns all values multiplied by ``factor``."""
        if factor <= 0:
            return self * point(factor)
        if self.low is not None and self.low is self.high:
            return point(self.low * factor)
        low, high = (None if end is None else end * factor for end in (self.low, self.high))
        return Interval(low, high, self.low_open, self.high_open)

    def _inverse(self) -> Interval:
        if self.holds_zero():
            raise ZeroDivisionError
        low, low_open = (None, True) if self.high == 0 else (_reciprocal(self.high), self.high_open)
        high, high_open = (None, True) if self.low == 0 else (_reciprocal(self.low), self.low_open)
        return Interval(low, high, low_open, high_open)

    def holds_zero(self) -> bool:
        """Returns whether 0 is one of the values."""
        return self.within(point(Fraction(0))) is not Truth.FALSE

    def within(self, other: Interval) -> Truth:
        """Returns TRUE where every value lies in ``other``, FALSE where none does, else UNKNOWN."""
        if self.low is self.high is not None:  # the usual case: a number
            inside = _is_above(self.low, other.low, other.low_open) and _is_above(other.high, self.low, other.high_open)
            return Truth.TRUE if inside else Truth.FALSE
        if _starts_at_or_after(self, other) and _starts_at_or_after(-self, -other):
            return Truth.TRUE
        return Truth.FALSE if _wholly_above(self, other) or _wholly_above(other, self) else Truth.UNKNOWN

    def hull(self, other: Interval) -> Interval:
        """Returns the smallest interval that contains both."""
        low = self if _starts_at_or_after(other, self) else other
        high = self if _starts_at_or_after(-other, -self) else other
        return Interval(low.low, high.high, low.low_open, high.high_open)

    def tightened(self, step: Fraction) -> Interval:
        """Returns the interval with its ends moved inwards to multiples of ``step``: «trên 44 HTX» is at least 45.

        Raises ValueError where no multiple lies inside.

        >>> Interval(Fraction(44), None, low_open=True).tightened(Fraction(1)).low
        Fraction(45, 1)
        """
        low, high = self.low, self.high
        if low is not None:
            steps = ceil(low / step)
            low = (steps + 1 if self.low_open and steps * step == low else steps) * step
        if high is not None:
            steps = floor(high / step)
            high = (steps - 1 if self.high_open and steps * step == high else steps) * step
        return point(low) if low is not None and low == high else Interval(low, high)

    def _ends(self) -> tuple[_End, _End]:
        below = _End(float("-inf"), True) if self.low is None else _End(self.low, self.low_open)
        above = _End(float("inf"), True) if self.high is None else _End(self.high, self.high_open)
        return below, above


class _End(NamedTuple):
    value: Fraction | float
    open: bool


def point(value: Fraction) -> Interval:
    """Returns the interval that contains only ``value``."""
    return Interval(value, value)


def hull_of(intervals: list[Interval]) -> Interval:
    """Returns the smallest interval that contains all of ``intervals``, of which there must be at least one."""
    return reduce(Interval.hull, intervals)


EVERYTHING = Interval(None, None, True, True)


def _corner(a: _End, b: _End) -> _End:
    if a.value == 0 or b.value == 0:
        # 0 times anything is 0, so the corner belongs to the product where one of the factors can be 0.
        return _End(Fraction(0), not ((a.value == 0 and not a.open) or (b.value == 0 and not b.open)))
    if isinstance(a.value, float) or isinstance(b.value, float):
        return _End(float("inf") if (a.value > 0) == (b.value > 0) else float("-inf"), True)
    return _End(a.value * b.value, a.open or b.open)


def _finite(end: _End) -> Fraction | None:
    return None if isinstance(end.value, float) else end.value


def _minus(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


def _reciprocal(value: Fraction | None) -> Fraction:
    return Fraction(0) if value is None else 1 / value


def _is_above(upper: Fraction | None, lower: Fraction | None, is_open: bool) -> bool:
    """Whether ``upper`` lies above ``lower``, or at it where that is not open; None has no end.

    By products of whole numbers: several times faster than to compare fractions.
    """
    if upper is None or lower is None:
        return True
    (over, under), (above, below) = upper.as_integer_ratio(), lower.as_integer_ratio()
    left, right = over * below, above * under
    return left > right or (left == right and not is_open)


def _starts_at_or_after(inner: Interval, outer: Interval) -> bool:
    if outer.low is None:
        return True
    if inner.low is None:
        return False
    return inner.low > outer.low or (inner.low == outer.low and (inner.low_open or not outer.low_open))


def _wholly_above(upper: Interval, lower: Interval) -> bool:
    if upper.low is None or lower.high is None:
        return False
    return upper.low > lower.high or (upper.low == lower.high and (upper.low_open or lower.high_open))


def stretches(ranks: Iterable[Fraction]) -> tuple[Interval, ...]:
    """Returns the fewest intervals that contain exactly these whole numbers.

    >>> [(s.low, s.high) for s in stretches(map(Fraction, (4, 1, 2)))]
    [(Fraction(1, 1), Fraction(2, 1)), (Fraction(4, 1), Fraction(4, 1))]
    """
    found: list[Interval] = []
    for rank in sorted(set(ranks)):
        if found and found[-1].high == rank - 1:
            found[-1] = Interval(found[-1].low, rank)
        else:
            found.append(point(rank))
    return tuple(found)
