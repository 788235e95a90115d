"""What formulas over numbers whose period is not over may yet come to, in columns, as `FactBase` computes it for one unit.

Source: 9-periods-points, «Two readings».
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from engine.bulk.exact import Flags, Numbers, constant
from engine.bulk.formulas import ColumnFormulas, Formulas, NotInColumns
from engine.bulk.spans import Span, between, itself, upwards
from engine.factbase.base import FactBase
from engine.factbase.input_values import InputValue
from engine.language.interval import EVERYTHING, Interval
from engine.language.syntax import Binary, Call, Extent, Formula, Ref
from engine.rulebook.rulebook import Indicator, Nature

_AT = Extent(0, 0)


class _Spans(Formulas[Span]):
    """Computes with all values of each operand. ``numbers`` are those of the same units as they are so far."""

    def __init__(self, like: FactBase, given: Mapping[str, Span], numbers: ColumnFormulas) -> None:
        super().__init__(like, given)
        self.numbers = numbers

    def constant(self, value: Fraction) -> Span:
        """``value`` for each unit."""
        return itself(constant(value, self.numbers.size))

    def note_divisor(self, divisor: Span) -> None:
        """Nothing: units that divide by zero are known by their numbers."""

    def _of(self, formula: Formula) -> Span:
        if isinstance(formula, Call) and formula.function == "alongside":
            return self._of(formula.arguments[0])
        return super()._of(formula)


class InTheEnd(_Spans):
    """The final readings; ``operands`` are what the model has of each operand of the formula, by code. Raises NotInColumns."""

    def __init__(self, like: FactBase, operands: Mapping[str, InputValue], numbers: ColumnFormulas) -> None:
        indicators = like.rulebook.indicators
        given = {
            code: _in_the_end(indicators[code], value, numbers.given[code])
            for code, value in operands.items()
            if code in numbers.given
        }
        super().__init__(like, given, numbers)
        self._loose = False

    def all(self, formula: Formula) -> Span:
        """All values that ``formula`` may come to. Raises NotInColumns."""
        self._loose = False
        found = self.of(formula)
        if not found.unfinished:
            return found
        if self._loose:
            found = between(EVERYTHING, self.numbers.size)._replace(odd=found.odd)
        if isinstance(formula, Ref):
            found = found.common(self.like.rulebook.indicators[formula.code].ends)
        return found.hull(self.numbers.of(formula))

    def _value(self, code: str) -> Span:
        if self.like.formula_of(code) is None:
            return super()._value(code)
        outside, self._loose = self._loose, False
        found = super()._value(code)
        if found.unfinished:
            if self._loose:
                ends = self.like.rulebook.indicators[code].ends
                found = between(ends, self.numbers.size)._replace(odd=found.odd)
            found = found.hull(self.numbers.of(Ref(code, _AT)))
        self._loose = outside
        return found

    def _of(self, formula: Formula) -> Span:
        match formula:
            case Binary(operator="/", left=left, right=right):
                self._note_stock(left, right)
            case Call(function="ratio", arguments=(left, right)):
                self._note_stock(left, right)
        return super()._of(formula)

    def _note_stock(self, left: Formula, right: Formula) -> None:
        """An unfinished numerator over a stock of the year may come to anything."""
        indicators = self.like.rulebook.indicators
        if self.like.nature(right) is not Nature.STOCK:
            return
        self.numbers.of(right)
        if any(indicators[code].nature is Nature.STOCK for code in self.numbers.codes) and self._of(left).unfinished:
            self._loose = True


class Reached(_Spans):
    """All values that what was counted so far leaves possible. Raises NotInColumns."""

    def __init__(self, like: FactBase, operands: Mapping[str, InputValue], numbers: ColumnFormulas) -> None:
        indicators = like.rulebook.indicators
        given = {code: numbers.given[code] for code in operands if code in numbers.given}
        spans = {c: upwards(n) if indicators[c].nature.has_period else itself(n) for c, n in given.items()}
        super().__init__(like, spans, numbers)


def _in_the_end(indicator: Indicator, value: InputValue, numbers: Numbers) -> Span:
    """All values that a given number may come to. Raises NotInColumns where that is not told by the number alone."""
    if not value.unfinished:
        return itself(numbers)
    assert value.value is not None
    if indicator.only_grows:
        if value.final == Interval(value.value.low, None):
            return upwards(numbers)
    elif value.final == indicator.ends.hull(value.value) == indicator.ends:
        return between(indicator.ends, len(numbers.over))._replace(odd=~within(numbers, indicator.ends))
    raise NotInColumns(f"«{indicator.code}» chưa hết kỳ")


def within(value: Numbers, allowed: Interval) -> Flags:
    """Where a number lies in ``allowed``."""
    found: Flags = np.ones(value.over.shape, np.bool_)
    if allowed.low is not None:
        below, equal = value.compared(allowed.low)
        found = found & ~below
        found = found & ~equal if allowed.low_open else found
    if allowed.high is not None:
        below, equal = value.compared(allowed.high)
        found = found & below if allowed.high_open else found & (below | equal)
    return found
