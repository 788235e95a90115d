"""Which slips are proved to change nothing, and which look like it and are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.rule_tests.mutants import mutants_of
from engine.workspace.cases import Cases
from engine.workspace.workspace import Workspace
from tests.small_workspace import Small

CATALOGUE = """
a.x:
  tên: X
  đơn vị tính: HTX
a.y:
  tên: Y
  đơn vị tính: HTX
a.binh_quan:
  tên: Bình quân
  đơn vị tính: HTX/HTX
  công thức: a.x / a.y
a.kho:
  tên: Khó
  kiểu: có/không
a.do:
  tên: Đo được
  kiểu: có/không
"""
CRITERION = """
- số: 1.1
  nguyên văn: Từ 50 HTX trở lên
  đo bằng: a.x
  đạt khi: từ 50 HTX trở lên
"""
OTHER = """
- số: 1.2
  nguyên văn: Từ 20 HTX trở lên
  đo bằng: a.y
  đạt khi: từ 20 HTX trở lên
"""


def equivalent(root: Path, findings: str, more_of_criterion: str = "") -> list[str]:
    """The slips in the findings that are left out."""
    Small(root, CATALOGUE).criteria(CRITERION + more_of_criterion + OTHER, findings)
    loader = Cases(Workspace(root))
    (rulebook,) = loader.everything()[0]
    assert not loader.problems.found
    return [f"{m.subject}: {m.change}" for m in mutants_of(rulebook).equivalent if m.subject.what == "finding"]


def finding(identifier: str, of: str, *when: str) -> str:
    parts = "".join(f"        - {part}\n" for part in when)
    condition = f"    khi:\n      tất cả:\n{parts}" if when else ""
    return f"  - mã: {identifier}\n    của: [{of}]\n{condition}    kết luận: Có.\n"


def test_the_verdict_that_a_finding_belongs_to_need_not_be_asked_again(tmp_path: Path) -> None:
    text = "hạn chế:\n" + finding("HC-1", "1.1", "nội dung 1.1 chưa đạt", "a.kho có")
    assert equivalent(tmp_path, text) == [
        "HC-1: bỏ điều kiện «nội dung 1.1 chưa đạt»",
        "HC-1: bỏ nội dung 1.1 khỏi «của»",
    ]


def test_of_a_criterion_that_may_not_apply_only_the_status_is_redundant(tmp_path: Path) -> None:
    """Not applicable, the status is unknown and «của» is false: without «của» the finding would be unknown."""
    text = "hạn chế:\n" + finding("HC-1", "1.1", "nội dung 1.1 chưa đạt", "a.kho có")
    applies = "  áp dụng khi: a.do có\n"
    assert equivalent(tmp_path, text, applies) == ["HC-1: bỏ điều kiện «nội dung 1.1 chưa đạt»"]


def test_what_a_limitation_asks_for_its_causes_need_not(tmp_path: Path) -> None:
    text = "hạn chế:\n" + finding("HC-1", "1.1", "a.y trên 10", "a.kho có")
    text += "nguyên nhân:\n" + finding("CQ-1", "HC-1", "a.y trên 8", "a.do có").replace(
        "    của", "    loại: chủ quan\n    của"
    )
    assert equivalent(tmp_path, text) == [
        "CQ-1: bỏ điều kiện «a.y trên 8»",
        "CQ-1: «a.y trên 8»: ngưỡng 8 HTX thành 9 HTX",
        "CQ-1: «a.y trên 8»: ngưỡng 8 HTX thành 7 HTX",
        "CQ-1: «a.y trên 8»: kể cả mức 8 HTX",
    ]


def test_an_entry_that_another_covers_is_redundant(tmp_path: Path) -> None:
    text = "hạn chế:\n" + finding("HC-1", "1.1", "a.kho có", "a.do có")
    text += "giải pháp:\n" + finding("GP-1", "HC-1, 1.1")
    assert equivalent(tmp_path, text) == ["GP-1: bỏ HC-1 khỏi «của»"]


@pytest.mark.parametrize(
    ("own", "left_out"),
    [
        ("a.binh_quan dưới 50 / a.y", ["ngưỡng", "kể cả", "hằng số 50 thành 51", "bỏ"]),
        ("a.binh_quan dưới 51 / a.y", ["ngưỡng", "kể cả", "hằng số 51 thành 50", "hằng số 51 thành 52", "bỏ"]),
        ("a.binh_quan dưới 48 / a.y", []),
    ],
)
def test_constants_in_formulas_are_ordered(tmp_path: Path, own: str, left_out: list[str]) -> None:
    """x/y < 50/y entails x/y < 51/y, things counted being never negative; the other way round it does not."""
    text = "hạn chế:\n" + finding("HC-1", "1.1", "a.binh_quan dưới 50 / a.y", "a.kho có")
    text += "giải pháp:\n" + finding("GP-1", "HC-1", own, "a.do có")
    found = [change for change in equivalent(tmp_path, text) if change.startswith("GP-1")]
    assert all(any(word in change for change in found) for word in left_out)
    assert bool(found) == bool(left_out)
    assert not any("-1 HTX" in change or "thành 47" in change for change in found)
