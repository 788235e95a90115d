"""What several uncertain numbers make together: their sum, means, smallest and greatest, and the values that two share."""

from __future__ import annotations

from fractions import Fraction

from engine.language.interval import EVERYTHING, Interval, point

_ENOUGH = 10**40
"""A root that is no fraction is told to so many places: it equals none of the numbers that people write."""


def total(values: list[Interval]) -> Interval:
    """Returns the sum of ``values``, of which there must be at least one."""
    found = values[0]
    for value in values[1:]:
        found = found + value
    return found


def mean(values: list[Interval]) -> Interval:
    """Returns the arithmetic mean."""
    return total(values) * point(Fraction(1, len(values)))


def geometric_mean(growths: list[Interval]) -> Interval:
    """The mean of growths in percent: what, grown each year, gives the same in the end. Unknown ends stay unknown.

    Source: 9-periods-points, «Natures and the period that a fact covers» (`kỳ` of a criterion).
    """
    product = point(Fraction(1))
    for growth in growths:
        product = product * (growth.scaled(Fraction(1, 100)) + point(Fraction(1)))
    low, high = (None if end is None else _root(end, len(growths)) for end in (product.low, product.high))
    return Interval(low, high, product.low_open, product.high_open)


def _root(product: Fraction, count: int) -> Fraction | None:
    """The yearly growth in percent of what grew by the factor ``product`` in ``count`` years; None below nothing."""
    if product < 0:
        return None
    scaled = _whole_root(product.numerator * _ENOUGH**count // product.denominator, count)
    root = Fraction(scaled, _ENOUGH)
    exact = _exact_root(product, count)
    if exact is not None:
        root = exact
    else:
        root += Fraction(1, 3 * _ENOUGH)
    return (root - 1) * 100


def _exact_root(value: Fraction, count: int) -> Fraction | None:
    top, bottom = _whole_root(value.numerator, count), _whole_root(value.denominator, count)
    return Fraction(top, bottom) if top**count == value.numerator and bottom**count == value.denominator else None


def _whole_root(value: int, count: int) -> int:
    """The largest whole number whose power does not exceed ``value``."""
    if value < 2 or count == 1:
        return value
    guess = 1 << -(-value.bit_length() // count)
    while True:
        better = ((count - 1) * guess + value // guess ** (count - 1)) // count
        if better >= guess:
            return guess
        guess = better


def least(values: list[Interval]) -> Interval:
    """The smallest of several uncertain values: reached at an end as soon as it is reached by one that lies lowest."""
    low, low_open = values[0].low, values[0].low_open
    high, high_open = values[0].high, values[0].high_open
    for value in values[1:]:
        if low is not None and (value.low is None or value.low < low or (value.low == low and not value.low_open)):
            low, low_open = value.low, value.low_open
        if high is None or (value.high is not None and (value.high < high or (value.high == high and value.high_open))):
            high, high_open = value.high, value.high_open
    return Interval(low, high, low_open, high_open)


def greatest(values: list[Interval]) -> Interval:
    """Returns the greatest of several uncertain values."""
    return -least([-value for value in values])


def common(a: Interval, b: Interval) -> Interval | None:
    """Returns the values that lie in both; None where there are none."""
    lows = [(end.low, end.low_open) for end in (a, b) if end.low is not None]
    highs = [(end.high, end.high_open) for end in (a, b) if end.high is not None]
    low = max(lows, default=(None, True), key=lambda e: (e[0] if e[0] is not None else Fraction(0), e[1]))
    high = min(highs, default=(None, True), key=lambda e: (e[0] if e[0] is not None else Fraction(0), not e[1]))
    try:
        return Interval(low[0], high[0], low[1], high[1]) if lows or highs else EVERYTHING
    except ValueError:
        return None
