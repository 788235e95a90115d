"""Tells which columns of a table hold values, and why the others are left out."""

from __future__ import annotations

from collections.abc import Iterator

from engine.importing.above import Tells
from engine.importing.cell import column_letters
from engine.importing.columns import Column
from engine.importing.heading_words import Role
from engine.importing.import_result import Omission, OmissionKind, Remark
from engine.importing.layout import Table
from engine.importing.particulars import TableDefaults

_NO_RESULTS = {
    Role.PLAN: "cột kế hoạch, mục tiêu: không phải số liệu thực hiện; ngưỡng lấy từ quy tắc",
    Role.FORECAST: "cột dự báo: không phải số liệu thực hiện",
    Role.RATIO: "cột tỷ lệ, so sánh, tăng giảm: công cụ tự tính từ số liệu",
    Role.SHARE: "cột cơ cấu, tỷ trọng: không phải giá trị của số liệu",
    Role.RANK: "cột xếp hạng: không phải giá trị của số liệu",
    Role.WEIGHT: "cột trọng số, hệ số: không phải giá trị của số liệu",
    Role.MAXIMUM: "cột điểm tối đa, điểm chuẩn: không phải kết quả",
    Role.TOTAL: "cột tổng: không rõ là số của đơn vị nào, kỳ nào",
    Role.VERDICT: "cột đánh giá: công cụ tự kết luận; muốn đối chiếu thì chép vào `báo cáo nêu`",
    Role.EARLIER: "cột cùng kỳ, năm trước, đầu năm, đầu kỳ: không rõ là số của năm nào, kỳ nào",
    Role.MONTH: "cột riêng một tháng; công cụ chỉ nhận số từ đầu năm, của quý hoặc cả năm",
    Role.NOTE: "cột ghi chú không phải số liệu",
}
_REMEDIES = {
    Role.EARLIER: "ghi năm, kỳ vào tiêu đề cột nếu cần nhập",
    Role.TOTAL: "ghi «Thực hiện …» hoặc tên đơn vị vào tiêu đề cột",
}


class TableColumns:
    """The columns of one table; ``values`` are those whose cells are read."""

    def __init__(self, table: Table, defaults: TableDefaults, values: list[Column]) -> None:
        self.table, self.defaults, self.values = table, defaults, values

    def told(self) -> Iterator[Omission | Remark]:
        """Yields the columns that are left out, with the reason, and what is assumed of others; then ``values`` are settled."""
        plans = self.table.having(Role.PLAN)
        by_units = any(column.heading.value.unit for column in self.values)
        for column in self.table.columns:
            own = self.defaults.is_form and column.role in (Role.NOTE, Role.EARLIER)  # parts of the form
            if column.role in _NO_RESULTS and not own:
                yield self._column_out(column, _NO_RESULTS[column.role], _REMEDIES.get(column.role, ""))
            elif column not in self.values or column.heading.value.unit:
                continue
            elif self.defaults.tells is Tells.PLAN and not column.heading.value.basis:
                reason = "dòng trên bảng ghi là kế hoạch, mục tiêu; tiêu đề cột không ghi là thực hiện"
                yield self._column_out(column, reason, "ghi TH vào tiêu đề nếu là thực hiện", OmissionKind.AMBIGUOUS)
                self.values = [one for one in self.values if one != column]
            elif (
                not column.heading.value.bare
                or column.role is Role.INDICATOR
                or (self.defaults.tells is Tells.RESULT and not plans)
            ):
                continue
            elif plans or by_units:
                reason = "tiêu đề không nói là kế hoạch hay thực hiện"
                yield self._column_out(column, reason, "ghi TH hoặc KH vào tiêu đề", OmissionKind.AMBIGUOUS)
                self.values = [one for one in self.values if one != column]
            elif column.role is Role.VALUE:
                text = f"cột «{column.title}» không nói là kế hoạch hay thực hiện; được đọc là thực hiện"
                yield Remark(text, (self._place(column),))
        for unknown in self.table.unknown:
            place = self.table.sheet.place(self._address(unknown.number))
            remedy = "nếu là số liệu thì ghi tiêu đề như «Thực hiện 2023», mã, tên của số liệu, hoặc chỉ nghĩa cột bằng --map"
            yield Omission(place, f"cột «{unknown.title}»", OmissionKind.NOT_A_FACT, "không hiểu tiêu đề cột", remedy)
        if self.table.untitled and not self.defaults.is_form:
            letters = ", ".join(map(column_letters, self.table.untitled))
            cell = next(c for row in self.table.rows if (c := self.table.sheet.rows[row].get(self.table.untitled[-1])))
            reason = "cột có số mà không có tiêu đề: không rõ là số liệu gì, của đơn vị nào"
            place = self.table.sheet.place(cell.address)
            yield Omission(place, f"cột {letters}", OmissionKind.AMBIGUOUS, reason, f"ghi tiêu đề cho cột {letters}")
        yield from self._unclear_columns()
        self.values = [column for column in self.values if self._text_before(column) is None]

    def _unclear_columns(self) -> Iterator[Omission]:
        """Yields the columns to the right of a column of texts without heading: whose numbers they are is not certain."""
        for column in self.values:
            if (text := self._text_before(column)) is not None:
                letter = column_letters(text)
                reason = f"cột {letter} bên trái có chữ mà không có tiêu đề: không rõ số của dòng nào, đơn vị nào"
                yield self._column_out(column, reason, f"ghi tiêu đề cho cột {letter}", OmissionKind.AMBIGUOUS)

    def _text_before(self, column: Column) -> int | None:
        """Returns the column of texts without heading that stands between this column and its labels; None without one."""
        labels = [
            c.number
            for c in self.table.columns
            if c.role in (Role.NAME, Role.CODE, Role.UNIT) and c.number < column.number
        ]
        between = [n for n in self.table.unclear if max(labels, default=0) < n < column.number]
        return between[-1] if between else None

    def _column_out(
        self, column: Column, reason: str, remedy: str = "", why: OmissionKind = OmissionKind.NOT_A_FACT
    ) -> Omission:
        return Omission(self._place(column), f"cột «{column.title}»", why, reason, remedy)

    def _place(self, column: Column) -> str:
        return self.table.sheet.place(self._address(column.number))

    def _address(self, column: int) -> str:
        rows = (self.table.sheet.rows[row] for row in reversed(self.table.heading_rows))
        return next(row[column].address for row in rows if column in row)
