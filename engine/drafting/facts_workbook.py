"""Writes the spreadsheet form for facts: a row per indicator that is not computed, with choices, limits and advice.

Values are cells of the format «text»: a number typed as 4.950 stays as typed in every locale of the program, and import
reads it by Vietnamese rules. Import relies on the layout of `facts_columns`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from engine.drafting import facts_columns as layout
from engine.drafting.facts_advice import HINT, advice, value_message
from engine.drafting.facts_columns import FACTS_COLUMNS, Column
from engine.rulebook.rulebook import Indicator, Kind, Rulebook
from engine.spreadsheets.book import Book, Look
from engine.spreadsheets.tables import MAIN_TITLE, Title, row_height, set_page, write_titles

FREE_ROWS = 20
"""Rows below the table for a second value of an indicator."""

_SOURCE_ROWS = 15
_WIDTHS = dict(
    zip((c.key for c in FACTS_COLUMNS), (6, 27, 40, 18, 20, 15, 12, 10, 18, 20, 12, 24, 20, 22, 18), strict=True)
)
_BASES, _SOURCE_KINDS = ("thực hiện", "ước thực hiện", "sơ bộ"), ("đo đếm", "nhận định")
_LOCKED = Look(border=True, fill="#F2F2F2")
_OPEN = Look(border=True, number="@", unlocked=True)
_VALUE = _OPEN._replace(fill="#FFF9E5", bold=True)
_DATE = _OPEN._replace(number="dd/mm/yyyy", align="center")
_HEADER = Look(bold=True, align="center", border=True, fill="#D9E2F3")
_GROUP = Look(bold=True, border=True, fill="#E2EFDA")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_FIRST_DAY = date(_FIRST_YEAR, 1, 1)
_OWN_DAY = "Ngày của riêng số này, gõ ngày/tháng/năm; bỏ trống thì theo ngày ở đầu biểu. Gõ xong xem lại ngày hiện ra."
_BAD_DAY = "Gõ ngày/tháng/năm, ví dụ 31/10/2026; không sau ngày chốt số liệu ở đầu biểu."
_MESSAGE, _MESSAGE_TITLE = 255, 32
_UNLOCKED_ACTIONS = {"format_columns": True, "format_rows": True}


class _Group(NamedTuple):
    """Rows of the table under one heading, with one kind of source."""

    heading: str
    indicators: tuple[Indicator, ...]
    source_kind: str


def facts_workbook(rulebook: Rulebook, unit: str, year: int, as_of: date) -> bytes:
    """Returns the .xlsx form for the facts of ``unit`` in ``year``; equal arguments give equal bytes.

    ``as_of`` is of 1900 or later: spreadsheets know no earlier dates.
    """
    return _Form(rulebook, unit, year, as_of).content()


class _Form:
    def __init__(self, rulebook: Rulebook, unit: str, year: int, as_of: date) -> None:
        self.rulebook, self.unit, self.year, self.as_of = rulebook, unit, year, as_of
        number = rulebook.resolution.number
        self.book = Book(f"Biểu số liệu {number}", f"{unit}, năm {year}", as_of)
        self.sheet = self.book.sheet(layout.FACTS_SHEET)
        self.sources = self.book.sheet(layout.SOURCES_SHEET)
        self.advice = self.book.sheet(layout.ADVICE_SHEET)
        self.lists = _Lists(self.book, self.book.sheet(layout.MARK_SHEET))

    def content(self) -> bytes:
        self._mark()
        at = write_titles(self.book, self.sheet, 0, self._titles(), len(FACTS_COLUMNS))
        at = self._head(at) + 1
        self._header(at)
        at = self._table(at + 1)
        self._free_rows(at)
        self._sources()
        self._advice()
        for sheet in (self.sheet, self.sources):
            sheet.protect("", _UNLOCKED_ACTIONS)
        self.sheet.activate()
        return self.book.content()

    # ------------------------------------------------------------ the head

    def _mark(self) -> None:
        entries = {
            layout.MarkEntry.RESOLUTION: self.rulebook.resolution.number,
            layout.MarkEntry.UNIT: self.unit,
            layout.MarkEntry.YEAR: str(self.year),
        }
        self.lists.text(0, 0, layout.MARK)
        for row, entry in enumerate(layout.MarkEntry, 1):
            self.lists.text(row, 0, entry.value)
            self.lists.text(row, 1, entries[entry])

    def _titles(self) -> Iterable[Title]:
        yield Title(f"BIỂU SỐ LIỆU NĂM {self.year}", MAIN_TITLE)
        yield Title(HINT, Look(italic=True, align="center"))

    def _head(self, at: int) -> int:
        values: dict[layout.HeadCell, str | int | date] = {
            layout.RESOLUTION: self.rulebook.resolution.number,
            layout.UNIT: self.unit,
            layout.YEAR: self.year,
            layout.AS_OF: self.as_of,
        }
        for row, cell in enumerate(layout.HEAD, at):
            self.book.write_text(self.sheet, row, 1, cell.label, Look(bold=True))
            self._head_value(row, values[cell])
            place = xl_rowcol_to_cell(row, 2, row_abs=True, col_abs=True)
            self.book.workbook.define_name(cell.name, f"='{layout.FACTS_SHEET}'!{place}")
            if cell is layout.AS_OF:
                self.as_of_cell = place
        return at + len(layout.HEAD)

    def _head_value(self, row: int, value: str | int | date) -> None:
        match value:
            case str():
                self.book.write_text(self.sheet, row, 2, value, _OPEN)
            case int():
                self.sheet.write_number(row, 2, value, self.book.style(_OPEN._replace(number="0")))
                rule = _between("integer", _FIRST_YEAR, _LAST_YEAR)
                self._validate(row, 2, rule, "Năm", "Ghi năm đủ bốn chữ số.", stop="Ghi năm, ví dụ 2026.")
            case date():
                self.book.write_day(self.sheet, row, 2, value, _DATE._replace(align="left"))
                message = "Ngày chốt số liệu, gõ ngày/tháng/năm. Gõ xong xem lại ngày hiện ra."
                rule = _between("date", _FIRST_DAY, date(_LAST_YEAR, 12, 31))
                self._validate(row, 2, rule, "Số liệu tính đến ngày", message, stop=_BAD_DAY)

    def _header(self, at: int) -> None:
        for column, heading in enumerate(FACTS_COLUMNS):
            self.sheet.set_column(column, column, _WIDTHS[heading.key])
            self.book.write_text(self.sheet, at, column, heading.header, _HEADER)
        self.sheet.set_row(at, 24)
        self.sheet.freeze_panes(at + 1, 3)
        self.sheet.repeat_rows(at)
        set_page(self.sheet)

    # ------------------------------------------------------------ the table

    def _table(self, at: int) -> int:
        number = 0
        for group in _groups(self.rulebook):
            at = self._group(at, group.heading)
            for indicator in group.indicators:
                number += 1
                self._row(at, number, indicator, group.source_kind)
                at += 1
        return at

    def _group(self, at: int, heading: str) -> int:
        self.sheet.merge_range(at, 0, at, len(FACTS_COLUMNS) - 1, "", self.book.style(_GROUP))
        self.book.write_text(self.sheet, at, 0, heading, _GROUP)
        self.sheet.set_row(at, 18)
        return at + 1

    def _row(self, at: int, number: int, indicator: Indicator, source_kind: str) -> None:
        self._put(at, layout.NUMBER, str(number), _LOCKED._replace(align="center"))
        self._put(at, layout.CODE, indicator.code, _LOCKED)
        self._put(at, layout.NAME, indicator.name, _LOCKED)
        self._put(at, layout.UNIT_TEXT, indicator.unit.text, _LOCKED._replace(align="center"))
        self._put(at, layout.VALUE, "", _VALUE)
        self._to_fill(at, source_kind)
        title, message = value_message(indicator)
        rule: dict[str, Any] = {"validate": "any"}
        stop = ""
        if indicator.ranks:
            rule = {"validate": "list", "source": self.lists.place(indicator.ranks)}
            stop = "Chọn một giá trị trong danh sách, hoặc để trống."
        self._validate(at, _at(layout.VALUE), rule, title, message, stop)
        cells = ((indicator.code, layout.CODE), (indicator.name, layout.NAME), (indicator.unit.text, layout.UNIT_TEXT))
        self.sheet.set_row(at, row_height((text, _WIDTHS[column.key]) for text, column in cells))

    def _to_fill(self, at: int, source_kind: str) -> None:
        """Writes the cells beside the value, which all rows have."""
        self._put(at, layout.BASIS, _BASES[0], _OPEN)
        self._put(at, layout.DAY, "", _DATE)
        self._put(at, layout.PERIOD, "", _OPEN)
        self._put(at, layout.SOURCE, "BC", _OPEN)
        self._put(at, layout.SOURCE_KIND, source_kind, _OPEN)
        for column in (layout.PERIOD_REASON, layout.INFERRED, layout.ASSESSOR, layout.REMARK, layout.NOTE):
            self._put(at, column, "", _OPEN)
        self._listed(at, layout.BASIS, _BASES, "Số ước của cả năm thì chọn «ước thực hiện»; bỏ trống là thực hiện.")
        self._listed(at, layout.SOURCE_KIND, _SOURCE_KINDS, "Người đánh giá nhận định, không đo đếm: «nhận định».")
        period = "Kỳ của số liệu; bỏ trống thì suy từ ngày tính đến."
        self._listed(at, layout.PERIOD, layout.PERIODS, period, strict=False)
        rule = _between("date", _FIRST_DAY, f"={self.as_of_cell}")
        self._validate(at, _at(layout.DAY), rule, "Tính đến", _OWN_DAY, stop=_BAD_DAY)
        source = "Mã nguồn (khai báo ở trang tính Nguồn), dấu phẩy, rồi mục, trang. Ví dụ: BC, mục II.1"
        self._validate(at, _at(layout.SOURCE), {"validate": "any"}, "Nguồn", source)

    def _listed(self, at: int, column: Column, values: tuple[str, ...], message: str, strict: bool = True) -> None:
        rule = {"validate": "list", "source": self.lists.place(values)}
        stop = "Chọn một giá trị trong danh sách." if strict else ""
        self._validate(at, _at(column), rule, column.header, message, stop)

    def _free_rows(self, at: int) -> None:
        at = self._group(at, "Dòng thêm: khi một số liệu có hai số (thực hiện và ước) hoặc nhiều nguồn, nhiều ngày")
        indicators = (i for group in _groups(self.rulebook) for i in group.indicators)
        choices = self.lists.place(tuple(layout.choice_of(i.code, i.name) for i in indicators))
        for row in range(at, at + FREE_ROWS):
            self.sheet.set_row(row, 18)
            self._put(row, layout.NUMBER, "", _LOCKED)
            self._put(row, layout.CODE, "", _OPEN)
            self._put(row, layout.NAME, "", _LOCKED)
            self._put(row, layout.UNIT_TEXT, "", _LOCKED)
            self._put(row, layout.VALUE, "", _VALUE)
            self._to_fill(row, _SOURCE_KINDS[0])
            rule = {"validate": "list", "source": choices}
            message = "Chọn mã trong danh sách, rồi ghi giá trị như ở dòng chính của mã ấy."
            self._validate(row, _at(layout.CODE), rule, layout.CODE.header, message, "Chọn một mã trong danh sách.")
            _, hint = value_message(None)
            self._validate(row, _at(layout.VALUE), {"validate": "any"}, layout.VALUE.header, hint)
        last = xl_rowcol_to_cell(at + FREE_ROWS, len(FACTS_COLUMNS) - 1)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:{last}"})

    # ------------------------------------------------------------ the other sheets

    def _sources(self) -> None:
        sheet, columns = self.sources, layout.SOURCES_COLUMNS
        hint = "Mỗi văn bản, sổ sách một dòng, với một mã ngắn; cột Nguồn của biểu bắt đầu bằng mã ấy."
        titles = [Title("NGUỒN CỦA SỐ LIỆU", MAIN_TITLE), Title(hint, Look(italic=True))]
        at = write_titles(self.book, sheet, 0, titles, len(columns))
        for number, (column, width) in enumerate(zip(columns, (14, 70, 12, 34), strict=True)):
            sheet.set_column(number, number, width)
            self.book.write_text(sheet, at, number, column.header, _HEADER)
        first = ("BC", f"Báo cáo năm {self.year}", "", "")
        for row in range(at + 1, at + 1 + _SOURCE_ROWS):
            for number in range(len(columns)):
                self.book.write_text(sheet, row, number, first[number] if row == at + 1 else "", _OPEN)
        sheet.freeze_panes(at + 1, 0)
        set_page(sheet)

    def _advice(self) -> None:
        self.advice.set_column(0, 0, 120)
        self.book.write_text(self.advice, 0, 0, "CÁCH ĐIỀN BIỂU SỐ LIỆU", MAIN_TITLE)
        for row, line in enumerate(advice(), 1):
            self.book.write_text(self.advice, row, 0, line, Look(size=12))
            self.advice.set_row(row, 2 + row_height([(line, 110)]))
        set_page(self.advice)
        self.advice.protect("")

    # ------------------------------------------------------------ cells

    def _put(self, row: int, column: Column, text: str, look: Look) -> None:
        self.book.write_text(self.sheet, row, _at(column), text, look)

    def _validate(self, row: int, column: int, rule: dict[str, Any], title: str, message: str, stop: str = "") -> None:
        """Sets a rule and a message for one cell; without ``stop`` the rule only proposes."""
        options = rule | {"input_title": title[:_MESSAGE_TITLE], "input_message": message[:_MESSAGE]}
        if stop:
            options |= {"error_title": "Chưa đúng", "error_message": stop[:_MESSAGE]}
        elif rule["validate"] != "any":
            options |= {"show_error": False}
        self.sheet.data_validation(row, column, row, column, options)


class _Lists:
    """The hidden sheet with the mark and the choices, each list once in a column of its own."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self.book, self.sheet = book, sheet
        self.places: dict[tuple[str, ...], str] = {}
        sheet.very_hidden()
        sheet.protect("")

    def text(self, row: int, column: int, text: str) -> None:
        self.book.write_text(self.sheet, row, column, text, Look(wrap=False))

    def place(self, values: tuple[str, ...]) -> str:
        """Returns a reference to the range that holds ``values``."""
        if values not in self.places:
            column = 3 + len(self.places)
            for row, value in enumerate(values):
                self.text(row, column, value)
            first = xl_rowcol_to_cell(0, column, row_abs=True, col_abs=True)
            last = xl_rowcol_to_cell(len(values) - 1, column, row_abs=True, col_abs=True)
            self.places[values] = f"='{layout.MARK_SHEET}'!{first}:{last}"
        return self.places[values]


def _between(what: str, least: object, most: object) -> dict[str, Any]:
    return {"validate": what, "criteria": "between", "minimum": least, "maximum": most}


def _groups(rulebook: Rulebook) -> Iterable[_Group]:
    """Yields the rows to fill in: numbers, dates and categories first, then observations and judgements."""
    given = [indicator for indicator in rulebook.indicators.values() if indicator.formula is None]
    judged = tuple(i for i in given if i.kind in (Kind.YES_NO, Kind.JUDGEMENT))
    counted = tuple(i for i in given if i not in judged)
    if counted:
        yield _Group("I. Số liệu đo đếm", counted, _SOURCE_KINDS[0])
    if judged:
        yield _Group("II. Nhận định, quan sát", judged, _SOURCE_KINDS[1])


def _at(column: Column) -> int:
    return FACTS_COLUMNS.index(column)
