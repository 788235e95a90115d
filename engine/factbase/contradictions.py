"""Values that cannot be, and facts that cannot be true together: a total that falls, a part above its whole, and a file that repeats last year's.

Source: 9-periods-points, «Which fact counts», «Dates» and «Plausibility».
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.domain.records import NamedTuple
from engine.factbase.base import FactBase
from engine.factbase.courses import Counted
from engine.factbase.facts import FactError, FactSet
from engine.factbase.periods import end_text
from engine.factbase.years import FactSets, base_among
from engine.files.diagnostics import Diagnostic, Note, Severity
from engine.rulebook.rulebook import Indicator, Kind, Nature, Rulebook

_FEWEST = 3
"""So many values at least must be equal to last year's before a whole file is taken for a copy."""


class Contradiction(NamedTuple):
    """What is wrong, and the indicator whose facts are left out of a draft for it; '' where it is about a whole file."""

    diagnostic: Diagnostic
    indicator: str


def contradictions(rulebook: Rulebook, facts: FactSet, years: Mapping[int, FactSet]) -> list[Contradiction]:
    """Returns the errors and doubts about ``facts``; ``years`` are the facts of the same unit by year.

    The values are asked of a base of their own: which files an evaluation reads is not changed by looking.
    """
    base = base_among(rulebook, facts, {year: one for year, one in years.items() if year < facts.year})
    found = []
    for code in dict.fromkeys(fact.code for fact in facts.facts):
        found += [Contradiction(error, code) for error in errors_of(rulebook.indicators[code], base)]
    return found + [Contradiction(doubt, "") for doubt in _copied(base)]


def errors_of(indicator: Indicator, facts: FactBase) -> Iterator[Diagnostic]:
    """What of the values of ``indicator`` cannot be true together, or beside those of its whole and of the years before."""
    yield from _falls(indicator, facts)
    yield from _below_earlier_years(indicator, facts)
    yield from _above_whole(indicator, facts)


def without_contradictions(rulebook: Rulebook, facts: FactSet, years: Mapping[int, FactSet]) -> FactSet:
    """``facts`` of a draft: those that contradict others are left out and noted as errors."""
    errors = tuple(
        FactError(one.diagnostic.code, one.indicator)
        for one in contradictions(rulebook, facts, years)
        if one.diagnostic.severity is Severity.ERROR
    )
    wrong = {error.indicator for error in errors}
    kept = tuple(fact for fact in facts.facts if fact.code not in wrong)
    return facts._replace(facts=kept, errors=(*facts.errors, *errors)) if errors else facts


def contradictions_among(rulebook: Rulebook, sets: FactSets, last_year: int) -> Iterator[Contradiction]:
    """Yields the errors and doubts about the facts of every year up to ``last_year``."""
    years = sets.by_year
    for year in sorted(year for year in years if year <= last_year):
        yield from contradictions(rulebook, years[year], years)


def draft_among(rulebook: Rulebook, sets: FactSets) -> FactSets:
    """Returns the facts of a draft: of every year without those that contradict others."""
    sound = {year: without_contradictions(rulebook, one, sets.by_year) for year, one in sets.by_year.items()}
    return FactSets(sound.pop(sets.own.year), sound)


def _falls(indicator: Indicator, facts: FactBase) -> Iterator[Diagnostic]:
    if not indicator.only_grows:
        return
    for before, after in facts.course(indicator.code).falls():
        yield _fallen(indicator, before, after, end_text(before.end), end_text(after.end))


def _below_earlier_years(indicator: Indicator, facts: FactBase) -> Iterator[Diagnostic]:
    """What is counted over the period, against the last value of the years before."""
    if indicator.nature is not Nature.CUMULATIVE or indicator.can_fall:
        return
    for preliminary in (False, True):  # a final total below a preliminary one is a correction
        yield from _below_earlier(indicator, facts, preliminary)


def _below_earlier(indicator: Indicator, facts: FactBase, preliminary: bool) -> Iterator[Diagnostic]:
    own = _counted(indicator, facts, preliminary)
    if not own:
        return
    first = own[0]
    for year in range(facts.facts.year - 1, facts.rulebook.resolution.first_year - 1, -1):
        other = facts.in_year(year)
        earlier = _counted(indicator, other, preliminary) if other is not None else []
        if earlier:
            before = earlier[-1]
            low, high = before.value.low, first.value.high
            if low is not None and high is not None and high < low:
                yield _fallen(indicator, before, first, f"năm {year}", f"năm {facts.facts.year}")
            return


def _counted(indicator: Indicator, facts: FactBase, preliminary: bool) -> list[Counted]:
    """The actual totals of the year, all final or all preliminary, by their end."""
    actual = facts.course(indicator.code).actual
    return [actual[end] for end in sorted(actual) if actual[end].preliminary is preliminary]


def _fallen(indicator: Indicator, before: Counted, after: Counted, then: str, now: str) -> Diagnostic:
    texts = [" + ".join(fact.text for fact in one.facts) for one in (after, before)]
    message = f"«{indicator.name}» ({indicator.code}): {now} là {texts[0]}, nhỏ hơn {then} là {texts[1]}"
    remedy = (
        "số cộng dồn không giảm: sửa một trong hai số; nếu giảm là có thật thì ghi `có thể giảm: có` trong danh mục"
    )
    return Diagnostic("CT215", message, after.facts[-1].span, remedy, (Note(before.facts[0].span, then),))


def _above_whole(indicator: Indicator, facts: FactBase) -> Iterator[Diagnostic]:
    """A part above the whole that it declares, both by their values that count."""
    if not indicator.part_of:
        return
    whole = facts.rulebook.indicators.get(indicator.part_of)
    if whole is None:  # an error of the rules
        return
    part_value, whole_value = facts.value(indicator.code), facts.value(whole.code)
    low = part_value.value.low if part_value.value is not None else None
    high = whole_value.value.high if whole_value.value is not None else None
    if low is None or high is None or low <= high:
        return
    texts = [" + ".join(fact.text for fact in one.facts) for one in (part_value, whole_value)]
    message = f"{indicator.name} {texts[0]} lớn hơn {whole.name} {texts[1]} ({indicator.code}, {whole.code})"
    notes = tuple(Note(fact.span, "tổng số") for fact in whole_value.facts[:1])
    span = part_value.facts[0].span
    yield Diagnostic("CT216", message, span, "sửa một trong hai số, hoặc bỏ `là phần của` trong danh mục", notes)


def _copied(facts: FactBase) -> Iterator[Diagnostic]:
    """All values of a file equal to last year's."""
    before = facts.in_year(facts.facts.year - 1)
    own = {(fact.code, fact.basis, fact.value) for fact in facts.facts.facts if _is_measured(fact.code, facts)}
    if before is None or len(own) < _FEWEST or facts.facts.period:
        return
    old = {(fact.code, fact.basis, fact.value) for fact in before.facts.facts if _is_measured(fact.code, facts)}
    if own == old:
        file = before.facts.names[0]
        message = f"cả {len(own)} số liệu của năm {facts.facts.year} giống hệt năm {before.facts.year} ({file}): có chép nhầm tệp?"
        first = facts.facts.facts[0].span
        yield Diagnostic("CT217", message, first, "kiểm tra lại tệp số liệu; nếu đúng là không đổi thì để nguyên")


def _is_measured(code: str, facts: FactBase) -> bool:
    return facts.rulebook.indicators[code].kind is Kind.NUMBER
