"""Records evaluations in the history of the workspace; a failure is reported once and does not affect the results."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from cli.failure import usage_failure
from cli.outputs import checked_output, not_written, refuse_foreign
from cli.texts import tell
from cli.usage import option

if TYPE_CHECKING:
    from engine.evaluation.evaluation import Evaluation
    from engine.history.keys import PrivateKey
    from engine.history.receipt import Receipt
    from engine.history.rows import Record
    from engine.history.store import PackedReceipt
    from engine.workspace.case import Case
    from engine.workspace.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])
_BATCH = 200
"""The number of evaluations written in one transaction."""


def records(command: F) -> F:
    """Adds --no-record to a command that records its evaluations."""
    help = "Không ghi lần đánh giá này vào lịch sử (.chitieu/history.sqlite)."
    added: F = option("--no-record", is_flag=True, help=help)(command)
    return added


class Recorder:
    """Records receipts in batches; an interruption does not lose those already added."""

    def __init__(self, workspace: Workspace, signer: PrivateKey | None = None) -> None:
        self.workspace = workspace
        self.signer = signer
        self._waiting: list[PackedReceipt] = []
        self._failed = False

    def __enter__(self) -> Self:
        return self

    def add(self, receipt: PackedReceipt) -> None:
        self._waiting.append(receipt)
        if len(self._waiting) >= _BATCH:
            self._write()

    def record(self, case: Case, evaluation: Evaluation) -> None:
        """Records an evaluation, which must just have been made from ``case``."""
        from engine.history.receipt import receipt_of
        from engine.history.store import pack

        self.add(pack(receipt_of(case, evaluation)))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write()

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting and not self._failed:
            self._failed = not stored(self.workspace, waiting, self.signer)


def stored(workspace: Workspace, packed: list[PackedReceipt], signer: PrivateKey | None) -> list[Record]:
    """Writes what is ``packed`` into the history, and returns its records; none, said on stderr, where that cannot be."""
    from engine.history.database import HistoryError
    from engine.history.store import History

    try:
        with History(workspace.root) as history:
            return history.add(packed, datetime.now(), signer)
    except HistoryError as error:
        why = str(error)
    except Exception as error:  # whatever a damaged history brings about, the result is delivered
        why = f"lịch sử bị hỏng theo cách chưa lường trước ({type(error).__name__})"
    what = "lần đánh giá này" if len(packed) == 1 else f"{len(packed)} lần đánh giá này"
    tell(
        f"chú ý: chưa ghi được {what} vào lịch sử: {why}. Kết quả đánh giá không bị ảnh hưởng; "
        "dùng --no-record nếu không cần ghi."
    )
    return []


def record_one(case: Case, evaluation: Evaluation, workspace: Workspace) -> None:
    """Records one evaluation, as ``Recorder.record`` does."""
    with Recorder(workspace) as recorder:
        recorder.record(case, evaluation)


def receipt_file(name: str) -> Path:
    """Returns the path for a receipt. Raises Failure for another extension than .json, and where ``checked_output`` does."""
    path = Path(name)
    if path.suffix.lower() != ".json":
        raise usage_failure(f"--receipt: biên nhận là tệp .json, ví dụ bien-nhan.json, không phải «{name}»")
    checked = checked_output(name, "--receipt")
    refuse_foreign(checked, "json", "--receipt")
    return checked


def write_receipt(path: Path, receipt: Receipt) -> None:
    """Writes the receipt, and prints its hash and anchor on stderr. Raises Failure."""
    from engine.files.json_form import to_json
    from engine.files.storage import write_whole
    from engine.history.anchors import receipt_anchor

    try:
        write_whole(path, to_json(receipt).encode())
    except OSError as error:
        raise not_written(path, error) from None
    tell(f"Đã ghi biên nhận {path}, mã {receipt.sha256}")
    tell(f"Dòng đối chứng, chép vào biên bản: {receipt_anchor(receipt).text}")
