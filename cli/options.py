"""Options that several commands share, and the objects that they name."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from cli.failure import Exit, Failure, usage_failure
from cli.usage import Choice, option
from engine.files.diagnostics import BEYOND_LOADING, Problems, draw
from engine.inference.engines import CHOICES
from engine.language.text import normalise, on_one_line
from engine.workspace.workspace import NoWorkspace, Workspace, find_workspace, workspace_in

if TYPE_CHECKING:
    from rich.console import Console

F = TypeVar("F", bound=Callable[..., Any])

_ENGINE = option(
    "--engine",
    type=Choice(CHOICES),
    default="auto",
    metavar="TÊN",
    help="Động cơ suy diễn: auto, durable, clips, both (chạy cả hai, khác nhau bất kỳ chỗ nào thì báo lỗi), hoặc columns (nhiều đơn vị cùng lúc, theo cột, đối chiếu một mẫu với động cơ quy tắc).",
    show_default=True,
)
_EVERYWHERE = (
    option(
        "--workspace",
        "-w",
        metavar="THƯ MỤC",
        help="Thư mục làm việc có rules/ và facts/; mặc định: tìm từ thư mục hiện tại trở lên.",
    ),
    option("--quiet", is_flag=True, help="Chỉ in dòng tổng hợp, không in bảng và cảnh báo."),
    option(
        "--color",
        type=Choice(["auto", "always", "never"]),
        default="auto",
        metavar="KHI",
        help="Tô màu: auto, always hoặc never.",
        show_default=True,
    ),
    option("--debug", is_flag=True, help="Khi có lỗi bên trong, in toàn bộ vết lỗi."),
)


def everywhere(command: F) -> F:
    """Adds the options that every command has."""
    for add in reversed(_EVERYWHERE):
        command = add(command)
    return command


def common(command: F) -> F:
    """Adds the options of every command that infers."""
    return _ENGINE(everywhere(command))


def workspace_at(path: str | None) -> Workspace:
    """Returns the workspace of --workspace, or of the current folder. Raises Failure."""
    if path and not Path(path).is_dir():
        raise usage_failure(f"không có thư mục «{path}»")
    try:
        return workspace_in(Path(path)) if path else find_workspace(Path.cwd())
    except NoWorkspace:
        where = f"thư mục «{path}»" if path else "ở đây"
        if (Path(path or ".") / "rules").is_dir():
            remedy = "tạo thư mục facts/, để trống nếu số liệu nằm ở tệp khác (--data)"
            raise usage_failure(f"{where} có rules/ nhưng chưa có facts/; {remedy}") from None
        if path:
            raise usage_failure(f"{where} không có rules/ và facts/") from None
        raise usage_failure(
            f"{where} không có thư mục làm việc (thư mục có rules/ và facts/); chuyển vào thư mục đó, hoặc dùng --workspace"
        ) from None


def console(color: str, stream: TextIO | None = None) -> Console:
    """Returns a console that interprets no markup, with colours by --color and NO_COLOR."""
    from rich.console import Console

    stream = stream or sys.stdout
    coloured = color == "always" or (color == "auto" and stream.isatty() and not os.environ.get("NO_COLOR"))
    width = None if stream.isatty() or "COLUMNS" in os.environ else 160
    return Console(
        file=stream,
        markup=False,
        emoji=False,
        highlight=False,
        width=width,
        color_system="standard" if coloured else None,
        force_terminal=coloured or None,
        no_color=not coloured,
        legacy_windows=False,
    )


@contextlib.contextmanager
def paged(screen: Console) -> Iterator[None]:
    """Collects what is printed on ``screen``, and shows it page by page where it is longer than a terminal."""
    if not (screen.is_terminal and sys.stdout.isatty() and sys.stdin.isatty()):
        yield
        return
    with screen.capture() as capture:
        yield
    text = capture.get()
    if text.count("\n") < screen.height:
        click.echo(text, nl=False, color=not screen.no_color)
    else:
        click.echo_via_pager(text, color=not screen.no_color)


DRAFT = option(
    "--draft",
    is_flag=True,
    help="Bản nháp: vẫn đánh giá dù `chitieu check` báo lỗi; kết quả và văn bản đều ghi là bản nháp.",
)


def stop_on_errors(problems: Problems, undone: str = "chưa đánh giá gì", draft: bool = False) -> None:
    """Prints all diagnostics on stderr. Raises Failure where there are errors; its message ends with ``undone``.

    A ``draft`` goes on in spite of errors that leave something to evaluate.
    """
    shown = [draw(diagnostic) for diagnostic in problems.in_order()]
    errors = sum(d.severity == "error" for d in problems.in_order())
    if problems.stop(draft):
        loaded = all(d.code in BEYOND_LOADING for d in problems.found if d.severity == "error")
        what = "quy tắc có lỗi" if loaded else "quy tắc hoặc số liệu chưa đọc được"
        shown.append(f"\n{errors} lỗi: {what}, {undone}.")
        raise Failure(Exit.DOES_NOT_LOAD, "\n".join(shown))
    if errors:
        shown.append(f"\nBản nháp: đánh giá dù còn {errors} lỗi nêu trên.")
    if shown:
        print("\n".join(shown), file=sys.stderr)


def one_line(option: str, text: str) -> str:
    """Returns ``text`` on one line, with plain spaces. Raises Failure where it has control characters."""
    line = " ".join(normalise(text).split())
    if on_one_line(line) != line:
        message = f"«{on_one_line(line)}» có ký tự điều khiển không nhìn thấy được; gõ lại, đừng dán từ nơi khác"
        raise usage_failure(f"{option}: {message}")
    return line


_LONGEST_UNIT = 200
"""Characters; names of units in documents have far less, more is a slip."""


def unit_name(text: str) -> str:
    """Returns the name of a unit on one line. Raises Failure where it is empty, endless, or has control characters."""
    name = one_line("--unit", text)
    if len(name) > _LONGEST_UNIT:
        message = (
            f"--unit: tên đơn vị dài {len(name)} ký tự, quá {_LONGEST_UNIT}; ghi như trong văn bản, ví dụ xã Tân Lập"
        )
        raise usage_failure(message)
    if not name:
        raise usage_failure("--unit: cần tên đơn vị, ví dụ xã Tân Lập")
    return name


def check_year(year: int | None) -> None:
    """Raises Failure where ``year`` is not between 1900 and 2200."""
    if year is not None and not 1900 <= year <= 2200:
        raise usage_failure(f"--year: «{year}» không phải một năm; viết đủ bốn chữ số, ví dụ 2026")
