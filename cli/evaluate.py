"""`chitieu evaluate`: evaluates resolutions with the facts of units and years."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.completion import resolutions
from cli.failure import Exit, Failure
from cli.options import DRAFT, common, console, paged, stop_on_errors
from cli.outputs import STREAMED, Outputs, named_outputs
from cli.overview_files import FORMS as OVERVIEWS
from cli.overview_files import OverviewFile, data_of
from cli.recording import Recorder, receipt_file, records, write_receipt
from cli.selection import ManyCaseOptions, listed, selects_many
from cli.signing import signer_of, signs
from cli.texts import plain, trace_lines
from cli.usage import Choice, Number, VietnameseHelp, option
from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation
from engine.inference.engines import BOTH, COLUMNS, EngineMissing
from engine.inference.program import EngineLimit
from engine.workspace.case import Case, evaluate_cases

if TYPE_CHECKING:
    from cli.data_option import DataOptions
    from cli.many import Many
    from cli.states_output import States, StatesRun
    from cli.sweep_recording import SweepRecorder
    from engine.bulk.cases import TableCases
    from engine.history.keys import PrivateKey
    from engine.workspace.cases import Cases

FAIL_ON = ("not-met", "undetermined", "data")
"""The levels of --fail-on, gravest first; each includes the graver ones."""
RECEIPTS = 100
"""Cases of facts files up to which each gets a receipt; a larger run becomes one record."""


@click.command(cls=VietnameseHelp, epilog='Ví dụ: chitieu evaluate --unit "xã Tân Lập" --year 2026 --fail-on not-met')
@click.argument("resolution", required=False, shell_complete=resolutions, metavar="[NGHỊ QUYẾT]")
@selects_many
@option(
    "--format",
    "form",
    type=Choice(["table", "json", *STREAMED]),
    default="table",
    metavar="DẠNG",
    help="table (bảng), json (một đơn vị, một năm), jsonl hoặc csv (nhiều đơn vị, nhiều năm).",
    show_default=True,
)
@option(
    "--output",
    "-o",
    multiple=True,
    metavar="TỆP",
    help="Ghi thêm ra tệp .csv, .jsonl, hoặc .xlsx, .html (tổng hợp các đơn vị), dùng nhiều lần được; với --data thì cả .parquet (kết luận từng đơn vị), ghi riêng.",
)
@option("--vietnamese-heads", is_flag=True, help="Tên cột của CSV bằng tiếng Việt.")
@option(
    "--fail-on",
    type=Choice(list(FAIL_ON)),
    metavar="MỨC",
    help="Mã thoát 1 khi có: not-met (chưa đạt), undetermined (thêm chưa đủ số liệu), data (thêm cảnh báo số liệu).",
)
@option(
    "--receipt",
    metavar="TỆP",
    help="Ghi biên nhận .json: quy tắc, số liệu, phiên bản và kết quả, để `chitieu verify` kiểm lại về sau.",
)
@signs
@records
@option(
    "--jobs",
    type=Number(),
    metavar="SỐ",
    help="Số tiến trình cùng đánh giá khi có nhiều đơn vị; mặc định: theo số nhân của máy nếu có từ 500 trường hợp trở lên, ít hơn thì 1. Kết quả không đổi.",
)
@option(
    "--sample",
    type=Number(),
    metavar="SỐ",
    help="Với --engine columns: số trường hợp lấy ngẫu nhiên để suy diễn lại bằng quy tắc; ít nhất 30. Có khác nhau thì dừng, mã thoát 5.",
)
@option(
    "--full",
    is_flag=True,
    help="In đủ: bảng, mọi hạn chế, nguyên nhân, giải pháp, đối chiếu; trên màn hình thì in từng trang.",
)
@option(
    "--data",
    metavar="TỆP",
    help="Bảng số liệu của nhiều đơn vị (.csv, .xlsx, .parquet) hoặc bảng của cơ sở dữ liệu (duckdb:TỆP#BẢNG, postgresql://…#BẢNG), thay cho thư mục facts/: cột đơn vị, năm, tính đến, và mỗi số liệu một cột; hoặc cột mã số liệu và giá trị.",
)
@option("--as-of", metavar="NGÀY", help="Với --data: ngày chốt số liệu, khi bảng không có cột «tính đến».")
@option(
    "--numbers",
    type=Choice(["vi", "en"]),
    metavar="KIỂU",
    help="Với --data: số ghi dạng chữ viết kiểu nào: vi (1.623,5) hoặc en (1,623.5); cần khi bảng không tự cho biết.",
)
@option(
    "--on",
    "address",
    metavar="ĐỊA CHỈ",
    help="Đánh giá ngay tại cơ sở dữ liệu (postgresql://…, duckdb:TỆP, spark://…), --data là tên bảng, -o là tệp .parquet; đối chiếu một mẫu với động cơ quy tắc.",
)
@DRAFT
@option("--trace", is_flag=True, help="In các quy tắc theo thứ tự động cơ suy diễn đã kích hoạt.")
@common
def command(
    form: str,
    output: tuple[str, ...],
    vietnamese_heads: bool,
    fail_on: str | None,
    receipt: str | None,
    sign: str | None,
    passphrase_file: str | None,
    no_record: bool,
    jobs: int | None,
    sample: int | None,
    full: bool,
    data: str | None,
    as_of: str | None,
    numbers: str | None,
    address: str | None,
    trace: bool,
    **given: Any,
) -> int:
    """Đánh giá nghị quyết theo số liệu của đơn vị và năm: kết luận từng nội dung, chỉ tiêu, và tổng hợp.

    Không cần tham số nào khi thư mục làm việc chỉ có một nghị quyết và một tệp số liệu. Một đơn vị có
    nhiều năm thì in kết quả năm sau cùng và xu hướng. Có nhiều đơn vị thì in bảng tổng hợp: xếp hạng, kết quả từng nội dung;
    đơn vị nào có lỗi thì nêu ở cuối, các đơn vị khác vẫn được đánh giá, mã thoát là 3.
    """
    if jobs is not None and jobs < 1:
        raise Failure(Exit.USAGE, "lỗi: --jobs: số tiến trình phải từ 1 trở lên")
    if sign is not None and no_record and receipt is None:
        raise Failure(
            Exit.USAGE, "lỗi: --sign cùng --no-record thì không có gì để ký; thêm --receipt, hoặc bỏ --no-record"
        )
    options = ManyCaseOptions(**{name: given[name] for name in ManyCaseOptions._fields})
    if address is not None:
        from cli.data_option import check_bulk

        if given["engine"] not in ("auto", COLUMNS):
            raise Failure(Exit.USAGE, "lỗi: --on suy diễn tại cơ sở dữ liệu; bỏ --engine")
        check_bulk(COLUMNS, jobs, sample, receipt, False)
    engine, table = given["engine"], None
    if address is None:
        table = _table(data, as_of, numbers, options, not no_record)
    if address is not None or any(name.lower().endswith(".parquet") for name in output):
        from cli.database_output import StoredData, write_states_on
        from cli.states_output import StatesRun, write_states_of

        signed = signer_of(sign, passphrase_file)
        asked = StatesRun(options, output, form, engine, sample or 0, not no_record, signed)
        stored = None if address is None else StoredData(address, data, as_of, numbers)
        write = partial(write_states_of, table) if stored is None else partial(write_states_on, stored)
        return _states(write, asked, fail_on)
    in_table: TableCases | None = None
    if table is None:
        cases, chosen = options.chosen()
    else:
        cases, chosen = in_table, _ = table.chosen(options)
        engine = table.engine(engine, len(chosen))
    by_rules = table is None and engine != COLUMNS
    if sample is not None or not by_rules:
        from cli.data_option import check_bulk

        check_bulk(engine, jobs, sample, receipt, by_rules)
    files = named_outputs(output, (*STREAMED, *OVERVIEWS))
    overviews = [OverviewFile(path, kind, chosen) for path, kind in files.items() if kind in OVERVIEWS]
    streamed = {path: kind for path, kind in files.items() if kind not in OVERVIEWS}
    outputs = Outputs(form, streamed, engine in (BOTH, COLUMNS), _titles if vietnamese_heads else None)
    receipt_path = receipt_file(receipt) if receipt is not None else None
    signer = signer_of(sign, passphrase_file)
    shown = _Display(form, given["quiet"], given["color"], trace, full, options.as_typed)
    recorder = None if no_record else _recorder(cases, in_table, by_rules and len(chosen) <= RECEIPTS, signer)
    units = {one.head.key[:2] for one in chosen}
    # A table with rows that are left out is one of many units, however few are left.
    slips = in_table is not None and bool(chosen) and bool(in_table.unreadable(chosen, options.selection))
    several = len(chosen) > 1 or slips
    many = len({resolution for resolution, _ in units}) < len(units) or slips
    gc.freeze()
    gc.enable()
    try:
        if receipt_path is not None and len(chosen) > 1:
            raise Failure(
                Exit.USAGE,
                "lỗi: --receipt chỉ dùng cho một nghị quyết, một đơn vị, một năm; chọn bằng --unit, --year. "
                "Biên nhận của từng đơn vị lấy từ lịch sử: `chitieu history SỐ --receipt TỆP`",
            )
        if (form in STREAMED and several) or (many and form == "table"):
            from cli.many import Many

            stop_on_errors(cases.problems, draft=options.draft)
            run = Many(
                cases,
                chosen,
                options.selection,
                engine,
                given["color"],
                jobs if table is None else 1,
                recorder,
                overviews,
                sample or 0,
                in_table,
                fail_on == "data",
            )
            return _many(run, outputs, shown, fail_on)
        loaded = options.loaded(cases, chosen)
        if form == "json" and len(loaded) > 1:
            raise Failure(
                Exit.USAGE,
                "lỗi: --format json chỉ dùng cho một nghị quyết, một đơn vị, một năm; "
                f"chọn bằng --unit, --year, hoặc dùng --format jsonl.{listed(loaded)}",
            )
        evaluations = evaluate_cases(loaded, engine)
    except (EngineMissing, EngineLimit) as missing:
        raise Failure(Exit.USAGE, f"lỗi: {missing}") from None
    _record(loaded, evaluations, recorder, receipt_path, signer)
    with outputs:
        for evaluation in evaluations:
            outputs.add(evaluation)
    _write_overviews(overviews, loaded, evaluations)
    if form not in STREAMED:
        _show_each(loaded, evaluations, shown)
    counted = (criterion for e in evaluations for criterion in e.criteria if criterion.counted)
    statuses = {criterion.status for criterion in counted if criterion.falls_short or not criterion.status.unmet}
    return _code(fail_on, statuses, any(e.warnings for e in evaluations))


def _table(
    data: str | None, as_of: str | None, numbers: str | None, options: ManyCaseOptions, recorded: bool
) -> DataOptions | None:
    """Returns the table in the place of facts files; None without one. Raises Failure."""
    if data is None and as_of is None and numbers is None:
        return None
    from cli.data_option import DataOptions

    return DataOptions.of(data, as_of, numbers, options, recorded)


def _states(write: Callable[[StatesRun], States], run: StatesRun, fail_on: str | None) -> int:
    """Lets ``write`` write the states of many units. Returns the exit code. Raises Failure."""
    from cli.many import ROWS_FIRST, show_refused

    if fail_on == "data":
        raise Failure(Exit.USAGE, "lỗi: -o tên.parquet, --on không dùng cùng --fail-on data")
    try:
        seen, refused = write(run)
    except (EngineMissing, EngineLimit) as missing:
        raise Failure(Exit.USAGE, f"lỗi: {missing}") from None
    show_refused(refused, console("auto", sys.stderr), ROWS_FIRST)
    return Exit.DOES_NOT_LOAD if refused else _code(fail_on, seen, False)


def _write_overviews(files: list[OverviewFile], cases: list[Case], evaluations: list[Evaluation]) -> None:
    if not files:
        return
    from engine.many_units.overview import Overview

    for file in files:
        overview = Overview(cases[0].rulebook)
        for case, evaluation in zip(cases, evaluations, strict=True):
            overview.add(evaluation)
            file.add(data_of(case, evaluation, (file.form,)))
        file.write(overview, ())


def _record(
    cases: list[Case],
    evaluations: list[Evaluation],
    recorder: Recorder | SweepRecorder | None,
    receipt_path: Path | None,
    signer: PrivateKey | None,
) -> None:
    """Records the evaluations, which must just have been made from their cases."""
    if recorder is not None and not isinstance(recorder, Recorder):
        recorder.record(cases, evaluations)
        return
    if recorder is None and receipt_path is None:
        return
    from engine.history.receipt import receipt_of
    from engine.history.store import pack

    receipts = [receipt_of(case, evaluation) for case, evaluation in zip(cases, evaluations, strict=True)]
    if recorder is not None:
        with recorder:
            for receipt in receipts:
                recorder.add(pack(receipt))
    if receipt_path is not None:
        write_receipt(receipt_path, receipts[0] if signer is None else receipts[0].signed_by(signer))


class _Display(NamedTuple):
    """How results are shown."""

    form: str
    quiet: bool
    color: str
    trace: bool
    full: bool
    asked: str


def _titles() -> str:
    from engine.reports.verdicts_csv import csv_titles

    return csv_titles()


def _recorder(
    cases: Cases, table: TableCases | None, receipts: bool, signer: PrivateKey | None
) -> Recorder | SweepRecorder:
    """``receipts``: each case gets its own, and is not one of many in a record of the whole run."""
    if receipts:
        return Recorder(cases.workspace, signer)
    from cli.sweep_recording import SweepRecorder

    return SweepRecorder(cases, table, signer)


def _many(run: Many, outputs: Outputs, shown: _Display, fail_on: str | None) -> int:
    run.run(outputs, overviews=shown.form == "table", quiet=shown.quiet)
    return Exit.DOES_NOT_LOAD if run.refused else _code(fail_on, run.seen, run.warned)


def _show_each(cases: list[Case], evaluations: list[Evaluation], shown: _Display) -> None:
    """Shows the last year of every resolution in full, and the course of several years."""
    by_resolution: dict[str, list[tuple[Case, Evaluation]]] = {}
    for case, evaluation in zip(cases, evaluations, strict=True):
        by_resolution.setdefault(evaluation.resolution.number, []).append((case, evaluation))
    for number, years in enumerate(by_resolution.values()):
        if number:
            print()
        years.sort(key=lambda pair: pair[1].year)
        _show(*years[-1], shown)
        if len(years) > 1:
            from cli.overview_view import show_course
            from engine.many_units.overview import Overview

            overview = Overview(years[0][0].rulebook)
            for _, evaluation in years:
                overview.add(evaluation)
            show_course(overview, console(shown.color))


def _show(case: Case, evaluation: Evaluation, shown: _Display) -> None:
    if shown.form == "json":
        from engine.files.json_form import json_text

        sys.stdout.write(json_text(evaluation.document))
        return
    from cli.evaluation_table import show_evaluation, show_summary
    from engine.explain.footing import footings

    screen = console(shown.color)
    if shown.quiet:
        show_summary(evaluation, screen)
    elif shown.full:
        with paged(screen):
            show_evaluation(evaluation, footings(case, evaluation), screen)
    else:
        from cli.brief_view import show_brief

        show_brief(case, evaluation, footings(case, evaluation), shown.asked, screen)
    if shown.trace:
        errors = console(shown.color, sys.stderr)
        for line in trace_lines(evaluation.firings):
            errors.print(plain(line))


def _code(fail_on: str | None, seen: set[Verdict], warned: bool) -> int:
    """Returns the exit code for --fail-on, by the statuses of all counted criteria, without those on course to their goal."""
    if fail_on is None:
        return Exit.DONE
    found = [any(status.unmet for status in seen), Verdict.UNDETERMINED in seen, warned]
    return Exit.FINDINGS if any(found[: FAIL_ON.index(fail_on) + 1]) else Exit.DONE
