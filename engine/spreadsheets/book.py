"""A workbook: equal content gives equal bytes, and no text can become a formula, a link or a control code.

Formulas are the program's own, of names of cells, numbers and fixed words.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from engine.domain.records import NamedTuple
from engine.language.text import printable

FONT = "Times New Roman"
LONGEST_TEXT = 32_767
"""The most characters of a cell; Excel reports a file with more as damaged."""

_CUT = " … (còn nữa)"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}")
_LONGEST_PROPERTY = 255
_LIKE_NUMBER = re.compile(r"[0-9][0-9.,/ %-]*\Z")
"""What a program may read as a number or a date when somebody edits the cell: 1.1 is the first of January."""

_FIRST_DAY = datetime(1980, 1, 1)
"""The first day of the parts of a package; no program reads the date of a document of years below 1000."""

_STRINGS = "xl/sharedStrings.xml"
_CHARACTER_NOTATION = re.compile(rb"_x(?=[0-9A-Fa-f]{1,3}_)")


class Look(NamedTuple):
    """The look of a cell. ``fill`` and ``colour`` are ``#rrggbb``, '' for none; ``number`` is a number format."""

    bold: bool = False
    italic: bool = False
    size: int = 11
    align: str = "left"
    wrap: bool = True
    border: bool = False
    fill: str = ""
    colour: str = ""
    number: str = ""
    unlocked: bool = False


class Book:
    """A workbook. ``day`` is its date of creation, so that every run writes the same bytes.

    ``notice`` stands above every table and on every printed page, where there is one.
    """

    def __init__(self, title: str, subject: str, day: date, notice: str = "") -> None:
        self.notice = notice
        self._bytes = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": 11},
        }
        self.workbook = xlsxwriter.Workbook(self._bytes, options)
        self.workbook.set_properties(
            {
                "title": safe_text(title, _LONGEST_PROPERTY),
                "subject": safe_text(subject, _LONGEST_PROPERTY),
                "author": "chitieu",
                "created": max(datetime(day.year, day.month, day.day), _FIRST_DAY),
            }
        )
        self._looks: dict[tuple[Look, bool], Format] = {}

    def sheet(self, name: str) -> Worksheet:
        """Returns a new sheet. ``name`` has at most 31 characters, none of ``[]:*?/\\``."""
        return self.workbook.add_worksheet(name)

    def style(self, look: Look, quoted: bool = False) -> Format:
        """Returns the format of a look; a ``quoted`` text stays a text when somebody edits its cell."""
        key = (look, quoted)
        if key not in self._looks:
            self._looks[key] = self.workbook.add_format(_properties(look) | ({"quote_prefix": True} if quoted else {}))
        return self._looks[key]

    def write_text(self, sheet: Worksheet, row: int, column: int, text: str, look: Look) -> None:
        """Writes ``text`` as a text, also where it looks like a formula."""
        text, quoted = _shown(text)
        if text:
            sheet.write_string(row, column, text, self.style(look, quoted))
        else:
            sheet.write_blank(row, column, None, self.style(look))

    def write_link(self, sheet: Worksheet, row: int, column: int, text: str, place: str, look: Look) -> None:
        """Writes ``text`` as a text that leads to ``place``, a cell of this workbook, which is the program's own words."""
        self.write_text(sheet, row, column, text, look)
        shown, quoted = _shown(text)
        if shown:
            sheet.write_url(row, column, f"internal:{place}", self.style(look, quoted), shown)

    def write_formula(
        self, sheet: Worksheet, row: int, column: int, formula: str, value: float | str, look: Look
    ) -> None:
        """Writes a formula of the program's own, made of names, cells and numbers only, with its present ``value``."""
        sheet.write_formula(row, column, formula, self.style(look), value)

    def write_day(self, sheet: Worksheet, row: int, column: int, day: date, look: Look) -> None:
        """Writes a date. ``day`` is of 1900 or later: spreadsheets know no earlier dates."""
        when = datetime(day.year, day.month, day.day)
        sheet.write_datetime(row, column, when, self.style(look._replace(number="dd/mm/yyyy", align="center")))

    def content(self) -> bytes:
        """Returns the finished file, to which nothing can be added."""
        self.workbook.close()
        return _with_plain_underscores(self._bytes.getvalue())


def _with_plain_underscores(package: bytes) -> bytes:
    """Returns the package with «_xa_» in texts escaped, so that no program takes it for the notation ``_x000A_``.

    XlsxWriter escapes four digits; LibreOffice also reads one to three, and would turn «so_xa_moi» into a line break.
    """
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        if _STRINGS not in source.namelist() or _CHARACTER_NOTATION.search(source.read(_STRINGS)) is None:
            return package
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == _STRINGS:
                content = _CHARACTER_NOTATION.sub(b"_x005F_x", content)
            target.writestr(part, content)
    return settled.getvalue()


def safe_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """Returns ``text`` without control characters, and cut with a remark where it is too long for a cell."""
    text = printable(text.replace("\r\n", "\n").replace("\t", " "))
    units = text.encode("utf-16-le")  # spreadsheets count characters so
    if len(units) <= 2 * longest:
        return text
    return units[: 2 * (longest - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


@lru_cache(1_000)
def _shown(text: str) -> tuple[str, bool]:
    """Returns ``text`` as a cell can hold it, and whether it must be kept from becoming something else; most come again."""
    shown = safe_text(text)
    return shown, _is_quoted(shown)


def _is_quoted(text: str) -> bool:
    return starts_formula(text) or _LIKE_NUMBER.match(text) is not None


def starts_formula(text: str) -> bool:
    """Returns whether a spreadsheet would take ``text``, typed into a cell, for a formula."""
    return text.lstrip(" \n\N{NO-BREAK SPACE}").startswith(_FORMULA_STARTS)


def _properties(look: Look) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "font_name": FONT,
        "font_size": look.size,
        "bold": look.bold,
        "italic": look.italic,
        "align": look.align,
        "valign": "vcenter",
        "text_wrap": look.wrap,
        "locked": not look.unlocked,
    }
    if look.border:
        properties |= {"border": 1, "border_color": "#808080"}
    if look.fill:
        properties |= {"bg_color": look.fill, "pattern": 1}
    if look.colour:
        properties["font_color"] = look.colour
    if look.number:
        properties["num_format"] = look.number
    return properties
