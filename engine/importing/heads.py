"""Finds the heading of a table: its rows, what each column holds, and the blocks that stand side by side."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from engine.domain.limits import HEADING_CHARACTERS
from engine.factbase.periods import is_period
from engine.importing.cells import text_of, year_of
from engine.importing.grid import Cell, CellKind, Row, Sheet
from engine.importing.headers import Heading, ValueHeading, heading_of, is_counting
from engine.importing.heading_words import LABELS, Role
from engine.importing.matching import Matcher, name_key
from engine.importing.units import administrative
from engine.language.names import has_marks
from engine.language.text import fold, with_marks
from engine.profiles.profile import Profile

HEADING_ROWS = 4
_SAMPLE = 200
_LONGEST_COUNT = 20
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,]*\s*%?")
_NEUTRAL = re.compile(
    r"(?:[ivx]+[.)] |[a-e0-9]+[.)] )?(?:(?:cac |nhom )?(?:chi tieu|so lieu|tieu chi|linh vuc|nhom|thong tin)(?! giao)\b.*"
    r"|(?:phat trien )?(?:kinh te|van hoa|xa hoi|moi truong|nong nghiep|quoc phong|an ninh|i te|giao duc|kinh te va xa hoi|"
    r"kinh te[ -]+xa hoi|van hoa[ -]+xa hoi|quoc phong[ -]+an ninh|xai dung nong thon moi))"
)
"""Headings over several columns that group them by field and say nothing of the values."""
_TIMED = re.compile(
    r"\s+\(?(?=(?:năm|quý|cả năm|ước|thực hiện|TH|tính đến|đến ngày|[0-9]{1,2} tháng|(?:19|20)[0-9]{2})\b)",
    re.IGNORECASE,
)
"""Where the name of an indicator ends and its year or period begins in one heading."""
_NO_LEVEL = re.compile(r"\(?(?:bieu|phu luc|mau|dvt|dv tinh|don vi|table|unit)\b.*")
"""Lines right above a heading that are none of its levels."""

QUANTITIES = frozenset(
    {
        Role.VALUE, Role.INDICATOR, Role.PLAN, Role.FORECAST, Role.RATIO, Role.SHARE, Role.RANK, Role.WEIGHT, Role.MAXIMUM,
        Role.EARLIER, Role.MONTH, Role.TOTAL, Role.PERIOD_OR_VALUE,
    }
)  # fmt: skip
"""Columns of numbers."""
_RESULTS = QUANTITIES - {Role.INDICATOR}


Knows = Callable[[str], bool]
"""Tells whether a text is the name of a unit that the workspace has."""


def knows_none(name: str) -> bool:
    """Returns False: no name is that of a unit, for tables that are read without a workspace."""
    return False


class Column(NamedTuple):
    """A column. ``code`` is the indicator that it holds, '' without one; ``texts`` are its headings from the top down."""

    number: int
    heading: Heading
    texts: tuple[str, ...]
    code: str = ""
    measure: str = ""

    @property
    def role(self) -> Role:
        return self.heading.role

    @property
    def title(self) -> str:
        return " / ".join(self.texts)


class Head(NamedTuple):
    """A heading. ``by_unit``: a row per unit and a column per indicator. ``unclear`` are columns of texts without heading.

    ``profile`` is that of the form; None where the words of the heading decide.
    """

    rows: tuple[int, ...]
    by_unit: bool
    columns: tuple[Column, ...]
    unknown: tuple[Column, ...]
    unclear: tuple[int, ...] = ()
    profile: Profile | None = None
    untitled: tuple[int, ...] = ()

    @property
    def texts(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        return tuple((column.number, column.texts) for column in self.columns)

    def blocks(self) -> list[Head]:
        """Returns the parts that stand side by side: each has labels of its own at the left of its numbers."""
        parts: list[list[Column]] = [[]]
        numbered = False
        for column in sorted((*self.columns, *self.unknown), key=lambda column: column.number):
            held = {one.role for one in parts[-1]}
            if column.role in LABELS and numbered and column.role in held:
                parts.append([])
                numbered = False
            numbered = numbered or column.role not in LABELS
            parts[-1].append(column)
        whole = [part for part in parts if any(column.role in _PRIMARY for column in part)]
        if len(whole) < 2:
            return [self]
        return [self._part(part) for part in whole]

    def _part(self, columns: list[Column]) -> Head:
        known = tuple(column for column in columns if column.role is not Role.UNKNOWN)
        return self._replace(columns=known, unknown=tuple(c for c in columns if c.role is Role.UNKNOWN))


_PRIMARY = (Role.CODE, Role.NAME, Role.UNIT)


def head_at(sheet: Sheet, numbers: list[int], position: int, start: int, matcher: Matcher, knows: Knows) -> Head | None:
    """Returns the heading that begins with the row at ``position``; None where there is none.

    Rows before ``start`` belong to another table and are no upper levels of this heading.
    """
    candidate = levels_at(sheet, numbers, position, start, matcher)
    if candidate is None:
        return None
    rows, levels = candidate
    read = [column_of(number, texts, matcher, knows) for number, texts in levels]
    below = rows_below(sheet, numbers, rows)
    read = _turned(read, sheet, below, matcher)
    return _of_indicators(rows, read, sheet, below, matcher) or _of_years(rows, read, sheet, below, matcher)


def _turned(read: list[Column], sheet: Sheet, below: list[int], matcher: Matcher) -> list[Column]:
    """Returns the columns of a table whose units stand as columns under «Tỉnh/Thành phố», and its indicators below it."""
    labels = [column for column in read if column.role is Role.UNIT]
    if len(labels) != 1 or any(column.code or column.role is Role.NAME for column in read):
        return read
    texts = _texts(sheet, below, labels[0].number)
    if not any(match is not None and match.code for match in map(matcher.named, texts)):
        return read
    name = labels[0]._replace(heading=Heading(Role.NAME))
    units = [c for c in read if c.role is Role.UNKNOWN or c.heading.value.unit]
    return [
        name
        if column is labels[0]
        else column._replace(heading=Heading(Role.VALUE, ValueHeading(unit=column.texts[-1], bare=True)))
        if column in units
        else column
        for column in read
    ]


def _of_indicators(
    rows: tuple[int, ...], read: list[Column], sheet: Sheet, below: list[int], matcher: Matcher
) -> Head | None:
    """Returns the heading of a table that names its indicators, in its rows or columns; None where it does not."""
    roles = [column.role for column in read]
    named, labels = Role.CODE in roles or Role.NAME in roles, sum(role in LABELS for role in roles)
    by_row = named and (any(role in _RESULTS for role in roles) or (labels > 1 and Role.UNKNOWN in roles))
    coded = any(column.code for column in read)
    by_unit = coded and any(role in (Role.UNIT, Role.UNIT_OR_MEASURE, Role.YEAR) for role in roles)
    if not (by_row or by_unit):
        return None
    return completed(Head(rows, not by_row, tuple(read), ()), sheet, below, matcher)


def completed(head: Head, sheet: Sheet, below: Sequence[int], matcher: Matcher) -> Head:
    """Returns the heading with the roles that only the cells below it tell."""
    columns = [_with_sure_role(column, sheet, below, not head.by_unit, matcher) for column in head.columns]
    columns = _without_men(columns)
    columns, unclear = _with_names(columns, sheet, below, not head.by_unit, matcher)
    columns = _one_unit(columns)
    known = tuple(column for column in columns if column.role is not Role.UNKNOWN)
    unknown = tuple(c for c in columns if c.role is Role.UNKNOWN and not _NUMBER.fullmatch(c.title))
    last = max((column.number for column in columns), default=0)
    beyond = {n for row in below for n, cell in sheet.rows[row].items() if n > last and cell.kind is CellKind.NUMBER}
    return head._replace(columns=known, unknown=unknown, unclear=unclear, untitled=tuple(sorted(beyond)))


def levels_at(
    sheet: Sheet, numbers: list[int], position: int, start: int, matcher: Matcher
) -> tuple[tuple[int, ...], list[tuple[int, tuple[str, ...]]]] | None:
    """Returns the rows and the levels of each column of what may be a heading here; None where no row of words begins one."""
    rows = [numbers[position]]
    first = _without_strays(sheet.rows[rows[0]], matcher)
    if (
        len({id(cell) for cell in first.values()}) < 2
        or not is_wording(first)
        or _begins_above(first, rows[0], matcher)
    ):
        return None
    if not any(_is_known(cell, matcher) for cell in first.values()):
        return None
    while len(rows) < HEADING_ROWS and position + len(rows) < len(numbers):
        following = numbers[position + len(rows)]
        if following != rows[-1] + 1 or not _continues(sheet, rows[0], following, matcher):
            break
        rows.append(following)
    above = numbers[position - 1] if position > start and numbers[position - 1] == rows[0] - 1 else None
    groups = _groups_above(sheet, above, rows[0], matcher) if above is not None else {}
    levels = list(headings_of(sheet, rows, groups))
    return ((above, *rows) if above is not None and groups else tuple(rows)), levels


def rows_below(sheet: Sheet, numbers: list[int], rows: tuple[int, ...]) -> list[int]:
    at = bisect_right(numbers, rows[-1])
    return [number for number in numbers[at : at + _SAMPLE] if not counts_columns(sheet.rows[number])]


def _without_strays(row: Row, matcher: Matcher) -> Row:
    """Returns the row without the numbers that somebody typed beside the table.

    A blank cell parts them from its last text, or it is one number behind several words for headings.
    """
    texts = [number for number, cell in row.items() if cell.kind is CellKind.TEXT or year_of(cell) is not None]
    last = max(texts, default=0)
    if not last or last == max(row) or (last + 1 in row and not _heads_a_table(row, last, matcher)):
        return row
    return {number: cell for number, cell in row.items() if number <= last}


def _heads_a_table(row: Row, last: int, matcher: Matcher) -> bool:
    """Returns whether a row with one number behind its last text has several words for headings."""
    if sum(number > last for number in row) > 1:
        return False
    texts = (text_of(cell) for cell in row.values())
    return sum(heading_of((text,), matcher.measures) is not None for text in texts if text) > 2


def _begins_above(row: Row, number: int, matcher: Matcher) -> bool:
    """Returns whether a cell that names the rows is merged from above: then the heading begins there."""
    return any(cell.row < number and _is_label(cell, matcher) for cell in row.values())


def _is_known(cell: Cell, matcher: Matcher) -> bool:
    text = text_of(cell)
    return heading_of((text,), matcher.measures) is not None or matcher.named(text) is not None


def _is_label(cell: Cell, matcher: Matcher) -> bool:
    heading = heading_of((text_of(cell),), matcher.measures)
    return heading is not None and heading.role in LABELS


def is_wording(row: Row) -> bool:
    """Returns whether the row holds only texts and years, as headings do."""
    return all(
        len(cell.text) <= HEADING_CHARACTERS
        and (year_of(cell) is not None or (cell.kind is CellKind.TEXT and not _NUMBER.fullmatch(cell.text.strip())))
        for cell in reversed(row.values())  # numbers stand at the right
    )


def _continues(sheet: Sheet, first: int, following: int, matcher: Matcher) -> bool:
    """Returns whether a row is the lower part of a heading: the columns that name the rows have nothing new in it."""
    row = sheet.rows[following]
    if counts_columns(row) or not is_wording(row):
        return False
    for column, cell in sheet.rows[first].items():
        below = row.get(column)
        if below is None or below.row != following or text_of(below) == text_of(cell):
            continue
        if _is_label(cell, matcher):
            return False
    if min(row) < min(sheet.rows[first]):
        return False
    return any(cell.row == following for cell in row.values())


def _groups_above(sheet: Sheet, above: int, first: int, matcher: Matcher) -> dict[int, str]:
    """Returns the upper level of a heading that stands in the row above its labels: a text by column.

    The columns that name the rows have no cell in it; each of its texts is understood as a heading, or covers several
    columns.
    """
    row, labels = sheet.rows[above], sheet.rows[first]
    named = {number for number, cell in labels.items() if _is_label(cell, matcher)}
    if not named or not is_wording(row) or any(number in row for number in named):
        return {}
    groups: dict[int, str] = {}
    for number, cell in row.items():
        text = text_of(cell)
        if number < min(named) or number not in labels or _NO_LEVEL.match(fold(text)):
            continue
        wide = sum(other is cell for other in row.values()) > 1
        if wide or heading_of((text,), matcher.measures) is not None:
            groups[number] = text
    return groups


def headings_of(sheet: Sheet, rows: Sequence[int], groups: dict[int, str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yields the columns with the texts of their heading, from the top down."""
    levels = [groups, *({number: text_of(cell) for number, cell in sheet.rows[row].items()} for row in rows)]
    own = [{number for number, cell in sheet.rows[row].items() if cell.row == row} for row in rows]
    for at, level in enumerate(levels[:-1]):
        _spread_right(level, set().union(*own[at:]))
    for number in sorted(set().union(*levels)):
        if texts := tuple(dict.fromkeys(text for level in levels if (text := level.get(number, "")))):
            yield number, texts


def _spread_right(level: dict[int, str], lower: set[int]) -> None:
    """Lets each text above lower ones go on to the right over columns without a text, as if their cells were merged."""
    for number in sorted(lower):
        if not level.get(number) and number - 1 in lower and level.get(number - 1):
            level[number] = level[number - 1]


def column_of(number: int, texts: tuple[str, ...], matcher: Matcher, knows: Knows = knows_none) -> Column:
    """Returns the column; a heading that names an indicator may state year, basis or unit beside it."""
    column = _read(number, texts, matcher)
    if not column.code and len(texts) == 2 and (whole := _joined(texts, matcher)):
        return _read(number, (whole,), matcher)._replace(texts=texts)
    if column.role is not Role.UNKNOWN:
        return column
    for position, text in enumerate(texts):
        if found := _TIMED.search(text):  # «Số hộ nghèo năm 2023»
            parts = text[: found.start()].strip(" ,:-"), text[found.start() :].strip(" ,:-()")
            timed = _read(number, (*texts[:position], *parts, *texts[position + 1 :]), matcher)
            if timed.code and timed.role is not Role.UNKNOWN:
                return timed._replace(texts=texts)
        if knows(text):
            others = texts[:position] + texts[position + 1 :]
            below = heading_of(others, matcher.measures) if others else Heading(Role.VALUE, ValueHeading(bare=True))
            if below is not None and below.role is Role.VALUE:
                return Column(number, below._replace(value=below.value._replace(unit=text)), texts)
    return column


def _joined(texts: tuple[str, ...], matcher: Matcher) -> str:
    """Returns the name of an indicator that two levels make together («Hộ nghèo» over «Số hộ»); '' without one."""
    upper, lower = (matcher.measures.in_brackets(text)[1] for text in texts)
    words, first = lower.split(), upper.split()[:1]
    joined = [f"{lower} {upper}", f"{upper} {lower}", f"{upper} - {lower}"]
    if words and first and fold(words[-1]) == fold(first[0]):
        joined.insert(0, f"{' '.join(words[:-1])} {upper}")
    found = (name for name in joined if (match := matcher.named(name)) is not None and match.code is not None)
    measure = matcher.measures.in_brackets(texts[-1])[0]
    name = next(found, "")
    return f"{name} ({measure})" if name and measure else name


def _read(number: int, texts: tuple[str, ...], matcher: Matcher) -> Column:
    texts, measure = _without_measure(texts, matcher) if len(texts) > 1 else (texts, "")
    for position, text in enumerate(texts):
        match = matcher.named(text)
        if match is None or match.code is None:
            continue
        rest = texts[:position] + texts[position + 1 :]
        others = tuple(text for text in rest if not _NEUTRAL.fullmatch(fold(text)))
        below = heading_of(others, matcher.measures) if others else Heading(Role.VALUE)
        if below is None:
            return Column(number, Heading(Role.UNKNOWN), texts)
        measure = match.measure or measure
        role = Role.INDICATOR if below.role in (Role.VALUE, Role.TOTAL) else below.role
        return Column(number, Heading(role, below.value), texts, match.code, measure)
    heading = heading_of(texts, matcher.measures)
    if heading is None and len(texts) > 1:
        telling = tuple(text for text in texts if not _NEUTRAL.fullmatch(fold(text)))
        heading = heading_of(telling, matcher.measures) if telling and telling != texts else None
    if heading is not None and measure:
        heading = heading._replace(value=heading.value._replace(measure=measure))
    return Column(number, heading or Heading(Role.UNKNOWN), texts)


def _without_measure(texts: tuple[str, ...], matcher: Matcher) -> tuple[tuple[str, ...], str]:
    """Returns the levels of a heading without the one that is only a unit of measure («(triệu đồng)»), and that unit."""
    for position, text in enumerate(texts):
        inside = text.strip("() ")
        if matcher.measures.is_measure(inside) and inside != "%":
            return texts[:position] + texts[position + 1 :], matcher.measures.written(inside)
        if inside == "%" and text != inside:
            return texts[:position] + texts[position + 1 :], inside
    return texts, ""


# ---------------------------------------------------------------- what only the cells tell


def _texts(sheet: Sheet, below: Sequence[int], number: int) -> list[str]:
    cells = (cell for n in below if (cell := sheet.rows[n].get(number)) is not None)
    return [text for cell in cells if (text := text_of(cell))]


def _share(texts: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, texts)) / len(texts) if texts else 0.0


def _with_sure_role(column: Column, sheet: Sheet, below: Sequence[int], by_row: bool, matcher: Matcher) -> Column:
    """Returns «Đơn vị» as units of measure where most cells are, else as units; «Kỳ báo cáo» as periods or as values."""
    texts = _texts(sheet, below, column.number)
    if column.role is Role.PERIOD_OR_VALUE:
        role = Role.PERIOD if _share(texts, is_period) * 2 > 1 else Role.VALUE
        return column._replace(heading=Heading(role))
    if column.role is not Role.UNIT_OR_MEASURE:
        return column
    if not by_row:
        return column._replace(heading=Heading(Role.UNIT))
    measures = _share(texts, matcher.measures.is_measure)
    if measures * 2 > 1:
        return column._replace(heading=Heading(Role.MEASURE))
    return column._replace(heading=Heading(Role.UNIT)) if texts and measures == 0 else column


def _without_men(columns: list[Column]) -> list[Column]:
    """Returns the columns with «Nam», where other headings have marks, as men and not as years."""
    marked = any(has_marks(column.title) for column in columns)
    return [
        column._replace(heading=Heading(Role.UNKNOWN))
        if column.role is Role.YEAR and marked and with_marks(column.title) == "nam"
        else column
        for column in columns
    ]


def _with_names(
    columns: list[Column], sheet: Sheet, below: Sequence[int], by_row: bool, matcher: Matcher
) -> tuple[list[Column], tuple[int, ...]]:
    """Returns the columns with those of names that have no heading, or an unknown one; and columns of other texts without one.

    A second column of the same names begins a block of its own: its numbers are in another order.
    """
    primary = Role.NAME if by_row else Role.UNIT
    named = [column for column in columns if column.role is primary]
    names = {name_key(text) for column in named for text in _texts(sheet, below, column.number)}
    known = {column.number: column for column in columns if column.role is not Role.UNKNOWN}
    unknown = {column.number: column for column in columns if column.role is Role.UNKNOWN}
    first, last = min(column.number for column in columns), max(column.number for column in columns)
    found, unclear = dict(known), []
    for number in range(max(1, first - 1), last + 1):
        if number in known:
            continue
        texts = _texts(sheet, below, number)
        words = [text for text in texts if any(c.isalpha() for c in text)]
        if not words or len(words) * 2 < len(texts):
            if number in unknown:
                found[number] = unknown[number]
            continue
        repeats = _share(words, lambda text: name_key(text) in names) * 2 >= 1
        places = _share(words, lambda text: bool(administrative(text))) * 2 > 1
        measured = by_row and _share(words, matcher.measures.is_measure) * 2 > 1
        heading = unknown[number].texts if number in unknown else ()
        if (repeats and names) or (places and not by_row):
            found[number] = Column(number, Heading(primary), heading)
        elif measured and number not in unknown:
            found[number] = Column(number, Heading(Role.MEASURE), ())
        elif number in unknown:
            found[number] = unknown[number]
        elif number > first:
            unclear.append(number)
    return [found[number] for number in sorted(found)], tuple(unclear)


def _one_unit(columns: list[Column]) -> list[Column]:
    """Returns the columns with one column of units in each run of labels, the lowest; those of upper units become PARENT."""
    runs: list[list[int]] = [[]]
    for at, column in enumerate(columns):
        if column.role is Role.UNIT:
            runs[-1].append(at)
        elif column.role not in LABELS:
            runs.append([])
    result = list(columns)
    for run in runs:
        if len(run) > 1:
            unit = min(run, key=lambda at: (columns[at].heading.level, -at))
            for at in run:
                if at != unit:
                    result[at] = columns[at]._replace(heading=Heading(Role.PARENT))
    return result


def counts_columns(row: Row) -> bool:
    """Returns whether the row only numbers the columns."""
    if any(len(cell.text) > _LONGEST_COUNT for cell in row.values()):
        return False
    return is_counting([text for cell in row.values() if (text := text_of(cell))])


def of_indicator(head: Head, code: str) -> Head:
    """Returns the heading of a table about one indicator, which its title names: its values are that indicator's."""
    columns = tuple(
        column._replace(heading=column.heading._replace(role=Role.INDICATOR), code=code)
        if column.role in (Role.VALUE, Role.PERIOD_OR_VALUE)
        else column
        for column in head.columns
    )
    return head._replace(by_unit=True, columns=columns)


def _of_years(
    rows: tuple[int, ...], read: list[Column], sheet: Sheet, below: list[int], matcher: Matcher
) -> Head | None:
    """Returns the heading of a table about one indicator: units below a blank or a heading of units, years beside it.

    None where this is no such heading.
    """
    values = [column for column in read if column.role is Role.VALUE]
    units = [column for column in read if column.role in (Role.UNIT, Role.UNIT_OR_MEASURE)]
    if not values or any(column.role in (Role.CODE, Role.NAME, Role.INDICATOR) for column in read):
        return None
    if not units:
        if not all(column.heading.value.year for column in values):
            return None
        free = [
            n for n in range(1, values[0].number) if n not in {c.number for c in read if c.role is not Role.UNKNOWN}
        ]
        worded = [
            n for n in free if _share(_texts(sheet, below, n), lambda text: any(c.isalpha() for c in text)) * 2 > 1
        ]
        if not worded:
            return None
        named = _share(_texts(sheet, below, worded[0]), lambda text: matcher.named(text) is not None) * 2 > 1
        label = Column(worded[0], Heading(Role.NAME), ()) if named else Column(worded[-1], Heading(Role.UNIT), ())
        read = [label, *(column for column in read if column.number != label.number)]
        if named:
            return completed(Head(rows, False, tuple(sorted(read)), ()), sheet, below, matcher)
    return completed(Head(rows, True, tuple(sorted(read)), ()), sheet, below, matcher)
