"""The errors of rules that load: what stops `evaluate` and the commands beside it, as `check` reports it.

That a resolution has none is kept with its rules (docs/design/kept.md).
"""

from __future__ import annotations

from engine.files.diagnostics import Diagnostic, Severity
from engine.kept.program import hash_of_files
from engine.kept.store import keep, kept
from engine.rulebook.rulebook import Rulebook

_NONE = b"none"


def errors_of_rules(rulebook: Rulebook) -> list[Diagnostic]:
    """Returns what `check` reports as errors of ``rulebook`` beyond what loading reports."""
    name = f"checked-{hash_of_files(rulebook.files, rulebook.resolution.folder)}"
    if kept(name) == _NONE:
        return []
    found = _found(rulebook)
    if not found:
        keep(name, _NONE)
    return found


def _found(rulebook: Rulebook) -> list[Diagnostic]:
    from engine.checking.content import WorkspaceContent
    from engine.checking.error_checks import ERROR_CHECKS

    content = WorkspaceContent(rulebook, ())
    found = [one for check in ERROR_CHECKS for one in check(content)]
    return [one for one in found if one.severity is Severity.ERROR]
