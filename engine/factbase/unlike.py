"""Why values share no end, or have no like period, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from engine.factbase.input_values import InputValue
from engine.factbase.periods import end_text
from engine.factbase.shared_ends import like
from engine.factbase.view import Key, Options
from engine.language import display
from engine.rulebook.rulebook import Indicator

if TYPE_CHECKING:
    from engine.factbase.unit_values import UnitValues


def why_unlike(base: UnitValues, shared: Options, liked: set[Key]) -> str:
    """«không có số liệu 6 tháng năm 2022; chỉ có cả năm», or the ends that each operand has."""
    year = base.facts.year - 1
    before = base.in_year(year)
    for code, basis in liked:
        if (code, basis) in shared and (
            before is None or all(like(base, (code, basis), one) is None for one in shared[code, basis])
        ):
            latest = shared[code, basis][0]
            there = before.course(code).at_same_ends() if before is not None and before.is_given(code) else []
            has = ", ".join(dict.fromkeys(_end_words(one.end) for one in sorted(there, key=lambda one: one.end)))
            asked = end_text(
                date(year, latest.end.month, min(latest.end.day, 28 if latest.end.month == 2 else latest.end.day))
            )
            if not base.rulebook.indicators[code].nature.has_period:
                asked = f"quanh ngày {latest.end.day}/{latest.end.month}/{year}"
            indicator = base.rulebook.indicators[code]
            if indicator.formula is not None:  # given this year: what is computed is not held against it
                return f"không có số ghi trong tệp {asked} của «{indicator.name}» ({code}) để so với số ghi của năm {base.facts.year}"
            whose = f" của «{indicator.name}» ({code})" if len(shared) > 1 else ""
            return f"không có số liệu {asked}{whose}" + (f"; chỉ có {has}" if has else "")
    names = base.rulebook.indicators
    ends = [
        f"«{names[code].name}» có số đến {', '.join(display.day(one.end) for one in found)}"
        for (code, _), found in shared.items()
        if names[code].nature.has_period
    ]
    return f"các số liệu không cùng kỳ: {'; '.join(ends)}"


def not_alike(base: UnitValues, indicator: Indicator) -> InputValue:
    """What is told of ``indicator`` where none of its values is like what counts in the year after."""
    code = indicator.code
    if not base.is_given(code):
        return InputValue(None, missing=(code,))
    ends = sorted(one.end for one in base.course(code).at_same_ends())
    has = ", ".join(_end_words(end) if indicator.nature.has_period else display.day(end) for end in ends)
    text = f"năm {base.facts.year} không có số liệu cùng kỳ của «{indicator.name}» ({code})"
    return InputValue(None, unlike=f"{text}; chỉ có {has}" if has else text)


def _end_words(end: date) -> str:
    return "cả năm" if (end.month, end.day) == (12, 31) else end_text(end)
