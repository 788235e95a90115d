"""A run in this process is the run of a process: the same bytes and exit code, whatever the command ends with."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from tests.running import Done, command, environment, run_here, run_process

pytestmark = pytest.mark.process
GOLDEN = Path(__file__).parent / "golden"
RUNS = {
    "clean": ("base", ("evaluate",), 0),
    "JSON": ("base", ("evaluate", "--format", "json"), 0),
    "colour": ("base", ("why", "1.1", "--color", "always"), 0),
    "asked for an exit code": ("base", ("evaluate", "--fail-on", "not-met"), 1),
    "errors that check finds": ("check/CT120-below-nothing", ("check",), 1),
    "wrong usage": ("base", ("evaluate", "--yaer", "2025"), 2),
    "an unknown key": ("bad/001-unknown-key", ("evaluate",), 3),
    "two heads": ("bad/021-two-heads", ("evaluate",), 3),
    "the end of the input": ("base", ("new", "resolution"), 2),
}
"""The workspace, the command and its exit code."""


def workspace_of(case: str, folder: Path) -> Path:
    """A copy of a golden case on its base."""
    base = "check-base" if case.startswith("check/") else "base"
    shutil.copytree(GOLDEN / base, folder)
    shutil.copytree(GOLDEN / case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.txt"))
    return folder


def seen(done: Done) -> tuple[int, str, str]:
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("name", RUNS)
def test_here_and_as_a_process_everything_is_the_same(name: str, tmp_path: Path) -> None:
    case, arguments, code = RUNS[name]
    here, process = (
        run(*arguments, cwd=workspace_of(case, tmp_path / run.__name__), COLUMNS="140")
        for run in (run_here, run_process)
    )
    assert seen(here) == seen(process)
    assert process.returncode == code
    expected = GOLDEN / case / "expected.txt"
    assert not expected.exists() or expected.read_text("utf-8") in process.stderr + process.stdout


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "utf-16", "cp1258"])
def test_the_encoding_of_the_system_does_not_matter(encoding: str, tmp_path: Path) -> None:
    folder = workspace_of("base", tmp_path / "w")
    process = run_process("evaluate", cwd=folder, PYTHONIOENCODING=encoding, LC_ALL="C", PYTHONUTF8="0")
    assert seen(process) == seen(run_here("evaluate", cwd=folder))
    assert "thành viên" in process.stdout


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="shells of POSIX")
@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-"])
def test_a_stream_that_the_caller_closed_is_missed_by_nothing(closed: str, tmp_path: Path) -> None:
    folder = workspace_of("base", tmp_path / "w")
    line = f"{' '.join(command('evaluate'))} {closed}"
    done = subprocess.run(["bash", "-c", line], cwd=folder, env=environment(), capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == run_here("evaluate", cwd=folder).stdout


def test_nothing_of_the_run_stays_behind(tmp_path: Path) -> None:
    """The program writes to the environment, takes signals, and stops the garbage collector."""
    folder = workspace_of("base", tmp_path / "w")
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    before = Path.cwd(), dict(os.environ), sys.stdin, sys.stdout, sys.stderr, gc.isenabled()
    run_here("evaluate", cwd=folder, COLUMNS="70", NO_COLOR="1")
    assert (Path.cwd(), dict(os.environ), sys.stdin, sys.stdout, sys.stderr, gc.isenabled()) == before
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == handlers
    assert gc.get_freeze_count() == 0, "what the run left would never be collected"


def test_what_a_library_writes_past_python_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        "tests.running.main", lambda arguments: sys.exit(os.write(1, b"xin ") + os.write(2, b"c\n") - 6)
    )
    assert seen(run_here(cwd=tmp_path)) == (0, "xin ", "c\n")


def test_a_traceback_and_a_warning_are_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def failing(arguments: list[str]) -> None:
        warnings.warn("a warning for users", UserWarning, stacklevel=1)
        warnings.warn("for authors of libraries", DeprecationWarning, stacklevel=1)
        raise ValueError("broken")

    monkeypatch.setattr("tests.running.main", failing)
    done = run_here(cwd=tmp_path)
    assert done.returncode == 1
    assert "ValueError: broken" in done.stderr and "UserWarning: a warning" in done.stderr
    assert "authors" not in done.stderr
