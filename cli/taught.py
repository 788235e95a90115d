"""Reads the profiles of forms for a command that reads tables."""

from __future__ import annotations

from cli.failure import failing_on
from cli.options import stop_on_errors
from engine.files.diagnostics import Problems
from engine.importing.taught import NOTHING_TAUGHT, Taught
from engine.profiles.reading import read_profiles
from engine.workspace.cases import Cases
from engine.workspace.choosing import NotFound
from engine.workspace.workspace import Workspace


def taught_in(workspace: Workspace, undone: str) -> Taught:
    """Returns what the profiles of ``workspace`` teach.

    Raises Failure, whose message ends with ``undone``, where one is in error: without it a table would be read as another.
    """
    if not workspace.profile_files:
        return NOTHING_TAUGHT
    loader = Cases(workspace)
    with failing_on(NotFound):
        rulebooks = loader.rulebooks()
    stop_on_errors(loader.problems, undone)
    problems = Problems()
    profiles = read_profiles(workspace, rulebooks, problems)
    stop_on_errors(problems, undone)
    return Taught(tuple(profiles))
