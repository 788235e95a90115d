"""What the record of a run, and an overview, keep of units that were inferred in columns."""

from __future__ import annotations

from engine.bulk.lines import UnitLines
from engine.bulk.states import SweptBatch, columns_engine
from engine.factbase.periods import end_of, reported_time
from engine.history.sweep import SweptCase
from engine.history.sweep_packing import CaseResult, SweepPacker, hash_of_lines, result_with
from engine.history.verdict_letters import VERDICTS
from engine.many_units.overview import ReportedTime, UnitRow, codes_of
from engine.workspace.case import Case
from engine.workspace.facts_index import FactsHead


def swept_in_columns(lines: UnitLines, case: Case) -> CaseResult:
    """Returns what is kept of a case of facts files with these ``lines``."""
    return result_with(case, lines.letters, lines.text, columns_engine())


def swept_of_table(head: FactsHead, lines: UnitLines, given: str, written: bool) -> CaseResult:
    """Returns what is kept of a unit of a table with these ``lines``, which some output has where they are ``written``.

    ``given`` is the hash of what the table says of it.
    """
    _, unit, year, period = head
    text = lines.text if written else None
    return CaseResult(unit, year, period, lines.letters, given, hash_of_lines(text), (), columns_engine())


def row_of_lines(head: FactsHead, lines: UnitLines, targets: int) -> UnitRow:
    """Returns what an overview keeps of a unit with these ``lines``; so many of its letters, the first, are of ``targets``."""
    _, unit, year, period = head
    time = ReportedTime(end_of(year, period), reported_time(year, period))
    codes = codes_of(map(VERDICTS.__getitem__, lines.letters[targets:]))
    return UnitRow(unit, time, codes, None, columns_engine())


def add_batch(packer: SweepPacker, batch: SweptBatch) -> None:
    """Adds the units of a batch, those that were refused too."""
    found = zip(batch.rows, batch.verdicts, batch.given, strict=True)
    packer.add_all(
        (SweptCase(row.unit, row.year, "", verdicts, given, "", ()) for row, verdicts, given in found), batch.engine
    )
