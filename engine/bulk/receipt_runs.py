"""Finds the runs over many units that keep the files of a receipt."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bulk.recorded_cases import RecordedCases
from engine.history.database import HistoryError
from engine.history.receipt import InputFile, Receipt
from engine.history.recorded_sweep import NotKept, RecordedSweep, has_case, recorded_sweep
from engine.history.rows import Record
from engine.history.store import History
from engine.language.text import fold, with_marks


def runs_of(receipt: Receipt, history: History) -> list[Record]:
    """Returns the runs that keep what ``receipt`` was made from. Raises HistoryError where the history cannot be read."""
    of = receipt.evaluation
    same = [one for one in history.records() if fold(one.resolution) == fold(of.number)]
    return [one for one in same if _has(history, one, receipt)]


def _has(history: History, record: Record, receipt: Receipt) -> bool:
    of = receipt.evaluation
    try:
        return has_case(history, record.number, [of.unit], [of.year]) and _keeps(
            recorded_sweep(history, record), receipt
        )
    except HistoryError:  # a record that was changed, or that another version wrote, keeps nothing for certain
        return False


def _keeps(recorded: RecordedSweep, receipt: Receipt) -> bool:
    of = receipt.evaluation
    case = next((one for one in recorded.cases if one.key == (with_marks(of.unit), of.year, of.period)), None)
    if case is None or not case.verdicts or recorded.folder != receipt.folder:
        return False
    if set(_named(recorded.rules)) != set(_named(receipt.inputs, "rules")):
        return False
    try:
        material = RecordedCases(recorded, [case]).material(case)
    except NotKept:
        return False
    kept, used = set(_named(material.inputs)), set(_named(receipt.inputs))
    # Of the other years an evaluation takes what it looks at.
    return used <= kept and set(_named(receipt.inputs, "facts")) == set(_named(material.inputs, "facts"))


def _named(inputs: tuple[InputFile, ...], *roles: str) -> Iterator[tuple[str, str, str]]:
    """The roles, names and hashes of files: those of ``roles``, of all where none is given."""
    return ((one.role, one.name, one.sha256) for one in inputs if not roles or one.role in roles)
