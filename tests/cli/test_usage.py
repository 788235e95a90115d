"""Errors of usage."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Workspace


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("why", "2.1", "--unit", "xã A", "--unit", "xã B"), "--unit"),
        (("goal", "2.1", "--year", "2023", "--year", "2024"), "--year"),
        (("what-if", "--set", "a=1", "--set", "b=2", "--unit=xã A", "--unit=xã A"), "--unit"),
        (("report", "-o", "a.md", "-o", "b.md", "--year", "2023", "--year", "2023"), "--year"),
        (("danh-gia", "--format", "json", "--format", "csv"), "--format"),
    ],
)
def test_an_option_that_takes_one_value_is_given_once(
    workspace: Workspace, arguments: tuple[str, ...], option: str
) -> None:
    done = workspace.run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"lỗi: {option} chỉ ghi một lần\n")
    assert not list(workspace.root.glob("*.md"))
