"""Writes tables on a sheet: titles, a header that repeats on every page, rows of typed cells."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from engine.domain.records import NamedTuple
from engine.spreadsheets.book import Book, Look

_HEADER = Look(bold=True, align="center", border=True, fill="#D9E2F3")
_BODY = Look(border=True)
_TITLE_HEIGHT, _LINE_HEIGHT, _HEADER_HEIGHT = 22, 17, 36
_LINE, _MARGIN, _TALLEST = 14.5, 4.0, 409.0
"""Points of a line of the body, of the space above and below it, and of the tallest row of spreadsheets."""

_CHARACTERS = 1.05
"""Letters of running text per digit of the width of a column; rather too few than too many."""

_BOLD = 0.9
"""Of the letters of a line those that fit where they are bold."""

_ENOUGH = 5_000
"""Characters that fill the tallest row in any column."""

_A4, _INCH = 9, 1 / 25.4
_BESIDE_DIGITS = 1.1
"""Letters are broader than the digits that measure the width of a column."""


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
    align: str = "right"
    fill: str = ""

    @property
    def width(self) -> float:
        """The least width of its column. Spreadsheets show ### for a number that does not fit."""
        plain, *tails = self.number_format.partition(";")[0].split('"')
        decimals = plain.partition(".")[2].count("0")
        return (len(f"{self.value:+,.{decimals}f}") + len("".join(tails))) * _BESIDE_DIGITS


class Day(NamedTuple):
    """A cell of a date, not before 1900."""

    day: date


class Formula(NamedTuple):
    """A cell of a formula of the program's own; ``value`` is its present value, ``number_format`` '' for a text."""

    formula: str
    value: float | str
    number_format: str = ""
    align: str = "right"


class Link(NamedTuple):
    """A cell of text that leads to another cell of the workbook: ``place`` is «'Số liệu'!D12»."""

    text: str
    place: str


class Gap(NamedTuple):
    """A cell that is not written at all: charts draw one that was written without a content as 0."""


Cell = Text | Amount | Day | Formula | Link | Gap
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
LEFT_TITLE = Look(bold=True, size=14)
"""That of a table of two pages, whose middle stands between them."""

SUBTITLE = Look(bold=True, size=12, align="center")
_LINK = "#0563C1"
_NOTICE = Look(bold=True, size=12, align="center", colour="#C00000")
BELOW_TITLE = Look(italic=True, size=12, align="center")


def write_table(
    book: Book,
    sheet: Worksheet,
    titles: Iterable[Title],
    headings: Sequence[Heading],
    rows: Iterable[Row],
    frozen: int,
    name: str = "",
) -> int:
    """Writes titles, header and rows on an empty sheet; the first ``frozen`` columns do not scroll.

    ``name`` is that of the Excel Table that it becomes, '' for cells with a filter.

    Returns the row below.
    """
    at = open_sheet(book, sheet, titles, len(headings))
    rows = list(rows)
    end = write_rows(book, sheet, at, headings, rows)
    if name and rows:
        _make_table(book, sheet, at, end, [heading.header for heading in headings], name)
    else:
        sheet.autofilter(at, 0, end, len(headings) - 1)
    sheet.freeze_panes(at + 1, frozen)
    sheet.ignore_errors({"number_stored_as_text": xl_range(at, 0, end, len(headings) - 1)})  # ids such as 1.1
    sheet.repeat_rows(at)
    set_page(sheet)
    return end + 1


def open_sheet(book: Book, sheet: Worksheet, titles: Iterable[Title], columns: int) -> int:
    """Writes the notice of the book, if there is one, and ``titles``. Returns the row below."""
    notice = [Title(book.notice, _NOTICE)] if book.notice else []
    if book.notice:
        sheet.set_header(f'&C&"Times New Roman,Bold"&11{book.notice}')
    return write_titles(book, sheet, 0, (*notice, *titles), columns)


def write_rows(book: Book, sheet: Worksheet, at: int, headings: Sequence[Heading], rows: Sequence[Row]) -> int:
    """Writes header and rows from row ``at`` on. Returns the last row."""
    headings = [_wide_enough(heading, [row.cells[column] for row in rows]) for column, heading in enumerate(headings)]
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, heading.width)
        book.write_text(sheet, at, column, heading.header, _HEADER)
    sheet.set_row(at, _HEADER_HEIGHT)
    end = at
    for end, row in enumerate(rows, at + 1):
        sheet.set_row(end, _height(row, headings))
        for column, cell in enumerate(row.cells):
            _write(book, sheet, end, column, cell, row)
    return end


def _make_table(book: Book, sheet: Worksheet, head: int, end: int, headers: Sequence[str], name: str) -> None:
    columns = [{"header": header, "header_format": book.style(_HEADER)} for header in headers]
    sheet.add_table(head, 0, end, len(headers) - 1, {"name": name, "style": None, "columns": columns})


def shade_by_share(sheet: Worksheet, first: int, last: int, column: int) -> None:
    """Draws a bar from 0 to 100 in every cell of ``column`` from row ``first`` to ``last``."""
    limits = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}
    bar = {"type": "data_bar", "bar_color": "#9DC3E6", "bar_solid": True, "data_bar_2010": True}
    sheet.conditional_format(first, column, max(first, last), column, bar | limits)


def rows_above(book: Book, titles: Sequence[Title]) -> int:
    """Returns the number of the first row of a table below ``titles``, counted from 1."""
    return len(titles) + bool(book.notice) + 2


def _wide_enough(heading: Heading, cells: Iterable[Cell]) -> Heading:
    """Returns the column at least as wide as its longest number, which cannot be wrapped."""
    longest = max((cell.width for cell in cells if isinstance(cell, Amount)), default=0.0)
    return heading._replace(width=max(heading.width, longest))


def write_titles(book: Book, sheet: Worksheet, at: int, titles: Iterable[Title], columns: int) -> int:
    """Writes each title in a merged line, from row ``at`` on. Returns the row below."""
    for title in titles:
        sheet.merge_range(at, 0, at, columns - 1, "", book.style(title.look))
        book.write_text(sheet, at, 0, title.text, title.look)
        height = _TITLE_HEIGHT if title.look.size > 11 else _LINE_HEIGHT
        sheet.set_row(at, height * title.lines)
        at += 1
    return at


def set_margins(sheet: Worksheet, left: float, right: float, top: float, bottom: float) -> None:
    """Sets the margins of the printed page in millimetres."""
    sheet.set_margins(left=left * _INCH, right=right * _INCH, top=top * _INCH, bottom=bottom * _INCH)


def set_page(sheet: Worksheet) -> None:
    """Sets pages of A4 landscape, numbered, and the table as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    set_margins(sheet, left=15, right=10, top=15, bottom=15)
    sheet.set_footer('&L&"Times New Roman,Italic"&9&A&R&"Times New Roman,Regular"&9Trang &P/&N')
    sheet.hide_gridlines(2)


def set_two_pages_wide(sheet: Worksheet, frozen: int) -> None:
    """Prints a table of many columns over two pages, the first ``frozen`` columns on both."""
    sheet.repeat_columns(0, frozen - 1)
    sheet.fit_to_pages(2, 0)


def _write(book: Book, sheet: Worksheet, row: int, column: int, cell: Cell, of: Row) -> None:
    match cell:
        case Text(text=text, fill=fill, colour=colour, align=align):
            look = _look(of.bold or bool(fill), fill or of.fill, align, colour)
            book.write_text(sheet, row, column, text, look)
        case Amount(value=value, number_format=number_format, align=align, fill=fill):
            style = book.style(_look(of.bold, fill or of.fill, align, number=number_format))
            sheet.write_number(row, column, value, style)
        case Formula(formula=formula, value=value, number_format=number_format, align=align):
            look = _look(of.bold, of.fill, align, number=number_format)
            book.write_formula(sheet, row, column, formula, value, look)
        case Link(text=text, place=place):
            book.write_link(sheet, row, column, text, place, _look(of.bold, of.fill, colour=_LINK))
        case Day(day=day):
            book.write_day(sheet, row, column, day, _look(of.bold, of.fill))


@lru_cache(1_000)
def _look(bold: bool, fill: str, align: str = "left", colour: str = "", number: str = "") -> Look:
    return _BODY._replace(bold=bold, fill=fill, align=align, colour=colour, number=number)


def table_height(rows: Iterable[Row], headings: Sequence[Heading]) -> float:
    """Returns the height of a table in points."""
    return _HEADER_HEIGHT + sum(_height(row, headings) for row in rows)


def _height(row: Row, headings: Sequence[Heading]) -> float:
    cells = zip(row.cells, headings, strict=True)
    share = _BOLD if row.bold else 1.0
    return row_height((cell.text, heading.width * share) for cell, heading in cells if isinstance(cell, Text | Link))


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """Returns the points that a row needs for ``texts``, each with the width of its column.

    Callers set it for every row: some programs do not measure wrapped texts and would show one line only.
    """
    lines = max((lines_of(text, width) for text, width in texts), default=1)
    return min(lines * _LINE + _MARGIN, _TALLEST)


def lines_of(text: str, width: float) -> int:
    """Returns the number of lines of ``text`` in a column of ``width`` characters, rather too many than too few."""
    characters = max(int(width * _CHARACTERS), 1)
    if len(text) <= characters and text.isprintable():
        return 1  # most cells by far
    return _wrapped(text[:_ENOUGH], characters)


@lru_cache(1_000)
def _wrapped(text: str, characters: int) -> int:
    """Returns the number of lines; the same wordings stand in the rows of every unit."""
    return sum(len(textwrap.wrap(line, characters)) or 1 for line in text.split("\n"))
