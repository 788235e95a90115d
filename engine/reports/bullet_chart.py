"""Bullet charts: one bar beside one goal, as shapes on a fixed canvas. Positions are proportional and exact to 1/100.

The bar of an uncertain value is full where all possible values reach, and hatched where only some do.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import CriterionResult
from engine.language import display
from engine.language.interval import Interval, point
from engine.language.numbers import decimal_text, rounded
from engine.language.syntax import Direction, Relation
from engine.language.units import BARE, in_unit
from engine.rulebook.rulebook import Logic, Test, leaves

WIDTH = Fraction(220)
"""The width of the canvas; the template sets the heights."""

_EDGE = Fraction(6)
_HEADROOM = Fraction(12, 100)
_OPEN_ROOM = Fraction(30, 100)
_STUB = Fraction(2)
"""The least width of a bar, so that a value of 0 is visible."""

_LABEL_WIDTH = Fraction(13, 2)
"""An ample width of one character. A text wider than the canvas is left out, because its row has it too."""

_SIGNS = {
    Relation.AT_LEAST: "≥ ",
    Relation.ABOVE: "> ",
    Relation.AT_MOST: "≤ ",
    Relation.BELOW: "< ",
    Relation.EQUAL: "= ",
    Relation.DIFFERENT: "≠ ",
}


class Goal(NamedTuple):
    """The goal of a chart, in the unit of its measure. ``allowed`` are the values that are đạt.

    ``band`` has the ends of a goal that is a range. ``sign`` is the sign of the relation with a space, or ''.
    """

    threshold: Fraction
    allowed: Interval
    band: tuple[Fraction, Fraction] | None
    sign: str
    lower_is_better: bool


class Band(NamedTuple):
    """A stretch of the canvas, in decimal strings for SVG."""

    x: str
    width: str


class Tick(NamedTuple):
    """A place on the axis with its text; ``anchor`` is start, middle or end."""

    x: str
    text: str
    anchor: str


class BulletChart(NamedTuple):
    """The shapes of a chart.

    ``zone`` covers the values that are đạt, ``band`` a goal that is a range; ``marker`` is the edge of any other goal.
    ``bar`` reaches from zero to the value, ``possible`` covers an uncertain value; ``open_low`` and ``open_high``: the
    uncertain value continues beyond the canvas.
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
    """Returns both ends of a goal that is a range. The better end of «7-8%» is where vượt begins."""
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
    """Returns the chart of a measure of ``criterion``; None where its value or its goal is no number."""
    threshold = criterion.goal.threshold
    goal = None if threshold is None else _goal(measure, threshold.exceeded)
    return None if measure.actual is None or goal is None else draw(measure.actual.value, goal)


def draw(value: Interval, goal: Goal) -> BulletChart:
    """Returns the chart of ``value`` beside ``goal``, both in one unit."""
    return _Drawing(value, goal).chart()


class _Drawing:
    def __init__(self, value: Interval, goal: Goal) -> None:
        self.value = value
        self.goal = goal
        bounds: tuple[Fraction | None, ...] = (goal.threshold, *(goal.band or ()), value.low, value.high)
        ends = [Fraction(0), *(end for end in bounds if end is not None)]
        low, high = min(ends), max(ends)
        span = (high - low) or Fraction(1)
        self.high = high + span * (_OPEN_ROOM if value.high is None else _HEADROOM if high > 0 or low == 0 else 0)
        self.low = low - span * (_OPEN_ROOM if value.low is None else _HEADROOM if low < 0 else 0)

    def chart(self) -> BulletChart:
        """Returns the shapes."""
        value, goal = self.value, self.goal
        return BulletChart(
            zero=_written(self._at(Fraction(0))),
            zone=None if goal.allowed.exact is not None else self._stretch(goal.allowed.low, goal.allowed.high),
            band=self._stretch(*goal.band) if goal.band is not None else None,
            marker="" if goal.band is not None else _written(self._at(goal.threshold)),
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
        """Returns the stretch between two values; None as an end is the edge of the canvas."""
        start = Fraction(0) if low is None else self._at(low)
        end = WIDTH if high is None else self._at(high)
        return Band(_written(start), _written(max(end - start, _STUB)))

    def _bar(self) -> Band | None:
        """Returns the stretch from zero to the value, or to the end of an uncertain value that is nearest to zero."""
        low, high = self.value.low, self.value.high
        if low is not None and low >= 0:
            return self._stretch(Fraction(0), low)
        return self._stretch(high, Fraction(0)) if high is not None and high < 0 else None

    def _ticks(self) -> Iterator[Tick]:
        """Yields the ticks of zero and the goal, without zero where both texts would touch."""
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
        """Returns a tick with its text centred under ``place``, or beside it where it would leave the canvas."""
        half = _LABEL_WIDTH * len(text) / 2
        anchor = "start" if place < half else "end" if place > WIDTH - half else "middle"
        return Tick(_written(place), text, anchor)


def _written(place: Fraction) -> str:
    return decimal_text(rounded(place, 2))
