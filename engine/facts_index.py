"""Which facts files a workspace has, by resolution, unit and year: known from their heads, so that thousands cost little."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from engine.factbase.documents import FactsDoc
from engine.language.text import fold
from engine.sources.diagnostics import Problems
from engine.sources.document import read_model
from engine.sources.source import UnreadableFile, decode_source
from engine.workspace import Workspace, read_node

_HEAD_BYTES = 4096
_TOP = re.compile(r"(?P<key>[^\W\d_][^:#\"']*?)\s*:[ \t]+(?P<value>[^\s>|&*!{\[%@`#\"'][^#\n]*?)\s*(?:[ \t]#.*)?\Z")
_KEYS = ("nghi quyet", "don vi", "nam")
_YEAR = re.compile(r"[0-9]{4}\Z")


class CaseKey(NamedTuple):
    """What makes a case: names are folded, so that spellings of one name are one case."""

    resolution: str
    unit: str
    year: int


class FactsHead(NamedTuple):
    """The head of a facts file, names as written."""

    resolution: str
    unit: str
    year: int

    @property
    def key(self) -> CaseKey:
        return CaseKey(fold(self.resolution), fold(self.unit), self.year)


class Listed(NamedTuple):
    """A facts file and its head."""

    path: Path
    head: FactsHead


class Unlisted(NamedTuple):
    """A facts file whose head cannot be read, with what is wrong in it."""

    path: Path
    problems: Problems


class FactsIndex(NamedTuple):
    """``listed`` in the order of the files; ``unlisted`` are those of which nothing is known."""

    listed: tuple[Listed, ...]
    unlisted: tuple[Unlisted, ...]


def index_facts(workspace: Workspace, files: Iterable[Path]) -> FactsIndex:
    """The heads of ``files``. A file that tells no head at a glance is read as a whole."""
    listed: list[Listed] = []
    unlisted: list[Unlisted] = []
    for path in files:
        head = _glanced(path)
        if head is not None:
            listed.append(Listed(path, head))
            continue
        problems = Problems()
        doc = read_model(FactsDoc, read_node(workspace, path, problems), problems)
        if doc is None:
            unlisted.append(Unlisted(path, problems))
        else:
            listed.append(Listed(path, head_of(doc)))
    return FactsIndex(tuple(listed), tuple(unlisted))


def head_of(doc: FactsDoc) -> FactsHead:
    """The head of a file that has been read."""
    return FactsHead(doc.resolution.value, doc.unit.value, doc.year)


def _glanced(path: Path) -> FactsHead | None:
    """The head as it stands in plain lines at the beginning; None where it is not certain at a glance."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(_HEAD_BYTES)
        text = decode_source(raw[: raw.rfind(b"\n") + 1], path.name).text
    except (OSError, UnreadableFile):
        return None
    found: dict[str, str] = {}
    for line in text.split("\n"):
        match = _TOP.match(line)
        if match is None:
            continue
        key = fold(match["key"])
        if key in _KEYS:
            if key in found:  # written twice: the reader will say so
                return None
            found[key] = match["value"]
            if len(found) == len(_KEYS):
                break
    if len(found) < len(_KEYS) or not _YEAR.match(found["nam"]):
        return None
    return FactsHead(found["nghi quyet"], found["don vi"], int(found["nam"]))
