"""Settles what holds for a whole table: unit, year and period, from the options, the lines above, sheet and file name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from engine.domain.records import NamedTuple
from engine.importing.above import Tells, measure_in_title
from engine.importing.forms import Form
from engine.importing.headers import period_in
from engine.importing.heading_words import Role
from engine.importing.import_result import UndecidedImport
from engine.importing.layout import Table
from engine.importing.measures import Measures
from engine.importing.particulars import TableDefaults
from engine.importing.units import Units, administrative, has_level, may_be, mentioned, other_unit
from engine.language.text import fold, normalise

_DAY = re.compile(
    r"(?<![0-9])(?:[0-3]?[0-9][-._/ ][01]?[0-9][-._/ ](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[-._/ ]?[01][0-9][-._/ ]?[0-3][0-9])(?![0-9])"
)
_KINDS = r"(?:nq|qd|kh|tt|nd|ct|tb|cv|bc|ubnd|hdnd|ub|hd|nghi quiet|quiet dinh|thong tu|nghi dinh|cong van|thong bao)"
_DOCUMENT = re.compile(
    rf"(?<![0-9])[0-9]{{1,5}}[-._/ ](?:19|20)[0-9]{{2}}[-._/ ]{_KINDS}\b|\b{_KINDS}(?:[-._ ]{_KINDS})*[-._/ ]?(?:so[-._ ])?[0-9]{{1,5}}[-._/ ](?:19|20)[0-9]{{2}}(?![0-9])"
)
"""Numbers of documents in names of files: «47-2021-NQ-HDND», «QD 05-2023»."""
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_SHORT_PERIOD = re.compile(
    r"(?<![a-z0-9])(?:([0-9]{1,2})t(?=$|[^a-z0-9]|20[0-9]{2})|(?:q|qui)([1-4])(?![0-9])|t(?:hang )?([0-9]{1,2})(?![0-9]))"
)

Say = Callable[..., None]


class _Stated(NamedTuple):
    """A year or period with where it stands: «tên tệp», «tên trang» or a line."""

    what: str
    where: str
    place: str


class Context:
    """What the options of the user and the places of one table say about all of it.

    ``say(text, place)`` takes remarks.
    """

    def __init__(
        self, table: Table, form: Form | None, unit: str, year: int | None, units: Units, measures: Measures, say: Say
    ) -> None:
        self.measures = measures
        self.table, self.form, self.unit, self.chosen_year, self.units, self.say = table, form, unit, year, units, say
        self.where = table.sheet.place(f"dòng {table.heading_rows[0]}")

    def defaults(self) -> TableDefaults:
        """Returns what holds where rows and columns state nothing else. Raises UndecidedImport."""
        if unclear := self.table.having(Role.UNIT_OR_MEASURE):
            title = unclear[0].title
            raise UndecidedImport(
                f"{self.where}: cột «{title}» có cả đơn vị tính và tên đơn vị; đổi tiêu đề thành «ĐVT» hoặc «Tên đơn vị»"
            )
        by_column = bool(self.table.having(Role.UNIT))
        in_columns = any(column.heading.value.unit for column in self.table.columns)
        unit = self._unit()
        if not unit and not by_column and not in_columns:
            raise UndecidedImport(f"{self.where}: bảng không ghi là số liệu của đơn vị nào; thêm --unit TÊN")
        if (unread := self.table.above.unread) is not None:
            text = f"không hiểu đơn vị tính ở dòng «{unread.text}»: số tiền, độ dài … không có đơn vị riêng bị bỏ lại"
            self.say(text, self.table.sheet.place(unread.address))
        only = self.unit if by_column or in_columns else ""
        return TableDefaults(
            unit, self._year(), only, self.form is not None, self._period(), self._measure(), self._tells()
        )

    def _measure(self) -> str:
        """Returns the unit of measure that the lines above state, else the name of the sheet."""
        above = self.table.above
        if above.measure or above.unread is not None:
            return above.measure
        return measure_in_title(self.table.sheet.name, self.measures)

    def _tells(self) -> Tells:
        """Returns what the table says its numbers are: its lines, else the name of the sheet, else of the file."""
        texts = [fold(text) for text, _ in self._names()]
        told = (self.table.above.tells, *(tells_of_name(text) for text in texts))
        return next((tells for tells in told if tells is not Tells.NOTHING), Tells.NOTHING)

    def _unit(self) -> str:
        if self.unit:
            return self.unit
        if self.form is not None:
            return self.form.unit
        return self.table.above.unit or self._unit_of_sheet()

    def _unit_of_sheet(self) -> str:
        """Returns the unit that the name of the sheet names, where each unit has a sheet of its own."""
        name = self.table.sheet.name
        if not administrative(name) and not self.units.knows(name):
            return ""
        self.say(f"lấy đơn vị «{name}» theo tên trang", self.where)
        return name

    # ------------------------------------------------------------ year

    def _year(self) -> int | None:
        """Returns the year for columns that name none. Raises UndecidedImport where they need one and it is not certain."""
        if self.form is not None:
            year = self.chosen_year or self.form.year
            if year is None and self._needs_year():
                raise UndecidedImport(f"{self.where}: biểu không ghi năm; thêm --year NĂM")
            return year
        above = self.table.above
        if self.chosen_year is not None:
            if above.year not in (None, self.chosen_year):
                self.say(f"tiêu đề bảng ghi năm {above.year}, --year là {self.chosen_year}: theo --year", self.where)
            return self.chosen_year
        if not self._needs_year():
            return above.year
        if len(above.years) > 1:
            listed = ", ".join(f"năm {one} (ô {line.address})" for one, line in above.years)
            raise UndecidedImport(f"{self.where}: các dòng trên bảng ghi nhiều năm: {listed}; thêm --year NĂM")
        stated = self._stated_years()
        if not stated:
            raise UndecidedImport(f"{self.where}: bảng không ghi là số liệu năm nào; thêm --year NĂM")
        if len({one.what for one in stated}) > 1:
            listed = ", ".join(f"{one.where} ghi năm {one.what}" for one in stated)
            raise UndecidedImport(f"{self.where}: {listed}; thêm --year NĂM")
        self.say(f"lấy năm {stated[0].what} theo {stated[0].where}, đổi bằng --year", stated[0].place)
        return int(stated[0].what)

    def _stated_years(self) -> list[_Stated]:
        found = [
            _Stated(str(year), f"dòng «{line.text}»", self.table.sheet.place(line.address))
            for year, line in self.table.above.years
        ]
        for text, where in self._names():
            years = set(_YEAR.findall(_DOCUMENT.sub(" ", _DAY.sub(" ", fold(text)))))
            found += [_Stated(year, where, self.where) for year in years if len(years) == 1]
        return found

    def _names(self) -> list[tuple[str, str]]:
        """Returns the texts of sheet and file name, the nearer first."""
        file = PurePath(self.table.sheet.file).stem
        return [(text, where) for text, where in ((self.table.sheet.name, "tên trang"), (file, "tên tệp")) if text]

    def _needs_year(self) -> bool:
        if self.table.having(Role.YEAR):
            return False
        headings = [column.heading.value for column in self.table.having(Role.VALUE, Role.INDICATOR)]
        return any(h.year is None and (h.day is None or h.day[2] is None) for h in headings)

    # ------------------------------------------------------------ period

    def _period(self) -> str | None:
        """Returns the period for columns that name none; '' without one, None where it is not certain."""
        if self.form is not None or self.table.having(Role.PERIOD):
            return ""
        stated = [
            _Stated(period, f"dòng «{line.text}»", self.table.sheet.place(line.address))
            for period, line in self.table.above.periods
        ]
        for text, where in self._names():
            if period := _period_of_name(text):
                stated.append(_Stated(period, where, self.where))
        named = {one.what for one in stated}
        if not stated or self.table.above.as_of is not None:
            return ""
        if len(named) > 1 or "" in named:
            return None
        if self._needs_period():
            self.say(f"lấy kỳ {stated[0].what} theo {stated[0].where}", stated[0].place)
        return stated[0].what

    def _needs_period(self) -> bool:
        headings = [column.heading.value for column in self.table.having(Role.VALUE, Role.INDICATOR)]
        return any(not h.period and h.day is None for h in headings)


_PLAN_NAME = re.compile(
    r"(?<![a-z0-9])(?:kh|ke hoach|du toan|dt|muc tieu|chi tieu giao|du kien|phan dau|du bao)(?![a-z])"
)
_RESULT_NAME = re.compile(r"(?<![a-z0-9])(?:th|thuc hien|kq|kqth|ket qua|quiet toan|qt|bao cao|bc|tong ket)(?![a-z])")


def tells_of_name(text: str) -> Tells:
    """Returns what the name of a sheet or file says its numbers are; a name with words of both says nothing.

    >>> tells_of_name("KH 2024"), tells_of_name("BC thuc hien KH 2024")
    (<Tells.PLAN: 'kế hoạch, mục tiêu'>, <Tells.NOTHING: ''>)
    """
    plain = re.sub(r"[-._]+", " ", _DOCUMENT.sub(" ", _DAY.sub(" ", fold(text))))
    plan, result = _PLAN_NAME.search(plain), _RESULT_NAME.search(plain)
    if bool(plan) == bool(result):
        return Tells.NOTHING
    return Tells.PLAN if plan else Tells.RESULT


def _period_of_name(text: str) -> str:
    """Returns the part of the year that the name of a sheet or file names; '' without one."""
    plain = re.sub(r"[-._]+", " ", _DOCUMENT.sub(" ", _DAY.sub(" ", fold(text))))
    if found := _SHORT_PERIOD.search(plain):
        if found[2]:
            return f"quý {('I', 'II', 'III', 'IV')[int(found[2]) - 1]}"
        months = int(found[1] or found[3])
        named = "cả năm" if found[1] and months == 12 else f"{months} tháng" if found[1] else f"tháng {months}"
        return named if 1 <= months <= 12 else ""
    return period_in(plain)[0]


def unit_instead_of(chosen: str, table: Table) -> str:
    """Returns the unit of the same level that the lines above a table or its sheet name, where none names ``chosen``."""
    if not chosen:
        return ""
    stated = [table.above.unit, administrative(table.sheet.name)]
    for line in table.above.lines:
        stated += mentioned(line.text)
    named = [name for name in stated if name]
    if any(may_be(name, chosen) for name in named):
        return ""
    other = next((name for name in named if other_unit(name, chosen)), "")
    return other or next((name for line in table.above.lines for name in _told_of(line.text, chosen)), "")


def _told_of(line: str, chosen: str) -> list[str]:
    """Returns the units of other levels that a title says its numbers are of: «… NĂM 2024 CỦA HUYỆN K»."""
    if not has_level(chosen) or not _YEAR.search(line):
        return []
    text = normalise(line)
    return [
        name for name in mentioned(text) if re.search(rf"(?:của|tại|địa bàn)\s+{re.escape(name)}", text, re.IGNORECASE)
    ]
