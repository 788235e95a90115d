"""CT120: a condition that no values can make true."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent, conditions
from engine.checking.satisfiable import Satisfiability
from engine.files.diagnostics import Diagnostic


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    answers = Satisfiability(checked.rulebook)
    reconciliations = {id(reconciliation.check) for reconciliation in checked.rulebook.reconciliations}
    for logic in conditions(checked.rulebook):
        if id(logic) not in reconciliations and not answers.condition(logic):
            message = f"điều kiện «{logic.text}» không bao giờ đúng"
            yield Diagnostic("CT120", message, logic.span, "xem lại các con số, dấu so sánh, hoặc chữ «và» nối chúng")
