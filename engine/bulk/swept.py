"""What the record of a run keeps of units that were inferred in columns."""

from __future__ import annotations

from engine.bulk.lines import UnitLines
from engine.bulk.states import SweptBatch, columns_engine
from engine.history.sweep import SweptCase
from engine.history.sweep_packing import CaseResult, SweepPacker, hash_of_lines, result_with
from engine.workspace.cases import Case
from engine.workspace.facts_index import FactsHead


def swept_in_columns(lines: UnitLines, case: Case) -> CaseResult:
    """Returns what is kept of a case of facts files with these ``lines``."""
    return result_with(case, lines.letters, lines.text, columns_engine())


def swept_of_table(head: FactsHead, lines: UnitLines, given: str) -> CaseResult:
    """Returns what is kept of a unit of a table with these ``lines``; ``given`` is the hash of what the table says of it."""
    _, unit, year, period = head
    return CaseResult(unit, year, period, lines.letters, given, hash_of_lines(lines.text), (), columns_engine())


def add_batch(packer: SweepPacker, batch: SweptBatch) -> None:
    """Adds the units of a batch, those that were refused too."""
    found = zip(batch.rows, batch.verdicts, batch.given, strict=True)
    packer.add_all(
        (SweptCase(row.unit, row.year, "", verdicts, given, "", ()) for row, verdicts, given in found), batch.engine
    )
