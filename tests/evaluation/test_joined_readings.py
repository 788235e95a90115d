"""What page 9 leaves open where its rules meet, as docs/design/periods.md decides it; every value is worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.evaluation.criterion_results import CriterionResult
from engine.workspace.case import evaluate_cases
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace
from tests.evaluation.test_interim import estimate, goal, group, judged
from tests.small_workspace import FACTS, Small


def counted(*codes: str, more: str = "tính chất: trong năm") -> str:
    return "\n".join(f"{code}:\n  tên: Số {code}\n  đơn vị tính: vụ\n  {more}" for code in codes)


YEARLY = "kỳ: hằng năm"
OVER_YEARS = "cộng dồn: có"
PLAN = counted("x.k", more="tính chất: kế hoạch")
STOCK = "x.s:\n  tên: Số x.s\n  đơn vị tính: vụ"
DAY = "x.d:\n  tên: Ngày hoàn thành\n  kiểu: ngày"


# ---------------------------------------------------------------- a range is one comparison


def test_a_range_with_an_unknown_bound_is_unknown(tmp_path: Path) -> None:
    """1 lies below the lower bound, 5; but the upper one is missing, and an unknown operand makes the whole unknown."""
    workspace = Small(tmp_path, counted("x.a", "x.b", "x.c")).criteria(goal("trong khoảng từ x.b đến x.c", YEARLY))
    assert judged(workspace.facts("x.a: 1 vụ\nx.b: 5 vụ")) == ("undetermined", "missing", None)


def test_a_range_is_read_at_one_end(tmp_path: Path) -> None:
    """All three share 6 tháng only, where 8 < 10; 30 of 9 tháng is held against no bound of another end."""
    halves = group("x.a: 8 vụ\nx.b: 10 vụ\nx.c: 25 vụ", kỳ="6 tháng")
    workspace = Small(tmp_path, counted("x.a", "x.b", "x.c")).criteria(goal("trong khoảng từ x.b đến x.c", YEARLY))
    workspace.groups(halves + group("x.a: 30 vụ\nx.b: 12 vụ", kỳ="9 tháng"), as_of="30/9/2023")
    assert judged(workspace)[0] == "not_met"


# ---------------------------------------------------------------- days as goals


@pytest.mark.parametrize(
    ("as_of", "more", "status"),
    [
        ("31/5/2023", "", "not_met"),  # 30/6 has not come yet
        ("31/7/2023", "", "failed"),
        ("31/7/2023", "hạn: 31/10/2023", "not_met"),  # its own «hạn» goes before the day
        ("31/7/2023", "hạn: 31/10/2022", "failed"),  # of another year: not the deadline of this milestone
    ],
)
def test_the_day_of_a_milestone_is_its_deadline(tmp_path: Path, as_of: str, more: str, status: str) -> None:
    text = "\n    2022: chậm nhất 30/11/2022\n    2023: chậm nhất 30/6/2023"
    workspace = Small(tmp_path, DAY).criteria(goal(text, more, "x.d")).facts("x.d: 15/7/2023", as_of=as_of)
    assert str(workspace.criterion().status) == status


# ---------------------------------------------------------------- after the deadline


def test_what_is_judged_after_the_deadline_is_told_by_the_wording_in_force(tmp_path: Path) -> None:
    """The first wording has milestones, the one in force has none and asks for what a year brings: đã hết hạn năm 2022."""
    amended = (
        "hạn: 30/9/2022\nsửa đổi:\n  - văn bản: 2/NQ-HĐND\n    hiệu lực từ: 1/1/2022\n"
        "    nguyên văn: Một mục tiêu\n    đạt khi: từ 10 vụ trở lên"
    )
    workspace = Small(tmp_path, counted("x.a")).criteria(goal("\n    2022: từ 5 vụ trở lên", amended))
    assert judged(workspace.facts("x.a: 20 vụ"))[0] == "not_applicable"


def test_the_first_later_values_that_share_an_end_count_where_none_are_in_time(tmp_path: Path) -> None:
    """By 30/6 there is x.b alone; both are there on 20 and 30/9: 20 + 31 = 51."""
    catalogue = counted("x.a", "x.b") + "\nx.t:\n  tên: Cả hai\n  đơn vị tính: vụ\n  công thức: x.a + x.b"
    workspace = Small(tmp_path, catalogue).criteria(goal("từ 40 vụ trở lên", "hạn: 30/6/2023", "x.t"))
    facts = group("x.a: 20 vụ", tính_đến="20/9/2023") + group("x.b: 16 vụ", kỳ="6 tháng")
    workspace.groups(facts + group("x.b: 31 vụ", kỳ="9 tháng"), as_of="31/12/2023")
    assert judged(workspace)[0] == "met"


# ---------------------------------------------------------------- sums over the years


@pytest.mark.parametrize(
    ("first", "status"),
    [(group("x.a: 41 vụ"), "failed"), (estimate("x.a: 41 vụ", kỳ="cả năm"), "not_met")],
)
def test_only_what_was_counted_makes_a_sum_fail_for_good(tmp_path: Path, first: str, status: str) -> None:
    """41 + 36 = 77 is above 60: for good if both were counted, by an estimate not before the deadline."""
    workspace = Small(tmp_path, counted("x.a"), period="2022-2025").criteria(goal("tối đa 60 vụ", OVER_YEARS))
    workspace.groups(first, year=2022, as_of="31/12/2022").facts("x.a: 36 vụ", as_of="31/10/2023")
    assert str(workspace.criterion().status) == status


def test_sums_over_the_years_are_compared_at_one_end(tmp_path: Path) -> None:
    """Of x.b there is 6 tháng alone: 8 < 10 there, though 30 of 9 tháng is more."""
    workspace = Small(tmp_path, counted("x.a", "x.b"), period="2023-2025")
    workspace.criteria(goal("từ x.b trở lên", OVER_YEARS))
    workspace.groups(
        group("x.a: 8 vụ\nx.b: 10 vụ", kỳ="6 tháng") + group("x.a: 30 vụ", kỳ="9 tháng"), as_of="30/9/2023"
    )
    assert str(workspace.criterion().status) == "not_met"


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ("x.a từ 13 vụ trở lên", "met"),  # 6 + 7
        ("x.a từ 14 vụ trở lên", "not_met"),
        ("x.a + x.b từ 16 vụ trở lên", "met"),  # 6 + 7 and 1 + 2
        ("x.a + x.b từ 17 vụ trở lên", "not_met"),
        ("x.a từ x.k trở lên", "met"),  # plans of 5 and 8, also 13
        (
            "\n    tất cả:\n      - x.a từ 13 vụ trở lên\n      - không phải: x.b từ 4 vụ trở lên",
            "period_open",
        ),  # 3 so far
    ],
)
def test_a_sum_over_the_years_is_that_of_codes_that_the_goal_names(tmp_path: Path, condition: str, status: str) -> None:
    """Page 9, `cộng dồn`: «each `trong năm` code, and each `kế hoạch` compared with it», whether «đo bằng» names it or not."""
    workspace = Small(tmp_path, counted("x.a", "x.b") + "\n" + PLAN, period="2022-2025")
    workspace.criteria(f"- số: 1.1\n  nguyên văn: Một mục tiêu\n  đạt khi: {condition}\n  cộng dồn: có")
    workspace.facts("x.a: 6 vụ\nx.b: 1 vụ\nx.k: 5 vụ", year=2022, as_of="31/12/2022")
    assert str(workspace.facts("x.a: 7 vụ\nx.b: 2 vụ\nx.k: 8 vụ").criterion().status) == status


def test_a_year_with_an_upper_bound_alone_adds_nothing_or_more(tmp_path: Path) -> None:
    """At most 5 up to 10/11/2022 has no low end, and of what is counted no year brings less than 0: [0, ∞) + 31 is above 30."""
    workspace = Small(tmp_path, counted("x.a"), period="2022-2025").criteria(goal("tối đa 30 vụ", OVER_YEARS))
    workspace.facts("x.a: tối đa 5 vụ", year=2022, as_of="10/11/2022").facts("x.a: 31 vụ")
    assert judged(workspace)[0] == "failed"


# ---------------------------------------------------------------- what is counted later is an upper bound

DUE = "hạn: 30/9/2023"
ENDED = ("undetermined", "period_ended", None)
OPEN = ("undetermined", "interval", None)
FAILED = ("failed", None, None)
MET = ("met", None, None)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("từ 36 vụ trở lên", FAILED),
        ("từ 35 vụ trở lên", ENDED),
        ("từ 15 vụ trở lên", MET),
        ("không quá 35 vụ", MET),
        ("không quá 34 vụ", ENDED),
        ("không quá 14 vụ", FAILED),
    ],
)
def test_a_later_actual_bounds_what_the_year_of_the_deadline_adds(
    tmp_path: Path, condition: str, expected: tuple[str, str | None, None]
) -> None:
    """5 by 30/6 and 25 by 31/12 are 5 to 25 by 30/9, and with the 10 of 2022 15 to 35; in the file of 2024 too."""
    workspace = Small(tmp_path, counted("x.a"), period="2022-2025")
    workspace.criteria(goal(condition, f"{OVER_YEARS}\n{DUE}")).facts("x.a: 10 vụ", year=2022, as_of="31/12/2022")
    workspace.groups(group("x.a: 5 vụ", kỳ="6 tháng") + group("x.a: 25 vụ", kỳ="cả năm"))
    assert judged(workspace) == expected
    workspace.facts("x.a: 90 vụ", year=2024, as_of="31/12/2024")
    found = workspace.criterion(year=2024)
    assert (str(found.status), found.reason) == expected[:2]


@pytest.mark.parametrize(
    ("given", "kỳ", "condition", "expected"),
    [
        # An interval is bounded too, of 9 tháng as of 6: 5 to 25. What is open so far already is an interval, and no period that ended.
        ("từ 5 đến 70", "9 tháng", "từ 26", FAILED),
        ("từ 5 đến 70", "9 tháng", "từ 25", OPEN),
        ("trên 5", "9 tháng", "từ 26", FAILED),
        ("trên 5", "6 tháng", "từ 26", FAILED),
        ("trên 5", "6 tháng", "từ 25", OPEN),
    ],
)
def test_a_later_actual_bounds_an_interval(
    tmp_path: Path, given: str, kỳ: str, condition: str, expected: tuple[str, str | None, None]
) -> None:
    """25 in the whole year, so that 30/9 had no more, whatever was known of it then."""
    catalogue = counted("x.a").replace("vụ", "triệu đồng")
    workspace = Small(tmp_path, catalogue).criteria(goal(f"{condition} triệu đồng trở lên", DUE))
    workspace.groups(group(f"x.a: {given} triệu đồng", kỳ=kỳ) + group("x.a: 25 triệu đồng", kỳ="cả năm"))
    assert judged(workspace) == expected


@pytest.mark.parametrize(("condition", "expected"), [("từ 26", FAILED), ("từ 25", FAILED), ("từ 24", ENDED)])
@pytest.mark.parametrize("in_between", ["từ 5 đến 70", "trên 5"])
def test_of_later_actuals_the_least_end_bounds(
    tmp_path: Path, in_between: str, condition: str, expected: tuple[str, str | None, None]
) -> None:
    """5 by 30/6; by 31/10 perhaps 70, but less than 25 in the whole year: by 30/9 less than 25, whatever October brought."""
    catalogue = counted("x.a").replace("vụ", "triệu đồng")
    workspace = Small(tmp_path, catalogue).criteria(goal(f"{condition} triệu đồng trở lên", DUE))
    october = group(f"x.a: {in_between} triệu đồng", kỳ="10 tháng")
    whole = group("x.a: dưới 25 triệu đồng", kỳ="cả năm")
    workspace.groups(group("x.a: 5 triệu đồng", kỳ="6 tháng") + october + whole)
    assert judged(workspace) == expected


@pytest.mark.parametrize(("condition", "expected"), [("từ 26 vụ trở lên", FAILED), ("từ 25 vụ trở lên", ENDED)])
def test_a_later_year_bounds_what_is_counted_over_the_period(
    tmp_path: Path, condition: str, expected: tuple[str, str | None, None]
) -> None:
    """Due 30/9/2023: of 2023 5 by 30/6 decide, and the 25 that there were at the end of 2024 cannot have been fewer in 2023."""
    workspace = Small(tmp_path, counted("x.a", more="tính chất: lũy kế"), period="2022-2025").criteria(
        goal(condition, DUE)
    )
    workspace.facts("x.a: 5 vụ", kỳ="6 tháng", as_of="31/10/2023").facts("x.a: 25 vụ", year=2024, as_of="31/12/2024")
    found = workspace.criterion(year=2024)
    assert (str(found.status), found.reason) == expected[:2]


@pytest.mark.parametrize(
    ("condition", "expected"), [("ước(x.a) từ 26 vụ trở lên", FAILED), ("ước(x.a) từ 25 vụ trở lên", ENDED)]
)
def test_a_later_actual_bounds_an_estimate_too(
    tmp_path: Path, condition: str, expected: tuple[str, str | None, None]
) -> None:
    """An estimate is cut to the actual before it; 9 says of any fact that a later actual is its upper bound."""
    workspace = Small(tmp_path, counted("x.a")).criteria(
        f"- số: 1.1\n  nguyên văn: Một mục tiêu\n  đạt khi: {condition}\n  {DUE}"
    )
    halves = group("x.a: 5 vụ", kỳ="6 tháng", loại_số_liệu="ước thực hiện")
    workspace.groups(halves + group("x.a: 25 vụ", kỳ="cả năm"))
    assert judged(workspace) == expected


def test_a_bound_that_contradicts_what_counts_is_set_aside_alone(tmp_path: Path) -> None:
    """3 estimated by 30/6/2022, none by the end of it, 3 by 30/6/2023: of «≤ 0» nothing follows for the estimate, of «≤ 3» that it is 3."""
    workspace = Small(tmp_path, counted("x.a", more="tính chất: lũy kế"))
    workspace.groups(
        estimate("x.a: 3 vụ", kỳ="6 tháng") + group("x.a: 0 vụ", tính_đến="31/12/2022"), 2022, "31/12/2022"
    )
    workspace.facts("x.a: 3 vụ", as_of="30/6/2023")
    for bound, expected in ((3, MET), (4, FAILED)):
        condition = f"đạt khi: ước(x.a) từ {bound} vụ trở lên\n  hạn: 30/9/2022"
        workspace.criteria(f"- số: 1.1\n  nguyên văn: Một mục tiêu\n  {condition}")
        assert judged(workspace) == expected


def test_a_mean_of_the_period_is_that_of_a_code_that_the_goal_names(tmp_path: Path) -> None:
    """(4 + 8) / 2 = 6, of the whole period, 2022 and 2023."""
    workspace = Small(tmp_path, counted("x.a"), period="2022-2023")
    workspace.facts("x.a: 4 vụ", year=2022, as_of="31/12/2022").facts("x.a: 8 vụ")
    for bound, status in ((6, "met"), (7, "failed")):
        condition = f"đạt khi: x.a từ {bound} vụ trở lên\n  kỳ: bình quân giai đoạn"
        workspace.criteria(f"- số: 1.1\n  nguyên văn: Một mục tiêu\n  {condition}")
        assert str(workspace.criterion().status) == status


@pytest.mark.parametrize("condition", ["từ 0 vụ trở lên", "không quá 5 vụ", "từ 9 vụ trở lên", "từ x.k trở lên"])
def test_a_sum_due_before_the_period_has_no_value(tmp_path: Path, condition: str) -> None:
    """Page 9 sums «from the first year of the period», 2021, to that of the deadline, 2020: over no year at all.

    Nothing was asked for in any year, so that a sum of 0 would be invented, «đạt» and «không đạt» alike; on a deadline that
    is over nothing is «chưa hết kỳ» either. What has no value is `missing`, not an interval: no bound leaves it open.
    """
    catalogue = counted("x.a") + "\n" + PLAN
    workspace = Small(tmp_path, catalogue).criteria(goal(condition, f"{OVER_YEARS}\nhạn: 30/6/2020"))
    workspace.facts("x.a: 3 vụ\nx.k: 2 vụ", year=2020, as_of="31/12/2020").facts("x.a: 7 vụ\nx.k: 5 vụ")
    assert judged(workspace) == ("undetermined", "missing", None)
    told = [warning.text for warning in workspace.evaluate().warnings if warning.code == "CT301"]
    assert told[0] == ("nội dung 1.1: chưa có số liệu «Số x.a» (x.a) cộng dồn đến năm 2020, trước giai đoạn 2021-2025")


def test_of_nothing_a_sum_is_no_data(tmp_path: Path) -> None:
    """The sum is [0, ∞), but nothing was told of the year."""
    workspace = Small(tmp_path, counted("x.a", "x.b")).criteria(goal("đã có số liệu x.a", OVER_YEARS))
    assert str(workspace.facts("x.b: 1 vụ").criterion().status) == "not_met"


# ---------------------------------------------------------------- which value


def test_of_one_period_the_value_told_later_counts(tmp_path: Path) -> None:
    """Both are of quý I; the one without a date of its own is told on 30/6."""
    facts = group("x.a: 12 vụ", kỳ="quý I", tính_đến="31/3/2023") + group("x.a: 14 vụ", kỳ="quý I")
    workspace = Small(tmp_path, counted("x.a")).criteria(goal("từ 13 vụ trở lên", YEARLY))
    assert judged(workspace.groups(facts, as_of="30/6/2023"))[0] == "met"


def test_the_value_of_the_year_itself_has_two_readings(tmp_path: Path) -> None:
    """giá_trị(x.a, 2023) in the file of 2023 is x.a: 18 by 30/6 may still become more than 30."""
    workspace = Small(tmp_path, counted("x.a")).criteria(goal("giá_trị(x.a, 2023) không quá 30 vụ", YEARLY))
    assert judged(workspace.facts("x.a: 18 vụ", as_of="30/6/2023")) == ("period_open", "period_open", "behind")


def test_a_given_stock_in_the_place_of_a_formula_is_a_stock(tmp_path: Path) -> None:
    """x.s of the year before is not known, so that the given 4 counts, a stock: 9 of 6 tháng over it may come to anything.

    Page 9, «Two readings»: every possible value for an unfinished numerator over a stock of the year, and so false so far.
    """
    catalogue = (
        counted("x.a") + "\n" + STOCK + "\nx.t:\n  tên: Bằng năm trước\n  đơn vị tính: vụ\n  công thức: năm_trước(x.s)"
    )
    workspace = Small(tmp_path, catalogue).criteria(goal("tỷ_lệ(x.a, thực_hiện(x.t)) không quá 100%", YEARLY, "x.a"))
    assert judged(workspace.facts("x.a: 9 vụ\nx.t: 4 vụ", as_of="30/6/2023"))[0] == "not_met"
    workspace.criteria(goal("từ 1 vụ trở lên", YEARLY + "\náp dụng khi: tỷ_lệ(x.a, thực_hiện(x.t)) không quá 100%"))
    assert judged(workspace)[:2] == ("undetermined", "interval")


def test_nothing_is_like_what_is_missing(tmp_path: Path) -> None:
    workspace = Small(tmp_path, counted("x.a", "x.b")).criteria(goal("x.b từ cùng_kỳ(x.a) trở lên", YEARLY))
    workspace.facts("x.a: 5 vụ", year=2022, as_of="31/12/2022").facts("x.b: 9 vụ")
    assert judged(workspace) == ("undetermined", "missing", None)


@pytest.mark.parametrize(
    ("years", "reason"),
    [
        ((), "missing"),  # of 2022 nothing is given: năm_trước(x.b) has no value, and x.a none that is like it
        (("x.a",), "missing"),  # x.a has its like value, năm_trước(x.b) has none
        (("x.b",), "no_like_period"),  # all values of 2023 are there, but x.a has none a year before
        (
            ("x.a", "x.b"),
            "missing",
        ),  # the base is x.a of 2022 + năm_trước(x.b) as of 2022, and of 2021 nothing is given
    ],
)
def test_growth_of_a_sum_with_the_year_before(tmp_path: Path, years: tuple[str, ...], reason: str) -> None:
    """Page 9 takes the first that holds, `missing` (no value), before `no_like_period` (values, but none alike)."""
    total = "x.t:\n  tên: Cả hai\n  đơn vị tính: vụ\n  công thức: x.a + năm_trước(x.b)"
    catalogue = "\n".join((STOCK.replace("x.s", "x.a"), STOCK.replace("x.s", "x.b"), total))
    workspace = Small(tmp_path, catalogue).criteria(goal("tăng_trưởng(x.t) từ 5% trở lên", code="x.t"))
    if years:
        workspace.facts("\n".join(f"{code}: 4 vụ" for code in years), year=2022, as_of="31/12/2022")
    assert judged(workspace.facts("x.a: 9 vụ\nx.b: 9 vụ"))[:2] == ("undetermined", reason)


def test_plans_without_a_date_are_of_one_date_whichever_file_tells_them(tmp_path: Path) -> None:
    workspace = Small(tmp_path, counted("x.a") + "\n" + PLAN).criteria(goal("từ x.k trở lên", YEARLY))
    workspace.write("facts/xa-a/2023-6t.yaml", _of_half_a_year(group("x.k: 20 vụ")))
    workspace.groups(group("x.a: 30 vụ\nx.k: 40 vụ"))
    assert _of_the_year(workspace).reason == "interval"  # from 20 to 40: 30 may reach it or not


@pytest.mark.parametrize(("as_of", "status"), [("31/12/2023", "met"), ("30/6/2023", "undetermined")])
def test_a_file_without_a_period_ends_with_its_data(tmp_path: Path, as_of: str, status: str) -> None:
    """It sees the files of its year that end before: 6 tháng before 31/12, not before 30/6."""
    workspace = Small(tmp_path, STOCK).criteria(goal("từ 10 vụ trở lên", code="x.s"))
    workspace.write("facts/xa-a/2023-6t.yaml", _of_half_a_year(group("x.s: 12 vụ")))
    workspace.write("facts/xa-a/2023.yaml", FACTS.format(year=2023, as_of=as_of, groups="").replace("số liệu:\n", ""))
    assert str(_of_the_year(workspace).status) == status


def _of_half_a_year(groups: str) -> str:
    return FACTS.format(year=2023, as_of="30/6/2023", groups=groups).replace("nguồn:\n", "kỳ: 6 tháng\nnguồn:\n", 1)


def _of_the_year(workspace: Small) -> CriterionResult:
    cases = Cases(Workspace(workspace.root))
    return next(iter(evaluate_cases(cases.select(Selection(period="cả năm")), "auto")[0].criteria))


# ---------------------------------------------------------------- pace


def test_a_total_has_a_course_to_a_stock(tmp_path: Path) -> None:
    """60 × 6/12 = 30 by the end of June."""
    workspace = Small(tmp_path, counted("x.a") + "\n" + STOCK).criteria(goal("từ x.s trở lên", YEARLY))
    for value, pace in ((29, "behind"), (30, "on")):
        facts = group(f"x.a: {value} vụ\nx.s: 60 vụ")
        assert judged(workspace.groups(facts, as_of="30/6/2023")) == ("not_met", None, pace)


def test_a_total_has_no_course_to_a_rate_of_totals(tmp_path: Path) -> None:
    """The greatest of two totals is a goal that is itself unfinished."""
    workspace = Small(tmp_path, counted("x.a", "x.b")).criteria(goal("không quá lớn_nhất(x.a, x.b)", YEARLY))
    assert judged(workspace.facts("x.a: 5 vụ\nx.b: 9 vụ", as_of="30/6/2023"))[2] == "unknown"


@pytest.mark.parametrize(("value", "pace"), [(14, "behind"), (20, "on"), (17, "unknown")])
def test_the_course_to_a_plan_of_two_versions_is_decided_only_where_both_agree(
    tmp_path: Path, value: int, pace: str
) -> None:
    """30 or 40 for the year: 15 or 20 by the end of June."""
    workspace = Small(tmp_path, counted("x.a") + "\n" + PLAN).criteria(goal("từ x.k trở lên", YEARLY))
    workspace.groups(group(f"x.a: {value} vụ\nx.k: 30 vụ") + group("x.k: 40 vụ"), as_of="30/6/2023")
    assert workspace.criterion().pace_state == pace


def test_what_is_left_of_a_plan_is_a_ceiling_told_as_it_is_written(tmp_path: Path) -> None:
    """To leave at most 4 of 40, 36 must be done, 18 by the end of June: then no more than 22 may be left."""
    catalogue = counted("x.a") + "\n" + PLAN + "\nx.c:\n  tên: Còn lại\n  đơn vị tính: vụ\n  công thức: x.k - x.a"
    workspace = Small(tmp_path, catalogue).criteria(goal("không quá 4 vụ", YEARLY, "x.c"))
    for done, state in ((17, "behind"), (18, "on")):
        pace = workspace.facts(f"x.a: {done} vụ\nx.k: 40 vụ", as_of="30/6/2023").criterion().pace
        assert pace is not None
        assert (pace.state, pace.required, pace.ceiling) == (state, 22, True)


def test_the_course_of_a_stock_is_told_of_that_comparison_alone(tmp_path: Path) -> None:
    """From 20 in 2020 to 60; «không phải (không phải …)» is a compound, which has no pace where it is false for good."""
    workspace = Small(tmp_path, STOCK).criteria(goal("không phải (không phải (x.s từ 60 vụ trở lên))", code="x.s"))
    workspace.facts("x.s: 20 vụ", year=2020, as_of="31/12/2020").facts("x.s: 30 vụ")
    assert judged(workspace) == ("not_met", None, None)


@pytest.mark.parametrize("words", ["từ 5 vụ đến 10 vụ", "từ x.k đến x.m"])
def test_a_range_inside_any_number_of_negations_has_no_course(tmp_path: Path, words: str) -> None:
    """7 lies in the range and may leave it: true so far. Page 9, «On course»: a range inside `không phải` is chưa xác định."""
    catalogue = counted("x.a") + "\n" + PLAN + "\n" + PLAN.replace("x.k", "x.m")
    workspace = Small(tmp_path, catalogue).criteria(goal(f"không phải (không phải (x.a {words}))", YEARLY))
    workspace.facts("x.a: 7 vụ\nx.k: 5 vụ\nx.m: 10 vụ", as_of="30/6/2023")
    assert judged(workspace) == ("period_open", "period_open", "unknown")


# ---------------------------------------------------------------- reasons


def test_a_target_lends_the_reason_of_what_is_undetermined_in_it(tmp_path: Path) -> None:
    """1.1 is true so far, 1.2 lies between 5 and 15: what asks for the target waits for the interval, not for the period."""
    other = goal("từ 10 vụ trở lên", code="x.s").replace("1.1", "1.2")
    workspace = Small(tmp_path, counted("x.a") + "\n" + STOCK).criteria(goal("không quá 30 vụ", YEARLY) + other)
    text = "chỉ tiêu: 2\ntên: Hai\nnội dung:\n  - số: 2.1\n    nguyên văn: Một mục tiêu\n    đạt khi: chỉ tiêu 1 đạt\n"
    workspace.write("rules/nq/chi-tieu-2.yaml", text)
    workspace.facts("x.a: 5 vụ\nx.s: từ 5 đến 15 vụ", as_of="30/6/2023")
    assert workspace.criterion("2.1").reason == "interval"


# ---------------------------------------------------------------- words


def test_the_words_tell_the_way_inside_what_must_not_hold(tmp_path: Path) -> None:
    """«giảm còn 3» is at most 3, whatever «chiều tốt» says of the goal: 0 is, so that it is not vượt."""
    more = "chiều tốt: tăng\nvượt khi:\n  không phải: giảm còn 3 vụ"
    workspace = Small(tmp_path, STOCK).criteria(goal("bằng 0 vụ", more, "x.s")).facts("x.s: 0 vụ")
    assert str(workspace.criterion().status) == "met"


def test_what_may_still_leave_a_range_by_growing_has_not_failed(tmp_path: Path) -> None:
    """An estimate of 3 for the last quarter misses «không phải từ 0 đến 10»; but 2 counted so far may become 11."""
    quarters = group("x.a: 2 vụ", kỳ="9 tháng") + estimate("x.a: 3 vụ", kỳ="quý IV")
    workspace = Small(tmp_path, counted("x.a")).criteria(goal("không phải (x.a từ 0 vụ đến 10 vụ)", YEARLY))
    assert judged(workspace.groups(quarters, as_of="30/9/2023"))[0] == "not_met"


def test_a_sum_over_years_of_what_can_fall_is_open_to_its_end(tmp_path: Path) -> None:
    """7 + 23 + 0 up to 20/9 are the 30 asked for, and may be less by 31/12/2025; page 9: every possible value."""
    catalogue = counted("x.a", more="tính chất: trong năm\n  có thể giảm: có")
    workspace = Small(tmp_path, catalogue).criteria(goal("từ 30 vụ trở lên", OVER_YEARS))
    workspace.groups(group("x.a: 7 vụ", kỳ="cả năm"), 2021, "31/12/2021")
    workspace.groups(group("x.a: 23 vụ", kỳ="cả năm"), 2022, "31/12/2022")
    workspace.groups(group("x.a: 0 vụ", tính_đến="20/9/2023"))
    assert judged(workspace)[:2] == ("period_open", "period_open")
