"""CT124: years of the period for which no milestone is set."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic
from engine.rulebook.rulebook import Criterion


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    """Yields the missing years: of yearly criteria all without a milestone, of others those behind the last one."""
    first, last = checked.rulebook.resolution.first_year, checked.rulebook.resolution.last_year
    for criterion in checked.rulebook.criteria:
        for missing in _missing(criterion, first, last):
            listed = ", ".join(map(str, missing))
            message = f"nội dung {criterion.id} không có mốc cho năm {listed}: các năm ấy sẽ «không áp dụng»"
            remedy = "thêm mốc cho các năm còn thiếu, nếu nghị quyết có đặt"
            yield Diagnostic("CT124", message, criterion.span, remedy)


def _missing(criterion: Criterion, first: int, last: int) -> Iterator[list[int]]:
    for wording in criterion.wordings:
        years = [t.year for t in wording.thresholds if t.year is not None]
        if not years:
            continue
        wanted = range(first, last + 1) if criterion.yearly else range(max(years) + 1, last + 1)
        missing = [year for year in wanted if year not in years]
        if missing:
            yield missing
