"""The order of the form, and last year's values as it shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.drafting.last_year import last_years_value
from engine.drafting.needed import in_order_of_need
from engine.files.diagnostics import Problems
from engine.importing.existing import ExistingFacts
from engine.rulebook.rulebook import Rulebook
from engine.workspace.loading import load_rulebook
from engine.workspace.workspace import Workspace
from tests.small_workspace import Small

CATALOGUE = """
a.khac: {tên: Số khác, đơn vị tính: hộ}
a.tu: {tên: Số hộ đạt, đơn vị tính: hộ}
a.mau: {tên: Tổng số hộ, đơn vị tính: hộ}
a.ty_le: {tên: Tỷ lệ hộ đạt, đơn vị tính: "%", công thức: "tỷ_lệ(a.tu, a.mau)"}
a.dau: {tên: Số việc, đơn vị tính: việc, tính chất: trong năm}
a.khi: {tên: Có phương án, kiểu: có/không}
"""
CRITERIA = """
- số: 1.1
  nguyên văn: Một
  đạt khi: a.dau từ 1 trở lên
- số: 1.2
  nguyên văn: Hai
  áp dụng khi: a.khi có
  đạt khi: a.ty_le từ 50% trở lên
"""


def rulebook_of(root: Path) -> Rulebook:
    workspace = Workspace(root)
    (folder,) = workspace.resolution_folders
    rulebook = load_rulebook(workspace, folder, Problems())
    assert rulebook is not None
    return rulebook


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path, CATALOGUE).criteria(CRITERIA)


def test_what_conditions_rest_on_is_needed_in_their_order(small: Small, tmp_path: Path) -> None:
    needed, others = in_order_of_need(rulebook_of(tmp_path))
    assert [one.code for one in needed] == ["a.dau", "a.khi", "a.tu", "a.mau"]
    assert [one.code for one in others] == ["a.khac"]


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        ("- nguồn: BC\n  giá trị:\n    a.dau: 90", "90"),
        ("- nguồn: BC\n  loại số liệu: ước thực hiện\n  giá trị:\n    a.dau: 90", "90 (ước)"),
        ("- nguồn: BC\n  loại số liệu: sơ bộ\n  giá trị:\n    a.dau: 90", "90 (sơ bộ)"),
        ("- nguồn: BC\n  tính đến: 30/9/2023\n  kỳ: 9 tháng\n  giá trị:\n    a.dau: 70", "70 (đến 30/9/2023)"),
        (
            "- nguồn: BC\n  giá trị:\n    a.dau: 90\n"
            "- nguồn: BC\n  tính đến: 30/9/2023\n  kỳ: 9 tháng\n  giá trị:\n    a.dau: 70",
            "90",
        ),
        (
            "- nguồn: BC\n  giá trị:\n    a.dau: 90\n- nguồn: BC\n  loại số liệu: ước thực hiện\n  giá trị:\n    a.dau: 95",
            "90",
        ),
        ("- nguồn: BC, mục 1\n  giá trị:\n    a.dau: 90\n- nguồn: BC, mục 2\n  giá trị:\n    a.dau: 91", "90; 91"),
    ],
)
def test_last_years_value_is_that_of_the_whole_year_as_counted(
    small: Small, tmp_path: Path, groups: str, shown: str
) -> None:
    small.groups(groups)
    existing = ExistingFacts(Workspace(tmp_path), rulebook_of(tmp_path))
    (unit,) = set(existing.units)
    assert last_years_value(existing.values(unit, 2023, Path())["a.dau"]) == shown


def test_without_facts_there_is_nothing_to_show() -> None:
    assert last_years_value([]) == ""
