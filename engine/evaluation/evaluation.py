"""The result of one evaluation: an immutable model from which every report, explanation and record is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from engine.domain.finding_kinds import FindingKind, ResultKind
from engine.domain.records import Frozen, NamedTuple
from engine.domain.verdicts import REACHED, UNMET, Conclusion, OpenReason, PaceState, Verdict
from engine.evaluation.comparison import Measure
from engine.evaluation.corrections import Correction, corrections_of, nothing_counts
from engine.evaluation.goals import GoalInForce
from engine.evaluation.rests import Rest, rest_of_measures
from engine.factbase.facts import Claim
from engine.factbase.input_values import DataWarning
from engine.factbase.periods import reported_time
from engine.files.json_form import Json, Meaning, Place, json_form, plain
from engine.inference.program import JOINED, Firing
from engine.language import display
from engine.language.numbers import decimal_text
from engine.rulebook.open_marks import OpenMark
from engine.rulebook.rulebook import Resolution

StatusName = Literal["failed", "not_met", "undetermined", "met", "exceeded", "not_applicable"]


def status_name(verdict: Verdict) -> StatusName:
    """The name of a verdict in JSON; «chưa hết kỳ» is ``undetermined`` for a reason of its own."""
    return Verdict.UNDETERMINED.value if verdict is Verdict.PERIOD_OPEN else verdict.value  # type: ignore[return-value]


class Pace(NamedTuple):
    """``basis`` says in words what was compared with what, ``expected`` only what the course asks for by now; '' where there is
    nothing to say.

    ``required`` is the value (base units) that the course asks for by now, None where there is no such number; ``ceiling``:
    it is one that must not be exceeded.
    """

    state: PaceState
    basis: str
    required: Fraction | None
    ceiling: bool
    expected: str = ""

    @property
    def label(self) -> str:
        """«đảm bảo tiến độ», of a ceiling «trong mức»."""
        return self.state.of_ceiling if self.ceiling else self.state.label


@json_form("year=last_year", "value", "reaches", "basis=text")
class Projection(NamedTuple):
    """The value at the deadline if the average yearly change goes on. Values are in the unit of the indicator."""

    first_year: int
    first_value: Fraction
    last_year: int
    value: Fraction
    reaches: bool
    text: str


@json_form("indicator", "gap", "years_left", "per_year", "projection", "text")
class Outlook(NamedTuple):
    """What an unmet measure still needs: ``gap`` in all, ``per_year`` in each of ``years_left`` (None: none is left)."""

    indicator: str
    gap: Fraction
    years_left: int
    per_year: Fraction | None
    projection: Projection | None
    text: str


@json_form(
    "id", "status=status_name", "reason", "draft", "text", "condition", "counted", "pace=pace_state", "pace_basis", "outlook", "rests_on",
    "milestone", "measures", "because", "corrections", shape="CriterionShape",
)  # fmt: skip
class CriterionResult(NamedTuple):
    """A criterion: its ``goal``, what was concluded, the comparisons and what fired.

    ``pace`` and ``outlook`` are only there where more than the verdict was asked for.
    """

    goal: GoalInForce
    conclusion: Conclusion
    measures: tuple[Measure, ...]
    firings: tuple[Firing, ...]
    pace: Pace | None = None
    outlook: Annotated[tuple[Outlook, ...], Meaning("What each unmet measure still needs")] = ()
    draft: Annotated[bool, Meaning("Whether the verdict rests on rules or facts in error")] = False
    open_marks: tuple[OpenMark, ...] = ()
    reason: Annotated[OpenReason | None, Meaning("Why nothing is decided; null where something is")] = None
    early: bool = False
    """Whether the deadline has not come yet."""
    standing: PaceState | None = None
    """How it stands where conditions ask for its tiến độ; None where it is reached, or its deadline has come."""

    @property
    def status_name(self) -> StatusName:
        """The verdict as documents name it: what holds only so far is ``undetermined``."""
        return status_name(self.status)

    @property
    def id(self) -> str:
        """«2.1»."""
        return self.goal.criterion.id

    @property
    def status(self) -> Verdict:
        """The verdict."""
        return self.conclusion.verdict

    @property
    def perhaps_exceeded(self) -> bool:
        """Whether it is đạt, and the data leave open whether it is vượt too."""
        return self.conclusion.perhaps_exceeded

    @property
    def falls_short(self) -> bool:
        """Whether it is chưa đạt or không đạt, and not merely on its way. Source: 9-periods-points, «Verdicts»."""
        on_course = self.pace is not None and self.pace.state is PaceState.ON
        return self.status is Verdict.FAILED or (self.status is Verdict.NOT_MET and not on_course)

    @property
    def counted_pace(self) -> PaceState | None:
        """How it counts in the pace of its target and in counts; None where it is reached, or its deadline has come.

        What is false for good before its period is over counts as behind. Source: 9-periods-points, «Pace».
        """
        if self.pace is not None or self.standing is None:
            return self.pace_state
        unfinished = any(measure.compared.unfinished for measure in self.measures)
        return self.standing if self.status is Verdict.NOT_MET and unfinished else PaceState.UNKNOWN

    @property
    def past_the_goal(self) -> bool:
        """Whether it is không đạt before its deadline, because a running total is past its goal."""
        if self.status is not Verdict.FAILED:
            return False
        return self.early

    @property
    def text(self) -> str:
        """The wording in force."""
        return self.goal.wording.text

    @property
    def condition(self) -> str:
        """The goal as written."""
        return self.goal.condition

    @property
    def counted(self) -> bool:
        """Whether it counts in the totals; «trong đó» items do not."""
        return self.goal.criterion.counted

    @property
    def soft_goal(self) -> bool:
        """Whether the goal says «khoảng»."""
        return any(measure.test.soft for measure in self.measures)

    @property
    def milestone(self) -> Annotated[int | None, Meaning("Year of the milestone applied")]:
        """The year of the milestone applied."""
        return None if self.goal.threshold is None else self.goal.threshold.year

    @property
    def amended_by(self) -> str:
        """The document that amended the wording, '' where none did."""
        return self.goal.wording.document

    @property
    def basis(self) -> str:
        """«căn cứ» of the rule."""
        return self.goal.criterion.basis

    @property
    def rule(self) -> str:
        """The file:line of the threshold."""
        return self.goal.rule

    @property
    def rests_on(self) -> tuple[Rest, ...]:
        """What the verdict rests on."""
        return rest_of_measures(self.measures)

    @property
    def because(self) -> tuple[str, ...]:
        """A sentence per comparison."""
        return tuple(measure.because for measure in self.measures)

    @property
    def corrections(
        self,
    ) -> Annotated[tuple[Correction, ...], Meaning("Where it departs from wording or first number")]:
        """What was corrected: condition, wording, whether it counts, values."""
        return tuple(corrections_of(self.goal, self.measures, self.open_marks))

    @property
    def pace_state(self) -> Annotated[PaceState | None, Meaning("Tiến độ beside the verdict")]:
        """Where it stands against an even course."""
        return None if self.pace is None else self.pace.state

    @property
    def pace_basis(self) -> str | None:
        """What the pace compares with what."""
        return None if self.pace is None else self.pace.basis


@json_form(
    "id", "title", "status=status_name", "reason", "pace=pace_state", "criteria", "corrections", shape="TargetShape"
)
class TargetResult(NamedTuple):
    """A target with its criteria; ``status`` is its verdict."""

    id: str
    title: str
    status: Verdict
    criteria: tuple[CriterionResult, ...]
    firings: tuple[Firing, ...]

    @property
    def status_name(self) -> StatusName:
        """The verdict as documents name it."""
        return status_name(self.status)

    @property
    def reason(self) -> Annotated[OpenReason | None, Meaning("Why nothing is decided; null where something is")]:
        """The first reason, in their order, of the criteria with the same verdict."""
        found = {c.reason for c in self.criteria if c.counted and c.status is self.status}
        return next((reason for reason in OpenReason if reason in found), None)

    @property
    def waiting(self) -> tuple[CriterionResult, ...]:
        """The criteria that count and are not met."""
        aside = (*REACHED, Verdict.NOT_APPLICABLE)
        return tuple(criterion for criterion in self.criteria if criterion.counted and criterion.status not in aside)

    @property
    def pace_state(self) -> Annotated[PaceState | None, Meaning("Tiến độ of the criteria that are not met yet")]:
        """Behind if one criterion that is not met is, on if all are; None of what is met or decided for good.

        Source: 9-periods-points, «Pace».
        """
        if self.status.reached or self.status is Verdict.NOT_APPLICABLE:
            return None
        paces = {criterion.counted_pace for criterion in self.waiting}
        if PaceState.BEHIND in paces:
            return PaceState.BEHIND
        if paces == {PaceState.ON}:
            return PaceState.ON
        return PaceState.UNKNOWN if PaceState.UNKNOWN in paces else None

    @property
    def draft(self) -> bool:
        """Whether the verdict rests on rules or facts in error."""
        return any(criterion.draft for criterion in self.criteria)

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """That none of its criteria counts, where none does."""
        if any(criterion.counted for criterion in self.criteria) or not self.criteria:
            return ()
        return (nothing_counts(f"chỉ tiêu {self.id}", self.criteria[0].goal.criterion.span.place),)

    @property
    def is_criterion(self) -> bool:
        """Whether it is its own only criterion: then it has one row, one proof and one place."""
        return [criterion.id for criterion in self.criteria] == [self.id]


@json_form("fact", "value=number_or_text", "source", "origin")
class Because(NamedTuple):
    """A fact that a finding rests on. ``value`` is as written, ``number`` the exact value in its unit where there is one."""

    fact: Annotated[str, Meaning("Code of an indicator; for a claim of the report, what it is about")]
    value: str
    number: Fraction | None
    source: str
    origin: Place

    @property
    def number_or_text(
        self,
    ) -> Annotated[str, Meaning("Decimal number in the unit of the indicator; otherwise the text as written")]:
        """The number where there is one, else the text."""
        return self.value if self.number is None else decimal_text(self.number)


class Outcome(StrEnum):
    """What a reconciliation found."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNDETERMINED = "undetermined"

    @property
    def label(self) -> str:
        return {"agrees": "khớp", "differs": "lệch", "undetermined": "không kiểm được"}[self]


@json_form(
    "kind", "category", "id", "text", "explains", "rests_on", "outcome", "because", "basis", "section", "rule",
    shape="FindingShape",
)  # fmt: skip
class FindingResult(NamedTuple):
    """A finding that is there. ``explains`` lists what held in «của», down to criteria; ``of`` what held at once.

    ``outcome`` is for reconciliations; ``basis`` and ``section`` are căn cứ and mục of its rule.
    """

    id: str
    kind: ResultKind
    category: str
    text: str
    of: tuple[str, ...]
    explains: Annotated[tuple[str, ...], Meaning("What held in «của», transitively down to criteria")]
    rests_on: tuple[Rest, ...]
    outcome: Annotated[Outcome | None, Meaning("For reconciliations only")]
    because: tuple[Because, ...]
    basis: Annotated[str, Meaning("căn cứ of the rule")]
    section: Annotated[str, Meaning("mục of the report")]
    rule: Place
    firings: tuple[Firing, ...]


@json_form("id", "waits_for")
class UndeterminedFinding(NamedTuple):
    """A finding that waits for data: the codes of the indicators, and their names in the same order.

    ``open_criteria`` are those it asks for whose period is not over.
    """

    id: str
    waits_for: tuple[str, ...]
    names: tuple[str, ...]
    open_criteria: tuple[str, ...] = ()

    @property
    def waits_text(self) -> str:
        """«chờ Tổng số hộ (ho.tong)»; a code stands alone where it has no name."""
        both = zip(self.names, self.waits_for, strict=True)
        data = ", ".join(code if name == code else f"{name} ({code})" for name, code in both)
        ends = f"hết kỳ của nội dung {', '.join(self.open_criteria)}" if self.open_criteria else ""
        return f"chờ {'; '.join(filter(None, (data, ends))) or 'số liệu'}"


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
