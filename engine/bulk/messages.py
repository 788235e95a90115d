"""What is said of a row of a table that is in error: where the cell stands, and a remedy that a table can follow.

The readers of facts files find the errors; their remedies speak of the keys of those files.
"""

from __future__ import annotations

import re

from engine.bulk.docs import UnitRow, Written, column_of, text_in_cell
from engine.bulk.heads import CODE
from engine.bulk.places import TablePlaces
from engine.factbase.values import BadValue, Fault, parse_value
from engine.files.diagnostics import Diagnostic
from engine.importing.number_writing import Writing
from engine.language.ranks import is_place
from engine.language.text import abridged
from engine.rulebook.remedies import thousands_meant
from engine.rulebook.rulebook import Indicator, Rulebook

ACROSS_ROWS = frozenset(("CT215", "CT216", "CT217"))
"""Codes that are found when the rows of a unit are compared with each other."""
_LONGEST = 300
"""Characters of a message or remedy: a cell may hold thousands."""
_MOST_KNOWN = 1_000
"""Texts of which it is kept what is wrong with them."""
_KEEPER = "báo người giữ danh mục số liệu"
_WORDS = "gõ con số; chưa có số liệu thì để trống ô, bằng không thì gõ 0; nguồn chỉ nói bằng chữ thì gõ giới hạn, ví dụ: dưới 5"
_DIGITS_ENGLISH = "gõ lại đủ các chữ số; dấu phẩy ngăn từng ba chữ số, phần lẻ đứng sau dấu chấm, ví dụ 1,234.5"
_DIGITS = "gõ lại đủ các chữ số; dấu chấm ngăn từng ba chữ số, phần lẻ đứng sau dấu phẩy, ví dụ 1.234,5"
_ESTIMATED = "số ước, số sơ bộ không ghi ở bảng này mà ghi ở tệp số liệu của đơn vị"


class RowMessages:
    """Says what is wrong with the rows of the table at ``places``, which are read for ``rulebook``; ``writing`` is what the user stated of the numbers."""

    def __init__(self, places: TablePlaces, rulebook: Rulebook, writing: Writing | None = None) -> None:
        self.places = places
        self.writing = writing
        self.rulebook = rulebook
        self._known: dict[tuple[str, str], tuple[str, str] | None] = {}

    def told(self, found: Diagnostic, row: UnitRow | None) -> Diagnostic:
        """Returns a diagnostic, in a place of `Rows`, in the words of a table; ``row`` has the value that it is about."""
        column = column_of(found.span)
        where = self.places.of(found.span.line, column)
        value = None if row is None or column is None else self._value(row, found.span.line, column)
        message, remedy = (abridged(text, _LONGEST) for text in self._of(found, value))
        for note in found.notes:
            if place := self.places.of(note.span.line, column_of(note.span)):
                message += f"; {note.text}: {place}"
        return found._replace(message=f"{where}: {message}" if where else message, remedy=remedy)

    def _value(self, row: UnitRow, line: int, column: int) -> Written | None:
        layout = self.places.layout
        for value in row.values:
            own = column == layout.value if layout.is_long else layout.indicators.get(column) == value.code
            if own and value.row == line:
                return value
        return None

    def _of(self, found: Diagnostic, value: Written | None) -> tuple[str, str]:
        """The message and the remedy."""
        message, fixed = found.message, _FIXED.get(found.code)
        if fixed is not None:
            return message, fixed
        if found.code == "CT201":
            return message, self._code_remedy(found)
        indicator = None if value is None else self.rulebook.indicators.get(value.code)
        wrong = None if value is None or indicator is None else self._wrong(text_in_cell(value.text), indicator)
        return wrong or (message, self._day_remedy(found))

    def _wrong(self, text: str, indicator: Indicator) -> tuple[str, str] | None:
        """What is wrong with a text, which is much the same in many rows; None where it is a value."""
        key = indicator.code, text
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            try:
                parse_value(text, indicator, self.rulebook.vocabulary)
                self._known[key] = None
            except BadValue as error:
                self._known[key] = _of_value(error, text, indicator, self.writing)
        return self._known[key]

    def _code_remedy(self, found: Diagnostic) -> str:
        if found.remedy.startswith(("phải chăng", "đó là tên")):
            parts = found.remedy.split("`")  # every second one is a code
            return "".join(f"«{part}»" if at % 2 else part for at, part in enumerate(parts))
        return f"sửa mã ở cột «{self._heading(self.places.layout.code, CODE)}», hoặc bỏ dòng ấy"

    def _heading(self, column: int | None, usual: str) -> str:
        return usual if column is None else self.places.heading(column)

    def _day_remedy(self, found: Diagnostic) -> str:
        layout = self.places.layout
        year = "năm ở --year" if layout.year is None else f"cột «{self.places.heading(layout.year)}»"
        day = "ngày ở --as-of" if layout.as_of is None else f"cột «{self.places.heading(layout.as_of)}»"
        return f"sửa {year} hoặc {day}" if found.code == "CT205" else found.remedy


_IN_BRACKETS = re.compile(r"\(\s*([0-9][0-9.,]*(?: ?%)?)\s*\)")
"""A number below zero as accountants write it."""
_FIXED = {
    "CT209": f"kiểm tra lại con số và đơn vị tính; nếu con số ấy có thật thì {_KEEPER}",
    "CT215": f"số cộng dồn không giảm: sửa một trong hai số; nếu giảm là có thật thì {_KEEPER}",
    "CT216": f"sửa một trong hai số; nếu cả hai số đều đúng thì {_KEEPER}",
    "CT217": "kiểm tra lại các dòng của hai năm; nếu đúng là không đổi thì để nguyên",
}
"""The remedies that do not depend on what stands in the cell."""


def _of_value(error: BadValue, text: str, indicator: Indicator, writing: Writing | None) -> tuple[str, str]:
    """What is wrong with a text that is no value of ``indicator``, and what to type instead."""
    if negative := _IN_BRACKETS.fullmatch(text):
        # In English writing «-1.500» would be another number than the one that stands there.
        typed = "dấu trừ trước con số" if writing is Writing.ENGLISH else f"-{negative[1]}"
        return f"không hiểu «{text}»", f"số âm thì gõ {typed}, không đặt trong ngoặc; không phải số âm thì bỏ ngoặc"
    match error.fault:
        case Fault.WORDS:
            return error.message, _WORDS
        case Fault.ESTIMATE:
            return f"«{text}» không phải số đã thực hiện", f"ô chỉ gõ số đã thực hiện; {_ESTIMATED}"
        case Fault.NUMBER:
            return error.message, _DIGITS_ENGLISH if writing is Writing.ENGLISH else _DIGITS
        case Fault.PAIR:
            return error.message, "ô chỉ gõ một con số; là tỷ lệ thì gõ bằng %, ví dụ 80%"
        case Fault.SENTENCE:
            return f"không hiểu «{text}»", f"ô chỉ gõ con số, ví dụ {_typed(_example(indicator), writing)}"
        case Fault.STEP:
            return error.message, _step_remedy(text, indicator, writing)
        case Fault.UNIT:
            full = indicator.unit.text
            own = f"quy đổi sang «{full}» rồi chỉ gõ con số" if full else "chỉ gõ con số"
            return error.message, f"xem con số có đúng là của cột này không; nếu đúng thì {own}"
        case Fault.DATE:
            return error.message, "gõ ngày/tháng/năm, ví dụ 31/12/2025"
    return error.message, error.remedy


def _typed(number: str, writing: Writing | None) -> str:
    """Returns a number of Vietnamese writing as it is typed into the table."""
    return number.translate(_OTHER_SIGNS) if writing is Writing.ENGLISH else number


_OTHER_SIGNS = str.maketrans(".,", ",.")


def _step_remedy(text: str, indicator: Indicator, writing: Writing | None) -> str:
    if not indicator.unit.whole:
        return f"kiểm tra lại con số; nếu con số ấy có thật thì {_KEEPER}"
    if meant := thousands_meant(text):
        return f"phải chăng là {_typed(meant, writing)}?"
    return f"gõ số nguyên; nếu số liệu này có phần lẻ thật thì {_KEEPER}"


def _example(indicator: Indicator) -> str:
    unit = indicator.unit
    return "93,2" if unit.is_rate else "7" if is_place(unit) else "1.020" if unit.whole else "1.234,5"
