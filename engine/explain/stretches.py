"""The line of values cut at the points where a verdict can turn: points, open stretches between them, and how far they are."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from engine.language.interval import Interval, point


def stretches(points: list[Fraction]) -> list[Interval]:
    """The points, and the open stretches before, between and after them."""
    if not points:
        return []
    between = [Interval(low, high, True, True) for low, high in pairwise(points)]
    return [
        *map(point, points),
        *between,
        Interval(None, points[0], True, True),
        Interval(points[-1], None, True, True),
    ]


def reaches(value: Interval, least: Fraction | None) -> Interval | None:
    """Whether some of ``value`` is at least ``least``."""
    if least is None or value.high is None or value.high > least or (value.high == least and not value.high_open):
        return value
    return None


def distance(value: Interval, now: Interval) -> tuple[Fraction, int]:
    """How far ``value`` is from ``now``; an open stretch is just beyond its nearest end."""
    ends = [end for end in (value.low, value.high) if end is not None]
    present = [end for end in (now.low, now.high) if end is not None]
    return min(abs(end - p) for end in ends for p in present or [Fraction(0)]), int(value.exact is None)


def inside(value: Interval, scale: Fraction) -> Interval:
    """A number within an open stretch."""
    if value.low is not None and value.high is not None:
        return point((value.low + value.high) / 2)
    if value.low is not None:
        return point(value.low + scale)
    return point((value.high or Fraction(0)) - scale)


def is_above(measured: Interval, end: Fraction) -> bool:
    return (measured.low is not None and measured.low >= end) or (measured.high is None or measured.high > end)


def gap(value: Interval, now: Fraction) -> Fraction:
    ends = [end for end in (value.low, value.high) if end is not None]
    return min((end - now for end in ends), key=abs)
