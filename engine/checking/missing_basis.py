"""CT135: criteria and findings without «căn cứ»."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    remedy = "thêm `căn cứ: …`: văn bản và chỗ trong văn bản"
    for criterion in checked.rulebook.criteria:
        if not criterion.basis:
            yield Diagnostic("CT135", f"nội dung {criterion.id} thiếu căn cứ", criterion.span, remedy)
    for finding in checked.rulebook.findings:
        if not finding.basis:
            yield Diagnostic("CT135", f"{finding.id} thiếu căn cứ", finding.span, remedy)
