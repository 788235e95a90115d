"""Comparing the small integers that enter an engine is comparing the exact values that they stand for.

What is expected is computed here from fractions alone: by trying out representatives of every stretch of the number line
on which nothing changes. ``CHITIEU_EXAMPLES=5000 pytest tests/inference/test_encoding.py`` tries that many new examples.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.inference.boxes import Box, interval_boxes
from engine.inference.encoding import Scale
from engine.inference.program import Slot
from engine.language.interval import EVERYTHING, Interval, point
from engine.language.logic import Truth

pytestmark = pytest.mark.slow

_ASKED = os.environ.get("CHITIEU_EXAMPLES")
examples = settings(max_examples=int(_ASKED) if _ASKED else 200, derandomize=_ASKED is None, deadline=None)

# Numbers as in plans and budgets, quotients that no decimal writes, and neighbours closer than any float can tell apart.
NUMBERS = st.one_of(
    st.integers(-20, 20).map(Fraction),
    st.fractions(-100, 100, max_denominator=60),
    st.decimals(-(10**12), 10**12, places=4).map(Fraction),
    st.integers(0, 6).map(lambda n: 10**18 + Fraction(n, 3 * 10**9)),
    st.integers(-(10**40), 10**40).map(Fraction),
)
CONSTANTS = st.lists(NUMBERS, max_size=8)


@st.composite
def intervals(draw: st.DrawFn, ends: st.SearchStrategy[Fraction]) -> Interval:
    end = st.none() | ends
    low, high = draw(end), draw(end)
    if low is not None and high is not None and low > high:
        low, high = high, low
    opens = st.booleans() if low is None or low != high else st.just(False)
    return Interval(low, high, draw(opens), draw(opens))


@st.composite
def scales(draw: st.DrawFn) -> tuple[Scale, list[Fraction], st.SearchStrategy[Fraction]]:
    """A scale, its constants in order, and numbers of which many are among the constants or next to them."""
    constants = draw(CONSTANTS)
    near = [constant + step for constant in constants for step in (0, Fraction(1, 10**30), -Fraction(1, 7))]
    return Scale(constants), sorted(set(constants)), st.one_of(NUMBERS, *([st.sampled_from(near)] if near else []))


def holds(value: Fraction, interval: Interval) -> bool:
    """Whether a single value lies in an interval."""
    above = interval.low is None or (value > interval.low if interval.low_open else value >= interval.low)
    below = interval.high is None or (value < interval.high if interval.high_open else value <= interval.high)
    return above and below


def representatives(ends: Iterable[Fraction | None]) -> list[Fraction]:
    """Every end, and a value between any two neighbours and beyond the outermost: no comparison tells more apart."""
    found = sorted({end for end in ends if end is not None}) or [Fraction(0)]
    between = [(left + right) / 2 for left, right in pairwise(found)]
    return [found[0] - 1, *found, *between, found[-1] + 1]


def truth(value: Interval, allowed: Interval) -> Truth:
    """True where every value that is possible is allowed, false where none is."""
    possible = [v for v in representatives((value.low, value.high, allowed.low, allowed.high)) if holds(v, value)]
    verdicts = {holds(v, allowed) for v in possible}
    assert verdicts, "no interval is empty"
    return Truth.UNKNOWN if len(verdicts) == 2 else Truth.TRUE if True in verdicts else Truth.FALSE


def passes(low: int, high: int, box: Box) -> bool:
    """What an engine does with the checks of a pattern."""
    slots = {Slot.LOW: low, Slot.HIGH: high}
    return all(
        (check.low is None or slots[check.slot] >= check.low)
        and (check.high is None or slots[check.slot] <= check.high)
        for check in box
    )


# ---------------------------------------------------------------- points


@examples
@given(st.data())
def test_a_point_compares_with_every_constant_as_its_code_does(data: st.DataObject) -> None:
    scale, constants, numbers = data.draw(scales())
    value = data.draw(numbers)
    code = scale.low(point(value))
    for index, constant in enumerate(constants):
        assert scale.low(point(constant)) == scale.high(point(constant)) == 2 * index
        assert (code >= 2 * index) == (value >= constant)
        assert (code > 2 * index) == (value > constant)
        assert (code <= 2 * index) == (value <= constant)
        assert (code < 2 * index) == (value < constant)
        assert (code == 2 * index) == (value == constant)


@examples
@given(st.data())
def test_codes_keep_the_order_of_values(data: st.DataObject) -> None:
    scale, constants, numbers = data.draw(scales())
    left, right = sorted((data.draw(numbers), data.draw(numbers)))
    codes = scale.low(point(left)), scale.low(point(right))
    told_apart = left != right and any(left <= constant <= right for constant in constants)
    assert (codes[0] < codes[1]) if told_apart else (codes[0] == codes[1])


# ---------------------------------------------------------------- intervals


@examples
@given(st.data())
def test_codes_are_small_integers_in_order(data: st.DataObject) -> None:
    scale, constants, numbers = data.draw(scales())
    value = data.draw(intervals(numbers))
    low, high = scale.low(value), scale.high(value)
    assert type(low) is int and type(high) is int
    assert -1 <= low <= high <= 2 * len(constants) - 1 == scale.top


@examples
@given(st.data())
def test_a_value_lies_where_its_codes_say(data: st.DataObject) -> None:
    """Of the three truths of «the value lies in the allowed interval» exactly the right one has a box, and one only."""
    scale, constants, numbers = data.draw(scales())
    allowed = data.draw(intervals(st.sampled_from(constants)) if constants else st.just(EVERYTHING))
    value = data.draw(intervals(numbers))
    low, high = scale.low(value), scale.high(value)
    passed = [t for t in Truth for box in interval_boxes(scale, allowed, t) if passes(low, high, box)]
    assert passed == [truth(value, allowed)]


@examples
@given(st.data())
def test_comparisons_of_the_ends_decide_at_least_and_at_most(data: st.DataObject) -> None:
    """«từ X trở lên», «trên X», «từ X trở xuống», «dưới X» of an uncertain value, straight from the two integers."""
    scale, constants, numbers = data.draw(scales())
    assume(constants)
    value = data.draw(intervals(numbers))
    index = data.draw(st.integers(0, len(constants) - 1))
    constant, code = constants[index], 2 * index
    low, high = scale.low(value), scale.high(value)
    assert (low >= code) == (truth(value, Interval(constant, None)) is Truth.TRUE)
    assert (low > code) == (truth(value, Interval(constant, None, low_open=True)) is Truth.TRUE)
    assert (high <= code) == (truth(value, Interval(None, constant)) is Truth.TRUE)
    assert (high < code) == (truth(value, Interval(None, constant, high_open=True)) is Truth.TRUE)
    assert (low == high == code) == (truth(value, point(constant)) is Truth.TRUE)


@examples
@given(st.data())
def test_an_unknown_value_is_undecided_wherever_anything_is_excluded(data: st.DataObject) -> None:
    scale, constants, _ = data.draw(scales())
    allowed = data.draw(intervals(st.sampled_from(constants)) if constants else st.just(EVERYTHING))
    low, high = scale.low(EVERYTHING), scale.high(EVERYTHING)
    found = {t for t in Truth for box in interval_boxes(scale, allowed, t) if passes(low, high, box)}
    assert found == {Truth.TRUE if allowed == EVERYTHING else Truth.UNKNOWN}


def test_neighbours_that_no_float_tells_apart() -> None:
    threshold, next_to_it = Fraction(10**18), Fraction(10**18) + Fraction(1, 10**18)
    assert float(threshold) == float(next_to_it)
    scale = Scale([threshold, Fraction(1, 3), Fraction("0.333333333333333333")])
    assert scale.low(point(next_to_it)) > scale.low(point(threshold))
    assert scale.low(point(Fraction(1, 3))) > scale.low(point(Fraction("0.333333333333333333")))


def test_an_input_that_is_compared_with_nothing_has_one_code() -> None:
    scale = Scale([])
    for value in (EVERYTHING, point(Fraction(5)), Interval(Fraction(1), None, low_open=True)):
        assert (scale.low(value), scale.high(value)) == (-1, -1)
