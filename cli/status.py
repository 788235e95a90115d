"""`chitieu status`: per unit and year, which facts are there, missing or old, and messages that ask for them."""

from __future__ import annotations

import sys
from datetime import date

import click

from cli.completion import resolutions, units, years
from cli.failure import Exit, Failure, usage_failure
from cli.new_form import units_in
from cli.options import console, everywhere, workspace_at
from cli.outputs import named_outputs, write_files
from cli.selection import load_rulebook_named, shown_as
from cli.usage import VietnameseHelp, Years, option
from engine.domain.limits import OVERVIEW_WORKBOOK, grouped
from engine.files.json_form import to_json
from engine.language.days import parse_date
from engine.language.names import UnclearName
from engine.many_units.workers import RulesChanged, WorkerDied
from engine.rulebook.rulebook import Rulebook
from engine.status.collecting import status_of
from engine.status.reminders import reminders_as_markdown, reminders_as_text
from engine.status.status import Status
from engine.workspace.choosing import NotFound

_FORMS = ("xlsx", "txt", "md", "json")


@click.command(
    cls=VietnameseHelp, epilog="Ví dụ: chitieu status --year 2025   ·   chitieu status -o nhac.txt --due 15/12/2026"
)
@option(
    "--resolution",
    shell_complete=resolutions,
    metavar="SỐ",
    help="Nghị quyết, khi thư mục làm việc có nhiều nghị quyết.",
)
@option(
    "--unit",
    "names",
    shell_complete=units,
    multiple=True,
    metavar="TÊN",
    help="Đơn vị; dùng nhiều lần được; mặc định: mọi đơn vị có thư mục trong facts/.",
)
@option(
    "--units",
    "listed",
    metavar="TỆP",
    help="Danh sách đơn vị phải gửi, như của chitieu new facts: đơn vị chưa gửi gì cũng được nêu và được nhắc.",
)
@option(
    "--year",
    "asked_years",
    shell_complete=years,
    type=Years(),
    multiple=True,
    metavar="NĂM",
    help="Năm, hoặc các năm 2021-2025; mặc định: từ đầu giai đoạn đến năm nay.",
)
@option("--as-of", "as_of", metavar="NGÀY", help="Xem như hôm nay là ngày này; mặc định: hôm nay.")
@option("--due", metavar="NGÀY", help="Hạn gửi ghi trong thư nhắc; mặc định để trống «……».")
@option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="TỆP",
    help="Ghi ra tệp .xlsx (bảng), .txt hoặc .md (thư nhắc từng đơn vị), .json; dùng nhiều lần được.",
)
@shown_as("table (bảng), text hoặc md (thư nhắc từng đơn vị), json.", "text", "md")
@everywhere
def command(
    resolution: str | None,
    names: tuple[str, ...],
    listed: str | None,
    asked_years: tuple[tuple[int, ...], ...],
    as_of: str | None,
    due: str | None,
    outputs: tuple[str, ...],
    form: str,
    workspace: str | None,
    quiet: bool,
    color: str,
    debug: bool,
) -> int:
    """Tình hình số liệu: từng đơn vị, từng năm có gì, thiếu gì, số nào đã cũ; và thư nhắc đơn vị gửi.

    Số liệu cần là số mà kết luận về các nội dung dựa vào. Cũ là số chưa đến hết năm khi năm đã hết, mới có số ước, hoặc chốt
    trước ngày mà quá nửa số đơn vị đã có số.
    """
    at = workspace_at(workspace)
    files = named_outputs(outputs, _FORMS)
    day, last = _day("--as-of", as_of) or date.today(), _day("--due", due)
    rulebook = load_rulebook_named(at, resolution, "chưa xem được gì")
    wanted = [year for some in asked_years for year in some]
    if names and listed is not None:
        raise usage_failure("chỉ dùng một trong hai: --unit TÊN, --units TỆP")
    expected = units_in(listed, rulebook) if listed is not None else ()
    try:
        status = status_of(at, rulebook, names, wanted, day, expected)
    except (NotFound, UnclearName) as error:
        raise Failure(Exit.USAGE, f"lỗi: {error}") from None
    except (WorkerDied, RulesChanged):
        raise Failure(
            Exit.INTERNAL, "lỗi: một tiến trình đọc số liệu đã dừng, hoặc quy tắc vừa đổi; chạy lại"
        ) from None
    if files:
        write_files(files, lambda kind: _content(kind, status, rulebook, last))
    if form == "table":
        from cli.status_view import show

        show(status, tuple(files), quiet, console(color))
    else:
        sys.stdout.write(_text(form, status, rulebook, last))
    return Exit.DONE


def _day(option: str, text: str | None) -> date | None:
    try:
        return parse_date(text) if text is not None else None
    except ValueError:
        raise usage_failure(f"{option}: «{text}» không phải là một ngày; viết như 31/12/2026") from None


def _content(form: str, status: Status, rulebook: Rulebook, due: date | None) -> bytes:
    """Returns a file. Raises Failure for a workbook of too many units and years."""
    if form != "xlsx":
        return _text(form, status, rulebook, due).encode()
    from engine.status.status_xlsx import to_status_xlsx

    if len(status.entries) > OVERVIEW_WORKBOOK:
        raise usage_failure(f"-o: tệp .xlsx nhiều nhất {grouped(OVERVIEW_WORKBOOK)} đơn vị, năm; chọn bằng --year")
    return to_status_xlsx(status, rulebook)


def _text(form: str, status: Status, rulebook: Rulebook, due: date | None) -> str:
    if form == "json":
        return to_json(status)
    return (reminders_as_markdown if form == "md" else reminders_as_text)(status, rulebook, due)
