"""The SQLite file of a history. It may come from a stranger, so it is opened with care; all its errors are Vietnamese.

Layout: `contents` has the bytes of each file once, by hash; `records` has one row per different receipt, in order;
`inputs` lists the files that a record was made from; `head` repeats the count and the last hash, so that a missing end is
noticed.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.domain.limits import RECEIPT_BYTES
from engine.files.reasons import reason

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


class HistoryError(Exception):
    """The history cannot be read or written; the message says why and what to do, in Vietnamese."""


class Database:
    """The history file of the workspace at ``root``, opened when it is first used. All methods raise HistoryError."""

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER
        self.path = self.folder / FILE
        self._connection: sqlite3.Connection | None = None

    @property
    def exists(self) -> bool:
        """Whether the file exists, or something else is in the place of its folder."""
        return self.path.exists() or (self.folder.exists() and not self.folder.is_dir())

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
            yield self._opened("rw")  # not ro: SQLite must be able to roll back a run that was cut off

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Yields a connection in a transaction, which takes effect as a whole or not at all."""
        with _errors_translated():
            self._refuse_links()
            self.folder.mkdir(exist_ok=True)
            connection = self._opened("rwc")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _opened(self, mode: str) -> sqlite3.Connection:
        if self._connection is None:
            self._refuse_links()
            uri = f"{self.path.absolute().as_uri()}?mode={mode}"
            self._connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
            # A text that is no UTF-8 becomes one whose hash does not fit, instead of an error in the middle of a list.
            self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            _prepare(self._connection)
        return self._connection

    def _refuse_links(self) -> None:
        """Raises HistoryError where a path is a link, which could lead to a file outside the workspace."""
        for path in (self.folder, *(self.folder / f"{FILE}{suffix}" for suffix in ("", "-journal", "-wal", "-shm"))):
            if path.is_symlink():
                raise HistoryError(f"{FOLDER}/{path.name} là liên kết (symlink); xóa liên kết đó rồi chạy lại")


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA synchronous = FULL")
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        connection.execute("BEGIN IMMEDIATE")
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:  # nobody was faster
            for statement in _SCHEMA:
                connection.execute(statement)
            connection.execute("INSERT INTO head VALUES (0, ?)", (GENESIS,))
        connection.execute("COMMIT")
    found = {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")}
    if found != set(_SCHEMA):
        raise HistoryError(
            f"{FOLDER}/{FILE} không phải lịch sử của phiên bản chitieu này; đổi tên tệp đó để bắt đầu lịch sử mới"
        )


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
    "SQLITE_NOTADB": f"{FOLDER}/{FILE} không phải tệp lịch sử; đổi tên tệp đó để bắt đầu lịch sử mới",
    "SQLITE_CONSTRAINT": "các bản ghi không khớp nhau; chạy `chitieu history --verify`",
    "SQLITE_CORRUPT": f"{FOLDER}/{FILE} bị hỏng; đổi tên tệp đó để bắt đầu lịch sử mới",
}


def _sqlite_reason(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    return next((words for known, words in _REASONS.items() if name.startswith(known)), f"{name or error}")
