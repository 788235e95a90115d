"""CT120: a condition that no values can make true."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent, conditions
from engine.checking.satisfiable import Satisfiability
from engine.files.diagnostics import Diagnostic
from engine.rulebook.rulebook import Rulebook


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    answers = Satisfiability(checked.rulebook)
    reconciliations = {id(reconciliation.check) for reconciliation in checked.rulebook.reconciliations}
    passed_over = reconciliations | set(_derived(checked.rulebook))
    for logic in conditions(checked.rulebook):
        if id(logic) not in passed_over and not answers.condition(logic):
            message = f"điều kiện «{logic.text}» không bao giờ đúng"
            yield Diagnostic("CT120", message, logic.span, "xem lại các con số, dấu so sánh, hoặc chữ «và» nối chúng")


def _derived(rulebook: Rulebook) -> Iterator[int]:
    """Every vượt that nobody wrote: «giảm còn 0 vụ» can be đạt, and simply has nothing beyond it."""
    for criterion in rulebook.criteria:
        for wording in criterion.wordings:
            for threshold in wording.thresholds:
                if threshold.exceeded is not None and threshold.exceeded.span == threshold.met.span:
                    yield id(threshold.exceeded)
