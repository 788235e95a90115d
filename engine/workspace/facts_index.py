"""Indexes the facts files of a workspace by resolution, unit and year, reading only their heads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from engine.domain.records import NamedTuple
from engine.factbase.periods import end_of, reported_time
from engine.files.diagnostics import Problems
from engine.files.source import SourceFile, UnreadableFile, read_source
from engine.kept.store import hash_of
from engine.language.names import either, lacks_marks
from engine.language.patterns import compiled
from engine.language.text import fold, with_marks
from engine.workspace.kept_heads import KeptHead, KeptHeads, is_stale
from engine.workspace.listing import ListedFile, Listing, listed_facts
from engine.workspace.workspace import Workspace, in_natural_order

if TYPE_CHECKING:
    from engine.factbase.documents import FactsDoc

_RESOLUTION, _UNIT, _YEAR = (fold(key) for key in ("nghị quyết", "đơn vị", "năm"))
_KEYS = frozenset((_RESOLUTION, _UNIT, _YEAR))
_PERIOD, _NUMBERS = fold("kỳ"), fold("số liệu")
_FOUR_DIGITS = compiled("[0-9]{4}")


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
    """A facts file at ``at`` and its head, with its key, which takes long to make.

    ``sha`` is the hash of the bytes that the head was read from; '' where no head is kept of the file.
    """

    at: str
    head: FactsHead
    key: CaseKey
    sha: str = ""

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.at)

    @property
    def is_stale(self) -> bool:
        """Whether the head was read from other bytes than the file has."""
        return bool(self.sha) and is_stale(self.path, self.sha)


def entry_of(path: Path, head: FactsHead) -> FactsEntry:
    """Returns the entry of a file that was read."""
    return FactsEntry(str(path), head, head.key)


class UnreadableFacts(NamedTuple):
    """A facts file whose head cannot be read or understood, with what is wrong in it; ``units`` are those it may be of.

    ``unit`` is that of a row of a table, where it names one.
    """

    path: Path
    problems: Problems
    units: tuple[str, ...] = ()
    unit: str = ""

    @property
    def why(self) -> str:
        """Why it was left out, in a few words."""
        return f"tên đơn vị không ghi dấu, có thể là {either(self.units)}" if self.units else "tệp không đọc được"


class FactsIndex(NamedTuple):
    """The facts files: ``listed`` by their heads, in order; ``unlisted`` without a readable head; as ``listing`` found them."""

    listed: tuple[FactsEntry, ...]
    unlisted: tuple[UnreadableFacts, ...]
    listing: Listing | None = None
    """None where only the files of chosen units are listed."""


def index_workspace(workspace: Workspace, given: Sequence[Path] = (), kept: bool = True) -> FactsIndex:
    """Returns the heads of the files ``given`` and of all other facts files of the workspace, in natural order.

    ``kept``: heads of earlier runs are believed of files that are unchanged.
    """
    before = KeptHeads(workspace.root)
    named = set(map(os.path.realpath, given))
    listing = listed_facts(workspace.root)
    listed = before.in_order(listing.files) or in_natural_order(listing.files)
    files = [one for one in listed if not named or os.path.realpath(one.path) not in named]
    found = [_read_now(workspace, path) for path in given]
    found += [(kept and _believed(before, file)) or _learnt(workspace, before, file) for file in files]
    before.save()
    return _index(workspace, found)._replace(listing=listing)


def _believed(before: KeptHeads, file: ListedFile) -> FactsEntry | None:
    known = before.of(file)
    return None if known is None else entry_of_kept(file.path, known)


def _learnt(workspace: Workspace, before: KeptHeads, file: ListedFile) -> FactsEntry | UnreadableFacts:
    path = Path(file.path)
    found = _glanced(path) if file.mark or not workspace.leads_elsewhere(path) else None
    if found is None:
        return _read_whole(workspace, path)
    head, source = found
    entry = FactsEntry(file.path, head, head.key, hash_of(source.raw))
    before.learn(file, kept_head_of(entry))
    return entry


def entry_of_kept(at: str, kept: KeptHead) -> FactsEntry:
    """Returns the entry of the file at ``at`` by what is kept of it."""
    resolution, unit, year, period, resolution_key, unit_key, ends, sha = kept
    key = CaseKey(resolution_key, unit_key, year, date.fromordinal(ends))
    return FactsEntry(at, FactsHead(resolution, unit, year, period), key, sha)


def kept_head_of(entry: FactsEntry) -> KeptHead:
    """Returns what is kept of an entry that was read from bytes with a hash."""
    return KeptHead(*entry.head, entry.key.resolution, entry.key.unit, entry.key.ends.toordinal(), entry.sha)


def _read_now(workspace: Workspace, path: Path) -> FactsEntry | UnreadableFacts:
    found = None if workspace.leads_elsewhere(path) else _glanced(path)
    return _read_whole(workspace, path) if found is None else entry_of(path, found[0])


def _read_whole(workspace: Workspace, path: Path) -> FactsEntry | UnreadableFacts:
    from engine.workspace.reading import read_facts

    problems = Problems()
    doc = read_facts(workspace, path, problems)
    return UnreadableFacts(path, problems) if doc is None else entry_of(path, head_of(doc))


def _index(workspace: Workspace, found: Iterable[FactsEntry | UnreadableFacts]) -> FactsIndex:
    listed: list[FactsEntry] = []
    unlisted: list[UnreadableFacts] = []
    for one in found:
        if isinstance(one, FactsEntry):
            listed.append(one)
        else:
            unlisted.append(one)
    if not any(lacks_marks(entry.head.unit) for entry in listed):
        return FactsIndex(tuple(listed), tuple(unlisted))
    names = UnitNames(entry.head for entry in listed)
    clear: list[FactsEntry] = []
    for entry in listed:
        units = names.of(entry.head)
        if len(units) > 1:
            unlisted.append(_unclear(workspace, entry, units))
        else:
            head = entry.head._replace(unit=units[0])
            clear.append(entry if head == entry.head else entry._replace(head=head, key=head.key))
    return FactsIndex(tuple(clear), tuple(unlisted))


def _unclear(workspace: Workspace, entry: FactsEntry, units: list[str]) -> UnreadableFacts:
    from engine.workspace.reading import read_facts

    problems = Problems()
    doc = read_facts(workspace, entry.path, problems)
    if doc is not None:
        report_unclear(doc, units, problems)
    return UnreadableFacts(entry.path, problems, tuple(units))


def head_of(doc: FactsDoc) -> FactsHead:
    """Returns the head of a file that was read."""
    return FactsHead(doc.resolution.value, doc.unit.value, doc.year, doc.period.value if doc.period is not None else "")


class UnitNames:
    """The units of facts files, told apart by their marks; a name that lacks them is that of the only unit with its letters."""

    def __init__(self, heads: Iterable[FactsHead]) -> None:
        self._marked: dict[tuple[str, str], dict[str, str]] = {}
        for head in heads:
            if not lacks_marks(head.unit):
                self._marked.setdefault(_letters(head), {}).setdefault(with_marks(head.unit), head.unit)

    def of(self, head: FactsHead) -> list[str]:
        """Returns the units that may be meant in ``head``: several where its name lacks the marks that tell them apart."""
        if not lacks_marks(head.unit):
            return [head.unit]
        return list(self._marked.get(_letters(head), {}).values()) or [head.unit]

    def settled(self, head: FactsHead) -> FactsHead:
        """Returns ``head`` with the name of its unit as the other files write it, where only one can be meant."""
        units = self.of(head)
        return head._replace(unit=units[0]) if len(units) == 1 else head

    def first_alike(self, head: FactsHead) -> str | None:
        """Returns the first unit with the letters of a whole name, where that is another unit; else None."""
        first = next(iter(self._marked.get(_letters(head), {}).values()), head.unit)
        return None if with_marks(first) == with_marks(head.unit) or lacks_marks(head.unit) else first


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


def _glanced(path: Path) -> tuple[FactsHead, SourceFile] | None:
    """Returns the head, read up to the numbers, and the file; None where it is not certain without reading all of it."""
    from engine.files.located import glance

    try:
        source = read_source(path, path.name)
    except UnreadableFile:
        return None
    found = glance(source, _KEYS | {_PERIOD}, _NUMBERS)
    year = found.get(_YEAR, "")
    if not found.keys() >= _KEYS or not all(found.values()) or not _FOUR_DIGITS.fullmatch(year):
        return None
    return FactsHead(found[_RESOLUTION], found[_UNIT], int(year), found.get(_PERIOD, "")), source
