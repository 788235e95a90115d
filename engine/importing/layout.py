"""Finds the tables of a sheet: their headings (one row or several, merged or not), their rows and the lines above."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from engine.domain.limits import HEADING_CHARACTERS
from engine.importing.above import Preamble, lines_before, read_above
from engine.importing.cells import text_of, year_of
from engine.importing.grid import Cell, CellKind, Row, Sheet
from engine.importing.headers import Heading, Role, heading_of, is_counting
from engine.importing.matching import Matcher
from engine.importing.profiles import taught_heading
from engine.profiles.profile import Profile

_HEADING_ROWS = 3
_SAMPLE = 200
_LONGEST_COUNT = 20
_LABELS = (Role.ORDER, Role.CODE, Role.NAME, Role.MEASURE, Role.UNIT, Role.UNIT_OR_MEASURE)
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,]*\s*%?")


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
        return " ".join(self.texts)


class Table(NamedTuple):
    """A table. ``by_unit``: it has a row per unit and a column per indicator; else a row per indicator.

    ``unknown`` are the columns whose headings are not understood.
    """

    sheet: Sheet
    by_unit: bool
    heading_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    unknown: tuple[Column, ...]
    rows: tuple[int, ...]
    above: Preamble
    profile: Profile | None = None

    def having(self, *roles: Role) -> list[Column]:
        return [column for column in self.columns if column.role in roles]

    @property
    def places(self) -> tuple[set[int], set[int]]:
        """The columns that hold values, and those that name the rows."""
        labels = {column.number for column in self.columns if column.role in _LABELS}
        return {column.number for column in self.columns} - labels, labels

    def cell(self, row: int, role: Role) -> Cell | None:
        """Returns the cell of the first column with this role; None where it is blank."""
        for column in self.having(role):
            if (cell := self.sheet.rows[row].get(column.number)) is not None:
                return cell
        return None

    def text(self, row: int, role: Role) -> str:
        cell = self.cell(row, role)
        return text_of(cell) if cell is not None else ""


def tables_of(sheet: Sheet, matcher: Matcher) -> list[Table]:
    """Returns the tables of a sheet from the top down; texts between two tables belong to the lower one."""
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
        if head.profile is not None:
            above = above.completed_by(Preamble(head.profile.unit, None, None, head.profile.measure, (), None))
        start = position + len(head.rows)
        if index and head.texts == heads[index - 1][1].texts:
            if above.is_empty or above.repeats(found[-1].above):
                found[-1] = found[-1]._replace(rows=found[-1].rows + rows)
                continue
            above = above.completed_by(found[-1].above)
        found.append(Table(sheet, head.by_unit, head.rows, head.columns, head.unknown, rows, above, head.profile))
    return found


class _Head(NamedTuple):
    rows: tuple[int, ...]
    by_unit: bool
    columns: tuple[Column, ...]
    unknown: tuple[Column, ...]
    profile: Profile | None = None

    @property
    def texts(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        return tuple((column.number, column.texts) for column in self.columns)


def _head_at(sheet: Sheet, numbers: list[int], position: int, matcher: Matcher) -> _Head | None:
    """Returns the heading that begins with this row; None where there is none."""
    rows = [numbers[position]]
    first = sheet.rows[rows[0]]
    if len({id(cell) for cell in first.values()}) < 2 or not _is_wording(first):
        return None
    if (taught := _taught_head(sheet, numbers[position : position + _HEADING_ROWS], matcher)) is not None:
        return taught
    while len(rows) < _HEADING_ROWS and position + len(rows) < len(numbers):
        following = numbers[position + len(rows)]
        if following != rows[-1] + 1 or not _continues(sheet, rows[0], following, matcher):
            break
        rows.append(following)
    read = [_column(number, texts, matcher) for number, texts in _headings(sheet, rows)]
    columns = [column for column in read if column.role is not Role.UNKNOWN]
    roles = {column.role for column in columns}
    by_row = bool(roles & {Role.CODE, Role.NAME}) and Role.VALUE in roles
    by_unit = Role.INDICATOR in roles and bool(roles & {Role.UNIT, Role.UNIT_OR_MEASURE, Role.YEAR})
    if not (by_row or by_unit):
        return None
    below = numbers[position + len(rows) :][:_SAMPLE]
    columns = [_with_sure_role(column, sheet, below, by_row, matcher) for column in columns]
    return _Head(tuple(rows), not by_row, tuple(columns), tuple(c for c in read if c.role is Role.UNKNOWN))


def _taught_head(sheet: Sheet, rows: list[int], matcher: Matcher) -> _Head | None:
    """Returns the heading of a form that a profile knows, in the first of ``rows`` or in several; None without one."""
    for count in range(len(rows), 0, -1):
        headings = list(_headings(sheet, rows[:count]))
        profile = matcher.taught.form(texts for _, texts in headings)
        if profile is None:
            continue
        columns = []
        for number, texts in headings:
            taught = taught_heading(profile, texts, matcher.measures)
            columns.append(Column(number, taught.heading, texts, taught.code))
        known = tuple(column for column in columns if column.role is not Role.UNKNOWN)
        by_unit = any(column.role is Role.INDICATOR for column in known)
        return _Head(tuple(rows[:count]), by_unit, known, tuple(c for c in columns if c not in known), profile)
    return None


def _is_wording(row: Row) -> bool:
    """Returns whether the row holds only texts and years, as headings do."""
    return all(
        len(cell.text) <= HEADING_CHARACTERS
        and (year_of(cell) is not None or (cell.kind is CellKind.TEXT and not _NUMBER.fullmatch(cell.text.strip())))
        for cell in row.values()
    )


def _continues(sheet: Sheet, first: int, following: int, matcher: Matcher) -> bool:
    """Returns whether a row is the lower part of a heading: the columns that name the rows have nothing new in it."""
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
    """Yields the columns with the texts of their heading, from the top down."""
    for number in sorted({column for row in rows for column in sheet.rows[row]}):
        cells = [cell for row in rows if (cell := sheet.rows[row].get(number)) is not None]
        texts = tuple(dict.fromkeys(text for cell in cells if (text := text_of(cell))))
        if texts:
            yield number, texts


def _column(number: int, texts: tuple[str, ...], matcher: Matcher) -> Column:
    """Returns the column; a heading that names an indicator may state year, basis or unit in its other rows."""
    for position, text in enumerate(texts):
        match = matcher.named(text)
        if match is None or match.code is None:
            continue
        rest = texts[:position] + texts[position + 1 :]
        measures = [text for text in rest if matcher.measures.is_measure(text)]
        others = tuple(text for text in rest if text not in measures)
        below = heading_of(others, matcher.measures) if others else Heading(Role.VALUE)
        if below is None:
            return Column(number, Heading(Role.UNKNOWN), texts)
        measure = match.measure or (matcher.measures.written(measures[0]) if measures else "")
        role = Role.INDICATOR if below.role is Role.VALUE else below.role
        return Column(number, Heading(role, below.value), texts, match.code, measure)
    return Column(number, heading_of(texts, matcher.measures) or Heading(Role.UNKNOWN), texts)


def _with_sure_role(column: Column, sheet: Sheet, below: list[int], by_row: bool, matcher: Matcher) -> Column:
    """Returns the column «Đơn vị» as units of measure where most cells are; beside indicators in columns, as units."""
    if column.role is not Role.UNIT_OR_MEASURE:
        return column
    if not by_row:
        return column._replace(heading=Heading(Role.UNIT))
    cells = (cell for n in below if (cell := sheet.rows[n].get(column.number)) is not None)
    texts = [text for cell in cells if (text := text_of(cell))]
    measures = sum(matcher.measures.is_measure(text) for text in texts)
    if texts and measures * 2 > len(texts):
        return column._replace(heading=Heading(Role.MEASURE))
    if texts and measures == 0:
        return column._replace(heading=Heading(Role.UNIT))
    return column


def _counts_columns(row: Row) -> bool:
    """Returns whether the row only numbers the columns."""
    if any(len(cell.text) > _LONGEST_COUNT for cell in row.values()):
        return False
    return is_counting([text for cell in row.values() if (text := text_of(cell))])
