"""The verdicts of many facts files as lines of CSV: in columns where that can be, else by the rules engine; a sample by both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby, islice

from engine.bulk.case_units import CaseUnits, GivenCase
from engine.bulk.inferring import ColumnInference
from engine.bulk.lines import LineWriter, UnitLines
from engine.bulk.sampling import Sample, compare
from engine.domain.records import NamedTuple
from engine.evaluation.evaluator import Evaluator
from engine.many_units.in_columns import SMALLEST_SAMPLE
from engine.reports.verdicts_csv import csv_lines
from engine.rulebook.rulebook import Rulebook
from engine.workspace.case import Case, ChosenCase, LoadedCase
from engine.workspace.cases import Cases

_AT_ONCE = 1_000
"""Cases that are in memory together."""


class CaseLines(NamedTuple):
    """A case, and its lines where it was inferred in columns; else it is to be evaluated as any is, with ``evaluator``."""

    loaded: LoadedCase
    lines: UnitLines | None
    evaluator: Evaluator | None


class _Read(NamedTuple):
    loaded: LoadedCase
    single: bool


class CaseVerdicts:
    """The verdicts of cases of ``cases``; at least ``sample`` (all, of fewer) are inferred again at the end."""

    def __init__(self, cases: Cases, sample: int) -> None:
        self.cases = cases
        self.sample: Sample[tuple[ColumnInference, Case, str]] = Sample(max(sample, SMALLEST_SAMPLE))
        self._writer = LineWriter()
        self._inferences: dict[str, ColumnInference] = {}

    @property
    def alone(self) -> Counter[str]:
        """How many cases were not inferred in columns, by the reason."""
        return sum((one.alone for one in self._inferences.values()), self._writer.alone)

    def of(self, chosen: list[ChosenCase]) -> Iterator[CaseLines]:
        """Yields the ``chosen`` cases in order. Raises Disagreement, EngineMissing, EngineLimit."""
        read = (
            _Read(loaded, len(unit.paths) == 1)
            for unit in self.cases.by_unit(chosen)
            for loaded in self.cases.load_unit(unit)
        )
        while some := list(islice(read, _AT_ONCE)):
            for _, group in groupby(some, lambda one: one.loaded.chosen.rulebook.resolution.number):
                yield from self._batch(list(group))
        self._infer_again()

    def _batch(self, batch: list[_Read]) -> Iterator[CaseLines]:
        given = [GivenCase(one.loaded.case, one.single) for one in batch if one.loaded.case is not None]
        if not given:
            yield from (CaseLines(one.loaded, None, None) for one in batch)
            return
        rulebook = given[0].case.rulebook
        inference = self._inference(rulebook)
        lines = self._writer.of(inference.infer(CaseUnits(rulebook, given)))
        place = -1
        for one in batch:
            case = one.loaded.case
            place += case is not None
            found = lines.get(place) if case is not None else None
            if case is not None and found is not None and (kept := self.sample.place()) is not None:
                self.sample.keep(kept, (inference, case, found.text))
            yield CaseLines(one.loaded, found, inference.evaluator)

    def _inference(self, rulebook: Rulebook) -> ColumnInference:
        number = rulebook.resolution.number
        if number not in self._inferences:
            self._inferences[number] = ColumnInference(Evaluator(rulebook), whole=False)
        return self._inferences[number]

    def _infer_again(self) -> None:
        for inference, case, text in self.sample.kept:
            facts = case.facts.apart()
            expected = csv_lines(inference.evaluator.verdicts(facts))
            head = facts.facts
            compare(inference.evaluator.rulebook, head.unit, head.year, text.splitlines(), expected.splitlines())
