"""Formulas as people check them by hand: «5 / 22 × 100», with the numbers of one case in place of the codes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.factbase.base import FactBase
from engine.factbase.input_values import InputValue
from engine.language import display
from engine.language.patterns import compiled
from engine.language.syntax import Binary, Call, Formula, Negative, Quantity, Ref
from engine.language.units import BARE, Unit, in_unit
from engine.rulebook.rulebook import Rulebook

_SIGNS = {"+": "+", "-": "-", "*": "×", "/": "/"}
_CODE = compiled(r"[^\W\d]\w*(?:\.\w+)+")
_TIGHT = {"*", "/"}
NO_VALUE = "(chưa có)"


def in_numbers(formula: Formula, facts: FactBase) -> str:
    """``formula`` with the value of every indicator; «(chưa có)» where there is none."""
    return _Numbers(facts, formula).written(formula, tight=False)


_CALLED = {
    "previous_year": "năm trước",
    "actual_only": "thực hiện",
    "estimate_only": "ước thực hiện",
    "like_period": "cùng kỳ năm trước",
    "cumulated": "cộng dồn",
    "period_mean": "bình quân giai đoạn",
}
_CALLED_BEFORE = {"growth": "tốc độ tăng của", "like_ratio": "tỷ lệ so với cùng kỳ của"}


def with_names(text: str, names: Mapping[str, str]) -> str:
    """Returns a condition or formula as it is written, with the names of indicators in place of their codes.

    >>> with_names("htx.tong từ 5 và x.htx.tong", {"htx.tong": "Tổng số HTX", "x": "X"})
    'Tổng số HTX từ 5 và x.htx.tong'
    """
    return _CODE.sub(lambda code: names.get(code.group(), code.group()), text)


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


class _Numbers(NamedTuple):
    """Writes parts of ``whole`` in the numbers that they have in it."""

    facts: FactBase
    whole: Formula

    def written(self, formula: Formula, tight: bool) -> str:
        """``tight``: the text stands beside × or /, so that a sum needs brackets."""
        match formula:
            case Quantity(value=value):
                return display.computed_amount(value, BARE)
            case Ref(code=code):
                return self._value(formula, code)
            case Negative(operand=operand):
                return f"-{self.written(operand, tight=True)}"
            case Binary(operator=operator, left=left, right=right):
                inner = operator in _TIGHT
                sides = self.written(left, inner), self.written(right, inner or operator == "-")
                text = f"{sides[0]} {_SIGNS[operator]} {sides[1]}"
                return f"({text})" if tight and not (inner and operator == "*") else text
            case Call():
                return self._call(formula, tight)

    def _call(self, call: Call, tight: bool) -> str:
        arguments, year = call.arguments, self.facts.facts.year
        match call.function:
            case "ratio":
                text = f"{self.written(arguments[0], True)} / {self.written(arguments[1], True)} × 100"
            case "total":
                text = " + ".join(self.written(a, False) for a in arguments)
            case "average":
                return f"({' + '.join(self.written(a, False) for a in arguments)}) / {len(arguments)}"
            case "greatest" | "least":
                name = "số lớn nhất" if call.function == "greatest" else "số nhỏ nhất"
                return f"{name} trong [{'; '.join(self.written(a, False) for a in arguments)}]"
            case "growth" | "like_ratio":
                before = self._value(Call("like_period", arguments, call.at), _code(call))
                text = f"{self.written(arguments[0], True)} / {before} × 100"
                text += " - 100" if call.function == "growth" else ""
            case "like_period":
                return f"{self._value(call, _code(call))} (cùng kỳ năm {year - 1})"
            case "previous_year":
                return f"{self._value(call, _code(call))} (năm {year - 1})"
            case "value_in_year":
                asked = arguments[1]
                other = int(asked.value) if isinstance(asked, Quantity) else year
                return f"{self._value(call, _code(call))} (năm {other})"
            case "cumulated":
                years = range(self.facts.rulebook.resolution.first_year, year + 1)
                return " + ".join(f"{_in_year(self.facts, _code(call), one)} ({one})" for one in years)
            case "off_claim" | "alongside":
                return self.written(arguments[0], tight)
            case _:  # thực_hiện(x), ước(x), nêu(x)
                return self._value(call, _code(call))
        return f"({text})" if tight else text

    def _value(self, part: Formula, code: str) -> str:
        return _shown(self.facts.within(self.whole, part), self.facts.rulebook.indicators[code].unit)


def _code(call: Call) -> str:
    subject = call.arguments[0]
    return subject.code if isinstance(subject, Ref) else ""


def _in_year(facts: FactBase, code: str, year: int) -> str:
    other = facts.in_year(year)
    return NO_VALUE if other is None else _shown(other.value(code), facts.rulebook.indicators[code].unit)


def _shown(measured: InputValue, unit: Unit) -> str:
    if measured.value is None:
        return NO_VALUE
    bare = unit if unit.scale != Fraction(1) else BARE
    text = display.interval(in_unit(measured.value, unit), bare, display.computed_amount)
    return text if measured.value.exact is not None else f"[{text}]"
