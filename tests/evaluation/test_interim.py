"""Values whose period is not over: two readings, verdicts and paces, by the cases of 9-periods-points worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_workspace import Small

FLOW = "x.a:\n  tên: Số vụ\n  đơn vị tính: vụ\n  tính chất: trong năm"
TONNES = "x.a:\n  tên: Sản lượng\n  đơn vị tính: tấn\n  tính chất: trong năm"
GROWTH = TONNES + "\nx.g:\n  tên: Tốc độ tăng sản lượng\n  đơn vị tính: '%'\n  công thức: tăng_trưởng(x.a)"


def goal(condition: str, more: str = "", code: str = "x.a") -> str:
    lines = "".join(f"  {line}\n" for line in more.splitlines())
    return f"- số: 1.1\n  nguyên văn: Một mục tiêu\n  đo bằng: {code}\n  đạt khi: {condition}\n{lines}"


def group(value: str, **keys: str) -> str:
    """A group with one value, or several on lines of their own; keys as in «tính_đến»."""
    head = "".join(f"    {key.replace('_', ' ')}: {text}\n" for key, text in keys.items())
    values = "".join(f"      {line}\n" for line in value.splitlines())
    return f"  - nguồn: BC, mục 1\n{head}    giá trị:\n{values}"


def estimate(value: str, **keys: str) -> str:
    return group(value, loại_số_liệu="ước thực hiện", **keys)


def judged(workspace: Small, year: int = 2023) -> tuple[str, str | None, str | None]:
    """Verdict, reason and pace."""
    criterion = workspace.criterion(year=year)
    return str(criterion.status), criterion.reason, criterion.pace_state


YEARLY = "kỳ: hằng năm"


@pytest.mark.parametrize(
    ("condition", "value", "more", "expected"),
    [
        ("không quá 30 vụ", 18, YEARLY, ("period_open", "period_open", "behind")),  # 30 × 6/12 = 15 < 18
        ("không quá 30 vụ", 15, YEARLY, ("period_open", "period_open", "on")),
        ("giảm còn 30 vụ", 18, YEARLY, ("period_open", "period_open", "behind")),
        ("không quá 30 vụ", 34, YEARLY, ("failed", None, None)),
        ("không quá 30 vụ", 34, "", ("not_met", None, None)),  # the year does not end on the deadline 31/12/2025
        ("từ 30 vụ trở lên", 34, YEARLY, ("met", None, None)),
        ("từ 30 vụ trở lên", 15, YEARLY, ("not_met", None, "on")),
        ("từ 30 vụ trở lên", 14, YEARLY, ("not_met", None, "behind")),
    ],
)
def test_half_a_year(
    tmp_path: Path, condition: str, value: int, more: str, expected: tuple[str, str | None, str | None]
) -> None:
    workspace = Small(tmp_path, FLOW).criteria(goal(condition, more)).facts(f"x.a: {value} vụ", as_of="30/6/2023")
    assert judged(workspace) == expected


def test_the_whole_year_decides(tmp_path: Path) -> None:
    workspace = Small(tmp_path, FLOW).criteria(goal("không quá 30 vụ", YEARLY)).facts("x.a: 18 vụ", as_of="31/12/2023")
    assert judged(workspace) == ("met", None, None)


def test_a_period_that_is_over_and_not_covered_decides_nothing(tmp_path: Path) -> None:
    facts = group("x.a: 18 vụ", kỳ="6 tháng")
    workspace = Small(tmp_path, FLOW).criteria(goal("không quá 30 vụ", YEARLY)).groups(facts, as_of="31/12/2023")
    assert judged(workspace) == ("undetermined", "period_ended", None)


# ---------------------------------------------------------------- like with like


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (group("x.a: 6.000 tấn", kỳ="9 tháng") + group("x.a: 8.000 tấn"), ("period_open", "period_open", "on")),
        (group("x.a: 8.000 tấn"), ("undetermined", "no_like_period", None)),
        (group("x.a: 6.200 tấn", kỳ="9 tháng"), ("not_met", None, "behind")),  # 6.300 / 6.200 is +1,6%
        (group("x.a: 6.000 tấn", tính_đến="20/9/2022"), ("period_open", "period_open", "on")),
        (group("x.a: 6.000 tấn", tính_đến="10/9/2022"), ("undetermined", "no_like_period", None)),
        (group("x.a: 6.000 tấn", tính_đến="1/10/2022"), ("undetermined", "no_like_period", None)),
        (
            group("x.a: 6.000 tấn", tính_đến="20/9/2022") + group("x.a: 6.250 tấn", tính_đến="25/9/2022"),
            ("not_met", None, "behind"),  # the nearest: 6.300 / 6.250 is +0,8%
        ),
    ],
)
def test_growth_takes_the_like_period(
    tmp_path: Path, before: str, expected: tuple[str, str | None, str | None]
) -> None:
    workspace = Small(tmp_path, GROWTH).criteria(goal("từ 4% trở lên", YEARLY, "x.g"))
    workspace.groups(before, year=2022, as_of="31/12/2022").facts("x.a: 6.300 tấn", as_of="30/9/2023")
    assert judged(workspace) == expected


def test_the_last_days_of_february_are_alike(tmp_path: Path) -> None:
    workspace = Small(tmp_path, GROWTH).criteria(goal("từ 4% trở lên", YEARLY, "x.g"))
    workspace.groups(group("x.a: 100 tấn", tính_đến="28/2/2023"), year=2023, as_of="31/12/2023")
    workspace.facts("x.a: 110 tấn", year=2024, as_of="29/2/2024")
    assert judged(workspace, 2024) == ("period_open", "period_open", "on")


@pytest.mark.parametrize(
    ("formula", "condition", "expected"),
    [
        ("tỷ_lệ(x.a, cùng_kỳ(x.a))", "từ 104% trở lên", ("period_open", "period_open", "on")),
        ("so_cùng_kỳ(x.a)", "từ 104% trở lên", ("period_open", "period_open", "on")),
        ("tỷ_lệ(x.a, năm_trước(x.a))", "từ 104% trở lên", ("not_met", None, "on")),  # 78,75% ≥ 104 × 9/12 = 78
        ("tỷ_lệ(x.a, năm_trước(x.a))", "từ 106% trở lên", ("not_met", None, "behind")),  # 106 × 9/12 = 79,5
    ],
)
def test_the_year_before_is_a_constant_and_the_like_period_none(
    tmp_path: Path, formula: str, condition: str, expected: tuple[str, str | None, str | None]
) -> None:
    catalogue = TONNES + f"\nx.g:\n  tên: So với năm trước\n  đơn vị tính: '%'\n  công thức: {formula}"
    workspace = Small(tmp_path, catalogue).criteria(goal(condition, YEARLY, "x.g"))
    before = group("x.a: 6.000 tấn", kỳ="9 tháng") + group("x.a: 8.000 tấn")
    workspace.groups(before, year=2022, as_of="31/12/2022").facts("x.a: 6.300 tấn", as_of="30/9/2023")
    assert judged(workspace) == expected


# ---------------------------------------------------------------- parts of a year

QUARTERS = group("x.a: 190 tấn", kỳ="quý I") + group("x.a: 250 tấn", kỳ="quý II") + group("x.a: 210 tấn", kỳ="quý III")


@pytest.mark.parametrize(
    ("facts", "value", "expected"),
    [
        (QUARTERS, 650, ("not_met", None, "on")),  # 800 × 9/12 = 600
        (group("x.a: 190 tấn", kỳ="quý I") + group("x.a: 210 tấn", kỳ="quý III"), 190, ("not_met", None, "behind")),
        (QUARTERS + group("x.a: 655 tấn", kỳ="9 tháng"), 655, ("not_met", None, "on")),
        (QUARTERS + estimate("x.a: 155 tấn", kỳ="quý IV"), 805, ("met", None, None)),
        (QUARTERS + estimate("x.a: 145 tấn", kỳ="quý IV"), 795, ("not_met", None, None)),
        (QUARTERS + estimate("x.a: 640 tấn", kỳ="9 tháng"), 650, ("not_met", None, "on")),  # of a part: set aside
    ],
)
def test_parts_add_up(tmp_path: Path, facts: str, value: int, expected: tuple[str, str | None, str | None]) -> None:
    workspace = Small(tmp_path, TONNES).criteria(goal("từ 800 tấn trở lên", YEARLY)).groups(facts, as_of="30/9/2023")
    actual = workspace.criterion().measures[0].actual
    assert actual is not None
    assert (actual.value.exact, judged(workspace)) == (value, expected)


def test_a_sum_beside_a_given_total_is_said(tmp_path: Path) -> None:
    facts = QUARTERS + group("x.a: 655 tấn", kỳ="9 tháng")
    workspace = Small(tmp_path, TONNES).criteria(goal("từ 800 tấn trở lên", YEARLY)).groups(facts, as_of="30/9/2023")
    assert "CT308" in [warning.code for warning in workspace.evaluate().warnings]


@pytest.mark.parametrize(
    ("value", "more", "expected"),
    [
        ("190 tấn", "", ("met", None, None)),  # below what is reached: 205 decides
        ("từ 180 tấn đến 230 tấn", "", ("met", None, None)),  # cut to 205-230
        ("190 tấn", "\n  có thể giảm: có", ("not_met", None, None)),
        ("từ 180 tấn đến 230 tấn", "\n  có thể giảm: có", ("undetermined", "interval", None)),
    ],
)
def test_estimates_are_cut_to_what_is_reached(
    tmp_path: Path, value: str, more: str, expected: tuple[str, str | None, str | None]
) -> None:
    facts = group("x.a: 205 tấn", tính_đến="31/10/2023") + estimate(f"x.a: {value}")
    workspace = Small(tmp_path, TONNES + more).criteria(goal("từ 200 tấn trở lên", YEARLY))
    assert judged(workspace.groups(facts, as_of="10/11/2023")) == expected


# ---------------------------------------------------------------- over the years

RUNNING = "x.a:\n  tên: Số nhà\n  đơn vị tính: căn\n  tính chất: trong năm"
OF_YEARS = {2021: 40, 2022: 45, 2024: 30, 2025: 52}


@pytest.mark.parametrize(
    ("of_2023", "expected"),
    [
        (group("x.a: 38 căn"), ("met", None, None)),  # 205
        (group("x.a: 30 căn", tính_đến="30/6/2023"), ("undetermined", "interval", None)),  # at least 197
        (group("x.a: 35 căn", tính_đến="30/6/2023"), ("met", None, None)),  # at least 202
        (None, ("undetermined", "missing", None)),  # at least 167
    ],
)
def test_years_are_added_up(tmp_path: Path, of_2023: str | None, expected: tuple[str, str | None, str | None]) -> None:
    workspace = Small(tmp_path, RUNNING).criteria(goal("từ 200 căn trở lên", "cộng dồn: có"))
    for year, value in OF_YEARS.items():
        workspace.facts(f"x.a: {value} căn", year=year, as_of=f"31/12/{year}")
    if of_2023 is not None:
        workspace.groups(of_2023, as_of="31/12/2023")
    assert judged(workspace, 2025)[0] == expected[0]
    assert not any(warning.code == "CT307" for warning in workspace.evaluate(year=2025).warnings)


def test_the_course_over_the_years(tmp_path: Path) -> None:
    workspace = Small(tmp_path, RUNNING).criteria(goal("từ 200 căn trở lên", "cộng dồn: có"))
    workspace.facts("x.a: 40 căn", year=2021, as_of="31/12/2021").facts("x.a: 45 căn", year=2022, as_of="31/12/2022")
    workspace.facts("x.a: 38 căn", as_of="30/9/2023")
    criterion = workspace.criterion()
    assert judged(workspace) == ("not_met", None, "on")  # 123 ≥ 200 × 33/60 = 110
    assert criterion.outlook[0].text == "còn phải thêm 77 căn đến 31/12/2025"


@pytest.mark.parametrize(("formula", "values", "condition", "expected"), [
    ("", ("90%", "97%"), "từ 93% trở lên", ("period_open", "period_open", "on")),  # 93,5%
    ("\n  là tốc độ tăng: có", ("10%", "20%"), "từ 15% trở lên", ("not_met", None, "behind")),  # 1,1 × 1,2 < 1,15²
    ("", ("10%", "20%"), "từ 15% trở lên", ("period_open", "period_open", "on")),  # the arithmetic mean is 15%
])  # fmt: skip
def test_the_mean_of_the_period(
    tmp_path: Path, formula: str, values: tuple[str, str], condition: str, expected: tuple[str, str | None, str | None]
) -> None:
    catalogue = f"x.a:\n  tên: Tỷ lệ đúng hạn\n  đơn vị tính: '%'\n  tính chất: theo kỳ{formula}"
    workspace = Small(tmp_path, catalogue).criteria(goal(condition, "kỳ: bình quân giai đoạn"))
    for year, value in zip((2021, 2022), values, strict=True):
        workspace.facts(f"x.a: {value}", year=year, as_of=f"31/12/{year}")
    assert judged(workspace, 2022) == expected


# ---------------------------------------------------------------- deadlines inside the data


@pytest.mark.parametrize(
    ("nature", "condition", "facts", "expected"),
    [
        ("trong năm", "từ 500 cây trở lên", ("410 cây", "520 cây"), "failed"),
        ("trong năm", "không quá 10 cây", ("8 cây", "12 cây"), "met"),
        ("thời điểm", "từ 800 cây trở lên", (None, "805 cây"), "met"),
        ("thời điểm", "từ 900 cây trở lên", (None, "870 cây"), "failed"),
        ("thời điểm", "từ 800 cây trở lên", ("790 cây", "805 cây"), "failed"),
    ],
)
def test_the_fact_on_or_before_the_deadline_decides(
    tmp_path: Path, nature: str, condition: str, facts: tuple[str | None, str], expected: str
) -> None:
    catalogue = f"x.a:\n  tên: Số cây\n  đơn vị tính: cây\n  tính chất: {nature}"
    first, second = facts
    given = (group(f"x.a: {first}", tính_đến="30/6/2023") if first else "") + group(f"x.a: {second}")
    workspace = Small(tmp_path, catalogue).criteria(goal(condition, "hạn: 30/6/2023"))
    assert judged(workspace.groups(given, as_of="30/9/2023")) == (expected, None, None)


def test_a_deadline_of_a_year_before(tmp_path: Path) -> None:
    """Of a stock the value of the year of the deadline goes on to decide; what a year brings is not asked for any more."""
    for nature, expected in (("thời điểm", "failed"), ("trong năm", "not_applicable")):
        catalogue = f"x.a:\n  tên: Số cây\n  đơn vị tính: cây\n  tính chất: {nature}"
        workspace = Small(tmp_path / expected, catalogue).criteria(goal("từ 500 cây trở lên", "hạn: 31/12/2022"))
        workspace.facts("x.a: 410 cây", year=2022, as_of="31/12/2022").facts("x.a: 520 cây")
        assert judged(workspace)[0] == expected


# ---------------------------------------------------------------- goals that are measures, plans

SIDES = (
    "x.thu:\n  tên: Thu\n  đơn vị tính: tỷ đồng\n  tính chất: trong năm\n"
    "x.chi:\n  tên: Chi\n  đơn vị tính: tỷ đồng\n  tính chất: trong năm"
)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (group("x.thu: 40\nx.chi: 38") + estimate("x.thu: 55"), ("period_open", "period_open", "unknown")),
        (group("x.thu: 40\nx.chi: 38") + estimate("x.thu: 55\nx.chi: 57"), ("not_met", None, None)),
        (group("x.thu: 40") + group("x.chi: 20", kỳ="6 tháng"), ("undetermined", "no_like_period", None)),
    ],
)
def test_both_sides_are_of_one_period(tmp_path: Path, facts: str, expected: tuple[str, str | None, str | None]) -> None:
    workspace = Small(tmp_path, SIDES).criteria(goal("từ x.chi trở lên", YEARLY, "x.thu"))
    facts = facts.replace("thực hiện\n", "thực hiện\n    kỳ: cả năm\n")
    assert judged(workspace.groups(facts, as_of="30/9/2023")) == expected


PLAN = SIDES.replace("trong năm", "kế hoạch", 2).replace("kế hoạch", "trong năm", 1)


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ({"15/12/2022": 48, "10/7/2023": 45, "5/12/2023": 40}, ("met", None, None)),
        ({"15/12/2022": 48}, ("not_met", None, "on")),  # 48 × 9/12 = 36
        ({"5/12/2023": 40}, ("undetermined", "missing", None)),
    ],
)
def test_the_version_of_a_plan_in_force_counts(
    tmp_path: Path, versions: dict[str, int], expected: tuple[str, str | None, str | None]
) -> None:
    workspace = Small(tmp_path, PLAN).criteria(goal("từ x.chi trở lên", YEARLY, "x.thu"))
    plans = "".join(group(f"x.chi: {value}", tính_đến=day) for day, value in versions.items())
    assert judged(workspace.groups(group("x.thu: 46") + plans, as_of="30/9/2023")) == expected


def test_a_part_that_has_ended_beside_one_that_has_not(tmp_path: Path) -> None:
    catalogue = FLOW + "\nx.b:\n  tên: Số nợ\n  đơn vị tính: hộ\n  tính chất: lũy kế"
    both = "{tất cả: [x.a không quá 12 vụ, x.b không quá 100 hộ]}"
    for late, debts, expected in (
        ("9 tháng", 70, ("undetermined", "period_ended", None)),
        ("9 tháng", 110, ("failed", None, None)),
        ("cả năm", 70, ("period_open", "period_open", "behind")),  # 100 × 36/60 = 60 < 70
    ):
        workspace = Small(tmp_path / f"{late}{debts}".replace(" ", ""), catalogue)
        workspace.criteria(f"- số: 1.1\n  nguyên văn: Hai mục tiêu\n  đạt khi: {both}\n")
        workspace.groups(group("x.a: 9 vụ", kỳ=late) + group(f"x.b: {debts} hộ"), as_of="31/12/2023")
        assert judged(workspace) == expected


# ---------------------------------------------------------------- declared courses

COURSE = "kỳ: hằng năm\ntiến độ:\n  6 tháng: 35%\n  9 tháng: 70%"


@pytest.mark.parametrize(("as_of", "expected"), [("30/6/2023", "on"), ("31/7/2023", "behind")])
def test_a_declared_course(tmp_path: Path, as_of: str, expected: str) -> None:
    """80 of 200: by June 70 is asked for, by July 200 × (35 + 35/3)% = 93,33."""
    workspace = Small(tmp_path, TONNES).criteria(goal("từ 200 tấn trở lên", COURSE)).facts("x.a: 80 tấn", as_of=as_of)
    assert judged(workspace) == ("not_met", None, expected)


def test_of_a_goal_in_percent_the_declared_share_is_the_value(tmp_path: Path) -> None:
    catalogue = "x.a:\n  tên: Tỷ lệ giải ngân\n  đơn vị tính: '%'\n  tính chất: trong năm"
    course = "kỳ: hằng năm\ntiến độ:\n  6 tháng: 40%"
    workspace = Small(tmp_path, catalogue).criteria(goal("từ 95% trở lên", course))
    assert judged(workspace.facts("x.a: 39%", as_of="30/6/2023")) == ("not_met", None, "behind")
    assert judged(workspace.facts("x.a: 40%", as_of="30/6/2023")) == ("not_met", None, "on")
