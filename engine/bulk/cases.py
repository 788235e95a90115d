"""The cases of a table of many units, in the place of the facts files of a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from engine.bulk.docs import Rows, UnitRow
from engine.bulk.heads import Layout, layout_of
from engine.bulk.messages import ACROSS_ROWS, RowMessages
from engine.bulk.opening import open_table
from engine.bulk.places import column_places
from engine.bulk.reading import Numbering, Table
from engine.bulk.row_digests import digests_of, of_years
from engine.bulk.second_heads import with_second_head
from engine.bulk.taught_layout import profile_of_table, taught_layout
from engine.bulk.title_rows import below_titles
from engine.bulk.units import AT_ONCE, EMPTY, FILL, Batch, Given, TableUnits, UnreadRow
from engine.domain.limits import BULK_CELLS, grouped
from engine.factbase.builder import build_facts
from engine.factbase.facts import FactSet
from engine.files.diagnostics import Diagnostic, Problems
from engine.importing.grid import UnreadableTable
from engine.importing.taught import Taught
from engine.language.text import fold, with_marks
from engine.profiles.profile import Profile
from engine.profiles.reading import read_profiles
from engine.rulebook.rulebook import Rulebook
from engine.workspace.case import ChosenCase, LoadedCase, UnitCases
from engine.workspace.cases import Cases, Examine
from engine.workspace.choosing import NotFound, Selection, by_units, by_year
from engine.workspace.facts_index import CaseKey, FactsEntry, FactsHead, UnreadableFacts
from engine.workspace.workspace import Workspace

if TYPE_CHECKING:
    from engine.bulk.kept_rows import RowsKeeper


_LATER = "; các năm sau của đơn vị này trong bảng cũng không được đánh giá"


class TableCases(Cases):
    """Loads the cases of the table at ``path`` instead of facts files; the rules are those of ``workspace``.

    Years before are those that the table itself has of a unit.
    """

    def __init__(
        self, workspace: Workspace, path: Path, given: Given, examine: Examine | None = None, draft: bool = False
    ) -> None:
        super().__init__(workspace, examine, draft)
        self.path = path
        self.given = given
        self._units: TableUnits | None = None
        self._rows: Rows | None = None
        self._messages: RowMessages | None = None
        self._read: dict[CaseKey, tuple[Batch, int]] = {}
        self._digests: dict[int, list[str]] = {}
        self._mark: tuple[int, int] | None = None
        self._remarks: list[str] = []
        self.profile: Profile | None = None
        """The profile that the table was read by."""
        self.keeper: RowsKeeper | None = None
        """Keeps the rows of a table without a file of its own, for the record of the run."""
        self.batches: list[Batch] = []
        """The units of the table that were read to choose from, in order."""

    @property
    def remarks(self) -> list[str]:
        """What a person should know of the reading of the table, as far as it was read."""
        return self._remarks if self._units is None else [*self._remarks, *self._units.remarks]

    def choose(self, selection: Selection) -> list[ChosenCase]:
        """Returns the selected cases. Raises NotFound, UnreadableTable, BulkMissing, OSError."""
        rulebook = self.only_rules(selection.resolution)
        units = self.open(rulebook)
        entries = self._before_what_is_unread(list(self._entries_of(units)), units.unread)
        if not entries:
            if self._unlisted:
                return []
            raise UnreadableTable(EMPTY, FILL)
        try:
            entries = by_year(by_units(entries, selection.units), selection.years)
        except NotFound:
            if self._is_unread(units.unread, selection):  # its rows are told, and no other unit is proposed
                return []
            raise
        if not selection.years:
            entries = self.within_period(entries)
            self._remarks += self._told_not_judged("bảng")
        return self.grouped(entries)

    @property
    def not_judged(self) -> list[str]:
        """None: ``remarks`` has them."""
        return []

    @staticmethod
    def _is_unread(rows: list[UnreadRow], selection: Selection) -> bool:
        """Whether what is asked for stands in rows that could not be read."""
        asked = set(map(with_marks, selection.units))
        return any(
            (not asked or with_marks(row.unit) in asked)
            and (not selection.years or row.year is None or row.year in selection.years)
            for row in rows
        )

    def _before_what_is_unread(self, entries: list[FactsEntry], unread: list[UnreadRow]) -> list[FactsEntry]:
        """Returns the units and years that do not rest on a row that could not be read, and notes those rows.

        An evaluation reads the years before: a unit of which one could not be read is judged up to that year only, as where a
        facts file of another year has an error. Raises UnreadableTable where such a row may be of any unit.
        """
        years = [entry.key.year for entry in entries] or [MINYEAR]
        first: dict[str, int] = {}
        for row in unread:
            of_no_year = not row.unit and row.has_values and row.year is None
            if row.may_precede_any(max(years)) or (of_no_year and min(years) < max(years)):
                what = f"{row.place}: {row.reason}; bảng có năm sau đó, nên dòng này có thể là năm trước của bất kỳ đơn vị nào"
                raise UnreadableTable(what, "ghi tên đơn vị ở dòng ấy")
            unit = with_marks(row.unit)
            first[unit] = min(first.get(unit, MAXYEAR), row.year or MINYEAR)
        kept, left = list[FactsEntry](), set[str]()
        for one in entries:
            if one.key.year < first.get(one.key.unit, MAXYEAR):
                kept.append(one)
            else:
                left.add(one.key.unit)
        told = (row._replace(reason=f"{row.reason}{_LATER}") if with_marks(row.unit) in left else row for row in unread)
        self._unlisted = [self.unread(row) for row in told]
        return kept

    def only_rules(self, name: str | None) -> Rulebook:
        """Returns the resolution of the table, examined. Raises NotFound where there are several, or none."""
        self.read_rules()
        rulebooks = self.wanted_rules(name)
        if len(rulebooks) == 1:
            return self.examined_rules(fold(rulebooks[0].resolution.number))
        if not rulebooks:
            raise NotFound("không có nghị quyết nào đọc được")
        numbers = ", ".join(rulebook.resolution.number for rulebook in rulebooks)
        example = f"`chitieu evaluate {rulebooks[0].resolution.number} --data …`"
        raise NotFound(f"có nhiều nghị quyết ({numbers}): ghi nghị quyết của bảng, ví dụ {example}")

    def open(self, rulebook: Rulebook) -> TableUnits:
        """Returns the units of the table, read for the indicators of ``rulebook``. Raises UnreadableTable, BulkMissing, OSError."""
        table = self.opened()
        return self.reads(TableUnits(table, self._layout(table, rulebook), self.given), rulebook)

    def reads(self, units: TableUnits, rulebook: Rulebook) -> TableUnits:
        """Says that the rows of ``units`` are read for ``rulebook``. Returns them."""
        self._units = units
        self._rows = Rows(units.table.name, rulebook.resolution.number, units.layout)
        self._messages = RowMessages(units.places, rulebook, units.given.writing)
        return units

    def _layout(self, table: Table, rulebook: Rulebook) -> Layout:
        """Returns what the columns hold: by the profile of their form, else by their own words. Raises UnreadableTable."""
        self._remarks = list(table.remarks)
        try:
            layout = self._layout_of(table, rulebook)
            if layout.as_of is not None and self.given.as_of is not None:
                self._remarks.append("bảng có cột «tính đến»: lấy ngày ở cột ấy, --as-of không có tác dụng")
            return layout
        except UnreadableTable as error:
            if table.numbering is Numbering.UNSEEN:
                raise
            rows = ((line.number, "\t".join(line.cells)) for line in table.lines())
            told = below_titles(error, chain([(1, "\t".join(table.headings))], rows))
            raise (with_second_head(error, table) if told is error else told) from None

    def _layout_of(self, table: Table, rulebook: Rulebook) -> Layout:
        if not self.workspace.profile_files:
            return layout_of(table.headings, rulebook, column_places(table.numbering))
        problems = Problems()
        taught = Taught(tuple(read_profiles(self.workspace, self.rulebooks(), problems)))
        if problems.has_errors:  # without it its tables would be read by their words, with another meaning
            raise UnreadableTable("có biểu mẫu trong facts/bieu-mau bị lỗi", "chạy `chitieu check` để xem lỗi")
        profile = profile_of_table(table.headings, taught)
        if profile is not None:
            self.profile = profile
            self._remarks.append(f"đọc theo biểu mẫu «{profile.name}» ({profile.file})")
            return taught_layout(table.headings, profile, rulebook)
        try:
            return layout_of(table.headings, rulebook, column_places(table.numbering))
        except UnreadableTable as error:
            if near := taught.nearly((heading,) for heading in table.headings if heading):
                raise UnreadableTable(f"{error.message}; bảng {near}", error.remedy) from None
            raise

    def opened(self) -> Table:
        """Returns the table itself. Raises UnreadableTable, BulkMissing, OSError."""
        self._mark = _mark(self.path)
        return open_table(self.path)

    def unread(self, row: UnreadRow) -> UnreadableFacts:
        """Returns a row that could not be read, as the facts file that it would be."""
        assert self._rows is not None
        problems = Problems()
        where = ", ".join(filter(None, (row.unit, row.place)))
        reason = f"{where}: {row.reason}" if where else row.reason
        problems.add(row.code, reason, self._rows.place(row.row, row.column), row.remedy)
        unit = "" if row.code == "CT012" else row.unit  # the name of what is no unit
        return UnreadableFacts(self.path, problems, (row.unit,) if row.unit else (), unit)

    def unreadable(self, chosen: list[ChosenCase], selection: Selection) -> list[UnreadableFacts]:
        """Returns the unread rows of the units that are asked for, and those of no known unit: one file has them all."""
        units = {with_marks(unit) for unit in selection.units} | {one.head.key.unit for one in chosen}
        return [
            row for row in self._unlisted if not (selection.units and row.units) or with_marks(row.units[0]) in units
        ]

    def load_row(self, row: UnitRow, rulebook: Rulebook) -> LoadedCase:
        """Returns a unit of the table, read as a facts file of a year without others."""
        assert self._rows is not None
        head = FactsHead(self._rows.number, row.unit, row.year)
        key = head.key
        before = self._read.get(key)
        self._read[key] = Batch("", [row], {}, [row]), 0
        loaded = next(self.load_unit(UnitCases(key.resolution, ((head, (self.path,)),), {key: (self.path,)})))
        if before is None:
            del self._read[key]
        else:
            self._read[key] = before
        return loaded

    def sets_of(
        self, key: CaseKey, paths: tuple[Path, ...], rulebook: Rulebook, problems: Problems
    ) -> Iterator[FactSet | None]:
        """Yields what the row of a case says, read as the facts file that it stands for."""
        assert self._rows is not None
        batch, unit = self._read[key]
        row = batch.row(unit)
        own = Problems()
        facts = build_facts(self._rows.doc(row), rulebook, own)
        problems.found += [self._told(one, row) for one in own.found]
        yield facts

    def load_unit(self, unit: UnitCases) -> Iterator[LoadedCase]:
        """Yields the loaded cases of ``unit``, with what is wrong in the words of a table."""
        for loaded in super().load_unit(unit):
            found = loaded.problems.found
            if any(one.code in ACROSS_ROWS for one in found):
                problems = Problems()
                problems.found += [self._told(one, None) if one.code in ACROSS_ROWS else one for one in found]
                loaded = loaded._replace(problems=problems)
            yield loaded

    def _told(self, found: Diagnostic, row: UnitRow | None) -> Diagnostic:
        return found if self._messages is None else self._messages.told(found, row)

    def paths_of(self, key: CaseKey) -> dict[CaseKey, tuple[Path, ...]]:
        """Returns the table for each year of a unit."""
        return dict.fromkeys(self._by_unit_key[key.resolution, key.unit], (self.path,))

    def are_all(self, chosen: list[ChosenCase]) -> bool:
        """Whether ``chosen`` are all units of the table, each with one and the same year."""
        return len(chosen) == len(self._read) == len(self._by_unit_key) and len({key.year for key in self._read}) == 1

    def has_changed(self) -> bool:
        """Whether the table is another one since it was opened. Raises OSError."""
        return self._mark != _mark(self.path)

    def digests(self) -> Iterator[str]:
        """Yields the hash of what the table says of each unit, in its order, of one year alone."""
        for batch in self.batches:
            yield from digests_of(batch)

    def row_of(self, key: CaseKey) -> UnitRow:
        """Returns the unit and year that a case stands for, without its values."""
        batch, unit = self._read[key]
        return batch.heads[unit]

    def digest_of(self, key: CaseKey) -> str:
        """Returns the hash of what the table says of a unit in a year, and in other years, which it may be compared with."""
        others = sorted(
            (one for one in self._by_unit_key[key.resolution, key.unit] if one != key), key=lambda one: one.ends
        )
        return of_years([self._digest(one) for one in (key, *others)])

    def _digest(self, key: CaseKey) -> str:
        batch, unit = self._read[key]
        if id(batch) not in self._digests:  # the batch is kept, so that no other gets its number
            self._digests[id(batch)] = list(digests_of(batch))
        return self._digests[id(batch)][unit]

    def _entries_of(self, units: TableUnits) -> Iterator[FactsEntry]:
        """Reads every unit, keeps it, and yields what stands for its facts file."""
        assert self._rows is not None
        cells = 0
        self._by_unit_key: dict[tuple[str, str], list[CaseKey]] = {}
        for batch in units.batches(AT_ONCE):
            self.batches.append(batch)
            cells += len(batch.heads) * len(batch.cells)
            if cells > BULK_CELLS:
                what = f"bảng có hơn {grouped(BULK_CELLS)} ô số liệu"
                raise UnreadableTable(what, "tách thành nhiều tệp nhỏ hơn, hoặc ghi kết quả ra tệp .parquet")
            for unit, row in enumerate(batch.heads):
                head = FactsHead(self._rows.number, row.unit, row.year)
                key = head.key
                self._read[key] = batch, unit
                self._by_unit_key.setdefault((key.resolution, key.unit), []).append(key)
                yield FactsEntry(str(self.path), head, key)


def _mark(path: Path) -> tuple[int, int]:
    """What changes with a file. Raises OSError."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns
