"""Runs `check` on a golden case in this process: a copy of the clean workspace with the files of the case in place of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from engine.checking.run import check_workspace
from engine.files.diagnostics import draw
from engine.workspace.workspace import Workspace

GOLDEN = Path(__file__).parent / "golden"
BASE = GOLDEN / "check-base"


def checked(case: Path | None, folder: Path) -> str:
    """What `check` finds in the case, drawn as on the terminal."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    if case is not None:
        shutil.copytree(case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    return "".join(draw(diagnostic) + "\n" for diagnostic in check_workspace(Workspace(folder)))
