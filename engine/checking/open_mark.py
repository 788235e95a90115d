"""CT136: a comment `# CẦN XEM LẠI` that nobody has settled."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic
from engine.rulebook.open_marks import open_marks


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    for mark in open_marks(checked.rulebook):
        yield Diagnostic("CT136", mark.said, mark.span, "xem lại chỗ này với văn bản, sửa nếu cần, rồi xóa ghi chú")
