"""Formulas against the catalogue: names resolved, literals in base units, and the unit of the result."""

from __future__ import annotations

from collections.abc import Container, Iterator
from fractions import Fraction

from engine.files.diagnostics import Problems
from engine.files.scalars import Text
from engine.language.syntax import Binary, Call, Extent, Formula, Negative, Quantity, Ref
from engine.language.units import (
    BARE,
    NO_DIMENSION,
    PERCENT,
    PERCENT_UNIT,
    POINTS_UNIT,
    Unit,
    UnitMismatch,
    divided,
    fit,
    multiplied,
    parse_unit,
)
from engine.language.words import FUNCTIONS
from engine.rulebook.rulebook import Indicator, Kind

Resolved = tuple[Formula, Unit | None]
"""A formula in base units and the unit of its value; None where the tool does not follow the unit."""

_ARITIES = {
    "ratio": (2, 2),
    "total": (1, None),
    "average": (1, None),
    "greatest": (1, None),
    "least": (1, None),
    "previous_year": (1, 1),
    "growth": (1, 1),
    "value_in_year": (2, 2),
    "actual_only": (1, 1),
    "estimate_only": (1, 1),
    "claimed": (1, 1),
    "cumulated": (1, 1),
    "period_mean": (1, 1),
    "like_period": (1, 1),
    "like_ratio": (1, 1),
}
WRITTEN = {english: vietnamese for vietnamese, english in FUNCTIONS.items()} | {
    "cumulated": "cộng dồn",
    "period_mean": "bình quân giai đoạn",
}
"""What staff write for each function."""
_OF_ONE_INDICATOR = {
    "previous_year", "growth", "value_in_year", "actual_only", "estimate_only", "claimed", "cumulated", "period_mean",
    "like_period", "like_ratio",
}  # fmt: skip


class FormulaReader:
    """Resolves the formulas of one rulebook against its catalogue; problems go where ``problems`` collects them."""

    claims_allowed = False
    """Only a check of đối chiếu may ask what the report claims."""

    def __init__(self, indicators: dict[str, Indicator], broken: Container[str], problems: Problems) -> None:
        self.indicators = indicators
        self.broken = broken
        self.problems = problems

    def resolve(self, formula: Formula, text: Text) -> Resolved | None:
        """``formula`` of ``text`` in base units; None, with the problem reported, where it makes no sense."""
        try:
            return self.unit_checked(formula)
        except RefusedExpression as refused:
            if refused.code:
                self.problems.add(
                    refused.code, refused.message, text.part(refused.at.start, refused.at.end), refused.remedy
                )
            return None

    def indicator(self, code: str, at: Extent) -> Indicator:
        """The indicator ``code``; refused with the nearest name where there is none."""
        found = self.indicators.get(code)
        if found is None:
            if code in self.broken:
                raise RefusedExpression("", "", at, "")
            close = self.problems.nearest(code, self.indicators)
            remedy = f"phải chăng là `{close}`?" if close else "khai báo mã này ở mục «số liệu» của nghi-quyet.yaml"
            raise RefusedExpression("CT101", f"số liệu «{code}» không có trong danh mục", at, remedy)
        return found

    def unit_checked(self, formula: Formula) -> Resolved:
        """``formula`` in base units. Raises RefusedExpression."""
        match formula:
            case Quantity():
                return self._literal(formula)
            case Ref(code=code, at=at):
                indicator = self.indicator(code, at)
                if indicator.kind is not Kind.NUMBER:
                    raise RefusedExpression(
                        "CT110",
                        f"«{code}» ({indicator.kind}) không phải là số",
                        at,
                        "trong công thức chỉ dùng số liệu kiểu số",
                    )
                return formula, indicator.unit
            case Negative(operand=operand, at=at):
                inner, unit = self.unit_checked(operand)
                return Negative(inner, at), unit
            case Binary(
                "/", Binary("*", left, rate), Quantity(value=Fraction(numerator=100, denominator=1), unit=""), at
            ):
                return self._share(self.unit_checked(left), self.unit_checked(rate), formula, at)
            case Binary(operator=operator, left=left, right=right, at=at):
                return self._binary(operator, self.unit_checked(left), self.unit_checked(right), at)
            case Call():
                return self._call(formula)

    def _literal(self, quantity: Quantity) -> Resolved:
        unit = parse_unit(quantity.unit)
        return Quantity(quantity.value * unit.scale, "", quantity.at), unit

    def _binary(self, operator: str, left: Resolved, right: Resolved, at: Extent) -> Resolved:
        if operator in "+-":
            (a, unit), (b, _) = self.alike(left, right, at)
            return Binary(operator, a, b, at), unit
        (a, unit_a), (b, unit_b) = left, right
        if unit_a is None or unit_b is None:
            return Binary(operator, a, b, at), None
        if operator == "*":
            if PERCENT in (unit_a.dimension, unit_b.dimension) and NO_DIMENSION not in (
                unit_a.dimension,
                unit_b.dimension,
            ):
                raise RefusedExpression(
                    "CT103", "nhân với tỷ lệ phần trăm mà không chia cho 100", at, "viết `a * b / 100`"
                )
            return Binary("*", a, b, at), multiplied(unit_a, unit_b)
        return Binary("/", a, b, at), divided(unit_a, unit_b)

    def _share(self, whole: Resolved, rate: Resolved, formula: Binary, at: Extent) -> Resolved:
        """«a * b / 100»: with b in %, a part of a; otherwise an ordinary product and quotient."""
        (a, unit), (b, rate_unit) = whole, rate
        hundred = formula.right
        if rate_unit is not None and rate_unit.dimension == PERCENT:
            return Binary("/", Binary("*", a, b, at), hundred, at), unit
        return self._binary("/", self._binary("*", whole, rate, at), (hundred, BARE), at)

    def alike(self, left: Resolved, right: Resolved, at: Extent) -> tuple[Resolved, Resolved]:
        """Both sides in one unit; a bare constant takes the unit of the other side. Raises RefusedExpression for unlike units."""
        left, right = _scaled_like(left, right), _scaled_like(right, left)
        if left[1] is not None and right[1] is not None:
            try:
                _same_kind(left[1], right[1])
            except UnitMismatch as mismatch:
                raise RefusedExpression(
                    "CT103", str(mismatch), at, "chỉ cộng, trừ, so sánh những số cùng loại đơn vị"
                ) from None
        return left, right

    def _call(self, call: Call) -> Resolved:
        least, most = _ARITIES[call.function]
        if len(call.arguments) < least or (most is not None and len(call.arguments) > most):
            name = WRITTEN[call.function]
            much = f"{least} số liệu" if least == most else f"ít nhất {least} số liệu"
            remedy = f"viết `{name}({', '.join('abcd'[:least])})` với {much}"
            raise RefusedExpression(
                "CT112", f"hàm `{name}` cần {much}, ở đây có {len(call.arguments)}", call.at, remedy
            )
        if call.function == "claimed" and not self.claims_allowed:
            remedy = "bỏ hàm này; muốn so với số báo cáo nêu thì viết phép đối chiếu"
            raise RefusedExpression("CT112", "hàm `nêu` chỉ dùng được trong `kiểm` của mục đối chiếu", call.at, remedy)
        if call.function in _OF_ONE_INDICATOR:
            return self._of_one(call)
        parts = [self.unit_checked(argument) for argument in call.arguments]
        if call.function == "ratio":
            first, second = self.alike(parts[0], parts[1], call.at)
            return Call("ratio", (first[0], second[0]), call.at), PERCENT_UNIT
        for position in range(1, len(parts)):
            parts[0], parts[position] = self.alike(parts[0], parts[position], call.at)
        return Call(call.function, tuple(p[0] for p in parts), call.at), parts[0][1]

    def _of_one(self, call: Call) -> Resolved:
        subject = call.arguments[0]
        if not isinstance(subject, Ref):
            raise RefusedExpression(
                "CT112", "hàm này chỉ dùng với một mã số liệu", call.at, "ví dụ: năm_trước(htx.thanh_vien)"
            )
        _, unit = self.unit_checked(subject)
        if call.function == "value_in_year":
            year = call.arguments[1]
            if not (
                isinstance(year, Quantity)
                and not year.unit
                and year.value.denominator == 1
                and 1900 <= year.value <= 2200
            ):
                raise RefusedExpression(
                    "CT112", "hàm `giá_trị` cần một năm", call.at, "ví dụ: giá_trị(htx.thanh_vien, 2020)"
                )
        if call.function in ("growth", "like_ratio"):
            unit = PERCENT_UNIT
        return call, unit


def _scaled_like(side: Resolved, other: Resolved) -> Resolved:
    formula, unit = side
    bare = unit == BARE and not any(references(formula))
    if not bare or other[1] is None or other[1] == BARE:
        return side
    if isinstance(formula, Quantity):
        return Quantity(formula.value * other[1].scale, "", formula.at), other[1]
    return Binary("*", formula, Quantity(other[1].scale, "", formula.at), formula.at), other[1]


def _same_kind(left: Unit, right: Unit) -> None:
    """Raises UnitMismatch where values of the two units cannot be added or compared; per-parts are not looked at."""
    if (left == BARE) != (right == BARE):
        named = right if left == BARE else left
        raise UnitMismatch(f"một vế là số không có đơn vị, vế kia tính bằng «{named}»")
    fit(Unit(right.text, right.dimension, right.scale), Unit(left.text, left.dimension, left.scale))


def against(reader_unit: Unit | None, literal: Quantity) -> Fraction:
    """``literal`` in base units, where a bare number takes ``reader_unit``. Raises UnitMismatch.

    «8/10 xã» counts 8, and of a percentage is 80%.
    """
    if literal.whole and reader_unit is not None and reader_unit.dimension == PERCENT:
        return literal.value / literal.whole * 100
    unit = parse_unit(literal.unit)
    if reader_unit is None:
        return literal.value * unit.scale
    return literal.value * fit(unit, reader_unit)


def references(formula: Formula) -> Iterator[Ref]:
    """All indicators named in ``formula``."""
    match formula:
        case Ref():
            yield formula
        case Negative(operand=operand):
            yield from references(operand)
        case Binary(left=left, right=right):
            yield from references(left)
            yield from references(right)
        case Call(arguments=arguments):
            for argument in arguments:
                yield from references(argument)


def calls_in(formula: Formula) -> Iterator[Call]:
    """All calls of functions written in ``formula``, the outer ones first."""
    match formula:
        case Negative(operand=operand):
            yield from calls_in(operand)
        case Binary(left=left, right=right):
            yield from calls_in(left)
            yield from calls_in(right)
        case Call(arguments=arguments):
            yield formula
            for argument in arguments:
                yield from calls_in(argument)


def depth(formula: Formula) -> int:
    """The levels of ``formula`` above its deepest part, counted without recursion: a sum of n + 1 parts joined by + has n.

    What takes more of the stack to follow than a sum counts more.
    """
    deepest, rest = 0, [(formula, 0)]
    while rest:
        part, level = rest.pop()
        deepest = max(deepest, level)
        match part:
            case Negative(operand=operand):
                rest.append((operand, level + 2))
            case Binary(left=left, right=right):
                rest += ((left, level + 1), (right, level + 2))
            case Call(arguments=arguments):
                rest += ((argument, level + 3) for argument in arguments)
    return deepest


def canonical(formula: Formula) -> str:
    """One text for equal formulas, used as the key of an input."""
    match formula:
        case Quantity(value=value):
            return str(value)
        case Ref(code=code):
            return code
        case Negative(operand=operand):
            return f"-({canonical(operand)})"
        case Binary(operator=operator, left=left, right=right):
            return f"({canonical(left)} {operator} {canonical(right)})"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(canonical, arguments))})"


def difference_unit(unit: Unit | None) -> Unit:
    """The unit that a difference of two values in ``unit`` is shown in: of two rates, điểm %."""
    if unit is None:
        return BARE
    return POINTS_UNIT if unit.is_rate else unit


class RefusedExpression(Exception):
    """A formula or condition that makes no sense; ``code`` is empty where the problem is reported already."""

    def __init__(self, code: str, message: str, at: Extent, remedy: str) -> None:
        super().__init__(message)
        self.code, self.message, self.at, self.remedy = code, message, at, remedy
