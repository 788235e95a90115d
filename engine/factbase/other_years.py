"""Values of other years: the final one, and that of the same period a year before. Source: 9-periods-points, «Like with like»."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from engine.factbase.formula_values import evaluate
from engine.factbase.input_values import InputValue, combined, without_value
from engine.factbase.shared_ends import like_view
from engine.factbase.view import View, subject_of
from engine.language.interval import EVERYTHING, Interval, point
from engine.language.logic import Truth
from engine.language.syntax import Call, Formula, Ref
from engine.rulebook.natures import year_of_value

if TYPE_CHECKING:
    from engine.factbase.unit_values import UnitValues

_HUNDRED = point(Fraction(100))
_POSITIVE = Interval(Fraction(0), None, low_open=True)


def of_year(base: UnitValues, call: Call) -> InputValue:
    """năm_trước(x), giá_trị(x, 2021) of another year than that of ``base``."""
    year = year_of_value(call) or base.facts.year - 1
    if year > base.facts.year:  # files of later years are not read
        return InputValue(None, missing=(f"{subject_of(call)} (năm {year})",))
    return final_of_year(base, call.arguments[0], year)


def final_of_year(base: UnitValues, subject: Formula, year: int) -> InputValue:
    """The final value of another year; unknown where only a part of it is known."""
    code = subject.code if isinstance(subject, Ref) else ""
    other = base.in_year(year) or base.without_facts(year)  # what is computed of years before may be known
    found = other.final_value(code)
    if found.value is None and base.in_year(year) is None:
        return InputValue(None, missing=(f"{code} (năm {year})",))
    if found.value is not None:
        return found._replace(period=None)
    if found.missing:  # goes first: until that is there, nothing is like or unlike
        missing, partial = _named(found.missing, year), _named(found.partial, year)
        return found._replace(missing=missing, partial=partial, unlike="", period=None)
    return found._replace(unlike=found.unlike and f"năm {year}: {found.unlike}", period=None)


def against_like(base: UnitValues, call: Call, view: View) -> InputValue:
    """cùng_kỳ(x), and x held against it. Source: 9-periods-points, «Like with like».

    The year before is read by the formula of x too, of what is like the operands of this year: a number given there stands
    for it only where it is like one that is given here.
    """
    subject = call.arguments[0]
    code = subject_of(call)
    year = base.facts.year - 1
    now = evaluate(base, subject, view)
    if view.unlike:
        return without_value([now])._replace(unlike=view.unlike)
    if call.function == "like_period" and now.value is None and now.missing:  # like what is not known
        return now
    other = base.in_year(year)
    if other is None:
        before = InputValue(None, missing=(f"{code} (năm {year})",))
    else:
        before = evaluate(other, subject, like_view(base, view, other))
        before = before._replace(missing=_named(before.missing, year))
        if now.missing:  # then there is nothing that it could be like
            before = before._replace(unlike="")
    before = before._replace(period=now.period, unfinished=False, final=None)
    if call.function == "like_period":
        if not now.unfinished:
            return before
        return before._replace(final=EVERYTHING, unfinished=before.value is not None, ended=now.ended)
    if before.value is not None and before.value.within(_POSITIVE) is not Truth.TRUE:
        name = base.rulebook.indicators[code].name
        text = f"không so được «{name}» ({code}) với cùng kỳ: số cùng kỳ năm trước không lớn hơn 0"
        base.warn("CT303", text, before.origin, code)
        return without_value([now, before])
    if call.function == "like_ratio":
        return combined([now, before], lambda v: v[0] / v[1] * _HUNDRED)
    return combined([now, before], lambda v: v[0] / v[1] * _HUNDRED - _HUNDRED)


def _named(codes: tuple[str, ...], year: int) -> tuple[str, ...]:
    """Returns ``codes`` with ``year`` behind each that has no year yet."""
    return tuple(one if " (" in one else f"{one} (năm {year})" for one in codes)
