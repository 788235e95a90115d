"""Runs the statements of a rulebook where the data lie, and brings back the states of each unit.

Units that no statement concludes are read and inferred here, in columns or by rules; a random sample of the others as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import numpy as np

from engine.bulk.docs import UnitRow
from engine.bulk.heads import layout_of
from engine.bulk.reading import Line, Numbering, midnight, value_text
from engine.bulk.sampling import Sample
from engine.bulk.states import Concluded, StatesBatch, TableStates, concluded_of
from engine.bulk.units import TableUnits, fault_of_name
from engine.domain.limits import BULK_COLUMNS
from engine.domain.records import NamedTuple
from engine.domain.verdicts import CONCLUSIONS, Verdict
from engine.evaluation.disagreement import table_disagreement
from engine.evaluation.evaluator import Evaluator
from engine.importing.grid import UnreadableTable
from engine.language.text import normalise, on_one_line
from engine.many_units.in_columns import SMALLEST_SAMPLE
from engine.many_units.stream import Refusal
from engine.rulebook.rulebook import Rulebook
from engine.sql.cells import Content
from engine.sql.connections import Connection, TableColumn
from engine.sql.models import DatabaseCases, When
from engine.sql.statement import Source, Statement, StatementWriter
from engine.sql.tables import ChosenRows

_AT_ONCE = 4_000
_UNITS_ASKED = 500
_MOST_TIMES = 100
"""Days of data in one year of a table."""
MOST_LEFT = 100_000
"""Units that are read and inferred here."""


class _Row(NamedTuple):
    unit: str
    when: When
    states: tuple[int, ...]


class DatabaseStates:
    """The states of every unit of ``table`` in the database of ``connection``, of ``year`` and of ``as_of`` where given.

    At least ``sample`` units (all, of fewer) are inferred again by rules. After ``batches``: ``refused`` are units whose
    numbers have errors, ``seen`` the verdicts of counted criteria, ``units`` how many there are, ``left`` how many were
    inferred here.
    """

    def __init__(
        self,
        connection: Connection,
        cases: DatabaseCases,
        rulebook: Rulebook,
        table: tuple[str, ...],
        given: tuple[int | None, date | None],
        sample: int,
    ) -> None:
        self.connection = connection
        self.dialect = connection.dialect
        self.cases = cases
        self.rulebook = rulebook
        self.table = table
        self.evaluator = Evaluator(rulebook)
        self.sample: Sample[_Row] = Sample(max(sample, SMALLEST_SAMPLE))
        self.refused: list[Refusal] = []
        self.seen: set[Verdict] = set()
        self.units = self.by_sql = 0
        self._left: dict[When, list[str]] = {}
        self._columns = connection.columns(table)
        self.layout = layout_of([column.name for column in self._columns], rulebook)._replace(source=None)
        cases.named(rulebook)
        self.source = self._source()
        self.times = self._times(*given)
        written = {
            when: StatementWriter(self.evaluator, cases, self.source, when, self.dialect).write() for when in self.times
        }
        self.statements: dict[When, Statement] = written
        names = [{one.name for one in statement.concluded} for statement in written.values()]
        self.concluded: list[Concluded] = [
            one for one in concluded_of(rulebook) if all(one.name in some for some in names)
        ]
        self.unsaid: dict[str, str] = {}
        for statement in written.values():
            self.unsaid |= statement.unsaid

    @property
    def left(self) -> int:
        """How many units were left to this machine."""
        return sum(map(len, self._left.values()))

    def rows_here(self) -> ChosenRows:
        """Returns the rows that were evaluated, over the same connection, which sees no later ones. Raises UnreadableTable."""
        year = min(when.year for when in self.times)
        where = f" WHERE {self.dialect.name(self.source.year)} = {year}" if self.source.year else ""
        return ChosenRows(self.cases.table, self.connection, self._columns, f"{self._from()}{where}")

    def batches(self) -> Iterator[StatesBatch]:
        """Yields the units. Raises Disagreement, UnreadableTable, DatabaseFailed, EngineMissing, EngineLimit."""
        for when, statement in self.statements.items():
            self._refuse_doubles(when)
            places = [[one.name for one in statement.concluded].index(one.name) for one in self.concluded]
            some: list[_Row] = []
            for unit, is_left, *states in self.connection.rows(*statement.codes()):
                if is_left or fault_of_name(_name(str(unit))):  # the reader of tables refuses it
                    self._leave(when, str(unit))
                    continue
                some.append(self._row(str(unit), when, states, places))
                if len(some) == _AT_ONCE:
                    yield self._batch(some)
                    some = []
            if some:
                yield self._batch(some)
        for when, units in self._left.items():
            yield from self._here(when, units)
        self._infer_again()

    # ------------------------------------------------------------ the table

    def _source(self) -> Source:
        names = [column.name for column in self._columns]

        def named(place: int | None) -> str:
            return "" if place is None else names[place]

        layout = self.layout
        if layout.is_long:
            code, value = named(layout.code), named(layout.value)
            listed = f"SELECT DISTINCT {self.dialect.name(code)} FROM {self._from()} LIMIT {BULK_COLUMNS}"
            found = {str(row[0]) for row in self.connection.rows(listed)}
            codes = [one for one in self.rulebook.indicators if one in found]
            content = self._content(layout.value)
            return Source(
                self.table, named(layout.unit), named(layout.year), named(layout.as_of), code, value,
                dict.fromkeys(codes, value), dict.fromkeys(codes, content),
            )  # fmt: skip
        cells = {code: names[place] for place, code in layout.indicators.items()}
        contents = {code: self._content(place) for place, code in layout.indicators.items()}
        return Source(self.table, named(layout.unit), named(layout.year), named(layout.as_of), "", "", cells, contents)

    def _content(self, place: int | None) -> Content:
        assert place is not None
        column: TableColumn = self._columns[place]
        if column.content in (Content.FLOATS, Content.MOMENTS, Content.OTHER):
            what = f"cột «{on_one_line(column.name)}» không phải số chính xác, văn bản, ngày hay đúng/sai"
            raise UnreadableTable(what, "đổi kiểu của cột sang NUMERIC (hoặc TEXT), ví dụ bằng một VIEW")
        return column.content

    def _from(self) -> str:
        return ".".join(map(self.dialect.name, self.table))

    def _times(self, year: int | None, as_of: date | None) -> list[When]:
        """The years and days of the table. Raises UnreadableTable."""
        name, layout, columns = self.dialect.name, self.layout, self._columns
        asked = []
        for place, told in ((layout.year, year), (layout.as_of, as_of)):
            if place is not None:
                asked.append(name(columns[place].name))
            elif told is None:
                raise UnreadableTable(
                    "bảng không có cột «năm» hoặc «tính đến»", "thêm cột ấy, hoặc ghi --year, --as-of"
                )
        where = "" if layout.year is None or year is None else f" WHERE {name(columns[layout.year].name)} = {int(year)}"
        if not asked:
            assert year is not None and as_of is not None
            return [When(year, as_of, self.cases.table)]
        listed = f"SELECT DISTINCT {', '.join(asked)} FROM {self._from()}{where} LIMIT {_MOST_TIMES + 1}"
        found = []
        for row in self.connection.rows(listed):
            cells = list(row)
            of_year = year if layout.year is None else cells.pop(0)
            day = as_of if layout.as_of is None else cells.pop(0)
            day = midnight(day) if isinstance(day, datetime) else day
            if not isinstance(of_year, int) or not 1900 <= of_year <= 2200 or not isinstance(day, date):
                raise UnreadableTable("cột «năm» phải là số nguyên, cột «tính đến» là ngày (DATE)", "sửa kiểu của cột")
            found.append(When(of_year, day, self.cases.table))
        if len({when.year for when in found}) != 1 or len(found) > _MOST_TIMES:
            what = "bảng không có số liệu của năm ấy" if not found else "bảng có nhiều năm, hoặc quá nhiều ngày chốt"
            raise UnreadableTable(what, "chọn một năm bằng --year")
        return sorted(found)

    def _refuse_doubles(self, when: When) -> None:
        if self.layout.is_long:
            return
        unit = self.dialect.name(self.source.unit)
        doubles = f"SELECT {unit} FROM {self._where(when)} GROUP BY {unit} HAVING count(*) > 1 LIMIT 1"
        for (name,) in self.connection.rows(doubles):
            raise UnreadableTable(f"đơn vị «{on_one_line(str(name))}», năm {when.year} có hai dòng", "giữ một dòng")

    def _where(self, when: When) -> str:
        return StatementWriter(self.evaluator, self.cases, self.source, when, self.dialect).chosen()

    # ------------------------------------------------------------ rows

    def _row(self, unit: str, when: When, states: list[Any], places: list[int]) -> _Row:
        if _name(unit) != unit:  # it may be another unit's name too
            what = f"tên đơn vị «{on_one_line(unit)}» có khoảng trắng thừa, hoặc không ở dạng Unicode NFC"
            raise UnreadableTable(what, "sửa tên, ví dụ bằng một VIEW (PostgreSQL: normalize, btrim)")
        row = _Row(unit, when, tuple(int(states[place]) for place in places))
        self.by_sql += 1
        if (place := self.sample.place()) is not None:
            self.sample.keep(place, row)
        return row

    def _leave(self, when: When, unit: str) -> None:
        self._left.setdefault(when, []).append(unit)
        if self.left > MOST_LEFT:
            raise UnreadableTable(
                f"hơn {MOST_LEFT} đơn vị có số liệu mà SQL không tính chính xác được",
                "dùng cột kiểu NUMERIC, hoặc đánh giá bằng --data từng phần",
            )

    def _batch(self, rows: list[_Row]) -> StatesBatch:
        states = [np.array(column, np.int8) for column in zip(*(row.states for row in rows), strict=True)]
        heads = [UnitRow(_name(row.unit), row.when.year, row.when.as_of, "", 0, ()) for row in rows]
        self._note(states)
        self.units += len(rows)
        return StatesBatch(heads, states)

    def _note(self, states: list[Any]) -> None:
        for column, one in zip(states, self.concluded, strict=True):
            if one.counted:
                self.seen |= {CONCLUSIONS[int(state)].verdict for state in np.unique(column)}

    # ------------------------------------------------------------ what is inferred here

    def _here(self, when: When, units: list[str]) -> Iterator[StatesBatch]:
        """Infers units in columns or by rules, as those of a file."""
        for start in range(0, len(units), _UNITS_ASKED):
            table = self._table(when, units[start : start + _UNITS_ASKED])
            inferred = TableStates(self.cases.of_units(table), self.rulebook, 0)
            places = [[one.name for one in inferred.concluded].index(one.name) for one in self.concluded]
            for batch in inferred.batches():
                states = [batch.states[place] for place in places]
                self._note(states)
                self.units += len(batch.rows)
                yield StatesBatch(batch.rows, states)
            self.refused += inferred.refused

    def _table(self, when: When, units: Iterable[str]) -> TableUnits:
        return TableUnits(_Rows(self, when, list(units)), self.layout, self.cases.given_of(when))

    def _infer_again(self) -> None:
        by_time: dict[When, dict[str, _Row]] = {}
        for row in self.sample.kept:
            by_time.setdefault(row.when, {})[_name(row.unit)] = row
        for when, wanted in by_time.items():
            found = set()
            for batch in self._table(when, (row.unit for row in wanted.values())).batches(_AT_ONCE):
                for place, head in enumerate(batch.heads):
                    self._compare(batch.row(place), wanted[head.unit].states)
                    found.add(head.unit)
            for name in wanted.keys() - found:
                raise table_disagreement(self.rulebook, name, when.year, "có kết quả", "không có dòng nào")

    def _compare(self, row: UnitRow, states: tuple[int, ...]) -> None:
        """Raises Disagreement where the rules engine says something else."""
        case = self.cases.load_row(row, self.rulebook).case
        if case is None:
            raise table_disagreement(self.rulebook, row.unit, row.year, "có kết quả", "số liệu có lỗi")
        expected = self.evaluator.states(case.facts)
        for one, state in zip(self.concluded, states, strict=True):
            if expected.get(one.node) != state:
                told = (f"{one.name}: {one.words.get(it, '?')}" for it in (state, expected.get(one.node, -1)))
                raise table_disagreement(self.rulebook, row.unit, row.year, *told)


class _Rows:
    """Some units of a table of a database, as a table."""

    remarks: tuple[str, ...] = ()
    numbering = Numbering.UNSEEN

    def __init__(self, states: DatabaseStates, when: When, units: list[str]) -> None:
        self.states, self.when, self.units = states, when, units
        self.name = states.cases.table
        self.headings = [column.name for column in states._columns]

    def lines(self) -> Iterator[Line]:
        """Yields the rows; those of no file have numbers in the order in which they come."""
        states = self.states
        named = states.dialect.name(states.source.unit)
        listed = ", ".join(map(states.dialect.text, self.units))
        columns = ", ".join(map(states.dialect.name, self.headings))
        asked = f"SELECT {columns} FROM {states._where(self.when)} AND {named} IN ({listed}) ORDER BY {named}"
        for number, row in enumerate(states.connection.rows(asked), 1):
            yield Line(number, [value_text(value) for value in row])


def _name(unit: str) -> str:
    return on_one_line(" ".join(normalise(unit).split()))
