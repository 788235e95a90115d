"""`chitieu import`: writes facts from spreadsheets and CSV files into the workspace, and reports every cell it read."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from cli.completion import resolutions, units, years
from cli.failure import Exit, Failure, usage_failure
from cli.import_folder import FolderOptions, import_folders
from cli.import_map import teach
from cli.import_steps import command_again, resolution_of, unreadable, write_facts
from cli.options import check_year, console, everywhere, one_line, unit_name, workspace_at
from cli.selection import load_rulebook_named, shown_as
from cli.taught import taught_in
from cli.usage import Choice, Number, VietnameseHelp, option
from engine.files.json_form import to_json
from engine.files.reasons import reason_of_reading
from engine.importing.books import read_book
from engine.importing.corrections import corrections
from engine.importing.existing import ExistingFacts
from engine.importing.grid import Book, UnreadableTable
from engine.importing.import_result import Import, UndecidedImport
from engine.importing.intake import Options, gather
from engine.importing.number_writing import Writing
from engine.importing.writing import ImportDocument, PlannedFile, disagreements, plan
from engine.language.days import parse_date
from engine.language.text import on_one_line, printable
from engine.rulebook.rulebook import Rulebook
from engine.workspace.workspace import Workspace


@click.command(
    cls=VietnameseHelp, epilog='Ví dụ: chitieu import phu-luc-2026.xlsx --unit "xã Tân Lập" --year 2026 --dry-run'
)
@click.argument("files", nargs=-1, required=True, metavar="TỆP...")
@option(
    "--resolution",
    shell_complete=resolutions,
    metavar="SỐ",
    help="Nghị quyết, khi thư mục làm việc có nhiều nghị quyết.",
)
@option(
    "--unit",
    shell_complete=units,
    metavar="TÊN",
    help="Đơn vị, khi bảng không ghi; bảng có cột đơn vị thì chỉ lấy đơn vị này.",
)
@option("--year", shell_complete=years, type=Number(), metavar="NĂM", help="Năm của số liệu, ở chỗ bảng không ghi.")
@option("--as-of", "as_of", metavar="NGÀY", help="Ngày chốt số liệu, khi bảng không ghi; mặc định 31/12 của năm.")
@option("--source", metavar="TÊN NGUỒN", help="Tên nguồn của các bảng; mặc định: tên tệp bảng tính.")
@option("--sheet", metavar="TÊN", help="Chỉ đọc trang tính này.")
@option(
    "--numbers",
    type=Choice(["vi", "en"]),
    metavar="KIỂU",
    help="Số ghi dạng chữ viết kiểu nào: vi (1.623,5) hoặc en (1,623.5).",
)
@option(
    "--map",
    "mapped",
    is_flag=True,
    help="Hỏi trong cửa sổ lệnh từng cột, từng dòng lạ là gì, rồi giữ câu trả lời làm biểu mẫu (facts/bieu-mau) cho lần sau.",
)
@option("--new-units", is_flag=True, help="Nhận cả đơn vị chưa có trong facts/; không có tùy chọn này thì bỏ lại.")
@option("--dry-run", is_flag=True, help="Chỉ in những gì sẽ nhập, không ghi tệp nào.")
@option(
    "--replace", is_flag=True, help="Ghi lại tệp mà chính lệnh này đã nhập từ bảng ấy. Tệp viết tay không bị đụng tới."
)
@shown_as("table (bảng) hoặc json (đầy đủ từng ô).")
@everywhere
def command(
    files: tuple[str, ...],
    resolution: str | None,
    unit: str | None,
    year: int | None,
    as_of: str | None,
    source: str | None,
    sheet: str | None,
    numbers: str | None,
    mapped: bool,
    new_units: bool,
    dry_run: bool,
    replace: bool,
    form: str,
    workspace: str | None,
    quiet: bool,
    color: str,
    debug: bool,
) -> int:
    """Nhập số liệu từ bảng tính .xlsx hoặc CSV: biểu của `chitieu new facts --xlsx`, phụ lục, bảng dài, bảng ngang.

    In ra từng ô đã đọc thành số liệu nào, những gì bỏ lại và vì sao, rồi ghi tệp vào facts/; mỗi giá trị ghi kèm ô gốc.
    Chỗ nào không rõ thì không đoán: bỏ lại, hoặc dừng và nói cần thêm tùy chọn gì.
    """
    at = workspace_at(workspace)
    options = _options(unit, year, as_of, sheet, numbers)
    options = options._replace(new_units=new_units, source=one_line("--source", source or ""))
    options = options._replace(taught=taught_in(at, "chưa nhập gì"))
    if any(Path(name).is_dir() for name in files):
        if mapped:
            raise usage_failure("--map hỏi về từng tệp; ghi tên một tệp của biểu, không ghi thư mục")
        asked = FolderOptions(files, resolution, options, dry_run, replace, form, quiet, color)
        return import_folders(asked, at)
    books = [_book(name, files) for name in files]
    rulebook = load_rulebook_named(at, resolution or resolution_of(books), "chưa nhập gì")
    existing = ExistingFacts(at, rulebook)
    try:
        if mapped:
            options = teach(at, books, rulebook, options, existing, keep=not dry_run)
        found = gather(books, rulebook, options, existing)
        books.clear()  # the cells take more memory than all that is made of them
        planned = plan(found, existing, rulebook, options.source, replace)
        found = found._replace(remarks=found.remarks + tuple(disagreements(found, planned, existing, rulebook)))
    except UndecidedImport as undecided:
        raise usage_failure(f"{printable(str(undecided))}") from None
    except UnreadableTable as error:
        raise unreadable(error) from None
    if not dry_run:
        write_facts(at, planned)
    _show(found, planned, rulebook, at, dry_run, form, quiet, color, command_again(files, options))
    return Exit.DONE if found.taken and not corrections(found.left_out, found.files) else Exit.DOES_NOT_LOAD


def _options(unit: str | None, year: int | None, as_of: str | None, sheet: str | None, numbers: str | None) -> Options:
    check_year(year)
    name = unit_name(unit) if unit is not None else ""
    writing = Writing(numbers) if numbers else None
    return Options(name, year, _day(as_of), one_line("--sheet", sheet or ""), writing, today=date.today())


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text) if text is not None else None
    except ValueError:
        raise usage_failure(f"--as-of: «{text}» không phải là một ngày; viết như 31/12/2026") from None


def _book(name: str, all_names: tuple[str, ...]) -> Book:
    path = Path(name)
    if not path.is_file():
        raise usage_failure(f"không có tệp «{on_one_line(name)}»")
    alone = [Path(other).name for other in all_names].count(path.name) == 1
    try:
        return read_book(path, " ".join(on_one_line(path.name if alone else path.as_posix()).split()))
    except UnreadableTable as error:
        text = f"lỗi: {on_one_line(name)}: {printable(error.message)}; chưa ghi gì\n  sửa: {error.remedy}"
        raise Failure(Exit.DOES_NOT_LOAD, text) from None
    except OSError as error:
        raise Failure(
            Exit.DOES_NOT_LOAD, f"lỗi: không đọc được «{on_one_line(name)}»: {reason_of_reading(error)}"
        ) from None


def _show(
    found: Import,
    planned: list[PlannedFile],
    rulebook: Rulebook,
    at: Workspace,
    dry_run: bool,
    form: str,
    quiet: bool,
    color: str,
    again: str,
) -> None:
    if form == "json":
        sys.stdout.write(to_json(ImportDocument(rulebook.resolution.number, dry_run, found, tuple(planned))))
        return
    from cli.import_view import show

    show(found, planned, rulebook, at, dry_run, quiet, console(color), again)
