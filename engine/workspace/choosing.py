"""Chooses facts files by the names, years and periods that a user gives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.domain.records import NamedTuple
from engine.factbase.periods import end_of
from engine.language.names import alike, either, meant, several
from engine.language.text import nearest, on_one_line, with_marks
from engine.workspace.facts_index import FactsEntry

_SHOWN = 20
"""The most names that a message lists."""


class NotFound(LookupError):
    """A resolution, unit, year or file that the workspace does not have; the message lists the existing ones."""

    def __init__(self, message: str) -> None:
        super().__init__(on_one_line(message))


class Selection(NamedTuple):
    """What to evaluate; empty means everything. ``files`` are facts files of the command line."""

    resolution: str | None = None
    units: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    files: tuple[Path, ...] = ()
    period: str = ""
    """The `kỳ` of the files, «cả năm» for those without one; '' is any."""


def by_units(entries: list[FactsEntry], units: Sequence[str]) -> list[FactsEntry]:
    """Returns the files of ``units``, each the name of a unit or else of a folder. Raises NotFound."""
    if not units:
        return entries
    named = set(map(with_marks, units))
    # Where all are units by their whole names, nothing else need be made of thousands of files.
    selected = named if named <= {entry.key.unit for entry in entries} else _selected(entries, units)
    return [e for e in entries if e.key.unit in selected]


def _selected(entries: list[FactsEntry], units: Sequence[str]) -> set[str]:
    keys: dict[str, set[str]] = {}
    in_folder: dict[str, set[str]] = {}
    for entry in entries:
        keys.setdefault(entry.head.unit, set()).add(entry.key.unit)
        in_folder.setdefault(entry.path.parent.name, set()).add(entry.key.unit)
    selected: set[str] = set()
    for unit in units:
        known, found = next(((some, one) for some in (keys, in_folder) if (one := meant(unit, some))), (keys, []))
        if not found:
            names = {e.path.parent.name: e.head.unit for e in entries} | {e.head.unit: e.head.unit for e in entries}
            raise NotFound(not_found(f"không có số liệu của đơn vị «{unit}»", unit, names))
        if len(found) > 1:
            raise NotFound(several(unit, found))
        selected |= known[found[0]]
    return selected


def by_year(entries: list[FactsEntry], years: Sequence[int]) -> list[FactsEntry]:
    """Returns the files of ``years``. Raises NotFound."""
    if not years:
        return entries
    existing = {e.head.year for e in entries}
    if existing and not existing & set(years):
        selected, known = (", ".join(str(y) for y in sorted(some)) for some in (years, existing))
        raise NotFound(f"không có số liệu năm {selected}; các năm hiện có: {known}")
    return [e for e in entries if e.head.year in years]


def by_period(entries: list[FactsEntry], period: str) -> list[FactsEntry]:
    """Returns the files of ``period``. Raises NotFound."""
    if not period:
        return entries
    found = [e for e in entries if e.key.ends == end_of(e.head.year, period)]
    if entries and not found:
        known = ", ".join(dict.fromkeys(e.head.period or "cả năm" for e in entries))
        raise NotFound(f"không có số liệu kỳ «{period}»; các kỳ hiện có: {known}")
    return found


def not_found(message: str, name: str, known: dict[str, str]) -> str:
    """Returns ``message`` with the names that were most likely meant, or else with those that there are."""
    if others := alike(name, known):
        return f"{message}; phải chăng là {either(others)}?"
    close = nearest(name, known)
    if close:
        return f"{message}; có phải ý bạn là «{close}»?"
    names = list(dict.fromkeys(known.values()))
    shown = ", ".join(names[:_SHOWN]) + (f" … ({len(names)} tên)" if len(names) > _SHOWN else "")
    return f"{message}; hiện có: {shown or 'chưa có gì'}"
