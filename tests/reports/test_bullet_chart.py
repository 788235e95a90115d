"""Bullet charts: positions worked out by hand, and their proportions for any numbers."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation.evaluation import Evaluation
from engine.language.interval import Interval, point
from engine.reports.bullet_chart import BulletChart, Goal, bullet_chart, draw
from tests.explain.conftest import Audited
from tests.small_workspace import Small
from tests.workspaces import case_in

F = Fraction
CATALOGUE = """
x.so: {tên: Số hộ, đơn vị tính: hộ}
x.ty_le: {tên: Tỷ lệ hộ nghèo, đơn vị tính: "%"}
x.ngay: {tên: Ngày xong, kiểu: ngày}
x.xep_loai: {tên: Xếp loại, kiểu: phân loại, giá trị: [yếu, khá, tốt]}
x.co: {tên: Có kế hoạch, kiểu: có/không}
"""


def at_least(threshold: int | Fraction) -> Goal:
    return Goal(F(threshold), Interval(F(threshold), None), None, "≥ ", False)


def chart_of(root: Path, goal: str, value: str, code: str = "x.so", more: str = "") -> BulletChart | None:
    """The chart of a criterion of a small workspace."""
    small = Small(root, CATALOGUE)
    small.criteria(f"- số: 1.1\n  nguyên văn: Một\n  đo bằng: {code}\n  đạt khi: {goal}\n{more}").facts(
        f"{code}: {value}"
    )
    audited = Audited(case_in(root))
    criterion = next(iter(audited.evaluation.criteria))
    return bullet_chart(criterion.measures[0], criterion)


@pytest.mark.slow
def test_positions_of_95_against_200_by_hand() -> None:
    """The axis runs from 0 to 200 x 1,12 = 224 over 220 - 2 x 6 = 208: 95 is 88,21 wide, 200 stands at 6 + 185,71."""
    chart = draw(point(F(95)), at_least(200))
    assert (chart.zero, chart.marker) == ("6", "191.71")
    assert chart.bar == ("6", "88.21")
    assert chart.zone == ("191.71", "28.29")  # đạt from 200 to the edge of the canvas
    assert [(tick.text, tick.anchor) for tick in chart.ticks] == [("0", "middle"), ("≥ 200", "middle")]


def test_a_value_of_zero_is_seen() -> None:
    chart = draw(point(F(0)), at_least(7))
    assert chart.bar is not None and float(chart.bar.width) > 0


def test_a_bound_is_full_up_to_its_end_and_hatched_beyond() -> None:
    """«trên 1.800»: 0 to 1 800 is certain, what follows is possible, and goes on beyond the canvas."""
    chart = draw(Interval(F(1800), None, True), at_least(1800))
    assert chart.bar is not None and chart.possible is not None
    assert float(chart.bar.x) + float(chart.bar.width) == pytest.approx(float(chart.possible.x), abs=0.02)
    assert (chart.open_low, chart.open_high) == (False, True)


def test_a_value_below_zero_grows_to_the_left() -> None:
    chart = draw(point(F(-50)), at_least(100))
    assert chart.bar is not None
    assert float(chart.bar.x) + float(chart.bar.width) == pytest.approx(float(chart.zero), abs=0.02)


def test_an_interval_around_zero_has_no_certain_part() -> None:
    chart = draw(Interval(F(-1), F(1)), at_least(2))
    assert chart.bar is None and chart.possible is not None


def test_a_range_as_a_goal_is_a_band_between_both_its_ends(tmp_path: Path) -> None:
    """7-8 and 8,1: the axis ends at 8,1 x 1,12 = 9,072; 7 stands at 6 + 160,49, 8 is 22,93 further."""
    chart = chart_of(tmp_path, "7-8%", "8,1%", "x.ty_le")
    assert chart is not None
    assert chart.band == ("166.49", "22.93")
    assert (chart.marker, chart.ticks[-1].text) == ("", "7 - 8")


def test_a_corridor_is_a_band_and_nothing_outside_of_it_is_right(tmp_path: Path) -> None:
    chart = chart_of(tmp_path, "trong khoảng từ 7 đến 8%", "9%", "x.ty_le")
    assert chart is not None
    assert chart.zone == chart.band


def test_lower_is_better_where_the_wording_says_so(tmp_path: Path) -> None:
    """«giảm còn 3%»: everything from the left edge to 3 is đạt, although the bar grows to the right."""
    chart = chart_of(tmp_path, "giảm còn 3%", "4%", "x.ty_le")
    assert chart is not None and chart.zone is not None
    assert chart.lower_is_better
    assert chart.zone.x == "0"
    assert float(chart.zone.width) == pytest.approx(float(chart.marker), abs=0.01)


@pytest.mark.parametrize(
    ("goal", "sign"),
    [("trên 45 hộ", "> 45"), ("dưới 45 hộ", "< 45"), ("từ 45 hộ trở xuống", "≤ 45"), ("đạt 45 hộ", "45")],
)
def test_the_tick_says_whether_the_edge_belongs_to_the_goal(tmp_path: Path, goal: str, sign: str) -> None:
    chart = chart_of(tmp_path, goal, "45 hộ")
    assert chart is not None and chart.ticks[-1].text == sign


@pytest.mark.parametrize(
    ("goal", "value", "code"),
    [("từ khá trở lên", "tốt", "x.xep_loai"), ("có", "có", "x.co"), ("trước 31/12/2025", "1/2/2023", "x.ngay")],
)
def test_nothing_is_drawn_where_there_is_no_number(tmp_path: Path, goal: str, value: str, code: str) -> None:
    assert chart_of(tmp_path, goal, value, code) is None


def test_nothing_is_drawn_without_a_value(tmp_path: Path) -> None:
    small = Small(tmp_path, CATALOGUE)
    small.criteria("- số: 1.1\n  nguyên văn: Một\n  đo bằng: x.so\n  đạt khi: từ 5 hộ trở lên").facts("x.ty_le: 3%")
    audited = Audited(case_in(tmp_path))
    criterion = next(iter(audited.evaluation.criteria))
    assert bullet_chart(criterion.measures[0], criterion) is None


def test_units_are_those_of_the_row(tmp_path: Path) -> None:
    """A goal of 2 nghìn hộ against 1.000 hộ: the bar is half of the way to the marker."""
    chart = chart_of(tmp_path, "từ 2 nghìn hộ trở lên", "1.000 hộ")
    assert chart is not None and chart.bar is not None
    assert float(chart.bar.width) * 2 == pytest.approx(float(chart.marker) - float(chart.zero), abs=0.03)


numbers = st.fractions(min_value=0, max_value=10**12, max_denominator=1000)


@given(numbers, numbers.filter(lambda n: n > 0))
def test_lengths_are_proportional_to_numbers(value: Fraction, threshold: Fraction) -> None:
    chart = draw(point(value), at_least(threshold))
    assert chart.bar is not None
    bar, goal = float(chart.bar.width), float(chart.marker) - float(chart.zero)
    assert bar == pytest.approx(max(2.0, goal * float(value / threshold)), abs=0.05 * max(1, float(value / threshold)))


ends = st.one_of(st.none(), st.fractions(min_value=-1000, max_value=1000, max_denominator=10))


@pytest.mark.slow
@given(ends, ends, st.fractions(min_value=-1000, max_value=1000, max_denominator=10))
def test_everything_stays_on_the_canvas(low: Fraction | None, high: Fraction | None, threshold: Fraction) -> None:
    if low is not None and high is not None and low >= high:
        low, high = high, low if low > high else low + 1
    chart = draw(Interval(low, high), at_least(threshold))
    bands = [band for band in (chart.bar, chart.possible, chart.zone) if band is not None]
    assert all(float(band.x) >= 0 and float(band.x) + float(band.width) <= 222.01 for band in bands)
    assert all(float(band.width) > 0 for band in bands)
    assert 0 <= float(chart.marker) <= 220


def test_the_example_of_2019_has_a_chart_per_number() -> None:
    root = Path(__file__).resolve().parents[2] / "examples" / "quoc-hoi-2019"
    audited = Audited(case_in(root))
    evaluation: Evaluation = audited.evaluation
    found = {c.id: bullet_chart(c.measures[0], c) for c in evaluation.criteria}
    banded = {identifier for identifier, chart in found.items() if chart is not None and chart.band is not None}
    assert None not in found.values()
    assert banded == {"1", "3", "5", "6.1", "8.1", "8.2"}  # the goals that the table writes with a dash
    lower = {identifier for identifier, chart in found.items() if chart is not None and chart.lower_is_better}
    assert lower == {"2", "4", "7"}  # CPI, nhập siêu, thất nghiệp
