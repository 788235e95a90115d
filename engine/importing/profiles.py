"""Reads tables by the profiles of their forms: what a person said of headings and rows goes before what is understood.

A taught heading is read as if it were written in words that every table may have, with its own years and periods.
"""

from __future__ import annotations

from typing import NamedTuple

from engine.importing.headers import Heading, heading_of
from engine.importing.heading_words import Role
from engine.importing.matching import Match, Matcher
from engine.importing.measures import Measures
from engine.importing.sections import area_of
from engine.importing.taught import Texts, heading_key
from engine.profiles.documents import Meaning
from engine.profiles.profile import SECTION, Passed, Profile, TaughtColumn, times_in, words_of

_GENERIC = "giá trị"
_OVER = "dòng này được bỏ qua theo biểu mẫu"
_BY_SECTION = "biểu mẫu chỉ mã của tên này theo từng mục, chưa có mục chứa dòng này"


class TaughtHeading(NamedTuple):
    """What a profile makes of a column. ``code`` is the indicator that it holds, '' without one."""

    heading: Heading
    code: str = ""


def taught_heading(profile: Profile, texts: Texts, measures: Measures) -> TaughtHeading:
    """Returns what ``profile`` says of a column of its form."""
    column = profile.columns[heading_key(texts)]
    if column.meaning is Meaning.IGNORED:
        return TaughtHeading(Heading(Role.IGNORED))
    if not column.has_values:
        times = times_in(SECTION.join(texts)) if column.meaning in (Meaning.PLAN, Meaning.EARLIER) else []
        return TaughtHeading(_worded(column.meaning or "", times, measures))
    heading = _worded(column.meaning or _GENERIC, _times_of(column, texts), measures)
    if heading.role is not Role.VALUE:
        return TaughtHeading(Heading(Role.UNKNOWN))
    value = heading.value._replace(measure=measures.written(column.measure) if column.measure else "")
    return TaughtHeading(Heading(Role.INDICATOR if column.code else Role.VALUE, value), column.code)


def _worded(words: str, times: list[str], measures: Measures) -> Heading:
    return heading_of((" ".join([words, *times]),), measures) or Heading(Role.UNKNOWN)


def _times_of(column: TaughtColumn, texts: Texts) -> list[str]:
    """Returns the times of a heading with the period that its profile states."""
    stated = times_in(SECTION.join(texts))
    return [column.period, *stated] if column.period and column.period not in stated else stated


def taught_match(
    profile: Profile | None, matcher: Matcher, code: str, name: str, order: str, sections: tuple[str, ...]
) -> Match:
    """Returns the indicator of a row with these cells ('' for a blank one) under ``sections``, the innermost last."""
    taught = profile.row(name, sections) if profile is not None and name and not code else None
    if profile is None or taught is None:
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
