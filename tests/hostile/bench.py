"""The command line within limits of time and memory, on a workspace in which something is hostile."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.reports.fingerprints import sealed
from engine.reports.verdicts_csv import csv_head
from tests.running import ROOT, Done, run_here, run_process

BASE = ROOT / "tests" / "golden" / "base"
HEAD = "rules/nq-1/nghi-quyet.yaml"
TARGET = "rules/nq-1/chi-tieu-1.yaml"
FINDINGS = "rules/nq-1/han-che-nguyen-nhan.yaml"
FACTS = "facts/xa-a/2025.yaml"
WATCHDOG = 120
"""Seconds after which a command hangs: a hundred times what it takes."""
MEMORY = 2 << 30
OF_PYTHON = 200 << 20
"""What Python and the program's own code take of the memory of a process."""
_BOUNDS_MEMORY = os.name == "posix" and sys.platform != "darwin"
READING = (
    ("evaluate",),
    ("evaluate", "--format", "json"),
    ("evaluate", "--format", "csv"),
    ("check",),
    ("check", "--format", "json"),
    ("why", "1.1", "--full"),
    ("why", "HC-1"),
    ("goal", "1.1"),
    ("what-if", "--set", "htx.thanh_vien=2.700"),
    ("test", "--suggest"),
    ("fmt", "--diff"),
    ("report", "-o", "ra.md", "-o", "ra.html", "-o", "ra.docx", "-o", "ra.xlsx"),
)
"""One command line of every command that reads rules and facts."""


def limited() -> Callable[[], None] | None:
    """What a child does before it starts: a bound on its memory, where the system has one."""
    if not _BOUNDS_MEMORY:
        return None
    import resource

    return lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@contextlib.contextmanager
def limits() -> Iterator[None]:
    """Bounds what this process may take from here on, as ``limited`` bounds a child."""
    with _memory_bounded(), _time_bounded():
        yield


@contextlib.contextmanager
def _memory_bounded() -> Iterator[None]:
    if not _BOUNDS_MEMORY:
        yield
        return
    import resource

    before, most = resource.getrlimit(resource.RLIMIT_AS)
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY - OF_PYTHON, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, most))


@contextlib.contextmanager
def _time_bounded() -> Iterator[None]:
    """Counts the time of this process, which others on the machine do not lengthen, and from afar the clock's."""
    if os.name != "posix":
        yield
        return

    def hangs(*_: object) -> None:
        pytest.fail(f"no end after {WATCHDOG} seconds")

    handlers = [(number, signal.signal(number, hangs)) for number in (signal.SIGPROF, signal.SIGALRM)]
    signal.setitimer(signal.ITIMER_PROF, WATCHDOG)
    signal.setitimer(signal.ITIMER_REAL, 5 * WATCHDOG)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in handlers:
            signal.signal(number, handler)


EARLIER = {
    "ra.docx": sealed("bản trước".encode()),
    "ra.md": sealed("bản trước".encode()),
    "ra.csv": f"{csv_head()}bản trước\n".encode(),
}
"""Outputs of an earlier run, which a command may write over."""


class Bench:
    """A copy of the golden base workspace, and commands run in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(BASE, root, dirs_exist_ok=True)

    def edit(self, name: str, old: str, new: str) -> Bench:
        """Replace the first ``old``, which must be there."""
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return self

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def files(self) -> dict[str, bytes]:
        """Everything that stands in the workspace, but for the history of evaluations."""
        found = (p for p in self.root.rglob("*") if p.is_file() or p.is_symlink())
        names = {p.relative_to(self.root).as_posix(): p for p in found}
        kept = {name: path for name, path in names.items() if "history" not in name}
        return {name: str(p.readlink()).encode() if p.is_symlink() else p.read_bytes() for name, p in kept.items()}

    def run(self, *arguments: str, typed: str = "") -> Done:
        """Runs a command in this process, within limits."""
        with limits():
            return promised(run_here(*arguments, cwd=self.root, typed=typed, COLUMNS="140"), arguments)

    def run_process(self, *arguments: str) -> Done:
        """Runs a command as a process of its own, within the same limits."""
        done = run_process(*arguments, cwd=self.root, timeout=WATCHDOG, before_start=limited(), COLUMNS="140")
        return promised(done, arguments)

    def refused(self, *arguments: str, code: int = 3) -> str:
        """The message of a command that must refuse, and leave everything as it is."""
        before = self.files()
        done = self.run(*arguments)
        assert done.returncode == code, (done.returncode, done.stdout[-500:], done.stderr[-2000:])
        assert self.files() == before
        assert len(done.stderr) < 10_000, "a message that nobody can read"
        return done.stderr


def promised(done: Done, arguments: tuple[str, ...]) -> Done:
    """``done``, which must keep the promises whatever its exit code: no hang, no traceback, no half output."""
    assert done.returncode in (0, 1, 2, 3, 4), (arguments, done.returncode, done.stderr[-2000:])
    assert "Traceback" not in done.stderr, (arguments, done.stderr[-2000:])
    # Of many units, those with errors are told at the end; an import tells what it read beside the cells to correct.
    streamed = "csv" in arguments or arguments[0] == "import"
    assert done.returncode not in (2, 3) or not done.stdout or streamed, (arguments, done.stdout[:500])
    return done
