"""Numbers as a report states them, to so many digits: their value, and the exact values that they agree with."""

from __future__ import annotations

from fractions import Fraction

from engine.factbase.facts import StatedNumber
from engine.language.interval import Interval
from engine.language.measured import measured
from engine.language.patterns import compiled
from engine.language.syntax import Quantity, Relation
from engine.language.units import Unit
from engine.language.vocabulary import LanguageError, Vocabulary
from engine.rulebook.formulas import against
from engine.rulebook.relations import values_for

_DECIMALS = compiled(r"[0-9](?:,([0-9]+))?(?![0-9.,])")


def decimals_of(text: str) -> int:
    """The digits behind the comma of the first number in ``text``."""
    match = _DECIMALS.search(text)
    return len(match[1] or "") if match else 0


def as_stated(text: str, vocabulary: Vocabulary) -> StatedNumber | None:
    """A value of a facts file as a number stated to so many digits; None where it is no number."""
    try:
        read = measured(text, vocabulary)
    except LanguageError:
        return None
    if not isinstance(read.bound, Quantity):
        return None
    upper = read.upper if isinstance(read.upper, Quantity) else None
    return StatedNumber(read.relation, read.bound, upper, decimals_of(text), 0)


def stated_value(stated: StatedNumber, unit: Unit | None) -> Fraction:
    """The number itself in base units, with its sign. Raises UnitMismatch."""
    return (stated.sign or 1) * against(unit, stated.bound)


def agreeing(stated: StatedNumber, unit: Unit | None) -> Interval:
    """All exact values (base units) that the report may write as ``stated``: rounded half up, or truncated, to its digits.

    Source: 8-semantics, «Reconciliation». Raises UnitMismatch.
    """
    value = stated_value(stated, unit)
    if stated.relation is Relation.POINT:
        last = _last_digit(stated, unit)
        if value == 0:
            return Interval(-last, last, True, True)
        if value > 0:
            return Interval(value - last / 2, value + last, False, True)
        return Interval(value - last, value + last / 2, True, False)
    if stated.upper is not None:
        return Interval(value, against(unit, stated.upper))
    return values_for(stated.relation, value)


def is_truncation(stated: StatedNumber, unit: Unit | None, exact: Fraction) -> bool:
    """Whether ``exact`` agrees with ``stated`` only because digits were cut off instead of rounded."""
    if stated.relation is not Relation.POINT:
        return False
    return abs(exact) - abs(stated_value(stated, unit)) >= _last_digit(stated, unit) / 2


def _last_digit(stated: StatedNumber, unit: Unit | None) -> Fraction:
    """One unit of the last digit written, in base units."""
    return abs(against(unit, stated.bound._replace(value=Fraction(1, 10**stated.decimals))))
