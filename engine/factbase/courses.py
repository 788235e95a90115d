"""The course of one indicator in one year: which value counts at each end that its facts reach, and which of them is the last.

Source: 9-periods-points, «Which fact counts».
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.factbase.facts import Basis, Fact
from engine.factbase.periods import Period
from engine.language.aggregates import common
from engine.language.interval import Interval, hull_of
from engine.rulebook.rulebook import Indicator, Nature

Warn = Callable[[str, str, str], None]
"""Takes a code, a text and the place of a warning about the data."""


class Counted(NamedTuple):
    """The value that counts up to ``end``, from the beginning of what is asked; of a stock or plan at that day.

    ``late``: it is of a day after the deadline, and the first there is. ``upper``: all that later values of a total that
    cannot fall leave possible at the deadline, None where there are none.
    """

    end: date
    value: Interval
    facts: tuple[Fact, ...]
    estimate: bool
    late: bool = False
    upper: Interval | None = None

    def no_more_than(self, later: Interval) -> Counted:
        """The same, of what cannot have been more than it was ``later``; where that contradicts it, nothing follows."""
        upto = Interval(None, later.high, high_open=later.high_open)
        value = common(self.value, upto)
        if value is None or later.high is None:
            return self
        return self._replace(value=value, upper=upto if self.upper is None else common(self.upper, upto))

    @property
    def preliminary(self) -> bool:
        """Whether a part of it may still be corrected by its source."""
        return any(fact.preliminary for fact in self.facts)


class Course:
    """``facts`` are those of ``indicator`` in the file of one year. ``floor`` is what a total over several years had reached
    before that year, None where nothing is known or it can fall."""

    def __init__(
        self, indicator: Indicator, facts: Iterable[Fact], start: date, floor: Counted | None, warn: Warn
    ) -> None:
        self.indicator = indicator
        self.facts = tuple(facts)
        self.start = start
        self.floor = floor
        self._warn = warn
        actual = self._given(Basis.ACTUAL)
        estimated = self._given(Basis.ESTIMATE)
        if indicator.nature.is_total:
            self.actual = self._summed(actual, {}, actual)
            parts = {period: one for period, one in estimated.items() if period not in actual}
            self.estimated = self._cut(self._summed(parts, self.actual, estimated))
        else:
            begin = start if indicator.nature is Nature.RATE else None
            self.actual = {period.end: one for period, one in actual.items() if period.start == begin}
            self.estimated = {period.end: one for period, one in estimated.items() if period.start == begin}

    def _given(self, basis: Basis) -> dict[Period, Counted]:
        """The value given for each period: of several a final one, then the latest, of those of one day the hull."""
        own = [fact for fact in self.facts if fact.basis is basis]
        if len(own) < 2:  # as most have it, with nothing to choose
            return {fact.period: Counted(fact.period.end, fact.value, (fact,), basis is Basis.ESTIMATE) for fact in own}
        groups: dict[Period, list[Fact]] = {}
        for fact in own:
            groups.setdefault(fact.period, []).append(fact)
        found = {}
        for period, facts in sorted(groups.items(), key=lambda one: one[0].end):
            final = [fact for fact in facts if not fact.preliminary] or facts
            latest = max(fact.known for fact in final)
            best = [fact for fact in final if fact.known == latest or self.indicator.nature is Nature.PLAN]
            if any(fact.value != best[0].value for fact in best):
                self._warn_conflict(best)
            else:
                best = best[:1]
            value = hull_of([fact.value for fact in best])
            found[period] = Counted(period.end, value, tuple(best), basis is Basis.ESTIMATE)
        return found

    def _summed(
        self, parts: dict[Period, Counted], before: dict[date, Counted], given: dict[Period, Counted]
    ) -> dict[date, Counted]:
        """The totals from the start, by end: as given, else summed of adjoining parts behind totals of ``before`` too."""
        totals: dict[date, Counted] = {period.end: one for period, one in given.items() if period.start == self.start}
        for end in sorted({period.end for period in parts}):
            sums = []
            for period, part in parts.items():
                if period.end != end or period.start is None or period.start == self.start:
                    continue
                gap = period.start - timedelta(days=1)
                first = before.get(gap) or totals.get(gap)
                if first is not None:
                    sums.append(first._replace(end=end, value=first.value + part.value, facts=first.facts + part.facts))
            if not sums:
                continue
            sums = [one for one in sums if not one.preliminary] or sums
            estimate = any(fact.basis is Basis.ESTIMATE for fact in sums[0].facts)
            whole = Counted(end, hull_of([one.value for one in sums]), _all_facts(sums), estimate)
            if any(one.value != whole.value for one in sums):
                self._warn_conflict(list(whole.facts))
            if end not in totals or (totals[end].preliminary and not whole.preliminary):
                totals[end] = whole
            elif whole.preliminary and not totals[end].preliminary:
                continue  # corrected since
            elif totals[end].value.exact is not None and whole.value.exact is not None:
                self._warn_sum_differs(totals[end], whole)
        return totals

    def _cut(self, estimated: dict[date, Counted]) -> dict[date, Counted]:
        """Estimates of what cannot fall, cut to what has been reached before their end."""
        if not self.indicator.only_grows:
            return estimated
        cut = {}
        for end, one in estimated.items():
            before = self.reached(end)
            if before is None or before.value.low is None:
                cut[end] = one
                continue
            at_least = Interval(before.value.low, None, before.value.low_open)
            left = common(one.value, at_least)
            if left is not None:
                cut[end] = one._replace(value=left)
                continue
            self._warn_estimate_too_low(one, before.facts)
            if before is self.floor:  # the total of the years before is all that is known
                cut[end] = before._replace(end=end, value=at_least)
        return cut

    def reached(self, end: date) -> Counted | None:
        """What had been counted by ``end``: the latest actual that ends no later, of a total over several years also before."""
        ends = [day for day in self.actual if day <= end]
        return self.actual[max(ends)] if ends else self.floor

    # ------------------------------------------------------------ what counts

    def options(self, asked: date, limit: date, basis: Basis | None = None) -> list[Counted]:
        """The values that may count up to ``asked``, the latest first; what ends after ``limit`` only where nothing else does.

        Of a stock and of a plan the first is the one that counts.
        """
        if self.indicator.nature.has_period:
            by_end = self._by_end(asked, basis)
            found = sorted(by_end.values(), key=lambda one: one.end, reverse=True)
        else:
            found = [one for kind in self._kinds(basis) for one in sorted(kind.values(), key=_end, reverse=True)]
        within = [one for one in found if one.end <= limit]
        if within or not found or self.indicator.nature is Nature.PLAN:
            return [self._bounded(one, limit) for one in within]
        first = min(found, key=_end) if self.indicator.nature.has_period else self.later_days(limit, basis)[0]
        return [first._replace(late=True)]

    def later_days(self, limit: date, basis: Basis | None = None) -> list[Counted]:
        """The values of a stock of days after ``limit``, as late; the first is the one that counts where none is in time."""
        later = [[one._replace(late=True) for one in kind.values() if one.end > limit] for kind in self._kinds(basis)]
        return [one for kind in later for one in sorted(kind, key=_end)]

    def _kinds(self, basis: Basis | None) -> tuple[dict[date, Counted], ...]:
        """The values of a stock or plan by their day, actuals first."""
        kinds = (self.actual, self.estimated)
        return {Basis.ACTUAL: kinds[:1], Basis.ESTIMATE: kinds[1:], None: kinds}[basis]

    def at_every_end(self, asked: date, limit: date, basis: Basis | None = None) -> list[Counted]:
        """The values of what has a period that may count up to ``asked``, the first end first, those after ``limit`` as late."""
        found = sorted(self._by_end(asked, basis).values(), key=lambda one: one.end)
        return [one._replace(late=True) if one.end > limit else self._bounded(one, limit) for one in found]

    def _bounded(self, one: Counted, limit: date) -> Counted:
        """With the bounds that actuals from after ``limit`` of a total that cannot fall set to it."""
        if self.indicator.only_grows:
            for end, later in self.actual.items():
                if end > limit:
                    one = one.no_more_than(later.value)
        return one

    def _by_end(self, asked: date, basis: Basis | None) -> dict[date, Counted]:
        if basis is Basis.ACTUAL:
            return self.actual
        estimated = self.estimated
        if basis is Basis.ESTIMATE:  # without the total of the years before where that stands for one that is too low
            return {end: one for end, one in estimated.items() if one.estimate}
        if basis is None and self.actual:
            estimated = {end: one for end, one in estimated.items() if end >= asked}
        return {**estimated, **self.actual}

    def at_same_ends(self) -> list[Counted]:
        """All values by their end, an actual before an estimate: what is held against the same period of the year after."""
        if self.indicator.nature.has_period:
            return list({**self.estimated, **self.actual}.values())
        return [*self.actual.values(), *(one for end, one in self.estimated.items() if end not in self.actual)]

    def falls(self) -> Iterator[tuple[Counted, Counted]]:
        """Totals that cannot fall, and are certainly below an earlier one, each with that.

        A final total below a preliminary one is a correction.
        """
        if self.indicator.only_grows:
            counted = [self.actual[end] for end in sorted(self.actual)]
            yield from _falls(one for one in counted if not one.preliminary)
            yield from _falls(one for one in counted if one.preliminary)

    # ------------------------------------------------------------ warnings

    def _called(self) -> str:
        return f"«{self.indicator.name}» ({self.indicator.code})"

    def _warn_conflict(self, facts: list[Fact]) -> None:
        values = " và ".join(dict.fromkeys(fact.text for fact in facts))
        text = f"số liệu mâu thuẫn về {self._called()}: {values}; lấy cả khoảng giữa các số này"
        self._warn("CT302", text, "; ".join(fact.origin for fact in facts))

    def _warn_sum_differs(self, given: Counted, summed: Counted) -> None:
        if given.value != summed.value:
            parts = " + ".join(fact.text for fact in summed.facts)
            text = f"{self._called()}: số ghi trong tệp là {given.facts[0].text}, khác tổng các kỳ ({parts}); lấy số ghi trong tệp"
            self._warn("CT308", text, given.facts[0].origin)

    def _warn_estimate_too_low(self, estimate: Counted, reached: tuple[Fact, ...]) -> None:
        shown = " + ".join(fact.text for fact in estimate.facts)
        done = " + ".join(fact.text for fact in reached)
        text = f"{self._called()}: ước thực hiện {shown} thấp hơn số đã thực hiện {done}; không dùng số ước"
        self._warn("CT305", text, "; ".join(fact.origin for fact in (*estimate.facts, *reached)))


def _end(one: Counted) -> date:
    return one.end


def _all_facts(sums: list[Counted]) -> tuple[Fact, ...]:
    return tuple({id(fact): fact for one in sums for fact in one.facts}.values())


def _falls(totals: Iterable[Counted]) -> Iterator[tuple[Counted, Counted]]:
    reached: Counted | None = None
    for one in totals:
        if reached is not None and _below(one.value, reached.value.low):
            yield reached, one
        elif reached is None or (one.value.low or 0) >= (reached.value.low or 0):
            reached = one


def _below(value: Interval, bound: Fraction | None) -> bool:
    return (
        bound is not None
        and value.high is not None
        and (value.high < bound or (value.high == bound and value.high_open))
    )
