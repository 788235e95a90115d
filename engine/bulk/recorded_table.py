"""Units out of the table of a recorded run, each as the facts file that its row stands for."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from engine.bulk.docs import Rows, UnitRow, text_in_cell
from engine.bulk.kept_rows import KeptRows
from engine.bulk.opening import FORMS, open_table
from engine.bulk.parquet import BulkMissing
from engine.bulk.reading import Table, day_text
from engine.bulk.row_digests import digests_of, of_years
from engine.bulk.taught_layout import layout_by, profile_of_table
from engine.bulk.units import AT_ONCE, Given, TableUnits
from engine.domain.records import NamedTuple
from engine.factbase.builder import build_facts
from engine.factbase.years import FactSets
from engine.files.diagnostics import Problems
from engine.files.reasons import reason_of_reading
from engine.files.yaml_text import UnwritableText, in_quotes, key
from engine.history.receipt import InputFile, RoleName
from engine.history.recorded_sweep import NotKept, OtherRow, RecordedSweep
from engine.history.replay import Material, node_of
from engine.history.sweep import SweptCase, file_of_row
from engine.importing.grid import UnreadableTable
from engine.importing.number_writing import Writing
from engine.importing.taught import Taught
from engine.language.one_form import number_form
from engine.language.text import on_one_line, with_marks
from engine.profiles.profile import Profile
from engine.profiles.reading import profile_of
from engine.rulebook.rulebook import Rulebook
from engine.workspace.case import Case

OTHER_ROW = "số liệu của đơn vị trong bảng không phải số liệu đã đánh giá: mã băm của dòng khác với mã đã ghi"


class FoundRow(NamedTuple):
    """What a table says of a unit in a year, with its hash."""

    row: UnitRow
    digest: str


class FoundRows:
    """The rows of some units of a table, of all their years."""

    def __init__(self, name: str, number: str, by_unit: dict[str, dict[int, FoundRow]]) -> None:
        self.name = name
        self.number = number
        self._by_unit = by_unit

    def of(self, case: SweptCase) -> list[FoundRow]:
        """The rows of a case: its own first, then those of other years; none where the table has no such unit or year."""
        years = self._by_unit.get(with_marks(case.unit), {})
        others = [found for year, found in sorted(years.items()) if year != case.year]
        return [years[case.year], *others] if case.year in years else []

    def evaluated(self, case: SweptCase) -> list[FoundRow]:
        """The rows that a case was evaluated from; none where the table has others. A database was asked for one year alone."""
        rows = self.of(case)
        return next((some for some in (rows, rows[:1]) if some and _digest(some) == case.given), [])

    def material(self, case: SweptCase, recorded: RecordedSweep, unsourced: str = "") -> Material:
        """Returns what ``case`` was evaluated from. Raises NotKept.

        ``unsourced`` stands for the source of rows that name none, '' for the name of the table.
        """
        if not self.of(case):
            raise NotKept("trong bảng không có dòng nào đọc được của đơn vị này")
        rows = self.evaluated(case)
        if not rows:
            raise OtherRow(OTHER_ROW)
        roles: list[RoleName] = ["facts", *(["comparison"] * (len(rows) - 1))]  # type: ignore[list-item]
        try:
            own = [self._file(role, self._sourced(one.row, unsourced)) for role, one in zip(roles, rows, strict=True)]
        except UnwritableText as error:
            raise NotKept(str(error)) from None
        return Material(recorded.folder, (*recorded.rules, *own))

    def _sourced(self, row: UnitRow, unsourced: str) -> UnitRow:
        return row._replace(source=unsourced) if unsourced and row.source == self.name else row

    def changes_since(self, then: FoundRows, case: SweptCase) -> list[str]:
        """What is written otherwise here than in the rows of ``then``: «htx.tong «22» → «23»», of other years with the year."""
        now = {one.row.year: one.row for one in self.of(case)}
        before = {one.row.year: one.row for one in then.evaluated(case) or then.of(case)}
        told = _changes(before[case.year], now[case.year])
        # Where one row was evaluated, as in a database, other years did not matter.
        for year in sorted((now.keys() | before.keys()) - {case.year}) if len(before) > 1 else ():
            if year not in now:
                told.append(f"năm {year}: nay không có dòng nào đọc được")
            elif year not in before:
                told.append(f"năm {year}: nay có thêm một dòng")
            else:
                told += [f"năm {year}: {change}" for change in _changes(before[year], now[year])]
        return told

    def case(self, case: SweptCase, rulebook: Rulebook) -> Case | None:
        """Returns ``case`` as a run reads it from the table; None where its numbers have errors."""
        rows, problems = Rows(self.name, self.number), Problems()
        own, *others = [
            build_facts(rows.doc(one.row), rulebook, problems) for one in self.evaluated(case) or self.of(case)
        ]
        return None if problems.has_errors else Case(rulebook, FactSets.among(own, others).base(rulebook))

    def _file(self, role: RoleName, row: UnitRow) -> InputFile:
        raw = facts_text(row, self.number, self.name).encode()
        return InputFile(role, file_of_row(self.name, row.row), raw, sha256(raw).hexdigest())


def _changes(before: UnitRow, now: UnitRow) -> list[str]:
    cells, others = ({one.code: one.text.strip() for one in row.values} for row in (now, before))
    heads = [("tính đến", day_text(before.as_of), day_text(now.as_of)), ("nguồn", before.source, now.source)]
    codes = dict.fromkeys((*others, *cells))
    told = [*heads, *((code, others.get(code, ""), cells.get(code, "")) for code in codes)]
    return [f"{what} «{old}» → «{new}»" for what, old, new in told if number_form(old) != number_form(new)]


def _digest(rows: list[FoundRow]) -> str:
    return of_years([one.digest for one in rows])


def facts_text(row: UnitRow, number: str, table: str) -> str:
    """Returns the facts file that a row of ``table`` stands for. Raises UnwritableText."""
    source = on_one_line(row.source)
    code = source.partition(",")[0].strip()
    lines = [
        f"nghị quyết: {in_quotes(number)}",
        f"đơn vị: {in_quotes(row.unit)}",
        f"năm: {row.year}",
        f"tính đến: {day_text(row.as_of)}",
        f"ghi chú: {in_quotes(on_one_line(f'dòng {row.row} của {table}'))}",
    ]
    if code:
        lines += ["nguồn:", f"  {key(code)}:", f"    tên: {in_quotes(source)}"]
    lines += ["số liệu:", *([f"  - nguồn: {in_quotes(source)}"] if source else [])]
    lines.append(f"  {' ' if source else '-'} giá trị:")
    lines += (f"      {key(one.code)}: {in_quotes(text_in_cell(one.text))}" for one in row.values)
    return "\n".join(lines) + "\n"


def recorded_rows(recorded: RecordedSweep, rulebook: Rulebook, cases: Iterable[SweptCase]) -> FoundRows:
    """Returns the rows of these cases in the table that the history keeps. Raises NotKept."""
    table, raw = recorded.sweep.table, recorded.table
    assert table is not None
    form = table.name.rpartition(".")[2].lower()
    if raw is None:
        where = "--data TỆP" if table.rows is None else '--data "ĐỊA_CHỈ#BẢNG"'
        raise NotKept(
            f"bảng «{on_one_line(table.name)}» lớn nên lịch sử chỉ giữ mã băm; thêm {where} để lấy từ bảng ấy"
        )
    if table.rows is not None:
        return rows_of(lambda: KeptRows(table.name, raw), recorded, rulebook, cases)
    if form not in FORMS:
        raise NotKept(f"«{on_one_line(table.name)}» không phải bảng .csv, .xlsx hay .parquet")
    with tempfile.TemporaryDirectory(prefix="chitieu-") as folder:
        path = Path(folder) / f"bang.{form}"  # a name of ours: the recorded one is a stranger's
        path.write_bytes(raw)
        return rows_of(lambda: open_table(path), recorded, rulebook, cases)


def rows_of(
    opened: Callable[[], Table], recorded: RecordedSweep, rulebook: Rulebook, cases: Iterable[SweptCase]
) -> FoundRows:
    """Returns the rows of these cases in a table, read as the recorded one was, and under its name. Raises NotKept."""
    table = recorded.sweep.table
    assert table is not None
    wanted = {with_marks(case.unit) for case in cases}
    found: dict[str, dict[int, FoundRow]] = {}
    profile = _profile(recorded, rulebook)
    try:
        here = opened()
        here.name = table.name
        writing = None if table.numbers is None else Writing(table.numbers)
        own = profile if profile is not None and profile_of_table(here.headings, Taught((profile,))) else None
        units = TableUnits(here, layout_by(here.headings, own, rulebook), Given(table.year, table.as_of, writing))
        for row, digest in _rows(units, wanted):
            found.setdefault(with_marks(row.unit), {})[row.year] = FoundRow(row, digest)
    except (UnreadableTable, BulkMissing) as error:
        raise NotKept(f"không đọc được bảng: {error}") from None
    except OSError as error:
        raise NotKept(f"không đọc được bảng: {reason_of_reading(error)}") from None
    return FoundRows(table.name, recorded.sweep.resolution, found)


def _profile(recorded: RecordedSweep, rulebook: Rulebook) -> Profile | None:
    """The profile that the table was read by. Raises NotKept where it is none any more."""
    if not recorded.facts:
        return None
    problems = Problems()
    profile = profile_of(node_of(recorded.facts[0], problems), [rulebook], [], problems)
    if profile is None:
        raise NotKept(f"biểu mẫu {on_one_line(recorded.facts[0].name)} đã giữ không đọc lại được")
    return profile


def _rows(units: TableUnits, wanted: set[str]) -> Iterator[tuple[UnitRow, str]]:
    for batch in units.batches(AT_ONCE):
        for unit, digest in enumerate(digests_of(batch)):
            if with_marks(batch.heads[unit].unit) in wanted:
                yield batch.row(unit), digest
