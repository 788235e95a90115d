"""Bars beside numbers: the lowest value has the lowest bar, the highest the highest, and order is kept."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.many_units.sparkline import between, sparkline

BARS = "▁▂▃▄▅▆▇█"


def test_the_ends_are_the_lowest_and_the_highest_bar() -> None:
    assert sparkline([Fraction(2400), Fraction(2600), Fraction(2500)]) == "▁█▅"


def test_a_year_without_value_is_a_dot_and_an_even_course_stays_in_the_middle() -> None:
    assert sparkline([Fraction(5), None, Fraction(5)]) == "▄·▄"
    assert sparkline([None, None]) == "··"


def test_shares_are_drawn_between_none_and_all() -> None:
    assert between([Fraction(0), Fraction(1, 2), Fraction(1)], Fraction(0), Fraction(1)) == "▁▅█"
    assert between([Fraction(1, 2)] * 2, Fraction(0), Fraction(1)) == "▅▅"


@pytest.mark.slow
@given(st.lists(st.fractions(), min_size=1, max_size=12))
def test_a_greater_value_never_has_a_lower_bar(values: list[Fraction]) -> None:
    bars = [BARS.index(bar) for bar in sparkline(values)]
    for one, bar in zip(values, bars, strict=True):
        for other, other_bar in zip(values, bars, strict=True):
            assert one >= other or bar <= other_bar
