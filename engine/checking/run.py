"""Checks a workspace: collects the problems of loading and the findings of all checks."""

from __future__ import annotations

from engine.checking.checks import diagnostics
from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic, Problems
from engine.language.text import fold
from engine.workspace.cases import Cases
from engine.workspace.workspace import Workspace


def check_workspace(workspace: Workspace) -> list[Diagnostic]:
    """Returns the diagnostics of all resolutions and facts of ``workspace``, by their places. Raises NotFound.

    The checks run only without errors of loading, because refused parts of a rulebook would cause false reports.
    """
    cases = Cases(workspace)
    rulebooks, facts = cases.contents()
    found = Problems()
    found.found.extend(cases.problems.found)
    if not cases.problems.has_errors:
        for rulebook in rulebooks:
            own = tuple(f for f in facts if fold(f.resolution) == fold(rulebook.resolution.number))
            found.found.extend(diagnostics(WorkspaceContent(rulebook, own)))
    return found.in_order()
