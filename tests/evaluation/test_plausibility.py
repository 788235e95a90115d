"""A number that is a hundred times its goal, or a hundredth of it, is asked about. Source: 9-periods-points, «Plausibility»."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation.plausibility import is_near_goal, near_goal
from engine.language.interval import point
from tests.small_workspace import Small

NUMBERS = st.fractions(-1000, 1_000_000, max_denominator=1000)
MONEY = "a.x:\n  tên: Thu ngân sách\n  đơn vị tính: triệu đồng\n  tính chất: thời điểm"
GOAL = "từ 250 triệu đồng trở lên"
CRITERION = f"- số: 1.1\n  nguyên văn: {GOAL}\n  đo bằng: a.x\n  đạt khi: {GOAL}"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2,5", "chưa bằng một phần 100 mục tiêu"),
        ("2,51", ""),
        ("24.999,9", ""),
        ("25.000", "gấp hơn 100 lần mục tiêu"),
    ],
)
def test_a_number_far_off_its_goal_is_asked_about(tmp_path: Path, value: str, said: str) -> None:
    small = Small(tmp_path, MONEY).criteria(CRITERION)
    small.facts(f"a.x: {value}")
    told = [warning.text for warning in small.evaluate().warnings if warning.code == "CT310"]
    assert len(told) == bool(said) and all(said in message for message in told)


@given(NUMBERS, NUMBERS)
def test_near_is_between_a_hundredth_and_a_hundred_times(value: Fraction, goal: Fraction) -> None:
    assert is_near_goal(point(value), goal, near_goal(goal)) == (value > goal / 100 and value < goal * 100)


@given(st.fractions(1, 1000, max_denominator=1000))
def test_near_ends_where_it_says(goal: Fraction) -> None:
    for edge in (goal / 100, goal * 100):
        assert not is_near_goal(point(edge), goal, near_goal(goal))
    for inside in (goal / 100 + Fraction(1, 10**9), goal * 100 - Fraction(1, 10**9)):
        assert is_near_goal(point(inside), goal, near_goal(goal))
