"""What `why` shows of the like period of a computed number: the numbers of that period, with which the sum is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evaluation.test_interim import goal, group
from tests.evaluation.test_like_values import (
    MEAN,
    NINE,
    SUM_AND_GROWTH,
    WHOLE,
    YEARLY,
    against_like,
    by_years,
    workspace,
)
from tests.explain.reading import words_of

SUM = "Số x.t (năm 2022): 10 vụ Tính: «Số x.a» + «Số x.c» = 4 + 6 = 10 vụ"


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        # both computed: 4 + 6 by 30/6/2022, not the 15 + 15 of the whole year
        ("x.a: 4 vụ\nx.c: 6 vụ", "x.a: 6 vụ\nx.c: 6 vụ", SUM),
        # both given: the number itself, and no sum
        ("x.t: 10 vụ", "x.t: 12 vụ", "Số x.t (năm 2022): 10 vụ, tính đến 30/6/2022"),
    ],
)
def test_why_shows_the_numbers_of_the_like_period(tmp_path: Path, before: str, now: str, shown: str) -> None:
    small = workspace(tmp_path, goal("từ 15% trở lên", YEARLY, code="x.g"), *SUM_AND_GROWTH)
    of_2022 = group(before, kỳ="6 tháng") + group("x.a: 15 vụ\nx.c: 15 vụ")
    small.groups(of_2022, year=2022, as_of="31/12/2022").facts(now, as_of="30/6/2023")
    words = words_of(small.root, "why", "1.1", "--year", "2023")
    assert "12 / 10 × 100 - 100 = 20%" in words
    assert shown in words
    assert "15 + 15" not in words


def test_why_of_what_lacks_in_the_year_before_names_the_year_before_that(tmp_path: Path) -> None:
    small = against_like(tmp_path, "năm_trước(x.c)")
    small.facts("x.t: 50 vụ\nx.c: 40 vụ", year=2022, as_of="31/12/2022").facts("x.b: 60 vụ")
    words = words_of(small.root, "why", "1.1", "--year", "2023")
    assert "Số x.t (năm 2022) (x.t): chưa có số dùng được Số x.c (x.c): chưa có số liệu năm 2021" in words


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        # computed of x.a and x.c now; in 2022 both are missing, and what is given there is not of the same kind
        (
            "x.t: 10 vụ",
            "x.a: 6 vụ\nx.c: 6 vụ",
            ["không có số liệu 6 tháng đầu năm 2022 của «Số x.", "không dùng số ghi trong tệp là 10 vụ"],
        ),
        # given now; in 2022 it is computed
        (
            "x.a: 4 vụ\nx.c: 6 vụ",
            "x.t: 12 vụ",
            ["không có số ghi trong tệp 6 tháng đầu năm 2022 của «Số x.t» (x.t) để so với số ghi của năm 2023"],
        ),
    ],
    ids=["computed", "given"],
)
def test_why_does_not_call_missing_what_is_of_another_kind(
    tmp_path: Path, before: str, now: str, shown: list[str]
) -> None:
    small = workspace(tmp_path, goal("từ 15% trở lên", YEARLY, code="x.g"), *SUM_AND_GROWTH)
    small.groups(group(before, kỳ="6 tháng"), year=2022, as_of="31/12/2022").facts(now, as_of="30/6/2023")
    words = words_of(small.root, "why", "1.1", "--year", "2023")
    assert [text for text in shown if text not in words] == []
    assert "(x.t): chưa có số liệu" not in words
    assert "không có số liệu cùng kỳ" not in words


@pytest.mark.parametrize(
    ("of_2020", "of_2021", "shown"),
    [
        (WHOLE, NINE, "Số x.g (năm 2021) (x.g): chưa có số của cả năm Số x.a (x.a): chưa có số của cả năm"),
        (NINE, NINE + WHOLE, "Số x.g (năm 2021) (x.g): không có số liệu năm 2020; chỉ có 9 tháng năm 2020"),
    ],
    ids=["part", "whole"],
)
def test_why_shows_of_the_years_of_a_mean_what_they_were_in_the_end(
    tmp_path: Path, of_2020: str, of_2021: str, shown: str
) -> None:
    """10 of 9 tháng over 10 of 9 tháng is no growth of 2021; and 2020 is not called missing, which is there."""
    small = by_years(tmp_path, MEAN, of_2020, of_2021)
    words = words_of(small.root, "why", "1.1", "--year", "2023")
    assert shown in words
    assert "Số x.g (năm 2021): 0%" not in words
    assert "(năm 2020) (x.a): chưa có" not in words
