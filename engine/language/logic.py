"""Three-valued logic (Kleene): true, false and unknown."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """The truth values, ordered so that «and» is the minimum and «or» the maximum."""

    FALSE = -1
    UNKNOWN = 0
    TRUE = 1

    def __invert__(self) -> Truth:
        return Truth(-int(self))


class State(IntEnum):
    """What is known of a condition on values whose period may not be over, ordered as the truth values are.

    «so far»: it is so with the values as they are, and may yet change. «for good»: a running total is past the edge, so that
    nothing that can still happen changes it. Source: 9-periods-points, «Two readings» and «Verdicts».
    """

    FALSE_FOR_GOOD = -3
    FALSE = -2
    FALSE_SO_FAR = -1
    UNKNOWN = 0
    TRUE_SO_FAR = 1
    TRUE = 2
    TRUE_FOR_GOOD = 3

    def __invert__(self) -> State:
        return State(-int(self))

    @property
    def so_far(self) -> Truth:
        """Whether it holds with the values as they are."""
        return Truth((self > 0) - (self < 0))

    @property
    def is_so_far(self) -> bool:
        """Whether it may yet change."""
        return abs(self) == 1


def state_of(truth: Truth) -> State:
    """The state of a condition on final values."""
    return State(2 * int(truth))


def conjunction(parts: Iterable[Truth]) -> Truth:
    """Returns TRUE where all parts are true, FALSE where one is false, else UNKNOWN («tất cả»)."""
    return min(parts, default=Truth.TRUE)


def disjunction(parts: Iterable[Truth]) -> Truth:
    """Returns TRUE where one part is true, FALSE where all are false, else UNKNOWN («bất kỳ»)."""
    return max(parts, default=Truth.FALSE)
