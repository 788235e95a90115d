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
from engine.bulk.inferring import UNSOUND, Head, Inferred, Origins
from engine.bulk.model_unit import ModelUnit
from engine.bulk.pieces import Part, Piece
from engine.bulk.shapes import Shape, ShapeColumns
from engine.bulk.wording import as_written
from engine.domain.records import NamedTuple
from engine.domain.verdicts import CONCLUSIONS, Verdict
from engine.evaluation.comparison import Measure, TwoSides
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.evaluation import Verdicts
from engine.evaluation.goals import GoalInForce, GoalTest
from engine.evaluation.judgements import HOLDS, held, two_sides
from engine.factbase.facts import FactSet
from engine.factbase.input_values import InputValue
from engine.history.verdict_letters import BY_STATE
from engine.inference.nodes import Node, NodeKind
from engine.language.interval import point
from engine.reports.verdicts_csv import COLUMNS, Comparison, csv_cells, written
from engine.rulebook.logic import Input, Test
from engine.rulebook.rulebook import Rulebook, Target

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


class _Asked(NamedTuple):
    """What a line of each unit tells: a comparison of a criterion, whose values are those of a block, or a criterion without any."""

    target: Target
    goal: GoalInForce
    test: GoalTest | None
    block: int
    behind: str
    """The cells behind the origin."""


class _Row:
    """A line of units of one shape. Raises NotInColumns."""

    def __init__(self, shape: Shape, asked: _Asked) -> None:
        self.shape = shape
        self.target, self.goal, self.test, *_ = asked
        self.node = None if self.test is None else self.test.node
        self.sides: tuple[_Side, ...] = ()
        measured: InputValue | None = None
        if (test := self.test) is not None:
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
        self.concluded: dict[tuple[int, int], str] = {}
        self.valued: dict[tuple[Fraction, ...], dict[_Key, str]] = {}
        """By the factors of the columns: the same whole numbers mean others where the factor is another."""

    def conclusions(self, case: Verdicts, of_target: int, of_criterion: int) -> str:
        """The cells behind those of the unit."""
        key = of_target, of_criterion
        known = self.concluded.get(key)
        if known is None:
            line = Comparison(
                case, *_results(self.target, self.goal, *key), self._measure(of_criterion, None, iter(()), ())
            )
            known = self.concluded[key] = ",".join(csv_cells(line, COLUMNS[_CONCLUDED]))
        return known

    def values(self, case: Verdicts, key: _Key, columns: Sequence[Numbers | None]) -> str:
        """The cells behind those, up to the source, for what ``key`` says: the states of criterion and comparison, the values."""
        of_criterion, state, *parts = key
        assert of_criterion is not None
        measure = self._measure(of_criterion, state, iter(parts), columns)
        line = Comparison(case, *_results(self.target, self.goal, 0, of_criterion), measure)
        return ",".join(csv_cells(line, COLUMNS[_VALUED]))

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
            holds = HOLDS[conclusion.state] if state is None else held(state, test)
        found = [_valued(side, column, parts) for side, column in zip_longest(self.sides, columns)]
        sides = None
        if len(found) > 1 and asked.names is not None:
            names = asked.names
            sides = TwoSides(found[1], found[2], names.right_indicator, names.left, names.right)
        exceeded = beyond if isinstance(beyond, Test) else None
        return Measure(test, found[0], holds, asked.catalogued, sides, exceeded, asked.formula_name)


def _results(
    target: Target, goal: GoalInForce, of_target: int, of_criterion: int
) -> tuple[TargetResult, CriterionResult]:
    concluded = TargetResult(target.id, target.title, CONCLUSIONS[of_target].verdict, (), ())
    return concluded, CriterionResult(goal, CONCLUSIONS[of_criterion], (), ())


def _side(shape: Shape, input: Input, value: InputValue) -> _Side:
    if value.value is None:
        return _Side(value, None)
    if value.value.exact is None:
        raise NotInColumns(f"{as_written(input, shape.rulebook)} không là một số chắc chắn")
    shape.follow(input, value)
    return _Side(value, input)


def _valued(side: _Side, column: Numbers | None, parts: Iterator[int | None]) -> InputValue:
    """The value of a unit in the place of the model's; ``parts`` are those of its quotient."""
    if column is None:
        return side.like
    over, under = next(parts), next(parts)
    assert over is not None and under is not None
    return side.like._replace(value=point(Fraction(over, under) * column.factor))


class _Texts(NamedTuple):
    """A line of each unit of a part, between the cells of the unit and its source, and the indicators that its value rests on."""

    texts: list[str]
    codes: list[list[str]]


class LineWriter:
    """Writes the lines of inferred batches."""

    def __init__(self) -> None:
        self.alone: Counter[str] = Counter()
        """How many units have no lines for a reason that inference did not know, by that reason."""
        self._asked: dict[int, tuple[ModelUnit, list[_Asked]]] = {}
        self._rows: dict[tuple[int, int], tuple[Shape, _Row | str]] = {}

    def of(self, inferred: Inferred) -> dict[int, UnitLines]:
        """The lines by the places of the units in the batch; those of one whose lines cannot be written so are left alone."""
        found: dict[int, UnitLines] = {}
        alone: dict[int, str] = {}
        for part in inferred.parts:
            lines = list(self._of_part(inferred, part, alone))
            found.update(
                (unit, line) for unit, line in zip(part.units.tolist(), lines, strict=True) if unit not in alone
            )
        inferred.alone.update(alone)
        self.alone.update(alone.values())
        return found

    def _of_part(self, inferred: Inferred, part: Part, alone: dict[int, str]) -> Iterator[UnitLines]:
        """The lines of each unit; ``alone`` grows by those whose lines cannot be written so."""
        case, asked = part.model.verdicts, self._asked_of(inferred, part.model)
        units = part.units.tolist()
        before = [self._before(case, inferred.units.head(unit)) for unit in units]
        origins = [inferred.units.origins(unit) for unit in units]
        told = [self._texts(case, place, one, part, alone) for place, one in enumerate(asked)]
        concluded = [part.states[one.goal.node].tolist() for one in asked]
        counted = [one.goal.criterion.counted for one in asked]
        letters = letters_of(part.model.evaluator.rulebook, part)
        for unit in range(len(units)):
            head, origin = before[unit], origins[unit]
            lines = [
                f"{head},{row.texts[unit]},{_placed(origin, row.codes[unit])},{one.behind}\r\n"
                for row, one in zip(told, asked, strict=True)
            ]
            verdicts = {states[unit] for states, counts in zip(concluded, counted, strict=True) if counts}
            found = frozenset(CONCLUSIONS[state].verdict for state in verdicts)
            yield UnitLines("".join(lines), letters[unit], found, part.model.facts.facts)

    def _asked_of(self, inferred: Inferred, model: ModelUnit) -> list[_Asked]:
        known = self._asked.get(id(model))  # the model is kept, so that no other gets its number
        if known is None:
            rulebook = model.evaluator.rulebook
            block_of = {key: number for number, block in enumerate(inferred.blocks) for key in block.inputs}
            found = [
                _Asked(
                    target,
                    goal,
                    test,
                    0 if test is None else block_of[test.test.input.key],
                    _behind(model, target, goal),
                )
                for target in rulebook.targets
                for goal in (model.goals[criterion.id] for criterion in target.criteria)
                for test in goal.tests or (None,)
            ]
            known = self._asked[id(model)] = model, found
        return known[1]

    def _texts(self, case: Verdicts, place: int, asked: _Asked, part: Part, alone: dict[int, str]) -> _Texts:
        found = _Texts([""] * len(part.units), [[]] * len(part.units))
        for piece in part.pieces[asked.block]:
            row = self._row(piece.values.shape, place, asked)
            reason = row if isinstance(row, str) else ""
            if not isinstance(row, str):
                try:
                    self._write(case, row, part, piece, found)
                except NotInColumns as error:
                    reason = str(error)
            if reason:
                alone.update(dict.fromkeys(piece.units.tolist(), reason))
            # a side that is shown may divide by zero where nothing was compared
            alone.update(dict.fromkeys(piece.units[piece.values.unsound].tolist(), UNSOUND))
        return found

    def _row(self, shape: Shape, place: int, asked: _Asked) -> _Row | str:
        known = self._rows.get((id(shape), place))  # the shape is kept, so that no other gets its number
        if known is None:
            row: _Row | str
            try:
                row = _Row(shape, asked)
            except NotInColumns as error:
                row = str(error)
            known = self._rows[id(shape), place] = shape, row
        return known[1]

    def _write(self, case: Verdicts, row: _Row, part: Part, piece: Piece, found: _Texts) -> None:
        """Puts the texts of the units of ``piece`` that are in ``part`` into ``found``. Raises NotInColumns."""
        values = piece.values
        target = part.states[Node(NodeKind.TARGET, row.target.id)].tolist()
        criterion = part.states[row.goal.node].tolist()
        node = None if row.node is None else part.states[row.node].tolist()
        numbers = [None if side.input is None else _numbers(values, side.input) for side in row.sides]
        parts = [list(one.parts()) for one in numbers if one is not None]
        kept = row.valued.setdefault(tuple(one.factor for one in numbers if one is not None), {})
        if len(kept) > _MOST_KEPT:
            kept.clear()
        for unit, at in enumerate(part.places(piece).tolist()):
            if at < 0:
                continue
            state = None if node is None else node[at]
            key = (criterion[at], state, *(end for one in parts for end in one[unit]))
            text = kept.get(key)
            if text is None:
                text = kept[key] = row.values(case, key, numbers)
            found.texts[at] = f"{row.conclusions(case, target[at], criterion[at])},{text}"
            found.codes[at] = row.codes

    def _before(self, case: Verdicts, head: Head) -> str:
        """The cells of the unit."""
        return f"{written(case.resolution.number)},{written(head.unit)},{head.year},{head.as_of.isoformat()}"


def _behind(model: ModelUnit, target: Target, goal: GoalInForce) -> str:
    line = Comparison(model.verdicts, *_results(target, goal, 0, 0), None)
    return ",".join(csv_cells(line, COLUMNS[_BEHIND]))


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
