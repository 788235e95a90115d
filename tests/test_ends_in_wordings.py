"""The ends that a wording names, with which CT126 compares the deadline."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.checking.deadline_differs import named_ends
from engine.checking.run import check_workspace
from engine.workspace.workspace import Workspace
from tests.small_workspace import Small

YEAR_2024 = (date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Phấn đấu đến năm 2024, có 20% số hộ", {YEAR_2024}),
        ("Đến cuối năm 2024 đạt 20%", {YEAR_2024}),
        ("Trước ngày 30/6/2024 ban hành quy chế", {(date(2024, 6, 29), date(2024, 6, 30))}),
        ("Chậm nhất 30/06/2024 ban hành quy chế", {(date(2024, 6, 29), date(2024, 6, 30))}),
        ("Đến năm 2024 đạt 20%, đến năm 2025 đạt 30%", {YEAR_2024, (date(2025, 1, 1), date(2025, 12, 31))}),
        ("So với năm 2020 tăng 20%", set()),
        ("Tăng 20% so với số tính đến năm 2020", set()),
        ("Giai đoạn 2021-2025 đạt 20%", set()),
        ("Trước ngày 31/2/2024 ban hành", set()),
    ],
)
def test_ends_are_days_or_whole_years(text: str, ends: set[tuple[date, date]]) -> None:
    assert named_ends(text) == ends


@pytest.mark.parametrize(
    ("wording", "more", "warned"),
    [
        ("Đến năm 2024 có 5 hộ", "", True),  # the period ends in 2025
        ("Đến năm 2024 có 5 hộ", "hạn: 31/12/2025", True),
        ("Đến năm 2024 có 5 hộ", "hạn: 31/12/2024", False),
        ("Đến năm 2024 có 5 hộ", "hạn: 30/6/2024", False),  # narrower, within the year
        ("Đến năm 2025 có 5 hộ", "", False),
        ("Có 5 hộ theo Chiến lược đến năm 2030", "", False),
        ("Đến năm 2030 có 5 hộ", "hạn: 31/12/2025", True),
        ("Đến năm 2024 có 5 hộ", "lý do khác nguyên văn: gia hạn theo văn bản số 5", False),
    ],
)
def test_only_a_deadline_outside_of_the_named_end_is_doubtful(
    tmp_path: Path, wording: str, more: str, warned: bool
) -> None:
    criterion = f"- số: 1.1\n  nguyên văn: {wording}\n  đo bằng: x.so\n  đạt khi: đạt 5 hộ\n"
    criterion += f"  {more}\n" if more else ""
    Small(tmp_path, "x.so:\n  tên: Số hộ\n  đơn vị tính: hộ").criteria(criterion).facts("x.so: 3 hộ")
    assert ("CT126" in [one.code for one in check_workspace(Workspace(tmp_path))]) == warned


@pytest.mark.parametrize(
    ("title", "warned"),
    [
        ("Kế hoạch phát triển giai đoạn 2021-2025", False),
        ("Kế hoạch phát triển giai đoạn 2021-2024", True),
        ("Kế hoạch phát triển giai đoạn từ năm 2021 đến năm 2023", True),
        ("Kế hoạch giai đoạn 2021-2024 và giai đoạn 2025-2030", False),  # which one, only people know
        ("Kế hoạch phát triển 5 năm", False),
    ],
)
def test_the_period_is_the_one_of_the_title(tmp_path: Path, title: str, warned: bool) -> None:
    small = Small(tmp_path, "x.so:\n  tên: Số hộ\n  đơn vị tính: hộ")
    head = tmp_path / "rules" / "nq" / "nghi-quyet.yaml"
    small.criteria("- số: 1.1\n  nguyên văn: Có 5 hộ\n  đo bằng: x.so\n  đạt khi: đạt 5 hộ\n").facts("x.so: 3 hộ")
    assert "giai đoạn: 2021-2025" in head.read_text("utf-8")
    head.write_text(head.read_text("utf-8").replace("  giai đoạn:", f"  trích yếu: {title}\n  giai đoạn:"), "utf-8")
    assert ("CT126" in [one.code for one in check_workspace(Workspace(tmp_path))]) == warned
