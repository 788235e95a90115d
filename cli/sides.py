"""What `diff` compares and `verify` looks at: a record of the history, a receipt in a file, or what the workspace holds now."""

from __future__ import annotations

from pathlib import Path

from cli.failure import Exit, Failure
from cli.options import stop_on_errors
from engine.files.reasons import reason
from engine.history.comparison import NamedSide
from engine.history.database import HistoryError
from engine.history.layers import Side
from engine.history.receipt import BadReceipt, Receipt, StoredReceipt, read_receipt, receipt_of
from engine.history.replay import Material
from engine.history.store import History, Record
from engine.history.verifying import flaws_of
from engine.inference.engines import EngineMissing
from engine.inference.program import EngineError, EngineLimit
from engine.language.text import fold, on_one_line
from engine.workspace.cases import Cases, NotFound, Selection, evaluate_cases
from engine.workspace.workspace import Workspace

NOW = "nay"


def is_now(name: str) -> bool:
    """Whether the present files are meant."""
    return fold(name) in (fold(NOW), "now")


def receipt_named(name: str) -> StoredReceipt:
    """The receipt in the file ``name``. Raises Failure."""
    try:
        return read_receipt(Path(name))
    except BadReceipt as error:
        raise Failure(Exit.USAGE, f"lỗi: «{on_one_line(name)}»: {error}") from None
    except OSError as error:
        what = "không có tệp này" if isinstance(error, FileNotFoundError) else reason(error)
        raise Failure(Exit.USAGE, f"lỗi: không đọc được «{on_one_line(name)}»: {what}") from None


def records_of(history: History) -> list[Record]:
    """All records. Raises Failure."""
    try:
        return history.records()
    except HistoryError as error:
        raise Failure(Exit.USAGE, f"lỗi: không đọc được lịch sử: {error}") from None


def recorded(history: History, number: int) -> Receipt:
    """The receipt of a record, unharmed. Raises Failure."""
    records = records_of(history)
    known = next((record for record in records if record.number == number), None)
    if known is None:
        there = f"có các số từ 1 đến {records[-1].number}" if records else "chưa có lần nào được ghi"
        raise Failure(Exit.USAGE, f"lỗi: lịch sử không có bản ghi số {number}; {there}")
    try:
        receipt = history.receipt(number)
    except HistoryError as error:
        raise Failure(Exit.USAGE, f"lỗi: không đọc được lịch sử: {error}") from None
    if receipt.sha256 != known.receipt:
        raise Failure(Exit.USAGE, f"lỗi: bản ghi số {number} đã bị sửa; xem `chitieu history --verify`")
    return receipt


def side_named(name: str, history: History) -> NamedSide:
    """The number of a record, or the file of a receipt. Raises Failure."""
    if name.isascii() and name.isdecimal() and len(name) < 9:
        return _named(f"bản ghi số {int(name)}", recorded(history, int(name)))
    if not Path(name).exists():
        raise Failure(
            Exit.USAGE,
            f"lỗi: «{on_one_line(name)}» không phải số của một bản ghi, tệp biên nhận, hay «{NOW}» (tệp hiện nay); xem `chitieu history`",
        )
    stored = receipt_named(name)
    if flaws_of(stored):
        raise Failure(
            Exit.USAGE, f"lỗi: biên nhận «{on_one_line(name)}» không còn nguyên vẹn; xem nó bằng `chitieu verify`"
        )
    return NamedSide(f"biên nhận {name}", stored.sha256, side_of(stored.receipt))


def side_now(other: Side, workspace: Workspace, engine: str) -> NamedSide:
    """What the workspace gives now for the resolution, unit and year of ``other``. Raises Failure."""
    evaluation = other.evaluation
    cases = Cases(workspace)
    selection = Selection(evaluation.number, (evaluation.unit,), (evaluation.year,))
    try:
        found = cases.select(selection)
    except NotFound as error:
        stop_on_errors(cases.problems)
        raise Failure(Exit.USAGE, f"lỗi: {error}") from None
    stop_on_errors(cases.problems)
    try:
        receipt = receipt_of(found[0], evaluate_cases(found[:1], engine)[0])
    except (EngineMissing, EngineLimit, EngineError) as error:
        raise Failure(Exit.USAGE, f"lỗi: {error}") from None
    return _named("tệp hiện nay", receipt)


def side_of(receipt: Receipt) -> Side:
    """``receipt`` as one side of a comparison."""
    return Side(Material(receipt.folder, receipt.inputs), receipt.evaluation, receipt.versions)


def _named(name: str, receipt: Receipt) -> NamedSide:
    return NamedSide(name, receipt.sha256, side_of(receipt))
