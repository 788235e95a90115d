"""Loads the cases of one unit, each with the other years of that unit, which it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from pathlib import Path

from engine.factbase.contradictions import contradictions_among, draft_among
from engine.factbase.facts import FactSet
from engine.factbase.years import FactSets
from engine.files.diagnostics import Diagnostic, Problems
from engine.rulebook.rulebook import Rulebook
from engine.workspace.case import Case, ChosenCase, LoadedCase
from engine.workspace.facts_index import CaseKey

ReadSets = Callable[[CaseKey, tuple[Path, ...], Rulebook, Problems], Iterable[FactSet | None]]
"""Yields what is given of a case, a file each; None, with the problem reported, of one that cannot be read."""


class UnitYears:
    """The facts of one unit; each year is read on demand. ``paths`` are its files by year.

    ``draft``: a case is loaded in spite of errors that leave something to evaluate, with marks.
    """

    def __init__(self, paths: dict[CaseKey, tuple[Path, ...]], read_sets: ReadSets, draft: bool) -> None:
        self.paths = paths
        self.read_sets = read_sets
        self.draft = draft
        self.read: dict[CaseKey, tuple[FactSet | None, Problems]] = {}

    def load(self, chosen: ChosenCase) -> LoadedCase:
        """Returns the case with the other years of its unit."""
        key, rulebook = chosen.head.key, chosen.rulebook
        own, problems = self._facts(key, chosen.paths, rulebook)
        others = []
        for other in sorted(self.paths, key=lambda one: one.ends):
            if other == key:
                continue
            found, theirs = self._facts(other, self.paths[other], rulebook)
            if other.ends < key.ends:  # what ends later is no base of comparison
                problems = problems.joined(theirs)
            if found is not None:
                others.append(found)
        if own is None and not others:
            return LoadedCase(chosen, None, problems)
        sets = FactSets.among(others[-1] if own is None else own, others)
        wrong = contradictions_among(rulebook, sets, key.year)
        problems = problems.joined(_as_problems(one.diagnostic for one in wrong))
        if own is None or problems.stop(self.draft):
            return LoadedCase(chosen, None, problems)
        if self.draft:
            sets = draft_among(rulebook, sets)
        return LoadedCase(chosen, Case(rulebook, sets.base(rulebook)), problems)

    def _facts(self, key: CaseKey, paths: tuple[Path, ...], rulebook: Rulebook) -> tuple[FactSet | None, Problems]:
        if key not in self.read:
            problems = Problems()
            read = self.read_sets(key, paths, rulebook, problems)
            sets = [one for one in read if one is not None]
            self.read[key] = reduce(FactSet.merged, sets) if sets else None, problems
        return self.read[key]


def _as_problems(found: Iterable[Diagnostic]) -> Problems:
    problems = Problems()
    problems.found.extend(found)
    return problems
