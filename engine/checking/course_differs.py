"""CT104: the schedule of «tiến độ» is not the one that the wording of the resolution states.

A laxer schedule makes what is behind look on course, as a laxer threshold makes what is unmet look met.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic
from engine.language.numbers import format_written
from engine.rulebook.rulebook import Course, Criterion, Wording
from engine.wordings.courses import StatedShare, stated_shares

_REMEDY = "ghi lại `tiến độ` theo nguyên văn, hoặc thêm `lý do khác nguyên văn:` và văn bản cho phép khác"


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    """Yields the steps of a stated schedule that the declared one lacks or has with another share."""
    for criterion, wording, share in stated(checked):
        if criterion.course is None or criterion.course.of_years:
            continue
        written = declared_percent(criterion.course, share.months)
        if written != share.percent:
            message = f"nội dung {criterion.id}: tiến độ khác với nguyên văn nghị quyết"
            mark = "`tiến độ` không có dòng này" if written is None else f"`tiến độ` ghi {format_written(written)}%"
            yield Diagnostic("CT104", message, wording.place(share.at.start, share.at.end), _REMEDY, (), mark)


def declared_percent(course: Course, months: int) -> Fraction | None:
    """Returns what ``course`` asks for at the end of a month, in percent; None where it has no such row."""
    for at, value, absolute in course.points:
        if at == months:
            return value if absolute else value * 100
    return None


def stated(checked: WorkspaceContent) -> Iterator[tuple[Criterion, Wording, StatedShare]]:
    """Yields every step of a schedule that a wording in force states, where no reason allows another one."""
    for criterion in checked.rulebook.criteria:
        if not criterion.differs_because:
            wording = criterion.wordings[-1]
            yield from ((criterion, wording, share) for share in stated_shares(wording.text))
