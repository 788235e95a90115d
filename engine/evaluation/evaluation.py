"""The result of one evaluation: an immutable model from which every report, explanation and record is made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from engine.factbase.base import DataWarning
from engine.factbase.facts import Fact
from engine.inference.program import Firing
from engine.language.interval import Interval
from engine.language.units import Unit


class Status(StrEnum):
    """The verdicts of 1-domain; values are the names in JSON."""

    EXCEEDED = "exceeded"
    MET = "met"
    NOT_MET = "not_met"
    FAILED = "failed"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def reached(self) -> bool:
        """đạt hoặc vượt."""
        return self in (Status.MET, Status.EXCEEDED)

    @property
    def unmet(self) -> bool:
        """chưa đạt hoặc không đạt."""
        return self in (Status.NOT_MET, Status.FAILED)


_LABELS = {
    Status.EXCEEDED: "vượt",
    Status.MET: "đạt",
    Status.NOT_MET: "chưa đạt",
    Status.FAILED: "không đạt",
    Status.UNDETERMINED: "chưa đủ số liệu",
    Status.NOT_APPLICABLE: "không áp dụng",
}


class Rest(StrEnum):
    """What a verdict or finding rests on."""

    MEASURED = "measured"
    ESTIMATE = "estimate"
    JUDGEMENT = "judgement"
    INFERRED = "inferred"
    SOFT = "soft"
    PART_YEAR = "part_year"
    UNSOURCED = "unsourced"
    VERDICT = "verdict"


class Kept:
    """Marks a value of the lower layers, which is immutable and checked there: pydantic takes it as it is."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.any_schema()


class Actual(NamedTuple):
    """A value as it entered the evaluation. ``value`` is in ``unit`` (a rank where ``label`` names it)."""

    value: Interval
    unit: Unit
    label: str
    facts: tuple[Fact, ...]
    estimate: bool
    as_of: date | None
    source: str
    origin: str
    soft: bool
    part_year: bool
    computed: str
    outer: bool


class Measure(NamedTuple):
    """One comparison of a criterion. Numbers are in the unit of the indicator; ``holds`` None: not decided.

    ``percent`` is actual / threshold x 100 for amounts, ``points`` actual - threshold for rates; ``gap`` what is lacking
    where it does not hold. Each is None where it has no meaning or the value is not exact.
    """

    indicator: str
    name: str
    text: str
    holds: bool | None
    actual: Actual | None
    unit: Unit
    threshold: Fraction | None
    percent: Fraction | None
    points: Fraction | None
    gap: Fraction | None
    missing: tuple[str, ...]


class CriterionResult(NamedTuple):
    """``condition`` is the goal as written; ``milestone`` the year of the milestone applied; ``rule`` its file:line."""

    id: str
    status: Status
    text: str
    condition: str
    counted: bool
    perhaps_exceeded: bool
    soft_goal: bool
    milestone: int | None
    amended_by: str
    rests_on: tuple[Rest, ...]
    measures: tuple[Measure, ...]
    because: tuple[str, ...]
    basis: str
    rule: str
    firings: tuple[Firing, ...]


class TargetResult(NamedTuple):
    id: str
    title: str
    status: Status
    criteria: tuple[CriterionResult, ...]
    firings: tuple[Firing, ...]


class Because(NamedTuple):
    """A fact that a finding rests on."""

    fact: str
    value: str
    source: str


class FindingResult(NamedTuple):
    """A finding that is there. ``explains`` lists what held in «của», down to criteria."""

    id: str
    kind: str
    category: str
    text: str
    explains: tuple[str, ...]
    rests_on: tuple[Rest, ...]
    outcome: str | None
    because: tuple[Because, ...]
    rule: str
    firings: tuple[Firing, ...]


class UndeterminedFinding(NamedTuple):
    id: str
    waits_for: tuple[str, ...]


class EngineUsed(NamedTuple):
    name: str
    version: str


class Tally(NamedTuple):
    """How many targets or criteria have each status; only counted ones."""

    statuses: tuple[Status, ...]

    @property
    def total(self) -> int:
        return len(self.statuses)

    def count(self, *statuses: Status) -> int:
        """How many have one of ``statuses``."""
        return sum(status in statuses for status in self.statuses)

    @property
    def reached(self) -> int:
        return self.count(Status.MET, Status.EXCEEDED)

    @property
    def unmet(self) -> int:
        return self.count(Status.NOT_MET, Status.FAILED)


class Evaluation(BaseModel):
    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    resolution: str
    resolution_kind: str
    resolution_date: date | None
    period: tuple[int, int]
    unit: str
    year: int
    as_of: date
    engine: Annotated[EngineUsed, Kept]
    targets: Annotated[tuple[TargetResult, ...], Kept]
    findings: Annotated[tuple[FindingResult, ...], Kept]
    undetermined_findings: Annotated[tuple[UndeterminedFinding, ...], Kept]
    warnings: Annotated[tuple[DataWarning, ...], Kept]
    facts_files: tuple[str, ...]
    sources: dict[str, str]
    firings: Annotated[tuple[Firing, ...], Kept]

    @property
    def criteria(self) -> Iterator[CriterionResult]:
        """All criteria, «trong đó» items included, in order."""
        for target in self.targets:
            yield from target.criteria

    @property
    def target_tally(self) -> Tally:
        return Tally(statuses=tuple(t.status for t in self.targets if any(c.counted for c in t.criteria)))

    @property
    def criterion_tally(self) -> Tally:
        return Tally(statuses=tuple(c.status for c in self.criteria if c.counted))
