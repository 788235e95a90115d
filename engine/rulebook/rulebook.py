"""The checked rulebook: one resolution with its catalogue, targets and findings, every name resolved and every unit converted."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from engine.domain.finding_kinds import FindingKind
from engine.domain.records import NamedTuple
from engine.files.scalars import Text
from engine.files.source import SourceFile, Span
from engine.language.interval import EVERYTHING, Interval
from engine.language.syntax import Binary, Call, Direction, Formula, Negative, Ref
from engine.language.units import Unit
from engine.language.vocabulary import Vocabulary
from engine.rulebook.logic import Input, Logic, Test, leaves
from engine.rulebook.particulars import NO_PARTICULARS, ReportParticulars


class Resolution(NamedTuple):
    """The document that sets the targets; ``folder`` is its folder under rules/."""

    number: str
    kind: str
    day: date | None
    issuer: str
    reporter: str
    title: str
    first_year: int
    last_year: int
    exceeded_convention: str
    folder: str
    span: Span

    @property
    def period_text(self) -> str:
        """«2021-2025», or the one year."""
        return f"{self.first_year}-{self.last_year}" if self.first_year < self.last_year else str(self.first_year)

    @property
    def ends(self) -> date:
        """The last day of the period."""
        return date(self.last_year, 12, 31)


class Kind(StrEnum):
    """What the values of an indicator are."""

    NUMBER = "số"
    YES_NO = "có/không"
    CATEGORY = "phân loại"
    JUDGEMENT = "nhận định"
    DATE = "ngày"


class Nature(StrEnum):
    """How a value belongs to time. Source: 9-periods-points, «Natures and the period that a fact covers».

    A stock at a date, a running total of one year, one of the resolution's period, a rate (average, growth) of just its
    period, or a figure that is set for the year.
    """

    STOCK = "thời điểm"
    FLOW = "trong năm"
    CUMULATIVE = "lũy kế"
    RATE = "theo kỳ"
    PLAN = "kế hoạch"

    @property
    def has_period(self) -> bool:
        """Whether a value covers a stretch of time, which may be over or not."""
        return self in (Nature.FLOW, Nature.CUMULATIVE, Nature.RATE)

    @property
    def is_total(self) -> bool:
        """Whether a value is counted up as time goes by."""
        return self in (Nature.FLOW, Nature.CUMULATIVE)


class Indicator(NamedTuple):
    """An entry of the catalogue. ``formula`` is in base units; ``ranks`` are the ordered values of a category, worst first.

    ``step`` is the smallest step of a value in ``unit`` (1 for things counted), None where any fraction is possible.
    ``ends`` are the values that are possible at all (base units), ``ends_declared``: the rule states one of them.
    ``part_of`` is the code of the whole, '' where none is declared. ``can_fall``: a running total that may grow smaller.
    ``nature_said``: the rule states ``nature``.
    """

    code: str
    name: str
    unit: Unit
    kind: Kind
    nature: Nature
    step: Fraction | None
    ranks: tuple[str, ...]
    formula: Formula | None
    formula_text: str
    span: Span
    other_names: tuple[str, ...] = ()
    can_fall: bool = False
    ends: Interval = EVERYTHING
    ends_declared: bool = False
    part_of: str = ""
    is_growth: bool = False
    nature_said: bool = True

    @property
    def only_grows(self) -> bool:
        """Whether it is a total that cannot fall."""
        return self.nature.is_total and not self.can_fall


class Threshold(NamedTuple):
    """What a criterion must reach: in ``year`` for a milestone, at any time where year is None."""

    year: int | None
    met: Logic
    exceeded: Logic | None
    text: str
    span: Span


class Wording(NamedTuple):
    """The text of a criterion in force from ``since`` on (None: from the beginning), by ``document``.

    ``written`` is the text in its file.
    """

    since: date | None
    document: str
    text: str
    thresholds: tuple[Threshold, ...]
    written: Text

    def place(self, start: int, end: int) -> Span:
        """Returns the place of the characters [start, end) of ``text`` in its file."""
        return self.written.part(start, end)

    def threshold_for(self, year: int, yearly: bool) -> Threshold | None:
        """The threshold that ``year`` is compared with: its own, else the next milestone unless ``yearly``; None after the last."""
        for threshold in self.thresholds:
            if threshold.year is None or threshold.year == year or (threshold.year > year and not yearly):
                return threshold
        return None


class Course(NamedTuple):
    """A declared course to the goal («tiến độ»): how much is to be reached at the end of which month, counted from 1.

    ``points``: months and share of the goal (1 is all) or, where ``absolute``, the value in base units, in order of time.
    Points of ``years`` are by year instead. ``leeway`` in the same measure is taken off, and added for ceilings.
    """

    points: tuple[tuple[int, Fraction, bool], ...]
    of_years: bool
    leeway: Fraction
    leeway_absolute: bool


class Criterion(NamedTuple):
    """``wordings`` are ordered by date, the original first. ``yearly``: every year stands for itself."""

    id: str
    target: str
    basis: str
    wordings: tuple[Wording, ...]
    applies: Logic | None
    deadline: date | None
    yearly: bool
    mean: bool
    """Whether the mean of the years is judged («bình quân giai đoạn»)."""
    cumulative: bool
    """Whether the values of the years are added («cộng dồn»)."""
    course: Course | None
    counted: bool
    note: str
    differs_because: str
    good: Direction | None
    """«chiều tốt» where the rule states it."""
    span: Span
    extent: Span
    """All of it in its file."""

    def wording_on(self, day: date) -> Wording:
        """The wording in force on ``day``."""
        in_force = [w for w in self.wordings if w.since is None or w.since <= day]
        return in_force[-1]


class Target(NamedTuple):
    id: str
    title: str
    criteria: tuple[Criterion, ...]
    span: Span


# ---------------------------------------------------------------- findings


ReferenceKind = Literal["criterion", "target", "finding", "reconciliation", "indicator", "summary"]


class Reference(NamedTuple):
    """A criterion, target or finding: what a finding belongs to, or what a user asks for (then also others)."""

    what: ReferenceKind
    id: str


class Placeholder(NamedTuple):
    """``{subject.attribute}`` of a conclusion: an indicator, a criterion, ``nêu`` (the report's claim) or ``của``."""

    what: str  # "indicator" | "criterion" | "claim" | "of"
    subject: str
    attribute: str
    span: Span | None = None


Template = tuple[str | Placeholder, ...]


class Finding(NamedTuple):
    id: str
    kind: FindingKind
    categories: tuple[str, ...]
    of: tuple[Reference, ...]
    when: Logic | None
    conclusion: Template
    basis: str
    section: str
    keeps_up: bool
    span: Span
    note: str = ""

    @property
    def asserted(self) -> bool:
        """Whether it is a cause that no condition lets depend on any datum."""
        return self.kind is FindingKind.CAUSE and self.when is None


class Reconciliation(NamedTuple):
    """What must agree: ``check`` with its tolerance applied, and what to say of each outcome (empty: a sentence of the tool).

    ``hypothesis`` is a computation that may explain a difference; ``claims`` are the indicators that «nêu(…)» asks for.
    """

    id: str
    name: str
    check: Logic
    hypothesis: Input | None
    agrees: Template
    differs: Template
    undecided: Template
    basis: str
    section: str
    span: Span

    @property
    def claims(self) -> frozenset[str]:
        tests = (leaf for leaf in leaves(self.check) if isinstance(leaf, Test))
        return frozenset(code for test in tests for code in claimed_in(test.input.formula))


def claimed_in(formula: Formula) -> Iterator[str]:
    """The indicators whose claimed value ``formula`` asks for."""
    match formula:
        case Call(function="claimed", arguments=(Ref(code=code), *_)):
            yield code
        case Call(arguments=arguments):
            for argument in arguments:
                yield from claimed_in(argument)
        case Binary(left=left, right=right):
            yield from claimed_in(left)
            yield from claimed_in(right)
        case Negative(operand=operand):
            yield from claimed_in(operand)


class DraftMarks(NamedTuple):
    """The codes of the errors that a draft (bản nháp) passes over, and the criteria that rest on what is in error."""

    codes: tuple[str, ...] = ()
    criteria: frozenset[str] = frozenset()


NO_ERRORS = DraftMarks()


class Sentence(NamedTuple):
    """A sentence of the report under the title of its field, there where ``when`` holds; None: always.

    ``number`` counts from 1 through the sentences of all fields.
    """

    number: int
    field: str
    when: Logic | None
    text: Template
    span: Span

    @property
    def id(self) -> str:
        """«câu 3»: how messages name it."""
        return f"câu {self.number}"


class Rulebook(NamedTuple):
    """All of one resolution. ``inputs`` holds everything that any test compares, by key."""

    resolution: Resolution
    indicators: dict[str, Indicator]
    targets: tuple[Target, ...]
    findings: tuple[Finding, ...]
    reconciliations: tuple[Reconciliation, ...]
    inputs: dict[str, Input]
    vocabulary: Vocabulary
    refused: Container[str]
    """Codes whose entry in the catalogue was refused: to use them is no second error."""
    report: ReportParticulars = NO_PARTICULARS
    files: tuple[SourceFile, ...] = ()
    """The rule files, in the order in which they were read."""
    draft: DraftMarks = NO_ERRORS
    sentences: tuple[Sentence, ...] = ()
    """What the report to be signed says of the results."""

    @property
    def criteria(self) -> Iterator[Criterion]:
        """All criteria, in the order of the targets."""
        for target in self.targets:
            yield from target.criteria

    @property
    def conditions(self) -> Iterator[Logic | None]:
        """All that is asked somewhere, None where nothing is: criteria first."""
        for criterion in self.criteria:
            yield criterion.applies
            for wording in criterion.wordings:
                for threshold in wording.thresholds:
                    yield threshold.met
                    yield threshold.exceeded
        for finding in self.findings:
            yield finding.when
        for reconciliation in self.reconciliations:
            yield reconciliation.check
        for sentence in self.sentences:
            yield sentence.when
