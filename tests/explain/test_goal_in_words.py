"""`goal` in words: both ends of an interval, days, verbs for categories and bounds, and both borders of vượt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.explain.goal import find_goal
from engine.explain.goal_result import Goal
from engine.explain.references import find
from tests.explain.conftest import Audited
from tests.explain.reading import words_of
from tests.running import run_here
from tests.small_workspace import Small
from tests.workspaces import case_in

RATE = """
rac.ton:
  tên: Tỷ lệ rác chưa thu gom
  đơn vị tính: "%"
"""
BELOW_15 = """
- số: 1.1
  nguyên văn: Tỷ lệ rác chưa thu gom dưới 15%
  đo bằng: rac.ton
  đạt khi: dưới 15%
"""


def goal_of(workspace: Small) -> Goal:
    audited = Audited(case_in(workspace.root))
    reference = find("1.1", audited.case.rulebook, audited.evaluation)
    return find_goal(audited.case, reference, audited.evaluator)


def test_from_an_interval_both_ends_are_kept(tmp_path: Path) -> None:
    workspace = Small(tmp_path, RATE).criteria(BELOW_15).facts("rac.ton: từ 11% đến 22%")
    (change,) = goal_of(workspace).changes
    assert change.needed == "dưới 15%"
    assert change.becomes == "đạt"
    assert run_here("what-if", "--set", f"rac.ton={change.needed}", cwd=tmp_path).stdout.count("→ 01/1 chỉ tiêu") == 1


def test_what_is_written_is_what_was_proved(tmp_path: Path) -> None:
    """In a corridor from 10 to 20 «trên 10» alone would not do: both ends are asked for."""
    corridor = BELOW_15.replace("dưới 15%", "trong khoảng từ 10% đến 20%")
    workspace = Small(tmp_path, RATE).criteria(corridor).facts("rac.ton: từ 15% đến 25%")
    for change in goal_of(workspace).changes:
        done = run_here("what-if", "--set", f"rac.ton={change.needed}", cwd=tmp_path)
        assert "→ 01/1 chỉ tiêu" in done.stdout, change.needed


PLAN = """
qh.ngay:
  tên: Ngày phê duyệt quy hoạch
  kiểu: ngày
"""
BY_JUNE_2024 = """
- số: 1.1
  nguyên văn: Phê duyệt quy hoạch chậm nhất ngày 26/6/2024
  đo bằng: qh.ngay
  đạt khi: chậm nhất 26/6/2024
"""


def test_dates_move_by_days(tmp_path: Path) -> None:
    """From 12 July back to 26 June are 16 days; from 10 June on to 27 June are 17."""
    late = Small(tmp_path / "late", PLAN).criteria(BY_JUNE_2024).facts("qh.ngay: 12/7/2024", as_of="30/9/2023")
    early = Small(tmp_path / "early", PLAN).criteria(BY_JUNE_2024).facts("qh.ngay: 10/6/2024", as_of="30/9/2023")
    assert [change.change_text for change in goal_of(late).changes] == ["sớm hơn 16 ngày"]
    assert [change.change_text for change in goal_of(early).changes] == ["muộn hơn 17 ngày"]


RANKED = """
htx.loai:
  tên: Xếp loại HTX
  kiểu: phân loại
  giá trị: [yếu, trung bình, khá, tốt]
"""
GOOD = """
- số: 1.1
  nguyên văn: HTX xếp loại từ khá trở lên
  đo bằng: htx.loai
  đạt khi: từ khá trở lên
"""


@pytest.mark.parametrize(
    ("rank", "text"), [("trung bình", "từ trung bình lên khá"), ("khá", "từ khá xuống trung bình")]
)
def test_categories_have_their_verb(tmp_path: Path, rank: str, text: str) -> None:
    workspace = Small(tmp_path, RANKED).criteria(GOOD).facts(f"htx.loai: {rank}")
    assert [change.change_text for change in goal_of(workspace).changes] == [text]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("trên 16%", "giảm xuống dưới 15%"),
        ("từ 11% đến 22%", "xác định được là dưới 15%"),
        ("chưa có", "có số liệu là dưới 15%"),
    ],
)
def test_bounds_have_their_verb(tmp_path: Path, value: str, text: str) -> None:
    workspace = Small(tmp_path, RATE).criteria(BELOW_15).facts(f"rac.ton: {value}")
    assert [change.change_text for change in goal_of(workspace).changes] == [text]


POINT = """
- số: 1.1
  nguyên văn: Có 20 hộ
  đo bằng: ho.so
  đạt khi: đạt 20 hộ
"""
COUNT = """
ho.so:
  tên: Số hộ
  đơn vị tính: hộ
"""


@pytest.mark.parametrize(
    ("value", "near", "beyond"),
    [
        (18, ("20 hộ", "đạt"), ("21 hộ", "vượt")),
        (20, ("19 hộ", "chưa đạt"), ("21 hộ", "vượt")),
        (25, ("19 hộ", "chưa đạt"), ("20 hộ", "đạt")),
    ],
)
def test_both_borders_of_vượt(tmp_path: Path, value: int, near: tuple[str, str], beyond: tuple[str, str]) -> None:
    """A point of 20: 19 is chưa đạt, 20 đạt, 21 vượt, whatever there is now."""
    found = goal_of(Small(tmp_path, COUNT).criteria(POINT).facts(f"ho.so: {value}"))
    assert [(c.needed, c.becomes) for c in found.changes] == [near]
    assert [(c.needed, c.becomes) for c in found.beyond] == [beyond]
    document = json.loads(run_here("goal", "1.1", "--format", "json", cwd=tmp_path).stdout)
    assert document["beyond"][0]["becomes"] == beyond[1]
    shown = words_of(tmp_path, "goal", "1.1")
    assert f"{beyond[0]}) thì {beyond[1]}" in shown
    assert "xã A · năm 2023 · số liệu đến 31/12/2023" in shown


def test_where_nothing_can_be_vượt_there_is_no_second_border(tmp_path: Path) -> None:
    at_least = POINT.replace("đạt 20 hộ", "từ 20 hộ trở lên")
    assert goal_of(Small(tmp_path, COUNT).criteria(at_least).facts("ho.so: 18")).beyond == ()


def test_what_if_names_its_case(tmp_path: Path) -> None:
    Small(tmp_path, COUNT).criteria(POINT).facts("ho.so: 18")
    shown = words_of(tmp_path, "what-if", "--set", "ho.so=20")
    assert shown.startswith("Giả định cho xã A · năm 2023 · số liệu đến 31/12/2023")
