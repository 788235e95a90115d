"""Which of several values of one indicator decides, and what is said about the others (8-semantics)."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.domain.verdicts import Verdict
from tests.small_workspace import Small

CATALOGUE = """
x.so:
  tên: Số việc làm
  đơn vị tính: việc
  tính chất: {nature}
x.tien:
  tên: Thu ngân sách
  đơn vị tính: triệu đồng
  tính chất: {nature}
"""
CRITERION = """
- {số: 1.1, nguyên văn: Tạo từ 100 việc làm trở lên, đo bằng: x.so, đạt khi: từ 100 việc trở lên}
"""


def group(value: str, basis: str = "", as_of: str = "", period: str = "") -> str:
    keys = {"loại số liệu": basis, "tính đến": as_of, "kỳ": period}
    lines = "".join(f"    {key}: {text}\n" for key, text in keys.items() if text)
    return f"  - nguồn: BC, mục 1\n{lines}    giá trị:\n      x.so: {value}\n"


def small(root: Path, nature: str = "trong năm") -> Small:
    return Small(root, CATALOGUE.format(nature=nature)).criteria(CRITERION)


def chosen(workspace: Small) -> tuple[str, str]:
    """The value that counted, and the verdict."""
    result = workspace.criterion()
    actual = result.measures[0].actual
    assert actual is not None
    return actual.label, str(result.status)


def test_a_whole_year_actual_outranks_an_estimate(tmp_path: Path) -> None:
    both = group("90") + group("120", basis="ước thực hiện")
    assert chosen(small(tmp_path).groups(both)) == ("90 việc", "not_met")


def test_an_estimate_outranks_a_part_year_actual(tmp_path: Path) -> None:
    both = group("90", as_of="31/10/2023") + group("120", basis="ước thực hiện")
    result = small(tmp_path).groups(both, as_of="10/11/2023")
    assert chosen(result) == ("120 việc", "met")


def test_of_two_part_year_actuals_the_later_counts(tmp_path: Path) -> None:
    both = group("90", as_of="31/10/2023") + group("70", as_of="30/6/2023")
    workspace = small(tmp_path).groups(both, as_of="10/11/2023")
    assert chosen(workspace)[0] == "90 việc"
    assert [w.code for w in workspace.evaluate().warnings] == ["CT304"]


def test_a_stock_counts_at_its_date_before_any_estimate(tmp_path: Path) -> None:
    both = group("90", as_of="31/10/2023") + group("120", basis="ước thực hiện")
    assert chosen(small(tmp_path, "thời điểm").groups(both, as_of="10/11/2023"))[0] == "90 việc"


def test_ky_ca_nam_makes_a_flow_cover_its_year(tmp_path: Path) -> None:
    known = group("90", period="cả năm\n    lý do kỳ: đã chốt sổ")
    assert small(tmp_path).groups(known, as_of="10/11/2023").evaluate().warnings == ()
    early = small(tmp_path).groups(group("90", period="cả năm"), as_of="10/11/2023")
    assert [warning.code for warning in early.evaluate().warnings] == ["CT214"]


def test_equal_rank_and_different_values_are_all_possible(tmp_path: Path) -> None:
    """90 and 120 leave it open whether 100 is reached."""
    workspace = small(tmp_path).groups(group("90") + group("120"))
    assert str(workspace.criterion().status) == "undetermined"
    warning = workspace.evaluate().warnings[0]
    assert warning.code == "CT302" and "90" in warning.text and "120" in warning.text


def test_a_contradiction_that_changes_nothing_still_decides(tmp_path: Path) -> None:
    workspace = small(tmp_path).groups(group("110") + group("120"))
    assert str(workspace.criterion().status) == "met"
    assert [w.code for w in workspace.evaluate().warnings] == ["CT302"]


def test_the_same_value_twice_is_no_contradiction(tmp_path: Path) -> None:
    assert small(tmp_path).groups(group("110") + group("110")).evaluate().warnings == ()


def test_an_estimate_below_what_is_already_done_is_a_warning(tmp_path: Path) -> None:
    both = group("130", as_of="31/10/2023") + group("120", basis="ước thực hiện")
    assert "CT305" in [w.code for w in small(tmp_path).groups(both, as_of="10/11/2023").evaluate().warnings]


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("trên 99", "met"),  # only whole numbers: at least 100
        ("trên 98", "undetermined"),
        ("từ 100 trở lên", "met"),
        ("gần 100", "not_met"),
        ("chưa đến 101", "undetermined"),
        ("từ 90 đến 99", "not_met"),
        ("90-100", "undetermined"),
        ("khoảng 100", "met"),
        ("chưa có", "undetermined"),
        ("…", "undetermined"),
    ],
)
def test_bounds(tmp_path: Path, value: str, status: str) -> None:
    assert str(small(tmp_path).groups(group(value)).criterion().status) == status


def test_about_the_threshold_is_a_warning(tmp_path: Path) -> None:
    workspace = small(tmp_path).groups(group("khoảng 100"))
    assert [w.code for w in workspace.evaluate().warnings] == ["CT306"]


def test_a_fact_without_source_is_a_warning(tmp_path: Path) -> None:
    workspace = small(tmp_path).groups("  - giá trị:\n      x.so: 120\n")
    assert [w.code for w in workspace.evaluate().warnings] == ["CT309"]
    assert [str(rest) for rest in workspace.criterion().rests_on] == ["unsourced"]


def test_a_missing_indicator_never_stands_for_zero(tmp_path: Path) -> None:
    workspace = small(tmp_path).groups("  - nguồn: BC\n    giá trị:\n      x.tien: 5\n")
    assert str(workspace.criterion().status) == "undetermined"
    assert workspace.criterion().measures[0].missing == ("x.so",)


def test_the_line_of_every_fact_is_kept(tmp_path: Path) -> None:
    workspace = small(tmp_path).groups(group("110"))
    actual = workspace.criterion().measures[0].actual
    assert actual is not None and actual.origin == "facts/xa-a/2023.yaml:11"


def test_a_count_at_a_date_outranks_an_estimate_whatever_part_of_the_year_had_gone_by(tmp_path: Path) -> None:
    both = group("90", period="10 tháng") + group("120", basis="ước thực hiện")
    assert chosen(small(tmp_path, "thời điểm").groups(both, as_of="31/12/2023")) == ("90 việc", "not_met")


@pytest.mark.parametrize(("period", "day"), [("10 tháng", "31/10/2023"), ("quý I", "31/03/2023")])
def test_a_part_of_the_year_ends_on_its_last_day(tmp_path: Path, period: str, day: str) -> None:
    result = small(tmp_path).groups(group("90", period=period), as_of="31/12/2023").criterion()
    actual = result.measures[0].actual
    assert actual is not None and actual.as_of is not None and f"{actual.as_of:%d/%m/%Y}" == day


def test_the_second_half_counts_only_with_the_first(tmp_path: Path) -> None:
    second = group("90", period="6 tháng cuối năm")
    assert small(tmp_path).groups(second, as_of="31/12/2023").criterion().measures[0].actual is None
    both = group("20", period="6 tháng đầu năm") + second
    assert chosen(small(tmp_path).groups(both, as_of="31/12/2023")) == ("110 việc", "met")


def test_neighbouring_values_of_a_category_are_one_stretch(tmp_path: Path) -> None:
    """Two sources say kém and trung bình: whichever is right, it is one of [kém, trung bình] (8-semantics: a range is one atom)."""
    small = Small(tmp_path, "a.loai:\n  tên: Xếp loại\n  kiểu: phân loại\n  giá trị: [kém, trung bình, khá, tốt]")
    small.criteria("- số: 1.1\n  nguyên văn: Xếp loại thấp\n  đạt khi: a.loai thuộc [trung bình, kém]")
    group = "  - nguồn: BC, mục {}\n    giá trị:\n      a.loai: {}\n"
    small.groups(group.format(1, "kém") + group.format(2, "trung bình"))
    assert small.criterion().status is Verdict.MET


def test_values_of_a_category_with_one_between_are_no_stretch(tmp_path: Path) -> None:
    small = Small(tmp_path, "a.loai:\n  tên: Xếp loại\n  kiểu: phân loại\n  giá trị: [kém, trung bình, khá, tốt]")
    small.criteria("- số: 1.1\n  nguyên văn: Xếp loại thấp\n  đạt khi: a.loai thuộc [kém, khá]")
    group = "  - nguồn: BC, mục {}\n    giá trị:\n      a.loai: {}\n"
    small.groups(group.format(1, "kém") + group.format(2, "khá"))
    assert small.criterion().status is Verdict.UNDETERMINED  # trung bình lies between
