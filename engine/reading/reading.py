"""What the reader of wordings returns: readings with their places in the text, or an abstention with its reason."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import Literal, NamedTuple

from engine.language.syntax import Extent


class Comparator(StrEnum):
    """How a value must stand to what was read; values are the names in JSON (4-cli-and-outputs)."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    EQUAL = "=="
    RANGE = "range"
    ABOUT = "~"
    UNCLEAR = "≈"
    QUALITATIVE = "qualitative"
    ORDINAL = "ordinal>="
    COMPOSITION = "composition"
    ALL_DECREASE = "all_decrease"
    DEADLINE = "deadline"


class WordingReading(NamedTuple):
    """One target of a sentence. ``basis`` explicit: the words say it; implied: only a number, read by practice.

    ``value`` is exact; of a deadline it is the ordinal of the day. ``decrease``: the number is an amount of decrease.
    ``at`` is the place of the number, ``compared_at`` that of the words of comparison; ``unsure`` says what a reader must
    confirm, in Vietnamese.
    """

    comparator: Comparator
    basis: Literal["explicit", "implied"]
    value: Fraction | None = None
    value_high: Fraction | None = None
    unit: str = ""
    per: tuple[str, ...] = ()
    direction: Literal["up", "down"] | None = "up"
    period: str = ""
    base: str = ""
    decrease: bool = False
    at: Extent | None = None
    compared_at: Extent | None = None
    unsure: tuple[str, ...] = ()


class Wording(NamedTuple):
    """All readings of one text, the main one first; none where ``reason`` says why the reader abstains."""

    text: str
    readings: tuple[WordingReading, ...]
    reason: str = ""

    @property
    def abstained(self) -> bool:
        return not self.readings
