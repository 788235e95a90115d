"""CT122: a finding that can never be present."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.checking.satisfiable import Satisfiability
from engine.files.diagnostics import Diagnostic


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    answers = Satisfiability(checked.rulebook)
    for finding in checked.rulebook.findings:
        impossible_by_itself = finding.when is not None and not answers.condition(finding.when)
        if not impossible_by_itself and not answers.finding(finding):  # else CT120 reports it
            message = f"{finding.id} không bao giờ có: điều kiện trái với mục mà nó gắn vào"
            remedy = "xem lại `khi` và `của`: hai bên đòi hỏi những điều không thể cùng đúng"
            yield Diagnostic("CT122", message, finding.span, remedy)
