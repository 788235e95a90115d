"""Made-up units, one for each way in which values may be missing: how a value comes from numbers is read from them.

That is the same for all units of which the same indicators are given, for a year and a day (engine/bulk/shapes.py). A value
rests on few indicators, so that few units are enough for all ways of each value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date
from itertools import product
from pathlib import Path
from random import Random
from typing import Self

from engine.bulk.blocks import reached, whole_block
from engine.bulk.cases import TableCases
from engine.bulk.cells import CellReader
from engine.bulk.docs import Rows, UnitRow, Written
from engine.bulk.formulas import NotInColumns
from engine.bulk.model_unit import ModelUnit
from engine.bulk.reading import day_text
from engine.bulk.shapes import Reach, Shape
from engine.bulk.units import Given, TableUnits
from engine.domain.records import NamedTuple
from engine.evaluation.evaluator import Evaluator
from engine.factbase.input_values import InputValue
from engine.importing.number_writing import Writing
from engine.language.syntax import Extent, Formula, Ref
from engine.rulebook.logic import Input
from engine.rulebook.rulebook import Kind, Rulebook
from engine.workspace.cases import Examine
from engine.workspace.workspace import Workspace

_MOST_CODES = 5
"""Indicators of one value of which every way of missing is asked for; of more, only that all are there, or none."""
_TRIES = 12
_NUMBERS = ("1", "2", "3", "5", "7", "10", "20", "30")
_WORDS = ("có", "không", "đạt", "chưa đạt")
_NAME = "đơn vị"


_NOTHING_GIVEN = Given(None, None, Writing.VIETNAMESE)


class When(NamedTuple):
    """The unit's head without its name: what the values are of."""

    year: int
    as_of: date
    table: str


class DatabaseCases(TableCases):
    """Loads units of a table of a database, row by row."""

    def __init__(
        self,
        workspace: Workspace,
        table: str,
        given: Given = _NOTHING_GIVEN,
        examine: Examine | None = None,
        draft: bool = False,
    ) -> None:
        super().__init__(workspace, Path(table or "-"), given, examine, draft)
        self.table = table
        self._asked: TableUnits | None = None

    def named(self, rulebook: Rulebook) -> None:
        """Says of which resolution the units are."""
        self._rulebook = rulebook
        self._rows = Rows(self.table, rulebook.resolution.number)

    def of_units(self, units: TableUnits) -> Self:
        """The same cases, of which ``units`` are those to be read."""
        found = copy(self)
        found._asked = found.reads(units, self._rulebook)
        return found

    def open(self, rulebook: Rulebook) -> TableUnits:
        """Returns the units to be read."""
        assert self._asked is not None
        return self._asked


class Model(Shape):
    """A made-up unit; ``refused`` are the values that are not known to come from numbers alone, and why."""

    def __init__(self, evaluator: Evaluator, unit: UnitRow, cases: DatabaseCases) -> None:
        case = cases.load_row(unit, evaluator.rulebook).case
        if case is None:
            raise NotInColumns("số liệu có lỗi")
        self.refused: dict[str, str] = {}
        super().__init__(ModelUnit(evaluator, case.facts, whole=True), whole_block(evaluator.rulebook))

    def _kind(self, input: Input, value: InputValue) -> Reach:
        try:
            return super()._kind(input, value)
        except NotInColumns as error:
            self.refused[input.key] = str(error)
            return Reach.NOTHING


class Pattern(NamedTuple):
    """Which of ``codes`` are given."""

    codes: tuple[str, ...]
    given: frozenset[str]


class Models:
    """The made-up units of a rulebook for a table with ``columns``, indicators by their codes."""

    def __init__(self, evaluator: Evaluator, cases: DatabaseCases, columns: Iterable[str], when: When) -> None:
        self.evaluator = evaluator
        self.rulebook = evaluator.rulebook
        self.cases = cases
        self.columns = tuple(columns)
        self.when = when
        self._readers = {
            code: CellReader(one, self.rulebook.vocabulary) for code, one in self.rulebook.indicators.items()
        }
        self._models: dict[frozenset[str], Model | str] = {}

    def reader(self, code: str) -> CellReader:
        """What reads the cells of an indicator."""
        return self._readers[code]

    def codes_of(self, formula: Formula) -> tuple[str, ...]:
        """The columns on which a value of ``formula`` may rest, through the formulas of computed indicators."""
        seen = set(reached(self.rulebook, formula))
        return tuple(code for code in self.columns if code in seen)

    def code_formula(self, code: str) -> Formula:
        """The formula that is just one indicator."""
        return Ref(code, Extent(0, 0))

    def models(self, formulas: Iterable[Formula]) -> None:
        """Makes the units for all patterns of ``formulas``, each for as many as fit together."""
        wanted = dict.fromkeys(pattern for one in formulas for pattern in self.patterns(self.codes_of(one)))
        waiting = list(wanted)
        self.made: dict[Pattern, Model | str] = {}
        while waiting:
            present: dict[str, bool] = {}
            fitting = []
            for pattern in waiting:
                asked = {code: code in pattern.given for code in pattern.codes}
                if all(present.get(code, is_given) == is_given for code, is_given in asked.items()):
                    present |= asked
                    fitting.append(pattern)
            model = self._model(frozenset(code for code, is_given in present.items() if is_given))
            if isinstance(model, str) and len(fitting) > 1:  # one of them may spoil the others
                self.made |= {pattern: self._model(pattern.given) for pattern in fitting}
            else:
                self.made |= dict.fromkeys(fitting, model)
            waiting = [pattern for pattern in waiting if pattern not in self.made]

    def patterns(self, codes: tuple[str, ...]) -> Iterator[Pattern]:
        """The ways in which ``codes`` may be missing that are asked for, most indicators first."""
        if len(codes) > _MOST_CODES:
            yield from (Pattern(codes, frozenset(codes)), Pattern(codes, frozenset()))
            return
        for choice in product((True, False), repeat=len(codes)):
            yield Pattern(codes, frozenset(code for code, is_given in zip(codes, choice, strict=True) if is_given))

    def _model(self, given: frozenset[str]) -> Model | str:
        known = self._models.get(given)
        if known is None:
            known = self._models[given] = self._tried(given)
        return known

    def _tried(self, given: frozenset[str]) -> Model | str:
        """A unit without errors: numbers are tried until there is one."""
        reason = ""
        for attempt in range(_TRIES):
            chance = Random(attempt)
            texts = {code: self._text(code, chance, attempt) for code in self.columns if code in given}
            if missing := [code for code, text in texts.items() if not text]:
                return f"không có giá trị thử của «{missing[0]}»"
            values = tuple(Written(code, text, 1) for code, text in texts.items())
            unit = UnitRow(_NAME, self.when.year, self.when.as_of, self.when.table, 1, values)
            try:
                return Model(self.evaluator, unit, self.cases)
            except NotInColumns as error:
                reason = str(error)
        return reason

    def _text(self, code: str, chance: Random, attempt: int) -> str:
        """A text that is a value of an indicator; '' where none is known. Wholes are larger than their parts."""
        indicator = self.rulebook.indicators[code]
        if indicator.kind is Kind.NUMBER:
            number = "1" if attempt == 0 else chance.choice(_NUMBERS)
            candidates = [number + "0" * self._height(code), number, "1", "50", "0"]
        elif indicator.kind is Kind.DATE:
            candidates = [day_text(date(self.when.year, 1, 15)), day_text(self.when.as_of)]
        else:
            candidates = [*indicator.ranks[attempt % max(1, len(indicator.ranks)) :], *indicator.ranks, *_WORDS]
        return next((text for text in candidates if bool(self.reader(code).read([text]).present[0])), "")

    def _height(self, code: str, most: int = 4) -> int:
        """How many parts of parts an indicator has below it, at most so many."""
        below = [one.code for one in self.rulebook.indicators.values() if one.part_of == code]
        return 1 + max(self._height(one, most - 1) for one in below) if below and most else 0
