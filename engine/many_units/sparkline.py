"""Draws a row of values as a line of small bars."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from engine.domain.axis import axis

_BARS = "▁▂▃▄▅▆▇█"
_NONE = "·"


def sparkline(values: Sequence[Fraction | None]) -> str:
    """Returns one sign per value, █ for the one that is farthest from zero, · for None: what hardly changes looks flat.

    >>> sparkline([Fraction(1), None, Fraction(3)])
    '▃·█'
    """
    return between(values, *axis(value for value in values if value is not None))


def between(values: Sequence[Fraction | None], low: Fraction, high: Fraction) -> str:
    """Returns one sign per value, ▁ for ``low`` and █ for ``high``, so that rows can be compared.

    >>> between([Fraction(0), Fraction(1, 2)], Fraction(0), Fraction(1))
    '▁▅'
    """
    return "".join(_NONE if value is None else _bar(value, low, high) for value in values)


def _bar(value: Fraction, low: Fraction, high: Fraction) -> str:
    if low == high:
        return _BARS[3]
    return _BARS[int((value - low) / (high - low) * (len(_BARS) - 1) + Fraction(1, 2))]
