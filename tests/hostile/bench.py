"""The command line as a process with limits, on a workspace in which something is hostile."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "golden" / "base"
HEAD = "rules/nq-1/nghi-quyet.yaml"
TARGET = "rules/nq-1/chi-tieu-1.yaml"
FINDINGS = "rules/nq-1/han-che-nguyen-nhan.yaml"
FACTS = "facts/xa-a/2025.yaml"
WATCHDOG = 120
"""Seconds after which a command hangs: a hundred times what it takes."""
MEMORY = 2 << 30
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
    if os.name != "posix" or sys.platform == "darwin":
        return None
    import resource

    return lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


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

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "cli.main", *arguments]

    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "140"}

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """A command that must keep the promises, whatever its exit code: no hang, no traceback, no half output."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.root,
            env=self.environment(),
            input=typed,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=WATCHDOG,
            preexec_fn=limited(),
        )
        assert done.returncode in (0, 1, 2, 3, 4), (arguments, done.returncode, done.stderr[-2000:])
        assert "Traceback" not in done.stderr, (arguments, done.stderr[-2000:])
        streamed = "csv" in arguments  # of many units, those with errors are told at the end
        assert done.returncode not in (2, 3) or not done.stdout or streamed, (arguments, done.stdout[:500])
        return done

    def refused(self, *arguments: str, code: int = 3) -> str:
        """The message of a command that must refuse, and leave everything as it is."""
        before = self.files()
        done = self.run(*arguments)
        assert done.returncode == code, (done.returncode, done.stdout[-500:], done.stderr[-2000:])
        assert self.files() == before
        assert len(done.stderr) < 10_000, "a message that nobody can read"
        return done.stderr
