"""The verdicts of mixtures of two runs in columns; a sample of each program is inferred again by the rules engine."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bulk.case_units import CaseUnits, GivenCase
from engine.bulk.cells import CellReader
from engine.bulk.docs import UnitRow
from engine.bulk.formulas import NotInColumns
from engine.bulk.inferring import ColumnInference, Units
from engine.bulk.lines import letters_of
from engine.bulk.sampling import Sample, compare
from engine.bulk.table_units import RowUnits, cell_readers
from engine.bulk.units import Batch
from engine.domain.records import NamedTuple
from engine.evaluation.disagreement import table_disagreement
from engine.factbase.base import FactBase
from engine.history.layers import UNKNOWN_NAMES
from engine.history.recorded_sweep import CaseKey, NotKept
from engine.history.replay import CannotReplay, Material, sound_sets
from engine.history.sweep import SweptCase
from engine.history.sweep_mixtures import MixtureRules, Named
from engine.history.sweep_receipts import named_verdicts, verdicts_of
from engine.many_units.in_columns import SMALLEST_SAMPLE
from engine.rulebook.rulebook import Rulebook
from engine.workspace.case import Case


class _Sampled(NamedTuple):
    """A case that was inferred in columns: what it was given, and what was told of it."""

    case: SweptCase
    material: Material
    verdicts: Named


class _Program:
    """The rules of a mixture as columns, for cases of both runs, and which of them are inferred again."""

    def __init__(self, rules: MixtureRules) -> None:
        self.evaluator, self.catalogue = rules.evaluator, rules.catalogue
        self.inference = ColumnInference(rules.evaluator, whole=False)
        self.readers: dict[str, CellReader] = cell_readers(rules.catalogue)
        self.sample: Sample[_Sampled] = Sample(SMALLEST_SAMPLE)

    @property
    def rulebook(self) -> Rulebook:
        return self.evaluator.rulebook

    def by_rules(self, material: Material) -> Named:
        """Raises CannotReplay, EngineError."""
        facts = sound_sets(self.catalogue, material, UNKNOWN_NAMES).base(self.rulebook)
        return named_verdicts(self.evaluator.verdicts(facts))


class MixtureColumns:
    """Infers mixtures in columns. Of each program at least 30 cases (all, of fewer) are to be inferred again at the end."""

    def __init__(self) -> None:
        self._programs: dict[int, _Program] = {}

    def of_rows(self, rules: MixtureRules, cases: Sequence[SweptCase], rows: Sequence[UnitRow]) -> dict[CaseKey, Named]:
        """The verdicts of those of ``cases``, each of one of the ``rows``, that are plain numbers."""

        def facts_of(unit: int) -> FactBase:
            try:
                return rules.facts(cases[unit]).base(rules.evaluator.rulebook)
            except (CannotReplay, NotKept) as error:
                raise NotInColumns(str(error)) from None

        return self._verdicts(rules, cases, RowUnits(batch_of(rows), self._program(rules).readers, facts_of))

    def of_files(self, rules: MixtureRules, cases: Sequence[SweptCase]) -> dict[CaseKey, Named]:
        """The verdicts of those of ``cases``, each of a facts file of its own, that are plain numbers."""
        read: list[SweptCase] = []
        given: list[GivenCase] = []
        rulebook = rules.evaluator.rulebook
        for case in cases:
            try:
                given.append(GivenCase(Case(rulebook, rules.facts(case).base(rulebook)), single=True))
            except (CannotReplay, NotKept):  # told where it is evaluated by rules
                continue
            read.append(case)
        return self._verdicts(rules, read, CaseUnits(rules.catalogue, given))

    def infer_again(self) -> None:
        """Infers the samples again by the rules engine. Raises Disagreement, EngineError."""
        for program in self._programs.values():
            for case, material, verdicts in program.sample.kept:
                rulebook = program.rulebook
                try:
                    expected = program.by_rules(material)
                except CannotReplay as error:
                    raise table_disagreement(rulebook, case.unit, case.year, "có kết quả", str(error)) from None
                compare(rulebook, case.unit, case.year, _told(verdicts), _told(expected))

    def _verdicts(self, rules: MixtureRules, cases: Sequence[SweptCase], units: Units) -> dict[CaseKey, Named]:
        program = self._program(rules)
        found: dict[CaseKey, Named] = {}
        known: dict[str, Named] = {}
        for part in program.inference.infer(units).parts:
            for unit, letters in zip(part.units.tolist(), letters_of(program.rulebook, part), strict=True):
                case = cases[unit]
                if letters not in known:
                    known[letters] = verdicts_of(program.rulebook, letters)
                found[case.key] = known[letters]
                if (place := program.sample.place()) is not None:
                    program.sample.keep(place, _Sampled(case, rules.material(case), known[letters]))
        return found

    def _program(self, rules: MixtureRules) -> _Program:
        key = id(rules.evaluator)  # the program keeps it, so that no other gets its number
        if key not in self._programs:
            self._programs[key] = _Program(rules)
        return self._programs[key]


def batch_of(rows: Sequence[UnitRow]) -> Batch:
    """The rows as a batch of a wide table."""
    cells = {code: [""] * len(rows) for code in dict.fromkeys(one.code for row in rows for one in row.values)}
    for place, row in enumerate(rows):
        for value in row.values:
            cells[value.code][place] = value.text
    return Batch("", list(rows), cells, None)


def _told(verdicts: Named) -> list[str]:
    return [f"{called}: {verdict.label}" for called, verdict in verdicts.items()]
