"""The result of one evaluation: an immutable model from which every report, explanation and record is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Annotated

from engine.domain.finding_kinds import FindingKind
from engine.domain.records import Frozen, NamedTuple
from engine.domain.verdicts import REACHED, UNMET, Verdict
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.finding_results import FindingResult, UndeterminedFinding
from engine.factbase.facts import Claim
from engine.factbase.input_values import DataWarning
from engine.factbase.periods import reported_time
from engine.files.json_form import Json, Meaning, json_form, plain
from engine.inference.program import JOINED, Firing
from engine.language import display
from engine.rulebook.rulebook import Resolution


@json_form("name", "version", shape="EngineShape")
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


@json_form("total", "met", "exceeded", "not_met", "failed", "undetermined", "period_open", "not_applicable")
class Tally(NamedTuple):
    """How many targets or criteria there are, and how many have each verdict; only counted ones."""

    total: int
    met: int
    exceeded: int
    not_met: int
    failed: int
    undetermined: int
    not_applicable: int
    period_open: Annotated[int, Meaning("Those that hold so far, and may yet fail before their period is over")] = 0

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Tally:
        """Counts ``verdicts``."""
        counts = Counter(verdicts)
        return cls(total=counts.total(), **{verdict.value: counts[verdict] for verdict in Verdict})

    def count(self, *verdicts: Verdict) -> int:
        """How many have one of ``verdicts``."""
        return sum(getattr(self, verdict.value) for verdict in verdicts)

    @property
    def reached(self) -> int:
        """How many are đạt or vượt."""
        return self.count(*REACHED)

    @property
    def unmet(self) -> int:
        """How many are chưa đạt or không đạt."""
        return self.count(*UNMET)


@json_form("targets", "criteria")
class Summary(NamedTuple):
    """The counts of an evaluation."""

    targets: Tally
    criteria: Annotated[Tally, Meaning("Counted items only, without «trong đó» items")]


@json_form("number", "date=day", "period", shape="ResolutionShape")
class EvaluatedResolution(NamedTuple):
    """The document whose targets were evaluated: number, kind, date and period (first and last year)."""

    number: str
    kind: str
    day: date | None
    period: Annotated[tuple[int, int], Meaning("First and last year")]

    @classmethod
    def of(cls, resolution: Resolution) -> EvaluatedResolution:
        """What results keep of ``resolution``."""
        return cls(resolution.number, resolution.kind, resolution.day, (resolution.first_year, resolution.last_year))

    @property
    def title(self) -> str:
        """«Nghị quyết số 12/NQ-HĐND ngày 12/08/2021»."""
        dated = f" ngày {display.day(self.day)}" if self.day else ""
        return f"{self.kind} số {self.number}{dated}"


@json_form(
    "resolution=number", "unit", "year", "period=period_name", "as_of", "draft", "draft_codes", shape="CaseShape"
)
class CaseName(NamedTuple):
    """What was evaluated, as documents name it."""

    number: str
    unit: str
    year: int
    as_of: date
    draft_codes: Annotated[tuple[str, ...], Meaning("Codes of the errors that the draft was evaluated in spite of")]
    period: str = ""

    @property
    def draft(self) -> Annotated[bool, Meaning("Whether this is a draft (bản nháp): rules or facts have errors")]:
        """Whether rules or facts have errors."""
        return bool(self.draft_codes)

    @property
    def period_name(self) -> Annotated[str | None, Meaning("kỳ of the facts file; null of a whole year")]:
        """`kỳ` at the head of the facts file."""
        return self.period or None

    @property
    def subject(self) -> str:
        """«xã Tân Lập · năm 2026 · số liệu đến 30/11/2026»: what the first line of an answer is said of."""
        return f"{self.unit} · {reported_time(self.year, self.period)} · số liệu đến {display.day(self.as_of)}"


class Verdicts(Frozen):
    """The verdicts of one case alone, without findings: what tables over many units need."""

    resolution: EvaluatedResolution
    unit: str
    year: int
    as_of: date
    engine: EngineUsed
    targets: tuple[TargetResult, ...]
    warnings: tuple[DataWarning, ...]
    draft_codes: Annotated[tuple[str, ...], Meaning("Codes of the errors that the draft was evaluated in spite of")]
    period: str

    @property
    def period_name(self) -> Annotated[str | None, Meaning("kỳ of the facts file; null of a whole year")]:
        """`kỳ` at the head of the facts file."""
        return self.period or None

    @property
    def when(self) -> str:
        """«năm 2023», «6 tháng đầu năm 2023»."""
        return reported_time(self.year, self.period)

    @property
    def draft(self) -> Annotated[bool, Meaning("Whether this is a draft (bản nháp): rules or facts have errors")]:
        """Whether rules or facts have errors."""
        return bool(self.draft_codes)

    @property
    def case(self) -> CaseName:
        """What was evaluated."""
        return CaseName(self.resolution.number, self.unit, self.year, self.as_of, self.draft_codes, self.period)

    @property
    def criteria(self) -> Iterator[CriterionResult]:
        """All criteria, «trong đó» items included, in order."""
        for target in self.targets:
            yield from target.criteria

    @property
    def target_tally(self) -> Tally:
        """The counts of targets."""
        return Tally.of(t.status for t in self.targets if any(c.counted for c in t.criteria))

    @property
    def criterion_tally(self) -> Tally:
        """The counts of criteria."""
        return Tally.of(c.status for c in self.criteria if c.counted)

    @property
    def summary(self) -> Summary:
        """Both counts."""
        return Summary(self.target_tally, self.criterion_tally)


@json_form(
    "resolution", "unit", "year", "period=period_name", "as_of", "draft", "draft_codes", "engine", "summary", "targets", "findings",
    "undetermined_findings", "data_warnings=warnings", "unexplained", schema="chitieu/evaluation/3",
    shape="EvaluationShape",
    about="`chitieu evaluate --format json`.",
)  # fmt: skip
class Evaluation(Verdicts):
    """Everything that one evaluation found; never changed once made. Reports, proofs and records are made from it."""

    findings: tuple[FindingResult, ...]
    undetermined_findings: tuple[UndeterminedFinding, ...]
    claims: tuple[Claim, ...]
    facts_files: tuple[str, ...]
    sources: dict[str, str]
    firings: tuple[Firing, ...]

    @cached_property
    def document(self) -> Json:
        """Its JSON document, which is printed and recorded; never changed once made."""
        return plain(self)

    @property
    def reconciliations(self) -> tuple[FindingResult, ...]:
        """What was reconciled, declared checks first, then the report's own claims."""
        return tuple(f for f in self.findings if f.outcome is not None)

    def of_kind(self, kind: FindingKind) -> tuple[FindingResult, ...]:
        """The findings of one kind, in order."""
        return tuple(f for f in self.findings if f.kind == kind)

    @property
    def unexplained(self) -> Annotated[tuple[str, ...], Meaning("Criteria that fall short and that no cause explains")]:
        """The criteria that fall short and that no cause explains."""
        explained = {reference for f in self.of_kind(FindingKind.CAUSE) for reference in f.explains}
        return tuple(c.id for c in self.criteria if c.falls_short and c.id not in explained)
