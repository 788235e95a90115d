"""`chitieu diff` of two runs over many units, and of one unit of both."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console

from cli.failure import usage_failure
from cli.sides import is_now, known_record, reading_history, side_of
from cli.sweep_diff_view import SweepDiffView
from cli.sweep_view import UnitAsked, case_asked, case_receipt_of
from engine.files.json_form import to_json
from engine.history.comparison import NamedSide
from engine.history.receipt import Receipt
from engine.history.recorded_sweep import RecordedSweep, is_recorded_sweep, recorded_sweep
from engine.history.replay import rulebook_of_rules
from engine.history.store import History
from engine.history.sweep import SweptCase
from engine.history.sweep_receipts import case_receipt
from engine.language.text import fold

FORMS = ("csv", "xlsx")
"""The formats, and the extensions of the files, of the whole list."""
_TABLE = "bảng số liệu"
Sweeps = tuple[RecordedSweep, RecordedSweep]


def two_sweeps(before: str, after: str, history: History) -> Sweeps | None:
    """Returns the two runs over many units that are named; None where neither is one. Raises Failure."""
    of_many = [_sweep_named(name, history) for name in (before, after)]
    old, new = of_many
    if old is None and new is None:
        return None
    if old is None or new is None:
        many, other = (before, after) if new is None else (after, before)
        advice = (
            f"đánh giá lại (chitieu evaluate) rồi so hai lượt, hoặc lấy biên nhận của một đơn vị: chitieu history {many} --unit TÊN --receipt TỆP"
            if is_now(other)
            else f"so hai lượt, hoặc lấy biên nhận của một đơn vị: chitieu history {many} --unit TÊN --receipt TỆP"
        )
        raise usage_failure(f"bản ghi số {many} là một lượt nhiều đơn vị, «{other}» thì không; {advice}")
    if fold(old.sweep.resolution) != fold(new.sweep.resolution):
        raise usage_failure(
            f"hai lượt thuộc hai nghị quyết khác nhau: {old.sweep.resolution} và {new.sweep.resolution}"
        )
    return old, new


def _sweep_named(name: str, history: History) -> RecordedSweep | None:
    if not (name.isascii() and name.isdecimal() and len(name) < 9):
        return None
    record = known_record(history, int(name))
    with reading_history():
        return recorded_sweep(history, record) if is_recorded_sweep(history, record.number) else None


def sides_of_unit(sweeps: Sweeps, asked: UnitAsked) -> tuple[NamedSide, NamedSide]:
    """Returns both evaluations of one unit, made again from what the runs keep. Raises Failure."""
    tables = {recorded.sweep.table.name for recorded in sweeps if recorded.sweep.table is not None}
    old, new = (_side_of_unit(recorded, asked, len(tables) > 1) for recorded in sweeps)
    return old, new


def _side_of_unit(recorded: RecordedSweep, asked: UnitAsked, other_tables: bool) -> NamedSide:
    """``other_tables``: the tables have different names. A row without a source has the name of its table there, which is left out."""
    case = case_asked(recorded, asked)
    receipt = case_receipt_of(recorded, case, None, asked.engine)[0].receipt
    compared = _without_its_table(recorded, case, asked.engine) if other_tables else receipt
    return NamedSide(f"bản ghi số {recorded.record.number}", receipt.sha256, side_of(compared))


def _without_its_table(recorded: RecordedSweep, case: SweptCase, engine: str) -> Receipt:
    """Returns the receipt of a case that was made already, with other words in the place of a source that is the name of the table."""
    from engine.bulk.recorded_table import recorded_rows

    rulebook = rulebook_of_rules(recorded.folder, recorded.rules)
    material = recorded_rows(recorded, rulebook, [case]).material(case, recorded, _TABLE)
    return case_receipt(recorded, case, material, engine).receipt


def show_sweep_diff(
    sweeps: Sweeps, form: str, files: dict[Path, str], screen: Console, quiet: bool, engine: str
) -> None:
    """Shows which units of the later run have other verdicts, and why; ``files`` get the whole list. Raises Failure."""
    from engine.bulk.recorded_cases import compare_runs

    found = compare_runs(*sweeps, engine)
    if files:
        from cli.sweep_diff_files import write_changes

        write_changes(found, files)
    if form == "json":
        sys.stdout.write(to_json(found))
    else:
        SweepDiffView(found, screen).show(quiet, map(str, files))
