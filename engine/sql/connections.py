"""Connections to databases that the user names: the columns of a table, the rows of a statement. Nothing is written there.

An address may hold a password: it is given to the driver, and never printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from engine.domain.records import NamedTuple
from engine.language.text import on_one_line
from engine.sql.cells import Content
from engine.sql.dialects import DUCKDB, POSTGRES, SPARK, Dialect

_AT_ONCE = 4_000
_NUMBERS = (
    "smallint", "integer", "bigint", "numeric", "hugeint", "tinyint", "int", "decimal",
    "utinyint", "usmallint", "uinteger", "ubigint", "uhugeint",
)  # fmt: skip
_FLOATS = ("double precision", "real", "double", "float")
_TEXTS = ("text", "character varying", "character", "varchar", "string")


class DatabaseFailed(Exception):
    """A database that cannot be reached or asked; the message says why, in Vietnamese, without the address."""


class TableColumn(NamedTuple):
    """A column of a table, and what its type says of its cells."""

    name: str
    content: Content


class Connection(Protocol):
    """A database that is open."""

    dialect: Dialect

    def columns(self, table: Sequence[str]) -> list[TableColumn]:
        """The columns of a table. Raises DatabaseFailed."""
        ...

    def rows(self, *statements: str) -> Iterator[tuple[Any, ...]]:
        """Runs statements, and yields the rows of the last. Raises DatabaseFailed."""
        ...


@contextmanager
def connected(address: str) -> Iterator[Connection]:
    """Opens the database at ``address``: postgresql://…, duckdb:FILE, spark://…. Raises DatabaseFailed."""
    scheme, mark, rest = address.strip().partition(":")
    scheme = scheme.lower()
    address = scheme + mark + rest
    if scheme in ("postgresql", "postgres"):
        with closing(_postgres(address)) as open_one:
            yield _Driven(open_one, POSTGRES)
    elif scheme == "duckdb":
        with closing(_duckdb(rest)) as open_one:
            yield _Driven(open_one, DUCKDB)
    elif scheme == "spark":
        session = _spark(address)
        try:
            yield _Spark(session)
        finally:
            session.stop()
    else:
        raise DatabaseFailed("địa chỉ phải bắt đầu bằng postgresql://, duckdb: hoặc spark://")


def _postgres(address: str) -> Any:
    try:
        import psycopg
    except ImportError:
        raise DatabaseFailed("PostgreSQL cần thư viện psycopg: cài chitieu kèm phần [postgres]") from None
    try:
        found = psycopg.connect(address, application_name="chitieu")
        found.read_only = True
        found.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ  # the sample sees what was evaluated
    except psycopg.Error:  # its message may hold parts of the address
        raise DatabaseFailed(
            "không kết nối được; xem lại máy chủ, cổng, tên cơ sở dữ liệu, người dùng và mật khẩu (PGPASSWORD, .pgpass)"
        ) from None
    return found


def _duckdb(path: str) -> Any:
    try:
        import duckdb
    except ImportError:
        raise DatabaseFailed("DuckDB cần thư viện duckdb: cài chitieu kèm phần [bulk]") from None
    if not Path(path).is_file():
        raise DatabaseFailed("không có tệp DuckDB ấy")
    try:
        return duckdb.connect(path, read_only=True, config={"enable_external_access": False})
    except duckdb.Error as error:  # its message holds the whole path
        locked = str(error).startswith("IO Error: Could not set lock")
        why = (
            "tệp đang được chương trình khác mở để ghi; đóng chương trình ấy"
            if locked
            else "không phải tệp DuckDB đọc được"
        )
        raise DatabaseFailed(why) from None


def _spark(address: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise DatabaseFailed("Spark cần thư viện pyspark: cài chitieu kèm phần [spark]") from None
    master = "local[*]" if address.removeprefix("spark://") in ("", "local") else address
    return SparkSession.builder.master(master).appName("chitieu").enableHiveSupport().getOrCreate()


class _Driven:
    """A database behind a driver of Python's usual kind."""

    def __init__(self, connection: Any, dialect: Dialect) -> None:
        self.connection = connection
        self.dialect = dialect
        self._cursors = count(1)
        for before in dialect.before:
            self._cursor().execute(before)

    def columns(self, table: Sequence[str]) -> list[TableColumn]:
        """Raises DatabaseFailed."""
        *schema, name = (self.dialect.text(self.dialect.known_as(one)) for one in table)
        told, of = map(self.dialect.compared, ("table_name", "table_schema"))
        which = f"{told} = {name} AND {of} = {schema[-1] if schema else 'current_schema()'}"
        listed = (
            f"SELECT column_name, data_type FROM information_schema.columns WHERE {which} ORDER BY ordinal_position"
        )
        found = [TableColumn(str(column), content_of(str(kind))) for column, kind in self.rows(listed)]
        if not found:
            raise DatabaseFailed("không có bảng ấy, hoặc không có quyền đọc")
        return found

    def rows(self, *statements: str) -> Iterator[tuple[Any, ...]]:
        """Raises DatabaseFailed."""
        *before, statement = statements
        try:
            for one in before:
                self._cursor().execute(one)
            cursor = self._cursor()
            if self.dialect is POSTGRES:  # so that not all rows are fetched at once
                cursor = self.connection.cursor(name=f"chitieu_{next(self._cursors)}")
            cursor.execute(statement)
            while some := cursor.fetchmany(_AT_ONCE):
                yield from some
            if self.dialect is POSTGRES:
                cursor.close()
        except Exception as error:
            if not type(error).__module__.startswith(("psycopg", "duckdb", "_duckdb")):
                raise
            raise DatabaseFailed(_told(error)) from None

    def _cursor(self) -> Any:
        return self.connection.cursor()


class _Spark:
    dialect = SPARK

    def __init__(self, session: Any) -> None:
        self.session = session
        for before in SPARK.before:
            session.sql(before)

    def columns(self, table: Sequence[str]) -> list[TableColumn]:
        """Raises DatabaseFailed."""
        from pyspark.errors import PySparkException

        try:
            fields = self.session.table(".".join(map(SPARK.name, table))).schema.fields
        except PySparkException:
            raise DatabaseFailed("không có bảng ấy, hoặc không có quyền đọc") from None
        return [TableColumn(field.name, content_of(field.dataType.simpleString())) for field in fields]

    def rows(self, *statements: str) -> Iterator[tuple[Any, ...]]:
        """Raises DatabaseFailed."""
        from pyspark.errors import PySparkException

        *before, last = statements
        try:
            with steps_of(self.session, before):
                yield from map(tuple, self.session.sql(last).toLocalIterator())
        except PySparkException as error:
            raise DatabaseFailed(_told(error)) from None


@contextmanager
def steps_of(session: Any, statements: Sequence[str]) -> Iterator[None]:
    """Runs the steps of a statement in Spark, and drops them afterwards."""
    made = []
    try:
        for statement in statements:
            made.append(statement.split(maxsplit=3)[2])
            session.sql(statement)
        yield
    finally:
        for name in reversed(made):
            session.catalog.uncacheTable(name) if session.catalog.tableExists(name) else None
            session.catalog.dropTempView(name)


def content_of(kind: str) -> Content:
    """What a type holds, by its name in the database."""
    if kind.rstrip().endswith("]"):  # a list
        return Content.OTHER
    bare = kind.lower().partition("(")[0].strip()
    if bare in _NUMBERS:
        return Content.NUMBERS
    if bare in _FLOATS:
        return Content.FLOATS
    if bare in _TEXTS:
        return Content.TEXTS
    if bare.startswith("timestamp"):  # with a time zone it is what its clocks show in that of the connection
        return Content.MOMENTS
    return _OTHERS.get(bare, Content.OTHER)


_OTHERS = {"boolean": Content.TRUTHS, "date": Content.DATES, '"null"': Content.NOTHING, "void": Content.NOTHING}


def _told(error: Exception) -> str:
    """The first line of what a database says, which holds no address."""
    diagnosis = getattr(error, "diag", None)
    text = getattr(diagnosis, "message_primary", None) or str(error).partition("\n")[0]
    return f"cơ sở dữ liệu báo: {on_one_line(text[:300])}"
