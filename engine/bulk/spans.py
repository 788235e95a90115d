"""What numbers whose period is not over may yet become, by unit: two ends, each a column of exact numbers or infinite.

The same as `engine.language.interval` computes for one unit, as far as it can be told without looking at each: what depends
on the sign of a number is computed for the sign that most units have, and the others are said to be odd.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Self

import numpy as np

from engine.bulk.exact import Flags, Numbers, constant, places
from engine.bulk.finals import SpanMaker
from engine.bulk.formulas import NotInColumns
from engine.domain.records import NamedTuple
from engine.inference.columns import Places
from engine.inference.encoding import Scale
from engine.language.interval import Interval

_ZERO = Fraction(0)


class Span(NamedTuple):
    """All values between ``low`` and ``high`` (None: infinite), by unit. Of units that are ``odd`` it says nothing."""

    low: Numbers | None
    high: Numbers | None
    low_open: Flags
    high_open: Flags
    odd: Flags
    unfinished: bool
    """Whether it stands for a number that does not cover what is asked for, the same for all units."""

    # ------------------------------------------------------------ computing

    @property
    def exact(self) -> Numbers | None:
        """The numbers themselves, where it is one for each unit."""
        return self.low if self.low is self.high else None

    def __neg__(self) -> Self:
        low, high = (None if end is None else -end for end in (self.high, self.low))
        if self.exact is not None:
            high = low
        return self._replace(low=low, high=high, low_open=self.high_open, high_open=self.low_open)

    def __add__(self, other: Span) -> Self:  # type: ignore[override]
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        if self.exact is not None and other.exact is not None:
            high = low
        return self._with(other, low, high, self.low_open | other.low_open, self.high_open | other.high_open)

    def __sub__(self, other: Span) -> Self:
        return self + -other

    def __mul__(self, other: Span) -> Self:  # type: ignore[override]
        """Raises NotInColumns where neither is one number for each unit."""
        if self.exact is not None and other.exact is not None:
            product = self.exact * other.exact
            return self._with(other, product, product, self.low_open, self.high_open)
        if other.exact is not None:
            return self._scaled(other, other.exact)
        if self.exact is not None:
            return self._replace(**other._scaled(self, self.exact)._asdict())
        raise NotInColumns("có tích của hai số chưa hết kỳ")

    def __truediv__(self, other: Span) -> Self:
        """Raises NotInColumns where the divisor is neither one number for each unit, nor all from one on."""
        if other.exact is None:
            return self._over_total(other)
        inverse = constant(Fraction(1), len(self.odd)) / other.exact
        if self.exact is not None:
            quotient = self.exact / other.exact
            return self._with(other, quotient, quotient, self.low_open, self.high_open)
        return self._scaled(other, inverse)

    def times(self, factor: Fraction) -> Self:
        """Every value times ``factor``, which is above zero."""
        assert factor > 0
        low, high = (None if end is None else end.times(factor) for end in (self.low, self.high))
        return self._replace(low=low, high=low if self.exact is not None else high)

    def least(self, other: Self) -> Self:
        """The smaller one, unit by unit. Raises NotInColumns where they are not one number for each."""
        return self._picked(other, "least")

    def greatest(self, other: Self) -> Self:
        """The greater one, unit by unit. Raises NotInColumns where they are not one number for each."""
        return self._picked(other, "greatest")

    def _picked(self, other: Self, which: str) -> Self:
        if self.exact is None or other.exact is None:
            raise NotInColumns("có số lớn nhất, nhỏ nhất của số chưa hết kỳ")
        found: Numbers = getattr(self.exact, which)(other.exact)
        return self._with(other, found, found, self.low_open, self.high_open)

    def _with(self, other: Span, low: Numbers | None, high: Numbers | None, low_open: Flags, high_open: Flags) -> Self:
        """Other ends, of what is computed of both."""
        unfinished = self.unfinished or other.unfinished
        return self._replace(
            low=low, high=high, low_open=low_open, high_open=high_open, odd=self.odd | other.odd, unfinished=unfinished
        )

    def _scaled(self, other: Span, factor: Numbers) -> Self:
        """It times a number for each unit, whose sign most units share."""
        below, zero = factor.compared(_ZERO)
        sound = ~(self.odd | other.odd)
        falls = int((below & sound).sum()) > int((~below & ~zero & sound).sum())
        of = -self if falls else self
        size = -factor if falls else factor
        low, high = (None if end is None else end * size for end in (of.low, of.high))
        found = self._with(other, low, high, of.low_open, of.high_open)
        return found._replace(odd=found.odd | ~below if falls else found.odd | below | zero)

    def _over_total(self, other: Span) -> Self:
        """It over all numbers from one above zero on: as near to zero as one likes, and at most the quotient."""
        if other.low is None or other.high is not None or self.low is None or (self.exact is None and self.high):
            raise NotInColumns("có số chia chưa hết kỳ")
        below, zero = other.low.compared(_ZERO)
        negative, nothing = self.low.compared(_ZERO)
        quotient, none = self.low / other.low, constant(_ZERO, len(self.odd))
        low_open = np.where(negative, self.low_open | other.low_open, np.where(nothing, self.low_open, True))
        high, high_open = None, np.ones(len(self.odd), np.bool_)
        if self.exact is not None:
            high = none.where(negative | nothing, quotient)
            high_open = np.where(negative, True, np.where(nothing, False, other.low_open))
        found = self._with(other, quotient.where(negative, none), high, low_open, high_open)
        return found._replace(odd=found.odd | below | zero)

    # ------------------------------------------------------------ other values beside it

    def any_of(self, ends: Interval) -> Self:
        """The values in ``ends``, of each unit that is not odd."""
        return self._replace(**(between(ends, len(self.odd))._replace(odd=self.odd))._asdict())

    def hull(self, number: Numbers) -> Self:
        """The smallest span with ``number`` in it too."""
        low, high, low_open, high_open = self.low, self.high, self.low_open, self.high_open
        if low is not None:
            inside = low.compared_with(number)
            low, low_open = low.where(inside, number), low_open & inside
        if high is not None:
            inside = number.compared_with(high)
            high, high_open = high.where(inside, number), high_open & inside
        return self._replace(low=low, high=high, low_open=low_open, high_open=high_open)

    def common(self, ends: Interval) -> Self:
        """The values that lie in ``ends`` too; units of which there are none are odd."""
        other = between(ends, len(self.odd))
        return (-(-self)._from(-other))._from(other)

    def _from(self, other: Span) -> Self:
        """From the low end of ``other`` on."""
        if other.low is None:
            return self
        if self.low is None:
            low, low_open = other.low, other.low_open
        else:
            above = other.low.compared_with(self.low)
            equal = ~above & ~self.low.compared_with(other.low)
            low = self.low.where(above, other.low)
            low_open = np.where(equal, self.low_open | other.low_open, np.where(above, self.low_open, other.low_open))
        odd = self.odd if self.high is None else self.odd | ~low.compared_with(self.high)
        return self._replace(low=low, low_open=low_open, odd=odd)

    # ------------------------------------------------------------ what comes of it

    def places(self, scale: Scale) -> tuple[Places, Places]:
        """The places of both ends; an open end at a constant shifts by one towards the inside."""
        size = len(self.odd)
        low, high = np.full(size, -1, np.int32), np.full(size, scale.top, np.int32)
        if self.low is not None:
            low = places(self.low, scale.constants)
            low = low + (self.low_open & (low % 2 == 0))
        if self.high is not None:
            high = places(self.high, scale.constants)
            high = high - (self.high_open & (high % 2 == 0))
        return low.astype(np.int32), high.astype(np.int32)

    def at(self, unit: int) -> Interval | None:
        """The values of one unit, by its place; None of one that is odd."""
        if self.odd[unit]:
            return None
        low, high = (None if end is None else end.at(unit) for end in (self.low, self.high))
        return Interval(low, high, bool(self.low_open[unit]), bool(self.high_open[unit]))


def itself(numbers: Numbers) -> Span:
    """One number for each unit."""
    closed = np.zeros(numbers.over.shape, np.bool_)
    return Span(numbers, numbers, closed, closed, closed, unfinished=False)


def upwards(numbers: Numbers) -> Span:
    """All values from a number on."""
    return itself(numbers)._replace(high=None, high_open=np.ones(numbers.over.shape, np.bool_), unfinished=True)


def between(ends: Interval, size: int) -> Span:
    """The same values for each of ``size`` units."""
    low, high = (None if end is None else constant(end, size) for end in (ends.low, ends.high))
    low_open, high_open = (np.full(size, one, np.bool_) for one in (ends.low_open, ends.high_open))
    return Span(low, high, low_open, high_open, np.zeros(size, np.bool_), unfinished=True)


class ColumnSpans(SpanMaker[Numbers, Span]):
    """Makes spans of columns."""

    def itself(self, numbers: Numbers) -> Span:
        """One number for each unit."""
        return itself(numbers)

    def upwards(self, numbers: Numbers) -> Span:
        """All values from a number on."""
        return upwards(numbers)

    def allowed(self, numbers: Numbers, ends: Interval) -> Span:
        """All values in ``ends``; units whose numbers lie elsewhere are odd."""
        return between(ends, len(numbers.over))._replace(odd=~within(numbers, ends))


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
