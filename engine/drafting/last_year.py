"""Shows last year's value of an indicator beside the cell in which this year's is to be written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from engine.factbase.facts import Basis, Fact
from engine.language import display

_BETWEEN = "; "


def last_years_value(facts: Sequence[Fact]) -> str:
    """Returns the facts of one indicator and year as a cell shows them: whole years and counted values go first.

    Several that differ are all shown. '' without any.
    """
    best = max((_weight(fact) for fact in facts), default=None)
    shown = (_shown(fact) for fact in facts if _weight(fact) == best)
    return _BETWEEN.join(dict.fromkeys(shown))


def _weight(fact: Fact) -> tuple[bool, bool, bool, date]:
    return not fact.part_year, fact.basis is Basis.ACTUAL, not fact.preliminary, fact.known


def _shown(fact: Fact) -> str:
    ends_year = (fact.as_of.month, fact.as_of.day) == (12, 31)
    notes = ["ước"] if fact.basis is Basis.ESTIMATE else []
    notes += ["sơ bộ"] if fact.preliminary else []
    notes += ["suy ra"] if fact.inferred else []
    notes += [f"đến {display.day(fact.as_of)}"] if fact.part_year or not ends_year else []
    return f"{fact.text} ({', '.join(notes)})" if notes else fact.text
