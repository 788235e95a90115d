"""Reads and writes Parquet through DuckDB, which belongs to the extra `chitieu[bulk]`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engine.bulk.column_types import TypedColumn, cell_readers, cells_of, fetched, refuse_unreadable, typed_places
from engine.bulk.reading import Line, Numbering, checked_headings, counted
from engine.importing.grid import UnreadableTable

if TYPE_CHECKING:
    import duckdb

_MEMORY = "1GB"
_BATCH = 2_000
"""Rows that are fetched at once."""
_RESAVE = "xuất lại tệp từ chương trình gốc, hoặc lưu dạng CSV UTF-8"


class BulkMissing(RuntimeError):
    """DuckDB is not installed; the message says what to do."""


@contextmanager
def connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """Opens a database that may use so much memory, and a folder of its own beyond that; it loads nothing from elsewhere.

    Raises BulkMissing.
    """
    try:
        import duckdb
    except ImportError:
        install = f"`{sys.executable or 'python'} -m pip install duckdb`"
        raise BulkMissing(f"tệp Parquet cần thư viện duckdb: {install}, hoặc cài chitieu kèm phần [bulk]") from None
    with tempfile.TemporaryDirectory(prefix="chitieu-") as folder:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": _MEMORY,
            "threads": 1,
            "temp_directory": folder,
            "max_temp_directory_size": "20GB",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        with duckdb.connect(config=config) as database:
            yield database


class ParquetTable:
    """A Parquet file; rows are numbered from 1. Numbers are read exactly, floating ones by their shortest digits."""

    remarks: tuple[str, ...] = ()
    numbering = Numbering.ROWS

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.path = path
        with connected() as database:
            columns = self._described(database)
        refuse_unreadable(columns)
        self.headings = checked_headings([column.name for column in columns])
        self._typed = typed_places(columns)
        self._readers = cell_readers(columns)
        self._selected = ", ".join(fetched(_quoted(column.name), column.content, "VARCHAR") for column in columns)

    def lines(self) -> Iterator[Line]:
        """Raises UnreadableTable."""
        return counted(self._lines())

    def _lines(self) -> Iterator[Line]:
        import duckdb

        with connected() as database:
            try:
                found = database.execute(f"SELECT {self._selected} FROM read_parquet(?)", [self._pattern()])
                number = 0
                while rows := found.fetchmany(_BATCH):
                    for row in rows:
                        number += 1
                        yield Line(number, cells_of(row, self._readers), self._typed)
            except duckdb.Error as error:
                raise UnreadableTable("tệp Parquet hỏng, hoặc có kiểu dữ liệu không đọc được", _RESAVE) from error

    def _described(self, database: duckdb.DuckDBPyConnection) -> list[TypedColumn]:
        import duckdb

        try:
            rows = database.execute("DESCRIBE SELECT * FROM read_parquet(?)", [self._pattern()]).fetchall()
        except duckdb.Error as error:
            raise UnreadableTable("không phải tệp Parquet, hoặc đã hỏng", _RESAVE) from error
        return [TypedColumn(str(row[0]), str(row[1])) for row in rows]

    def _pattern(self) -> str:
        """The path as a name of just this file: signs that stand for several files mean themselves."""
        whole = str(self.path.resolve())
        return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in whole)


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))
