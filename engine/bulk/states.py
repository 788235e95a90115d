"""What is concluded of every unit of a table, findings too: the state of each target, criterion, finding and reconciliation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.bulk.cases import TableCases
from engine.bulk.docs import UnitRow
from engine.bulk.inferring import Inferred
from engine.bulk.lines import letters_in
from engine.bulk.row_digests import digests_of
from engine.bulk.sampling import Sample, compare, facts_again
from engine.bulk.table_units import TableInference
from engine.bulk.units import AT_ONCE, Batch
from engine.domain.records import NamedTuple
from engine.domain.verdicts import CONCLUSIONS, Verdict
from engine.evaluation.evaluation import EngineUsed
from engine.evaluation.evaluator import Evaluator
from engine.evaluation.finding_results import Outcome
from engine.inference.columns import ColumnsSession, columns_version
from engine.inference.nodes import Node, NodeKind
from engine.inference.program import EngineError
from engine.language.logic import Truth
from engine.many_units.in_columns import SMALLEST_SAMPLE
from engine.many_units.stream import Refusal, outcome_of, refusal_of
from engine.rulebook.rulebook import Rulebook

Codes: TypeAlias = NDArray[np.int8]

_VERDICTS = {conclusion.state: conclusion.verdict.value for conclusion in CONCLUSIONS}
_FINDINGS = {int(Truth.FALSE): "absent", int(Truth.UNKNOWN): "undetermined", int(Truth.TRUE): "present"}
_OUTCOMES = {
    int(Truth.FALSE): Outcome.DIFFERS.value,
    int(Truth.UNKNOWN): Outcome.UNDETERMINED.value,
    int(Truth.TRUE): Outcome.AGREES.value,
}


class Concluded(NamedTuple):
    """Something of which every unit has a state: the name of its column, its node, and the word for each state."""

    name: str
    node: Node
    words: dict[int, str]
    counted: bool = False
    """Whether it is a criterion that counts in totals."""


@cache
def columns_engine() -> EngineUsed:
    """Columns, as the record of a run names them."""
    return EngineUsed(ColumnsSession.name, columns_version())


def concluded_of(rulebook: Rulebook) -> list[Concluded]:
    """Returns all that is concluded by a rulebook, in its order."""
    targets = (Concluded(f"target {t.id}", Node(NodeKind.TARGET, t.id), _VERDICTS) for t in rulebook.targets)
    criteria = (
        Concluded(f"criterion {c.id}", Node(NodeKind.CRITERION, c.id), _VERDICTS, c.counted) for c in rulebook.criteria
    )
    findings = (Concluded(f"finding {f.id}", Node(NodeKind.FINDING, f.id), _FINDINGS) for f in rulebook.findings)
    checks = (
        Concluded(f"reconciliation {r.id}", Node(NodeKind.RECONCILIATION, r.id), _OUTCOMES)
        for r in rulebook.reconciliations
    )
    return [*targets, *criteria, *findings, *checks]


def state_in(states: dict[Node, int], one: Concluded) -> int:
    """Returns the state of what is concluded among those of all nodes of a unit. Raises EngineError where it has none."""
    if one.node not in states:
        raise EngineError(f"{one.node} was left without a state")
    return states[one.node]


def verdicts_seen(concluded: list[Concluded], states: list[Codes]) -> set[Verdict]:
    """Returns the verdicts of counted criteria among the ``states``, a column for each of ``concluded``."""
    counted = [column for one, column in zip(concluded, states, strict=True) if one.counted]
    return {CONCLUSIONS[int(state)].verdict for column in counted for state in np.unique(column)}


class SeveralYears(Exception):
    """The table has another year than the one whose states are asked for, or several where none was chosen, or a row that could not
    be read may be an earlier year of a unit."""


class StatesBatch(NamedTuple):
    """Units with their states, a column for each of what is concluded."""

    rows: list[UnitRow]
    states: list[Codes]


class SweptBatch(NamedTuple):
    """What the record of a run keeps of a batch: of each unit its verdicts, and the hash of what was given.

    ``verdicts`` are letters (`verdict_letters`), '' of a unit whose numbers have errors.
    """

    rows: list[UnitRow]
    verdicts: list[str]
    given: list[str]
    engine: EngineUsed


class TableStates:
    """The states of every unit of the table of ``cases``; at least ``sample`` (all, of fewer) are inferred again at the end.

    ``year`` is the one that is asked for; None: that of the table, whichever it is.
    ``refused`` grows by the units whose numbers have errors, ``seen`` by the verdicts of counted criteria.
    """

    def __init__(self, cases: TableCases, rulebook: Rulebook, sample: int, year: int | None = None) -> None:
        self.cases = cases
        self.year = year
        self.rulebook = rulebook
        self.concluded = concluded_of(rulebook)
        self._judged = len(rulebook.targets) + sum(1 for _ in rulebook.criteria)
        self.inference = TableInference(cases, Evaluator(rulebook), whole=True)
        self.sample: Sample[tuple[UnitRow, list[str]]] = Sample(max(sample, SMALLEST_SAMPLE))
        self.refused: list[Refusal] = []
        self.seen: set[Verdict] = set()
        self.units = 0

    def batches(self, note: Callable[[SweptBatch], object] | None = None) -> Iterator[StatesBatch]:
        """Yields the units in the order of the table; ``note`` gets what a record of the run keeps of them.

        Raises SeveralYears, Disagreement, UnreadableTable, EngineMissing, EngineLimit.
        """
        years = set() if self.year is None else {self.year}
        units = self.cases.open(self.rulebook)
        for batch in units.batches(AT_ONCE) if note is None else units.batches_with_texts(AT_ONCE):
            years |= {head.year for head in batch.heads}
            if len(years) > 1:
                raise SeveralYears
            inferred = self.inference.infer_batch(batch)
            states = self._states(inferred)
            refused = self._alone(batch, inferred, states)
            self._keep(batch, inferred, states)
            kept = np.array([unit for unit in range(len(batch.heads)) if unit not in refused], np.int64)
            self.seen |= verdicts_seen(self.concluded, [column[kept] for column in states])
            self.units += len(kept)
            if note is not None:
                letters = letters_in(states[: self._judged], len(batch.heads))
                verdicts = ["" if unit in refused else text for unit, text in enumerate(letters)]
                note(SweptBatch(batch.heads, verdicts, list(digests_of(batch)), columns_engine()))
            yield StatesBatch([batch.heads[unit] for unit in kept], [column[kept] for column in states])
        if units.has_stopped:
            raise SeveralYears
        self.refused += [refusal_of(self.cases, self.cases.unread(row)) for row in units.unread]
        self._infer_again()

    def _states(self, inferred: Inferred) -> list[Codes]:
        found = [np.zeros(len(inferred.units), np.int8) for _ in self.concluded]
        for part in inferred.parts:
            for column, one in zip(found, self.concluded, strict=True):
                column[part.units] = part.states[one.node]
        return found

    def _alone(self, batch: Batch, inferred: Inferred, states: list[Codes]) -> set[int]:
        """Puts the states of units that the rules engine infers into ``states``. Returns those that are refused."""
        refused = set()
        for unit in sorted(inferred.alone):
            loaded = self.cases.load_row(batch.row(unit), self.rulebook)
            outcome = outcome_of(loaded, lambda case: self.inference.evaluator.states(case.facts))
            if outcome.result is None:
                refused.add(unit)
                self.refused += [] if outcome.refusal is None else [outcome.refusal]
                continue
            for column, one in zip(states, self.concluded, strict=True):
                column[unit] = state_in(outcome.result, one)
        return refused

    def _keep(self, batch: Batch, inferred: Inferred, states: list[Codes]) -> None:
        for unit in range(len(batch.heads)):
            if unit not in inferred.alone and (place := self.sample.place()) is not None:
                told = self._told(
                    {one.node: int(column[unit]) for one, column in zip(self.concluded, states, strict=True)}
                )
                self.sample.keep(place, (batch.row(unit), told))

    def _told(self, states: dict[Node, int]) -> list[str]:
        return [f"{one.name}: {one.words.get(state_in(states, one), '?')}" for one in self.concluded]

    def _infer_again(self) -> None:
        for row, told in self.sample.kept:
            expected = self.inference.evaluator.states(facts_again(self.inference, row))
            compare(self.rulebook, row.unit, row.year, told, self._told(expected))
