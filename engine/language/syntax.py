"""The syntax trees of conditions and formulas: what was written, with its place in the text, before any name is looked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Extent:
    """Half-open character positions [start, end) in the text that was parsed."""

    start: int
    end: int


# ---------------------------------------------------------------- formulas


@dataclass(frozen=True, slots=True)
class Quantity:
    """A literal: an exact number and its unit as written ('' where none is)."""

    value: Fraction
    unit: str
    at: Extent = field(compare=False)


@dataclass(frozen=True, slots=True)
class Ref:
    """An indicator by its code."""

    code: str
    at: Extent = field(compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Formula
    at: Extent = field(compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """``operator`` is one of + - * /."""

    operator: str
    left: Formula
    right: Formula
    at: Extent = field(compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """``function`` is the English name of words.FUNCTIONS."""

    function: str
    arguments: tuple[Formula, ...]
    at: Extent = field(compare=False)


Formula = Quantity | Ref | Negative | Binary | Call


# ---------------------------------------------------------------- conditions


class Relation(StrEnum):
    """How a value stands to a bound; AT_LEAST and AT_MOST include it."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    POINT = "point"
    RANGE = "range"
    CORRIDOR = "corridor"
    EQUAL = "=="
    DIFFERENT = "!="


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Comparison:
    """``subject`` against ``bound`` (and ``upper`` for ranges); subject None means what the criterion is measured by.

    ``direction`` is what the wording says of the good direction, None where it says nothing.
    ``soft`` marks «khoảng».
    """

    subject: Formula | None
    relation: Relation
    bound: Formula
    upper: Formula | None
    direction: Direction | None
    soft: bool
    at: Extent = field(compare=False)


@dataclass(frozen=True, slots=True)
class YesNo:
    subject: Formula | None
    value: bool
    at: Extent = field(compare=False)


@dataclass(frozen=True, slots=True)
class Category:
    """The subject is one of ``names``."""

    subject: Formula | None
    names: tuple[str, ...]
    at: Extent = field(compare=False)


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The subject is ``name`` or better (or worse, where not ``upwards``) in the order of the catalogue."""

    subject: Formula | None
    name: str
    upwards: bool
    at: Extent = field(compare=False)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The date of the subject is before ``limit``, or not after it where ``inclusive``."""

    subject: Formula | None
    limit: date
    inclusive: bool
    at: Extent = field(compare=False)


class Standing(Enum):
    """The statuses that a condition may ask of a criterion or target."""

    MET = "đạt"
    NOT_MET = "chưa đạt"
    FAILED = "không đạt"
    EXCEEDED = "vượt"
    UNDETERMINED = "chưa đủ số liệu"
    NOT_APPLICABLE = "không áp dụng"
    BEHIND = "chậm tiến độ"


@dataclass(frozen=True, slots=True)
class Status:
    """The standing of a criterion, or of a target where ``of_target``."""

    of_target: bool
    id: str
    standing: Standing
    at: Extent = field(compare=False)


@dataclass(frozen=True, slots=True)
class Presence:
    """A finding is (or, where not ``present``, is not) among the findings. ``kind`` is a terminal name such as CAUSE."""

    kind: str
    id: str
    present: bool
    at: Extent = field(compare=False)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """There is (or, where not ``known``, is not) a value for an indicator."""

    code: str
    known: bool
    at: Extent = field(compare=False)


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]
    at: Extent = field(compare=False)


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Condition, ...]
    at: Extent = field(compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition
    at: Extent = field(compare=False)


Atom = Comparison | YesNo | Category | Ordinal | Deadline | Status | Presence | Knowledge
Condition = Atom | All | Any | Not
