"""A table of a database in the place of a table file: its rows are read here, and go the way of all tables.

An address may hold a password: it is given to the driver, and never printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.bulk.cases import TableCases
from engine.bulk.reading import (
    LONGEST_CELL,
    Line,
    Numbering,
    Table,
    checked_headings,
    counted,
    value_text,
)
from engine.bulk.units import Given
from engine.domain.records import NamedTuple
from engine.importing.grid import UnreadableTable
from engine.language.text import on_one_line
from engine.sql.cells import Content
from engine.sql.connections import Connection, DatabaseFailed, TableColumn, connected
from engine.sql.dialects import Unsayable
from engine.workspace.cases import Examine
from engine.workspace.workspace import Workspace

_REMEDY = "xem lại địa chỉ và tên bảng"


class Address(NamedTuple):
    """Where a table is: the address of its database, which is not printed, and the parts of its name."""

    database: str
    table: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the table, with that of its schema where it is stated."""
        return ".".join(self.table)


class DatabaseTable:
    """The table at ``address``. Its rows are numbered from 1, in the order of all columns from left to right.

    A database keeps no order of rows; in this one each row has the same number whenever the table is read.
    """

    remarks: tuple[str, ...] = ()
    numbering = Numbering.UNSEEN

    def __init__(self, address: Address) -> None:
        self.name = address.name
        self.address = address
        with _failing(), connected(address.database) as connection:
            columns = connection.columns(address.table)
            from_table = ".".join(map(connection.dialect.name, address.table))
            self._statement = _selecting(connection, columns, from_table)
        self.typed = _typed(columns)
        self.headings = checked_headings([column.name for column in columns])

    def lines(self) -> Iterator[Line]:
        """Raises UnreadableTable."""
        return counted(self._lines())

    def _lines(self) -> Iterator[Line]:
        with _failing(), connected(self.address.database) as connection:
            yield from _read(connection, self._statement, self.headings, self.typed)


class ChosenRows:
    """Some rows of the table ``name`` over a connection that is open, in the same order: those behind FROM in ``chosen``.

    Raises UnreadableTable.
    """

    remarks: tuple[str, ...] = ()
    numbering = Numbering.UNSEEN

    def __init__(self, name: str, connection: Connection, columns: list[TableColumn], chosen: str) -> None:
        self.name = name
        self.connection = connection
        self.typed = _typed(columns)
        self.headings = checked_headings([column.name for column in columns])
        with _failing():
            self._statement = _selecting(connection, columns, chosen)

    def lines(self) -> Iterator[Line]:
        """Raises UnreadableTable."""
        return counted(self._lines())

    def _lines(self) -> Iterator[Line]:
        with _failing():
            yield from _read(self.connection, self._statement, self.headings, self.typed)


class StoredCases(TableCases):
    """Loads the cases of the table at ``address`` instead of facts files; the rules are those of ``workspace``.

    ``kept``: the rows that are read are kept, for the record of the run.
    """

    def __init__(
        self,
        workspace: Workspace,
        address: Address,
        given: Given,
        examine: Examine | None = None,
        draft: bool = False,
        kept: bool = False,
    ) -> None:
        super().__init__(workspace, Path(address.name), given, examine, draft)
        self.address = address
        self._kept = kept

    def opened(self) -> Table:
        """Raises UnreadableTable."""
        table = DatabaseTable(self.address)
        if not self._kept:
            return table
        from engine.bulk.kept_rows import RowsKeeper

        self.keeper = RowsKeeper(table, table.typed)
        return self.keeper


@contextmanager
def _failing() -> Iterator[None]:
    """Turns what fails at the database into what is wrong with the table. Raises UnreadableTable."""
    try:
        yield
    except (DatabaseFailed, Unsayable) as error:
        raise UnreadableTable(str(error), _REMEDY) from None


def _typed(columns: list[TableColumn]) -> frozenset[int]:
    """The places of columns that are no texts."""
    return frozenset(place for place, column in enumerate(columns) if column.content is not Content.TEXTS)


def _read(connection: Connection, statement: str, headings: list[str], typed: frozenset[int]) -> Iterator[Line]:
    """Raises UnreadableTable, DatabaseFailed."""
    for number, row in enumerate(connection.rows(statement), 1):
        yield Line(number, [value_text(value) for value in row], typed)


def _selecting(connection: Connection, columns: list[TableColumn], chosen: str) -> str:
    """The statement for the rows behind FROM in ``chosen``, of texts no more than their beginnings. Raises UnreadableTable, Unsayable."""
    name = connection.dialect.name
    cells = []
    for column in columns:
        if column.content is Content.OTHER:
            what = f"cột «{on_one_line(column.name)}» có kiểu dữ liệu không đọc được"
            raise UnreadableTable(what, "đổi cột ấy thành số, chữ hoặc ngày, hoặc tạo một VIEW không có cột ấy")
        quoted = name(column.name)
        if column.content is Content.TEXTS:
            cells.append(f"left({quoted}, {LONGEST_CELL})")
        else:  # a driver needs a library of time zones for a moment that has one
            cells.append(f"CAST({quoted} AS TIMESTAMP)" if column.content is Content.MOMENTS else quoted)
    order = ", ".join(str(place) for place in range(1, len(cells) + 1))
    return f"SELECT {', '.join(cells)} FROM {chosen} ORDER BY {order}"
