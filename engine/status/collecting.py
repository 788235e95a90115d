"""Reads the facts of all units for their state, in several processes where there are many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from engine.language.names import spellings, the_one
from engine.language.text import with_marks
from engine.many_units.stream import Outcome, stream
from engine.many_units.workers import stream_by_workers, usual_jobs
from engine.rulebook.rulebook import Rulebook
from engine.status.needs import Held, HeldFacts, held_in
from engine.status.status import EmptyFolder, Given, Status, chosen_years, entries_of
from engine.workspace.case import ChosenCase
from engine.workspace.cases import Cases
from engine.workspace.choosing import NotFound, Selection
from engine.workspace.workspace import Workspace, is_yaml


def status_of(
    workspace: Workspace,
    rulebook: Rulebook,
    units: tuple[str, ...],
    years: Sequence[int],
    day: date,
    expected: Sequence[str] = (),
) -> Status:
    """Returns the state of the ``units`` (all where none is named) in ``years`` (those of the period up to ``day``).

    Of the ``expected`` units, those without facts are there too, and no others. Raises NotFound for a unit among ``units``
    that has no facts, UnclearName for one of ``expected`` that may be several, WorkerDied and RulesChanged.
    """
    cases = Cases(workspace)
    number = rulebook.resolution.number
    try:
        chosen = cases.choose(Selection(number, units))
    except NotFound:
        if units:
            raise
        chosen = []
    wanted = chosen_years(rulebook, years, day)
    names = list(spellings(one.head.unit for one in chosen).values())
    if expected:
        names = [the_one(name, names, "đơn vị") or name for name in expected]
        chosen = [one for one in chosen if with_marks(one.head.unit) in set(map(with_marks, names))]
    given = list(_given(cases, [one for one in chosen if one.head.year in wanted]))
    unreadable = tuple(
        f"{workspace.name_of(one.path)}: {one.why}" for one in cases.unreadable(chosen, Selection(number))
    )
    return Status(
        number,
        day,
        wanted,
        tuple(names),
        entries_of(rulebook, names, wanted, given, day),
        () if units or expected else tuple(_empty_folders(workspace)),
        unreadable,
    )


def _given(cases: Cases, chosen: list[ChosenCase]) -> Iterator[Given]:
    for outcome in _outcomes(cases, chosen):
        head, refusal = outcome.chosen.head, outcome.refusal
        refused = f"{refusal.place} {refusal.reason}".strip() if refusal is not None else ""
        yield Given(head.unit, head.year, outcome.result or (), refused)


def _outcomes(cases: Cases, chosen: list[ChosenCase]) -> Iterator[Outcome[tuple[Held, ...]]]:
    jobs = usual_jobs(len(chosen))
    if jobs > 1:
        return stream_by_workers(cases, chosen, "auto", HeldFacts(), jobs)
    return stream(cases, chosen, lambda case: tuple(held_in(case.facts.facts)))


def _empty_folders(workspace: Workspace) -> Iterator[EmptyFolder]:
    """Yields the folders of units without a facts file, with a hint where a file has the name of one and more."""
    facts = workspace.root / "facts"
    for folder in sorted(path for path in facts.iterdir() if path.is_dir() and not path.name.startswith(".")):
        files = [path for path in folder.rglob("*") if path.is_file()]
        if not any(is_yaml(path) for path in files):
            yield EmptyFolder(workspace.name_of(folder), _hint(files))


def _hint(files: list[Path]) -> str:
    for path in files:
        if path.name.lower().endswith((".yaml.txt", ".yml.txt")):
            return f"{path.name}: có phải {path.name[:-4]}? đổi tên tệp"
    return ""
