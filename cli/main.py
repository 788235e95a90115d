"""The program `chitieu`: runs a command, and turns every failure into an exit code and a Vietnamese message."""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO

import click
from click.shell_completion import CompletionItem

from cli.failure import Exit, Failure
from cli.interruption import StopSignal, clean_up, heed_signals, signals_restored
from cli.option_names import OPTIONS
from cli.signs import note_encoding
from cli.usage import VietnameseHelp, explain, option
from engine.files.reasons import reason
from engine.files.storage import swept
from engine.language.text import abridged, nearest, on_one_line, printable

COMMANDS = {
    "evaluate": ("danh-gia", "Đánh giá các chỉ tiêu: bảng kết quả, tổng hợp, hạn chế, nguyên nhân, đối chiếu."),
    "why": ("vi-sao", "Vì sao một nội dung, chỉ tiêu, hạn chế… có kết quả như vậy, hay vì sao không có."),
    "what-if": ("gia-dinh", "Nếu số liệu khác đi thì những gì thay đổi."),
    "new": ("tao", "Tạo thư mục làm việc, quy tắc của một nghị quyết (hỏi từng bước, hoặc từ văn bản), tệp số liệu."),
    "import": ("nhap", "Nhập số liệu từ bảng tính .xlsx hoặc CSV vào facts/, kèm danh sách đã đọc gì và bỏ gì."),
    "status": (
        "tinh-hinh",
        "Tình hình số liệu từng đơn vị, từng năm: có gì, thiếu gì, gì đã cũ; thư nhắc gửi số liệu.",
    ),
    "read": ("doc-thu", "Đọc thử câu chữ của một chỉ tiêu: so sánh gì, con số nào, đơn vị, chiều tốt."),
    "check": ("kiem-tra", "Kiểm tra quy tắc và số liệu: mọi lỗi và điều đáng ngờ, với chỗ và cách sửa."),
    "report": ("bao-cao", "Viết báo cáo chính thức và phụ lục: .docx, .xlsx, .html, .md, .pdf, .odt."),
    "history": ("lich-su", "Các lần đánh giá đã ghi; kiểm chuỗi bản ghi; lấy lại biên nhận của một lần."),
    "diff": ("so-sanh", "Hai lần đánh giá khác nhau ở đâu, và vì số liệu, ngưỡng, quy tắc hay động cơ."),
    "verify": ("xac-minh", "Xác minh biên nhận: mã băm, và đánh giá lại có cho kết quả giống hệt không."),
    "keys": ("khoa", "Khóa để ký biên nhận và lịch sử: tạo cặp khóa, in khóa công khai."),
    "fmt": ("dinh-dang", "Viết lại các tệp theo dạng chuẩn, giữ nguyên nội dung và ghi chú."),
    "goal": ("muc-tieu", "Cần thay đổi ít nhất bao nhiêu ở từng số liệu để đổi kết luận."),
    "doc": ("tra-cuu", "Tra cứu: khóa của ngôn ngữ quy tắc, mã lỗi, cách viết điều kiện."),
    "schema": ("luoc-do", "Lược đồ JSON của các loại tệp và kết quả, cho trình soạn thảo và phần mềm khác."),
    "sql": ("cau-lenh", "Quy tắc thành câu lệnh SQL, để đánh giá hàng loạt đơn vị ngay tại cơ sở dữ liệu."),
    "watch": ("theo-doi", "Chạy lại check, test và evaluate mỗi khi lưu một tệp; chỉ in những gì thay đổi."),
    "test": ("kiem-thu", "Chạy các trường hợp kiểm thử của quy tắc; đo độ phủ, thử đột biến, gợi ý trường hợp."),
}
"""Every English verb with its Vietnamese alias and summary. Its command is the object `command` of the module cli.VERB."""

_GROUPS = {
    "Đánh giá và giải thích": ("evaluate", "why", "what-if", "goal", "report", "sql"),
    "Viết và kiểm quy tắc, số liệu": ("new", "import", "status", "read", "check", "test", "watch", "fmt"),
    "Lịch sử và xác minh": ("history", "diff", "verify", "keys"),
    "Tra cứu": ("doc", "schema"),
}
"""The groups of commands, in the order of the help page."""

MODULES = {"import": "import_facts"}
"""The modules of verbs that are keywords of Python."""

_DEBUG = {"--debug", OPTIONS["--debug"].alias}
_LONGEST_LINE = 2_000
_BY_NAME = {name: verb for verb, (alias, _) in COMMANDS.items() for name in (verb, alias)}


class _Commands(VietnameseHelp, click.Group):
    """Imports the module of a command only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [verb for verbs in _GROUPS.values() for verb in verbs]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        verb = _BY_NAME.get(cmd_name)
        if verb is None:
            return None
        command: click.Command = importlib.import_module(f"cli.{MODULES.get(verb, verb.replace('-', '_'))}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in _BY_NAME:
            close = nearest(args[0], _BY_NAME)
            hint = f"; có phải ý bạn là «{close}»?" if close else f"; các lệnh: {', '.join(COMMANDS)}"
            raise click.UsageError(f"không có lệnh «{args[0]}»{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, verbs in _GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(f"{verb} ({COMMANDS[verb][0]})", COMMANDS[verb][1]) for verb in verbs])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        aliases = (CompletionItem(alias, help=text) for alias, text in COMMANDS.values() if incomplete)
        return [*super().shell_complete(ctx, incomplete), *(one for one in aliases if one.value.startswith(incomplete))]


@click.group(cls=_Commands, no_args_is_help=False, invoke_without_command=True)
@option("--version", is_flag=True, help="In phiên bản rồi thoát.")
@click.pass_context
def chitieu(ctx: click.Context, version: bool) -> None:
    """chitieu: đánh giá kết quả thực hiện các chỉ tiêu của nghị quyết, có căn cứ đến từng con số.

    Ví dụ: chitieu evaluate
    """
    if version:
        click.echo("\n".join(_versions()))
    elif ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _versions() -> Iterator[str]:
    """Yields the versions of the tool and its engines, and advice about engines that are not installed."""
    from importlib.metadata import version as installed

    from engine.inference.engines import DISTRIBUTIONS, NAMES, advice, available

    yield f"chitieu {installed('chitieu')}"
    present = available()
    engines = [f"{name} {installed(package)}" for name, package in (DISTRIBUTIONS[engine] for engine in present)]
    yield f"động cơ suy diễn: {', '.join(engines) or 'không có'}"
    yield from (advice(engine) for engine in NAMES if engine not in present)


def main(arguments: list[str] | None = None) -> None:
    """Runs `chitieu` inside another program, and restores its signals and garbage collector afterwards."""
    with signals_restored(), _collector_restored():
        program(arguments)


@contextlib.contextmanager
def _collector_restored() -> Iterator[None]:
    enabled, frozen = gc.isenabled(), gc.get_freeze_count()
    try:
        yield
    finally:
        if not frozen:  # objects frozen before the run cannot be distinguished from those frozen in it
            gc.unfreeze()
        (gc.enable if enabled else gc.disable)()


def program(arguments: list[str] | None = None) -> None:
    """Runs `chitieu` as the whole process, and ends it with the exit code.

    The garbage collector is not restored: collecting frozen objects would take longer than many commands.
    """
    heed_signals()
    gc.disable()  # objects loaded at the start stay: collecting would only walk over them, some 15 % of the run
    # The search for plugins of pydantic reads the metadata of all installed packages, and would run the plugins.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    arguments = sys.argv[1:] if arguments is None else arguments
    if sys.stdout is None:  # closed by the caller
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
    note_encoding(sys.stdout.encoding)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except StopSignal as stopped:
        clean_up()
        _say("đã dừng theo yêu cầu")
        code = stopped.code
    except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.DONE
    gc.freeze()  # or Python walks over all objects twice as it ends
    sys.exit(int(code))


def _called(arguments: list[str]) -> Any:
    try:
        return chitieu.main(arguments, prog_name="chitieu", standalone_mode=False)
    except SystemExit:  # click raises it for a closed pipe
        raise BrokenPipeError from None


def _run(arguments: list[str]) -> int:
    try:
        result: Any = _called(arguments)
        sys.stdout.flush()
        if swept:
            _say(f"chú ý: đã xóa tệp dở dang mà lần chạy bị ngắt để lại: {', '.join(path.name for path in swept)}")
            swept.clear()
        return int(result or Exit.DONE)
    except Failure as failure:
        _say(failure.text)
        return failure.code
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "chitieu"
        _say(f"lỗi: {printable(explain(error))}\nxem hướng dẫn: {path} --help")
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        clean_up()
        _say("đã dừng theo yêu cầu")
        return 130
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except BrokenPipeError:
        raise
    except OSError as error:
        if not _DEBUG.isdisjoint(arguments):
            raise
        if error.errno == errno.ENAMETOOLONG:
            _say(f"lỗi: tên tệp quá dài: «{abridged(on_one_line(str(error.filename)), 100)}»")
        else:
            _say(f"lỗi: không ghi được kết quả: {reason(error)}")
        return Exit.USAGE
    except Exception as error:
        if not _DEBUG.isdisjoint(arguments):
            raise
        _say(_internal(error))
        return Exit.INTERNAL


def _internal(error: Exception) -> str:
    """Returns the message for an error of the tool itself, with advice how to report it."""
    from engine.evaluation.disagreement import Disagreement

    if isinstance(error, Disagreement):  # its message includes the advice
        return "\n".join(map(printable, f"lỗi: {error}".splitlines()))
    return (
        f"lỗi bên trong công cụ: {type(error).__name__}: {printable(str(error))}\n"
        "chạy lại với --debug và gửi toàn bộ kết quả cho nhóm phát triển chitieu"
    )


def _say(text: str) -> None:
    """Prints ``text`` on stderr, without control characters, and without the middle of very long lines."""
    print("\n".join(abridged(line, _LONGEST_LINE) for line in printable(text).split("\n")), file=sys.stderr)


def _speak_utf8(stream: TextIO) -> None:
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    program()
