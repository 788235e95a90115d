"""Finds the files that differ between two evaluations, and the first line in which each differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Annotated, Literal

from engine.domain.records import NamedTuple
from engine.files.json_form import Meaning, json_form
from engine.files.source import UnreadableFile, decode_source
from engine.history.receipt import ROLE_WORDS, InputFile


@json_form("change", "name", "line", "before", "after")
class FileChange(NamedTuple):
    """A file that differs, or that is taken for something else; then the texts are both roles.

    ``line`` counts from 1; for a file added, removed or taken otherwise it is 0. Of a file added or removed the texts are
    empty.
    """

    change: Literal["edited", "added", "removed", "role"]
    name: str
    line: Annotated[int, Meaning("First line that differs, counted from 1; 0 where the whole file is meant")]
    before: str
    after: str


def file_changes(before: Iterable[InputFile], after: Iterable[InputFile]) -> Iterator[FileChange]:
    """Yields the changes in the order of ``before``; files that only ``after`` has come last."""
    old, new = ({one.name: one for one in files} for files in (before, after))
    for name, one in old.items():
        if name not in new:
            yield FileChange("removed", name, 0, "", "")
        elif one.sha256 != new[name].sha256:
            yield _edited(one, new[name])
        elif one.role != new[name].role:
            yield FileChange("role", name, 0, ROLE_WORDS[one.role], ROLE_WORDS[new[name].role])
    yield from (FileChange("added", name, 0, "", "") for name in new if name not in old)


def _edited(before: InputFile, after: InputFile) -> FileChange:
    try:
        lines = [decode_source(one.raw, one.name).lines for one in (before, after)]
    except UnreadableFile:
        return FileChange("edited", before.name, 1, "", "")
    for number, (old, new) in enumerate(zip_longest(*lines, fillvalue=""), 1):
        if old != new:
            return FileChange("edited", before.name, number, old.strip(), new.strip())
    return FileChange("edited", before.name, 1, "", "")  # equal texts in different bytes
