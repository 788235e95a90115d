"""CT208, CT210 and on: what is doubtful in a facts file as it was read."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    for facts in checked.facts:
        yield from facts.doubts
