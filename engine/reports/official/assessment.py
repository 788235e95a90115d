"""Sections II.2 and II.3: the targets as the resolution sets them, the counts, and each criterion by its verdict."""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.verdicts import REACHED, PaceState, Verdict
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult
from engine.evaluation.presentation import distance_sentence, draft_mark
from engine.language import display
from engine.reports.annex import AnnexRow, RowKind, annex_rows
from engine.reports.causes import Place, causes_at
from engine.reports.official.model import Block, Item, Paragraph, ToWrite
from engine.reports.summary import pace_counts


class AssessmentWriter:
    """Writes the verdicts. ``kind`` is the kind of document that sets the targets."""

    def __init__(self, evaluation: Evaluation, kind: str) -> None:
        self.evaluation = evaluation
        self.kind = kind
        self.rows = {row.number: row for row in annex_rows(evaluation) if row.kind is RowKind.CRITERION}
        self.parts = _parts(evaluation)

    def targets(self) -> Iterator[Block]:
        """Yields the targets in the words of the resolution."""
        targets, criteria = self.evaluation.target_tally, self.evaluation.criterion_tally
        yield Paragraph(f"{self.kind} đặt ra {targets.total:02d} chỉ tiêu, gồm {criteria.total:02d} nội dung:")
        for target in self.evaluation.targets:
            texts = ". ".join(_sentence(c) for c in target.criteria)
            counted = sum(c.counted for c in target.criteria)
            yield Paragraph(f"({target.id}) {texts} ({counted:02d} nội dung).")

    def verdicts(self) -> Iterator[Block]:
        """Yields the counts, then the criteria: met, unmet with causes, undetermined, not applicable."""
        yield Paragraph(self._counts())
        if told := pace_sentence(self.evaluation):
            yield Paragraph(told)
        listed: set[Verdict] = set()
        for statuses, pace, lead in _LISTS:
            found = [
                (t, c)
                for t in self.evaluation.targets
                for c in t.criteria
                if c.status in statuses and (_known_pace(c) if c.status is Verdict.NOT_MET else None) is pace
            ]
            if found:
                yield Paragraph(lead.replace(":", " khác:") if pace is None and set(statuses) & listed else lead)
                listed.update(statuses)
            for target, criterion in found:
                yield Item(self._criterion(target, criterion), self._about(criterion))
                if criterion.falls_short and not any(self._causes(criterion, place) for place in Place):
                    yield ToWrite(f"nguyên nhân {self._name(target, criterion).lower()} {criterion.status.label}")

    def _counts(self) -> str:
        targets, criteria = self.evaluation.target_tally, self.evaluation.criterion_tally
        of = display.of_total
        counts = [
            f"có {of(targets.count(*statuses), targets.total)} chỉ tiêu và "
            f"{of(criteria.count(*statuses), criteria.total)} nội dung {label}"
            for statuses, label in _COUNTS
            if targets.count(*statuses) or criteria.count(*statuses)
        ]
        as_of = display.day(self.evaluation.as_of)
        counted = f"{'; '.join(counts)}{draft_mark(self.evaluation)}"
        return f"Tính đến ngày {as_of}, so với {self.kind}, {counted}."

    @staticmethod
    def _name(target: TargetResult, criterion: CriterionResult) -> str:
        """Returns «Nội dung 2.1 của chỉ tiêu 2», or «Chỉ tiêu 2» for a target that is its own criterion."""
        own = criterion.id == target.id
        return f"Chỉ tiêu {target.id}" if own else f"Nội dung {criterion.id} của chỉ tiêu {target.id}"

    def _criterion(self, target: TargetResult, criterion: CriterionResult) -> str:
        quoted = criterion.text.rstrip(" .;")
        text = f"{self._name(target, criterion)} «{quoted}»: {self._result(criterion)}"
        if not criterion.counted:
            text += " (không tính vào tổng hợp)"
        return f"{text}. {self._why(criterion)}".strip() if criterion.falls_short else f"{text}."

    def _result(self, criterion: CriterionResult) -> str:
        parts = self.parts.get(criterion.id, ())
        if parts:
            texts = "; ".join(f"{row.text.removeprefix('– ')}: {_row_text(row)}, {row.verdict}" for row in parts)
            return f"{self.rows[criterion.id].verdict} ({texts})"
        row = self.rows[criterion.id]
        unknown = row.measure is not None and row.measure.actual is None  # the verdict states it already
        expected = "" if criterion.pace is None else criterion.pace.expected
        text = "" if unknown else "; ".join(filter(None, (_row_text(row), expected)))
        return f"{row.verdict}, {text}" if text else row.verdict

    def _why(self, criterion: CriterionResult) -> str:
        causes = {place: self._causes(criterion, place) for place in Place}
        if causes[Place.ASSESSMENT]:
            return f"Nguyên nhân trực tiếp: {' '.join(f.text for f in causes[Place.ASSESSMENT])}"
        elsewhere = [place.value for place, found in causes.items() if found]
        return f"Nguyên nhân nêu tại mục {' và mục '.join(elsewhere)}." if elsewhere else ""

    def _causes(self, criterion: CriterionResult, place: Place) -> list[FindingResult]:
        return [f for f in causes_at(place, self.evaluation) if criterion.id in f.explains]

    def _about(self, criterion: CriterionResult) -> tuple[str, ...]:
        direct = self._causes(criterion, Place.ASSESSMENT) if criterion.falls_short else []
        return (criterion.id, *(f.id for f in direct))


_COUNTS: tuple[tuple[tuple[Verdict, ...], str], ...] = (
    (REACHED, "đạt và vượt"),
    ((Verdict.NOT_MET,), "chưa đạt"),
    ((Verdict.FAILED,), "không đạt"),
    ((Verdict.PERIOD_OPEN,), "chưa hết kỳ"),
    ((Verdict.UNDETERMINED,), "chưa đủ số liệu"),
    ((Verdict.NOT_APPLICABLE,), "không áp dụng"),
)
"""The counts: their statuses, and the words."""

_LISTS: tuple[tuple[tuple[Verdict, ...], PaceState | None, str], ...] = (
    (REACHED, None, "Các nội dung đạt và vượt:"),
    ((Verdict.PERIOD_OPEN,), None, "Các nội dung chưa hết kỳ, đến nay đạt mức:"),
    ((Verdict.NOT_MET,), PaceState.ON, "Các nội dung chưa đạt, đảm bảo tiến độ:"),
    ((Verdict.NOT_MET,), PaceState.BEHIND, "Các nội dung chưa đạt, chậm tiến độ:"),
    ((Verdict.NOT_MET,), None, "Các nội dung chưa đạt:"),
    ((Verdict.FAILED,), None, "Các nội dung không đạt:"),
    ((Verdict.UNDETERMINED,), None, "Các nội dung chưa đủ số liệu để đánh giá:"),
    ((Verdict.NOT_APPLICABLE,), None, "Các nội dung không áp dụng trong năm:"),
)
"""The groups of criteria: their statuses, of chưa đạt also the pace where it is known, and the line above their list."""


def _known_pace(criterion: CriterionResult) -> PaceState | None:
    state = None if criterion.pace is None else criterion.pace.state
    return None if state is PaceState.UNKNOWN else state


def pace_sentence(evaluation: Evaluation) -> str:
    """«Về tiến độ: 07 nội dung đảm bảo tiến độ, 03 nội dung chậm tiến độ.»; '' where that of none is known."""
    counts = pace_counts(evaluation)
    if counts is None:
        return ""
    parts = [
        f"{count:02d} nội dung {state.label}"
        for count, state in zip(counts, (PaceState.ON, PaceState.BEHIND), strict=True)
        if count
    ]
    return f"Về tiến độ, có {', '.join(parts)}."


def _sentence(criterion: CriterionResult) -> str:
    text = criterion.text.rstrip(" .;")
    return text if criterion.counted else f"{text} (không tính vào tổng hợp)"


def _row_text(row: AnnexRow) -> str:
    """Returns «thực hiện 1.950 hộ, bằng 97,5% mục tiêu, thiếu 50 hộ»; '' for a judgement, which is its own verdict."""
    if row.measure is None or row.measure.actual is None:
        return row.actual
    if row.measure.threshold is None and not row.measure.unit.text:
        return ""
    return ", ".join(filter(None, (f"thực hiện {row.actual}", distance_sentence(row.measure))))


def _parts(evaluation: Evaluation) -> dict[str, list[AnnexRow]]:
    """Returns the rows of the parts of compound criteria, by criterion."""
    found: dict[str, list[AnnexRow]] = {}
    for row in annex_rows(evaluation):
        if row.kind is RowKind.PART and row.criterion is not None:
            found.setdefault(row.criterion.id, []).append(row)
    return found
