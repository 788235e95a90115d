"""A workbook that is the same bytes for the same content, in which no text can become a formula, a link or a control code."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from engine.language.text import printable

FONT = "Times New Roman"
LONGEST_TEXT = 32_767
"""Characters that a cell can hold; Excel calls a file with more of them damaged."""

_CUT = " … (còn nữa)"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}")
_LONGEST_PROPERTY = 255
_FIRST_DAY = datetime(1980, 1, 1)
"""As for the parts of a package; of years below 1000 no program can read the date of a document."""

_STRINGS = "xl/sharedStrings.xml"
_CHARACTER_NOTATION = re.compile(rb"_x(?=[0-9A-Fa-f]{1,3}_)")


class Look(NamedTuple):
    """How a cell looks. ``fill`` and ``colour`` are ``#rrggbb``, empty for none; ``number`` is a number format."""

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
    """A workbook in the making. ``day`` stands for the time of creation, which would otherwise differ in every run.

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
        """A new sheet. ``name`` is one of the program's own: at most 31 characters, none of ``[]:*?/\\``."""
        return self.workbook.add_worksheet(name)

    def style(self, look: Look, quoted: bool = False) -> Format:
        """The format of a look; ``quoted`` marks a text as text even where somebody edits its cell."""
        key = (look, quoted)
        if key not in self._looks:
            self._looks[key] = self.workbook.add_format(_properties(look) | ({"quote_prefix": True} if quoted else {}))
        return self._looks[key]

    def write_text(self, sheet: Worksheet, row: int, column: int, text: str, look: Look) -> None:
        """``text`` as a text, whatever it starts with."""
        text = safe_text(text)
        if text:
            sheet.write_string(row, column, text, self.style(look, starts_formula(text)))
        else:
            sheet.write_blank(row, column, None, self.style(look))

    def write_day(self, sheet: Worksheet, row: int, column: int, day: date, look: Look) -> None:
        """A date as a date. ``day`` is of 1900 or later: spreadsheets know none before."""
        when = datetime(day.year, day.month, day.day)
        sheet.write_datetime(row, column, when, self.style(look._replace(number="dd/mm/yyyy", align="center")))

    def content(self) -> bytes:
        """The finished file. Nothing can be written afterwards."""
        self.workbook.close()
        return _with_plain_underscores(self._bytes.getvalue())


def _with_plain_underscores(package: bytes) -> bytes:
    """The package with «_xa_» in texts kept apart from the notation for characters, ``_x000A_``.

    XlsxWriter escapes what has the four digits of the notation; LibreOffice reads one and two digits as well, so that
    of «so_xa_moi» a line break would be left.
    """
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == _STRINGS:
                content = _CHARACTER_NOTATION.sub(b"_x005F_x", content)
            target.writestr(part, content)
    return settled.getvalue()


def safe_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """``text`` as a cell can hold it: no control characters, and cut with a word about it where it is too long."""
    text = printable(text.replace("\r\n", "\n").replace("\t", " "))
    units = text.encode("utf-16-le")  # spreadsheets count characters so
    if len(units) <= 2 * longest:
        return text
    return units[: 2 * (longest - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet that is given ``text`` to type in would take it for a formula."""
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
