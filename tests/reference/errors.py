"""Which facts are errors: they stop an evaluation, so that nothing is said of a case that has one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from tests.reference.facts import Facts, Given, bounded, files_of, period_of
from tests.reference.model import Code, Fact, Indicator, Rulebook, Span, YearOfFacts, Years
from tests.reference.readings import Ask, Readings
from tests.reference.values import EVERYTHING, Possible, lies_in


class FactError(NamedTuple):
    """``kind``: what is wrong with ``code`` in the files of ``year``."""

    kind: str
    code: str
    year: int


def errors_of_facts(rulebook: Rulebook, years: Years, year: int, period: str | None = None) -> set[FactError]:
    """The errors of all facts that the evaluation of ``year`` reads."""
    facts = Facts(rulebook, years, year, period)
    found: set[FactError] = set()
    for of_year, files in facts.files.items():
        for file in files:
            found |= {FactError(kind, code, of_year) for kind, code in _of_file(facts, file)}
        for indicator in rulebook.indicators:
            found |= {
                FactError(kind, indicator.code, of_year) for kind in _of_year(rulebook, years, indicator, of_year)
            }
    for indicator in rulebook.indicators:
        if indicator.nature in ("flow", "running") and not indicator.can_fall:
            found |= {FactError("falls", indicator.code, of_year) for of_year in _falling(facts, indicator)}
    return found


def without_errors(rulebook: Rulebook, file: YearOfFacts) -> YearOfFacts:
    """``file`` without the facts that are errors by themselves."""
    facts = Facts(rulebook, {file.year: file}, file.year)
    return replace(file, facts=tuple(fact for fact in file.facts if not any(_alone(facts, fact, file))))


def _of_file(facts: Facts, file: YearOfFacts) -> Iterator[tuple[str, str]]:
    if file.as_of < date(file.year, 1, 1):
        yield "as_of_before_year", ""
    for fact in file.facts:
        for kind in _alone(facts, fact, file):
            yield kind, fact.code


def _alone(facts: Facts, fact: Fact, file: YearOfFacts) -> Iterator[str]:
    indicator = facts.indicators[fact.code]
    if indicator.nature != "plan":
        yield from _of_fact(facts, indicator, fact, file)
    if not _could_be(indicator, fact.value):
        yield "impossible"


def _of_fact(facts: Facts, indicator: Indicator, fact: Fact, file: YearOfFacts) -> Iterator[str]:
    written = period_of(fact, file)
    if fact.as_of is not None and fact.as_of > file.as_of:
        yield "dated_after_as_of"
    if indicator.nature == "stock":
        return
    if indicator.nature == "running" and isinstance(written, str) and written.startswith(("quý ", "tháng ")):
        yield "part_of_running"
        return
    if fact.estimate and written is None and indicator.nature != "running" and file.as_of < date(file.year, 10, 1):
        yield "estimate_of_which_period"
    given: Given = facts.dated(indicator, fact, file)
    assert given.span is not None and given.as_of is not None
    in_year = (given.span.end if indicator.nature == "running" else given.span.start).year == file.year
    if not in_year or given.span.end.year != file.year:
        yield "outside_year"
    early_year = indicator.nature != "running" and given.span == Span(date(file.year, 1, 1), date(file.year, 12, 31))
    if written is not None and not fact.estimate and given.span.end > given.as_of and not early_year:
        yield "ends_after_date"


def _could_be(indicator: Indicator, value: Possible) -> bool:
    """Whether a given value can lie within the ends of its indicator; a count is not below 0."""
    allowed = bounded(indicator, EVERYTHING)
    if indicator.kind == "count" and not indicator.can_be_negative and indicator.least is None:
        allowed = Possible(max(allowed.low, (0, 0)), allowed.high)
    return lies_in(value, allowed) is not False


def _of_year(rulebook: Rulebook, years: Years, part: Indicator, year: int) -> Iterator[str]:
    """A part above the whole that it declares, both by their counted values."""
    if part.part_of is None or not files_of(years, year):
        return
    readings = Readings(rulebook, Facts(rulebook, years, year))
    low = readings.formula(Code(part.code), Ask(year)).so_far
    high = readings.formula(Code(part.part_of), Ask(year)).so_far
    if low is not None and high is not None and low.low > high.high:
        yield "part_above_whole"


def _falling(facts: Facts, indicator: Indicator) -> Iterator[int]:
    """Years with an actual that is certainly below an earlier one."""
    actuals = [(total, year) for year in facts.files for total in facts.actuals(indicator.code, year)]
    for total, year in actuals:
        for before, other in actuals:
            one_run = year == other or indicator.nature == "running"
            one_run = one_run and total.preliminary == before.preliminary  # else it was corrected
            if one_run and before.end < total.end and total.value.high < before.value.low:
                yield year
