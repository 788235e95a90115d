"""A comparison as running totals against a goal to which all the rest is moved: what a course leads to.

Source: 9-periods-points, «Pace».
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.factbase.base import FactBase
from engine.factbase.input_values import InputValue
from engine.factbase.shared_ends import has_period
from engine.language.interval import Interval, point
from engine.language.syntax import Binary, Call, Formula, Negative, Ref
from engine.rulebook.logic import Input, Test
from engine.rulebook.natures import LIKE, OTHER_YEARS, year_of_value
from engine.rulebook.rulebook import Nature

_TOTALS = (Nature.FLOW, Nature.CUMULATIVE)
_NONE = point(Fraction(0))


class Split(NamedTuple):
    """A comparison as ``totals`` against a goal to which the rest, ``fixed``, is moved.

    ``downwards``: all totals stood there with a minus sign, and are told without it, so that a floor is a ceiling.
    """

    totals: Interval
    fixed: Interval
    downwards: bool
    natures: frozenset[Nature]

    def moved(self, end: Fraction) -> Interval:
        """What the totals must reach for the whole to reach ``end``."""
        rest = point(end) - self.fixed
        return -rest if self.downwards else rest

    def moved_back(self, totals: Interval) -> Interval:
        """The whole when the totals are ``totals``."""
        return (-totals if self.downwards else totals) + self.fixed


class TotalsReader:
    """Takes the comparisons of one case apart."""

    def __init__(self, facts: FactBase) -> None:
        self.facts = facts
        self.indicators = facts.rulebook.indicators

    def nature(self, formula: Formula) -> Nature | None:
        """The label of ``formula`` in the year evaluated; of an indicator whose value is given, its own nature."""
        return self.facts.nature(formula)

    def is_of_totals(self, test: Test) -> bool:
        """Whether totals of one kind are measured against what is finished, or the other way round."""
        if test.sides is None:
            return self.nature(test.input.formula) in _TOTALS
        left, right = (self.nature(side.formula) for side in (test.sides.left, test.sides.right))
        if left in _TOTALS:
            return right in (None, Nature.PLAN, Nature.STOCK) and not self.has_period(test.sides.right.formula)
        return right in _TOTALS and left in (None, Nature.PLAN)

    def has_period(self, formula: Formula) -> bool:
        """Whether a value that counts for ``formula`` may be one of a part of its period."""
        return is_mean(formula) or has_period(self.facts, formula)

    def split(self, test: Test, measured: InputValue) -> Split | None:
        """What is compared as totals and what is moved to the goal; None where it is not made of those alone.

        A rate with a declared course is compared as it is.
        """
        if self.nature(test.shown.formula) is Nature.RATE:
            asked = Nature.CUMULATIVE if is_mean(test.shown.formula) else Nature.RATE
            return None if measured.value is None else Split(measured.value, _NONE, False, frozenset((asked,)))
        totals, fixed = _NONE, _NONE
        factors: list[Interval] = []
        natures: set[Nature] = set()
        for formula, factor in self._terms(test, test.input.formula, point(Fraction(1))):
            nature, value = self.nature(formula), self._part_value(test, formula)
            if value is None or nature is Nature.RATE:
                return None
            if nature in _TOTALS and nature is not None:
                totals, natures = totals + value * factor, natures | {nature}
                factors.append(factor)
            else:
                fixed = fixed + value * factor
        downwards = all(one.high is not None and one.high < 0 for one in factors)
        return Split(-totals if downwards else totals, fixed, downwards, frozenset(natures))

    def _part_value(self, test: Test, formula: Formula) -> Interval | None:
        return self.facts.beside(test.input, Input("", formula, test.input.unit, None)).value

    def _terms(self, test: Test, formula: Formula, factor: Interval) -> Iterator[tuple[Formula, Interval]]:
        """The terms that are added up, each with its factor, through computed indicators."""
        match formula:
            case Ref(code=code) if (inner := self.facts.formula_of(code)) is not None:
                yield from self._terms(test, inner, factor)
            case Binary(operator="+" | "-" as operator, left=left, right=right):
                yield from self._terms(test, left, factor)
                yield from self._terms(test, right, factor if operator == "+" else -factor)
            case Negative(operand=operand):
                yield from self._terms(test, operand, -factor)
            case Call() if formula.function == "alongside" or year_of_value(formula) == self.facts.facts.year:
                yield from self._terms(test, formula.arguments[0], factor)
            case Call(function="total" | "average" as function, arguments=arguments):
                share = factor if function == "total" else factor.scaled(Fraction(1, len(arguments)))
                for argument in arguments:
                    yield from self._terms(test, argument, share)
            case Binary(operator="*", left=left, right=right) if self._is_fixed(left) or self._is_fixed(right):
                by, rest = (left, right) if self._is_fixed(left) else (right, left)
                yield from self._scaled(test, formula, rest, self._part_value(test, by), factor)
            case Binary(operator="/", left=rest, right=by) | Call(function="ratio", arguments=(rest, by)) if (
                self._is_fixed(by)
            ):
                divisor = self._part_value(test, by)
                hundred = point(Fraction(100 if isinstance(formula, Call) else 1))
                inverse = None if divisor is None or divisor.holds_zero() else hundred / divisor
                yield from self._scaled(test, formula, rest, inverse, factor)
            case _:
                yield formula, factor

    def _scaled(
        self, test: Test, whole: Formula, rest: Formula, by: Interval | None, factor: Interval
    ) -> Iterator[tuple[Formula, Interval]]:
        """The terms of ``rest`` times ``by``; ``whole`` where that is not known."""
        if by is None:
            yield whole, factor
        else:
            yield from self._terms(test, rest, factor * by)

    def _is_fixed(self, formula: Formula) -> bool:
        return self.nature(formula) in (None, Nature.PLAN)


def is_mean(formula: Formula) -> bool:
    return isinstance(formula, Call) and formula.function == "period_mean"


def asks_like(formula: Formula, facts: FactBase) -> bool:
    """Whether a like period a year before takes part in it."""
    match formula:
        case Ref(code=code):
            inner = facts.formula_of(code)
            return inner is not None and asks_like(inner, facts)
        case Negative(operand=operand):
            return asks_like(operand, facts)
        case Binary(left=left, right=right):
            return asks_like(left, facts) or asks_like(right, facts)
        case Call(function=function, arguments=arguments):
            if function in OTHER_YEARS:
                return False
            return function in LIKE or any(asks_like(one, facts) for one in arguments)
    return False
