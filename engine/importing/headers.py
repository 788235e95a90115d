"""Reads the heading of a column, in the words of real annexes: role, year, period and unit."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from engine.domain.records import NamedTuple
from engine.importing import heading_words as words_of
from engine.importing.heading_words import ROLES, SENSES, Role, unit_level
from engine.importing.import_result import ACTUAL, ESTIMATE, PRELIMINARY
from engine.importing.measures import Measures
from engine.importing.units import administrative
from engine.language.names import has_marks
from engine.language.text import fold, normalise, with_marks


class ValueHeading(NamedTuple):
    """What the heading of a value column states about its values; None and '' where it states nothing.

    ``day`` may lack its year. ``bare``: the heading is only a year («2022»), which may be a plan as well. ``unit``: the
    column belongs to one unit («Xã A»).
    """

    basis: str = ""
    year: int | None = None
    period: str = ""
    day: tuple[int, int, int | None] | None = None
    measure: str = ""
    bare: bool = False
    unit: str = ""

    def day_in(self, year: int) -> date | None:
        """Returns the as-of date, in ``year`` where the heading leaves the year open.

        Raises ValueError for no real day.
        """
        return date(self.day[2] or year, self.day[1], self.day[0]) if self.day else None


class Heading(NamedTuple):
    """What a column holds. ``level`` is that of the units which a column of units names: 3 tỉnh, 2 huyện, 1 xã, 0 others."""

    role: Role
    value: ValueHeading = ValueHeading()
    level: int = 0


_SINCE_A_YEAR = re.compile(
    r"\b(?:tu|ke tu) (?:nam )?(?:19|20)[0-9]{2}\b|\bthang cuoi\b"
    r"|\blui ke(?: thuc hien| th| so)? (?:den|toi)(?: het| cuoi| nai)?(?: nam)? (?:19|20)[0-9]{2}\b"
)
"""A value that began in an earlier year, or in the middle of one, is no value of a year."""
_DATE = re.compile(r"(?:ngai )?\b([0-9]{1,2})[/.\-]([0-9]{1,2})(?:[/.\-]((?:19|20)[0-9]{2}))?\b")
_YEAR = re.compile(r"\b(?:(?:cuoi )?nam )?((?:19|20)[0-9]{2})\b")
_MONTHS = re.compile(r"\b([0-9]{1,2}) thang(?: dau nam| dau)?\b")
_UNTIL_MONTH = re.compile(r"\bden(?: het)? thang ([0-9]{1,2})\b(?: ?/ ?)?")
_MONTH = re.compile(r"\bthang ([0-9]{1,2})\b")
_QUARTER = re.compile(r"\bqui (iv|i{1,3}|[1-4])\b")
_WHOLE_YEAR = re.compile(r"\b(?:ca nam|whole iear|full iear)\b")
_MEASURES = (Role.MEASURE, Role.UNIT_OR_MEASURE)
_REPORTS = re.compile(r"(?:ket qua|thuc hien|th|uoc|uth|tinh hinh|so lieu|actual|result|results)\b")
"""How headings begin that report on a plan: «Kết quả thực hiện kế hoạch»."""
_COUNTED = re.compile(r"\(?[0-9]{1,2}\)? ?= ?[0-9(].*|\(?[0-9]{1,2}\)?|[a-e]|\([a-e0-9=/*x+.\- ]+\)")


def is_counting(texts: list[str]) -> bool:
    """Returns whether a row only numbers the columns.

    >>> is_counting(["A", "B", "1", "2", "3=2/1"])
    True
    """
    return len(texts) >= 3 and all(_COUNTED.fullmatch(fold(text)) for text in texts)


@lru_cache(maxsize=20_000)
def heading_of(levels: tuple[str, ...], measures: Measures) -> Heading | None:
    """Returns what a column with these headings, from the top down, holds; None where they are not understood.

    A heading is the whole heading: «Kế hoạch» over «Năm 2016» is a plan, whatever stands below it.
    """
    levels = tuple(dict.fromkeys(" ".join(normalise(level).split()) for level in levels if level.strip()))
    if not levels:
        return None
    levels = tuple(_in_one_language(level) for level in levels)
    unit, levels = _without_unit(levels)
    measure, rest = measures.in_brackets(" ".join(levels))
    folded = _folded(rest)
    words, last = _words(folded), _words(fold(levels[-1])) if levels else ""
    if last == "chi tieu" and _YEAR.search(words):  # «Năm 2023 | Chỉ tiêu, Thực hiện»: beside results, the plan
        return Heading(Role.PLAN)
    if not unit and (role := ROLES.get(words)) is not None:
        return Heading(role, ValueHeading(measure=measure))
    if not unit and len(levels) == 1 and (level := unit_level(rest)) is not None:
        return Heading(Role.UNIT, ValueHeading(measure=measure), level)
    if (role := _no_result(folded, words)) is not None or (role := _level_without_result(levels, words)) is not None:
        return Heading(role, _value(folded, measure) or ValueHeading(measure=measure))
    if len(levels) > 1 and (role := ROLES.get(last)) is not None and role is not Role.TOTAL and not _is_men(levels):
        return Heading(role, ValueHeading(measure=measure))
    if words_of.NAMES.fullmatch(words) and len(levels) == 1 and not words_of.ACTUAL.search(words):
        return Heading(Role.NAME)
    if unit and not words:
        return Heading(Role.VALUE, ValueHeading(measure=measure, unit=unit, bare=True))
    return _value_heading(folded, measure, unit)


def _in_one_language(text: str) -> str:
    """Returns the first half of a text whose halves say the same in two languages («Chỉ tiêu Indicators»)."""
    words = text.split()
    for at in range(1, len(words)):
        first, second = (ROLES.get(_words(fold(" ".join(half)))) for half in (words[:at], words[at:]))
        if first is not None and second is not None and Role.MEASURE in (first, second) and second in _MEASURES:
            return " ".join(words[:at])
        if first is not None and first is second and not has_marks(" ".join(words[at:])):
            return " ".join(words[:at])
    return text


def _is_men(levels: tuple[str, ...]) -> bool:
    """Returns whether «Nam» stands below levels with marks: then it is no «Năm»."""
    return with_marks(levels[-1]).strip() == "nam" and any(map(has_marks, levels))


def _without_unit(levels: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Returns the unit that one level names (''), and the other levels."""
    for at, level in enumerate(levels):
        if (name := administrative(level)) and unit_level(level) is None:
            return name, levels[:at] + levels[at + 1 :]
    return "", levels


def _folded(text: str) -> str:
    return re.sub(r"\((?:[0-9a-z]|[0-9]+ ?=[^)]*)\)", " ", fold(text))


def _words(folded: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9%]+", " ", folded).split())


def _level_without_result(levels: tuple[str, ...], words: str) -> Role | None:
    """Returns what makes the column no result where one of its levels alone says so."""
    if len(levels) < 2:
        return None
    for level in levels:
        folded = _folded(level)
        if (role := _no_result(folded, _words(folded))) is not None:
            return role
    return None


def _no_result(folded: str, words: str) -> Role | None:
    """Returns the role of a heading whose words exclude a result; None for other headings."""
    for role, pattern in SENSES:
        if pattern.search(folded) or pattern.search(words):
            return role
    worked = words_of.ACTUAL.search(words) or words_of.ESTIMATE.search(words)
    if words.startswith("chi tieu ") and not (worked and _YEAR.search(words)):
        return Role.PLAN
    if words_of.PLAN.search(words) and not (worked and _REPORTS.match(words)):
        return Role.PLAN
    return None


def _value_heading(folded: str, measure: str, unit: str) -> Heading | None:
    value = _value(folded, measure)
    if value is None:
        return None
    role = Role.MONTH if _MONTH.search(_UNTIL_MONTH.sub(" ", _DATE.sub(" ", folded))) else Role.VALUE
    return Heading(role, value._replace(unit=unit))


def _value(folded: str, measure: str) -> ValueHeading | None:
    """Returns what a heading states about its values; None where a word is left that is not understood."""
    year: int | None = None
    day: tuple[int, int, int | None] | None = None
    rest = folded
    if _SINCE_A_YEAR.search(rest):
        return None
    if found := _DATE.search(rest):
        day = int(found[1]), int(found[2]), int(found[3]) if found[3] else None
        rest = rest.replace(found[0], " ", 1)
    periods, rest = periods_in(rest)
    if len(periods) > 1:
        return None
    period = periods[0] if periods else ""
    years = _YEAR.findall(rest)
    if len(set(years)) > 1:
        return None
    if years:
        year, rest = int(years[0]), _YEAR.sub(" ", rest)
    basis = _basis(rest)
    generic = bool(words_of.GENERIC.search(rest))
    for known in (words_of.ESTIMATE, words_of.PRELIMINARY, words_of.ACTUAL, words_of.GENERIC, _MONTH):
        rest = known.sub(" ", rest)
    if words_of.IDLE.sub("", rest) or not (basis or generic or year or day or period):
        return None
    return ValueHeading(basis, year, period, day, measure, not basis and not generic)


def _basis(rest: str) -> str:
    if words_of.ESTIMATE.search(rest):
        return ESTIMATE
    if words_of.PRELIMINARY.search(rest):
        return PRELIMINARY
    return ACTUAL if words_of.ACTUAL.search(rest) else ""


def period_in(folded: str) -> tuple[str, str]:
    """Returns the period of the year that a folded text names ('' without one), and the text without it.

    >>> period_in("9 thang dau nam 2024"), period_in("qui iii nam 2024")
    (('9 tháng', '  2024'), ('quý III', '  nam 2024'))
    """
    periods, rest = periods_in(folded)
    return periods[-1] if periods else "", rest


def periods_in(folded: str) -> tuple[list[str], str]:
    """Returns all periods of the year that a folded text names, and the text without them."""
    periods: list[str] = []
    rest = folded
    for pattern in (_UNTIL_MONTH, _MONTHS):
        periods += map(_months, pattern.findall(rest))
        rest = pattern.sub(" ", rest)
    for number in _QUARTER.findall(rest):
        roman = number.upper() if number.startswith("i") else ("I", "II", "III", "IV")[int(number) - 1]
        periods.append(f"quý {roman}")
    rest = _QUARTER.sub(" ", rest)
    if _WHOLE_YEAR.search(rest):
        periods, rest = [*periods, "cả năm"], _WHOLE_YEAR.sub(" ", rest)
    return list(dict.fromkeys(periods)), rest


def _months(number: str) -> str:
    return "cả năm" if int(number) == 12 else f"{int(number)} tháng"
