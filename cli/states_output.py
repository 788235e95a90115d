"""`evaluate --data TỆP -o TÊN.parquet`: the states of all units of a table, in as much memory as a batch of them needs."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cli.data_option import tell_remarks
from cli.failure import failing_on, usage_failure
from cli.options import stop_on_errors
from cli.outputs import checked_output, not_written
from cli.sweep_recording import SweepRecorder
from cli.texts import tell
from engine.domain.records import NamedTuple
from engine.files.storage import NotAllWritten
from engine.inference.engines import COLUMNS, EngineMissing, check_columns
from engine.language.text import on_one_line

if TYPE_CHECKING:
    from cli.data_option import DataOptions
    from cli.selection import ManyCaseOptions
    from engine.bulk.cases import TableCases
    from engine.bulk.chosen_states import ChosenStates
    from engine.bulk.states import TableStates
    from engine.domain.verdicts import Verdict
    from engine.history.keys import PrivateKey
    from engine.many_units.stream import Refusal
    from engine.rulebook.rulebook import Rulebook


class StatesRun(NamedTuple):
    """A run of which the states of all units are written, as typed. ``recorded``: the history gets a record of it, signed by ``signer``."""

    options: ManyCaseOptions
    output: tuple[str, ...]
    form: str
    engine: str
    sample: int
    recorded: bool
    signer: PrivateKey | None

    @property
    def path(self) -> Path:
        """The Parquet file, which must be the only output of the command. Raises Failure."""
        if len(self.output) > 1 or self.form != "table":
            raise usage_failure("-o tên.parquet ghi riêng; chạy thêm lần nữa cho dạng khác")
        return checked_output(self.output[0])


class States(NamedTuple):
    """What was written: the verdicts of counted criteria, and the units that were refused."""

    seen: set[Verdict]
    refused: list[Refusal]


def write_states_of(table: DataOptions | None, run: StatesRun) -> States:
    """Writes the file from a table. Raises Failure."""
    if table is None:
        raise usage_failure("-o tên.parquet ghi kết quả của một bảng; thêm --data BẢNG")
    options, path = run.options, run.path
    _refuse_what_does_not_go(run)
    with failing_on(EngineMissing):
        check_columns()
    from engine.bulk.states_file import is_foreign

    if is_foreign(path):
        raise usage_failure(f"-o: «{on_one_line(str(path))}» đã có và không do chitieu viết; chọn tên khác")
    from engine.bulk.states import SeveralYears

    with table.reading():
        try:
            return _all_in_columns(table, run)
        except SeveralYears:
            if not options.selection.years:
                raise usage_failure(
                    "bảng có nhiều năm, tệp .parquet ghi kết quả một năm; thêm --year NĂM: các năm khác trong bảng vẫn được dùng để so sánh"
                ) from None
        return _chosen_year(table, run)


def _refuse_what_does_not_go(run: StatesRun) -> None:
    """Raises Failure for options that the file does not go with."""
    options = run.options
    if run.engine not in ("auto", COLUMNS):
        raise usage_failure(f"-o tên.parquet ghi kết quả suy diễn theo cột; bỏ --engine {run.engine}")
    if options.draft:
        raise usage_failure("-o tên.parquet không dùng cùng --draft")
    if options.units:
        raise usage_failure("-o tên.parquet ghi mọi đơn vị của bảng; bỏ --unit")
    if len(options.selection.years) > 1:
        raise usage_failure("-o tên.parquet ghi kết quả một năm; ghi một --year")


def _all_in_columns(table: DataOptions, run: StatesRun) -> States:
    """The states of a table of one year, read batch by batch. Raises SeveralYears, Failure."""
    from engine.bulk.states import TableStates

    options = run.options
    cases, rulebook = table.prepared(options)
    stop_on_errors(cases.problems)
    found = TableStates(cases, rulebook, run.sample, next(iter(options.selection.years), None))
    _write(run, cases, rulebook, found)
    tell_remarks(cases)
    again = len(found.sample.kept)
    tell(f"theo cột: {found.sample.seen} đơn vị; {again} đơn vị suy diễn lại bằng quy tắc, khớp")
    return _told(run, found, found.inference.alone)


def _chosen_year(table: DataOptions, run: StatesRun) -> States:
    """The states of the chosen year of a table of several, all of which is read. Raises Failure."""
    from engine.bulk.chosen_states import ChosenStates

    options = run.options
    cases, chosen = table.chosen(options)
    stop_on_errors(cases.problems)
    rulebook = cases.only_rules(options.resolution)
    found = ChosenStates(cases, rulebook, chosen, options.selection)
    _write(run, cases, rulebook, found)
    return _told(run, found, found.alone)


def _write(run: StatesRun, cases: TableCases, rulebook: Rulebook, found: TableStates | ChosenStates) -> None:
    """Writes the file, and then the record of the run. Raises Failure."""
    from engine.bulk.states_file import write_states

    recorder = SweepRecorder(cases, cases, run.signer) if run.recorded else None
    note = None if recorder is None else partial(recorder.note, rulebook)
    try:
        with recorder or nullcontext():
            write_states(run.path, rulebook.resolution.number, found.concluded, found.batches(note))
    except NotAllWritten as failed:
        raise not_written(failed.path, failed.error) from None


def _told(run: StatesRun, found: TableStates | ChosenStates, alone: Counter[str]) -> States:
    """Says what was written, and how many units were left ``alone`` by columns, by the reason."""
    for why, count in alone.most_common(10):
        tell(f"bằng quy tắc: {count} đơn vị, vì {why}")
    shown = on_one_line(str(run.path))
    tell(f"đã ghi {shown}: {found.units} đơn vị, {len(found.concluded)} kết luận mỗi đơn vị")
    return States(found.seen, found.refused)
