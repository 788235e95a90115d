"""How a value has changed since another year, in words."""

from __future__ import annotations

from fractions import Fraction

from engine.factbase.input_values import InputValue
from engine.language import display
from engine.language.units import Unit


def change_text(now: InputValue, then: InputValue, unit: Unit) -> str | None:
    """Returns «tăng 3 HTX», «giảm 7,5%», «tăng 2 điểm %», '' for no change; None where one of them is not exact.

    Of things counted the difference is told, of amounts the percentage, which needs a value above 0 to begin with.
    """
    new, old = (None if one.value is None else one.value.exact for one in (now, then))
    if new is None or old is None:
        return None
    change = new - old
    if change == 0:
        return ""
    if unit.is_rate or unit.whole:  # «tăng 2%» of a rate would be read as two points
        size = display.difference(abs(change) / unit.scale, unit)
    elif old > 0:
        size = f"{display.beside(abs(change) / old * 100, Fraction(0))}%"
    else:
        return None
    return f"{'tăng' if change > 0 else 'giảm'} {size}"
