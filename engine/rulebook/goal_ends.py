"""Which way is better where a number tells it and the words do not: at 0 of what is never below 0, and of places in a ranking."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from engine.language.syntax import Binary, Call, Comparison, Direction, Formula, Quantity, Ref, Relation, YesNo
from engine.rulebook.formulas import RefusedExpression
from engine.rulebook.rulebook import Indicator

_TWO_SIDED = (Relation.POINT, Relation.RANGE, Relation.EQUAL)
_EITHER_SIDE = (Relation.ABOVE, Relation.BELOW, Relation.AT_LEAST)
_SAME_SIGN = (
    "ratio",
    "total",
    "average",
    "greatest",
    "least",
    "cumulated",
    "period_mean",
    "previous_year",
    "like_period",
)


def less_is_better(comparison: Comparison, subject: Formula, indicators: Mapping[str, Indicator]) -> bool:
    """Returns whether the comparison is with 0, or a range from 0 on, of what is never below 0: «0 vụ», «0-2 vụ».

    With more as the better it would hold for every value, and 7 vụ would be more than asked for.
    """
    bound = comparison.bound
    at_end = comparison.relation in _TWO_SIDED and isinstance(bound, Quantity) and bound.value == 0
    return at_end and _never_negative(subject, indicators, frozenset())


def check_place(comparison: Comparison, words: str) -> None:
    """Raises RefusedExpression where ``words`` leave open which side of a place is meant: «trên 10», «từ 10 trở lên»."""
    numeric = any(sign in words for sign in "<>≤≥")
    if not numeric and (comparison.relation in _EITHER_SIDE or "trở xuống" in words):
        message = f"với thứ hạng, «{words}» có thể hiểu là tốt hơn hoặc kém hơn"
        remedy = "viết `hạng 10 trở lên`, `không quá hạng 10`, hoặc so bằng dấu: `<= 10`, `> 10`"
        raise RefusedExpression("CT116", message, comparison.at, remedy)


def as_place(comparison: Comparison) -> Comparison:
    """Returns a goal in a ranking with the lower place as the better one: beyond «không quá 10» lies the 3rd place.

    Raises RefusedExpression where it asks for more.
    """
    if comparison.direction is Direction.UP:
        remedy = "viết `hạng 10 trở lên` hoặc `không quá hạng 10`"
        raise RefusedExpression(
            "CT116", "thứ hạng càng nhỏ càng tốt, câu này lại đòi số lớn hơn", comparison.at, remedy
        )
    relation = Relation.POINT if comparison.relation is Relation.AT_MOST else comparison.relation
    return comparison._replace(relation=relation, direction=Direction.DOWN)


def is_none(comparison: Comparison) -> bool:
    """Returns whether the words say «không còn», «không để xảy ra» and no number."""
    return comparison.relation is Relation.EQUAL and comparison.bound.at == comparison.at


def of_number(condition: YesNo) -> Comparison:
    """Returns «không có» of something counted: 0 of it."""
    zero = Quantity(Fraction(0), "", condition.at)
    return Comparison(condition.subject, Relation.EQUAL, zero, None, Direction.DOWN, False, condition.at)


def _never_negative(formula: Formula, indicators: Mapping[str, Indicator], seen: frozenset[str]) -> bool:
    match formula:
        case Quantity(value=value):
            return value >= 0
        case Ref(code=code) if code in indicators and code not in seen:
            indicator = indicators[code]
            if indicator.formula is not None:
                return _never_negative(indicator.formula, indicators, seen | {code})
            return indicator.ends.low is not None and indicator.ends.low >= 0 and not indicator.is_growth
        case Binary(operator="+" | "*" | "/", left=left, right=right):
            return _never_negative(left, indicators, seen) and _never_negative(right, indicators, seen)
        case Call(function=function, arguments=arguments) if function in _SAME_SIGN:
            return all(_never_negative(argument, indicators, seen) for argument in arguments)
    return False
