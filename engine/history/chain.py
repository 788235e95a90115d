"""Verifies the chain of the history: every record must be in its place, unchanged, and follow its predecessor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.files.json_form import Meaning, json_form
from engine.history.database import GENESIS, HistoryError
from engine.history.rows import Record
from engine.history.store import HASH_CHANGED, LIST_CHANGED, History, head_of, record_hash


@json_form("record", "text", shape="HistoryFlawShape")
class Flaw(NamedTuple):
    """What is wrong with a record, or with the history as a whole (``number`` 0). ``text`` is Vietnamese."""

    number: int
    text: str
    only_unread: bool = False
    """Whether all hashes of the record fit, and only its result is in a form that this version does not know."""

    @property
    def record(self) -> Annotated[int | None, Meaning("null: the history as a whole")]:
        """The number of the record."""
        return self.number or None


def flaws(history: History, expected: str | None = None) -> Iterator[Flaw]:
    """Yields the flaws, oldest record first. ``expected`` is the beginning of a record hash that the chain must contain.

    All stored contents are hashed again. Somebody who can write the file can still build a whole new chain that fits; only
    a hash noted elsewhere (``expected``) reveals that.
    """
    try:
        if expected is not None and not history.exists:
            yield Flaw(0, "chưa có lịch sử nào")
        elif history.exists:
            yield from _flaws(history, expected)
    except HistoryError as error:
        yield Flaw(0, str(error))


_ORPHANS = {
    "inputs": "SELECT count(*) FROM inputs WHERE record NOT IN (SELECT number FROM records)",
    "contents": "SELECT count(*) FROM contents WHERE sha256 NOT IN (SELECT sha256 FROM inputs)",
}


def _flaws(history: History, expected: str | None) -> Iterator[Flaw]:
    with history.reading() as connection:
        for (message,) in connection.execute("PRAGMA integrity_check(3)"):
            if message != "ok":
                yield Flaw(0, f"tệp lịch sử hỏng: {message}")
        for table, query in _ORPHANS.items():
            if connection.execute(query).fetchone()[0]:
                yield Flaw(0, f"có dòng thừa trong bảng {table}, không thuộc bản ghi nào")
        count, last = head_of(connection)
        (issued,) = connection.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'records'").fetchone()
    records = history.records()
    previous = GENESIS
    for place, record in enumerate(records, 1):
        if record.number != place:
            yield Flaw(place, "đã bị xóa")
            return
        if record.previous != previous:
            yield Flaw(place, "không nối tiếp bản ghi trước: bản ghi trước đã bị thay")
        if record.sha256 != record_hash(record.number, record.time, record.receipt, record.previous):
            yield Flaw(place, HASH_CHANGED)
        yield from _of_receipt(history, record)
        previous = record.sha256
    issued = issued if isinstance(issued, int) else 0
    if (len(records), previous) != (count, last) or issued != len(records):
        yield Flaw(0, f"lịch sử đã ghi {max(count, issued)} bản ghi, nay còn {len(records)}")
    if expected is not None and not any(record.sha256.startswith(expected.lower()) for record in records):
        yield Flaw(0, f"không có bản ghi nào mang mã {expected}")


def _of_receipt(history: History, record: Record) -> Iterator[Flaw]:
    try:
        sealed = history.sealed(record.number)
    except HistoryError as error:
        yield Flaw(record.number, _without_number(error, record))
        return
    if sealed.receipt != record.receipt:
        yield Flaw(record.number, "kết quả, phiên bản hoặc tên tệp đã bị sửa, không khớp mã biên nhận")
    elif sealed.listed is None:  # another version wrote it
        yield Flaw(record.number, f"các mã băm khớp, nhưng phiên bản này {_UNREAD}: {sealed.unread}", True)
    elif sealed.listed != (record.resolution, record.unit, record.year):
        yield Flaw(record.number, LIST_CHANGED)


_UNREAD = "không đọc được kết quả ghi trong đó"


def _without_number(error: HistoryError, record: Record) -> str:
    return str(error).removeprefix(f"bản ghi số {record.number}").lstrip(": ")
