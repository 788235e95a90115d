"""Turns the rows of a table into values: one per row and value column, or one per unit and indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from engine.drafting.facts_columns import code_in
from engine.factbase.periods import is_period, last_day
from engine.importing.cells import Blank, Reader, RefusedCell, Style, day_of, text_of, year_of
from engine.importing.grid import Cell, CellKind
from engine.importing.headers import Role, ValueHeading
from engine.importing.import_result import ACTUAL, ESTIMATE, ImportedValue, Omission, OmissionKind, Remark
from engine.importing.layout import Column, Table
from engine.importing.matching import Match, Matcher, marks_differ, name_key
from engine.importing.plans import plan_differs
from engine.importing.profiles import taught_match
from engine.importing.sections import Sections
from engine.importing.units import administrative
from engine.language.names import same
from engine.language.text import fold, with_marks
from engine.rulebook.rulebook import Indicator, Kind, Nature

_BASES = dict.fromkeys(("thuc hien", "th", "da thuc hien"), ACTUAL)
_BASES |= dict.fromkeys(("uoc thuc hien", "uoc", "uoc th", "uth"), ESTIMATE)
_SOURCE_KINDS = {"do dem": False, "nhan dinh": True}
_WORDED = (
    Role.NOTE,
    Role.SOURCE,
    Role.VERDICT,
    Role.INFERRED,
    Role.ASSESSOR,
    Role.REMARK,
    Role.MEASURE,
    Role.PERIOD_REASON,
)
_DIGITS = re.compile(r"[0-9]+ ?%?")
_ENDS_IN_DIGIT = re.compile(r"[0-9]\Z")
_NO_UNIT = re.compile(
    r"tong( (cong|so|chung)\b.*)?|cong( (toan|ca|chung)\b.*)?|(toan|ca) (huien|tinh|xa|phuong|quan|thi xa|thanh pho|vung|dia ban)\b.*"
    r"|(binh quan|trung binh|khu vuc)\b.*"
)
"""Sums and averages among the rows of units."""
_JUDGED = (Kind.JUDGEMENT, Kind.YES_NO)
_PLAIN_COLUMNS = {
    Role.PLAN: "kế hoạch, mục tiêu không phải số liệu thực hiện; ngưỡng lấy từ quy tắc",
    Role.RATIO: "tỷ lệ, so sánh: công cụ tự tính từ số liệu",
    Role.VERDICT: "đánh giá: công cụ tự kết luận; muốn đối chiếu thì chép vào `báo cáo nêu`",
    Role.EARLIER: "cùng kỳ, năm trước, đầu năm, đầu kỳ: không rõ là số của năm nào, kỳ nào; ghi năm vào tiêu đề cột nếu cần nhập",
    Role.MONTH: "số của riêng một tháng; công cụ chỉ nhận số từ đầu năm, của quý hoặc cả năm",
    Role.NOTE: "ghi chú không phải số liệu",
}


class TableDefaults(NamedTuple):
    """Unit and year of a table where its cells state no others; None and '' where they are not known."""

    unit: str
    year: int | None
    only_unit: str = ""
    is_form: bool = False


RowResult = ImportedValue | Omission | Remark


_WHOLE_YEAR = "cả năm"


class _Skip(Exception):
    """Leaves a row or cell out."""

    def __init__(self, why: OmissionKind, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.why, self.reason, self.remedy = why, reason, remedy


class TableReader:
    """Reads one table."""

    def __init__(self, table: Table, defaults: TableDefaults, matcher: Matcher, style: Style) -> None:
        self.table, self.defaults, self.matcher, self.style = table, defaults, matcher, style
        self.reader = Reader(matcher.rulebook.vocabulary, matcher.measures)
        self.values = [c for c in table.columns if c.role is (Role.INDICATOR if table.by_unit else Role.VALUE)]
        self.plans = table.having(Role.PLAN)
        self.section = ""
        self.sections = Sections()

    def read(self) -> Iterator[RowResult]:
        """Yields everything that the table holds, from the top down, its columns first."""
        yield from self._columns()
        for row in self.table.rows:
            yield from self._by_unit(row) if self.table.by_unit else self._by_indicator(row)

    # ------------------------------------------------------------ columns

    def _columns(self) -> Iterator[RowResult]:
        has_plan = bool(self.plans)
        for column in self.table.columns:
            if column.role in _PLAIN_COLUMNS and not (self.defaults.is_form and column.role is Role.NOTE):
                yield self._column_out(column, _PLAIN_COLUMNS[column.role])
            elif column.role is Role.VALUE and column.heading.value.bare and has_plan:
                reason = "tiêu đề không nói là kế hoạch hay thực hiện"
                yield self._column_out(column, reason, "ghi TH hoặc KH vào tiêu đề", OmissionKind.AMBIGUOUS)
            elif column.role is Role.VALUE and column.heading.value.bare:
                text = f"cột «{column.title}» không nói là kế hoạch hay thực hiện; được đọc là thực hiện"
                yield Remark(text, (self._place(column),))
        if has_plan:
            self.values = [column for column in self.values if not column.heading.value.bare]
        for unknown in self.table.unknown:
            place = self.table.sheet.place(self._address(unknown.number))
            remedy = "nếu là số liệu thì ghi tiêu đề như «Thực hiện 2023», hoặc mã, tên của số liệu"
            yield Omission(place, f"cột «{unknown.title}»", OmissionKind.NOT_A_FACT, "không hiểu tiêu đề cột", remedy)

    def _column_out(
        self, column: Column, reason: str, remedy: str = "", why: OmissionKind = OmissionKind.NOT_A_FACT
    ) -> Omission:
        return Omission(self._place(column), f"cột «{column.title}»", why, reason, remedy)

    def _place(self, column: Column) -> str:
        return self.table.sheet.place(self._address(column.number))

    def _address(self, column: int) -> str:
        rows = (self.table.sheet.rows[row] for row in reversed(self.table.heading_rows))
        return next(row[column].address for row in rows if column in row)

    # ------------------------------------------------------------ a row per indicator

    def _by_indicator(self, row: int) -> Iterator[RowResult]:
        table = self.table
        name, code = table.text(row, Role.NAME), code_in(table.text(row, Role.CODE))
        cells = [(column, cell) for column in self.values if (cell := self._own(row, column)) is not None]
        others = [c for role in (Role.PLAN, Role.RATIO, Role.VERDICT) for c in table.having(role)]
        worded = any(self._own(row, column) is not None for column in others)
        label = name or code
        if not cells and (section := administrative(name or table.text(row, Role.ORDER))):
            self.section = section
        if not label and not cells:
            return
        order = table.text(row, Role.ORDER)
        match = taught_match(table.profile, self.matcher, code, name, order, self.sections.above(order, name))
        self.sections.enter(order, name, not cells and not worded)
        place = table.sheet.place((table.cell(row, Role.NAME) or table.cell(row, Role.CODE) or cells[0][1]).address)
        if match.code is None:
            if cells or worded:
                yield Omission(place, label or "(không tên)", OmissionKind.UNMATCHED, match.reason, match.remedy)
            else:
                yield Omission(place, label, OmissionKind.HEADING, "dòng tiêu đề, ghi chú: không có số")
            return
        if not cells:
            yield Omission(place, label, OmissionKind.NO_VALUE, "không có giá trị")
            return
        indicator = self.matcher.rulebook.indicators[match.code]
        yield from self._plan(row, indicator, match)
        for column, cell in cells:
            yield from self._value(row, column, cell, indicator, self._measures(row, column, match), label)

    def _own(self, row: int, column: Column) -> Cell | None:
        """Returns the cell of the row in a column; None where it is blank or merged with another kind of column."""
        cell = self.table.sheet.rows[row].get(column.number)
        if cell is None or (cell.kind is CellKind.TEXT and not cell.text.strip()):
            return None
        numbers = {c.number for c in self.table.columns if c.role is column.role}
        return cell if cell.column in numbers else None

    def _measures(self, row: int, column: Column, match: Match) -> list[str]:
        """Returns the units of measure that the row, its name and its column state, in that order of weight."""
        written = self.matcher.measures.written
        stated = (self.table.text(row, Role.MEASURE), match.measure, column.heading.value.measure)
        found = [written(text) for text in stated if text.strip(" -")]
        return found or ([self.table.above.measure] if self.table.above.measure else [])

    def _plan(self, row: int, indicator: Indicator, match: Match) -> Iterator[Remark]:
        for column in self.plans:
            cell = self._own(row, column)
            if cell is None:
                continue
            measures = self._measures(row, column, match)
            try:
                written = self.reader.value(cell, indicator, measures[0] if measures else "", self.style)
            except (Blank, RefusedCell):
                continue
            year = column.heading.value.year or self.defaults.year
            if text := plan_differs(self.matcher.rulebook, indicator, written.text, year):
                yield Remark(text, (self.table.sheet.place(cell.address),))

    # ------------------------------------------------------------ a row per unit

    def _by_unit(self, row: int) -> Iterator[RowResult]:
        label = self.table.text(row, Role.UNIT)
        for column in self.values:
            cell = self._own(row, column)
            if cell is None:
                continue
            indicator = self.matcher.rulebook.indicators[column.code]
            stated = column.measure or column.heading.value.measure or self.table.above.measure
            what = f"{label}, {column.title}" if label else column.title
            yield from self._value(row, column, cell, indicator, [stated] if stated else [], what)

    # ------------------------------------------------------------ one value

    def _value(
        self, row: int, column: Column, cell: Cell, indicator: Indicator, measures: list[str], what: str
    ) -> Iterator[RowResult]:
        place = self.table.sheet.place(cell.address)
        try:
            self._check_fields(row)
            if cell.merged:
                reason = "ô giá trị gộp với ô khác: không rõ thuộc dòng, cột nào"
                raise _Skip(OmissionKind.AMBIGUOUS, reason, "bỏ gộp, ghi từng ô")
            if len({fold(measure) for measure in measures}) > 1:
                raise _Skip(
                    OmissionKind.AMBIGUOUS, f"ghi hai đơn vị tính: {' và '.join(measures)}", "giữ một đơn vị tính"
                )
            self._check_measured(cell, indicator, measures)
            measure = measures[0] if measures and indicator.kind is Kind.NUMBER else ""
            written = self.reader.value(cell, indicator, measure, self.style)
            yield self._taken(row, column, place, indicator, written.text)
        except Blank as blank:
            yield Omission(place, what, OmissionKind.NO_VALUE, str(blank))
        except RefusedCell as refused:
            yield Omission(place, what, OmissionKind.BAD_VALUE, refused.reason, refused.remedy)
        except _Skip as skip:
            yield Omission(place, what, skip.why, skip.reason, skip.remedy)
        else:
            for remark in written.remarks:
                yield Remark(remark, (place,))

    def _check_fields(self, row: int) -> None:
        """Raises _Skip where a decimal comma without quotes has made two fields of one number in a CSV file."""
        sheet, cells = self.table.sheet, self.table.sheet.rows[row]
        if not sheet.separator:
            return
        remedy = "đặt số, chữ có dấu phẩy trong ngoặc kép; hoặc lưu lại dạng .xlsx, hay CSV cách bằng dấu chấm phẩy"
        last = max([c.number for c in self.table.columns] + [c.number for c in self.table.unknown])
        if max(cells) > last:
            raise _Skip(
                OmissionKind.AMBIGUOUS, "dòng có nhiều ô hơn dòng tiêu đề: số có thể bị tách hoặc lệch cột", remedy
            )
        worded = {column.number for column in self.table.having(*_WORDED)} if sheet.separator == "," else set()
        for number in sorted(worded & cells.keys()):
            before, cell = cells.get(number - 1), cells[number]
            whole = before is None or number - 1 in worded or not _ENDS_IN_DIGIT.search(before.text.strip())
            if before is not None and not whole and _DIGITS.fullmatch(cell.text.strip()):
                text = f"«{text_of(before)}» và «{text_of(cell)}» ở cột chữ bên cạnh có thể là một số bị tách"
                raise _Skip(OmissionKind.AMBIGUOUS, text, remedy)

    def _check_measured(self, cell: Cell, indicator: Indicator, measures: list[str]) -> None:
        """Raises _Skip for money or size without a unit of its own below a line ĐVT that is not understood."""
        unread = self.table.above.unread
        scales = indicator.kind is Kind.NUMBER and indicator.unit.dimension and not indicator.unit.counts
        if unread is None or measures or not scales or indicator.unit.is_rate or any(c.isalpha() for c in cell.text):
            return
        reason = f"dòng «{unread.text}» trên bảng ghi đơn vị tính không hiểu được"
        raise _Skip(OmissionKind.AMBIGUOUS, reason, "ghi đơn vị tính ở cột ĐVT")

    def _taken(self, row: int, column: Column, place: str, indicator: Indicator, text: str) -> ImportedValue:
        heading = column.heading.value
        year = self._year(row, heading)
        table = self.table
        basis, period, as_of = self._basis(row, heading), self._period(row, heading), self._as_of(row, heading, year)
        if period and not self.defaults.is_form and indicator.nature is Nature.STOCK and basis == ACTUAL:
            as_of, period = as_of or last_day(period, year), ""  # what stands at a day has no period
        names_year = heading.year is not None and as_of is None and not period
        if names_year and basis == ESTIMATE and indicator.nature in (Nature.FLOW, Nature.RATE):
            period = _WHOLE_YEAR  # «Ước TH 2025» is of the year, whenever the table was made
        return ImportedValue(
            place=place,
            code=indicator.code,
            text=text,
            unit=self._unit(row),
            year=year,
            basis=basis,
            period=period,
            period_reason=table.text(row, Role.PERIOD_REASON),
            as_of=as_of,
            source=table.text(row, Role.SOURCE),
            judged=self._judged(row, indicator),
            inferred=table.text(row, Role.INFERRED),
            assessor=table.text(row, Role.ASSESSOR),
            remark=table.text(row, Role.REMARK),
            note=table.text(row, Role.NOTE) if self.defaults.is_form else "",
        )

    def _unit(self, row: int) -> str:
        if self.table.having(Role.UNIT):
            unit = self.table.text(row, Role.UNIT)
            if not unit:
                raise _Skip(OmissionKind.AMBIGUOUS, "dòng không ghi tên đơn vị", "ghi tên đơn vị ở từng dòng")
            if _NO_UNIT.fullmatch(name_key(unit)):
                remedy = "nếu là một đơn vị thì ghi đủ cấp và tên, ví dụ «huyện …»"
                reason = f"«{unit}» là dòng cộng, bình quân hoặc nhóm, không phải tên đơn vị"
                raise _Skip(OmissionKind.NOT_A_FACT, reason, remedy)
            parent = self.table.text(row, Role.PARENT)
            full = f"{unit}, {parent}" if parent and with_marks(parent) not in with_marks(unit) else unit
            if self.defaults.only_unit and not any(same(self.defaults.only_unit, one) for one in (full, unit)):
                raise _Skip(OmissionKind.OUTSIDE, f"đơn vị «{full}» không phải đơn vị chọn bằng --unit")
            return full
        own = self.defaults.unit.partition(",")[0]
        other_marks = marks_differ(self.section, own) and marks_differ(own, self.section)
        if self.section and (name_key(self.section) != name_key(own) or other_marks):
            reason = f"thuộc phần «{self.section}» của bảng, không phải {self.defaults.unit}"
            raise _Skip(OmissionKind.OUTSIDE, reason, "thêm cột «Tên đơn vị», hoặc tách mỗi đơn vị thành một bảng")
        return self.defaults.unit

    def _year(self, row: int, heading: ValueHeading) -> int:
        year = heading.year
        if (cell := self.table.cell(row, Role.YEAR)) is not None:
            stated = year_of(cell)
            if stated is None:
                reason = f"«{self.table.text(row, Role.YEAR)}» không phải một năm"
                raise _Skip(OmissionKind.BAD_VALUE, reason, "ghi năm bốn chữ số")
            if year not in (None, stated):
                raise _Skip(
                    OmissionKind.AMBIGUOUS, f"cột ghi năm {year} mà dòng ghi năm {stated}", "sửa cho cùng một năm"
                )
            year = stated
        if year is None and heading.day is not None:
            year = heading.day[2]
        if (year := year if year is not None else self.defaults.year) is None:
            raise _Skip(OmissionKind.AMBIGUOUS, "không rõ số của năm nào", "thêm --year, hoặc ghi năm vào tiêu đề cột")
        return year

    def _basis(self, row: int, heading: ValueHeading) -> str:
        stated = self.table.text(row, Role.BASIS)
        if not stated:
            return heading.basis or ACTUAL
        basis = _BASES.get(fold(stated))
        if basis is None:
            raise _Skip(
                OmissionKind.BAD_VALUE, f"không hiểu loại số liệu «{stated}»", "ghi thực hiện hoặc ước thực hiện"
            )
        if heading.basis and basis != heading.basis:
            raise _Skip(
                OmissionKind.AMBIGUOUS, f"cột ghi {heading.basis} mà dòng ghi {basis}", "sửa cho cùng một loại số liệu"
            )
        return basis

    def _period(self, row: int, heading: ValueHeading) -> str:
        stated = self.table.text(row, Role.PERIOD)
        if stated and not is_period(stated):
            raise _Skip(OmissionKind.BAD_VALUE, f"không hiểu kỳ «{stated}»", "viết cả năm, 6 tháng, 9 tháng, quý I …")
        return stated or heading.period

    def _as_of(self, row: int, heading: ValueHeading, year: int) -> date | None:
        cell = self.table.cell(row, Role.DAY)
        if cell is not None:
            day = day_of(cell)
            if day is None:
                reason = f"«{self.table.text(row, Role.DAY)}» không phải là một ngày"
                raise _Skip(OmissionKind.BAD_VALUE, reason, "viết ngày/tháng/năm, ví dụ 31/12/2023")
            return day
        try:
            return heading.day_in(year)
        except ValueError:
            raise _Skip(
                OmissionKind.BAD_VALUE, "tiêu đề cột ghi một ngày không có thật", "sửa ngày ở tiêu đề cột"
            ) from None

    def _judged(self, row: int, indicator: Indicator) -> bool:
        stated = self.table.text(row, Role.SOURCE_KIND)
        if not stated:
            return indicator.kind in _JUDGED
        if fold(stated) not in _SOURCE_KINDS:
            raise _Skip(OmissionKind.BAD_VALUE, f"không hiểu loại nguồn «{stated}»", "ghi đo đếm hoặc nhận định")
        return _SOURCE_KINDS[fold(stated)]
