"""A row of a returned form: what it is about, and the slips of people in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from engine.drafting import facts_columns as layout
from engine.importing.cell import Cell, CellKind, Row, column_letters
from engine.importing.cells import day_of, text_of
from engine.importing.forms import Form
from engine.importing.import_result import Omission, OmissionKind, Remark
from engine.importing.matching import Matcher, name_key
from engine.importing.number_writing import number_text
from engine.language.units import PERCENT
from engine.rulebook.rulebook import Indicator

_NUMBER = re.compile(r"[-+]?[0-9][0-9.,  ]*%?")
_BELOW_ONE = re.compile(r"0[.,][0-9]*[1-9][0-9]*")
_LEADING = re.compile(r"[0-9]+(?:,[0-9]+)?")
_SMALL = 5
"""Percents below which last year's rate makes one below 1 % likely."""
_MOVED_ROWS = 3
"""Rows with the names of others from which the table was sorted in part, and not typed over."""
_WORDED = (layout.INFERRED, layout.ASSESSOR, layout.REMARK, layout.NOTE, layout.PERIOD_REASON)
_PREFILLED = (layout.SOURCE, layout.BASIS, layout.SOURCE_KIND)


class FormLine:
    """A row of the table of a form."""

    def __init__(self, form: Form, number: int, row: Row, matcher: Matcher) -> None:
        self.form, self.number, self.row, self.matcher = form, number, row, matcher
        self.indicator = self._indicator()

    def cell(self, column: layout.Column) -> Cell | None:
        at = self.form.columns.get(column)
        return self.row.get(at) if at is not None else None

    def text(self, column: layout.Column) -> str:
        cell = self.cell(column)
        return text_of(cell) if cell is not None else ""

    @property
    def label(self) -> str:
        return self.text(layout.NAME) or self.text(layout.CODE) or f"dòng {self.number}"

    def _indicator(self) -> Indicator | None:
        """Returns the indicator of the row, by its code, else by its name."""
        code = layout.code_in(self.text(layout.CODE))
        return self.matcher.rulebook.indicators.get(code) or self.named

    @property
    def named(self) -> Indicator | None:
        """The indicator whose name the row has."""
        match = self.matcher.named(self.text(layout.NAME)) if self.text(layout.NAME) else None
        return self.matcher.rulebook.indicators[match.code] if match is not None and match.code is not None else None

    @property
    def is_renamed(self) -> bool:
        """Whether the row has a value, and a name that is not that of its code."""
        name, indicator = self.text(layout.NAME), self.indicator
        if indicator is None or not name or not self.text(layout.VALUE):
            return False
        return name_key(name) not in {name_key(one) for one in (indicator.name, *indicator.other_names)}

    def out(self, column: layout.Column, why: OmissionKind, reason: str, remedy: str) -> Omission:
        """Returns the omission of the value, told at the cell of the row in ``column``."""
        cell = self.cell(column) or self.cell(layout.NAME)
        place = cell.address if cell is not None else f"dòng {self.number}"
        return Omission(self.form.sheet.place(place), self.label, why, reason, remedy)

    def doubt(self) -> Omission | None:
        """Returns why the value of the row is not read; None where it is, or where there is none."""
        if not self.text(layout.VALUE):
            return None
        if self.is_renamed:
            return self._renamed()
        return self._unknown() or self._undated() or self._a_fraction()

    def _renamed(self) -> Omission:
        assert self.indicator is not None
        name, own, named = self.text(layout.NAME), self.indicator.name, self.named
        where = self._address(layout.NAME)
        other = (
            f"của «{named.name}» thì chuyển sang dòng có tên ấy"
            if named is not None
            else "số khác thì ghi ở «Dòng thêm»"
        )
        remedy = f"số này đúng là của «{own}» thì ghi lại tên ấy ở ô {where}; {other}"
        reason = f"tên ở dòng này là «{name}», còn mã ẩn của dòng là của «{own}»"
        return self.out(layout.VALUE, OmissionKind.AMBIGUOUS, reason, remedy)

    def _unknown(self) -> Omission | None:
        """Returns the omission of a row that people have added for something that the form does not ask for, or for nothing."""
        name = self.text(layout.NAME)
        if not name and not self.text(layout.CODE):
            at = self.form.columns.get(layout.NAME)
            remedy = f"chọn tên ở ô {column_letters(at)}{self.number}, hoặc xóa giá trị" if at else "ghi tên số liệu"
            reason = f"«{self.text(layout.VALUE)}» đứng ở dòng không có tên số liệu"
            return self.out(layout.VALUE, OmissionKind.AMBIGUOUS, reason, remedy)
        is_own = self.indicator is None and name and not (self.text(layout.CODE) or self.text(layout.NUMBER))
        if not is_own or self.matcher.row("", name, "").code is not None:
            return None
        reason = f"dòng thêm vào: biểu không hỏi số liệu nào tên «{name}»"
        remedy = "là số liệu của biểu thì ghi đúng tên của nó, chọn trong danh sách ở phần «Dòng thêm»; số khác thì bỏ dòng này"
        return self.out(layout.NAME, OmissionKind.UNMATCHED, reason, remedy)

    def _undated(self) -> Omission | None:
        day, text = self.cell(layout.DAY), self.text(layout.DAY)
        if day is None or not text or day_of(day) is not None:
            return None
        remedy = f"gõ ngày/tháng/năm, ví dụ 30/9/{self.form.year or 2026}; cùng ngày với đầu biểu thì để trống ô này"
        reason = (
            f"«{text}» ở cột «{layout.DAY.header}» không phải là một ngày; chưa nhập ô {self._address(layout.VALUE)}"
        )
        return self.out(layout.DAY, OmissionKind.BAD_VALUE, reason, remedy)

    def _a_fraction(self) -> Omission | None:
        """Returns the omission of a bare number below 1 in a row of percents: «0,85» may be 85% or 0,85%."""
        cell, indicator = self.cell(layout.VALUE), self.indicator
        if cell is None or indicator is None or indicator.unit.dimension != PERCENT or cell.percent:
            return None
        text = text_of(cell).strip()
        if not _BELOW_ONE.fullmatch(text) or self._was_small():
            return None
        share = Fraction(text.replace(",", "."))
        low, high = (f"{number_text(part)}%" for part in (share, share * 100))
        return self.out(
            layout.VALUE, OmissionKind.AMBIGUOUS, f"«{text}» có thể là {high} hoặc {low}", f"gõ «{high}» hoặc «{low}»"
        )

    def _was_small(self) -> bool:
        """Returns whether last year's value of a rate was so small that one below 1 is no surprise."""
        former = _LEADING.match(self.text(layout.BEFORE))
        return former is not None and 0 < Fraction(former[0].replace(",", ".")) < _SMALL

    def _address(self, column: layout.Column) -> str:
        cell = self.cell(column)
        return cell.address if cell is not None else ""

    def strays(self) -> Iterator[Omission | Remark]:
        """Yields what stands beside the cell in which it belongs."""
        if (changed := self._changed_before()) is not None:
            yield changed
        yield from self._outside()
        if self.text(layout.VALUE) or self.cell(layout.VALUE) is not None:
            return
        for column in (layout.UNIT_TEXT, *layout.OPEN_COLUMNS):
            cell = self.cell(column)
            text = self.text(column)
            if cell is None or not text or (self.form.prefilled and column in _PREFILLED):
                continue
            if _is_number(cell) or (column is layout.DAY and day_of(cell) is None):
                yield self._astray(cell, f"cột «{column.header}»")
            elif column in _WORDED:
                words = f"dòng «{self.label}» không có giá trị, chỉ có {column.header.lower()}: «{text}»; không nhập"
                yield Remark(words, (self.form.sheet.place(cell.address),))

    def _changed_before(self) -> Omission | None:
        """Returns the omission of what was typed over last year's value."""
        cell, sent = self.cell(layout.BEFORE), self.form.columns.get(layout.BEFORE_SENT)
        if cell is None or sent is None or self.text(layout.BEFORE) == self.text(layout.BEFORE_SENT):
            return None
        return self._astray(cell, f"cột «{layout.BEFORE.header}»")

    def _outside(self) -> Iterator[Omission]:
        """Yields the numbers in columns without a heading."""
        headed = self.form.sheet.rows[self.form.header]
        for at, cell in self.row.items():
            if at not in headed and cell.column == at and _is_number(cell):
                yield self._astray(cell, "ngoài các cột của biểu")

    def _astray(self, cell: Cell, where: str) -> Omission:
        reason = f"«{text_of(cell)}» nằm ở {where}, không phải cột «{layout.VALUE.header}»"
        at = self.form.columns.get(layout.VALUE)
        remedy = (
            f"là số của năm {self.form.year or 'báo cáo'} thì ghi vào ô {column_letters(at)}{self.number}" if at else ""
        )
        return Omission(self.form.sheet.place(cell.address), self.label, OmissionKind.BAD_VALUE, reason, remedy)


def _is_number(cell: Cell) -> bool:
    return cell.kind is CellKind.NUMBER or _NUMBER.fullmatch(text_of(cell).strip()) is not None


def shuffled(lines: Sequence[FormLine]) -> dict[int, Omission]:
    """Returns the omissions of the rows, by their numbers, where several have the names of others: people sorted some columns only."""
    moved = [line for line in lines if line.is_renamed and line.named is not None]
    if len(moved) < _MOVED_ROWS:
        return {}
    codes = moved[0].form.columns.get(layout.CODE)
    at = f"cột {column_letters(codes)}" if codes else f"cột «{layout.CODE.header}»"
    reason = f"một phần bảng đã bị sắp xếp lại: tên ở các dòng này không còn đi cùng mã ẩn ở {at}"
    remedy = "dùng lại tệp trước khi sắp xếp; không còn thì chép từng số theo tên sang một biểu mới, đừng chép cả cột"
    return {line.number: line.out(layout.VALUE, OmissionKind.AMBIGUOUS, reason, remedy) for line in moved}
