"""Reads the parts of a binary workbook (.xlsb) that its sheets share: which sheets there are, styles, texts, names, comments."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from itertools import pairwise

from engine.domain.limits import PART_BYTES, PART_ELEMENTS, STRING_ELEMENTS
from engine.domain.records import NamedTuple
from engine.importing.biff_records import Record, records, rich_text_at, text_at
from engine.importing.cell import column_letters
from engine.importing.cell_making import EPOCH, EPOCH_OF_1904, CellStyle, raised_mark
from engine.importing.comments import parts_with_comments
from engine.importing.number_formats import BUILT_IN
from engine.importing.xlsx_parts import SharedText, SheetPart, Workbook, counted, related_parts

_FONT_NAME, _FONT_SCRIPT = 21, 6
"""Where a font (BrtFont, section 2.4.149) has its name, and whether its letters are small and raised or lowered."""
_RAISED_OR_LOWERED = (1, 2)
_BOOKS = (Record.OTHER_BOOK, Record.THIS_BOOK, Record.THIS_SHEET, Record.ADD_IN)
_ONE_CELL = struct.Struct("<BHIH")
"""A formula that is one cell of a sheet (PtgRef3d, section 2.5.97.68): its kind, number of the sheet, row, column."""
_ONE_CELL_KINDS = (0x3A, 0x5A, 0x7A)
_COLUMN_BITS = 0x3FFF
_MOST_REFERENCES = 1 << 16
"""References that a formula can tell apart."""


class Fonts(NamedTuple):
    """The fonts of a workbook by their numbers: names, and which are raised or lowered."""

    names: tuple[str, ...]
    small: tuple[bool, ...]

    def raised_in(self, text: str, runs: list[tuple[int, int]]) -> str:
        """Returns the first raised or lowered letters at a digit of a text."""
        if not runs:
            return ""
        letters = text.encode("utf-16-le")
        spans = pairwise([*runs, (len(letters) // 2, 0)])
        parts = [
            (_part(letters, start, end), font < len(self.small) and self.small[font])
            for (start, font), (end, _) in spans
        ]
        return raised_mark([(_part(letters, 0, runs[0][0]), False), *parts])


class BinaryBook(NamedTuple):
    """What the sheets of a workbook share, and its fonts."""

    shared: Workbook
    fonts: Fonts


def read_binary_book(package: zipfile.ZipFile) -> BinaryBook:
    """Returns what the sheets share. Raises UnreadableTable, and any error of a damaged package."""
    (main,) = [part for kind, part in related_parts(package, "").values() if kind == "/officeDocument"]
    related = related_parts(package, main)
    parts = dict(related.values())
    fonts, styles = _styles(package, parts["/styles"]) if "/styles" in parts else (Fonts((), ()), ())
    texts = tuple(counted(_texts(package, parts["/sharedStrings"], fonts))) if "/sharedStrings" in parts else ()
    listed, names, epoch = [], _Names(), EPOCH
    for number, content in _records(package, main):
        if number == Record.BOOK_PROPERTIES and content[0] & 1:
            epoch = EPOCH_OF_1904
        elif number == Record.SHEET:
            listed.append(_sheet(content, related))
        else:
            names.take(number, content)
    sheets = tuple(sheet for sheet in listed if sheet.part)
    named = dict(names.of_single_cells([sheet.name for sheet in listed]))
    return BinaryBook(Workbook(sheets, styles, texts, named, epoch), fonts)


def binary_comments_of(package: zipfile.ZipFile, sheet_part: str) -> Iterator[tuple[str, str]]:
    """Yields the comments of a sheet: address (BrtBeginComment, section 2.4.28) and text (BrtCommentText)."""
    for part in parts_with_comments(package, sheet_part):
        address = ""
        for number, content in _records(package, part):
            if number == Record.COMMENT:
                row, _, column = struct.unpack_from("<III", content, 4)
                address = f"{column_letters(column + 1)}{row + 1}"
            elif number == Record.COMMENT_TEXT:
                yield address, rich_text_at(content, 0)[0]


def _records(package: zipfile.ZipFile, part: str) -> Iterator[tuple[int, bytes]]:
    """Yields the records of a part of which much is kept. Raises ValueError for one that is too large."""
    if package.getinfo(part).file_size > PART_BYTES:
        raise ValueError(part)
    with package.open(part) as stream:
        yield from records(stream, PART_ELEMENTS)


def _sheet(content: bytes, related: dict[str, tuple[str, str]]) -> SheetPart:
    """Returns a sheet (BrtBundleSh, section 2.4.309), without its part where it is a chart."""
    (state,) = struct.unpack_from("<I", content)
    relation, end = text_at(content, 8)
    kind, part = related.get(relation, ("", ""))
    return SheetPart(text_at(content, end)[0], part if kind == "/worksheet" else "", state != 0)


def _styles(package: zipfile.ZipFile, part: str) -> tuple[Fonts, tuple[CellStyle, ...]]:
    """Returns the fonts, and the styles of cells (BrtXF, section 2.4.825); those that have names are passed over."""
    formats = dict(BUILT_IN)
    names, small, styles = [], [], []
    in_cells = False
    for number, content in _records(package, part):
        if number == Record.FORMAT:
            formats[int.from_bytes(content[:2], "little")] = text_at(content, 2)[0]
        elif number == Record.FONT:
            names.append(text_at(content, _FONT_NAME)[0])
            small.append(int.from_bytes(content[_FONT_SCRIPT : _FONT_SCRIPT + 2], "little") in _RAISED_OR_LOWERED)
        elif number in (Record.BEGIN_CELL_FORMATS, Record.END_CELL_FORMATS):
            in_cells = number == Record.BEGIN_CELL_FORMATS
        elif number == Record.CELL_FORMAT and in_cells:
            styles.append(struct.unpack_from("<HHH", content)[1:])
    fonts = Fonts(tuple(names), tuple(small))
    return fonts, tuple(
        CellStyle(formats.get(form, "General"), names[font] if font < len(names) else "") for form, font in styles
    )


def _texts(package: zipfile.ZipFile, part: str, fonts: Fonts) -> Iterator[SharedText]:
    """Yields the shared texts (BrtSSTItem, section 2.4.762). Raises EOFError where they do not end."""
    with package.open(part) as stream:
        for number, content in records(stream, STRING_ELEMENTS):
            if number == Record.SHARED_TEXT:
                text, runs = rich_text_at(content, 0)
                yield SharedText(text, fonts.raised_in(text, runs))
            elif number == Record.END_SHARED_TEXTS:
                return
    raise EOFError


class _Names:
    """The defined names, whose formulas have numbers for the sheets."""

    def __init__(self) -> None:
        self._books: list[int] = []
        self._references: list[tuple[int, ...]] = []
        self._names: list[tuple[str, bytes]] = []

    def take(self, number: int, content: bytes) -> None:
        """Takes a record of the workbook: BrtName (section 2.4.711), or where the sheets of its formula are."""
        if number in _BOOKS:
            self._books.append(number)
        elif number == Record.REFERENCES:
            count = min(int.from_bytes(content[:4], "little"), _MOST_REFERENCES)
            self._references = list(struct.iter_unpack("<Iii", content[4 : 4 + 12 * count]))
        elif number == Record.NAME:
            name, end = text_at(content, 9)
            (length,) = struct.unpack_from("<I", content, end)
            if length == _ONE_CELL.size:
                self._names.append((name, content[end + 4 : end + 4 + length]))

    def of_single_cells(self, sheets: list[str]) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yields the names of single cells of the ``sheets``, each with sheet and address."""
        for name, formula in self._names:
            kind, reference, row, column = _ONE_CELL.unpack(formula)
            if kind not in _ONE_CELL_KINDS or reference >= len(self._references):
                continue
            book, first, last = self._references[reference]
            is_here = book < len(self._books) and self._books[book] == Record.THIS_BOOK
            if is_here and first == last and 0 <= first < len(sheets):
                yield name, (sheets[first], f"{column_letters((column & _COLUMN_BITS) + 1)}{row + 1}")


def _part(letters: bytes, start: int, end: int) -> str:
    """Returns a part of a text, whose letters are counted as UTF-16 does."""
    return letters[2 * start : 2 * end].decode("utf-16-le", "replace")
