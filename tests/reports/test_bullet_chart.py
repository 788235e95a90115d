"""Bullet charts: positions worked out by hand, and their proportions for any numbers."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation.evaluation import Evaluation
from engine.language import display
from engine.language.interval import Interval, point
from engine.language.units import BARE
from engine.reports.bullet_chart import Band, BulletChart, Goal, bullet_chart, draw
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace
from tests.explain.conftest import Audited
from tests.small_workspace import Small
from tests.workspaces import COMMUNE, case_in

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
    """The goal stands at 150, 144 from the left edge at 6: from 0 on, 95 is 144 x 95 / 200 = 68,4 wide."""
    chart = draw(point(F(95)), at_least(200))
    assert (chart.zero, chart.marker, chart.gap) == ("6", "150", "")
    assert chart.bar == ("6", "68.4")
    assert chart.zone == ("150", "90")  # đạt from 200 to the edge of the canvas
    assert [(tick.text, tick.anchor) for tick in chart.ticks] == [("0", "middle"), ("≥ 200", "middle")]


@pytest.mark.parametrize(
    ("value", "bar", "base"),
    [
        # 5 % of 89,3 is 4,465: 88,1 is 1,2 short of the goal, 144 x 1,2 / 4,465 = 38,7 to the left of it
        (F("88.1"), ("6", "105.3"), F("84.835")),
        # 85 is 4,3 short, more than four fifths of 4,465; the next step is 8,93: 144 x 4,3 / 8,93 = 69,34 to the left
        (F(85), ("6", "74.66"), F("80.37")),
        # 75 is 14,3 short, four fifths of 20 % are 14,288: from zero
        (F(75), ("6", "120.94"), F(0)),
    ],
)
def test_the_axis_is_zoomed_where_the_distance_is_small(value: Fraction, bar: tuple[str, str], base: Fraction) -> None:
    chart = draw(point(value), at_least(F("89.3")))
    assert (chart.bar, chart.marker) == (bar, "150")
    assert (chart.gap, chart.zero) == (("", "6") if base == 0 else ("left", ""))
    assert chart.ticks[0].text == display.amount(base, BARE)


def test_what_is_due_by_now_has_its_own_mark() -> None:
    """45 of 100 is asked for by now: 6 + 144 x 0,45 = 70,8. On an axis that begins at 95 there is no place for it."""
    assert draw(point(F(43)), at_least(100), due=F(45)).due == "70.8"
    assert draw(point(F(99)), at_least(100), due=F(45)).due == ""


def test_what_is_due_of_a_goal_that_is_a_measure_is_drawn_as_a_value() -> None:
    """Thạnh Mỹ, six months: 45 % of an estimate of 12.000 are 5.400 triệu đồng, beside 5.160: 6 + 144 x 0,45 = 70,8."""
    (case,) = Cases(Workspace(COMMUNE)).select(Selection(period="6 tháng"))
    criterion = next(one for one in Audited(case).evaluation.criteria if one.id == "1.1")
    chart = bullet_chart(criterion.measures[0], criterion)
    assert chart is not None and (chart.due, chart.bar) == ("70.8", ("6", "61.92"))


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
    """7-8 and 8,1: the axis begins at 0, 7 stands at 150, and 8 is 144 / 7 = 20,57 further."""
    chart = chart_of(tmp_path, "7-8%", "8,1%", "x.ty_le")
    assert chart is not None
    assert chart.band == ("150", "20.57")
    assert (chart.marker, chart.ticks[-1].text) == ("150", "7 - 8")


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
finite = st.fractions(min_value=-1000, max_value=1000, max_denominator=10)
ends = st.one_of(st.none(), finite)
positive = numbers.filter(lambda n: n > 0)


def end_of(band: Band | None) -> float:
    assert band is not None
    return float(band.x) + float(band.width)


@given(numbers, positive)
def test_lengths_are_proportional_to_numbers(value: Fraction, threshold: Fraction) -> None:
    """Where the axis begins at zero, which a chart says by ``zero``."""
    chart = draw(point(value), at_least(threshold))
    assert chart.bar is not None
    if chart.gap:
        return
    bar, goal = float(chart.bar.width), float(chart.marker) - float(chart.zero)
    assert bar == pytest.approx(max(2.0, goal * float(value / threshold)), abs=0.05 * max(1, float(value / threshold)))


@given(positive, st.fractions(min_value=F(-4, 25), max_value=F(1, 11), max_denominator=1000))
def test_distances_of_a_broken_axis_are_proportional_to_its_zoom(threshold: Fraction, off: Fraction) -> None:
    """``off`` is the distance as a share of the goal; a hundredth of it is then at least 7 of 240 wide, and no bar is lost."""
    chart = draw(point(threshold * (1 + off)), at_least(threshold))
    assert (chart.gap, chart.zero, chart.marker) == ("left", "", "150")
    distance = end_of(chart.bar) - 150
    zooms = [float(144 * off / step) for step in (F(5, 100), F(10, 100), F(20, 100))]
    assert any(distance == pytest.approx(zoomed, abs=0.02) for zoomed in zooms)
    assert abs(distance) + 0.02 >= float(abs(off) * 720)
    assert chart.bar is not None and float(chart.bar.width) >= 28.78  # a fifth of 144


@given(finite, st.lists(finite, min_size=1, max_size=3))
def test_the_goal_stands_at_one_place_whatever_is_drawn(threshold: Fraction, values: list[Fraction]) -> None:
    assert {draw(point(value), at_least(threshold)).marker for value in values} == {"150"}


@given(positive, numbers)
def test_a_value_below_its_goal_ends_left_of_it(threshold: Fraction, value: Fraction) -> None:
    chart = draw(point(value), at_least(threshold))
    assert (end_of(chart.bar) <= 150.01) is (value <= threshold) or end_of(chart.bar) == pytest.approx(150, abs=0.02)


@pytest.mark.slow
@given(ends, ends, finite)
def test_everything_stays_on_the_canvas(low: Fraction | None, high: Fraction | None, threshold: Fraction) -> None:
    if low is not None and high is not None and low >= high:
        low, high = high, low if low > high else low + 1
    chart = draw(Interval(low, high), at_least(threshold))
    bands = [band for band in (chart.bar, chart.possible, chart.zone) if band is not None]
    assert all(float(band.x) >= 0 and float(band.x) + float(band.width) <= 240.01 for band in bands)
    assert all(float(band.width) > 0 for band in bands)
    assert chart.marker == "150"
    assert all(0 <= float(tick.x) <= 240 for tick in chart.ticks)


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
