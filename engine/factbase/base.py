"""The values of one unit and year: which fact counts, and what the formulas make of them, with provenance down to the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from engine.domain.limits import COMPUTED_DIGITS
from engine.domain.records import NamedTuple
from engine.factbase.courses import Counted, Course
from engine.factbase.facts import Basis, Claim, ClaimKind, Fact, FactSet, Subject
from engine.factbase.input_values import UNKNOWN, DataWarning, InputValue, combined
from engine.factbase.periods import Period, are_alike, days_between, end_text
from engine.factbase.stated import agreeing, as_stated, stated_value
from engine.language import display
from engine.language.aggregates import common, geometric_mean, greatest, least, mean, total
from engine.language.interval import EVERYTHING, Interval, point
from engine.language.logic import Truth
from engine.language.numbers import has_digits_within
from engine.language.syntax import Binary, Call, Extent, Formula, Negative, Quantity, Ref, Relation
from engine.rulebook.deadlines import is_judged, last_day_counted
from engine.rulebook.formulas import calls_in
from engine.rulebook.natures import LIKE, OTHER_YEARS, nature_of, year_of_value
from engine.rulebook.rulebook import Indicator, Input, Kind, Nature, Reading, Rulebook

_HUNDRED = point(Fraction(100))
_NONE = point(Fraction(0))
_AT_LEAST_NONE = Interval(Fraction(0), None)
_POSITIVE = Interval(Fraction(0), None, low_open=True)
_BASES = {"actual_only": Basis.ACTUAL, "estimate_only": Basis.ESTIMATE}
YearLookup = Callable[[int], "FactBase | None"]


class _Operand(NamedTuple):
    """A given value of this year that a formula rests on; ``like``: it is held against the same period a year before."""

    code: str
    basis: Basis | None
    like: bool


_Key = tuple[str, Basis | None]
"""An operand: its code, and whether only its actuals or estimates are meant."""
_Options = Mapping[_Key, list[Counted]]


class _View(NamedTuple):
    """For which ends a formula is evaluated: what counts of each operand with a period, and what is asked for.

    ``limit`` is the day after which facts do not count, ``asked`` the last day of what is asked for, by nature. ``like``:
    what counts of the year before. ``unlike``: why there is no end that all operands share. ``held``: the year after is
    held against this one, and of what is given only ``chosen`` is like what counts there.
    """

    limit: date
    asked: Mapping[Nature, date]
    chosen: Mapping[tuple[str, Basis | None], Counted]
    like: Mapping[tuple[str, Basis | None], Counted]
    unlike: str = ""
    last: date | None = None
    held: bool = False


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
        self._measured: dict[str, InputValue] = {}
        self._finals: dict[str, InputValue] = {}
        self._courses: dict[str, Course] = {}
        self._formulas: dict[str, Formula | None] = {}
        self._views: dict[int, tuple[Formula, _View]] = {}
        for fact in facts.facts:
            self._by_code.setdefault(fact.code, []).append(fact)
        last = rulebook.resolution.ends
        end = date(facts.year, 12, 31)
        self._to_the_end = _View(end, {Nature.FLOW: end, Nature.RATE: end, Nature.CUMULATIVE: last}, {}, {})

    def given(self, code: str) -> tuple[Fact, ...]:
        """All facts asserted for an indicator."""
        return tuple(self._by_code.get(code, ()))

    def value(self, code: str) -> InputValue:
        """The value that counts, as it is so far: computed where that is determined, else given."""
        known = self._values.get(code)
        if known is None:
            known = self._values[code] = self._value(self.rulebook.indicators[code])
        return known

    def measured(self, input: Input) -> InputValue:
        """The value of what a test compares, as the test reads it (``input.asked``)."""
        if input.asked.reading is Reading.SO_FAR:
            if input.code is not None:
                return self.value(input.code)
            return self._bounded(self._at(input.formula, self._to_the_end))
        known = self._measured.get(input.key)
        if known is None:
            known = self._measured[input.key] = self._as_asked(input)
        return known

    def operands(self, input: Input) -> dict[str, InputValue]:
        """What is given of each operand of ``input`` in this year's file, by its code, as the comparison reads it."""
        asking = self._to_the_end
        if input.asked.reading is not Reading.SO_FAR:
            deadline = self.deadline_of(input.asked.criterion) or date(self.facts.year, 12, 31)
            asking = self._asking(deadline, self.facts.year)
        view = self._view(input.formula, asking)
        indicators = self.rulebook.indicators
        return {one.code: self._own(indicators[one.code], one.basis, view) for one in self._operands(input.formula)}

    def within(self, whole: Formula, part: Formula) -> InputValue:
        """The value of a part of the formula ``whole``, so far: at the end that all of ``whole`` shares."""
        known = self._views.get(id(whole))  # the formula is kept, so that no other gets its number
        if known is None:
            known = self._views[id(whole)] = whole, self._view(whole, self._to_the_end)
        return self._bounded(self._evaluate(part, known[1]))

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

    def _without_facts(self, year: int) -> FactBase:
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
        if last_year is None or code not in last_year._by_code or self.rulebook.indicators[code].formula is not None:
            before = None  # as for most, which need not be looked at any further
        else:
            view = self._view(Ref(code, _NOWHERE), self._to_the_end)
            now = view.chosen.get((code, None)) or next(iter(self._options(_Operand(code, None, False), view)), None)
            before = None if now is None else self._like((code, None), now)
        self._asked = asked
        return None if before is None else InputValue(before.value, before.facts)

    def final_of_last_year(self, code: str) -> InputValue | None:
        """The final value of the year before; None where there is none."""
        before = self._in_year(Ref(code, _NOWHERE), self.facts.year - 1)
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

    def _as_asked(self, input: Input) -> InputValue:
        """Source: 9-periods-points, «Two readings»."""
        year = self.facts.year
        deadline = self.deadline_of(input.asked.criterion) or date(year, 12, 31)
        base: FactBase | None = self
        if deadline.year < year and _of_another_year(input, self.rulebook):
            base = self.in_year(deadline.year)
            if base is None and any(call.function == "cumulated" for call in calls_in(input.formula)):
                base = self._without_facts(deadline.year)  # the years before add up all the same
        if base is None:
            return InputValue(None, missing=(f"{input.text} (năm {deadline.year})",))
        found = base._asked_by(input, deadline, self.facts)
        if input.asked.reading is Reading.FINAL:
            return found._replace(value=found.in_the_end, unfinished=False, final=None)
        return found

    def beside(self, whole: Input, side: Input) -> InputValue:
        """The value of one side of the comparison ``whole``, up to the end that both sides share."""
        deadline = None if whole.asked.reading is Reading.SO_FAR else self.deadline_of(whole.asked.criterion)
        base = self if deadline is None or deadline.year >= self.facts.year else self.in_year(deadline.year)
        if base is None:
            return self.measured(side)
        asking = base._to_the_end if deadline is None else base._asking(deadline, self.facts.year)
        return base._bounded(base._evaluate(side.formula, base._view(whole.formula, asking)))

    def _asking(self, deadline: date, file: int) -> _View:
        """What a goal that is due on ``deadline`` asks for in the file of the year ``file``, which may be a later one."""
        year_end = date(self.facts.year, 12, 31)
        end = min(deadline, year_end) if deadline.year == self.facts.year else year_end
        asked = {Nature.FLOW: end, Nature.RATE: end, Nature.CUMULATIVE: deadline}
        return _View(min(deadline, year_end), asked, {}, {}, last=year_end if self.facts.year < file else None)

    def _asked_by(self, input: Input, deadline: date, evaluated: FactSet) -> InputValue:
        view = self._asking(deadline, evaluated.year)
        found = self._bounded(self._at(input.formula, view))
        if not found.unfinished:
            return self._early(input, found, view, deadline)
        ended = any(evaluated.due_day >= day for day in self._open_days(input.formula, view, deadline))
        return self._early(input, found, view, deadline)._replace(ended=ended)

    def _open_days(self, formula: Formula, view: _View, deadline: date) -> Iterator[date]:
        """The last days of what is asked of the operands that do not cover it; over the years that is the deadline."""
        if any(call.function in ("cumulated", "period_mean") for call in calls_in(formula)):
            yield deadline
        shared = self._view(formula, view)
        for operand in dict.fromkeys(self._operands(formula)):
            indicator = self.rulebook.indicators[operand.code]
            if indicator.nature.has_period and self._own(indicator, operand.basis, shared).unfinished:
                yield view.asked[indicator.nature]

    def _early(self, input: Input, found: InputValue, view: _View, deadline: date) -> InputValue:
        """With all values that what was counted so far leaves possible, of a total that is due when its period ends.

        Source: 9-periods-points, «Verdicts» (không đạt before the deadline).
        """
        indicators = self.rulebook.indicators
        nature = self.nature(input.formula)
        if not input.open_ended or nature not in (Nature.FLOW, Nature.CUMULATIVE) or found.value is None:
            return found
        compared = input.formula
        if isinstance(compared, Call) and compared.function == "alongside":
            compared = compared.arguments[0]
        if isinstance(compared, Binary) and all(map(self._has_period, (compared.left, compared.right))):
            return found  # the goal is no number that stands fast
        chosen: dict[tuple[str, Basis | None], Counted] = {}
        summed = list(self._summed(input.formula))
        for one in dict.fromkeys((*self._operands(input.formula), *summed)):
            indicator, over_years = indicators[one.code], one in summed
            if not indicator.nature.has_period:
                continue
            ends = view.asked[Nature.CUMULATIVE if over_years else indicator.nature]
            if one.like or one.basis is Basis.ESTIMATE or not indicator.only_grows or ends != deadline:
                return found
            so_far = self.course(one.code).reached(view.limit) if one.code in self._by_code else None
            if so_far is None and not (over_years and self._was_counted(one.code)):
                return found
            low = Fraction(0) if so_far is None or so_far.value.low is None else so_far.value.low
            least = Interval(low, None, so_far is not None and so_far.value.low_open)
            chosen[one.code, one.basis] = Counted(date.max, least, (), False)
        if not chosen:
            return found
        return found._replace(reached=self._evaluate(input.formula, view._replace(chosen=chosen)).value)

    def _was_counted(self, code: str) -> bool:
        """Whether there is an actual of an earlier year of the period."""
        years = range(self.rulebook.resolution.first_year, self.facts.year)
        return any(other.course(code).actual for year in years if (other := self.in_year(year)) is not None)

    # ------------------------------------------------------------ which fact counts

    def _value(self, indicator: Indicator) -> InputValue:
        given = self._given_value(indicator)
        if indicator.formula is None or indicator.code in self.assumed:
            return given
        computed = self._bounded(self._at(indicator.formula, self._to_the_end), indicator.code)
        if computed.value is None:
            return given if given.value is not None else computed
        if given.value is not None and not self._same(indicator, given, computed):
            self._warn_given_differs(indicator, given, computed)
        return computed

    def _given_value(self, indicator: Indicator) -> InputValue:
        """What the facts of this year alone say."""
        own = self._by_code.get(indicator.code, ())
        if len(own) == 1 and not indicator.nature.has_period and indicator.nature is not Nature.PLAN:
            return InputValue(own[0].value, (own[0],))
        if not own:
            return InputValue(None, missing=(indicator.code,))
        return self._own(indicator, None, self._to_the_end)

    def _own(self, indicator: Indicator, basis: Basis | None, view: _View) -> InputValue:
        """The value given for ``indicator`` as ``view`` asks for it."""
        chosen = view.chosen.get((indicator.code, basis))
        if chosen is None and view.held and indicator.nature is not Nature.PLAN:
            return self._not_alike(indicator)
        if chosen is None:
            chosen = next(iter(self._options(_Operand(indicator.code, basis, False), view)), None)
        if chosen is None:
            self._note_later_plan(indicator)
            return InputValue(None, missing=(indicator.code,))
        return self._read(indicator, chosen, view)

    def _not_alike(self, indicator: Indicator) -> InputValue:
        """What is told of ``indicator`` where none of its values is like what counts in the year after."""
        code = indicator.code
        if code not in self._by_code:
            return InputValue(None, missing=(code,))
        ends = sorted(one.end for one in self.course(code).at_same_ends())
        has = ", ".join(_end_words(end) if indicator.nature.has_period else display.day(end) for end in ends)
        text = f"năm {self.facts.year} không có số liệu cùng kỳ của «{indicator.name}» ({code})"
        return InputValue(None, unlike=f"{text}; chỉ có {has}" if has else text)

    def _read(self, indicator: Indicator, chosen: Counted, view: _View) -> InputValue:
        """Both readings of ``chosen``."""
        nature = indicator.nature
        known = InputValue(chosen.value, chosen.facts, late=chosen.late)
        if not nature.has_period:
            return known
        known = known._replace(period=Period(self._start(nature), chosen.end))
        asked = view.asked[nature]
        if chosen.end >= asked:
            return known
        final = _upwards(chosen.value, chosen.upper) if indicator.only_grows else chosen.value.hull(indicator.ends)
        return known._replace(final=final, unfinished=True)

    def _start(self, nature: Nature) -> date:
        year = self.rulebook.resolution.first_year if nature is Nature.CUMULATIVE else self.facts.year
        return date(year, 1, 1)

    def course(self, code: str) -> Course:
        """The course of an indicator in this year."""
        known = self._courses.get(code)
        if known is None:
            indicator = self.rulebook.indicators[code]
            start = self._start(indicator.nature)
            facts = self._by_code.get(code, ())
            floor = self._floor(indicator)

            def warn(kind: str, text: str, origin: str) -> None:
                self._warn(kind, text, origin, code)

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

    def _options(self, operand: _Operand, view: _View) -> list[Counted]:
        """What may count of ``operand``, the latest first."""
        if operand.code not in self._by_code:
            return []
        indicator = self.rulebook.indicators[operand.code]
        if indicator.nature is Nature.CUMULATIVE and self.facts.year < self.rulebook.resolution.first_year:
            return []
        year_end = date(self.facts.year, 12, 31)
        limit = view.limit
        if indicator.nature is Nature.PLAN:
            limit = view.last or min(self.facts.due_day, year_end)
        asked = view.asked.get(indicator.nature, limit)
        return self.course(operand.code).options(asked, limit, operand.basis)

    def _note_later_plan(self, indicator: Indicator) -> None:
        """A plan that is dated later than the data is not in force yet: that is said."""
        if indicator.nature is Nature.PLAN:
            for fact in self.given(indicator.code):
                if fact.period.end > self.facts.due_day:
                    text = f"«{indicator.name}» ({indicator.code}): bản ngày {display.day(fact.period.end)} chưa có hiệu lực tại ngày chốt số liệu"
                    self._warn("CT312", text, fact.origin, indicator.code)

    def given_and_computed(self, code: str) -> tuple[InputValue, InputValue, bool] | None:
        """The value given and the one computed, and whether they agree; None where there is only one of them."""
        indicator = self.rulebook.indicators[code]
        if indicator.formula is None or code in self.assumed:
            return None
        given = self._given_value(indicator)
        computed = self._at(indicator.formula, self._to_the_end)
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
        self._warn("CT308", text, given.origin, indicator.code)

    def _warn(self, code: str, text: str, origin: str, *subjects: str) -> None:
        warning = DataWarning(code, text, origin, subjects)
        if warning not in self.warnings:
            self.warnings.append(warning)

    def _bounded(self, computed: InputValue, code: str = "") -> InputValue:
        """``computed``, without its value where that has more digits than can mean anything."""
        ends = (computed.value.low, computed.value.high) if computed.value is not None else ()
        if all(end is None or has_digits_within(end, COMPUTED_DIGITS) for end in ends):
            return computed
        subjects = (code,) if code else tuple(dict.fromkeys(fact.code for fact in computed.facts))
        text = f"không tính được {', '.join(subjects)}: kết quả có hơn {COMPUTED_DIGITS} chữ số"
        self._warn("CT303", text, computed.origin, *subjects)
        return computed._replace(value=None, unfinished=False, final=None)

    # ------------------------------------------------------------ the ends that operands share

    def _at(self, formula: Formula, asking: _View) -> InputValue:
        """The value of a formula at the latest end that all its operands share."""
        view = self._view(formula, asking)
        found = self._evaluate(formula, view)
        if not found.unfinished:
            return found
        final = found.final or EVERYTHING
        if self._is_loose(formula, view):
            final = EVERYTHING
        ends = self.rulebook.indicators[formula.code].ends if isinstance(formula, Ref) else EVERYTHING
        if isinstance(formula, Ref) and self.rulebook.indicators[formula.code].formula is not None:
            final = common(final, ends) or final
        return found._replace(final=final if found.value is None else final.hull(found.value))

    def _view(self, formula: Formula, asking: _View) -> _View:
        """Source: 9-periods-points, «Which fact counts» (a computed value) and «Like with like»."""
        operands = list(dict.fromkeys((*self._operands(formula), *self._summed(formula))))
        indicators = self.rulebook.indicators
        timed = [one for one in operands if indicators[one.code].nature.has_period or one.like]
        liked = {(one.code, one.basis) for one in timed if one.like}
        keys = dict.fromkeys((one.code, one.basis) for one in timed)
        options = {key: self._options(_Operand(*key, False), asking) for key in keys}
        if not any(options.values()) or not keys:
            return asking
        if len(keys) == 1 and not liked:
            ((key, found),) = options.items()
            return asking._replace(chosen={key: found[0]})
        shared = {key: found for key, found in options.items() if found}
        view = self._at_latest_end(shared, liked, asking) or self._at_first_end(shared, liked, asking)
        return view or asking._replace(unlike=self._why_unlike(shared, liked))

    def _at_latest_end(self, shared: _Options, liked: set[_Key], asking: _View) -> _View | None:
        """The values at the latest end, on or before the day up to which facts count, that all operands share."""
        periods = {key for key in shared if self.rulebook.indicators[key[0]].nature.has_period}
        in_time = {key: [one for one in found if key not in periods or not one.late] for key, found in shared.items()}
        ends = sorted({one.end for key in periods for one in in_time[key]}, reverse=True)
        for end in ends or ([] if periods else [asking.limit]):
            fitting = {
                key: [one for one in found if key not in periods or (one.end <= end and are_alike(one.end, end))]
                for key, found in in_time.items()
            }
            if (view := self._first_of_each(fitting, liked, asking)) is not None:
                return view
        return None

    def _at_first_end(self, shared: _Options, liked: set[_Key], asking: _View) -> _View | None:
        """The same at the first end of all, where they share none in time."""
        every = dict(shared)
        for key, found in shared.items():
            nature = self.rulebook.indicators[key[0]].nature
            if nature.has_period and found:
                every[key] = self.course(key[0]).at_every_end(asking.asked[nature], asking.limit, key[1])
        periods = {key for key in every if self.rulebook.indicators[key[0]].nature.has_period}
        for end in sorted({one.end for key in periods for one in every[key]}):
            fitting = {
                key: [one for one in found if key not in periods or (one.end >= end and are_alike(one.end, end))]
                for key, found in every.items()
            }
            if (view := self._first_of_each(fitting, liked, asking)) is not None:
                return view
        return None

    def _first_of_each(self, fitting: _Options, liked: set[_Key], asking: _View) -> _View | None:
        """A view of the first value of each operand, which has a like one where that is asked for; None where one has none."""
        chosen: dict[_Key, Counted] = {}
        like: dict[_Key, Counted] = {}
        for key, found in fitting.items():
            for one in found:
                before = self._like(key, one) if key in liked else None
                if key in liked and before is None:
                    continue
                chosen[key] = one
                if before is not None:
                    like[key] = before
                break
        return asking._replace(chosen=chosen, like=like) if len(chosen) == len(fitting) else None

    def _like(self, key: tuple[str, Basis | None], now: Counted) -> Counted | None:
        """What counts of the same part of the year before."""
        before = self.in_year(self.facts.year - 1)
        if before is None or key[0] not in before._by_code:
            return None
        indicator = self.rulebook.indicators[key[0]]
        if indicator.nature is Nature.CUMULATIVE and self.facts.year - 1 < self.rulebook.resolution.first_year:
            return None
        if indicator.nature is Nature.PLAN:
            return next(iter(before._options(_Operand(*key, False), before._last_view)), None)
        ends = before.course(key[0]).at_same_ends()
        if indicator.nature.has_period:
            alike = [one for one in ends if are_alike(one.end, now.end)]
        else:
            alike = [one for one in ends if abs((one.end.replace(year=2000) - now.end.replace(year=2000)).days) <= 15]
        return min(
            alike, key=lambda one: (days_between(one.end, now.end), one.estimate, -one.end.toordinal()), default=None
        )

    def _all_like(self, view: _View) -> dict[_Key, Counted]:
        """What is like each of what counts in ``view``, of those that have a like one."""
        found = {key: self._like(key, one) for key, one in view.chosen.items()}
        return {key: one for key, one in found.items() if one is not None}

    @property
    def _last_view(self) -> _View:
        """Asks for the whole year, as it was in the end."""
        end = date(self.facts.year, 12, 31)
        return _View(end, {Nature.FLOW: end, Nature.RATE: end, Nature.CUMULATIVE: end}, {}, {}, last=end)

    def _why_unlike(
        self, shared: Mapping[tuple[str, Basis | None], list[Counted]], liked: set[tuple[str, Basis | None]]
    ) -> str:
        """«không có số liệu 6 tháng năm 2022; chỉ có cả năm», or the ends that each operand has."""
        year = self.facts.year - 1
        before = self.in_year(year)
        for code, basis in liked:
            if (code, basis) in shared and (
                before is None or all(self._like((code, basis), one) is None for one in shared[code, basis])
            ):
                latest = shared[code, basis][0]
                there = before.course(code).at_same_ends() if before is not None and code in before._by_code else []
                has = ", ".join(dict.fromkeys(_end_words(one.end) for one in sorted(there, key=lambda one: one.end)))
                asked = end_text(
                    date(year, latest.end.month, min(latest.end.day, 28 if latest.end.month == 2 else latest.end.day))
                )
                if not self.rulebook.indicators[code].nature.has_period:
                    asked = f"quanh ngày {latest.end.day}/{latest.end.month}/{year}"
                return f"không có số liệu {asked}" + (f"; chỉ có {has}" if has else "")
        names = self.rulebook.indicators
        ends = [
            f"«{names[code].name}» có số đến {', '.join(display.day(one.end) for one in found)}"
            for (code, _), found in shared.items()
            if names[code].nature.has_period
        ]
        return f"các số liệu không cùng kỳ: {'; '.join(ends)}"

    def _operands(self, formula: Formula) -> Iterator[_Operand]:
        """The given values of this year under ``formula``, each once, through the formulas that can be computed."""
        seen: set[_Operand] = set()
        rest: list[tuple[Formula, Basis | None, bool]] = [(formula, None, False)]
        while rest:
            part, basis, like = rest.pop()
            match part:
                case Ref(code=code):
                    operand = _Operand(code, basis, like)
                    if operand in seen:
                        continue
                    seen.add(operand)
                    inner = self.formula_of(code)
                    if inner is None:
                        yield operand
                    else:
                        rest.append((inner, basis, like))
                case Negative(operand=inside):
                    rest.append((inside, basis, like))
                case Binary(left=left, right=right):
                    rest += ((right, basis, like), (left, basis, like))
                case Call() if year_of_value(part) == self.facts.year:
                    rest.append((part.arguments[0], basis, like))
                case Call(function=function, arguments=arguments):
                    if function not in (*OTHER_YEARS, "claimed", "cumulated", "period_mean"):
                        basis, like = _BASES.get(function, basis), like or function in LIKE
                        rest += ((argument, basis, like) for argument in reversed(arguments))

    def _summed(self, formula: Formula) -> Iterator[_Operand]:
        """What is counted in this year of what ``formula`` adds up over the years."""
        codes = (_subject_of(call) for call in calls_in(formula) if call.function == "cumulated")
        yield from (_Operand(code, None, False) for code in codes if self.rulebook.indicators[code].nature.has_period)

    def _has_period(self, formula: Formula) -> bool:
        operands = (*self._operands(formula), *self._summed(formula))
        return any(self.rulebook.indicators[one.code].nature.has_period for one in operands)

    def formula_of(self, code: str) -> Formula | None:
        """The formula that gives ``code`` its value; None where it is given, or given because a part of it is not known."""
        if code not in self._formulas:
            formula = self.rulebook.indicators[code].formula
            if formula is not None and (
                code in self.assumed or (code in self._by_code and not self._is_known(formula))
            ):
                formula = None
            self._formulas[code] = formula
        return self._formulas[code]

    def nature(self, formula: Formula) -> Nature | None:
        """The label of ``formula`` in this year; a given value that counts for a computed indicator has that of the indicator."""
        return nature_of(formula, self.rulebook.indicators, self.facts.year, self.formula_of)

    def _is_known(self, formula: Formula) -> bool:
        """Whether ``formula``, taken alone, has a value."""
        return self._at(formula, self._to_the_end).value is not None

    def _is_loose(self, formula: Formula, view: _View) -> bool:
        """Whether a value of it that is not finished may become any: it is held against a like period, or against a stock.

        What is so of a computed operand is told by its own final value.
        """
        match formula:
            case Negative(operand=operand):
                return self._is_loose(operand, view)
            case Binary(operator=operator, left=left, right=right):
                over_stock = operator == "/" and self._over_stock(left, right, view)
                return over_stock or self._is_loose(left, view) or self._is_loose(right, view)
            case Call() if formula.function == "alongside" or year_of_value(formula) == self.facts.year:
                return self._is_loose(formula.arguments[0], view)
            case Call(function=function, arguments=arguments):
                if function in LIKE:
                    return self._evaluate(arguments[0], view).unfinished
                if function in (*OTHER_YEARS, "claimed"):
                    return False
                over_stock = function == "ratio" and self._over_stock(arguments[0], arguments[1], view)
                return over_stock or any(self._is_loose(one, view) for one in arguments)
        return False

    def _over_stock(self, left: Formula, right: Formula, view: _View) -> bool:
        """Whether an unfinished numerator stands over a stock of the year."""
        indicators = self.rulebook.indicators
        stocks = [one for one in self._operands(right) if indicators[one.code].nature is Nature.STOCK and not one.like]
        is_stock = bool(stocks) and self.nature(right) is Nature.STOCK
        return is_stock and self._evaluate(left, view).unfinished

    # ------------------------------------------------------------ formulas

    def _evaluate(self, formula: Formula, view: _View) -> InputValue:
        match formula:
            case Quantity(value=value):
                return InputValue(point(value))
            case Ref(code=code):
                return self._referred(code, view)
            case Negative(operand=operand):
                return combined([self._evaluate(operand, view)], lambda values: -values[0])
            case Binary(operator=operator, left=left, right=right):
                return self._binary(operator, [self._evaluate(left, view), self._evaluate(right, view)])
            case Call():
                return self._call(formula, view)

    def _referred(self, code: str, view: _View) -> InputValue:
        indicator = self.rulebook.indicators[code]
        formula = indicator.formula if view.held else self.formula_of(code)
        if formula is None:
            nature = indicator.nature
            if view.unlike and nature.has_period and code in self._by_code:
                return InputValue(None, tuple(self._by_code[code]), unlike=view.unlike)
            simple = not (nature.has_period or view.chosen or view.held) and view.limit >= date(self.facts.year, 12, 31)
            return self.value(code) if simple and nature is not Nature.PLAN else self._own(indicator, None, view)
        computed = self._bounded(self._evaluate(formula, view), code)
        if computed.unfinished and self._is_loose(formula, view):
            computed = computed._replace(final=indicator.ends)
        if computed.unfinished and computed.final is not None and computed.value is not None:
            computed = computed._replace(final=computed.final.hull(computed.value))
        if computed.value is None and code in self._by_code:
            given = self._own(indicator, None, view)
            undecided = view.held and not computed.missing and not computed.unlike
            return given if given.value is not None or undecided else computed
        if code in self._by_code and view is self._to_the_end:
            self.value(code)  # warns where the given number differs
        return computed

    def _binary(self, operator: str, sides: list[InputValue]) -> InputValue:
        match operator:
            case "+":
                return combined(sides, lambda v: v[0] + v[1])
            case "-":
                return combined(sides, lambda v: v[0] - v[1])
            case "*":
                return combined(sides, lambda v: v[0] * v[1])
        return self._divided(sides)

    def _divided(self, sides: list[InputValue]) -> InputValue:
        divisor = sides[1]
        if divisor.value is not None and divisor.value.holds_zero():
            names = ", ".join(dict.fromkeys(fact.code for fact in divisor.facts))
            text = f"không tính được vì số chia có thể bằng 0 ({names or 'hằng số 0'})"
            self._warn("CT303", text, divisor.origin, *(f.code for f in divisor.facts))
            return _without_value(sides)
        return combined(sides, lambda v: v[0] / v[1])

    def _call(self, call: Call, view: _View) -> InputValue:
        match call.function:
            case "actual_only" | "estimate_only":
                return self._own(self.rulebook.indicators[_subject_of(call)], _BASES[call.function], view)
            case "previous_year":
                return self._in_year(call.arguments[0], self.facts.year - 1)
            case "value_in_year":
                asked = call.arguments[1]
                year = int(asked.value) if isinstance(asked, Quantity) else self.facts.year
                if year > self.facts.year:  # files of later years are not read
                    return InputValue(None, missing=(f"{_subject_of(call)} (năm {year})",))
                return (
                    self._evaluate(call.arguments[0], view)
                    if year == self.facts.year
                    else self._in_year(call.arguments[0], year)
                )
            case "growth" | "like_ratio" | "like_period":
                return self._against_like(call, view)
            case "cumulated":
                return self._cumulated(_subject_of(call), view)
            case "period_mean":
                return self._mean(_subject_of(call), view)
            case "claimed":
                return self._claimed(call)
            case "off_claim":
                return self._off_claim(call, view)
        parts = [self._evaluate(argument, view) for argument in call.arguments]
        match call.function:
            case "alongside":
                return parts[0] if parts[1].value is not None else _without_value(parts)
            case "ratio":
                return combined([self._divided(parts)], lambda v: v[0] * _HUNDRED)
            case "total":
                return combined(parts, total)
            case "average":
                return combined(parts, mean)
            case "greatest":
                return combined(parts, greatest)
        return combined(parts, least)

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

    def _off_claim(self, call: Call, view: _View) -> InputValue:
        """How far a value is from the report's number: 0 for every value that may be written like that."""
        other, claimed = (self._evaluate(argument, view) for argument in call.arguments)
        claim_call = call.arguments[1]
        claim = self.claim(_subject_of(claim_call)) if isinstance(claim_call, Call) else None
        if other.value is None or claimed.value is None or claim is None or claim.stated is None:
            return _without_value([other, claimed])
        agreeing_values = agreeing(claim.stated, self.rulebook.indicators[claim.about.id].unit)
        agrees = other.value.within(agreeing_values)
        off = _beyond_zero(other.value - claimed.value, claim.stated.relation)
        value = _NONE if agrees is Truth.TRUE else off if agrees is Truth.FALSE else off.hull(_NONE)
        return InputValue(value, other.facts, (), other.outer)

    # ------------------------------------------------------------ other years

    def _in_year(self, subject: Formula, year: int) -> InputValue:
        """The final value of another year; unknown where only a part of it is known."""
        code = subject.code if isinstance(subject, Ref) else ""
        other = self.in_year(year) or self._without_facts(year)  # what is computed of years before may be known
        found = other.final_value(code)
        if found.value is None and self.in_year(year) is None:
            return InputValue(None, missing=(f"{code} (năm {year})",))
        if found.value is not None:
            return found._replace(period=None)
        if found.unlike:
            return found._replace(missing=(), unlike=f"năm {year}: {found.unlike}", period=None)
        return found._replace(missing=tuple(f"{m} (năm {year})" for m in found.missing), period=None)

    def final_value(self, code: str) -> InputValue:
        """What an indicator was when the year was over: of what has a period only a value that reaches its last day."""
        known = self._finals.get(code)
        if known is None:
            known = self._finals[code] = self._bounded(self._at(Ref(code, _NOWHERE), self._last_view), code)
            if known.unfinished:
                given = self._given_finally(code)
                known = given or InputValue(None, known.facts, missing=(code,), partial=(code,))
                self._finals[code] = known
        return known

    def _given_finally(self, code: str) -> InputValue | None:
        """What is given of a computed indicator for the end of the year, where its formula has no final value."""
        indicator = self.rulebook.indicators[code]
        if indicator.formula is None or code not in self._by_code:
            return None
        given = self._own(indicator, None, self._last_view)
        return given if given.value is not None and not given.unfinished else None

    def _against_like(self, call: Call, view: _View) -> InputValue:
        """Source: 9-periods-points, «Like with like»."""
        subject = call.arguments[0]
        code = _subject_of(call)
        year = self.facts.year - 1
        now = self._evaluate(subject, view)
        if view.unlike:
            return now._replace(value=None, unlike=view.unlike)
        if call.function == "like_period" and now.value is None and now.missing:  # like what is not known
            return now
        other = self.in_year(year)
        if other is None:
            before = InputValue(None, missing=(f"{code} (năm {year})",))
        else:
            like = self._all_like(view) if view.held else view.like
            before = other._evaluate(subject, other._last_view._replace(chosen=like, held=True))
            before = before._replace(missing=tuple(f"{m} (năm {year})" for m in before.missing))
        before = before._replace(period=None, unfinished=False, final=None)
        if call.function == "like_period":
            if not now.unfinished:
                return before
            return before._replace(final=EVERYTHING, unfinished=before.value is not None, ended=now.ended)
        if before.value is not None and before.value.within(_POSITIVE) is not Truth.TRUE:
            name = self.rulebook.indicators[code].name
            text = f"không so được «{name}» ({code}) với cùng kỳ: số cùng kỳ năm trước không lớn hơn 0"
            self._warn("CT303", text, before.origin, code)
            return _without_value([now, before])
        if call.function == "like_ratio":
            return combined([now, before], lambda v: v[0] / v[1] * _HUNDRED)
        return combined([now, before], lambda v: v[0] / v[1] * _HUNDRED - _HUNDRED)

    def _cumulated(self, code: str, view: _View) -> InputValue:
        """The sum over the years from the first of the period to this one. Source: 9-periods-points, «Which fact counts»."""
        indicator = self.rulebook.indicators[code]
        resolution = self.rulebook.resolution
        years = range(resolution.first_year, self.facts.year + 1)
        if not years:  # a sum of no year is no 0: there is no value
            when = f"cộng dồn đến năm {self.facts.year}, trước giai đoạn {resolution.period_text}"
            return InputValue(None, missing=(f"{code} ({when})",))
        if (code, None) in view.chosen and view.chosen[code, None].end == date.max:
            return self._reached_over(indicator, years, view)
        if view.unlike and code in self._by_code:
            return InputValue(None, tuple(self._by_code[code]), unlike=view.unlike)
        if indicator.nature is Nature.PLAN:
            return combined([self._own_or_of(code, year, view) for year in years], total)._replace(period=None)
        parts = [self._counted_in(indicator, year, view) for year in years]
        added = combined(parts, total)
        value = added.value
        if value is None:
            return added
        now = parts[-1]
        start, end = date(years[0], 1, 1), now.period.end if now.period is not None else date(years[-1] - 1, 12, 31)
        added = added._replace(period=Period(start, end))
        to_come = view.asked[Nature.CUMULATIVE] > date(self.facts.year, 12, 31)
        if indicator.can_fall and (to_come or added.unfinished):
            return added._replace(final=value.hull(indicator.ends), unfinished=True)
        if to_come and not added.unfinished:  # the years to come add to it
            return added._replace(final=Interval(value.low, None, value.low_open), unfinished=True)
        return added

    def _reached_over(self, indicator: Indicator, years: range, view: _View) -> InputValue:
        """All values that what was counted in the years so far leaves possible of their sum."""
        reached = view.chosen[indicator.code, None].value
        for year in years[:-1]:
            other = self.in_year(year)
            so_far = other.course(indicator.code).reached(date(year, 12, 31)) if other is not None else None
            if so_far is not None and so_far.value.low is not None:
                reached = reached + Interval(so_far.value.low, None, so_far.value.low_open)
        return InputValue(reached)

    def _own_or_of(self, code: str, year: int, view: _View) -> InputValue:
        """The plan in force of this year, or the last one of an earlier year."""
        if year == self.facts.year:
            return self._own(self.rulebook.indicators[code], None, view)
        return self._in_year(Ref(code, _NOWHERE), year)

    def _counted_in(self, indicator: Indicator, year: int, view: _View) -> InputValue:
        """What a year adds to a sum: its final value; else at least what is known of it."""
        other = self.in_year(year)
        code = indicator.code
        if year == self.facts.year:
            end = min(view.asked[Nature.CUMULATIVE], date(year, 12, 31))
            asking = _View(view.limit, {Nature.FLOW: end, Nature.RATE: end, Nature.CUMULATIVE: end}, {}, {})
            chosen = view.chosen if (code, None) in view.chosen else self._view(Ref(code, _NOWHERE), asking).chosen
            own = self._evaluate(Ref(code, _NOWHERE), asking._replace(chosen=chosen))
            if own.value is not None:
                return own
        elif other is not None:
            own = other.final_value(code)
            if own.value is not None:
                return own
            if own.partial and not indicator.can_fall:
                so_far = other.value(code)
                if so_far.value is not None and so_far.value.low is not None:
                    least = Interval(so_far.value.low, None, so_far.value.low_open)
                    return InputValue(least, so_far.facts, partial=(f"{code} (năm {year})",))
        named = code if year == self.facts.year else f"{code} (năm {year})"
        if indicator.can_fall:
            return InputValue(None, missing=(named,))
        return InputValue(_AT_LEAST_NONE, missing=(named,), partial=(named,))

    def _mean(self, code: str, view: _View) -> InputValue:
        """The mean of the yearly values from the start to this year; of growth the geometric one."""
        years = range(self.rulebook.resolution.first_year, self.facts.year + 1)
        if not years:
            return UNKNOWN
        subject = Ref(code, _NOWHERE)
        parts = [self._in_year(subject, year) for year in years[:-1]]
        parts.append(self._evaluate(subject, self._view(subject, self._last_view._replace(last=None))))
        found = combined(parts, geometric_mean if _is_growth(code, self.rulebook) else mean)
        if found.value is None:
            return found
        found = found._replace(
            period=Period(date(years[0], 1, 1), parts[-1].period.end if parts[-1].period else date(years[-1], 12, 31))
        )
        asked = view.asked[Nature.CUMULATIVE]
        if found.unfinished or asked > date(self.facts.year, 12, 31):
            return found._replace(final=EVERYTHING, unfinished=True)
        return found


_NOWHERE = Extent(0, 0)


def _is_growth(code: str, rulebook: Rulebook) -> bool:
    """Whether the values of ``code`` are growths: it says so, or is computed as one."""
    indicator = rulebook.indicators[code]
    formula = indicator.formula
    return indicator.is_growth or (isinstance(formula, Call) and formula.function == "growth")


def _of_another_year(input: Input, rulebook: Rulebook) -> bool:
    """Whether the value of the year of the deadline decides in later years: not of a day, which stands once for all."""
    indicator = rulebook.indicators.get(input.code or "")
    return indicator is None or indicator.kind is not Kind.DATE


def _upwards(value: Interval, upper: Fraction | None) -> Interval:
    """All values that a total may still reach."""
    if value.low is None:
        return EVERYTHING
    if upper is None or upper > value.low:
        return Interval(value.low, upper, value.low_open)
    return point(value.low)


def _end_words(end: date) -> str:
    return "cả năm" if (end.month, end.day) == (12, 31) else end_text(end)


def _without_value(parts: list[InputValue]) -> InputValue:
    """What is known of the parts of something that cannot be computed."""
    return combined(parts, lambda v: v[0])._replace(value=None, unfinished=False, final=None)


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
