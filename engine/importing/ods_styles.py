"""Reads the styles of an OpenDocument spreadsheet: fonts, small letters, hidden sheets, and formats of numbers as Excel writes them."""

from __future__ import annotations

from engine.domain.records import NamedTuple
from engine.importing.cell_making import CellStyle

PREFIXES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office:",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table:",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text:",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style:",
    "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0": "number:",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo:",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg:",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext:",
}
_DATES = ("number:date-style", "number:time-style")
_NUMBERS = ("number:number-style", "number:percentage-style", "number:currency-style", *_DATES)
_PERCENTAGE = "number:percentage-style"
_WORDS = ("number:text", "number:currency-symbol")
_SIGNS = " -−+()"
_FACTOR = 1000
_DEEPEST = 20
"""Parents of a style that are followed; a ring of them would have no end."""

Attributes = dict[str, str]


class _Style(NamedTuple):
    family: str
    parent: str = ""
    data: str = ""
    font: str = ""
    small: bool = False
    hidden: bool = False


class Styles:
    """The styles of one file, which are told element by element."""

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._formats: dict[str, str] = {}
        self._cases: dict[str, list[str]] = {}
        self._faces: dict[str, str] = {}
        self._cells: dict[str, CellStyle] = {}
        self._open: tuple[str, str] | None = None
        self._data = self._kind = self._word = ""

    def start(self, tag: str, given: Attributes) -> None:
        """Takes the start of an element."""
        if tag in ("style:style", "style:default-style"):
            family, name = given.get("style:family", ""), given.get("style:name", "")
            self._open = (family, name)
            self._styles[self._open] = _Style(
                family, given.get("style:parent-style-name", ""), given.get("style:data-style-name", "")
            )
        elif tag == "style:font-face":
            self._faces[given.get("style:name", "")] = given.get("svg:font-family", "").strip("'\"")
        elif tag == "style:text-properties" and self._open is not None:
            name = given.get("style:font-name", "")
            font = self._faces.get(name) or given.get("fo:font-family", "").strip("'\"") or name
            position = given.get("style:text-position", "").split(" ")[0]
            small = position in ("super", "sub") or position.rstrip("%") not in ("", "0")
            self._styles[self._open] = self._styles[self._open]._replace(font=font, small=small)
        elif tag == "style:table-properties" and self._open is not None:
            self._styles[self._open] = self._styles[self._open]._replace(hidden=given.get("table:display") == "false")
        elif tag in _NUMBERS:
            self._data, self._kind = given.get("style:name", ""), tag
            self._formats[self._data] = "d" if tag in _DATES else ""
        elif self._data:
            self._start_of_format(tag, given)

    def _start_of_format(self, tag: str, given: Attributes) -> None:
        self._word = tag if tag in _WORDS else ""
        if tag in ("number:number", "number:scientific-number", "number:fraction"):
            factor, thousands = float(given.get("number:display-factor", "1")), ""
            while factor >= _FACTOR and len(thousands) < _DEEPEST:
                factor, thousands = factor / _FACTOR, thousands + ","
            self._formats[self._data] += f"0{thousands}"
        elif tag == "style:map":
            self._cases.setdefault(self._data, []).append(given.get("style:apply-style-name", ""))

    def text(self, text: str) -> None:
        """Takes a text within an element."""
        if not self._word:
            return
        if self._word == "number:currency-symbol":
            self._formats[self._data] += f"[${text}]"
        elif self._kind == _PERCENTAGE:
            self._formats[self._data] += text if text.strip() == "%" else f'"{text}"'
        else:  # the sign of negative numbers is no word
            self._formats[self._data] += '"' + text.replace('"', "").strip(_SIGNS) + '"'

    def end(self, tag: str) -> None:
        """Takes the end of an element."""
        if tag in ("style:style", "style:default-style"):
            self._open = None
        elif tag in _NUMBERS:
            self._data = ""
        elif tag in _WORDS:
            self._word = ""

    def of_cell(self, name: str) -> CellStyle:
        """Returns format and font of the cells of a style."""
        if name not in self._cells:
            data = self._inherited("table-cell", name, "data")
            self._cells[name] = CellStyle(self._format(data) or "General", self._inherited("table-cell", name, "font"))
        return self._cells[name]

    def hides(self, name: str) -> bool:
        """Returns whether a style of sheets hides them."""
        style = self._styles.get(("table", name))
        return style is not None and style.hidden

    def is_small(self, name: str) -> bool:
        """Returns whether a style of letters raises or lowers them."""
        style = self._styles.get(("text", name))
        return style is not None and style.small

    def _inherited(self, family: str, name: str, field: str) -> str:
        for _ in range(_DEEPEST):
            style = self._styles.get((family, name))
            if style is None:
                break
            if found := str(getattr(style, field)):
                return found
            name = style.parent
        default = self._styles.get((family, ""))
        return str(getattr(default, field)) if default is not None else ""

    def _format(self, name: str) -> str:
        """Returns the format with its cases; as which of them applies is not computed, each has a condition."""
        cases = [form for case in self._cases.get(name, ()) if (form := self._formats.get(case))]
        own = self._formats.get(name, "")
        return ";".join(f"[>=0]{form}" for form in [own, *cases]) if cases else own
