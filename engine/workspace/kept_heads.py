"""The heads of facts files, kept by size, times and hash, so that a command for one unit need not read all of them.

A head is believed of a file with the marks that it had when it was read, if it had had them for a while: two changes within
the smallest step of a clock leave one time. Of any other file, and of those that are chosen, the bytes are compared.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from engine.domain.records import NamedTuple
from engine.files.source import UnreadableFile, read_bytes
from engine.kept.program import hash_of_files
from engine.kept.store import hash_of, keep, kept
from engine.workspace.listing import ListedFile, is_settled


class KeptHead(NamedTuple):
    """Resolution, unit, year and period as a facts file writes them, and by what they are looked up; the hash of its bytes."""

    resolution: str
    unit: str
    year: int
    period: str
    resolution_key: str
    unit_key: str
    ends: int
    sha: str


class KeptHeads:
    """The heads of the facts files of one workspace."""

    def __init__(self, root: Path) -> None:
        self._name = f"heads-{hash_of_files((), str(root.resolve()))}"
        document = kept(self._name)
        self._before: dict[str, list[list[int | str]]] = {} if document is None else json.loads(document)
        self._now: dict[str, list[list[int | str]]] = {}
        self._began = time.time_ns()

    def of(self, file: ListedFile) -> KeptHead | None:
        """Returns the head of a file that is as it was when it was read, by its marks or else by its bytes."""
        known = self._before.get(file.name)
        if known is None or not file.mark:
            return None
        marks, row = known
        head = KeptHead._make(row)
        if marks != list(file.mark):
            if is_stale(Path(file.path), head.sha):
                return None
            self.learn(file, head)
        else:
            self._now[file.name] = known
        return head

    def learn(self, file: ListedFile, head: KeptHead) -> None:
        """Notes the head that was read from ``file``; its marks only where it has settled."""
        if file.mark:
            settled = is_settled(file.mark, self._began)
            self._now[file.name] = [list(file.mark) if settled else [], list(head)]

    def in_order(self, files: list[ListedFile]) -> list[ListedFile] | None:
        """Returns ``files`` in the order of the last time; None where they are not the same."""
        by_name = {file.name: file for file in files}
        return [by_name[name] for name in self._before] if by_name.keys() == self._before.keys() else None

    def save(self) -> None:
        """Keeps the heads that were believed or learnt, where they are other ones than before."""
        if self._now != self._before:
            keep(self._name, json.dumps(self._now, ensure_ascii=False, separators=(",", ":")).encode())


def is_stale(path: Path, sha: str) -> bool:
    """Returns whether the file at ``path`` has other bytes than those with the hash ``sha``."""
    try:
        return hash_of(read_bytes(path)) != sha
    except UnreadableFile:
        return True
