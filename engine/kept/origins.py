"""Which object was made from which files: only what is as it was loaded may stand for what is kept of its files."""

from __future__ import annotations

from collections import deque

from engine.domain.limits import RESOLUTIONS

_origins: deque[tuple[object, str]] = deque(maxlen=RESOLUTIONS)


def note_origin(made: object, files: str) -> None:
    """Notes that ``made`` was loaded from files with the hash ``files``."""
    _origins.appendleft((made, files))


def origin_of(made: object) -> str | None:
    """Returns the hash of the files that ``made`` was loaded from; None for a changed copy, and after very many others."""
    return next((files for one, files in _origins if one is made), None)
