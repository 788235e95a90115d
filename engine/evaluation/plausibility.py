"""What is hard to believe of a value that was compared: far off its goal or the year before, a share above the whole.

Source: 9-periods-points, «Plausibility».
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from engine.evaluation.comparison import Measure
from engine.factbase.base import FactBase
from engine.factbase.input_values import DataWarning
from engine.language import display
from engine.language.interval import Interval
from engine.language.logic import Truth
from engine.language.syntax import Binary, Call, Formula, Quantity, Ref
from engine.language.units import in_unit
from engine.rulebook.logic import Test
from engine.rulebook.rulebook import Indicator, Kind, Nature, Rulebook

_FAR_FROM_GOAL = 100
_FAR_FROM_LAST_YEAR = 10
_FEWEST = 20
"""Counts below this jump easily."""
_HUNDRED = Fraction(100)


def doubts(
    criterion: str, measure: Measure, facts: FactBase, shares: tuple[tuple[str, str], ...]
) -> Iterator[DataWarning]:
    """Yields what is hard to believe of what a criterion compares; ``shares`` are those of its test (``shares_of``)."""
    for text, code in (*_off_goal(measure), *_off_last_year(measure, facts), *_outside(measure, facts)):
        yield DataWarning(
            code, f"nội dung {criterion}: «{measure.name}» {text}", measure.compared.origin, (measure.indicator,)
        )
    yield from _above_whole(criterion, shares, facts)


def near_goal(goal: Fraction) -> range:
    """Returns whole numbers: what lies between one of them and the next is within a hundredth and a hundred times of ``goal``.

    >>> near_goal(Fraction(250)), near_goal(Fraction(-1))
    (range(3, 25000), range(0, -100))
    """
    return range(floor(goal / _FAR_FROM_GOAL) + 1, floor(goal * _FAR_FROM_GOAL))


def is_near_goal(value: Interval, goal: Fraction | None, near: range) -> bool:
    """Whether a number is within a hundredth and a hundred times of its ``goal``, or one is missing; ``near`` is `near_goal` of it."""
    exact = value.exact
    if exact is None or goal is None:
        return True
    over, under = exact.as_integer_ratio()
    return over // under in near or goal / _FAR_FROM_GOAL < exact < goal * _FAR_FROM_GOAL


def _off_goal(measure: Measure) -> Iterator[tuple[str, str]]:
    actual, goal = measure.actual, measure.threshold
    indicator = measure.catalogued
    if actual is None or actual.value.exact is None or goal is None or goal <= 0 or actual.value.exact <= 0:
        return
    if indicator is not None and (indicator.nature is Nature.PLAN or _is_small_count(indicator, actual.value.exact)):
        return
    if actual.value.exact >= goal * _FAR_FROM_GOAL:
        yield f"là {actual.label}, gấp hơn {_FAR_FROM_GOAL} lần mục tiêu: có ghi nhầm đơn vị tính?", "CT310"
    elif measure.test.allowed.low is not None and not actual.unfinished and actual.value.exact * _FAR_FROM_GOAL <= goal:
        yield f"là {actual.label}, chưa bằng một phần {_FAR_FROM_GOAL} mục tiêu: có ghi nhầm đơn vị tính?", "CT310"


def _off_last_year(measure: Measure, facts: FactBase) -> Iterator[tuple[str, str]]:
    """Against the like period of the year before."""
    indicator, actual = measure.catalogued, measure.actual
    code = measure.test.shown.code
    if (
        indicator is None
        or code is None
        or actual is None
        or actual.value.exact is None
        or indicator.kind is not Kind.NUMBER
    ):
        return
    if indicator.nature is Nature.PLAN or _is_small_count(indicator, actual.value.exact):
        return
    before = facts.like_of(code)
    exact = before.value.exact if before is not None and before.value is not None else None
    now = measure.measured.value.exact if measure.measured.value is not None else None
    if not exact or not now or exact < 0 or now < 0:
        return
    year = facts.facts.year - 1
    shown = display.interval(in_unit(before.value, indicator.unit), indicator.unit) if before and before.value else ""
    if now >= exact * _FAR_FROM_LAST_YEAR or now * _FAR_FROM_LAST_YEAR <= exact:
        size = "gấp từ 10 lần trở lên" if now > exact else "chưa đến một phần 10"
        yield f"là {actual.label}, {size} cùng kỳ năm {year} ({shown}): kiểm tra lại", "CT310"


def _is_small_count(indicator: Indicator, value: Fraction) -> bool:
    return indicator.unit.counts and value < _FEWEST


def _outside(measure: Measure, facts: FactBase) -> Iterator[tuple[str, str]]:
    """A computed value outside of the ends that its indicator declares."""
    indicator = facts.rulebook.indicators.get(measure.test.shown.code or "")
    value = measure.measured.value
    if indicator is None or value is None or indicator.formula is None or not indicator.ends_declared:
        return
    if value.within(indicator.ends) is Truth.FALSE and measure.actual is not None:
        ends = display.interval(in_unit(indicator.ends, indicator.unit), indicator.unit)
        yield f"tính được {measure.actual.label}, ngoài giới hạn có thể có ({ends})", "CT310"


def shares_of(test: Test, rulebook: Rulebook) -> tuple[tuple[str, str], ...]:
    """Returns the pairs of indicators of which ``test`` compares a ratio, through computed indicators."""
    return tuple(_shares(test.shown.formula, rulebook, set()))


def _above_whole(criterion: str, shares: tuple[tuple[str, str], ...], facts: FactBase) -> Iterator[DataWarning]:
    """A share above 100% of two counts in one unit that declare no part and whole."""
    for part, whole in shares:
        one, all_of = (facts.rulebook.indicators[code] for code in (part, whole))
        if one.part_of or all_of.nature is Nature.PLAN or not one.unit.counts or one.unit.text != all_of.unit.text:
            continue
        low, high = facts.value(part).value, facts.value(whole).value
        if low is None or high is None or low.low is None or high.high is None or low.low <= high.high:
            continue
        texts = [display.interval(in_unit(v, i.unit), i.unit) for v, i in ((low, one), (high, all_of))]
        text = f"nội dung {criterion}: tỷ lệ trên 100%: {one.name} {texts[0]} lớn hơn {all_of.name} {texts[1]}"
        yield DataWarning("CT313", text, facts.value(part).origin, (part, whole))


def _shares(formula: Formula, rulebook: Rulebook, seen: set[str]) -> Iterator[tuple[str, str]]:
    match formula:
        case Call(function="ratio", arguments=(Ref(code=part), Ref(code=whole))):
            yield part, whole
        case Call(arguments=arguments):
            for argument in arguments:
                yield from _shares(argument, rulebook, seen)
        case Binary(
            operator="*",
            left=Binary(operator="/", left=Ref(code=part), right=Ref(code=whole)),
            right=Quantity(value=value),
        ):
            if value == _HUNDRED:
                yield part, whole
        case Binary(left=left, right=right):
            yield from _shares(left, rulebook, seen)
            yield from _shares(right, rulebook, seen)
        case Ref(code=code) if code not in seen:
            inner = rulebook.indicators[code].formula
            if inner is not None:
                yield from _shares(inner, rulebook, {*seen, code})
