"""Writes facts files into the workspace: all of them or none, and never over a file of a person."""

from __future__ import annotations

import contextlib
import shutil
import zlib
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.factbase.facts import Basis, Fact
from engine.factbase.values import parse_value
from engine.files import storage
from engine.files.folder_names import folder_name
from engine.files.json_form import Meaning, json_form
from engine.files.reasons import Refused
from engine.files.source import UnreadableFile, read_bytes
from engine.files.yaml_text import UnwritableText
from engine.importing.earlier import Change, ChangedTable, changes_between, earlier_of, with_names_of
from engine.importing.existing import EarlierImport, ExistingFacts
from engine.importing.facts_text import Head, Mark, facts_text, files_text, mark_in
from engine.importing.import_result import ACTUAL, ESTIMATE, PRELIMINARY, Import, ImportedValue, Remark, UndecidedImport
from engine.importing.stored_values import by_case
from engine.rulebook.rulebook import Rulebook

_WINDOW, _MEMORY = 12, 5
"""The sizes of zlib, as powers of two: four times as fast for small files as its own."""


class Action(StrEnum):
    """What the import does with a file; values are the names in JSON."""

    NEW = "new"
    REPLACED = "replaced"
    ADDED = "added"
    """Replaced by a file in which every former value still stands."""
    UNCHANGED = "unchanged"


@json_form("path=name", "action", "unit", "year", "as_of", "values", "changes", shape="ImportedFileShape")
class PlannedFile(NamedTuple):
    """A facts file ready to be written."""

    path: Path
    packed: bytes
    """The text, which is written once all others are known."""
    action: Action
    unit: str
    year: int
    as_of: date
    values: int
    name: str
    """The path in the workspace."""
    changes: Annotated[tuple[Change, ...], Meaning("Against the earlier import of the same table")] = ()

    @property
    def text(self) -> str:
        return zlib.decompress(self.packed).decode()


@json_form(
    "resolution", "dry_run", "read=found.taken", "left_out=found.left_out", "remarks=found.remarks", "files",
    schema="chitieu/import/1", shape="ImportShape", about="`chitieu import FILE... --format json`.",
)  # fmt: skip
class ImportDocument(NamedTuple):
    """The document of an import: what it read, left out and wrote; ``files`` are in order."""

    resolution: str
    dry_run: Annotated[bool, Meaning("Nothing was written")]
    found: Import
    files: tuple[PlannedFile, ...]


def plan(found: Import, existing: ExistingFacts, rulebook: Rulebook, source: str, replace: bool) -> list[PlannedFile]:
    """Returns the facts files of an import, in the order of the tables.

    Raises UndecidedImport where a file is in the way.
    """
    planner = Planner(existing, rulebook, source, replace)
    return [planner.file(found, values) for values in by_case(found.taken)]


class Planner:
    """Plans facts files; no two of them at one place."""

    def __init__(self, existing: ExistingFacts, rulebook: Rulebook, source: str, replace: bool) -> None:
        self.existing, self.rulebook, self.source, self.replace = existing, rulebook, source, replace
        self._claimed: set[Path] = set()

    def file(self, found: Import, values: list[ImportedValue]) -> PlannedFile:
        """Returns the facts file for ``values``, which are of one unit and year. Raises UndecidedImport."""
        unit, year = values[0].unit, values[0].year
        day = found.as_of[unit, year]
        head = Head(self.rulebook.resolution.number, unit, year, day, found.files, found.sources, self.source)
        try:
            text = facts_text(head, values)
        except UnwritableText as error:
            raise UndecidedImport(f"{unit}, năm {year}: {error}") from None
        before = [one for one in self.existing.imports(unit, year) if one.path not in self._claimed]
        earlier = earlier_of(before, found.files, lambda: self.existing.facts_in(text))
        path, action, changes = self._over(earlier, text, head) if earlier else self._beside(text, head)
        self._claimed.add(path)
        name = self.existing.workspace.name_of(path)
        return PlannedFile(path, _packed(text), action, unit, year, day, len(values), name, changes)

    def _over(self, earlier: EarlierImport, text: str, head: Head) -> tuple[Path, Action, tuple[Change, ...]]:
        """Returns what becomes of the facts file that an earlier import of the same table wrote."""
        if earlier.text in (text, with_names_of(earlier, text, head.files)):
            return earlier.path, Action.UNCHANGED, ()
        shown = self.existing.workspace.name_of(earlier.path)
        self._refuse_edited(earlier.mark, shown)
        new = self.existing.facts_in(text)
        changes = changes_between(earlier.facts, new) if new is not None else ()
        if changes and all(not change.before for change in changes) and earlier.facts.as_of == head.as_of:
            return earlier.path, Action.ADDED, changes
        if not self.replace:
            raise ChangedTable(
                f"{shown} đã nhập từ bảng này, nay bảng khác đi; thêm --replace để ghi lại tệp ấy", changes
            )
        return earlier.path, Action.REPLACED, changes

    @staticmethod
    def _refuse_edited(mark: Mark, shown: str) -> None:
        if not mark.untouched:
            raise UndecidedImport(
                f"{shown} nhập từ bảng này nhưng đã được sửa tay; đổi tên hoặc chuyển tệp ấy đi, rồi nhập lại"
            )

    def _beside(self, text: str, head: Head) -> tuple[Path, Action, tuple[Change, ...]]:
        """Returns the first free place for the facts, beside the files of people and of other tables."""
        folder = self.existing.folders.of(head.unit)
        stem = folder_name(Path(head.files[0]).stem, "bang-tinh")
        numbered = (f"{head.year}-{stem}-{number}.yaml" for number in range(2, 100))
        for name in chain((f"{head.year}.yaml", f"{head.year}-{stem}.yaml"), numbered):
            path = folder / name
            if path in self._claimed:
                continue
            if not (path.exists() or path.is_symlink()):
                return path, Action.NEW, ()
            current = _text_at(path)
            if current == text:
                return path, Action.UNCHANGED, ()
            mark = mark_in(current)
            if mark is None or mark.files != files_text(head.files):
                continue
            shown = self.existing.workspace.name_of(path)
            self._refuse_edited(mark, shown)
            if not self.replace:
                raise ChangedTable(
                    f"{shown} đã nhập từ bảng này, nay bảng khác đi; thêm --replace để ghi lại tệp ấy", ()
                )
            return path, Action.REPLACED, ()
        shown = self.existing.workspace.name_of(folder)
        raise UndecidedImport(f"thư mục {shown} có quá nhiều tệp số liệu năm {head.year}")


def _packed(text: str) -> bytes:
    """Returns the text compressed, with little memory to set up: most files are small."""
    packing = zlib.compressobj(1, zlib.DEFLATED, _WINDOW, _MEMORY)
    return packing.compress(text.encode()) + packing.flush()


def disagreements(
    found: Import, planned: list[PlannedFile], existing: ExistingFacts, rulebook: Rulebook
) -> Iterable[Remark]:
    """Yields a remark for each value that another facts file of the workspace gives differently."""
    by_file = {(file.unit, file.year): existing.values(file.unit, file.year, file.path) for file in planned}
    for value in found.taken if any(by_file.values()) else ():
        for fact in by_file[value.unit, value.year].get(value.code, ()):
            interval = parse_value(value.text, rulebook.indicators[value.code], rulebook.vocabulary).interval
            if _basis_of(fact) == value.basis and fact.value != interval:
                text = (
                    f"{value.code}: bảng ghi {value.text}, còn {fact.origin} đã ghi {fact.text}; "
                    "số có ngày mới hơn được dùng, cùng ngày thì là mâu thuẫn: giữ lại một số"
                )
                yield Remark(text, (value.place,))


def _basis_of(fact: Fact) -> str:
    """Returns the basis of a fact as facts files name it."""
    if fact.preliminary:
        return PRELIMINARY
    return ESTIMATE if fact.basis is Basis.ESTIMATE else ACTUAL


def _text_at(path: Path) -> str:
    try:
        return read_bytes(path).decode()
    except (UnreadableFile, UnicodeDecodeError):
        return ""


# ---------------------------------------------------------------- all or none


def write_all(facts: Path, planned: list[PlannedFile]) -> None:
    """Writes the files that are new or changed; where one fails, restores the former files. Raises OSError."""
    steps = _Steps()
    try:
        for file in planned:
            if file.action is not Action.UNCHANGED:
                steps.prepare(facts, file)
        steps.carry_out()
    except BaseException:
        steps.undo()
        raise
    finally:
        steps.clean()


class _Steps:
    """Prepares files beside their places, then moves each by one rename.

    Each is noted before it is created: an interruption may come between any two steps, and must leave nothing behind.
    """

    def __init__(self) -> None:
        self.ready: list[tuple[Path, PlannedFile]] = []
        self.folders: list[Path] = []
        self.new: list[tuple[Path, Path]] = []
        self.backups: list[Path] = []
        self.replaced: list[tuple[Path, Path]] = []

    def prepare(self, facts: Path, file: PlannedFile) -> None:
        folder = file.path.parent
        if not folder.exists():
            self.folders.append(folder)
            folder.mkdir()
        if not folder.resolve().is_relative_to(facts.resolve()):
            raise Refused(f"{folder.name} nằm ngoài thư mục facts/")
        beside = storage.noted(folder)
        self.ready.append((beside, file))
        with beside.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(file.text)

    def carry_out(self) -> None:
        for beside, file in self.ready:
            if file.action in (Action.REPLACED, Action.ADDED):
                before = storage.noted(beside.parent)
                self.backups.append(before)
                shutil.copy2(file.path, before)
                self.replaced.append((before, file.path))
                beside.replace(file.path)
            else:
                self.new.append((beside, file.path))
                storage.put_new(beside, file.path)

    def undo(self) -> None:
        for beside, path in self.new:
            with contextlib.suppress(OSError):
                if not beside.exists() or beside.samefile(path):  # else it is a file that has appeared meanwhile
                    path.unlink()
        for before, path in self.replaced:
            with contextlib.suppress(OSError):
                before.replace(path)
        self.clean()
        for folder in reversed(self.folders):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def clean(self) -> None:
        for beside in (*(beside for beside, _ in self.ready), *self.backups):
            storage.remove(beside)
