"""`chitieu new`: makes a workspace, the rules of a resolution (by questions or from its text), or a facts file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from cli.completion import resolutions, units, years
from cli.failure import Exit, usage_failure
from cli.new_resolution import draft_from_text, resolution_from_answers
from cli.options import check_year, everywhere, unit_name, workspace_at
from cli.selection import load_rulebook_named
from cli.usage import Choice, Number, VietnameseHelp, option
from engine.drafting.facts_form import facts_form
from engine.drafting.files import AlreadyExists, refuse_links, write_new, write_schemas, write_workspace
from engine.factbase.builder import YEARS_BEFORE
from engine.files.reasons import reason
from engine.importing.existing import ExistingFacts
from engine.language.days import parse_date
from engine.language.names import alike, either, has_marks, lacks_marks, meant, several
from engine.language.text import fold, on_one_line, with_marks
from engine.rulebook.rulebook import Rulebook

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
@option("--example", is_flag=True, help="Kèm ví dụ đầy đủ: quy tắc và số liệu của một nghị quyết thật.")
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
@option("--from-text", "source", metavar="TỆP", help="Văn bản để dự thảo quy tắc: .docx, .pdf, .txt, .doc, .odt.")
@option("--number", metavar="SỐ", help="Số nghị quyết, khi văn bản không ghi.")
@option("--period", metavar="GIAI ĐOẠN", help="Giai đoạn, ví dụ 2026-2030, khi văn bản không ghi.")
@option("--no-review", is_flag=True, help="Không rà soát từng nội dung trong cửa sổ lệnh sau khi đọc văn bản.")
@everywhere
def resolution_command(
    source: str | None, number: str | None, period: str | None, no_review: bool, workspace: str | None, **options: Any
) -> int:
    """Tạo quy tắc của một nghị quyết trong rules/.

    Không có --from-text thì hỏi từng bước trong cửa sổ lệnh. Có --from-text thì tìm các chỉ tiêu trong văn bản và phụ lục,
    tách thành nội dung, đọc ngưỡng, kỳ, hạn, mốc, đề nghị mã và đơn vị; chỗ chưa chắc ghi «# CẦN XEM LẠI»; mọi dòng có số
    hoặc đánh số của văn bản đều được kể: vào nội dung nào, hoặc bỏ ra vì sao. Văn bản sửa đổi thì chạy lại: phần đổi được
    nêu ra, chỗ đã sửa tay giữ nguyên.
    """
    at = workspace_at(workspace)
    if source is None:
        resolution_from_answers(at)
    else:
        draft_from_text(at, source, number, period, reviewed=not no_review)
    return Exit.DONE


@command.command("facts", cls=VietnameseHelp, epilog='Ví dụ: chitieu new facts --unit "xã Tân Lập" --year 2026 --xlsx')
@option("--unit", shell_complete=units, metavar="TÊN", help="Tên đơn vị, ví dụ xã Tân Lập.")
@option(
    "--units",
    "listed",
    metavar="TỆP",
    help="Danh sách đơn vị để làm biểu cho nhiều đơn vị một lần: .txt mỗi dòng một tên, hoặc bảng có cột Tên đơn vị.",
)
@option("--all-units", "every", is_flag=True, help="Làm biểu cho mọi đơn vị đã có số liệu trong facts/.")
@option("--year", shell_complete=years, type=Number(), required=True, metavar="NĂM", help="Năm của số liệu.")
@option(
    "--as-of",
    "as_of",
    metavar="NGÀY",
    help="Ngày chốt số liệu; mặc định 31/12 của năm, trong biểu Excel thì để người điền ghi.",
)
@option(
    "--resolution",
    shell_complete=resolutions,
    metavar="SỐ",
    help="Nghị quyết, khi thư mục làm việc có nhiều nghị quyết.",
)
@option("--xlsx", is_flag=True, help="Biểu Excel để điền rồi nhập lại bằng chitieu import, thay cho tệp YAML.")
@option(
    "--output",
    "-o",
    metavar="TỆP",
    help="Tên tệp của biểu Excel (.xlsx); nhiều đơn vị thì cũng có thể là một thư mục, mỗi đơn vị một tệp.",
)
@everywhere
def facts_command(
    unit: str | None,
    listed: str | None,
    every: bool,
    year: int,
    as_of: str | None,
    resolution: str | None,
    xlsx: bool,
    output: str | None,
    workspace: str | None,
    **options: Any,
) -> int:
    """Tạo tệp số liệu để điền: mỗi số liệu của nghị quyết một dòng, với tên và đơn vị tính.

    Biểu Excel (--xlsx) có số năm trước bên cạnh, ô cần cho đánh giá ở trên cùng, và đếm đã điền bao nhiêu.
    """
    if sum((unit is not None, listed is not None, every)) != 1:
        raise usage_failure("cần đúng một trong ba: --unit TÊN, --units TỆP, --all-units")
    check_year(year)
    _check_output(unit is None, xlsx, year, output)
    at = workspace_at(workspace)
    rulebook = load_rulebook_named(at, resolution)
    _check_period(year, rulebook)
    day = _closing_day(as_of, year)
    existing = ExistingFacts(at, rulebook)
    if xlsx:
        from cli.new_form import FormOrder, write_many, write_one

        order = FormOrder(rulebook, existing, year, day)
        if unit is None:
            write_many(order, _recipients(listed, rulebook, existing), output)
        else:
            write_one(order, _settled(unit_name(unit), existing), output)
        return Exit.DONE
    one = _settled(unit_name(unit or ""), existing)
    path = existing.folders.of(one) / f"{year}.yaml"
    try:
        refuse_links(at.root)
        write_new(path, facts_form(rulebook, one, year, day or date(year, 12, 31)).encode())
        write_schemas(at.root)
    except AlreadyExists:
        raise usage_failure(f"tệp {at.name_of(path)} đã có; sửa tệp ấy, hoặc chuyển đi chỗ khác") from None
    except OSError as error:
        raise usage_failure(f"không ghi được {at.name_of(path)}: {reason(error)}") from None
    print(f"Đã viết {at.name_of(path)}. Điền số liệu, rồi chạy: chitieu evaluate")
    return Exit.DONE


def _check_output(many: bool, xlsx: bool, year: int, output: str | None) -> None:
    """Raises Failure where --output, --units and --xlsx do not go together."""
    if output is not None and not xlsx:
        raise usage_failure("--output chỉ dùng cùng --xlsx; tệp YAML được viết vào facts/")
    if many and not xlsx:
        raise usage_failure("--units và --all-units chỉ dùng cùng --xlsx")
    if output is not None and not many and Path(output).suffix.lower() != ".xlsx":
        raise usage_failure(f"--output: tên tệp phải kết thúc bằng .xlsx, ví dụ bieu-so-lieu-{year}.xlsx")
    if output is not None and Path(output).suffix.lower() in (".xls", ".xlsb", ".ods", ".csv", ".yaml"):
        raise usage_failure("--output: ghi tên một thư mục, hoặc một tệp .xlsx")


def _check_period(year: int, rulebook: Rulebook) -> None:
    """Raises Failure for a year of which the resolution can have no facts."""
    resolution = rulebook.resolution
    period = resolution.period_text
    if year > resolution.last_year:
        raise usage_failure(f"--year: năm {year} ở sau giai đoạn {period} của nghị quyết; không nội dung nào áp dụng")
    if year < (first := resolution.first_year - YEARS_BEFORE):
        raise usage_failure(
            f"--year: năm {year} ở quá xa trước giai đoạn {period} của nghị quyết; số liệu để so sánh chỉ lấy từ năm {first}"
        )


def _closing_day(as_of: str | None, year: int) -> date | None:
    """Returns the day that --as-of names; None without it. Raises Failure."""
    try:
        day = parse_date(as_of) if as_of is not None else None
    except ValueError:
        raise usage_failure(f"--as-of: «{as_of}» không phải là một ngày; viết 31/12/{year}") from None
    if day is not None and not 1900 <= day.year <= 2200:
        raise usage_failure(f"--as-of: năm {day.year} không hợp lý; viết 31/12/{year}")
    return day


def _recipients(listed: str | None, rulebook: Rulebook, existing: ExistingFacts) -> list[str]:
    """Returns the units of --units, else of --all-units. Raises Failure."""
    from cli.new_form import several_units, units_in

    if listed is not None:
        return [_settled(one, existing) for one in units_in(listed, rulebook)]
    return several_units(existing.units, "--all-units: facts/ chưa có số liệu của đơn vị nào; dùng --unit hoặc --units")


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

    Fails where the name may stand for several units, or for one that has facts: without its level («Tân Lập»), with other marks,
    or whole without any («Thanh An» beside «Thạnh An»).
    """
    known = list(existing.units)
    found = meant(unit, known)
    if len(found) > 1:
        raise usage_failure(several(unit, found))
    if found and (with_marks(found[0]) == with_marks(unit) or lacks_marks(unit)):
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
