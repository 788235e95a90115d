"""Bullet charts: one bar beside one goal, which stands at the same place of every chart. Positions are exact to 1/100.

An axis begins at zero, or is zoomed around the goal where all values are so near to it that their distance would not be
seen; the bar is then broken. The bar of an uncertain value is full where all possible values reach, and hatched where only some do.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import cycle

from engine.domain.records import NamedTuple
from engine.evaluation.comparison import Measure
from engine.evaluation.criterion_results import CriterionResult
from engine.language import display
from engine.language.interval import Interval, point
from engine.language.numbers import decimal_text, rounded
from engine.language.syntax import Direction, Relation
from engine.language.units import BARE, in_unit
from engine.rulebook.logic import Logic, Test, leaves

WIDTH = Fraction(240)
"""The width of the canvas; the template sets the heights."""
GOAL_AT = Fraction(150)
"""Where the goal stands on it."""

_EDGE = Fraction(6)
_LEFT, _RIGHT = GOAL_AT - _EDGE, WIDTH - _EDGE - GOAL_AT
_ZOOMS = (Fraction(5, 100), Fraction(10, 100), Fraction(20, 100))
"""The way from the left edge to the goal of a zoomed axis, as a share of the goal."""
_ZOOM_USED = Fraction(4, 5)
"""How much of that way values may take, so that what is left of a broken bar is still a bar."""
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

    ``zone`` covers the values that are đạt, ``band`` a goal that is a range. ``zero`` is '' where it lies beyond the canvas:
    the bar then begins at the edge and has a ``gap`` («left» or «right»). ``bar`` reaches from zero or the edge to the value,
    ``possible`` covers an uncertain value; ``open_low`` and ``open_high``: the uncertain value continues beyond the canvas.
    ``due`` is what the course asks for by now, '' where it asks for nothing or that lies beyond the canvas.
    """

    zero: str
    zone: Band | None
    band: Band | None
    marker: str
    bar: Band | None
    gap: str
    possible: Band | None
    open_low: bool
    open_high: bool
    due: str
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
    if measure.actual is None or goal is None:
        return None
    return draw(measure.actual.value, goal, _due(measure, criterion))


def _due(measure: Measure, criterion: CriterionResult) -> Fraction | None:
    """Returns what the course of the criterion asks of its only measure by now, in the unit of the measure."""
    required = criterion.pace.required if criterion.pace is not None and len(criterion.measures) == 1 else None
    if required is None:
        return None
    due = required / measure.unit.scale
    return due if measure.test.sides is None or measure.threshold is None else due + measure.threshold


def draw(value: Interval, goal: Goal, due: Fraction | None = None) -> BulletChart:
    """Returns the chart of ``value`` beside ``goal``, and of what is ``due`` by now, all in one unit."""
    return _Drawing(value, goal, due).chart()


def _reach(goal: Goal, ends: list[Fraction]) -> Fraction:
    """Returns what lies between the left edge and the goal: a zoom that shows all ``ends``, else the whole way from zero.

    Where that is not enough either (values below zero, or far beyond the goal), it is the least of 2, 5, 10, 20 … wholes.
    """
    needed = [goal.threshold - end if end < goal.threshold else (end - goal.threshold) * _LEFT / _RIGHT for end in ends]
    most, whole = max(needed, default=Fraction(0)), abs(goal.threshold) or Fraction(1)
    for zoom in _ZOOMS:
        if goal.threshold and most <= zoom * whole * _ZOOM_USED:
            return zoom * whole
    reach, factors = whole, cycle((Fraction(2), Fraction(5, 2), Fraction(2)))
    while most > reach:
        reach *= next(factors)
    return reach


class _Drawing:
    def __init__(self, value: Interval, goal: Goal, due: Fraction | None) -> None:
        self.value = value
        self.goal = goal
        self.due = due
        ends = [end for end in (*(goal.band or ()), value.low, value.high) if end is not None]
        reach = _reach(goal, ends)
        self.low, self.high = goal.threshold - reach, goal.threshold + reach * _RIGHT / _LEFT

    def chart(self) -> BulletChart:
        """Returns the shapes."""
        value, goal = self.value, self.goal
        return BulletChart(
            zero=_written(self._at(Fraction(0))) if self._base == 0 else "",
            zone=None if goal.allowed.exact is not None else self._stretch(goal.allowed.low, goal.allowed.high),
            band=self._stretch(*goal.band) if goal.band is not None else None,
            marker=_written(GOAL_AT),
            bar=self._bar(),
            gap="left" if self._base > 0 else "right" if self._base < 0 else "",
            possible=self._stretch(value.low, value.high) if value.exact is None else None,
            open_low=value.low is None,
            open_high=value.high is None,
            due="" if self.due is None or not self.low <= self.due <= self.high else _written(self._at(self.due)),
            lower_is_better=goal.lower_is_better,
            ticks=tuple(self._ticks()),
        )

    @property
    def _base(self) -> Fraction:
        """Where bars begin: at zero, or at the edge that is nearest to it."""
        return min(max(Fraction(0), self.low), self.high)

    def _at(self, value: Fraction) -> Fraction:
        return _EDGE + (WIDTH - 2 * _EDGE) * (value - self.low) / (self.high - self.low)

    def _stretch(self, low: Fraction | None, high: Fraction | None) -> Band | None:
        """Returns what the canvas shows between two values; None as an end is the edge of the canvas."""
        start = Fraction(0) if low is None else min(max(self._at(low), Fraction(0)), WIDTH - _STUB)
        end = WIDTH if high is None else min(max(self._at(high), Fraction(0)), WIDTH)
        return Band(_written(start), _written(max(end - start, _STUB)))

    def _bar(self) -> Band | None:
        """Returns the stretch from the base to the value, or to the end of an uncertain value that is nearest to it."""
        low, high, base = self.value.low, self.value.high, self._base
        if low is not None and low >= base:
            return self._stretch(base, low)
        return self._stretch(high, base) if high is not None and high < base else None

    def _ticks(self) -> Iterator[Tick]:
        """Yields the ticks of the base and the goal, without the base where both texts would touch."""
        goal = self.goal
        text = goal.sign + display.amount(goal.threshold, BARE)
        if goal.band is not None:
            text = " - ".join(display.amount(end, BARE) for end in goal.band)
        goal_tick = self._tick(GOAL_AT, text)
        base = self._tick(self._at(self._base), display.amount(self._base, BARE))
        (_, base_end), (goal_start, goal_end) = _extent(base), _extent(goal_tick)
        if base_end < goal_start or _extent(base)[0] > goal_end:
            yield base
        if _LABEL_WIDTH * len(text) <= WIDTH:
            yield goal_tick

    @staticmethod
    def _tick(place: Fraction, text: str) -> Tick:
        """Returns a tick with its text centred under ``place``, or beside it where it would leave the canvas."""
        half = _LABEL_WIDTH * len(text) / 2
        anchor = "start" if place < half else "end" if place > WIDTH - half else "middle"
        return Tick(_written(place), text, anchor)


def _extent(tick: Tick) -> tuple[Fraction, Fraction]:
    """Returns where the text of a tick begins and ends, with a space behind it."""
    place, width = Fraction(tick.x), _LABEL_WIDTH * (len(tick.text) + 1)
    start = {"start": place, "middle": place - width / 2, "end": place - width}[tick.anchor]
    return start, start + width


def _written(place: Fraction) -> str:
    return decimal_text(rounded(place, 2))
