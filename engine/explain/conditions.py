"""Conditions as the engine found them: every part with its state, what it needed, what there was, and the distance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from engine.domain.comparisons import Direction
from engine.domain.verdicts import PaceState
from engine.evaluation.arithmetic import in_numbers, value_text
from engine.evaluation.comparison import Measure, named_indicator, shortfall_of
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.findings import indicator_text
from engine.evaluation.goals import side_names
from engine.evaluation.judgements import two_sides
from engine.evaluation.presentation import target_verdict_text, verdict_text
from engine.explain.names import with_names
from engine.explain.proof import Role, Step
from engine.explain.values import ValueReader
from engine.factbase.base import FactBase
from engine.factbase.input_values import InputValue
from engine.inference.nodes import Node
from engine.language import display
from engine.language.interval import Interval
from engine.language.logic import Truth
from engine.language.syntax import Call, Formula, Ref
from engine.language.units import BARE, Unit
from engine.rulebook.contrary import contrary
from engine.rulebook.formulas import references
from engine.rulebook.logic import (
    AllOf,
    AnyOf,
    Input,
    KnowledgeTest,
    Leaf,
    Logic,
    NotOf,
    PresenceTest,
    Sides,
    StatusTest,
    Test,
)

States = Callable[[Node], Truth]
"""The state that the engine gave to a node."""

_JOINED = {AllOf: "tất cả các điều sau phải đúng", AnyOf: "chỉ cần một trong các điều sau đúng"}
_JOINED_CONTRARY = {AllOf: _JOINED[AnyOf], AnyOf: _JOINED[AllOf]}
_TRUTH_OF_FINDING = {Truth.TRUE: "có", Truth.FALSE: "không có", Truth.UNKNOWN: "chưa rõ"}


class ConditionSteps:
    """Explains conditions of one case. ``finding_truth`` says whether a finding is there."""

    def __init__(
        self, facts: FactBase, evaluation: Evaluation, states: States, finding_truth: Callable[[str], Truth]
    ) -> None:
        self.facts = facts
        self.values = ValueReader(facts)
        self.states = states
        self.finding_truth = finding_truth
        self.criteria = {criterion.id: criterion for criterion in evaluation.criteria}
        self.targets = {target.id: target for target in evaluation.targets}

    def step(self, logic: Logic, node: Node) -> Step:
        """``logic`` whose state stands at ``node``, with all its parts (none is skipped)."""
        match logic:
            case AllOf(parts=parts) | AnyOf(parts=parts):
                inner = tuple(self.step(part, node.inner(number)) for number, part in enumerate(parts, 1))
                return Step(Role.CONDITION, _JOINED[type(logic)], self.states(node), parts=inner)
            case NotOf(part=part):
                return self.contrary_step(part, node.inner(1))
        return self.leaf(logic, self.states(node))

    def contrary_step(self, logic: Logic, node: Node) -> Step:
        """What is asked for where ``logic``, whose state stands at ``node``, must not hold: the contrary of every part."""
        truth = ~self.states(node)
        match logic:
            case AllOf(parts=parts) | AnyOf(parts=parts):
                inner = tuple(self.contrary_step(part, node.inner(number)) for number, part in enumerate(parts, 1))
                return Step(Role.CONDITION, _JOINED_CONTRARY[type(logic)], truth, parts=inner)
            case NotOf(part=part):
                return self.step(part, node.inner(1))
            case Test():
                return self._comparison(contrary(logic), truth)
        asked = self.leaf(logic, truth)
        return asked._replace(text=f"không phải: {asked.text}", needed=f"không phải: {asked.needed}")

    def leaf(self, leaf: Leaf, truth: Truth) -> Step:
        """One part with the state that the engine derived for it."""
        match leaf:
            case Test():
                return self._comparison(leaf, truth)
            case StatusTest(of_target=of_target, id=identifier, standing=standing):
                actual = self._verdict(of_target, identifier, isinstance(standing, PaceState))
                parts = () if of_target else self._reasons(identifier)
                return Step(Role.STATUS, leaf.text, truth, leaf.text, actual, place=leaf.span.place, parts=parts)
            case PresenceTest(finding=identifier):
                actual = f"{identifier}: {_TRUTH_OF_FINDING[self.finding_truth(identifier)]}"
                return Step(Role.FINDING, leaf.text, truth, leaf.text, actual, place=leaf.span.place)
            case KnowledgeTest(input=input):
                known = self.facts.measured(input).value is not None
                actual = "đã có số liệu" if known else "chưa có số liệu"
                text = with_names(leaf.text, self.facts.rulebook.indicators)
                return Step(Role.KNOWLEDGE, text, truth, text, actual, place=leaf.span.place)

    def _verdict(self, of_target: bool, identifier: str, of_pace: bool) -> str:
        if of_target:
            return f"chỉ tiêu {identifier} {target_verdict_text(self.targets[identifier])}"
        criterion = self.criteria[identifier]
        if of_pace:
            pace = criterion.pace
            return f"{pace.label} ({pace.basis})" if pace is not None else "không tính được tiến độ"
        return f"nội dung {identifier} {verdict_text(criterion)}"

    def _reasons(self, identifier: str) -> tuple[Step, ...]:
        """What the verdict of a criterion was drawn from, a line per comparison."""
        measures = self.criteria[identifier].measures
        return tuple(Step(Role.NOTE, m.because, place=m.actual.origin if m.actual else "") for m in measures)

    def _comparison(self, test: Test, truth: Truth) -> Step:
        measured = self.facts.measured(test.input)
        needed, actual = self._both(test, measured)
        needed = with_names(needed, self.facts.rulebook.indicators)
        return Step(
            Role.COMPARISON,
            self._subject(test),
            truth,
            needed,
            actual,
            _distance(test, measured, truth),
            place=test.span.place,
            parts=tuple(self.values.of_input(test.input)),
        )

    def _subject(self, test: Test) -> str:
        """The name of what is compared; nothing where the condition itself says it."""
        code = test.shown.code
        return self.facts.rulebook.indicators[code].name if code is not None else ""

    def _both(self, test: Test, measured: InputValue) -> tuple[str, str]:
        """What was needed and what there is, in words."""
        if test.sides is not None:
            return self._both_sides(test, test.sides)
        code = test.input.code
        if code is not None:
            indicator = self.facts.rulebook.indicators[code]
            actual = indicator_text(indicator, self.facts.value(code), with_unit=True)
            return test.text.removeprefix(code).strip(), actual or "chưa có số liệu"
        formula = test.input.formula
        if isinstance(formula, Call) and formula.function == "off_claim":
            return self._against_claim(formula)
        if isinstance(formula, Call) and formula.function == "cumulated":
            return test.text, value_text(measured, test.input.unit)
        return test.text, f"{in_numbers(formula, self.facts)} = {value_text(measured, test.input.unit)}"

    def _both_sides(self, test: Test, sides: Sides) -> tuple[str, str]:
        """The goal with the value of the other side, and the value of this one."""
        named = named_indicator(test, self.facts.rulebook)
        both = two_sides(test, side_names(sides, self.facts.rulebook), self.facts)
        measure = Measure(test, self.facts.measured(test.input), None, named, both)
        if measure.actual is None:
            return measure.text, "chưa có số liệu"
        if sides.left.code is None:
            return measure.text, self._side(sides.left.formula, sides.left.unit)
        return measure.text, measure.actual.label

    def _against_claim(self, formula: Call) -> tuple[str, str]:
        """A value and what the report states of it."""
        code = next(references(formula.arguments[1])).code
        claim = self.facts.claim(code)
        stated = f"báo cáo nêu {claim.text}" if claim is not None else "báo cáo không nêu"
        value = self._side(formula.arguments[0], self.facts.rulebook.indicators[code].unit)
        return "hai số bằng nhau sau khi làm tròn hoặc cắt bớt số lẻ", f"tính được {value}, {stated}"

    def _side(self, formula: Formula, unit: Unit) -> str:
        """«70 thành viên», or «4.950 / 22 = 225» of a computation."""
        value = value_text(self.facts.measured(Input("", formula, BARE, None)), unit)
        return value if isinstance(formula, Ref) else f"{in_numbers(formula, self.facts)} = {value}"

    def missing(self, logic: Logic, node: Node) -> Iterator[str]:
        """The data that could still change the state of ``logic``: only where it is unknown, and only parts that count."""
        if self.states(node) is not Truth.UNKNOWN:
            return
        match logic:
            case AllOf(parts=parts) | AnyOf(parts=parts):
                for number, part in enumerate(parts, 1):
                    yield from self.missing(part, node.inner(number))
            case NotOf(part=part):
                yield from self.missing(part, node.inner(1))
            case _:
                yield from self.missing_in(logic)

    def missing_in(self, leaf: Leaf) -> Iterator[str]:
        """What an undecided part waits for, named for people."""
        match leaf:
            case Test(input=input) | KnowledgeTest(input=input):
                measured = self.facts.measured(input)
                yield from map(self.named, measured.missing)
                if measured.value is not None:
                    yield from (f"con số chính xác hơn của {self.named(fact.code)}" for fact in measured.facts)
            case StatusTest():
                yield f"kết luận của {'chỉ tiêu' if leaf.of_target else 'nội dung'} {leaf.id}"
            case PresenceTest():
                yield f"{leaf.finding}"

    def absent(self, logic: Logic) -> Iterator[str]:
        """All data that ``logic`` asks for and that are not there, whether they could matter or not."""
        match logic:
            case AllOf(parts=parts) | AnyOf(parts=parts):
                for part in parts:
                    yield from self.absent(part)
            case NotOf(part=part):
                yield from self.absent(part)
            case Test(input=input):
                yield from map(self.named, self.facts.measured(input).missing)

    def named(self, code: str) -> str:
        """«Tên (mã)» of a missing value, with its year where it is another one."""
        bare = code.partition(" (")[0]
        indicator = self.facts.rulebook.indicators.get(bare)
        return f"«{indicator.name}» ({code})" if indicator is not None else code


def _distance(test: Test, compared: InputValue, truth: Truth) -> str:
    """What is lacking, or by how much the condition is met, with its unit."""
    value, unit = compared.value, test.shown.unit
    if value is None or test.threshold is None or test.negated:
        return ""
    if truth is Truth.FALSE:
        short = shortfall_of(test, compared)
        if short is None:
            return ""
        if short.amount.exact == 0:
            return "đúng bằng ngưỡng"
        return f"{'thiếu' if short.below else 'quá'} {display.distance(short.amount, unit)}"
    margin = None if test.contrary else _margin(value, test.allowed)
    if margin is None or value.exact is None:
        return ""
    if margin == 0:
        return "vừa đúng ngưỡng"
    higher, lower = ("cao hơn", "thấp hơn") if test.direction is Direction.DOWN else ("hơn", "kém")
    return f"{higher if value.exact > test.threshold else lower} ngưỡng {display.difference(margin / unit.scale, unit)}"


def _margin(value: Interval, allowed: Interval) -> Fraction | None:
    """How far an exact value lies inside of what is allowed."""
    exact = value.exact
    ends = [end for end in (allowed.low, allowed.high) if end is not None]
    return min((abs(exact - end) for end in ends), default=None) if exact is not None else None
