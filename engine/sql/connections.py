"""Connections to databases that the user names: the columns of a table, the rows of a statement. Nothing is written there.

An address may hold a password: it is given to the driver, and never printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from engine.bulk.column_types import TypedColumn
from engine.importing.grid import UnreadableTable
from engine.language.text import on_one_line
from engine.sql.dialects import DUCKDB, POSTGRES, SPARK, Dialect

_AT_ONCE = 4_000


class DatabaseFailed(UnreadableTable):
    """A database that cannot be reached or asked: why, in Vietnamese and without the address, and the remedy."""


class Connection(Protocol):
    """A database that is open."""

    dialect: Dialect

    def columns(self, table: Sequence[str]) -> list[TypedColumn]:
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
            yield _Postgres(open_one, POSTGRES)
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
        raise DatabaseFailed(
            "không nhận ra loại cơ sở dữ liệu", "địa chỉ bắt đầu bằng postgresql://, duckdb: hoặc spark://"
        )


def _postgres(address: str) -> Any:
    try:
        import psycopg
    except ImportError:
        raise DatabaseFailed("PostgreSQL cần thư viện psycopg", "cài chitieu kèm phần [postgres]") from None
    try:
        found = psycopg.connect(address, application_name="chitieu")
        found.read_only = True
        found.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ  # the sample sees what was evaluated
    except psycopg.Error:  # its message may hold parts of the address
        remedy = "xem lại máy chủ, cổng, tên cơ sở dữ liệu, người dùng và mật khẩu (PGPASSWORD, .pgpass)"
        raise DatabaseFailed("không kết nối được", remedy) from None
    return found


def _duckdb(path: str) -> Any:
    try:
        import duckdb
    except ImportError:
        raise DatabaseFailed("DuckDB cần thư viện duckdb", "cài chitieu kèm phần [bulk]") from None
    if not Path(path).is_file():
        raise DatabaseFailed("không có tệp DuckDB ấy", "xem lại địa chỉ và tên bảng")
    try:
        only_its_tables: dict[str, str | bool | int | float | list[str]] = {
            "enable_external_access": False,
            "python_enable_replacements": False,
        }
        return duckdb.connect(path, read_only=True, config=only_its_tables)
    except duckdb.Error as error:  # its message holds the whole path
        if str(error).startswith("IO Error: Could not set lock"):
            raise DatabaseFailed("tệp đang được chương trình khác mở để ghi", "đóng chương trình ấy") from None
        raise DatabaseFailed("không phải tệp DuckDB đọc được", "xem lại địa chỉ và tên bảng") from None


def _spark(address: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise DatabaseFailed("Spark cần thư viện pyspark", "cài chitieu kèm phần [spark]") from None
    master = "local[*]" if address.removeprefix("spark://") in ("", "local") else address
    return SparkSession.builder.master(master).appName("chitieu").enableHiveSupport().getOrCreate()


class _Driven:
    """A database behind a driver of Python's usual kind: DuckDB."""

    def __init__(self, connection: Any, dialect: Dialect) -> None:
        self.connection = connection
        self.dialect = dialect
        with _failing():
            for before in dialect.before:
                connection.cursor().execute(before)

    def columns(self, table: Sequence[str]) -> list[TypedColumn]:
        """Raises DatabaseFailed."""
        cursor = self.connection.cursor()
        with _failing():
            cursor.execute(f"SELECT * FROM {self.dialect.path(table)} LIMIT 0")
            kinds = self.kinds([column[1] for column in cursor.description])
        return [TypedColumn(str(column[0]), kind) for column, kind in zip(cursor.description, kinds, strict=True)]

    def kinds(self, types: list[Any]) -> list[str]:
        """The names of the types of columns, as the driver has them."""
        return list(map(str, types))

    def rows(self, *statements: str) -> Iterator[tuple[Any, ...]]:
        """Raises DatabaseFailed."""
        *before, statement = statements
        with _failing():
            for one in before:
                self.connection.cursor().execute(one)
            with closing(self.reader()) as cursor:
                cursor.execute(statement)
                while some := cursor.fetchmany(_AT_ONCE):
                    yield from some

    def reader(self) -> Any:
        """What the rows of a statement are fetched from."""
        return self.connection.cursor()


class _Postgres(_Driven):
    _readers = 0

    def kinds(self, types: list[Any]) -> list[str]:
        """The names of types; that of a domain is told by the server as the one that it stands for."""
        name = (
            "CASE WHEN typtype = 'e' THEN 'enum' WHEN typname = 'citext' THEN 'citext' ELSE format_type(oid, NULL) END"
        )
        listed = ", ".join(str(int(one)) for one in {0, *types})
        names = dict(self.rows(f"SELECT oid::bigint, {name} FROM pg_type WHERE oid IN ({listed})"))
        return [str(names.get(one, one)) for one in types]

    def reader(self) -> Any:
        """A cursor of the server, so that not all rows are fetched at once."""
        self._readers += 1
        return self.connection.cursor(name=f"chitieu_{self._readers}")


@contextmanager
def _failing() -> Iterator[None]:
    """Turns what a driver says into Vietnamese. Raises DatabaseFailed."""
    try:
        yield
    except Exception as error:
        if not type(error).__module__.startswith(("psycopg", "duckdb", "_duckdb", "pyspark")):
            raise
        raise _told(error) from None


class _Spark:
    dialect = SPARK

    def __init__(self, session: Any) -> None:
        self.session = session
        for before in SPARK.before:
            session.sql(before)

    def columns(self, table: Sequence[str]) -> list[TypedColumn]:
        """Raises DatabaseFailed."""
        with _failing():
            fields = self.session.table(SPARK.path(table)).schema.fields
        return [TypedColumn(field.name, field.dataType.simpleString()) for field in fields]

    def rows(self, *statements: str) -> Iterator[tuple[Any, ...]]:
        """Raises DatabaseFailed."""
        *before, last = statements
        with _failing(), steps_of(self.session, before):
            yield from map(tuple, self.session.sql(last).toLocalIterator())


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


_TOLD = {
    "42P01": ("không có bảng ấy, hoặc không có quyền đọc", "xem lại địa chỉ và tên bảng"),
    "57014": ("máy chủ đã dừng câu lệnh, thường vì quá thời gian cho phép", "nhờ người quản trị nới statement_timeout"),
    "53100": ("máy chủ hết chỗ trên đĩa", "nhờ người quản trị dọn đĩa, hoặc đánh giá từng phần của bảng"),
    "53200": ("hết bộ nhớ", "nhờ người quản trị cấp thêm bộ nhớ, hoặc đánh giá từng phần của bảng"),
    "08006": ("mất kết nối với cơ sở dữ liệu", "chạy lại; nếu còn lỗi thì hỏi người quản trị"),
}
"""What is said of the errors that one may meet, by the code of one of each kind in SQL."""
_LIKE = {
    "3F000": "42P01", "42501": "42P01", "CatalogException": "42P01", "TABLE_OR_VIEW_NOT_FOUND": "42P01",
    "OutOfMemoryException": "53200", "57P01": "08006", "57P02": "08006", "08003": "08006", "OperationalError": "08006",
}  # fmt: skip
"""Other codes, and names of errors without one, of the same kind."""


def _told(error: Exception) -> DatabaseFailed:
    """What went wrong, without the words of the driver: they are English, and may repeat what stands in the table."""
    own = getattr(error, "sqlstate", None) or getattr(error, "_errorClass", None) or type(error).__name__
    code = on_one_line(str(own)[:_LONGEST_CODE])
    if known := _TOLD.get(_LIKE.get(code, code)):
        return DatabaseFailed(*known)
    return DatabaseFailed(f"cơ sở dữ liệu không chạy được câu lệnh (mã lỗi {code})", "đưa mã lỗi ấy cho người quản trị")


_LONGEST_CODE = 50
