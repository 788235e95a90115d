"""How a value has changed since another year, in words."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from engine.factbase.input_values import InputValue
from engine.language import display
from engine.language.units import Unit


def change_text(now: InputValue, then: InputValue, unit: Unit) -> str | None:
    """Returns «tăng 3 HTX», «giảm 7,5%», «tăng 2 điểm %», '' for no change; None where one of them is not exact.

    Of things counted the difference is told, of amounts the percentage, which needs a value above 0 to begin with.
    """
    return _in_words(
        now, then, lambda change, old: _difference(change, unit) if unit.whole else _share(change, old, unit)
    )


def growth_text(now: InputValue, then: InputValue, unit: Unit) -> str | None:
    """Returns the same with the percentage of things counted as well."""
    return _in_words(now, then, lambda change, old: _share(change, old, unit))


def _in_words(now: InputValue, then: InputValue, size: Callable[[Fraction, Fraction], str]) -> str | None:
    new, old = (None if one.value is None else one.value.exact for one in (now, then))
    if new is None or old is None:
        return None
    if new == old:
        return ""
    told = size(abs(new - old), old)
    return f"{'tăng' if new > old else 'giảm'} {told}" if told else None


def _share(change: Fraction, old: Fraction, unit: Unit) -> str:
    if unit.is_rate:  # «tăng 2%» of a rate would be read as two points
        return _difference(change, unit)
    return f"{display.beside(change / old * 100, Fraction(0))}%" if old > 0 else ""


def _difference(change: Fraction, unit: Unit) -> str:
    return display.difference(change / unit.scale, unit)
