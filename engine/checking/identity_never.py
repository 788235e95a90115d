"""CT123: a reconciliation that no values can make agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from engine.checking.content import WorkspaceContent
from engine.checking.satisfiable import Satisfiability
from engine.files.diagnostics import Diagnostic
from engine.language.interval import point
from engine.language.logic import Truth
from engine.language.syntax import Binary, Call, Formula, Negative, Quantity, Ref
from engine.rulebook.logic import Test
from engine.rulebook.rulebook import Reconciliation


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    answers = Satisfiability(checked.rulebook)
    for reconciliation in checked.rulebook.reconciliations:
        if not answers.condition(reconciliation.check) or _is_constant(reconciliation):
            message = f"phép đối chiếu {reconciliation.id} không bao giờ khớp được"
            remedy = "xem lại hai vế của `kiểm`: với mọi số liệu hai vế vẫn khác nhau"
            yield Diagnostic("CT123", message, reconciliation.check.span, remedy)


def _is_constant(reconciliation: Reconciliation) -> bool:
    """Returns whether both sides differ by one number for all values («a = a + 5»)."""
    test = reconciliation.check
    if not isinstance(test, Test):
        return False
    constant = _constant_part(test.input.formula)
    return constant is not None and (point(constant).within(test.allowed) is Truth.TRUE) == test.negated


def _constant_part(formula: Formula) -> Fraction | None:
    """Returns the value of a linear formula in which all indicators cancel out; None for another one."""
    terms: dict[str, Fraction] = defaultdict(Fraction)
    try:
        for code, factor in _terms(formula, Fraction(1)):
            terms[code] += factor
    except _NotLinear:
        return None
    constant = terms.pop("", Fraction(0))
    return None if any(terms.values()) else constant


class _NotLinear(Exception):
    """The formula has products of indicators, divisions by them, or functions other than tổng."""


def _terms(formula: Formula, factor: Fraction) -> Iterator[tuple[str, Fraction]]:
    """Yields codes with their factors; the code '' is the constant. Raises _NotLinear."""
    match formula:
        case Quantity(value=value):
            yield "", value * factor
        case Ref(code=code):
            yield code, factor
        case Negative(operand=operand):
            yield from _terms(operand, -factor)
        case Binary(operator="+", left=left, right=right):
            yield from _terms(left, factor)
            yield from _terms(right, factor)
        case Binary(operator="-", left=left, right=right):
            yield from _terms(left, factor)
            yield from _terms(right, -factor)
        case Binary(operator="*", left=left, right=Quantity(value=value)):
            yield from _terms(left, factor * value)
        case Binary(operator="/", left=left, right=Quantity(value=value)) if value:
            yield from _terms(left, factor / value)
        case Call(function="total", arguments=arguments):
            for argument in arguments:
                yield from _terms(argument, factor)
        case _:
            raise _NotLinear
