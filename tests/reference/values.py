"""Three-valued logic, and exact arithmetic on what a value may be."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import NamedTuple

Truth = bool | None
"""None is «chưa rõ»."""


def negation(truth: Truth) -> Truth:
    return None if truth is None else not truth


def every(truths: Iterable[Truth]) -> Truth:
    found = set(truths)
    return False if False in found else None if None in found else True


def some(truths: Iterable[Truth]) -> Truth:
    found = set(truths)
    return True if True in found else None if None in found else False


# ---------------------------------------------------------------- what a value may be

End = tuple[Fraction | float, int]
"""A bound and a shift: 0 where the bound itself is possible, 1 just above it, -1 just below it."""
NO_LOW: End = (-math.inf, 1)
NO_HIGH: End = (math.inf, -1)


class Possible(NamedTuple):
    """All values from ``low`` to ``high``."""

    low: End
    high: End


def exactly(value: Fraction | int) -> Possible:
    return Possible((Fraction(value), 0), (Fraction(value), 0))


def lies_in(values: Possible, allowed: Possible) -> Truth:
    """Whether every value is allowed, none is, or it cannot be told."""
    if values.low >= allowed.low and values.high <= allowed.high:
        return True
    if values.high < allowed.low or values.low > allowed.high:
        return False
    return None


def hull(values: Iterable[Possible]) -> Possible:
    lows, highs = zip(*values, strict=True)
    return Possible(min(lows), max(highs))


def opposite(values: Possible) -> Possible:
    (low, above), (high, below) = values
    return Possible((-high, -below), (-low, -above))


def added(a: Possible, b: Possible) -> Possible:
    low = (a.low[0] + b.low[0], max(a.low[1], b.low[1]))
    high = (a.high[0] + b.high[0], min(a.high[1], b.high[1]))
    return Possible(low, high)


def multiplied(a: Possible, b: Possible) -> Possible:
    corners = [_product(x, y) for x in a for y in b]
    least, most = min(value for value, _ in corners), max(value for value, _ in corners)
    low_reached = any(reached for value, reached in corners if value == least)
    high_reached = any(reached for value, reached in corners if value == most)
    return Possible((least, 0 if low_reached else 1), (most, 0 if high_reached else -1))


def _product(x: End, y: End) -> tuple[Fraction | float, bool]:
    """The product of two ends, and whether it is reached: 0 is, as soon as one factor can be 0."""
    if x[0] == 0 or y[0] == 0:
        return Fraction(0), (0, 0) in ((x[0], x[1]), (y[0], y[1]))
    return x[0] * y[0], x[1] == y[1] == 0


def divided(a: Possible, b: Possible) -> Possible | None:
    """None where the divisor may be 0."""
    if lies_in(exactly(0), b):
        return None
    (low, above), (high, below) = b
    inverse_low: End = (Fraction(0), 1) if high == math.inf else NO_LOW if high == 0 else (1 / high, -below)
    inverse_high: End = (Fraction(0), -1) if low == -math.inf else NO_HIGH if low == 0 else (1 / low, -above)
    return multiplied(a, Possible(inverse_low, inverse_high))


def within(values: Possible, allowed: Possible) -> Possible | None:
    """What both leave; None if that is nothing."""
    low, high = max(values.low, allowed.low), min(values.high, allowed.high)
    return Possible(low, high) if low <= high else None


def from_low(values: Possible) -> Possible:
    """[low end, ∞)."""
    return Possible(values.low, NO_HIGH)


EVERYTHING = Possible(NO_LOW, NO_HIGH)


def single(value: Possible | None) -> Fraction | None:
    """The value where it is exact."""
    return (
        value.low[0] if value is not None and value.low == value.high and isinstance(value.low[0], Fraction) else None
    )


ALLOWED: dict[str, Callable[[Fraction], Possible]] = {
    ">=": lambda limit: Possible((limit, 0), NO_HIGH),
    ">": lambda limit: Possible((limit, 1), NO_HIGH),
    "<=": lambda limit: Possible(NO_LOW, (limit, 0)),
    "<": lambda limit: Possible(NO_LOW, (limit, -1)),
    "=": exactly,
}


def one_of(value: Possible | None, ranks: frozenset[int]) -> Truth:
    if value is None:
        return None
    possible = range(int(value.low[0]), int(value.high[0]) + 1)
    among = {rank in ranks for rank in possible}
    return among.pop() if len(among) == 1 else None


def growth(now: Possible | None, before: Possible | None) -> Possible | None:
    """In percent; None where the base may be 0 or less. Now and before occur once each, so the bounds are exact."""
    if now is None or before is None or not lies_in(before, ALLOWED[">"](Fraction(0))):
        return None
    part = divided(now, before)
    assert part is not None
    return multiplied(added(part, exactly(-1)), exactly(100))


def ratio(a: Possible, b: Possible) -> Possible | None:
    part = divided(a, b)
    return None if part is None else multiplied(part, exactly(100))


def _total(*values: Possible) -> Possible:
    total = exactly(0)
    for value in values:
        total = added(total, value)
    return total


def _average(*values: Possible) -> Possible:
    return multiplied(_total(*values), exactly(Fraction(1, len(values))))


def _greatest(*values: Possible) -> Possible:
    return Possible(max(v.low for v in values), max(v.high for v in values))


def _least(*values: Possible) -> Possible:
    return Possible(min(v.low for v in values), min(v.high for v in values))


OPERATIONS: dict[str, Callable[..., Possible | None]] = {
    "+": added,
    "-": lambda a, b: added(a, opposite(b)),
    "*": multiplied,
    "/": divided,
}
FUNCTIONS: dict[str, Callable[..., Possible | None]] = {
    "tỷ_lệ": ratio,
    "tổng": _total,
    "bình_quân": _average,
    "lớn_nhất": _greatest,
    "nhỏ_nhất": _least,
}
