"""The values of one unit and year: which fact counts, and what the formulas make of them, with provenance down to the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from engine.domain.records import record_of
from engine.factbase.asked import as_asked, asking
from engine.factbase.courses import Counted, Course
from engine.factbase.facts import Claim, ClaimKind, Fact, FactSet, Subject
from engine.factbase.formula_values import at_shared_end, bounded, evaluate, own
from engine.factbase.input_values import UNKNOWN, DataWarning, InputValue
from engine.factbase.shared_ends import like, like_view, operands_of, options, view_of
from engine.factbase.stated import agreeing, as_stated
from engine.factbase.view import Key, Operand, Options, View, reference_to, subject_of
from engine.language.logic import Truth
from engine.language.syntax import Call, Formula
from engine.rulebook.deadlines import is_judged, last_day_counted
from engine.rulebook.logic import Input, Reading
from engine.rulebook.natures import nature_of
from engine.rulebook.rulebook import Indicator, Nature, Rulebook

YearLookup = Callable[[int], "FactBase | None"]

_STOCK = Nature.STOCK
"""Looked at for every value: on CPython 3.11 a member of an enumeration by its name takes ten times as long."""
_KNOWN_WHOLE = UNKNOWN[2:]
"""The other fields of a value that is a fact: nothing is missing or open."""


class FactBase:
    """The values of one fact set. ``other_year`` finds the same unit's facts of another year, None where there are none.

    ``reach`` are the facts that it may find.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        facts: FactSet,
        other_year: YearLookup = lambda year: None,
        assumed: frozenset[str] = frozenset(),
        reach: tuple[FactSet, ...] = (),
    ) -> None:
        self.rulebook = rulebook
        self.facts = facts
        self.assumed = assumed
        self.reach = reach
        self.warnings = [DataWarning(one.code, one.message, one.span.place) for one in facts.doubts]
        self._other_year = other_year
        self._asked: dict[int, FactBase | None] = {}
        self._by_code: dict[str, list[Fact]] = {}
        self._values: dict[str, InputValue] = {}
        self._alone: dict[str, InputValue] = {}
        self._of_formula: dict[int, tuple[Formula, InputValue]] = {}
        self._measured: dict[str, InputValue] = {}
        self._finals: dict[str, InputValue] = {}
        self._courses: dict[str, Course] = {}
        self._formulas: dict[str, Formula | None] = {}
        self._formulas_of_whole: dict[str, Formula | None] = {}
        self._views: dict[int, tuple[Formula, View]] = {}
        for fact in facts.facts:
            self._by_code.setdefault(fact.code, []).append(fact)
        last = rulebook.resolution.ends
        end = date(facts.year, 12, 31)
        self.to_the_end = View(end, {Nature.FLOW: end, Nature.RATE: end, Nature.CUMULATIVE: last}, {}, {})

    def given(self, code: str) -> tuple[Fact, ...]:
        """All facts asserted for an indicator."""
        return tuple(self._by_code.get(code, ()))

    def is_given(self, code: str) -> bool:
        """Whether there is a fact of an indicator."""
        return code in self._by_code

    def value(self, code: str) -> InputValue:
        """The value that counts, as it is so far: computed where that is determined, else given."""
        known = self._values.get(code)
        if known is None:
            indicator = self.rulebook.indicators[code]
            known = self._given_value(indicator)
            if indicator.formula is not None and code not in self.assumed:
                known = self._computed_else(known, indicator, indicator.formula)
            self._values[code] = known
        return known

    def measured(self, input: Input) -> InputValue:
        """The value of what a test compares, as the test reads it (``input.asked``)."""
        if input.plain_code is not None:
            return self.value(input.plain_code)
        if input.asked.reading is Reading.SO_FAR:
            return self._so_far(input.formula)
        known = self._measured.get(input.key)
        if known is None:
            known = self._measured[input.key] = as_asked(self, input)
        return known

    def _so_far(self, formula: Formula) -> InputValue:
        known = self._of_formula.get(id(formula))  # the formula is kept, so that no other gets its number
        if known is None:
            found = bounded(self, at_shared_end(self, formula, self.to_the_end))
            known = self._of_formula[id(formula)] = formula, found
        return known[1]

    def operands(self, input: Input) -> dict[str, InputValue]:
        """What is given of each operand of ``input`` in this year's file, by its code, as the comparison reads it."""
        asked = self.to_the_end
        if input.asked.reading is not Reading.SO_FAR:
            deadline = self.deadline_of(input.asked.criterion) or date(self.facts.year, 12, 31)
            asked = asking(self, deadline, self)
        view = view_of(self, input.formula, asked)
        indicators = self.rulebook.indicators
        return {one.code: own(self, indicators[one.code], one.basis, view) for one in operands_of(self, input.formula)}

    def within(self, whole: Formula, part: Formula) -> InputValue:
        """The value of a part of the formula ``whole``, so far: at the end that all of ``whole`` shares."""
        return bounded(self, evaluate(self, part, self._view_within(whole)))

    def _view_within(self, whole: Formula) -> View:
        known = self._views.get(id(whole))  # kept as above
        if known is None:
            known = self._views[id(whole)] = whole, view_of(self, whole, self.to_the_end)
        return known[1]

    def held_against(self, whole: Formula) -> FactBase | None:
        """Returns the year before, in which only values count that are like those that ``whole`` reads of this year; None without facts."""
        before = self.in_year(self.facts.year - 1)
        if before is None:
            return None
        held = FactBase(self.rulebook, before.facts, before._other_year, before.assumed)
        held.to_the_end = like_view(self, self._view_within(whole), before)
        return held

    def whole_year(self, year: int) -> FactBase | None:
        """Returns another year, in which only values count that reach its last day; None without facts."""
        found = self.in_year(year)
        if found is None:
            return None
        whole = FactBase(self.rulebook, found.facts, found._other_year, found.assumed)
        whole.to_the_end = found.last_view
        return whole

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

    def apart(self) -> FactBase:
        """The same values, to be looked at without any of them becoming one that the evaluation rests on."""

        def other_year(year: int) -> FactBase | None:
            found = self._other_year(year)
            return None if found is None else found.apart()

        return FactBase(self.rulebook, self.facts, other_year, self.assumed)

    def in_year(self, year: int) -> FactBase | None:
        """The same unit's facts of ``year``, None where there are none."""
        if year == self.facts.year:
            return self
        if year not in self._asked:
            self._asked[year] = self._other_year(year)
        return self._asked[year]

    def knows(self, year: int) -> bool:
        """Whether there are facts of ``year``; asking does not make them facts that the evaluation rests on."""
        return (self._asked[year] if year in self._asked else self._other_year(year)) is not None

    def without_facts(self, year: int) -> FactBase:
        """A year of which nothing is given, among the other years."""
        return FactBase(self.rulebook, self.facts._replace(year=year, facts=(), claims=()), self._other_year)

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

    # ------------------------------------------------------------ who asks

    def like_of(self, code: str) -> InputValue | None:
        """The value of the same part of the year before, of a given indicator; None where there is none.

        Looking at it does not make last year's file one that the evaluation rests on.
        """
        asked = dict(self._asked)
        last_year = self.in_year(self.facts.year - 1)
        if last_year is None or not last_year.is_given(code) or self.rulebook.indicators[code].formula is not None:
            before = None  # as for most, which need not be looked at any further
        else:
            view = view_of(self, reference_to(code), self.to_the_end)
            now = view.chosen.get((code, None)) or next(iter(options(self, Operand(code, None, False), view)), None)
            before = None if now is None else like(self, (code, None), now)
        self._asked = asked
        return None if before is None else InputValue(before.value, before.facts)

    def final_of_last_year(self, code: str) -> InputValue | None:
        """The final value of the year before; None where there is none."""
        from engine.factbase.other_years import final_of_year

        before = final_of_year(self, reference_to(code), self.facts.year - 1)
        return None if before.value is None else before

    def in_years_before(self, code: str, first: int) -> Iterator[tuple[int, InputValue]]:
        """Yields the known values of the years from ``first`` on, this one excluded; as `like_of` it leaves no trace."""
        asked = dict(self._asked)
        for year in range(first, self.facts.year):
            base = self.in_year(year)
            if base is not None and (found := base.value(code)).value is not None:
                yield year, found
        self._asked = asked

    def deadline_of(self, criterion: str) -> date | None:
        """The day up to which facts count for a criterion in this year's file; None where no threshold is in force."""
        found = next(one for one in self.rulebook.criteria if one.id == criterion)
        wording = found.wording_on(self.facts.as_of)
        judged = is_judged(found, wording, self.facts.year, self.rulebook)
        threshold = wording.threshold_for(self.facts.year, found.yearly) if judged else None
        return None if threshold is None else last_day_counted(self.facts.year, found, threshold, self.rulebook)

    def beside(self, whole: Input, side: Input) -> InputValue:
        """The value of one side of the comparison ``whole``, up to the end that both sides share."""
        deadline = None if whole.asked.reading is Reading.SO_FAR else self.deadline_of(whole.asked.criterion)
        base = self if deadline is None or deadline.year >= self.facts.year else self.in_year(deadline.year)
        if base is None:
            return self.measured(side)
        asked = base.to_the_end if deadline is None else asking(base, deadline, self)
        return bounded(base, evaluate(base, side.formula, view_of(base, whole.formula, asked)))

    # ------------------------------------------------------------ which fact counts

    def _computed_else(self, given: InputValue, indicator: Indicator, formula: Formula) -> InputValue:
        """What ``formula`` gives, where that is determined; else what is ``given``."""
        computed = bounded(self, self._computed(indicator.code, formula), indicator.code)
        if computed.value is None:
            return given if given.value is not None else computed
        if given.value is not None and not self._same(indicator, given, computed):
            self._warn_given_differs(indicator, given, computed)
        return computed

    def _given_value(self, indicator: Indicator) -> InputValue:
        """What the facts of this year alone say."""
        facts = self._by_code.get(indicator.code, ())
        if len(facts) == 1 and indicator.nature is _STOCK:
            return record_of(InputValue, (facts[0].value, (facts[0],), *_KNOWN_WHOLE))
        if not facts:
            return InputValue(None, missing=(indicator.code,))
        return own(self, indicator, None, self.to_the_end)

    def start_of(self, nature: Nature) -> date:
        """The first day of the period that is asked of something of that nature."""
        year = self.rulebook.resolution.first_year if nature is Nature.CUMULATIVE else self.facts.year
        return date(year, 1, 1)

    def course(self, code: str) -> Course:
        """The course of an indicator in this year."""
        known = self._courses.get(code)
        if known is None:
            indicator = self.rulebook.indicators[code]
            start = self.start_of(indicator.nature)
            facts = self._by_code.get(code, ())
            floor = self._floor(indicator)

            def warn(kind: str, text: str, origin: str) -> None:
                self.warn(kind, text, origin, code)

            known = self._courses[code] = Course(indicator, facts, start, floor, warn)
        return known

    def _floor(self, indicator: Indicator) -> Counted | None:
        """What a total over the period had reached in the years before."""
        if indicator.nature is not Nature.CUMULATIVE or indicator.can_fall:
            return None
        for year in range(self.facts.year - 1, self.rulebook.resolution.first_year - 1, -1):
            other = self.in_year(year)
            actual = other.course(indicator.code).actual if other is not None else {}
            if actual:
                return actual[max(actual)]
        return None

    def given_and_computed(self, code: str) -> tuple[InputValue, InputValue, bool] | None:
        """The value given and the one computed, and whether they agree; None where there is only one of them."""
        indicator = self.rulebook.indicators[code]
        if indicator.formula is None or code in self.assumed:
            return None
        given = self._given_value(indicator)
        computed = self._computed(code, indicator.formula)
        if given.value is None or computed.value is None:
            return None
        return given, computed, self._same(indicator, given, computed)

    def _same(self, indicator: Indicator, given: InputValue, computed: InputValue) -> bool:
        """Whether the given number is the computed one, rounded or cut to the digits written."""
        stated = as_stated(given.facts[0].text, self.rulebook.vocabulary) if len(given.facts) == 1 else None
        if stated is None or given.value is None or computed.value is None:
            return given.value == computed.value
        return computed.value.within(agreeing(stated, indicator.unit)) is Truth.TRUE

    def _warn_given_differs(self, indicator: Indicator, given: InputValue, computed: InputValue) -> None:
        assert computed.value is not None
        text = f"«{indicator.name}» ({indicator.code}): số ghi trong tệp là {given.facts[0].text}, khác số tính theo công thức; lấy số tính được"
        self.warn("CT308", text, given.origin, indicator.code)

    def warn(self, code: str, text: str, origin: str, *subjects: str) -> None:
        """Notes something about the data, once."""
        warning = DataWarning(code, text, origin, subjects)
        if warning not in self.warnings:
            self.warnings.append(warning)

    # ------------------------------------------------------------ the ends that operands share

    @property
    def last_view(self) -> View:
        """Asks for the whole year, as it was in the end."""
        end = date(self.facts.year, 12, 31)
        return View(end, {Nature.FLOW: end, Nature.RATE: end, Nature.CUMULATIVE: end}, {}, {}, last=end, whole=True)

    # ------------------------------------------------------------ what few formulas need is loaded with the first of them

    def of_year(self, call: Call) -> InputValue:
        """năm_trước(x), giá_trị(x, 2021)."""
        from engine.factbase.other_years import of_year

        return of_year(self, call)

    def against_like(self, call: Call, view: View) -> InputValue:
        """cùng_kỳ(x), so_cùng_kỳ(x), tăng_trưởng(x)."""
        from engine.factbase.other_years import against_like

        return against_like(self, call, view)

    def over_years(self, call: Call, view: View) -> InputValue:
        """The sum or the mean of the years of the period."""
        from engine.factbase.over_years import cumulated, mean_of_years

        of_years = cumulated if call.function == "cumulated" else mean_of_years
        return of_years(self, subject_of(call), view)

    def against_claim(self, call: Call, view: View) -> InputValue:
        """nêu(x), or how far a value is from it."""
        from engine.factbase.against_claims import claimed, off_claim

        return claimed(self, call) if call.function == "claimed" else off_claim(self, call, view)

    def not_alike(self, indicator: Indicator) -> InputValue:
        """What is told where no value of ``indicator`` is like what counts in the year after."""
        from engine.factbase.unlike import not_alike

        return not_alike(self, indicator)

    def why_unlike(self, shared: Options, liked: set[Key]) -> str:
        """Why operands share no end, or have no like one."""
        from engine.factbase.unlike import why_unlike

        return why_unlike(self, shared, liked)

    # ------------------------------------------------------------ formulas

    def formula_of(self, code: str) -> Formula | None:
        """The formula that gives ``code`` its value; None where it is given, or given because a part of it is not known."""
        if code not in self._formulas:
            formula = self.rulebook.indicators[code].formula
            if formula is not None and (
                code in self.assumed or (self.is_given(code) and self._computed(code, formula).value is None)
            ):
                formula = None
            self._formulas[code] = formula
        return self._formulas[code]

    def formula_of_whole(self, code: str) -> Formula | None:
        """The same of the whole year: None where a number is given and only a part of the year can be computed."""
        if code not in self._formulas_of_whole:
            formula = self.formula_of(code)
            if (
                formula is not None
                and self.is_given(code)
                and at_shared_end(self, formula, self.last_view).value is None
            ):
                formula = None
            self._formulas_of_whole[code] = formula
        return self._formulas_of_whole[code]

    def nature(self, formula: Formula) -> Nature | None:
        """The label of ``formula`` in this year; a given value that counts for a computed indicator has that of the indicator."""
        return nature_of(formula, self.rulebook.indicators, self.facts.year, self.formula_of)

    def _computed(self, code: str, formula: Formula) -> InputValue:
        """What ``formula``, that of ``code``, gives when it is taken alone."""
        known = self._alone.get(code)
        if known is None:
            known = self._alone[code] = at_shared_end(self, formula, self.to_the_end)
        return known

    # ------------------------------------------------------------ formulas

    def claim(self, code: str) -> Claim | None:
        """The number that the report states for an indicator, None where it states none."""
        subject = Subject("indicator", code)
        found = (c for c in self.facts.claims if c.about == subject and c.kind is ClaimKind.VALUE and c.stated)
        return next(found, None)

    # ------------------------------------------------------------ other years

    def final_value(self, code: str) -> InputValue:
        """What an indicator was when the year was over: of what has a period only a value that reaches its last day."""
        known = self._finals.get(code)
        if known is None:
            known = self._finals[code] = bounded(self, at_shared_end(self, reference_to(code), self.last_view), code)
        return known
