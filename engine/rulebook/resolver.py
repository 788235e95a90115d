"""One condition against the catalogue: what was written → tests on inputs with constants in base units."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from engine.files.scalars import Text
from engine.files.source import Span
from engine.language import syntax
from engine.language.interval import Interval, point, stretches
from engine.language.names import meant
from engine.language.ranks import is_place
from engine.language.syntax import Comparison, Direction, Extent, Formula, Quantity, Ref, Relation
from engine.language.text import fold
from engine.language.units import BARE, Unit, UnitMismatch, parse_unit
from engine.rulebook import goal_ends
from engine.rulebook.formulas import (
    RefusedExpression,
    Resolved,
    against,
    difference_unit,
    references,
)
from engine.rulebook.inputs import Inputs
from engine.rulebook.logic import (
    AllOf,
    AnyOf,
    Asked,
    Input,
    KnowledgeTest,
    Logic,
    NotOf,
    PresenceTest,
    Reading,
    Sides,
    StatusTest,
    Test,
)
from engine.rulebook.natures import cumulated
from engine.rulebook.relations import ReadAs, simple_relations, values_for
from engine.rulebook.remedies import unit_remedy, whole_remedy
from engine.rulebook.rulebook import Indicator, Kind

_ZERO = Fraction(0)


class Resolver:
    """One condition in one reading. ``text`` is the sentence being resolved, for places in messages."""

    def __init__(
        self, inputs: Inputs, measured: Formula | None, good: Direction | None, reading: ReadAs, asked: Asked
    ) -> None:
        self.inputs = inputs
        self.measured = measured
        self.good = good
        self.reading = reading
        self.asked = asked
        self.text: Text | None = None

    # connectives

    def logic(self, condition: syntax.Condition) -> Logic | None:
        span, words = self._place(condition)
        match condition:
            case syntax.All(parts=parts):
                return self.all_of([self.logic(part) for part in parts], span)
            case syntax.Any(parts=parts):
                return self.any_of([self.logic(part) for part in parts], span)
            case syntax.Not(part=part):
                return self.negated(lambda: self.logic(part), span)
        if self.reading is ReadAs.BEYOND and not isinstance(condition, Comparison | syntax.Category):
            return None
        match condition:
            case Comparison():
                return self._comparison(condition)
            case syntax.YesNo(value=False) if fold(words).endswith("co") and self._is_number(condition):
                return self._comparison(goal_ends.of_number(condition))
            case syntax.YesNo(subject=subject, value=value):
                return self._ranked(subject, condition, Kind.YES_NO, (point(Fraction(int(value))),))
            case syntax.Category(subject=subject, names=names):
                return self._category(subject, condition, names)
            case syntax.Ordinal(subject=subject, name=name, upwards=upwards):
                rank = self._rank(subject, condition, name)
                bound = Interval(rank, None) if upwards else Interval(None, rank)
                return self._ranked(subject, condition, Kind.CATEGORY, (bound,))
            case syntax.Deadline(subject=subject, limit=limit, inclusive=inclusive):
                last = Interval(None, Fraction(limit.toordinal()), high_open=not inclusive)
                return self._ranked(subject, condition, Kind.DATE, (last,))
            case syntax.Status(of_target=of_target, id=identifier, standing=standing):
                return StatusTest(of_target, identifier, standing, words, span)
            case syntax.Presence(kind=kind, id=identifier, present=present):
                return PresenceTest(kind, identifier, present, words, span)
            case syntax.Knowledge(code=code, known=known):
                start = condition.at.end - len(code)
                indicator = self.inputs.formulas.indicator(code, Extent(start, condition.at.end))
                return KnowledgeTest(self._input(Ref(code, condition.at), indicator.unit), known, words, span)

    def all_of(self, parts: list[Logic | None], span: Span) -> Logic | None:
        whole = [part for part in parts if part is not None]
        if len(whole) < len(parts):  # beyond the goal only where every part can be
            return None
        return AllOf(tuple(whole), " và ".join(map(_bracketed, whole)), span)

    def any_of(self, parts: list[Logic | None], span: Span) -> Logic | None:
        whole = [part for part in parts if part is not None]
        if len(whole) < len(parts) or self.reading is ReadAs.BEYOND:
            return None
        return AnyOf(tuple(whole), " hoặc ".join(map(_bracketed, whole)), span)

    def negated(self, resolve: Callable[[], Logic | None], span: Span) -> Logic | None:
        """«không phải» of what ``resolve`` gives: inside of it nothing is a goal, so that a range is membership."""
        if self.reading is ReadAs.BEYOND:
            return None
        reading, self.reading = self.reading, ReadAs.CONDITION
        part = resolve()
        self.reading = reading
        if part is None:
            return None
        return NotOf(part, f"không phải ({part.text})", span)

    # comparisons of numbers

    def _comparison(self, comparison: Comparison) -> Logic | None:
        subject = self._subject(comparison.subject, comparison)
        code = subject[0].code if isinstance(subject[0], Ref) else None
        if code is not None:
            indicator = self.inputs.formulas.indicators[code]
            if indicator.kind is Kind.YES_NO and goal_ends.is_none(comparison):
                nothing = (point(_ZERO),)
                beyond = self.reading is ReadAs.BEYOND
                return None if beyond else self._ranked(comparison.subject, comparison, Kind.YES_NO, nothing)
            if indicator.kind is not Kind.NUMBER:
                raise RefusedExpression(
                    "CT110",
                    f"«{code}» ({indicator.kind}) không so với con số được",
                    comparison.at,
                    _WAYS[indicator.kind],
                )
        if is_place(subject[1]):
            goal_ends.check_place(comparison, self._words(comparison))
            comparison = comparison if self.reading is ReadAs.CONDITION else goal_ends.as_place(comparison)
        direction = self._direction(comparison, subject[0])
        bounds = [b for b in (comparison.bound, comparison.upper) if b is not None]
        if function := self._function_over_years(comparison):
            if comparison.subject is not None:
                subject = self._subject_over_years(subject[0], function), subject[1]
            bounds = [self._bound_over_years(bound, function) for bound in bounds]
        if all(isinstance(b, Quantity) for b in bounds):
            constants = [self._constant(subject, b) for b in bounds if isinstance(b, Quantity)]
            return self._test(comparison, self._input(*subject), constants, direction)
        return self._against_formula(comparison, subject, bounds, direction)

    def _is_number(self, condition: syntax.YesNo) -> bool:
        formula, _ = self._subject(condition.subject, condition)
        return not isinstance(formula, Ref) or self.inputs.formulas.indicators[formula.code].kind is Kind.NUMBER

    def _function_over_years(self, comparison: Comparison) -> str:
        """What is asked of the years of the period in a comparison, '' for nothing: beside «áp dụng khi» also of a code that it names."""
        if comparison.subject is None:
            return self.measured.function if isinstance(self.measured, syntax.Call) else ""
        goal = self.asked.reading is Reading.GOAL
        return self.inputs.over_years.get(self.asked.criterion, "") if goal else ""

    def _subject_over_years(self, subject: Formula, function: str) -> Formula:
        """A subject that the comparison names itself, over the years. Source: 9-periods-points, «Which fact counts»."""
        if function == "cumulated":
            return self._summed(subject)
        if isinstance(subject, Ref):
            return syntax.Call("period_mean", (subject,), subject.at)
        message = "`bình quân giai đoạn` chỉ dùng với một mã số liệu"
        remedy = "khai báo một số liệu có `công thức` như thế, rồi so mã ấy"
        raise RefusedExpression("CT110", message, subject.at, remedy)

    def _bound_over_years(self, bound: Formula, function: str) -> Formula:
        """A bound beside a sum over the years: what is counted or planned in each year is summed too."""
        if isinstance(bound, Quantity):
            return bound
        if function == "period_mean":
            message = "bình quân giai đoạn chỉ so với một con số"
            raise RefusedExpression("CT110", message, bound.at, "ghi con số của mức đặt ra")
        return self._summed(bound)

    def _summed(self, formula: Formula) -> Formula:
        summed, others = cumulated(formula, self.inputs.formulas.indicators)
        if others:
            message = f"`cộng dồn` chỉ cộng số liệu «trong năm» và «kế hoạch», «{others[0]}» không phải"
            raise RefusedExpression("CT110", message, formula.at, "sửa `tính chất` trong danh mục, hoặc bỏ `cộng dồn`")
        return summed

    def _subject(self, subject: Formula | None, condition: syntax.Condition) -> Resolved:
        if subject is None and self.measured is None:
            raise RefusedExpression(
                "CT111",
                "điều kiện chưa nói so sánh số liệu nào",
                condition.at,
                "ghi mã số liệu ở đầu, ví dụ `htx.tong từ 20 trở lên`"
                + (", hoặc thêm khóa `đo bằng`" if self.reading in (ReadAs.GOAL, ReadAs.EXCEEDED) else ""),
            )
        formula = subject if subject is not None else self.measured
        assert formula is not None
        if not any(references(formula)):
            remedy = "bỏ con số ở đầu, hoặc thay bằng mã số liệu; «trên 1 vạn dân» trong đơn vị thì viết `/vạn dân`"
            raise RefusedExpression("CT111", "vế trái chỉ có con số, không có số liệu nào", formula.at, remedy)
        if isinstance(formula, Ref):  # of any kind; the caller checks that it fits
            at = formula.at if subject is not None else condition.at
            return formula, self.inputs.formulas.indicator(formula.code, at).unit
        return self.inputs.formulas.unit_checked(formula)

    def _direction(self, comparison: Comparison, subject: Formula) -> Direction:
        stated = comparison.direction
        if self.good is not None and stated is not None and self.good is not stated and self.reading is ReadAs.GOAL:
            good = "tăng" if self.good is Direction.UP else "giảm"
            raise RefusedExpression(
                "CT116",
                f"«chiều tốt: {good}» trái với câu chữ của điều kiện",
                comparison.at,
                "bỏ khóa `chiều tốt`, hoặc viết lại điều kiện",
            )
        goal = self.reading in (ReadAs.GOAL, ReadAs.BEYOND)
        first, second = (self.good, stated) if goal else (stated, self.good)
        if first or second:
            return first or second or Direction.UP
        down = goal_ends.less_is_better(comparison, subject, self.inputs.formulas.indicators)
        return Direction.DOWN if down else Direction.UP

    def _constant(self, subject: Resolved, literal: Quantity) -> Fraction:
        formula, unit = subject
        try:
            value = against(unit, literal)
        except UnitMismatch as mismatch:
            raise RefusedExpression(
                "CT103", str(mismatch), literal.at, unit_remedy(literal.unit, unit.text if unit else "")
            ) from None
        indicator = self.inputs.formulas.indicators.get(formula.code) if isinstance(formula, Ref) else None
        if indicator is not None and indicator.step is not None and indicator.unit.whole:
            self._check_whole(literal, indicator)
        return value

    def _check_whole(self, literal: Quantity, indicator: Indicator) -> None:
        if (literal.value * parse_unit(literal.unit).scale).denominator != 1:
            raise RefusedExpression(
                "CT109",
                f"«{indicator.code}» đếm {indicator.unit}, không có số lẻ",
                literal.at,
                whole_remedy(self._words(literal)),
            )

    def _test(
        self, comparison: Comparison, input: Input, constants: list[Fraction], direction: Direction
    ) -> Logic | None:
        if constants[0] > constants[-1]:
            raise RefusedExpression("CT106", "khoảng có đầu lớn hơn cuối", comparison.at, "đổi chỗ hai số")
        simple = simple_relations(comparison, direction, self.reading, self.inputs.convention)
        if simple is None:
            return None
        low, high = (values_for(relation, constants[which]) for relation, which in (simple[0], simple[-1]))
        allowed = Interval(low.low, high.high, low.low_open, high.high_open)
        worse = -1 if direction is Direction.DOWN else 0
        return self._built(comparison, input, allowed, constants[worse], direction)

    def _against_formula(
        self, comparison: Comparison, subject: Resolved, bounds: list[Formula], direction: Direction
    ) -> Logic | None:
        """Brought to «left − X against 0», so that the engine compares one input with a constant."""
        simple = simple_relations(comparison, direction, self.reading, self.inputs.convention)
        if simple is None:
            return None
        if comparison.relation is Relation.EQUAL and (claim := _claim_among(subject[0], bounds[0])) is not None:
            return self._against_claim(comparison, subject, bounds[0], claim, direction)
        tests: list[Logic | None] = []
        for relation, which in simple:
            left, right = self.inputs.formulas.alike(
                subject, self.inputs.formulas.unit_checked(bounds[which]), comparison.at
            )
            difference: Formula = syntax.Binary("-", left[0], right[0], comparison.at)
            other = bounds[-1 - which]
            if len(bounds) > 1 and not isinstance(
                other, Quantity
            ):  # a range is one comparison, of one and the same end
                beside, _ = self.inputs.formulas.unit_checked(other)
                difference = syntax.Call("alongside", (difference, beside), comparison.at)
            input = self._input(difference, difference_unit(left[1]))
            test = self._built(comparison, input, values_for(relation, _ZERO), _ZERO, direction)
            around = _WORDS_AROUND[relation] if len(bounds) > 1 else self._around(comparison)
            unit = left[1] or BARE
            tests.append(test._replace(sides=Sides(self._input(left[0], unit), self._input(right[0], unit), *around)))
        return tests[0] if len(tests) == 1 else self.all_of(tests, self._place(comparison)[0])

    def _around(self, comparison: Comparison) -> tuple[str, str]:
        """The words of the comparison before and after its bound, without the subject."""
        assert self.text is not None
        begin = comparison.at.start if comparison.subject is None else comparison.subject.at.end
        words = self.text.value
        bound = comparison.bound.at
        return words[begin : bound.start].strip(), words[bound.end : comparison.at.end].strip()

    def _against_claim(
        self, comparison: Comparison, subject: Resolved, bound: Formula, claim: syntax.Call, direction: Direction
    ) -> Logic:
        """«x = nêu(y)»: how far x is from every value that may be written as the report's number; 0 where it agrees."""
        left, right = self.inputs.formulas.alike(subject, self.inputs.formulas.unit_checked(bound), comparison.at)
        other = right if left[0] is claim else left
        formula = syntax.Call("off_claim", (other[0], claim), comparison.at)
        input = self._input(formula, difference_unit(left[1]))
        return self._built(comparison, input, point(_ZERO), _ZERO, direction)

    def _built(
        self, comparison: Comparison, input: Input, allowed: Interval, threshold: Fraction, direction: Direction
    ) -> Test:
        span, words = self._place(comparison)
        negated = comparison.relation is Relation.DIFFERENT
        return Test(input, allowed, negated, comparison.relation, threshold, direction, comparison.soft, words, span)

    # yes/no, categories, dates

    def _category(self, subject: Formula | None, condition: syntax.Category, names: tuple[str, ...]) -> Logic | None:
        ranks = [self._rank(subject, condition, name) for name in names]
        indicator = self._ranked_indicator(subject, condition)
        judged = indicator.kind is Kind.JUDGEMENT and names == ("đạt",)
        if self.reading is ReadAs.BEYOND:
            return self._ranked(subject, condition, indicator.kind, (Interval(ranks[0] + 1, None),)) if judged else None
        if judged:  # a judgement «vượt» is also one of «đạt»
            return self._ranked(subject, condition, indicator.kind, (Interval(ranks[0], None),))
        return self._ranked(subject, condition, indicator.kind, stretches(ranks))

    def _rank(self, subject: Formula | None, condition: syntax.Condition, name: str) -> Fraction:
        indicator = self._ranked_indicator(subject, condition)
        found = meant(name, indicator.ranks)
        if len(found) != 1:
            close = self.inputs.problems.nearest(name, indicator.ranks)
            remedy = f"phải chăng là «{close}»?" if close else "các giá trị: " + ", ".join(indicator.ranks)
            raise RefusedExpression("CT110", f"«{indicator.code}» không có giá trị «{name}»", condition.at, remedy)
        return Fraction(indicator.ranks.index(found[0]))

    def _ranked_indicator(self, subject: Formula | None, condition: syntax.Condition) -> Indicator:
        formula, _ = self._subject(subject, condition)
        if not isinstance(formula, Ref):
            raise RefusedExpression(
                "CT110", "phép so sánh này chỉ dùng với một mã số liệu", condition.at, "ghi một mã số liệu ở đầu"
            )
        return self.inputs.formulas.indicators[formula.code]

    def _ranked(
        self, subject: Formula | None, condition: syntax.Condition, kind: Kind, bounds: tuple[Interval, ...]
    ) -> Logic:
        indicator = self._ranked_indicator(subject, condition)
        fits = indicator.kind is kind or {indicator.kind, kind} == {Kind.CATEGORY, Kind.JUDGEMENT}
        if not fits:
            raise RefusedExpression(
                "CT110",
                f"«{indicator.code}» là {indicator.kind}, không so sánh như vậy được",
                condition.at,
                _WAYS[indicator.kind],
            )
        span, words = self._place(condition)
        input = self._input(Ref(indicator.code, condition.at), BARE)
        tests = [Test(input, bound, False, None, None, None, False, words, span) for bound in bounds]
        return tests[0] if len(tests) == 1 else AnyOf(tuple(tests), words, span)

    # shared

    def _input(self, formula: Formula, unit: Unit | None) -> Input:
        code = formula.code if isinstance(formula, Ref) else None
        return self.inputs.input(formula, unit or BARE, code, self.asked)

    def _words(self, part: syntax.Condition | Quantity) -> str:
        assert self.text is not None
        return self.text.value[part.at.start : part.at.end]

    def _place(self, condition: syntax.Condition) -> tuple[Span, str]:
        assert self.text is not None
        at = condition.at
        return self.text.part(at.start, at.end), self.text.value[at.start : at.end]


_WORDS_AROUND = {
    Relation.AT_LEAST: ("từ", "trở lên"),
    Relation.AT_MOST: ("không quá", ""),
    Relation.ABOVE: ("trên", ""),
    Relation.BELOW: ("dưới", ""),
}
"""The words for each end of a range between measures, and for what lies beyond it."""

_WAYS = {
    Kind.NUMBER: "so với một con số, ví dụ `từ 20 trở lên`",
    Kind.YES_NO: "viết `có` hoặc `không`",
    Kind.CATEGORY: "viết `là …`, `thuộc […]` hoặc `từ … trở lên` với các giá trị của phân loại",
    Kind.JUDGEMENT: "viết `là đạt` hoặc `là vượt`",
    Kind.DATE: "viết `trước 31/12/2025` hoặc `chậm nhất 31/12/2025`",
}


def _claim_among(left: Formula, right: Formula) -> syntax.Call | None:
    """The side that is just what the report states, if there is one."""
    for side in (right, left):
        if isinstance(side, syntax.Call) and side.function == "claimed":
            return side
    return None


def _bracketed(part: Logic) -> str:
    return f"({part.text})" if isinstance(part, AllOf | AnyOf) else part.text
