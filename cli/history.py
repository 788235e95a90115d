"""`chitieu history`: lists the recorded evaluations, shows one in full, and verifies the chain."""

from __future__ import annotations

import sys
from typing import Any

import click
from rich.console import Console

from cli.completion import resolutions, units, years
from cli.failure import Exit, failing_on, usage_failure
from cli.layout import Column, Grid
from cli.options import console, everywhere, workspace_at
from cli.proofs import NO_PROOFS, anchor_typed, history_proofs, show_history_proofs, whole_records
from cli.recording import receipt_file, write_receipt
from cli.selection import shown_as
from cli.sides import known_record, no_record, reading_history, recorded, records_of
from cli.signing import SIGNER
from cli.sweep_view import UnitAsked, show_recorded_sweep
from cli.texts import moment, plain, say, say_absent
from cli.usage import Number, VietnameseHelp, Years, option
from engine.files.json_form import to_json
from engine.history.anchors import record_anchor
from engine.history.chain import Flaw, flaws
from engine.history.copied_lines import may_be_line
from engine.history.database import FILE, FOLDER, HistoryError
from engine.history.history_document import HistoryDocument
from engine.history.receipt import Receipt
from engine.history.recorded import RecordedResult
from engine.history.recorded_sweep import has_case, is_recorded_sweep
from engine.history.rows import Record
from engine.history.store import History, RecordedRun, of_case
from engine.language import display
from engine.language.names import UnclearName

_CODE = 16
"""The number of characters of a hash that people see as the code of a record."""


@click.command(cls=VietnameseHelp, epilog="Ví dụ: chitieu history --year 2026;  chitieu history 3 --receipt lan-3.json")
@click.argument("number", required=False, type=Number(), metavar="[SỐ]")
@option("--resolution", shell_complete=resolutions, metavar="SỐ_NQ", help="Chỉ các lần của nghị quyết này.")
@option(
    "--unit",
    "units",
    shell_complete=units,
    multiple=True,
    metavar="TÊN",
    help="Chỉ các lần của đơn vị này; dùng nhiều lần được.",
)
@option(
    "--year",
    "years",
    shell_complete=years,
    type=Years(),
    multiple=True,
    metavar="NĂM",
    help="Chỉ các lần của năm này, hoặc 2021-2025.",
)
@option(
    "--limit", type=Number(), default=20, metavar="SỐ", help="In bao nhiêu lần sau cùng; 0: tất cả.", show_default=True
)
@option("--verify", "verified", is_flag=True, help="Kiểm cả chuỗi: có bản ghi nào bị sửa, bị xóa không.")
@option(
    "--expect",
    metavar="MÃ",
    help="Cùng --verify: mã bản ghi, hoặc dòng CHITIEU-BG-1, đã chép trước đây (trong biên bản, thư), phải còn trong lịch sử.",
)
@SIGNER
@option(
    "--anchor",
    is_flag=True,
    help="In dòng đối chứng của bản ghi cuối (hoặc của [SỐ]) để chép vào biên bản; kiểm bằng chitieu verify --anchor.",
)
@option(
    "--receipt",
    metavar="TỆP",
    help="Cùng [SỐ]: ghi biên nhận .json của lần đó ra tệp; của một lượt nhiều đơn vị thì thêm --unit.",
)
@option(
    "--data",
    metavar="TỆP",
    help="Cùng [SỐ] --unit: lấy dòng của đơn vị từ bảng này, khi lịch sử chỉ giữ mã băm của bảng, hoặc để xem bảng còn đúng dòng ấy không.",
)
@shown_as("table hoặc json.")
@everywhere
def command(
    number: int | None,
    limit: int,
    verified: bool,
    expect: str | None,
    signer: str | None,
    anchor: bool,
    receipt: str | None,
    data: str | None,
    form: str,
    **options: Any,
) -> int:
    """Các lần đánh giá đã ghi trong thư mục làm việc, lần sau cùng ở dưới. Có [SỐ] thì in đủ một lần.

    Mỗi lần giữ nội dung các tệp quy tắc và số liệu, phiên bản và toàn bộ kết quả. Những lần giống hệt nhau chỉ ghi một
    lần, có đếm. Một lượt đánh giá nhiều đơn vị là một bản ghi: [SỐ] --unit TÊN thì lập lại kết quả của một đơn vị từ đó,
    đối chiếu với điều đã ghi; thêm --receipt thì ghi biên nhận của đơn vị ấy. Các bản ghi nối thành chuỗi mã băm: --verify cho biết có bản ghi nào bị sửa hay bị xóa (mã thoát 1).
    """
    _check(number, verified, expect, receipt)
    _check_proofs(verified, signer, anchor, form)
    screen = console(options["color"])
    with History(workspace_at(options["workspace"]).root) as history:
        if anchor:
            return _anchor(history, number, screen)
        if number is not None:
            record = known_record(history, number)
            with reading_history():
                of_many = is_recorded_sweep(history, number)
            if of_many:
                asked = _unit_asked(options["units"], options["years"], data)
                return show_recorded_sweep(history, record, asked, receipt, form, screen)
            if data is not None:
                raise usage_failure(f"--data dùng cho một lượt nhiều đơn vị; bản ghi số {number} là của một đơn vị")
            return _one(history, number, receipt, form, screen)
        if data is not None:
            raise usage_failure("--data cần số của một lượt nhiều đơn vị, và --unit")
        if verified:
            return _chain(history, _record_code(expect), signer, form, screen)
        years = [year for some in options["years"] for year in some]
        records = records_of(history)
        with failing_on(UnclearName):
            chosen = of_case(records, options["resolution"], options["units"], years)
            if options["units"] or years:
                of_resolution = of_case(records, options["resolution"], (), ())
                within = _sweeps_with(history, of_resolution, options["units"], years)
                chosen = sorted({*chosen, *within}, key=lambda record: record.number)
        if form == "table" and chosen and options["quiet"]:
            say(screen, f"{len(chosen)} lần đánh giá được ghi, lần sau cùng {moment(chosen[-1].last_time)}")
            return Exit.DONE
        shown = _with_results(history, chosen[-limit:] if limit else chosen)
    if form == "json":
        sys.stdout.write(to_json(HistoryDocument(tuple(shown), None)))
    elif not chosen:
        say(screen, "Chưa có lần đánh giá nào được ghi" + (" cho lựa chọn này." if records else "."))
    else:
        _show_list(chosen, shown, screen)
    return Exit.DONE


def _check(number: int | None, verified: bool, expect: str | None, receipt: str | None) -> None:
    """Raises Failure for options that do not go together."""
    if expect is not None and not verified:
        raise usage_failure("--expect dùng cùng --verify")
    if expect is not None and not may_be_line(expect) and not _is_code(expect):
        raise usage_failure(f"--expect: mã bản ghi gồm ít nhất {_CODE} chữ số và chữ a-f; nên chép đủ 64")
    if receipt is not None and number is None:
        raise usage_failure("--receipt cần số của một lần, ví dụ chitieu history 3 --receipt lan-3.json")
    if verified and number is not None:
        raise usage_failure("--verify kiểm cả chuỗi, không dùng cùng số của một lần")


def _sweeps_with(history: History, records: list[Record], units: tuple[str, ...], years: list[int]) -> list[Record]:
    """Returns the runs over many units that have one of ``units`` in one of ``years``; () and [] mean any. Raises Failure."""
    with reading_history():
        return [one for one in records if has_case(history, one.number, units, years)]


def _unit_asked(units: tuple[str, ...], years: tuple[tuple[int, ...], ...], data: str | None) -> UnitAsked | None:
    """Returns the unit of --unit and --year; None where the whole run is asked for. Raises Failure."""
    asked = [year for some in years for year in some]
    if not units:
        if data is not None:
            raise usage_failure("--data cần --unit: đơn vị nào")
        return None
    if len(units) > 1 or len(asked) > 1:
        raise usage_failure("mỗi lần xem một đơn vị, một năm của một lượt; bỏ bớt --unit, --year")
    return UnitAsked(units[0], asked[0] if asked else None, data, "auto")


def _check_proofs(verified: bool, signer: str | None, anchor: bool, form: str) -> None:
    """Raises Failure for options of signatures and anchors that do not go together."""
    if signer is not None and not verified:
        raise usage_failure("--signer dùng cùng --verify")
    if anchor and (verified or form == "json"):
        raise usage_failure("--anchor chỉ in một dòng chữ, không dùng cùng --verify hay --format json")


def _is_code(text: str) -> bool:
    return len(text) >= _CODE and all(c in "0123456789abcdef" for c in text.lower())


def _record_code(expect: str | None) -> str | None:
    """Returns the hash of --expect, which may be given as a line of minutes. Raises Failure."""
    if expect is None or _is_code(expect):
        return expect
    typed = anchor_typed(expect)
    if typed.kind != "BG":
        raise usage_failure("--expect cần dòng đối chứng của một bản ghi; dòng khác thì dùng chitieu verify --anchor")
    return typed.code


def _with_results(history: History, records: list[Record]) -> list[RecordedRun]:
    """Returns the records with what they found. Raises Failure."""
    with reading_history():
        return list(map(history.run, records))


# ------------------------------------------------------------ one record


def _one(history: History, number: int, receipt_name: str | None, form: str, screen: Console) -> int:
    receipt = recorded(history, number)
    record = next(record for record in records_of(history) if record.number == number)
    if receipt_name is not None:
        write_receipt(receipt_file(receipt_name), receipt)
    if form == "json":
        sys.stdout.write(to_json(receipt))
    else:
        _show_one(record, receipt, screen)
    return Exit.DONE


def _show_one(record: Record, receipt: Receipt, screen: Console) -> None:
    evaluation = receipt.evaluation
    say(screen, f"Bản ghi số {record.number}: {record.resolution} · {record.unit} · {evaluation.when}", "bold")
    again = f", {record.times} lần chạy giống hệt, lần cuối {moment(record.last_time)}" if record.times > 1 else ""
    say(screen, f"Lập {moment(record.time)}{again}")
    say(
        screen,
        f"{evaluation.engine_text} · chitieu {receipt.versions['chitieu']} · Python {receipt.versions['python']}",
    )
    say(screen, f"Mã bản ghi {record.sha256}")
    say(screen, f"Mã biên nhận {record.receipt}")
    say(screen, "")
    say(screen, "Các tệp", "bold")
    for one in receipt.inputs:
        say(screen, f"- {one.name}  {one.sha256[:_CODE]}" + _ROLES.get(one.role, ""))
    say(screen, "")
    say(screen, f"Kết quả: {_counts(evaluation.result)}", "bold")
    for target in evaluation.targets:
        for criterion in target.criteria:
            say(screen, f"- nội dung {criterion.id}: {criterion.status.label}")


_ROLES = {"comparison": " (năm so sánh)", "earlier": " (kỳ trước)"}


def _anchor(history: History, number: int | None, screen: Console) -> int:
    """Prints the anchor of a record, by default the last. Raises Failure where the history is not whole."""
    records = whole_records(history)
    if number is None and not records:
        raise usage_failure("chưa có lần đánh giá nào được ghi nên chưa có dòng đối chứng")
    if number is not None and not 1 <= number <= len(records):
        raise no_record(number, records)
    say(screen, record_anchor(records[-1 if number is None else number - 1]).text)
    return Exit.DONE


# ------------------------------------------------------------ the list


def _show_list(chosen: list[Record], shown: list[RecordedRun], screen: Console) -> None:
    grid = Grid(_COLUMNS)
    for record, result, *_ in shown:
        cells = (
            str(record.number),
            moment(record.time),
            record.resolution,
            record.unit,
            str(record.year) if result is None else result.when.removeprefix("năm "),
            _UNREAD if result is None else _counts(result),
            "" if result is None else result.engine_text,
            str(record.times) if record.times == 1 else f"{record.times}, cuối {moment(record.last_time)}",
            record.sha256[:_CODE],
        )
        grid.add(*map(plain, cells))
    say_absent(grid.show(screen), "chitieu history SỐ", screen)
    doubted = [
        run.unread or f"bản ghi số {run.record.number}: {run.changed}" for run in shown if run.unread or run.changed
    ]
    for why in doubted:
        say(screen, f"! {why}")
    if doubted:
        say(screen, "  Chưa xem là hợp lệ; kiểm mã băm của các bản ghi ấy bằng: chitieu history --verify")
    if len(shown) < len(chosen):
        say(screen, f"{len(shown)} lần sau cùng trong {len(chosen)} lần; xem đủ bằng --limit 0")


_UNREAD = "phiên bản này không đọc được"
_COLUMNS = (
    Column("Số", right=True, whole=True),
    Column("Lần đầu"),
    Column("Nghị quyết", 3, below="Đơn vị"),
    Column("Đơn vị"),
    Column("Năm, kỳ", 2, below="Đơn vị"),
    Column("Đạt và vượt"),
    Column("Động cơ", 5),
    Column("Lần chạy", 4, below="Lần đầu", lead="lần chạy: "),
    Column("Mã bản ghi", whole=True),
)


def _counts(result: RecordedResult) -> str:
    targets, criteria = result.summary
    return (
        f"{display.of_total(targets.reached, targets.total)} chỉ tiêu, "
        f"{display.of_total(criteria.reached, criteria.total)} nội dung{' (nháp)' if result.draft else ''}"
    )


# ------------------------------------------------------------ the chain


def _chain(history: History, expect: str | None, signer: str | None, form: str, screen: Console) -> int:
    """Shows whether the history is whole, and signed; an unreadable record is a flaw."""
    found = list(flaws(history, expect))
    try:
        records = history.records()
    except HistoryError:
        records = []
    proofs = NO_PROOFS if found else history_proofs(history, records, signer)
    found += proofs.flaws
    if form == "json":
        readable = () if found else tuple(map(history.run, records))
        sys.stdout.write(to_json(HistoryDocument(readable, tuple(found), proofs.signed)))
    elif found:
        _show_flaws(found, screen)
    elif not records:
        say(screen, "Chưa có lần đánh giá nào được ghi.")
    else:
        _show_whole(records, screen)
        show_history_proofs(screen, proofs)
    return Exit.FINDINGS if found or not proofs.hold else Exit.DONE


def _show_whole(records: list[Record], screen: Console) -> None:
    for line in (
        f"Lịch sử nguyên vẹn: {len(records)} bản ghi nối thành một chuỗi, mọi mã băm đều khớp.",
        "Số lần chạy và lần chạy cuối không nằm trong chuỗi.",
        f"Mã bản ghi cuối: {records[-1].sha256}",
        "Chép mã này vào biên bản; về sau kiểm lại bằng: chitieu history --verify --expect MÃ",
        f"Hoặc chép dòng đối chứng, gõ nhầm thì biết: {record_anchor(records[-1]).text}",
    ):
        say(screen, line)


def _show_flaws(found: list[Flaw], screen: Console) -> None:
    unread = all(flaw.only_unread for flaw in found)
    title = "LỊCH SỬ CHƯA KIỂM ĐƯỢC HẾT" if unread else "LỊCH SỬ KHÔNG NGUYÊN VẸN"
    say(screen, f"{title} ({FOLDER}/{FILE}):", "bold red")
    for flaw in found:
        lead = f"bản ghi số {flaw.number}: " if flaw.number else ""
        say(screen, f"- {lead}{flaw.text}")
