"""How a comparison is read: as a plain condition, as a goal, or as what lies beyond the goal (8-semantics, «Verdicts»)."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from engine.language.interval import Interval, point
from engine.language.syntax import Comparison, Direction, Relation


class ReadAs(Enum):
    """What a condition is read as: whether it holds, a goal to reach, what lies beyond the goal, or a written «vượt khi».

    The last is a goal of its own, whose words may point another way than «chiều tốt».
    """

    CONDITION = 1
    GOAL = 2
    BEYOND = 3
    EXCEEDED = 4


Simple = list[tuple[Relation, int]]


def simple_relations(comparison: Comparison, direction: Direction, reading: ReadAs, convention: str) -> Simple | None:
    """A comparison in one reading as plain relations to its first (0) and last (-1) bound, all of which must hold.

    None where nothing lies beyond a goal. Source: 8-semantics, «Verdicts»; 9-periods-points, «Half-open ranges».
    """
    relation = comparison.relation
    up = direction is Direction.UP
    if reading is ReadAs.BEYOND:
        return _beyond(comparison, up, convention)
    from_low = (Relation.ABOVE if comparison.opens[0] else Relation.AT_LEAST, 0)
    up_to_high = (Relation.BELOW if comparison.opens[1] else Relation.AT_MOST, -1)
    match relation:
        case Relation.POINT:
            return [(Relation.AT_LEAST if up else Relation.AT_MOST, 0)]
        case Relation.RANGE if reading in (ReadAs.GOAL, ReadAs.EXCEEDED):
            return [from_low if up else up_to_high]
        case Relation.RANGE | Relation.CORRIDOR:
            return [from_low, up_to_high]
    return [(relation, 0)]


def _beyond(comparison: Comparison, up: bool, convention: str) -> Simple | None:
    relation = comparison.relation
    if convention == "không":
        return None
    if relation is Relation.RANGE and comparison.opens[1 if up else 0]:
        return [(Relation.AT_LEAST, -1) if up else (Relation.AT_MOST, 0)]
    if relation in (Relation.POINT, Relation.RANGE):
        return [(Relation.ABOVE, -1) if up else (Relation.BELOW, 0)]
    if convention == "mọi ngưỡng" and relation in (Relation.AT_LEAST, Relation.ABOVE):
        return [(Relation.ABOVE, 0)]
    if convention == "mọi ngưỡng" and relation in (Relation.AT_MOST, Relation.BELOW):
        return [(Relation.BELOW, 0)]
    return None


def values_for(relation: Relation, bound: Fraction) -> Interval:
    """The values that stand in a plain ``relation`` to ``bound``."""
    match relation:
        case Relation.AT_LEAST | Relation.ABOVE:
            return Interval(bound, None, low_open=relation is Relation.ABOVE)
        case Relation.AT_MOST | Relation.BELOW:
            return Interval(None, bound, high_open=relation is Relation.BELOW)
    return point(bound)
