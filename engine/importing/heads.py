"""Finds the heading of a table: its rows, what each column holds, and the blocks that stand side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from engine.domain.limits import HEADING_CHARACTERS
from engine.importing.cell import Cell, CellKind, Row
from engine.importing.cells import text_of, year_of
from engine.importing.column_cells import RowsBelow, completed, counts_columns, share_of, texts_in
from engine.importing.columns import QUANTITIES, Column, Head, Knows, knows_none
from engine.importing.grid import Sheet
from engine.importing.headers import Heading, ValueHeading, heading_of
from engine.importing.heading_words import LABELS, Role
from engine.importing.matching import Matcher
from engine.language.text import fold

HEADING_ROWS = 4
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

_RESULTS = QUANTITIES - {Role.INDICATOR}


def head_at(
    sheet: Sheet, numbers: Sequence[int], position: int, start: int, matcher: Matcher, knows: Knows
) -> Head | None:
    """Returns the heading that begins with the row at ``position``; None where there is none.

    Rows before ``start`` belong to another table and are no upper levels of this heading.
    """
    candidate = levels_at(sheet, numbers, position, start, matcher)
    if candidate is None:
        return None
    rows, levels = candidate
    read = [column_of(number, texts, matcher, knows) for number, texts in levels]
    below = RowsBelow(sheet, numbers, rows)
    read = _turned(read, sheet, below, matcher)
    return _of_indicators(rows, read, sheet, below, matcher) or _of_years(rows, read, sheet, below, matcher)


def _turned(read: list[Column], sheet: Sheet, below: RowsBelow, matcher: Matcher) -> list[Column]:
    """Returns the columns of a table whose units stand as columns under «Tỉnh/Thành phố», and its indicators below it."""
    labels = [column for column in read if column.role is Role.UNIT]
    if len(labels) != 1 or any(column.code or column.role is Role.NAME for column in read):
        return read
    texts = texts_in(sheet, below, labels[0].number)
    if share_of(texts, lambda text: matcher.named(text) is not None) * 2 < 1:
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
    rows: tuple[int, ...], read: list[Column], sheet: Sheet, below: RowsBelow, matcher: Matcher
) -> Head | None:
    """Returns the heading of a table that names its indicators, in its rows or columns; None where it does not."""
    roles = [column.role for column in read]
    named, labels = Role.CODE in roles or Role.NAME in roles, sum(role in LABELS for role in roles)
    by_row = named and (any(role in _RESULTS for role in roles) or (labels > 1 and Role.UNKNOWN in roles))
    coded = any(column.code for column in read)
    units = [c.number for c in read if c.role in (Role.UNIT, Role.UNIT_OR_MEASURE, Role.YEAR)]
    by_unit = coded and bool(units) and any(c.code and c.number > min(units) for c in read)
    if not (by_row or by_unit):
        return None
    return completed(Head(rows, not by_row, tuple(read), ()), sheet, below, matcher)


def levels_at(
    sheet: Sheet, numbers: Sequence[int], position: int, start: int, matcher: Matcher
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

    def is_heading(cell: Cell) -> bool:
        text = text_of(cell)
        return bool(text) and heading_of((text,), matcher.measures) is not None

    words = sum(is_heading(cell) for number, cell in row.items() if number <= last)
    beside = row[max(row)]
    whole = beside.number is not None and beside.number == beside.number.to_integral_value()  # no year, so no heading
    return words > 2 or (words == 2 and not whole and is_heading(beside))


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
        and (year_of(cell) is not None or (cell.kind is CellKind.TEXT and not is_number(cell.text)))
        for cell in reversed(row.values())  # numbers stand at the right
    )


def is_number(text: str) -> bool:
    """Returns whether a text is a number and nothing else."""
    return _NUMBER.fullmatch(text.strip()) is not None


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


@lru_cache(maxsize=2_000)
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
    rows: tuple[int, ...], read: list[Column], sheet: Sheet, below: RowsBelow, matcher: Matcher
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
            n for n in free if share_of(texts_in(sheet, below, n), lambda text: any(c.isalpha() for c in text)) * 2 > 1
        ]
        if not worded:
            return None
        named = share_of(texts_in(sheet, below, worded[0]), lambda text: matcher.named(text) is not None) * 2 > 1
        label = Column(worded[0], Heading(Role.NAME), ()) if named else Column(worded[-1], Heading(Role.UNIT), ())
        read = [label, *(column for column in read if column.number != label.number)]
        if named:
            return completed(Head(rows, False, tuple(sorted(read)), ()), sheet, below, matcher)
    return completed(Head(rows, True, tuple(sorted(read)), ()), sheet, below, matcher)
