"""Links in a workspace from elsewhere: nothing of the machine gets into a report through them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.workspace.workspace import Workspace
from tests.hostile.bench import FACTS, Bench

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="needs links")]
READING = (("evaluate",), ("check",), ("fmt", "--diff"), ("report", "-o", "ra.md", "-o", "ra.html"))
SECRET = "mật khẩu: 12345-rất-bí-mật"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    folder = tmp_path / "nha"
    folder.mkdir()
    (folder / "bi-mat.yaml").write_text(SECRET, "utf-8")
    return folder


@pytest.mark.parametrize("name", ["rules/nq-1/x.yaml", "facts/xa-a/x.yaml", "facts/xa-b/2025.yaml"])
def test_files_that_are_links_out_of_the_workspace_are_not_read(bench: Bench, secret: Path, name: str) -> None:
    (bench.root / name).parent.mkdir(exist_ok=True)
    (bench.root / name).symlink_to(secret / "bi-mat.yaml")
    for arguments in READING:
        done = bench.run(*arguments)
        assert SECRET not in done.stdout + done.stderr and "12345" not in done.stdout + done.stderr
        if arguments == ("check",):
            assert f"{name}:1:1 CT008 lỗi: liên kết ra ngoài thư mục làm việc" in done.stdout


@pytest.mark.parametrize("name", ["rules/nq-2", "facts/xa-b"])
def test_folders_that_are_links_are_not_read(bench: Bench, secret: Path, name: str) -> None:
    (bench.root / name).symlink_to(secret)
    for arguments in READING:
        done = bench.run(*arguments)
        assert "12345" not in done.stdout + done.stderr
    assert "CT008" in bench.run("check").stdout


def test_facts_that_are_a_link_are_not_read(bench: Bench, tmp_path: Path) -> None:
    (bench.root / "facts").rename(tmp_path / "ngoai")
    (bench.root / "facts").symlink_to(tmp_path / "ngoai")
    assert "CT008" in bench.refused("evaluate")


def test_a_link_that_the_user_names_is_followed(bench: Bench, tmp_path: Path) -> None:
    (bench.root / FACTS).rename(tmp_path / "that.yaml")
    (bench.root / FACTS).symlink_to(tmp_path / "that.yaml")
    assert "CT008" in bench.refused("evaluate")
    assert bench.run("evaluate", "--facts", FACTS).returncode == 0


def test_a_link_inside_the_workspace_is_followed(bench: Bench) -> None:
    (bench.root / FACTS).rename(bench.root / "that.yaml")
    (bench.root / FACTS).symlink_to("../../that.yaml")
    assert bench.run("evaluate").returncode == 0


def test_links_in_a_circle_are_told(bench: Bench) -> None:
    (bench.root / "facts/xa-a/vong.yaml").symlink_to("vong.yaml")
    (bench.root / "facts/vong").symlink_to("..")
    (bench.root / "rules/vong").symlink_to(".")
    for arguments in READING:
        bench.run(*arguments)
    assert "liên kết vòng quanh" in bench.run("check").stdout


def test_a_link_in_a_circle_hides_no_file_beside_it(bench: Bench) -> None:
    names = [path.name for path in Workspace(bench.root).facts_files]
    (bench.root / "facts/xa-a/0.yaml").symlink_to("0.yaml")
    (bench.root / "facts/0").symlink_to("0")
    assert [path.name for path in Workspace(bench.root).facts_files] == ["0.yaml", *names]


def test_an_import_does_not_leave_the_workspace(bench: Bench, secret: Path) -> None:
    bench.write("bang.csv", "Mã số liệu;Giá trị\nhtx.tong;25\n")
    (bench.root / "facts" / "xa-moi").symlink_to(secret)
    before = sorted(secret.iterdir())
    bench.run("import", "bang.csv", "--unit", "xã mới", "--year", "2025")
    assert sorted(secret.iterdir()) == before
