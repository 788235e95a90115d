"""`chitieu check`: every diagnostic of the rules, facts and tests of a workspace."""

from __future__ import annotations

import sys
from contextlib import nullcontext

import click

from cli.check_view import show
from cli.failure import Exit, failing_on
from cli.options import console, everywhere, paged, workspace_at
from cli.selection import shown_as
from cli.usage import VietnameseHelp, option
from engine.checking.run import checked_workspace
from engine.files.diagnostics import CheckDocument, Diagnostic, Severity
from engine.files.json_form import to_json
from engine.workspace.choosing import NotFound
from engine.workspace.workspace import Workspace


@click.command(cls=VietnameseHelp, epilog="Ví dụ: chitieu check   ·   chitieu check --format sarif > ket-qua.sarif")
@shown_as("table (cho người đọc), json, junit hoặc sarif (cho phần mềm).", "junit", "sarif")
@option("--full", is_flag=True, help="In đủ mọi cảnh báo, cả những cảnh báo giống nhau.")
@everywhere
def command(form: str, full: bool, workspace: str | None, quiet: bool, color: str, debug: bool) -> int:
    """Kiểm tra quy tắc và số liệu của thư mục làm việc; in mọi lỗi và điều đáng ngờ, mỗi điều có chỗ và cách sửa.

    Những cảnh báo chỉ khác nhau ở tên và con số được gộp lại: nêu ba chỗ đầu và số chỗ còn lại; --full in đủ.
    Mã thoát 1 khi có lỗi; cảnh báo không làm thay đổi mã thoát.
    """
    at = workspace_at(workspace)
    with failing_on(NotFound):
        checked = checked_workspace(at)
    if form == "table":
        screen = console(color)
        with paged(screen) if full else nullcontext():
            show(checked, screen, quiet, full)
    else:
        sys.stdout.write(_document(form, checked.diagnostics, at))
    return Exit.FINDINGS if any(d.severity is Severity.ERROR for d in checked.diagnostics) else Exit.DONE


def _document(form: str, found: list[Diagnostic], workspace: Workspace) -> str:
    from engine.reports import diagnostics_reports

    if form == "json":
        return to_json(CheckDocument(tuple(found)))
    if form == "sarif":
        return diagnostics_reports.to_sarif(found)
    return diagnostics_reports.to_junit(found, [workspace.name_of(path) for path in workspace.all_files])
