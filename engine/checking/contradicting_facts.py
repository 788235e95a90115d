"""CT215, CT216, CT217: totals that fall, parts above their whole, files that repeat last year's."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.factbase.contradictions import contradictions
from engine.factbase.facts import FactSet
from engine.files.diagnostics import Diagnostic
from engine.language.text import with_marks


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    units: dict[str, dict[int, FactSet]] = {}
    for facts in checked.facts:
        years = units.setdefault(with_marks(facts.unit), {})
        years[facts.year] = years[facts.year].merged(facts) if facts.year in years else facts
    for years in units.values():
        for year in sorted(years):
            yield from (one.diagnostic for one in contradictions(checked.rulebook, years[year], years))
