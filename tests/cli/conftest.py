"""The command line on a copy of the repository's own workspace."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.history.keys import new_keys
from tests.cli.sweeps import GOALS, HEAD, JANUARY, TARGET, table
from tests.running import ROOT, Done, run_here, run_process
from tests.workspaces import replace_once, write_files

FACTS = "facts/thap-muoi/2023.yaml"
PASSPHRASE = "ba con mèo đen"


class Workspace:
    """A workspace in a temporary folder, and the command run in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, *arguments: str, typed: str = "", **environment: str) -> Done:
        """Runs the command in this process; ``typed`` is on the standard input."""
        return run_here(*arguments, cwd=self.root, typed=typed, **environment)

    def run_process(self, *arguments: str, **environment: str) -> Done:
        """Runs the command as a process of its own."""
        return run_process(*arguments, cwd=self.root, **environment)

    def evaluate(self, *arguments: str) -> dict[str, Any]:
        """The JSON of an evaluation that must succeed."""
        done = self.run("evaluate", "--format", "json", *arguments)
        assert (done.returncode, done.stderr) == (0, "")
        document: dict[str, Any] = json.loads(done.stdout)
        return document

    def statuses(self, *arguments: str) -> dict[str, str]:
        """Status by criterion id, and by «chỉ tiêu N» for targets."""
        document = self.evaluate(*arguments)
        found = {f"chỉ tiêu {t['id']}": t["status"] for t in document["targets"]}
        return found | {c["id"]: c["status"] for t in document["targets"] for c in t["criteria"]}

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the only occurrence of ``old``."""
        replace_once(self.root / name, old, new)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for folder in ("rules", "facts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return Workspace(tmp_path)


@pytest.fixture
def empty(tmp_path: Path) -> Callable[[dict[str, str]], Workspace]:
    """A workspace of just the files given, by path."""
    return lambda files: Workspace(write_files(tmp_path, files))


class Desk:
    """A workspace, and beside it a drawer with keys."""

    def __init__(self, folder: Path, workspace: Workspace) -> None:
        self.drawer, self.workspace = folder, workspace
        (folder / "mat-khau").write_text(f"{PASSPHRASE}\r\n", "utf-8")
        for name in ("lan", "minh"):
            new_keys(folder / f"{name}.pem", PASSPHRASE, name.title())

    def signing(self, name: str) -> tuple[str, ...]:
        return "--sign", str(self.drawer / f"{name}.pem"), "--passphrase-file", str(self.drawer / "mat-khau")

    def public(self, name: str) -> str:
        return str(self.drawer / f"{name}.pub")

    def members(self, old: str, new: str) -> None:
        self.workspace.edit(FACTS, f"htx.thanh_vien: {old} thành viên", f"htx.thanh_vien: {new} thành viên")


@pytest.fixture
def desk(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("drawer"), workspace)


@pytest.fixture
def many(empty: Callable[[dict[str, str]], Workspace]) -> Workspace:
    """A workspace with a small resolution, and a table of six communes in January."""
    made = empty({"rules/nq/nghi-quyet.yaml": HEAD, GOALS: TARGET})
    (made.root / "facts").mkdir()
    table(made, "thang-1.csv", JANUARY)
    return made
