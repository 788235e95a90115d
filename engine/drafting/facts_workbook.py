"""Writes the spreadsheet form for facts: a sheet per unit, with choices, limits and advice.

Values are cells of the format «text»: a number typed as 4.950 stays as typed in every locale of the program, and import
reads it by Vietnamese rules. Import relies on the layout of `facts_columns`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from engine.drafting import facts_columns as layout
from engine.drafting.facts_advice import advice
from engine.drafting.form_sheet import FormSheet, Lists, Recipient, asked_by, free_sheet_names, mark_entries
from engine.rulebook.rulebook import Rulebook
from engine.spreadsheets.book import Book, Look
from engine.spreadsheets.tables import MAIN_TITLE, Title, row_height, set_page, write_titles

_SOURCE_ROWS = 15
_OPEN = Look(border=True, number="@", unlocked=True)
_HEADER = Look(bold=True, align="center", border=True, fill="#D9E2F3")
_RESERVED = (layout.SOURCES_SHEET, layout.ADVICE_SHEET, layout.MARK_SHEET, "History")
"""Names of sheets of the form itself, and one that Excel keeps for itself."""


def facts_workbook(rulebook: Rulebook, year: int, as_of: date | None, recipients: Sequence[Recipient]) -> bytes:
    """Returns the .xlsx form for the facts of ``year``, with a sheet for each of ``recipients``.

    Equal arguments give equal bytes. ``as_of``, where it is known, is of 1900 or later: spreadsheets know no earlier dates.
    """
    asked = asked_by(rulebook, year, as_of)
    one = recipients[0].unit if len(recipients) == 1 else ""
    subject = f"{one or f'{len(recipients)} đơn vị'}, năm {year}"
    book = Book(f"Biểu số liệu {rulebook.resolution.number}", subject, as_of or date(year, 12, 31))
    names = [layout.FACTS_SHEET] if one else free_sheet_names((to.unit for to in recipients), _RESERVED)
    sheets = [book.sheet(name) for name in names]
    _sources(book)
    _advice(book)
    lists = Lists(book, book.sheet(layout.MARK_SHEET))
    for sheet, recipient in zip(sheets, recipients, strict=True):
        form = FormSheet(book, sheet, lists, asked, recipient)
        form.write()
        if one:
            form.name_the_head()
    lists.text(0, 0, layout.MARK)
    for row, (entry, text) in enumerate(mark_entries(asked, one).items(), 1):
        lists.text(row, 0, entry.value)
        lists.text(row, 1, text)
    sheets[0].activate()
    return book.content()


def _sources(book: Book) -> None:
    sheet, columns = book.sheet(layout.SOURCES_SHEET), layout.SOURCES_COLUMNS
    hint = "Không bắt buộc. Văn bản, sổ sách dùng nhiều lần thì ghi một dòng với một mã ngắn (ví dụ BC); cột Nguồn của biểu ghi mã ấy."
    titles = [Title("NGUỒN CỦA SỐ LIỆU", MAIN_TITLE), Title(hint, Look(italic=True))]
    at = write_titles(book, sheet, 0, titles, len(columns))
    for number, (column, width) in enumerate(zip(columns, (14, 70, 12, 34), strict=True)):
        sheet.set_column(number, number, width)
        book.write_text(sheet, at, number, column.header, _HEADER)
    for row in range(at + 1, at + 1 + _SOURCE_ROWS):
        for number in range(len(columns)):
            book.write_text(sheet, row, number, "", _OPEN)
    sheet.freeze_panes(at + 1, 0)
    set_page(sheet)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _advice(book: Book) -> None:
    sheet = book.sheet(layout.ADVICE_SHEET)
    sheet.set_column(0, 0, 120)
    book.write_text(sheet, 0, 0, "CÁCH ĐIỀN BIỂU SỐ LIỆU", MAIN_TITLE)
    for row, line in enumerate(advice(), 1):
        book.write_text(sheet, row, 0, line, Look(size=12))
        sheet.set_row(row, 2 + row_height([(line, 110)]))
    set_page(sheet)
    sheet.protect("")
