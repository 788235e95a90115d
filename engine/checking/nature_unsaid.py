"""CT138: an indicator without `tính chất` whose name or unit says that it is no number of a single day."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic
from engine.rulebook.nature_words import told_nature
from engine.rulebook.rulebook import Kind


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    for indicator in checked.rulebook.indicators.values():
        if indicator.nature_said or indicator.kind is not Kind.NUMBER or indicator.formula is not None:
            continue
        told = told_nature(indicator.name, indicator.unit.text)
        if told is not None and told is not indicator.nature:
            message = f"«{indicator.name}» ({indicator.code}) chưa ghi `tính chất`; tên và đơn vị cho thấy là «{told}»"
            remedy = f"thêm `tính chất: {told}`; nếu là số tại một thời điểm thì ghi `tính chất: thời điểm`"
            yield Diagnostic("CT138", message, indicator.span, remedy)
