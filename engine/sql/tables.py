"""A table of a database in the place of a table file: its rows are read here, and go the way of all tables.

An address may hold a password: it is given to the driver, and never printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import TypeAlias

from engine.bulk.cases import TableCases
from engine.bulk.column_types import TypedColumn, cell_readers, cells_of, fetched, refuse_unreadable, typed_places
from engine.bulk.reading import Line, Numbering, Table, checked_headings, counted
from engine.bulk.units import Given
from engine.domain.records import NamedTuple
from engine.importing.grid import UnreadableTable
from engine.sql.connections import Connection, connected
from engine.sql.dialects import Dialect, Unsayable
from engine.workspace.cases import Examine
from engine.workspace.workspace import Workspace

Opened: TypeAlias = Callable[[], AbstractContextManager[Connection]]


class Address(NamedTuple):
    """Where a table is: the address of its database, which is not printed, and the parts of its name."""

    database: str
    table: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the table, with that of its schema where it is stated."""
        return ".".join(self.table)


class DatabaseTable:
    """Rows of a table: those behind FROM in ``chosen``, over connections that ``opened`` opens.

    They are numbered from 1, in the order of all columns from left to right: a database keeps no order of rows; in this one each
    row has the same number whenever they are read. Raises UnreadableTable.
    """

    remarks: tuple[str, ...] = ()
    numbering = Numbering.UNSEEN

    def __init__(self, name: str, opened: Opened, dialect: Dialect, columns: list[TypedColumn], chosen: str) -> None:
        refuse_unreadable(columns)
        self.name = name
        self.headings = checked_headings([column.name for column in columns])
        self.typed = typed_places(columns)
        self._opened = opened
        self._readers = cell_readers(columns)
        self._statement = _selecting(dialect, columns, chosen)

    def lines(self) -> Iterator[Line]:
        """Raises UnreadableTable."""
        return counted(self._lines())

    def _lines(self) -> Iterator[Line]:
        with self._opened() as connection:
            for number, row in enumerate(connection.rows(self._statement), 1):
                yield Line(number, cells_of(row, self._readers), self.typed)


def stored_table(address: Address) -> DatabaseTable:
    """Returns the whole table at ``address``; each time that it is read, a connection is opened. Raises UnreadableTable."""
    opened = partial(connected, address.database)
    with opened() as connection:
        columns = connection.columns(address.table)
        return DatabaseTable(address.name, opened, connection.dialect, columns, connection.dialect.path(address.table))


def chosen_rows(name: str, connection: Connection, columns: list[TypedColumn], chosen: str) -> DatabaseTable:
    """Returns the rows of the table ``name`` that are ``chosen``, over a connection that is open. Raises UnreadableTable."""
    return DatabaseTable(name, lambda: nullcontext(connection), connection.dialect, columns, chosen)


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
        table = stored_table(self.address)
        if not self._kept:
            return table
        from engine.bulk.kept_rows import RowsKeeper

        self.keeper = RowsKeeper(table, table.typed)
        return self.keeper


def _selecting(dialect: Dialect, columns: list[TypedColumn], chosen: str) -> str:
    """Raises UnreadableTable for a name that SQL cannot say."""
    try:
        cells = [fetched(dialect.name(column.name), column.content, dialect.texts) for column in columns]
    except Unsayable as error:
        raise UnreadableTable(str(error), "sửa tên ấy, ví dụ bằng một VIEW") from None
    order = ", ".join(str(place) for place in range(1, len(cells) + 1))
    return f"SELECT {', '.join(cells)} FROM {chosen} ORDER BY {order}"
