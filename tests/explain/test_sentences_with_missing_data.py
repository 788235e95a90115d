"""A sentence whose data are missing is one fixed sentence that names them; an interval in a sentence reads as Vietnamese."""

from __future__ import annotations

from pathlib import Path

from tests.small_workspace import Small

CATALOGUE = """
thcs.lop:
  tên: Số lớp học
  đơn vị tính: lớp
thcs.phong:
  tên: Số lớp có phòng học riêng
  đơn vị tính: lớp
thcs.gv:
  tên: Số giáo viên
  đơn vị tính: người
"""
CHECK = """
đối chiếu:
  - mã: DC-1
    kiểm: thcs.lop = thcs.phong
    {sentence}
"""
CRITERION = """
- số: 1.1
  nguyên văn: Có từ 20 lớp trở lên
  đo bằng: thcs.lop
  đạt khi: từ 20 lớp trở lên
"""
LIMITATION = """
hạn chế:
  - mã: HC-1
    của: [1.1]
    kết luận: {conclusion}
"""


def texts(root: Path, facts: str, sentence: str = "", conclusion: str = "Còn thiếu lớp.") -> dict[str, str]:
    workspace = Small(root, CATALOGUE, extra=CHECK.format(sentence=sentence))
    workspace.criteria(CRITERION, more=LIMITATION.format(conclusion=conclusion)).facts(facts)
    return {finding.id: finding.text for finding in workspace.evaluate().findings}


WITH_HOLES = "khi lệch: Có {thcs.lop} nhưng {thcs.phong}, do {thcs.gv} dạy."


def test_a_check_without_its_data_names_them(tmp_path: Path) -> None:
    found = texts(tmp_path, "thcs.lop: từ 16 đến 18 lớp", WITH_HOLES)
    assert found["DC-1"] == "Chưa đối chiếu được: thiếu Số lớp có phòng học riêng."


def test_an_own_sentence_for_it_stays_unless_it_has_holes(tmp_path: Path) -> None:
    own = "khi không kiểm được: Mới biết có {thcs.lop}."
    holes = "khi không kiểm được: Mới biết có {thcs.lop}, {thcs.gv}."
    assert texts(tmp_path / "own", "thcs.lop: 16", own)["DC-1"] == "Mới biết có 16 lớp."
    assert texts(tmp_path / "holes", "thcs.lop: 16", holes)["DC-1"] == (
        "Chưa đối chiếu được: thiếu Số lớp có phòng học riêng."
    )


def test_a_check_that_is_too_inexact_says_so(tmp_path: Path) -> None:
    found = texts(tmp_path, "thcs.lop: từ 16 đến 18 lớp\nthcs.phong: 17", WITH_HOLES)
    assert found["DC-1"] == "Chưa đối chiếu được: Số lớp học chưa đủ chính xác."


def test_a_difference_without_the_data_of_its_sentence_shows_both_sides(tmp_path: Path) -> None:
    found = texts(tmp_path, "thcs.lop: 16\nthcs.phong: 17", WITH_HOLES)
    assert "16 lớp" in found["DC-1"]
    assert "17 lớp" in found["DC-1"]
    assert "chưa có số liệu" not in found["DC-1"]


def test_a_conclusion_without_its_data_names_them(tmp_path: Path) -> None:
    found = texts(tmp_path, "thcs.lop: 16", conclusion="Có {thcs.lop} nhưng {thcs.phong}, do {thcs.gv} dạy.")
    assert found["HC-1"] == "Chưa viết được câu này: thiếu Số lớp có phòng học riêng, Số giáo viên."


def test_an_interval_reads_as_vietnamese(tmp_path: Path) -> None:
    conclusion = "Mới có {1.1.thực hiện} trên {1.1.mục tiêu}, thiếu {1.1.còn thiếu}; cả thảy {thcs.lop}."
    found = texts(tmp_path, "thcs.lop: từ 16 đến 18 lớp", conclusion=f'"{conclusion}"')
    assert found["HC-1"] == "Mới có 16-18 lớp trên 20 lớp, thiếu từ 2 đến 4 lớp; cả thảy 16-18 lớp."
