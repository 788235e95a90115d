"""What units have in common of which the same is given of the indicators of a block: how its values come from their numbers.

One of the units, the model, is read and evaluated as any unit is. Where each of its values is a single final number, or none,
the values of the others come from the same formulas; what depends on anything else is not brought into columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from engine.bulk.blocks import Block
from engine.bulk.exact import Flags, Numbers, Whole, constant, places
from engine.bulk.finals import InTheEnd, Reached
from engine.bulk.formulas import ColumnFormulas, NotInColumns
from engine.bulk.model_unit import ModelUnit
from engine.bulk.spans import ColumnSpans, Span, within
from engine.bulk.wording import as_written
from engine.evaluation.evaluator import Evaluator
from engine.evaluation.goals import GoalInForce
from engine.evaluation.input_facts import lead_of
from engine.evaluation.pace import PaceReader
from engine.factbase.base import FactBase
from engine.factbase.input_values import InputValue
from engine.inference.columns import InputColumns, Places
from engine.inference.encoding import Scale
from engine.inference.nodes import Node, NodeKind, pace_key
from engine.inference.program import Slot
from engine.inference.spreading import copies_of
from engine.language.interval import Interval, point
from engine.language.syntax import Extent, Formula, Ref
from engine.rulebook.logic import Input, Reading, Test, leaves
from engine.rulebook.rulebook import Indicator

SLOTS = tuple(Slot)
_BITS = 60
_Key: TypeAlias = tuple[int, ...]
_Paced: TypeAlias = tuple[str, _Key, tuple[Fraction, ...]]
_MOST_PACES = 100_000
"""Paces of criteria that are kept."""
_AT = Extent(0, 0)


class Reach(Enum):
    """What is known of a value beside its number: nothing, not even that; that it is final; that it is the least, or any of
    those that are possible, of what it may yet become; that only the least of it is known; that what it may yet become is
    computed from what its operands may."""

    NOTHING = auto()
    ITSELF = auto()
    UPWARDS = auto()
    ANYTHING = auto()
    LEAST = auto()
    COMPUTED = auto()


class Shape:
    """How the values of ``block`` come from the numbers of units of which the same is given there as of ``unit``.

    Raises NotInColumns.
    """

    def __init__(self, unit: ModelUnit, block: Block) -> None:
        self.unit = unit
        self.evaluator = unit.evaluator
        self.model = unit.facts
        self.rulebook = unit.evaluator.rulebook
        self.values = {key: unit.values[key] for key in block.inputs}
        self.goals = unit.goals
        self.asserted = unit.asserted
        numbers = {
            fact.code: constant(fact.value.exact, 1) for fact in self.model.facts.facts if fact.value.exact is not None
        }
        self._formulas = ColumnFormulas(self.model, numbers, 1)
        self._operands: dict[str, dict[str, InputValue]] = {}
        asked = {key: self.rulebook.inputs[key] for key in block.inputs}
        self.inputs = {key: one for key, one in asked.items() if self.nodes(key)}
        self.known = self._asked_if_known(asked)
        self.kinds = {key: self._kind(one, self.values[key]) for key, one in self.inputs.items()}
        self.numbered = {key for key, kind in self.kinds.items() if kind is not Reach.NOTHING}
        unnumbered = [node for key in asked if key not in self.numbered for node in self.nodes(key)]
        known = [node for key in asked for node in self.nodes(key, NodeKind.KNOWN)]
        self.alike = [self.asserted[node] for node in (*unnumbered, *known)]
        """What is given to the program of all units as of the model."""
        self.paces: dict[_Paced, tuple[int, int]] = {}
        self.paced = [criterion for criterion in block.criteria if self.nodes(pace_key(criterion))]

    def _asked_if_known(self, inputs: Mapping[str, Input]) -> list[Formula]:
        """What the program asks of whether it is known: of other units it is not where their numbers divide by zero."""
        asked = {key: one for key, one in inputs.items() if Node(NodeKind.KNOWN, key) in self.asserted}
        known = [one for key, one in asked.items() if self.values[key].value is not None]
        for one in known:
            self.follow(one, self.values[one.key])
        return [one.formula for one in known]

    def follow(self, input: Input, value: InputValue) -> None:
        """Raises NotInColumns where ``value`` of the model is not what ``input`` says, of the numbers it rests on: a given
        number may stand for one that is computed."""
        number = self._formulas.of(input.formula).at(0)
        exact = None if value.value is None else value.value.exact
        if {fact.code for fact in value.facts} != self._formulas.codes or exact not in (None, number):
            raise NotInColumns(f"{as_written(input, self.rulebook)} không tính theo công thức của nó")

    def nodes(self, key: str, kind: NodeKind = NodeKind.INPUT) -> list[Node]:
        """The nodes of an input that the program looks at, or of whether it is known."""
        return [node for node in copies_of(Node(kind, key), self.evaluator.compiled.copies) if node in self.asserted]

    def _kind(self, input: Input, value: InputValue) -> Reach:
        """What is known of a value beside its number, which is the same for all units. Raises NotInColumns where that is not so."""
        if value.value is None:
            return Reach.NOTHING
        self.follow(input, value)
        if not input.open_ended and value.value.exact is not None and input.asked.reading is not Reading.FINAL:
            return Reach.ITSELF  # only what it is so far is asked for
        indicator = self._given(input)
        if indicator is None:
            return self._kind_of_formula(input, value)
        if value.value.exact is None:
            return self._least(input, value)
        if value.reached is not None and value.reached != self._upwards(input, value.value):
            raise NotInColumns(f"{as_written(input, self.rulebook)} là số lũy kế có số sau hạn")
        if not value.unfinished:
            return Reach.ITSELF
        if indicator.only_grows and value.final == self._upwards(input, value.value):
            return Reach.UPWARDS
        if not indicator.only_grows and value.final == indicator.ends.hull(value.value) == indicator.ends:
            return Reach.ANYTHING
        raise NotInColumns(f"{as_written(input, self.rulebook)} chưa hết kỳ")

    def _kind_of_formula(self, input: Input, value: InputValue) -> Reach:
        operands = self.operands(input)
        if not any(one.unfinished for one in operands.values()) and value.reached is None and not value.unfinished:
            return Reach.ITSELF
        expected = value.value if input.asked.reading is Reading.FINAL else value.in_the_end
        if self.final(input, self._formulas).at(0) != expected:
            raise NotInColumns(f"{as_written(input, self.rulebook)} tính từ số chưa hết kỳ")
        if value.reached is not None and self.reached(input, self._formulas).at(0) != value.reached:
            raise NotInColumns(f"{as_written(input, self.rulebook)} là số lũy kế có số sau hạn")
        return Reach.COMPUTED

    def final(self, input: Input, numbers: ColumnFormulas) -> Span:
        """All values that ``input`` may yet come to, of units with these ``numbers``. Raises NotInColumns."""
        return InTheEnd(self.model, self.operands(input), numbers, ColumnSpans()).all(input.formula)

    def reached(self, input: Input, numbers: ColumnFormulas) -> Span:
        """All values that what was counted so far leaves possible, of units with these ``numbers``. Raises NotInColumns."""
        return Reached(self.model, self.operands(input), numbers, ColumnSpans()).of(input.formula)

    def operands(self, input: Input) -> dict[str, InputValue]:
        """What is given of the model under ``input``, by code, as it is read there. Raises NotInColumns where it is no number."""
        found = self._operands.get(input.key)
        if found is None:
            found = self._operands[input.key] = self.model.operands(input)
        for code, value in found.items():
            if value.value is None or value.value.exact is None:
                raise NotInColumns(f"«{code}» không là một số chắc chắn")
        return found

    def _least(self, input: Input, value: InputValue) -> Reach:
        """The kind of what a total has reached at least, where that is asked for as its final value."""
        indicator = self._given(input)
        so_far = None if indicator is None else self.model.value(indicator.code).value
        exact = None if so_far is None else so_far.exact
        if indicator is None or not indicator.only_grows or exact is None or value.value != Interval(exact, None):
            raise NotInColumns(f"{as_written(input, self.rulebook)} không là một số chắc chắn")
        return Reach.LEAST

    def _given(self, input: Input) -> Indicator | None:
        """The indicator that an input is, where it is given."""
        if not isinstance(input.formula, Ref) or self.model.formula_of(input.formula.code) is not None:
            return None
        return self.rulebook.indicators[input.formula.code]

    def _upwards(self, input: Input, value: Interval) -> Interval | None:
        """All values from ``value`` on, of a given total that only grows."""
        indicator = self._given(input)
        return Interval(value.low, None) if indicator is not None and indicator.only_grows else None

    def facts_with(self, numbers: Mapping[str, Fraction]) -> FactBase:
        """The facts of the model with other ``numbers``, in base units, by code."""
        facts = tuple(
            fact._replace(value=point(numbers[fact.code])) if fact.code in numbers else fact
            for fact in self.model.facts.facts
        )
        return self.model.with_facts(self.model.facts._replace(facts=facts))

    def note_pace(self, of: _Paced, places: tuple[int, int]) -> None:
        """Keeps the places of the pace of a criterion, for units alike."""
        if len(self.paces) >= _MOST_PACES:
            self.paces.clear()
        self.paces[of] = places

    def over(self, given: Mapping[str, Numbers], size: int) -> ShapeColumns:
        """The values of ``size`` units by their numbers. Raises NotInColumns."""
        return ShapeColumns(self, given, size)


class ShapeColumns:
    """The values of units of one shape, of one block."""

    def __init__(self, shape: Shape, given: Mapping[str, Numbers], size: int) -> None:
        self.shape = shape
        self.size = size
        self.formulas = ColumnFormulas(shape.model, given, size)
        self.values = {key: self.formulas.of(shape.inputs[key].formula) for key in sorted(shape.numbered)}
        for formula in shape.known:
            self.formulas.of(formula)
        self.given = given
        self.finals: dict[str, Span] = {}
        self.reached: dict[str, Span] = {}
        self.impossible: Flags = np.zeros(size, np.bool_)
        for code in given:
            self._note_above_whole(code)
        for key, kind in shape.kinds.items():
            if kind is Reach.ANYTHING:
                self._note_beyond_ends(key)
            elif kind is Reach.COMPUTED:
                self._note_spans(key)

    @property
    def unsound(self) -> Flags:
        """Units whose values mean nothing: something is divided by zero, a part is above its whole, a value is not possible."""
        return self.formulas.divides_by_zero | self.impossible

    def _note_spans(self, key: str) -> None:
        """All values that a formula may yet come to, and those that what was counted so far leaves possible."""
        input = self.shape.inputs[key]
        self.finals[key] = self.shape.final(input, self.formulas)
        self.impossible = self.impossible | self.finals[key].odd
        if self.shape.values[key].reached is not None:
            self.reached[key] = self.shape.reached(input, self.formulas)
            self.impossible = self.impossible | self.reached[key].odd

    def side(self, side: Input) -> Numbers:
        """The values of one side of a comparison. Raises NotInColumns."""
        return self.formulas.of(side.formula)

    def _note_above_whole(self, code: str) -> None:
        """That a part is above its whole is an error of the facts, told elsewhere. Source: 9-periods-points, «Plausibility»."""
        indicators = self.shape.rulebook.indicators
        whole = indicators.get(indicators[code].part_of)
        if whole is None or self.shape.model.value(whole.code).value is None:
            return
        over = self.formulas.of(Ref(whole.code, _AT)).compared_with(self.formulas.of(Ref(code, _AT)))
        self.impossible = self.impossible | over

    def _note_beyond_ends(self, key: str) -> None:
        """A value beyond those that are possible, which is no error of every indicator, widens what it may yet become."""
        formula = self.shape.inputs[key].formula
        assert isinstance(formula, Ref)
        ends = self.shape.rulebook.indicators[formula.code].ends
        self.impossible = self.impossible | ~within(self.values[key], ends)

    # ------------------------------------------------------------ what the program is given

    def columns(self) -> InputColumns:
        """What the program is given of the block. Raises NotInColumns."""
        found = InputColumns(self.size)
        for fact in self.shape.alike:
            found.put(fact.node, {slot: self._all(value) for slot in SLOTS if (value := fact.value(slot)) is not None})
        for key in self.shape.numbered:
            slots = self._slots(key)
            for node in self.shape.nodes(key):
                fact = self.shape.asserted[node]
                found.put(node, {slot: slots[slot] for slot in SLOTS if fact.value(slot) is not None})
        for criterion in self.shape.paced:
            low, high = self._paces(criterion)
            for node in self.shape.nodes(pace_key(criterion)):
                found.put(node, {Slot.LOW: low, Slot.HIGH: high})
        return found

    def _slots(self, key: str) -> dict[Slot, Places]:
        """The places of a value, of its final reading, and of what was reached."""
        scale, kind, value = self.shape.evaluator.compiled.scales[key], self.shape.kinds[key], self.shape.values[key]
        place = places(self.values[key], scale.constants)
        top = self._all(scale.top)
        if kind is Reach.COMPUTED:
            return self._computed_slots(key, place, scale)
        if kind is Reach.ANYTHING:
            assert value.final is not None
            final = (self._all(scale.low(value.final)), self._all(scale.high(value.final)))
        else:
            final = (place, place if kind is Reach.ITSELF else top)
        now = final if value.ended or kind is Reach.LEAST else (place, place)
        reached = (self._all(-1) if value.reached is None else place, top)
        return dict(zip(_PAIRED, (*now, *final, *reached), strict=True))

    def _computed_slots(self, key: str, place: Places, scale: Scale) -> dict[Slot, Places]:
        """The same of what is computed from numbers whose period is not over."""
        value, final = self.shape.values[key], self.finals[key].places(scale)
        only_final = value.ended or self.shape.inputs[key].asked.reading is Reading.FINAL
        now = final if only_final else (place, place)
        reached = self._all(-1), self._all(scale.top)
        if value.reached is not None:
            low, high = self.reached[key].places(scale)
            reached = np.minimum(low, final[0]), np.maximum(high, final[1])
        return dict(zip(_PAIRED, (*now, *final, *reached), strict=True))

    def _all(self, place: int) -> Places:
        return np.full(self.size, place, np.int32)

    # ------------------------------------------------------------ paces

    def _paces(self, criterion: str) -> tuple[Places, Places]:
        """The places of the pace of a criterion: asked for once of all units with the same comparisons, or the same numbers."""
        goal = self.shape.goals[criterion]
        tests = self._asked(goal)
        keys, which = _alike(self._telling(tests), self.size)
        codes = list(dict.fromkeys(fact.code for test in tests for fact in self.shape.values[test.input.key].facts))
        factors = tuple(self.given[code].factor for code in codes)
        ends = []
        for key, unit in keys.items():
            known = self.shape.paces.get((criterion, key, factors))
            if known is None:
                known = self._pace_ends(goal, {code: self.given[code].at(unit) for code in codes})
                self.shape.note_pace((criterion, key, factors), known)
            ends.append(known)
        low, high = (np.array([one[end] for one in ends], np.int32)[which] for end in (0, 1))
        return low, high

    def _asked(self, goal: GoalInForce) -> list[Test]:
        """The comparisons of a goal whose time is not over, of values that units have."""
        if goal.threshold is None or self.shape.model.facts.due_day >= goal.deadline:
            return []
        tests = (leaf for leaf in leaves(goal.threshold.met) if isinstance(leaf, Test))
        return [test for test in tests if test.input.key in self.values]

    def _telling(self, tests: list[Test]) -> list[Whole]:
        """Columns that tell units apart whose pace may differ: what holds of final values, the numbers behind others."""
        found: list[Whole] = []
        for test in tests:
            measured = self.shape.values[test.input.key]
            if self.shape.kinds[test.input.key] is Reach.ITSELF and measured.reached is None:
                found.append(within(self.values[test.input.key], test.allowed))
            else:
                codes = dict.fromkeys(fact.code for fact in measured.facts)
                found += [self.given[code].over for code in codes]
        return found

    def _pace_ends(self, goal: GoalInForce, numbers: Mapping[str, Fraction]) -> tuple[int, int]:
        """The places of the pace of a unit with ``numbers`` behind the comparisons of ``goal``."""
        facts, evaluator = self.shape.facts_with(numbers), self.shape.evaluator
        standing = PaceReader(facts, ValuesAsked(evaluator, facts)).standing(goal)
        return evaluator.compiled.scales[pace_key(goal.criterion.id)].ends(lead_of(standing))


class ValuesAsked(dict[str, InputValue]):
    """The values of the inputs of a case that are asked for."""

    def __init__(self, evaluator: Evaluator, facts: FactBase) -> None:
        super().__init__()
        self.evaluator, self.facts = evaluator, facts

    def __missing__(self, key: str) -> InputValue:
        found = self[key] = self.facts.measured(self.evaluator.rulebook.inputs[key])
        return found


_PAIRED = (Slot.LOW, Slot.HIGH, Slot.FINAL_LOW, Slot.FINAL_HIGH, Slot.REACHED_LOW, Slot.REACHED_HIGH)


def _alike(columns: list[Whole], size: int) -> tuple[dict[_Key, int], Whole]:
    """What units have in all ``columns``, each with the first unit that has it; and for each unit the number of its own."""
    if all(column.dtype == np.bool_ for column in columns) and len(columns) < _BITS:
        bits = np.zeros(size, np.int64)
        for place, column in enumerate(columns):
            bits |= column.astype(np.int64) << place
        found, first, which = np.unique(bits, return_index=True, return_inverse=True)
        return {(int(key),): int(unit) for key, unit in zip(found, first, strict=True)}, which.reshape(-1)
    kinds: dict[_Key, int] = {}
    firsts: dict[_Key, int] = {}
    numbers = []
    for unit, key in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        firsts.setdefault(key, unit)
        numbers.append(kinds.setdefault(key, len(kinds)))
    return firsts, np.array(numbers, np.int64)
