"""The units of a table: a row each, or in a long table the rows of each together, with year, date and source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import islice, zip_longest

from engine.bulk.docs import UnitRow, Written
from engine.bulk.heads import AS_OF, UNIT, YEAR, Layout
from engine.bulk.reading import Line, Table
from engine.domain.limits import BULK_CELLS, grouped
from engine.domain.records import NamedTuple
from engine.importing.grid import UnreadableTable
from engine.language.days import parse_date
from engine.language.text import normalise, on_one_line, with_marks

AT_ONCE = 4_000
"""Units that are in memory together, where they are taken one after the other."""
_LONGEST_NAME = 200
"""Characters of the name of a unit."""


class Given(NamedTuple):
    """What holds for every row where the table does not say it: the year and the day of the data."""

    year: int | None
    as_of: date | None


class Batch(NamedTuple):
    """Some units of the table ``name``: what is said of each, and its cells by code. ``rows`` are theirs in a long table."""

    name: str
    heads: list[UnitRow]
    cells: dict[str, list[str]]
    rows: list[UnitRow] | None

    def row(self, unit: int) -> UnitRow:
        """The unit at a place, with its values."""
        if self.rows is not None:
            return self.rows[unit]
        head = self.heads[unit]
        written = (Written(code, cells[unit], head.row) for code, cells in self.cells.items())
        return head._replace(values=tuple(value for value in written if value.text.strip()))


class TableUnits:
    """The units of ``table``, in the order of their first rows."""

    def __init__(self, table: Table, layout: Layout, given: Given) -> None:
        self.table = table
        self.layout = layout
        self.given = given
        if layout.year is None and given.year is None:
            raise UnreadableTable("bảng không có cột «năm»", "thêm cột ấy, hoặc ghi --year")
        if layout.as_of is None and given.as_of is None:
            raise UnreadableTable(
                "bảng không có cột «tính đến»", "thêm cột ấy, hoặc ghi --as-of, ví dụ --as-of 31/12/2025"
            )

    def batches(self, size: int) -> Iterator[Batch]:
        """Yields the units, so many at once. Raises UnreadableTable where two rows are of one, or a row is of none."""
        if not self.layout.is_long:
            yield from self._wide_batches(size)
            return
        rows = self._long()
        while some := list(islice(rows, size)):
            found: dict[str, list[str]] = {}
            for unit, row in enumerate(some):
                for code, text, _ in row.values:
                    found.setdefault(code, [""] * len(some))[unit] = text
            yield Batch(self.table.name, some, found, some)

    def _wide_batches(self, size: int) -> Iterator[Batch]:
        seen: dict[tuple[str, int], int] = {}
        lines = self.table.lines()
        while some := list(islice(lines, size)):
            heads = [self.head(line) for line in some]
            for head in heads:
                self._note(head, seen)
            columns = list(zip_longest(*(line.cells for line in some), fillvalue=""))
            width = len(columns)
            places = self.layout.indicators.items()
            blank = [""] * len(some)
            yield Batch(
                self.table.name, heads, {c: list(columns[at]) if at < width else blank for at, c in places}, None
            )

    def _long(self) -> Iterator[UnitRow]:
        """A unit has its rows anywhere in the table, so that all are read first."""
        found: dict[tuple[str, int], tuple[UnitRow, dict[str, Written]]] = {}
        assert self.layout.code is not None and self.layout.value is not None
        for count, line in enumerate(self.table.lines(), 1):
            if count > BULK_CELLS:
                raise UnreadableTable(f"bảng dọc có hơn {grouped(BULK_CELLS)} dòng", "tách thành nhiều tệp nhỏ hơn")
            head = self.head(line)
            known, values = found.setdefault((with_marks(head.unit), head.year), (head, {}))
            code = _cell(line, self.layout.code).strip()
            if not code:
                raise UnreadableTable(f"dòng {line.number} không ghi mã số liệu", "ghi mã, hoặc bỏ dòng ấy")
            if code in values:
                what = f"«{head.unit}», năm {head.year} có hai giá trị của «{code}» (dòng {values[code].row} và {line.number})"
                raise UnreadableTable(what, "giữ một dòng")
            if (known.as_of, known.source) != (head.as_of, head.source):
                what = f"«{head.unit}», năm {head.year} có hai ngày hoặc hai nguồn (dòng {known.row} và {line.number})"
                raise UnreadableTable(
                    what, "mỗi đơn vị, mỗi năm một ngày và một nguồn; số liệu nhiều nguồn thì ghi ở tệp .yaml"
                )
            values[code] = Written(code, _cell(line, self.layout.value), line.number)
        for head, values in found.values():
            yield head._replace(values=tuple(value for value in values.values() if value.text.strip()))

    def head(self, line: Line) -> UnitRow:
        """Returns what a row says of its unit, without values. Raises UnreadableTable."""
        layout, row = self.layout, line.number
        unit = on_one_line(" ".join(normalise(_cell(line, layout.unit)).split()))
        if not unit or len(unit) > _LONGEST_NAME:
            what = "không ghi tên đơn vị" if not unit else f"ghi tên đơn vị dài hơn {_LONGEST_NAME} ký tự"
            raise UnreadableTable(f"dòng {row} {what}", f"sửa cột «{UNIT}», hoặc bỏ dòng ấy")
        year = self.given.year if layout.year is None else _year(_cell(line, layout.year), row)
        day = self.given.as_of if layout.as_of is None else _day(_cell(line, layout.as_of), row)
        assert year is not None and day is not None
        if layout.source is None:
            source = self.table.name
        else:
            source = on_one_line(" ".join(normalise(_cell(line, layout.source)).split()))
        return UnitRow(unit, year, day, source, row, ())

    def _note(self, head: UnitRow, seen: dict[tuple[str, int], int]) -> None:
        first = seen.setdefault((with_marks(head.unit), head.year), head.row)
        if first != head.row:
            what = f"đơn vị «{head.unit}», năm {head.year} có hai dòng (dòng {first} và {head.row})"
            raise UnreadableTable(what, "giữ một dòng")


def _cell(line: Line, place: int) -> str:
    return line.cells[place] if place < len(line.cells) else ""


def _year(text: str, row: int) -> int:
    year = text.strip().replace(".", "") if len(text) < 10 else ""
    if not (len(year) == 4 and year.isascii() and year.isdecimal() and 1900 <= int(year) <= 2200):
        raise UnreadableTable(
            f"dòng {row}: «{on_one_line(text[:50])}» không phải một năm", f"sửa cột «{YEAR}», ví dụ 2025"
        )
    return int(year)


def _day(text: str, row: int) -> date:
    day = _parsed(text.strip()[:50])
    if day is None:
        raise UnreadableTable(
            f"dòng {row}: «{on_one_line(text[:50])}» không phải một ngày", f"sửa cột «{AS_OF}», ví dụ 31/12/2025"
        )
    return day


@lru_cache(maxsize=1_000)
def _parsed(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 and text[4] == text[7] == "-" else parse_date(text)
    except ValueError:
        return None
