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
from engine.language.names import either, has_marks
from engine.language.text import fold, with_marks
from engine.workspace.workspace import Workspace, read_node

_RESOLUTION, _UNIT, _YEAR = (fold(key) for key in ("nghị quyết", "đơn vị", "năm"))
_KEYS = frozenset((_RESOLUTION, _UNIT, _YEAR))
_PERIOD, _NUMBERS = fold("kỳ"), fold("số liệu")


class CaseKey(NamedTuple):
    """The identity of a case; names are keys, so that spellings of one name are one case. Units differ by marks."""

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
        return CaseKey(fold(self.resolution), with_marks(self.unit), self.year, end_of(self.year, self.period))

    @property
    def when(self) -> str:
        """«năm 2023», «6 tháng đầu năm 2023»."""
        return reported_time(self.year, self.period)


class FactsEntry(NamedTuple):
    """A facts file and its head."""

    path: Path
    head: FactsHead


class UnreadableFacts(NamedTuple):
    """A facts file whose head cannot be read or understood, with what is wrong in it; ``units`` are those it may be of."""

    path: Path
    problems: Problems
    units: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """Why it was left out, in a few words."""
        return f"tên đơn vị không ghi dấu, có thể là {either(self.units)}" if self.units else "tệp không đọc được"


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
    names = UnitNames(entry.head for entry in listed)
    clear = tuple(e._replace(head=names.settled(e.head)) for e in listed if len(names.of(e.head)) == 1)
    unclear = [_unclear(workspace, e, names.of(e.head)) for e in listed if len(names.of(e.head)) > 1]
    return FactsIndex(clear, (*unlisted, *unclear))


def _unclear(workspace: Workspace, entry: FactsEntry, units: list[str]) -> UnreadableFacts:
    problems = Problems()
    doc = read_facts(workspace, entry.path, problems)
    if doc is not None:
        report_unclear(doc, units, problems)
    return UnreadableFacts(entry.path, problems, tuple(units))


def read_facts(workspace: Workspace, path: Path, problems: Problems) -> FactsDoc | None:
    """Returns the facts file at ``path``; None, with the problem reported, where it cannot be read."""
    return read_model(FactsDoc, read_node(workspace, path, problems), problems)


def head_of(doc: FactsDoc) -> FactsHead:
    """Returns the head of a file that was read."""
    return FactsHead(doc.resolution.value, doc.unit.value, doc.year, doc.period.value if doc.period is not None else "")


class UnitNames:
    """The units of facts files, told apart by their marks; a name without any is that of the only unit with its letters."""

    def __init__(self, heads: Iterable[FactsHead]) -> None:
        self._marked: dict[tuple[str, str], dict[str, str]] = {}
        for head in heads:
            if has_marks(head.unit):
                self._marked.setdefault(_letters(head), {}).setdefault(with_marks(head.unit), head.unit)

    def of(self, head: FactsHead) -> list[str]:
        """Returns the units that may be meant in ``head``: several where its name lacks the marks that tell them apart."""
        if has_marks(head.unit):
            return [head.unit]
        return list(self._marked.get(_letters(head), {}).values()) or [head.unit]

    def settled(self, head: FactsHead) -> FactsHead:
        """Returns ``head`` with the name of its unit as the other files write it, where only one can be meant."""
        units = self.of(head)
        return head._replace(unit=units[0]) if len(units) == 1 else head

    def first_alike(self, head: FactsHead) -> str | None:
        """Returns the first unit with the letters of a marked name, where that is another unit; else None."""
        first = next(iter(self._marked.get(_letters(head), {}).values()), head.unit)
        return None if with_marks(first) == with_marks(head.unit) or not has_marks(head.unit) else first


def _letters(head: FactsHead) -> tuple[str, str]:
    return fold(head.resolution), fold(head.unit)


def report_unclear(doc: FactsDoc, units: Iterable[str], problems: Problems) -> None:
    """Reports CT219: the name of the unit may be each of ``units``."""
    message = f"tên đơn vị «{doc.unit}» không ghi dấu, có thể là {either(units)}"
    problems.add("CT219", message, doc.unit.span, "ghi tên đơn vị đủ dấu")


def report_alike(doc: FactsDoc, other: str, problems: Problems) -> None:
    """Reports CT207: only marks tell the unit of ``doc`` from ``other``."""
    message = f"đơn vị «{doc.unit}» chỉ khác «{other}» ở dấu: hiểu là hai đơn vị"
    problems.add("CT207", message, doc.unit.span, "nếu là một đơn vị thì viết tên như nhau ở mọi tệp")


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
