"""Corrections: where a verdict rests on something other than the wording of the resolution or the number first given."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.domain.records import NamedTuple
from engine.files.json_form import Place, json_form
from engine.language import display
from engine.language.text import fold

if TYPE_CHECKING:
    from engine.evaluation.comparison import Measure
    from engine.evaluation.goals import GoalInForce
    from engine.rulebook.open_marks import OpenMark
    from engine.rulebook.rulebook import Criterion


class CorrectionKind(StrEnum):
    """What was corrected; values are the names in JSON."""

    DIFFERS = "differs_from_wording"
    AMENDED = "amended"
    NOT_COUNTED = "not_counted"
    DEADLINE = "deadline"
    REPLACED = "value_replaced"
    OPEN_MARK = "open_mark"


@json_form("kind", "text", "place", shape="CorrectionShape")
class Correction(NamedTuple):
    """One of them, in words, with the place where it is written."""

    kind: CorrectionKind
    text: str
    place: Place


def corrections_of(
    goal: GoalInForce, measures: tuple[Measure, ...], marks: tuple[OpenMark, ...]
) -> Iterator[Correction]:
    """Yields what was corrected of a criterion (condition, wording, whether it counts, values), and what is still open."""
    criterion = goal.criterion
    for mark in marks:
        text = mark.said.removeprefix(f"{mark.criterion}: ")
        yield Correction(CorrectionKind.OPEN_MARK, text[0].upper() + text[1:], mark.span.place)
    if criterion.differs_because:
        yield Correction(CorrectionKind.DIFFERS, f"Khác nguyên văn: {criterion.differs_because}", goal.rule)
    yield from _amendments(goal)
    if not criterion.counted and not is_part(criterion):
        text = "Không tính vào tổng hợp, dù nguyên văn không ghi «trong đó»"
        yield Correction(CorrectionKind.NOT_COUNTED, text, criterion.span.place)
    if criterion.deadline is not None and str(criterion.deadline.year) not in goal.wording.text:
        text = f"Hạn {display.day(criterion.deadline)} không có trong nguyên văn"
        yield Correction(CorrectionKind.DEADLINE, text, criterion.span.place)
    yield from _replaced(measures)


def nothing_counts(title: str, place: Place) -> Correction:
    """The correction of a target none of whose criteria counts: it is in no total."""
    text = f"Không nội dung nào của {title} tính vào tổng hợp, nên chỉ tiêu này không có trong tổng hợp"
    return Correction(CorrectionKind.NOT_COUNTED, text, place)


def is_part(criterion: Criterion) -> bool:
    """Whether the wording says that the criterion is part of another: «trong đó»."""
    return any("trong do" in fold(wording.text) for wording in criterion.wordings)


def _amendments(goal: GoalInForce) -> Iterator[Correction]:
    original = goal.criterion.wordings[0]
    for wording in goal.criterion.wordings[1:]:
        assert wording.since is not None
        since = f"hiệu lực từ {display.day(wording.since)}"
        if wording is goal.wording:
            text = f"Sửa đổi theo {wording.document}, {since}; nguyên văn cũ: «{original.text}»"
        elif goal.wording.since is None or wording.since > goal.wording.since:
            text = f"Sửa đổi theo {wording.document}, {since}: chưa có hiệu lực tại ngày chốt số liệu"
        else:
            text = f"Sửa đổi theo {wording.document}, {since}; sau đó sửa đổi tiếp"
        yield Correction(CorrectionKind.AMENDED, text, wording.place(0, 1).place)


def _replaced(measures: tuple[Measure, ...]) -> Iterator[Correction]:
    facts = {id(fact): (measure, fact) for measure in measures for fact in measure.measured.facts}
    for measure, fact in facts.values():
        if fact.replaced is not None:
            old = fact.replaced
            name = measure.name if fact.code == measure.indicator else fact.code
            text = f"{name}: {fact.text}, thay số cũ {old.value}; lý do: {old.reason}; ngày {display.day(old.day)}"
            yield Correction(CorrectionKind.REPLACED, text, fact.origin)
