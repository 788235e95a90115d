"""The databases of the tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.sql.dialects import DUCKDB, POSTGRES, Dialect


class Connected:
    """A database behind a connection of Python's usual kind."""

    def __init__(self, connection: Any, dialect: Dialect) -> None:
        self.connection = connection
        self.dialect = dialect

    def fill(self, table: str, heads: Sequence[str], numeric: Sequence[bool], rows: Sequence[Sequence[object]]) -> None:
        """Replaces ``table``."""
        name = self.dialect.name
        types = ["DECIMAL(30,8)" if one else "TEXT" for one in numeric]
        columns = ", ".join(f"{name(head)} {kind}" for head, kind in zip(heads, types, strict=True))
        cursor = self.connection.cursor()
        cursor.execute(f"DROP TABLE IF EXISTS {name(table)}")
        cursor.execute(f"CREATE TABLE {name(table)} ({columns})")
        places = ", ".join(f"CAST({self.place} AS {kind})" for kind in types)
        into = name(table).replace("%", "%%") if self.dialect is POSTGRES else name(table)
        cursor.executemany(f"INSERT INTO {into} VALUES ({places})", rows)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Runs a statement."""
        cursor = self.connection.cursor()
        for before in self.dialect.before:
            cursor.execute(before)
        cursor.execute(statement)
        return list(cursor.fetchall())

    @property
    def place(self) -> str:
        """What stands for a value."""
        return "%s" if self.dialect is POSTGRES else "?"


def postgres(address: str) -> Connected:
    """The PostgreSQL at ``address``."""
    import psycopg

    return Connected(psycopg.connect(address, autocommit=True), POSTGRES)


def duckdb_in_memory() -> Connected:
    """A DuckDB of its own."""
    import duckdb

    return Connected(duckdb.connect(), DUCKDB)
