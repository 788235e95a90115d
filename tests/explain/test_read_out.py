"""Proofs that can be read out: the first line, what explains a verdict, numbers, totals; a neighbour for each kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.explain.reading import words_of
from tests.running import run_here
from tests.small_workspace import Small
from tests.workspaces import ROOT

SUBJECT = " · xã A · năm 2023 · số liệu đến 31/12/2023"
CATALOGUE = """
htx.so:
  tên: Số HTX
  đơn vị tính: HTX
htx.moi:
  tên: Số HTX thành lập mới
  đơn vị tính: HTX
  tính chất: trong năm
von.vay:
  tên: Vốn được vay
  đơn vị tính: tỷ đồng
  tính chất: trong năm
htx.cu:
  tên: Số HTX cũ
  đơn vị tính: HTX
  công thức: htx.so - htx.moi
"""
CRITERIA = """
- số: 1.1
  nguyên văn: Có từ 15 HTX trở lên
  đo bằng: htx.so
  đạt khi: từ 15 HTX trở lên
- số: 1.2
  nguyên văn: Thành lập mới từ 2 HTX trở lên trong năm
  đo bằng: htx.moi
  đạt khi: từ 2 HTX trở lên
  kỳ: hằng năm
"""
EXPLAINED = """
hạn chế:
  - mã: HC-1
    của: [1.1]
    kết luận: Số HTX còn ít.
nguyên nhân:
  - mã: NN-1
    loại: khách quan
    của: [HC-1]
    khi: von.vay dưới 5 tỷ đồng
    kết luận: Vốn được vay chỉ {von.vay}.
giải pháp:
  - mã: GP-1
    của: [NN-1]
    kết luận: Tạo điều kiện vay vốn.
"""
FACTS = "htx.so: 11 HTX\nhtx.moi: 3 HTX\nvon.vay: 2 tỷ đồng"


@pytest.fixture
def explained(tmp_path: Path) -> Path:
    Small(tmp_path, CATALOGUE).criteria(CRITERIA, more=EXPLAINED).facts(FACTS)
    return tmp_path


def test_causes_explain_and_solutions_follow(explained: Path) -> None:
    shown = words_of(explained, "why", "1.1", "--full")
    assert shown.startswith(f"1.1 chưa đạt: 11 < 15 HTX, thiếu 4{SUBJECT} ")
    assert "Được giải thích bởi: hạn chế HC-1: Số HTX còn ít." in shown
    assert "nguyên nhân khách quan NN-1: Vốn được vay chỉ 2 tỷ đồng." in shown
    assert "Dẫn đến: giải pháp GP-1: Tạo điều kiện vay vốn." in shown
    assert "Dẫn đến: hạn chế" not in shown
    assert "Dẫn đến: nguyên nhân" not in shown


def test_a_met_criterion_is_not_blamed(explained: Path) -> None:
    shown = words_of(explained, "why", "1.2")
    assert shown.startswith(f"1.2 đạt: 3 > 2 HTX{SUBJECT} ")
    assert "thuộc chỉ tiêu 1, chưa đạt vì 1.1" in shown
    assert "Dẫn đến" not in shown


def test_a_target_says_which_criterion_decides(explained: Path) -> None:
    assert words_of(explained, "why", "chỉ tiêu 1").startswith(f"Chỉ tiêu 1 (Một) chưa đạt vì 1.1{SUBJECT} ")


def test_a_number_says_where_it_comes_from_and_what_it_decides(explained: Path) -> None:
    shown = words_of(explained, "why", "htx.so")
    assert shown.startswith(f"Số HTX (htx.so): 11 HTX{SUBJECT} ")
    assert "tính đến 31/12/2023 — BC, mục 1" in shown
    assert "Kỳ: số tại thời điểm 31/12/2023" in shown
    assert "Quyết định: nội dung 1.1 chưa đạt" in shown
    assert "Số HTX: 11 < 15 HTX, thiếu 4" in shown
    assert "Được dùng trong: Số HTX cũ = «Số HTX» - «Số HTX thành lập mới»" in shown
    assert "Là một điều kiện của: nguyên nhân khách quan NN-1" in words_of(explained, "why", "von.vay")


def test_a_computed_number_shows_its_computation_by_names(explained: Path) -> None:
    assert "Tính: «Số HTX» - «Số HTX thành lập mới» = 11 - 3 = 8 HTX" in words_of(explained, "why", "htx.cu")


@pytest.mark.parametrize("name", ["tổng-hợp", "tổng hợp"])
def test_the_totals_list_what_they_count(explained: Path, name: str) -> None:
    shown = words_of(explained, "why", name)
    assert shown.startswith(f"Tổng hợp: 00/1 chỉ tiêu, 01/2 nội dung đạt và vượt{SUBJECT} ")
    assert "01/2 nội dung đạt và vượt: 1.2" in shown
    assert "01/2 nội dung chưa đạt: 1.1" in shown


def test_the_document_has_the_first_line_too(explained: Path) -> None:
    document = json.loads(run_here("why", "1.1", "--format", "json", cwd=explained).stdout)
    assert document["schema"] == "chitieu/why/2"
    assert document["headline"] == f"1.1 chưa đạt: 11 < 15 HTX, thiếu 4{SUBJECT}"


def test_goal_is_not_for_numbers(explained: Path) -> None:
    done = run_here("goal", "htx.so", cwd=explained)
    assert (done.returncode, "là mã số liệu" in done.stderr) == (2, True)


def test_a_strict_bound_just_reached_is_said_in_words(tmp_path: Path) -> None:
    above = "- số: 1.1\n  nguyên văn: Có trên 11 HTX\n  đo bằng: htx.so\n  đạt khi: trên 11 HTX\n"
    Small(tmp_path, CATALOGUE).criteria(above).facts(FACTS)
    assert words_of(tmp_path, "why", "1.1", "--quiet") == f"1.1 chưa đạt: 11 HTX, cần trên 11 HTX{SUBJECT}"


def test_a_bound_is_said_as_it_is(tmp_path: Path) -> None:
    Small(tmp_path, CATALOGUE).criteria(CRITERIA).facts("htx.so: trên 15 HTX\nhtx.moi: 3")
    assert words_of(tmp_path, "why", "1.1", "--quiet") == f"1.1 đạt: trên 15 HTX, cần từ 15 HTX trở lên{SUBJECT}"


def test_checks_that_concern_a_criterion_stand_in_its_proof() -> None:
    """DC-10 asks for the verdict of 2.1, DC-9 checks the number of 6.2; the contradiction of 2.1 is told once."""
    two, six = words_of(ROOT, "why", "2.1"), words_of(ROOT, "why", "6.2")
    assert "Đối chiếu: lệch: DC-10: Trong năm có 70 thành viên vào" in two
    assert "Đối chiếu: không kiểm được: DC-9: Kết luận 100% HTX nông nghiệp có lãi" in six
    assert "báo cáo tự mâu thuẫn" not in two
    assert "báo cáo tự mâu thuẫn" in words_of(ROOT, "why", "2.1", "--full")


def test_a_claim_of_a_count_lists_what_counts() -> None:
    assert "06/11 nội dung đạt và vượt: 2.2 (đạt), 3.1 (đạt), 5.1 (vượt)" in words_of(ROOT, "why", "NEU-27")


def test_what_a_total_over_the_years_lacks_is_due_at_its_deadline(tmp_path: Path) -> None:
    """40 + 45 + 38 of 200 leave 77 until the end of the period, and the total reaches to 30/9/2023."""
    house = "nha.xay:\n  tên: Số nhà được xây mới\n  đơn vị tính: căn\n  tính chất: trong năm\n"
    goal = (
        "- số: 1.1\n  nguyên văn: Trong 5 năm xây mới từ 200 căn nhà trở lên\n  đo bằng: nha.xay\n"
        "  đạt khi: từ 200 căn trở lên\n  cộng dồn: có\n"
    )
    workspace = Small(tmp_path, house).criteria(goal)
    for year, count, as_of in ((2021, 40, "31/12/2021"), (2022, 45, "31/12/2022"), (2023, 38, "30/9/2023")):
        workspace.facts(f"nha.xay: {count} căn", year=year, as_of=as_of)
    assert "còn phải thêm 77 căn đến 31/12/2025" in words_of(tmp_path, "why", "1.1", "--year", "2023")
    assert "123 căn (lũy kế đến 30/9/2023)" in words_of(tmp_path, "evaluate", "--full", "--no-record", "--year", "2023")


@pytest.mark.parametrize(("share", "status"), [(4, "chưa đạt"), (5, "đạt"), (11, "vượt")])
def test_a_range_between_measures_can_be_exceeded(tmp_path: Path, share: int, status: str) -> None:
    """From 5 (a half of 10) to 10: 4 is short of it, 11 beyond."""
    between = "- số: 1.1\n  nguyên văn: Từ một nửa đến bằng số cũ\n  đạt khi: htx.so từ von.vay * 0,5 đến von.vay\n"
    measures = CATALOGUE.replace("tỷ đồng", "HTX")
    Small(tmp_path, measures).criteria(between).facts(f"htx.so: {share}\nvon.vay: 10\nhtx.moi: 0")
    assert words_of(tmp_path, "why", "1.1", "--quiet").startswith(f"1.1 {status}: ")
