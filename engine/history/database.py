"""The SQLite file of a history. It may come from a stranger, so it is opened with care; all its errors are Vietnamese.

Layout: `contents` has the bytes of each file once, by hash; `records` has one row per different receipt, in order;
`inputs` lists the files that a record was made from; `head` repeats the count and the last hash, so that a missing end is
noticed. With the first signature a history gets the table `signatures`, and its `user_version` becomes 1.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.domain.limits import RECEIPT_BYTES
from engine.files.reasons import reason
from engine.files.storage import write_new
from engine.language.text import on_one_line

FOLDER = ".chitieu"
FILE = "history.sqlite"
GENESIS = "0" * 64
"""The hash that the first record has as that of its predecessor."""
PATIENCE = 10.0
"""Seconds to wait while another run is writing."""
MAX_UNPACKED = RECEIPT_BYTES
"""The largest file or evaluation that is unpacked, in bytes."""

_SCHEMA = (
    "CREATE TABLE contents (sha256 TEXT PRIMARY KEY, packed BLOB NOT NULL)",
    "CREATE TABLE records (number INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, receipt TEXT NOT NULL UNIQUE, "
    "previous TEXT NOT NULL, sha256 TEXT NOT NULL, resolution TEXT NOT NULL, unit TEXT NOT NULL, year INTEGER NOT NULL, "
    "folder TEXT NOT NULL, versions TEXT NOT NULL, evaluation BLOB NOT NULL, last_time TEXT NOT NULL, times INTEGER NOT NULL)",
    "CREATE TABLE inputs (record INTEGER NOT NULL, place INTEGER NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, "
    "sha256 TEXT NOT NULL, PRIMARY KEY (record, place))",
    "CREATE TABLE head (records INTEGER NOT NULL, sha256 TEXT NOT NULL)",
)
_SIGNATURES = (
    "CREATE TABLE signatures (record INTEGER NOT NULL, public_key TEXT NOT NULL, algorithm TEXT NOT NULL, "
    "signed TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (record, public_key))"
)
_SCHEMAS = (_SCHEMA, (*_SCHEMA, _SIGNATURES))
"""The whole schema by the `user_version` of the file."""


_NAMES = tuple(f"{FILE}{suffix}" for suffix in ("", "-journal", "-wal", "-shm"))
"""The files that SQLite reads and writes for a history."""
_ELSE = "đổi tên tệp đó để bắt đầu lịch sử mới"


class HistoryError(Exception):
    """The history cannot be read or written; the message says why and what to do, in Vietnamese."""

    def __init__(self, message: str) -> None:
        super().__init__(on_one_line(message))


class Database:
    """The history file of the workspace at ``root``, opened when it is first used. All methods raise HistoryError."""

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER
        self.path = self.folder / FILE
        self._connection: sqlite3.Connection | None = None

    @property
    def exists(self) -> bool:
        """Whether something is in the place of the file, or anything but a folder in that of its folder."""
        odd = self.folder.is_symlink() or (self.folder.exists() and not self.folder.is_dir())
        return odd or os.path.lexists(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yields a connection to read from; the file must exist."""
        with _errors_translated():
            yield self._opened()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Yields a connection in a transaction, which takes effect as a whole or not at all."""
        with _errors_translated():
            self._refuse_odd_files()
            self._create()
            connection = self._opened()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _create(self) -> None:
        """Puts a whole empty history in its place where there is none, so that no other run ever sees half of one."""
        if self.path.exists():
            return
        self.folder.mkdir(exist_ok=True)
        with contextlib.suppress(FileExistsError), contextlib.closing(_new()) as empty:  # somebody may be faster
            write_new(self.path, empty.serialize())

    def _opened(self) -> sqlite3.Connection:
        """The connection, opened to write as well: SQLite must be able to roll back a run that was cut off."""
        if self._connection is None:
            self._refuse_odd_files()
            if not self.path.stat().st_size:
                raise HistoryError(f"{FOLDER}/{FILE} là tệp rỗng, không phải lịch sử; {_ELSE}")
            uri = f"{self.path.absolute().as_uri()}?mode=rw"
            connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
            # A text that is no UTF-8 becomes one whose hash does not fit, instead of an error in the middle of a list.
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            try:
                _prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _refuse_odd_files(self) -> None:
        """Raises HistoryError for a link, which could lead out of the workspace, and for a pipe, which SQLite waits for."""
        if self.folder.is_symlink():
            raise HistoryError(f"{FOLDER} là liên kết (symlink); xóa liên kết đó rồi chạy lại")
        for path in (self.folder / name for name in _NAMES):
            try:
                mode = path.lstat().st_mode
            except FileNotFoundError:
                continue
            if stat.S_ISLNK(mode):
                raise HistoryError(f"{FOLDER}/{path.name} là liên kết (symlink); xóa liên kết đó rồi chạy lại")
            if not stat.S_ISREG(mode):
                raise HistoryError(f"{FOLDER}/{path.name} không phải tệp thường; xóa hoặc đổi tên nó rồi chạy lại")


def _new() -> sqlite3.Connection:
    """Returns an empty history in memory."""
    connection = sqlite3.connect(":memory:")
    for statement in _SCHEMA:
        connection.execute(statement)
    connection.execute("INSERT INTO head VALUES (0, ?)", (GENESIS,))
    connection.commit()
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    """Makes ``connection`` careful. Raises HistoryError where it has anything but the tables and indexes of a history.

    Nothing else is read before: a trigger or view of a stranger would act on the next query.
    """
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN")  # so that nobody signs for the first time between the two questions
    version = version_of(connection)
    expected = _schema_of(version)
    found = set(connection.execute(_WHOLE_SCHEMA).fetchmany(len(expected) + 1))
    connection.execute("COMMIT")
    if found != expected:
        raise HistoryError(
            f"{FOLDER}/{FILE} không phải lịch sử của phiên bản chitieu này (cấu trúc khác, có thể bị thêm bảng hoặc trigger); {_ELSE}"
        )


_WHOLE_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master"
"""Everything a database declares, indexes that SQLite makes itself included."""


def _schema_of(version: int) -> set[tuple[str, str, str, str | None]]:
    """Returns everything that a history of a version declares; nothing of a version that is not known."""
    if version >= len(_SCHEMAS):
        return set()
    with contextlib.closing(_new()) as empty:
        if version:
            add_signatures(empty)
        return set(empty.execute(_WHOLE_SCHEMA))


def version_of(connection: sqlite3.Connection) -> int:
    """Returns the version of the schema: 0, or 1 with signatures."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found if found >= 0 else len(_SCHEMAS)


def add_signatures(connection: sqlite3.Connection) -> None:
    """Gives a history that has none the table of signatures, within the transaction of ``connection``."""
    if version_of(connection) == 0:
        connection.execute(_SIGNATURES)
        connection.execute("PRAGMA user_version = 1")


def unpacked(packed: object) -> bytes:
    """Returns the unpacked bytes. Raises HistoryError where they are damaged or more than MAX_UNPACKED."""
    unpacker = zlib.decompressobj()
    try:
        raw = unpacker.decompress(packed, MAX_UNPACKED)  # type: ignore[arg-type]  # whatever the column holds
    except (zlib.error, TypeError):
        raise HistoryError("nội dung đã lưu bị hỏng") from None
    if not unpacker.eof or unpacker.unconsumed_tail:
        raise HistoryError("nội dung đã lưu bị hỏng hoặc quá lớn")
    return raw


@contextmanager
def _errors_translated() -> Iterator[None]:
    """Turns errors of SQLite and of the system into HistoryError."""
    try:
        yield
    except sqlite3.Error as error:
        raise HistoryError(_sqlite_reason(error)) from None
    except UnicodeError:
        raise HistoryError(f"{FOLDER}/{FILE} có chữ không phải mã UTF-8, tệp đã hỏng; {_ELSE}") from None
    except OverflowError:
        raise HistoryError("có số quá lớn trong lịch sử; chạy `chitieu history --verify`") from None
    except OSError as error:
        raise HistoryError(f"không mở được {FOLDER}/: {reason(error)}") from None


_REASONS = {
    "SQLITE_BUSY": "một lần chạy khác đang ghi lịch sử; đợi lần đó xong rồi chạy lại",
    "SQLITE_LOCKED": "một lần chạy khác đang ghi lịch sử; đợi lần đó xong rồi chạy lại",
    "SQLITE_READONLY": f"không có quyền ghi vào {FOLDER}/{FILE}",
    "SQLITE_CANTOPEN": f"không mở được {FOLDER}/{FILE}; kiểm tra quyền của thư mục",
    "SQLITE_FULL": "đĩa đã đầy",
    "SQLITE_IOERR": "không đọc hoặc ghi được đĩa",
    "SQLITE_NOTADB": f"{FOLDER}/{FILE} không phải tệp lịch sử; {_ELSE}",
    "SQLITE_CONSTRAINT": "các bản ghi không khớp nhau; chạy `chitieu history --verify`",
    "SQLITE_CORRUPT": f"{FOLDER}/{FILE} bị hỏng; {_ELSE}",
}


def _sqlite_reason(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    return next(
        (words for known, words in _REASONS.items() if name.startswith(known)),
        f"SQLite báo lỗi {name or 'không rõ'}; chạy `chitieu history --verify`",
    )
