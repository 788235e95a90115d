"""Everything that is wrong or suspicious in a workspace, all at once: what loading reports and what the checks find."""

from __future__ import annotations

from engine.cases import Cases
from engine.checking.checked import Checked
from engine.checking.checks import diagnostics
from engine.language.text import fold
from engine.sources.diagnostics import Diagnostic, Problems
from engine.workspace import Workspace


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
            found.found.extend(diagnostics(Checked(rulebook, own)))
    return found.in_order()
