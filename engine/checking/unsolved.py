"""CT131: a cause that no solution answers."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.domain.finding_kinds import FindingKind
from engine.files.diagnostics import Diagnostic


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    solutions = [f for f in checked.rulebook.findings if f.kind is FindingKind.SOLUTION]
    answered = {reference.id for solution in solutions for reference in solution.of}
    for finding in checked.rulebook.findings:
        if finding.kind is FindingKind.CAUSE and finding.id not in answered:
            message = f"nguyên nhân {finding.id} chưa có giải pháp nào"
            yield Diagnostic("CT131", message, finding.span, f"thêm {finding.id} vào `của` của một giải pháp")
