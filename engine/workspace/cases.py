"""The cases of a workspace: which facts belong to which resolution, and everything loaded that an evaluation needs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from engine.evaluation.evaluation import Evaluation
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.factbase.builder import build_facts
from engine.factbase.documents import FactsDoc
from engine.factbase.facts import FactSet
from engine.factbase.years import base_among
from engine.files.diagnostics import Diagnostic, Problems
from engine.files.document import read_model
from engine.language.text import fold, nearest
from engine.rulebook.drafts import as_draft, errors_in, independent
from engine.rulebook.rulebook import Rulebook
from engine.workspace.facts_index import (
    CaseKey,
    FactsEntry,
    FactsHead,
    FactsIndex,
    Namesakes,
    UnreadableFacts,
    head_of,
    index_facts,
    report_alike,
)
from engine.workspace.workspace import Workspace, load_rulebook, read_node

_SHOWN = 20
"""So many names are listed where a name is unknown."""


class NotFound(LookupError):
    """A resolution, unit, year or file that the workspace does not have; the message says what there is."""


class Selection(NamedTuple):
    """What to evaluate; empty means all that there is. ``files`` are facts files given by hand."""

    resolution: str | None = None
    units: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    files: tuple[Path, ...] = ()


class Case(NamedTuple):
    """One resolution, unit and year, ready to be evaluated."""

    rulebook: Rulebook
    facts: FactBase


class ChosenCase(NamedTuple):
    """A case that was asked for, not yet loaded: its files are read when it is its turn."""

    rulebook: Rulebook
    head: FactsHead
    paths: tuple[Path, ...]


class LoadedCase(NamedTuple):
    """A case after its files were read; ``case`` is None where they hold errors."""

    chosen: ChosenCase
    case: Case | None
    problems: Problems


class UnitCases(NamedTuple):
    """The cases of one unit that were asked for, one after the other, with its files of every year.

    Holds names and paths alone, so that another process can load them too. ``resolution`` is its number, folded.
    """

    resolution: str
    asked: tuple[tuple[FactsHead, tuple[Path, ...]], ...]
    paths: dict[CaseKey, tuple[Path, ...]]


Examine = Callable[[Rulebook], Iterable[Diagnostic]]
"""Finds the errors of a rulebook that loads; goes to other processes, so that it must be picklable."""


class Cases:
    """Loads the cases of ``workspace``; problems of rules and facts are collected in ``problems``.

    ``examine`` finds what is wrong in rules that load: errors in resolutions that are evaluated stop the work as those of
    loading do. ``draft``: it goes on in spite of errors that leave something to evaluate, and what rests on them is marked.
    """

    def __init__(self, workspace: Workspace, examine: Examine | None = None, draft: bool = False) -> None:
        self.workspace = workspace
        self.examine = examine
        self.draft = draft
        self.problems = Problems()
        self._examined: set[str] = set()
        self._by_number: dict[str, Rulebook] = {}
        self._index = FactsIndex((), ())
        self._unlisted: list[UnreadableFacts] = []
        self._by_unit: dict[tuple[str, str], dict[CaseKey, tuple[Path, ...]]] = {}
        self._chosen: dict[CaseKey, tuple[Path, ...]] = {}
        self.passed_over: list[UnreadableFacts] = []
        """Unreadable facts files that cannot belong to the cases chosen, by their folder."""

    def select(self, selection: Selection) -> list[Case]:
        """The cases asked for, loaded, in the order of the files. Raises NotFound where nothing fits."""
        return self.take(self.choose(selection), selection)

    def take(self, chosen: list[ChosenCase], selection: Selection) -> list[Case]:
        """The cases ``chosen`` by ``selection``, loaded; what is wrong in their files is in ``problems``."""
        for unlisted in self.unreadable(chosen, selection):
            self._report(unlisted.problems)
        loaded = list(self.load(chosen))
        for one in loaded:
            self._report(one.problems)
        return [one.case for one in loaded if one.case is not None]

    def choose(self, selection: Selection) -> list[ChosenCase]:
        """The cases asked for, by the heads of their files. Raises NotFound where nothing fits."""
        self.read_rules()
        rulebooks = list(self._by_number.values())
        wanted = self._wanted(rulebooks, selection.resolution)
        self._index = self._indexed(selection.files)
        self._unlisted = list(self._index.unlisted)
        known = [entry for entry in self._given(selection.files) if self._is_known(entry, rulebooks)]
        known = self._without_namesakes(known)
        entries = [e for e in known if wanted is None or e.head.key.resolution == fold(wanted)]
        entries = self._by_year(self._by_units(entries, selection.units), selection.years)
        if not entries and not self.problems.stop(self.draft) and not self._unlisted:
            raise NotFound(
                "chưa có tệp số liệu nào trong thư mục facts/ (ví dụ facts/ten-don-vi/2023.yaml)"
                if not known
                else "không có số liệu cho lựa chọn này"
            )
        return self._grouped(self._within_period(entries))

    def unreadable(self, chosen: list[ChosenCase], selection: Selection) -> list[UnreadableFacts]:
        """The facts files that cannot be read and may belong to the cases ``chosen``; the others go to ``passed_over``.

        They are those of which not even the head can be read, or that name no resolution of the workspace.
        """
        folders = {path.parent for one in chosen for path in one.paths}
        anywhere = not selection.units or not chosen
        belonging = [u for u in self._unlisted if anywhere or u.path.parent in folders]
        self.passed_over = [u for u in self._unlisted if u not in belonging]
        return belonging

    def load(self, chosen: Iterable[ChosenCase]) -> Iterator[LoadedCase]:
        """Each case with its files read when it is its turn; only the years of one unit are kept in memory."""
        for unit in self.by_unit(chosen):
            yield from self.load_unit(unit)

    def by_unit(self, chosen: Iterable[ChosenCase]) -> Iterator[UnitCases]:
        """The cases ``chosen``, in their order; those of one unit that follow each other belong together."""
        for (resolution, _), cases in groupby(chosen, lambda one: one.head.key[:2]):
            asked = tuple((one.head, one.paths) for one in cases)
            yield UnitCases(resolution, asked, self._paths_of(asked[0][0].key))

    def load_unit(self, unit: UnitCases) -> Iterator[LoadedCase]:
        """The cases of ``unit``, each with its files read; the rules must have been read before."""
        years = _Years(self, unit.paths)
        for head, paths in unit.asked:
            yield years.load(ChosenCase(self._examined_rules(unit.resolution), head, paths))

    def read_rules(self) -> None:
        """Reads the resolutions, so that units can be loaded. Raises NotFound where there is none."""
        self._by_number = {fold(r.resolution.number): r for r in self.rulebooks()}

    def _examined_rules(self, number: str) -> Rulebook:
        """The resolution after it was examined, once; in a draft with its marks."""
        if number not in self._examined and self.examine is not None:
            rulebook = self._by_number[number]
            if not self.problems.stop(draft=True):  # what was refused elsewhere leaves a rulebook that can be followed
                self.problems.found.extend(independent(rulebook, self.problems, self.examine(rulebook)))
            if self.draft:
                self._by_number[number] = as_draft(rulebook, errors_in(rulebook, self.problems))
        self._examined.add(number)
        return self._by_number[number]

    def loaded(self) -> tuple[list[Rulebook], list[FactSet]]:
        """All resolutions and all facts files of the workspace, as far as they load. Raises NotFound without a resolution."""
        rulebooks = self.rulebooks()
        by_number = {fold(r.resolution.number): r for r in rulebooks}
        sets = []
        names = Namesakes()
        for path in self.workspace.facts_files:
            doc = read_model(FactsDoc, read_node(self.workspace, path, self.problems), self.problems)
            if doc is None:
                continue
            if (other := names.alike(head_of(doc), self.workspace.name_of(path))) is not None:
                report_alike(doc, other, self.problems)
            rulebook = by_number.get(fold(doc.resolution.value))
            if rulebook is None:
                self._unknown_resolution(doc, rulebooks, self.problems)
            else:
                sets.append(build_facts(doc, rulebook, self.problems))
        return rulebooks, sets

    def everything(self) -> tuple[list[Rulebook], list[Case]]:
        """All rulebooks, and a case for each of all facts. Raises NotFound where there is no resolution."""
        rulebooks, sets = self.loaded()
        merged: dict[CaseKey, FactSet] = {}
        for facts in sets:
            key = CaseKey(fold(facts.resolution), fold(facts.unit), facts.year)
            merged[key] = merged[key].merged(facts) if key in merged else facts
        by_number = {fold(r.resolution.number): r for r in rulebooks}
        cases = []
        for key, facts in merged.items():
            rulebook = by_number[key.resolution]
            own = {k.year: s for k, s in merged.items() if k[:2] == key[:2]}
            cases.append(Case(rulebook, base_among(rulebook, facts, own)))
        return rulebooks, cases

    def wanted(self, rulebooks: list[Rulebook], name: str | None) -> list[Rulebook]:
        """Those of ``rulebooks`` that ``name`` (number or folder) calls; all where it is None. Raises NotFound."""
        number = self._wanted(rulebooks, name)
        return [r for r in rulebooks if number is None or r.resolution.number == number]

    # ------------------------------------------------------------ rulebooks

    def rulebooks(self) -> list[Rulebook]:
        """All resolutions of the workspace that load. Raises NotFound where there is none."""
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

    # ------------------------------------------------------------ which facts

    def _indexed(self, files: Sequence[Path]) -> FactsIndex:
        """All facts files of the workspace, and those given by hand, which stand in place of the same file there."""
        given = set(map(os.path.realpath, files))
        rest = [path for path in self.workspace.facts_files if os.path.realpath(path) not in given]
        return index_facts(self.workspace, [*files, *rest])

    def _given(self, files: Sequence[Path]) -> list[FactsEntry]:
        """The files given by hand, all files where none is."""
        return [entry for entry in self._index.listed if not files or entry.path in files]

    def _is_known(self, entry: FactsEntry, rulebooks: list[Rulebook]) -> bool:
        """Whether its resolution is there; the reader says where it is not."""
        if entry.head.key.resolution in self._by_number:
            return True
        problems = Problems()
        doc = read_model(FactsDoc, read_node(self.workspace, entry.path, problems), problems)
        if doc is not None:
            self._unknown_resolution(doc, rulebooks, problems)
        if problems.has_errors:
            self._unlisted.append(UnreadableFacts(entry.path, problems))
        return False

    def _unknown_resolution(self, doc: FactsDoc, rulebooks: list[Rulebook], problems: Problems) -> None:
        known = [r.resolution.number for r in rulebooks]
        if not known or any(problem.code == "CT114" for problem in self.problems.found):  # reported already
            return
        close = nearest(doc.resolution.value, known)
        remedy = f"phải chăng là «{close}»?" if close else "các nghị quyết hiện có: " + ", ".join(known)
        problems.add("CT202", f"không có nghị quyết «{doc.resolution}»", doc.resolution.span, remedy)

    def _without_namesakes(self, entries: list[FactsEntry]) -> list[FactsEntry]:
        """Without files whose unit differs from another one in marks alone: they would come to be one unit."""
        names = Namesakes()
        kept = []
        for entry in entries:
            other = names.alike(entry.head, self.workspace.name_of(entry.path))
            if other is None:
                kept.append(entry)
                continue
            problems = Problems()
            doc = read_model(FactsDoc, read_node(self.workspace, entry.path, problems), problems)
            if doc is not None:
                report_alike(doc, other, problems)
            self._unlisted.append(UnreadableFacts(entry.path, problems))
        return kept

    def _within_period(self, entries: list[FactsEntry]) -> list[FactsEntry]:
        """Without the years before the period, which are only bases of comparison. Raises NotFound where none is left."""
        within = [
            e for e in entries if e.head.year >= self._by_number[e.head.key.resolution].resolution.first_year
        ]  # fmt: skip
        if entries and not within:
            years = ", ".join(str(year) for year in sorted({e.head.year for e in entries}))
            raise NotFound(f"số liệu năm {years} ở trước giai đoạn của nghị quyết: chỉ dùng để so sánh, không đánh giá")
        return within

    def _by_units(self, entries: list[FactsEntry], units: Sequence[str]) -> list[FactsEntry]:
        if not units:
            return entries
        own = {e.head.key.unit for e in entries}
        in_folder: dict[str, set[str]] = {}
        for entry in entries:
            in_folder.setdefault(fold(entry.path.parent.name), set()).add(entry.head.key.unit)
        asked: set[str] = set()
        for unit in units:
            found = {fold(unit)} if fold(unit) in own else in_folder.get(fold(unit))
            if not found:
                names = {e.path.parent.name: e.head.unit for e in entries} | {e.head.unit: e.head.unit for e in entries}
                raise NotFound(_not_found(f"không có số liệu của đơn vị «{unit}»", unit, names))
            asked |= found
        return [e for e in entries if e.head.key.unit in asked]

    @staticmethod
    def _by_year(entries: list[FactsEntry], years: Sequence[int]) -> list[FactsEntry]:
        if not years:
            return entries
        there = {e.head.year for e in entries}
        if there and not there & set(years):
            asked, known = (", ".join(str(y) for y in sorted(some)) for some in (years, there))
            raise NotFound(f"không có số liệu năm {asked}; các năm hiện có: {known}")
        return [e for e in entries if e.head.year in years]

    def _grouped(self, entries: list[FactsEntry]) -> list[ChosenCase]:
        """Files of one resolution, unit and year are one case."""
        groups: dict[CaseKey, list[FactsEntry]] = {}
        for entry in entries:
            groups.setdefault(entry.head.key, []).append(entry)
        chosen = [
            ChosenCase(self._examined_rules(key.resolution), group[0].head, tuple(e.path for e in group))
            for key, group in groups.items()
        ]
        self._chosen = {one.head.key: one.paths for one in chosen}
        return chosen

    def _paths_of(self, key: CaseKey) -> dict[CaseKey, tuple[Path, ...]]:
        """The files of a unit, of every year; of a year that was chosen, just those chosen."""
        if not self._by_unit:
            for entry in self._index.listed:
                own = entry.head.key
                years = self._by_unit.setdefault((own.resolution, own.unit), {})
                years[own] = (*years.get(own, ()), entry.path)
        years = self._by_unit[key.resolution, key.unit]
        return {own: self._chosen.get(own, paths) for own, paths in years.items()}

    def _report(self, problems: Problems) -> None:
        self.problems = self.problems.joined(problems)


class _Years:
    """The facts of one unit, each year read when it is asked for. ``paths`` are its files by year."""

    def __init__(self, cases: Cases, paths: dict[CaseKey, tuple[Path, ...]]) -> None:
        self.cases = cases
        self.paths = paths
        self.read: dict[CaseKey, tuple[FactSet | None, Problems]] = {}

    def load(self, chosen: ChosenCase) -> LoadedCase:
        """The case, with the other years of its unit within reach."""
        key, rulebook = chosen.head.key, chosen.rulebook
        facts, problems = self._facts(key, chosen.paths, rulebook)
        others: dict[int, FactSet] = {}
        for other in self.paths:
            if other != key:
                found, theirs = self._facts(other, self.paths[other], rulebook)
                if other.year < key.year:  # later years are no base of comparison
                    problems = problems.joined(theirs)
                if found is not None:
                    others[other.year] = found
        case = None
        if facts is not None and not problems.stop(self.cases.draft):
            case = Case(rulebook, base_among(rulebook, facts, others))
            for year, before in others.items():
                if before.errors and year < key.year:  # a draft names the errors of every year before, whoever uses it
                    case.facts.in_year(year)
        return LoadedCase(chosen, case, problems)

    def _facts(self, key: CaseKey, paths: tuple[Path, ...], rulebook: Rulebook) -> tuple[FactSet | None, Problems]:
        if key not in self.read:
            problems = Problems()
            self.read[key] = self._merged(paths, rulebook, problems), problems
        return self.read[key]

    def _merged(self, paths: tuple[Path, ...], rulebook: Rulebook, problems: Problems) -> FactSet | None:
        merged: FactSet | None = None
        for path in paths:
            doc = read_model(FactsDoc, read_node(self.cases.workspace, path, problems), problems)
            if doc is not None:
                facts = build_facts(doc, rulebook, problems)
                merged = facts if merged is None else merged.merged(facts)
        return merged


def evaluate_cases(cases: Sequence[Case], engine: str = "auto") -> list[Evaluation]:
    """The evaluations of ``cases``, each rulebook compiled once. Raises EngineMissing and EngineError."""
    evaluators = Evaluators(engine)
    return [evaluators.of(case.rulebook).evaluate(case.facts) for case in cases]


class Evaluators:
    """One evaluator per rulebook, made when it is first needed."""

    def __init__(self, engine: str = "auto") -> None:
        self.engine = engine
        self._made: dict[str, Evaluator] = {}

    def of(self, rulebook: Rulebook) -> Evaluator:
        """Raises EngineMissing, EngineLimit."""
        number = rulebook.resolution.number
        if number not in self._made:
            self._made[number] = Evaluator(rulebook, self.engine)
        return self._made[number]


def _not_found(message: str, name: str, known: dict[str, str]) -> str:
    close = nearest(name, known)
    if close:
        return f"{message}; có phải ý bạn là «{close}»?"
    names = list(dict.fromkeys(known.values()))
    shown = ", ".join(names[:_SHOWN]) + (f" … ({len(names)} tên)" if len(names) > _SHOWN else "")
    return f"{message}; hiện có: {shown or 'chưa có gì'}"
