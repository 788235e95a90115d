"""`chitieu diff`: what changed between two evaluations, and which layer caused it."""

from __future__ import annotations

import sys
from typing import Any

import click

from cli.diff_view import show_comparison
from cli.failure import Exit, usage_failure
from cli.options import common, console, workspace_at
from cli.outputs import named_outputs
from cli.selection import shown_as
from cli.sides import NOW, is_now, reading_history, records_of, side_named, side_now
from cli.sweep_diff import FORMS, show_sweep_diff, sides_of_unit, two_sweeps
from cli.sweep_view import UnitAsked
from cli.usage import Number, VietnameseHelp, option
from engine.files.json_form import to_json
from engine.history.comparison import DiffDocument, NamedSide, compare
from engine.history.recorded_sweep import is_recorded_sweep
from engine.history.store import History
from engine.language.text import fold
from engine.workspace.workspace import Workspace


@click.command(cls=VietnameseHelp, epilog="Ví dụ: chitieu diff 3 5;  chitieu diff bien-nhan.json nay")
@click.argument("before", required=False, metavar="[LẦN_TRƯỚC]")
@click.argument("after", required=False, metavar="[LẦN_SAU]")
@option("--unit", metavar="TÊN", help="Khi so hai lượt nhiều đơn vị: chỉ đơn vị này, đến từng giá trị.")
@option("--year", type=Number(), metavar="NĂM", help="Cùng --unit: năm nào, khi lượt có nhiều năm.")
@option(
    "--output",
    "-o",
    multiple=True,
    metavar="TỆP",
    help="Khi so hai lượt nhiều đơn vị: ghi thêm danh sách đủ ra tệp .csv, .xlsx, mỗi kết luận khác một dòng.",
)
@shown_as("table hoặc json.")
@common
def command(
    before: str | None,
    after: str | None,
    unit: str | None,
    year: int | None,
    output: tuple[str, ...],
    form: str,
    **options: Any,
) -> int:
    """So sánh hai lần đánh giá: kết luận nào, mục nào thay đổi, và do đâu.

    Mỗi lần là số của một bản ghi trong `chitieu history`, một tệp biên nhận, hoặc «nay»: các tệp hiện nay của thư mục
    làm việc. Chỉ nêu LẦN_TRƯỚC thì so với «nay»; không nêu gì thì so hai lần sau cùng của nghị quyết, đơn vị, năm vừa
    đánh giá.

    Hai lượt nhiều đơn vị (mỗi lượt một bản ghi) thì nêu đơn vị nào có kết luận khác, và do đâu.

    Nguyên nhân được tìm bằng cách thay từng lớp (số liệu, ngưỡng, quy tắc, động cơ) rồi đánh giá lại.
    """
    workspace = workspace_at(options["workspace"])
    files = named_outputs(output, FORMS)
    with History(workspace.root) as history:
        if before is None:
            before, after = _last_two(history)
        sweeps = two_sweeps(before, after or NOW, history)
        if sweeps is not None and unit is None:
            show_sweep_diff(sweeps, form, files, console(options["color"]), options["quiet"], options["engine"])
            return Exit.DONE
        if files:
            raise usage_failure(
                "-o chỉ dùng khi so hai lượt nhiều đơn vị"
                if sweeps is None
                else "-o ghi danh sách các đơn vị của hai lượt; bỏ --unit"
            )
        if sweeps is None and (unit is not None or year is not None):
            raise usage_failure("--unit, --year chỉ dùng khi so hai lượt nhiều đơn vị")
        if sweeps is None:
            old, new = _sides(before, after or NOW, history, workspace, options["engine"])
        else:
            old, new = sides_of_unit(sweeps, UnitAsked(unit or "", year, None, options["engine"]))
    numbers = [named.side.evaluation.number for named in (old, new)]
    if fold(numbers[0]) != fold(numbers[1]):
        raise usage_failure(f"hai lần thuộc hai nghị quyết khác nhau: {numbers[0]} và {numbers[1]}")
    comparison = compare(old.side, new.side)
    if form == "json":
        sys.stdout.write(to_json(DiffDocument(old, new, comparison)))
    else:
        show_comparison(old, new, comparison, console(options["color"]), options["quiet"])
    return Exit.DONE


def _sides(before: str, after: str, history: History, workspace: Workspace, engine: str) -> tuple[NamedSide, NamedSide]:
    """Returns both sides; «nay» is the present state of the other side. Raises Failure."""
    if is_now(before) and is_now(after):
        raise usage_failure("hai lần đều là «nay»; ghi số của một bản ghi hoặc một tệp biên nhận")
    if is_now(before):
        new = side_named(after, history)
        return side_now(new.side, workspace, engine), new
    old = side_named(before, history)
    return old, side_now(old.side, workspace, engine) if is_now(after) else side_named(after, history)


def _last_two(history: History) -> tuple[str, str]:
    """Returns the numbers of the last two records of the case that was evaluated last. Raises Failure."""
    records = sorted(records_of(history), key=lambda record: (record.last_time, record.number))
    if records:
        case = (records[-1].resolution, records[-1].unit, records[-1].year)
        with reading_history():
            if is_recorded_sweep(history, records[-1].number):  # the number of its units may change
                same = [one for one in records if (one.resolution, one.year) == (case[0], case[2])]
                same = [one for one in same if is_recorded_sweep(history, one.number)]
            else:
                same = [one for one in records if (one.resolution, one.unit, one.year) == case]
        if len(same) > 1:
            return str(same[-2].number), str(same[-1].number)
    raise usage_failure(
        "nghị quyết, đơn vị, năm vừa đánh giá chưa có hai lần khác nhau trong lịch sử; xem `chitieu history`, nêu hai "
        "lần cần so (`chitieu diff 3 5`), hoặc một lần để so với các tệp hiện nay (`chitieu diff 3`)"
    )
