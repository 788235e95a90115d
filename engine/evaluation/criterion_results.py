"""What one evaluation found of targets and criteria: verdicts, comparisons, pace and outlook."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from engine.domain.records import NamedTuple
from engine.domain.verdicts import REACHED, Conclusion, OpenReason, PaceState, Verdict
from engine.evaluation.comparison import Measure
from engine.evaluation.corrections import Correction, corrections_of, nothing_counts
from engine.evaluation.goals import GoalInForce
from engine.evaluation.rests import Rest, rest_of_measures
from engine.files.json_form import Meaning, json_form
from engine.inference.program import Firing
from engine.rulebook.open_marks import OpenMark

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

    ``pace``, ``standing`` and ``outlook`` are only there where more than the verdict was asked for.
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
