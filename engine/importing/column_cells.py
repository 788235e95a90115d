"""Settles what only the cells below a heading tell: names without heading, «Đơn vị», «Kỳ báo cáo», men and years."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from engine.factbase.periods import is_period
from engine.importing.cell import CellKind, Row
from engine.importing.cells import text_of
from engine.importing.columns import Column, Head
from engine.importing.grid import Sheet
from engine.importing.headers import Heading, is_counting
from engine.importing.heading_words import ACTUAL, ESTIMATE, LABELS, PLAN, Role
from engine.importing.matching import Matcher, name_key
from engine.importing.units import administrative
from engine.language.names import has_marks
from engine.language.text import fold, with_marks

_SAMPLE = 200
_LONGEST_COUNT = 20


def _is_number(title: str) -> bool:
    return bool(title) and all(c.isdigit() or c in ".,-+% " for c in title)


class RowsBelow:
    """The first rows below a heading, looked up when they are asked for: most rows that look like headings are none."""

    def __init__(self, sheet: Sheet, numbers: Sequence[int], rows: tuple[int, ...]) -> None:
        self._sheet, self._numbers, self._last = sheet, numbers, rows[-1]

    def __iter__(self) -> Iterator[int]:
        return iter(self._found)

    @cached_property
    def _found(self) -> list[int]:
        at = bisect_right(self._numbers, self._last)
        return [number for number in self._numbers[at : at + _SAMPLE] if not counts_columns(self._sheet.rows[number])]


def counts_columns(row: Row) -> bool:
    """Returns whether the row only numbers the columns."""
    if any(len(cell.text) > _LONGEST_COUNT or cell.kind is CellKind.DATE for cell in row.values()):
        return False
    first = next(iter(row.values()))  # most rows are none by their first cell
    return is_counting([text_of(first)] * 3) and is_counting([text for cell in row.values() if (text := text_of(cell))])


def completed(head: Head, sheet: Sheet, below: RowsBelow, matcher: Matcher) -> Head:
    """Returns the heading with the roles that only the cells below it tell."""
    columns = [_with_sure_role(column, sheet, below, not head.by_unit, matcher) for column in head.columns]
    columns = _without_men(columns)
    columns, unclear = _with_names(columns, sheet, below, not head.by_unit, matcher)
    columns = _one_unit(columns)
    known = tuple(column for column in columns if column.role is not Role.UNKNOWN)
    unknown = tuple(c for c in columns if c.role is Role.UNKNOWN and not _is_number(c.title))
    last = max((column.number for column in columns), default=0)
    beyond = {n for row in below for n, cell in sheet.rows[row].items() if n > last and cell.kind is CellKind.NUMBER}
    return head._replace(columns=known, unknown=unknown, unclear=unclear, untitled=tuple(sorted(beyond)))


def texts_in(sheet: Sheet, below: RowsBelow, number: int) -> list[str]:
    cells = (cell for n in below if (cell := sheet.rows[n].get(number)) is not None)
    return [text for cell in cells if (text := text_of(cell))]


def share_of(texts: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, texts)) / len(texts) if texts else 0.0


def _with_sure_role(column: Column, sheet: Sheet, below: RowsBelow, by_row: bool, matcher: Matcher) -> Column:
    """Returns «Đơn vị» as units of measure where most cells are, else as units; «Kỳ báo cáo» as periods or as values."""
    texts = texts_in(sheet, below, column.number)
    if column.role is Role.PERIOD_OR_VALUE:
        role = Role.PERIOD if share_of(texts, is_period) * 2 > 1 else Role.VALUE
        return column._replace(heading=Heading(role))
    if column.role is Role.UNKNOWN and by_row and share_of(texts, _is_basis) * 2 > 1:
        return column._replace(heading=Heading(Role.BASIS))
    if column.role is not Role.UNIT_OR_MEASURE:
        return column
    if not by_row:
        return column._replace(heading=Heading(Role.UNIT))
    measures = share_of(texts, matcher.measures.is_measure)
    if measures * 2 > 1:
        return column._replace(heading=Heading(Role.MEASURE))
    return column._replace(heading=Heading(Role.UNIT)) if texts and measures == 0 else column


def _is_basis(text: str) -> bool:
    """Returns whether a cell only says that its row is a plan, a result or an estimate."""
    rest = fold(text)
    for words in (ESTIMATE, ACTUAL, PLAN):
        rest = words.sub("", rest)
    return bool(text.strip()) and not rest.strip()


def _without_men(columns: list[Column]) -> list[Column]:
    """Returns the columns with «Nam», where other headings have marks, as men and not as years."""
    marked = any(has_marks(column.title) for column in columns)
    return [
        column._replace(heading=Heading(Role.UNKNOWN))
        if column.role is Role.YEAR and marked and with_marks(column.texts[-1]) == "nam"
        else column
        for column in columns
    ]


def _with_names(
    columns: list[Column], sheet: Sheet, below: RowsBelow, by_row: bool, matcher: Matcher
) -> tuple[list[Column], tuple[int, ...]]:
    """Returns the columns with those of names that have no heading, or an unknown one; and columns of other texts without one.

    A second column of the same names begins a block of its own: its numbers are in another order.
    """
    primary = Role.NAME if by_row else Role.UNIT
    named = [column for column in columns if column.role is primary]
    names = {name_key(text) for column in named for text in texts_in(sheet, below, column.number)}
    known = {column.number: column for column in columns if column.role is not Role.UNKNOWN}
    unknown = {column.number: column for column in columns if column.role is Role.UNKNOWN}
    first, last = min(column.number for column in columns), max(column.number for column in columns)
    found, unclear = dict(known), []
    for number in range(max(1, first - 1), last + 1):
        if number in known:
            continue
        texts = texts_in(sheet, below, number)
        words = [text for text in texts if any(c.isalpha() for c in text)]
        if not words or len(words) * 2 < len(texts):
            if number in unknown:
                found[number] = unknown[number]
            continue
        repeats = share_of(words, lambda text: name_key(text) in names) * 2 >= 1
        places = share_of(words, lambda text: bool(administrative(text))) * 2 > 1
        measured = by_row and share_of(words, matcher.measures.is_measure) * 2 > 1
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
