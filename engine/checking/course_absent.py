"""CT144: the wording states a schedule that the criterion does not declare, so that an even one is used."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.checking.course_differs import stated
from engine.files.diagnostics import Diagnostic


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    """Yields every step of such a schedule."""
    for criterion, wording, share in stated(checked):
        if criterion.course is None:
            message = (
                f"nội dung {criterion.id}: nguyên văn nêu tiến độ từng kỳ mà chưa ghi `tiến độ`, nên được chia đều"
            )
            remedy = "thêm khóa `tiến độ:`, mỗi thời điểm một dòng, ví dụ `6 tháng: 45%`"
            yield Diagnostic("CT144", message, wording.place(share.at.start, share.at.end), remedy)
