"""The facts that the workspace already has: names of units, dates, values and folders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from engine.domain.records import NamedTuple
from engine.factbase.builder import build_facts
from engine.factbase.documents import FactsDoc
from engine.factbase.facts import Fact, FactSet
from engine.files.diagnostics import Problems
from engine.files.document import read_model
from engine.files.located import read_yaml
from engine.files.source import SourceFile
from engine.importing.facts_text import Mark, mark_in
from engine.language.text import fold, with_marks
from engine.rulebook.rulebook import Rulebook
from engine.workspace.facts_index import FactsEntry, index_workspace
from engine.workspace.reading import read_facts
from engine.workspace.unit_folders import UnitFolders
from engine.workspace.workspace import Workspace


class EarlierImport(NamedTuple):
    """A facts file that an import has written."""

    path: Path
    text: str
    mark: Mark
    facts: FactSet


class ExistingFacts:
    """The facts files of one resolution, without those that do not load: `check` reports what is wrong in them."""

    def __init__(self, workspace: Workspace, rulebook: Rulebook) -> None:
        self.workspace, self.rulebook = workspace, rulebook
        number = fold(rulebook.resolution.number)
        index = index_workspace(workspace)
        self._by_unit: dict[str, list[FactsEntry]] = {}
        for listed in index.listed:
            if fold(listed.head.resolution) == number:
                self._by_unit.setdefault(with_marks(listed.head.unit), []).append(listed)
        self.folders = UnitFolders(workspace.root / "facts", index.listed, rulebook.resolution.number)
        self._sets: dict[tuple[str, int], list[tuple[Path, FactSet]]] = {}

    @property
    def units(self) -> Iterable[str]:
        """The names of the units that have facts."""
        return [listed.head.unit for files in self._by_unit.values() for listed in files]

    def day(self, unit: str, year: int) -> date | None:
        """Returns the as-of date of the facts of a unit and year; None where there are none."""
        return max((facts.as_of for _, facts in self._facts(unit, year)), default=None)

    def values(self, unit: str, year: int, besides: Path) -> dict[str, list[Fact]]:
        """Returns the facts of a unit and year by code, without those of the file ``besides``."""
        found: dict[str, list[Fact]] = {}
        for path, facts in self._facts(unit, year):
            for fact in facts.facts if path != besides else ():
                found.setdefault(fact.code, []).append(fact)
        return found

    def imports(self, unit: str, year: int) -> list[EarlierImport]:
        """Returns the facts files of a unit and year that an import has written."""
        found = []
        for path, facts in self._facts(unit, year):
            text = facts.files[0].text
            if (mark := mark_in(text)) is not None:
                found.append(EarlierImport(path, text, mark, facts))
        return found

    def facts_in(self, text: str) -> FactSet | None:
        """Returns the facts of the text of a facts file; None where it does not load."""
        problems = Problems()
        doc = read_model(FactsDoc, read_yaml(SourceFile("", text), problems), problems)
        return build_facts(doc, self.rulebook, problems) if doc is not None else None

    def _facts(self, unit: str, year: int) -> list[tuple[Path, FactSet]]:
        key = with_marks(unit), year
        if key not in self._sets:
            files = [listed.path for listed in self._by_unit.get(key[0], []) if listed.head.year == year]
            self._sets[key] = [(path, facts) for path in files if (facts := self._read(path)) is not None]
        return self._sets[key]

    def _read(self, path: Path) -> FactSet | None:
        problems = Problems()
        doc = read_facts(self.workspace, path, problems)
        return build_facts(doc, self.rulebook, problems) if doc is not None else None
