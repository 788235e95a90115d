"""Three-valued logic (Kleene): what is not known is neither true nor false."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """Ordered, so that «and» is the minimum and «or» the maximum."""

    FALSE = -1
    UNKNOWN = 0
    TRUE = 1

    def __invert__(self) -> Truth:
        return Truth(-int(self))


def conjunction(parts: Iterable[Truth]) -> Truth:
    """«tất cả»: true if all parts are, false if any is, otherwise unknown."""
    return min(parts, default=Truth.TRUE)


def disjunction(parts: Iterable[Truth]) -> Truth:
    """«bất kỳ»: true if any part is, false if all are, otherwise unknown."""
    return max(parts, default=Truth.FALSE)
