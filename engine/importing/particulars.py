"""Finds of which unit, year, period, day and basis a value is: its row, its column, else the table say so."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from engine.domain.records import NamedTuple
from engine.factbase.periods import is_period, last_day
from engine.importing.above import Part, Tells
from engine.importing.cells import day_of, year_of
from engine.importing.columns import Column
from engine.importing.headers import ValueHeading, heading_of
from engine.importing.heading_words import Role
from engine.importing.import_result import ACTUAL, ESTIMATE, PRELIMINARY, OmissionKind
from engine.importing.layout import Table
from engine.importing.matching import marks_differ, name_key
from engine.importing.measures import Measures
from engine.importing.units import administrative, bare_name, may_be
from engine.language import display
from engine.language.text import fold
from engine.rulebook.rulebook import Indicator, Kind, Nature

_BASES = dict.fromkeys(("thuc hien", "th", "da thuc hien", "actual"), ACTUAL)
_BASES |= dict.fromkeys(("uoc thuc hien", "uoc", "uoc th", "uth", "estimate"), ESTIMATE)
_BASES |= dict.fromkeys(
    ("so bo", "so so bo", "th so bo", "thuc hien so bo", "so lieu so bo", "preliminari"), PRELIMINARY
)
_SOURCE_KINDS = {"do dem": False, "nhan dinh": True}
_JUDGED = (Kind.JUDGEMENT, Kind.YES_NO)
_PLANNED = re.compile(r"(?:ke hoach|kh|muc tieu|chi tieu giao|du toan)(?: giao| nam)*")
_TIMED = (Role.YEAR, Role.BASIS, Role.PERIOD, Role.DAY)
_TIMES = 5_000
"""Years, bases and times of a table to remember at a time."""
WHOLE_YEAR = "cả năm"
_REPORTS_OF_THE_YEAR = (10, 1)
"""Month and day from which on documents report on their year; earlier ones set its plan."""


class Skip(Exception):
    """Leaves a row or cell out."""

    def __init__(self, why: OmissionKind, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.why, self.reason, self.remedy = why, reason, remedy


class TableDefaults(NamedTuple):
    """Unit, year and period of a table where its cells state no others; None and '' where they are not known.

    ``period`` None: the table names one that is not clear. ``only_unit``: the user wants this unit alone. ``tells``: what the
    table says its numbers are.
    """

    unit: str
    year: int | None
    only_unit: str = ""
    is_form: bool = False
    period: str | None = ""
    measure: str = ""
    tells: Tells = Tells.NOTHING


class Time(NamedTuple):
    """The period and the day of a value; '' and None where those of the facts file hold."""

    period: str
    as_of: date | None


class Particulars:
    """The particulars of the values of one table. Raises Skip where they are not certain."""

    def __init__(self, table: Table, defaults: TableDefaults, values: list[Column], measures: Measures) -> None:
        self.measures = measures
        self.table, self.defaults = table, defaults
        self._unit = lru_cache(maxsize=1_000)(self._unit_named)
        headings = [column.heading.value for column in values]
        self._timed = [role for role in _TIMED if table.having(role)]
        self._times: dict[tuple[object, ...], tuple[int, str, Time]] = {}
        self.parted = any(h.day is not None or h.period not in ("", WHOLE_YEAR) for h in headings)
        years = [h.year for h in headings if h.year is not None]
        self.latest = max([*years, *([defaults.year] if defaults.year is not None else [])], default=None)
        self.part: Part | None = None
        self.uppers: dict[int, str] = {}
        self._parts_of = {h.year for h in headings if h.period not in ("", WHOLE_YEAR) or h.day is not None}

    def when(self, row: int, column: Column, indicator: Indicator) -> tuple[int, str, Time]:
        """Returns year, basis and time of a value, which most rows share with others. Raises Skip."""
        cells = [self.table.cell(row, role) for role in self._timed]
        stated = [(cell.kind, cell.text, cell.number, cell.day) if cell is not None else None for cell in cells]
        key = (column.number, indicator.nature, self.part, *stated)
        if key not in self._times:
            if len(self._times) >= _TIMES:
                self._times.clear()
            heading = column.heading.value
            year, basis = self._year(row, heading), self._basis(row, heading)
            self._times[key] = year, basis, self._time(row, heading, year, basis, indicator)
        return self._times[key]

    def _year(self, row: int, heading: ValueHeading) -> int:
        year = heading.year
        if (cell := self.table.cell(row, Role.YEAR)) is not None:
            stated = year_of(cell) or self._worded_year(row).year
            if stated is None:
                reason = f"«{self.table.text(row, Role.YEAR)}» không phải một năm"
                raise Skip(OmissionKind.BAD_VALUE, reason, "ghi năm bốn chữ số")
            if year not in (None, stated):
                reason = f"cột ghi năm {year} mà dòng ghi năm {stated}"
                raise Skip(OmissionKind.AMBIGUOUS, reason, "sửa cho cùng một năm")
            year = stated
        if year is None and heading.day is not None:
            year = heading.day[2]
        self._check_part(heading, year is not None)
        if (year := year if year is not None else self.defaults.year) is None:
            raise Skip(OmissionKind.AMBIGUOUS, "không rõ số của năm nào", "thêm --year, hoặc ghi năm vào tiêu đề cột")
        self._check_issued(year, heading)
        return year

    def _check_part(self, heading: ValueHeading, of_year: bool) -> None:
        """Raises Skip for a value below a line that says plan, or another year, where the column says nothing else."""
        if self.part is None:
            return
        if self.part.plan and not heading.basis and not self.table.having(Role.BASIS):
            reason = f"thuộc phần «{self.part.text}» của bảng: là kế hoạch, không phải thực hiện"
            raise Skip(OmissionKind.NOT_A_FACT, reason, "nếu là thực hiện thì ghi TH vào tiêu đề cột")
        if not of_year and self.part.years and self.part.years != (self.defaults.year,):
            reason = f"thuộc phần «{self.part.text}» của bảng, không phải năm {self.defaults.year}"
            raise Skip(OmissionKind.AMBIGUOUS, reason, "thêm cột Năm, hoặc tách mỗi năm thành một bảng")

    def _check_issued(self, year: int, heading: ValueHeading) -> None:
        """Raises Skip where the document that the table is attached to came too early for counted values of the year."""
        issued = self.table.above.issued
        dated = heading.period or heading.day or self.defaults.period or self.table.above.as_of
        if issued is None or heading.basis == ESTIMATE or dated or issued >= date(year, *_REPORTS_OF_THE_YEAR):
            return
        reason = f"bảng kèm theo văn bản ngày {display.day(issued)}, khi năm {year} chưa hết: không rõ là kế hoạch hay thực hiện"
        raise Skip(OmissionKind.AMBIGUOUS, reason, f"ghi KH, hoặc TH đến ngày nào của năm {year}, vào tiêu đề cột")

    def _worded_year(self, row: int) -> ValueHeading:
        """Returns what a cell such as «Sơ bộ 2024» in the column of years says."""
        heading = heading_of((self.table.text(row, Role.YEAR),), self.measures)
        known = heading is not None and heading.role is Role.VALUE
        return heading.value if heading is not None and known else ValueHeading()

    def _basis(self, row: int, heading: ValueHeading) -> str:
        stated = self.table.text(row, Role.BASIS)
        if not stated:
            in_year = self._worded_year(row).basis if self.table.having(Role.YEAR) else ""
            return heading.basis or in_year or ACTUAL
        basis = _BASES.get(fold(stated))
        if basis is None and _PLANNED.fullmatch(fold(stated)):
            raise Skip(OmissionKind.NOT_A_FACT, f"dòng ghi «{stated}»: không phải số liệu thực hiện")
        if basis is None:
            raise Skip(
                OmissionKind.BAD_VALUE, f"không hiểu loại số liệu «{stated}»", "ghi thực hiện, ước thực hiện hoặc sơ bộ"
            )
        if heading.basis and basis != heading.basis and (heading.basis, basis) != (ACTUAL, PRELIMINARY):
            reason = f"cột ghi {heading.basis} mà dòng ghi {basis}"
            raise Skip(OmissionKind.AMBIGUOUS, reason, "sửa cho cùng một loại số liệu")
        return basis

    def _time(self, row: int, heading: ValueHeading, year: int, basis: str, indicator: Indicator) -> Time:
        """Returns period and day of a value."""
        period, as_of = self._stated_period(row) or heading.period, self._stated_day(row, heading, year)
        if not period and as_of is None:
            period = self._period_of_table(heading, year, basis, indicator)
        if indicator.nature is Nature.PLAN:
            return Time("", as_of)
        if period and not self.defaults.is_form and indicator.nature is Nature.STOCK and basis != ESTIMATE:
            return Time("", as_of or last_day(period, year) or date(year, 12, 31))  # what stands at a day has no period
        return Time(period, as_of)

    def _period_of_table(self, heading: ValueHeading, year: int, basis: str, indicator: Indicator) -> str:
        """Returns the period of a value whose row and column name none.

        A year alone is a whole year where it is over, or where an estimate is of it; else the table's period holds.
        """
        part = self.defaults.period
        if self.defaults.is_form or indicator.nature is Nature.PLAN:
            return ""
        if heading.year is not None:
            if basis == ESTIMATE:
                return WHOLE_YEAR
            if self.latest is not None and year < self.latest:
                if part in ("", WHOLE_YEAR) or self.parted:
                    return WHOLE_YEAR
                reason = f"bảng là của {part or 'một phần năm'}, cột chỉ ghi năm {year}: không rõ cả năm hay cùng kỳ"
                raise Skip(OmissionKind.AMBIGUOUS, reason, f"ghi kỳ vào tiêu đề cột, ví dụ Cả năm {year}")
            if year in self._parts_of:
                if basis == PRELIMINARY:
                    return WHOLE_YEAR
                reason = f"cột chỉ ghi năm {year} bên cột một phần năm ấy: không rõ cả năm, đến nay, ước hay kế hoạch"
                raise Skip(OmissionKind.AMBIGUOUS, reason, f"ghi kỳ vào tiêu đề cột, ví dụ TH cả năm {year}")
        if part is None or (part.startswith("tháng") and indicator.nature is not Nature.STOCK):
            reason = "các dòng trên bảng không cho biết rõ kỳ của số liệu (riêng tháng hay lũy kế từ đầu năm)"
            raise Skip(OmissionKind.AMBIGUOUS, reason, "ghi kỳ vào tiêu đề cột, ví dụ TH 9 tháng, Lũy kế đến tháng 9")
        return part

    def _stated_period(self, row: int) -> str:
        stated = self.table.text(row, Role.PERIOD)
        if stated and not is_period(stated):
            raise Skip(OmissionKind.BAD_VALUE, f"không hiểu kỳ «{stated}»", "viết cả năm, 6 tháng, 9 tháng, quý I …")
        return stated

    def _stated_day(self, row: int, heading: ValueHeading, year: int) -> date | None:
        if self.table.cell(row, Role.DAY) is not None:
            cell = self.table.cell(row, Role.DAY)
            day = day_of(cell) if cell is not None else None
            if day is None:
                reason = f"«{self.table.text(row, Role.DAY)}» không phải là một ngày"
                raise Skip(OmissionKind.BAD_VALUE, reason, "viết ngày/tháng/năm, ví dụ 31/12/2023")
            return day
        try:
            return heading.day_in(year)
        except ValueError:
            reason = "tiêu đề cột ghi một ngày không có thật"
            raise Skip(OmissionKind.BAD_VALUE, reason, "sửa ngày ở tiêu đề cột") from None

    def judged(self, row: int, indicator: Indicator) -> bool:
        stated = self.table.text(row, Role.SOURCE_KIND)
        if not stated:
            return indicator.kind in _JUDGED
        if fold(stated) not in _SOURCE_KINDS:
            raise Skip(OmissionKind.BAD_VALUE, f"không hiểu loại nguồn «{stated}»", "ghi đo đếm hoặc nhận định")
        return _SOURCE_KINDS[fold(stated)]

    # ------------------------------------------------------------ the unit

    def unit_of_row(self, row: int) -> str:
        """Returns the unit that a row of a table with a column of units names."""
        unit = self.table.text(row, Role.UNIT)
        return self._unit(unit, self.table.text(row, Role.PARENT) or self._upper(row, unit))

    def _unit_named(self, unit: str, parent: str) -> str:
        if not unit:
            raise Skip(OmissionKind.AMBIGUOUS, "dòng không ghi tên đơn vị", "ghi tên đơn vị ở từng dòng")
        unit, parent = bare_name(unit), bare_name(parent)
        full = f"{unit}, {parent}" if parent and name_key(parent) not in name_key(unit) else unit
        wanted = self.defaults.only_unit
        if wanted and not may_be(wanted, full):
            raise Skip(OmissionKind.OUTSIDE, f"đơn vị «{full}» không phải đơn vị chọn bằng --unit")
        return full

    def _upper(self, row: int, unit: str) -> str:
        """Returns the unit under which this row stands, where the table has others of its name under other units."""
        group = self.uppers.get(row)
        if group is None:
            return ""
        if not (upper := administrative(group)):
            reason = f"tên «{unit}» có ở nhiều phần của bảng"
            raise Skip(OmissionKind.AMBIGUOUS, reason, "thêm cột ghi đơn vị cấp trên, hoặc năm, ở từng dòng")
        return upper

    def unit_of_table(self, section: str) -> str:
        """Returns the unit of the table, for a row in the part ``section`` of it."""
        own = self.defaults.unit.partition(",")[0]
        other_marks = marks_differ(section, own) and marks_differ(own, section)
        if section and (name_key(section) != name_key(own) or other_marks):
            reason = f"thuộc phần «{section}» của bảng, không phải {self.defaults.unit}"
            raise Skip(OmissionKind.OUTSIDE, reason, "thêm cột «Tên đơn vị», hoặc tách mỗi đơn vị thành một bảng")
        return self.defaults.unit
