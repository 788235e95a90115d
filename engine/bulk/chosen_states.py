"""What is concluded of the units of one year out of a table of several, which the other years are a background to.

Columns do not take several years of a unit: the rules engine infers each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

import numpy as np

from engine.bulk.cases import TableCases
from engine.bulk.docs import UnitRow
from engine.bulk.lines import letters_in
from engine.bulk.states import StatesBatch, SweptBatch, concluded_of, state_in, verdicts_seen
from engine.bulk.units import AT_ONCE
from engine.domain.verdicts import Verdict
from engine.evaluation.evaluator import Evaluator
from engine.inference.nodes import Node
from engine.many_units.stream import Refusal, refused_files, stream
from engine.rulebook.rulebook import Rulebook
from engine.workspace.case import ChosenCase
from engine.workspace.choosing import Selection

_WHY = "bảng có nhiều năm"


class ChosenStates:
    """The states of the ``chosen`` units of the table of ``cases``, which were selected by ``selection``.

    ``refused`` grows by the units whose numbers have errors, ``seen`` by the verdicts of counted criteria.
    """

    def __init__(self, cases: TableCases, rulebook: Rulebook, chosen: list[ChosenCase], selection: Selection) -> None:
        self.cases = cases
        self.chosen = chosen
        self.selection = selection
        self.concluded = concluded_of(rulebook)
        self._judged = len(rulebook.targets) + sum(1 for _ in rulebook.criteria)
        self._evaluator = Evaluator(rulebook)
        self.refused: list[Refusal] = []
        self.seen: set[Verdict] = set()
        self.units = 0

    @property
    def alone(self) -> Counter[str]:
        """How many units were not inferred in columns, by the reason: all of them."""
        return Counter({_WHY: len(self.chosen)})

    def batches(self, note: Callable[[SweptBatch], object] | None = None) -> Iterator[StatesBatch]:
        """Yields the units in the order of the table; ``note`` gets what a record of the run keeps of them.

        Raises EngineMissing, EngineLimit.
        """
        outcomes = stream(self.cases, self.chosen, lambda case: self._evaluator.states(case.facts))
        while some := list(islice(outcomes, AT_ONCE)):
            rows = [self.cases.row_of(one.chosen.head.key) for one in some]
            found = [(row, one.result) for row, one in zip(rows, some, strict=True) if one.result is not None]
            self.refused += [one.refusal for one in some if one.refusal is not None]
            batch = self._batch(found)
            self.units += len(found)
            self.seen |= verdicts_seen(self.concluded, batch.states)
            if note is not None:
                letters = iter(letters_in(batch.states[: self._judged], len(found)))
                verdicts = ["" if one.result is None else next(letters) for one in some]
                given = [self.cases.digest_of(one.chosen.head.key) for one in some]
                note(SweptBatch(rows, verdicts, given, self._evaluator.used))
            yield batch
        self.refused += refused_files(self.cases, self.chosen, self.selection)

    def _batch(self, found: list[tuple[UnitRow, dict[Node, int]]]) -> StatesBatch:
        states = [np.array([state_in(of, one) for _, of in found], np.int8) for one in self.concluded]
        return StatesBatch([row for row, _ in found], states)
