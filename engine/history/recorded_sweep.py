"""A sweep as the history has it: its cases, and the files of which each can be evaluated again."""

from __future__ import annotations

from collections.abc import Iterable

from engine.domain.records import NamedTuple
from engine.files.json_form import plain
from engine.history.canonical import digest
from engine.history.database import HistoryError, unpacked
from engine.history.receipt import BadReceipt, Hashes, InputFile
from engine.history.replay import Material
from engine.history.rows import (
    Record,
    cases_of_record,
    inputs_of_record,
    parts_of,
    text_in,
    told_of_result,
    versions_in,
)
from engine.history.store import History, changed_in_list
from engine.history.sweep import Sweep, SweptAbout, SweptCase, cases_in, is_sweep, sweep_from
from engine.language.names import meant

CaseKey = tuple[str, int, str]
"""What tells a case from others (`SweptCase.key`)."""


class NotKept(Exception):
    """What was given of a case cannot be had, or is not what was evaluated; the message is Vietnamese."""


class OtherRow(NotKept):
    """The table has the unit, with other numbers than those that were evaluated."""


class RecordedSweep(NamedTuple):
    """A sweep with all that its record holds. ``table`` are the bytes of the table, None where none is kept.

    ``facts`` are its facts files; of a table the profile that it was read by, if any.
    """

    record: Record
    versions: dict[str, str]
    folder: str
    sweep: Sweep
    cases: tuple[SweptCase, ...]
    rules: tuple[InputFile, ...]
    facts: tuple[InputFile, ...]
    table: bytes | None

    def material(self, case: SweptCase) -> Material:
        """What a case of a sweep over facts files was evaluated from. Raises NotKept."""
        if not case.files:
            raise NotKept("số liệu có lỗi khi đánh giá nên không được giữ")
        if any(file.place >= len(self.facts) for file in case.files):
            raise NotKept("bản ghi thiếu tệp số liệu của đơn vị")
        own = (self.facts[file.place]._replace(role=file.role) for file in case.files)
        return Material(self.folder, (*self.rules, *own))


def is_recorded_sweep(history: History, number: int) -> bool:
    """Whether the record ``number`` is one of a run over many units. Raises HistoryError."""
    with history.reading() as connection:
        packed = parts_of(connection, number)[2]
    with told_of_result(number):
        return is_sweep(unpacked(packed))


def has_case(history: History, number: int, units: Iterable[str], years: Iterable[int]) -> bool:
    """Whether the record is a run over many units with one of ``units``, written in whichever way, in one of ``years``.

    An empty iterable means any. The list of records has the last year alone. Raises HistoryError.
    """
    wanted, within = list(units), set(years)
    with history.reading() as connection:
        packed = parts_of(connection, number)[2]
        with told_of_result(number):
            raw = unpacked(packed)
            if not is_sweep(raw):
                return False
            sweep = sweep_from(raw)
            if within and within.isdisjoint(sweep.years):
                return False
            if not wanted:
                return True
            cases = cases_of_record(connection, number, sweep)
            names = {case.unit for case in cases if not within or case.year in within}
    return any(meant(unit, names) for unit in wanted)


def recorded_sweep(history: History, record: Record) -> RecordedSweep:
    """Returns the sweep of ``record``. Raises HistoryError where it was changed, or is of another version."""
    number = record.number
    with history.reading() as connection:
        versions, folder, packed = parts_of(connection, number)
        inputs = tuple(inputs_of_record(connection, number))
    own, place = versions_in(number, versions), text_in(number, folder)
    with told_of_result(number):
        sweep = sweep_from(unpacked(packed))
        named = ((one.role, one.name, one.sha256) for one in inputs)
        if Hashes.of(own, place, named, digest(plain(sweep))).of_receipt != record.receipt:
            raise BadReceipt("đã bị sửa; xem `chitieu history --verify`")
        rules = tuple(one for one in inputs if one.role == "rules")
        given = [one for one in inputs if one.role != "rules"]
        kept, listed = () if sweep.table is None else sweep.table.pieces, sweep.cases
        last, before = len(given) - len(listed), len(given) - len(listed) - len(kept)
        pieces = [*given[max(before, 0) :]]
        if [one.sha256 for one in pieces] != [*kept, *listed]:
            raise BadReceipt("các phần của bảng hoặc của danh sách đơn vị không đủ")
        cases = tuple(case for one in given[last:] for case in cases_in(one.raw, sweep))
        facts = given[:before]
        if sweep.table is not None and [one.name for one in facts] != [*filter(None, (sweep.table.profile,))]:
            raise BadReceipt("thiếu tệp biểu mẫu mà bảng được đọc theo, hoặc thừa tệp")
        about = SweptAbout()
        about.note(cases)
        changed = changed_in_list(record, about.listed(sweep))
    if changed is not None:
        raise HistoryError(f"bản ghi số {number}: {changed}; xem `chitieu history --verify`")
    table = b"".join(one.raw for one in given[before:last]) if kept else None
    return RecordedSweep(record, own, place, sweep, cases, rules, tuple(facts), table)
