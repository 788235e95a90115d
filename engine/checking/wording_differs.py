"""CT104: the threshold of «đạt khi» is not the one that the wording of the resolution states.

The reader in engine/wordings abstains where it is not certain; then there is no diagnostic. The check compares number,
unit, strictness, direction, range, and point against open range. `lý do khác nguyên văn` declares a difference as meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from engine.checking.content import WorkspaceContent
from engine.checking.ranges import is_share
from engine.checking.same_rule import is_of_none, is_turned, relations_of, summed_otherwise, without_steps
from engine.domain.records import NamedTuple
from engine.files.diagnostics import Diagnostic, Note
from engine.files.source import Span
from engine.language.display import day
from engine.language.numbers import format_written
from engine.language.patterns import compiled
from engine.language.syntax import Call, Direction, Relation
from engine.language.text import fold, spoken
from engine.language.units import PERCENT, POINTS, Unit, parse_unit
from engine.rulebook.logic import AllOf, AnyOf, Leaf, Logic, NotOf, Test
from engine.rulebook.rulebook import Criterion, Kind, Rulebook, Threshold, Wording
from engine.wordings.courses import without_shares
from engine.wordings.reader import read_wording
from engine.wordings.wording import Comparator, TargetReading

_REMEDY = "ghi lại ngưỡng theo nguyên văn, hoặc thêm `lý do khác nguyên văn:` và văn bản cho phép khác"
_NUMBER = compiled(r"[0-9]+(?:\.[0-9]{3})*(?:,[0-9]+)?")
_OF = compiled(r"\s*/\s*([0-9]{1,6})(?=\s+[^\W\d])")
_MANY = compiled(r"[0-9]|(?:tram|nghin|ngan|van|trieu) ")
"""Begins a per-part of many, which is a scale: «vạn dân», «100.000 dân»."""
_ALL = compiled(r"\b(?:tất cả|toàn bộ|mọi)\b")
_TIMES = ("tháng", "quý", "năm", "ngày")

_IN_WORDS = {
    Relation.AT_LEAST: "từ … trở lên",
    Relation.ABOVE: "trên",
    Relation.AT_MOST: "không quá",
    Relation.BELOW: "dưới",
    Relation.POINT: "đạt, còn (một điểm)",
    Relation.RANGE: "từ … đến …",
    Relation.CORRIDOR: "trong khoảng",
    Relation.EQUAL: "bằng",
    Relation.DIFFERENT: "khác",
}


class _Difference(NamedTuple):
    """A difference by weight, the least first. ``written`` and ``stated`` are the words behind the carets."""

    weight: int
    message: str
    written: str
    stated: str
    reading: TargetReading


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    for criterion in checked.rulebook.criteria:
        if criterion.differs_because:
            continue
        for wording in criterion.wordings:
            yield from _in_wording(criterion, _without_schedule(criterion, wording), checked.rulebook)


def not_compared(rulebook: Rulebook) -> Iterator[str]:
    """Yields the criteria of which some wording says nothing that the rule could be compared with."""
    for criterion in rulebook.criteria:
        if not criterion.differs_because and not all(
            _is_compared(_without_schedule(criterion, wording), rulebook) for wording in criterion.wordings
        ):
            yield criterion.id


def differing(rulebook: Rulebook) -> Iterator[str]:
    """Yields the criteria whose goal differs from the wording, with a reason."""
    yield from (criterion.id for criterion in rulebook.criteria if criterion.differs_because)


def _without_schedule(criterion: Criterion, wording: Wording) -> Wording:
    """The wording without the schedule that «tiến độ» declares: its numbers are no goal of the year (course_differs)."""
    declared = criterion.course is not None and not criterion.course.of_years
    return wording._replace(text=without_shares(wording.text)) if declared else wording


def _is_compared(wording: Wording, rulebook: Rulebook) -> bool:
    read = read_wording(wording.text)
    tests = [test for threshold in wording.thresholds for test in _numbers(threshold, rulebook)]
    return not read.abstained and any(_comparable(t, reading, rulebook) for t in tests for reading in read.readings)


def _comparable(test: Test, reading: TargetReading, rulebook: Rulebook) -> bool:
    """Whether both name a number, or both a day."""
    indicator = rulebook.indicators.get(test.input.code or "")
    if indicator is not None and indicator.kind is not Kind.NUMBER:
        return indicator.kind is Kind.DATE and reading.deadline is not None
    return reading.value is not None and reading.comparator is not Comparator.LEVEL and test.threshold is not None


def _in_wording(criterion: Criterion, wording: Wording, rulebook: Rulebook) -> Iterator[Diagnostic]:
    read = read_wording(wording.text)
    if read.abstained or not wording.thresholds:
        return
    readings = [r if criterion.good is None else r._replace(direction=None) for r in read.readings]
    if all(threshold.year is None for threshold in wording.thresholds):
        readings = without_steps(readings, read.text, criterion.deadline)

    for test, difference in _against(wording, readings, criterion, rulebook):
        if difference is not None:
            yield _diagnostic(test, difference, wording)


def _against(
    wording: Wording, readings: list[TargetReading], criterion: Criterion, rulebook: Rulebook
) -> list[tuple[Test, _Difference | None]]:
    """Returns the comparisons to judge, each with its least difference from any of the readings, None where one agrees.

    A milestone of a year that the wording names must be the goal of that year. Of the others one must be a goal of the
    resolution, and the rest are steps towards it.
    """
    steps: list[list[tuple[Test, _Difference | None]]] = []
    dated: list[tuple[Test, _Difference | None]] = []
    for threshold in wording.thresholds:
        own = [r for r in readings if threshold.year is not None and str(threshold.year) in (r.period or "")]
        found = [
            (test, _least(_difference(test, r, criterion, rulebook, wording.text) for r in own or readings))
            for test in _numbers(threshold, rulebook)
        ]
        steps.append(found)
        dated += found if own and len(readings) > 1 else []
    if any(difference is not None for _, difference in dated):
        return dated
    agrees = len(steps) > 1 and any(all(d is None for _, d in found) for found in steps)
    return [] if agrees else steps[-1]


def _least(found: Iterable[_Difference | None]) -> _Difference | None:
    """Returns the least difference; None where one reading agrees."""
    listed = list(found)
    return None if None in listed else min((d for d in listed if d is not None), key=lambda d: d.weight)


def _numbers(threshold: Threshold, rulebook: Rulebook) -> Iterator[Test]:
    """Yields the comparisons of an indicator with a number or a day, but no formulas, which no wording states."""
    for leaf in _asserted(threshold.met):
        if not isinstance(leaf, Test):
            continue
        formula = leaf.input.formula
        cumulated = isinstance(formula, Call) and formula.function == "cumulated"
        if leaf.input.code is not None or cumulated:
            yield leaf


def _asserted(logic: Logic | None) -> Iterator[Leaf]:
    """Yields the parts of ``logic`` that do not stand behind «không phải», which states the other side of a bound."""
    if isinstance(logic, AllOf | AnyOf):
        for part in logic.parts:
            yield from _asserted(part)
    elif logic is not None and not isinstance(logic, NotOf):
        yield logic


def _difference(
    test: Test, reading: TargetReading, criterion: Criterion, rulebook: Rulebook, text: str
) -> _Difference | None:
    """Returns the difference between a comparison and a reading; None where they agree."""
    indicator = rulebook.indicators.get(test.input.code or "")
    if indicator is not None and indicator.kind is not Kind.NUMBER:
        return _of_rank(test, reading, indicator.kind)
    if reading.value is None:
        return _without_number(test, reading, text)
    if reading.comparator is Comparator.LEVEL or test.threshold is None:
        return None
    reading = _as_share(test, reading, text)
    factor = test.input.unit.scale if is_of_none(reading) else _factor(reading, test.input.unit)  # 0 is 0 in every unit
    if factor is None:
        unit = "/".join((reading.unit, *reading.per))
        return _Difference(2, "khác đơn vị", test.input.unit.text or "số không có đơn vị", unit, reading)
    number = _number_differs(test, reading, factor)
    if number is not None:
        return number
    summed = summed_otherwise(criterion, reading)
    if summed is not None:
        return _Difference(1, "khác cách tính các năm", *summed, reading)
    return _relation_differs(test, reading, indicator is not None and is_share(indicator))


def _as_share(test: Test, reading: TargetReading, text: str) -> TargetReading:
    """Returns «8/10 xã» beside a percentage as 80%."""
    at = reading.number_at
    whole = _OF.match(text, at.end) if at is not None and test.input.unit.dimension == PERCENT else None
    if whole is None or reading.value is None or not parse_unit(reading.unit).counts or not int(whole[1]):
        return reading
    return reading._replace(value=reading.value / int(whole[1]) * 100, unit=PERCENT)


def _of_rank(test: Test, reading: TargetReading, kind: Kind) -> _Difference | None:
    """Returns the difference of a day from the stated one; None for categories and judgements."""
    if kind is not Kind.DATE or reading.deadline is None:
        return None
    last = test.allowed.high
    if last is None or last == reading.deadline.toordinal():
        return None
    return _Difference(1, "khác ngày", test.text, day(reading.deadline), reading)


def _without_number(test: Test, reading: TargetReading, text: str) -> _Difference | None:
    """Returns the difference of a number in a rule from a qualitative wording, which has none."""
    if reading.comparator is not Comparator.QUALITATIVE or test.threshold is None:
        return None
    if test.input.unit.dimension == PERCENT and test.threshold == 100 and _ALL.search(spoken(text)):
        return None
    shown = format_written(test.threshold / test.input.unit.scale)
    if re.search(rf"(?<![\d.,]){re.escape(shown)}(?![\d,])", text):
        return None
    return _Difference(4, "nguyên văn không nêu con số nào", shown, "định tính", reading)


def _factor(reading: TargetReading, unit: Unit) -> Fraction | None:
    """Returns the factor from the stated number to base units; None where the units are of different kinds."""
    stated = parse_unit(reading.unit)
    times = [part for part in reading.per if part in _TIMES]
    own_times = [part for part in _TIMES if not unit.per.isdisjoint((part, fold(part)))]
    if times and own_times and set(times) != set(own_times):
        return None
    if not reading.unit:
        return unit.scale
    rates = (PERCENT, POINTS)
    if (stated.dimension in rates) != (unit.dimension in rates):
        return None
    if (stated.dimension, unit.dimension) == (POINTS, PERCENT):
        return None
    of_many = {part for part in parse_unit("/".join((reading.unit, *reading.per))).per if _MANY.match(part)}
    own_many = {part for part in unit.per if _MANY.match(part)}
    if of_many and own_many and of_many != own_many:
        return None
    if stated.dimension in rates or stated.dimension is None:
        return stated.scale
    if stated.counts or unit.counts:
        # Names of what is counted vary (hợp tác xã, HTX); money and measures do not.
        return stated.scale if stated.counts == unit.counts or not unit.text else None
    return stated.scale if stated.dimension == unit.dimension else None


def _number_differs(test: Test, reading: TargetReading, factor: Fraction) -> _Difference | None:
    assert reading.value is not None
    ends = (reading.value, reading.value_high if reading.value_high is not None else reading.value)
    stated = tuple(end * factor for end in ends)
    own = _own_ends(test)
    if set(own) <= set(stated) and (len(set(own)) == len(set(stated)) or test.relation is Relation.RANGE):
        return None
    shown = " đến ".join(format_written(end / test.input.unit.scale) for end in dict.fromkeys(own))
    units = (test.input.unit.text, reading.unit) if factor != test.input.unit.scale else ("", "")
    texts = [f"{number} {unit}".strip() for number, unit in zip((shown, _numbers_read(reading)), units, strict=True)]
    return _Difference(3, "khác con số", texts[0], texts[1], reading)


def _numbers_read(reading: TargetReading) -> str:
    """Returns the numbers of the reading: «4.950», «7,5 đến 8»."""
    ends = (reading.value, reading.value_high)
    return " đến ".join(format_written(end) for end in ends if end is not None)


def _own_ends(test: Test) -> tuple[Fraction, ...]:
    """Returns the numbers of the comparison; for a range from its text, since as a goal it has one end."""
    assert test.threshold is not None
    if test.relation not in (Relation.RANGE, Relation.CORRIDOR):
        return (test.threshold,)
    numbers = _NUMBER.findall(test.text.removeprefix(test.input.code or ""))[:2]
    return tuple(Fraction(n.replace(".", "").replace(",", ".")) * test.input.unit.scale for n in numbers)


def _relation_differs(test: Test, reading: TargetReading, of_share: bool) -> _Difference | None:
    if test.relation is None:
        return None
    allowed = relations_of(reading, of_share)
    written = _IN_WORDS[test.relation]
    if test.relation not in allowed:
        stated = _IN_WORDS[allowed[0]]
        kind = "một điểm khác với ngưỡng mở" if Relation.POINT in (test.relation, allowed[0]) else "khác cách so sánh"
        return _Difference(1, kind, written, stated, reading)
    if is_turned(test, reading):
        down = test.direction is Direction.DOWN
        good = ("giảm", "tăng") if down else ("tăng", "giảm")
        return _Difference(1, "ngược chiều", f"chiều tốt: {good[0]}", f"chiều tốt: {good[1]}", reading)
    return None


def _diagnostic(test: Test, difference: _Difference, wording: Wording) -> Diagnostic:
    stated = wording.place(*_stated_at(difference, wording.text))
    message = f"ngưỡng khác với nguyên văn nghị quyết: {difference.message}"
    place = _number_in(test) if difference.weight == 3 else test.span
    return Diagnostic("CT104", message, place, _REMEDY, (Note(stated, difference.stated),), difference.written)


def _stated_at(difference: _Difference, text: str) -> tuple[int, int]:
    """Returns the place to underline in the wording: the number, the comparison with its number, or all of it."""
    reading = difference.reading
    if reading.number_at is None:
        return 0, len(text)
    if difference.weight != 1:
        return reading.number_at
    places = (reading.at, *reading.comparator_at)
    return min(place.start for place in places), max(place.end for place in places)


def _number_in(test: Test) -> Span:
    """Returns the place of the number in a condition on one line; else the place of the condition."""
    skipped = len(test.input.code or "") if test.text.startswith(test.input.code or "\0") else 0
    match = _NUMBER.search(test.text, skipped)
    span = test.span
    if match is None or span.line != span.end_line or span.end_column - span.column != len(test.text):
        return span
    return span._replace(column=span.column + match.start(), end_column=span.column + match.end())
