"""Workspaces of tests: where the repository's own stand, how files are written and changed, and the cases that they give."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.files.diagnostics import draw
from engine.workspace.case import Case
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
"""The repository, which is a workspace: 47/NQ-HĐND in Tháp Mười, 2023."""
NATIONAL = ROOT / "examples" / "quoc-hoi-2019"
"""The twelve national targets of 2019."""
COMMUNE = ROOT / "examples" / "xa-thanh-my-2025"
"""A commune's year 2025 in four reports, with the year before."""


def write_files(root: Path, files: Mapping[str, str]) -> Path:
    """Writes texts by their paths below ``root``, which it returns."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def replace_once(path: Path, old: str, new: str) -> None:
    """Replaces the only occurrence of ``old`` in a file."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), "utf-8")


def cases_in(root: Path, *years: int) -> list[Case]:
    """The cases of a workspace, which must load without errors and warnings."""
    cases = Cases(Workspace(root))
    selected = cases.select(Selection(years=years))
    assert not cases.problems.found, "\n".join(draw(problem) for problem in cases.problems.in_order())
    return selected


def case_in(root: Path, *years: int) -> Case:
    """The one case of a workspace."""
    (case,) = cases_in(root, *years)
    return case
