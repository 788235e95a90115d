"""`chitieu new`: makes a workspace, the rules of a resolution (by questions or from its text), or a facts file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import click

from cli.completion import resolutions, units, years
from cli.failure import Exit, failing_on, usage_failure
from cli.options import check_year, console, everywhere, one_line, unit_name, workspace_at
from cli.outputs import checked_output
from cli.selection import load_rulebook_named
from cli.texts import say, tell
from cli.usage import Choice, Number, VietnameseHelp
from cli.wizard import ask_head, ask_targets
from engine.checking.run import check_workspace
from engine.drafting.draft import MARK, Draft, draft, entries_of
from engine.drafting.facts_form import facts_form
from engine.drafting.files import AlreadyExists, refuse_links, write_folder, write_new, write_schemas, write_workspace
from engine.drafting.head import Head, read_head
from engine.drafting.outline import left_out, outline
from engine.drafting.paragraphs import UnreadableText, read_paragraphs
from engine.files.diagnostics import Severity
from engine.files.folder_names import folder_name
from engine.files.reasons import reason
from engine.importing.existing import ExistingFacts
from engine.language.names import alike, either, has_marks, meant, several
from engine.language.parser import parse_date
from engine.language.text import fold, on_one_line, with_marks
from engine.rulebook.rulebook import Rulebook
from engine.workspace.workspace import Workspace

_MAX_PARAGRAPHS, _WIDTH = 5, 90
_SUMMARIES = {
    "workspace": "Tạo thư mục làm việc có rules/ và facts/ (--example: kèm ví dụ).",
    "resolution": "Tạo quy tắc của một nghị quyết: hỏi từng bước, hoặc --from-text từ văn bản.",
    "template": "Chép mẫu Word của báo cáo, tờ trình, bản tóm tắt để sửa theo cách trình bày của cơ quan.",
    "facts": "Tạo tệp số liệu để điền, mỗi số liệu một dòng.",
}


class _New(VietnameseHelp, click.Group):
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Loại"):
            formatter.write_dl(list(_SUMMARIES.items()))


@click.group(cls=_New, epilog="Ví dụ: chitieu new workspace xa-tan-lap")
def command() -> None:
    """Tạo thư mục làm việc, quy tắc của một nghị quyết, hoặc tệp số liệu để điền. Không ghi đè tệp đã có."""


@command.command("workspace", cls=VietnameseHelp, epilog="Ví dụ: chitieu new workspace xa-tan-lap --example")
@click.argument("folder", metavar="THƯ MỤC")
@click.option("--example", is_flag=True, help="Kèm ví dụ đầy đủ: quy tắc và số liệu của một nghị quyết thật.")
@everywhere
def workspace_command(folder: str, example: bool, **options: Any) -> int:
    """Tạo thư mục làm việc mới, có rules/ cho quy tắc và facts/ cho số liệu."""
    try:
        write_workspace(Path(folder), _example() if example else None)
    except AlreadyExists:
        raise usage_failure(f"«{folder}» đã có và không trống; chọn tên khác") from None
    except OSError as error:
        raise usage_failure(f"không tạo được «{folder}»: {reason(error)}") from None
    next_step = "chitieu evaluate" if example else "chitieu new resolution --from-text TỆP"
    shown = on_one_line(folder)
    print(f"Đã tạo thư mục làm việc «{shown}». Tiếp theo: cd {shown}, rồi {next_step}")
    return Exit.DONE


@command.command(
    "resolution",
    cls=VietnameseHelp,
    epilog="Ví dụ: chitieu new resolution --from-text nghi-quyet.docx --number 12/NQ-HĐND",
)
@click.option("--from-text", "source", metavar="TỆP", help="Văn bản nghị quyết (.txt hoặc .docx) để dự thảo quy tắc.")
@click.option("--number", metavar="SỐ", help="Số nghị quyết, khi văn bản không ghi.")
@click.option("--period", metavar="GIAI ĐOẠN", help="Giai đoạn, ví dụ 2026-2030, khi văn bản không ghi.")
@everywhere
def resolution_command(
    source: str | None, number: str | None, period: str | None, workspace: str | None, **options: Any
) -> int:
    """Tạo quy tắc của một nghị quyết trong rules/.

    Không có --from-text thì hỏi từng bước trong cửa sổ lệnh. Có --from-text thì tìm các chỉ tiêu đánh số trong văn bản,
    tách thành nội dung, đọc ngưỡng, đề nghị mã và đơn vị; chỗ chưa chắc ghi «# CẦN XEM LẠI».
    """
    at = workspace_at(workspace)
    made = _from_text(source, number, period) if source is not None else _from_answers()
    try:
        refuse_links(at.root)
        write_folder(at.root / "rules" / made.folder, made.files)
        write_schemas(at.root)
    except AlreadyExists as error:
        raise usage_failure(error) from None
    except OSError as error:
        raise usage_failure(f"không ghi được vào rules/: {reason(error)}") from None
    _report(made, at)
    return Exit.DONE


def _from_text(source: str, number: str | None, period: str | None) -> Draft:
    with failing_on(UnreadableText):
        paragraphs = read_paragraphs(Path(source))
    targets = outline(paragraphs)
    if not targets:
        raise usage_failure(
            "không thấy chỉ tiêu nào đánh số (1), (2)… hoặc 1., 2.… trong văn bản; chỉ đưa phần có các chỉ tiêu, mỗi chỉ tiêu một đoạn"
        )
    _say_left_out(left_out(paragraphs, targets))
    head = _completed(read_head(paragraphs, date.today().year), number, period)
    return draft(head, targets, entries_of(targets))


def _say_left_out(missed: list[str]) -> None:
    """Prints the first of the numbered paragraphs that belong to no target."""
    if not missed:
        return
    tell(f"Còn {len(missed)} đoạn đánh số hoặc gạch đầu dòng, có con số, mà không lấy; xem có phải chỉ tiêu không:")
    for paragraph in missed[:_MAX_PARAGRAPHS]:
        shown = paragraph if len(paragraph) <= _WIDTH else paragraph[:_WIDTH].rsplit(" ", 1)[0] + " …"
        tell(f"  «{shown}»")
    if len(missed) > _MAX_PARAGRAPHS:
        tell(f"  … và {len(missed) - _MAX_PARAGRAPHS} đoạn khác")


def _completed(head: Head, number: str | None, period: str | None) -> Head:
    """Returns the head with the values of the options, without the doubts that these settle."""
    doubts = head.doubts
    if number is not None:
        head = head._replace(number=one_line("--number", number))
        doubts = tuple(d for d in doubts if not d.startswith("số:"))
    if period is not None:
        years = [int(year) for year in period.replace("–", "-").split("-") if re.fullmatch(r"\s*[0-9]{4}\s*", year)]
        if len(years) not in (1, 2) or years[0] > years[-1] or not 1900 <= years[0] <= years[-1] <= 2200:
            raise usage_failure(f"giai đoạn «{period}» chưa đúng; viết 2026-2030, hoặc một năm")
        head = head._replace(first_year=years[0], last_year=years[-1])
        doubts = tuple(d for d in doubts if not d.startswith("giai đoạn:"))
    return head._replace(doubts=doubts)


def _from_answers() -> Draft:
    head = ask_head()
    targets, entries = ask_targets()
    if not entries:
        raise usage_failure("chưa có chỉ tiêu nào, chưa ghi gì")
    return draft(head, targets, entries)


def _report(made: Draft, at: Workspace) -> None:
    screen = console("never")
    targets = len(made.files) - 1
    say(screen, f"Đã viết rules/{made.folder}: {targets} chỉ tiêu, {len(made.entries)} nội dung.")
    for entry in made.entries:
        doubt = "  ← cần xem lại" if entry.proposal.doubts else ""
        say(screen, f"  {entry.number}: {entry.proposal.condition} ({entry.code}){doubt}")
    if made.marks:
        say(screen, f"{made.marks} chỗ ghi «{MARK}»: mở tệp, xem và xóa ghi chú ấy.")
    found = [d for d in check_workspace(at) if d.span.file.name.startswith(f"rules/{made.folder}/")]
    errors = sum(d.severity is Severity.ERROR for d in found)
    checked = f"{errors} lỗi, chạy `chitieu check` để xem" if errors else "không có lỗi"
    say(screen, f"Kiểm tra: {checked}. Tiếp theo: chitieu new facts --unit TÊN --year NĂM")


@command.command("facts", cls=VietnameseHelp, epilog='Ví dụ: chitieu new facts --unit "xã Tân Lập" --year 2026 --xlsx')
@click.option("--unit", shell_complete=units, required=True, metavar="TÊN", help="Tên đơn vị, ví dụ xã Tân Lập.")
@click.option("--year", shell_complete=years, type=Number(), required=True, metavar="NĂM", help="Năm của số liệu.")
@click.option("--as-of", "as_of", metavar="NGÀY", help="Ngày chốt số liệu; mặc định 31/12 của năm.")
@click.option(
    "--resolution",
    shell_complete=resolutions,
    metavar="SỐ",
    help="Nghị quyết, khi thư mục làm việc có nhiều nghị quyết.",
)
@click.option("--xlsx", is_flag=True, help="Biểu Excel để điền rồi nhập lại bằng chitieu import, thay cho tệp YAML.")
@click.option("--output", "-o", metavar="TỆP", help="Tên tệp của biểu Excel (.xlsx).")
@everywhere
def facts_command(
    unit: str,
    year: int,
    as_of: str | None,
    resolution: str | None,
    xlsx: bool,
    output: str | None,
    workspace: str | None,
    **options: Any,
) -> int:
    """Tạo tệp số liệu để điền: mỗi số liệu của nghị quyết một dòng, với tên và đơn vị tính."""
    unit = unit_name(unit)
    check_year(year)
    if output is not None and not xlsx:
        raise usage_failure("--output chỉ dùng cùng --xlsx; tệp YAML được viết vào facts/")
    if output is not None and Path(output).suffix.lower() != ".xlsx":
        raise usage_failure(f"--output: tên tệp phải kết thúc bằng .xlsx, ví dụ bieu-so-lieu-{year}.xlsx")
    at = workspace_at(workspace)
    rulebook = load_rulebook_named(at, resolution)
    if year > rulebook.resolution.last_year:
        period = rulebook.resolution.period_text
        raise usage_failure(f"--year: năm {year} ở sau giai đoạn {period} của nghị quyết; không nội dung nào áp dụng")
    try:
        day = parse_date(as_of) if as_of is not None else date(year, 12, 31)
    except ValueError:
        raise usage_failure(f"--as-of: «{as_of}» không phải là một ngày; viết 31/12/{year}") from None
    if not 1900 <= day.year <= 2200:
        raise usage_failure(f"--as-of: năm {day.year} không hợp lý; viết 31/12/{year}")
    existing = ExistingFacts(at, rulebook)
    unit = _settled(unit, existing)
    if xlsx:
        return _form_to_fill(rulebook, unit, year, day, output)
    path = existing.folders.of(unit) / f"{year}.yaml"
    try:
        refuse_links(at.root)
        write_new(path, facts_form(rulebook, unit, year, day).encode())
        write_schemas(at.root)
    except AlreadyExists:
        raise usage_failure(f"tệp {at.name_of(path)} đã có; sửa tệp ấy, hoặc chuyển đi chỗ khác") from None
    except OSError as error:
        raise usage_failure(f"không ghi được {at.name_of(path)}: {reason(error)}") from None
    print(f"Đã viết {at.name_of(path)}. Điền số liệu, rồi chạy: chitieu evaluate")
    return Exit.DONE


def _form_to_fill(rulebook: Rulebook, unit: str, year: int, day: date, output: str | None) -> int:
    """Writes the spreadsheet form, into the current folder where no name is given. Raises Failure."""
    from engine.drafting.facts_workbook import facts_workbook

    path = (
        checked_output(output)
        if output is not None
        else Path(f"bieu-so-lieu-{folder_name(unit, 'don-vi')}-{year}.xlsx")
    )
    try:
        write_new(path, facts_workbook(rulebook, unit, year, day))
    except AlreadyExists:
        raise usage_failure(f"tệp {path} đã có; chọn tên khác bằng --output, hoặc chuyển đi chỗ khác") from None
    except OSError as error:
        raise usage_failure(f"không ghi được {path}: {reason(error)}") from None
    print(f"Đã viết {on_one_line(str(path))}. Điền số liệu, rồi chạy: chitieu import {on_one_line(str(path))}")
    return Exit.DONE


_COMMANDS = {
    "bao-cao": "chitieu report -o bao-cao.docx",
    "tham-tra": "chitieu report --tham-tra -o tham-tra.docx",
    "to-trinh": "chitieu report --to-trinh -o to-trinh.docx",
    "tom-tat": "chitieu report --tom-tat -o tom-tat.docx",
    "tong-hop": "chitieu report --all -o bao-cao",
}
"""The command that fills each of the Word templates."""


@command.command("template", cls=VietnameseHelp, epilog="Ví dụ: chitieu new template bao-cao")
@click.argument("name", metavar="MẪU", type=Choice(list(_COMMANDS)))
@everywhere
def template_command(name: str, workspace: str | None, **options: Any) -> int:
    """Chép một mẫu Word vào thư mục `mẫu` của thư mục làm việc: bao-cao, tham-tra, to-trinh, tom-tat, tong-hop.

    Mở mẫu bằng Word, sửa phông, cỡ chữ, lề, tiêu ngữ, chữ có sẵn; các thẻ {{ … }}, {% … %} thì giữ nguyên.
    Từ đó `chitieu report` dùng mẫu này; bỏ tệp đi thì dùng lại mẫu có sẵn.
    """
    from engine.reports.word_templates import FOLDER, shipped, template_folder

    root = workspace_at(workspace).root
    try:
        write_new(template_folder(root) / f"{name}.docx", shipped(name).content)
    except AlreadyExists:
        raise usage_failure(f"mẫu «{FOLDER}/{name}.docx» đã có; sửa tệp ấy, hoặc chuyển đi chỗ khác") from None
    except OSError as error:
        raise usage_failure(f"không ghi được «{FOLDER}/{name}.docx»: {reason(error)}") from None
    print(f"Đã chép mẫu vào {FOLDER}/{name}.docx. Sửa bằng Word, rồi chạy: {_COMMANDS[name]}")
    return Exit.DONE


def _settled(unit: str, existing: ExistingFacts) -> str:
    """Returns the unit that is meant, as its facts write it. Raises Failure.

    Fails where the name may stand for several units, or for one that has facts: without its level («Tân Lập»), with other marks.
    """
    known = list(existing.units)
    found = meant(unit, known)
    if len(found) > 1:
        raise usage_failure(several(unit, found))
    if found:
        return found[0]
    longer = next((name for name in known if with_marks(name).endswith(f" {with_marks(unit)}")), None)
    longer = longer or next((n for n in known if not has_marks(unit) and fold(n).endswith(f" {fold(unit)}")), None)
    if longer is not None:
        raise usage_failure(
            f"«{longer}» đã có số liệu; cùng đơn vị thì ghi --unit đúng tên ấy, đơn vị khác thì ghi rõ hơn, ví dụ kèm tên tỉnh"
        )
    if others := alike(unit, known):
        raise usage_failure(
            f"{either(others)} đã có số liệu, «{unit}» thì chưa; phải chăng là {either(others)}? Đơn vị khác thì ghi rõ hơn, ví dụ kèm tên tỉnh"
        )
    return unit


def _example() -> Path:
    """Returns the example workspace: beside the code in a checkout, inside the package when installed."""
    import engine

    package = Path(str(engine.__file__)).resolve().parent
    inside = package / "example"
    return inside if inside.is_dir() else package.parent
