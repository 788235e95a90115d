"""`chitieu evaluate`: evaluates resolutions on the facts of units and years."""

from __future__ import annotations

import gc
import sys

import click

from cli.failure import Exit, Failure
from cli.options import common, console
from cli.selection import listed, load_cases, selects_facts, shown_as
from cli.texts import plain, trace_lines
from cli.usage import Choice, VietnameseHelp
from engine.cases import Case, evaluate_cases
from engine.evaluation.evaluation import Evaluation, Status
from engine.inference.engines import EngineMissing
from engine.inference.program import EngineLimit

FAIL_ON = ("not-met", "undetermined", "data")
"""From the gravest to the lightest; each includes the graver ones."""


@click.command(cls=VietnameseHelp, epilog='Ví dụ: chitieu evaluate --unit "xã Tân Lập" --year 2026 --fail-on not-met')
@click.argument("resolution", required=False, metavar="[NGHỊ QUYẾT]")
@selects_facts
@shown_as("table (bảng) hoặc json.")
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
    cases = load_cases(workspace, resolution, unit, year, facts)
    if form == "json" and len(cases) > 1:
        raise Failure(
            Exit.USAGE,
            f"lỗi: --format json chỉ dùng cho một nghị quyết, một đơn vị, một năm; chọn bằng --unit, --year.{listed(cases)}",
        )
    gc.freeze()
    gc.enable()
    try:
        evaluations = evaluate_cases(cases, engine)
    except (EngineMissing, EngineLimit) as missing:
        raise Failure(Exit.USAGE, f"lỗi: {missing}") from None
    for number, (case, evaluation) in enumerate(zip(cases, evaluations, strict=True)):
        if number:
            print()
        _show(case, evaluation, form, quiet, color, trace)
    return Exit.FINDINGS if any(_fails(e, fail_on) for e in evaluations) else Exit.DONE


def _show(case: Case, evaluation: Evaluation, form: str, quiet: bool, color: str, trace: bool) -> None:
    if form == "json":
        from engine.reports.evaluation_json import to_json

        sys.stdout.write(to_json(evaluation))
        return
    from cli.evaluation_table import show_evaluation, show_summary
    from engine.explain.footing import footings

    screen = console(color)
    if quiet:
        show_summary(evaluation, screen)
    else:
        show_evaluation(evaluation, footings(case, evaluation), screen)
    if trace:
        errors = console(color, sys.stderr)
        for line in trace_lines(evaluation.firings):
            errors.print(plain(line))


def _fails(evaluation: Evaluation, fail_on: str | None) -> bool:
    if fail_on is None:
        return False
    tally = evaluation.criterion_tally
    found = [tally.unmet > 0, tally.count(Status.UNDETERMINED) > 0, bool(evaluation.warnings)]
    return any(found[: FAIL_ON.index(fail_on) + 1])
