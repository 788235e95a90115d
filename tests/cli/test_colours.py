"""Colours add to the text and never stand for it: what is secondary is dim, nothing is yellow, a pipe has no pager."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import Workspace

_STYLED = re.compile(r"\x1b\[([0-9;]*)m([^\x1b]*)")
_COLOURS = {"31", "32", "35", "36"}
"""Red, green, magenta and cyan, which the theme of a terminal adjusts; with bold (1) and dim (2) all that is used."""


def styled(printed: str) -> list[tuple[set[str], str]]:
    """The texts with their styles."""
    return [(set(codes.split(";")), text) for codes, text in _STYLED.findall(printed)]


@pytest.mark.parametrize(
    "arguments",
    [("evaluate",), ("evaluate", "--full"), ("why", "5.2"), ("check",), ("test",), ("goal", "2.1")],
    ids=str,
)
def test_colours_are_those_of_themes_and_leave_the_words(workspace: Workspace, arguments: tuple[str, ...]) -> None:
    coloured = workspace.run(*arguments, "--color", "always", COLUMNS="80").stdout
    assert {code for codes, _ in styled(coloured) for code in codes} <= _COLOURS | {"0", "1", "2"}
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == workspace.run(*arguments, COLUMNS="80").stdout


def test_of_a_proof_sources_places_and_branches_are_dim(workspace: Workspace) -> None:
    found = styled(workspace.run("why", "2.1", "--color", "always", COLUMNS="200").stdout)
    dim = "".join(text for codes, text in found if "2" in codes)
    others = "".join(text for codes, text in found if "2" not in codes)
    assert "├─ " in dim and "BC, mục II.1.1" in dim and "chi-tieu-2.yaml:" in dim and "Nghị quyết: " in dim
    assert "Số lượng thành viên trong các HTX" in others and "thiếu 30 thành viên" in others
    assert ({"1", "31"}, "[không thỏa] ") in found


def test_a_pipe_has_no_pager(workspace: Workspace) -> None:
    for arguments in (("evaluate", "--full"), ("why", "2.1", "--full"), ("check", "--full"), ("test", "--full")):
        done = workspace.run(*arguments, PAGER="echo bị in từng trang")
        assert done.returncode == 0 and "bị in từng trang" not in done.stdout and done.stdout.count("\n") > 20


@pytest.mark.parametrize("arguments", [("evaluate",), ("evaluate", "--full"), ("why", "5.2"), ("history",)], ids=str)
def test_ascii_has_no_drawn_lines_and_signs(workspace: Workspace, arguments: tuple[str, ...]) -> None:
    workspace.run("evaluate")
    printed = workspace.run(*arguments, CHITIEU_ASCII="1", COLUMNS="80").stdout
    assert not set(printed) & set("│─┌┬┐├┼┤└┴┘✗✓▲✘◔")
    assert "5.2" in printed or arguments == ("history",)
