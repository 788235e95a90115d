"""Rows of a history, as read: a stranger may have written them. Everything here raises HistoryError."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.files.json_form import Hash, Meaning
from engine.history.canonical import NotJson, read_json
from engine.history.database import FILE, FOLDER, HistoryError, unpacked
from engine.history.receipt import ROLES, BadReceipt, InputFile, RoleName
from engine.history.signatures import Signature
from engine.history.sweep import Sweep, SweptCase, cases_in
from engine.language.text import on_one_line


class Record(NamedTuple):
    """A row of the history. ``time`` is that of the first run, ``last_time`` that of the last equal run."""

    number: int
    time: Annotated[str, Meaning("When it was first made")]
    receipt: Annotated[Hash, Meaning("sha256 of the receipt")]
    previous: str
    sha256: Annotated[Hash, Meaning("Of the record: fixes its place in the chain and all before it")]
    resolution: str
    unit: str
    year: int
    last_time: Annotated[str, Meaning("When an equal run was last made")]
    times: int


def record_in(row: tuple[object, ...]) -> Record:
    if tuple(map(type, row)) != (int, str, str, str, str, str, str, int, str, int):
        raise HistoryError(f"bản ghi {row[0]!r} trong {FOLDER}/{FILE} bị hỏng: sai kiểu dữ liệu")
    return Record(*row)  # type: ignore[arg-type]


def signature_in(row: tuple[object, ...]) -> tuple[int, Signature]:
    if tuple(map(type, row)) != (int, str, str, str, str):
        raise HistoryError(f"chữ ký của bản ghi {row[0]!r} trong {FOLDER}/{FILE} bị hỏng: sai kiểu dữ liệu")
    number, *fields = row
    return number, Signature(*fields)  # type: ignore[return-value,arg-type]


UNREAD = "kết quả đánh giá không đọc được"


@contextmanager
def told_of_result(number: int) -> Iterator[None]:
    """Turns what is wrong with the evaluation of record ``number`` into HistoryError."""
    try:
        yield
    except (HistoryError, BadReceipt) as error:
        raise HistoryError(f"bản ghi số {number}: {UNREAD}: {error}") from None


def parts_of(connection: sqlite3.Connection, number: int) -> tuple[object, object, object]:
    """Returns the versions, the folder and the packed evaluation of a record."""
    query = "SELECT versions, folder, evaluation FROM records WHERE number = ?"
    row: tuple[object, object, object] | None = connection.execute(query, (number,)).fetchone()
    if row is None:
        raise HistoryError(f"lịch sử không có bản ghi số {number}")
    return row


class NamedInput(NamedTuple):
    """A file of a record; ``content`` is the row of its bytes in `contents`."""

    role: RoleName
    name: str
    sha256: Hash
    content: int


def inputs_of_record(connection: sqlite3.Connection, number: int) -> Iterator[InputFile]:
    raws: dict[int, bytes] = {}

    def hash_of(row: int) -> Hash:
        raws[row] = content_in(connection, row)
        return sha256(raws[row]).hexdigest()

    for one in named_inputs(connection, number, hash_of):
        yield InputFile(one.role, one.name, raws[one.content], one.sha256)


def content_in(connection: sqlite3.Connection, row: int) -> bytes:
    (packed,) = connection.execute("SELECT packed FROM contents WHERE rowid = ?", (row,)).fetchone()
    return unpacked(packed)


def named_inputs(connection: sqlite3.Connection, number: int, hash_of: Callable[[int], Hash]) -> Iterator[NamedInput]:
    """Yields the files of a record in order, the hash of each compared with the one recorded."""
    rows = connection.execute(
        "SELECT i.place, i.role, i.name, c.rowid, i.sha256 FROM inputs i LEFT JOIN contents c ON c.sha256 = i.sha256 "
        "WHERE i.record = ? ORDER BY i.place",
        (number,),
    )
    for expected, (place, role, name, content, recorded) in enumerate(rows):
        if place != expected or content is None:
            raise HistoryError(f"bản ghi số {number} thiếu nội dung tệp {on_one_line(str(name))}")
        own = hash_of(content)
        one = NamedInput(_role(number, role), text_in(number, name), own, content)
        if own != recorded:
            raise HistoryError(
                f"bản ghi số {number}: nội dung tệp {on_one_line(str(name))} đã bị sửa, không khớp mã băm"
            )
        yield one


def cases_of_record(connection: sqlite3.Connection, number: int, sweep: Sweep) -> list[SweptCase]:
    """Returns the cases of a sweep. Raises HistoryError, BadReceipt."""
    found: list[SweptCase] = []
    query = "SELECT c.rowid FROM inputs i JOIN contents c ON c.sha256 = i.sha256 WHERE i.record = ? AND i.sha256 = ?"
    for piece in sweep.cases:
        row = connection.execute(query, (number, piece)).fetchone()
        raw = b"" if row is None else content_in(connection, row[0])
        if sha256(raw).hexdigest() != piece:
            raise HistoryError(f"bản ghi số {number} thiếu một phần danh sách đơn vị, hoặc phần ấy đã bị sửa")
        found += cases_in(raw, sweep)
    return found


def text_in(number: int, value: object) -> str:
    if not isinstance(value, str):
        raise HistoryError(f"bản ghi số {number} có tên tệp hoặc thư mục sai dạng")
    return value


def _role(number: int, value: object) -> RoleName:
    role = next((known for known in ROLES if known == value), None)
    if role is None:
        raise HistoryError(f"bản ghi số {number} có tệp với vai trò không biết")
    return role


def versions_in(number: int, value: object) -> dict[str, str]:
    try:
        found = read_json(text_in(number, value).encode())
    except NotJson:
        found = None
    if not isinstance(found, dict) or set(found) != {"chitieu", "python"}:
        raise HistoryError(f"bản ghi số {number} có phiên bản sai dạng")
    return {"chitieu": str(found["chitieu"]), "python": str(found["python"])}
