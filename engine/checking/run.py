"""Everything that is wrong or suspicious in a workspace, all at once: what loading reports and what the checks find."""

from __future__ import annotations

from engine.checking.checks import diagnostics
from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic, Problems
from engine.language.text import fold
from engine.workspace.cases import Cases
from engine.workspace.workspace import Workspace


def check_workspace(workspace: Workspace) -> list[Diagnostic]:
    """The diagnostics of all resolutions and facts of ``workspace``, in order of their places. Raises NotFound.

    The checks run only on what loads: on a rulebook with refused parts they would report what follows from those.
    """
    cases = Cases(workspace)
    rulebooks, facts = cases.loaded()
    found = Problems()
    found.found.extend(cases.problems.found)
    if not cases.problems.has_errors:
        for rulebook in rulebooks:
            own = tuple(f for f in facts if fold(f.resolution) == fold(rulebook.resolution.number))
            found.found.extend(diagnostics(WorkspaceContent(rulebook, own)))
    return found.in_order()
