"""A row is an indicator by code, by exact name, or by the words of the resolution; a near name is only proposed."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.importing.matching import Matcher
from tests.importing.desk import CATALOGUE, Desk
from tests.small_workspace import Small


@pytest.mark.parametrize(
    ("code", "name", "order", "expected"),
    [
        ("xa.thu", "", "", "xa.thu"),
        ("xa.thu", "Chữ tự do", "", "xa.thu"),
        ("", "xa.thu", "", "xa.thu"),
        ("", "Thu ngân sách", "", "xa.thu"),
        ("", "THU NGÂN SÁCH", "", "xa.thu"),
        ("", "thu ngan sach", "", "xa.thu"),
        ("", "- Thu  ngân sách:", "", "xa.thu"),
        ("", "1.2. Thu ngân sách", "", "xa.thu"),
        ("", "Trong đó: Thu ngân sách", "", "xa.thu"),
        ("", "Thu ngân sách (triệu đồng)", "", "xa.thu"),
        ("", "Thu ngân sách (tỷ đồng)", "", "xa.thu"),
        ("", "Tỷ lệ hộ nghèo đa chiều", "", "xa.ho_ngheo"),
        ("", "Tỷ lệ hộ nghèo (%)", "", "xa.ho_ngheo"),
        ("", "Thu ngân sách trên địa bàn đạt từ 5.000 triệu đồng trở lên", "", "xa.thu"),
        ("", "Thu ngân sách trên địa bàn", "1.1", "xa.thu"),
        ("", "Thu ngân sách trên địa bàn", "", None),
        ("", "từ 5.000 triệu đồng trở lên", "1.1", None),
        ("", "trên địa bàn đạt", "1.1", None),
        ("", "ngân sách trên địa bàn", "1.1", None),
        ("", "Thu ngân sạch", "", None),
        ("", "Thụ ngân sách trên địa bàn", "1.1", None),
        ("", "Tỉ lệ hộ nghèo", "", "xa.ho_ngheo"),
        ("", "Ty le ho ngheo", "", "xa.ho_ngheo"),
        ("", "Thu ngân sách trên địa bàn", "1.2", None),
        ("", "Giảm nghèo và tạo việc làm", "1.2", None),
        ("", "Thu ngân sách xã", "", None),
        ("", "Tỷ lệ hộ cận nghèo", "", None),
        ("", "Thu", "1.1", None),
        ("", "", "", None),
        ("xa.thoo", "", "", None),
        ("xa.thu", "Tỷ lệ hộ nghèo", "", None),
    ],
)
def test_which_rows_are_matched(desk: Desk, code: str, name: str, order: str, expected: str | None) -> None:
    assert Matcher(desk.rulebook).row(code, name, order).code == expected


def test_a_name_with_other_marks_is_proposed(desk: Desk) -> None:
    assert "Thu ngân sách (xa.thu)" in Matcher(desk.rulebook).row("", "Thu ngân sạch", "").remedy


def test_near_names_are_proposed(desk: Desk) -> None:
    match = Matcher(desk.rulebook).row("", "Thu ngân sách xã", "")
    assert "Thu ngân sách (xa.thu)" in match.remedy and "tên khác" in match.remedy


def test_a_compound_criterion_names_its_indicators(desk: Desk) -> None:
    match = Matcher(desk.rulebook).row("", "Giảm nghèo và tạo việc làm", "")
    assert "xa.ho_ngheo, xa.viec" in match.reason


def test_names_that_differ_in_marks_alone_need_their_marks(tmp_path: Path) -> None:
    more = "\nxa.ba:\n  tên: Số bà mẹ\n  đơn vị tính: người\nxa.ba_:\n  tên: Số ba mẹ\n  đơn vị tính: người\n"
    Small(tmp_path, CATALOGUE + more)
    desk = Desk.__new__(Desk)
    from engine.files.diagnostics import Problems
    from engine.workspace.loading import load_rulebook
    from engine.workspace.workspace import Workspace

    (tmp_path / "facts").mkdir()
    workspace = Workspace(tmp_path)
    rulebook = load_rulebook(workspace, workspace.resolution_folders[0], Problems())
    del desk
    assert rulebook is not None
    matcher = Matcher(rulebook)
    assert matcher.row("", "Số bà mẹ", "").code == "xa.ba"
    assert matcher.row("", "Số ba mẹ", "").code == "xa.ba_"
    assert matcher.row("", "So ba me", "").code is None
