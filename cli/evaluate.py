"""`chitieu evaluate`: evaluates resolutions on the facts of units and years."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import click

from cli.failure import Exit, Failure
from cli.options import common, console, stop_on_errors, workspace_at
from cli.usage import Choice, Number, VietnameseHelp
from engine.cases import Case, Cases, NotFound, Selection, evaluate_cases
from engine.evaluation.evaluation import Evaluation, Status
from engine.inference.engines import EngineMissing
from engine.inference.program import EngineLimit

FAIL_ON = ("not-met", "undetermined", "data")
"""From the gravest to the lightest; each includes the graver ones."""


@click.command(cls=VietnameseHelp, epilog='Ví dụ: chitieu evaluate --unit "xã Tân Lập" --year 2026 --fail-on not-met')
@click.argument("resolution", required=False, metavar="[NGHỊ QUYẾT]")
@click.option("--unit", metavar="TÊN", help="Đơn vị cần đánh giá.")
@click.option("--year", type=Number(), metavar="NĂM", help="Năm cần đánh giá.")
@click.option("--facts", multiple=True, metavar="TỆP", help="Tệp số liệu; dùng nhiều lần được.")
@click.option(
    "--format",
    "form",
    type=Choice(["table", "json"]),
    default="table",
    metavar="DẠNG",
    help="table (bảng) hoặc json.",
    show_default=True,
)
@click.option(
    "--fail-on",
    type=Choice(list(FAIL_ON)),
    metavar="MỨC",
    help="Mã thoát 1 khi có: not-met (chưa đạt), undetermined (thêm chưa đủ số liệu), data (thêm cảnh báo số liệu).",
)
@click.option("--trace", is_flag=True, help="In các quy tắc theo thứ tự động cơ suy diễn đã kích hoạt.")
@common
def command(
    resolution: str | None,
    unit: str | None,
    year: int | None,
    facts: tuple[str, ...],
    form: str,
    fail_on: str | None,
    trace: bool,
    workspace: str | None,
    engine: str,
    quiet: bool,
    color: str,
    debug: bool,
) -> int:
    """Đánh giá nghị quyết theo số liệu của đơn vị và năm: kết luận từng nội dung, chỉ tiêu, và tổng hợp.

    Không cần tham số nào khi thư mục làm việc chỉ có một nghị quyết và một tệp số liệu.
    """
    cases = _cases(Cases(workspace_at(workspace)), Selection(resolution, unit, year, tuple(_files(facts))))
    if form == "json" and len(cases) > 1:
        listed = "".join(
            f"\n  {c.rulebook.resolution.number} · {c.facts.facts.unit} · {c.facts.facts.year}" for c in cases
        )
        raise Failure(
            Exit.USAGE,
            f"lỗi: --format json chỉ dùng cho một nghị quyết, một đơn vị, một năm; chọn bằng --unit, --year. Hiện có:{listed}",
        )
    gc.freeze()
    gc.enable()
    try:
        evaluations = evaluate_cases(cases, engine)
    except (EngineMissing, EngineLimit) as missing:
        raise Failure(Exit.USAGE, f"lỗi: {missing}") from None
    for number, evaluation in enumerate(evaluations):
        if number:
            print()
        _show(evaluation, form, quiet, color, trace)
    return Exit.FINDINGS if any(_fails(e, fail_on) for e in evaluations) else Exit.DONE


def _cases(loader: Cases, selection: Selection) -> list[Case]:
    try:
        selected = loader.select(selection)
    except NotFound as error:
        stop_on_errors(loader.problems)
        raise Failure(Exit.USAGE, f"lỗi: {error}") from None
    stop_on_errors(loader.problems)
    return selected


def _files(names: tuple[str, ...]) -> list[Path]:
    for name in names:
        if not Path(name).is_file():
            raise Failure(Exit.USAGE, f"lỗi: không có tệp «{name}»")
    return [Path(name) for name in names]


def _show(evaluation: Evaluation, form: str, quiet: bool, color: str, trace: bool) -> None:
    if form == "json":
        from engine.reports.evaluation_json import to_json

        sys.stdout.write(to_json(evaluation))
        return
    from cli.evaluation_table import show_evaluation, show_summary, show_trace

    (show_summary if quiet else show_evaluation)(evaluation, console(color))
    if trace:
        show_trace(evaluation, console(color, sys.stderr))


def _fails(evaluation: Evaluation, fail_on: str | None) -> bool:
    if fail_on is None:
        return False
    tally = evaluation.criterion_tally
    found = [tally.unmet > 0, tally.count(Status.UNDETERMINED) > 0, bool(evaluation.warnings)]
    return any(found[: FAIL_ON.index(fail_on) + 1])
