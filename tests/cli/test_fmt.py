"""`chitieu fmt`: what it writes, what it leaves alone, exit codes and where it says what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import FACTS, Workspace

TARGET = "rules/nq/chi-tieu-1.yaml"
NEAT = "chỉ tiêu: 1\ntên: Một\nnguyên văn: Từ 5 hộ\nđạt khi: từ 5 hộ     # thôi\n"
MESSY = "\ufeffTen:   'Một'\r\nCHI_TIEU: 1\r\nnguyên văn: Từ 5 hộ\r\nđạt khi: “từ 5 hộ”   # thôi\r\n"
BROKEN = "chỉ tiêu: 2\nkhóa lạ: x\n"
Make = Callable[[dict[str, str]], Workspace]


@pytest.fixture
def messy(empty: Make) -> Workspace:
    workspace = empty({"facts/a/.keep": "", "rules/nq/README.md": "#  x", TARGET: ""})
    (workspace.root / TARGET).write_bytes(MESSY.encode())
    return workspace


def text(workspace: Workspace, name: str = TARGET) -> str:
    return (workspace.root / name).read_bytes().decode()


def test_the_repository_is_canonical(workspace: Workspace) -> None:
    done = workspace.run("fmt", "--check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "tệp đã đúng dạng chuẩn." in done.stdout


def test_formatting_changes_no_verdict(workspace: Workspace) -> None:
    before = workspace.evaluate()
    path = workspace.root / FACTS
    path.write_text(path.read_text("utf-8").replace("giá trị:", "GIA_TRI:").replace(": 2.570", ":  '2.570"), "utf-8")
    path.write_text(path.read_text("utf-8").replace("'2.570 thành viên", "'2.570 thành viên'"), "utf-8")
    done = workspace.run("dinh-dang")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"đã định dạng: {FACTS}\nĐã định dạng 1 tệp, ")
    assert workspace.evaluate() == before


def test_writes_and_is_done(messy: Workspace) -> None:
    path = messy.root / TARGET
    path.chmod(0o640)
    done = messy.run("fmt")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        f"đã định dạng: {TARGET}\nĐã định dạng 1 tệp, 0 tệp giữ nguyên.\n",
        "",
    )
    assert text(messy) == NEAT
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in path.parent.iterdir()) == ["README.md", "chi-tieu-1.yaml"]
    stamp = path.stat().st_mtime_ns
    assert messy.run("fmt", "--quiet").stdout == "1 tệp đã đúng dạng chuẩn.\n"
    assert path.stat().st_mtime_ns == stamp


def test_check_writes_nothing(messy: Workspace) -> None:
    done = messy.run("fmt", "--check")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (f"cần định dạng: {TARGET}\n1 tệp cần định dạng, 0 tệp đã đúng dạng chuẩn; chưa ghi gì.\n")
    assert text(messy) == MESSY
    assert messy.run("fmt", "--check", "--quiet").stdout.count("\n") == 1


def test_diff_writes_nothing(messy: Workspace) -> None:
    done = messy.run("fmt", "--diff")
    assert done.returncode == 0
    lines = done.stdout.split("\n")
    assert lines[:2] == [f"--- a/{TARGET}", f"+++ b/{TARGET}"]
    assert {"-CHI_TIEU: 1", "+chỉ tiêu: 1", "+tên: Một", " nguyên văn: Từ 5 hộ"} <= set(lines)
    assert "BOM" in done.stderr
    assert "1 tệp cần định dạng" in done.stderr
    assert text(messy) == MESSY
    assert messy.run("fmt", "--diff", "--check").returncode == 1
    assert "\x1b[" in messy.run("fmt", "--diff", "--color", "always").stdout


def test_one_broken_file_and_nothing_is_written(messy: Workspace) -> None:
    (messy.root / "rules/nq/chi-tieu-2.yaml").write_text(BROKEN, "utf-8")
    done = messy.run("fmt")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("rules/nq/chi-tieu-2.yaml:2:1 CT010 lỗi: ")
    assert done.stderr.endswith("\n1 lỗi: quy tắc hoặc số liệu chưa đọc được, chưa ghi tệp nào.\n")
    assert text(messy) == MESSY
    assert messy.run("fmt", TARGET).returncode == 0
    assert text(messy) == NEAT
    assert text(messy, "rules/nq/chi-tieu-2.yaml") == BROKEN


def test_paths(messy: Workspace, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("khac") / "tep.yaml"
    other.write_text(NEAT, "utf-8")
    for path, message in {
        "rules/nq/khong-co.yaml": "không có tệp «rules/nq/khong-co.yaml»",
        "rules/nq/README.md": "«rules/nq/README.md» không phải tệp .yaml",
        str(other): "nằm ngoài thư mục làm việc",
    }.items():
        done = messy.run("fmt", path)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("lỗi: ")
        assert message in done.stderr
    (messy.root / "ghi-chu.yaml").write_text("a: 1\n", "utf-8")
    assert "không nằm trong thư mục rules/ hoặc facts/" in messy.run("fmt", "ghi-chu.yaml").stderr
    assert messy.run("fmt", "--check", "facts").stdout == "Không có tệp nào để định dạng.\n"
    assert messy.run("fmt", "--check", ".").returncode == 1
    assert messy.run("fmt", "--engine", "clips").returncode == 2


def test_links_out_of_the_workspace_are_not_followed(
    messy: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("ngoai") / "tep.yaml"
    outside.write_text("Ten: a\nchỉ tiêu: 3\n", "utf-8")
    link = messy.root / "rules/nq/lien-ket.yaml"
    link.symlink_to(outside)
    done = messy.run("fmt")
    assert done.returncode == 0
    assert done.stderr == "cảnh báo: bỏ qua «rules/nq/lien-ket.yaml», liên kết ra ngoài thư mục làm việc\n"
    assert messy.run("fmt", "rules/nq/lien-ket.yaml").returncode == 2
    assert outside.read_text("utf-8").startswith("Ten")


def test_a_link_inside_the_workspace_stays_a_link(messy: Workspace) -> None:
    real = messy.root / "that.yaml"
    (messy.root / TARGET).rename(real)
    (messy.root / TARGET).symlink_to(real)
    assert messy.run("fmt").returncode == 0
    assert (messy.root / TARGET).is_symlink()
    assert real.read_text("utf-8") == NEAT


def test_a_read_only_file_stops_all(messy: Workspace) -> None:
    second: Path = messy.root / "rules/nq/chi-tieu-2.yaml"
    second.write_text("chỉ tiêu:   2\n", "utf-8")
    second.chmod(0o444)
    done = messy.run("fmt")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "lỗi: không ghi được «rules/nq/chi-tieu-2.yaml»: tệp chỉ cho đọc; chưa ghi tệp nào\n"
    assert text(messy) == MESSY


def test_test_files_have_their_keys_in_order(messy: Workspace) -> None:
    name = "rules/nq/kiem-thu.yaml"
    (messy.root / name).write_text("trường hợp:\n- mong đợi:\n    Chỉ tiêu 1: 'đạt'\n  tên: Một\n", "utf-8")
    assert messy.run("fmt", name).returncode == 0
    assert text(messy, name) == "trường hợp:\n  - tên: Một\n    mong đợi:\n      Chỉ tiêu 1: đạt\n"
