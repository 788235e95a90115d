"""`chitieu check`: every diagnostic of the rules, facts and tests of a workspace."""

from __future__ import annotations

import sys

import click

from cli.failure import Exit, failing_on
from cli.options import console, everywhere, workspace_at
from cli.selection import shown_as
from cli.texts import plain, say
from cli.usage import VietnameseHelp
from engine.checking.run import CheckedWorkspace, checked_workspace
from engine.files.diagnostics import CheckDocument, Diagnostic, Severity, draw
from engine.files.json_form import to_json
from engine.workspace.cases import NotFound
from engine.workspace.workspace import Workspace


@click.command(cls=VietnameseHelp, epilog="Ví dụ: chitieu check   ·   chitieu check --format sarif > ket-qua.sarif")
@shown_as("table (cho người đọc), json, junit hoặc sarif (cho phần mềm).", "junit", "sarif")
@everywhere
def command(form: str, workspace: str | None, quiet: bool, color: str, debug: bool) -> int:
    """Kiểm tra quy tắc và số liệu của thư mục làm việc; in mọi lỗi và điều đáng ngờ, mỗi điều có chỗ và cách sửa.

    Mã thoát 1 khi có lỗi; cảnh báo không làm thay đổi mã thoát.
    """
    at = workspace_at(workspace)
    with failing_on(NotFound):
        checked = checked_workspace(at)
    if form == "table":
        _show(checked, quiet, color)
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


def _show(checked: CheckedWorkspace, quiet: bool, color: str) -> None:
    screen, found = console(color), checked.diagnostics
    if not quiet:
        for diagnostic in found:
            style = "bold red" if diagnostic.severity is Severity.ERROR else "magenta"
            first, *rest = draw(diagnostic).split("\n")
            say(screen, first, style)
            for line in rest:
                say(screen, line)
        if found:
            screen.print()
    errors = sum(d.severity is Severity.ERROR for d in found)
    warnings = len(found) - errors
    if not found:
        screen.print(plain("Không có lỗi, không có cảnh báo.", "green"))
    else:
        screen.print(plain(f"{errors} lỗi, {warnings} cảnh báo.", "bold red" if errors else "magenta"))
    for what, criteria in (
        ("Chưa so được với nguyên văn", checked.not_compared),
        ("Khác nguyên văn, có ghi lý do", checked.differing),
    ):
        if criteria:
            say(screen, f"{what}: {len(criteria):02d} nội dung ({', '.join(criteria)}).")
