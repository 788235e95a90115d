"""Columns of numbers compute what fractions do, however large, and place them as the encoding of single values does."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numpy", reason="columns need numpy (chitieu[bulk])")

import numpy as np

from engine.bulk.exact import Numbers, constant, places
from engine.inference.encoding import Scale
from engine.language.interval import point

large = st.integers(-(2**62) + 1, 2**62 - 1) | st.integers(-20, 20) | st.sampled_from([2**31, -(2**31), 2**53 + 1])
factors = st.fractions(max_denominator=10**9) | st.sampled_from([Fraction(10**9), Fraction(1, 10**6), Fraction(-7, 3)])
SIZE = 4
columns = st.lists(large, min_size=SIZE, max_size=SIZE)


@st.composite
def numbers(draw: st.DrawFn) -> Numbers:
    under = draw(st.none() | st.lists(st.integers(1, 2**40), min_size=SIZE, max_size=SIZE))
    return Numbers(
        np.array(draw(columns), np.int64), None if under is None else np.array(under, np.int64), draw(factors)
    )


def told(found: Numbers) -> list[Fraction]:
    return [found.at(unit) for unit in range(SIZE)]


@given(numbers(), numbers(), numbers())
def test_sums_products_and_quotients_are_those_of_fractions(a: Numbers, b: Numbers, c: Numbers) -> None:
    pairs = list(zip(told(a), told(b), strict=True))
    assert told(a + b) == [x + y for x, y in pairs]
    assert told(a - b) == [x - y for x, y in pairs]
    assert told(a * b) == [x * y for x, y in pairs]
    zero = b.is_zero.tolist()
    assert zero == [y == 0 for _, y in pairs]
    quotients = told(a / b)
    assert [q for q, none in zip(quotients, zero, strict=True) if not none] == [x / y for x, y in pairs if y]
    assert a.compared_with(b).tolist() == [x < y for x, y in pairs]
    here = a.compared_with(b)
    assert told(a.where(here, b)) == [min(x, y) for x, y in pairs]
    whole = (a * b - c) * (a + c)
    assert told(whole) == [(x * y - z) * (x + z) for (x, y), z in zip(pairs, told(c), strict=True)]
    assert told(whole.times(Fraction(1, 3))) == [value / 3 for value in told(whole)]


@given(numbers(), st.lists(factors | st.integers(-(2**70), 2**70).map(Fraction), max_size=5), st.data())
def test_places_are_those_of_single_values(found: Numbers, constants: list[Fraction], data: st.DataObject) -> None:
    values = told(found)
    near = data.draw(st.lists(st.sampled_from(values), max_size=3))  # so that equality is tried
    scale = Scale([*constants, *near])
    expected = [scale.ends(point(value))[0] for value in values]
    assert places(found, scale.constants).tolist() == expected


def test_a_constant_is_the_same_for_all() -> None:
    assert told(constant(Fraction(-5, 3), SIZE)) == [Fraction(-5, 3)] * SIZE
