"""Bars beside numbers: they begin at zero, the highest value has the highest bar, and order is kept."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.many_units.sparkline import between, sparkline

BARS = "▁▂▃▄▅▆▇█"


def test_bars_are_as_long_as_their_numbers() -> None:
    assert sparkline([Fraction(0), Fraction(50), Fraction(100)]) == "▁▅█"
    assert sparkline([Fraction(-50), Fraction(0), Fraction(50)]) == "▁▅█"


def test_what_hardly_changes_looks_flat() -> None:
    """2.376 of 2.579 are 6,4 of 7 steps, 2.329 are 6,3."""
    assert sparkline([Fraction(2376), Fraction(2329), Fraction(2579)]) == "▇▇█"


def test_a_year_without_value_is_a_dot() -> None:
    assert sparkline([Fraction(5), None, Fraction(5)]) == "█·█"
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
