"""Exact numbers → order-preserving small integers, so that any engine compares them exactly (8-semantics, «Numbers»)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from engine.language.interval import Interval


class Scale:
    """The constants that one input is compared with. The i-th constant is 2i, what lies just below it 2i - 1."""

    def __init__(self, constants: Iterable[Fraction]) -> None:
        self.constants = sorted(set(constants))
        self.top = 2 * len(self.constants) - 1
        parts = [constant.as_integer_ratio() for constant in self.constants]
        self._denominator = lcm(*(under for _, under in parts))
        self._numerators = [over * (self._denominator // under) for over, under in parts]

    def kept_parts(self) -> tuple[list[Fraction]]:
        """What it is made of again in another run."""
        return (self.constants,)

    def ends(self, interval: Interval) -> tuple[int, int]:
        """The places of both ends."""
        if interval.low is not None and interval.low is interval.high:
            return (place := self._place(interval.low)), place
        return self.low(interval), self.high(interval)

    def _place(self, value: Fraction) -> int:
        """Among the constants as whole numbers over one denominator: many times faster than to compare fractions.

        The constants below the value and those up to it are equally many, but for one more where it is a constant itself.
        """
        over, under = value.as_integer_ratio()
        numerator, rest = divmod(over * self._denominator, under)
        up_to = bisect_right(self._numerators, numerator)
        below = up_to if rest else bisect_left(self._numerators, numerator)
        return below + up_to - 1

    def low(self, interval: Interval) -> int:
        """The place of the lower end; an open end at a constant shifts by one towards the inside."""
        if interval.low is None:
            return -1
        place = self._place(interval.low)
        return place + 1 if interval.low_open and place % 2 == 0 else place

    def high(self, interval: Interval) -> int:
        """The place of the upper end; an open end at a constant shifts by one towards the inside."""
        if interval.high is None:
            return self.top
        place = self._place(interval.high)
        return place - 1 if interval.high_open and place % 2 == 0 else place
