"""Several files are written all or none; a workspace appears at once; what a killed run left is swept away."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from engine.files import storage
from tests.hostile.bench import Bench
from tests.running import command, environment, run_here

posix = pytest.mark.skipif(os.name != "posix", reason="needs signals")


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("failing", range(3))
def test_where_one_file_cannot_be_moved_all_stay_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    names = ("a.docx", "b.xlsx", "c.html")
    (tmp_path / "a.docx").write_bytes(b"before")
    (tmp_path / "c.html").write_bytes(b"before")
    before, put, moved = contents(tmp_path), storage.put, []

    def put_or_fail(made: Path, path: Path) -> None:
        if len(moved) == failing:
            raise PermissionError(errno.EACCES, "open in another program")
        moved.append(path)
        put(made, path)

    monkeypatch.setattr(storage, "put", put_or_fail)
    with pytest.raises(storage.NotAllWritten) as failed:
        storage.write_all({tmp_path / name: b"after" for name in names})
    assert failed.value.path == tmp_path / names[failing]
    assert contents(tmp_path) == before
    monkeypatch.undo()
    storage.write_all({tmp_path / name: b"after" for name in names})
    assert contents(tmp_path) == dict.fromkeys(names, b"after")


def test_a_report_in_a_folder_that_is_missing_writes_none(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    (tmp_path / "khac").mkdir()
    (tmp_path / "khac/ra.md").mkdir()
    done = bench.run("report", "-o", "ra.md", "-o", "khac/ra.md")
    assert done.returncode == 2 and not (tmp_path / "ra.md").exists()


def test_only_what_runs_that_have_ended_left_is_swept(tmp_path: Path) -> None:
    """This process is alive; number 1 of no process is below 2**22; a name without a number may be an older version's."""
    of_nobody = tmp_path / ".chitieu-4194999-0123456789abcdef.tmp"
    of_this = tmp_path / f".chitieu-{os.getpid()}-0123456789abcdef.tmp"
    old, young = (tmp_path / f".chitieu-{digit * 16}.tmp" for digit in "ab")
    like_it = tmp_path / ".chitieu-ghi-chu.tmp"
    for path in (of_nobody, of_this, old, young, like_it):
        path.write_text("")
    os.utime(old, (0, 0))
    storage.write_whole(tmp_path / "x", b"x")
    left = {path.name for path in tmp_path.iterdir()}
    swept = {old.name} | ({of_nobody.name} if os.name == "posix" else set())
    assert left == {"x", of_this.name, young.name, like_it.name, of_nobody.name} - swept
    assert {path.name for path in storage.swept} >= swept
    storage.swept.clear()


@posix
@pytest.mark.slow
@pytest.mark.process
@pytest.mark.parametrize("there", [False, True], ids=["new", "empty folder"])
def test_a_workspace_killed_at_any_moment_is_made_by_the_next_attempt(tmp_path: Path, there: bool) -> None:
    words = ("new", "workspace", "moi", "--example")
    whole = tmp_path / "whole"
    whole.mkdir()
    started = time.monotonic()
    assert subprocess.run(command(*words), cwd=whole, env=environment(), capture_output=True).returncode == 0
    takes, expected = time.monotonic() - started, contents(whole)
    for moment in range(8):
        at = tmp_path / f"{moment}"
        (at / "moi").mkdir(parents=True) if there else at.mkdir()
        run = subprocess.Popen(command(*words), cwd=at, env=environment(), stdout=-3, stderr=-3)
        time.sleep(takes * (0.6 + 0.05 * moment))
        run.send_signal(signal.SIGKILL)
        run.wait(60)
        seen = {path.name for path in at.iterdir() if not storage.is_hidden(path)}
        assert seen <= {"moi"}
        assert there or not seen or contents(at / "moi") == contents(whole / "moi")
        again = subprocess.run(command(*words), cwd=at, env=environment(), capture_output=True)
        assert again.returncode == 0 or contents(at) == expected, again.stderr.decode()
        assert contents(at) == expected


def test_a_workspace_is_not_made_over_anything_else(tmp_path: Path) -> None:
    for name, text in (("rules/x.yaml", "của tôi"), ("ghi-chu.txt", "của tôi")):
        root = tmp_path / name.partition("/")[0]
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(text, "utf-8")
        before = contents(root)
        done = run_here("new", "workspace", str(root), "--example", cwd=tmp_path)
        assert done.returncode == 2 and "đã có và không trống" in done.stderr and contents(root) == before
    (tmp_path / "tep").write_text("")
    assert run_here("new", "workspace", "tep", cwd=tmp_path).returncode == 2


def test_a_half_made_workspace_is_completed(tmp_path: Path) -> None:
    assert run_here("new", "workspace", "a", "--example", cwd=tmp_path).returncode == 0
    whole = contents(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "a/facts").rename(tmp_path / "b/facts")
    done = run_here("new", "workspace", ".", "--example", cwd=tmp_path / "b")
    assert done.returncode == 0 and contents(tmp_path / "b") == whole


def test_a_full_disk_under_the_example_is_told_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("engine.drafting.files.shutil.copyfile", full)
    done = run_here("new", "workspace", "moi", "--example", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "lỗi: không tạo được «moi»: đĩa đã đầy\n")
    assert list(tmp_path.iterdir()) == []
