"""What stands for the like period where an indicator is computed in one year and given in the other; worked out by hand.

Source: 9-periods-points, «Like with like»: the same period a year earlier, of a stock a day at most 15 days off, in the files of
both years. docs/design/periods.md says what follows for computed values.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evaluation.test_interim import estimate, goal, group, judged
from tests.small_workspace import Small

YEARLY = "kỳ: hằng năm"
FLOW, STOCK = "trong năm", "thời điểm"


def indicator(code: str, formula: str = "", nature: str = "", unit: str = "vụ") -> str:
    lines = [f"{code}:", f"  tên: Số {code}", f"  đơn vị tính: '{unit}'"]
    lines += [f"  tính chất: {nature}"] if nature else []
    lines += [f"  công thức: {formula}"] if formula else []
    return "\n".join(lines)


SUM_AND_GROWTH = (
    indicator("x.a", nature=FLOW),
    indicator("x.c", nature=FLOW),
    indicator("x.t", "x.a + x.c", nature=FLOW),
    indicator("x.g", "tăng_trưởng(x.t)", unit="%"),
)
GROWTH = (indicator("x.a", nature=FLOW), indicator("x.g", "tăng_trưởng(x.a)", unit="%"))


def workspace(root: Path, goal_text: str, *indicators: str) -> Small:
    return Small(root, "\n".join(indicators)).criteria(goal_text)


def against_like(root: Path, formula: str) -> Small:
    """x.b is held against the like period of x.t, which ``formula`` makes of x.c."""
    text = goal("x.b từ cùng_kỳ(x.t) trở lên", code="x.b")
    return workspace(root, text, indicator("x.b"), indicator("x.c"), indicator("x.t", formula))


def by_years(root: Path, goal_text: str, of_2020: str, of_2021: str) -> Small:
    """x.a and its growth x.g, with groups of four years; 2022 and 2023 are whole."""
    small = workspace(root, goal_text, *GROWTH, indicator("x.b"))
    for year, groups in {2020: of_2020, 2021: of_2021, 2022: WHOLE, 2023: WHOLE}.items():
        small.groups(groups, year=year, as_of=f"31/12/{year}")
    return small


@pytest.mark.parametrize("day", ["30/6/2022", "31/12/2022"])
@pytest.mark.parametrize("formula", ["năm_trước(x.c)", "năm_trước(x.c) + 1 vụ"])
@pytest.mark.parametrize(
    "condition", ["x.b từ cùng_kỳ(x.t) trở lên", "x.p từ so_cùng_kỳ(x.t) trở lên", "x.p từ tăng_trưởng(x.t) trở lên"]
)
def test_a_value_made_of_other_years_has_no_day_that_a_stock_could_be_like(
    tmp_path: Path, condition: str, formula: str, day: str
) -> None:
    """In 2023 x.t comes of 2022 alone and has no day; in the file of 2022 it cannot be computed, and is given at a day.

    Page 9 asks for a stock «±15 days, in the files of both years»: that of 2023 has none.
    """
    small = workspace(
        tmp_path,
        goal(condition, code=condition[:3]),
        indicator("x.b"),
        indicator("x.p", unit="%"),
        indicator("x.c"),
        indicator("x.t", formula),
    )
    given = group("x.t: 50 vụ", tính_đến=day) + group("x.c: 40 vụ")
    small.groups(given, year=2022, as_of="31/12/2022").facts("x.b: 60 vụ\nx.p: 90%")
    assert judged(small)[:2] == ("undetermined", "missing")


@pytest.mark.parametrize("given", ["", "x.t: 50 vụ"])
def test_a_value_of_a_named_year_has_no_day_either(tmp_path: Path, given: str) -> None:
    """giá_trị(x.c, 2022) is final in 2023, but the file of 2022 reads x.c itself: of a day, which nothing of 2023 is like."""
    small = against_like(tmp_path, "giá_trị(x.c, 2022)")
    small.facts(f"x.c: 40 vụ\n{given}", year=2022, as_of="31/12/2022").facts("x.b: 60 vụ")
    assert judged(small)[:2] == ("undetermined", "no_like_period")


def test_a_value_made_of_other_years_is_like_the_one_made_of_the_years_before_those(tmp_path: Path) -> None:
    """cùng_kỳ(x.t) is x.t as the file of 2022 makes it: x.c of 2021, 30. The number given in 2022 is not asked."""
    small = against_like(tmp_path, "năm_trước(x.c)")
    small.facts("x.c: 30 vụ", year=2021, as_of="31/12/2021")
    small.groups(group("x.t: 70 vụ\nx.c: 40 vụ"), year=2022, as_of="31/12/2022").facts("x.b: 60 vụ")
    assert judged(small)[0] == "met"


@pytest.mark.parametrize("nature", [FLOW, STOCK])
def test_a_given_number_does_not_stand_for_a_computed_one_of_another_period(tmp_path: Path, nature: str) -> None:
    """x.t of 2023 is x.a of 6 tháng, 10, and x.c of 2022. In 2022 x.c of 2021 lacks; the 30 given there is of the year's end.

    x.b, 20 by 30/6, is not to be held against 30.
    """
    small = workspace(
        tmp_path,
        goal("x.b không quá cùng_kỳ(x.t)", YEARLY, code="x.b"),
        indicator("x.b", nature=nature),
        indicator("x.a", nature=nature),
        indicator("x.c"),
        indicator("x.t", "x.a + năm_trước(x.c)"),
    )
    before = group("x.a: 8 vụ", tính_đến="30/6/2022") + group("x.t: 30 vụ\nx.c: 5 vụ")
    small.groups(before, year=2022, as_of="31/12/2022").facts("x.b: 20 vụ\nx.a: 10 vụ", as_of="30/6/2023")
    assert judged(small)[:2] == ("undetermined", "missing")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("từ 15% trở lên", ("period_open", "period_open", "on")),
        ("từ 25% trở lên", ("not_met", None, "behind")),
    ],
)
def test_a_given_number_is_held_against_the_given_one(
    tmp_path: Path, condition: str, expected: tuple[str, str | None, str | None]
) -> None:
    """12 by 30/6/2023 against 10 by 30/6/2022: +20%. What the parts make of the whole of 2022, 30, is of another period."""
    small = workspace(tmp_path, goal(condition, YEARLY, code="x.g"), *SUM_AND_GROWTH)
    before = group("x.t: 10 vụ", kỳ="6 tháng") + group("x.a: 15 vụ\nx.c: 15 vụ")
    small.groups(before, year=2022, as_of="31/12/2022").facts("x.t: 12 vụ", as_of="30/6/2023")
    assert judged(small) == expected


def test_the_like_period_of_a_growth_is_a_growth_over_its_like_period(tmp_path: Path) -> None:
    """cùng_kỳ of growth by 30/6: 10 in 2022 against 8 in 2021, both by 30/6, is +25%; against the whole of 2021 it were −75%."""
    small = workspace(tmp_path, goal("cùng_kỳ(x.g) từ 20% trở lên", YEARLY, code="x.g"), *GROWTH)
    small.groups(group("x.a: 8 vụ", kỳ="6 tháng") + group("x.a: 40 vụ"), year=2021, as_of="31/12/2021")
    small.groups(group("x.a: 10 vụ", kỳ="6 tháng") + group("x.a: 30 vụ"), year=2022, as_of="31/12/2022")
    small.facts("x.a: 12 vụ", as_of="30/6/2023")
    found = small.criterion().measures[0].compared.value
    assert found is not None
    assert found.exact == 25


def test_what_lacks_is_told_with_the_year_that_it_lacks_of(tmp_path: Path) -> None:
    """In the file of 2022 x.t is x.c of 2021, which is not there: nothing is asked of a 2022 of that."""
    small = against_like(tmp_path, "năm_trước(x.c)")
    small.facts("x.t: 50 vụ\nx.c: 40 vụ", year=2022, as_of="31/12/2022").facts("x.b: 60 vụ")
    assert small.criterion().measures[0].compared.missing == ("x.c (năm 2021)",)


def test_what_is_not_alike_is_told_with_the_days_there_are(tmp_path: Path) -> None:
    small = against_like(tmp_path, "giá_trị(x.c, 2022)")
    small.facts("x.c: 40 vụ", year=2022, as_of="30/6/2022").facts("x.b: 60 vụ")
    expected = "năm 2022 không có số liệu cùng kỳ của «Số x.c» (x.c); chỉ có 30/6/2022"
    assert small.criterion().measures[0].compared.unlike == expected


def at(value: int, day: str) -> str:
    return group(f"x.a: {value} vụ", tính_đến=day)


LATER = estimate("x.a: 15 vụ", kỳ="cả năm")
AT_THE_END = at(10, "31/12/2022")


@pytest.mark.parametrize(
    ("of_2022", "of_2023", "expected"),
    [
        # nothing is like 30/6; the end of the year, an estimate, is later than the deadline and has a like one
        (AT_THE_END, at(12, "30/6/2023") + LATER, 50),
        # of two later days the first has none
        (AT_THE_END, at(12, "31/10/2023") + LATER, 50),
        # of two later days that have one the first counts; of an actual and an estimate the actual
        (at(8, "31/10/2022") + AT_THE_END, at(9, "30/6/2023") + at(12, "31/10/2023") + at(16, "20/12/2023"), 50),
        (at(8, "15/12/2022") + at(4, "31/10/2022"), at(12, "15/12/2023") + estimate("x.a: 5 vụ", kỳ="10 tháng"), 50),
        # a day in time that has one goes before all later ones, an earlier one too
        (at(8, "31/3/2022") + AT_THE_END, at(12, "31/3/2023") + at(9, "30/6/2023") + LATER, 50),
    ],
    ids=["later", "second", "first", "actual", "in time"],
)
def test_of_a_stock_the_first_day_after_the_deadline_counts_that_has_a_like_one(
    tmp_path: Path, of_2022: str, of_2023: str, expected: int
) -> None:
    """Page 9: the latest day for which the like one exists; on or before the deadline, else the first later one."""
    growth = (indicator("x.a"), indicator("x.g", "tăng_trưởng(x.a)", unit="%"))
    small = workspace(tmp_path, goal("từ 50% trở lên", "hạn: 30/9/2023", code="x.g"), *growth)
    small.groups(of_2022, year=2022, as_of="31/12/2022").groups(of_2023, as_of="31/12/2023")
    found = small.criterion().measures[0].compared.value
    assert found is not None
    assert found.exact == expected
    assert judged(small) == ("met", None, None)


def test_a_like_value_of_such_a_day_is_known_before_the_deadline(tmp_path: Path) -> None:
    """x.t of 31/12/2022 is x.a of that day, 10, and of 2021, 4. A stock asks for no period, so that 14 is final on 10/7/2023."""
    parts = (indicator("x.a"), indicator("x.t", "x.a + năm_trước(x.a)"), indicator("x.l", "cùng_kỳ(x.t)"))
    small = workspace(tmp_path, goal("từ 14 vụ trở lên", "hạn: 30/9/2023", code="x.l"), *parts)
    small.facts("x.a: 4 vụ", year=2021, as_of="31/12/2021").groups(AT_THE_END, year=2022, as_of="31/12/2022")
    small.groups(group("x.a: 12 vụ") + LATER, as_of="10/7/2023")
    assert judged(small) == ("met", None, None)


@pytest.mark.parametrize(
    ("formula", "parts", "given"),
    [
        ("thực_hiện(x.t) / thực_hiện(x.s)", ("", ""), ("x.t: 8 vụ", "x.s: 10 vụ")),
        ("x.t / x.s", ("", ""), ("x.t: 8 vụ", "x.s: 10 vụ")),
        ("x.t / x.s", ("x.a + 1 vụ", "x.c + 1 vụ"), ("x.a: 7 vụ\nx.t: 8 vụ", "x.c: 9 vụ\nx.s: 10 vụ")),
    ],
    ids=["actual", "given", "computed"],
)
def test_numbers_of_different_periods_make_no_ratio(
    tmp_path: Path, formula: str, parts: tuple[str, str], given: tuple[str, str]
) -> None:
    """x.t is of 6 tháng, x.s of 9 tháng, computed or given: 8 / 10 would hold half a year against three quarters."""
    small = workspace(
        tmp_path,
        goal("từ 0,1 trở lên", YEARLY, code="x.r"),
        indicator("x.a", nature=FLOW),
        indicator("x.c", nature=FLOW),
        indicator("x.t", parts[0], nature=FLOW),
        indicator("x.s", parts[1], nature=FLOW),
        indicator("x.r", formula, unit="lần"),
    )
    small.groups(group(given[0], kỳ="6 tháng") + group(given[1], kỳ="9 tháng"), as_of="30/9/2023")
    assert judged(small)[:2] == ("undetermined", "no_like_period")


NINE, WHOLE, NOTHING = group("x.a: 10 vụ", kỳ="9 tháng"), group("x.a: 20 vụ"), group("x.b: 1 vụ")
MEAN = goal("từ 0% trở lên", "kỳ: bình quân giai đoạn", code="x.g")
OF_2021 = goal("giá_trị(x.g, 2021) từ 0% trở lên", code="x.g")


@pytest.mark.parametrize(
    ("of_2020", "of_2021", "reason", "told"),
    [
        # 2021 does not reach its end: nothing but its whole year helps, whatever there is of 2020
        (WHOLE, NINE, "missing", {"CT304": "«Số x.a» (x.a) năm 2021 chưa có số của cả năm"}),
        (NINE, NINE, "missing", {"CT304": "«Số x.a» (x.a) năm 2021 chưa có số của cả năm"}),
        (WHOLE, NOTHING, "missing", {"CT301": "chưa có số liệu «Số x.a» (x.a) năm 2021"}),
        # 2021 reaches it; what lacks is the whole of 2020
        (
            NINE,
            NINE + WHOLE,
            "no_like_period",
            {"CT311": "năm 2021: không có số liệu năm 2020; chỉ có 9 tháng năm 2020"},
        ),
    ],
    ids=["part", "parts", "nothing", "whole"],
)
@pytest.mark.parametrize("text", [MEAN, OF_2021], ids=["mean", "year"])
def test_the_growth_of_another_year_is_that_of_its_whole(
    tmp_path: Path, text: str, of_2020: str, of_2021: str, reason: str, told: dict[str, str]
) -> None:
    """Page 9: the final value ends on 31/12. `missing`: there is none; `no_like_period`: there is, but none of the year before."""
    found = by_years(tmp_path, text, of_2020, of_2021).evaluate()
    assert [criterion.reason for criterion in found.criteria] == [reason]
    texts = {one.code: one.text.removeprefix("nội dung 1.1: ") for one in found.warnings if "2021" in one.text}
    assert {code: texts[code].endswith(end) for code, end in told.items()} == dict.fromkeys(told, True)
    assert ("CT301" in texts) == ("CT301" in told)


@pytest.mark.parametrize(
    "text", [one.replace("x.g", "x.k").replace("0%", "0 vụ") for one in (MEAN, OF_2021)], ids=["mean", "year"]
)
def test_a_given_number_of_the_whole_year_goes_before_a_part_that_can_be_computed(tmp_path: Path, text: str) -> None:
    """x.t of 2021: 5 by November computed, 9 of the whole year given. The final value is 9, and 2020 has nothing that is like it."""
    catalogue = (indicator("x.a", nature=FLOW), indicator("x.c"), indicator("x.t", "x.a + năm_trước(x.c)", nature=FLOW))
    small = workspace(tmp_path, text, *catalogue, indicator("x.k", "cùng_kỳ(x.t)"), indicator("x.b"))
    small.groups(group("x.c: 3 vụ"), year=2020, as_of="31/12/2020")
    small.groups(group("x.a: 2 vụ", kỳ="11 tháng") + group("x.t: 9 vụ"), year=2021, as_of="31/12/2021")
    for year in (2022, 2023):  # given, because x.c is not there: 9 of 2021 is like that of 2022
        small.groups(group("x.t: 8 vụ"), year=year, as_of=f"31/12/{year}")
    assert [criterion.reason for criterion in small.evaluate().criteria] == ["no_like_period"]


@pytest.mark.parametrize("formula", ["", "x.c + x.d"], ids=["given", "computed"])
@pytest.mark.parametrize(("before", "pace"), [(34, "behind"), (35, "on")])
def test_a_like_value_is_held_against_a_declared_course(tmp_path: Path, formula: str, before: int, pace: str) -> None:
    """«35%» of 100 by 30/6: 34 of the year before is behind, 35 is not; page 9: «on course if … the declared value holds so far»."""
    text = goal("từ 100 vụ trở lên", f"{YEARLY}\ntiến độ:\n  6 tháng: 35%", code="x.k")
    catalogue = [indicator(code, nature=FLOW) for code in ("x.c", "x.d")]
    small = workspace(tmp_path, text, *catalogue, indicator("x.t", formula, FLOW), indicator("x.k", "cùng_kỳ(x.t)"))
    small.groups(group(f"x.t: {before} vụ", kỳ="6 tháng"), year=2022, as_of="31/12/2022")
    small.groups(group("x.t: 20 vụ"), as_of="30/6/2023")
    assert judged(small) == ("not_met", None, pace)


def test_a_given_stock_in_the_place_of_a_growth_has_no_course(tmp_path: Path) -> None:
    """The growth is given as a number at a day: what is false of it is behind no course (docs/design/periods.md: a given stock is
    a stock of the year)."""
    text = goal("không quá 0%", code="x.g").replace("đạt khi: không quá 0%", "đạt khi:\n    2025: không quá 0%")
    asked = "dự báo:\n  - mã: DB-1\n    khi: nội dung 1.1 chậm tiến độ\n    kết luận: Chậm.\n"
    small = Small(tmp_path, "\n".join(GROWTH)).criteria(text, asked).facts("x.g: 10%")
    found = small.evaluate()
    assert [one.id for one in found.findings] == []
    assert [one.id for one in found.undetermined_findings] == ["DB-1"]


@pytest.mark.parametrize("given", ["x.g: 10%", "x.a: 5 vụ"])
def test_after_the_year_of_its_deadline_a_growth_does_not_apply_whatever_is_given(tmp_path: Path, given: str) -> None:
    """A given stock stands for the growth in 2022; the criterion is one of a growth all the same (docs/design/periods.md)."""
    small = Small(tmp_path, "\n".join(GROWTH)).criteria(goal("từ 0% trở lên", "hạn: 30/9/2022", code="x.g"))
    small.facts(given, year=2022, as_of="31/12/2022").facts(given)
    assert judged(small) == ("not_applicable", None, None)
