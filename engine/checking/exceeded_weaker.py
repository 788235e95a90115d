"""CT121: «vượt khi» that can hold while «đạt khi» does not."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.checking.satisfiable import Satisfiability
from engine.files.diagnostics import Diagnostic, Note


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    answers = Satisfiability(checked.rulebook)
    for criterion in checked.rulebook.criteria:
        for wording in criterion.wordings:
            for threshold in wording.thresholds:
                exceeded = threshold.exceeded
                written = exceeded is not None and exceeded.span != threshold.met.span
                if exceeded is None or not written or not answers.easier(exceeded, threshold.met):
                    continue
                message = f"nội dung {criterion.id}: «vượt khi» đúng được cả khi chưa đạt"
                note = Note(threshold.met.span, "đạt khi")
                remedy = "`vượt khi` phải khó hơn `đạt khi`; xem lại con số hoặc dấu so sánh"
                yield Diagnostic("CT121", message, exceeded.span, remedy, (note,))
