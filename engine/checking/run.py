"""Checks a workspace: collects the problems of loading and the findings of all checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from engine.checking.checks import diagnostics
from engine.checking.content import WorkspaceContent
from engine.checking.partial import independent_diagnostics
from engine.checking.wording_differs import differing, not_compared
from engine.domain.limits import DIAGNOSTICS
from engine.files.diagnostics import Diagnostic, Problems, Severity
from engine.language.text import fold
from engine.profiles.reading import read_profiles
from engine.rulebook.rulebook import Rulebook
from engine.workspace import strays
from engine.workspace.cases import Cases
from engine.workspace.workspace import Workspace


class CheckedWorkspace(NamedTuple):
    """What was found, and the criteria whose goals could not be compared with their wordings, or differ with a reason."""

    diagnostics: list[Diagnostic]
    not_compared: list[str]
    differing: list[str]


def check_workspace(workspace: Workspace) -> list[Diagnostic]:
    """Returns the diagnostics of all resolutions, facts and profiles of ``workspace``, by their places. Raises NotFound."""
    return checked_workspace(workspace).diagnostics


def checked_workspace(workspace: Workspace) -> CheckedWorkspace:
    """Returns the diagnostics with what could not be compared. Raises NotFound.

    Where something does not load, the checks report what does not follow from that.
    """
    cases = Cases(workspace)
    rulebooks, facts = cases.contents()
    found = Problems()
    found.found.extend(cases.problems.found)
    strays.report(workspace, found)
    errors = sum(one.severity is Severity.ERROR for one in cases.problems.found)
    for rulebook in rulebooks:
        own = tuple(f for f in facts if fold(f.resolution) == fold(rulebook.resolution.number))
        content = WorkspaceContent(rulebook, own)
        if errors > DIAGNOSTICS:
            continue  # nothing more would be told
        if cases.problems.has_errors:
            found.found.extend(independent_diagnostics(content, cases.problems.found))
        else:
            found.found.extend(diagnostics(content))
    if not any(one.severity is Severity.ERROR and one.file.startswith("rules/") for one in found.found):
        read_profiles(workspace, rulebooks, found)  # codes of rules that do not load would seem unknown
    return CheckedWorkspace(found.in_order(), _named(rulebooks, not_compared), _named(rulebooks, differing))


def _named(rulebooks: list[Rulebook], among: Callable[[Rulebook], Iterator[str]]) -> list[str]:
    """The criteria of all ``rulebooks``; of several resolutions each with its number."""
    number = len(rulebooks) > 1
    return [
        f"{identifier} ({rulebook.resolution.number})" if number else identifier
        for rulebook in rulebooks
        for identifier in among(rulebook)
    ]
