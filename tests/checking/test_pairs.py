"""CT104 on rules in other words than the wording: no error where they say the same, an error where they do not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.checking.deadline_differs import named_ends
from engine.checking.run import check_workspace
from engine.files.diagnostics import Severity
from engine.workspace.workspace import Workspace
from tests.checking.pair import Pair
from tests.checking.pairs import RIGHT, WRONG
from tests.small_workspace import Small


def errors(root: Path, pair: Pair) -> list[str]:
    """The errors of `check` on a workspace with this one criterion."""
    flow = "\n  tính chất: trong năm" if pair.keys else ""
    small = Small(root, f'x.so:\n  tên: {pair.name}\n  đơn vị tính: "{pair.unit}"{flow}')
    goal = f' "{pair.goal}"'
    if ": " in pair.goal:  # milestones
        goal = "".join(f"\n    {milestone}" for milestone in pair.goal.split("; "))
    criterion = f'- số: 1.1\n  nguyên văn: "{pair.text}"\n  đo bằng: x.so\n  đạt khi:{goal}\n'
    small.criteria(criterion + (f"  {pair.keys}\n" if pair.keys else "")).facts("x.so: 1")
    found = check_workspace(Workspace(root))
    return [f"{d.code} {d.message}" for d in found if d.severity is Severity.ERROR]


def cases(table: dict[str, tuple[Pair, ...]]) -> Iterator[object]:
    for kind, pairs in table.items():
        for pair in pairs:
            yield pytest.param(pair, id=f"{kind}: {pair.text} | {pair.goal}")


@pytest.mark.parametrize("pair", [*cases(RIGHT)])
def test_the_same_in_other_words_is_no_error(tmp_path: Path, pair: Pair) -> None:
    assert errors(tmp_path, pair) == []


@pytest.mark.parametrize("pair", [*cases(WRONG)])
def test_something_else_is_an_error(tmp_path: Path, pair: Pair) -> None:
    assert "CT104" in [error[:5] for error in errors(tmp_path, pair)]


def test_a_year_that_is_only_compared_with_is_no_deadline() -> None:
    assert named_ends("Tỷ lệ hộ nghèo giảm 0,5 điểm % so với cuối năm 2025") == set()
    assert len(named_ends("Đến cuối năm 2025 tỷ lệ hộ nghèo còn 2%")) == 1
