"""What the cases of a recorded run were evaluated from, and how two runs differ."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from engine.bulk.recorded_table import FoundRows, recorded_rows
from engine.history.recorded_sweep import CaseKey, NotKept, RecordedSweep
from engine.history.replay import CannotReplay, Material, rulebook_of_rules
from engine.history.sweep import SweptCase
from engine.history.sweep_comparison import SweepComparison, SweepSide, compare_sweeps
from engine.history.sweep_mixtures import MixtureRules, Named
from engine.inference.engines import COLUMNS

if TYPE_CHECKING:
    from engine.bulk.mixture_columns import MixtureColumns

_LARGE = 500
"""Cases of a run from which on the mixtures are inferred in columns: as `evaluate` does."""
_FEW = 100
"""Cases with other verdicts of which the rules engine infers each sooner than columns and a sample of them."""


def compare_runs(before: RecordedSweep, after: RecordedSweep, engine: str) -> SweepComparison:
    """Returns what differs between two runs of one resolution, with the causes as far as they can be told.

    ``engine``, as on the command line: auto and columns infer many cases in columns, where numpy is installed. Raises Disagreement.
    """
    columns = _columns() if engine in ("auto", COLUMNS) and min(len(before.cases), len(after.cases)) >= _LARGE else None
    old, new = (SweepSide(one, partial(RecordedCases, one, columns=columns)) for one in (before, after))
    found = compare_sweeps(old, new)
    if columns is not None:
        columns.infer_again()
    return found


def _columns() -> MixtureColumns | None:
    if importlib.util.find_spec("numpy") is None:
        return None
    from engine.bulk.mixture_columns import MixtureColumns

    return MixtureColumns()


class RecordedCases:
    """Some cases of a run: rows of its table, or facts files."""

    def __init__(
        self, recorded: RecordedSweep, cases: Sequence[SweptCase], columns: MixtureColumns | None = None
    ) -> None:
        self.recorded = recorded
        self._columns = columns if len(cases) >= _FEW else None
        self._rows: FoundRows | None = None
        self._refusal = ""
        if recorded.sweep.table is not None:
            try:
                self._rows = recorded_rows(recorded, rulebook_of_rules(recorded.folder, recorded.rules), cases)
            except (CannotReplay, NotKept) as why:
                self._refusal = str(why)

    def material(self, case: SweptCase) -> Material:
        """The files that a case was evaluated from. Raises NotKept."""
        if self._refusal:
            raise NotKept(self._refusal)
        return self.recorded.material(case) if self._rows is None else self._rows.material(case, self.recorded)

    def in_columns(self, rules: MixtureRules, cases: Sequence[SweptCase]) -> Mapping[CaseKey, Named]:
        """The verdicts of those cases that are of one row or file alone, of plain numbers."""
        if self._columns is None:
            return {}
        single = [case for case in cases if _is_single(rules, case)]
        if self._rows is None:
            return self._columns.of_files(rules, single)
        return self._columns.of_rows(rules, single, [self._rows.evaluated(case)[0].row for case in single])


def _is_single(rules: MixtureRules, case: SweptCase) -> bool:
    """Whether the files of a case are here, and are one alone, so that no other year can be looked at."""
    try:
        return sum(one.role != "rules" for one in rules.material(case).inputs) == 1
    except NotKept:
        return False
