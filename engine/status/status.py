"""The state of a workspace: per unit and year the needed indicators that are there, missing or old."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.files.json_form import Meaning, json_form
from engine.language import display
from engine.language.text import with_marks
from engine.rulebook.rulebook import Rulebook
from engine.status.needs import Held, grows_old, inputs_of, needed_codes


@json_form("indicator=code", "name", "measure", "source?", shape="MissingValueShape")
class Missing(NamedTuple):
    """A needed indicator without a value; ``source`` is where the unit took it from in another year, '' where unknown."""

    code: str
    name: str
    measure: str
    source: str = ""


@json_form("indicator=code", "name", "measure", "until", "why", "source?", shape="OldValueShape")
class Old(NamedTuple):
    """A needed indicator whose value is older than it should be: it reaches to ``until`` only."""

    code: str
    name: str
    measure: str
    until: date
    why: str
    source: str = ""


@json_form("unit", "year", "needed", "there", "missing", "old", "refused?", shape="UnitYearShape")
class UnitYear(NamedTuple):
    """The needed indicators of one unit and year; ``refused`` is why its facts could not be read, '' where they could."""

    unit: str
    year: int
    needed: Annotated[int, Meaning("Indicators that the verdicts need from this unit and year")]
    there: Annotated[int, Meaning("Those of them that have a value; old ones count")]
    missing: tuple[Missing, ...]
    old: tuple[Old, ...]
    refused: str = ""
    codes: tuple[str, ...] = ()
    """The needed indicators, in the order of the rules."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing or old."""
        return not self.missing and not self.old and not self.refused


@json_form("name", "hint?", shape="EmptyFolderShape")
class EmptyFolder(NamedTuple):
    """A folder in facts/ without a facts file; ``hint`` is about a file in it that may be meant as one."""

    name: str
    hint: str = ""


@json_form(
    "resolution", "day", "years", "units", "entries", "empty_folders", "unreadable",
    schema="chitieu/status/1", shape="StatusShape", about="`chitieu status --format json`.",
)  # fmt: skip
class Status(NamedTuple):
    """The document: ``entries`` are in the order of units, then years; ``day`` is the one that decides which years are over."""

    resolution: str
    day: date
    years: tuple[int, ...]
    units: tuple[str, ...]
    entries: tuple[UnitYear, ...]
    empty_folders: tuple[EmptyFolder, ...]
    unreadable: tuple[str, ...]

    def of(self, unit: str) -> list[UnitYear]:
        """Returns the entries of a unit."""
        return [entry for entry in self.entries if entry.unit == unit]


class Given(NamedTuple):
    """The facts of one unit and year; ``refused`` is why they could not be read."""

    unit: str
    year: int
    held: tuple[Held, ...]
    refused: str = ""


def entries_of(
    rulebook: Rulebook, units: Sequence[str], years: Sequence[int], given: Iterable[Given], day: date
) -> tuple[UnitYear, ...]:
    """Returns an entry for each of ``units`` and ``years``."""
    return tuple(_Comparison(rulebook, given, day).entries(units, years))


class _Comparison:
    def __init__(self, rulebook: Rulebook, given: Iterable[Given], day: date) -> None:
        self.rulebook, self.day = rulebook, day
        self.codes = needed_codes(rulebook)
        self.held: dict[tuple[str, int], dict[str, Held]] = {}
        self.refused: dict[tuple[str, int], str] = {}
        self.sources: dict[str, dict[str, str]] = {}
        for one in given:
            key = with_marks(one.unit), one.year
            if one.refused:
                self.refused[key] = one.refused
            held = self.held.setdefault(key, {})
            for value in one.held:
                held[value.code] = _later(held.get(value.code), value)
                self.sources.setdefault(key[0], {})[value.code] = value.source
        self.common = {year: _common_day(days) for year, days in self._days().items()}

    def _days(self) -> dict[int, list[date]]:
        """Returns the last day of each unit's facts, by year."""
        days: dict[int, list[date]] = {}
        for (_, year), held in self.held.items():
            own = [one.until for one in held.values() if grows_old(one.code, self.rulebook)]
            if own:
                days.setdefault(year, []).append(max(own))
        return days

    def entries(self, units: Sequence[str], years: Sequence[int]) -> list[UnitYear]:
        return [self._entry(unit, year) for unit in units for year in years]

    def _entry(self, unit: str, year: int) -> UnitYear:
        key = with_marks(unit), year
        held = self.held.get(key, {})
        codes = inputs_of(self.codes, held, self.rulebook)
        refused = self.refused.get(key, "")
        missing = [] if refused else [self._missing(code, key[0]) for code in codes if code not in held]
        old = [found for code in codes if code in held and (found := self._old(held[code], year)) is not None]
        there = sum(code in held for code in codes)
        return UnitYear(unit, year, len(codes), there, tuple(missing), tuple(old), refused, tuple(codes))

    def _missing(self, code: str, unit: str) -> Missing:
        indicator = self.rulebook.indicators[code]
        return Missing(code, indicator.name, indicator.unit.text, self.sources.get(unit, {}).get(code, ""))

    def _old(self, held: Held, year: int) -> Old | None:
        """Returns the value where it is old: it ends before its year, which is over, or before most units' facts."""
        if not grows_old(held.code, self.rulebook):
            return None
        ends, shown = date(year, 12, 31), display.day(held.until)
        if self.day > ends:
            if held.until >= ends and not held.provisional:
                return None
            why = (
                f"mới có số {held.provisional}, năm {year} đã hết"
                if held.provisional
                else f"số đến {shown}, năm {year} đã hết"
            )
        else:
            common = self.common.get(year)
            if common is None or held.until >= common:
                return None
            why = f"số đến {shown}, quá nửa số đơn vị đã có số đến {display.day(common)}"
        indicator = self.rulebook.indicators[held.code]
        return Old(held.code, indicator.name, indicator.unit.text, held.until, why, held.source)


def _later(one: Held | None, other: Held) -> Held:
    if one is None:
        return other
    return other if (not other.provisional, other.until) >= (not one.provisional, one.until) else one


def _common_day(days: list[date]) -> date | None:
    """Returns the last day that more than half of the units have reached; None for a single unit.

    >>> _common_day([date(2026, 6, 30), date(2026, 9, 30), date(2026, 9, 30)])
    datetime.date(2026, 9, 30)
    """
    return sorted(days, reverse=True)[len(days) // 2] if len(days) > 1 else None


def chosen_years(rulebook: Rulebook, asked: Iterable[int], day: date) -> tuple[int, ...]:
    """Returns the ``asked`` years, else those of the period up to the year of ``day``."""
    resolution = rulebook.resolution
    years = sorted(set(asked))
    if years:
        return tuple(years)
    last = max(resolution.first_year, min(resolution.last_year, day.year))
    return tuple(range(resolution.first_year, last + 1))


class SameGap(NamedTuple):
    """The years in which a unit lacks the same indicators."""

    years: tuple[int, ...]
    missing: tuple[Missing, ...]
    wholly: bool
    """Whether it has nothing at all of these years."""

    @property
    def when(self) -> str:
        """«Năm 2023», «Các năm 2021, 2022»."""
        return f"{'Các năm' if len(self.years) > 1 else 'Năm'} {', '.join(map(str, self.years))}"


def gaps(entries: Iterable[UnitYear]) -> list[SameGap]:
    """Returns what a unit lacks, years that lack the same together."""
    found: dict[tuple[str, ...], list[UnitYear]] = {}
    for entry in entries:
        if entry.missing:
            found.setdefault(tuple(value.code for value in entry.missing), []).append(entry)
    return [
        SameGap(tuple(one.year for one in some), some[0].missing, not any(one.there for one in some))
        for some in found.values()
    ]


def sources_used(entries: Iterable[UnitYear]) -> list[str]:
    """Returns the documents from which a unit's values came, where any is to be sent again."""
    found: dict[str, None] = {}
    for entry in entries:
        found.update(dict.fromkeys(value.source for value in entry.missing))
        found.update(dict.fromkeys(value.source for value in entry.old))
    return [source for source in found if source]
