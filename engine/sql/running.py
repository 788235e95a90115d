"""Runs the statements of a rulebook where the data lie, and brings back the states of each unit.

Units that no statement concludes are read and inferred here, in columns or by rules; a random sample of the others as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import MAXYEAR
from typing import Any

import numpy as np

from engine.bulk.column_types import Content, cell_readers, refuse_unreadable
from engine.bulk.docs import UnitRow
from engine.bulk.heads import layout_of
from engine.bulk.sampling import Sample
from engine.bulk.states import Concluded, StatesBatch, TableStates, concluded_of
from engine.bulk.unit_names import check_marks, fault_of_name
from engine.bulk.units import TableUnits
from engine.domain.limits import BULK_COLUMNS, grouped
from engine.domain.records import NamedTuple
from engine.domain.verdicts import CONCLUSIONS, Verdict
from engine.evaluation.conclusion_names import conclusion_names, conclusion_word
from engine.evaluation.disagreement import table_disagreement
from engine.evaluation.evaluator import Evaluator
from engine.importing.grid import UnreadableTable
from engine.inference.nodes import Node
from engine.language.text import normalise, on_one_line, with_marks
from engine.many_units.in_columns import SMALLEST_SAMPLE
from engine.many_units.stream import Refusal, refusal_of
from engine.rulebook.rulebook import Rulebook
from engine.sql.connections import Connection
from engine.sql.models import DatabaseCases, When
from engine.sql.statement import Source, StatementWriter
from engine.sql.tables import DatabaseTable, chosen_rows
from engine.sql.times import TimesReader
from engine.sql.writing import prove_vietnamese

_AT_ONCE = 4_000
_UNITS_ASKED = 500
MOST_LEFT = 100_000
"""Units that are read and inferred here."""
_COLUMNS_TOLD = 5


class _Row(NamedTuple):
    """A unit as the database names it, of a time, with its states."""

    unit: object
    when: When
    states: tuple[int, ...]


class DatabaseStates:
    """The states of every unit of ``table`` in the database of ``connection``, of the year and day of ``cases`` where given.

    At least ``sample`` units (all, of fewer) are inferred again by rules. After ``batches``: ``refused`` are units whose
    numbers have errors and rows of no certain unit, ``seen`` the verdicts of counted criteria, ``units`` how many there are,
    ``left`` how many were inferred here; ``unread`` are the columns of types that SQL does not read.
    """

    def __init__(
        self, connection: Connection, cases: DatabaseCases, rulebook: Rulebook, table: tuple[str, ...], sample: int
    ) -> None:
        self.connection = connection
        self.dialect = connection.dialect
        self.cases = cases
        self.rulebook = rulebook
        self.evaluator = Evaluator(rulebook)
        self.sample: Sample[_Row] = Sample(max(sample, SMALLEST_SAMPLE))
        self.refused: list[Refusal] = []
        self.seen: set[Verdict] = set()
        self.units = self.by_sql = self.left = 0
        self._columns = connection.columns(table)
        refuse_unreadable(self._columns)
        self.layout = layout_of([column.name for column in self._columns], rulebook)
        cases.named(rulebook)
        self._path = self.dialect.path(table)
        self._source = self._source_of(table)
        self._name_of = cell_readers([self._columns[self.layout.unit]])[0]
        self.times = TimesReader(connection, self._path, cases.table, self._columns, self.layout, cases.given).read()
        self.statements = {when: self._writer(when, rows).write() for when, rows in self.times.rows.items()}
        names = [{one.name for one in statement.concluded} for statement in self.statements.values()]
        self.concluded: list[Concluded] = [
            one for one in concluded_of(rulebook) if all(one.name in some for some in names)
        ]
        self.unsaid: dict[Node, str] = {}
        self.unread: dict[str, Content] = {}
        for statement in self.statements.values():
            self.unsaid |= statement.unsaid
            self.unread |= statement.unread

    def prove_writing(self) -> None:
        """Raises UnreadableTable where texts of numbers may be in another writing than the Vietnamese one, in which they are read."""
        prove_vietnamese(self.connection, self._path, self._source, self.rulebook.indicators)

    def rows_here(self) -> DatabaseTable:
        """Returns the rows that were looked at, over the same connection, which sees no later ones. Raises UnreadableTable."""
        return self._rows(self.times.seen)

    def batches(self) -> Iterator[StatesBatch]:
        """Yields the units. Raises Disagreement, UnreadableTable, EngineMissing, EngineLimit."""
        self._refuse_spellings()
        apart = self._refuse_unread()
        twice = self._of_several_times()
        left: dict[str, dict[object, None]] = {}
        names = set[str]()
        for when, statement in self.statements.items():
            places = [[one.name for one in statement.concluded].index(one.name) for one in self.concluded]
            some: list[_Row] = []
            for unit, is_left, *states in self.connection.rows(*statement.codes()):
                name = _name(self._name_of(unit))
                names.add(name)
                if unit in twice or (apart and with_marks(name) in apart):
                    continue
                if is_left or fault_of_name(name):  # the reader of tables refuses it
                    self._leave(left.setdefault(self.times.rows[when], {}), unit)
                    continue
                some.append(self._row(unit, when, states, places))
                if len(some) == _AT_ONCE:
                    yield self._batch(some)
                    some = []
            if some:
                yield self._batch(some)
        check_marks(names)
        for unit in twice:
            self._leave(left.setdefault(self.times.certain, {}), unit)
        for rows, units in left.items():
            yield from self._here(rows, list(units))
        self._infer_again()

    # ------------------------------------------------------------ the table

    def _source_of(self, table: tuple[str, ...]) -> Source:
        layout, columns = self.layout, self._columns
        name, quoted, text = [column.name for column in columns], self.dialect.name, self.dialect.as_text
        own = Source(
            table,
            name[layout.unit],
            "",
            columns[layout.unit].content,
            "" if layout.source is None else name[layout.source],
        )
        if layout.code is None or layout.value is None:
            return own._replace(
                cells={code: name[place] for place, code in layout.indicators.items()},
                contents={code: columns[place].content for place, code in layout.indicators.items()},
            )
        code, value = name[layout.code], columns[layout.value]
        listed = f"SELECT DISTINCT {text(quoted(code))} FROM {self._path} LIMIT {BULK_COLUMNS}"
        found = {str(row[0]) for row in self.connection.rows(listed)}
        codes = [one for one in self.rulebook.indicators if one in found]
        # No database has the greatest of truths: as texts they are left to the reader.
        content = Content.TEXTS if value.content is Content.TRUTHS else value.content
        return own._replace(
            code=code, value=value.name, cells=dict.fromkeys(codes, value.name), contents=dict.fromkeys(codes, content)
        )

    def _writer(self, when: When, rows: str) -> StatementWriter:
        source = self._source._replace(chosen=rows)
        return StatementWriter(self.evaluator, self.cases, source, when, self.dialect, self.times.earlier)

    def _rows(self, chosen: str) -> DatabaseTable:
        return chosen_rows(self.cases.table, self.connection, self._columns, f"{self._path} WHERE {chosen}")

    def _rows_of(self, chosen: str, units: Iterable[object]) -> TableUnits:
        """The rows among ``chosen`` of some units."""
        listed = ", ".join(self.dialect.text(one) if isinstance(one, str) else str(one) for one in units)
        return self._read(f"({chosen}) AND {self._source.unit_in(self.dialect)} IN ({listed})")

    def _read(self, chosen: str) -> TableUnits:
        return TableUnits(self._rows(chosen), self.layout, self.cases.given)

    def _refuse_unread(self) -> set[str]:
        """Refuses the rows of no certain unit, year or day. Returns the units that are left out with them."""
        units = self._read(self.times.unread)
        cases = self.cases.of_units(units)
        readable = sum(len(batch.heads) for batch in units.batches(_AT_ONCE))
        assert not readable, "the conditions of SQL and the reader of tables differ"
        self.refused += [refusal_of(cases, cases.unread(row)) for row in units.unread]
        last = max((when.year for when in self.times.rows), default=MAXYEAR)
        for row in units.unread:
            if row.may_precede_any(last):
                what = f"{row.reason}; dòng năm {row.year} này có thể là năm trước của bất kỳ đơn vị nào"
                raise UnreadableTable(what, "ghi tên đơn vị ở dòng ấy")
        return {with_marks(row.unit) for row in units.unread if self.layout.is_long or row.stops(last)}

    def _refuse_spellings(self) -> None:
        """Raises UnreadableTable where a unit has two spellings: a database takes them for two units."""
        unit = self._source.unit_in(self.dialect)
        asked = f"SELECT DISTINCT {unit} FROM {self._path} WHERE {unit} IS NOT NULL"
        spelt: dict[str, str] = {}
        for (found,) in self.connection.rows(asked):
            name = _name(self._name_of(found))
            other = spelt.setdefault(with_marks(name), name)
            if other != name and not fault_of_name(name):
                what = f"«{min(name, other)}» và «{max(name, other)}» là một đơn vị ghi tên hai cách"
                raise UnreadableTable(
                    what, "ghi tên như nhau ở mọi dòng (có thể bằng một VIEW), hoặc đánh giá bằng --data"
                )

    def _of_several_times(self) -> set[object]:
        """Returns units with rows of several days, which the reader of tables judges. Raises UnreadableTable for two wide rows."""
        several = "count(*)"
        if self.layout.is_long:
            ways = (f"WHEN {rows} THEN {number}" for number, rows in enumerate(self.times.rows.values()))
            several = f"count(DISTINCT CASE {' '.join(ways)} END)" if len(self.times.rows) > 1 else "0"
        unit = self._source.unit_in(self.dialect)
        rows = f"{self._path} WHERE {unit} IS NOT NULL AND ({self.times.certain})"
        asked = f"SELECT {unit} FROM {rows} GROUP BY {unit} HAVING {several} > 1 LIMIT {MOST_LEFT + 1}"
        found = {unit for (unit,) in self.connection.rows(asked)}
        if self.layout.is_long:
            return found
        for name in sorted(map(_name, map(self._name_of, found))):
            if not fault_of_name(name):  # a sum is none, however often it stands there
                year = min(when.year for when in self.times.rows)
                raise UnreadableTable(f"đơn vị «{name}», năm {year} có hai dòng", "giữ một dòng")
        return set()

    # ------------------------------------------------------------ rows

    def _row(self, unit: object, when: When, states: list[Any], places: list[int]) -> _Row:
        text = self._name_of(unit)
        if _name(text) != text:  # it may be another unit's name too
            what = f"tên đơn vị «{on_one_line(text)}» có khoảng trắng thừa, hoặc không ở dạng Unicode NFC"
            raise UnreadableTable(what, "sửa tên, ví dụ bằng một VIEW (PostgreSQL: normalize, btrim)")
        row = _Row(unit, when, tuple(int(states[place]) for place in places))
        self.by_sql += 1
        if (place := self.sample.place()) is not None:
            self.sample.keep(place, row)
        return row

    def _leave(self, left: dict[object, None], unit: object) -> None:
        self.left += unit not in left
        left[unit] = None
        if self.left > MOST_LEFT:
            what = f"hơn {grouped(MOST_LEFT)} đơn vị không tính được tại cơ sở dữ liệu, vì {self.why_left}"
            raise UnreadableTable(
                what, "sửa kiểu cột, sửa ô (có thể bằng một VIEW), hoặc đánh giá bằng --data từng phần"
            )

    @property
    def why_left(self) -> str:
        """Why units were inferred here: columns of other types than their numbers, or cells."""
        columns = [f"cột «{on_one_line(name)}» có kiểu {content.value}" for name, content in self.unread.items()]
        if not columns:
            return "có ô không phải một con số, một ngày, một mức chắc chắn, có số âm hoặc phép chia cho 0, hoặc có lỗi"
        more = f" và {len(columns) - _COLUMNS_TOLD} cột nữa" if len(columns) > _COLUMNS_TOLD else ""
        return f"SQL không đọc được {', '.join(columns[:_COLUMNS_TOLD])}{more}"

    def _batch(self, rows: list[_Row]) -> StatesBatch:
        states = [np.array(column, np.int8) for column in zip(*(row.states for row in rows), strict=True)]
        heads = [UnitRow(self._name_of(row.unit), row.when.year, row.when.as_of, "", 0, ()) for row in rows]
        self._note(states)
        self.units += len(rows)
        return StatesBatch(heads, states)

    def _note(self, states: list[Any]) -> None:
        for column, one in zip(states, self.concluded, strict=True):
            if one.counted:
                self.seen |= {CONCLUSIONS[int(state)].verdict for state in np.unique(column)}

    # ------------------------------------------------------------ what is inferred here

    def _here(self, rows: str, units: list[object]) -> Iterator[StatesBatch]:
        """Infers units in columns or by rules, as those of a file."""
        for start in range(0, len(units), _UNITS_ASKED):
            table = self._rows_of(rows, units[start : start + _UNITS_ASKED])
            inferred = TableStates(self.cases.of_units(table), self.rulebook, 0)
            places = [[one.name for one in inferred.concluded].index(one.name) for one in self.concluded]
            for batch in inferred.batches():
                states = [batch.states[place] for place in places]
                self._note(states)
                self.units += len(batch.rows)
                # their rows are counted among those that were fetched, which tells nobody where they stand
                yield StatesBatch([row._replace(row=0) for row in batch.rows], states)
            self.refused += inferred.refused

    def _infer_again(self) -> None:
        by_time: dict[When, dict[str, _Row]] = {}
        for row in self.sample.kept:
            by_time.setdefault(row.when, {})[self._name_of(row.unit)] = row
        for when, wanted in by_time.items():
            found = set()
            units = self._rows_of(self.times.rows[when], (row.unit for row in wanted.values()))
            for batch in units.batches(_AT_ONCE):
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
                name = conclusion_names(self.rulebook)[one.node]
                told = (f"{name}: {conclusion_word(one.node.kind, it)}" for it in (state, expected.get(one.node)))
                raise table_disagreement(self.rulebook, row.unit, row.year, *told)


def _name(unit: str) -> str:
    return on_one_line(" ".join(normalise(unit).split()))
