"""The counts of an evaluation in the words of reports, beside what the report itself states of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation, Outcome
from engine.factbase.facts import ClaimKind
from engine.language import display

_REACHED = (ClaimKind.TARGETS_MET, ClaimKind.CRITERIA_MET)
_UNMET = (ClaimKind.TARGETS_NOT_MET, ClaimKind.CRITERIA_NOT_MET)


class Count(NamedTuple):
    """One line of the counts: how many of the targets and criteria (``02/7``) have ``statuses``.

    ``label`` is what they are; ``note`` and ``stated`` (what the report states, and whether it agrees) may be empty.
    """

    statuses: tuple[Verdict, ...]
    label: str
    targets: str
    criteria: str
    note: str
    stated: str

    @property
    def text(self) -> str:
        """«02/7 chỉ tiêu, 06/11 nội dung đạt và vượt»."""
        return f"{self.targets} chỉ tiêu, {self.criteria} nội dung {self.label}" + (
            f" ({self.note})" if self.note else ""
        )


def counts(evaluation: Evaluation) -> Iterator[Count]:
    """đạt và vượt, chưa đạt; chưa đủ số liệu and không áp dụng only where there are any; of a draft all are marked."""
    yield _count(evaluation, (Verdict.MET, Verdict.EXCEEDED), "đạt và vượt", "", _stated(evaluation, *_REACHED))
    unmet = (Verdict.NOT_MET, Verdict.FAILED)
    yield _count(evaluation, unmet, "chưa đạt", _failed(evaluation), _stated(evaluation, *_UNMET))
    for status in (Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE):
        if evaluation.target_tally.count(status) or evaluation.criterion_tally.count(status):
            yield _count(evaluation, (status,), status.label, "", "")


def outcome_counts(evaluation: Evaluation) -> str:
    """How many reconciliations had each outcome: «90 khớp, 07 lệch»."""
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
    count = evaluation.criterion_tally.count(Verdict.FAILED)
    return f"trong đó {count:02d} nội dung không đạt vì đã hết hạn" if count else ""


def _stated(evaluation: Evaluation, *kinds: ClaimKind) -> str:
    """The counts that the report states, beside those computed."""
    claims = {claim.kind: claim for claim in evaluation.claims if claim.about.what == "summary"}
    stated = [claims[kind] for kind in kinds if kind in claims]
    if not stated:
        return ""
    outcomes = {f.id: f.outcome for f in evaluation.findings}
    differs = any(outcomes.get(claim.id) is Outcome.DIFFERS for claim in stated)
    names = {ClaimKind.TARGETS_MET: "chỉ tiêu", ClaimKind.TARGETS_NOT_MET: "chỉ tiêu"}
    shown = ", ".join(f"{int(claim.text):02d} {names.get(claim.kind, 'nội dung')}" for claim in stated)
    return f"báo cáo nêu {shown}: {'lệch' if differs else 'khớp'}"
