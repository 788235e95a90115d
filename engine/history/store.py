"""The history of a workspace: every evaluation recorded once, in a chain of hashes, in one SQLite file.

Layout: `contents` holds each file's bytes once, by hash; `records` one row per different receipt, in order; `inputs` says
which files a record was made from; `head` repeats count and last hash, so that records cut off at the end are noticed.
"""

from __future__ import annotations

import errno
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from engine.history.canonical import NotJson, canonical, digest, read_json
from engine.history.receipt import InputFile, Receipt
from engine.language.text import fold
from engine.reports.shapes import EvaluationShape

FOLDER = ".chitieu"
FILE = "history.sqlite"
GENESIS = "0" * 64
"""What stands for the record before the first."""
PATIENCE = 10.0
"""Seconds to wait for another run that is writing."""
MAX_UNPACKED = 100_000_000
"""A larger file or evaluation is not unpacked."""

_SCHEMA = (
    "CREATE TABLE contents (sha256 TEXT PRIMARY KEY, packed BLOB NOT NULL)",
    "CREATE TABLE records (number INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, receipt TEXT NOT NULL UNIQUE, "
    "previous TEXT NOT NULL, sha256 TEXT NOT NULL, resolution TEXT NOT NULL, unit TEXT NOT NULL, year INTEGER NOT NULL, "
    "folder TEXT NOT NULL, versions TEXT NOT NULL, evaluation BLOB NOT NULL, last_time TEXT NOT NULL, times INTEGER NOT NULL)",
    "CREATE TABLE inputs (record INTEGER NOT NULL, place INTEGER NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, "
    "sha256 TEXT NOT NULL, PRIMARY KEY (record, place))",
    "CREATE TABLE head (records INTEGER NOT NULL, sha256 TEXT NOT NULL)",
)
_HEADING = "number, time, receipt, previous, sha256, resolution, unit, year, last_time, times"


class HistoryError(Exception):
    """The history cannot be read or written; the message says why and what to do, in Vietnamese."""


class Draft(NamedTuple):
    """A receipt ready to be stored: ``evaluation`` is its canonical JSON, packed. It crosses processes well."""

    receipt: str
    versions: str
    folder: str
    inputs: tuple[InputFile, ...]
    resolution: str
    unit: str
    year: int
    evaluation: bytes


class Record(NamedTuple):
    """One line of the history. ``time`` is when it was first made, ``last_time`` when an equal run was last made."""

    number: int
    time: str
    receipt: str
    previous: str
    sha256: str
    resolution: str
    unit: str
    year: int
    last_time: str
    times: int


class Flaw(NamedTuple):
    """What is wrong with a record; ``number`` 0 is the history as a whole. ``text`` in Vietnamese."""

    number: int
    text: str


def draft(receipt: Receipt) -> Draft:
    """``receipt`` ready to be stored."""
    evaluation = receipt.evaluation
    return Draft(
        receipt.sha256,
        canonical(receipt.versions).decode(),
        receipt.folder,
        receipt.inputs,
        evaluation["resolution"]["number"],
        evaluation["unit"],
        evaluation["year"],
        zlib.compress(json.dumps(evaluation, ensure_ascii=False, separators=(",", ":")).encode(), 6),
    )


class History:
    """The history of the workspace at ``root``. Every method raises HistoryError."""

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER
        self.path = self.folder / FILE
        self._connection: sqlite3.Connection | None = None

    def exists(self) -> bool:
        return self.path.exists()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # ------------------------------------------------------------ writing

    def add(self, drafts: Iterable[Draft], when: datetime) -> list[Record]:
        """Stores what is new, all or nothing; of what is known already it is noted that it was made again at ``when``."""
        time = when.astimezone().isoformat(timespec="seconds")
        with self._speaking(), self._writing() as connection:
            return [self._add(connection, one, time) for one in drafts]

    def _add(self, connection: sqlite3.Connection, one: Draft, time: str) -> Record:
        known = connection.execute("SELECT number, times FROM records WHERE receipt = ?", (one.receipt,)).fetchone()
        if known is not None:
            connection.execute(
                "UPDATE records SET last_time = ?, times = ? WHERE number = ?", (time, known[1] + 1, known[0])
            )
            return self._record(connection, known[0])
        count, previous = connection.execute("SELECT records, sha256 FROM head").fetchone()
        number = count + 1
        own = record_hash(number, time, one.receipt, previous)
        row = (number, time, one.receipt, previous, own, one.resolution, one.unit, one.year, time, 1)
        connection.execute(
            f"INSERT INTO records ({_HEADING}, folder, versions, evaluation) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (*row, one.folder, one.versions, one.evaluation),
        )
        for place, file in enumerate(one.inputs):
            self._keep(connection, file)
            connection.execute(
                "INSERT INTO inputs VALUES (?,?,?,?,?)", (number, place, file.role, file.name, file.sha256)
            )
        connection.execute("UPDATE head SET records = ?, sha256 = ?", (number, own))
        return Record(*row)

    @staticmethod
    def _record(connection: sqlite3.Connection, number: int) -> Record:
        return _read(connection.execute(f"SELECT {_HEADING} FROM records WHERE number = ?", (number,)).fetchone())

    @staticmethod
    def _keep(connection: sqlite3.Connection, file: InputFile) -> None:
        if connection.execute("SELECT 1 FROM contents WHERE sha256 = ?", (file.sha256,)).fetchone() is None:
            connection.execute("INSERT INTO contents VALUES (?,?)", (file.sha256, zlib.compress(file.raw, 6)))

    # ------------------------------------------------------------ reading

    def records(self) -> list[Record]:
        """All records, the first one first; none where there is no history yet."""
        if not self.exists():
            return []
        with self._speaking():
            rows = self._opened(write=False).execute(f"SELECT {_HEADING} FROM records ORDER BY number")
            return [_read(row) for row in rows]

    def receipt(self, number: int) -> Receipt:
        """The receipt of record ``number``, which must be there. Its hashes are computed from what is stored."""
        with self._speaking():
            connection = self._opened(write=False)
            row = connection.execute(
                "SELECT versions, folder, evaluation FROM records WHERE number = ?", (number,)
            ).fetchone()
            if row is None:
                raise HistoryError(f"lịch sử không có bản ghi số {number}")
            inputs = tuple(self._inputs(connection, number))
        versions, folder, evaluation = row
        try:
            return Receipt(json.loads(versions), folder, inputs, self._evaluation(number, evaluation))
        except (ValueError, TypeError) as error:
            raise HistoryError(f"bản ghi số {number} không đọc được: {error}") from None

    def evaluation(self, number: int) -> EvaluationShape:
        """The evaluation of record ``number``, as it is stored."""
        with self._speaking():
            row = (
                self._opened(write=False)
                .execute("SELECT evaluation FROM records WHERE number = ?", (number,))
                .fetchone()
            )
        return self._evaluation(number, row[0] if row is not None else b"")

    @staticmethod
    def _evaluation(number: int, packed: bytes) -> EvaluationShape:
        try:
            found = read_json(_unpacked(packed))
        except (HistoryError, NotJson) as error:
            raise HistoryError(f"bản ghi số {number}: kết quả đánh giá không đọc được: {error}") from None
        return found  # type: ignore[return-value]  # as it was stored; its hash tells whether it is ours

    def _inputs(self, connection: sqlite3.Connection, number: int) -> Iterator[InputFile]:
        rows = connection.execute(
            "SELECT i.place, i.role, i.name, c.packed, i.sha256 FROM inputs i LEFT JOIN contents c ON c.sha256 = i.sha256 "
            "WHERE i.record = ? ORDER BY i.place",
            (number,),
        )
        for expected, (place, role, name, packed, recorded) in enumerate(rows):
            if place != expected or packed is None:
                raise HistoryError(f"bản ghi số {number} thiếu nội dung tệp {name}")
            raw = _unpacked(packed)
            file = InputFile(role, name, raw, sha256(raw).hexdigest())
            if file.sha256 != recorded:
                raise HistoryError(f"bản ghi số {number}: nội dung tệp {name} đã bị sửa, không khớp mã băm")
            yield file

    def flaws(self, expected: str | None = None) -> Iterator[Flaw]:
        """What is wrong with the chain, oldest first. ``expected``: a record hash noted earlier that must still be there."""
        with self._speaking():
            connection = self._opened(write=False)
            for (said,) in connection.execute("PRAGMA integrity_check(3)"):
                if said != "ok":
                    yield Flaw(0, f"tệp lịch sử hỏng: {said}")
            count, last = connection.execute("SELECT records, sha256 FROM head").fetchone()
            issued = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'records'").fetchone()
        records = self.records()
        previous = GENESIS
        for place, record in enumerate(records, 1):
            if record.number != place:
                yield Flaw(place, f"thiếu bản ghi số {place}: đã bị xóa")
                return
            if record.previous != previous:
                yield Flaw(place, "không nối tiếp bản ghi trước: bản ghi trước đã bị thay")
            if record.sha256 != record_hash(record.number, record.time, record.receipt, record.previous):
                yield Flaw(place, "thời điểm, biên nhận hoặc mã băm đã bị sửa")
            yield from self._receipt_flaws(record)
            previous = record.sha256
        if (len(records), previous) != (count, last) or (issued is not None and issued[0] != len(records)):
            yield Flaw(0, f"lịch sử đã ghi {max(count, issued[0] if issued else 0)} bản ghi, nay còn {len(records)}")
        if expected is not None and not any(record.sha256.startswith(expected.lower()) for record in records):
            yield Flaw(0, f"không có bản ghi nào mang mã {expected}")

    def _receipt_flaws(self, record: Record) -> Iterator[Flaw]:
        try:
            receipt = self.receipt(record.number)
            evaluation = receipt.evaluation
            said = (evaluation["resolution"]["number"], evaluation["unit"], evaluation["year"])
            if receipt.sha256 != record.receipt:
                yield Flaw(record.number, "kết quả, phiên bản hoặc tên tệp đã bị sửa, không khớp mã biên nhận")
            elif said != (record.resolution, record.unit, record.year):
                yield Flaw(record.number, "nghị quyết, đơn vị hoặc năm ghi ở danh sách đã bị sửa")
        except HistoryError as error:
            yield Flaw(record.number, str(error).removeprefix(f"bản ghi số {record.number} ").removeprefix(": "))
        except (KeyError, TypeError):
            yield Flaw(record.number, "kết quả đánh giá không đúng dạng")

    # ------------------------------------------------------------ the file

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        connection = self._opened(write=True)
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _opened(self, write: bool) -> sqlite3.Connection:
        if self._connection is None:
            self._refuse_links()
            if write:
                self.folder.mkdir(exist_ok=True)
            mode = "rwc" if write else "rw"  # rw: a run that was cut off is undone by the next that looks
            self._connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE, isolation_level=None
            )
            self._prepare(self._connection)
        return self._connection

    def _refuse_links(self) -> None:
        """Nothing outside the workspace is opened by way of a link that came with it."""
        for path in (self.folder, *(self.folder / f"{FILE}{suffix}" for suffix in ("", "-journal", "-wal", "-shm"))):
            if path.is_symlink():
                raise HistoryError(f"{FOLDER}/{path.name} là liên kết (symlink); xóa liên kết đó rồi chạy lại")

    def _prepare(self, connection: sqlite3.Connection) -> None:
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

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """What SQLite and the system say, as HistoryError."""
        try:
            yield
        except sqlite3.Error as error:
            raise HistoryError(_reason(error)) from None
        except OSError as error:
            why = _OF_SYSTEM.get(error.errno or 0, error.strerror or str(error))
            raise HistoryError(f"không mở được {FOLDER}/: {why}") from None


def _read(row: tuple[object, ...]) -> Record:
    """A row of the list, of which a stranger may have made anything. Raises HistoryError."""
    if tuple(map(type, row)) != (int, str, str, str, str, str, str, int, str, int):
        raise HistoryError(f"bản ghi {row[0]!r} trong {FOLDER}/{FILE} bị hỏng: sai kiểu dữ liệu")
    return Record(*row)  # type: ignore[arg-type]


def record_hash(number: int, time: str, receipt: str, previous: str) -> str:
    """The hash of a record: it fixes its place, time and receipt, and everything before it."""
    return digest({"number": number, "time": time, "receipt": receipt, "previous": previous})


def of_case(
    records: Iterable[Record], resolution: str | None, units: Iterable[str], years: Iterable[int]
) -> list[Record]:
    """The records of these resolutions, units and years; nothing given means all."""
    wanted, numbers = {fold(unit) for unit in units}, set(years)
    return [
        record
        for record in records
        if (resolution is None or fold(record.resolution) == fold(resolution))
        and (not wanted or fold(record.unit) in wanted)
        and (not numbers or record.year in numbers)
    ]


def _unpacked(packed: bytes) -> bytes:
    """Raises HistoryError where it is damaged or unpacks to more than MAX_UNPACKED bytes."""
    unpacker = zlib.decompressobj()
    try:
        raw = unpacker.decompress(packed, MAX_UNPACKED)
    except (zlib.error, TypeError):
        raise HistoryError("nội dung đã lưu bị hỏng") from None
    if not unpacker.eof or unpacker.unconsumed_tail:
        raise HistoryError("nội dung đã lưu bị hỏng hoặc quá lớn")
    return raw


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


_OF_SYSTEM = {
    errno.EACCES: "không có quyền ghi",
    errno.EPERM: "không có quyền ghi",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOSPC: "đĩa đã đầy",
    errno.EEXIST: "đã có tệp mang tên này",
}


def _reason(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    return next((said for known, said in _REASONS.items() if name.startswith(known)), f"{name or error}")
