"""Compares a table with the earlier import of it: which facts file that is, and which values have changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.factbase.facts import Fact, FactSet
from engine.files.json_form import Meaning, json_form
from engine.importing.existing import EarlierImport
from engine.importing.facts_text import files_text, renamed
from engine.importing.import_result import UndecidedImport

_Key = tuple[str, str, object, date]


@json_form("indicator=code", "before?", "after?", "place?", shape="ValueChangeShape")
class Change(NamedTuple):
    """A value that an earlier import read otherwise; ``before`` is '' for a new one, ``after`` for one that is gone."""

    code: str
    before: Annotated[str, Meaning("As the facts file has it; absent where there was none")]
    after: Annotated[str, Meaning("As the table has it; absent where it has none")]
    place: str


class ChangedTable(UndecidedImport):
    """The table differs from its earlier import, which only --replace overwrites."""

    def __init__(self, message: str, changes: tuple[Change, ...]) -> None:
        super().__init__(message)
        self.changes = changes


def earlier_of(
    imports: Iterable[EarlierImport], files: tuple[str, ...], new: Callable[[], FactSet | None]
) -> EarlierImport | None:
    """Returns the earlier import of the same table: by the names of its files, else by what it tells.

    A return that comes back under another name tells at least half of what its former one told, of the same days.
    """
    imports = list(imports)
    for one in imports:
        if one.mark.files == files_text(files):
            return one
    if not imports or (facts := new()) is None:
        return None
    told = _by_key(facts).keys()
    for one in imports:
        former = _by_key(one.facts).keys()
        if 2 * len(told & former) >= max(1, len(former)):
            return one
    return None


def with_names_of(earlier: EarlierImport, text: str, files: tuple[str, ...]) -> str:
    """Returns the ``text`` as it would be if its table had the name that it had at the earlier import."""
    return renamed(text, files[0], earlier.mark.files) if len(files) == 1 else text


def changes_between(before: FactSet, after: FactSet) -> tuple[Change, ...]:
    """Returns what the second set tells otherwise, in its order, then what it no longer tells."""
    old, new = _by_key(before), _by_key(after)
    changed = [
        Change(key[0], _told(old.get(key, [])), _told(facts), facts[0].cell)
        for key, facts in new.items()
        if _particulars(old.get(key, [])) != _particulars(facts)
    ]
    gone = [Change(key[0], _told(facts), "", facts[0].cell) for key, facts in old.items() if key not in new]
    return (*changed, *gone)


def _by_key(facts: FactSet) -> dict[_Key, list[Fact]]:
    found: dict[_Key, list[Fact]] = {}
    for fact in facts.facts:
        found.setdefault((fact.code, fact.basis, fact.period, fact.as_of), []).append(fact)
    return found


def _told(facts: list[Fact]) -> str:
    return "; ".join(fact.text for fact in facts)


def _particulars(facts: list[Fact]) -> list[tuple[object, ...]]:
    return [
        (f.value, f.text, f.soft, f.preliminary, f.judged, f.assessor, f.inferred, f.remark, f.period_reason)
        for f in facts
    ]
