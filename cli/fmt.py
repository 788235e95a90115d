"""`chitieu fmt`: writes rule, facts and test files in their canonical form."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator

import click
from rich.console import Console

from cli.failure import Exit, Failure, failing_on, usage_failure
from cli.options import console, everywhere, stop_on_errors, workspace_at
from cli.texts import say
from cli.usage import VietnameseHelp, option
from engine.files.diagnostics import Problems
from engine.files.reasons import reason
from engine.files.storage import NotAllWritten, write_all
from engine.formatting.files import (
    BadPath,
    ReadOnlyFile,
    Target,
    Targets,
    all_targets,
    check_writable,
    named_targets,
)
from engine.formatting.formatter import ContentChanged, FormatResult, format_path
from engine.workspace.workspace import Workspace


@click.command(
    cls=VietnameseHelp, epilog="Ví dụ: chitieu fmt   ·   chitieu fmt --check   ·   chitieu fmt --diff rules/"
)
@click.argument("paths", nargs=-1, metavar="[TỆP HOẶC THƯ MỤC]...")
@option("--check", is_flag=True, help="Không ghi gì; liệt kê tệp chưa đúng dạng chuẩn, mã thoát 1 khi có.")
@option("--diff", is_flag=True, help="Không ghi gì; in những dòng sẽ thay đổi.")
@everywhere
def command(
    paths: tuple[str, ...], check: bool, diff: bool, workspace: str | None, quiet: bool, color: str, debug: bool
) -> int:
    """Viết lại tệp quy tắc, số liệu và kiểm thử theo dạng chuẩn: tên khóa, thứ tự khóa, thụt dòng, dấu nháy.

    Nội dung, số liệu và ghi chú giữ nguyên. Không nêu tệp nào thì làm với mọi tệp của thư mục làm việc. Có một tệp
    viết sai thì không tệp nào được ghi.
    """
    chosen = _chosen(workspace_at(workspace), paths)
    formatted = _formatted(chosen.files)
    changed = [(target, file) for target, file in formatted if file.changed]
    screen = console(color)
    if not (check or diff):
        _save(changed)
    if not quiet:
        for _, file in changed:
            if diff:
                _show_diff(file, screen)
            else:
                say(screen, f"{'cần' if check else 'đã'} định dạng: {file.name}")
    summary = _summary(len(changed), len(formatted) - len(changed), check or diff)
    say(console(color, sys.stderr) if diff and not quiet else screen, summary, "magenta" if changed else "")
    return Exit.FINDINGS if check and changed else Exit.DONE


def _chosen(workspace: Workspace, paths: tuple[str, ...]) -> Targets:
    with failing_on(BadPath):
        chosen = named_targets(workspace, paths) if paths else all_targets(workspace)
    for name in chosen.outside:
        message = f"cảnh báo: bỏ qua «{name}», liên kết ra ngoài thư mục làm việc"
        say(console("never", sys.stderr), message)
    return chosen


def _formatted(targets: list[Target]) -> list[tuple[Target, FormatResult]]:
    """Returns all files in canonical form. Raises Failure where one of them does not load."""
    problems = Problems()
    formatted: list[tuple[Target, FormatResult]] = []
    for target in targets:
        try:
            file = format_path(target.path, target.name, target.folder, problems)
        except ContentChanged:
            message = (
                f"lỗi bên trong công cụ: không viết lại được «{target.name}» mà giữ nguyên nội dung; chưa ghi tệp nào"
            )
            raise Failure(Exit.INTERNAL, f"{message}\ngửi tệp ấy cho nhóm phát triển chitieu") from None
        if file is not None:
            formatted.append((target, file))
    stop_on_errors(problems, "chưa ghi tệp nào")
    return formatted


def _save(changed: list[tuple[Target, FormatResult]]) -> None:
    """Writes all files or none. Raises Failure."""
    names = {target.path: target.name for target, _ in changed}
    try:
        for target, _ in changed:
            check_writable(target.path)
        write_all({target.path: file.after for target, file in changed})
    except ReadOnlyFile as file:
        raise usage_failure(f"không ghi được «{names[file.path]}»: tệp chỉ cho đọc; chưa ghi tệp nào") from None
    except NotAllWritten as failed:
        what = reason(failed.error)
        raise usage_failure(f"không ghi được «{names[failed.path]}»: {what}; chưa ghi tệp nào") from None


def _summary(changed: int, same: int, only_shown: bool) -> str:
    if not changed:
        return f"{same} tệp đã đúng dạng chuẩn." if same else "Không có tệp nào để định dạng."
    if only_shown:
        return f"{changed} tệp cần định dạng, {same} tệp đã đúng dạng chuẩn; chưa ghi gì."
    return f"Đã định dạng {changed} tệp, {same} tệp giữ nguyên."


def _show_diff(file: FormatResult, screen: Console) -> None:
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in _diff(file):
        text = line.removesuffix("\n").expandtabs(4)
        say(screen, text, colours.get(text[:1], ""))
    if file.invisible:
        message = f"{file.name}: {'; '.join(file.invisible)}"
        say(console("never", sys.stderr), message)


def _diff(file: FormatResult) -> Iterator[str]:
    before, after = (text.splitlines(keepends=True) for text in (file.before_text, file.text))
    for line in difflib.unified_diff(before, after, f"a/{file.name}", f"b/{file.name}"):
        yield line
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"
