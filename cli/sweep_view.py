"""Shows a run over many units out of the history, and one of its units with its receipt."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console

from cli.failure import Exit, Failure, failing_on, usage_failure
from cli.present_table import PresentTable
from cli.recording import receipt_file, write_receipt
from cli.sides import reading_history
from cli.texts import moment, say
from engine.domain.limits import grouped
from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.files.json_form import to_json
from engine.history.receipt import Receipt
from engine.history.recorded_sweep import NotKept, OtherRow, RecordedSweep, recorded_sweep
from engine.history.replay import CannotReplay, rulebook_of_rules
from engine.history.rows import Record
from engine.history.store import History
from engine.history.sweep import SweptCase
from engine.history.sweep_receipts import CaseReceipt, Conclusion, case_receipt, verdicts_of
from engine.history.swept_document import SweptDocument
from engine.language import display
from engine.language.names import UnclearName, the_one
from engine.language.text import on_one_line, with_marks
from engine.rulebook.rulebook import Rulebook

if TYPE_CHECKING:
    from engine.bulk.recorded_table import FoundRows

_CODE = 16
_MOST = 20
"""Names and criteria of one kind that are shown; of the others only the number."""


class UnitAsked(NamedTuple):
    """One unit of a sweep, as asked for: the year is None where the sweep has one alone; ``data`` is a table to read it from."""

    unit: str
    year: int | None
    data: str | None
    engine: str


def show_recorded_sweep(
    history: History, record: Record, asked: UnitAsked | None, receipt_name: str | None, form: str, screen: Console
) -> int:
    """Shows a record of many units, or the unit ``asked`` of it, whose receipt goes to ``receipt_name``. Raises Failure."""
    with reading_history():
        recorded = recorded_sweep(history, record)
    if asked is not None:
        return _show_unit(recorded, asked, receipt_name, form, screen)
    if receipt_name is not None:
        example = _example(recorded, receipt_name)
        raise usage_failure(f"bản ghi số {record.number} là lượt đánh giá {record.unit}; chọn một đơn vị: {example}")
    if form == "json":
        sys.stdout.write(to_json(SweptDocument(record, recorded.versions, recorded.sweep, recorded.cases)))
    else:
        _show(recorded, screen)
    return Exit.DONE


def _show(recorded: RecordedSweep, screen: Console) -> None:
    record, sweep = recorded.record, recorded.sweep
    say(screen, f"Bản ghi số {record.number}: {record.resolution} · lượt đánh giá {record.unit} · {sweep.when}", "bold")
    versions = recorded.versions
    again = f", {record.times} lần chạy giống hệt, lần cuối {moment(record.last_time)}" if record.times > 1 else ""
    say(screen, f"Lập {moment(record.time)}{again}")
    say(screen, f"{sweep.engine_text} · chitieu {versions['chitieu']} · Python {versions['python']}")
    say(screen, f"Mã bản ghi {record.sha256}")
    say(screen, f"Mã biên nhận của cả lượt {record.receipt}")
    if sweep.table is not None:
        kept = "giữ đủ trong lịch sử" if sweep.table.pieces else "lịch sử chỉ giữ mã băm"
        size = f"{grouped(sweep.table.size)} byte"
        if sweep.table.rows is not None:
            size = f"{grouped(sweep.table.rows)} dòng đọc từ cơ sở dữ liệu, {size}"
        by = "" if sweep.table.profile is None else f", đọc theo biểu mẫu {on_one_line(sweep.table.profile)}"
        table = on_one_line(sweep.table.name)
        say(screen, f"Bảng số liệu {table}: {size}, mã băm {sweep.table.sha256[:_CODE]}, {kept}{by}")
    else:
        say(screen, f"Tệp số liệu: {grouped(len(recorded.facts))} tệp, giữ đủ trong lịch sử")
    say(screen, f"Quy tắc: {len(recorded.rules)} tệp trong rules/{recorded.folder}")
    say(screen, "")
    what = "lượt" if sweep.of_many_years else "đơn vị"
    refused = f", {grouped(sweep.refused)} {what} số liệu có lỗi" if sweep.refused else ""
    each = " (mỗi năm, mỗi kỳ của một đơn vị là một lượt)" if sweep.of_many_years else ""
    say(screen, f"Kết quả: {grouped(sweep.evaluated)} {what} có kết luận{refused}{each}", "bold")
    for called, counts in _counts(recorded).items():
        found = ", ".join(f"{grouped(counts[verdict])} {verdict.label}" for verdict in Verdict if counts[verdict])
        say(screen, f"- {called}: {found}")
    say(screen, "")
    say(screen, f"Một đơn vị, và biên nhận của đơn vị ấy: {_example(recorded, 'bien-nhan.json')}")


def _example(recorded: RecordedSweep, receipt_name: str) -> str:
    """The command for the receipt of a unit."""
    case = next((one for one in recorded.cases if one.verdicts), recorded.cases[0])
    year = f" --year {case.year}" if recorded.sweep.of_many_years else ""
    return f"chitieu history {recorded.record.number} --unit {_quoted(case.unit)}{year} --receipt {receipt_name}"


def _counts(recorded: RecordedSweep) -> dict[str, Counter[Verdict]]:
    """How many cases have which verdict, by criterion."""
    found: dict[str, Counter[Verdict]] = {}
    for case in recorded.cases:
        for called, verdict in verdicts_of(recorded.sweep, case.verdicts).items():
            found.setdefault(called, Counter())[verdict] += 1
    return {
        called: counts for called, counts in found.items() if called.startswith("nội dung") or not _has_items(found)
    }


def _has_items(found: dict[str, Counter[Verdict]]) -> bool:
    return any(called.startswith("nội dung") for called in found)


# ------------------------------------------------------------ one unit


def case_asked(recorded: RecordedSweep, asked: UnitAsked) -> SweptCase:
    """Returns the case that is asked for. Raises Failure."""
    names = dict.fromkeys(case.unit for case in recorded.cases)
    with failing_on(UnclearName):
        name = the_one(asked.unit, names, "đơn vị")
    number = recorded.record.number
    if name is None:
        raise usage_failure(f"bản ghi số {number} không có đơn vị «{on_one_line(asked.unit)}»")
    own = with_marks(name)  # another year may have another spelling
    found = [case for case in recorded.cases if with_marks(case.unit) == own and asked.year in (None, case.year)]
    if not found:
        raise usage_failure(f"bản ghi số {number} không có «{name}» năm {asked.year}")
    if len(found) > 1:
        when = ", ".join(case.when for case in found)
        raise usage_failure(f"«{name}» có nhiều lần trong bản ghi số {number} ({when}): thêm --year")
    return found[0]


def case_receipt_of(
    recorded: RecordedSweep, case: SweptCase, data: str | None, engine: str
) -> tuple[CaseReceipt, bool | None]:
    """Returns the receipt of a case, and whether its lines of CSV are those written then (None: none were). Raises Failure."""
    who = f"{case.unit}, {case.when}"
    if not case.verdicts:
        raise usage_failure(f"{who}: số liệu có lỗi khi đánh giá, không có kết luận nên không có biên nhận")
    try:
        return _case_receipt(recorded, case, data, engine)
    except (NotKept, CannotReplay) as why:
        code = Exit.FINDINGS if isinstance(why, OtherRow) else Exit.USAGE
        raise Failure(code, f"lỗi: {who}: không lập lại được biên nhận: {why}") from None


def _case_receipt(
    recorded: RecordedSweep, case: SweptCase, data: str | None, engine: str
) -> tuple[CaseReceipt, bool | None]:
    """Raises NotKept, CannotReplay."""
    from engine.evaluation.evaluator import Evaluator
    from engine.history.sweep_packing import hash_of_lines
    from engine.reports.verdicts_csv import csv_lines

    if recorded.sweep.table is None:
        if data is not None:
            raise usage_failure(
                f"bản ghi số {recorded.record.number} đánh giá từ tệp số liệu, không từ một bảng; bỏ --data"
            )
        found = case_receipt(recorded, case, recorded.material(case), engine)
        same = hash_of_lines(csv_lines(found.evaluation)) == case.lines
        return found, same if case.lines else None
    from engine.bulk.recorded_table import recorded_rows

    rulebook = rulebook_of_rules(recorded.folder, recorded.rules)
    present = None if data is None else PresentTable(data)
    now = None if present is None else _rows_now(present, recorded, rulebook, case)
    if now is not None:
        now.material(case, recorded)
    kept = recorded.table is not None or now is None
    rows = recorded_rows(recorded, rulebook, [case]) if kept or now is None else now
    found = case_receipt(recorded, case, rows.material(case, recorded), engine)
    read = rows.case(case, rulebook) if case.lines else None
    if read is None or not (
        kept or _is_same(present, recorded)
    ):  # a line of CSV names the row, which may be another one
        return found, None
    return found, hash_of_lines(csv_lines(Evaluator(rulebook, engine).verdicts(read.facts))) == case.lines


def _is_same(present: PresentTable | None, recorded: RecordedSweep) -> bool:
    """Whether ``present`` is the very table of the run."""
    table = recorded.sweep.table
    return present is not None and table is not None and present.sha256() == table.sha256


def _rows_now(present: PresentTable, recorded: RecordedSweep, rulebook: Rulebook, case: SweptCase) -> FoundRows:
    """Returns the rows of a case in a table as it is now. Raises NotKept, of another one OtherRow, which says what is written otherwise."""
    from engine.bulk.recorded_table import recorded_rows, rows_of

    now = rows_of(present.open, recorded, rulebook, [case])
    if now.of(case) and not now.evaluated(case) and recorded.table is not None:
        changes = now.changes_since(recorded_rows(recorded, rulebook, [case]), case)
        if changes:
            more = f" và {len(changes) - _MOST} chỗ khác" if len(changes) > _MOST else ""
            told = f"{'; '.join(changes[:_MOST])}{more}"
            raise OtherRow(f"dòng của đơn vị trong {present.words} không còn như khi đánh giá: {told}")
    return now


def _show_unit(recorded: RecordedSweep, asked: UnitAsked, receipt_name: str | None, form: str, screen: Console) -> int:
    path = None if receipt_name is None else receipt_file(receipt_name)
    case = case_asked(recorded, asked)
    found, lines = case_receipt_of(recorded, case, asked.data, asked.engine)
    same = not found.differing and lines is not False
    if path is not None:
        write_receipt(path, found.receipt)
    if form == "json":
        sys.stdout.write(to_json(found.receipt))
        return Exit.DONE if same else Exit.FINDINGS
    record = recorded.record
    where = f"{record.resolution} · {case.unit} · {case.when}"
    say(screen, f"Bản ghi số {record.number}: {where}, trong lượt đánh giá {record.unit}", "bold")
    say(screen, f"Số liệu: {_origin(recorded, found.receipt)}; đúng như khi đánh giá, mã băm {case.given[:_CODE]}")
    if asked.data is not None:
        words = PresentTable(asked.data).words
        say(screen, f"{words[:1].upper()}{words[1:]} hiện nay vẫn ghi đúng như vậy cho đơn vị này.")
    _say_same(found.differing, lines, screen)
    if recorded.versions != found.receipt.versions:
        now, then = found.receipt.versions["chitieu"], recorded.versions["chitieu"]
        say(screen, f"Lượt đánh giá do chitieu {then} ghi; biên nhận này do chitieu {now} lập lại.")
    say(screen, f"Mã biên nhận {found.receipt.sha256}")
    say(screen, "")
    targets, criteria = found.receipt.evaluation.summary
    reached = f"{display.of_total(targets.reached, targets.total)} chỉ tiêu, {display.of_total(criteria.reached, criteria.total)} nội dung"
    say(screen, f"Kết quả: đạt và vượt {reached}", "bold")
    for called, verdict in verdicts_of(recorded.sweep, case.verdicts).items():
        if not called.startswith("chỉ tiêu") or not _has_items(_counts(recorded)):
            say(screen, f"- {called}: {verdict.label}")
    return Exit.DONE if same else Exit.FINDINGS


def _origin(recorded: RecordedSweep, receipt: Receipt) -> str:
    names = [on_one_line(one.name) for one in receipt.inputs if one.role != "rules"]
    if recorded.sweep.table is None:
        return ", ".join(names)
    parts = (name.removesuffix(".yaml").rpartition("/") for name in names)
    if recorded.sweep.table.rows is not None:  # a database shows no numbers of rows: they are those of the run
        return ", ".join(f"{row.replace('dòng', 'dòng đọc thứ')} của bảng {table}" for table, _, row in parts)
    return ", ".join(f"{row} của {table}" for table, _, row in parts)


def _say_same(differing: tuple[Conclusion, ...], lines: bool | None, screen: Console) -> None:
    if differing:
        say(screen, "KHÔNG KHỚP: đánh giá lại không cho các kết luận đã ghi.", "bold red")
        for called, recorded, found in differing[:_MOST]:
            now = "không có" if found is None else found.label
            then = "không có" if recorded is None else recorded.label
            say(screen, f"- {called}: đã ghi «{then}», đánh giá lại được «{now}»")
    elif lines is False:
        say(screen, "KHÔNG KHỚP: kết luận như đã ghi, nhưng các dòng CSV không giống dòng đã viết ra.", "bold red")
    else:
        written = ", các dòng CSV giống hệt dòng đã viết ra" if lines else ""
        say(screen, f"Khớp: đánh giá lại cho đúng các kết luận đã ghi{written}.")


def _quoted(name: str) -> str:
    return f'"{on_one_line(name)}"'
