"""The lines of CSV of units that were inferred in columns: what other units share is written once.

A line says the same as `verdicts_csv` does, through the same columns; texts that depend only on a value and what was
concluded of it are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import zip_longest
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.bulk.exact import Numbers
from engine.bulk.formulas import NotInColumns
from engine.bulk.inferring import UNSOUND, Head, Inferred, Origins, Part
from engine.bulk.shapes import Shape, ShapeColumns
from engine.domain.records import NamedTuple
from engine.domain.verdicts import CONCLUSIONS, Verdict
from engine.evaluation.comparison import Measure, TwoSides
from engine.evaluation.evaluation import CriterionResult, TargetResult, Verdicts
from engine.evaluation.goals import GoalInForce, GoalTest
from engine.evaluation.judgements import HOLDS, held, two_sides
from engine.factbase.facts import FactSet
from engine.factbase.input_values import InputValue
from engine.history.verdict_letters import BY_STATE
from engine.inference.nodes import Node, NodeKind
from engine.language.interval import point
from engine.language.logic import State
from engine.reports.verdicts_csv import COLUMNS, Comparison, csv_cells, written
from engine.rulebook.rulebook import Input, Rulebook, Target, Test

_NAMES = [column.name for column in COLUMNS]
_CONCLUDED = slice(_NAMES.index("target"), _NAMES.index("actual_low"))
"""The cells that are the same for all units with the same conclusions."""
_VALUED = slice(_NAMES.index("actual_low"), _NAMES.index("source"))
"""The cells that are the same for all units with the same value and conclusion of the criterion."""
_BEHIND = slice(_NAMES.index("origin") + 1, None)
_Key: TypeAlias = tuple[int | None, ...]
_MOST_KEPT = 300_000
"""Texts of lines that are kept."""


class UnitLines(NamedTuple):
    """The lines of a unit, the verdicts of its counted criteria, and the facts of a unit of the same year and day.

    ``letters`` are those of all its targets and criteria (`verdict_letters`).
    """

    text: str
    letters: str
    verdicts: frozenset[Verdict]
    like: FactSet


class _Side(NamedTuple):
    """What a comparison shows of a value: that of the model, and the column that it has where it is a number."""

    like: InputValue
    input: Input | None


class _Row:
    """A line of each unit: a comparison of a criterion, or a criterion without any. Raises NotInColumns."""

    def __init__(self, shape: Shape, target: Target, goal: GoalInForce, test: GoalTest | None) -> None:
        self.shape, self.target, self.goal, self.test = shape, target, goal, test
        self.node = None if test is None else test.node
        self.sides: tuple[_Side, ...] = ()
        measured: InputValue | None = None
        if test is not None:
            key = test.test.input.key
            compared = _side(shape, test.test.input, shape.values[key])
            self.sides = (compared,)
            if test.test.sides is not None and test.names is not None:
                both = two_sides(test.test, test.names, shape.model)
                sides = test.test.sides
                self.sides += (_side(shape, sides.left, both.left), _side(shape, sides.right, both.right))
            measured = self.sides[-2 if len(self.sides) > 1 else 0].like
        known = measured is not None and measured.value is not None
        self.codes = [fact.code for fact in measured.facts] if known and measured is not None else []
        self.counted = goal.criterion.counted
        self.concluded: dict[tuple[int, int], str] = {}
        self.valued: dict[tuple[Fraction, ...], dict[_Key, str]] = {}
        """By the factors of the columns: the same whole numbers mean others where the factor is another."""

    def behind(self, case: Verdicts) -> str:
        """The cells behind the origin."""
        line = Comparison(case, *self._results(0, 0), None)
        return ",".join(csv_cells(line, COLUMNS[_BEHIND]))

    def conclusions(self, case: Verdicts, of_target: int, of_criterion: int) -> str:
        """The cells behind those of the unit."""
        key = of_target, of_criterion
        known = self.concluded.get(key)
        if known is None:
            line = Comparison(case, *self._results(*key), self._measure(of_criterion, None, iter(()), ()))
            known = self.concluded[key] = ",".join(csv_cells(line, COLUMNS[_CONCLUDED]))
        return known

    def values(self, case: Verdicts, key: _Key, columns: Sequence[Numbers | None]) -> str:
        """The cells behind those, up to the source, for what ``key`` says: the states of criterion and comparison, the values."""
        of_criterion, state, *parts = key
        assert of_criterion is not None
        measure = self._measure(of_criterion, state, iter(parts), columns)
        line = Comparison(case, *self._results(0, of_criterion), measure)
        return ",".join(csv_cells(line, COLUMNS[_VALUED]))

    def _results(self, of_target: int, of_criterion: int) -> tuple[TargetResult, CriterionResult]:
        concluded = TargetResult(self.target.id, self.target.title, CONCLUSIONS[of_target].verdict, (), ())
        return concluded, CriterionResult(self.goal, CONCLUSIONS[of_criterion], (), ())

    def _measure(
        self, of_criterion: int, state: int | None, parts: Iterator[int | None], columns: Sequence[Numbers | None]
    ) -> Measure | None:
        """The comparison of a unit with these states and values; with those of the model where there are no ``columns``."""
        asked, conclusion = self.test, CONCLUSIONS[of_criterion]
        if asked is None:
            return None
        test, threshold = asked.test, self.goal.threshold
        beyond = threshold.exceeded if threshold is not None and conclusion.verdict is Verdict.EXCEEDED else None
        holds = None
        if conclusion.verdict is not Verdict.NOT_APPLICABLE:
            holds = HOLDS[conclusion.state] if state is None else held(State(state), test)
        found = [_valued(side, column, parts) for side, column in zip_longest(self.sides, columns)]
        sides = None
        if len(found) > 1 and asked.names is not None:
            names = asked.names
            sides = TwoSides(found[1], found[2], names.right_indicator, names.left, names.right)
        exceeded = beyond if isinstance(beyond, Test) else None
        return Measure(test, found[0], holds, asked.catalogued, sides, exceeded, asked.formula_name)


def _side(shape: Shape, input: Input, value: InputValue) -> _Side:
    if value.value is None:
        return _Side(value, None)
    if value.value.exact is None:
        raise NotInColumns(f"«{input.text}» không là một số chắc chắn")
    shape.follow(input, value)
    return _Side(value, input)


def _valued(side: _Side, column: Numbers | None, parts: Iterator[int | None]) -> InputValue:
    """The value of a unit in the place of the model's; ``parts`` are those of its quotient."""
    if column is None:
        return side.like
    over, under = next(parts), next(parts)
    assert over is not None and under is not None
    return side.like._replace(value=point(Fraction(over, under) * column.factor))


class LineWriter:
    """Writes the lines of inferred batches."""

    def __init__(self) -> None:
        self.alone: Counter[str] = Counter()
        """How many units have no lines for a reason that inference did not know, by that reason."""
        self._rows: dict[int, tuple[Shape, Verdicts, list[tuple[_Row, str]]]] = {}

    def of(self, inferred: Inferred) -> dict[int, UnitLines]:
        """The lines by the places of the units in the batch; those of one whose lines cannot be written so are left alone."""
        found: dict[int, UnitLines] = {}
        alone: dict[int, str] = {}
        for part in inferred.parts:
            units = part.units.tolist()
            try:
                lines = list(self._of_part(inferred, part))
            except NotInColumns as error:
                alone.update(dict.fromkeys(units, str(error)))
                continue
            for unit, line, unsound in zip(units, lines, part.columns.unsound.tolist(), strict=True):
                if unsound:  # a side that is shown may divide by zero where nothing was compared
                    alone[unit] = UNSOUND
                else:
                    found[unit] = line
        inferred.alone.update(alone)
        self.alone.update(alone.values())
        return found

    def _of_part(self, inferred: Inferred, part: Part) -> Iterator[UnitLines]:
        shape = part.columns.shape
        case, rows = self._prepared(shape)
        units = part.units.tolist()
        before = [self._before(case, inferred.units.head(unit)) for unit in units]
        origins = [inferred.units.origins(unit) for unit in units]
        texts = [list(self._row_texts(case, row, part)) for row, _ in rows]
        concluded = [part.states[row.goal.node].tolist() for row, _ in rows]
        ends = [(row.codes, behind) for row, behind in rows]
        counted = [row.counted for row, _ in rows]
        letters = letters_of(shape.rulebook, part)
        for unit in range(len(units)):
            head, origin = before[unit], origins[unit]
            lines = [
                f"{head},{text[unit]},{_placed(origin, codes)},{behind}\r\n"
                for text, (codes, behind) in zip(texts, ends, strict=True)
            ]
            verdicts = {states[unit] for states, counts in zip(concluded, counted, strict=True) if counts}
            found = frozenset(CONCLUSIONS[state].verdict for state in verdicts)
            yield UnitLines("".join(lines), letters[unit], found, shape.model.facts)

    def _prepared(self, shape: Shape) -> tuple[Verdicts, list[tuple[_Row, str]]]:
        known = self._rows.get(id(shape))  # the shape is kept, so that no other gets its number
        if known is None:
            case = shape.evaluator.verdicts(shape.model)
            rows = [
                _Row(shape, target, shape.goals[criterion.id], test)
                for target in shape.rulebook.targets
                for criterion in target.criteria
                for test in shape.goals[criterion.id].tests or (None,)
            ]
            known = self._rows[id(shape)] = shape, case, [(row, row.behind(case)) for row in rows]
        return known[1], known[2]

    def _row_texts(self, case: Verdicts, row: _Row, part: Part) -> Iterator[str]:
        """The cells of a row between those of the unit and its source, for each unit."""
        columns = part.columns
        target = part.states[Node(NodeKind.TARGET, row.target.id)].tolist()
        criterion = part.states[row.goal.node].tolist()
        node = [None] * columns.size if row.node is None else part.states[row.node].tolist()
        numbers = [None if side.input is None else _numbers(columns, side.input) for side in row.sides]
        parts = [list(one.parts()) for one in numbers if one is not None]
        kept = row.valued.setdefault(tuple(one.factor for one in numbers if one is not None), {})
        if len(kept) > _MOST_KEPT:
            kept.clear()
        for unit in range(columns.size):
            key = (criterion[unit], node[unit], *(end for one in parts for end in one[unit]))
            text = kept.get(key)
            if text is None:
                text = kept[key] = row.values(case, key, numbers)
            yield f"{row.conclusions(case, target[unit], criterion[unit])},{text}"

    def _before(self, case: Verdicts, head: Head) -> str:
        """The cells of the unit."""
        return f"{written(case.resolution.number)},{written(head.unit)},{head.year},{head.as_of.isoformat()}"


def letters_of(rulebook: Rulebook, part: Part) -> list[str]:
    """The letters of each unit of ``part``, those of targets first."""
    nodes = [Node(NodeKind.TARGET, target.id) for target in rulebook.targets]
    nodes += [Node(NodeKind.CRITERION, criterion.id) for criterion in rulebook.criteria]
    return letters_in([part.states[node] for node in nodes], len(part.units))


def letters_in(states: Sequence[NDArray[np.integer[Any]]], units: int) -> list[str]:
    """The letters of so many units by their ``states``, a column for each target and criterion."""
    known = np.frombuffer(BY_STATE, np.uint8)
    text = np.stack([known[column] for column in states], axis=1).tobytes().decode("ascii") if units else ""
    return [text[start : start + len(states)] for start in range(0, len(text), len(states))]


def _placed(origins: Origins, codes: list[str]) -> str:
    """The cells of source and origin of a value that rests on ``codes``; empty where it rests on none."""
    if not codes:
        return ","
    source, origin = origins.of(codes)
    return f"{written(source)},{written(origin)}"


def _numbers(columns: ShapeColumns, input: Input) -> Numbers:
    known = columns.values.get(input.key)
    return columns.side(input) if known is None else known
