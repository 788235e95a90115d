"""What the columns of a table hold by a profile: what a person has taught of its headings, as far as a table of units can have it."""

from __future__ import annotations

from engine.bulk.heads import AS_OF, CODE, SOURCE, UNIT, VALUE, YEAR, Layout, layout_from, layout_of
from engine.importing.grid import UnreadableTable
from engine.importing.measures import Measures
from engine.importing.taught import Taught, heading_key
from engine.language.text import fold
from engine.profiles.documents import Meaning
from engine.profiles.profile import Profile, TaughtColumn, times_in
from engine.rulebook.rulebook import Rulebook

_ROLES = {
    Meaning.UNIT: UNIT,
    Meaning.YEAR: YEAR,
    Meaning.DAY: AS_OF,
    Meaning.SOURCE: SOURCE,
    Meaning.CODE: CODE,
    Meaning.VALUE: VALUE,
    Meaning.ACTUAL: VALUE,
}
_PASSED_OVER = (Meaning.IGNORED, Meaning.ORDER, Meaning.NOTE)
_IMPORT = "nhập bảng này bằng `chitieu import`"


def profile_of_table(headings: list[str], taught: Taught) -> Profile | None:
    """Returns the profile of the form with these headings; None where there is none."""
    return taught.form([(heading,) for heading in headings if heading])


def layout_by(headings: list[str], profile: Profile | None, rulebook: Rulebook) -> Layout:
    """Returns what the columns hold, by ``profile`` where there is one. Raises UnreadableTable."""
    return layout_of(headings, rulebook) if profile is None else taught_layout(headings, profile, rulebook)


def taught_layout(headings: list[str], profile: Profile, rulebook: Rulebook) -> Layout:
    """Returns what the columns hold by ``profile``. Raises UnreadableTable for what a table of units cannot have, or not for certain."""
    if profile.unit:
        raise UnreadableTable(f"biểu mẫu «{profile.name}» luôn là của một đơn vị, «{profile.unit}»", _IMPORT)
    roles: dict[str, int] = {}
    indicators: dict[int, str] = {}
    notes: set[int] = set()
    for place, heading in enumerate(headings):
        if not heading:
            continue
        column = profile.columns[heading_key((heading,))]
        if column.meaning in _PASSED_OVER:
            if column.meaning is Meaning.NOTE:
                notes.add(place)
            continue
        if column.code:
            indicators[place] = _code(heading, column, profile, rulebook)
            continue
        role = _ROLES.get(column.meaning) if column.meaning is not None else None
        if role is None:
            raise UnreadableTable(f"biểu mẫu «{profile.name}» đọc cột «{heading}» là «{column.meaning}»", _IMPORT)
        if role is VALUE:
            _check_plain(heading, column, profile)
            if measure := _measure(heading, column, profile, Measures(rulebook.indicators.values())):
                raise UnreadableTable(f"cột «{heading}» có một đơn vị tính cho mọi số liệu, «{measure}»", _IMPORT)
        if role in roles:
            raise UnreadableTable(f"hai cột cùng là «{role}»", "bỏ một cột")
        roles[role] = place
    return layout_from(roles, indicators, rulebook)._replace(notes=frozenset(notes))


def _code(heading: str, column: TaughtColumn, profile: Profile, rulebook: Rulebook) -> str:
    """Returns the indicator of a column. Raises UnreadableTable where its numbers are not those of the year of the row."""
    indicator = rulebook.indicators.get(column.code)
    if indicator is None:
        what = f"nghị quyết {rulebook.resolution.number} không có số liệu «{column.code}» của biểu mẫu «{profile.name}»"
        raise UnreadableTable(what, "chọn nghị quyết khác, hoặc sửa biểu mẫu")
    _check_plain(heading, column, profile)
    measures = Measures(rulebook.indicators.values())
    measure = _measure(heading, column, profile, measures)
    if measure and fold(measure) != fold(measures.written(indicator.unit.text)):
        own = indicator.unit.text or "không có đơn vị"
        raise UnreadableTable(f"cột «{heading}» có đơn vị tính «{measure}», danh mục ghi «{own}»", _IMPORT)
    return column.code


def _measure(heading: str, column: TaughtColumn, profile: Profile, measures: Measures) -> str:
    """The unit of measure of a column, in full: that of its heading goes before those of the profile; '' for none."""
    return measures.in_brackets(heading)[0] or measures.written(column.measure or profile.measure)


def _check_plain(heading: str, column: TaughtColumn, profile: Profile) -> None:
    """Raises UnreadableTable for a column that is not of results of the year and day of its row."""
    if column.meaning not in (None, Meaning.VALUE, Meaning.ACTUAL):
        raise UnreadableTable(f"biểu mẫu «{profile.name}» đọc cột «{heading}» là «{column.meaning}»", _IMPORT)
    if column.period or column.years_back or times_in(heading):
        what = f"cột «{heading}» có kỳ hoặc năm riêng; ở bảng của --data, năm và ngày là của cả dòng"
        raise UnreadableTable(what, _IMPORT)
