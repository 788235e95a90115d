"""Which files of a workspace were saved, added or removed since the last look, by their times and sizes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.domain.records import NamedTuple


class Stamp(NamedTuple):
    """What changes when a file is saved."""

    time: int
    size: int
    inode: int


def stamps_of(paths: Iterable[Path]) -> dict[Path, Stamp]:
    """Returns the stamps of those files that are there; nothing is opened."""
    found = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:  # removed since it was listed, or a link to nothing
            continue
        found[path] = Stamp(status.st_mtime_ns, status.st_size, status.st_ino)
    return found


def saved(before: dict[Path, Stamp], after: dict[Path, Stamp]) -> list[Path]:
    """Returns the files that differ, in the order of the newer list, removed ones last."""
    changed = [path for path, stamp in after.items() if before.get(path) != stamp]
    return changed + [path for path in before if path not in after]
