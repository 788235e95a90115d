"""What numbers may yet become, in columns, against the intervals of single units."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

pytest.importorskip("numpy", reason="columns need numpy (chitieu[bulk])")

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.bulk.exact import Numbers
from engine.bulk.formulas import NotInColumns
from engine.bulk.spans import Span, between, itself, upwards, within
from engine.inference.encoding import Scale
from engine.language.aggregates import common
from engine.language.interval import Interval, point
from engine.language.logic import Truth

UNITS = 6
numbers = st.lists(st.fractions(-9, 9, max_denominator=4), min_size=UNITS, max_size=UNITS)
ENDS = (
    Interval(Fraction(0), None),
    Interval(Fraction(0), Fraction(5)),
    Interval(None, Fraction(3), high_open=True),
    Interval(Fraction(-1), Fraction(2), low_open=True),
    Interval(None, None),
)
Operation = Callable[[Span, Span], Span]


def column(values: list[Fraction]) -> Numbers:
    """Numbers of units in quarters and thirds."""
    return Numbers(np.array([int(one * 12) for one in values], np.int64), None, Fraction(1, 12))


@st.composite
def spans(draw: st.DrawFn, depth: int = 2) -> tuple[Span, list[Interval]]:
    """A column of spans, and the interval of each unit; of sums, products and quotients too."""
    if depth and draw(st.booleans()):
        found = draw(st.builds(_joined, spans(depth - 1), spans(depth - 1), st.sampled_from("+-*/")))
        return found if found is not None else draw(spans(0))
    values = [Fraction(int(one * 12), 12) for one in draw(numbers)]
    match draw(st.sampled_from(("itself", "upwards", "downwards", "ends"))):
        case "itself":
            return itself(column(values)), [point(one) for one in values]
        case "upwards":
            return upwards(column(values)), [Interval(one, None) for one in values]
        case "downwards":
            return -upwards(column(values)), [-Interval(one, None) for one in values]
    ends = draw(st.sampled_from(ENDS))
    return between(ends, UNITS), [ends] * UNITS


def _joined(
    left: tuple[Span, list[Interval]], right: tuple[Span, list[Interval]], sign: str
) -> tuple[Span, list[Interval]] | None:
    """Computed in columns and unit by unit; units that divide by what may be zero must be odd, or divided by themselves."""
    operations: dict[str, tuple[Operation, Callable[[Interval, Interval], Interval]]] = {
        "+": (lambda a, b: a + b, lambda a, b: a + b),
        "-": (lambda a, b: a - b, lambda a, b: a - b),
        "*": (lambda a, b: a * b, lambda a, b: a * b),
        "/": (lambda a, b: a / b, lambda a, b: a / b),
    }
    of_columns, of_units = operations[sign]
    try:
        found = of_columns(left[0], right[0])
    except NotInColumns:
        return None
    expected, odd = [], found.odd.copy()
    for unit in range(UNITS):
        try:
            expected.append(of_units(left[1][unit], right[1][unit]))
        except ZeroDivisionError:  # by the numbers it is known already
            odd[unit] = True
            expected.append(point(Fraction(0)))
    return found._replace(odd=odd), expected


@given(spans())
def test_spans_are_the_intervals_of_each_unit(found: tuple[Span, list[Interval]]) -> None:
    span, intervals = found
    assert [span.at(unit) for unit in range(UNITS) if not span.odd[unit]] == [
        one for unit, one in enumerate(intervals) if not span.odd[unit]
    ]


@given(spans(), numbers, st.sampled_from(ENDS))
def test_hulls_common_values_and_places(
    found: tuple[Span, list[Interval]], values: list[Fraction], ends: Interval
) -> None:
    span, intervals = found
    beside = column([Fraction(int(one * 12), 12) for one in values])
    scale = Scale([Fraction(-2), Fraction(0), Fraction(1, 2), Fraction(3)])
    hulls, shared = span.hull(beside), span.common(ends)
    low, high = span.places(scale)
    for unit, one in enumerate(intervals):
        if span.odd[unit]:
            continue
        assert hulls.at(unit) == one.hull(point(beside.at(unit)))
        if shared.odd[unit]:
            assert (both := common(one, ends)) is None or both.exact is not None
        else:
            assert shared.at(unit) == common(one, ends)
        assert (low[unit], high[unit]) == (scale.low(one), scale.high(one))


@given(numbers, st.sampled_from(ENDS))
def test_numbers_within_ends(values: list[Fraction], ends: Interval) -> None:
    values = [Fraction(int(one * 12), 12) for one in values]
    assert within(column(values), ends).tolist() == [point(one).within(ends) is Truth.TRUE for one in values]


def test_most_units_say_which_sign_is_computed() -> None:
    """2 × from 1 on is from 2 on; the unit with -1 is odd, as the one with 0 is."""
    factor = itself(column([Fraction(one) for one in (2, 2, 3, -1, 0, 5)]))
    found = factor * upwards(column([Fraction(1)] * UNITS))
    assert found.odd.tolist() == [False, False, False, True, True, False]
    assert found.at(0) == Interval(Fraction(2), None)
