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


def conjunction(parts: Iterable[Truth]) -> Truth:
    """Returns TRUE where all parts are true, FALSE where one is false, else UNKNOWN («tất cả»)."""
    return min(parts, default=Truth.TRUE)


def disjunction(parts: Iterable[Truth]) -> Truth:
    """Returns TRUE where one part is true, FALSE where all are false, else UNKNOWN («bất kỳ»)."""
    return max(parts, default=Truth.FALSE)
