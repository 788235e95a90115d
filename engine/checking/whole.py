"""Reads a workspace and makes every check on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.checking.checks import diagnostics
from engine.checking.content import WorkspaceContent
from engine.checking.partial import independent_diagnostics
from engine.checking.wording_differs import differing, not_compared
from engine.domain.limits import DIAGNOSTICS
from engine.files.diagnostics import Diagnostic, Problems, Severity
from engine.language.text import fold
from engine.profiles.reading import read_profiles
from engine.rulebook.rulebook import Rulebook
from engine.workspace.cases import Cases
from engine.workspace.workspace import Workspace


def everything_found(workspace: Workspace) -> tuple[list[Diagnostic], list[str], list[str]]:
    """Returns what is found in rules, facts and profiles, the criteria not compared, and those that differ with a reason.

    Raises NotFound.
    """
    cases = Cases(workspace)
    rulebooks, facts = cases.contents()
    found = Problems()
    found.found.extend(cases.problems.found)
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
    return found.found, _named(rulebooks, not_compared), _named(rulebooks, differing)


def _named(rulebooks: list[Rulebook], among: Callable[[Rulebook], Iterator[str]]) -> list[str]:
    """The criteria of all ``rulebooks``; of several resolutions each with its number."""
    number = len(rulebooks) > 1
    return [
        f"{identifier} ({rulebook.resolution.number})" if number else identifier
        for rulebook in rulebooks
        for identifier in among(rulebook)
    ]
