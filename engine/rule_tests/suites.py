"""Loads the tests of a workspace as one suite per resolution, and collects the problems of test files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.domain.records import NamedTuple
from engine.files.document import read_model
from engine.language.names import holds
from engine.rule_tests.documents import CaseFile
from engine.rule_tests.loader import CaseReader, RuleTest
from engine.rulebook.rulebook import Rulebook
from engine.workspace.case import Case
from engine.workspace.cases import Cases
from engine.workspace.reading import files_of_tests

_FACTS = "facts/"


class Suite(NamedTuple):
    """The tests of one resolution, in the order of the files. ``bases`` are its cases by their names in «dựa trên»."""

    rulebook: Rulebook
    tests: tuple[RuleTest, ...]
    bases: dict[str, Case]

    def selected(self, names: Iterable[str]) -> Suite:
        """Returns the tests whose names contain one of ``names`` up to case, and to marks where it has none; all for no names."""
        wanted = list(names)
        chosen = tuple(t for t in self.tests if not wanted or any(holds(t.name, name) for name in wanted))
        return self._replace(tests=chosen)


def load_suites(loader: Cases, resolution: str | None = None) -> list[Suite]:
    """Returns the suites of all resolutions, or of ``resolution``. Collects problems in ``loader``; raises NotFound."""
    rulebooks, cases = loader.everything()
    chosen = loader.of_name(rulebooks, resolution)
    return [_suite(loader, rulebook, [c for c in cases if c.rulebook is rulebook]) for rulebook in chosen]


def _suite(loader: Cases, rulebook: Rulebook, cases: list[Case]) -> Suite:
    bases = {name: case for case in cases for name in _names(case)}
    reader = CaseReader(rulebook, bases, loader.problems)
    folder = loader.workspace.root / "rules" / rulebook.resolution.folder
    files = [read_model(CaseFile, node, loader.problems) for node in files_of_tests(loader.workspace, folder)]
    docs = [doc for file in files if file is not None for doc in file.cases]
    tests = [test for doc in docs if (test := reader.read(doc)) is not None]
    return Suite(rulebook, tuple(tests), bases)


def _names(case: Case) -> Iterator[str]:
    """Yields «folder/file» of each facts file."""
    for name in case.facts.facts.names:
        yield Path(name.removeprefix(_FACTS)).with_suffix("").as_posix()
