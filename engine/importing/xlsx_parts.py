"""Reads the parts of an Excel workbook that its sheets share: which sheets there are, styles, texts, names of cells."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

from engine.domain.limits import SHARED_STRINGS, grouped
from engine.domain.records import NamedTuple
from engine.importing.cell import column_letters
from engine.importing.cell_making import EPOCH, EPOCH_OF_1904, CellStyle, raised_mark
from engine.importing.grid import RESAVE, UnreadableTable
from engine.importing.number_formats import BUILT_IN

NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""That of Excel, and that of «Strict Open XML»."""
_RELATIONS = ("/officeDocument", "/worksheet", "/styles", "/sharedStrings")
_ONE_CELL = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SMALL = ("superscript", "subscript")


class SharedText(NamedTuple):
    """A text that cells refer to by its number; ``raised``: the first small letters at a digit."""

    text: str
    raised: str = ""


class SheetPart(NamedTuple):
    """A sheet of the workbook and the part that holds its cells."""

    name: str
    part: str
    hidden: bool


class Workbook(NamedTuple):
    """What the sheets of a workbook share."""

    sheets: tuple[SheetPart, ...]
    styles: tuple[CellStyle, ...]
    texts: tuple[SharedText, ...]
    names: dict[str, tuple[str, str]]
    epoch: date


def read_workbook(package: zipfile.ZipFile) -> Workbook:
    """Returns what the sheets share. Raises UnreadableTable; KeyError, ValueError and ParseError for a damaged package."""
    (main,) = [part for kind, part in related_parts(package, "").values() if kind == "/officeDocument"]
    root = _root(package, main)
    related = related_parts(package, main)
    parts = dict(related.values())
    properties = next(_all(root, "workbookPr"), None)
    is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    sheets = []
    for sheet in _all(root, "sheet"):
        kind, part = related.get(next((value for key, value in sheet.items() if key.endswith("}id")), ""), ("", ""))
        if kind == "/worksheet":
            hidden = sheet.get("state", "visible") != "visible"
            sheets.append(SheetPart(unescaped(sheet.get("name", "")), part, hidden))
    styles = _styles(_root(package, parts["/styles"])) if "/styles" in parts else ()
    texts = tuple(counted(_texts(package, parts["/sharedStrings"]))) if "/sharedStrings" in parts else ()
    return Workbook(tuple(sheets), styles, texts, dict(_names(root)), EPOCH_OF_1904 if is_1904 else EPOCH)


def unescaped(text: str) -> str:
    """Returns a text with the letters that Excel writes as «_x000D_»."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def counted(texts: Iterator[SharedText]) -> Iterator[SharedText]:
    """Yields the shared texts. Raises UnreadableTable for more than are read, of which cells need use none."""
    for count, text in enumerate(texts):
        if count == SHARED_STRINGS:
            message = f"tệp Excel có hơn {grouped(SHARED_STRINGS)} chuỗi chữ khác nhau"
            raise UnreadableTable(message, "tách thành nhiều tệp nhỏ hơn, hoặc lưu lại để bỏ chuỗi không dùng")
        yield text


def no_such_text(row: int, column: int, number: str, count: int) -> UnreadableTable:
    """Returns the refusal of a workbook in which a cell has a text that is none of the ``count`` shared ones."""
    place = f"{column_letters(column)}{row}"
    said = f"ô {place} trỏ đến chuỗi chữ số «{number}», mà tệp chỉ có {grouped(count)} chuỗi"
    return UnreadableTable(f"tệp Excel bị hỏng: {said}", RESAVE)


def text_of(element: ElementTree.Element) -> SharedText:
    """Returns the text of an element with runs, without what is written above it as pronunciation."""
    space = element.tag.partition("}")[0] + "}"
    runs = []
    for part in element:
        if part.tag == f"{space}t":
            runs.append((part.text or "", False))
        elif part.tag == f"{space}r":
            mark = part.find(f"{space}rPr/{space}vertAlign")
            small = mark is not None and mark.get("val", "superscript") in _SMALL
            runs.append(("".join(text.text or "" for text in part.findall(f"{space}t")), small))
    return SharedText(unescaped("".join(text for text, _ in runs)), raised_mark(runs))


def _root(package: zipfile.ZipFile, part: str) -> ElementTree.Element:
    with package.open(part) as stream:
        return ElementTree.parse(stream).getroot()


def _all(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (element for space in NAMESPACES for element in root.iter(f"{{{space}}}{name}"))


def related_parts(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Returns the parts that ``part`` refers to, by their identifiers: each with its kind."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    there = {name.lower(): name for name in package.namelist()}
    found = {}
    for relation in _root(package, relations) if relations in package.namelist() else ():
        kind = next((kind for kind in _RELATIONS if relation.get("Type", "").endswith(kind)), "")
        if kind and relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            found[relation.get("Id", "")] = (kind, there.get(target.lower(), target))
    return found


def _styles(root: ElementTree.Element) -> tuple[CellStyle, ...]:
    formats = BUILT_IN | {int(f.get("numFmtId", "0")): unescaped(f.get("formatCode", "")) for f in _all(root, "numFmt")}
    fonts = [
        next((name.get("val", "") for name in font if name.tag.endswith("}name")), "")
        for listed in _all(root, "fonts")
        for font in listed
    ]
    return tuple(
        CellStyle(formats.get(int(form.get("numFmtId", "0")), "General"), fonts[font] if font < len(fonts) else "")
        for listed in _all(root, "cellXfs")
        for form in listed
        if (font := int(form.get("fontId", "0"))) >= 0
    )


def _texts(package: zipfile.ZipFile, part: str) -> Iterator[SharedText]:
    with package.open(part) as stream:
        for _, element in ElementTree.iterparse(stream):
            if element.tag.endswith("}si"):
                yield text_of(element)
                element.clear()


def _names(root: ElementTree.Element) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yields the defined names of single cells, each with sheet and address."""
    for defined in _all(root, "definedName"):
        if found := _ONE_CELL.fullmatch(defined.text or ""):
            sheet = (found[1] or "").replace("''", "'") or found[2]
            yield defined.get("name", ""), (sheet, found[3] + found[4])
