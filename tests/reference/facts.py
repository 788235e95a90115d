"""«Which fact counts»: the period of every fact, running totals from the asked start, sums, cuts of estimates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from tests.reference.model import Fact, Indicator, Rulebook, Span, YearOfFacts, Years, span_of
from tests.reference.values import NO_HIGH, NO_LOW, Possible, added, from_low, hull, within

ONE_DAY = timedelta(days=1)


class Given(NamedTuple):
    """A fact of the file of ``year`` with the period that it covers; of a stock that is one day, of a plan none."""

    fact: Fact
    year: int
    span: Span | None
    as_of: date | None


class Total(NamedTuple):
    """What counts up to ``end``, and the facts it is made of."""

    end: date
    estimate: bool
    summed: bool
    as_of: date
    value: Possible
    facts: frozenset[tuple[Fact, int]]

    @property
    def preliminary(self) -> bool:
        return any(fact.preliminary for fact, _ in self.facts)


def possible(indicator: Indicator) -> Possible:
    """Every value that an indicator can have."""
    low = NO_LOW if indicator.can_be_negative or indicator.is_growth else (Fraction(0), 0)
    return bounded(indicator, Possible(low, NO_HIGH))


def bounded(indicator: Indicator, values: Possible) -> Possible:
    """Within «tối thiểu» and «tối đa»."""
    low = values.low if indicator.least is None else (indicator.least, 0)
    high = values.high if indicator.most is None else (indicator.most, 0)
    return Possible(low, high)


# ---------------------------------------------------------------- which ends are alike


def whole(end: date) -> bool:
    return (end.month, end.day) == (12, 31)


def alike(a: date, b: date) -> bool:
    """Whether two ends, of one year or of two, are alike: in one month, at most 15 days apart, whole never with part."""
    return a.month == b.month and whole(a) == whole(b) and apart(a, b) <= 15


def apart(a: date, b: date) -> int:
    """The days between two ends in one month of a year; the last of February equals the last of February."""
    if all(end.month == 2 and (end + ONE_DAY).month == 3 for end in (a, b)):
        return 0
    return abs(a.day - b.day)


def year_earlier(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


# ---------------------------------------------------------------- facts of a case


def files_of(years: Years, year: int) -> tuple[YearOfFacts, ...]:
    found = years.get(year, ())
    return (found,) if isinstance(found, YearOfFacts) else tuple(found)


def closes(file: YearOfFacts) -> date:
    """The end of the period of a file."""
    if file.period is not None:
        return span_of(file.period, file.year).end
    return min(file.as_of, date(file.year, 12, 31))


class Facts:
    """The facts that one case sees: of its year its own file and those whose period ends earlier, of earlier years all."""

    def __init__(self, rulebook: Rulebook, years: Years, year: int, period: str | None = None) -> None:
        self.year = year
        self.first_year = rulebook.first_year
        self.indicators = {indicator.code: indicator for indicator in rulebook.indicators}
        of_year = files_of(years, year)
        self.file = next((file for file in of_year if file.period == period), of_year[0])
        own = [f for f in of_year if f is self.file or closes(f) < closes(self.file)]
        self.files = {y: files_of(years, y) for y in years if y < year} | {year: tuple(own)}
        self.as_of = self.file.as_of
        self.as_of_in_year = min(self.as_of, date(year, 12, 31))
        for name in ("given", "totals", "actuals"):
            setattr(self, name, cache(getattr(self, name)))

    def given(self, code: str, year: int) -> tuple[Given, ...]:
        indicator = self.indicators[code]
        return tuple(
            self.dated(indicator, fact, file)
            for file in self.files.get(year, ())
            for fact in file.facts
            if fact.code == code
        )

    def dated(self, indicator: Indicator, fact: Fact, file: YearOfFacts) -> Given:
        as_of = fact.as_of or file.as_of
        end_of_year = date(file.year, 12, 31)
        day = min(as_of, end_of_year)
        written = period_of(fact, file)
        match indicator.nature:
            case "plan":
                return Given(fact, file.year, None, fact.as_of)
            case "stock":
                if fact.estimate:
                    own = period_of(fact, None)
                    day = end_of_year if own is None else _span(own, file.year).end
                return Given(fact, file.year, Span(day, day), as_of)
            case "running":
                start = date(self.first_year, 1, 1)
                if isinstance(written, Span) or (written or "").startswith("từ "):
                    return Given(fact, file.year, _span(written, file.year), as_of)  # type: ignore[arg-type]
                end = end_of_year if fact.estimate else day
                return Given(fact, file.year, Span(start, span_of(written, file.year).end if written else end), as_of)
        if written is not None:
            return Given(fact, file.year, _span(written, file.year), as_of)
        return Given(fact, file.year, Span(date(file.year, 1, 1), end_of_year if fact.estimate else day), as_of)

    def start(self, code: str, year: int) -> date:
        return date(self.first_year if self.indicators[code].nature == "running" else year, 1, 1)

    # totals from the asked start

    def totals(self, code: str, year: int) -> tuple[Total, ...]:
        """Of a total or a rate: one for every end and basis that there is, estimates cut to what is reached."""
        estimates = [self._cut(code, year, total) for total in _best(self._stretches(code, year, True))]
        return _best([*self.actuals(code, year), *(total for total in estimates if total is not None)])

    def actuals(self, code: str, year: int) -> tuple[Total, ...]:
        return _best(self._stretches(code, year, False))

    def _stretches(self, code: str, year: int, estimate: bool) -> Iterator[Total]:
        """Every given total from the asked start, and every sum of adjoining parts."""
        given, start = self.given(code, year), self.start(code, year)
        for one in given:
            if one.span is None or one.as_of is None or one.fact.estimate != estimate:
                continue
            if one.span.start == start <= one.span.end:
                yield Total(one.span.end, estimate, False, one.as_of, one.fact.value, frozenset({(one.fact, one.year)}))
        if self.indicators[code].nature in ("flow", "running"):
            parts = _best_parts(given)
            counted = {total.end for total in self.actuals(code, year)} if estimate else set()
            for chain in _chains(parts, start):
                begun = (chain[:number] for number in range(1, len(chain)))
                if any(run[-1].estimate and run[-1].span.end in counted for run in begun):
                    continue  # what is counted up to there goes before what was estimated
                if len(chain) > 1 and chain[-1].estimate == estimate and not _replaced(chain, parts):
                    yield _sum(chain)

    def _cut(self, code: str, year: int, total: Total) -> Total | None:
        """An estimate of what cannot fall, cut to what was reached; None where it is set aside."""
        indicator = self.indicators[code]
        if indicator.nature not in ("flow", "running") or indicator.can_fall:
            return total
        reached = self.reached(code, year, total.end)
        if reached is None:
            return total
        cut = within(total.value, from_low(reached.value))
        if cut is not None:
            return total._replace(value=cut)
        if indicator.nature == "running" and not self.actuals(code, year):
            return total._replace(value=from_low(reached.value), estimate=False, facts=reached.facts)
        return None

    def reached(self, code: str, year: int, end: date) -> Total | None:
        """The latest actual total that ends no later than ``end``, of a running total across the years of the period."""
        first = self.first_year if self.indicators[code].nature == "running" else year
        found = [t for y in range(first, year + 1) for t in self.actuals(code, y) if t.end <= end]
        return max(found, key=lambda total: total.end, default=None)

    def options(self, code: str, year: int, basis: bool | None, asked: date) -> list[Total]:
        """By end, latest first: what may count; part-year estimates only where there is no actual.

        ``basis`` True looks at estimates alone, False at actuals alone.
        """
        found = [total for total in self.totals(code, year) if basis in (None, total.estimate)]
        if basis is None and self.actuals(code, year):
            found = [total for total in found if not (total.estimate and total.end < asked)]
        return _by_end(found)

    # other natures, other years

    def days(self, code: str, year: int, basis: bool | None = None) -> tuple[Total, ...]:
        """The values of a stock, one for each day and basis."""
        return _best(
            Total(one.span.end, one.fact.estimate, False, one.as_of, one.fact.value, frozenset({(one.fact, year)}))
            for one in self.given(code, year)
            if one.span is not None and one.as_of is not None and basis in (None, one.fact.estimate)
        )

    def plan(self, code: str, year: int) -> Total | None:
        """The version in force; of an earlier year the last one dated within it."""
        today = min(self.as_of, date(year, 12, 31)) if year == self.year else date(year, 12, 31)
        dated = [(one.as_of or date.min, one) for one in self.given(code, year)]
        last = max((day for day, _ in dated if day <= today), default=None)
        if last is None:
            return None
        versions = [one.fact for day, one in dated if day == last]
        facts = frozenset((fact, year) for fact in versions)
        return Total(today, False, False, last, hull(fact.value for fact in versions), facts)

    def final(self, code: str, year: int, basis: bool | None = None) -> Total | None:
        """The final value of an earlier year."""
        match self.indicators[code].nature:
            case "plan":
                return self.plan(code, year)
            case "stock":
                return stock_of(self.days(code, year, basis))
            case "running" if year < self.first_year:
                return None
        found = [t for t in self.totals(code, year) if t.end == date(year, 12, 31) and basis in (None, t.estimate)]
        return min(found, key=lambda total: total.estimate, default=None)

    def like(self, code: str, year: int, end: date, basis: bool | None = None) -> Total | None:
        """What is like the period or day that ends at ``end`` a year later."""
        nature = self.indicators[code].nature
        if nature == "plan":
            return self.plan(code, year)
        if nature == "stock":
            day = year_earlier(end)
            near = [t for y in (year, year + 1) for t in self.days(code, y, basis) if abs((t.end - day).days) <= 15]
            return min(near, key=lambda t: (abs((t.end - day).days), t.estimate, -t.end.toordinal()), default=None)
        if nature == "running" and year < self.first_year:
            return None
        found = [t for t in self.totals(code, year) if alike(t.end, end) and basis in (None, t.estimate)]
        return min(found, key=lambda t: (apart(t.end, end), -t.end.toordinal(), t.estimate), default=None)


def period_of(fact: Fact, file: YearOfFacts | None) -> Span | str | None:
    """The nearest «kỳ»: of the fact or its group, else of the head of ``file``."""
    if fact.period is not None:
        return fact.period
    return "cả năm" if fact.whole_year else None if file is None else file.period


def _span(period: Span | str, year: int) -> Span:
    return period if isinstance(period, Span) else span_of(period, year)


def stock_of(days: Iterable[Total]) -> Total | None:
    """The stock that counts: an actual whatever its date, then the latest."""
    return max(days, key=lambda total: (not total.estimate, total.end), default=None)


def _by_end(totals: Iterable[Total]) -> list[Total]:
    """The best for each end, latest end first."""
    best: dict[date, Total] = {}
    for total in totals:
        if total.end not in best or best[total.end].estimate:
            best[total.end] = total
    return sorted(best.values(), key=lambda total: total.end, reverse=True)


def _best(totals: Iterable[Total]) -> tuple[Total, ...]:
    """For each end and basis: final before preliminary, given before summed, later as-of, hull of what is left."""
    groups: dict[tuple[date, bool], list[Total]] = {}
    for total in totals:
        groups.setdefault((total.end, total.estimate), []).append(total)
    return tuple(_hull_of_best(group) for group in groups.values())


def _hull_of_best(group: list[Total]) -> Total:
    def rank(total: Total) -> tuple[bool, bool, date]:
        return not total.preliminary, not total.summed, total.as_of

    best = max(map(rank, group))
    left = [total for total in group if rank(total) == best]
    facts = frozenset[tuple[Fact, int]]().union(*(total.facts for total in left))
    return left[0]._replace(value=hull(total.value for total in left), facts=facts)


# ---------------------------------------------------------------- sums of adjoining parts


class _Part(NamedTuple):
    span: Span
    estimate: bool
    as_of: date
    value: Possible
    facts: frozenset[tuple[Fact, int]]

    @property
    def preliminary(self) -> bool:
        return any(fact.preliminary for fact, _ in self.facts)


def _best_parts(given: Iterable[Given]) -> list[_Part]:
    """One for each span and basis: a final one, then the latest, equally late ones as their hull."""
    groups: dict[tuple[Span, bool], list[Given]] = {}
    for one in given:
        if one.span is not None:
            groups.setdefault((one.span, one.fact.estimate), []).append(one)
    parts = []
    for (span, estimate), group in groups.items():
        group = [one for one in group if not one.fact.preliminary] or group
        last = max(one.as_of for one in group if one.as_of is not None)
        left = [one for one in group if one.as_of == last]
        facts = frozenset((one.fact, one.year) for one in left)
        parts.append(_Part(span, estimate, last, hull(one.fact.value for one in left), facts))
    return parts


def _chains(parts: list[_Part], start: date) -> Iterator[list[_Part]]:
    """Every way from ``start`` over adjoining parts: actual ones, then estimated ones."""
    for part in parts:
        if part.span.start == start and part.span.end >= start:
            yield [part]
            for rest in _chains(parts, part.span.end + ONE_DAY):
                if rest[0].estimate or not part.estimate:
                    yield [part, *rest]


def _replaced(chain: list[_Part], parts: list[_Part]) -> bool:
    """Whether a fact is given for a stretch of several parts, or an actual for a part that is an estimate.

    What is preliminary replaces nothing final; from the start on, final parts replace what is preliminary.

    The whole stretch is no reason: there the given fact is another total, which goes before this sum.
    """
    for first in range(len(chain)):
        for last in range(first, len(chain)):
            run = chain[first : last + 1]
            if len(run) == len(chain):
                continue
            span = Span(run[0].span.start, run[-1].span.end)
            estimate = any(part.estimate for part in run)
            unsure = any(part.preliminary for part in run)
            other = [p for p in parts if p.span == span and p not in run and (estimate or not p.estimate)]
            other = [p for p in other if unsure or not p.preliminary]
            if first == 0 and unsure and not estimate and _finally(parts, span):
                return True
            if len(run) > 1 and other:
                return True
            if estimate and any(not p.estimate for p in other):
                return True
    return False


def _finally(parts: list[_Part], span: Span) -> bool:
    """Whether final actual parts make up ``span``."""
    final = [part for part in parts if not part.preliminary and not part.estimate]
    return any(chain[-1].span.end == span.end for chain in _chains(final, span.start))


def _sum(chain: list[_Part]) -> Total:
    value = chain[0].value
    for part in chain[1:]:
        value = added(value, part.value)
    facts = frozenset[tuple[Fact, int]]().union(*(part.facts for part in chain))
    return Total(chain[-1].span.end, chain[-1].estimate, True, max(p.as_of for p in chain), value, facts)
