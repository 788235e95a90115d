"""The results of the official report beside the same period of last year; every change is worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import run_here
from tests.small_workspace import Small

CATALOGUE = "a.x:\n  tên: X\n  đơn vị tính: {unit}\n  tính chất: trong năm\n"
CRITERION = "- số: 1.1\n  nguyên văn: Đạt từ 900 {unit} trở lên\n  đo bằng: a.x\n  đạt khi: từ 900 trở lên\n"


def told(root: Path, before: str, groups: str, unit: str = "ha") -> str:
    """What the report says of the values before it comes to the goal."""
    small = Small(root, CATALOGUE.format(unit=unit)).criteria(CRITERION.format(unit=unit.strip('"')))
    small.facts(f"a.x: {before}", 2022, "31/12/2022").groups(groups)
    done = run_here("report", "--tham-tra", "--no-record", "--year", "2023", "-o", "bao-cao.md", cwd=root)
    assert done.returncode == 0, done.stderr
    text = (root / "bao-cao.md").read_text("utf-8")
    return next(line for line in text.split("\n") if line.startswith("- X: ")).partition("; so với")[0]


def group(value: str, basis: str = "thực hiện") -> str:
    return f"  - nguồn: BC\n    loại số liệu: {basis}\n    giá trị:\n      a.x: {value}\n"


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("80", "100", "100 ha, tăng 25% so với cùng kỳ (80 ha)"),  # 100 / 80
        ("80", "60", "60 ha, giảm 25% so với cùng kỳ (80 ha)"),
        ("80", "80", "80 ha, bằng cùng kỳ (80 ha)"),
        ("50.000", "50.001", "50.001 ha, tăng 0,002% so với cùng kỳ (50.000 ha)"),  # never «tăng 0%»
        ("0", "60", "60 ha (cùng kỳ: 0 ha)"),
        ("trên 70", "100", "100 ha (cùng kỳ: trên 70 ha)"),
    ],
)
def test_the_change_since_last_year(tmp_path: Path, before: str, now: str, expected: str) -> None:
    assert told(tmp_path, before, group(now)) == f"- X: {expected}"


def test_of_a_rate_it_is_told_in_points(tmp_path: Path) -> None:
    assert told(tmp_path, "32%", group("34%"), '"%"') == "- X: 34%, tăng 2 điểm % so với cùng kỳ (32%)"


def test_it_stands_behind_the_value_that_counts(tmp_path: Path) -> None:
    """An actual of the whole year counts before an estimate of it: 100 / 80, not 120 / 80."""
    text = told(tmp_path, "80", group("100") + group("120", "ước thực hiện"))
    assert text == "- X: 100 ha, tăng 25% so với cùng kỳ (80 ha); ước thực hiện 120 ha"
