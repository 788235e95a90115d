"""The result of one evaluation: an immutable model from which every report, explanation and record is made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from engine.evaluation.comparison import Actual as Actual
from engine.evaluation.comparison import Measure as Measure
from engine.factbase.base import DataWarning
from engine.factbase.facts import Claim
from engine.inference.program import JOINED, Firing


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
    CLAIM = "claim"
    VERDICT = "verdict"


class Kept:
    """Marks a value of the lower layers, which is immutable and checked there: pydantic takes it as it is."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.any_schema()


class PaceState(StrEnum):
    """tiến độ: where a criterion stands against an even course to its goal."""

    BEHIND = "behind"
    ON = "on"
    AHEAD = "ahead"

    @property
    def label(self) -> str:
        return {"behind": "chậm tiến độ", "on": "đúng tiến độ", "ahead": "vượt tiến độ"}[self]


class Pace(NamedTuple):
    """``completion`` in percent of the way; ``due`` what an even course would have reached, by months ended and begun.

    ``even`` is the value (base units) from which on the criterion is no longer behind; ``basis`` says in words what was
    compared with what.
    """

    state: PaceState
    completion: Fraction
    due: tuple[Fraction, Fraction]
    even: Fraction
    basis: str


class Projection(NamedTuple):
    """The value at the deadline if the average yearly change goes on. Values are in the unit of the indicator."""

    first_year: int
    first_value: Fraction
    last_year: int
    value: Fraction
    reaches: bool
    text: str


class Outlook(NamedTuple):
    """What an unmet measure still needs: ``gap`` in all, ``per_year`` in each of ``years_left`` (None: none is left)."""

    indicator: str
    gap: Fraction
    years_left: int
    per_year: Fraction | None
    projection: Projection | None
    text: str


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
    pace: Pace | None
    outlook: tuple[Outlook, ...]
    firings: tuple[Firing, ...]


class TargetResult(NamedTuple):
    id: str
    title: str
    status: Status
    criteria: tuple[CriterionResult, ...]
    firings: tuple[Firing, ...]


class CriterionVerdict(NamedTuple):
    """A criterion's verdict with its proof alone: the comparisons and what fired; fields as in CriterionResult."""

    id: str
    status: Status
    text: str
    condition: str
    counted: bool
    measures: tuple[Measure, ...]
    rule: str
    firings: tuple[Firing, ...]


class TargetVerdict(NamedTuple):
    id: str
    title: str
    status: Status
    criteria: tuple[CriterionVerdict, ...]
    firings: tuple[Firing, ...]


class Because(NamedTuple):
    """A fact that a finding rests on. ``value`` is as written, ``number`` the exact value in its unit where there is one."""

    fact: str
    value: str
    number: Fraction | None
    source: str
    origin: str


class Outcome(StrEnum):
    """What a reconciliation found."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNDETERMINED = "undetermined"

    @property
    def label(self) -> str:
        return {"agrees": "khớp", "differs": "lệch", "undetermined": "không kiểm được"}[self]


class FindingResult(NamedTuple):
    """A finding that is there. ``explains`` lists what held in «của», down to criteria; ``of`` what held at once.

    ``outcome`` is for reconciliations; ``basis`` and ``section`` are căn cứ and mục of its rule.
    """

    id: str
    kind: str
    category: str
    text: str
    of: tuple[str, ...]
    explains: tuple[str, ...]
    rests_on: tuple[Rest, ...]
    outcome: Outcome | None
    because: tuple[Because, ...]
    basis: str
    section: str
    rule: str
    firings: tuple[Firing, ...]


class UndeterminedFinding(NamedTuple):
    id: str
    waits_for: tuple[str, ...]


class EngineUsed(NamedTuple):
    """The engine; of several that were used together, their names and their versions, joined (program.JOINED)."""

    name: str
    version: str

    @property
    def text(self) -> str:
        """For people: «CLIPS 1.0.6», «durable_rules 2.0.28 và CLIPS 1.0.6, kết quả như nhau»."""
        pairs = zip(self.name.split(JOINED), self.version.split(JOINED), strict=True)
        engines = [f"{name} {version}" for name, version in pairs]
        return engines[0] if len(engines) == 1 else f"{' và '.join(engines)}, kết quả như nhau"


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


class Verdicts(NamedTuple):
    """The verdicts of one case alone, without findings: what tables over many units need."""

    resolution: str
    unit: str
    year: int
    as_of: date
    engine: EngineUsed
    targets: tuple[TargetVerdict | TargetResult, ...]
    warnings: tuple[DataWarning, ...]

    @property
    def criteria(self) -> Iterator[CriterionVerdict | CriterionResult]:
        """All criteria, «trong đó» items included, in order."""
        for target in self.targets:
            yield from target.criteria

    @property
    def criterion_tally(self) -> Tally:
        return Tally(statuses=tuple(c.status for c in self.criteria if c.counted))


class Evaluation(BaseModel):
    # defer_build: the evaluator makes one of checked parts (model_construct); to build what validates takes milliseconds.
    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True, defer_build=True)

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
    claims: Annotated[tuple[Claim, ...], Kept]
    facts_files: tuple[str, ...]
    sources: dict[str, str]
    firings: Annotated[tuple[Firing, ...], Kept]

    @property
    def criteria(self) -> Iterator[CriterionResult]:
        """All criteria, «trong đó» items included, in order."""
        for target in self.targets:
            yield from target.criteria

    @property
    def verdicts(self) -> Verdicts:
        """The verdicts alone."""
        return Verdicts(self.resolution, self.unit, self.year, self.as_of, self.engine, self.targets, self.warnings)

    @property
    def reconciliations(self) -> tuple[FindingResult, ...]:
        """What was reconciled, declared checks first, then the report's own claims."""
        return tuple(f for f in self.findings if f.outcome is not None)

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The criteria that fall short and that no cause explains."""
        explained = {reference for f in self.findings if f.kind == "cause" for reference in f.explains}
        return tuple(c.id for c in self.criteria if c.status.unmet and c.id not in explained)

    @property
    def target_tally(self) -> Tally:
        return Tally(statuses=tuple(t.status for t in self.targets if any(c.counted for c in t.criteria)))

    @property
    def criterion_tally(self) -> Tally:
        return Tally(statuses=tuple(c.status for c in self.criteria if c.counted))
