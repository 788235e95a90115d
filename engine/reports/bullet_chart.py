"""Bullet charts: one bar against one goal, as shapes on a fixed canvas. All positions are proportional and exact to 1/100.

A fact that is a bound is drawn as one: full where every possible value reaches, hatched where only some do.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from engine.evaluation.comparison import Measure, in_unit
from engine.evaluation.evaluation import CriterionResult
from engine.language import display
from engine.language.interval import Interval, point
from engine.language.numbers import decimal_text, rounded
from engine.language.syntax import Direction, Relation
from engine.language.units import BARE
from engine.rulebook.rulebook import Logic, Test, leaves

WIDTH = Fraction(220)
"""The canvas from its left edge to its right; the template knows the heights."""

_EDGE = Fraction(6)
_HEADROOM = Fraction(12, 100)
_OPEN_ROOM = Fraction(30, 100)
_STUB = Fraction(2)
"""The least width of a bar: a value of 0 is a value and must be seen."""

_LABEL_WIDTH = Fraction(13, 2)
"""Of one character, amply; a text wider than the canvas is left to the row."""

_SIGNS = {
    Relation.AT_LEAST: "≥ ",
    Relation.ABOVE: "> ",
    Relation.AT_MOST: "≤ ",
    Relation.BELOW: "< ",
    Relation.EQUAL: "= ",
    Relation.DIFFERENT: "≠ ",
}


class Goal(NamedTuple):
    """What a measure is drawn against, in its unit. ``allowed`` are the values that are đạt.

    ``band`` are the ends of a goal that is a range. ``lower_is_better`` is the good direction.
    """

    threshold: Fraction
    allowed: Interval
    band: tuple[Fraction, Fraction] | None
    sign: str
    lower_is_better: bool


class Band(NamedTuple):
    """A stretch of the canvas: decimal strings, as SVG takes them."""

    x: str
    width: str


class Tick(NamedTuple):
    """A place on the axis with its text; ``anchor`` is start, middle or end."""

    x: str
    text: str
    anchor: str


class BulletChart(NamedTuple):
    """``zone`` are the values that are đạt, ``band`` a goal that is a range, ``marker`` the edge of any other goal.

    ``bar`` is the value from zero on, ``possible`` where an uncertain value may lie; ``open_low`` and ``open_high`` say
    that it goes on beyond the canvas.
    """

    zero: str
    zone: Band | None
    band: Band | None
    marker: str
    bar: Band | None
    possible: Band | None
    open_low: bool
    open_high: bool
    lower_is_better: bool
    ticks: tuple[Tick, ...]


def _goal(measure: Measure, exceeded: Logic | None) -> Goal | None:
    test, edge = measure.test, measure.threshold
    if edge is None or test.relation is None:
        return None
    unit, lower = measure.unit, test.direction is Direction.DOWN
    allowed = in_unit(test.allowed, unit)
    if test.sides is not None:  # what is allowed is the difference to the other side
        allowed = allowed + point(edge)
    return Goal(edge, allowed, _band(test, edge, exceeded), _SIGNS.get(test.relation, ""), lower)


def _band(test: Test, edge: Fraction, exceeded: Logic | None) -> tuple[Fraction, Fraction] | None:
    """Both ends of a goal that is a range: the better one of «7-8%» is where vượt begins."""
    low, high = test.allowed.low, test.allowed.high
    if low is not None and high is not None and low < high:
        return low / test.input.unit.scale, high / test.input.unit.scale
    if test.relation is not Relation.RANGE:
        return None
    for leaf in leaves(exceeded):
        if isinstance(leaf, Test) and leaf.input.key == test.input.key and leaf.relation is Relation.RANGE:
            end = leaf.allowed.low if leaf.allowed.low is not None else leaf.allowed.high
            if end is not None:
                other = end / test.input.unit.scale
                return min(edge, other), max(edge, other)
    return None


def bullet_chart(measure: Measure, criterion: CriterionResult) -> BulletChart | None:
    """The chart of a measure of ``criterion``; None where it has no number, or a goal that is none."""
    threshold = criterion.goal.threshold
    goal = None if threshold is None else _goal(measure, threshold.exceeded)
    return None if measure.actual is None or goal is None else draw(measure.actual.value, goal)


def draw(value: Interval, goal: Goal) -> BulletChart:
    """``value`` against ``goal``, both in one unit."""
    return _Drawing(value, goal).chart()


class _Drawing:
    def __init__(self, value: Interval, goal: Goal) -> None:
        self.value = value
        self.goal = goal
        ends = [Fraction(0), *_ends(goal), *(end for end in (value.low, value.high) if end is not None)]
        low, high = min(ends), max(ends)
        span = (high - low) or Fraction(1)
        self.high = high + span * (_OPEN_ROOM if value.high is None else _HEADROOM if high > 0 or low == 0 else 0)
        self.low = low - span * (_OPEN_ROOM if value.low is None else _HEADROOM if low < 0 else 0)

    def chart(self) -> BulletChart:
        value, goal = self.value, self.goal
        between = goal.band is not None
        return BulletChart(
            zero=_written(self._at(Fraction(0))),
            zone=None if goal.allowed.exact is not None else self._stretch(goal.allowed.low, goal.allowed.high),
            band=self._stretch(*goal.band) if goal.band is not None else None,
            marker="" if between else _written(self._at(goal.threshold)),
            bar=self._bar(),
            possible=self._stretch(value.low, value.high) if value.exact is None else None,
            open_low=value.low is None,
            open_high=value.high is None,
            lower_is_better=goal.lower_is_better,
            ticks=tuple(self._ticks()),
        )

    def _at(self, value: Fraction) -> Fraction:
        return _EDGE + (WIDTH - 2 * _EDGE) * (value - self.low) / (self.high - self.low)

    def _stretch(self, low: Fraction | None, high: Fraction | None) -> Band:
        """From one value to another, to the edge of the canvas where an end is open."""
        start = Fraction(0) if low is None else self._at(low)
        end = WIDTH if high is None else self._at(high)
        return Band(_written(start), _written(max(end - start, _STUB)))

    def _bar(self) -> Band | None:
        """From zero to the value, or to the end of an uncertain value that is nearest to zero."""
        low, high = self.value.low, self.value.high
        if low is not None and low >= 0:
            return self._stretch(Fraction(0), low)
        return self._stretch(high, Fraction(0)) if high is not None and high < 0 else None

    def _ticks(self) -> Iterator[Tick]:
        """Zero and the goal; zero gives way where the two would touch."""
        goal = self.goal
        if goal.band is not None:
            place = (self._at(goal.band[0]) + self._at(goal.band[1])) / 2
            text = " - ".join(display.amount(end, BARE) for end in goal.band)
        else:
            place, text = self._at(goal.threshold), goal.sign + display.amount(goal.threshold, BARE)
        zero = self._at(Fraction(0))
        if abs(place - zero) > _LABEL_WIDTH * (len(text) + 2):
            yield self._tick(zero, display.amount(Fraction(0), BARE))
        if _LABEL_WIDTH * len(text) <= WIDTH:
            yield self._tick(place, text)

    @staticmethod
    def _tick(place: Fraction, text: str) -> Tick:
        """Centred under its place, unless it would then leave the canvas."""
        half = _LABEL_WIDTH * len(text) / 2
        anchor = "start" if place < half else "end" if place > WIDTH - half else "middle"
        return Tick(_written(place), text, anchor)


def _ends(goal: Goal) -> Iterator[Fraction]:
    yield goal.threshold
    yield from goal.band or ()


def _written(place: Fraction) -> str:
    """A coordinate, for the machine."""
    return decimal_text(rounded(place, 2))
