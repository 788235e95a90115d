"""Reads rows of an .xlsx sheet that hold nothing but plain cells by one expression, some five times faster than expat does.

What is not certain here is left to the reader of elements: formulas, texts with several fonts, escapes, small letters,
numbers whose format shows something else, rows and cells out of order, anything damaged.
"""

from __future__ import annotations

import re
from sys import intern

from engine.importing.cell_making import CellStyle, has_no_look, shown_number
from engine.importing.excel_package import SheetSoFar
from engine.importing.stored_rows import Content
from engine.importing.xlsx_parts import Workbook, unescaped

_REFERENCE = r"&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});"
_VALUE = rf"(?:[^<&>\x00-\x08\x0b-\x1f\ufffe\uffff]|{_REFERENCE})*+"
_CELL = (
    r'<c(?: r="([A-Z]{1,3})([0-9]{1,7})")?+(?: s="([0-9]{1,5})")?+(?: t="(n|s|str|inlineStr)")?+'
    rf'(?:/>|>(?:<v>({_VALUE})</v>|<is><t(?: xml:space="preserve")?+>({_VALUE})</t></is>)?+</c>)'
)
_CELLS = re.compile(_CELL)
_REFERENCES = re.compile(_REFERENCE)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ROW = re.compile(
    r'<row(?: r="([0-9]{1,7})")?+(?: spans="[0-9: ]*+")?+(?: s="[0-9]*+")?+(?: customFormat="[a-z0-9]*+")?+(?: ht="[0-9.]*+")?+'
    r'(?: hidden="(?:0|false)")?+(?: customHeight="[a-z0-9]*+")?+(?: outlineLevel="[0-9]*+")?+(?: collapsed="[a-z0-9]*+")?+'
    r'(?: thickTop="[a-z0-9]*+")?+(?: thickBot="[a-z0-9]*+")?+( x14ac:dyDescent="[0-9.]*+")?+>'
    rf"((?:{re.sub(r'[(](?![?])', '(?:', _CELL)})*+)</row>[ \t\r\n]*+"
)
"""Attributes in the order in which programs write them, each once: what they mean is known, and that they are well-formed."""
_HEAD = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml version="1\.[0-9]"(?: encoding="(?:utf|UTF)-8")?(?: standalone="\w+")?\s*\?>)?\s*<'
)


def may_hold(head: bytes) -> bool:
    """Returns whether the rows behind this beginning of a sheet may be read here: UTF-8, and nothing declared in a DTD."""
    return _HEAD.match(head) is not None and b"<!" not in head


class PlainRows:
    """Reads plain rows into ``so_far``; ``columns`` gives the numbers of columns by their letters, as far as they are known."""

    def __init__(self, book: Workbook, so_far: SheetSoFar, columns: dict[str, int], head: bytes) -> None:
        self._texts, self._styles, self._so_far, self._columns = book.texts, book.styles, so_far, columns
        self._has_heights = b' xmlns:x14ac="' in head
        self._usual: dict[str, tuple[bool, str]] = {}

    def read(self, text: str, position: int, last: int) -> tuple[int, int]:
        """Reads the plain rows of a text from ``position`` on, which come after the row ``last``.

        Returns where they end, and the last of them. Raises UnreadableTable, ValueError.
        """
        while (found := _ROW.match(text, position)) is not None:
            number = int(found[1]) if found[1] else last + 1
            if (
                number <= last
                or (found[2] and not self._has_heights)
                or not self._row(number, found[1] or "", found[3])
            ):
                break
            last, position = number, found.end()
        return position, last

    def _row(self, number: int, digits: str, cells: str) -> bool:
        """Keeps a row; returns False, having kept nothing, where it is not plain."""
        columns: list[int] = []
        contents: list[Content] = []
        column = letters = 0
        for name, row, style, kind, value, inline in _CELLS.findall(cells):
            before = column
            column = self._columns.get(name, 0) if name else column + 1
            usual = self._usual.get(style)
            is_usual, font = usual if usual is not None else self._look(style)
            if column <= before or (name and row != digits) or bool(inline) > (kind == "inlineStr"):
                return False
            if kind == "" or kind == "n":
                if not value or value.isspace():
                    continue
                content = _number(value) if is_usual and "&" not in value else None
                if content is None:
                    return False
                columns.append(column)
                contents.append(content)
                continue
            if kind == "s" and value:
                text, raised = (
                    self._texts[int(value)]
                    if value.isdecimal() and value.isascii() and len(value) < 9 and int(value) < len(self._texts)
                    else ("", "?")
                )
                if raised:
                    return False
            elif kind == "inlineStr":
                if value:
                    return False
                text = intern(_plain_text(inline))
            else:
                text = _plain_text(value)
            if "\0" in text:
                return False
            if text and not text.isspace():
                columns.append(column)
                contents.append((text, font) if font else text)
                letters += len(text)
        if columns:
            self._so_far.keep_contents(number, tuple(columns), contents, column, letters)
        return True

    def _look(self, style: str) -> tuple[bool, str]:
        """Returns whether numbers of a style look like themselves, and the font of its texts."""
        number = int(style) if style else 0
        form = self._styles[number] if number < len(self._styles) else CellStyle()
        look = self._usual[style] = has_no_look(form), form.font
        return look


def _plain_text(written: str) -> str:
    """Returns a text as it is read, with «\\0» in it where it refers to a character that XML does not have."""
    text = _REFERENCES.sub(_referred, written) if "&" in written else written
    return unescaped(text)


def _referred(found: re.Match[str]) -> str:
    name = found[0][1:-1]
    if name[0] != "#":
        return _NAMED[name]
    code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    allowed = code in (9, 10) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    return chr(code) if allowed else "\0"


def _number(value: str) -> Content | None:
    """Returns the content of a number. Raises ValueError."""
    if "." in value or "e" in value or "E" in value:
        number = shown_number(float(value))
        return (str(number),) if number is not None else None
    return (str(int(value)),)
