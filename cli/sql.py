"""`chitieu sql`: the program of a resolution as SQL, to be run where the data lie."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cli.completion import resolutions
from cli.data_option import day_of
from cli.database_output import table_named, tell_unsaid
from cli.failure import Exit, failing_on, usage_failure
from cli.options import DRAFT, everywhere, stop_on_errors, workspace_at
from cli.texts import tell
from cli.usage import Choice, Number, VietnameseHelp, option
from engine.checking.errors import errors_of_rules
from engine.inference.engines import EngineMissing, check_columns
from engine.language.text import on_one_line
from engine.workspace.choosing import NotFound

if TYPE_CHECKING:
    from engine.rulebook.rulebook import Rulebook
    from engine.sql.statement import Source

_SHOWN = 20
"""Columns of which the type is told."""
_DIALECTS = ("postgres", "duckdb", "spark")


@click.command(
    cls=VietnameseHelp,
    epilog="Ví dụ: chitieu sql --table so_lieu --year 2025 --as-of 31/12/2025 > danh-gia.sql",
)
@click.argument("resolution", required=False, shell_complete=resolutions, metavar="[NGHỊ QUYẾT]")
@option(
    "--dialect",
    type=Choice(list(_DIALECTS)),
    default="postgres",
    metavar="TÊN",
    help="Viết cho: postgres, duckdb hoặc spark.",
    show_default=True,
)
@option(
    "--table", default="so_lieu", metavar="BẢNG", help="Bảng có số liệu; có thể ghi LƯỢC_ĐỒ.BẢNG.", show_default=True
)
@option(
    "--columns",
    metavar="TÊN,TÊN…",
    help="Tên các cột của bảng, cách nhau bằng dấu phẩy; mặc định: unit, year và mỗi số liệu một cột, tên là mã số liệu.",
)
@option("--year", type=Number(), required=True, metavar="NĂM", help="Năm đánh giá.")
@option("--as-of", required=True, metavar="NGÀY", help="Ngày chốt số liệu, ví dụ 31/12/2025.")
@DRAFT
@everywhere
def command(
    resolution: str | None,
    dialect: str,
    table: str,
    columns: str | None,
    year: int,
    as_of: str,
    draft: bool,
    workspace: str | None,
    quiet: bool,
    color: str,
    debug: bool,
) -> int:
    """In quy tắc của một nghị quyết thành câu lệnh SQL, để đánh giá hàng loạt đơn vị ngay tại cơ sở dữ liệu.

    Mỗi đơn vị được một dòng: kết luận của từng chỉ tiêu, nội dung, hạn chế, đối chiếu. Đơn vị có ô không phải một con số
    chắc chắn, có số âm hoặc phép chia cho 0 mà SQL không tính, thì cột left_to_rules là đúng và không có kết luận: đánh
    giá đơn vị ấy bằng `chitieu evaluate`. Cột số (kể cả thứ hạng) phải có kiểu số chính xác (NUMERIC, INTEGER), cột ngày
    («tính đến» cũng vậy) kiểu DATE, cột năm kiểu INTEGER, cột khác là văn bản. Muốn chạy và được đối chiếu thì dùng
    `chitieu evaluate --on`.
    """
    with failing_on(EngineMissing):
        check_columns()
    from engine.evaluation.evaluator import Evaluator
    from engine.importing.grid import UnreadableTable
    from engine.sql.dialects import DIALECTS, Unsayable
    from engine.sql.models import DatabaseCases, When
    from engine.sql.statement import StatementWriter, assumed_source, assumed_years

    cases = DatabaseCases(workspace_at(workspace), table, examine=errors_of_rules, draft=draft)
    with failing_on(NotFound):
        rulebook = cases.only_rules(resolution)
    stop_on_errors(cases.problems, draft=draft)
    cases.named(rulebook)
    day = day_of(as_of)
    assert day is not None
    headings = _headings(rulebook) if columns is None else [name.strip() for name in columns.split(",")]
    try:
        when, own = When(year, day, table), DIALECTS[dialect]
        source = assumed_source(table_named(table), headings, rulebook, when, own)
        earlier = assumed_years(headings, rulebook, when)
        statement = StatementWriter(Evaluator(rulebook), cases, source, when, own, earlier).write()
    except (Unsayable, UnreadableTable) as error:
        raise usage_failure(on_one_line(str(error))) from None
    tell_unsaid(statement.unsaid, rulebook)
    _tell_types(source)
    if draft:
        print("-- bản nháp")
    for before in DIALECTS[dialect].before:
        print(f"{before};")
    sys.stdout.writelines(f"{one};\n" for one in statement.words())
    return Exit.DONE


def _tell_types(source: Source) -> None:
    """Says of which types the columns must be, where not all are numbers: of others every unit would be left to the rules."""
    from engine.bulk.column_types import Content

    kinds = {Content.DATES: "DATE", Content.TEXTS: "văn bản"}
    contents = {source.cells[code]: content for code, content in source.contents.items()}
    told = [f"«{on_one_line(name)}»: {kinds[content]}" for name, content in contents.items() if content in kinds]
    if told:
        more = f"; và {len(told) - _SHOWN} cột văn bản hoặc DATE nữa" if len(told) > _SHOWN else ""
        numbers = "; cột khác: số chính xác (NUMERIC, INTEGER)" if Content.NUMBERS in contents.values() else ""
        tell(f"kiểu cột mà câu lệnh cần: {'; '.join(told[:_SHOWN])}{more}{numbers}")


def _headings(rulebook: Rulebook) -> list[str]:
    """The columns of a table that has just what a resolution looks at."""
    from engine.rulebook.natures import operands

    used = {code for one in rulebook.inputs.values() for code in operands(one.formula, rulebook.indicators)}
    return ["unit", "year", *(code for code in rulebook.indicators if code in used)]
