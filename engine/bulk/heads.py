"""What the columns of a table of many units hold: each heading is a word of the tool, a code, or the name of an indicator."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping

from engine.domain.records import NamedTuple
from engine.importing.grid import UnreadableTable
from engine.language.text import fold, nearest, spoken, with_marks, without_marks
from engine.rulebook.rulebook import Indicator, Rulebook

UNIT, YEAR, AS_OF, SOURCE, CODE, VALUE = "đơn vị", "năm", "tính đến", "nguồn", "mã số liệu", "giá trị"
_WORDS = {
    UNIT: ("đơn vị", "tên đơn vị", "unit"),
    YEAR: ("năm", "year"),
    AS_OF: ("tính đến", "as_of"),
    SOURCE: ("nguồn", "source"),
    CODE: ("mã số liệu", "indicator"),
    VALUE: ("giá trị", "value"),
}
_OF_PLACES = frozenset(map(fold, ("xã", "tên xã", "địa phương", "tên địa phương")))
"""Headings of the column of units where no other is: beside «đơn vị» they may be anything."""
_OF_PERIODS = frozenset(map(fold, ("kỳ", "kỳ báo cáo", "kỳ số liệu", "quý", "tháng", "period")))
_OF_MEASURES = frozenset(map(fold, ("đơn vị tính", "đvt", "đơn vị đo")))
_BY_WORD = {fold(word): role for role, words in _WORDS.items() for word in words}
_NUMBERED = ("stt", "tt", "so tt")
_MEASURE = re.compile(r"(?P<name>.*\S)\s*\((?P<unit>[^()]+)\)\s*\Z")


_DISTRICT = r"(huyện|quận|thị xã|thành phố|tp|tỉnh)"
_DISTRICTS = rf"((tên|cấp) )?{_DISTRICT}([ ,/]+{_DISTRICT})*|district|province"


class Layout(NamedTuple):
    """Where a table has what: places of columns, counted from 0, None where there is none.

    ``indicators`` are the codes by column; a table with ``code`` and ``value`` has one value a row.
    """

    unit: int
    year: int | None
    as_of: int | None
    source: int | None
    code: int | None
    value: int | None
    indicators: dict[int, str]
    catalogue: Mapping[str, Indicator]
    """All indicators of the resolution, by code."""
    notes: frozenset[int] = frozenset()
    """Columns of notes, which are not read."""

    @property
    def columns(self) -> list[int]:
        """The columns that mean something, in their order."""
        roles = (self.unit, self.year, self.as_of, self.source, self.code, self.value)
        return sorted({*self.indicators, *(place for place in roles if place is not None)})

    @property
    def is_long(self) -> bool:
        """Whether it has one value a row."""
        return self.code is not None


def role_of(heading: str) -> str | None:
    """Returns the word of the tool that a heading is; None for an indicator or anything else."""
    return _BY_WORD.get(fold(heading))


def no_place(column: int) -> str:
    """Says nothing of where a column stands, as in a database, whose columns are found by name."""
    return ""


def layout_of(headings: list[str], rulebook: Rulebook, place_of: Callable[[int], str] = no_place) -> Layout:
    """Returns what the columns hold. Raises UnreadableTable for a heading that is not certain.

    ``place_of`` says where a column stands, counted from 0, as a person finds it: «cột 3».
    """
    roles: dict[str, int] = {}
    indicators: dict[int, str] = {}
    names = _names(rulebook)
    given = {role for heading in headings if (role := role_of(heading)) is not None}
    units = [place for place, heading in enumerate(headings) if fold(heading) in _OF_PLACES]
    if UNIT not in given and len(units) == 1 and not _is_named(headings[units[0]], names, rulebook):
        roles[UNIT] = units[0]
    for place, heading in enumerate(headings):
        if not heading or fold(heading) in _NUMBERED or roles.get(UNIT) == place:
            continue
        role = role_of(heading)
        if role is not None:
            if role in roles:
                raise UnreadableTable(f"hai cột cùng là «{role}»", "bỏ một cột")
            roles[role] = place
            continue
        try:
            indicators[place] = _code_of(heading, names, rulebook, given | roles.keys())
        except UnreadableTable as error:
            raise UnreadableTable(": ".join(filter(None, (place_of(place), error.message))), error.remedy) from None
    return layout_from(roles, indicators, rulebook)


def layout_from(roles: dict[str, int], indicators: dict[int, str], rulebook: Rulebook) -> Layout:
    """Returns the layout of these columns, by their roles and codes. Raises UnreadableTable where one is missing, or twice."""
    for code, columns in Counter(indicators.values()).items():
        if columns > 1:
            raise UnreadableTable(f"hai cột cùng ghi số liệu «{code}»", "bỏ một cột")
    if UNIT not in roles:
        raise UnreadableTable("bảng không có cột «đơn vị»", "đặt tiêu đề «đơn vị» cho cột ghi tên đơn vị")
    if (CODE in roles) != (VALUE in roles):
        raise UnreadableTable("bảng dọc cần cả hai cột «mã số liệu» và «giá trị»", "thêm cột còn thiếu")
    if (CODE in roles) == bool(indicators):
        what = "bảng vừa có cột «giá trị» vừa có cột số liệu" if indicators else "bảng không có cột số liệu nào"
        raise UnreadableTable(what, "mỗi số liệu một cột, hoặc hai cột «mã số liệu» và «giá trị»")
    year, as_of, source, coded, value = (roles.get(role) for role in (YEAR, AS_OF, SOURCE, CODE, VALUE))
    return Layout(roles[UNIT], year, as_of, source, coded, value, indicators, rulebook.indicators)


def _names(rulebook: Rulebook) -> dict[str, list[Indicator]]:
    """The indicators by their names; several may share one."""
    found: dict[str, list[Indicator]] = {}
    for indicator in rulebook.indicators.values():
        for name in dict.fromkeys(map(with_marks, (indicator.name, *indicator.other_names))):
            found.setdefault(name, []).append(indicator)
    return found


def _is_named(heading: str, names: dict[str, list[Indicator]], rulebook: Rulebook) -> bool:
    return heading in rulebook.indicators or with_marks(heading) in names


def _code_of(heading: str, names: dict[str, list[Indicator]], rulebook: Rulebook, given: Collection[str]) -> str:
    """Returns the code that a heading means. Raises UnreadableTable where it means none, or several.

    ``given`` are the words of the tool that other headings are.
    """
    measured = _MEASURE.fullmatch(heading)
    for name, unit in ((heading, None), (measured["name"], measured["unit"]) if measured else ("", None)):
        found = [rulebook.indicators[name]] if name in rulebook.indicators else names.get(with_marks(name), [])
        if len(found) > 1:
            codes = ", ".join(one.code for one in found)
            raise UnreadableTable(f"tiêu đề «{heading}» là tên của nhiều số liệu: {codes}", "ghi mã thay cho tên")
        if not found:
            continue
        if unit is not None and fold(unit) != fold(found[0].unit.text):
            own = found[0].unit.text or "không có đơn vị"
            raise UnreadableTable(
                f"cột «{heading}» ghi đơn vị tính «{unit}», danh mục ghi «{own}»", "đổi số về đơn vị của danh mục"
            )
        return found[0].code
    if _is_of_districts(heading):
        remedy = "ghi tên ấy vào cột «đơn vị», ví dụ «xã A, tỉnh B» hoặc «xã A, huyện B», để phân biệt các đơn vị cùng tên, rồi bỏ cột này"
        raise UnreadableTable(f"không hiểu tiêu đề cột «{heading}»", remedy)
    if fold(heading) in _OF_PERIODS:
        remedy = (
            "số liệu của 6 tháng, quý ghi vào tệp số liệu trong facts/, có dòng `kỳ`; đừng chỉ xóa cột này, "
            "vì số của một kỳ sẽ được đọc là số cả năm"
        )
        raise UnreadableTable(f"tiêu đề «{heading}»: bảng nhiều đơn vị không đọc được số liệu theo kỳ", remedy)
    if fold(heading) in _OF_MEASURES:
        raise UnreadableTable(
            f"tiêu đề «{heading}»: cột đơn vị tính không được đọc",
            "đổi mọi số về đơn vị tính ghi trong danh mục, rồi xóa cột này",
        )
    raise UnreadableTable(f"không hiểu tiêu đề cột «{heading}»", _remedy(heading, rulebook, given))


def _remedy(heading: str, rulebook: Rulebook, given: Collection[str]) -> str:
    """What to do about a heading that means nothing; that of the units is never to be left out."""
    free = (word for word in _WORDS if word not in given)
    known = [*rulebook.indicators, *(one.name for one in rulebook.indicators.values()), *free]
    if UNIT not in given and fold(heading) in _OF_PLACES:
        return f"cột ghi tên đơn vị thì đặt tiêu đề «{UNIT}»"
    if close := nearest(heading, known):
        return f"phải chăng là «{close}»?"
    if UNIT not in given:
        return f"cột ghi tên đơn vị thì đặt tiêu đề «{UNIT}», cột số liệu thì ghi mã có trong danh mục"
    return "ghi mã số liệu có trong danh mục, hoặc bỏ cột này"


def _is_of_districts(heading: str) -> bool:
    """Whether a column says in which district or province a unit lies, which distinguishes units of one name."""
    own, words = spoken(heading), spoken(_DISTRICTS)
    return re.fullmatch(without_marks(words) if own.isascii() else words, own) is not None
