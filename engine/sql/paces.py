"""How criteria stand to their course, as expressions of SQL.

That is the same for all values between two numbers: those that a goal names, and those that its course asks for by now. So it
is asked of the rules once for each place among these numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import product
from math import prod

from engine.bulk.formulas import NotInColumns
from engine.bulk.shapes import Reach, ValuesAsked
from engine.domain.records import NamedTuple
from engine.evaluation.goals import GoalInForce
from engine.evaluation.input_facts import lead_of
from engine.evaluation.pace import PaceReader
from engine.evaluation.totals import Split
from engine.factbase.base import FactBase
from engine.factbase.periods import Period
from engine.inference.encoding import Scale
from engine.inference.nodes import pace_key
from engine.inference.program import Slot
from engine.language.interval import Interval, point
from engine.language.syntax import Call, Extent, Formula, Ref
from engine.rulebook.logic import KnowledgeTest, Test, leaves
from engine.sql.dialects import Unsayable
from engine.sql.inputs import Cell, Given, Held, InputWriter
from engine.sql.models import Model, Pattern
from engine.sql.places import place_of

_MOST_PLACES = 64
"""Combinations of places for which the pace of one criterion is asked."""


class _Value(NamedTuple):
    """A value that a goal compares; ``code`` is its indicator where its period may not be over."""

    key: str
    code: str | None
    scale: Scale


class _Needs(PaceReader):
    """Notes in ``needed`` what courses ask for, by the key of the value."""

    def __init__(self, facts: FactBase, values: ValuesAsked) -> None:
        super().__init__(facts, values)
        self.needed: dict[str, set[Fraction]] = {}

    def _required(
        self, test: Test, goal: GoalInForce, end: Fraction, asked: Period, reached: date, split: Split, ceiling: bool
    ) -> Interval | None:
        found = super()._required(test, goal, end, asked, reached, split, ceiling)
        if found is not None:
            whole = split.moved_back(found)
            ends = {one for one in (whole.low, whole.high) if one is not None}
            self.needed.setdefault(test.input.key, set()).update(ends)
        return found


class PaceWriter:
    """Writes the paces of criteria to what ``inputs`` writes."""

    def __init__(self, inputs: InputWriter) -> None:
        self.inputs = inputs
        self.models = inputs.models
        self.evaluator = inputs.evaluator
        self.found = inputs.found

    def given(self) -> Given:
        """Writes all that the program is given, and returns it."""
        paced = [one.id for one in self.models.rulebook.criteria if self.inputs.pace_nodes(one.id)]
        self.inputs.write(map(self._asked_together, paced))
        for criterion in paced:
            if why := self.inputs.earlier.of_pace(criterion):
                self.found.unsaid.update(dict.fromkeys(self.inputs.pace_nodes(criterion), why))
            else:
                self._write(criterion)
        return self.found

    def _asked_together(self, criterion: str) -> Formula:
        """A formula that rests on all that any goal of a criterion compares."""
        one = next(c for c in self.models.rulebook.criteria if c.id == criterion)
        tests = (
            leaf
            for wording in one.wordings
            for threshold in wording.thresholds
            for leaf in leaves(threshold.met)
            if isinstance(leaf, Test | KnowledgeTest)
        )
        return Call("total", tuple(test.input.formula for test in tests), Extent(0, 0))

    def _write(self, criterion: str) -> None:
        """Writes the pace of a criterion by the places of the values that its goal compares."""
        nodes = self.inputs.pace_nodes(criterion)
        cases: dict[str, tuple[int, int]] = {}
        try:
            for pattern in self.models.patterns(self.models.codes_of(self._asked_together(criterion))):
                model = self.models.made[pattern]
                if isinstance(model, Model):
                    cases |= self._standings(self.evaluator.goals_of(model.model)[criterion], pattern, model)
                elif len(pattern.given) == len(pattern.codes):
                    raise Unsayable(model)
                else:
                    self.found.unsound.append(self.inputs.condition(pattern))
        except (NotInColumns, Unsayable) as error:
            self.found.unsaid.update(dict.fromkeys(nodes, str(error)))
            return
        for end, slot in enumerate((Slot.LOW, Slot.HIGH)):
            cell = self._chosen({condition: ends[end] for condition, ends in cases.items()})
            self.found.cells.update({(node, slot): cell for node in nodes})

    def _chosen(self, cases: Mapping[str, int]) -> Cell:
        counts = Counter(cases.values())
        usual = counts.most_common(1)[0][0]
        if len(counts) == 1:
            return usual
        by_place: dict[int, list[str]] = {}
        for condition, told in cases.items():
            by_place.setdefault(told, []).append(condition)
        del by_place[usual]
        text = "".join(f" WHEN {' OR '.join(conditions)} THEN {told}" for told, conditions in by_place.items())
        return Held(self.inputs.named(f"CASE{text} ELSE {usual} END", self.found.paces, "t"))

    def _standings(self, goal: GoalInForce, pattern: Pattern, model: Model) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yields conditions with the places of the pace, for all places of the values. Raises NotInColumns, Unsayable."""
        scale = self.evaluator.compiled.scales[pace_key(goal.criterion.id)]
        values = self._compared(goal, model)
        if prod(2 * len(value.scale.constants) + 1 for value in values) > _MOST_PLACES:
            raise Unsayable(f"tiến độ của nội dung {goal.criterion.id} tùy vào quá nhiều giá trị")
        columns = [self._place_column(value, pattern, model) for value in values]
        for places in product(*(enumerate(examples(value.scale), -1) for value in values)):
            numbers = {value.key: number for value, (_, number) in zip(values, places, strict=True)}
            standing = self._reader(model, values, numbers).standing(goal)
            there = (f"{column} = {place}" for column, (place, _) in zip(columns, places, strict=True))
            yield " AND ".join(there) or self._is_given(pattern), scale.ends(lead_of(standing))

    def _reader(self, model: Model, values: list[_Value], numbers: Mapping[str, Fraction]) -> _Needs:
        """The paces of a unit with ``numbers`` for the values of some keys."""
        facts = model.facts_with({value.code: numbers[value.key] for value in values if value.code is not None})
        found = ValuesAsked(self.evaluator, facts)
        for value in values:
            if value.code is None:
                found[value.key] = model.values[value.key]._replace(value=point(numbers[value.key]))
        return _Needs(facts, found)

    def _compared(self, goal: GoalInForce, model: Model) -> list[_Value]:
        """The values whose places say how a goal stands. Raises Unsayable where more than their places does."""
        if goal.threshold is None or model.model.facts.due_day >= goal.deadline:
            return []
        tests = {leaf.input.key: leaf for leaf in leaves(goal.threshold.met) if isinstance(leaf, Test)}
        values = [one for test in tests.values() if (one := self._value(test, goal, model)) is not None]
        open_ones = [value for value in values if value.code is not None]
        for _ in range(2):
            needed = self._needed(goal, model, values)
            wider = [self._widened(value, needed.get(value.key, set())) for value in values]
            if wider == values or not open_ones:
                return values
            values = wider
        if self._needed(goal, model, values) != needed:
            raise Unsayable(f"tiến độ của nội dung {goal.criterion.id} không đổi theo từng mốc")
        return values

    def _value(self, test: Test, goal: GoalInForce, model: Model) -> _Value | None:
        key = test.input.key
        if key in model.refused or key not in model.kinds:
            raise Unsayable(model.refused.get(key, f"tiến độ của nội dung {goal.criterion.id} không rõ"))
        if model.kinds[key] is Reach.NOTHING:
            return None
        scale = self.evaluator.compiled.scales[key]
        if model.kinds[key] is Reach.ITSELF:
            return _Value(key, None, scale)
        if model.kinds[key] is Reach.COMPUTED or not isinstance(test.input.formula, Ref) or test.sides is not None:
            raise Unsayable(f"tiến độ của nội dung {goal.criterion.id} tính từ số chưa hết kỳ")
        return _Value(key, test.input.formula.code, scale)

    @staticmethod
    def _widened(value: _Value, needed: set[Fraction]) -> _Value:
        if value.code is None or needed <= set(value.scale.constants):
            return value
        return value._replace(scale=Scale([*value.scale.constants, *needed]))

    def _needed(self, goal: GoalInForce, model: Model, values: list[_Value]) -> dict[str, set[Fraction]]:
        """What the courses ask for of each value, for all places of the values. Raises Unsayable."""
        found: dict[str, set[Fraction]] = {}
        if prod(2 * len(value.scale.constants) + 1 for value in values) > _MOST_PLACES:
            raise Unsayable(f"tiến độ của nội dung {goal.criterion.id} tùy vào quá nhiều giá trị")
        for numbers in product(*(examples(value.scale) for value in values)):
            reader = self._reader(model, values, dict(zip((value.key for value in values), numbers, strict=True)))
            reader.standing(goal)
            for key, ends in reader.needed.items():
                found.setdefault(key, set()).update(ends)
        return found

    def _place_column(self, value: _Value, pattern: Pattern, model: Model) -> str:
        number = self.inputs.number(model, model.inputs[value.key].formula, pattern)
        text = f"CASE WHEN {self.inputs.condition(pattern)} THEN {place_of(number, value.scale)} END"
        return self.inputs.named(text, self.found.columns, "i")

    def _is_given(self, pattern: Pattern) -> str:
        if not pattern.codes:
            return "TRUE"
        text = f"CASE WHEN {self.inputs.condition(pattern)} THEN 1 ELSE 0 END"
        return f"{self.inputs.named(text, self.found.columns, 'i')} = 1"


def examples(scale: Scale) -> list[Fraction]:
    """A number for each place of a scale, from the lowest."""
    constants = scale.constants
    if not constants:
        return [Fraction(0)]
    found = [constants[0] - 1]
    for value, following in zip(constants, [*constants[1:], constants[-1] + 2], strict=True):
        found += [value, (value + following) / 2]
    return found
