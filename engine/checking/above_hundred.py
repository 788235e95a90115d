"""CT151: a share of a whole above 100%."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from engine.checking.content import WorkspaceContent, goals
from engine.checking.ranges import is_share
from engine.files.diagnostics import Diagnostic
from engine.rulebook.logic import Test, leaves

_HUNDRED = Fraction(100)


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    remedy = "kiểm tra con số, hoặc đổi tên số liệu nếu không phải tỷ lệ của một tổng thể"
    for fact in checked.given:
        indicator = checked.rulebook.indicators[fact.code]
        if is_share(indicator) and fact.value.low is not None and fact.value.low > _HUNDRED:
            yield Diagnostic("CT151", f"«{indicator.code}» là {fact.text}, lớn hơn 100%", fact.span, remedy)
    for criterion in checked.rulebook.criteria:
        for logic in goals(criterion):
            for leaf in leaves(logic):
                named = checked.rulebook.indicators.get(leaf.input.code or "") if isinstance(leaf, Test) else None
                if isinstance(leaf, Test) and named is not None and is_share(named) and _above(leaf):
                    yield Diagnostic("CT151", f"ngưỡng «{leaf.text}» lớn hơn 100%", leaf.span, remedy)


def _above(test: Test) -> bool:
    return test.threshold is not None and test.threshold > _HUNDRED
