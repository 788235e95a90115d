"""Loads the cases of a workspace: the facts of each resolution, unit and year, with the rules to evaluate them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from engine.domain.limits import RESOLUTIONS, grouped
from engine.factbase.facts import FactSet
from engine.factbase.years import FactSets
from engine.files.diagnostics import Diagnostic, Problems
from engine.files.source import SourceFile
from engine.language.names import meant, several, spellings
from engine.language.text import fold, nearest, with_marks
from engine.rulebook.drafts import as_draft, errors_in, independent
from engine.rulebook.rulebook import Rulebook
from engine.workspace.case import Case, ChosenCase, LoadedCase, UnitCases
from engine.workspace.choosing import NotFound, Selection, by_period, by_units, by_year, not_found
from engine.workspace.facts_index import (
    CaseKey,
    FactsEntry,
    FactsHead,
    FactsIndex,
    UnitNames,
    UnreadableFacts,
    head_of,
    index_workspace,
    report_alike,
    report_unclear,
)
from engine.workspace.kept_choice import KeptChoice
from engine.workspace.loading import load_facts, load_facts_once, load_rulebook
from engine.workspace.unit_years import UnitYears
from engine.workspace.workspace import Workspace

if TYPE_CHECKING:
    from engine.factbase.documents import FactsDoc


_FEW = 20
_MOST_NAMED = 5
"""Units or files that are named, where many are left out."""


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")


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
        self._called: dict[str, Rulebook | None] = {}
        self._index = FactsIndex((), ())
        self._unlisted: list[UnreadableFacts] = []
        self._by_unit: dict[tuple[str, str], list[FactsEntry]] = {}
        self._chosen: dict[CaseKey, tuple[Path, ...]] = {}
        self.few = False
        """Whether so few units are chosen that what is read of their facts is kept."""
        self._not_judged: dict[str, list[FactsHead]] = {}
        self.passed_over: list[UnreadableFacts] = []
        """The unreadable facts files whose folder shows that they do not belong to the chosen cases."""

    def select(self, selection: Selection) -> list[Case]:
        """Returns the selected cases, loaded, in the order of the files. Raises NotFound where nothing fits."""
        return self.take(self.choose(selection), selection)

    def take(self, chosen: list[ChosenCase], selection: Selection) -> list[Case]:
        """Returns the ``chosen`` cases, loaded; ``problems`` gets the problems of their files."""
        unreadable = self.unreadable(chosen, selection)
        loaded = list(self.load(chosen))
        for problems in (*(one.problems for one in unreadable), *(one.problems for one in loaded)):
            self.problems = self.problems.joined(problems)
        return [one.case for one in loaded if one.case is not None]

    def choose(self, selection: Selection) -> list[ChosenCase]:
        """Returns the selected cases, by the heads of their files. Raises NotFound where nothing fits."""
        self.read_rules()
        rulebooks = list(self._by_number.values())
        wanted = self._wanted(rulebooks, selection.resolution)
        # A folder of rules may be renamed, and another take its name: the number that it meant is part of the question.
        asked = selection._replace(resolution=wanted)
        before = KeptChoice(self.workspace.root, asked, [one.resolution.number for one in rulebooks])
        for index in self._indexes(before, selection):
            entries = self._entries(index, rulebooks, wanted, selection)
            units = {entry.key[:2] for entry in entries}
            of_units = [entry for entry in index.listed if entry.key[:2] in units]
            if not any(entry.is_stale for entry in of_units):
                break
        if index.listing is not None and of_units and not self._unlisted:
            before.keep(index.listing, of_units)
        judged = entries if selection.years else self.within_period(entries)
        if selection.period or selection.files:  # a unit may have years within it besides
            self._not_judged = {}
        return self.grouped(judged)

    def _indexes(self, before: KeptChoice, selection: Selection) -> Iterator[FactsIndex]:
        """Yields what may be known of the facts files, the quickest way first; the last reads every file anew."""
        if (chosen := before.recalled()) is not None:
            yield FactsIndex(chosen, ())
        yield index_workspace(self.workspace, selection.files)
        yield index_workspace(self.workspace, selection.files, kept=False)

    def _entries(
        self, index: FactsIndex, rulebooks: list[Rulebook], wanted: str | None, selection: Selection
    ) -> list[FactsEntry]:
        """Returns the selected files out of ``index``. Raises NotFound where nothing fits."""
        self._index = index
        self._unlisted = list(index.unlisted)
        known = [entry for entry in self._given(selection.files) if self._is_known(entry, rulebooks)]
        entries = [e for e in known if wanted is None or e.key.resolution == fold(wanted)]
        try:
            entries = by_year(by_units(entries, selection.units), selection.years)
            entries = by_period(entries, selection.period)
        except NotFound as missing:
            raise NotFound(self._perhaps_unread(str(missing))) from None
        if not entries and not self.problems.stop(self.draft) and not self._unlisted:
            empty = "chưa có tệp số liệu nào trong thư mục facts/ (ví dụ facts/ten-don-vi/2023.yaml)"
            raise NotFound("không có số liệu cho lựa chọn này" if known else empty)
        return entries

    def _perhaps_unread(self, missing: str) -> str:
        """The message with the files that may have what is missing, because they cannot be read."""
        if not self._unlisted:
            return missing
        names = _some([self.workspace.name_of(one.path) for one in self._unlisted])
        stop = "" if missing.endswith("?") else "."
        return f"{missing}{stop} Có thể số liệu ấy nằm ở tệp không đọc được: {names}; chạy `chitieu check` để xem lỗi"

    @property
    def units(self) -> list[str]:
        """The names of all units that have facts, chosen or not, each once, in the order of their files."""
        index = index_workspace(self.workspace) if self._index.listing is None else self._index
        return list(spellings(entry.head.unit for entry in index.listed).values())

    @property
    def folders_chosen(self) -> list[Path]:
        """The folders of the files of the chosen cases."""
        return list(dict.fromkeys(path.parent for paths in self._chosen.values() for path in paths))

    def unreadable(self, chosen: list[ChosenCase], selection: Selection) -> list[UnreadableFacts]:
        """Returns the unreadable facts files that may belong to the ``chosen`` cases; ``passed_over`` gets the others.

        Unreadable is a file without a readable head, or whose resolution is not in the workspace.
        """
        folders = {path.parent for one in chosen for path in one.paths}
        anywhere = not selection.units or not chosen
        units = {one.head.key.unit for one in chosen}
        belonging = [
            u
            for u in self._unlisted
            if anywhere or u.path.parent in folders or not units.isdisjoint(map(with_marks, u.units))
        ]
        self.passed_over = [u for u in self._unlisted if u not in belonging]
        return belonging

    def load(self, chosen: Iterable[ChosenCase]) -> Iterator[LoadedCase]:
        """Yields the loaded cases one by one, with only the years of one unit in memory."""
        for unit in self.by_unit(chosen):
            yield from self.load_unit(unit)

    def by_unit(self, chosen: Iterable[ChosenCase]) -> Iterator[UnitCases]:
        """Yields the ``chosen`` cases in order, those of one unit that follow each other together."""
        for (resolution, _), cases in groupby(chosen, lambda one: one.head.key[:2]):
            selected = tuple((one.head, one.paths) for one in cases)
            yield UnitCases(resolution, selected, self.paths_of(selected[0][0].key))

    def load_unit(self, unit: UnitCases) -> Iterator[LoadedCase]:
        """Yields the loaded cases of ``unit``; ``read_rules`` comes before."""
        years = UnitYears(unit.paths, self.sets_of, self.draft)
        for head, paths in unit.selected:
            yield years.load(ChosenCase(self.examined_rules(unit.resolution), head, paths))

    def sets_of(
        self, key: CaseKey, paths: tuple[Path, ...], rulebook: Rulebook, problems: Problems
    ) -> Iterator[FactSet | None]:
        """Yields what is given of a case, a file each; None, with the problem reported, of one that cannot be read."""
        load = load_facts if self.few else load_facts_once
        return (load(self.workspace, path, rulebook, problems) for path in paths)

    def read_rules(self) -> None:
        """Reads the resolutions, so that units can be loaded. Raises NotFound where there is none."""
        self._by_number = {fold(r.resolution.number): r for r in self.rulebooks()}
        self._called = {}

    def examined_rules(self, number: str) -> Rulebook:
        """Returns the resolution, examined once; in a draft with its marks."""
        if number not in self._examined and self.examine is not None:
            rulebook = self._by_number[number]
            if not self.problems.stop(draft=True):  # what was refused elsewhere leaves a rulebook that can be followed
                self.problems.found.extend(independent(rulebook, self.problems, self.examine(rulebook)))
            if self.draft:
                self._by_number[number] = as_draft(rulebook, errors_in(rulebook, self.problems))
        self._examined.add(number)
        return self._by_number[number]

    def contents(self) -> tuple[list[Rulebook], list[FactSet]]:
        """Returns all resolutions and facts files of the workspace, as far as they load. Raises NotFound without a resolution."""
        from engine.factbase.builder import build_facts
        from engine.workspace.reading import read_facts

        self.read_rules()
        rulebooks = list(self._by_number.values())
        read = (read_facts(self.workspace, path, self.problems) for path in self.workspace.facts_files)
        docs = [doc for doc in read if doc is not None]
        names = UnitNames(map(head_of, docs))
        sets = []
        for doc in docs:
            head = head_of(doc)
            if len(units := names.of(head)) > 1:
                report_unclear(doc, units, self.problems)
            if (other := names.first_alike(head)) is not None:
                report_alike(doc, other, self.problems)
            rulebook = self._rulebook_of(head)
            if rulebook is None:
                self._unknown_resolution(doc, rulebooks, self.problems)
            else:
                sets.append(build_facts(doc, rulebook, self.problems)._replace(unit=names.settled(head).unit))
        return rulebooks, sets

    def everything(self) -> tuple[list[Rulebook], list[Case]]:
        """Returns all rulebooks, and the cases of all facts. Raises NotFound without a resolution."""
        rulebooks, sets = self.contents()
        merged: dict[CaseKey, FactSet] = {}
        for facts in sets:
            key = CaseKey(fold(facts.resolution), with_marks(facts.unit), facts.year, facts.ends)
            merged[key] = merged[key].merged(facts) if key in merged else facts
        cases = []
        for key, facts in merged.items():
            rulebook = self._by_number[key.resolution]
            others = (one for other, one in merged.items() if other[:2] == key[:2] and other != key)
            cases.append(Case(rulebook, FactSets.among(facts, others).base(rulebook)))
        return rulebooks, cases

    def of_name(self, rulebooks: list[Rulebook], name: str | None) -> list[Rulebook]:
        """Returns those of ``rulebooks`` with the number or folder ``name``; all where it is None. Raises NotFound."""
        number = self._wanted(rulebooks, name)
        return [r for r in rulebooks if number is None or r.resolution.number == number]

    # ------------------------------------------------------------ rulebooks

    def rulebooks(self) -> list[Rulebook]:
        """Returns all resolutions of the workspace that load. Raises NotFound where there is none."""
        folders = self.workspace.resolution_folders
        if len(folders) > RESOLUTIONS:
            message = f"thư mục rules/ có hơn {grouped(RESOLUTIONS)} nghị quyết (ở đây {grouped(len(folders))})"
            self.problems.add("CT002", message, SourceFile("rules", "").start, "tách thành nhiều thư mục làm việc")
            return []
        loaded = [load_rulebook(self.workspace, folder, self.problems) for folder in folders]
        if not loaded:
            raise NotFound("chưa có nghị quyết nào trong thư mục rules/ (ví dụ rules/ten-nghi-quyet/nghi-quyet.yaml)")
        rulebooks: dict[str, Rulebook] = {}
        for rulebook in loaded:
            if rulebook is None:
                continue
            number = rulebook.resolution.number
            if (other := rulebooks.get(fold(number))) is not None:
                message = f"số «{number}» đã dùng cho thư mục rules/{other.resolution.folder}"
                remedy = "mỗi nghị quyết một thư mục, mỗi thư mục một số"
                self.problems.add("CT114", message, rulebook.resolution.span, remedy)
                continue
            rulebooks[fold(number)] = rulebook
        return list(rulebooks.values())

    def wanted_rules(self, name: str | None) -> list[Rulebook]:
        """Returns the resolution of that number or folder; all, where it is None. ``read_rules`` comes before. Raises NotFound."""
        return self.of_name(list(self._by_number.values()), name)

    def _wanted(self, rulebooks: list[Rulebook], name: str | None) -> str | None:
        if name is None:
            return None
        names = {n: r.resolution.number for r in rulebooks for n in (r.resolution.number, r.resolution.folder)}
        found = list(dict.fromkeys(names[one] for one in meant(name, names)))
        if len(found) > 1:
            raise NotFound(several(name, found))
        if not found:
            raise NotFound(not_found(f"không có nghị quyết «{name}»", name, names))
        return found[0]

    # ------------------------------------------------------------ which facts

    def _given(self, files: Sequence[Path]) -> list[FactsEntry]:
        """Returns the files of the command line; all files without one."""
        return [entry for entry in self._index.listed if not files or entry.path in files]

    def _is_known(self, entry: FactsEntry, rulebooks: list[Rulebook]) -> bool:
        """Returns whether the workspace has the resolution of the file; otherwise lists it as unreadable."""
        if self._rulebook_called(entry.head.resolution) is not None:
            return True
        from engine.workspace.reading import read_facts

        problems = Problems()
        doc = read_facts(self.workspace, entry.path, problems)
        if doc is not None:
            self._unknown_resolution(doc, rulebooks, problems)
        if problems.has_errors:
            self._unlisted.append(UnreadableFacts(entry.path, problems))
        return False

    def _rulebook_of(self, head: FactsHead) -> Rulebook | None:
        """Returns the resolution of a facts file; None where its number has other marks than all there are."""
        return self._rulebook_called(head.resolution)

    def _rulebook_called(self, number: str) -> Rulebook | None:
        if number not in self._called:
            rulebook = self._by_number.get(fold(number))
            known = rulebook is not None and meant(number, (rulebook.resolution.number,))
            self._called[number] = rulebook if known else None
        return self._called[number]

    def _unknown_resolution(self, doc: FactsDoc, rulebooks: list[Rulebook], problems: Problems) -> None:
        known = [r.resolution.number for r in rulebooks]
        if not known or any(problem.code == "CT114" for problem in self.problems.found):  # reported already
            return
        close = nearest(doc.resolution.value, known)
        remedy = f"phải chăng là «{close}»?" if close else "các nghị quyết hiện có: " + ", ".join(known)
        problems.add("CT202", f"không có nghị quyết «{doc.resolution}»", doc.resolution.span, remedy)

    def within_period(self, entries: list[FactsEntry]) -> list[FactsEntry]:
        """Returns the files without years before the period, which are bases of comparison; all where none is left.

        Of a year before the period no criterion applies: it is shown to whoever asks for it.
        """
        first = {number: rulebook.resolution.first_year for number, rulebook in self._by_number.items()}
        judged = [e for e in entries if e.head.year >= first[e.key.resolution]]
        units = {e.key[:2] for e in judged or entries}
        others = {e.key[:2]: e for e in entries if e.key[:2] not in units}
        self._not_judged = {}
        for entry in others.values():
            self._not_judged.setdefault(entry.key.resolution, []).append(entry.head)
        return judged or entries

    @property
    def not_judged(self) -> list[str]:
        """Which units are left out because all their years are before the period."""
        return list(self._told_not_judged("tệp số liệu"))

    def _told_not_judged(self, where: str) -> Iterator[str]:
        """Yields a text for each resolution; ``where`` is what a wrong year stands in."""
        for number, heads in self._not_judged.items():
            first = self._by_number[number].resolution.first_year
            yield (
                f"{grouped(len(heads))} đơn vị chỉ có số liệu của năm trước giai đoạn (từ {first}), không đánh giá: "
                f"{_some([f'{head.unit} ({head.year})' for head in heads])}; năm ghi sai thì sửa ở {where}, muốn xem thì ghi --year"
            )

    def grouped(self, entries: list[FactsEntry]) -> list[ChosenCase]:
        """Returns a case for the files of each resolution, unit, year and period, those of a unit in the order of time."""
        groups: dict[CaseKey, list[FactsEntry]] = {}
        units: dict[tuple[str, str], int] = {}
        for entry in entries:
            groups.setdefault(entry.key, []).append(entry)
            units.setdefault(entry.key[:2], len(units))
        in_time = sorted(groups, key=lambda key: (units[key[:2]], key.ends))
        self._chosen = {key: tuple(entry.path for entry in groups[key]) for key in in_time}
        self.few = len(units) <= _FEW
        return [
            ChosenCase(self.examined_rules(k.resolution), groups[k][0].head, paths) for k, paths in self._chosen.items()
        ]

    def paths_of(self, key: CaseKey) -> dict[CaseKey, tuple[Path, ...]]:
        """Returns the files of a unit by year; only the chosen files of a chosen year."""
        if not self._by_unit:
            for entry in self._index.listed:
                self._by_unit.setdefault(entry.key[:2], []).append(entry)
        years: dict[CaseKey, tuple[Path, ...]] = {}
        for entry in self._by_unit[key[:2]]:
            years[entry.key] = (*years.get(entry.key, ()), entry.path)
        return {own: self._chosen.get(own, paths) for own, paths in years.items()}
