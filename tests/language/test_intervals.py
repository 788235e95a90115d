"""Intervals against their own points: every result holds what the points give, and no end is wider than it must be."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.language.interval import EVERYTHING, Interval, hull_of, point
from engine.language.logic import Truth

TINY = Fraction(1, 10**12)
FAR = Fraction(10**9)
CLOSE = Fraction(1, 1000)
"""How near a sampled point must come to an open end; and 1/CLOSE how far out towards an infinite one."""

Operation = Callable[[Any, Any], Any]
SUM, DIFFERENCE, PRODUCT, QUOTIENT = operator.add, operator.sub, operator.mul, operator.truediv

NUMBERS = st.sampled_from([Fraction(n, 2) for n in range(-6, 7)]) | st.fractions(-1000, 1000, max_denominator=100)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Open, closed and infinite ends, and single points; many ends are shared and many are 0."""
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    if low == high:
        single = point(low)
        return draw(st.sampled_from((single, Interval(low, None, draw(st.booleans())), Interval(None, low))))
    ends = draw(st.sampled_from(((low, high), (low, high), (low, None), (None, high), (None, None))))
    return Interval(*ends, draw(st.booleans()), draw(st.booleans()))


def holds(interval: Interval, value: Fraction) -> bool:
    """Whether ``value`` is one of the values."""
    above = interval.low is None or value > interval.low or (value == interval.low and not interval.low_open)
    below = interval.high is None or value < interval.high or (value == interval.high and not interval.high_open)
    return above and below


def telling_points(*among: Interval) -> list[Fraction]:
    """Every finite end, a point just beside it, one between any two, and points far out: membership changes nowhere else."""
    ends = {end for interval in among for end in (interval.low, interval.high) if end is not None} | {Fraction(0)}
    beside = {end + shift for end in ends for shift in (-TINY, TINY)}
    points = sorted({*ends, *beside, min(ends) - FAR, max(ends) + FAR})
    return sorted({*points, *((a + b) / 2 for a, b in pairwise(points))})


def points_of(interval: Interval) -> list[Fraction]:
    return [value for value in telling_points(interval) if holds(interval, value)]


def assert_ends_are_tight(interval: Interval, values: list[Fraction]) -> None:
    """``values`` are what the points give: a closed end is reached, an open one approached, an infinite one goes on."""
    for end, is_open, extreme, outwards in (
        (interval.low, interval.low_open, min(values), -1),
        (interval.high, interval.high_open, max(values), 1),
    ):
        if end is None:
            assert outwards * extreme > 1 / CLOSE
        elif is_open:
            assert 0 < outwards * (end - extreme) < CLOSE
        else:
            assert extreme == end


# ---------------------------------------------------------------- arithmetic


@pytest.mark.slow
@pytest.mark.parametrize("operation", [SUM, DIFFERENCE, PRODUCT, QUOTIENT])
@given(a=intervals(), b=intervals())
def test_a_result_holds_what_the_points_give_and_nothing_needless(
    operation: Operation, a: Interval, b: Interval
) -> None:
    assume(operation is not QUOTIENT or not holds(b, Fraction(0)))
    values = [operation(x, y) for x, y in product(points_of(a), points_of(b))]
    result = operation(a, b)
    assert all(holds(result, value) for value in values)
    assert_ends_are_tight(result, values)


@pytest.mark.slow
@given(intervals(), intervals())
def test_division_is_refused_exactly_where_the_divisor_may_be_0(a: Interval, b: Interval) -> None:
    assert b.holds_zero() == holds(b, Fraction(0))
    if holds(b, Fraction(0)):
        with pytest.raises(ZeroDivisionError):
            a / b
    else:
        assert a / b == a * (point(Fraction(1)) / b)


@pytest.mark.slow
@given(intervals(), NUMBERS)
def test_negation_mirrors_and_scaling_multiplies(a: Interval, factor: Fraction) -> None:
    assert all(holds(-a, -value) == holds(a, value) for value in telling_points(a))
    assert operator.neg(-a) == a
    assert a.scaled(factor) == a * point(factor)
    assert a.scaled(Fraction(-1)) == -a


@given(NUMBERS, NUMBERS)
def test_exact_numbers_stay_exact(x: Fraction, y: Fraction) -> None:
    assert (point(x) + point(y)).exact == x + y
    assert (point(x) - point(y)).exact == x - y
    assert (point(x) * point(y)).exact == x * y
    if y:
        assert (point(x) / point(y)).exact == x / y


@given(intervals())
def test_exact_is_the_only_value_there_is(a: Interval) -> None:
    assert (a.exact is not None) == (len(points_of(a)) == 1)


# ---------------------------------------------------------------- membership


@given(intervals(), intervals())
def test_within_is_true_for_all_false_for_none_and_otherwise_unknown(value: Interval, allowed: Interval) -> None:
    inside = {holds(allowed, x) for x in telling_points(value, allowed) if holds(value, x)}
    expected = Truth.UNKNOWN if len(inside) == 2 else Truth.TRUE if inside == {True} else Truth.FALSE
    assert value.within(allowed) is expected


def test_45_is_not_above_45_but_from_45() -> None:
    value, above, at_least = (
        point(Fraction(45)),
        Interval(Fraction(45), None, low_open=True),
        Interval(Fraction(45), None),
    )
    assert value.within(above) is Truth.FALSE
    assert value.within(at_least) is Truth.TRUE
    assert above.within(at_least) is Truth.TRUE
    assert at_least.within(above) is Truth.UNKNOWN


# ---------------------------------------------------------------- hull


@given(intervals(), intervals())
def test_the_hull_holds_both_and_no_more(a: Interval, b: Interval) -> None:
    hull = a.hull(b)
    assert hull == b.hull(a) == hull_of([a, b, a])
    assert a.within(hull) is b.within(hull) is Truth.TRUE
    assert_ends_are_tight(hull, points_of(a) + points_of(b))


@pytest.mark.slow
@given(intervals())
def test_a_hull_with_itself_or_with_everything(a: Interval) -> None:
    assert a.hull(a) == a
    assert a.hull(EVERYTHING) == EVERYTHING


# ---------------------------------------------------------------- whole steps


@given(intervals(), st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(3, 10), Fraction(100)]))
def test_tightening_keeps_exactly_the_whole_steps(a: Interval, step: Fraction) -> None:
    start, stop = (a.low if a.low is not None else -FAR), (a.high if a.high is not None else FAR)
    nearby = {(end // step + shift) * step for end in (start, stop) for shift in range(-2, 4)}
    inside = [value for value in sorted(nearby) if holds(a, value)]
    if not inside:
        with pytest.raises(ValueError):
            a.tightened(step)
        return
    tight = a.tightened(step)
    assert (tight.low is None, tight.high is None) == (a.low is None, a.high is None)
    assert tight.low in (None, inside[0])
    assert tight.high in (None, inside[-1])
    assert tight.tightened(step) == tight
    assert all(holds(tight, value) == holds(a, value) for value in nearby)


def test_above_44_cooperatives_is_at_least_45() -> None:
    assert Interval(Fraction(44), None, low_open=True).tightened(Fraction(1)) == Interval(Fraction(45), None)


# ---------------------------------------------------------------- ends


@given(NUMBERS, NUMBERS, st.booleans(), st.booleans())
def test_an_interval_without_values_cannot_be_made(
    low: Fraction, high: Fraction, low_open: bool, high_open: bool
) -> None:
    if low < high or (low == high and not low_open and not high_open):
        assert points_of(Interval(low, high, low_open, high_open))
    else:
        with pytest.raises(ValueError):
            Interval(low, high, low_open, high_open)


def test_an_infinite_end_is_open() -> None:
    assert Interval(None, None, False, False) == EVERYTHING
