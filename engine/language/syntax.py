"""The syntax trees of conditions and formulas: what was written, with its place in the text, before any name is looked up."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from engine.domain.comparisons import Direction as Direction
from engine.domain.comparisons import Relation as Relation
from engine.domain.finding_kinds import FindingKind
from engine.domain.verdicts import Standing


class Extent(NamedTuple):
    """Half-open character positions [start, end) in the text that was parsed."""

    start: int
    end: int


# ---------------------------------------------------------------- formulas


class Quantity(NamedTuple):
    """A literal: an exact number and its unit as written ('' where none is)."""

    value: Fraction
    unit: str
    at: Extent


class Ref(NamedTuple):
    """An indicator by its code."""

    code: str
    at: Extent


class Negative(NamedTuple):
    operand: Formula
    at: Extent


class Binary(NamedTuple):
    """``operator`` is one of + - * /."""

    operator: str
    left: Formula
    right: Formula
    at: Extent


class Call(NamedTuple):
    """``function`` is the English name of words.FUNCTIONS."""

    function: str
    arguments: tuple[Formula, ...]
    at: Extent


Formula = Quantity | Ref | Negative | Binary | Call


# ---------------------------------------------------------------- conditions


class Comparison(NamedTuple):
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
    at: Extent


class YesNo(NamedTuple):
    subject: Formula | None
    value: bool
    at: Extent


class Category(NamedTuple):
    """The subject is one of ``names``."""

    subject: Formula | None
    names: tuple[str, ...]
    at: Extent


class Ordinal(NamedTuple):
    """The subject is ``name`` or better (or worse, where not ``upwards``) in the order of the catalogue."""

    subject: Formula | None
    name: str
    upwards: bool
    at: Extent


class Deadline(NamedTuple):
    """The date of the subject is before ``limit``, or not after it where ``inclusive``."""

    subject: Formula | None
    limit: date
    inclusive: bool
    at: Extent


class Status(NamedTuple):
    """The standing of a criterion, or of a target where ``of_target``."""

    of_target: bool
    id: str
    standing: Standing
    at: Extent


class Presence(NamedTuple):
    """A finding is (or, where not ``present``, is not) among the findings."""

    kind: FindingKind
    id: str
    present: bool
    at: Extent


class Knowledge(NamedTuple):
    """There is (or, where not ``known``, is not) a value for an indicator."""

    code: str
    known: bool
    at: Extent


class All(NamedTuple):
    parts: tuple[Condition, ...]
    at: Extent


class Any(NamedTuple):
    parts: tuple[Condition, ...]
    at: Extent


class Not(NamedTuple):
    part: Condition
    at: Extent


Atom = Comparison | YesNo | Category | Ordinal | Deadline | Status | Presence | Knowledge
Condition = Atom | All | Any | Not
