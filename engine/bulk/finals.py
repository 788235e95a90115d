"""What formulas over numbers whose period is not over may yet come to, in columns, as `FactBase` computes it for one unit.

Source: 9-periods-points, «Two readings».
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Generic, Protocol, Self, TypeVar

from engine.bulk.formulas import Arithmetic, Formulas, NotInColumns
from engine.factbase.base import FactBase
from engine.factbase.input_values import InputValue
from engine.language.interval import EVERYTHING, Interval
from engine.language.syntax import Binary, Call, Extent, Formula, Ref
from engine.rulebook.rulebook import Indicator, Nature

_AT = Extent(0, 0)


class Ends(Arithmetic, Protocol):
    """All values that something may come to, of many units."""

    @property
    def unfinished(self) -> bool:
        """Whether it stands for a number that does not cover what is asked for, the same for all units."""
        ...

    def any_of(self, ends: Interval) -> Self:
        """The values in ``ends``, of each unit of which it says something."""
        ...

    def hull(self, number: Any, /) -> Self:
        """The smallest span with ``number`` in it too."""
        ...

    def common(self, ends: Interval) -> Self:
        """The values that lie in ``ends`` too."""
        ...


N = TypeVar("N", bound=Arithmetic)
S = TypeVar("S", bound=Ends)


class SpanMaker(ABC, Generic[N, S]):
    """Makes spans of numbers, however they are held."""

    @abstractmethod
    def itself(self, numbers: N) -> S:
        """One number for each unit."""

    @abstractmethod
    def upwards(self, numbers: N) -> S:
        """All values from a number on."""

    @abstractmethod
    def allowed(self, numbers: N, ends: Interval) -> S:
        """All values in ``ends``; of units whose numbers lie elsewhere it says nothing."""


class _Spans(Formulas[S], Generic[N, S]):
    """Computes with all values of each operand. ``numbers`` are those of the same units as they are so far."""

    def __init__(self, like: FactBase, given: Mapping[str, S], numbers: Formulas[N], makes: SpanMaker[N, S]) -> None:
        super().__init__(like, given)
        self.numbers = numbers
        self.makes = makes

    def constant(self, value: Fraction) -> S:
        """``value`` for each unit."""
        return self.makes.itself(self.numbers.constant(value))

    def note_divisor(self, divisor: S) -> None:
        """Nothing: units that divide by zero are known by their numbers."""

    def _of(self, formula: Formula) -> S:
        if isinstance(formula, Call) and formula.function == "alongside":
            return self._of(formula.arguments[0])
        return super()._of(formula)


class InTheEnd(_Spans[N, S]):
    """The final readings; ``operands`` are what the model has of each operand of the formula, by code. Raises NotInColumns."""

    def __init__(
        self, like: FactBase, operands: Mapping[str, InputValue], numbers: Formulas[N], makes: SpanMaker[N, S]
    ) -> None:
        indicators = like.rulebook.indicators
        given = {
            code: _in_the_end(indicators[code], value, numbers.given[code], makes)
            for code, value in operands.items()
            if code in numbers.given
        }
        super().__init__(like, given, numbers, makes)
        self._loose = False

    def all(self, formula: Formula) -> S:
        """All values that ``formula`` may come to. Raises NotInColumns."""
        self._loose = False
        found = self.of(formula)
        if not found.unfinished:
            return found
        if self._loose:
            found = found.any_of(EVERYTHING)
        if isinstance(formula, Ref):
            found = found.common(self.like.rulebook.indicators[formula.code].ends)
        return found.hull(self.numbers.of(formula))

    def _value(self, code: str) -> S:
        if self.like.formula_of(code) is None:
            return super()._value(code)
        outside, self._loose = self._loose, False
        found = super()._value(code)
        if found.unfinished:
            if self._loose:
                found = found.any_of(self.like.rulebook.indicators[code].ends)
            found = found.hull(self.numbers.of(Ref(code, _AT)))
        self._loose = outside
        return found

    def _of(self, formula: Formula) -> S:
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


class Reached(_Spans[N, S]):
    """All values that what was counted so far leaves possible. Raises NotInColumns."""

    def __init__(
        self, like: FactBase, operands: Mapping[str, InputValue], numbers: Formulas[N], makes: SpanMaker[N, S]
    ) -> None:
        indicators = like.rulebook.indicators
        given = {code: numbers.given[code] for code in operands if code in numbers.given}
        spans = {
            code: makes.upwards(number) if indicators[code].nature.has_period else makes.itself(number)
            for code, number in given.items()
        }
        super().__init__(like, spans, numbers, makes)


def _in_the_end(indicator: Indicator, value: InputValue, numbers: N, makes: SpanMaker[N, S]) -> S:
    """All values that a given number may come to. Raises NotInColumns where that is not told by the number alone."""
    if not value.unfinished:
        return makes.itself(numbers)
    assert value.value is not None
    if indicator.only_grows:
        if value.final == Interval(value.value.low, None):
            return makes.upwards(numbers)
    elif value.final == indicator.ends.hull(value.value) == indicator.ends:
        return makes.allowed(numbers, indicator.ends)
    raise NotInColumns(f"«{indicator.code}» chưa hết kỳ")
