"""`evaluate --data TỆP -o TÊN.parquet`: the states of all units of a table, in as much memory as a batch of them needs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cli.data_option import tell_remarks
from cli.failure import failing_on, usage_failure
from cli.options import stop_on_errors
from cli.outputs import checked_output
from cli.sweep_recording import SweepRecorder
from cli.texts import tell
from engine.domain.records import NamedTuple
from engine.inference.engines import COLUMNS, EngineMissing, check_columns
from engine.language.text import on_one_line

if TYPE_CHECKING:
    from cli.data_option import DataOptions
    from cli.selection import ManyCaseOptions
    from engine.domain.verdicts import Verdict
    from engine.history.keys import PrivateKey
    from engine.many_units.stream import Refusal


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
    options, path = run.options, run.path
    if table is None or run.engine not in ("auto", COLUMNS) or options.draft:
        raise usage_failure("-o tên.parquet ghi kết quả của một bảng (--data), theo cột; không dùng cùng --draft")
    if options.units:
        raise usage_failure("-o tên.parquet ghi mọi đơn vị của bảng; bỏ --unit")
    with failing_on(EngineMissing):
        check_columns()
    from engine.bulk.states import TableStates
    from engine.bulk.states_file import is_foreign, write_states

    shown = on_one_line(str(path))
    with table.reading():
        cases, rulebook = table.prepared(options)
        stop_on_errors(cases.problems, draft=options.draft)
        if is_foreign(path):
            raise usage_failure(f"-o: «{shown}» đã có và không do chitieu viết; chọn tên khác")
        found = TableStates(cases, rulebook, run.sample)
        recorder = SweepRecorder(cases, cases, run.signer)
        note = partial(recorder.note, rulebook) if run.recorded else None
        with recorder:
            write_states(path, rulebook.resolution.number, found.concluded, found.batches(note))
    tell_remarks(cases)
    alone = found.inference.alone
    tell(f"theo cột: {found.sample.seen} đơn vị; {len(found.sample.kept)} đơn vị suy diễn lại bằng quy tắc, khớp")
    for why, count in alone.most_common(10):
        tell(f"bằng quy tắc: {count} đơn vị, vì {why}")
    tell(f"đã ghi {shown}: {found.units} đơn vị, {len(found.concluded)} kết luận mỗi đơn vị")
    return States(found.seen, found.refused)
