"""A row of values as a line of small bars: the shape of a course at a glance, beside the numbers themselves."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

_BARS = "▁▂▃▄▅▆▇█"
_NONE = "·"


def sparkline(values: Sequence[Fraction | None]) -> str:
    """One sign per value: the lowest ▁, the highest █, · where there is none; an even course is ▄ throughout."""
    known = [value for value in values if value is not None]
    return between(values, min(known), max(known)) if known else _NONE * len(values)


def between(values: Sequence[Fraction | None], low: Fraction, high: Fraction) -> str:
    """The same with fixed ends: shares between 0 and 1 compare across rows."""
    return "".join(_NONE if value is None else _bar(value, low, high) for value in values)


def _bar(value: Fraction, low: Fraction, high: Fraction) -> str:
    if low == high:
        return _BARS[3]
    return _BARS[int((value - low) / (high - low) * (len(_BARS) - 1) + Fraction(1, 2))]
