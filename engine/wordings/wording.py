"""What is read from the wording of a target: one reading for each target in it, or why the reader abstains."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from engine.language.syntax import Direction, Extent


class Comparator(StrEnum):
    """How the wording compares; LEVEL says that the good direction is unknown."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    EQUAL = "=="
    RANGE = "range"
    ABOUT = "~"
    LEVEL = "≈"
    QUALITATIVE = "qualitative"
    ORDINAL = "ordinal>="
    COMPOSITION = "composition"
    ALL_DECREASE = "all_decrease"
    DEADLINE = "deadline"


class Basis(StrEnum):
    """Whether the words say the comparison, or only practice does («đạt 40%» as a goal to reach)."""

    EXPLICIT = "explicit"
    IMPLIED = "implied"


class Change(StrEnum):
    """What a number measures when it is not the level itself."""

    INCREASE = "increase"
    DECREASE = "decrease"


class TargetReading(NamedTuple):
    """One target. Places are positions in the text of the WordingReading; None where there is nothing to point at.

    ``value`` of a range is its low end, ``value_high`` its high end. ``rank`` is the name of an ordinal goal,
    ``deadline`` the date of a deadline. ``doubts`` are sentences for people: what a person should confirm.
    """

    comparator: Comparator
    basis: Basis | None
    at: Extent
    value: Fraction | None = None
    value_high: Fraction | None = None
    unit: str = ""
    per: tuple[str, ...] = ()
    direction: Direction | None = Direction.UP
    change: Change | None = None
    period: str | None = None
    base: str | None = None
    rank: str | None = None
    deadline: date | None = None
    number_at: Extent | None = None
    unit_at: Extent | None = None
    comparator_at: tuple[Extent, ...] = ()
    doubts: tuple[str, ...] = ()


class WordingReading(NamedTuple):
    """The readings of ``text`` (normalised), the main one first; none where the reader abstains, for ``reason``."""

    text: str
    readings: tuple[TargetReading, ...]
    reason: str | None = None
    reason_at: Extent | None = None

    @property
    def abstained(self) -> bool:
        return not self.readings


class UnsureError(Exception):
    """Ends the reading of a wording: the reader would have to guess."""

    def __init__(self, reason: str, at: Extent | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at
