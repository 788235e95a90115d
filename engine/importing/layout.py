"""Where the tables of a sheet are: their headings (one row or several, merged or not), their rows, what stands above them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from engine.importing.above import Above, lines_before, read_above
from engine.importing.cells import text_of, year_of
from engine.importing.grid import Cell, CellKind, Row, Sheet
from engine.importing.headers import Heading, Role, heading_of, is_counting
from engine.importing.matching import Matcher

_HEADING_ROWS = 3
_SAMPLE = 200
_LONGEST_COUNT = 20
_LABELS = (Role.ORDER, Role.CODE, Role.NAME, Role.MEASURE, Role.UNIT, Role.UNIT_OR_MEASURE)
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,]*\s*%?")


class Column(NamedTuple):
    """``code`` is the indicator of a column that holds one; ``texts`` are its headings from the top down."""

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
        return " ".join(self.texts)


class Unknown(NamedTuple):
    """A column whose heading says nothing to the tool."""

    number: int
    texts: tuple[str, ...]

    @property
    def title(self) -> str:
        return " ".join(self.texts)


class Table(NamedTuple):
    """``by_unit``: a row per unit with a column per indicator; else a row per indicator."""

    sheet: Sheet
    by_unit: bool
    heading_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    unknown: tuple[Unknown, ...]
    rows: tuple[int, ...]
    above: Above

    def having(self, *roles: Role) -> list[Column]:
        return [column for column in self.columns if column.role in roles]

    @property
    def places(self) -> tuple[set[int], set[int]]:
        """The columns that hold values, and those that say what the rows are."""
        labels = {column.number for column in self.columns if column.role in _LABELS}
        return {column.number for column in self.columns} - labels, labels

    def cell(self, row: int, role: Role) -> Cell | None:
        """The cell of the first column with this role."""
        for column in self.having(role):
            if (cell := self.sheet.rows[row].get(column.number)) is not None:
                return cell
        return None

    def text(self, row: int, role: Role) -> str:
        cell = self.cell(row, role)
        return text_of(cell) if cell is not None else ""


def tables_of(sheet: Sheet, matcher: Matcher) -> list[Table]:
    """The tables of a sheet from the top down; texts between them belong to the one below."""
    found: list[Table] = []
    numbers = list(sheet.rows)
    start = 0
    heads: list[tuple[int, _Head]] = []
    position = 0
    while position < len(numbers):
        head = _head_at(sheet, numbers, position, matcher)
        if head is None:
            position += 1
            continue
        heads.append((position, head))
        position += len(head.rows)
    for index, (position, head) in enumerate(heads):
        end = heads[index + 1][0] if index + 1 < len(heads) else len(numbers)
        rows = tuple(n for n in numbers[position + len(head.rows) : end] if not _counts_columns(sheet.rows[n]))
        before = numbers[start:position]
        if found:
            before = lines_before(sheet, before, *found[-1].places)
        above = read_above(sheet, before, matcher.measures)
        start = position + len(head.rows)
        if index and head.texts == heads[index - 1][1].texts:
            if not above.says or above.within(found[-1].above):
                found[-1] = found[-1]._replace(rows=found[-1].rows + rows)
                continue
            above = above.after(found[-1].above)
        found.append(Table(sheet, head.by_unit, head.rows, head.columns, head.unknown, rows, above))
    return found


class _Head(NamedTuple):
    rows: tuple[int, ...]
    by_unit: bool
    columns: tuple[Column, ...]
    unknown: tuple[Unknown, ...]

    @property
    def texts(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        return tuple((column.number, column.texts) for column in self.columns)


def _head_at(sheet: Sheet, numbers: list[int], position: int, matcher: Matcher) -> _Head | None:
    """The heading that begins with this row; None where there is none."""
    if len({id(cell) for cell in sheet.rows[numbers[position]].values()}) < 2 or not _is_wording(
        sheet.rows[numbers[position]]
    ):
        return None
    rows = [numbers[position]]
    while len(rows) < _HEADING_ROWS and position + len(rows) < len(numbers):
        following = numbers[position + len(rows)]
        if following != rows[-1] + 1 or not _continues(sheet, rows[0], following, matcher):
            break
        rows.append(following)
    read = [_column(number, texts, matcher) for number, texts in _headings(sheet, rows)]
    columns = [column for column in read if isinstance(column, Column)]
    roles = {column.role for column in columns}
    by_row = bool(roles & {Role.CODE, Role.NAME}) and Role.VALUE in roles
    by_unit = Role.INDICATOR in roles and bool(roles & {Role.UNIT, Role.UNIT_OR_MEASURE, Role.YEAR})
    if not (by_row or by_unit):
        return None
    below = numbers[position + len(rows) :][:_SAMPLE]
    settled = tuple(_settled(column, sheet, below, by_row, matcher) for column in columns)
    return _Head(tuple(rows), not by_row, settled, tuple(c for c in read if isinstance(c, Unknown)))


def _is_wording(row: Row) -> bool:
    """Whether the row holds texts and years only, as headings do."""
    return all(
        year_of(cell) is not None or (cell.kind is CellKind.TEXT and not _NUMBER.fullmatch(cell.text.strip()))
        for cell in row.values()
    )


def _continues(sheet: Sheet, first: int, following: int, matcher: Matcher) -> bool:
    """Whether a row is the lower part of a heading: nothing new stands under the columns that name the rows."""
    row = sheet.rows[following]
    if _counts_columns(row) or not _is_wording(row):
        return False
    for column, cell in sheet.rows[first].items():
        below = row.get(column)
        if below is None or below.row != following:
            continue
        heading = heading_of((text_of(cell),), matcher.measures)
        if heading is not None and heading.role in _LABELS:
            return False
    return any(cell.row == following for cell in row.values())


def _headings(sheet: Sheet, rows: list[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The columns with the texts of their heading, from the top down."""
    for number in sorted({column for row in rows for column in sheet.rows[row]}):
        cells = [cell for row in rows if (cell := sheet.rows[row].get(number)) is not None]
        texts = tuple(dict.fromkeys(text for cell in cells if (text := text_of(cell))))
        if texts:
            yield number, texts


def _column(number: int, texts: tuple[str, ...], matcher: Matcher) -> Column | Unknown:
    """The column; a heading that names an indicator may say year, basis or unit of measure in its other rows."""
    for position, text in enumerate(texts):
        match = matcher.named(text)
        if match is None or match.code is None:
            continue
        rest = texts[:position] + texts[position + 1 :]
        measures = [text for text in rest if matcher.measures.is_measure(text)]
        others = tuple(text for text in rest if text not in measures)
        below = heading_of(others, matcher.measures) if others else Heading(Role.VALUE)
        if below is None:
            return Unknown(number, texts)
        measure = match.measure or (matcher.measures.written(measures[0]) if measures else "")
        role = Role.INDICATOR if below.role is Role.VALUE else below.role
        return Column(number, Heading(role, below.value), texts, match.code, measure)
    heading = heading_of(texts, matcher.measures)
    return Column(number, heading, texts) if heading is not None else Unknown(number, texts)


def _settled(column: Column, sheet: Sheet, below: list[int], by_row: bool, matcher: Matcher) -> Column:
    """«Đơn vị» is a unit of measure where most of its cells are; beside indicators in columns, always a unit."""
    if column.role is not Role.UNIT_OR_MEASURE:
        return column
    if not by_row:
        return column._replace(heading=Heading(Role.UNIT))
    texts = [text_of(cell) for n in below if (cell := sheet.rows[n].get(column.number)) is not None]
    texts = [text for text in texts if text]
    measures = sum(matcher.measures.is_measure(text) for text in texts)
    if texts and measures * 2 > len(texts):
        return column._replace(heading=Heading(Role.MEASURE))
    if texts and measures == 0:
        return column._replace(heading=Heading(Role.UNIT))
    return column


def _counts_columns(row: Row) -> bool:
    """Whether the row only numbers the columns."""
    if any(len(cell.text) > _LONGEST_COUNT for cell in row.values()):
        return False
    return is_counting([text for cell in row.values() if (text := text_of(cell))])
