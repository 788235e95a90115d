"""The syntax trees of conditions and formulas as written, with places in the text; names are not yet resolved."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from engine.domain.comparisons import Direction as Direction
from engine.domain.comparisons import Relation as Relation
from engine.domain.finding_kinds import FindingKind
from engine.domain.records import NamedTuple
from engine.domain.verdicts import Standing


class Extent(NamedTuple):
    """Half-open character positions [start, end) in the text that was parsed."""

    start: int
    end: int


# ---------------------------------------------------------------- formulas


class Quantity(NamedTuple):
    """A literal: an exact number and its unit as written, '' where the text has no unit.

    ``whole`` is what «8/10 xã» is counted of: beside a percentage it is 80%.
    """

    value: Fraction
    unit: str
    at: Extent
    whole: Fraction | None = None


class Ref(NamedTuple):
    """An indicator by its code."""

    code: str
    at: Extent


class Negative(NamedTuple):
    """Minus ``operand``."""

    operand: Formula
    at: Extent


class Binary(NamedTuple):
    """A calculation; ``operator`` is one of + - * /."""

    operator: str
    left: Formula
    right: Formula
    at: Extent


class Call(NamedTuple):
    """A call; ``function`` is an English name of words.FUNCTIONS."""

    function: str
    arguments: tuple[Formula, ...]
    at: Extent


Formula = Quantity | Ref | Negative | Binary | Call


# ---------------------------------------------------------------- conditions


class Comparison(NamedTuple):
    """``subject`` compared with ``bound`` (and ``upper`` for ranges); subject None is the indicator of the criterion.

    ``direction`` is the good direction that the wording states, None where it states none. ``soft`` marks «khoảng».
    ``opens``: which ends of a range do not belong to it («trên 20% đến 30%», «từ 20% đến dưới 30%»).
    """

    subject: Formula | None
    relation: Relation
    bound: Formula
    upper: Formula | None
    direction: Direction | None
    soft: bool
    at: Extent
    opens: tuple[bool, bool] = (False, False)


class YesNo(NamedTuple):
    """The subject is «có», or «không» where not ``value``."""

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
    """Conditions joined by «và»."""

    parts: tuple[Condition, ...]
    at: Extent


class Any(NamedTuple):
    """Conditions joined by «hoặc»."""

    parts: tuple[Condition, ...]
    at: Extent


class Not(NamedTuple):
    """A condition after «không phải»."""

    part: Condition
    at: Extent


Atom = Comparison | YesNo | Category | Ordinal | Deadline | Status | Presence | Knowledge
Condition = Atom | All | Any | Not
