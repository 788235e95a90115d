"""Files that Office and systems leave in a workspace: named where they look like facts, passed over where they are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.importing.books import read_book
from engine.importing.grid import UnreadableTable
from engine.workspace.strays import strays_in
from engine.workspace.workspace import Workspace
from tests.running import run_here
from tests.test_bad_files import base_in

FACTS = "facts/xa-a/2025.yaml"


def strays(workspace: Path, *names: str, text: str = "") -> dict[str, str]:
    """What is said of the files ``names`` with the content ``text``, by their paths."""
    for name in names:
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    at = Workspace(workspace)
    return {at.name_of(stray.path): f"{stray.why}; {stray.remedy}" for stray in strays_in(at)}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return base_in(tmp_path)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("facts/xa-a/2024.yaml.txt", "2024.yaml"),
        ("facts/xa-a/2024.yml.txt", "2024.yml"),
        ("facts/xa-a/2024.yaml.bak", "2024.yaml"),
        ("facts/xa-a/2024.yaml (1)", "2024.yaml"),
        ("facts/xa-a/2024.yaml~", "2024.yaml"),
        ("rules/nq-1/chi-tieu-9.yaml.txt", "chi-tieu-9.yaml"),
    ],
)
def test_a_file_with_a_wrong_ending_is_named(workspace: Path, name: str, meant: str) -> None:
    (said,) = strays(workspace, name).items()
    assert said[0] == name and f"có phải «{meant}»?" in said[1]


@pytest.mark.parametrize(
    "name", ["2025 (1).yaml", "2025 - Copy.yaml", "2025 - Bản sao.yaml", "Copy of 2025.yaml", "2025.yaml.yaml"]
)
def test_a_copy_beside_its_original_is_named(workspace: Path, name: str) -> None:
    content = (workspace / FACTS).read_text("utf-8")
    (said,) = strays(workspace, f"facts/xa-a/{name}", text=content).values()
    assert "bản sao của «2025.yaml»" in said


@pytest.mark.parametrize(
    "name",
    ["~$2024.xlsx", ".~lock.2024.ods#", "Thumbs.db", "desktop.ini", ".DS_Store", "2025.yaml.bak", "2026 (1).yaml"],
)
def test_what_is_harmless_is_passed_over(workspace: Path, name: str) -> None:
    assert strays(workspace, f"facts/xa-a/{name}") == {}


def test_facts_named_as_a_text_are_known_by_their_head(workspace: Path) -> None:
    assert strays(workspace, "facts/xa-a/ghi-chu.txt", text="năm ngoái đã báo cáo") == {}
    (said,) = strays(workspace, "facts/xa-a/2024.txt", text="Nghị quyết: 1\nĐơn vị: xã A\n").values()
    assert "«2024.yaml»" in said


def test_tables_among_facts_are_named_unless_facts_come_from_them(workspace: Path) -> None:
    (said,) = strays(workspace, "facts/xa-a/bieu.xlsx").values()
    assert "chitieu import «bieu.xlsx»" in said
    path = workspace / FACTS
    path.write_text(path.read_text("utf-8") + "# bieu.xlsx!Bảng!C3\n", "utf-8")
    assert strays(workspace, "facts/xa-a/bieu.xlsx", "rules/nq-1/phu-luc.xlsx") == {}


def test_facts_outside_the_folder_of_a_unit_are_named(workspace: Path) -> None:
    assert "facts/ten-don-vi/2024.yaml" in strays(workspace, "facts/2024.yaml")["facts/2024.yaml"]


def test_check_warns_and_evaluate_says_so_without_another_code(workspace: Path) -> None:
    codes = {name: run_here(name, cwd=workspace).returncode for name in ("check", "evaluate")}
    strays(workspace, "facts/xa-a/2024.yaml.txt", "facts/xa-a/~$2024.xlsx")
    checked, evaluated = run_here("check", cwd=workspace), run_here("evaluate", cwd=workspace)
    assert (checked.returncode, evaluated.returncode) == (codes["check"], codes["evaluate"])
    assert "facts/xa-a/2024.yaml.txt:1:1 CT017 cảnh báo" in checked.stdout
    assert "chú ý: facts/xa-a/2024.yaml.txt: " in evaluated.stderr
    assert "~$" not in checked.stdout + evaluated.stderr


@pytest.mark.parametrize("name", ["~$bieu.xlsx", ".~lock.bieu.xlsx#"])
def test_the_lock_file_of_a_table_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x05Nguoi" + bytes(150))
    with pytest.raises(UnreadableTable, match="tệp khóa") as refused:
        read_book(tmp_path / name, name)
    assert "«bieu.xlsx»" in refused.value.remedy
