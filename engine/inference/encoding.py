"""Exact numbers → order-preserving small integers, so that any engine compares them exactly (8-semantics, «Numbers»)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from fractions import Fraction

from engine.language.interval import Interval


class Scale:
    """The constants that one input is compared with. The i-th constant is 2i, what lies just below it 2i - 1."""

    def __init__(self, constants: Iterable[Fraction]) -> None:
        self.constants = sorted(set(constants))
        self.top = 2 * len(self.constants) - 1

    def _place(self, value: Fraction) -> int:
        index = bisect_left(self.constants, value)
        exact = index < len(self.constants) and self.constants[index] == value
        return 2 * index if exact else 2 * index - 1

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
