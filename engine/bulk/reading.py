"""Reads the rows of a table of many units, one after the other. Cells become texts as staff write them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum, auto
from itertools import count, islice
from pathlib import Path
from typing import Protocol, TextIO

from engine.bulk.separators import first_record, separator_of
from engine.bulk.title_rows import below_titles
from engine.domain.limits import BULK_COLUMNS, BULK_LINE, BULK_ROWS, CSV_BYTES, grouped
from engine.domain.records import NamedTuple
from engine.files.opening import open_regular
from engine.importing.csv_grid import decoded
from engine.importing.grid import UnreadableTable
from engine.language.text import normalise

_STATED = re.compile(r'"?sep=([,;\t|])"?\r?\n?\Z')
_AT_ONCE = 1 << 20
_TONES_OF_1258 = (b"\xcc", b"\xd2", b"\xde", b"\xec", b"\xf2")
_FEWEST_TONES = 3
"""Tones of their own in a text of Windows-1258: with fewer it may as well be Latin, with other letters for the same bytes."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SAVE = "mở bằng Excel hoặc LibreOffice, lưu dạng CSV UTF-8 hoặc .xlsx"
SMALLER = "tách thành nhiều tệp nhỏ hơn"


class Numbering(Enum):
    """What a person sees of the places of a table: the numbers of its rows, also the letters of its columns, or nothing."""

    ROWS = auto()
    CELLS = auto()
    UNSEEN = auto()


LONGEST_CELL = 2_000
"""Characters of a cell: of more, a reader of a database or of Parquet asks for no more than so many, and no row with such a cell is read."""


_LINE_ENDS = ("\n", "\r")
_NO_PLACES: frozenset[int] = frozenset()


class CellDoubt(NamedTuple):
    """Why the text of a cell of a workbook may be of no certain value, and what to do.

    ``reason`` is '' where only the place or the look of the cell is in doubt: ``merged_from`` is row and column, counted from 1,
    of the first cell of the range that it is merged with, ``with_heading``: the headings stand there; ``affix`` are the words
    that its format puts beside the number.
    """

    reason: str = ""
    remedy: str = ""
    merged_from: tuple[int, int] | None = None
    with_heading: bool = False
    affix: str = ""


_NO_DOUBTS: Mapping[int, CellDoubt] = {}


class Line(NamedTuple):
    """A row of a table: its number in the file, counted from 1, and its cells as texts, '' where there is nothing.

    ``typed`` are the places of cells, counted from 0, that are no texts in the file: their numbers have one meaning.
    ``cut``: the file ends in this row, without a line end, as it does where the rest of it was lost. ``doubts`` are by place.
    """

    number: int
    cells: list[str]
    typed: frozenset[int] = _NO_PLACES
    cut: bool = False
    doubts: Mapping[int, CellDoubt] = _NO_DOUBTS


class Table(Protocol):
    """A table file. ``name`` is that of the file, ``headings`` its first row, ``remarks`` what a person should know of the reading."""

    name: str
    headings: list[str]
    remarks: tuple[str, ...]
    numbering: Numbering

    def lines(self) -> Iterator[Line]:
        """Yields the rows from the first one on, each time anew. Raises UnreadableTable, OSError."""
        ...


def checked_headings(headings: list[str]) -> list[str]:
    """Returns the headings on one line each. Raises UnreadableTable where there are too many, or none."""
    if len(headings) > BULK_COLUMNS:
        raise UnreadableTable(f"bảng có hơn {grouped(BULK_COLUMNS)} cột", SMALLER)
    found = [" ".join(normalise(heading).split()) for heading in headings]
    if not any(found):
        raise UnreadableTable(
            "dòng đầu không có tiêu đề cột", "ghi tiêu đề ở dòng đầu: đơn vị, năm, tính đến, mã số liệu"
        )
    return found


def counted(lines: Iterator[Line]) -> Iterator[Line]:
    """Yields ``lines``. Raises UnreadableTable beyond the most rows of a table."""
    for number, line in enumerate(lines, 1):
        if number > BULK_ROWS:
            raise UnreadableTable(f"bảng có hơn {grouped(BULK_ROWS)} dòng", SMALLER)
        yield line


class CsvTable:
    """A CSV file with commas, semicolons, tabs or bars between cells; it is read line by line.

    UTF-8, or UTF-16 with its mark, of any size. A file in anything else is small enough to be looked at as a whole, as `import`
    does: it is Windows-1258 for certain, or refused.
    """

    numbering = Numbering.ROWS

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.path = path
        self.remarks: tuple[str, ...] = ()
        self._other = self._in_another_code()
        self._skipped = 0
        try:
            self._begin()
        except UnreadableTable as error:
            with self._opened() as stream:
                raise below_titles(error, enumerate(_bounded(stream), 1)) from None

    def _begin(self) -> None:
        """Reads the headings. Raises UnreadableTable."""
        with self._opened() as stream:
            lines = _bounded(stream)
            first = next(lines, "")
            if stated := _STATED.match(first):
                self._skipped = 1
                first = next(lines, "")
            if "\x00" in first or not first.strip():
                raise UnreadableTable("dòng đầu không phải tiêu đề của tệp CSV", SAVE)
            self.separator = stated[1] if stated else separator_of(first_record(first, lines))
        for line in self._records():
            self.headings = checked_headings(line.cells)
            break
        if len(self.headings) < 2:
            raise UnreadableTable("không thấy các cột", "tách các cột bằng dấu phẩy, dấu chấm phẩy, tab hoặc dấu |")

    def lines(self) -> Iterator[Line]:
        """Raises UnreadableTable, OSError."""
        records = self._records()
        next(records, None)
        return counted(line for line in records if any(line.cells))

    def _records(self) -> Iterator[Line]:
        with self._opened() as stream:
            lines = _Lines(islice(_bounded(stream), self._skipped, None))
            reader = csv.reader(lines, delimiter=self.separator, strict=True)
            before = self._skipped
            try:
                for cells in reader:
                    yield Line(before + 1, cells, _NO_PLACES, lines.last[-1:] not in _LINE_ENDS)
                    before = self._skipped + reader.line_num
            except csv.Error as error:
                raise UnreadableTable(f"dòng {before + 1} không phải dòng CSV", SAVE) from error
            except UnicodeDecodeError as error:
                raise UnreadableTable(f"dòng {before + 1} không phải mã UTF-8", SAVE) from error

    def _opened(self) -> TextIO:
        if self._other is not None:
            return io.StringIO(self._other, newline="")
        return io.TextIOWrapper(open_regular(self.path), encoding=self._code, newline="")

    def _in_another_code(self) -> str | None:
        """Returns the text of a file that is not in ``_code``; None for one that is. Raises UnreadableTable, OSError."""
        self._code = "utf-8-sig"
        decoder = codecs.getincrementaldecoder("utf-8")()
        with open_regular(self.path) as stream:
            try:
                while some := stream.read(_AT_ONCE):
                    if not stream.tell() > len(some) and some.startswith(_UTF_16):
                        self._code = "utf-16"
                        return None
                    decoder.decode(some)
                decoder.decode(b"", final=True)
                return None
            except UnicodeDecodeError as error:
                if stream.seek(0, io.SEEK_END) > CSV_BYTES:
                    raise UnreadableTable("tệp không phải mã UTF-8", SAVE) from error
            stream.seek(0)
            raw = stream.read(CSV_BYTES)
        text, self.remarks = decoded(raw)
        if self.remarks and sum(map(raw.count, _TONES_OF_1258)) < _FEWEST_TONES and b"\x00" not in raw:
            raise UnreadableTable("tệp không phải mã UTF-8", SAVE)
        if not self.remarks:  # TCVN3 or VNI, whose cells `import` converts
            raise UnreadableTable("tệp ghi theo bảng mã chữ Việt cũ (TCVN3 hoặc VNI), không phải mã UTF-8", SAVE)
        return text


class _Lines:
    """Lines, and which of them was read last."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.last = ""

    def __iter__(self) -> Iterator[str]:
        for self.last in self._lines:  # noqa: B020
            yield self.last


def _bounded(stream: TextIO) -> Iterator[str]:
    """The lines of a text. Raises UnreadableTable for one without end, which would fill the memory."""
    try:
        for number in count(1):
            line = stream.readline(BULK_LINE)
            if not line:
                return
            if len(line) == BULK_LINE and not line.endswith("\n"):
                raise UnreadableTable(f"dòng {number} dài hơn {grouped(BULK_LINE)} ký tự", SAVE)
            yield line
    except UnicodeDecodeError as error:
        raise UnreadableTable("tệp không phải mã UTF-8", SAVE) from error


def value_text(value: object) -> str:
    """The text of a value of a column with types, as staff write it; floating numbers by their shortest digits, decimals
    without the noughts at their end: the type of the column put them there, and nobody wrote them.

    >>> value_text(1500), value_text(Decimal("45.50")), value_text(Decimal("2.000")), value_text(0.1), value_text(None)
    ('1500', '45,5', '2', '0,1', '')
    """
    if isinstance(value, str):  # most values of most tables
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal | float):
        exact = Decimal(repr(value)) if isinstance(value, float) else value
        if not exact.is_finite():
            return f"({value} không phải một số)"
        whole, _, decimals = f"{exact:f}".partition(".")
        return f"{whole},{decimals.rstrip('0')}".rstrip(",")
    if isinstance(value, datetime):
        day = midnight(value)
        return f"{day_text(value)} {value.time()}" if day is None else day_text(day)
    if isinstance(value, date):
        return day_text(value)
    return f"({type(value).__name__} không phải một giá trị)"


def midnight(moment: datetime) -> date | None:
    """Returns the day that begins at ``moment``; None where none does, because it may not be meant."""
    return None if moment.time() != time() else moment.date()


def day_text(day: date) -> str:
    """Returns a day as staff write it.

    >>> day_text(date(2025, 12, 31))
    '31/12/2025'
    """
    return f"{day.day}/{day.month}/{day.year}"
