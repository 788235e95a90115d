"""Which rows of a table in a database are of which year and day: what their cells say is read as that of any table is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from engine.bulk.column_types import Content, TypedColumn, cell_readers, cells_of, fetched
from engine.bulk.heads import Layout
from engine.bulk.units import Given, day_in, year_in
from engine.domain.records import NamedTuple
from engine.importing.grid import UnreadableTable
from engine.sql.connections import Connection
from engine.sql.dialects import Dialect
from engine.sql.models import When

_MOST_TIMES = 100
"""Days of data in one year of a table."""
_MOST_PAIRS = 10_000
"""Different cells of year and day."""


class Times(NamedTuple):
    """The rows of a table by conditions of SQL.

    ``rows``: those of each certain year and day, ``certain``: all of these. ``unread``: those whose unit, year or day is not
    certain. ``seen``: the rows of both; others are of a year that is not asked for, of which ``earlier`` are those before it.
    """

    rows: dict[When, str]
    certain: str
    unread: str
    seen: str
    earlier: tuple[int, ...]


class _Pair(NamedTuple):
    """Cells of year and day as they stand together somewhere: what they say, and the conditions for their rows."""

    year: int | None
    day: date | None
    of_year: str
    of_both: str


class TimesReader:
    """Reads the times of the table at ``path``, ``given`` where it has no column of them; ``name`` is what the table is called."""

    def __init__(
        self, connection: Connection, path: str, name: str, columns: list[TypedColumn], layout: Layout, given: Given
    ) -> None:
        self.connection, self.path, self.name = connection, path, name
        self.unit = connection.dialect.name(columns[layout.unit].name)
        self.year = None if layout.year is None else columns[layout.year]
        self.day = None if layout.as_of is None else columns[layout.as_of]
        self.given = given
        if (self.year is None and given.year is None) or (self.day is None and given.as_of is None):
            raise UnreadableTable("bảng không có cột «năm» hoặc «tính đến»", "thêm cột ấy, hoặc ghi --year, --as-of")

    def read(self) -> Times:
        """Raises UnreadableTable where the rows are of several years, or none is of the year that is asked for."""
        rows: dict[When, list[str]] = {}
        other_years: dict[str, int] = {}
        unread = False
        for pair in self._pairs():
            if None not in (pair.year, self.given.year) and pair.year != self.given.year:
                assert pair.year is not None
                other_years[pair.of_year] = pair.year
            elif pair.year is None or pair.day is None:
                unread = True
            else:
                rows.setdefault(When(pair.year, pair.day, self.name), []).append(pair.of_both)
        if len({when.year for when in rows}) > 1 or len(rows) > _MOST_TIMES:
            raise UnreadableTable("bảng có nhiều năm, hoặc quá nhiều ngày chốt", "chọn một năm bằng --year")
        if not rows and not unread:
            raise UnreadableTable("bảng không có số liệu của năm ấy", "chọn một năm bằng --year")
        chosen = {when: _any(conditions) for when, conditions in sorted(rows.items())}
        certain = _any(chosen.values())
        seen = f"({_any(other_years)}) IS NOT TRUE"
        year = self.given.year or min((when.year for when in rows), default=0)
        earlier = tuple(sorted({other for other in other_years.values() if other < year}))
        return Times(chosen, certain, f"{seen} AND ({self.unit} IS NULL OR ({certain}) IS NOT TRUE)", seen, earlier)

    def _pairs(self) -> Iterator[_Pair]:
        dialect = self.connection.dialect
        columns = [column for column in (self.year, self.day) if column is not None]
        if not columns:
            yield _Pair(self.given.year, self.given.as_of, "TRUE", "TRUE")
            return
        asked = ", ".join(fetched(dialect.name(one.name), one.content, dialect.texts) for one in columns)
        found = list(self.connection.rows(f"SELECT DISTINCT {asked} FROM {self.path} LIMIT {_MOST_PAIRS + 1}"))
        if len(found) > _MOST_PAIRS:
            raise UnreadableTable(
                "bảng có nhiều năm, hoặc quá nhiều ngày chốt", "đánh giá từng phần của bảng, bằng VIEW"
            )
        readers = cell_readers(columns)
        for values in found:
            texts = iter(cells_of(values, readers))
            year = self.given.year if self.year is None else year_in(next(texts))
            day = self.given.as_of if self.day is None else day_in(next(texts))
            certain = year is not None and day is not None
            conditions = [_equal(dialect, *one) for one in zip(columns, values, strict=True)] if certain else []
            of_year = "TRUE" if self.year is None or year is None else _equal(dialect, self.year, values[0])
            yield _Pair(year, day, of_year, " AND ".join(conditions))


def _any(conditions: Iterable[str]) -> str:
    found = list(conditions)
    return found[0] if len(found) == 1 else " OR ".join(f"({one})" for one in found) or "FALSE"


def _equal(dialect: Dialect, column: TypedColumn, value: object) -> str:
    """The condition for the rows of a ``value`` that was fetched of a column, and is a year or a day."""
    name = dialect.name(column.name)
    if column.content is Content.NUMBERS:
        return f"{name} = {int(str(value).partition('.')[0])}"
    if column.content is Content.DATES:
        return f"{name} = DATE {dialect.text(str(value))}"
    return f"{fetched(name, column.content, dialect.texts)} = {dialect.text(str(value))}"
