"""At the end of the possible values the wordings of one rule are equal, and in a ranking the lower place is the better."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.verdicts import Verdict
from tests.small_workspace import Small

ZERO = (
    "bằng 0", "= 0 vụ", "còn 0", "giảm còn 0 vụ", "không còn", "không quá 0", "tối đa 0 vụ", "từ 0 trở xuống", "0 vụ", "00 vụ",
    "đạt 0 vụ", "không để xảy ra", "không xảy ra vụ nào", "không có", "không có vụ nào", "không vụ nào", "0-0 vụ",
)  # fmt: skip
PLACES = (
    "hạng 10 trở lên",
    "xếp thứ 10 trở lên",
    "trong nhóm 10 tỉnh dẫn đầu",
    "không quá hạng 10",
    "không quá 10",
    "đạt 10",
)


def verdicts(root: Path, goals: tuple[str, ...], unit: str, value: str, nature: str, engine: str) -> list[Verdict]:
    small = Small(root, f'x.so:\n  tên: Số đo\n  đơn vị tính: "{unit}"\n  tính chất: {nature}')
    small.criteria(
        "".join(
            f'- số: 1.{number}\n  nguyên văn: Một\n  đo bằng: x.so\n  đạt khi: "{goal}"\n'
            for number, goal in enumerate(goals, 1)
        )
    )
    small.facts(f'x.so: "{value}"')
    return [criterion.status for criterion in small.evaluate(engine=engine).criteria]


@pytest.mark.parametrize("engine", ["clips", "durable"])
@settings(max_examples=12, deadline=None)
@given(
    value=st.sampled_from(("0 vụ", "1 vụ", "7 vụ", "trên 3 vụ", "dưới 1 vụ", "từ 0 đến 2 vụ", "khoảng 0 vụ"))
    | st.integers(0, 10**6).map(lambda number: f"{number} vụ"),
    nature=st.sampled_from(("thời điểm", "trong năm")),
)
def test_all_spellings_of_none_are_one_rule(engine: str, value: str, nature: str) -> None:
    with TemporaryDirectory() as folder:
        found = verdicts(Path(folder), ZERO, "vụ", value, nature, engine)
    assert set(found) == {found[0]}, dict(zip(ZERO, found, strict=True))
    assert found[0] is not Verdict.EXCEEDED


@pytest.mark.parametrize(("value", "verdict"), [("0 vụ", Verdict.MET), ("7 vụ", Verdict.NOT_MET)])
def test_nothing_is_better_than_none(tmp_path: Path, value: str, verdict: Verdict) -> None:
    assert set(verdicts(tmp_path, ZERO, "vụ", value, "thời điểm", "auto")) == {verdict}


def test_a_range_from_0_is_a_ceiling(tmp_path: Path) -> None:
    assert verdicts(tmp_path, ("0-2 vụ", "từ 0 đến 2 vụ"), "vụ", "5 vụ", "thời điểm", "auto") == [Verdict.NOT_MET] * 2


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("hạng 3", Verdict.EXCEEDED), ("10", Verdict.MET), ("thứ 10", Verdict.MET), ("11/34", Verdict.NOT_MET)],
)
def test_a_place_is_better_the_lower_it_is(tmp_path: Path, value: str, verdict: Verdict) -> None:
    assert set(verdicts(tmp_path, PLACES, "hạng", value, "thời điểm", "auto")) == {verdict}


@pytest.mark.parametrize("goal", ["từ 10 trở lên", "trên 10", "dưới 10", "từ 10 trở xuống", "'> 10'"])
def test_a_goal_of_places_that_may_ask_for_more_is_refused(tmp_path: Path, goal: str) -> None:
    small = Small(tmp_path, "x.so:\n  tên: Hạng PCI\n  đơn vị tính: hạng")
    small.criteria("- số: 1.1\n  nguyên văn: Một\n  đo bằng: x.so\n  đạt khi: " + goal + "\n").facts("x.so: 3")
    assert [(d.code, "hạng 10 trở lên" in d.remedy) for d in small.problems()] == [("CT116", True)]


def test_a_place_is_shown_behind_its_unit(tmp_path: Path) -> None:
    small = Small(tmp_path, "x.so:\n  tên: Hạng PCI\n  đơn vị tính: hạng")
    small.criteria("- số: 1.1\n  nguyên văn: Một\n  đo bằng: x.so\n  đạt khi: hạng 10 trở lên\n").facts("x.so: 3")
    assert small.criterion().measures[0].actual.label == "hạng 3"


@pytest.mark.parametrize("value", ["trên 3", "từ 3 trở lên", "dưới 3", "hạng 0"])
def test_values_of_a_place_that_leave_open_what_is_better_are_refused(tmp_path: Path, value: str) -> None:
    small = Small(tmp_path, "x.so:\n  tên: Hạng PCI\n  đơn vị tính: hạng")
    small.criteria("- số: 1.1\n  nguyên văn: Một\n  đo bằng: x.so\n  đạt khi: hạng 10 trở lên\n")
    assert small.facts(f"x.so: {value}").problems()


def test_two_numbers_without_a_unit_are_no_count(tmp_path: Path) -> None:
    small = Small(tmp_path, "x.so:\n  tên: Số xã\n  đơn vị tính: xã")
    small.criteria("- số: 1.1\n  nguyên văn: Một\n  đo bằng: x.so\n  đạt khi: từ 5 trở lên\n").facts("x.so: 8/10")
    assert [(d.code, "8/10 xã" in d.remedy) for d in small.problems()] == [("CT204", True)]


def test_zero_of_a_yes_or_no_is_no(tmp_path: Path) -> None:
    small = Small(tmp_path, "x.so:\n  tên: Có vụ cháy\n  kiểu: có/không")
    small.criteria("- số: 1.1\n  nguyên văn: Một\n  đo bằng: x.so\n  đạt khi: không để xảy ra\n").facts("x.so: không")
    assert small.criterion().status is Verdict.MET
