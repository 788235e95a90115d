"""The facts files that a command about some units chose, kept so that the next one need not look at the heads of thousands.

A choice is believed while every folder and file below facts/ has the marks that it had, and facts/ and the folders of the
chosen files hold the same names. Times of folders are believed where the system promises that they change with the names.
"""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from engine.kept.program import hash_of_files
from engine.kept.store import hash_of, keep, kept
from engine.workspace.choosing import Selection
from engine.workspace.facts_index import FactsEntry, entry_of_kept, kept_head_of
from engine.workspace.kept_heads import KeptHead
from engine.workspace.listing import Listing, mark_of, mark_of_folder

_TIMES_ARE_KEPT = os.name == "posix"
"""Whether a folder's times change with the names in it; Windows leaves those of folders on FAT as they were."""


class KeptChoice:
    """What a ``selection`` chose, its units as they were typed, beside resolutions with the ``numbers``; of all units, nothing."""

    def __init__(self, root: Path, selection: Selection, numbers: Iterable[str]) -> None:
        question = (selection.resolution, selection.units, selection.years, selection.period, *numbers)
        self._top = str(root / "facts")
        self._walk = f"walk-{hash_of_files((), self._top)}"
        self._name = f"choice-{hash_of_files((), self._top, repr(question))}"
        self._is_kept = _TIMES_ARE_KEPT and bool(selection.units) and not selection.files

    def recalled(self) -> tuple[FactsEntry, ...] | None:
        """Returns the files of the chosen units, of every year; None where nothing is kept, or anything has changed."""
        answer, walk = (kept(self._name), kept(self._walk)) if self._is_kept else (None, None)
        if answer is None or walk is None:
            return None
        names, marks, rows = json.loads(answer)
        chosen = tuple(entry_of_kept(path, KeptHead._make(row)) for path, row in rows)
        try:
            unchanged = names == self._names_beside(chosen) and marks == self._marks_of(os.fsdecode(walk))
        except OSError:
            return None
        return chosen if unchanged else None

    def _marks_of(self, walk: str) -> str:
        """Returns the hash of the marks that the folders and files of a walk have now. Raises OSError."""
        folders, files = (part.split("\0") for part in walk.split("\0\0"))
        found: list[int] = []
        top = os.open(self._top, os.O_RDONLY)  # the way from / to there is gone once, not for each of thousands
        try:
            for path in folders:
                found.extend(mark_of_folder(os.stat(path, dir_fd=top)))
            for path in files:
                found.extend(mark_of(os.lstat(path, dir_fd=top)))
        finally:
            os.close(top)
        return _hash_of(found)

    def keep(self, listing: Listing, chosen: Sequence[FactsEntry]) -> None:
        """Keeps what was chosen out of ``listing``, if everything in it had had its marks for a while."""
        if not self._is_kept or not listing.is_settled:
            return
        listed = (listing.folders, listing.files)
        walk = os.fsencode("\0\0".join("\0".join(self._below_top(one.path) for one in some) for some in listed))
        if kept(self._walk) != walk:
            keep(self._walk, walk)
        marks = _hash_of([mark for some in listed for one in some for mark in one.mark])
        rows = [(one.at, kept_head_of(one)) for one in chosen]
        keep(self._name, json.dumps((self._names_beside(chosen), marks, rows), ensure_ascii=False).encode())

    def _below_top(self, path: str) -> str:
        return path[len(self._top) + 1 :] or "."

    def _names_beside(self, chosen: Iterable[FactsEntry]) -> str:
        """Returns the hash of the names in facts/ and in the folders of ``chosen``. Raises OSError."""
        folders = sorted({Path(self._top), *(one.path.parent for one in chosen)})
        names = (sorted(os.listdir(folder)) for folder in folders)  # noqa: PTH208 - a path for each of thousands takes long
        return hash_of(*(os.fsencode("\0".join(some)) for some in names))


def _hash_of(marks: list[int]) -> str:
    try:
        return hash_of(array("q", marks).tobytes())
    except OverflowError:  # systems number their files as they like
        return hash_of(repr(marks).encode())
