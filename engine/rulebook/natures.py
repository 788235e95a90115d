"""What a formula is by its operands: a stock, a total, a rate or a plan, and whether a value may still change.

Source: 9-periods-points, «Two readings» (labels).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.language.syntax import Binary, Call, Formula, Negative, Quantity, Ref
from engine.rulebook.rulebook import Indicator, Nature

Indicators = Mapping[str, Indicator]

LIKE = ("like_period", "like_ratio", "growth")
"""The functions that hold a value against the same period a year before."""
OTHER_YEARS = ("previous_year", "value_in_year")
"""Those that read the final value of another year: constants."""


def operands(formula: Formula, indicators: Indicators, year: int | None = None) -> Iterator[str]:
    """The given indicators of the year evaluated that ``formula`` rests on, through the formulas of computed ones, each once.

    «giá_trị» of ``year`` is one of them; where that is None, of any year. Definitions that go round in a circle end, and a
    chain of any length is followed: both are reported elsewhere, and later.
    """
    seen: set[str] = set()
    rest = [formula]
    while rest:
        match rest.pop():
            case Ref(code=code) if code in indicators and code not in seen:
                seen.add(code)
                inner = indicators[code].formula
                if inner is None:
                    yield code
                else:
                    rest.append(inner)
            case Negative(operand=operand):
                rest.append(operand)
            case Binary(left=left, right=right):
                rest += (right, left)
            case Call() as call if year_of_value(call) is not None:
                if year in (None, year_of_value(call)):
                    rest.append(call.arguments[0])
            case Call(function=function, arguments=arguments) if function not in (*OTHER_YEARS, "claimed"):
                rest += reversed(arguments)


def year_of_value(call: Call) -> int | None:
    """The year of «giá_trị(x, 2023)», which in a file of that year is just x; None of any other call."""
    asked = call.arguments[-1]
    return int(asked.value) if call.function == "value_in_year" and isinstance(asked, Quantity) else None


def is_open_ended(formula: Formula, indicators: Indicators) -> bool:
    """Whether a value of ``formula`` may be one that its period may yet change."""
    if isinstance(formula, Call) and formula.function == "period_mean":
        return True
    return any(indicators[code].nature.has_period for code in operands(formula, indicators))


def nature_of(
    formula: Formula,
    indicators: Indicators,
    year: int | None = None,
    formula_of: Callable[[str], Formula | None] | None = None,
) -> Nature | None:
    """The label of ``formula`` in the file of ``year``; None of a constant, to which values of other years belong.

    ``formula_of`` tells by which formula an indicator is computed, None where its given value counts; without it as the
    catalogue says.
    """
    return _Labels(indicators, year, formula_of or (lambda code: indicators[code].formula)).of(formula)


class _Labels:
    """Labels of formulas. ``known``: those found so far, by code; of what is being looked at, None."""

    def __init__(self, indicators: Indicators, year: int | None, formula_of: Callable[[str], Formula | None]) -> None:
        self.indicators, self.year, self.formula_of = indicators, year, formula_of
        self.known: dict[str, Nature | None] = {}

    def of(self, formula: Formula) -> Nature | None:
        match formula:
            case Quantity():
                return None
            case Ref(code=code):
                if code not in self.known:
                    inner = self.formula_of(code)
                    self.known[code] = None if inner is not None else self.indicators[code].nature
                    if inner is not None:
                        self.known[code] = self.of(inner)
                return self.known[code]
            case Negative(operand=operand):
                return self.of(operand)
            case Binary(operator=operator, left=left, right=right):
                return _joined(operator, self.of(left), self.of(right))
        return self._of_call(formula)

    def _of_call(self, call: Call) -> Nature | None:
        function, arguments = call.function, call.arguments
        if self.year is not None and year_of_value(call) == self.year:
            return self.of(arguments[0])
        if function in (*OTHER_YEARS, "claimed"):
            return None
        natures = [self.of(argument) for argument in arguments]
        match function:
            case "like_period" | "actual_only" | "estimate_only" | "alongside":
                return natures[0]
            case "cumulated":
                return Nature.PLAN if natures[0] is Nature.PLAN else Nature.CUMULATIVE
            case "total" | "average":
                joined = natures[0]
                for other in natures[1:]:
                    joined = _joined("+", joined, other)
                return joined
            case "ratio":
                return _joined("/", natures[0], natures[1])
        return Nature.RATE


def _joined(operator: str, left: Nature | None, right: Nature | None) -> Nature | None:
    fixed = (None, Nature.PLAN)
    totals = (Nature.FLOW, Nature.CUMULATIVE)
    if left in fixed and right in fixed:
        return left or right
    if operator in "+-":
        if Nature.STOCK in (left, right) and {left, right} <= {Nature.STOCK, *totals, *fixed}:
            return Nature.STOCK
        if {left, right} <= {*totals, *fixed}:
            return left if left in totals else right
        return Nature.RATE
    one, other = (left, right) if right in fixed else (right, left)
    if other in fixed and one in (Nature.STOCK, *totals) and (operator == "*" or right in fixed):
        return one
    return Nature.RATE


def cumulated(formula: Formula, indicators: Indicators) -> tuple[Formula, list[str]]:
    """``formula`` with sums over the years for what is counted or planned in each year, and the codes of any other nature.

    What reads single years («năm_trước») stays.
    """
    match formula:
        case Ref(code=code, at=at):
            indicator = indicators.get(code)
            fits = indicator is not None and indicator.nature in (Nature.FLOW, Nature.PLAN)
            return Call("cumulated", (formula,), at), [] if fits else [code]
        case Negative(operand=operand, at=at):
            inner, others = cumulated(operand, indicators)
            return Negative(inner, at), others
        case Binary(operator=operator, left=left, right=right, at=at):
            (one, others), (two, more) = cumulated(left, indicators), cumulated(right, indicators)
            return Binary(operator, one, two, at), [*others, *more]
        case Call(function=function, arguments=arguments, at=at) if function not in OTHER_YEARS:
            parts = [cumulated(argument, indicators) for argument in arguments]
            return Call(function, tuple(p for p, _ in parts), at), [code for _, others in parts for code in others]
    return formula, []
