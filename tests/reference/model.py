"""The model of a rulebook and of its facts: numbers in base units, yes is 1, a category its rank, a date its ordinal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from tests.reference.values import Possible, opposite

# ---------------------------------------------------------------- formulas


@dataclass(frozen=True)
class Number:
    """A literal in base units, and how it is written."""

    value: Fraction
    text: str


@dataclass(frozen=True)
class Code:
    """An indicator; as the argument of a call also a year."""

    name: str


@dataclass(frozen=True)
class Arithmetic:
    sign: str
    left: Formula
    right: Formula


@dataclass(frozen=True)
class Minus:
    of: Formula


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple[Formula, ...]


Formula = Number | Code | Arithmetic | Minus | Call

# ---------------------------------------------------------------- conditions


@dataclass(frozen=True)
class Compare:
    """``relation``: at_least, above, at_most, below, equal, different, point, range, corridor.

    ``subject`` None is «đo bằng». ``wording`` has {0}, {1} for the bounds; ``falls`` where it says «còn», «giảm còn».
    """

    subject: Formula | None
    relation: str
    bounds: tuple[Formula, ...]
    wording: str
    falls: bool = False
    open_ends: tuple[bool, bool] = (False, False)
    """Of a range: whether its first and its last number do not belong to it («trên 20% đến 30%»)."""
    rises: bool = False
    """Whether it says «lên», «tăng lên»."""


@dataclass(frozen=True)
class IsOneOf:
    """The value is one of ``ranks``: yes/no, categories, judgements; beyond a goal is one of ``beyond`` (nothing: none is)."""

    subject: Formula | None
    ranks: frozenset[int]
    wording: str
    beyond: frozenset[int] = frozenset()


@dataclass(frozen=True)
class AsStated:
    """«x = nêu(code)»: the value may be written as the report's number. Only in «kiểm»."""

    subject: Formula
    code: str


@dataclass(frozen=True)
class DoneBy:
    subject: Formula | None
    day: date
    included: bool


@dataclass(frozen=True)
class Standing:
    """«nội dung 2.1 chưa đạt»; ``what`` is nội dung or chỉ tiêu."""

    what: str
    id: str
    standing: str


@dataclass(frozen=True)
class HasFinding:
    kind: str
    id: str
    present: bool


@dataclass(frozen=True)
class HasData:
    code: str
    known: bool


@dataclass(frozen=True)
class All:
    parts: tuple[Condition, ...]
    inline: bool = False


@dataclass(frozen=True)
class Any:
    parts: tuple[Condition, ...]
    inline: bool = False


@dataclass(frozen=True)
class Not:
    part: Condition
    inline: bool = False


Leaf = Compare | IsOneOf | AsStated | DoneBy | Standing | HasFinding | HasData
Condition = Leaf | All | Any | Not


def leaves(condition: Condition) -> Iterator[Leaf]:
    if isinstance(condition, All | Any):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        yield condition


# ---------------------------------------------------------------- rulebook and facts


@dataclass(frozen=True)
class Indicator:
    """``kind``: count, money, rate, yes_no, category, judgement, date.

    ``flow``: «trong năm»; ``running``: «lũy kế»; ``per_period``: «theo kỳ»; ``plan``: «kế hoạch»; else a stock.
    """

    code: str
    kind: str
    flow: bool = False
    formula: Formula | None = None
    running: bool = False
    per_period: bool = False
    plan: bool = False
    can_fall: bool = False
    can_be_negative: bool = False
    """«có thể âm: có», or a name that says tăng, giảm, chênh lệch."""
    least: Fraction | None = None
    most: Fraction | None = None
    part_of: str | None = None
    is_growth: bool = False

    @property
    def nature(self) -> str:
        """stock, flow, running, rate or plan."""
        named = {"flow": self.flow, "running": self.running, "rate": self.per_period, "plan": self.plan}
        return next((nature for nature, holds in named.items() if holds), "stock")


@dataclass(frozen=True)
class Goal:
    """«đạt khi»: one condition for all years under None, or one per milestone; ``since`` of an amendment."""

    by_year: Mapping[int | None, Condition]
    since: date | None = None

    def __hash__(self) -> int:
        return id(self)


@dataclass(frozen=True)
class Criterion:
    id: str
    measured_by: str | None
    goals: tuple[Goal, ...]
    exceeded: Condition | None = None
    applies: Condition | None = None
    good: str | None = None
    deadline: date | None = None
    yearly: bool = False
    counted: bool = True
    cumulative: bool = False
    mean: bool = False
    """«kỳ: bình quân giai đoạn»."""
    course: tuple[CoursePoint, ...] = ()
    """«tiến độ»."""
    allowance: Fraction = Fraction(0)
    """«sai lệch», in percentage points."""


@dataclass(frozen=True)
class CoursePoint:
    """A row of «tiến độ»: ``until`` is a «kỳ» or a year; a ``share`` in % of the goal, or the value itself."""

    until: str | int
    value: Fraction
    share: bool = True


@dataclass(frozen=True)
class Target:
    """``alone``: the target is its own criterion, of the same id."""

    id: str
    criteria: tuple[Criterion, ...]
    alone: bool = False


@dataclass(frozen=True)
class Finding:
    """``kind``: hạn chế, khó khăn, nguyên nhân, dự báo, giải pháp, kiến nghị. ``of``: pairs of nội dung, chỉ tiêu or a kind, and id.

    ``keeps_up``: «duy trì».
    """

    id: str
    kind: str
    of: tuple[tuple[str, str], ...] = ()
    when: Condition | None = None
    keeps_up: bool = False


@dataclass(frozen=True)
class Reconciliation:
    """``tolerance``: what is passed over at every «=» of ``check``."""

    id: str
    check: Condition
    tolerance: Number | None = None


@dataclass(frozen=True)
class Rulebook:
    indicators: tuple[Indicator, ...]
    targets: tuple[Target, ...]
    findings: tuple[Finding, ...] = ()
    first_year: int = 2021
    last_year: int = 2025
    reconciliations: tuple[Reconciliation, ...] = ()
    beyond: str = "theo câu chữ"
    """«quy ước vượt»."""


class Span(NamedTuple):
    """From the morning of ``start`` to the evening of ``end``."""

    start: date
    end: date


def last_of_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


_QUARTERS = {"quý I": 1, "quý II": 2, "quý III": 3, "quý IV": 4}


def span_of(period: str, year: int) -> Span:
    """What a «kỳ» as written covers in ``year``."""
    if period == "cả năm":
        return Span(date(year, 1, 1), date(year, 12, 31))
    if period in _QUARTERS:
        last = 3 * _QUARTERS[period]
        return Span(date(year, last - 2, 1), last_of_month(year, last))
    if period.startswith("tháng "):
        month = int(period.removeprefix("tháng "))
        return Span(date(year, month, 1), last_of_month(year, month))
    if period.endswith(" tháng"):
        return Span(date(year, 1, 1), last_of_month(year, int(period.removesuffix(" tháng"))))
    start, end = period.removeprefix("từ ").split(" đến ")
    return Span(_day(start), _day(end))


def _day(text: str) -> date:
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


@dataclass(frozen=True)
class Fact:
    """``as_of`` None: the date of the file. ``period``: its own «kỳ» or that of its group; ``whole_year``: «kỳ: cả năm».

    ``preliminary``: «sơ bộ»; never with ``estimate``.
    """

    code: str
    value: Possible
    text: str
    estimate: bool = False
    as_of: date | None = None
    whole_year: bool = False
    period: Span | str | None = None
    preliminary: bool = False


@dataclass(frozen=True)
class Claim:
    """What the report says of ``code``: ``agreeing`` are the values that may be written as ``text``."""

    code: str
    agreeing: Possible
    text: str


@dataclass(frozen=True)
class YearOfFacts:
    year: int
    as_of: date
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...] = ()
    period: str | None = None
    """The «kỳ» at the head."""


Years = Mapping[int, "YearOfFacts | Sequence[YearOfFacts]"]
"""A year may have several files, each with its own «kỳ» at the head."""


def written_as(value: Fraction, last_digit: Fraction) -> Possible:
    """All exact values that are ``value`` when rounded half up, or cut off, to a digit worth ``last_digit``."""
    if value < 0:
        return opposite(written_as(-value, last_digit))
    if value == 0:
        return Possible((-last_digit, 1), (last_digit, -1))
    return Possible((value - last_digit / 2, 0), (value + last_digit, -1))
