"""Writes the sheet of the form that one unit fills in: its head, a row per indicator, free rows below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from engine.domain.records import NamedTuple
from engine.drafting import facts_columns as layout
from engine.drafting.facts_advice import HINT, value_message
from engine.drafting.facts_columns import FACTS_COLUMNS, Column
from engine.drafting.form_colours import FormColours, runs_of
from engine.drafting.needed import in_order_of_need
from engine.language.text import fold
from engine.rulebook.rulebook import Indicator, Kind, Rulebook
from engine.spreadsheets.book import Book, Look
from engine.spreadsheets.tables import MAIN_TITLE, row_height, set_page

FREE_ROWS = 20
"""Rows below the table for a second value of an indicator."""

NOTHING_BEFORE = "chưa có"
_WIDTHS = dict(
    zip(
        (c.key for c in FACTS_COLUMNS), (6, 27, 44, 16, 20, 18, 26, 12, 15, 12, 18, 12, 24, 20, 22, 18, 18), strict=True
    )
)
_BASES, _SOURCE_KINDS = ("thực hiện", "ước thực hiện", "sơ bộ"), ("đo đếm", "nhận định")
_LOCKED = Look(border=True, fill="#F2F2F2")
_OPEN = Look(border=True, number="@", unlocked=True)
_VALUE = _OPEN._replace(fill="#FFF9E5", bold=True)
_BEFORE = _LOCKED._replace(italic=True, colour="#595959")
_UNSEEN = Look(wrap=False, colour="#FFFFFF")
"""A text of a hidden column, which LibreOffice lets run over into the next one."""
_DATE = _OPEN._replace(number="dd/mm/yyyy", align="center")
_HEADER = Look(bold=True, align="center", border=True, fill="#D9E2F3")
_GROUP = Look(bold=True, fill="#E2EFDA", wrap=False)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_FIRST_DAY, _LAST_DAY = date(_FIRST_YEAR, 1, 1), date(_LAST_YEAR, 12, 31)
_LAST_SERIAL = 109939
"""The last day as spreadsheets count days."""
_OWN_DAY = "Ngày của riêng số này, gõ ngày/tháng/năm; bỏ trống thì theo ngày ở đầu biểu. Gõ xong xem lại ngày hiện ra."
_BAD_DAY = "Gõ ngày/tháng/năm, ví dụ 31/10/2026; không sau ngày chốt số liệu ở đầu biểu."
_MESSAGE, _MESSAGE_TITLE = 255, 32
_ANYTHING: dict[str, Any] = {"validate": "any"}
_HEAD_FROM, _HEAD_LABEL, _HEAD_TO = 3, 2, 5
_PROGRESS_TO = 10


class Recipient(NamedTuple):
    """A unit that fills in a form; ``before`` are last year's values of indicators by code, as they are shown."""

    unit: str
    before: Mapping[str, str] = {}


class Asked(NamedTuple):
    """What a form asks for. ``as_of`` is None where the recipients state the date.

    ``choices`` are the names that free rows offer.
    """

    rulebook: Rulebook
    year: int
    as_of: date | None
    needed: tuple[Indicator, ...]
    others: tuple[Indicator, ...]
    choices: tuple[str, ...]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return self.needed + self.others


def asked_by(rulebook: Rulebook, year: int, as_of: date | None) -> Asked:
    """Returns what the form of a year asks for: the indicators that judge come first."""
    needed, others = in_order_of_need(rulebook)
    names = Counter(fold(name) for one in rulebook.indicators.values() for name in {one.name, *one.other_names})
    choices = [
        one.name if names[fold(one.name)] == 1 else layout.choice_of(one.code, one.name) for one in needed + others
    ]
    return Asked(rulebook, year, as_of, tuple(needed), tuple(others), tuple(choices))


class FormSheet:
    """Writes one sheet; ``lists`` has the choices of all sheets."""

    def __init__(self, book: Book, sheet: Worksheet, lists: Lists, asked: Asked, recipient: Recipient) -> None:
        self.book, self.sheet, self.lists, self.asked, self.recipient = book, sheet, lists, asked, recipient
        self.head_cells: dict[layout.HeadCell, str] = {}

    def write(self) -> None:
        """Writes all of the sheet."""
        at = self._head(2) + 1
        first = at + 1
        last = self._table(first)
        end = self._free_rows(last + 1)
        self._header(at, end)
        self._rules_beside(first, end)
        self._titles(first, last)
        self._paint(first, end)
        self.sheet.protect("", {"format_columns": True, "format_rows": True})

    # ------------------------------------------------------------ the head

    def name_the_head(self) -> None:
        """Gives the cells of the head their names, which a workbook has once only."""
        for cell, place in self.head_cells.items():
            self.book.workbook.define_name(cell.name, f"='{self.sheet.get_name()}'!{place}")

    def _titles(self, first: int, last: int) -> None:
        self._across(0, 0, _HEAD_TO, f"BIỂU SỐ LIỆU NĂM {self.asked.year}", MAIN_TITLE)
        self.sheet.set_row(0, 24)
        self._across(1, 0, _PROGRESS_TO, HINT, Look(italic=True))
        self.sheet.set_row(1, row_height([(HINT, 170)]))
        look = Look(bold=True, align="center", border=True, fill="#E2EFDA", size=12)
        self.sheet.merge_range(0, _HEAD_TO + 1, 0, _PROGRESS_TO, "", self.book.style(look))
        formula, shown = self._progress(first, last)
        self.book.write_formula(self.sheet, 0, _HEAD_TO + 1, formula, shown, look)

    def _progress(self, first: int, last: int) -> tuple[str, str]:
        """Returns the formula that counts the values of the table, and what it shows of the empty form."""
        needed, all_of_them = len(self.asked.needed), len(self.asked.indicators)
        formula = f'="Đã điền "&{_count_filled(first, last)}&"/{all_of_them} số liệu"'
        shown = f"Đã điền 0/{all_of_them} số liệu"
        if 0 < needed < all_of_them:
            formula += f'&" (số cần để đánh giá: "&{_count_filled(first, first + needed - 1)}&"/{needed})"'
            shown += f" (số cần để đánh giá: 0/{needed})"
        return formula, shown

    def _head(self, at: int) -> int:
        values: dict[layout.HeadCell, str | int | date] = {
            layout.RESOLUTION: self.asked.rulebook.resolution.number,
            layout.UNIT: self.recipient.unit,
            layout.YEAR: self.asked.year,
            layout.AS_OF: self.asked.as_of or "",
            layout.COMMON_SOURCE: "",
        }
        marks = (layout.MARK, *(self._made_for(entry) for entry in layout.MARK_ROWS))
        for row, mark in enumerate(marks, at):
            self.book.write_text(self.sheet, row, _at(layout.CODE), mark, Look(wrap=False))
        for row, cell in enumerate(layout.HEAD, at):
            self.book.write_text(self.sheet, row, _HEAD_LABEL, cell.label, Look(bold=True))
            self._head_value(row, cell, values[cell])
            self.head_cells[cell] = xl_rowcol_to_cell(row, _HEAD_FROM, row_abs=True, col_abs=True)
        return at + len(layout.HEAD)

    def _made_for(self, entry: layout.MarkEntry) -> str:
        return mark_entries(self.asked, self.recipient.unit)[entry]

    def _head_value(self, row: int, cell: layout.HeadCell, value: str | int | date) -> None:
        look = _OPEN
        if cell is layout.YEAR:
            look = _OPEN._replace(number="0")
        elif cell is layout.AS_OF:
            look = _DATE._replace(align="left")
        self.sheet.merge_range(row, _HEAD_FROM, row, _HEAD_TO, "", self.book.style(look))
        match value:
            case str():
                self.book.write_text(self.sheet, row, _HEAD_FROM, value, look)
            case int():
                self.sheet.write_number(row, _HEAD_FROM, value, self.book.style(look))
            case date():
                self.book.write_day(self.sheet, row, _HEAD_FROM, value, look)
        self._head_rule(row, cell)

    def _head_rule(self, row: int, cell: layout.HeadCell) -> None:
        if cell is layout.YEAR:
            rule = _between("integer", _FIRST_YEAR, _LAST_YEAR)
            self._validate(row, _HEAD_FROM, rule, cell.label, "Ghi năm đủ bốn chữ số.", stop="Ghi năm, ví dụ 2026.")
        elif cell is layout.AS_OF:
            message = f"Gõ ngày/tháng/năm. Bỏ trống thì hiểu là 31/12/{self.asked.year}. Gõ xong xem lại ngày hiện ra."
            self._validate(row, _HEAD_FROM, _between("date", _FIRST_DAY, _LAST_DAY), cell.label, message, stop=_BAD_DAY)
        elif cell is layout.COMMON_SOURCE:
            message = "Mọi số lấy từ một văn bản thì ghi tên văn bản ở đây, ví dụ: Báo cáo số 12/BC-UBND. Số nào lấy ở nơi khác thì ghi ở cột Nguồn."
            self._validate(row, _HEAD_FROM, _ANYTHING, cell.label, message)

    def _header(self, at: int, end: int) -> None:
        for column, heading in enumerate(FACTS_COLUMNS):
            hidden = {"hidden": True} if heading in layout.HIDDEN_COLUMNS else {}
            self.sheet.set_column(column, column, _WIDTHS[heading.key], None, hidden)
            self.book.write_text(self.sheet, at, column, heading.header, _HEADER)
        self.sheet.set_row(at, 24)
        self.sheet.freeze_panes(at + 1, 3)
        self.sheet.repeat_rows(at)
        set_page(self.sheet)
        self.sheet.print_area(0, 0, end, _at(layout.NOTE))

    # ------------------------------------------------------------ the table

    def _table(self, first: int) -> int:
        """Writes the rows of the indicators. Returns the last one."""
        for number, indicator in enumerate(self.asked.indicators):
            self._row(first + number, number + 1, indicator)
        return first + len(self.asked.indicators) - 1

    def _row(self, at: int, number: int, indicator: Indicator) -> None:
        before = self.recipient.before.get(indicator.code, NOTHING_BEFORE)
        name_look = _LOCKED._replace(bold=indicator in self.asked.needed)
        self._put(at, layout.NUMBER, str(number), _LOCKED._replace(align="center"))
        self._put(at, layout.CODE, indicator.code, _LOCKED)
        self._put(at, layout.NAME, indicator.name, name_look)
        self._put(at, layout.UNIT_TEXT, indicator.unit.text, _LOCKED._replace(align="center"))
        self._put(at, layout.VALUE, "", _VALUE)
        self._put(at, layout.BEFORE, before, _BEFORE)
        self._put(at, layout.BEFORE_SENT, before, _UNSEEN)
        self._to_fill(at)
        title, message = value_message(indicator)
        rule = _ANYTHING
        stop = ""
        if indicator.ranks:
            rule = self.lists.choice(indicator.ranks)
            stop = "Chọn một giá trị trong danh sách, hoặc để trống."
        self._validate(at, _at(layout.VALUE), rule, title, message, stop)
        cells = ((indicator.name, layout.NAME), (indicator.unit.text, layout.UNIT_TEXT), (before, layout.BEFORE))
        self.sheet.set_row(at, row_height((text, _WIDTHS[column.key] * 0.9) for text, column in cells))

    def _to_fill(self, at: int) -> None:
        """Writes the cells beside the value, which all rows have."""
        for column in layout.OPEN_COLUMNS:
            self._put(at, column, "", _DATE if column is layout.DAY else _OPEN)

    def _rules_beside(self, first: int, last: int) -> None:
        """Sets the rules of the cells beside the values, each once for all rows."""
        basis = "Số ước của cả năm thì chọn «ước thực hiện»; bỏ trống là thực hiện."
        kind = "Người đánh giá nhận định, không đo đếm: «nhận định»."
        period = "Kỳ của số liệu; bỏ trống thì suy từ ngày tính đến."
        source = (
            "Tên văn bản, sổ sách, dấu phẩy, rồi mục, trang. Ví dụ: Báo cáo số 12/BC-UBND, mục II.1. "
            "Khai mã ở trang Nguồn thì ghi mã: BC, mục II.1"
        )
        as_of = self.head_cells[layout.AS_OF]
        day = _between("date", _FIRST_DAY, f'=IF({as_of}="",{_LAST_SERIAL},{as_of})')
        choose = "Chọn một giá trị trong danh sách."
        for column, rule, message, stop in (
            (layout.BASIS, self.lists.choice(_BASES), basis, choose),
            (layout.SOURCE_KIND, self.lists.choice(_SOURCE_KINDS), kind, choose),
            (layout.PERIOD, self.lists.choice(layout.PERIODS), period, ""),
            (layout.DAY, day, _OWN_DAY, _BAD_DAY),
            (layout.SOURCE, _ANYTHING, source, ""),
        ):
            options = _validation(rule, column.header, message, stop)
            self.sheet.data_validation(first, _at(column), last, _at(column), options)

    def _free_rows(self, at: int) -> int:
        """Writes the free rows with their heading. Returns the last one."""
        for place in range(len(FACTS_COLUMNS)):
            self.book.write_text(self.sheet, at, place, "", _GROUP)
        heading = "Dòng thêm: khi một số liệu có hai số (thực hiện và ước) hoặc nhiều nguồn, nhiều ngày"
        self._put(at, layout.NAME, heading, _GROUP)
        self.sheet.set_row(at, 18)
        rule = self.lists.choice(self.asked.choices)
        message = "Chọn tên trong danh sách, rồi ghi giá trị như ở dòng chính của số liệu ấy."
        _, hint = value_message(None)
        for row in range(at + 1, at + 1 + FREE_ROWS):
            self.sheet.set_row(row, 18)
            for column in (layout.NUMBER, layout.CODE, layout.UNIT_TEXT, layout.BEFORE, layout.BEFORE_SENT):
                self._put(row, column, "", _LOCKED)
            self._put(row, layout.NAME, "", _OPEN)
            self._put(row, layout.VALUE, "", _VALUE)
            self._to_fill(row)
            self._validate(row, _at(layout.NAME), rule, layout.NAME.header, message, "Chọn một tên trong danh sách.")
            self._validate(row, _at(layout.VALUE), _ANYTHING, layout.VALUE.header, hint)
        last = xl_rowcol_to_cell(at + FREE_ROWS, len(FACTS_COLUMNS) - 1)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:{last}"})
        return at + FREE_ROWS

    def _paint(self, first: int, end: int) -> None:
        numbers = (row for row, one in enumerate(self.asked.indicators, first) if one.kind is Kind.NUMBER)
        needed = (first, first + len(self.asked.needed) - 1) if self.asked.needed else None
        colours = FormColours(self.book, self.sheet, self.head_cells[layout.COMMON_SOURCE])
        colours.paint(runs_of(numbers), needed, (first, end))

    # ------------------------------------------------------------ cells

    def _across(self, row: int, first: int, last: int, text: str, look: Look) -> None:
        self.sheet.merge_range(row, first, row, last, "", self.book.style(look))
        self.book.write_text(self.sheet, row, first, text, look)

    def _put(self, row: int, column: Column, text: str, look: Look) -> None:
        self.book.write_text(self.sheet, row, _at(column), text, look)

    def _validate(self, row: int, column: int, rule: dict[str, Any], title: str, message: str, stop: str = "") -> None:
        self.sheet.data_validation(row, column, row, column, _validation(rule, title, message, stop))


class Lists:
    """The hidden sheet with the mark and the choices, each list once in a column of its own."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self.book, self.sheet = book, sheet
        self.places: dict[tuple[str, ...], str] = {}
        sheet.very_hidden()
        sheet.protect("")

    def text(self, row: int, column: int, text: str) -> None:
        self.book.write_text(self.sheet, row, column, text, Look(wrap=False))

    def choice(self, values: tuple[str, ...]) -> dict[str, Any]:
        """Returns the rule that a cell holds one of ``values``."""
        if values not in self.places:
            column = 3 + len(self.places)
            for row, value in enumerate(values):
                self.text(row, column, value)
            first, last = (xl_rowcol_to_cell(row, column, True, True) for row in (0, len(values) - 1))
            self.places[values] = f"='{layout.MARK_SHEET}'!{first}:{last}"
        return {"validate": "list", "source": self.places[values]}


def mark_entries(asked: Asked, unit: str) -> dict[layout.MarkEntry, str]:
    """Returns the particulars for which a form is made."""
    return {
        layout.MarkEntry.RESOLUTION: asked.rulebook.resolution.number,
        layout.MarkEntry.UNIT: unit,
        layout.MarkEntry.YEAR: str(asked.year),
    }


def _count_filled(first: int, last: int) -> str:
    """Returns the formula that counts the rows with a name and a value."""
    name, value = (xl_range(first, _at(column), last, _at(column)) for column in (layout.NAME, layout.VALUE))
    return f"SUMPRODUCT((LEN(TRIM({name}))>0)*(LEN(TRIM({value}))>0))"


def _validation(rule: dict[str, Any], title: str, message: str, stop: str) -> dict[str, Any]:
    """Returns the options of a rule with its message; without ``stop`` it only proposes."""
    options = rule | {"input_title": title[:_MESSAGE_TITLE], "input_message": message[:_MESSAGE]}
    if stop:
        options |= {"error_title": "Chưa đúng", "error_message": stop[:_MESSAGE]}
    elif rule["validate"] != "any":
        options |= {"show_error": False}
    return options


def _between(what: str, least: object, most: object) -> dict[str, Any]:
    return {"validate": what, "criteria": "between", "minimum": least, "maximum": most}


def _at(column: Column) -> int:
    return FACTS_COLUMNS.index(column)


def free_sheet_names(units: Iterable[str], taken: Iterable[str]) -> list[str]:
    """Returns a name of a sheet for each unit: its own, without the characters that names of sheets may not have.

    >>> free_sheet_names(["xã A", "Xã A", "xã B/C"], [])
    ['xã A', 'Xã A (2)', 'xã B C']
    """
    used, found = {fold(name) for name in taken}, []
    for unit in units:
        plain = " ".join("".join(" " if c in "[]:*?/\\'" else c for c in unit).split())[:_LONGEST_SHEET] or "Đơn vị"
        name, number = plain, 1
        while fold(name) in used:
            number += 1
            tail = f" ({number})"
            name = f"{plain[: _LONGEST_SHEET - len(tail)].strip()}{tail}"
        used.add(fold(name))
        found.append(name)
    return found


_LONGEST_SHEET = 31
