"""The shapes of the JSON documents: what other programs may rely on. docs/schemas is generated from here.

Numbers are decimal strings, exact where twelve decimals suffice, otherwise rounded to four digits and never across a
threshold; null is «no value». Dates are YYYY-MM-DD. Texts are Vietnamese, for people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from engine.domain.finding_kinds import RECONCILIATION, FindingKind

Decimal = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", description="An exact or rounded decimal number")]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Place = Annotated[str, Field(description="file:line in the workspace; several are joined by «; »")]
StatusName = Literal["exceeded", "met", "not_met", "failed", "undetermined", "not_applicable"]
RestName = Literal[
    "measured", "estimate", "judgement", "inferred", "soft", "part_year", "unsourced", "claim", "verdict"
]
OutcomeName = Literal["agrees", "differs", "undetermined"]
if TYPE_CHECKING:
    KindName = str
else:
    KindName = Literal[(*(kind.value for kind in FindingKind), RECONCILIATION)]


class ResolutionShape(TypedDict):
    number: str
    date: Day | None
    period: Annotated[list[int], Field(description="First and last year")]


class EngineShape(TypedDict):
    name: str
    version: str


class TallyShape(TypedDict):
    total: int
    met: int
    exceeded: int
    not_met: int
    failed: int
    undetermined: int
    not_applicable: int


class SummaryShape(TypedDict):
    targets: TallyShape
    criteria: Annotated[TallyShape, Field(description="Counted items only, without «trong đó» items")]


class ActualShape(TypedDict):
    low: Annotated[str | None, Field(description="Lower end; the name of a category; null where there is no end")]
    high: str | None
    unit: str
    basis: Literal["actual", "estimate"]
    as_of: Day | None
    source: str
    origin: Place


class MeasureShape(TypedDict):
    indicator: Annotated[str, Field(description="Code of the indicator, or the formula compared")]
    holds: Annotated[bool | None, Field(description="What the engine derived; null where the data do not decide it")]
    actual: ActualShape | None
    threshold: Decimal | None
    percent: Annotated[Decimal | None, Field(description="Actual / goal in percent; null for rates")]
    points: Annotated[Decimal | None, Field(description="Actual − goal in điểm %; null for amounts")]
    gap: Annotated[
        Decimal | None, Field(description="What is lacking; 0 at a strict bound; null where nothing is lacking")
    ]


class ProjectionShape(TypedDict):
    year: int
    value: Decimal
    reaches: bool
    basis: str


class OutlookShape(TypedDict):
    indicator: str
    gap: Decimal
    years_left: int
    per_year: Decimal | None
    projection: ProjectionShape | None
    text: str


class CriterionShape(TypedDict):
    id: str
    status: StatusName
    text: str
    condition: str
    counted: bool
    pace: Annotated[Literal["behind", "on", "ahead"] | None, Field(description="Tiến độ beside the verdict")]
    pace_basis: str | None
    outlook: Annotated[list[OutlookShape], Field(description="What each unmet measure still needs")]
    rests_on: list[RestName]
    milestone: Annotated[int | None, Field(description="Year of the milestone applied")]
    measures: list[MeasureShape]
    because: list[str]


class TargetShape(TypedDict):
    id: str
    title: str
    status: StatusName
    criteria: list[CriterionShape]


class BecauseShape(TypedDict):
    fact: Annotated[str, Field(description="Code of an indicator; for a claim of the report, what it is about")]
    value: Annotated[
        str, Field(description="Decimal number in the unit of the indicator; otherwise the text as written")
    ]
    source: str
    origin: Place


class FindingShape(TypedDict):
    kind: KindName
    category: str
    id: str
    text: str
    explains: Annotated[list[str], Field(description="What held in «của», transitively down to criteria")]
    rests_on: list[RestName]
    outcome: Annotated[OutcomeName | None, Field(description="For reconciliations only")]
    because: list[BecauseShape]
    basis: Annotated[str, Field(description="căn cứ of the rule")]
    section: Annotated[str, Field(description="mục of the report")]
    rule: Place


class UndeterminedFindingShape(TypedDict):
    id: str
    waits_for: list[str]


class WarningShape(TypedDict):
    code: str
    text: str
    origin: Place


class EvaluationShape(TypedDict):
    """`chitieu evaluate --format json`."""

    schema: Literal["chitieu/evaluation/1"]
    resolution: ResolutionShape
    unit: str
    year: int
    as_of: Day
    engine: EngineShape
    summary: SummaryShape
    targets: list[TargetShape]
    findings: list[FindingShape]
    undetermined_findings: list[UndeterminedFindingShape]
    data_warnings: list[WarningShape]
    unexplained: Annotated[list[str], Field(description="Criteria that fall short and that no cause explains")]


class CaseShape(TypedDict):
    resolution: str
    unit: str
    year: int
    as_of: Day


class StepShape(TypedDict):
    role: Annotated[str, Field(description="wording, condition, comparison, value, computation, fact, led_to …")]
    text: str
    truth: Annotated[
        Literal["true", "false", "unknown"] | None, Field(description="Of conditions: what the engine derived")
    ]
    needed: str
    actual: str
    distance: str
    source: str
    place: Place
    parts: list[StepShape]


class FiringShape(TypedDict):
    rule: str
    matched: list[str]
    derived: str


class WhyShape(TypedDict):
    """`chitieu why ID --format json`."""

    schema: Literal["chitieu/why/1"]
    case: CaseShape
    id: str
    what: Literal["criterion", "target", "finding", "reconciliation"]
    title: str
    status: Annotated[
        str,
        Field(description="A verdict; present, absent or undetermined of a finding; an outcome of a reconciliation"),
    ]
    conclusion: str
    steps: list[StepShape]
    trace: Annotated[list[FiringShape], Field(description="With --trace: the firings behind it, in the engine's order")]


class AssumptionShape(TypedDict):
    indicator: str
    name: str
    before: str
    after: str


class VerdictChangeShape(TypedDict):
    what: Literal["criterion", "target"]
    id: str
    before: StatusName
    after: StatusName
    before_text: str
    after_text: str


class NumberChangeShape(TypedDict):
    id: str
    before: str
    after: str


class FindingChangeShape(TypedDict):
    change: Literal["appears", "disappears", "undetermined", "outcome", "text"]
    id: str
    kind: KindName
    category: str
    before: str
    after: str
    outcomes: Annotated[list[OutcomeName] | None, Field(description="Of a reconciliation, before and after")]


class WhatIfShape(TypedDict):
    """`chitieu what-if --set CODE=VALUE --format json`: only what changes."""

    schema: Literal["chitieu/what-if/1"]
    case: CaseShape
    assumptions: list[AssumptionShape]
    before: SummaryShape
    after: SummaryShape
    verdicts: list[VerdictChangeShape]
    numbers: Annotated[
        list[NumberChangeShape], Field(description="Criteria whose verdict stays while a number changes")
    ]
    findings: list[FindingChangeShape]


class ChangeShape(TypedDict):
    indicator: str
    name: str
    now: str
    needed: str
    low: Annotated[Decimal | None, Field(description="Least value that turns it; equals high where it is one value")]
    high: Decimal | None
    low_open: Annotated[bool, Field(description="The bound itself does not turn it: any value beyond does")]
    high_open: bool
    change: Annotated[Decimal | None, Field(description="Distance from the present value, with sign, in its unit")]
    unit: str
    becomes: str
    short_of_it: Annotated[
        str,
        Field(description="The verdict short of the value; empty where that was not evaluated or is not one verdict"),
    ]
    breaks: Annotated[list[str], Field(description="Reconciliations that would no longer agree")]


class GoalShape(TypedDict):
    """`chitieu goal ID --format json`."""

    schema: Literal["chitieu/goal/1"]
    case: CaseShape
    what: Literal["criterion", "target", "finding", "reconciliation"]
    id: str
    now: str
    holds: Annotated[bool, Field(description="Whether it is reached (or there) now: then the changes are the margin")]
    seeks: str
    changes: list[ChangeShape]
    powerless: Annotated[list[str], Field(description="Inputs that matter but cannot turn it alone")]
    jointly: Annotated[list[ChangeShape], Field(description="Changes that do it together, where no single one does")]
    joint_result: str


class EndShape(TypedDict):
    line: int
    column: int


class DiagnosticShape(TypedDict):
    file: str
    line: int
    column: int
    end: Annotated[EndShape, Field(description="Exclusive column")]
    code: Annotated[str, Field(pattern="^CT[0-9]{3}$")]
    severity: Literal["error", "warning"]
    message: str
    help: str


class CheckShape(TypedDict):
    """`chitieu check --format json`."""

    schema: Literal["chitieu/check/1"]
    errors: int
    warnings: int
    diagnostics: list[DiagnosticShape]


SubjectName = Literal["criterion", "target", "finding", "reconciliation", "count"]


class MismatchShape(TypedDict):
    what: SubjectName
    id: Annotated[str, Field(description="Of a count, its name")]
    expected: Annotated[str, Field(description="The word of the test file: a verdict, có, không có, khớp, a number …")]
    actual: str
    reasons: list[str]
    place: Place


class RuleTestShape(TypedDict):
    resolution: str
    name: str
    place: Place
    passed: bool
    mismatches: list[MismatchShape]


class TestTotalsShape(TypedDict):
    total: int
    passed: int
    failed: int


class RuleCoverageShape(TypedDict):
    what: SubjectName
    id: str
    place: Place
    seen: Annotated[list[str], Field(description="What the tests have seen the rule be")]
    missing: Annotated[list[str], Field(description="What it still has to be seen as; empty: covered")]


class CoverageShape(TypedDict):
    percent: Decimal
    minimum: int | None
    rules: list[RuleCoverageShape]


class SurvivorShape(TypedDict):
    what: SubjectName
    id: str
    place: Place
    change: Annotated[str, Field(description="What was changed in the rule without any test noticing")]


class MutationShape(TypedDict):
    total: int
    noticed: int
    equivalent: Annotated[int, Field(description="Changes left out because they provably change no verdict")]
    survivors: list[SurvivorShape]


class TestShape(TypedDict):
    """`chitieu test --format json`."""

    schema: Literal["chitieu/test/1"]
    summary: TestTotalsShape
    tests: list[RuleTestShape]
    coverage: Annotated[CoverageShape | None, Field(description="With --coverage")]
    mutation: Annotated[MutationShape | None, Field(description="With --mutate, where all tests pass")]


class SpanShape(TypedDict):
    start: int
    end: int


class ReadingShape(TypedDict):
    comparator: Literal[
        ">=",
        ">",
        "<=",
        "<",
        "==",
        "range",
        "~",
        "≈",
        "qualitative",
        "ordinal>=",
        "composition",
        "all_decrease",
        "deadline",
    ]
    basis: Annotated[
        Literal["explicit", "implied"] | None, Field(description="null where nothing is compared with a bound")
    ]
    value: Annotated[Decimal | Day | None, Field(description="The low end of a range; the day of a deadline")]
    value_high: Decimal | None
    unit: str
    per: list[str]
    direction: Annotated[Literal["up", "down"] | None, Field(description="null where the wording does not tell")]
    change: Annotated[
        Literal["increase", "decrease"] | None, Field(description="The number is the size of a change, not a level")
    ]
    period: str | None
    base: Annotated[str | None, Field(description="What a percentage or change is taken of, as written")]
    rank: Annotated[str | None, Field(description="Of ordinal>=: the lowest category that will do")]
    at: Annotated[SpanShape, Field(description="Positions in `text` of the result, which is in NFC")]
    number_at: SpanShape | None
    unit_at: SpanShape | None
    comparator_at: list[SpanShape]
    doubts: Annotated[list[str], Field(description="What a person should confirm")]


class WordingShape(TypedDict):
    text: str
    abstained: bool
    reason: str | None
    readings: Annotated[list[ReadingShape], Field(description="The main one first; empty where the tool abstains")]


class ReadShape(TypedDict):
    """`chitieu read TEXT... --format json`."""

    schema: Literal["chitieu/read/1"]
    results: list[WordingShape]
