"""The sides that `diff` and `verify` look at: a record of the history, a receipt in a file, or the present workspace."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from cli.failure import Failure, failing_on, usage_failure
from cli.options import stop_on_errors
from engine.checking.errors import errors_of_rules
from engine.files.reasons import reason_of_reading
from engine.history.comparison import NamedSide
from engine.history.database import HistoryError
from engine.history.layers import Side
from engine.history.receipt import BadReceipt, Receipt, StoredReceipt, read_receipt, receipt_of
from engine.history.replay import Material
from engine.history.rows import Record
from engine.history.store import History, changed_in_list
from engine.history.verifying import flaws_of
from engine.inference.engines import EngineMissing
from engine.inference.program import EngineError, EngineLimit
from engine.language.text import fold, on_one_line
from engine.workspace.case import evaluate_cases
from engine.workspace.cases import Cases
from engine.workspace.choosing import NotFound, Selection
from engine.workspace.workspace import Workspace

NOW = "nay"


def is_now(name: str) -> bool:
    """Returns whether ``name`` stands for the present files."""
    return fold(name) in (fold(NOW), "now")


def receipt_named(name: str) -> StoredReceipt:
    """Returns the receipt in the file ``name``. Raises Failure."""
    try:
        return read_receipt(Path(name))
    except BadReceipt as error:
        raise usage_failure(f"«{on_one_line(name)}»: {error}") from None
    except OSError as error:
        raise usage_failure(f"không đọc được «{on_one_line(name)}»: {reason_of_reading(error)}") from None


def reading_history() -> AbstractContextManager[None]:
    """Returns a block in which errors of the history end the command. The block raises Failure."""
    return failing_on(HistoryError, what="không đọc được lịch sử: ")


def records_of(history: History) -> list[Record]:
    """Returns all records. Raises Failure."""
    with reading_history():
        return history.records()


def recorded(history: History, number: int) -> Receipt:
    """Returns the receipt of a record. Raises Failure where the record does not exist, or it or its place in the list was changed."""
    known = known_record(history, number)
    with reading_history():
        receipt = history.receipt(number)
    if receipt.sha256 != known.receipt:
        raise usage_failure(f"bản ghi số {number} đã bị sửa; xem `chitieu history --verify`")
    of = receipt.evaluation
    if (changed := changed_in_list(known, (of.number, of.unit, of.year))) is not None:
        raise usage_failure(f"bản ghi số {number}: {changed}; xem `chitieu history --verify`")
    return receipt


def known_record(history: History, number: int) -> Record:
    """Returns the record ``number``. Raises Failure where it does not exist."""
    records = records_of(history)
    known = next((record for record in records if record.number == number), None)
    if known is None:
        raise no_record(number, records)
    return known


def no_record(number: int, records: list[Record]) -> Failure:
    """Returns the failure for the number of a record that does not exist."""
    present = f"có các số từ 1 đến {records[-1].number}" if records else "chưa có lần nào được ghi"
    return usage_failure(f"lịch sử không có bản ghi số {number}; {present}")


def side_named(name: str, history: History) -> NamedSide:
    """Returns the side for the number of a record, or for the file of a receipt. Raises Failure."""
    if name.isascii() and name.isdecimal() and len(name) < 9:
        return _named(f"bản ghi số {int(name)}", recorded(history, int(name)))
    if not Path(name).exists():
        raise usage_failure(
            f"«{on_one_line(name)}» không phải số của một bản ghi, tệp biên nhận, hay «{NOW}» (tệp hiện nay); xem `chitieu history`"
        )
    stored = receipt_named(name)
    if flaws_of(stored):
        raise usage_failure(f"biên nhận «{on_one_line(name)}» không còn nguyên vẹn; xem nó bằng `chitieu verify`")
    return NamedSide(f"biên nhận {name}", stored.sha256, side_of(stored.receipt))


def side_now(other: Side, workspace: Workspace, engine: str) -> NamedSide:
    """Returns the present evaluation of the resolution, unit and year of ``other``; a draft where that was one.

    Raises Failure, where rules or facts have errors too.
    """
    evaluation = other.evaluation
    cases = Cases(workspace, errors_of_rules, evaluation.draft)
    selection = Selection(
        evaluation.number, (evaluation.unit,), (evaluation.year,), period=evaluation.period or "cả năm"
    )
    try:
        found = cases.select(selection)
    except NotFound as error:
        stop_on_errors(cases.problems)
        raise usage_failure(error) from None
    stop_on_errors(cases.problems, draft=evaluation.draft)
    with failing_on(EngineMissing, EngineLimit, EngineError):
        receipt = receipt_of(found[0], evaluate_cases(found[:1], engine)[0])
    return _named("tệp hiện nay", receipt)


def side_of(receipt: Receipt) -> Side:
    """Returns ``receipt`` as a side of a comparison."""
    return Side(Material(receipt.folder, receipt.inputs), receipt.evaluation, receipt.versions)


def _named(name: str, receipt: Receipt) -> NamedSide:
    return NamedSide(name, receipt.sha256, side_of(receipt))
