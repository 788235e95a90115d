"""Tables on a sheet: a head of titles, a header that stays in sight and on every page, rows of typed cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from engine.spreadsheets.book import Book, Look

_HEADER = Look(bold=True, align="center", border=True, fill="#D9E2F3")
_BODY = Look(border=True)
_TITLE_HEIGHT, _LINE_HEIGHT, _HEADER_HEIGHT = 22, 17, 36
_A4, _INCH = 9, 1 / 25.4


class Text(NamedTuple):
    """A cell of text."""

    text: str
    fill: str = ""
    colour: str = ""
    align: str = "left"


class Amount(NamedTuple):
    """A cell of a number, shown by ``number_format``."""

    value: float
    number_format: str


class Day(NamedTuple):
    """A cell of a date, not before 1900."""

    day: date


Cell = Text | Amount | Day
EMPTY = Text("")


class Heading(NamedTuple):
    """A column: its header and its width in characters."""

    header: str
    width: float


class Row(NamedTuple):
    """The cells of one row, as many as there are columns."""

    cells: Sequence[Cell]
    bold: bool = False
    fill: str = ""


class Title(NamedTuple):
    """A line above or below a table, across its columns; it takes ``lines`` lines of the sheet."""

    text: str
    look: Look = Look(align="left")
    lines: int = 1


MAIN_TITLE = Look(bold=True, size=14, align="center")
SUBTITLE = Look(bold=True, size=12, align="center")
BELOW_TITLE = Look(italic=True, size=12, align="center")


def write_table(
    book: Book, sheet: Worksheet, titles: Iterable[Title], headings: Sequence[Heading], rows: Iterable[Row], frozen: int
) -> int:
    """Titles, header and rows on an empty sheet. The first ``frozen`` columns stay in sight. Returns the row below."""
    at = write_titles(book, sheet, 0, titles, len(headings))
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, heading.width)
        book.write_text(sheet, at, column, heading.header, _HEADER)
    sheet.set_row(at, _HEADER_HEIGHT)
    end = at
    for end, row in enumerate(rows, at + 1):
        for column, cell in enumerate(row.cells):
            _write(book, sheet, end, column, cell, row)
    sheet.autofilter(at, 0, max(end, at), len(headings) - 1)
    sheet.freeze_panes(at + 1, frozen)
    sheet.repeat_rows(at)
    set_page(sheet)
    return end + 1


def write_titles(book: Book, sheet: Worksheet, at: int, titles: Iterable[Title], columns: int) -> int:
    """Each title in one merged line from row ``at`` on. Returns the row below."""
    for title in titles:
        sheet.merge_range(at, 0, at, columns - 1, "", book.style(title.look))
        book.write_text(sheet, at, 0, title.text, title.look)
        height = _TITLE_HEIGHT if title.look.size > 11 else _LINE_HEIGHT
        sheet.set_row(at, height * title.lines)
        at += 1
    return at


def set_page(sheet: Worksheet) -> None:
    """A4 on its side, as wide as the page, numbered; the repeated header is the table's own business."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=15 * _INCH, right=10 * _INCH, top=15 * _INCH, bottom=15 * _INCH)
    sheet.set_footer('&L&"Times New Roman,Italic"&9&A&R&"Times New Roman,Regular"&9Trang &P/&N')
    sheet.hide_gridlines(2)


def _write(book: Book, sheet: Worksheet, row: int, column: int, cell: Cell, of: Row) -> None:
    look = _BODY._replace(bold=of.bold, fill=of.fill)
    match cell:
        case Text(text=text, fill=fill, colour=colour, align=align):
            shaded = look._replace(fill=fill or look.fill, colour=colour, align=align, bold=look.bold or bool(fill))
            book.write_text(sheet, row, column, text, shaded)
        case Amount(value=value, number_format=number_format):
            style = book.style(look._replace(number=number_format, align="right"))
            sheet.write_number(row, column, value, style)
        case Day(day=day):
            book.write_day(sheet, row, column, day, look)
