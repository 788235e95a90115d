"""The databases of the tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.sql.connections import steps_of
from engine.sql.dialects import DUCKDB, POSTGRES, SPARK, Dialect


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

    def rows(self, *statements: str) -> list[tuple[Any, ...]]:
        """Runs statements, and returns the rows of the last."""
        cursor = self.connection.cursor()
        for before in self.dialect.before:
            cursor.execute(before)
        for statement in statements:
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


class SparkDatabase:
    """A Spark in local mode, without files of its own."""

    dialect = SPARK

    def __init__(self) -> None:
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
        self.session = builder.config("spark.sql.shuffle.partitions", "1").getOrCreate()
        self.session.sparkContext.setLogLevel("OFF")
        for before in SPARK.before:
            self.session.sql(before)

    def fill(self, table: str, heads: Sequence[str], numeric: Sequence[bool], rows: Sequence[Sequence[object]]) -> None:
        """Replaces ``table``, a view whose name Spark does not take as it is."""
        name = SPARK.name
        listed = ", ".join(
            f"{name(head)} {'DECIMAL(30,8)' if one else 'STRING'}" for head, one in zip(heads, numeric, strict=True)
        )
        self.session.createDataFrame([tuple(row) for row in rows], listed).createOrReplaceTempView(name(table))

    def rows(self, *statements: str) -> list[tuple[Any, ...]]:
        """Runs statements, and returns the rows of the last."""
        *before, last = statements
        with steps_of(self.session, before):
            return [tuple(row) for row in self.session.sql(last).collect()]
