"""Reads tables by the profiles of their forms: what a person said of headings and rows goes before what is understood.

A taught heading is read as if it were written in words that every table may have, with its own years and periods.
"""

from __future__ import annotations

from engine.domain.records import NamedTuple
from engine.importing.columns import Column, Knows
from engine.importing.headers import Heading, heading_of
from engine.importing.heading_words import Role
from engine.importing.matching import Match, Matcher, bare_name
from engine.importing.measures import Measures
from engine.importing.sections import area_of
from engine.importing.taught import Texts, heading_key
from engine.importing.units import administrative
from engine.profiles.documents import Meaning
from engine.profiles.profile import SECTION, Passed, Profile, TaughtColumn, times_in, words_of

_OVER = "dòng này được bỏ qua theo biểu mẫu"
_BY_SECTION = "biểu mẫu chỉ mã của tên này theo từng mục, chưa có mục chứa dòng này"


class TaughtHeading(NamedTuple):
    """What a profile makes of a column. ``code`` is the indicator that it holds, '' without one."""

    heading: Heading
    code: str = ""


def taught_heading(profile: Profile, texts: Texts, measures: Measures, knows: Knows) -> TaughtHeading:
    """Returns what ``profile`` says of a column of its form. A level that names a unit keeps its meaning."""
    column = profile.columns[heading_key(texts)]
    if column.meaning is Meaning.IGNORED:
        return TaughtHeading(Heading(Role.IGNORED))
    if not column.has_values and column.meaning not in (Meaning.PLAN, Meaning.EARLIER):
        return TaughtHeading(heading_of((column.meaning or "",), measures) or Heading(Role.UNKNOWN))
    found = _measures_in(texts, measures) or ({measures.written(column.measure)} if column.measure else {""})
    heading = _worded(column, texts, measures)
    if len(found) > 1 or (column.has_values and heading.role is not Role.VALUE):
        return TaughtHeading(Heading(Role.UNKNOWN))
    unit = heading.value.unit or next((level for level in texts if knows(level)), "")
    heading = heading._replace(value=heading.value._replace(measure=found.pop(), unit=unit))
    return TaughtHeading(heading._replace(role=Role.INDICATOR) if column.code else heading, column.code)


def _worded(column: TaughtColumn, texts: Texts, measures: Measures) -> Heading:
    """Returns what the heading of a column of numbers means in known words; a mere value is what its own words make it."""
    own = heading_of(texts, measures)
    if column.meaning is Meaning.VALUE and own is not None and own.role is Role.VALUE and not column.period:
        return own
    units = [level for level in texts if administrative(level)]
    words = " ".join([column.meaning or Meaning.VALUE, *_times_of(column, texts)])
    return heading_of((*units, words), measures) or Heading(Role.UNKNOWN)


def _measures_in(texts: Texts, measures: Measures) -> set[str]:
    """Returns the units of measure that a heading states: in brackets, or as a level of its own."""
    found = {measures.written(level) for level in texts if measures.is_measure(level)}
    bracketed, _ = measures.in_brackets(SECTION.join(texts))
    return found | ({bracketed} if bracketed else set())


def _times_of(column: TaughtColumn, texts: Texts) -> list[str]:
    """Returns the times of a heading with the period that its profile states."""
    stated = times_in(SECTION.join(texts))
    return [column.period, *stated] if column.period and column.period not in stated else stated


def dated_columns(profile: Profile, columns: tuple[Column, ...], year: int | None) -> tuple[Column, ...]:
    """Returns the columns of a form, those of an earlier year with that year, where the report is of ``year``."""
    return tuple(_dated(profile, column, year) for column in columns)


def _dated(profile: Profile, column: Column, year: int | None) -> Column:
    back = profile.columns[heading_key(column.texts)].years_back if column.texts else 0
    if not back or year is None:
        return column
    value = column.heading.value._replace(year=year - back)
    return column._replace(heading=column.heading._replace(value=value))


def taught_match(
    profile: Profile | None, matcher: Matcher, code: str, name: str, order: str, sections: tuple[str, ...]
) -> Match:
    """Returns the indicator of a row with these cells ('' for a blank one) under ``sections``, the innermost last."""
    if profile is None or not name or code:
        return matcher.row(code, name, order, sections)
    bare = tuple(map(bare_name, sections))
    taught = profile.row(name, bare) or profile.row(bare_name(name), bare)
    if taught is None:
        return matcher.row(code, name, order, sections)
    match taught.code:
        case Passed.OVER:
            return Match(None, _OVER)
        case Passed.BY_SECTION:
            return Match(None, _BY_SECTION, f"thêm dòng «Tên mục{SECTION}{name}» vào {profile.file}")
    if taught.code not in matcher.rulebook.indicators:
        reason = f"mã «{taught.code}» của biểu mẫu không có trong nghị quyết này"
        return Match(None, reason, "chọn nghị quyết bằng --resolution")
    area = words_of(area_of(SECTION.join(sections)))
    return Match(taught.code, measure=matcher.measures.in_brackets(name)[0], by_section=area in taught.sections)
