"""Indexes the facts files of a workspace by resolution, unit and year, reading only their heads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from engine.factbase.documents import FactsDoc
from engine.factbase.periods import end_of, reported_time
from engine.files.diagnostics import Problems
from engine.files.document import read_model
from engine.files.located import glance
from engine.files.source import UnreadableFile, read_source
from engine.language.text import fold, with_marks
from engine.workspace.workspace import Workspace, read_node

_RESOLUTION, _UNIT, _YEAR = (fold(key) for key in ("nghị quyết", "đơn vị", "năm"))
_KEYS = frozenset((_RESOLUTION, _UNIT, _YEAR))
_PERIOD, _NUMBERS = fold("kỳ"), fold("số liệu")


class CaseKey(NamedTuple):
    """The identity of a case; names are folded, so that spellings of one name are one case."""

    resolution: str
    unit: str
    year: int
    ends: date
    """The last day of what is reported on: two files of a year with the same are one case."""


class FactsHead(NamedTuple):
    """The head of a facts file, names as written; ``period`` is its `kỳ`, '' where it has none."""

    resolution: str
    unit: str
    year: int
    period: str = ""

    @property
    def key(self) -> CaseKey:
        return CaseKey(fold(self.resolution), fold(self.unit), self.year, end_of(self.year, self.period))

    @property
    def when(self) -> str:
        """«năm 2023», «6 tháng đầu năm 2023»."""
        return reported_time(self.year, self.period)


class FactsEntry(NamedTuple):
    """A facts file and its head."""

    path: Path
    head: FactsHead


class UnreadableFacts(NamedTuple):
    """A facts file whose head cannot be read, with what is wrong in it."""

    path: Path
    problems: Problems


class FactsIndex(NamedTuple):
    """The facts files: ``listed`` by their heads, in order; ``unlisted`` without a readable head."""

    listed: tuple[FactsEntry, ...]
    unlisted: tuple[UnreadableFacts, ...]


def index_facts(workspace: Workspace, files: Iterable[Path]) -> FactsIndex:
    """Returns the heads of ``files``. A file whose head is not certain is read as a whole."""
    listed: list[FactsEntry] = []
    unlisted: list[UnreadableFacts] = []
    for path in files:
        head = None if workspace.leads_elsewhere(path) else _glanced(path)
        if head is not None:
            listed.append(FactsEntry(path, head))
            continue
        problems = Problems()
        doc = read_facts(workspace, path, problems)
        if doc is None:
            unlisted.append(UnreadableFacts(path, problems))
        else:
            listed.append(FactsEntry(path, head_of(doc)))
    return FactsIndex(tuple(listed), tuple(unlisted))


def read_facts(workspace: Workspace, path: Path, problems: Problems) -> FactsDoc | None:
    """Returns the facts file at ``path``; None, with the problem reported, where it cannot be read."""
    return read_model(FactsDoc, read_node(workspace, path, problems), problems)


def head_of(doc: FactsDoc) -> FactsHead:
    """Returns the head of a file that was read."""
    return FactsHead(doc.resolution.value, doc.unit.value, doc.year, doc.period.value if doc.period is not None else "")


class Namesakes:
    """The names of units so far; two that differ in marks alone would be one unit."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], tuple[str, str]] = {}

    def alike(self, head: FactsHead, file: str) -> str | None:
        """Returns another unit whose name differs in marks alone, with its file; None where there is none."""
        name = with_marks(head.unit)
        if name.isascii():  # typed without marks: any unit of that name
            return None
        other, where = self._first.setdefault(head.key[:2], (head.unit, file))
        return None if with_marks(other) == name else f"«{other}» ({where})"


def report_alike(doc: FactsDoc, other: str, problems: Problems) -> None:
    """Reports CT207: the unit of ``doc`` would be merged with ``other``."""
    remedy = "cùng một đơn vị thì viết tên như nhau; hai đơn vị thì ghi thêm để phân biệt, ví dụ tên tỉnh"
    problems.add("CT207", f"đơn vị «{doc.unit}» chỉ khác {other} ở dấu", doc.unit.span, remedy)


def _glanced(path: Path) -> FactsHead | None:
    """Returns the head, read up to the numbers; None where it is not certain without reading the whole file."""
    try:
        found = glance(read_source(path, path.name), _KEYS | {_PERIOD}, _NUMBERS)
    except UnreadableFile:
        return None
    year = found.get(_YEAR, "")
    if not found.keys() >= _KEYS or not all(found.values()) or not re.fullmatch("[0-9]{4}", year):
        return None
    return FactsHead(found[_RESOLUTION], found[_UNIT], int(year), found.get(_PERIOD, ""))
