"""Two readings of a formula: so far, as given, and final, for the whole of the period that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import combinations, product
from typing import NamedTuple

from tests.reference.facts import Facts, Total, alike, bounded, possible, stock_of
from tests.reference.model import Arithmetic, Call, Code, Fact, Formula, Minus, Number, Rulebook
from tests.reference.values import (
    ALLOWED,
    EVERYTHING,
    FUNCTIONS,
    NO_HIGH,
    NO_LOW,
    OPERATIONS,
    Possible,
    added,
    exactly,
    from_low,
    growth,
    hull,
    lies_in,
    opposite,
    ratio,
    within,
)

LIKE_CALLS = ("cùng_kỳ", "tăng_trưởng", "so_cùng_kỳ")
OTHER_YEARS = ("năm_trước", "giá_trị")
_REASONS = ("missing", "no_like_period", "interval")

Key = tuple[str, bool | None]
"""A code, and whether only its estimates (True) or actuals (False) are meant."""


class Ask(NamedTuple):
    """For which year, and until when: of a criterion with its deadline, else without.

    ``final``: only what a year came to when it was over.
    """

    year: int
    deadline: date | None = None
    yearly: bool = False
    cumulative: bool = False
    final: bool = False


class Reading(NamedTuple):
    """``reason``: why there is no value, or what leaves it open; ``ended``: the asked period has, the value does not cover it."""

    so_far: Possible | None
    final: Possible | None
    reason: str = "interval"
    unfinished: bool = False
    ended: bool = False
    end: date | None = None
    facts: frozenset[tuple[Fact, int]] = frozenset()


class Readings:
    def __init__(self, rulebook: Rulebook, facts: Facts) -> None:
        self.rulebook = rulebook
        self.facts = facts
        self.indicators = facts.indicators
        for name in ("computed", "formula"):
            setattr(self, name, cache(getattr(self, name)))

    def code(self, code: str, ask: Ask) -> Reading:
        """An indicator alone."""
        return self.formula(Code(code), ask)

    def formula(self, formula: Formula, ask: Ask) -> Reading:
        return self.together((formula,), ask)[0]

    def together(self, formulas: tuple[Formula, ...], ask: Ask) -> list[Reading]:
        """Formulas on one and the same period, the latest that all operands share."""
        choice = self.choose(formulas, ask)
        return [self.read(formula, choice) for formula in formulas]

    def read(self, formula: Formula, choice: Choice) -> Reading:
        if choice.reason is not None:
            return Reading(None, None, choice.reason)
        so_far, final = _Now(self, choice, False), _Now(self, choice, True)
        value = self.evaluate(formula, so_far)
        last = self.scope(formula, final, None)
        if value is not None and last is not None:
            last = hull((value, last))
        return Reading(
            value,
            last,
            so_far.reason,
            self.unfinished(formula, choice),
            self.ended(choice),
            min((total.end for total in choice.ends.values()), default=None),
            frozenset(so_far.used),
        )

    # ------------------------------------------------------------ which period

    def asked_end(self, code: str, ask: Ask) -> date:
        """The last day of the period that is asked of a total or a rate."""
        end_of_year = date(ask.year, 12, 31)
        if (self.indicators[code].nature == "running" or ask.cumulative) and not ask.yearly:
            return ask.deadline or date(self.rulebook.last_year, 12, 31)
        return min(end_of_year, ask.deadline or end_of_year)

    def choose(self, formulas: tuple[Formula, ...], ask: Ask) -> Choice:
        """The ends that count for all operands of ``formulas``."""
        direct: set[Key] = set()
        like: set[Key] = set()
        for formula in formulas:
            self._add_operands(formula, ask, direct, like)
        choice = Choice(ask, {}, {}, {}, None)
        options: dict[Key, list[Total]] = {}
        reasons = {why for formula in formulas for why in self._lacking(formula, ask)}
        if self._sums_no_year(formulas, ask):
            reasons.add("missing")
        for key in sorted(direct, key=str):
            code, basis = key
            nature = self.indicators[code].nature
            if nature == "plan":
                if basis or self.facts.plan(code, ask.year) is None:  # a plan is no estimate
                    reasons.add("missing")
                continue
            if nature == "stock":
                found = list(self.facts.days(code, ask.year, basis))
            else:
                asked = self.asked_end(code, ask)
                if ask.cumulative and nature == "flow":  # each year has its own period
                    asked = min(asked, date(ask.year, 12, 31))
                found = self.facts.options(code, ask.year, basis, asked)
            if ask.final and nature != "stock":
                over = self.facts.final(code, ask.year, basis)
                found = [] if over is None else [over]
            if not found and ask.cumulative and nature == "flow":
                continue
            if not found:
                reasons.add("missing")
                continue
            if key in like:
                found = [t for t in found if self.facts.like(code, ask.year - 1, t.end, basis) is not None]
                if not found:
                    reasons.add("no_like_period")
                    continue
            if nature == "stock":
                choice.stocks[key] = self._stock(found, ask)
            else:
                options[key] = found
        for key in like:
            if self.indicators[key[0]].nature == "plan" and self.facts.plan(key[0], ask.year - 1) is None:
                reasons.add("no_like_period")
        if not reasons and options:
            chosen = _latest_shared(options, ask)
            if chosen is None:
                reasons.add("no_like_period")
            else:
                choice.ends.update(chosen)
        for key in like:
            chosen_total = choice.ends.get(key) or choice.stocks.get(key)
            if chosen_total is not None:
                found_like = self.facts.like(key[0], ask.year - 1, chosen_total.end, key[1])
                assert found_like is not None
                choice.likes[key] = found_like
        reason = next((reason for reason in ("missing", "no_like_period") if reason in reasons), None)
        return choice._replace(reason=reason)

    def _sums_no_year(self, formulas: tuple[Formula, ...], ask: Ask) -> bool:
        """Whether something is added up until a year before the period («cộng dồn» with an early «hạn»)."""
        summed = (key[0] for formula in formulas for like, key in self.operands(formula, ask) if not like)
        early = ask.cumulative and ask.year < self.rulebook.first_year
        return early and any(self.indicators[code].nature in ("flow", "plan") for code in summed)

    def _lacking(self, formula: Formula, ask: Ask) -> Iterator[str]:
        """Why plans, and values of other years, are not there."""
        match formula:
            case Code(name):
                inner = self.computed(name, ask)
                if inner is not None:
                    yield from self._lacking(inner, ask)
                elif self.indicators[name].nature == "plan" and self.facts.plan(name, ask.year) is None:
                    yield "missing"
            case Minus(of):
                yield from self._lacking(of, ask)
            case Arithmetic(_, left, right):
                yield from self._lacking(left, ask)
                yield from self._lacking(right, ask)
            case Call("năm_trước", (subject,)):
                if self.of_year(subject, ask.year - 1) is None:
                    yield self.reason_of_year(subject, ask.year - 1)
            case Call("giá_trị", (subject, Code(year))) if int(year) != ask.year:
                if int(year) > ask.year:
                    yield "missing"
                elif self.of_year(subject, int(year)) is None:
                    yield self.reason_of_year(subject, int(year))
            case Call(function, arguments) if function in (*FUNCTIONS, *LIKE_CALLS):
                for argument in arguments:
                    yield from self._lacking(argument, ask)

    def reason_of_year(self, formula: Formula, year: int) -> str:
        """Why ``formula`` has no final value of another year: no like period of the year before it, no value, or what else."""
        return self.formula(formula, Ask(year, final=True)).reason

    @staticmethod
    def _stock(found: list[Total], ask: Ask) -> Total:
        """On or before the deadline the latest, else the first later one; an actual before an estimate."""
        in_time = [total for total in found if ask.deadline is None or total.end <= ask.deadline]
        if in_time:
            counting = stock_of(in_time)
            assert counting is not None
            return counting
        return min(found, key=lambda total: (total.estimate, total.end))

    def computed(self, code: str, ask: Ask) -> Formula | None:
        """The formula of ``code`` where it counts: where it has a value, or nothing is given."""
        formula = self.indicators[code].formula
        if formula is None or not self.facts.given(code, ask.year):
            return formula
        return formula if self.formula(formula, ask).so_far is not None else None

    def _add_operands(self, formula: Formula, ask: Ask, direct: set[Key], like: set[Key]) -> None:
        """Given codes of this year, and those of them whose like period is needed too."""
        for call, key in self.operands(formula, ask):
            direct.add(key)
            if call:
                like.add(key)

    def operands(
        self, formula: Formula, ask: Ask, like: bool = False, basis: bool | None = None
    ) -> Iterator[tuple[bool, Key]]:
        match formula:
            case Code(name):
                inner = None if basis is not None else self.computed(name, ask)
                if inner is None:
                    yield like, (name, basis)
                else:
                    yield from self.operands(inner, ask, like)
            case Minus(of):
                yield from self.operands(of, ask, like)
            case Arithmetic(_, left, right):
                yield from self.operands(left, ask, like)
                yield from self.operands(right, ask, like)
            case Call("thực_hiện" | "ước" as function, (subject,)):
                yield from self.operands(subject, ask, like, function == "ước")
            case Call(function, (subject, *_)) if function in LIKE_CALLS:
                yield from self.operands(subject, ask, True)
            case Call("giá_trị", (subject, Code(year))):
                if int(year) == ask.year:
                    yield from self.operands(subject, ask, like)
            case Call(function, arguments) if function not in OTHER_YEARS:
                for argument in arguments:
                    yield from self.operands(argument, ask, like)

    def catalogued(self, formula: Formula, year: int) -> Iterator[str]:
        """The codes without a formula that ``formula`` rests on by the catalogue, whatever numbers are given."""
        match formula:
            case Code(name):
                inner = self.indicators[name].formula
                yield from (name,) if inner is None else self.catalogued(inner, year)
            case Minus(of):
                yield from self.catalogued(of, year)
            case Arithmetic(_, left, right):
                yield from (*self.catalogued(left, year), *self.catalogued(right, year))
            case Call("giá_trị", (subject, Code(asked))):
                yield from self.catalogued(subject, year) if int(asked) == year else ()
            case Call(function, arguments) if function not in OTHER_YEARS:
                for argument in arguments:
                    yield from self.catalogued(argument, year)

    def unfinished(self, formula: Formula, choice: Choice) -> bool:
        """Whether an operand of ``formula`` does not cover what is asked of it."""
        return any(self.open(key, choice) for _, key in self.operands(formula, choice.ask))

    def open(self, key: Key, choice: Choice) -> bool:
        if self.indicators[key[0]].nature in ("stock", "plan"):
            return False
        total = choice.ends.get(key)
        return total is None or total.end < self.asked_end(key[0], choice.ask)

    def ended(self, choice: Choice) -> bool:
        """Whether the asked period of an operand is over without being covered."""
        today = self.facts.as_of_in_year
        return any(self.open(key, choice) and self.asked_end(key[0], choice.ask) <= today for key in choice.ends)

    # ------------------------------------------------------------ values

    def evaluate(self, formula: Formula, frame: Frame) -> Possible | None:
        match formula:
            case Number(number):
                return exactly(number)
            case Code(name):
                return frame.code(name, None)
            case Minus(of):
                value = self.evaluate(of, frame)
                return None if value is None else opposite(value)
            case Arithmetic(sign, left, right):
                return self._applied(OPERATIONS[sign], (left, right), frame)
            case Call(function, arguments) if function in FUNCTIONS:
                return self._applied(FUNCTIONS[function], arguments, frame)
            case Call(function, (Code(name), *rest)):
                return self._call(function, name, rest, frame)
        raise AssertionError(formula)

    def _applied(
        self, operation: Callable[..., Possible | None], formulas: tuple[Formula, ...], frame: Frame
    ) -> Possible | None:
        operands = [self.evaluate(formula, frame) for formula in formulas]
        return None if None in operands else operation(*operands)

    def _call(self, function: str, name: str, rest: list[Formula], frame: Frame) -> Possible | None:
        match function:
            case "thực_hiện" | "ước":
                return frame.leaf(name, function == "ước")
            case "năm_trước":
                return self.final(name, frame.year - 1, frame)
            case "giá_trị":
                assert isinstance(rest[0], Code)
                year = int(rest[0].name)
                if year > frame.year:  # a later year: its file is not read
                    frame.reason = "missing"
                    return None
                return frame.code(name, None) if year == frame.year else self.final(name, year, frame)
        if isinstance(frame, _Final):
            frame = frame.with_like(name)
        earlier = frame.earlier()
        before = earlier.code(name, None)
        if before is None:
            frame.lacks(earlier.reason)
        if function == "cùng_kỳ":
            return before
        now = frame.single().code(name, None)
        if function == "tăng_trưởng":
            return growth(now, before)
        if now is None or before is None or not lies_in(before, ALLOWED[">"](Fraction(0))):
            return None
        return ratio(now, before)

    def final(self, code: str, year: int, frame: Frame) -> Possible | None:
        """The final value of another year."""
        value = None if year > self.facts.year else _Final(self, year, frame.used).code(code, None)
        if value is None:
            frame.lacks("missing" if year > self.facts.year else self.reason_of_year(Code(code), year))
        return value

    def of_year(self, formula: Formula, year: int) -> Possible | None:
        """A formula by the final values of another year."""
        return self.evaluate(formula, _Final(self, year, set()))

    def scope(self, formula: Formula, frame: _Now, of: str | None) -> Possible | None:
        """The final reading of a whole formula, of a comparison or of the code ``of``: at times every possible value."""
        if not self._any_value(formula, frame.choice):
            return self.evaluate(formula, frame)
        return EVERYTHING if of is None else bounded(self.indicators[of], EVERYTHING)

    def _any_value(self, formula: Formula, choice: Choice) -> bool:
        """Whether it holds the like period of something unfinished, or an unfinished numerator over a stock of the year."""
        match formula:
            case Minus(of):
                return self._any_value(of, choice)
            case Arithmetic("/", left, right) | Call("tỷ_lệ", (left, right)):
                if self.unfinished(left, choice) and self._stock_of_the_year(right, choice.ask):
                    return True
                return self._any_value(left, choice) or self._any_value(right, choice)
            case Arithmetic(_, left, right):
                return self._any_value(left, choice) or self._any_value(right, choice)
            case Call(function, arguments) if function in LIKE_CALLS:
                single = choice._replace(ask=choice.ask._replace(cumulative=False))
                return self.unfinished(arguments[0], single)
            case Call(function, arguments) if function in FUNCTIONS:
                return any(self._any_value(argument, choice) for argument in arguments)
        return False

    def _stock_of_the_year(self, formula: Formula, ask: Ask) -> bool:
        leaves = self.operands(formula, ask)
        now = any(not like and self.indicators[code].nature == "stock" for like, (code, _) in leaves)
        return now and self.label(formula, ask) == "stock"

    # ------------------------------------------------------------ labels

    def label(self, formula: Formula, ask: Ask) -> str:
        """constant, plan, stock, total or rate."""
        match formula:
            case Number():
                return "constant"
            case Code(name):
                inner = self.computed(name, ask)
                if inner is not None:
                    return self.label(inner, ask)
                nature = self.indicators[name].nature
                return "total" if nature in ("flow", "running") else nature
            case Minus(of):
                return self.label(of, ask)
            case Arithmetic("+" | "-", left, right):
                return _label_of_sum(self.label(left, ask), self.label(right, ask))
            case Arithmetic("*", left, right):
                return _label_of_product(self.label(left, ask), self.label(right, ask))
            case Arithmetic("/", left, right) | Call("tỷ_lệ", (left, right)):
                return _label_of_quotient(self.label(left, ask), self.label(right, ask))
            case Call("tổng" | "bình_quân", arguments):
                labels = [self.label(argument, ask) for argument in arguments]
                found = labels[0]
                for label in labels[1:]:
                    found = _label_of_sum(found, label)
                return found
            case Call("thực_hiện" | "ước" | "cùng_kỳ", (subject,)):
                return self.label(subject, ask)
            case Call("giá_trị", (subject, Code(year))) if int(year) == ask.year:
                return self.label(subject, ask)
            case Call(function, _) if function in OTHER_YEARS:
                return "constant"
        return "rate"


_FIXED = ("constant", "plan")


def _label_of_sum(a: str, b: str) -> str:
    kinds = {a, b} - set(_FIXED)
    if not kinds:
        return "plan" if "plan" in (a, b) else "constant"
    if "rate" in kinds:
        return "rate"
    return "stock" if "stock" in kinds else "total"


def _label_of_product(a: str, b: str) -> str:
    if a in _FIXED or b in _FIXED:
        return _label_of_sum(a, b)
    return "rate"


def _label_of_quotient(a: str, b: str) -> str:
    return _label_of_sum(a, b) if b in _FIXED else "rate"


class Choice(NamedTuple):
    """The total of each operand that counts, its like one a year earlier, and the stocks; or why there is none."""

    ask: Ask
    ends: dict[Key, Total]
    stocks: dict[Key, Total]
    likes: dict[Key, Total]
    reason: str | None


def _latest_shared(options: dict[Key, list[Total]], ask: Ask) -> dict[Key, Total] | None:
    """One total of each operand with ends alike: the latest on or before the deadline, else the first later ones."""
    shared = [ends for ends in product(*options.values()) if all(alike(a.end, b.end) for a, b in combinations(ends, 2))]
    if not shared:
        return None
    in_time = [e for e in shared if ask.deadline is None or all(total.end <= ask.deadline for total in e)]
    latest = max(in_time, key=_lateness) if in_time else min(shared, key=_lateness)
    return dict(zip(options, latest, strict=True))


def _lateness(totals: tuple[Total, ...]) -> tuple[date, int]:
    return min(total.end for total in totals), sum(total.end.toordinal() for total in totals)


# ---------------------------------------------------------------- where the value of a code comes from


class Frame:
    """Gives the codes of a formula their values."""

    def __init__(self, readings: Readings, year: int, used: set[tuple[Fact, int]]) -> None:
        self.readings = readings
        self.facts = readings.facts
        self.year = year
        self.used = used
        self.reason = "interval"

    def lacks(self, reason: str) -> None:
        """Notes why there is no value; of several reasons the first that page 9 names."""
        self.reason = min(self.reason, reason, key=_REASONS.index)

    def total(self, code: str, basis: bool | None) -> Total | None:
        raise NotImplementedError

    def computes(self, code: str) -> bool:
        """Whether what is given of ``code`` does not count, though it would be found: its formula has a value."""
        return False

    def earlier(self) -> Frame:
        """For the like period a year earlier."""
        return _Like(self)

    def single(self) -> Frame:
        """The year alone, also under «cộng dồn»."""
        return self

    def code(self, code: str, basis: bool | None) -> Possible | None:
        formula = self.readings.indicators[code].formula
        used = set(self.used)
        value = None if formula is None or basis is not None else self.readings.evaluate(formula, self)
        if value is not None:
            return value
        self.used &= used  # what the formula read makes no part of the number given
        return self.leaf(code, basis)

    def leaf(self, code: str, basis: bool | None) -> Possible | None:
        total = self.total(code, basis)
        if total is None:
            self.reason = "missing"
            return None
        self.used |= total.facts
        return total.value


class _Now(Frame):
    """The year that is evaluated, so far or finally."""

    def __init__(self, readings: Readings, choice: Choice, finally_: bool) -> None:
        super().__init__(readings, choice.ask.year, set())
        self.choice = choice
        self.finally_ = finally_

    def code(self, code: str, basis: bool | None) -> Possible | None:
        formula = None if basis is not None else self.readings.computed(code, self.choice.ask)
        if formula is None:
            return self.leaf(code, basis)
        value = self.readings.evaluate(formula, self)
        if self.finally_:
            so_far = _Now(self.readings, self.choice, False).code(code, basis)
            last = self.readings.scope(formula, self, code)
            return last if last is None or so_far is None else hull((so_far, last))
        return value

    def total(self, code: str, basis: bool | None) -> Total | None:
        key = (code, basis)
        if self.facts.indicators[code].nature == "plan":
            return self.facts.plan(code, self.year)
        return self.choice.ends.get(key) or self.choice.stocks.get(key)

    def leaf(self, code: str, basis: bool | None) -> Possible | None:
        indicator, ask = self.facts.indicators[code], self.choice.ask
        if ask.cumulative and indicator.nature in ("flow", "plan"):
            return self._summed(code, basis)
        value = super().leaf(code, basis)
        if value is None or indicator.nature in ("stock", "plan"):
            return value
        return self._read(code, basis, value)

    def _read(self, code: str, basis: bool | None, value: Possible, before: Possible | None = None) -> Possible:
        """So far or finally; ``before``: what the earlier years add to ``value``, and so to each later total of its year."""
        indicator, ask = self.facts.indicators[code], self.choice.ask
        total = self.choice.ends.get((code, basis))
        can_only_grow = indicator.nature != "rate" and not indicator.can_fall
        if self.finally_ and self.readings.open((code, basis), self.choice):
            value = from_low(value) if can_only_grow else hull((value, possible(indicator)))
        if can_only_grow and total is not None and ask.deadline is not None and total.end <= ask.deadline:
            last_year = self.facts.year if indicator.nature == "running" else ask.year
            years = range(ask.year, last_year + 1)
            later = [t.value for year in years for t in self.facts.actuals(code, year) if t.end > ask.deadline]
            for above in later if before is None else (added(before, one) for one in later):
                value = within(value, Possible(EVERYTHING.low, above.high)) or value
        return value

    def _summed(self, code: str, basis: bool | None) -> Possible | None:
        """«cộng dồn»: the sum from the first year of the period."""
        indicator = self.facts.indicators[code]
        value = before = exactly(0)
        for year in range(self.readings.rulebook.first_year, self.year + 1):
            if indicator.nature == "plan":
                total = self.facts.plan(code, year)
                amount = None if total is None else total.value
                self.used |= frozenset() if total is None else total.facts
            else:
                amount = self._amount(code, basis, year)
            if amount is None:
                self.reason = "missing"
                return None
            before, value = value, added(value, amount)
        return value if indicator.nature == "plan" else self._read(code, basis, value, before)

    def _amount(self, code: str, basis: bool | None, year: int) -> Possible | None:
        """What one year adds: its final value, else at least what it has, of the year evaluated what it has."""
        indicator = self.facts.indicators[code]
        now = year == self.year
        total = self.choice.ends.get((code, basis)) if now else self.facts.final(code, year, basis)
        if total is not None:
            self.used |= total.facts
            return total.value
        if indicator.can_fall:
            return None
        options = [] if now else self.facts.options(code, year, basis, date(year, 12, 31))
        if options and options[0].value.low != NO_LOW:
            self.used |= options[0].facts
            return from_low(options[0].value)
        return Possible(possible(indicator).low, NO_HIGH)

    def single(self) -> Frame:
        alone = _Now(self.readings, self.choice._replace(ask=self.choice.ask._replace(cumulative=False)), self.finally_)
        alone.used = self.used
        return alone


class _Like(Frame):
    """The like period a year before that of another frame."""

    def __init__(self, later: Frame) -> None:
        super().__init__(later.readings, later.year - 1, later.used)
        self.later = later

    def total(self, code: str, basis: bool | None) -> Total | None:
        if self.facts.indicators[code].nature == "plan":
            return self.facts.plan(code, self.year)
        if basis is None and self.later.computes(code):  # what is given there does not count, so nothing is like it
            return None
        total = self.later.total(code, basis)
        return None if total is None else self.facts.like(code, self.year, total.end, basis)

    def code(self, code: str, basis: bool | None) -> Possible | None:
        """What is given stands in where nothing can be computed; only then it counts why the formula has no value."""
        formula = self.readings.indicators[code].formula
        if formula is None or basis is not None:
            return self.leaf(code, basis)
        told, used = self.reason, set(self.used)
        value = self.readings.evaluate(formula, self)
        if value is None and self.facts.given(code, self.year):
            self.used &= used
            value = self.leaf(code, basis)
        if value is not None:
            self.reason = told
        return value

    def leaf(self, code: str, basis: bool | None) -> Possible | None:
        """Page 9: `missing` (no value) goes before `no_like_period` (values, but none like what counts in the year after)."""
        total = self.total(code, basis)
        if total is None:
            given = self.facts.given(code, self.year) and self.facts.indicators[code].nature != "plan"
            self.lacks("no_like_period" if given else "missing")
            return None
        self.used |= total.facts
        return total.value


class _Final(Frame):
    """Another year by its final values; of a stock that is held against the year before, the last day that has a like one."""

    held: str = ""

    def with_like(self, code: str) -> Frame:
        held = _Final(self.readings, self.year, self.used)
        held.held = code
        return held

    def computes(self, code: str) -> bool:
        formula = self.readings.indicators[code].formula
        apart = _Final(self.readings, self.year, set())
        return formula is not None and self.readings.evaluate(formula, apart) is not None

    def total(self, code: str, basis: bool | None) -> Total | None:
        if code == self.held and self.facts.indicators[code].nature == "stock":
            days = self.facts.days(code, self.year, basis)
            return stock_of(t for t in days if self.facts.like(code, self.year - 1, t.end, basis) is not None)
        return self.facts.final(code, self.year, basis)
