"""When a fact is of: the period that it covers, by its nature, its `kỳ` and its date, and what cannot be.

Source: 9-periods-points, «Natures and the period that a fact covers» and «Dates».
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from engine.domain.records import NamedTuple
from engine.factbase.periods import (
    WHICH_PERIOD,
    Period,
    WrittenPeriod,
    estimates_its_year,
    is_whole_year,
    period_text,
    read_period,
    year_of,
)
from engine.files.diagnostics import Diagnostic, Problems
from engine.files.scalars import Text
from engine.files.source import Span
from engine.language import display
from engine.rulebook.rulebook import Indicator, Nature, Rulebook

if TYPE_CHECKING:
    from engine.factbase.documents import FactsDoc, GroupDoc, ValueDoc

_PERIODS = "viết cả năm, quý I, 6 tháng, 9 tháng, tháng 4, từ 1/1/2023 đến 20/9/2023 …"


class Dated(NamedTuple):
    """When a fact is of. ``early``: it is an actual of the whole year that was known before the end of it."""

    as_of: date
    period: Period
    part_year: bool
    early: bool
    told: date | None = None


class Dating:
    """The dates of the facts of one file. ``doubts`` are the warnings about them."""

    def __init__(self, doc: FactsDoc, rulebook: Rulebook, problems: Problems) -> None:
        self.doc = doc
        self.rulebook = rulebook
        self.problems = problems
        self.doubts: list[Diagnostic] = []
        self.year = year_of(doc.year)
        self.day = min(doc.as_of, self.year.end)
        self._file_is_wrong = False

    def check_file(self) -> None:
        """Reports a date of the file that cannot be, or is doubtful."""
        place, shown = self.doc.places["tính đến"], display.day(self.doc.as_of)
        if self.year.start is not None and self.doc.as_of < self.year.start:
            message = f"tính đến {shown} nằm trước năm {self.doc.year}"
            self.problems.add("CT205", message, place, "sửa `năm` hoặc `tính đến`")
            self._file_is_wrong = True
        elif self.doc.as_of.year > self.doc.year + 1:
            message = f"tính đến {shown} nằm sau năm {self.doc.year}"
            self._doubt("CT210", message, place, "sửa ngày; số liệu của năm chốt muộn nhất vào năm sau")
        if self.doc.period is not None and read_period(self.doc.period.value, self.doc.year) is None:
            self.problems.add("CT205", f"không hiểu kỳ «{self.doc.period}»", self.doc.period.span, _PERIODS)

    def of(self, indicator: Indicator, group: GroupDoc, details: ValueDoc, name: Text, estimate: bool) -> Dated | None:
        """When the fact ``name`` is of; None, with the problem reported, where that cannot be."""
        nature = indicator.nature
        own = details.day or group.as_of
        if nature is Nature.PLAN:
            return Dated(own or self.doc.as_of, Period(None, own or date.min), False, False)
        if details.day is not None and details.assessor is not None and details.day > self.doc.as_of:
            shown, closed = display.day(details.day), display.day(self.doc.as_of)
            message = f"ngày nhận định {shown} sau ngày chốt số liệu {closed}"
            self._doubt("CT211", message, details.places.get("ngày", name.span), "sửa ngày nhận định, hoặc `tính đến`")
            own = None
        if own is not None and own > self.doc.as_of:
            shown, closed = display.day(own), display.day(self.doc.as_of)
            message = f"«{indicator.code}» ghi ngày {shown}, sau ngày chốt số liệu {closed}"
            self._error(message, self._place(group, details, name), "sửa ngày của số liệu, hoặc `tính đến` của tệp")
            return None
        written = details.period or group.period
        if nature is Nature.STOCK:
            return self._stock(indicator, own, written, name, estimate)
        if written is None:
            written = self.doc.period
        read = None if written is None else read_period(written.value, self.doc.year)
        if written is not None and read is None:
            self._error(f"không hiểu kỳ «{written}»", written.span, _PERIODS)
            return None
        period = self._period(indicator, own, written, read, name, estimate)
        if period is None or not self._fits(indicator, period, name):
            return None
        return self._dated(indicator, own, period, written, name, estimate, group)

    def _stock(
        self, indicator: Indicator, own: date | None, written: Text | None, name: Text, estimate: bool
    ) -> Dated | None:
        end = own or self.day
        if written is not None:
            read = read_period(written.value, self.doc.year)
            if read is None:
                self._error(f"không hiểu kỳ «{written}»", written.span, _PERIODS)
                return None
            if estimate:
                return Dated(own or self.doc.as_of, Period(None, read.period.end), False, False)
            message = f"«{indicator.code}» là số liệu tại một thời điểm, `kỳ` không có nghĩa nên bỏ qua"
            self._doubt("CT212", message, written.span, "bỏ `kỳ`, hoặc sửa `tính chất` trong danh mục")
        elif estimate:
            return Dated(own or self.doc.as_of, Period(None, self.year.end), False, False)
        if own is not None and own.year != self.doc.year:
            message = f"«{indicator.code}» ghi ngày {display.day(own)}, ngoài năm {self.doc.year}"
            self._doubt("CT213", message, name.span, "sửa ngày, hoặc chuyển số liệu sang tệp của năm ấy")
        return Dated(own or self.doc.as_of, Period(None, min(end, self.year.end)), False, False)

    def _period(
        self,
        indicator: Indicator,
        own: date | None,
        written: Text | None,
        read: WrittenPeriod | None,
        name: Text,
        estimate: bool,
    ) -> Period | None:
        """The period of a total or a rate."""
        cumulative = indicator.nature is Nature.CUMULATIVE
        start = date(self.rulebook.resolution.first_year, 1, 1) if cumulative else self.year.start
        if read is not None and written is not None:
            if not cumulative:
                return read.period
            if not read.names_end:
                message = f"«{indicator.code}» là số lũy kế của cả giai đoạn, `kỳ` «{written}» chỉ là một phần"
                self._error(message, written.span, "ghi `kỳ: 9 tháng`, `cả năm`, hoặc bỏ `kỳ` và ghi `tính đến`")
                return None
            return Period(min(start, read.period.end) if start else None, read.period.end)
        if not estimate:
            end = own or self.day
            return Period(min(start, end) if start else None, end)
        if not cumulative and not estimates_its_year(self.doc.as_of, self.doc.year):
            message = f"«{indicator.code}»: {WHICH_PERIOD}"
            self._error(message, name.span, "ghi `kỳ: 6 tháng`, `kỳ: cả năm` … cho nhóm số ước này")
            return None
        return Period(start, self.year.end)

    def _fits(self, indicator: Indicator, period: Period, name: Text) -> bool:
        """Whether the period lies in the year of the file; of what is counted over several years, whether it ends in it."""
        start = self.year.end if period.start is None else period.start
        year = self.doc.year
        outside = not self.year.start <= period.end <= self.year.end if self.year.start else False
        if indicator.nature is not Nature.CUMULATIVE:
            outside = outside or start.year != year
        if outside:
            message = f"«{indicator.code}»: {period_text(period)} nằm ngoài năm {year} của tệp"
            self._error(message, name.span, "sửa ngày hoặc kỳ, hoặc chuyển số liệu sang tệp của năm ấy")
        return not outside

    def _dated(
        self,
        indicator: Indicator,
        own: date | None,
        period: Period,
        written: Text | None,
        name: Text,
        estimate: bool,
        group: GroupDoc,
    ) -> Dated | None:
        known = own or self.doc.as_of
        early = period.end > known and not estimate
        if early and (indicator.nature is Nature.CUMULATIVE or written is None or not is_whole_year(written.value)):
            message = f"«{indicator.code}»: {period_text(period)} kết thúc sau ngày của số liệu ({display.day(known)})"
            self._error(message, name.span, "sửa `kỳ` hoặc ngày; nếu là số ước thì ghi `loại số liệu: ước thực hiện`")
            return None
        if early and group.period_reason is None:
            message = f"«{indicator.code}» ghi cả năm mà mới ở ngày {display.day(known)}, không phải số ước"
            remedy = "ghi là ước thực hiện? Nếu đúng là số của cả năm thì thêm `lý do kỳ: …` vào nhóm"
            self._doubt("CT214", message, name.span, remedy)
        flow = indicator.nature is not Nature.CUMULATIVE
        as_of = min(known, period.end) if written is not None and not is_whole_year(written.value) else known
        return Dated(as_of, period, flow and period != self.year, early, known)

    @staticmethod
    def _place(group: GroupDoc, details: ValueDoc, name: Text) -> Span:
        if details.day is not None:
            return details.places.get("ngày", name.span)
        return group.places.get("tính đến", name.span)

    def _error(self, message: str, span: Span, remedy: str) -> None:
        if not self._file_is_wrong:  # then what follows from it is no second error
            self.problems.add("CT205", message, span, remedy)

    def _doubt(self, code: str, message: str, span: Span, remedy: str) -> None:
        self.doubts.append(Diagnostic(code, message, span, remedy))
