"""Tiến độ and outlook, with the arithmetic done by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.domain.verdicts import PaceState
from engine.evaluation.criterion_results import CriterionResult
from engine.workspace.case import evaluate_cases
from tests.small_workspace import Small
from tests.workspaces import cases_in

COUNTED = """
x.a:
  tên: Số tổ thành lập mới
  đơn vị tính: tổ
  tính chất: lũy kế
"""
FLOW = """
x.a:
  tên: Thu ngân sách
  đơn vị tính: triệu đồng
  tính chất: trong năm
"""
STOCK = """
x.a:
  tên: Số thành viên
  đơn vị tính: thành viên
"""
GOAL = """
- số: 1.1
  nguyên văn: Từ 60 trở lên
  đo bằng: x.a
  đạt khi: từ 60 trở lên
"""


@pytest.mark.parametrize(
    ("value", "state"),
    # 10/11/2023 of 2021-2025: 34 months of 60 have ended.
    [(33, PaceState.BEHIND), (34, PaceState.ON), (36, PaceState.ON)],
)
def test_what_is_counted_over_the_period(tmp_path: Path, value: int, state: PaceState) -> None:
    workspace = Small(tmp_path, COUNTED).criteria(GOAL).facts(f"x.a: {value}", as_of="10/11/2023")
    pace = workspace.criterion().pace
    assert pace is not None
    assert (pace.state, pace.required) == (state, 34)


def test_a_flow_of_part_of_the_year_against_the_plan_of_the_year(tmp_path: Path) -> None:
    """By 30/6 half of the year is over: 29 of 60 is behind, 30 on schedule."""
    for value, state in ((29, PaceState.BEHIND), (30, PaceState.ON), (31, PaceState.ON)):
        workspace = Small(tmp_path / str(value), FLOW).criteria(GOAL).facts(f"x.a: {value}", as_of="30/6/2023")
        pace = workspace.criterion().pace
        assert pace is not None
        assert (pace.state, pace.required) == (state, 30_000_000)


def test_a_flow_of_the_whole_year_has_a_verdict_and_no_pace(tmp_path: Path) -> None:
    assert Small(tmp_path, FLOW).criteria(GOAL).facts("x.a: 29").criterion().pace is None


def test_a_stock_has_a_pace_only_where_its_opening_value_is_known(tmp_path: Path) -> None:
    """From 20 at the end of 2020 to 60 in 2025: by the end of 2023 three fifths of the way, 44."""
    workspace = Small(tmp_path, STOCK).criteria(GOAL).facts("x.a: 43")
    assert workspace.criterion().pace is None
    (tmp_path / "facts/xa-a/2020.yaml").write_text(
        "nghị quyết: 1/NQ-HĐND\nđơn vị: xã A\nnăm: 2020\ntính đến: 31/12/2020\nnguồn:\n  BC:\n    tên: Báo cáo\n"
        "số liệu:\n  - nguồn: BC\n    giá trị:\n      x.a: 20\n",
        "utf-8",
    )
    states = []
    for value in (43, 44, 45):
        workspace.facts(f"x.a: {value}")
        pace = _evaluated(workspace).pace
        assert pace is not None
        states.append(pace.state)
    assert states == [PaceState.BEHIND, PaceState.ON, PaceState.ON]


def _evaluated(workspace: Small) -> CriterionResult:
    """2020 lies outside the period, which is only warned of here."""
    return next(iter(evaluate_cases(cases_in(workspace.root, 2023))[0].criteria))


def test_what_is_lacking_is_shared_among_the_years_left(tmp_path: Path) -> None:
    """30 short of 60 at the end of 2023, with 2024 and 2025 to come: 15 a year."""
    (outlook,) = Small(tmp_path, STOCK).criteria(GOAL).facts("x.a: 30").criterion().outlook
    assert (outlook.gap, outlook.years_left, outlook.per_year) == (30, 2, 15)


def test_in_the_last_year_nothing_is_shared(tmp_path: Path) -> None:
    workspace = Small(tmp_path, STOCK).criteria(GOAL).facts("x.a: 30", year=2025, as_of="30/6/2025")
    (outlook,) = workspace.criterion(year=2025).outlook
    assert (outlook.years_left, outlook.per_year) == (0, None)


def test_a_projection_goes_on_as_the_years_before(tmp_path: Path) -> None:
    """40 in 2021, 46 in 2023: 3 a year, 52 in 2025, not 60. From 40 to 50: 5 a year, 60."""
    workspace = Small(tmp_path, STOCK).criteria(GOAL).facts("x.a: 40", year=2021, as_of="31/12/2021")
    for value, projected, reaches in ((46, 52, False), (50, 60, True)):
        (outlook,) = workspace.facts(f"x.a: {value}").criterion().outlook
        assert outlook.projection is not None
        assert (outlook.projection.value, outlook.projection.reaches) == (projected, reaches)
        assert outlook.projection.first_year == 2021


def test_one_year_alone_gives_no_projection(tmp_path: Path) -> None:
    (outlook,) = Small(tmp_path, STOCK).criteria(GOAL).facts("x.a: 40").criterion().outlook
    assert outlook.projection is None


FORECAST = """
dự báo:
  - mã: DB-1
    của: [1.1]
    khi: nội dung 1.1 chậm tiến độ
    kết luận: Khó đạt.
  - mã: DB-2
    khi: chỉ tiêu 1 chậm tiến độ
    kết luận: Chỉ tiêu chậm.
"""


@pytest.mark.parametrize("engine", ["durable", "clips"])
@pytest.mark.parametrize(("value", "found"), [("33", ["DB-1", "DB-2"]), ("34", []), ("61", []), ("chưa có", None)])
def test_behind_can_be_asked_for_in_conditions(
    tmp_path: Path, engine: str, value: str, found: list[str] | None
) -> None:
    from engine.inference.engines import available

    if engine not in available():
        engine = "auto"
    workspace = Small(tmp_path, COUNTED).criteria(GOAL, FORECAST).facts(f"x.a: {value}", as_of="10/11/2023")
    result = workspace.evaluate(engine=engine)
    assert [f.id for f in result.findings] == (found or [])
    assert [f.id for f in result.undetermined_findings] == (["DB-1", "DB-2"] if found is None else [])


RATE = """
x.a:
  tên: Tỷ lệ
  đơn vị tính: "%"
"""


def test_a_rate_moves_by_points(tmp_path: Path) -> None:
    """5% in 2022, 6% in 2023: one điểm % a year, 8% in 2025."""
    workspace = (
        Small(tmp_path, RATE).criteria(GOAL.replace("60 ", "60% ")).facts("x.a: 5%", year=2022, as_of="31/12/2022")
    )
    (outlook,) = _evaluated(workspace.facts("x.a: 6%")).outlook
    assert outlook.projection is not None
    assert "bình quân mỗi năm tăng 1 điểm %" in outlook.projection.text
    assert outlook.projection.value == 8


def test_of_alternatives_none_is_said_to_be_required(tmp_path: Path) -> None:
    """«dưới 5 hoặc trên 30» with 10: neither fewer nor more is a must."""
    either = GOAL.replace("đạt khi: từ 60 trở lên", "đạt khi:\n    bất kỳ: [dưới 5, trên 30]")
    assert Small(tmp_path, STOCK).criteria(either).facts("x.a: 10").criterion().outlook == ()


# ---------------------------------------------------------------- what random rulebooks found


def goal(text: str, more: str = "") -> str:
    return f"- số: 1.1\n  nguyên văn: Thực hiện\n  đo bằng: x.a\n  đạt khi: {text}\n" + (f"  {more}\n" if more else "")


def opening(root: Path, value: str) -> None:
    """The value at the end of 2020, the year before the period."""
    (root / "facts/xa-a/2020.yaml").write_text(
        "nghị quyết: 1/NQ-HĐND\nđơn vị: xã A\nnăm: 2020\ntính đến: 31/12/2020\nnguồn:\n  BC:\n    tên: Báo cáo\n"
        f"số liệu:\n  - nguồn: BC\n    giá trị:\n      x.a: {value}\n",
        "utf-8",
    )


HALF = "  - nguồn: BC, mục 1\n    tính đến: 30/6/2023\n    giá trị:\n      x.a: {}\n"
WHOLE = "  - nguồn: BC, mục 2\n    kỳ: cả năm\n    giá trị:\n      x.a: {}\n"


def test_a_flow_that_covers_its_year_has_no_pace_whatever_was_counted_before(tmp_path: Path) -> None:
    """10 of 60 by the end of June, 60 in the whole year: reached, and behind nothing."""
    workspace = Small(tmp_path, FLOW).criteria(goal("từ 60 trở lên"))
    criterion = workspace.groups(HALF.format(10) + WHOLE.format(60)).criterion()
    assert (str(criterion.status), criterion.pace) == ("met", None)


@pytest.mark.parametrize("values", [(10, 40), (40, 10)])
def test_two_numbers_for_one_day_leave_the_pace_open_whichever_stands_first(
    tmp_path: Path, values: tuple[int, int]
) -> None:
    workspace = Small(tmp_path, FLOW).criteria(goal("từ 60 trở lên"))
    workspace.groups("".join(map(HALF.format, values)), as_of="30/6/2023")
    pace = _evaluated(workspace).pace
    assert pace is not None and pace.state is PaceState.UNKNOWN


@pytest.mark.parametrize(
    "catalogue",
    [
        one + "  có thể âm: có\n  có thể giảm: có\n"
        for one in (FLOW, COUNTED.replace("tổ\n  tính", "triệu đồng\n  tính"))
    ],
)
def test_no_course_leads_from_nothing_to_less_than_nothing(tmp_path: Path, catalogue: str) -> None:
    """-50 is no 250 % of the goal -20; it is worse than the goal."""
    workspace = Small(tmp_path, catalogue).criteria(goal("từ -20 trở lên"))
    pace = workspace.facts("x.a: -50", as_of="30/6/2023").criterion().pace
    assert pace is not None and pace.state is PaceState.UNKNOWN


@pytest.mark.parametrize("text", ["khác 60", "trong khoảng từ 40 đến 60"])
def test_a_goal_that_lies_on_no_one_side_has_no_course(tmp_path: Path, text: str) -> None:
    workspace = Small(tmp_path, STOCK).criteria(goal(text)).facts("x.a: 61")
    opening(tmp_path, "90")
    assert _evaluated(workspace).pace is None


@pytest.mark.parametrize(("value", "state"), [(41, PaceState.BEHIND), (40, PaceState.ON), (39, PaceState.ON)])
def test_a_stock_may_be_on_its_way_to_nothing(tmp_path: Path, value: int, state: PaceState) -> None:
    """From 100 at the end of 2020 to 0 in 2025: 60 of 100 are gone at the end of 2023."""
    workspace = Small(tmp_path, STOCK).criteria(goal("giảm còn 0 thành viên")).facts(f"x.a: {value}")
    opening(tmp_path, "100")
    pace = _evaluated(workspace).pace
    assert pace is not None
    assert (pace.state, pace.required) == (state, 40)


def test_from_the_bound_itself_no_way_leads_beyond_it(tmp_path: Path) -> None:
    """«trên 60» from 60: any step is the whole way."""
    workspace = Small(tmp_path, STOCK).criteria(goal("trên 60")).facts("x.a: 60")
    opening(tmp_path, "60")
    assert _evaluated(workspace).pace is None


STANDS = "  - nguồn: BC, mục 1\n    {}\n    giá trị:\n      x.a: {}\n"
ESTIMATED = "loại số liệu: ước thực hiện"
HALF_ESTIMATED = f"{ESTIMATED}\n    kỳ: 6 tháng"


@pytest.mark.parametrize(
    ("text", "start", "kind", "as_of", "value", "state", "required"),
    [
        # 3 of 5 years are over on the day that an estimate of the year stands at: from 20 to 60 that is 44, whenever it was made.
        ("từ 60 trở lên", 20, ESTIMATED, "10/11/2023", 43, PaceState.BEHIND, 44),
        ("từ 60 trở lên", 20, ESTIMATED, "10/11/2023", 44, PaceState.ON, 44),
        ("đạt 0, chiều giảm", 30, ESTIMATED, "10/11/2023", 13, PaceState.BEHIND, 12),
        ("đạt 0, chiều giảm", 30, ESTIMATED, "10/11/2023", 12, PaceState.ON, 12),
        # One of 6 tháng stands at 30/6: 30 months of 60, 40.
        ("từ 60 trở lên", 20, HALF_ESTIMATED, "10/11/2023", 39, PaceState.BEHIND, 40),
        ("từ 60 trở lên", 20, HALF_ESTIMATED, "10/11/2023", 40, PaceState.ON, 40),
        # What was counted stands at its own day (33 months: 42), at 31/12 where the file of the year was made later.
        ("từ 60 trở lên", 20, "tính đến: 30/9/2023", "10/11/2023", 41, PaceState.BEHIND, 42),
        ("từ 60 trở lên", 20, "tính đến: 30/9/2023", "10/11/2023", 42, PaceState.ON, 42),
        ("từ 60 trở lên", 20, "loại số liệu: thực hiện", "10/3/2024", 43, PaceState.BEHIND, 44),
        ("từ 60 trở lên", 20, "loại số liệu: thực hiện", "10/3/2024", 44, PaceState.ON, 44),
    ],
)
def test_a_stock_is_on_its_way_by_the_day_that_it_stands_at(
    tmp_path: Path, text: str, start: int, kind: str, as_of: str, value: int, state: PaceState, required: int
) -> None:
    """9: «by months ended at the end of the counted fact's period»; an estimate of a stock stands at the end of its kỳ, else at 31/12."""
    wording, *falls = text.split(", ")
    workspace = Small(tmp_path, STOCK).criteria(goal(wording, "chiều tốt: giảm" if falls else ""))
    workspace.groups(STANDS.format(kind, value), as_of=as_of)
    opening(tmp_path, str(start))
    pace = _evaluated(workspace).pace
    assert pace is not None
    assert (pace.state, pace.required) == (state, required)


def test_an_estimate_of_the_whole_year_counts_up_to_its_end(tmp_path: Path) -> None:
    """35 estimated for the end of 2023: 36 of 60 months are due, not 34."""
    estimated = WHOLE.replace("kỳ: cả năm", "loại số liệu: ước thực hiện\n    kỳ: cả năm")
    workspace = Small(tmp_path, COUNTED).criteria(goal("từ 60 trở lên"))
    pace = workspace.groups(estimated.format(35), as_of="10/11/2023").criterion().pace
    assert pace is not None
    assert (pace.state, pace.required) == (PaceState.BEHIND, 36)


@pytest.mark.parametrize(
    ("applies", "found", "undetermined"),
    [("có", ["DB-1", "DB-2"], []), ("không", [], ["DB-2"]), ("chưa có", [], ["DB-1", "DB-2"])],
)
def test_what_does_not_apply_is_behind_nothing(
    tmp_path: Path, applies: str, found: list[str], undetermined: list[str]
) -> None:
    """33 of 60 is behind on 10/11/2023, where the criterion applies; where that is not so or not known, nothing is said.

    DB-1 belongs to the criterion, which is not unmet where it does not apply.
    """
    catalogue = COUNTED + "x.co:\n  tên: Có tổ\n  kiểu: có/không\n"
    workspace = Small(tmp_path, catalogue).criteria(goal("từ 60 trở lên", "áp dụng khi: x.co có"), FORECAST)
    workspace.facts(f"x.a: 33\nx.co: {applies}", as_of="10/11/2023")
    result = workspace.evaluate()
    assert [f.id for f in result.findings] == found
    assert [f.id for f in result.undetermined_findings] == undetermined
    assert (next(iter(result.criteria)).pace is None) == (applies != "có")


def test_what_is_summed_over_the_period_has_no_value_before_it(tmp_path: Path) -> None:
    """A projection looks at the year before the period too: there is nothing to sum, and nothing to crash on."""
    workspace = Small(tmp_path, FLOW).criteria(goal("từ 60 trở lên", "cộng dồn: có"))
    workspace.facts("x.a: 10", year=2021, as_of="31/12/2021")
    opening(tmp_path, "5")
    criterion = workspace.criterion(year=2021)
    assert str(criterion.status) == "not_met"
    assert [outlook.projection for outlook in criterion.outlook] == [None]


def rate(root: Path, value: str, at_least: str, by_september: str) -> PaceState | None:
    """The pace of a rate at 30/9/2023 against its goal and what is declared for «9 tháng»."""
    catalogue = "x.a:\n  tên: Tốc độ tăng\n  đơn vị tính: '%'\n  tính chất: theo kỳ\n  có thể âm: có"
    more = f"kỳ: hằng năm\n  tiến độ:\n    9 tháng: {by_september}"
    workspace = Small(root, catalogue).criteria(goal(f"từ {at_least} trở lên", more))
    return workspace.facts(f"x.a: {value}", as_of="30/9/2023").criterion().pace_state


@pytest.mark.parametrize("value", ["-5%", "từ -3% đến -1%"])
def test_a_rate_has_a_declared_course_to_nothing_too(tmp_path: Path, value: str) -> None:
    """In % the values of «tiến độ» count as they are, whatever the goal: all of it is below 2."""
    assert rate(tmp_path, value, "0%", "2%") is PaceState.BEHIND


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("từ 80% đến 85%", PaceState.ON),
        ("từ 70% đến 79%", PaceState.BEHIND),
        ("từ 75% đến 85%", PaceState.UNKNOWN),  # a part of it keeps up, a part does not
    ],
)
def test_a_rate_that_is_not_exact_keeps_its_course_only_as_a_whole(
    tmp_path: Path, value: str, state: PaceState
) -> None:
    assert rate(tmp_path, value, "90%", "80%") is state
