"""`evaluate --on ĐỊA_CHỈ --data BẢNG -o TÊN.parquet`: the states of the units of a table, inferred where it lies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.data_option import day_of, is_address
from cli.failure import failing_on, usage_failure
from cli.options import stop_on_errors, workspace_at
from cli.outputs import not_written
from cli.states_output import States, StatesRun
from cli.sweep_recording import SweepRecorder, tell_not_recorded
from cli.texts import tell
from engine.checking.errors import errors_of_rules
from engine.domain.limits import grouped
from engine.domain.records import NamedTuple
from engine.files.storage import NotAllWritten
from engine.inference.engines import EngineMissing, check_columns
from engine.inference.nodes import Node, NodeKind
from engine.language.text import on_one_line, shortened
from engine.workspace.choosing import NotFound

if TYPE_CHECKING:
    from engine.rulebook.rulebook import Rulebook
    from engine.sql.keeping import RunKeeper
    from engine.sql.running import DatabaseStates

_SHOWN = 10
"""Conclusions that are named one by one where SQL cannot say them."""
_LONGEST = 80
"""Characters of the words of a criterion that are shown."""


def table_named(name: str) -> tuple[str, ...]:
    """Returns the parts of the name of a table: that of its schema may stand before a full stop. Raises Failure."""
    parts = tuple(name.split("."))
    if len(parts) > 2 or not all(parts):
        raise usage_failure(f"«{on_one_line(name)}» không phải tên bảng; ghi TÊN hoặc LƯỢC_ĐỒ.TÊN")
    return parts


class StoredData(NamedTuple):
    """The table of a command in a database, the day of its data and the writing of its numbers, as typed; the address may hold a
    password, and is not printed."""

    address: str
    table: str | None
    as_of: str | None
    numbers: str | None


def write_states_on(data: StoredData, run: StatesRun) -> States:
    """Writes the file. Raises Failure."""
    options = run.options
    with failing_on(EngineMissing):
        check_columns()
    from engine.bulk.parquet import BulkMissing
    from engine.bulk.states_file import is_foreign, write_states
    from engine.bulk.units import Given
    from engine.importing.grid import UnreadableTable
    from engine.importing.number_writing import Writing
    from engine.sql.connections import connected
    from engine.sql.dialects import Unsayable
    from engine.sql.keeping import RunKeeper
    from engine.sql.models import DatabaseCases
    from engine.sql.running import DatabaseStates
    from engine.sql.writing import REMEDY

    address, table, as_of, numbers = data
    if numbers == "en":
        raise usage_failure(f"--on không đọc số viết kiểu Anh trong cột văn bản; {REMEDY}")
    if table is not None and is_address(table):  # it may hold a password, and the name of a table is printed
        raise usage_failure("--on đã là địa chỉ của cơ sở dữ liệu; --data chỉ ghi tên bảng")
    if table is None or [Path(name).suffix.lower() for name in run.output] != [".parquet"]:
        raise usage_failure("--on cần tên bảng (--data BẢNG) và tệp kết quả (-o TÊN.parquet)")
    path = run.path
    if options.units or options.facts or options.period:
        raise usage_failure("--on đánh giá mọi đơn vị của bảng; bỏ --unit, --facts, --period")
    years = options.selection.years
    if len(years) > 1:
        raise usage_failure("--on đánh giá một năm mỗi lần; ghi một --year")
    if is_foreign(path):
        raise usage_failure(f"-o: «{on_one_line(str(path))}» đã có và không do chitieu viết; chọn tên khác")
    given = Given(years[0] if years else None, day_of(as_of), Writing.VIETNAMESE)
    cases = DatabaseCases(workspace_at(options.workspace), table, given, errors_of_rules, options.draft)
    with failing_on(NotFound):
        rulebook = cases.only_rules(options.resolution)
    stop_on_errors(cases.problems, draft=options.draft)
    try:
        with connected(address) as connection:
            found = DatabaseStates(connection, cases, rulebook, table_named(table), run.sample)
            if numbers is None:
                found.prove_writing()
            tell_unsaid(found.unsaid, rulebook)
            keeper = RunKeeper(found) if run.recorded else None
            batches = found.batches() if keeper is None else keeper.noting(found.batches())
            write_states(path, rulebook.resolution.number, found.concluded, batches)
            if keeper is not None:
                _record(keeper, SweepRecorder(cases, cases, run.signer), rulebook)
    except (Unsayable, UnreadableTable, BulkMissing) as error:
        raise usage_failure(f"--on: {error}") from None
    except NotAllWritten as failed:
        raise not_written(failed.path, failed.error) from None
    _tell(found, path)
    return States(found.seen, found.refused)


def _record(keeper: RunKeeper, recorder: SweepRecorder, rulebook: Rulebook) -> None:
    """Records the run; where that cannot be, the result stays, and why is said."""
    from engine.sql.keeping import NotKeepable

    try:
        batches = list(keeper.swept())
    except NotKeepable as why:
        tell_not_recorded(str(why))
        return
    with recorder:
        for batch in batches:
            recorder.note(rulebook, batch)


def tell_unsaid(unsaid: dict[Node, str], rulebook: Rulebook) -> None:
    """Says which conclusions SQL does not come to, and why."""
    from engine.evaluation.conclusion_names import conclusion_names

    names = conclusion_names(rulebook)
    words = {
        Node(NodeKind.CRITERION, one.id): f" «{shortened(one.wordings[-1].text, _LONGEST)}»"
        for one in rulebook.criteria
    }
    for node, why in list(unsaid.items())[:_SHOWN]:
        tell(f"không tính bằng SQL: {names[node]}{words.get(node, '')}, vì {on_one_line(why)}")
    if len(unsaid) > _SHOWN:
        tell(f"không tính bằng SQL: {len(unsaid) - _SHOWN} kết luận nữa")
    if unsaid:
        tell("các kết luận ấy: đánh giá bằng `chitieu evaluate --data`")


def _tell(found: DatabaseStates, path: Path) -> None:
    tell(
        f"tại cơ sở dữ liệu: {grouped(found.by_sql)} đơn vị; {len(found.sample.kept)} đơn vị suy diễn lại bằng quy tắc, khớp"
    )
    if found.left:
        tell(f"trên máy này: {grouped(found.left)} đơn vị, vì {found.why_left}")
    tell(f"đã ghi {on_one_line(str(path))}: {found.units} đơn vị, {len(found.concluded)} kết luận mỗi đơn vị")
