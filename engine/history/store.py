"""The history of a workspace, which records every different evaluation once, in a chain of hashes."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.files.json_form import Hash, Meaning, json_form
from engine.history.canonical import NotJson, canonical, digest, read_hashed
from engine.history.database import FILE, FOLDER, Database, HistoryError, add_signatures, unpacked, version_of
from engine.history.keys import PrivateKey
from engine.history.receipt import (
    BadReceipt,
    Hashes,
    InputFile,
    Receipt,
    RoleName,
    evaluation_from,
    evaluation_of,
    evaluation_to_list,
)
from engine.history.recorded import RecordedResult
from engine.history.rows import (
    UNREAD,
    Record,
    cases_of_record,
    content_in,
    inputs_of_record,
    named_inputs,
    parts_of,
    record_in,
    signature_in,
    text_in,
    told_of_result,
    versions_in,
)
from engine.history.signatures import Signature, signature
from engine.history.sweep import Sweep, SweptAbout, is_sweep, sweep_from, sweep_of
from engine.language.names import the_one
from engine.language.text import with_marks

_HEADING = "number, time, receipt, previous, sha256, resolution, unit, year, last_time, times"
_MOST_TIMES = 1_000_000_000
_MOST_SIGNERS = 20
"""The signatures per record, on average, that are verified; each takes some 0.3 ms."""


class PackedFile(NamedTuple):
    """A file as a history keeps it. It can be pickled."""

    role: RoleName
    name: str
    sha256: Hash
    packed: bytes


class PackedReceipt(NamedTuple):
    """A receipt, or a sweep, ready to be stored; ``evaluation`` is its document as compressed JSON. It can be pickled."""

    receipt: str
    versions: str
    folder: str
    inputs: tuple[InputFile | PackedFile, ...]
    resolution: str
    unit: str
    year: int
    evaluation: bytes


@json_form(
    "number=record.number", "time=record.time", "last_time=record.last_time", "times=record.times",
    "resolution=record.resolution", "unit=record.unit", "year=record.year", "engine=result.engine*",
    "summary=result.summary*", "receipt=record.receipt", "sha256=record.sha256", "unread*",
    "cases*", "changed*", shape="RecordShape",
)  # fmt: skip
class RecordedRun(NamedTuple):
    """A record with what it found; None where this version cannot read it, for the reason in ``unread``."""

    record: Record
    result: RecordedResult | None
    unread: Annotated[str | None, Meaning("Why engine and summary are missing: another version wrote the result")] = (
        None
    )
    cases: Annotated[int | None, Meaning("How many cases it has where it is one run over many units")] = None
    changed: Annotated[
        str | None,
        Meaning("What the list says of it and the record does not: somebody has changed it; missing where nothing is"),
    ] = None


def pack(receipt: Receipt) -> PackedReceipt:
    """Returns ``receipt`` ready to be stored."""
    evaluation = receipt.evaluation
    return PackedReceipt(
        receipt.sha256,
        canonical(receipt.versions).decode(),
        receipt.folder,
        receipt.inputs,
        evaluation.number,
        evaluation.unit,
        evaluation.year,
        zlib.compress(json.dumps(evaluation, ensure_ascii=False, separators=(",", ":")).encode(), 6),
    )


class Sealed(NamedTuple):
    """What a record holds, for the check of its hash: ``receipt`` is the hash of all of it, computed from the contents.

    ``listed`` is what the list must say of it (resolution, unit, year); None where this version cannot read the result, for
    the reason in ``unread``. ``receipt`` is None where the result is no JSON document at all.
    """

    receipt: Hash | None
    listed: tuple[str, str, int] | None
    unread: str


class History(Database):
    """The records of a workspace. All methods raise HistoryError."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._hashes: dict[int, Hash] = {}

    # ------------------------------------------------------------ writing

    def add(self, receipts: Iterable[PackedReceipt], when: datetime, signer: PrivateKey | None = None) -> list[Record]:
        """Stores all receipts or none; a known receipt only gets ``when`` as its last time. Returns their records.

        ``signer`` signs the records, also known ones.
        """
        time = when.astimezone().isoformat(timespec="seconds")
        with self.writing() as connection:
            added = [_add(connection, one, time) for one in receipts]
            if signer is not None:
                _sign(connection, added, signer)
            return added

    # ------------------------------------------------------------ reading

    def records(self) -> list[Record]:
        """Returns all records in order; none where the workspace has no history yet."""
        if not self.exists:
            return []
        with self.reading() as connection:
            return [record_in(row) for row in connection.execute(f"SELECT {_HEADING} FROM records ORDER BY number")]

    def receipt(self, number: int) -> Receipt:
        """Returns the receipt of record ``number``, with hashes computed from the stored contents."""
        with self.reading() as connection:
            versions, folder, packed = parts_of(connection, number)
            inputs = tuple(inputs_of_record(connection, number))
        with told_of_result(number):
            evaluation = evaluation_from(unpacked(packed))
        return Receipt(versions_in(number, versions), text_in(number, folder), inputs, evaluation)

    def sealed(self, number: int) -> Sealed:
        """Returns what record ``number`` holds. Each content is unpacked once, however many records have it."""
        with self.reading() as connection:
            parts = parts_of(connection, number)
            named = [(one.role, one.name, one.sha256) for one in named_inputs(connection, number, self._content_hash)]
        versions, folder = versions_in(number, parts[0]), text_in(number, parts[1])
        with told_of_result(number):
            raw = unpacked(parts[2])
        try:
            document, own = read_hashed(raw)
        except NotJson:
            return Sealed(None, None, "")
        receipt = Hashes.of(versions, folder, named, own).of_receipt
        try:
            if is_sweep(raw):
                return Sealed(receipt, self._listed(number, sweep_of(document)), "")
            evaluation = evaluation_of(document)
            return Sealed(receipt, (evaluation.number, evaluation.unit, evaluation.year), "")
        except BadReceipt as error:
            return Sealed(receipt, None, f"{UNREAD}: {error}")

    def _listed(self, number: int, sweep: Sweep) -> tuple[str, str, int]:
        """Returns what the list must say of a sweep, by its cases. Raises BadReceipt."""
        about = SweptAbout()
        with self.reading() as connection:
            about.note(cases_of_record(connection, number, sweep))
        return about.listed(sweep)

    def _content_hash(self, row: int) -> Hash:
        """Returns the sha256 of a row of `contents`. Raises HistoryError where it cannot be unpacked."""
        if row not in self._hashes:
            self._hashes[row] = sha256(content_in(self._opened(), row)).hexdigest()
        return self._hashes[row]

    def run(self, record: Record) -> RecordedRun:
        """Returns ``record`` with what it found, or with the reason why it cannot be read."""
        with self.reading() as connection:
            row = connection.execute("SELECT evaluation FROM records WHERE number = ?", (record.number,)).fetchone()
        try:
            with told_of_result(record.number):
                raw = unpacked(None if row is None else row[0])
                if is_sweep(raw):
                    sweep = sweep_from(raw)
                    changed = changed_in_list(record, sweep.listed or self._listed(record.number, sweep))
                    return RecordedRun(record, sweep.result, None, sweep.evaluated, changed)
                evaluation = evaluation_to_list(raw)
                listed = evaluation.number, evaluation.unit, evaluation.year
                return RecordedRun(record, evaluation.result, None, None, changed_in_list(record, listed))
        except HistoryError as error:
            return RecordedRun(record, None, str(error))

    def signatures(self) -> list[tuple[int, Signature]]:
        """Returns the signatures, none of them verified, with the numbers of their records."""
        if not self.exists:
            return []
        with self.reading() as connection:
            if version_of(connection) == 0:
                return []
            (count,) = connection.execute("SELECT count(*) FROM signatures").fetchone()
            if count > _MOST_SIGNERS * head_of(connection)[0]:
                raise HistoryError(f"có {count} chữ ký, quá {_MOST_SIGNERS} chữ ký cho mỗi bản ghi")
            rows = connection.execute(
                "SELECT record, algorithm, public_key, signed, value FROM signatures ORDER BY record, public_key"
            )
            return [signature_in(row) for row in rows]


def head_of(connection: sqlite3.Connection) -> tuple[int, str]:
    """Returns the number of records and the hash of the last. Raises HistoryError."""
    rows = connection.execute("SELECT records, sha256 FROM head").fetchall()
    if len(rows) != 1 or tuple(map(type, rows[0])) != (int, str):
        raise HistoryError(f"bảng head trong {FOLDER}/{FILE} bị hỏng")
    return rows[0][0], rows[0][1]


def record_hash(number: int, time: str, receipt: str, previous: str) -> str:
    """Returns the hash of a record, which fixes its place, time and receipt, and all records before it."""
    return digest({"number": number, "time": time, "receipt": receipt, "previous": previous})


HASH_CHANGED = "thời điểm, biên nhận hoặc mã băm đã bị sửa"
LIST_CHANGED = "nghị quyết, đơn vị hoặc năm ghi ở danh sách đã bị sửa"


def changed_in_list(record: Record, listed: tuple[str, str, int]) -> str | None:
    """Returns what the list says otherwise than the record, of which it must say ``listed``; None where nothing is."""
    if record.sha256 != record_hash(record.number, record.time, record.receipt, record.previous):
        return HASH_CHANGED
    return LIST_CHANGED if listed != (record.resolution, record.unit, record.year) else None


def of_case(
    records: Iterable[Record], resolution: str | None, units: Iterable[str], years: Iterable[int]
) -> list[Record]:
    """Returns the records of this resolution and these units and years; None or an empty iterable means all.

    Raises UnclearName for a name that lacks the marks that tell recorded names apart, or has other ones.
    """
    listed, year_set = list(records), set(years)
    resolutions = _keys((resolution,) if resolution else (), (record.resolution for record in listed), "nghị quyết")
    unit_keys = _keys(units, (record.unit for record in listed), "đơn vị")
    return [
        record
        for record in listed
        if (resolutions is None or with_marks(record.resolution) in resolutions)
        and (unit_keys is None or with_marks(record.unit) in unit_keys)
        and (not year_set or record.year in year_set)
    ]


def _keys(names: Iterable[str], recorded: Iterable[str], what: str) -> set[str] | None:
    """Returns the keys of the recorded names that ``names`` mean; None where no name is asked for. Raises UnclearName."""
    asked, known = list(names), list(recorded)
    found = (the_one(name, known, what) for name in asked)
    return {with_marks(one) for one in found if one is not None} if asked else None


# ---------------------------------------------------------------- rows


def _add(connection: sqlite3.Connection, one: PackedReceipt, time: str) -> Record:
    known = connection.execute("SELECT number FROM records WHERE receipt = ?", (one.receipt,)).fetchone()
    if known is not None:
        again = f"UPDATE records SET last_time = ?, times = min(times + 1, {_MOST_TIMES}) WHERE number = ?"
        connection.execute(again, (time, known[0]))
        return record_in(connection.execute(f"SELECT {_HEADING} FROM records WHERE number = ?", known).fetchone())
    count, previous = head_of(connection)
    number = count + 1
    own = record_hash(number, time, one.receipt, previous)
    row = (number, time, one.receipt, previous, own, one.resolution, one.unit, one.year, time, 1)
    connection.execute(
        f"INSERT INTO records ({_HEADING}, folder, versions, evaluation) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (*row, one.folder, one.versions, one.evaluation),
    )
    for place, file in enumerate(one.inputs):
        known = connection.execute("SELECT 1 FROM contents WHERE sha256 = ?", (file.sha256,)).fetchone()
        if known is None:
            connection.execute("INSERT INTO contents VALUES (?,?)", (file.sha256, file.packed))
        connection.execute("INSERT INTO inputs VALUES (?,?,?,?,?)", (number, place, file.role, file.name, file.sha256))
    connection.execute("UPDATE head SET records = ?, sha256 = ?", (number, own))
    return Record(*row)


def _sign(connection: sqlite3.Connection, records: list[Record], signer: PrivateKey) -> None:
    add_signatures(connection)
    for record in records:
        own = signature(signer, "record", record.sha256)
        row = (record.number, own.public_key, own.algorithm, own.signed, own.value)
        connection.execute("INSERT OR REPLACE INTO signatures VALUES (?,?,?,?,?)", row)
