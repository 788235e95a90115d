"""CT125: deadlines and amendments outside the period of the resolution."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic
from engine.language import display


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    resolution = checked.rulebook.resolution
    for criterion in checked.rulebook.criteria:
        days = [("hạn", criterion.deadline)] if criterion.deadline is not None else []
        days += [("ngày sửa đổi có hiệu lực", w.since) for w in criterion.wordings if w.since is not None]
        for what, day in days:
            if day is not None and not resolution.first_year <= day.year <= resolution.last_year:
                message = (
                    f"nội dung {criterion.id}: {what} {display.day(day)} nằm ngoài giai đoạn {resolution.period_text}"
                )
                remedy = "kiểm tra ngày này, hoặc giai đoạn của nghị quyết"
                yield Diagnostic("CT125", message, criterion.span, remedy)
