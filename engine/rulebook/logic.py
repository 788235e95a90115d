"""What a condition asks, with every name resolved: comparisons of inputs, and what joins them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from fractions import Fraction

from engine.domain.finding_kinds import FindingKind
from engine.domain.records import NamedTuple
from engine.domain.verdicts import Standing
from engine.files.source import Span
from engine.language.interval import Interval
from engine.language.syntax import Direction, Formula, Relation
from engine.language.units import Unit


class Reading(Enum):
    """How a value is read that does not cover its whole period yet: as it is so far, for a goal in both ways, or finally.

    Source: 9-periods-points, «Two readings».
    """

    SO_FAR = ""
    GOAL = "@"
    FINAL = "@?"


class Asked(NamedTuple):
    """Who asks for a value: the goal or «áp dụng khi» of a criterion, or anything else, which reads it as it is so far."""

    reading: Reading = Reading.SO_FAR
    criterion: str = ""

    @property
    def suffix(self) -> str:
        """What tells an input from that of the same formula asked by others."""
        return f"{self.reading.value}{self.criterion}"


BY_ANYONE = Asked()


class Input(NamedTuple):
    """What tests compare with constants: an indicator, or a formula over indicators.

    Values and constants are numbers in base units (yes = 1, no = 0; a category is its rank; a date its ordinal);
    ``unit`` is the one to show them in. ``code`` names the indicator where the input is just one. ``key`` is its text with
    what ``asked`` adds: a value may be another by the deadline of the criterion that asks for it.
    """

    key: str
    formula: Formula
    unit: Unit
    code: str | None
    asked: Asked = BY_ANYONE
    open_ended: bool = False
    """Whether a value may be one that its period may yet change (two readings)."""

    @property
    def text(self) -> str:
        """The code or the canonical text of the formula."""
        return self.key.removesuffix(self.asked.suffix) if self.asked.suffix else self.key

    @property
    def plain_code(self) -> str | None:
        """The code, where just the value so far of an indicator is asked; else None."""
        return self.code if self.asked.reading is Reading.SO_FAR else None


# ---------------------------------------------------------------- conditions, resolved


class Sides(NamedTuple):
    """Both sides of a comparison with another measure or a formula, and the words around the other one.

    «thu.tong từ du_toan.thu trở lên»: left is thu.tong, right du_toan.thu, ``before`` «từ», ``after`` «trở lên». Both are
    in ``left.unit``.
    """

    left: Input
    right: Input
    before: str
    after: str


class Test(NamedTuple):
    """True when the value of ``input`` lies in ``allowed`` (or, where ``negated``, outside it).

    ``threshold`` is the constant that percent and distance are measured from (base units), None where there is none.
    Where the goal is no constant, ``sides`` are what is compared, and ``input`` is left − right, compared with 0: the
    engine compares one input with a constant.
    """

    input: Input
    allowed: Interval
    negated: bool
    relation: Relation | None
    threshold: Fraction | None
    direction: Direction | None
    soft: bool
    text: str
    span: Span
    sides: Sides | None = None
    contrary: bool = False
    """Whether it is what is asked for where another comparison must not hold (contrary.py)."""

    @property
    def shown(self) -> Input:
        """What a reader is shown the value of: the left side, or the input where there is just one."""
        return self.input if self.sides is None else self.sides.left


class StatusTest(NamedTuple):
    """``id`` is a criterion, or a target where ``of_target``."""

    of_target: bool
    id: str
    standing: Standing
    text: str
    span: Span


class PresenceTest(NamedTuple):
    kind: FindingKind
    """The kind that was asked for."""
    finding: str
    present: bool
    text: str
    span: Span


class KnowledgeTest(NamedTuple):
    input: Input
    known: bool
    text: str
    span: Span


class AllOf(NamedTuple):
    parts: tuple[Logic, ...]
    text: str
    span: Span


class AnyOf(NamedTuple):
    parts: tuple[Logic, ...]
    text: str
    span: Span


class NotOf(NamedTuple):
    part: Logic
    text: str
    span: Span


Leaf = Test | StatusTest | PresenceTest | KnowledgeTest
Logic = Leaf | AllOf | AnyOf | NotOf


def leaves(logic: Logic | None) -> Iterator[Leaf]:
    """All parts of ``logic`` that are no connectives, in order of writing."""
    if isinstance(logic, (AllOf, AnyOf)):
        for part in logic.parts:
            yield from leaves(part)
    elif isinstance(logic, NotOf):
        yield from leaves(logic.part)
    elif logic is not None:
        yield logic


def conjuncts(logic: Logic | None) -> Iterator[Logic]:
    """Yields the parts that must all be true, through nested «tất cả»."""
    if isinstance(logic, AllOf):
        for part in logic.parts:
            yield from conjuncts(part)
    elif logic is not None:
        yield logic


# ---------------------------------------------------------------- targets
