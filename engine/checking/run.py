"""Checks a workspace: collects the problems of loading and the findings of all checks.

What was found is kept by the hash of all files (docs/design/kept.md): nothing else decides about it but the names of other
files, which are looked at each time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from engine.domain.limits import RESOLUTIONS
from engine.domain.records import NamedTuple
from engine.files.diagnostics import Diagnostic, Note, Problems
from engine.files.source import SourceFile, Span
from engine.kept.codec import Codec
from engine.kept.program import hash_of_files
from engine.kept.recall import recalled
from engine.kept.store import keep
from engine.workspace import strays
from engine.workspace.loading import too_large
from engine.workspace.workspace import Workspace, is_rule_or_facts, opened


class CheckedWorkspace(NamedTuple):
    """What was found, and the criteria whose goals could not be compared with their wordings, or differ with a reason."""

    diagnostics: list[Diagnostic]
    not_compared: list[str]
    differing: list[str]


_CODEC = Codec((Span, Note, Diagnostic, CheckedWorkspace))


def check_workspace(workspace: Workspace) -> list[Diagnostic]:
    """Returns the diagnostics of all resolutions, facts and profiles of ``workspace``, by their places. Raises NotFound."""
    return checked_workspace(workspace).diagnostics


def checked_workspace(workspace: Workspace) -> CheckedWorkspace:
    """Returns the diagnostics with what could not be compared. Raises NotFound.

    Where something does not load, the checks report what does not follow from that.
    """
    sources = _sources(workspace)
    checked = _checked(workspace) if sources is None else _kept_or_checked(workspace, sources)
    found = Problems()
    found.found.extend(checked.diagnostics)
    strays.report(workspace, found)
    return checked._replace(diagnostics=found.in_order())


def _sources(workspace: Workspace) -> list[SourceFile] | None:
    """All files that are checked; None where one cannot be read, or where there are too many to read any."""
    folders = workspace.resolution_folders
    if len(folders) > RESOLUTIONS or any(too_large(list(filter(is_rule_or_facts, one.iterdir()))) for one in folders):
        return None
    problems = Problems()
    sources = [opened(workspace, path, problems) for path in workspace.all_files]
    readable = [source for source in sources if source is not None]
    return readable if len(readable) == len(sources) else None


def _kept_or_checked(workspace: Workspace, sources: Sequence[SourceFile]) -> CheckedWorkspace:
    name = f"check-{hash_of_files(sources)}"
    found: CheckedWorkspace | None = recalled(name, _CODEC, sources)
    if found is not None:
        return found
    checked = _checked(workspace)
    by_name = {source.name: source for source in sources}
    with contextlib.suppress(KeyError):  # a place outside of the files, such as a folder
        placed = [_within(one, by_name) for one in checked.diagnostics]
        keep(name, _CODEC.written(checked._replace(diagnostics=placed), sources))
    return checked


def _checked(workspace: Workspace) -> CheckedWorkspace:
    from engine.checking.whole import everything_found

    return CheckedWorkspace(*everything_found(workspace))


def _within(diagnostic: Diagnostic, files: dict[str, SourceFile]) -> Diagnostic:
    """Returns ``diagnostic`` with places in ``files``, which were read apart. Raises KeyError for a place elsewhere."""
    notes = tuple(note._replace(span=_moved(note.span, files)) for note in diagnostic.notes)
    return diagnostic._replace(span=_moved(diagnostic.span, files), notes=notes)


def _moved(span: Span, files: dict[str, SourceFile]) -> Span:
    return span._replace(file=files[span.file.name])
