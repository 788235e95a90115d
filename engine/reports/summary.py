"""The counts of an evaluation in the words of reports, beside the counts that the report itself states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine.domain.records import NamedTuple
from engine.domain.verdicts import REACHED, UNMET, PaceState, Verdict
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import Outcome
from engine.evaluation.presentation import unmet_words
from engine.factbase.facts import ClaimKind
from engine.language import display

_REACHED_CLAIMS = (ClaimKind.TARGETS_MET, ClaimKind.CRITERIA_MET)
_UNMET_CLAIMS = (ClaimKind.TARGETS_NOT_MET, ClaimKind.CRITERIA_NOT_MET)


class Count(NamedTuple):
    """A line of the counts: how many of the targets and criteria (``02/7``) have ``statuses``.

    ``label`` is the word for ``statuses``; ``note`` and ``stated`` (the claim of the report, and whether it agrees) may be
    empty.
    """

    statuses: tuple[Verdict, ...]
    label: str
    targets: str
    criteria: str
    note: str
    stated: str

    @property
    def text(self) -> str:
        """The line: «02/7 chỉ tiêu, 06/11 nội dung đạt và vượt»."""
        note = f" ({self.note})" if self.note else ""
        return f"{self.targets} chỉ tiêu, {self.criteria} nội dung {self.label}{note}"


def counts(evaluation: Evaluation) -> Iterator[Count]:
    """Yields đạt và vượt and chưa đạt; each of the others only where some have it."""
    yield _count(evaluation, REACHED, "đạt và vượt", "", _claim(evaluation, *_REACHED_CLAIMS))
    label = unmet_words(criterion.status for criterion in evaluation.criteria if criterion.counted)
    yield _count(evaluation, UNMET, label, _failed(evaluation), _claim(evaluation, *_UNMET_CLAIMS))
    for status in (Verdict.PERIOD_OPEN, Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE):
        if evaluation.target_tally.count(status) or evaluation.criterion_tally.count(status):
            yield _count(evaluation, (status,), status.label, "", "")


class PaceCounts(NamedTuple):
    """How many counted criteria that are not decided for good are on course, and how many are behind."""

    on: int
    behind: int


def pace_counts(evaluation: Evaluation) -> PaceCounts | None:
    """The counts of the tiến độ that are known; None where that of no criterion is."""
    states = Counter(c.counted_pace for c in evaluation.criteria if c.counted)
    counts = PaceCounts(states[PaceState.ON], states[PaceState.BEHIND])
    return counts if any(counts) else None


def outcome_counts(evaluation: Evaluation) -> str:
    """Returns how many reconciliations have each outcome: «90 khớp, 7 lệch»."""
    outcomes = [result.outcome for result in evaluation.reconciliations]
    return ", ".join(f"{outcomes.count(outcome)} {outcome.label}" for outcome in Outcome)


def _count(evaluation: Evaluation, statuses: tuple[Verdict, ...], label: str, note: str, stated: str) -> Count:
    of_targets, of_criteria = (
        display.of_total(tally.count(*statuses), tally.total)
        for tally in (evaluation.target_tally, evaluation.criterion_tally)
    )
    notes = [note] if note else []
    notes += ["nháp"] if evaluation.draft else []
    return Count(statuses, label, of_targets, of_criteria, "; ".join(notes), stated)


def _failed(evaluation: Evaluation) -> str:
    """How many are không đạt because their time is over, or they are past their goal, also beside those that still have time."""
    tally = evaluation.criterion_tally
    if not tally.failed:
        return ""
    past = sum(c.past_the_goal for c in evaluation.criteria if c.counted)
    over = tally.failed - past
    why = ", ".join(
        text for count, text in ((over, f"{over:02d} đã hết hạn"), (past, f"{past:02d} đã vượt mức")) if count
    )
    return f"trong đó {tally.failed:02d} nội dung không đạt: {why}" if tally.not_met else why


def _claim(evaluation: Evaluation, *kinds: ClaimKind) -> str:
    """Returns the counts that the report states, and whether they agree; '' where it states none."""
    by_kind = {claim.kind: claim for claim in evaluation.claims if claim.about.what == "summary"}
    claims = [by_kind[kind] for kind in kinds if kind in by_kind]
    if not claims:
        return ""
    outcomes = {f.id: f.outcome for f in evaluation.findings}
    differs = any(outcomes.get(claim.id) is Outcome.DIFFERS for claim in claims)
    names = {ClaimKind.TARGETS_MET: "chỉ tiêu", ClaimKind.TARGETS_NOT_MET: "chỉ tiêu"}
    texts = ", ".join(f"{int(claim.text):02d} {names.get(claim.kind, 'nội dung')}" for claim in claims)
    return f"báo cáo nêu {texts}: {'lệch' if differs else 'khớp'}"
