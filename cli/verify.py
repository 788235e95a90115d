"""`chitieu verify`: verifies that a receipt is unchanged and that a new evaluation gives the recorded result."""

from __future__ import annotations

import shlex
import sys
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
from cli.texts import plain, say
from cli.usage import VietnameseHelp
from engine import VERSION
from engine.files.json_form import to_json
from engine.history.anchors import AnchorState
from engine.history.differences import Difference, called
from engine.history.file_changes import FileChange, file_changes
from engine.history.layers import Side
from engine.history.present import present_files
from engine.history.receipt import StoredReceipt
from engine.history.recorded import RecordedEvaluation
from engine.history.store import History
from engine.history.verifying import Verification, VerifyDocument, verify
from engine.workspace.workspace import NoWorkspace, Workspace, find_workspace

_MAX_SHOWN = 5
"""The differences of one kind that are shown; of the others only the number."""


@click.command(cls=VietnameseHelp, epilog="Ví dụ: chitieu verify bien-nhan.json")
@click.argument("receipt", metavar="[BIÊN_NHẬN]", required=False)
@click.option("--alone", is_flag=True, help="Chỉ xét biên nhận, không so với các tệp hiện nay của thư mục làm việc.")
@SIGNER
@click.option(
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
    verified = verify(stored, side.engine if options["engine"] == "auto" else options["engine"])
    workspace = None if alone else _workspace(options["workspace"])
    changes = None if workspace is None else _changes(side, workspace)
    number = None if workspace is None else _number(stored, workspace)
    proofs = proofs_of(stored, signer, anchor, workspace)
    if form == "json":
        listed = None if changes is None else tuple(changes)
        sys.stdout.write(
            to_json(VerifyDocument(stored.sha256, verified, listed, number, proofs.signature, proofs.anchor))
        )
    else:
        screen = console(options["color"])
        _show_receipt(screen, stored, verified, options["quiet"])
        show_proofs(screen, proofs, options["quiet"])
        if workspace is not None:
            _show_workspace(screen, changes, number, options["quiet"])
            if changes and not options["quiet"]:
                advice = f"Kết quả có khác không, và vì sao, xem: chitieu diff {shlex.quote(receipt)} nay"
                say(screen, advice)
    return Exit.DONE if verified.intact and not changes and proofs.hold else Exit.FINDINGS


def _anchor_alone(anchor: str | None, signer: str | None, form: str, options: dict[str, Any]) -> int:
    """Looks for the anchor in the history of the workspace. Raises Failure."""
    if anchor is None:
        raise usage_failure("thiếu tham số BIÊN_NHẬN; chỉ có dòng chép trong biên bản thì dùng --anchor")
    if signer is not None or form == "json":
        raise usage_failure("--signer và --format json cần BIÊN_NHẬN; chữ ký của lịch sử: chitieu history --verify")
    found = anchor_in_history(anchor, workspace_at(options["workspace"]))
    show_anchor(console(options["color"]), found, options["quiet"])
    return Exit.DONE if found.state is AnchorState.SAME else Exit.FINDINGS


def _workspace(path: str | None) -> Workspace | None:
    """Returns the workspace at ``path``, or the one around the current folder, if any. Raises Failure."""
    if path is not None:
        return workspace_at(path)
    try:
        return find_workspace(Path.cwd())
    except NoWorkspace:
        return None


def _changes(side: Side, workspace: Workspace) -> list[FileChange] | None:
    """Returns the files that differ in the workspace; None where it has no such case."""
    now = present_files(side.material, side.evaluation, workspace)
    return None if now is None else list(file_changes(side.material.inputs, now))


def _number(stored: StoredReceipt, workspace: Workspace) -> int | None:
    """Returns the number of the receipt in the history of the workspace; None where it is not recorded there."""
    try:
        records = records_of(History(workspace.root))
    except Failure:
        return None
    return next((record.number for record in records if record.receipt == stored.sha256), None)


def _show_receipt(screen: Console, stored: StoredReceipt, verified: Verification, quiet: bool) -> None:
    evaluation = stored.receipt.evaluation
    if not quiet:
        case = f"{evaluation.number} · {evaluation.unit} · năm {evaluation.year}"
        say(screen, f"Biên nhận {stored.sha256}", "bold")
        tools = f"động cơ {evaluation.engine_text} · chitieu {stored['versions']['chitieu']}"
        say(screen, f"{case} · {tools}")
    if verified.intact:
        by = f" (đánh giá lại bằng {verified.engine})" if verified.engine else ""
        say(screen, f"Nguyên vẹn: mọi mã băm đều khớp, đánh giá lại cho kết quả giống hệt{by}.")
        return
    say(screen, _verdict(stored, verified), "bold red")
    for flaw in verified.flaws[:_MAX_SHOWN]:
        say(screen, f"- {flaw.field}: {flaw.text}")
    _others(screen, len(verified.flaws))
    if verified.refusal:
        say(screen, f"- không đánh giá lại được: {verified.refusal}")
    for difference in verified.differences[:_MAX_SHOWN]:
        say(screen, f"- {_difference(difference, evaluation)}")
    _others(screen, len(verified.differences))
    if not (verified.differences or verified.refusal):
        screen.print(plain("Đánh giá lại từ quy tắc và số liệu trong biên nhận thì cho kết quả giống hệt."))


def _verdict(stored: StoredReceipt, verified: Verification) -> str:
    """Returns whether the receipt was changed, or fits its hashes and a new evaluation gives another result."""
    if verified.altered:
        return "KHÔNG KHỚP: biên nhận này không còn như khi được lập."
    if verified.refusal:
        return "CHƯA ĐỐI CHIẾU ĐƯỢC KẾT QUẢ: mọi mã băm đều khớp, nhưng không đánh giá lại được."
    verdict = "KHÔNG KHỚP: mọi mã băm đều khớp, nhưng đánh giá lại không cho kết quả ghi trong biên nhận."
    recorded = stored["versions"]["chitieu"]
    if recorded == VERSION:
        return verdict
    return f"{verdict} Biên nhận lập bằng chitieu {recorded}, ở đây là chitieu {VERSION}."


def _difference(difference: Difference, evaluation: RecordedEvaluation) -> str:
    """Returns the field, its name for people, and both values."""
    named = called(difference.field.removeprefix("evaluation."), evaluation)
    where = f"{difference.field} ({named})" if named else difference.field
    return f"{where}: biên nhận ghi «{difference.recorded}», đánh giá lại được «{difference.found}»"


def _others(screen: Console, count: int) -> None:
    if count > _MAX_SHOWN:
        screen.print(plain(f"  … và {count - _MAX_SHOWN} chỗ khác; xem đủ bằng --format json"))


def _show_workspace(screen: Console, changes: list[FileChange] | None, number: int | None, quiet: bool) -> None:
    """Shows the differences between workspace and receipt."""
    if number is not None and not quiet:
        screen.print(plain(f"Là bản ghi số {number} trong lịch sử của thư mục làm việc này."))
    if changes is None:
        if not quiet:
            screen.print(plain("Thư mục làm việc này không có các tệp số liệu của biên nhận: không so các tệp."))
        return
    if not changes:
        if not quiet:
            screen.print(plain("Các tệp quy tắc và số liệu hiện nay giống hệt trong biên nhận."))
        return
    say(screen, "Các tệp hiện nay của thư mục làm việc KHÁC với biên nhận:", "bold yellow")
    for change in changes[: None if not quiet else _MAX_SHOWN]:
        say(screen, f"- {_file_line(change)}")


def _file_line(change: FileChange) -> str:
    if change.change == "removed":
        return f"{change.name}: không còn tệp này"
    if change.change == "added":
        return f"{change.name}: tệp mới, không có trong biên nhận"
    if change.before == change.after:
        return f"{change.name}: chỉ khác cách mã hóa hoặc xuống dòng"
    return f"{change.name}:{change.line}: «{change.before}» → «{change.after}»"
