"""«không phải» in table and proof: the part is shown as what is asked for, and never lacks what it must not reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.explain.reading import words_of
from tests.small_workspace import Small

CATALOGUE = """
diem.nong:
  tên: Số điểm nóng
  đơn vị tính: điểm
ho.van_hoa:
  tên: Số hộ văn hóa
  đơn vị tính: hộ
"""
CRITERION = """
- số: 1.1
  nguyên văn: Không còn trên 3 điểm nóng và có từ 900 hộ văn hóa trở lên
  đạt khi:
    tất cả:
      - không phải: diem.nong trên 3 điểm
      - ho.van_hoa từ 900 hộ trở lên
"""


@pytest.mark.parametrize(
    ("hot", "row", "line"),
    [
        ("2", "không trên 3 điểm 2 điểm đạt", "[thỏa] Số điểm nóng: cần không trên 3 điểm; thực tế 2 điểm"),
        ("3", "không trên 3 điểm 3 điểm đạt", "[thỏa] Số điểm nóng: cần không trên 3 điểm; thực tế 3 điểm"),
        (
            "5",
            "không trên 3 điểm 5 điểm quá 2 điểm chưa đạt",
            "[không thỏa] Số điểm nóng: cần không trên 3 điểm; thực tế 5 điểm; quá 2 điểm",
        ),
    ],
)
def test_the_part_is_shown_as_what_is_asked_for(tmp_path: Path, hot: str, row: str, line: str) -> None:
    Small(tmp_path, CATALOGUE).criteria(CRITERION).facts(f"diem.nong: {hot} điểm\nho.van_hoa: 870 hộ")
    table, proof = words_of(tmp_path, "evaluate", "--full", "--no-record"), words_of(tmp_path, "why", "1.1")
    assert f"– Số điểm nóng {row}" in table
    assert line in proof
    assert "66,67%" not in table
    assert "thiếu 30 hộ" in table
    assert "thiếu 30 hộ" in proof
    assert "thiếu 1 điểm" not in table + proof


def test_a_negated_alternative_asks_for_the_contrary_of_each_part(tmp_path: Path) -> None:
    """Not (above 3, or below 900): at 2 and 870 the second must not be, and is; 30 are lacking to 900."""
    either = """
    - số: 1.1
      nguyên văn: Không còn trên 3 điểm nóng và không dưới 900 hộ văn hóa
      đạt khi:
        không phải:
          bất kỳ:
            - diem.nong trên 3 điểm
            - ho.van_hoa dưới 900 hộ
    """
    Small(tmp_path, CATALOGUE).criteria(either).facts("diem.nong: 2 điểm\nho.van_hoa: 870 hộ")
    shown = words_of(tmp_path, "why", "1.1")
    assert "[không thỏa] Điều kiện đạt: tất cả các điều sau phải đúng" in shown
    assert "[thỏa] Số điểm nóng: cần không trên 3 điểm; thực tế 2 điểm" in shown
    assert "[không thỏa] Số hộ văn hóa: cần không dưới 900 hộ; thực tế 870 hộ; thiếu 30 hộ" in shown
