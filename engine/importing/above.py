"""Reads the lines above a table, which state unit, year, period, date, unit of measure and indicator for all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from engine.domain.limits import HEADING_CHARACTERS
from engine.domain.records import NamedTuple
from engine.importing.cell import Cell, CellKind, Row
from engine.importing.cells import text_of
from engine.importing.grid import Sheet
from engine.importing.headers import periods_in
from engine.importing.matching import Matcher
from engine.importing.measures import Measures
from engine.language.text import fold, normalise

_MEASURED_IN = re.compile(r"\b(?:đvt|đv tính|đơn vị tính)\b\s*[:\-–]?\s*(.*)$", re.IGNORECASE)
_MEASURED_OR_UNIT = re.compile(r"(?:^|[.;,(]\s*)đơn vị\s*:\s*(.*)$", re.IGNORECASE)
_UNIT_IS = re.compile(r"^\(?\s*(?:đơn vị báo cáo|tên đơn vị|địa phương|đơn vị)\s*:\s*([^)]+)\)?$", re.IGNORECASE)
_NOT_A_UNIT = re.compile(r"[0-9%]")
_YEAR = re.compile(r"\bnam ((?:19|20)[0-9]{2})\b")
_SPAN = re.compile(r"\b(?:19|20)[0-9]{2} ?(?:[-\u2013\u2014]|den|toi) ?(?:het )?(?:nam )?(?:19|20)[0-9]{2}\b")
_FULL_DAY = re.compile(r"ngai [0-9]{1,2} thang [0-9]{1,2} nam [0-9]{4}")
_DOCUMENT = re.compile(
    r"(?<!thuc hien )\b(?:nghi quiet|bao cao|ke hoach|cong van|quiet dinh|thong bao|chi thi|to trinh|chuong trinh)\b"
    r"(?:(?!\b(?:ket qua|tinh hinh|thuc hien|so lieu|tong ket|so ket|thang|qui|nam (?:19|20)[0-9]{2})\b).){0,120}?"
    r"\bnam (?:19|20)[0-9]{2}\b"
)
"""A year right after the name of a document belongs to it; «thực hiện kế hoạch năm 2023» reports on that year."""
_MONTH = re.compile(r"\bthang ([0-9]{1,2})\b")
_SECOND_HALF = re.compile(r"\b[0-9]{1,2} thang cuoi\b")
_BY_UNITS = re.compile(
    r"\b(?:phan|chia) theo (?:cac )?(?:don vi|dia phuong|tinh|thanh pho|huien|quan|xa|phuong|thi xa|thi tran|dia ban|truong|so|nganh dia phuong|"
    r"ap|thon|khom|bv|benh vien|co so)|\bbi (?:province|district|commune|localiti|citi)"
)
"""Titles of tables whose rows are units."""
_PLANNED = re.compile(
    r"\b(?:ke hoach|du kien|muc tieu|phan dau|du toan|du bao|giao chi tieu|chi tieu giao|dinh huong)\b"
)
_ONLY_PLANNED = re.compile(r"(?:[ivx]+[.) ]+|[0-9a-z][.)] ?)?(?:phan )?(?:ke hoach|muc tieu|du toan|du kien|du bao)")
_ONLY_YEAR = re.compile(r"^(?:nam )?((?:19|20)[0-9]{2})$")
_ANY_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_REMARK = re.compile(r"[(*\[]|(?:ghi chu|chu thich|luu i|nguon)\b")
_LONGEST_PART = 14
"""Words of a line that heads rows; longer ones are remarks."""
_REPORTED = re.compile(
    r"\b(?:kem theo|ket qua|thuc hien|tinh hinh|bao cao|quiet toan|so lieu|danh gia|tong ket|so ket)\b"
)
_NUMBERED = re.compile(
    r"^(?:(?i:bảng|biểu|phụ lục|table)\s*(?i:số)?\s*[0-9IVX.]*[.):\-–]*\s*)?(?:[0-9]+(?:\.[0-9]+)*[.):\-–]?\s+|[0-9]+[.):]|[IVX]+[.):]\s*)*"
)
_TAIL = re.compile(
    r"\s+(?=(?:cả năm|phân theo|chia theo|theo|của|tại|trên địa bàn|năm|giai đoạn|qua các năm|các năm|by|in|[0-9]{1,2} tháng|quý)\b)|\s[-–/]\s|\s*\(",
    re.IGNORECASE,
)
"""Where the name of the indicator ends in a title."""
_STANDARD = re.compile(
    r"\b(?:chuan|gia so sanh|gia co dinh|ki goc|nam goc|goc so sanh|tieu chi)\b.{0,60}?\b(?:nam )?(?:19|20)[0-9]{2}\b"
)
"""The year of a standard or of base prices is not that of the numbers."""
_ISSUED = re.compile(r"ngai ([0-9]{1,2})(?: thang |[/.\-])([0-9]{1,2})(?: nam |[/.\-])((?:19|20)[0-9]{2})")
_ATTACHED = re.compile(r"\b(?:kem theo|ban hanh|nghi quiet|quiet dinh|cong van|bao cao)\b")
_AS_OF = re.compile(
    r"\b(?:den|tai|thoi diem) (?:het )?(?:ngai )?(?:([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})|([0-9]{1,2}) thang ([0-9]{1,2}) nam ([0-9]{4}))"
)
_DAY_WITHOUT_YEAR = re.compile(r"\bden (?:het )?(?:ngai )?[0-9]{1,2}/[0-9]{1,2}(?![0-9/])")
_FROM = re.compile(r"\btu (?:ngai )?([0-9]{1,2})(?:[/.\-]| thang )([0-9]{1,2})(?:(?:[/.\-]| nam )([0-9]{4}))?(?![0-9])")
"""The first day of a span of days."""

T = TypeVar("T")


class StatedText(NamedTuple):
    """A text and the address of its cell."""

    text: str
    address: str


class Tells(StrEnum):
    """What a title says that the numbers of its table are."""

    NOTHING = ""
    PLAN = "kế hoạch, mục tiêu"
    RESULT = "kết quả"


class Part(NamedTuple):
    """What a line between rows says of those below it: ``years``, and whether they are a plan."""

    text: str
    years: tuple[int, ...]
    plan: bool


class Preamble(NamedTuple):
    """What the lines above a table state; None and '' for what they do not state, or state in several ways.

    ``years`` are all years that they name, with their cells; ``periods`` the parts of a year, '' for an unclear one.
    ``unread`` is a line on the unit of measure that is not understood, or contradicts another one. ``code`` is the
    indicator that a title names, ``of_units``: it says that the rows are units («phân theo xã»). ``tells`` is what a
    title says its numbers are (Tells), ``lines`` are all texts, ``issued``
    is the day of the document that the table is attached to.
    """

    unit: str = ""
    year: int | None = None
    as_of: date | None = None
    measure: str = ""
    years: tuple[tuple[int, StatedText], ...] = ()
    unread: StatedText | None = None
    periods: tuple[tuple[str, StatedText], ...] = ()
    code: str = ""
    of_units: bool = False
    tells: Tells = Tells.NOTHING
    lines: tuple[StatedText, ...] = ()
    issued: date | None = None

    @property
    def period(self) -> str | None:
        """The only period that the lines name; '' without one, None where there are several or it is unclear."""
        named = {period for period, _ in self.periods}
        return _only(named) or None if named else ""

    @property
    def is_empty(self) -> bool:
        """Whether the lines state nothing about the table."""
        stated = self.unit or self.years or self.as_of or self.measure or self.unread or self.periods or self.code
        return not stated and self.tells is Tells.NOTHING

    def repeats(self, earlier: Preamble) -> bool:
        """Returns whether the lines state nothing beyond ``earlier``, as the lines on every page of a long table do."""
        return (
            self.unread is None
            and self.unit in ("", earlier.unit)
            and self.measure in ("", earlier.measure)
            and self.as_of in (None, earlier.as_of)
            and {year for year, _ in self.years} <= {year for year, _ in earlier.years}
            and {period for period, _ in self.periods} <= {period for period, _ in earlier.periods}
            and self.code in ("", earlier.code)
            and self.tells in (Tells.NOTHING, earlier.tells)
        )

    def completed_by(self, earlier: Preamble) -> Preamble:
        """Returns this preamble with what only ``earlier`` states, which holds for all tables of one shape below it."""
        years = self if self.years else earlier
        measured = self if self.measure or self.unread else earlier
        return Preamble(
            self.unit or earlier.unit,
            years.year,
            self.as_of or (None if self.years else earlier.as_of),
            measured.measure,
            years.years,
            measured.unread,
            (self if self.periods or self.years else earlier).periods,
            self.code or earlier.code,
            self.of_units or (not self.code and earlier.of_units),
            earlier.tells if self.tells is Tells.NOTHING else self.tells,
            self.lines,
            self.issued or earlier.issued,
        )


def read_above(sheet: Sheet, rows: Sequence[int], matcher: Matcher, columns: range | None = None) -> Preamble:
    """Returns what the lines above a table state; of a line with several cells only those above ``columns`` count."""
    measures = matcher.measures
    periods: dict[str, StatedText] = {}
    codes: dict[str, bool] = {}
    told: list[Tells] = []
    lines: list[StatedText] = []
    issued: set[date] = set()
    units: set[str] = set()
    years: dict[int, StatedText] = {}
    days: set[date] = set()
    written: set[str] = set()
    unread: StatedText | None = None
    for cell in _cells(sheet, rows, columns):
        if len(cell.text) > HEADING_CHARACTERS:
            continue
        text = text_of(cell)
        plain = fold(normalise(text))
        for named in _years(plain):
            years.setdefault(named, StatedText(text, cell.address))
        days |= _days(plain)
        if _ATTACHED.search(plain):
            issued |= {day for found in _ISSUED.findall(plain) if (day := _day((*found, ""))) is not None}
        if (period := _period(plain)) is not None:
            periods.setdefault(period, StatedText(text, cell.address))
        lines.append(StatedText(text, cell.address))
        told += [tells] if (tells := _tells(plain)) is not Tells.NOTHING else []
        if code := _indicator(text, matcher):
            codes[code] = codes.get(code, False) or bool(_BY_UNITS.search(plain))
        elif codes and _BY_UNITS.search(plain):
            codes = dict.fromkeys(codes, True)
        measure = _measure(text, measures)
        if measure == "" and _is_title(plain):
            measure = measure_in_title(text, measures)
        if measure:
            written.add(measure)
        elif measure is None:
            unread = StatedText(text, cell.address)
        elif (found := _UNIT_IS.match(text)) and not _NOT_A_UNIT.search(found[1]):
            units.add(found[1].strip())
        if len(written) > 1:
            unread = StatedText(text, cell.address)
    year = next(iter(years)) if len(years) == 1 else None
    agreed = "" if unread is not None else _only(written) or ""
    code = _only(set(codes)) or ""
    of_units = codes.get(code, False)
    return Preamble(
        _only(units) or "",
        year,
        _only(days),
        agreed,
        tuple(years.items()),
        unread,
        tuple(periods.items()),
        code,
        of_units,
        told[0] if told else Tells.NOTHING,
        tuple(lines),
        max(issued, default=None),
    )


def _is_title(plain: str) -> bool:
    """Returns whether a line is long enough to be a title, not a name with a remark in brackets."""
    return len(plain.split()) > 2


def _cells(sheet: Sheet, rows: Sequence[int], columns: range | None) -> Iterator[Cell]:
    for number in rows:
        row = sheet.rows[number]
        cells = {id(cell): cell for cell in row.values()}
        if columns is not None and len(cells) > 1:
            cells = {id(cell): cell for at, cell in row.items() if at in columns}
        yield from cells.values()


def _years(plain: str) -> list[int]:
    """Returns the years that may be the year of the table, without those of days, spans of years and documents."""
    without = _STANDARD.sub(" ", _DOCUMENT.sub(" ", _SPAN.sub(" ", _FULL_DAY.sub(" ", plain))))
    return [int(year) for year in _YEAR.findall(without)]


def _period(plain: str) -> str | None:
    """Returns the part of the year that a line is about, '' for a single month; None without one."""
    if (_AS_OF.search(plain) and not _days(plain)) or _DAY_WITHOUT_YEAR.search(plain):
        return ""
    without = _FULL_DAY.sub(" ", _AS_OF.sub(" ", plain))
    periods, rest = periods_in(_SECOND_HALF.sub(" ", without))
    named = set(periods)
    named |= {f"tháng {int(month)}" if 1 <= int(month) <= 12 else "" for month in _MONTH.findall(rest)}
    if named:
        return _only(named) or ""
    return "" if _SECOND_HALF.search(without) else None


def _days(plain: str) -> set[date]:
    """Returns the as-of days of a line; none where they end a span of days that did not begin with the year."""
    ends = {day for found in _AS_OF.findall(plain) if (day := _day(found)) is not None}
    if not ends or (first := _FROM.search(plain)) is None:
        return ends
    start = _day((first[1], first[2], first[3] or str(max(ends).year)))
    begins = start is not None and date(max(ends).year - 1, 12, 1) <= start <= date(max(ends).year, 1, 5)
    return ends if begins else set()


def _tells(plain: str) -> Tells:
    """Returns what a title says its numbers are: the first of its words that says so decides."""
    plan, result = _PLANNED.search(plain), _REPORTED.search(plain)
    if plan is None or (result is not None and result.start() < plan.start()):
        return Tells.RESULT if result is not None else Tells.NOTHING
    return Tells.PLAN


def part_in(text: str) -> Part | None:
    """Returns what a line between the rows of a table says of the rows below it; None where it says nothing."""
    plain = fold(normalise(text))
    years, tells = tuple(_years(plain)) or tuple(map(int, _ONLY_YEAR.findall(plain))), _tells(plain)
    dated = bool(_ANY_YEAR.search(plain))
    if (not years and tells is Tells.NOTHING) or _REMARK.match(plain) or len(plain.split()) > _LONGEST_PART:
        return None
    return Part(text, years, tells is Tells.PLAN and bool(dated or _ONLY_PLANNED.fullmatch(plain)))


def _indicator(text: str, matcher: Matcher) -> str:
    """Returns the indicator that a title names («12. Số trường đạt chuẩn phân theo xã»); '' without one."""
    title = _NUMBERED.sub("", text)
    for name in (title, _TAIL.split(title, maxsplit=1)[0]):
        match = matcher.named(name.strip(" .,:;-\u2013")) if name.strip() else None
        if match is not None and match.code is not None:
            return match.code
    return ""


def _measure(text: str, measures: Measures) -> str | None:
    """Returns the unit of measure that a line states, '' without one, None where it is not understood."""
    if found := _MEASURED_IN.search(text):
        return _one_measure(found[1], measures)
    if found := _MEASURED_OR_UNIT.search(text):
        return _one_measure(found[1], measures) or ""
    return ""


def measure_in_title(text: str, measures: Measures) -> str:
    """Returns the unit of measure in brackets, or behind the last dash, of a title; '' without one.

    >>> measure_in_title("Thu ngân sách - Triệu đồng", Measures([]))
    'triệu đồng'
    """
    inside, _ = measures.in_brackets(text)
    if inside:
        return inside
    _, dash, last = text.rpartition(" - ")
    return measures.written(last) if dash and measures.is_measure(last) else ""


def _one_measure(text: str, measures: Measures) -> str | None:
    whole = text.strip(" ().;,")
    if measures.is_measure(whole):
        return measures.written(whole)
    parts = [part.strip(" .") for part in re.split(r"[;,()]|\s[-\u2013]\s|\.\s|\bvà\b", whole)]
    found = {measures.written(part) for part in parts if part and measures.is_measure(part)}
    return _only(found)


def may_state_measure(row: Row) -> bool:
    """Returns whether a row among those of a table has one text only, with a word of notes on units of measure."""
    cell = next(iter(row.values()))
    alone = all(other is cell for other in row.values())
    return alone and cell.kind is CellKind.TEXT and "tính" in cell.text.lower()


def measure_below(sheet: Sheet, notes: Sequence[int], measures: Measures) -> str:
    """Returns the unit of measure that the first of the ``notes`` among the rows of a table states; '' without one."""
    cells = (next(iter(sheet.rows[number].values())) for number in notes)
    return next((measure for cell in cells if (measure := _measure(text_of(cell), measures))), "")


def lines_before(sheet: Sheet, numbers: Sequence[int], values: set[int], labels: set[int]) -> Sequence[int]:
    """Returns the rows at the end of ``numbers`` that are lines of text, and no rows of a table with these columns."""
    first = len(numbers)
    while first and not _is_table_row(sheet.rows[numbers[first - 1]], values, labels):
        first -= 1
    return numbers[first:]


def _is_table_row(row: Row, values: set[int], labels: set[int]) -> bool:
    if any(_is_statement(cell) for cell in row.values()):
        return False
    own = {cell.column for cell in row.values()}
    return len({id(cell) for cell in row.values()}) > 1 and bool(own & values) and bool(own & labels)


def _is_statement(cell: Cell) -> bool:
    if cell.kind is not CellKind.TEXT or len(cell.text) > HEADING_CHARACTERS:
        return False
    text = text_of(cell)
    return bool(_MEASURED_IN.match(text.lstrip("( ")) or _UNIT_IS.match(text))


def _day(found: tuple[str, ...]) -> date | None:
    day, month, year = found[:3] if found[0] else found[3:]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _only(values: set[T]) -> T | None:
    return next(iter(values)) if len(values) == 1 else None
