"""The values of one unit and year: which fact counts, and what the formulas make of them, with provenance down to the line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from engine.factbase.claims import agreeing, as_stated, stated_value
from engine.factbase.facts import Basis, Claim, ClaimKind, Fact, FactSet, Subject
from engine.files.json_form import Place, json_form
from engine.language.interval import Interval, hull_of, point
from engine.language.logic import Truth
from engine.language.numbers import has_digits_within
from engine.language.syntax import Binary, Call, Formula, Negative, Quantity, Ref, Relation
from engine.rulebook.rulebook import Indicator, Input, Nature, Rulebook

_HUNDRED = point(Fraction(100))
_POSITIVE = Interval(Fraction(0), None, low_open=True)


class InputValue(NamedTuple):
    """What is known of an indicator or input: ``value`` in base units, None where nothing is known.

    ``facts`` are the raw facts it rests on, each once. A value is an estimate if any of them is, and as old as the oldest.
    ``outer``: the bounds are sound but may be wider than the truth, because an uncertain fact enters twice.
    """

    value: Interval | None
    facts: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()
    outer: bool = False

    @property
    def basis(self) -> Basis:
        if len(self.facts) == 1:
            return self.facts[0].basis
        return Basis.ESTIMATE if any(f.basis is Basis.ESTIMATE for f in self.facts) else Basis.ACTUAL

    @property
    def as_of(self) -> date | None:
        return self.facts[0].as_of if len(self.facts) == 1 else min((f.as_of for f in self.facts), default=None)

    @property
    def part_year(self) -> bool:
        """Whether a flow is counted that has not run its whole year."""
        return any(f.part_year for f in self.facts)

    @property
    def soft(self) -> bool:
        if len(self.facts) == 1:
            return self.facts[0].soft
        return any(f.soft for f in self.facts)

    @property
    def source(self) -> str:
        """The sources of the facts, each once; '' where none is given."""
        if len(self.facts) == 1:
            return self.facts[0].source
        return "; ".join(dict.fromkeys(f.source for f in self.facts if f.source))

    @property
    def origin(self) -> str:
        """file:line of each fact."""
        if len(self.facts) == 1:
            return self.facts[0].origin
        return "; ".join(dict.fromkeys(f.origin for f in self.facts))


@json_form("code", "text", "origin", shape="WarningShape")
class DataWarning(NamedTuple):
    """Something about the data that a reader must know; ``subjects`` are the indicators it is about."""

    code: str
    text: str
    origin: Place
    subjects: tuple[str, ...] = ()


UNKNOWN = InputValue(None)
MAX_COMPUTED_DIGITS = 2_000
"""Above and below the line of an exact fraction; a mean over all communes of a province may have a thousand."""
YearLookup = Callable[[int], "FactBase | None"]


class FactBase:
    """The values of one fact set. ``other_year`` finds the same unit's facts of another year, None where there are none."""

    def __init__(
        self,
        rulebook: Rulebook,
        facts: FactSet,
        other_year: YearLookup = lambda year: None,
        assumed: frozenset[str] = frozenset(),
    ) -> None:
        self.rulebook = rulebook
        self.facts = facts
        self.assumed = assumed
        self.warnings = [DataWarning(one.code, one.message, one.span.place) for one in facts.doubts]
        self._other_year = other_year
        self._asked: dict[int, FactBase | None] = {}
        self._by_code: dict[str, list[Fact]] = {}
        self._values: dict[str, InputValue] = {}
        for fact in facts.facts:
            self._by_code.setdefault(fact.code, []).append(fact)

    def given(self, code: str) -> tuple[Fact, ...]:
        """All facts asserted for an indicator."""
        return tuple(self._by_code.get(code, ()))

    def value(self, code: str) -> InputValue:
        """The value that counts: computed where that is determined, else given (8-semantics, «Which fact counts»)."""
        known = self._values.get(code)
        if known is None:
            known = self._values[code] = self._value(self.rulebook.indicators[code])
        return known

    def measured(self, input: Input) -> InputValue:
        """The value of what a test compares."""
        if input.code is not None:
            return self.value(input.code)
        return self._bounded(self._evaluate(input.formula))

    def assuming(self, facts: Mapping[str, Fact | None]) -> FactBase:
        """The same unit and year with ``facts`` in place of all that is known of their indicators (None: nothing is).

        What is assumed for a computed indicator takes the place of its formula.
        """
        kept = tuple(fact for fact in self.facts.facts if fact.code not in facts)
        new = tuple(fact for fact in facts.values() if fact is not None)
        replaced = self.facts._replace(facts=kept + new)
        return FactBase(self.rulebook, replaced, self._other_year, self.assumed | frozenset(facts))

    def with_facts(self, facts: FactSet) -> FactBase:
        """The same unit and other years with ``facts`` in place of this year's."""
        return FactBase(self.rulebook, facts, self._other_year, self.assumed)

    def in_year(self, year: int) -> FactBase | None:
        """The same unit's facts of ``year``, None where there are none."""
        if year == self.facts.year:
            return self
        if year not in self._asked:
            self._asked[year] = self._other_year(year)
        return self._asked[year]

    @property
    def sets_read(self) -> tuple[FactSet, ...]:
        """The facts that the values asked for so far may rest on: this year's, then those of other years that were looked at."""
        bases = {self.facts.year: self}
        waiting = [self]
        while waiting:
            for year, base in waiting.pop()._asked.items():
                if base is not None and year not in bases:
                    bases[year] = base
                    waiting.append(base)
        others = sorted(year for year in bases if year != self.facts.year)
        return (self.facts, *(bases[year].facts for year in others))

    # ------------------------------------------------------------ which fact counts

    def _value(self, indicator: Indicator) -> InputValue:
        own = self._by_code.get(indicator.code, ())
        given = InputValue(own[0].value, (own[0],)) if len(own) == 1 else self._chosen(indicator, own)
        if indicator.formula is None or indicator.code in self.assumed:
            return given if given.value is not None else InputValue(None, missing=(indicator.code,))
        computed = self._bounded(self._evaluate(indicator.formula), indicator.code)
        if computed.value is None:
            return given if given.value is not None else computed
        if given.value is not None and not self._same(indicator, given, computed):
            self._warn_given_differs(indicator, given, computed)
        return computed

    def given_and_computed(self, code: str) -> tuple[InputValue, InputValue, bool] | None:
        """The value given and the one computed, and whether they agree; None where there is only one of them."""
        indicator = self.rulebook.indicators[code]
        if indicator.formula is None or code in self.assumed:
            return None
        given = self._chosen(indicator, self._by_code.get(code, ()))
        computed = self._evaluate(indicator.formula)
        if given.value is None or computed.value is None:
            return None
        return given, computed, self._same(indicator, given, computed)

    def _same(self, indicator: Indicator, given: InputValue, computed: InputValue) -> bool:
        """Whether the given number is the computed one, rounded or cut to the digits written."""
        stated = as_stated(given.facts[0].text, self.rulebook.vocabulary)
        if stated is None or given.value is None or computed.value is None:
            return given.value == computed.value
        return computed.value.within(agreeing(stated, indicator.unit)) is Truth.TRUE

    def _chosen(self, indicator: Indicator, facts: Iterable[Fact]) -> InputValue:
        ranked = sorted(facts, key=_rank)
        if not ranked:
            return UNKNOWN
        best = [fact for fact in ranked if _rank(fact) == _rank(ranked[0])]
        value = hull_of([fact.value for fact in best])
        if any(fact.value != best[0].value for fact in best):
            self._warn_conflict(indicator, best)
        else:
            best = best[:1]
        self._warn_estimate_too_low(indicator, ranked[0], ranked)
        return InputValue(value, tuple(best))

    def _warn_conflict(self, indicator: Indicator, facts: list[Fact]) -> None:
        values = " và ".join(dict.fromkeys(fact.text for fact in facts))
        text = f"số liệu mâu thuẫn về «{indicator.name}» ({indicator.code}): {values}; lấy cả khoảng giữa các số này"
        self._warn("CT302", text, "; ".join(fact.origin for fact in facts), indicator.code)

    def _warn_estimate_too_low(self, indicator: Indicator, chosen: Fact, facts: list[Fact]) -> None:
        if chosen.basis is not Basis.ESTIMATE or indicator.nature is Nature.STOCK:
            return
        for fact in facts:
            low = fact.value.low
            if (
                fact.basis is Basis.ACTUAL
                and low is not None
                and chosen.value.high is not None
                and chosen.value.high < low
            ):
                text = f"«{indicator.name}» ({indicator.code}): ước cả năm {chosen.text} thấp hơn số đã thực hiện {fact.text}"
                self._warn("CT305", text, f"{chosen.origin}; {fact.origin}", indicator.code)

    def _warn_given_differs(self, indicator: Indicator, given: InputValue, computed: InputValue) -> None:
        assert computed.value is not None
        text = f"«{indicator.name}» ({indicator.code}): số ghi trong tệp là {given.facts[0].text}, khác số tính theo công thức; lấy số tính được"
        self._warn("CT308", text, given.origin, indicator.code)

    def _warn(self, code: str, text: str, origin: str, *subjects: str) -> None:
        warning = DataWarning(code, text, origin, subjects)
        if warning not in self.warnings:
            self.warnings.append(warning)

    def _bounded(self, computed: InputValue, code: str = "") -> InputValue:
        """``computed``, without its value where that has more digits than can mean anything."""
        ends = (computed.value.low, computed.value.high) if computed.value is not None else ()
        if all(end is None or has_digits_within(end, MAX_COMPUTED_DIGITS) for end in ends):
            return computed
        subjects = (code,) if code else tuple(dict.fromkeys(fact.code for fact in computed.facts))
        text = f"không tính được {', '.join(subjects)}: kết quả có hơn {MAX_COMPUTED_DIGITS} chữ số"
        self._warn("CT303", text, computed.origin, *subjects)
        return computed._replace(value=None)

    # ------------------------------------------------------------ formulas

    def _evaluate(self, formula: Formula) -> InputValue:
        match formula:
            case Quantity(value=value):
                return InputValue(point(value))
            case Ref(code=code):
                return self.value(code)
            case Negative(operand=operand):
                return _combined([self._evaluate(operand)], lambda values: -values[0])
            case Binary(operator=operator, left=left, right=right):
                return self._binary(operator, [self._evaluate(left), self._evaluate(right)])
            case Call():
                return self._call(formula)

    def _binary(self, operator: str, sides: list[InputValue]) -> InputValue:
        match operator:
            case "+":
                return _combined(sides, lambda v: v[0] + v[1])
            case "-":
                return _combined(sides, lambda v: v[0] - v[1])
            case "*":
                return _combined(sides, lambda v: v[0] * v[1])
        return self._divided(sides)

    def _divided(self, sides: list[InputValue]) -> InputValue:
        divisor = sides[1]
        if divisor.value is not None and divisor.value.holds_zero():
            names = ", ".join(dict.fromkeys(fact.code for fact in divisor.facts))
            self._warn(
                "CT303",
                f"không tính được vì số chia có thể bằng 0 ({names or 'hằng số 0'})",
                divisor.origin,
                *(f.code for f in divisor.facts),
            )
            return _combined(sides, lambda v: v[0])._replace(value=None)
        return _combined(sides, lambda v: v[0] / v[1])

    def _call(self, call: Call) -> InputValue:
        match call.function:
            case "actual_only" | "estimate_only" | "previous_year" | "growth" | "value_in_year" | "cumulated":
                return self._of_one(call)
            case "claimed":
                return self._claimed(call)
            case "off_claim":
                return self._off_claim(call)
        parts = [self._evaluate(argument) for argument in call.arguments]
        match call.function:
            case "ratio":
                return _combined([self._divided(parts)], lambda v: v[0] * _HUNDRED)
            case "total":
                return _combined(parts, _total)
            case "average":
                return _combined(parts, lambda v: _total(v) * point(Fraction(1, len(v))))
            case "greatest":
                return _combined(parts, lambda v: -_least([-part for part in v]))
        return _combined(parts, _least)

    def claim(self, code: str) -> Claim | None:
        """The number that the report states for an indicator, None where it states none."""
        subject = Subject("indicator", code)
        found = (c for c in self.facts.claims if c.about == subject and c.kind is ClaimKind.VALUE and c.stated)
        return next(found, None)

    def _claimed(self, call: Call) -> InputValue:
        code = _subject_of(call)
        claim = self.claim(code)
        if claim is None or claim.stated is None:
            return InputValue(None, missing=(f"nêu({code})",))
        return InputValue(point(stated_value(claim.stated, self.rulebook.indicators[code].unit)))

    def _off_claim(self, call: Call) -> InputValue:
        """How far a value is from the report's number: 0 for every value that may be written like that."""
        other, claimed = (self._evaluate(argument) for argument in call.arguments)
        claim_call = call.arguments[1]
        claim = self.claim(_subject_of(claim_call)) if isinstance(claim_call, Call) else None
        if other.value is None or claimed.value is None or claim is None or claim.stated is None:
            return _combined([other, claimed], lambda v: v[0])._replace(value=None)
        agreeing_values = agreeing(claim.stated, self.rulebook.indicators[claim.about.id].unit)
        agrees = other.value.within(agreeing_values)
        off = _beyond_zero(other.value - claimed.value, claim.stated.relation)
        none = point(Fraction(0))
        value = none if agrees is Truth.TRUE else off if agrees is Truth.FALSE else off.hull(none)
        return InputValue(value, other.facts, (), other.outer)

    def _of_one(self, call: Call) -> InputValue:
        code = _subject_of(call)
        indicator, year = self.rulebook.indicators[code], self.facts.year
        match call.function:
            case "actual_only" | "estimate_only":
                basis = Basis.ACTUAL if call.function == "actual_only" else Basis.ESTIMATE
                chosen = self._chosen(indicator, [f for f in self._by_code.get(code, ()) if f.basis is basis])
                return chosen if chosen.value is not None else InputValue(None, missing=(code,))
            case "previous_year":
                return self._in_year(code, year - 1)
            case "value_in_year":
                asked = call.arguments[1]
                return self._in_year(code, int(asked.value) if isinstance(asked, Quantity) else year)
            case "growth":
                return self._growth(code)
        years = range(self.rulebook.resolution.first_year, year + 1)
        if not years:  # before the period nothing is summed
            return UNKNOWN
        return _combined([self._in_year(code, y) for y in years], _total)

    def _growth(self, code: str) -> InputValue:
        base = self._in_year(code, self.facts.year - 1)
        now = self.value(code)
        if base.value is not None and base.value.within(_POSITIVE) is not Truth.TRUE:
            self._warn(
                "CT303", f"không tính được tăng trưởng của «{code}»: số năm trước không lớn hơn 0", base.origin, code
            )
            return _combined([now, base], lambda v: v[0])._replace(value=None)
        return _combined([now, base], lambda v: v[0] / v[1] * _HUNDRED - _HUNDRED)

    def _in_year(self, code: str, year: int) -> InputValue:
        other = self.in_year(year)
        if other is self:
            return self.value(code)
        if other is None:
            return InputValue(None, missing=(f"{code} (năm {year})",))
        measured = other.value(code)
        return (
            measured
            if measured.value is not None
            else measured._replace(missing=tuple(f"{m} (năm {year})" for m in measured.missing))
        )


_NEXT_TO_NOTHING = Fraction(1, 10**30)


def _beyond_zero(off: Interval, stated: Relation) -> Interval:
    """``off`` without 0 at its end where the report states «trên» or «dưới»: the bound itself does not agree.

    A distance of less than any number that is written (what a tolerance passes over) stands for that of the bound itself.
    """
    if stated is Relation.ABOVE and off.high == 0:
        low = -_NEXT_TO_NOTHING if off.low == 0 else off.low
        return Interval(low, off.high, off.low_open or off.low == 0, high_open=True)
    if stated is Relation.BELOW and off.low == 0:
        high = _NEXT_TO_NOTHING if off.high == 0 else off.high
        return Interval(off.low, high, low_open=True, high_open=off.high_open or off.high == 0)
    return off


def _subject_of(call: Call) -> str:
    return call.arguments[0].code if isinstance(call.arguments[0], Ref) else ""


def _rank(fact: Fact) -> tuple[int, int]:
    """Smaller counts first: whole-year actual, whole-year estimate, part-year actual, part-year estimate; then the latest."""
    order = {(Basis.ACTUAL, True): 1, (Basis.ESTIMATE, True): 2, (Basis.ACTUAL, False): 3, (Basis.ESTIMATE, False): 4}
    return order[fact.basis, fact.covers_year], -fact.as_of.toordinal()


def _combined(parts: list[InputValue], compute: Callable[[list[Interval]], Interval]) -> InputValue:
    """The value computed from ``parts``, with all their facts; unknown as soon as one part is."""
    facts = tuple({id(fact): fact for part in parts for fact in part.facts}.values())  # to hash a fact takes long
    missing = tuple(dict.fromkeys(code for part in parts for code in part.missing))
    values = [part.value for part in parts if part.value is not None]
    if len(values) < len(parts):
        return InputValue(None, facts, missing)
    uses = Counter(id(fact) for part in parts for fact in part.facts if fact.value.exact is None)
    outer = any(part.outer for part in parts) or any(count > 1 for count in uses.values())
    return InputValue(compute(values), facts, missing, outer)


def _total(values: list[Interval]) -> Interval:
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total


def _least(values: list[Interval]) -> Interval:
    """The smallest of several uncertain values: reached at an end as soon as it is reached by one that lies lowest."""
    low, low_open = values[0].low, values[0].low_open
    high, high_open = values[0].high, values[0].high_open
    for value in values[1:]:
        if low is not None and (value.low is None or value.low < low or (value.low == low and not value.low_open)):
            low, low_open = value.low, value.low_open
        if high is None or (value.high is not None and (value.high < high or (value.high == high and value.high_open))):
            high, high_open = value.high, value.high_open
    return Interval(low, high, low_open, high_open)
