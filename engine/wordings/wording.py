"""The reading of a wording: one reading for each target in it, or the reason why the reader abstains."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.files.json_form import Day, Decimal, Meaning, json_form
from engine.language.numbers import decimal_text
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
    """The kind of change that a number measures, where it is no level."""

    INCREASE = "increase"
    DECREASE = "decrease"


json_form("start", "end", shape="SpanShape")(Extent)  # declared here, because `language` knows no documents


@json_form(
    "comparator", "basis", "value=value_text", "value_high", "unit", "per", "direction", "change", "period", "recurrence",
    "accumulates", "each", "base", "rank", "assumed", "at", "clause", "number_at", "unit_at", "comparator_at", "doubts",
    shape="ReadingShape",
)  # fmt: skip
class TargetReading(NamedTuple):
    """One target. Places are positions in the text of the WordingReading; None where there is nothing to point at.

    ``value`` of a range is its low end, ``value_high`` its high end. ``rank`` is the name of an ordinal goal,
    ``deadline`` the date of a deadline. ``doubts`` are sentences for people: what a person should confirm. ``clause`` holds
    the words of the text that say this target, from its subject on; those of two readings do not overlap.
    """

    comparator: Comparator
    basis: Annotated[Basis | None, Meaning("null where nothing is compared with a bound")]
    at: Annotated[Extent, Meaning("Positions in `text` of the result, which is in NFC")]
    value: Fraction | None = None
    value_high: Fraction | None = None
    unit: str = ""
    per: tuple[str, ...] = ()
    direction: Annotated[Direction | None, Meaning("null where the wording does not tell")] = Direction.UP
    change: Annotated[Change | None, Meaning("The number is the size of a change, not a level")] = None
    period: str | None = None
    recurrence: Annotated[str | None, Meaning("«hằng năm», «hằng quý», «hằng tháng»: the goal holds for each")] = None
    accumulates: Annotated[bool, Meaning("The number adds up over the whole period («trong 5 năm»)")] = False
    each: Annotated[str | None, Meaning("The goal holds for each of these («xã» of «mỗi xã»)")] = None
    base: Annotated[str | None, Meaning("What a percentage or change is taken of, as written")] = None
    rank: Annotated[str | None, Meaning("Of ordinal>=: the lowest category that will do")] = None
    deadline: date | None = None
    assumed: Annotated[tuple[str, ...], Meaning("The keys that the clause itself does not say")] = ()
    clause: Annotated[Extent | None, Meaning("The words that say this target")] = None
    number_at: Extent | None = None
    unit_at: Extent | None = None
    comparator_at: tuple[Extent, ...] = ()
    doubts: Annotated[tuple[str, ...], Meaning("What a person should confirm")] = ()

    @property
    def value_text(self) -> Annotated[Decimal | Day | None, Meaning("The low end of a range; the day of a deadline")]:
        """The value, or the day of a deadline, as documents have it."""
        if self.deadline is not None:
            return self.deadline.isoformat()
        return None if self.value is None else decimal_text(self.value)


@json_form("at", "reason", shape="UnreadShape")
class Unread(NamedTuple):
    """A clause beside what was read that the reader does not understand, and why."""

    at: Extent
    reason: str


@json_form("text", "abstained", "reason", "readings", "unread", shape="WordingShape")
class WordingReading(NamedTuple):
    """The readings of ``text`` (normalised), the main one first; none where the reader abstains, for ``reason``.

    Every word of the text is in the clause of a reading or in ``unread``.
    """

    text: str
    readings: Annotated[tuple[TargetReading, ...], Meaning("The main one first; empty where the tool abstains")]
    reason: str | None = None
    reason_at: Extent | None = None
    unread: Annotated[tuple[Unread, ...], Meaning("Clauses that were not understood, beside what was read")] = ()

    @property
    def abstained(self) -> bool:
        return not self.readings


@json_form("results", schema="chitieu/read/1", shape="ReadShape", about="`chitieu read TEXT... --format json`.")
class ReadDocument(NamedTuple):
    """The document of the readings of several wordings."""

    results: tuple[WordingReading, ...]


class UnsureError(Exception):
    """Ends the reading of a wording: the reader would have to guess."""

    def __init__(self, reason: str, at: Extent | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at
