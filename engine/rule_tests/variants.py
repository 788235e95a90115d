"""Makes the variants of a condition, each with one slip of the pen and its description."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.files.source import Span
from engine.language import display
from engine.language.interval import Interval, point
from engine.language.numbers import format_written
from engine.language.syntax import Binary, Call, Formula, Negative, Quantity
from engine.rulebook.formulas import canonical
from engine.rulebook.logic import AllOf, AnyOf, Input, Logic, NotOf, Test
from engine.rulebook.rulebook import Indicator, Kind

_MAX_DECIMALS = 6


class Variant(NamedTuple):
    """A condition with one change; ``logic`` is None where no part is left."""

    logic: Logic | None
    change: str
    span: Span


class Variants:
    """Makes the variants of conditions over the indicators of one rulebook."""

    def __init__(self, indicators: dict[str, Indicator]) -> None:
        self.indicators = indicators

    def of(self, logic: Logic) -> Iterator[Variant]:
        """Yields every condition that differs from ``logic`` in one constant, one strictness, or one part."""
        match logic:
            case AllOf(parts=parts) | AnyOf(parts=parts):
                for number, part in enumerate(parts):
                    rest = (*parts[:number], *parts[number + 1 :])
                    left = rest[0] if len(rest) == 1 else logic._replace(parts=rest)
                    yield Variant(left, f"bỏ điều kiện «{part.text}»", part.span)
                    for v in self.of(part):
                        changed = (*parts[:number], *((v.logic,) if v.logic else ()), *parts[number + 1 :])
                        yield v._replace(logic=logic._replace(parts=changed))
            case NotOf(part=part):
                yield Variant(part, "bỏ «không phải»", logic.span)
                for v in self.of(part):
                    yield v._replace(logic=logic._replace(part=v.logic) if v.logic else None)
            case Test():
                yield from self._of_test(logic)

    def _of_test(self, test: Test) -> Iterator[Variant]:
        if self._kind(test) is Kind.YES_NO:
            flipped = test._replace(allowed=point(1 - (test.allowed.low or Fraction(0))))
            yield Variant(flipped, f"đảo «{test.text}»", test.span)
            return
        yield from self._shifted(test)
        yield from self._flipped(test)
        yield from self._other_constants(test)

    def _kind(self, test: Test) -> Kind:
        code = test.input.code
        return self.indicators[code].kind if code is not None else Kind.NUMBER

    # ------------------------------------------------------------ thresholds

    def _shifted(self, test: Test) -> Iterator[Variant]:
        """Yields the test with each constant moved by one step in both directions; a single point moves as a whole."""
        low, high = test.allowed.low, test.allowed.high
        ends = {low, high} - {None}
        for end in sorted(e for e in ends if e is not None):
            for sign in (1, -1):
                moved = end + sign * self.step(test, end)
                ends_now = (moved if low == end else low, moved if high == end else high)
                if None not in ends_now and ends_now[0] >= ends_now[1] and low != high:  # type: ignore[operator]
                    continue
                allowed = Interval(*ends_now, test.allowed.low_open, test.allowed.high_open)
                change = f"«{test.text}»: ngưỡng {self._shown(test, end)} thành {self._shown(test, moved)}"
                yield Variant(test._replace(allowed=allowed, threshold=moved), change, test.span)

    def _flipped(self, test: Test) -> Iterator[Variant]:
        """Yields the test with each end included instead of excluded, and the other way round."""
        allowed = test.allowed
        if allowed.exact is not None:
            return
        low, high, low_open, high_open = allowed.low, allowed.high, allowed.low_open, allowed.high_open
        for end, is_open, flipped in (
            (low, low_open, Interval(low, high, not low_open, high_open)),
            (high, high_open, Interval(low, high, low_open, not high_open)),
        ):
            if end is not None:
                word = "kể cả" if is_open else "không kể"
                change = f"«{test.text}»: {word} mức {self._shown(test, end)}"
                yield Variant(test._replace(allowed=flipped), change, test.span)

    def step(self, test: Test, end: Fraction) -> Fraction:
        """Returns one step: that of the catalogue, else one unit of the last digit written."""
        code, unit = test.input.code, test.input.unit
        indicator = self.indicators[code] if code is not None else None
        if indicator is not None and (indicator.ranks or indicator.kind is Kind.DATE):
            return Fraction(1)
        if indicator is not None and indicator.step is not None:
            return indicator.step * unit.scale
        return last_digit(end / unit.scale) * unit.scale

    def _shown(self, test: Test, end: Fraction) -> str:
        indicator = self.indicators[test.input.code] if test.input.code is not None else None
        if indicator is not None and indicator.kind is Kind.DATE:
            return display.day(date.fromordinal(int(end)))
        if indicator is not None and indicator.ranks:
            known = 0 <= end < len(indicator.ranks)
            return indicator.ranks[int(end)] if known else "ngoài thang"
        return display.amount(end / test.input.unit.scale, test.input.unit)

    def _other_constants(self, test: Test) -> Iterator[Variant]:
        """Yields the test with other constants inside its formula: the 50 of «a dưới 50 / b»."""
        if test.input.code is not None:
            return
        for old, new, formula in _constants_changed(test.input.formula):
            changed = Input(canonical(formula), formula, test.input.unit, None)
            change = f"«{test.text}»: hằng số {format_written(old)} thành {format_written(new)}"
            yield Variant(test._replace(input=changed), change, test.span)


def last_digit(value: Fraction) -> Fraction:
    """Returns one unit of the last digit of ``value``, with at most six decimals.

    >>> last_digit(Fraction(45)), last_digit(Fraction("41.85"))
    (Fraction(1, 1), Fraction(1, 100))
    """
    digits = next((d for d in range(_MAX_DECIMALS) if (value * 10**d).denominator == 1), _MAX_DECIMALS)
    return Fraction(1, 10**digits)


def _constants_changed(formula: Formula) -> Iterator[tuple[Fraction, Fraction, Formula]]:
    """Yields old and new constant, and the formula with it; the year of a value is no constant in this sense."""
    match formula:
        case Quantity(value=value):
            for sign in (1, -1):
                new = value + sign * last_digit(value)
                yield value, new, formula._replace(value=new)
        case Negative(operand=operand):
            yield from _rebuilt(operand, lambda part: formula._replace(operand=part))
        case Binary(left=left, right=right):
            yield from _rebuilt(left, lambda part: formula._replace(left=part))
            yield from _rebuilt(right, lambda part: formula._replace(right=part))
        case Call(function=function, arguments=arguments) if function != "value_in_year":
            for number, argument in enumerate(arguments):
                before, after = arguments[:number], arguments[number + 1 :]
                for old, new, part in _constants_changed(argument):
                    yield old, new, formula._replace(arguments=(*before, part, *after))


def _rebuilt(part: Formula, around: Callable[[Formula], Formula]) -> Iterator[tuple[Fraction, Fraction, Formula]]:
    return ((old, new, around(changed)) for old, new, changed in _constants_changed(part))
