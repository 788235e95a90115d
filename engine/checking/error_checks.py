"""The checks of `chitieu check` that find errors: `evaluate` makes them too, and loads no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.checking import (
    course_differs,
    deadline_differs,
    exceeded_weaker,
    finding_never,
    identity_never,
    never_holds,
    wording_differs,
)
from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic

Check = Callable[[WorkspaceContent], Iterator[Diagnostic]]

ERROR_CHECKS: tuple[Check, ...] = (
    wording_differs.check, never_holds.check, exceeded_weaker.check, finding_never.check, identity_never.check,
    deadline_differs.check, course_differs.check,
)  # fmt: skip
"""Those that find errors; they look at the rules alone."""
