"""The verdicts of a table as lines of CSV: in columns where that can be, by the rules engine where it cannot, a sample by both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine.bulk.cases import TableCases
from engine.bulk.docs import UnitRow
from engine.bulk.lines import LineWriter, UnitLines
from engine.bulk.sampling import Sample, compare, facts_again
from engine.bulk.table_units import TableInference
from engine.domain.records import NamedTuple
from engine.evaluation.evaluator import Evaluator
from engine.many_units.in_columns import SMALLEST_SAMPLE
from engine.reports.verdicts_csv import csv_lines
from engine.rulebook.rulebook import Rulebook
from engine.workspace.case import ChosenCase, LoadedCase
from engine.workspace.facts_index import FactsHead


class TableUnit(NamedTuple):
    """A unit of the table: its lines where it was inferred in columns, else the case, to be evaluated as any is."""

    row: UnitRow
    lines: UnitLines | None
    loaded: LoadedCase | None


class TableVerdicts:
    """The verdicts of every unit that ``cases`` has read; at least ``sample`` (all, of fewer) are inferred again at the end."""

    def __init__(self, cases: TableCases, rulebook: Rulebook, sample: int) -> None:
        self.cases = cases
        self.rulebook = rulebook
        self.inference = TableInference(cases, Evaluator(rulebook), whole=False)
        self.sample: Sample[tuple[UnitRow, str]] = Sample(max(sample, SMALLEST_SAMPLE))
        self._writer = LineWriter()

    @property
    def evaluator(self) -> Evaluator:
        """The evaluator of units that are not inferred in columns."""
        return self.inference.evaluator

    @property
    def alone(self) -> Counter[str]:
        """How many units were not inferred in columns, by the reason."""
        return self.inference.alone + self._writer.alone

    def units(self) -> Iterator[TableUnit]:
        """Yields the units in the order of the table. Raises Disagreement, UnreadableTable, EngineMissing, EngineLimit."""
        for batch in self.cases.batches:
            lines = self._writer.of(self.inference.infer_batch(batch))
            for unit, head in enumerate(batch.heads):
                found = lines.get(unit)
                if found is None:
                    yield TableUnit(head, None, self.cases.load_row(batch.row(unit), self.rulebook))
                    continue
                if (place := self.sample.place()) is not None:
                    self.sample.keep(place, (batch.row(unit), found.text))
                yield TableUnit(head, found, None)
        self._infer_again()

    def warnings_of(self, head: FactsHead) -> int:
        """How many warnings about data there are of a unit of the table, which the rules engine infers for that."""
        chosen = ChosenCase(self.rulebook, head, (self.cases.path,))
        case = next(self.cases.load([chosen])).case
        return 0 if case is None else len(self.evaluator.verdicts(case.facts).warnings)

    def _infer_again(self) -> None:
        for row, text in self.sample.kept:
            expected = csv_lines(self.evaluator.verdicts(facts_again(self.inference, row)))
            compare(self.rulebook, row.unit, row.year, text.splitlines(), expected.splitlines())
