"""The charts of the workbook: axes from 0, so that a flat course looks flat; numbers that follow «Số liệu»."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from engine.reports.xlsx_report import to_xlsx
from engine.workspace.case import evaluate_cases
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace
from tests.reports.test_workbook_sheets import COMMUNE, two_years, workbook
from tests.small_workspace import Small
from tests.workspaces import ROOT

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def charts(root: Path, selection: Selection | None = None) -> dict[str, ElementTree.Element]:
    """The native charts by their titles."""
    case = Cases(Workspace(root)).select(selection or Selection())[-1]
    with zipfile.ZipFile(io.BytesIO(to_xlsx(case, evaluate_cases([case])[0]))) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"xl/charts/chart\d+.xml", name)]
        found = [ElementTree.fromstring(package.read(name)) for name in names]
    return {str(next(next(one.iter(f"{CHART}title")).iter(f"{CHART}v")).text): one for one in found}


def ends(chart: ElementTree.Element) -> dict[str, str]:
    """The ends of the axis of values that are fixed."""
    found = {end: chart.find(f".//{CHART}valAx/{CHART}scaling/{CHART}{end}") for end in ("min", "max")}
    return {end: str(one.get("val")) for end, one in found.items() if one is not None}


def drawn(chart: ElementTree.Element) -> list[list[float]]:
    """The numbers of every series."""
    cached = (next(series.iter(f"{CHART}val")).iter(f"{CHART}v") for series in chart.iter(f"{CHART}ser"))
    return [[float(str(value.text)) for value in values] for values in cached]


def test_axes_begin_at_0_and_have_room_for_other_numbers() -> None:
    for selection in (Selection(), Selection(period="6 tháng")):
        assert all(ends(chart) == {"min": "0"} for chart in charts(COMMUNE, selection).values())


def test_completions_stand_beside_100_and_rates_beside_their_goals() -> None:
    found = charts(ROOT)
    completions, goals = drawn(found["So với mục tiêu (%; mục tiêu là 100)"])
    assert [round(value, 2) for value in completions] == [0, 98.85, 100.16, 47.5, 100] and set(goals) == {100}
    rates, goals = drawn(found["Tỷ lệ đạt được bên mục tiêu (%)"])
    assert [round(value, 2) for value in rates] == [75, 70, 0, 100, 22.73] and goals == [40, 70, 70, 100, 20]


def test_small_rates_have_a_chart_of_their_own() -> None:
    found = charts(COMMUNE, Selection(period="6 tháng"))
    assert drawn(found["Tỷ lệ đạt được bên mục tiêu (%)"]) == [[34, 97.4, 93.6], [95, 98, 94]]
    assert drawn(found["Tỷ lệ không quá 20% bên mục tiêu (%)"]) == [[7, 10, 1.8], [7, 5, 1.5]]


def test_the_course_over_the_years_ends_at_the_goal_of_this_one(tmp_path: Path) -> None:
    two_years(tmp_path)
    values, goal = drawn(charts(tmp_path)["1.1. Số hộ (hộ)"])
    assert (values, goal) == ([80, 90], [85])


def test_a_part_of_a_year_is_not_drawn_among_whole_years() -> None:
    found = charts(COMMUNE, Selection(period="6 tháng"))
    values, goal = drawn(found["6.1. Số cây xanh trồng mới (cây)"])
    assert values == [1650, 3200] and goal == [6000]


def test_values_below_0_are_in_sight(tmp_path: Path) -> None:
    small = Small(tmp_path, 'a.tang:\n  tên: Tăng thu\n  đơn vị tính: "%"')
    small.criteria("- số: 1.1\n  nguyên văn: từ 2% trở lên\n  đo bằng: a.tang\n  đạt khi: từ 2% trở lên")
    small.facts("a.tang: -4")
    assert (
        ends(charts(tmp_path)["Tỷ lệ không quá 20% bên mục tiêu (%)"]) == {}
    )  # from below -4 to above 2, with 0 between


def test_an_axis_of_values_below_0_ends_there(tmp_path: Path) -> None:
    small = Small(tmp_path, 'a.tang:\n  tên: Tăng thu\n  đơn vị tính: "%"')
    small.criteria("- số: 1.1\n  nguyên văn: từ -5% trở lên\n  đo bằng: a.tang\n  đạt khi: từ -5% trở lên")
    small.facts("a.tang: -4")
    assert ends(charts(tmp_path)["Tỷ lệ không quá 20% bên mục tiêu (%)"]) == {"max": "0"}


def test_the_numbers_of_this_year_follow_their_cells(tmp_path: Path) -> None:
    two_years(tmp_path)
    rows = [row for row in workbook(tmp_path)["Biểu đồ"].iter_rows(values_only=True) if row[1] == "1.1"]
    assert [row[4] for row in rows] == ["=so_muc_tieu_1_1", 80, "=thuc_hien_1_1"]


def test_no_bar_keeps_a_verdict_that_its_number_has_left(tmp_path: Path) -> None:
    """The verdict stands beside the numbers, as a reference; labels and colours, which cannot follow, tell none."""
    two_years(tmp_path)
    rows = [row for row in workbook(tmp_path)["Biểu đồ"].iter_rows(values_only=True) if row[1] == "1.1"]
    assert [row[3] for row in rows] == ["1.1", "năm 2022", "năm 2023"]
    assert [row[7] for row in rows] == ["=ket_luan_1_1", None, "=ket_luan_1_1"]
    assert not [point for chart in charts(tmp_path).values() for point in chart.iter(f"{CHART}dPt")]


def test_what_is_not_drawn_is_named() -> None:
    texts = [str(row[0]) for row in workbook(ROOT)["Biểu đồ"].iter_rows(1, 3, values_only=True)]
    assert any(text.startswith("Không vẽ 3.1, 6.1:") for text in texts)


def test_no_name_becomes_a_formula_of_a_chart(tmp_path: Path) -> None:
    small = Small(tmp_path, 'a.ho:\n  tên: "=Sheet1!$A$1"\n  đơn vị tính: hộ')
    small.criteria("- số: 1.1\n  nguyên văn: từ 2 hộ trở lên\n  đo bằng: a.ho\n  đạt khi: từ 2 hộ trở lên")
    small.facts("a.ho: 4", year=2022, as_of="31/12/2022").facts("a.ho: 5")
    found = charts(tmp_path)
    assert "1.1. =Sheet1!$A$1 (hộ)" in found
    for chart in found.values():
        assert all("Biểu đồ" in str(formula.text) for formula in chart.iter(f"{CHART}f"))
