"""Formulas as people check them by hand: «5 / 22 × 100», with the numbers of one case in place of the codes."""

from __future__ import annotations

from fractions import Fraction

from engine.factbase.base import FactBase
from engine.factbase.input_values import InputValue
from engine.language import display
from engine.language.syntax import Binary, Call, Formula, Negative, Quantity, Ref
from engine.language.units import BARE, Unit, in_unit
from engine.rulebook.rulebook import Input, Rulebook

_SIGNS = {"+": "+", "-": "-", "*": "×", "/": "/"}
_TIGHT = {"*", "/"}
NO_VALUE = "(chưa có)"


def in_numbers(formula: Formula, facts: FactBase) -> str:
    """``formula`` with the value of every indicator; «(chưa có)» where there is none."""
    return _written(formula, facts, tight=False)


_CALLED = {
    "previous_year": "năm trước",
    "actual_only": "thực hiện",
    "estimate_only": "ước thực hiện",
    "like_period": "cùng kỳ năm trước",
    "cumulated": "cộng dồn",
    "period_mean": "bình quân giai đoạn",
}
_CALLED_BEFORE = {"growth": "tốc độ tăng của", "like_ratio": "tỷ lệ so với cùng kỳ của"}


def in_names(formula: Formula, rulebook: Rulebook) -> str:
    """``formula`` with the names of the indicators: «Dự toán thu × 0,95», «Thu ngân sách năm trước»."""
    match formula:
        case Quantity(value=value):
            return display.computed_amount(value, BARE)
        case Ref(code=code):
            return rulebook.indicators[code].name
        case Negative(operand=operand):
            return f"-{in_names(operand, rulebook)}"
        case Binary(operator=operator, left=left, right=right):
            sides = [in_names(side, rulebook) for side in (left, right)]
            if operator in _TIGHT:
                sides = [f"({s})" if isinstance(f, Binary) else s for s, f in zip(sides, (left, right), strict=True)]
            return f"{sides[0]} {_SIGNS[operator]} {sides[1]}"
        case Call(function="value_in_year", arguments=(subject, Quantity(value=year))):
            return f"{in_names(subject, rulebook)} năm {year}"
        case Call(function=function, arguments=(subject,)) if function in _CALLED:
            return f"{in_names(subject, rulebook)} {_CALLED[function]}"
        case Call(function=function, arguments=(subject,)) if function in _CALLED_BEFORE:
            return f"{_CALLED_BEFORE[function]} {in_names(subject, rulebook)}"
        case Call(function="ratio", arguments=(first, second)):
            return f"tỷ lệ {in_names(first, rulebook)} trên {in_names(second, rulebook)}"
        case Call(arguments=arguments):
            joined = "; ".join(in_names(argument, rulebook) for argument in arguments)
            return joined if len(arguments) == 1 else f"{_OF_SEVERAL.get(formula.function, 'tính từ')} {joined}"


_OF_SEVERAL = {"total": "tổng", "average": "bình quân", "greatest": "số lớn nhất trong", "least": "số nhỏ nhất trong"}


def value_text(measured: InputValue, unit: Unit) -> str:
    """The value of a formula in ``unit``, as a computed number."""
    if measured.value is None:
        return "chưa tính được"
    return display.interval(in_unit(measured.value, unit), unit, display.computed_amount)


def _written(formula: Formula, facts: FactBase, tight: bool) -> str:
    """``tight``: the text stands beside × or /, so that a sum needs brackets."""
    match formula:
        case Quantity(value=value):
            return display.computed_amount(value, BARE)
        case Ref(code=code):
            return _value(facts, code)
        case Negative(operand=operand):
            return f"-{_written(operand, facts, tight=True)}"
        case Binary(operator=operator, left=left, right=right):
            inner = operator in _TIGHT
            text = (
                f"{_written(left, facts, inner)} {_SIGNS[operator]} {_written(right, facts, inner or operator == '-')}"
            )
            return f"({text})" if tight and not (inner and operator == "*") else text
        case Call():
            return _call(formula, facts, tight)


def _call(call: Call, facts: FactBase, tight: bool) -> str:
    arguments = call.arguments
    match call.function:
        case "ratio":
            text = f"{_written(arguments[0], facts, True)} / {_written(arguments[1], facts, True)} × 100"
            return f"({text})" if tight else text
        case "total":
            text = " + ".join(_written(a, facts, False) for a in arguments)
            return f"({text})" if tight else text
        case "average":
            total = " + ".join(_written(a, facts, False) for a in arguments)
            return f"({total}) / {len(arguments)}"
        case "greatest" | "least":
            name = "số lớn nhất" if call.function == "greatest" else "số nhỏ nhất"
            return f"{name} trong [{'; '.join(_written(a, facts, False) for a in arguments)}]"
        case "growth":
            code = _code(call)
            before = _in_year(facts, code, facts.facts.year - 1)
            return f"{_value(facts, code)} / {before} × 100 - 100"
        case "previous_year":
            return f"{_in_year(facts, _code(call), facts.facts.year - 1)} (năm {facts.facts.year - 1})"
        case "value_in_year":
            asked = arguments[1]
            year = int(asked.value) if isinstance(asked, Quantity) else facts.facts.year
            return f"{_in_year(facts, _code(call), year)} (năm {year})"
        case "cumulated":
            years = range(facts.rulebook.resolution.first_year, facts.facts.year + 1)
            return " + ".join(f"{_in_year(facts, _code(call), year)} ({year})" for year in years)
        case "off_claim":
            return _written(arguments[0], facts, tight)
    measured = facts.measured(Input("", call, BARE, None))  # thực_hiện(x), ước(x), nêu(x)
    return _shown(measured, facts.rulebook.indicators[_code(call)].unit)


def _code(call: Call) -> str:
    subject = call.arguments[0]
    return subject.code if isinstance(subject, Ref) else ""


def _value(facts: FactBase, code: str) -> str:
    return _shown(facts.value(code), facts.rulebook.indicators[code].unit)


def _in_year(facts: FactBase, code: str, year: int) -> str:
    other = facts.in_year(year)
    return NO_VALUE if other is None else _value(other, code)


def _shown(measured: InputValue, unit: Unit) -> str:
    if measured.value is None:
        return NO_VALUE
    bare = unit if unit.scale != Fraction(1) else BARE
    text = display.interval(in_unit(measured.value, unit), bare, display.computed_amount)
    return text if measured.value.exact is not None else f"[{text}]"
