"""The cases of a workspace: which facts belong to which resolution, and everything loaded that an evaluation needs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from engine.evaluation.evaluation import Evaluation
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.factbase.documents import FactsDoc
from engine.factbase.facts import FactSet
from engine.factbase.reader import read_facts
from engine.language.text import fold, nearest
from engine.rulebook.rulebook import Rulebook
from engine.sources.diagnostics import Problems
from engine.sources.document import read_model
from engine.workspace import Workspace, load_rulebook, read_node


class NotFound(LookupError):
    """A resolution, unit, year or file that the workspace does not have; the message says what there is."""


class Selection(NamedTuple):
    """What to evaluate; None means all that there is. ``files`` are facts files given by hand."""

    resolution: str | None = None
    unit: str | None = None
    year: int | None = None
    files: tuple[Path, ...] = ()


class Case(NamedTuple):
    """One resolution, unit and year, ready to be evaluated."""

    rulebook: Rulebook
    facts: FactBase


class Cases:
    """Loads the cases of ``workspace``; problems of rules and facts are collected in ``problems``."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.problems = Problems()

    def select(self, selection: Selection) -> list[Case]:
        """The cases asked for, in the order of the files. Raises NotFound where nothing fits."""
        rulebooks = self._rulebooks()
        wanted = self._wanted(rulebooks, selection.resolution)
        sets = self._merged(self._fact_sets(rulebooks, selection.files))
        chosen = [s for s in sets if wanted is None or fold(s.resolution) == fold(wanted)]
        chosen = self._by_unit(chosen, selection.unit)
        chosen = self._by_year(chosen, selection.year)
        if not chosen and not self.problems.has_errors:
            raise NotFound(
                "chưa có tệp số liệu nào trong thư mục facts/ (ví dụ facts/ten-don-vi/2023.yaml)"
                if not sets
                else "không có số liệu cho lựa chọn này"
            )
        chosen = self._within_period(chosen, rulebooks)
        lookup = {
            (fold(s.resolution), fold(s.unit), s.year): s
            for s in [*self._merged(self._others(rulebooks, selection.files)), *sets]
        }
        by_number = {fold(r.resolution.number): r for r in rulebooks}
        return [Case(by_number[fold(s.resolution)], _base(by_number[fold(s.resolution)], s, lookup)) for s in chosen]

    def loaded(self) -> tuple[list[Rulebook], list[FactSet]]:
        """All resolutions and all facts files of the workspace, as far as they load. Raises NotFound without a resolution."""
        rulebooks = self._rulebooks()
        return rulebooks, self._fact_sets(rulebooks, ())

    def everything(self) -> tuple[list[Rulebook], list[Case]]:
        """All rulebooks, and a case for each of all facts. Raises NotFound where there is no resolution."""
        rulebooks = self._rulebooks()
        sets = self._merged(self._fact_sets(rulebooks, ()))
        lookup = {(fold(s.resolution), fold(s.unit), s.year): s for s in sets}
        by_number = {fold(r.resolution.number): r for r in rulebooks}
        cases = [Case(by_number[fold(s.resolution)], _base(by_number[fold(s.resolution)], s, lookup)) for s in sets]
        return rulebooks, cases

    def wanted(self, rulebooks: list[Rulebook], name: str | None) -> list[Rulebook]:
        """Those of ``rulebooks`` that ``name`` (number or folder) calls; all where it is None. Raises NotFound."""
        number = self._wanted(rulebooks, name)
        return [r for r in rulebooks if number is None or r.resolution.number == number]

    def _rulebooks(self) -> list[Rulebook]:
        loaded = [load_rulebook(self.workspace, folder, self.problems) for folder in self.workspace.resolution_folders]
        if not loaded:
            raise NotFound("chưa có nghị quyết nào trong thư mục rules/ (ví dụ rules/ten-nghi-quyet/nghi-quyet.yaml)")
        rulebooks: dict[str, Rulebook] = {}
        for rulebook in loaded:
            if rulebook is None:
                continue
            number = rulebook.resolution.number
            if (other := rulebooks.get(fold(number))) is not None:
                message = f"số «{number}» đã dùng cho thư mục rules/{other.resolution.folder}"
                self.problems.add(
                    "CT114", message, rulebook.resolution.span, "mỗi nghị quyết một thư mục, mỗi thư mục một số"
                )
                continue
            rulebooks[fold(number)] = rulebook
        return list(rulebooks.values())

    def _wanted(self, rulebooks: list[Rulebook], name: str | None) -> str | None:
        if name is None:
            return None
        names = {n: r.resolution.number for r in rulebooks for n in (r.resolution.number, r.resolution.folder)}
        by_fold = {fold(n): number for n, number in names.items()}
        if fold(name) in by_fold:
            return by_fold[fold(name)]
        raise NotFound(_not_found(f"không có nghị quyết «{name}»", name, names))

    def _fact_sets(self, rulebooks: list[Rulebook], files: Sequence[Path]) -> list[FactSet]:
        by_number = {fold(r.resolution.number): r for r in rulebooks}
        sets = []
        for path in files or self.workspace.facts_files:
            doc = read_model(FactsDoc, read_node(self.workspace, path, self.problems), self.problems)
            if doc is None:
                continue
            rulebook = by_number.get(fold(doc.resolution.value))
            if rulebook is None:
                self._unknown_resolution(doc, rulebooks)
            else:
                sets.append(read_facts(doc, rulebook, self.problems))
        return sets

    def _others(self, rulebooks: list[Rulebook], files: Sequence[Path]) -> list[FactSet]:
        """Where facts files were given by hand, those of the workspace still serve as other years."""
        if not files:
            return []
        given = {path.resolve() for path in files}
        rest = [path for path in self.workspace.facts_files if path.resolve() not in given]
        return self._fact_sets(rulebooks, rest) if rest else []

    def _unknown_resolution(self, doc: FactsDoc, rulebooks: list[Rulebook]) -> None:
        known = [r.resolution.number for r in rulebooks]
        if not known or any(problem.code == "CT114" for problem in self.problems.found):  # reported already
            return
        close = nearest(doc.resolution.value, known)
        remedy = f"phải chăng là «{close}»?" if close else "các nghị quyết hiện có: " + ", ".join(known)
        self.problems.add("CT202", f"không có nghị quyết «{doc.resolution}»", doc.resolution.span, remedy)

    @staticmethod
    def _merged(sets: list[FactSet]) -> list[FactSet]:
        """Files of one resolution, unit and year are one fact set."""
        merged: dict[tuple[str, str, int], FactSet] = {}
        for facts in sets:
            key = (fold(facts.resolution), fold(facts.unit), facts.year)
            merged[key] = merged[key].merged(facts) if key in merged else facts
        return list(merged.values())

    @staticmethod
    def _within_period(sets: list[FactSet], rulebooks: list[Rulebook]) -> list[FactSet]:
        """Without the years before the period, which are only bases of comparison. Raises NotFound where none is left."""
        first = {fold(r.resolution.number): r.resolution.first_year for r in rulebooks}
        within = [s for s in sets if s.year >= first[fold(s.resolution)]]
        if sets and not within:
            years = ", ".join(str(year) for year in sorted({s.year for s in sets}))
            raise NotFound(f"số liệu năm {years} ở trước giai đoạn của nghị quyết: chỉ dùng để so sánh, không đánh giá")
        return within

    @staticmethod
    def _by_unit(sets: list[FactSet], unit: str | None) -> list[FactSet]:
        if unit is None:
            return sets
        names = {s.unit: s.unit for s in sets} | {Path(n).parent.name: s.unit for s in sets for n in s.names}
        by_fold = {fold(name): full for name, full in names.items()}
        if fold(unit) not in by_fold:
            raise NotFound(_not_found(f"không có số liệu của đơn vị «{unit}»", unit, names))
        return [s for s in sets if s.unit == by_fold[fold(unit)]]

    @staticmethod
    def _by_year(sets: list[FactSet], year: int | None) -> list[FactSet]:
        if year is None:
            return sets
        found = [s for s in sets if s.year == year]
        if not found:
            years = ", ".join(str(y) for y in sorted({s.year for s in sets}))
            raise NotFound(f"không có số liệu năm {year}; các năm hiện có: {years}")
        return found


def evaluate_cases(cases: Sequence[Case], engine: str = "auto") -> list[Evaluation]:
    """The evaluations of ``cases``, each rulebook compiled once. Raises EngineMissing and EngineError."""
    evaluators: dict[str, Evaluator] = {}
    results = []
    for case in cases:
        number = case.rulebook.resolution.number
        if number not in evaluators:
            evaluators[number] = Evaluator(case.rulebook, engine)
        results.append(evaluators[number].evaluate(case.facts))
    return results


def _base(rulebook: Rulebook, facts: FactSet, lookup: dict[tuple[str, str, int], FactSet]) -> FactBase:
    bases: dict[int, FactBase] = {}

    def other_year(year: int) -> FactBase | None:
        found = lookup.get((fold(facts.resolution), fold(facts.unit), year))
        if found is not None and year not in bases:
            bases[year] = FactBase(rulebook, found, other_year)
        return bases.get(year)

    bases[facts.year] = FactBase(rulebook, facts, other_year)
    return bases[facts.year]


def _not_found(message: str, name: str, known: dict[str, str]) -> str:
    close = nearest(name, known)
    return (
        f"{message}; có phải ý bạn là «{close}»?"
        if close
        else f"{message}; hiện có: {', '.join(dict.fromkeys(known.values())) or 'chưa có gì'}"
    )
