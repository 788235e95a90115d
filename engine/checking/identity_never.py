"""CT123: a reconciliation that no values can make agree."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.checking.linear import constant_part
from engine.checking.satisfiable import Satisfiability
from engine.files.diagnostics import Diagnostic
from engine.language.interval import point
from engine.language.logic import Truth
from engine.rulebook.rulebook import Reconciliation, Test


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    answers = Satisfiability(checked.rulebook)
    for reconciliation in checked.rulebook.reconciliations:
        if not answers.condition(reconciliation.check) or _is_constant(reconciliation):
            message = f"phép đối chiếu {reconciliation.id} không bao giờ khớp được"
            remedy = "xem lại hai vế của `kiểm`: với mọi số liệu hai vế vẫn khác nhau"
            yield Diagnostic("CT123", message, reconciliation.check.span, remedy)


def _is_constant(reconciliation: Reconciliation) -> bool:
    """Whether both sides differ by one and the same number, whatever the values are («a = a + 5»)."""
    test = reconciliation.check
    if not isinstance(test, Test):
        return False
    constant = constant_part(test.input.formula)
    return constant is not None and (point(constant).within(test.allowed) is Truth.TRUE) == test.negated
