"""What is known of an indicator or of what a test compares, in both readings, with the facts that it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from engine.domain.records import NamedTuple
from engine.factbase.facts import Basis, Fact
from engine.factbase.periods import Period, year_of
from engine.files.json_form import Place, json_form
from engine.language.interval import EVERYTHING, Interval


class InputValue(NamedTuple):
    """What is known of an indicator or input: ``value`` in base units, as it is so far; None where nothing is known.

    ``facts`` are the raw facts it rests on, each once. A value is an estimate if any of them is, and as old as the oldest.
    ``outer``: the bounds are sound but may be wider than the truth, because an uncertain fact enters twice.
    Where ``unfinished``, it does not cover what is asked for, and ``final`` has all values that it may have in the end;
    ``ended``: that period is over all the same. ``period`` is what it covers of this year, None of a stock or a constant.
    ``unlike`` says why values that are there have no end, or no like period, in common. ``late``: all facts are of days
    after the deadline. ``reached`` are all values that what was counted so far leaves possible, None where that is not asked
    for. ``partial`` are the codes of which there is less than the whole period of another year.
    """

    value: Interval | None
    facts: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()
    outer: bool = False
    final: Interval | None = None
    unfinished: bool = False
    ended: bool = False
    period: Period | None = None
    unlike: str = ""
    late: bool = False
    reached: Interval | None = None
    partial: tuple[str, ...] = ()

    @property
    def in_the_end(self) -> Interval | None:
        """All values that it may have when its period is over."""
        return self.final if self.unfinished else self.value

    @property
    def basis(self) -> Basis:
        if len(self.facts) == 1:
            return self.facts[0].basis
        return Basis.ESTIMATE if any(f.basis is Basis.ESTIMATE for f in self.facts) else Basis.ACTUAL

    @property
    def preliminary(self) -> bool:
        """Whether a fact of it may still be corrected by its source."""
        return any(fact.preliminary for fact in self.facts)

    @property
    def as_of(self) -> date | None:
        """The day of the oldest fact that dates it: plans and facts of other years do not, beside others."""
        if len(self.facts) <= 1:
            return self.facts[0].as_of if self.facts else None
        timed = [fact for fact in self.facts if fact.period.start is not None] if self.period is not None else []
        facts = timed or self.facts
        last = max(fact.period.end.year for fact in facts)
        return min(fact.as_of for fact in facts if fact.period.end.year == last)

    @property
    def part_year(self) -> bool:
        """Whether it covers only a part of one year."""
        period = self.period
        return period is not None and period.start == date(period.end.year, 1, 1) and period != year_of(period.end.year)

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


UNKNOWN = InputValue(None)


@json_form("code", "text", "origin", shape="WarningShape")
class DataWarning(NamedTuple):
    """Something about the data that a reader must know; ``subjects`` are the indicators it is about."""

    code: str
    text: str
    origin: Place
    subjects: tuple[str, ...] = ()


def combined(parts: list[InputValue], compute: Callable[[list[Interval]], Interval]) -> InputValue:
    """The value computed from ``parts`` in both readings, with all their facts; unknown as soon as one part is."""
    facts = tuple({id(fact): fact for part in parts for fact in part.facts}.values())  # to hash a fact takes long
    missing = tuple(dict.fromkeys(code for part in parts for code in part.missing))
    partial = tuple(dict.fromkeys(code for part in parts for code in part.partial))
    unlike = next((part.unlike for part in parts if part.unlike), "")
    periods = [part.period for part in parts if part.period is not None]
    period = min(periods, key=lambda one: one.end) if periods else None
    late = any(part.late for part in parts)
    values = [part.value for part in parts if part.value is not None]
    if len(values) < len(parts):
        return InputValue(None, facts, missing, period=period, unlike=unlike, late=late, partial=partial)
    uses = Counter(id(fact) for part in parts for fact in part.facts if fact.value.exact is None)
    outer = any(part.outer for part in parts) or any(count > 1 for count in uses.values())
    known = InputValue(compute(values), facts, missing, outer, period=period, late=late, partial=partial)
    if not any(part.unfinished for part in parts):
        return known
    try:
        finals = [part.in_the_end for part in parts]
        final = EVERYTHING if None in finals else compute([one for one in finals if one is not None])
    except ZeroDivisionError:
        final = EVERYTHING
    return known._replace(final=final, unfinished=True, ended=any(part.ended for part in parts))


def without_value(parts: list[InputValue]) -> InputValue:
    """What is known of the parts of something that cannot be computed."""
    return combined(parts, lambda v: v[0])._replace(value=None, unfinished=False, final=None)
