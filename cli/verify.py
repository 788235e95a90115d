"""`chitieu verify`: verifies that a receipt is unchanged and that a new evaluation gives the recorded result."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from cli.failure import Exit, Failure, usage_failure
from cli.options import common, console, workspace_at
from cli.proofs import anchor_in_history, proofs_of, show_anchor, show_proofs
from cli.selection import shown_as
from cli.sides import receipt_named, records_of, side_of
from cli.signing import SIGNER
from cli.texts import say
from cli.usage import VietnameseHelp, option
from engine import VERSION
from engine.domain.records import NamedTuple
from engine.files.json_form import to_json
from engine.history.anchors import AnchorState
from engine.history.database import HistoryError
from engine.history.differences import Difference, called
from engine.history.file_changes import FileChange, file_changes
from engine.history.layers import ENGINE_NAMES, Side
from engine.history.present import NotHere, present
from engine.history.receipt import StoredReceipt
from engine.history.recorded import RecordedEvaluation
from engine.history.rows import Record
from engine.history.store import History
from engine.history.verifying import Verification, VerifyDocument, verify
from engine.inference.program import JOINED
from engine.language.text import abridged, on_one_line
from engine.workspace.workspace import NoWorkspace, Workspace, find_workspace

_LONGEST = 60
"""The characters that are shown of a name in a receipt."""
_MAX_SHOWN = 5
"""The differences of one kind that are shown; of the others only the number."""


@click.command(cls=VietnameseHelp, epilog="Ví dụ: chitieu verify bien-nhan.json")
@click.argument("receipt", metavar="[BIÊN_NHẬN]", required=False)
@option("--alone", is_flag=True, help="Chỉ xét biên nhận, không so với các tệp hiện nay của thư mục làm việc.")
@SIGNER
@option(
    "--anchor",
    metavar="DÒNG",
    help="Dòng đối chứng chép từ biên bản, báo cáo: có đúng là của biên nhận này không; không ghi BIÊN_NHẬN thì tìm trong lịch sử.",
)
@shown_as("table hoặc json.")
@common
def command(receipt: str | None, alone: bool, signer: str | None, anchor: str | None, form: str, **options: Any) -> int:
    """Xác minh một biên nhận: kiểm mã băm từng phần, rồi đánh giá lại từ chính quy tắc và số liệu ghi trong đó.

    Không cần mạng, không cần thư mục làm việc. Chạy trong thư mục làm việc có cùng nghị quyết, đơn vị, năm thì so thêm
    với các tệp hiện nay, và cho biết biên nhận là bản ghi số mấy của lịch sử. Có gì khác thì mã thoát là 1.
    """
    if receipt is None:
        return _anchor_alone(anchor, signer, form, options)
    stored = receipt_named(receipt)
    side = side_of(stored.receipt)
    engine = side.engine if options["engine"] == "auto" else options["engine"]
    verified = verify(stored, engine)
    workspace = None if alone else _workspace(options["workspace"])
    compared = None if workspace is None else _compared(side, workspace, engine)
    number = None if workspace is None else _number(stored, workspace)
    runs = _runs(stored, workspace) if workspace is not None and number is None and verified.intact else []
    changes = None if compared is None else compared.changes
    proofs = proofs_of(stored, signer, anchor, workspace)
    if form == "json":
        concluded = None if compared is None else compared.same_conclusions
        numbers = tuple(run.number for run in runs) or None
        document = VerifyDocument(
            stored.sha256, verified, changes, concluded, number, numbers, proofs.signature, proofs.anchor
        )
        sys.stdout.write(to_json(document))
    else:
        screen = console(options["color"])
        _show_receipt(screen, stored, verified, options["quiet"])
        show_proofs(screen, proofs, options["quiet"])
        if not options["quiet"]:
            _show_runs(screen, runs)
        if compared is not None:
            _show_workspace(screen, compared, number, options["quiet"])
            if compared.differs and not options["quiet"]:
                advice = f"Kết quả khác ở đâu, vì sao, xem: chitieu diff {shlex.quote(receipt)} nay"
                say(screen, advice)
    same = compared is None or not compared.differs
    return Exit.DONE if verified.intact and same and proofs.hold else Exit.FINDINGS


def _anchor_alone(anchor: str | None, signer: str | None, form: str, options: dict[str, Any]) -> int:
    """Looks for the anchor in the history of the workspace. Raises Failure."""
    if anchor is None:
        raise usage_failure("thiếu tham số BIÊN_NHẬN; chỉ có dòng chép trong biên bản thì dùng --anchor")
    if signer is not None or form == "json":
        raise usage_failure("--signer và --format json cần BIÊN_NHẬN; chữ ký của lịch sử: chitieu history --verify")
    found = anchor_in_history(anchor, workspace_at(options["workspace"]))
    show_anchor(console(options["color"]), found, options["quiet"])
    return Exit.DONE if found.state is AnchorState.SAME else Exit.FINDINGS


class _Compared(NamedTuple):
    """A receipt beside the workspace: None and ``missing`` where the workspace has nothing of it.

    ``same_conclusions``: whether evaluating now concludes the same; None where it cannot, for the reason ``refusal``.
    """

    changes: tuple[FileChange, ...] | None
    folders: tuple[str, str]
    same_conclusions: bool | None = None
    refusal: str = ""
    missing: str = ""

    @property
    def differs(self) -> bool:
        """Whether a run would take anything else now."""
        return bool(self.changes) or self.folders[0] != self.folders[1]


def _compared(side: Side, workspace: Workspace, engine: str) -> _Compared:
    """Compares the files that the receipt was made from with those that a run would take now, as a whole."""
    folder = side.material.folder
    try:
        now = present(side.material, side.evaluation, workspace, engine)
    except NotHere as nothing:
        return _Compared(None, (folder, folder), missing=str(nothing))
    changes = tuple(file_changes(side.material.inputs, now.inputs))
    return _Compared(changes, (folder, now.folder), now.concludes_as(side.evaluation), now.refusal)


def _workspace(path: str | None) -> Workspace | None:
    """Returns the workspace at ``path``, or the one around the current folder, if any. Raises Failure."""
    if path is not None:
        return workspace_at(path)
    try:
        return find_workspace(Path.cwd())
    except NoWorkspace:
        return None


def _number(stored: StoredReceipt, workspace: Workspace) -> int | None:
    """Returns the number of the receipt in the history of the workspace; None where it is not recorded there."""
    try:
        records = records_of(History(workspace.root))
    except Failure:
        return None
    return next((record.number for record in records if record.receipt == stored.sha256), None)


def _runs(stored: StoredReceipt, workspace: Workspace) -> list[Record]:
    """Returns the runs over many units of the history that keep what the receipt was made from."""
    from engine.bulk.receipt_runs import runs_of

    try:
        return runs_of(stored.receipt, History(workspace.root))
    except HistoryError:
        return []


def _show_runs(screen: Console, runs: list[Record]) -> None:
    where = "trong lịch sử của thư mục làm việc này."
    if len(runs) == 1:
        say(screen, f"Thuộc lượt đánh giá {runs[0].unit}: bản ghi số {runs[0].number} {where}")
    elif runs:
        say(screen, f"Thuộc các lượt đánh giá: bản ghi số {', '.join(str(run.number) for run in runs)} {where}")


def _show_receipt(screen: Console, stored: StoredReceipt, verified: Verification, quiet: bool) -> None:
    """Shows the result of the check first: what comes after it is what the receipt says of itself."""
    evaluation = stored.receipt.evaluation
    if verified.intact:
        by = f" (đánh giá lại bằng {verified.engine})" if verified.engine else ""
        say(screen, f"Nguyên vẹn: mọi mã băm đều khớp, đánh giá lại cho kết quả giống hệt{by}.")
    else:
        say(screen, _verdict(verified), "bold red")
    for flaw in (*verified.flaws, *verified.misfits)[:_MAX_SHOWN]:
        say(screen, f"- {flaw.field}: {flaw.text}")
    _others(screen, len(verified.flaws) + len(verified.misfits))
    if verified.refusal:
        say(screen, f"- không đánh giá lại được: {verified.refusal}")
    for difference in verified.differences[:_MAX_SHOWN]:
        say(screen, f"- {_difference(difference, evaluation)}")
    _others(screen, len(verified.differences))
    if verified.altered and not (verified.misfits or verified.differences or verified.refusal):
        say(screen, "Đánh giá lại từ quy tắc và số liệu trong biên nhận thì cho kết quả giống hệt.")
    for remark in _of_other_tools(stored, verified):
        say(screen, remark)
    if not quiet:
        say(screen, f"Biên nhận {stored.sha256}", "bold")
        case = " · ".join(map(_said, (evaluation.number, evaluation.unit, evaluation.when)))
        say(screen, f"Biên nhận ghi: {case} · động cơ {_said(evaluation.engine_text)}")


def _said(text: str) -> str:
    """Returns what a receipt says of itself, so short that it stays within a line."""
    return abridged(" ".join(on_one_line(text).split()), _LONGEST)


def _of_other_tools(stored: StoredReceipt, verified: Verification) -> Iterator[str]:
    """Yields that another version of the tool, or an engine that it does not have, made the receipt."""
    recorded = stored["versions"]["chitieu"]
    if recorded != VERSION:
        yield f"Biên nhận do chitieu phiên bản {_said(recorded)} làm, phiên bản này là {VERSION}."
    unknown = [name for name in stored.receipt.evaluation.engine.name.split(JOINED) if name not in ENGINE_NAMES]
    if unknown:
        yield f"Biên nhận ghi động cơ «{_said(', '.join(unknown))}», chitieu {VERSION} không có động cơ này."


def _verdict(verified: Verification) -> str:
    """Returns whether the receipt was changed, or fits its hashes and was made by no run of its files."""
    if verified.altered:
        return "KHÔNG KHỚP: biên nhận này không còn như khi được lập."
    if verified.misfits:
        return "KHÔNG KHỚP: mọi mã băm đều khớp, nhưng đánh giá lại các tệp này không lập ra biên nhận như vậy."
    if verified.refusal:
        return "CHƯA ĐỐI CHIẾU ĐƯỢC KẾT QUẢ: mọi mã băm đều khớp, nhưng không đánh giá lại được."
    return "KHÔNG KHỚP: mọi mã băm đều khớp, nhưng đánh giá lại không cho kết quả ghi trong biên nhận."


def _difference(difference: Difference, evaluation: RecordedEvaluation) -> str:
    """Returns the field, its name for people, and both values."""
    named = called(difference.field.removeprefix("evaluation."), evaluation)
    where = f"{difference.field} ({named})" if named else difference.field
    return f"{where}: biên nhận ghi «{difference.recorded}», đánh giá lại được «{difference.found}»"


def _others(screen: Console, count: int) -> None:
    if count > _MAX_SHOWN:
        say(screen, f"  … và {count - _MAX_SHOWN} chỗ khác; xem đủ bằng --format json")


def _show_workspace(screen: Console, compared: _Compared, number: int | None, quiet: bool) -> None:
    """Shows the differences between workspace and receipt."""
    if number is not None and not quiet:
        say(screen, f"Là bản ghi số {number} trong lịch sử của thư mục làm việc này.")
    if compared.changes is None:
        say(screen, f"Không so với các tệp hiện nay: {compared.missing}.")
        return
    recorded, now = compared.folders
    if recorded != now:
        say(screen, f"Không có rules/{recorded} cho nghị quyết này: quy tắc hiện ở rules/{now}.", "bold red")
    if not compared.differs:
        if not quiet:
            say(screen, "Các tệp quy tắc và số liệu hiện nay giống hệt trong biên nhận.")
        return
    say(screen, "Các tệp hiện nay của thư mục làm việc KHÁC với biên nhận:", "bold red")
    for change in compared.changes[: None if not quiet else _MAX_SHOWN]:
        say(screen, f"- {_file_line(change)}")
    say(screen, _now(compared))


def _now(compared: _Compared) -> str:
    if compared.same_conclusions is None:
        why = compared.refusal or "biên nhận do phiên bản cũ lập"
        return f"Chưa biết đánh giá lại bây giờ có cho kết quả khác không: {why}."
    if compared.same_conclusions:
        return "Đánh giá lại bây giờ vẫn cho các kết luận như trong biên nhận."
    return "Đánh giá lại bây giờ cho kết luận khác."


def _file_line(change: FileChange) -> str:
    if change.change == "removed":
        return f"{change.name}: không còn tệp này, hoặc không còn dùng đến"
    if change.change == "added":
        return f"{change.name}: có thêm tệp này, không có trong biên nhận"
    if change.change == "role":
        return f"{change.name}: biên nhận ghi là {change.before}, nay là {change.after}"
    if change.before == change.after:
        return f"{change.name}: chỉ khác cách mã hóa hoặc xuống dòng"
    return f"{change.name}:{change.line}: «{change.before}» → «{change.after}»"
