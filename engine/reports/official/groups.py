"""The groups by which the report to be signed counts and lists: by verdict, in an interim report also by tiến độ.

Every criterion is in one group, so the counts add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from engine.domain.records import NamedTuple
from engine.domain.verdicts import REACHED, PaceState, Verdict
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.evaluation import Evaluation
from engine.language import display


class Group(NamedTuple):
    """``counted`` are the words in the counts, ``lead`` those above the list, ``label`` those of a row of the annex."""

    counted: str
    lead: str
    label: str


class Standing(Enum):
    """The groups, in the order of the counts."""

    REACHED = Group("đạt và vượt", "", "")
    SO_FAR = Group("đến nay đạt mức, chưa hết kỳ đánh giá", "Đến nay đạt mức, chưa hết kỳ đánh giá", "đến nay đạt mức")
    ON_COURSE = Group("đảm bảo tiến độ", "Đảm bảo tiến độ", "đảm bảo tiến độ")
    BEHIND = Group("chậm tiến độ", "Chậm tiến độ", "chậm tiến độ")
    NOT_MET = Group("chưa đạt", "Chưa đạt", "chưa đạt")
    FAILED = Group("không đạt", "Không đạt", "không đạt")
    UNKNOWN = Group("chưa đủ số liệu để đánh giá", "Chưa đủ số liệu để đánh giá", "chưa đủ số liệu")
    NOT_APPLICABLE = Group("không áp dụng trong năm", "Không áp dụng trong năm", "không áp dụng")


_BY_VERDICT = {
    **dict.fromkeys(REACHED, Standing.REACHED),
    Verdict.PERIOD_OPEN: Standing.SO_FAR,
    Verdict.NOT_MET: Standing.NOT_MET,
    Verdict.FAILED: Standing.FAILED,
    Verdict.UNDETERMINED: Standing.UNKNOWN,
    Verdict.NOT_APPLICABLE: Standing.NOT_APPLICABLE,
}
_BY_PACE = {PaceState.ON: Standing.ON_COURSE, PaceState.BEHIND: Standing.BEHIND}
WITH_CAUSES = (Standing.BEHIND, Standing.NOT_MET, Standing.FAILED)
"""What falls short, told one by one."""


class Groups:
    """The groups of one evaluation."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation

    def of(self, result: CriterionResult | TargetResult) -> Standing:
        """Returns the group. At the end of a year what is not met yet is chưa đạt, whatever its tiến độ."""
        if result.status is Verdict.NOT_MET and self.evaluation.period_name and result.pace_state is not None:
            return _BY_PACE.get(result.pace_state, Standing.NOT_MET)
        return _BY_VERDICT[result.status]

    def members(self, standing: Standing) -> Iterator[tuple[TargetResult, CriterionResult]]:
        """Yields the criteria of a group with their targets, in order."""
        return ((t, c) for t in self.evaluation.targets for c in t.criteria if self.of(c) is standing)

    def counts(self, only_targets: bool) -> str:
        """Returns «02/7 chỉ tiêu, 06/11 nội dung đạt và vượt; 05/7 chỉ tiêu, 05/11 nội dung chưa đạt»."""
        targets = [self.of(t) for t in self.evaluation.targets if any(c.counted for c in t.criteria)]
        criteria = [] if only_targets else [self.of(c) for c in self.evaluation.criteria if c.counted]
        parts = []
        for standing in Standing:
            some = (*_counted(targets, standing, "chỉ tiêu"), *_counted(criteria, standing, "nội dung"))
            if some:
                parts.append(f"{', '.join(some)} {standing.value.counted}")
        return "; ".join(parts)

    def late(self, criterion: CriterionResult) -> str:
        """Returns the tiến độ of what is not met at the end of a year that is not its last, '' where it is not known."""
        if self.evaluation.period_name or criterion.status is not Verdict.NOT_MET:
            return ""
        return {PaceState.ON: "đảm bảo tiến độ", PaceState.BEHIND: "chậm so với tiến độ"}.get(
            criterion.pace_state or PaceState.UNKNOWN, ""
        )

    def label(self, criterion: CriterionResult) -> str:
        """Returns the verdict in the words of the annex."""
        told = self.of(criterion).value.label or criterion.status.label
        late = self.late(criterion)
        if late:
            told = "chưa đến hạn" if criterion.pace_state is PaceState.ON else told
            late = late.replace(" so với", "")
        return ", ".join(filter(None, (told, late)))


def _counted(found: Sequence[Standing], standing: Standing, what: str) -> Iterator[str]:
    if count := found.count(standing):
        yield f"{display.of_total(count, len(found))} {what}"
