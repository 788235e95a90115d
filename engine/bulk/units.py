"""The units of a table: a row each, or in a long table the rows of each together, with year, date and source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice, zip_longest

from engine.bulk.docs import UnitRow, Written, is_blank, text_in_cell
from engine.bulk.heads import Layout
from engine.bulk.places import TablePlaces
from engine.bulk.reading import LONGEST_CELL, Line, Table, day_text
from engine.bulk.row_doubts import RowDoubts
from engine.bulk.row_texts import RowTexts, row_texts
from engine.bulk.row_widths import RowWidths
from engine.bulk.unit_names import (
    LONGEST_NAME,
    above_of,
    check_marks,
    check_script,
    fault_of_name,
    remedy_of_two,
    spellings,
)
from engine.bulk.writing import NumberTexts
from engine.domain.limits import BULK_CELLS, grouped
from engine.domain.records import NamedTuple
from engine.importing.cell_value import RefusedCell
from engine.importing.grid import UnreadableTable
from engine.importing.number_writing import Writing
from engine.language.days import is_year, parse_date
from engine.language.text import normalise, on_one_line, with_marks

EMPTY = "bảng chỉ có tiêu đề cột, không có dòng số liệu nào"
FILL = "ghi số liệu dưới dòng tiêu đề, mỗi đơn vị một dòng (bảng dọc: mỗi giá trị một dòng)"
AT_ONCE = 4_000
"""Units that are in memory together, where they are taken one after the other."""
_MOST_TOLD = 5
"""Columns of two rows of one unit of which it is told how they differ."""
_LONGEST_SHOWN = 60
"""Characters of a cell in such a message."""
_MOST_UNREAD = 10_000
"""Rows that are left out one by one; of more, the whole table is refused, since it is another table than it seems."""


class Given(NamedTuple):
    """What holds for every row where the table does not say it: the year and the day of the data, the writing of its numbers."""

    year: int | None
    as_of: date | None
    writing: Writing | None


class UnreadRow(NamedTuple):
    """A row that is of no certain unit, year or day: the unit where one is named, and a diagnostic.

    ``column`` is that of the cell that is wrong, None of a whole row; ``place`` is where a person finds it, '' for nowhere.
    """

    unit: str
    row: int
    column: int | None
    place: str
    code: str
    reason: str
    remedy: str
    year: int | None
    """Its year, None where that is not certain."""
    has_values: bool

    def stops(self, year: int) -> bool:
        """Whether ``year`` of its unit may rest on it: that year and later ones, any if its own is not certain."""
        return self.year is None or self.year <= year

    def may_precede_any(self, year: int) -> bool:
        """Whether it names no unit, and may be a year before ``year`` of any."""
        return not self.unit and self.has_values and self.year is not None and self.year < year


class _BadRow(Exception):
    def __init__(self, code: str, reason: str, remedy: str, column: int | None = None) -> None:
        super().__init__(reason)
        self.code, self.reason, self.remedy, self.column = code, reason, remedy, column


class _ShiftedRow(_BadRow):
    """A row whose cells may stand in other columns: its year is not certain either."""


class Batch(NamedTuple):
    """Some units of the table ``name``: what is said of each, and its cells by code. ``rows`` are theirs in a long table.

    ``texts``: the cells of each unit as they are in ``cells``, in the order of the codes, a line each; None where nobody asked for them.
    """

    name: str
    heads: list[UnitRow]
    cells: dict[str, list[str]]
    rows: list[UnitRow] | None
    texts: list[str] | None = None

    def row(self, unit: int) -> UnitRow:
        """The unit at a place, with its values."""
        if self.rows is not None:
            return self.rows[unit]
        head = self.heads[unit]
        written = (Written(code, cells[unit], head.row) for code, cells in self.cells.items())
        return head._replace(values=tuple(value for value in written if not is_blank(value.text)))


class TableUnits:
    """The units of ``table``, in the order of their first rows.

    ``unread`` grows by the rows that are of no certain unit, year or day, while the others are read. In a long table the
    unit of such a row is left out as a whole: without the value of that row it would be another unit.
    """

    def __init__(self, table: Table, layout: Layout, given: Given) -> None:
        self.table = table
        self.layout = layout
        self.given = given
        self.unread: list[UnreadRow] = []
        self.places = TablePlaces(table, layout)
        self._numbers = NumberTexts(given.writing, layout.catalogue, self.places)
        self._widths = RowWidths(table, layout)
        self._seen: dict[tuple[str, int], _Named] = {}
        self._refused = set[tuple[str, int]]()
        self._doubts = RowDoubts(layout)
        if layout.year is None and given.year is None:
            raise UnreadableTable("bảng không có cột «năm»", "thêm cột ấy, hoặc ghi --year")
        if layout.as_of is None and given.as_of is None:
            raise UnreadableTable(
                "bảng không có cột «tính đến»", "thêm cột ấy, hoặc ghi --as-of, ví dụ --as-of 31/12/2025"
            )

    @property
    def remarks(self) -> list[str]:
        """What a person should know of the rows that were read so far."""
        return self._widths.remarks if self._widths.read or self.unread else [f"{EMPTY}; {FILL}"]

    def batches(self, size: int) -> Iterator[Batch]:
        """Yields the units, so many at once. Raises UnreadableTable where two rows are, or may be, of one, or numbers are not certain."""
        yield from self._proved(self._batches(size, None))

    def batches_with_texts(self, size: int) -> Iterator[Batch]:
        """The same with the text of each row, where that may save to make it of the columns."""
        yield from self._proved(self._batches(size, row_texts(self.layout, self.given.writing)))

    def _proved(self, batches: Iterator[Batch]) -> Iterator[Batch]:
        names = set[str]()
        for batch in batches:
            check_script(head.unit for head in batch.heads)
            names.update([head.unit for head in batch.heads])
            yield batch
        check_marks(names)
        self._numbers.check()

    def _batches(self, size: int, texts: RowTexts | None) -> Iterator[Batch]:
        if not self.layout.is_long:
            yield from self._wide_batches(size, texts)
            return
        rows = self._long()
        while some := list(islice(rows, size)):
            found: dict[str, list[str]] = {}
            for unit, row in enumerate(some):
                for code, text, _ in row.values:
                    found.setdefault(code, [""] * len(some))[unit] = text
            yield Batch(self.table.name, some, found, some)

    def _wide_batches(self, size: int, texts: RowTexts | None) -> Iterator[Batch]:
        lines = self.table.lines()
        while pairs := list(islice(self._heads(lines, texts), size)):
            some, heads = [line for line, _ in pairs], [head for _, head in pairs]
            for line, head in pairs:
                self._note(line, head)
            columns = list(zip_longest(*(line.cells for line in some), fillvalue=""))
            width = len(columns)
            places = self.layout.indicators.items()
            blank = [""] * len(some)
            refused: dict[int, tuple[int, RefusedCell]] = {}
            cells = {
                code: self._numbers.column(code, columns[at], some, at, refused) if at < width else blank
                for at, code in places
            }
            for at, (column, error) in sorted(refused.items()):
                bad = _BadRow("CT204", error.reason, error.remedy, column)
                self._leave(heads[at].unit, some[at], bad, heads[at].year)
                self._refused.add((with_marks(heads[at].unit), heads[at].year))
            noted = None if texts is None else texts.taken()
            kept = [at for at in range(len(some)) if at not in refused]
            if refused:
                noted = None if noted is None else [noted[at] for at in kept]
                heads = [heads[at] for at in kept]
                cells = {code: [column[at] for at in kept] for code, column in cells.items()}
            if kept:
                yield Batch(self.table.name, heads, cells, None, noted)

    def _heads(self, lines: Iterator[Line], texts: RowTexts | None) -> Iterator[tuple[Line, UnitRow]]:
        """The rows of certain units, each looked at as soon as it is read, while its cells are near."""
        for line in lines:
            head = self._readable(line)
            if head is not None:
                if texts is not None:
                    texts.note(line)
                yield line, head

    def _long(self) -> Iterator[UnitRow]:
        """A unit has its rows anywhere in the table, so that all are read first."""
        found: dict[tuple[str, int], tuple[UnitRow, dict[str, Written]]] = {}
        for count, line in enumerate(self.table.lines(), 1):
            if count > BULK_CELLS:
                raise UnreadableTable(f"bảng dọc có hơn {grouped(BULK_CELLS)} dòng", "tách thành nhiều tệp nhỏ hơn")
            head = self._readable(line)
            if head is None:
                continue
            known, values = found.setdefault((with_marks(head.unit), head.year), (head, {}))
            try:
                self._add(line, head, known, values)
            except _BadRow as bad:
                self._leave(head.unit, line, bad, head.year)
        left = {with_marks(row.unit) for row in self.unread}
        for (unit, _), (head, values) in found.items():
            if unit not in left:
                yield head._replace(values=tuple(value for value in values.values() if not is_blank(value.text)))

    def _add(self, line: Line, head: UnitRow, known: UnitRow, values: dict[str, Written]) -> None:
        """Adds the value of a row to those of its unit, whose first row is ``known``. Raises _BadRow."""
        assert self.layout.code is not None and self.layout.value is not None
        code, year = text_in_cell(_cell(line, self.layout.code)), head.year
        if not code:
            raise _BadRow("CT012", "dòng không ghi mã số liệu", "ghi mã, hoặc bỏ dòng ấy", self.layout.code)
        if code in values:
            own = _shown(values[code].text, _cell(line, self.layout.value))
            rows = self.places.rows(values[code].row, line.number)
            what = f"năm {year} có hai giá trị của «{on_one_line(code[:100])}»{rows}: {own}"
            raise _BadRow("CT011", what, remedy_of_two(head.unit))
        if (known.as_of, known.source) != (head.as_of, head.source):
            own = (
                _shown(known.source, head.source)
                if known.as_of == head.as_of
                else _shown(*map(day_text, (known.as_of, head.as_of)))
            )
            what = f"năm {year} có hai ngày hoặc hai nguồn{self.places.rows(known.row, line.number)}: {own}"
            remedy = f"mỗi đơn vị, mỗi năm một ngày và một nguồn; số liệu nhiều nguồn thì ghi ở tệp số liệu của đơn vị; hai đơn vị cùng tên thì ghi thêm tên {above_of(head.unit)}"
            raise _BadRow("CT205", what, remedy)
        try:
            cell = self._numbers.cell(code, _cell(line, self.layout.value), line, self.layout.value)
        except RefusedCell as error:
            raise _BadRow("CT204", error.reason, error.remedy, self.layout.value) from None
        values[code] = Written(code, cell, line.number)

    def _readable(self, line: Line) -> UnitRow | None:
        """Returns what a row says of its unit; None for a blank row, and, with the row noted, where that is not certain."""
        name = on_one_line(" ".join(normalise(_cell(line, self.layout.unit)).split()))
        if not name and all(is_blank(cell) and len(cell) < LONGEST_CELL for cell in line.cells):
            return None
        try:
            return self._head(line, name)
        except _BadRow as bad:
            own = self.layout.unit
            is_name = len(name) <= LONGEST_NAME and not (bad.column == own and own in line.doubts)
            year = self.given.year if self.layout.year is None else year_in(_cell(line, self.layout.year))
            self._leave(name if is_name else "", line, bad, None if isinstance(bad, _ShiftedRow) else year)
            return None

    def _leave(self, unit: str, line: Line, bad: _BadRow, year: int | None) -> None:
        if len(self.unread) >= _MOST_UNREAD:
            first = self.unread[0]
            place = ", ".join(filter(None, (first.unit, first.place)))
            what = f"hơn {grouped(_MOST_UNREAD)} dòng không đọc được; dòng đầu là {place}: {first.reason}"
            raise UnreadableTable(what, first.remedy)
        row, place = line.number, self.places.of(line.number, bad.column)
        has_values = any(not is_blank(_cell(line, at)) for at in self.layout.indicators)
        self.unread.append(UnreadRow(unit, row, bad.column, place, bad.code, bad.reason, bad.remedy, year, has_values))

    @property
    def has_stopped(self) -> bool:
        """Whether a unit of a wide table was handed on that may rest on a row that could not be read."""
        rows: dict[str, list[UnreadRow]] = {}
        for row in self.unread:
            rows.setdefault(with_marks(row.unit), []).append(row)
        nameless = rows.pop("", [])
        return bool(rows or nameless) and any(
            any(row.stops(year) for row in rows.get(unit, ())) or any(row.may_precede_any(year) for row in nameless)
            for unit, year in self._seen.keys() - self._refused
        )

    def _head(self, line: Line, unit: str) -> UnitRow:
        """Returns what a row says of ``unit``, without values. Raises _BadRow."""
        layout, row = self.layout, line.number
        if doubt := self._widths.doubt(line):
            if layout.value is not None and layout.value < layout.unit:  # in a long table the value may be of any unit
                what = f"{self.places.of(row, doubt.column)}: {doubt.reason}; không chắc dòng này là của đơn vị nào"
                raise UnreadableTable(what, doubt.remedy)
            raise _ShiftedRow("CT204", doubt.reason, doubt.remedy, doubt.column)
        if doubt := self._doubts.doubt(line):
            raise _BadRow("CT204", doubt.reason, doubt.remedy, doubt.column)
        if not unit and any(not is_blank(_cell(line, at)) for at in (layout.code, layout.value) if at is not None):
            what = (
                f"{self.places.of(row, layout.unit)}: dòng không ghi tên đơn vị; không chắc dòng này là của đơn vị nào"
            )
            raise UnreadableTable(what, "ghi tên đơn vị ở mọi dòng")
        if fault := fault_of_name(unit):
            raise _BadRow("CT012", *fault, layout.unit)
        _refuse_long(line.cells)
        year = self.given.year if layout.year is None else _year(_cell(line, layout.year), layout.year)
        day = self.given.as_of if layout.as_of is None else _day(_cell(line, layout.as_of), layout.as_of)
        assert year is not None and day is not None
        if layout.source is None:
            source = self.table.name
        else:
            source = on_one_line(" ".join(normalise(_cell(line, layout.source)).split()))
            if source.startswith(","):
                remedy = "ghi tên nguồn, rồi mới đến trang, mục"
                raise _BadRow("CT203", "không có tên nguồn trước dấu phẩy", remedy, layout.source)
        self._widths.count(line)
        return UnitRow(unit, year, day, source, row, ())

    def _note(self, line: Line, head: UnitRow) -> None:
        name = _cell(line, self.layout.unit)
        first = self._seen.setdefault((with_marks(head.unit), head.year), _Named(head.row, name))
        if first.row != head.row:
            rows = self.places.rows(first.row, head.row)
            what = f"đơn vị «{head.unit}», năm {head.year} có hai dòng{rows}{spellings(first.name, name)}"
            other = next((one for one in self.table.lines() if one.number == first.row), line)
            raise UnreadableTable(f"{what}; {self._differences(other, line)}", remedy_of_two(head.unit))

    def _differences(self, one: Line, other: Line) -> str:
        """What two rows of one unit say otherwise."""
        columns = [at for at in self.layout.columns if at != self.layout.unit]
        told = [
            f"cột «{self.places.heading(at)}»: {_shown(_cell(one, at), _cell(other, at))}"
            for at in columns
            if _cell(one, at).strip() != _cell(other, at).strip()
        ]
        more = f" và {len(told) - _MOST_TOLD} cột khác" if len(told) > _MOST_TOLD else ""
        return f"khác nhau ở {'; '.join(told[:_MOST_TOLD])}{more}" if told else "hai dòng ghi số liệu giống nhau"


class _Named(NamedTuple):
    """The first row of a unit, and the name as it is written there."""

    row: int
    name: str


def _shown(one: str, other: str) -> str:
    """Two cells for a message: «12» và «13»."""
    return " và ".join(f"«{text_in_cell(text.strip()[:_LONGEST_SHOWN])}»" for text in (one, other))


_NOUGHTS = re.compile(r"(?<=[0-9]),0+\Z")
"""Decimals of a year that comes from a column of fractions."""
_MIDNIGHT = re.compile(r"[ T]00?:00(:00([.,]0+)?)?\Z")
"""Behind a day, as databases export it into texts."""


def _refuse_long(cells: Sequence[str]) -> None:
    """Raises _BadRow where a cell is so long that its reader may have cut it off."""
    longest = max(map(len, cells), default=0)
    if longest >= LONGEST_CELL:
        column = next(at for at, cell in enumerate(cells) if len(cell) == longest)
        raise _BadRow("CT204", f"ô từ {grouped(LONGEST_CELL)} ký tự trở lên", "rút ngắn ô ấy", column)


def _told(text: str) -> str:
    return "ô để trống," if is_blank(text) else f"«{on_one_line(text[:50])}»"


def _cell(line: Line, place: int) -> str:
    return line.cells[place] if place < len(line.cells) else ""


@lru_cache(maxsize=1_000)
def year_in(text: str) -> int | None:
    """Returns the year that stands in a cell; None where there is no certain one."""
    year = normalise(text).strip()
    if len(year) >= 10:
        return None
    year = _NOUGHTS.sub("", year) if "," in year else year.replace(".", "")
    return int(year) if is_year(year) else None


def _year(text: str, column: int) -> int:
    year = year_in(text)
    if year is None:
        raise _BadRow("CT205", f"{_told(text)} không phải một năm", "ghi một năm, ví dụ 2025", column)
    return year


def _day(text: str, column: int) -> date:
    day = day_in(text)
    if day is None:
        remedy = "ghi ngày/tháng/năm, ví dụ 31/12/2025"
        raise _BadRow("CT205", f"{_told(text)} không phải một ngày", remedy, column)
    return day


@lru_cache(maxsize=1_000)
def day_in(text: str) -> date | None:
    """Returns the day that stands in a cell; None where there is no certain one."""
    text = _MIDNIGHT.sub("", normalise(text).strip())
    try:
        return date.fromisoformat(text) if len(text) == 10 and text[4] == text[7] == "-" else parse_date(text)
    except ValueError:
        return None
