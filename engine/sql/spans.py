"""What numbers whose period is not over may yet become, as expressions of SQL: two ends, each a number or infinite.

The same as engine/bulk/spans.py computes in columns. Where the result depends on the sign of a number, it is written for the
sign that is usual, and units with the other are said to be odd.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Self

from engine.bulk.finals import SpanMaker
from engine.bulk.formulas import NotInColumns
from engine.domain.records import NamedTuple
from engine.inference.encoding import Scale
from engine.language.interval import Interval
from engine.sql.dialects import Quotient, Quotients
from engine.sql.places import beyond, place_of

_ZERO = Fraction(0)
_NEVER, _ALWAYS = "FALSE", "TRUE"


class SqlSpan(NamedTuple):
    """All values between ``low`` and ``high`` (None: infinite). ``low_open``, ``high_open`` are conditions.

    ``odd`` are the conditions of units of which it says nothing.
    """

    quotients: Quotients
    low: Quotient | None
    high: Quotient | None
    low_open: str
    high_open: str
    odd: tuple[str, ...]
    unfinished: bool
    """Whether it stands for a number that does not cover what is asked for, the same for all units."""

    # ------------------------------------------------------------ computing

    @property
    def exact(self) -> Quotient | None:
        """The number itself, where it is one."""
        return self.low if self.low is self.high else None

    def __neg__(self) -> Self:
        low, high = (None if end is None else -end for end in (self.high, self.low))
        if self.exact is not None:
            high = low
        return self._replace(low=low, high=high, low_open=self.high_open, high_open=self.low_open)

    def __add__(self, other: SqlSpan) -> Self:  # type: ignore[override]
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        if self.exact is not None and other.exact is not None:
            high = low
        return self._with(other, low, high, _or(self.low_open, other.low_open), _or(self.high_open, other.high_open))

    def __sub__(self, other: SqlSpan) -> Self:
        return self + -other

    def __mul__(self, other: SqlSpan) -> Self:  # type: ignore[override]
        """Raises NotInColumns where neither is one number."""
        if self.exact is not None and other.exact is not None:
            product = self.exact * other.exact
            return self._with(other, product, product, self.low_open, self.high_open)
        if other.exact is not None:
            return self._scaled(other, other.exact)
        if self.exact is not None:
            return self._replace(**other._scaled(self, self.exact)._asdict())
        raise NotInColumns("có tích của hai số chưa hết kỳ")

    def __truediv__(self, other: SqlSpan) -> Self:
        """Raises NotInColumns where the divisor is neither one number, nor all from one on."""
        if other.exact is None:
            return self._over_total(other)
        if self.exact is not None:
            quotient = self.exact / other.exact
            return self._with(other, quotient, quotient, self.low_open, self.high_open)
        return self._scaled(other, self.quotients.constant(Fraction(1)) / other.exact, other.exact)

    def times(self, factor: Fraction) -> Self:
        """Every value times ``factor``, which is above zero."""
        assert factor > 0
        low, high = (None if end is None else end.times(factor) for end in (self.low, self.high))
        return self._replace(low=low, high=low if self.exact is not None else high)

    def least(self, other: Self) -> Self:
        """The smaller one. Raises NotInColumns where they are not one number each."""
        return self._picked(other, Quotient.least)

    def greatest(self, other: Self) -> Self:
        """The greater one. Raises NotInColumns where they are not one number each."""
        return self._picked(other, Quotient.greatest)

    def _picked(self, other: Self, which: Callable[[Quotient, Quotient], Quotient]) -> Self:
        if self.exact is None or other.exact is None:
            raise NotInColumns("có số lớn nhất, nhỏ nhất của số chưa hết kỳ")
        found = which(self.exact, other.exact)
        return self._with(other, found, found, self.low_open, self.high_open)

    def _with(self, other: SqlSpan, low: Quotient | None, high: Quotient | None, low_open: str, high_open: str) -> Self:
        """Other ends, of what is computed of both."""
        return self._replace(
            low=low, high=high, low_open=low_open, high_open=high_open,
            odd=(*self.odd, *other.odd), unfinished=self.unfinished or other.unfinished,
        )  # fmt: skip

    def _scaled(self, other: SqlSpan, factor: Quotient, sign: Quotient | None = None) -> Self:
        """It times ``factor``, which has the sign of ``sign``, or its own: where it is no constant, what stands there is above zero."""
        sign = factor if sign is None else sign
        falls = sign.factor < 0
        of = -self if falls else self
        size = -factor if falls else factor
        low, high = (None if end is None else end * size for end in (of.low, of.high))
        found = self._with(other, low, high, of.low_open, of.high_open)
        if self.quotients.is_constant(sign) and sign.factor != 0:
            return found
        return found._replace(odd=(*found.odd, sign.compared(">=" if falls else "<=", _ZERO)))

    def _over_total(self, other: SqlSpan) -> Self:
        """It over all numbers from one above zero on: as near to zero as one likes, and at most the quotient.

        Units of which it may be below zero are odd.
        """
        if other.low is None or other.high is not None or self.low is None or (self.exact is None and self.high):
            raise NotInColumns("có số chia chưa hết kỳ")
        nothing = self.low.compared("=", _ZERO)
        low_open = _or(f"NOT ({nothing})", self.low_open)
        high = None if self.exact is None else self.low / other.low
        high_open = _ALWAYS if high is None else _both(f"NOT ({nothing})", other.low_open)
        found = self._with(other, self.quotients.constant(_ZERO), high, low_open, high_open)
        odd = (other.low.compared("<=", _ZERO), self.low.compared("<", _ZERO))
        return found._replace(odd=(*found.odd, *odd))

    # ------------------------------------------------------------ other values beside it

    def any_of(self, ends: Interval) -> Self:
        """The values in ``ends``, of each unit that is not odd."""
        low, high = (None if end is None else self.quotients.constant(end) for end in (ends.low, ends.high))
        low_open, high_open = (_ALWAYS if is_open else _NEVER for is_open in (ends.low_open, ends.high_open))
        return self._replace(low=low, high=high, low_open=low_open, high_open=high_open, unfinished=True)

    def hull(self, number: Quotient) -> Self:
        """The smallest span with ``number`` in it too."""
        low, high, low_open, high_open = self.low, self.high, self.low_open, self.high_open
        if low is not None:
            low_open = _both(low_open, (low - number).compared("<", _ZERO))
            low = low.least(number)
        if high is not None:
            high_open = _both(high_open, (number - high).compared("<", _ZERO))
            high = high.greatest(number)
        return self._replace(low=low, high=high, low_open=low_open, high_open=high_open)

    def common(self, ends: Interval) -> Self:
        """The values that lie in ``ends`` too; units of which there are none are odd."""
        other = self.any_of(ends)
        return (-(-self)._from(-other))._from(other)

    def _from(self, other: Self) -> Self:
        """From the low end of ``other`` on."""
        if other.low is None:
            return self
        low, low_open = other.low, other.low_open
        if self.low is not None:
            above = (other.low - self.low).compared("<", _ZERO)
            below = (self.low - other.low).compared("<", _ZERO)
            low_open = _or(_both(self.low_open, f"NOT ({below})"), _both(other.low_open, f"NOT ({above})"))
            low = self.low.greatest(other.low)
        odd = self.odd if self.high is None else (*self.odd, (self.high - low).compared("<", _ZERO))
        return self._replace(low=low, low_open=low_open, odd=odd)

    # ------------------------------------------------------------ what comes of it

    def places(self, scale: Scale) -> tuple[str | int, str | int]:
        """The places of both ends; an open end at a constant shifts by one towards the inside."""
        low = -1 if self.low is None else place_of(self.low, scale, _shift("+", self.low_open))
        high = scale.top if self.high is None else place_of(self.high, scale, _shift("-", self.high_open))
        return low, high


class SqlSpans(SpanMaker[Quotient, SqlSpan]):
    """Makes spans of expressions of SQL."""

    def __init__(self, quotients: Quotients) -> None:
        self.quotients = quotients

    def itself(self, numbers: Quotient) -> SqlSpan:
        """One number for each unit."""
        return SqlSpan(self.quotients, numbers, numbers, _NEVER, _NEVER, (), unfinished=False)

    def upwards(self, numbers: Quotient) -> SqlSpan:
        """All values from a number on."""
        return self.itself(numbers)._replace(high=None, high_open=_ALWAYS, unfinished=True)

    def allowed(self, numbers: Quotient, ends: Interval) -> SqlSpan:
        """All values in ``ends``; units whose numbers lie elsewhere are odd."""
        outside = beyond(numbers, ends)
        found = self.itself(numbers).any_of(ends)
        return found if outside == _NEVER else found._replace(odd=(outside,))


def _shift(sign: str, is_open: str) -> str:
    return "" if is_open == _NEVER else f" {sign} CASE WHEN {is_open} THEN 1 ELSE 0 END"


def _or(one: str, other: str) -> str:
    if _ALWAYS in (one, other):
        return _ALWAYS
    return " OR ".join(f"({part})" for part in dict.fromkeys((one, other)) if part != _NEVER) or _NEVER


def _both(one: str, other: str) -> str:
    if _NEVER in (one, other):
        return _NEVER
    return " AND ".join(f"({part})" for part in dict.fromkeys((one, other)) if part != _ALWAYS) or _ALWAYS
