"""Finds the tables of a sheet: their headings (one row or several, merged or not), their rows and the lines above."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from engine.domain.records import NamedTuple
from engine.importing.above import Preamble, lines_before, may_state_measure, measure_below, read_above
from engine.importing.cell import Cell, Row
from engine.importing.cells import text_of
from engine.importing.column_cells import counts_columns
from engine.importing.columns import Column, Head, Knows, knows_none
from engine.importing.grid import Sheet
from engine.importing.heading_words import LABELS, Role
from engine.importing.heads import head_at, of_indicator
from engine.importing.matching import Matcher
from engine.importing.sure_rows import holds_values
from engine.importing.taught_heads import taught_head_at
from engine.importing.units import administrative
from engine.profiles.profile import Profile

_MOST_UNITS = 0.5
"""Share of rows with the name of a commune, district or province above which the rows of a table are units."""


@dataclass(frozen=True)
class Table:
    """A table. ``by_unit``: it has a row per unit and a column per indicator; else a row per indicator.

    ``unknown`` are the columns whose headings are not understood, ``unclear`` those of texts without a heading: it is not
    certain whose numbers stand to the right of these. ``problem`` is why nothing of the table can be read; '' for none.
    ``untitled`` are columns of numbers to the right of the last heading.
    """

    sheet: Sheet
    by_unit: bool
    heading_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    unknown: tuple[Column, ...]
    rows: Sequence[int]
    above: Preamble
    unclear: tuple[int, ...] = ()
    problem: str = ""
    untitled: tuple[int, ...] = ()
    profile: Profile | None = None

    @cached_property
    def _by_role(self) -> dict[Role, list[Column]]:
        by_role: dict[Role, list[Column]] = {}
        for column in self.columns:
            by_role.setdefault(column.role, []).append(column)
        return by_role

    @cached_property
    def _at(self) -> Mapping[int, Row]:
        return self.sheet.rows.at

    def having(self, *roles: Role) -> list[Column]:
        if len(roles) == 1:
            return self._by_role.get(roles[0], [])
        return [column for column in self.columns if column.role in roles]

    @property
    def places(self) -> tuple[set[int], set[int]]:
        """The columns that hold values, and those that name the rows."""
        labels = {column.number for column in self.columns if column.role in LABELS}
        return {column.number for column in self.columns} - labels, labels

    def cell(self, row: int, role: Role) -> Cell | None:
        """Returns the cell of the first column with this role; None where it is blank."""
        for column in self._by_role.get(role, ()):
            if (cell := self._at[row].get(column.number)) is not None:
                return cell
        return None

    def text(self, row: int, role: Role) -> str:
        for column in self._by_role.get(role, ()):
            if (cell := self._at[row].get(column.number)) is not None:
                return text_of(cell)
        return ""


def tables_of(sheet: Sheet, matcher: Matcher, knows: Knows = knows_none) -> list[Table]:
    """Returns the tables of a sheet from the top down and the left; texts between two tables belong to the lower one.

    ``knows`` tells whether a text is the name of a unit that the workspace has.
    """
    found: list[list[Table]] = []
    numbers = sheet.rows.numbers
    start = 0
    heads = _heads(sheet, numbers, matcher, knows)
    for index, (position, head, rows, notes) in enumerate(heads):
        before = numbers[start:position]
        if found:
            before = lines_before(sheet, before, *_places(found[-1]))
        above = read_above(sheet, before, matcher)
        if not above.measure and above.unread is None and (stated := measure_below(sheet, notes, matcher.measures)):
            above = above._replace(measure=stated)
        start = position + len(head.rows)
        if index and head.texts == heads[index - 1].head.texts:
            if above.is_empty or above.repeats(found[-1][0].above):
                found[-1] = [replace(table, rows=array("I", [*table.rows, *rows])) for table in found[-1]]
                continue
            above = above.completed_by(found[-1][0].above)
        found.append(_blocks(sheet, head, rows, above, before, matcher))
    return [table for tables in found for table in tables]


def _blocks(
    sheet: Sheet, head: Head, rows: Sequence[int], above: Preamble, before: Sequence[int], matcher: Matcher
) -> list[Table]:
    """Returns the tables of one heading; those side by side may have titles of their own."""
    blocks = head.blocks()
    if len(blocks) == 1:
        return [_table(sheet, head, rows, above, matcher)]
    ends = [*(block.first for block in blocks[1:]), sheet_end(sheet)]
    own = [
        read_above(sheet, before, matcher, range(block.first if at else 1, ends[at])) for at, block in enumerate(blocks)
    ]
    if len({lines.year for lines in own}) > 1:
        blocks = [block.of_year(lines.year) for block, lines in zip(blocks, own, strict=True)]
        above = above._replace(years=(), year=None)
    return [
        _table(sheet, block, rows, lines.completed_by(above), matcher) for block, lines in zip(blocks, own, strict=True)
    ]


def sheet_end(sheet: Sheet) -> int:
    """Returns the column behind the last one of a sheet."""
    return max(sheet.rows.columns) + 1


def _is_body(row: Row, head: Head) -> bool:
    """Returns whether a row below a heading is not still a part of it, by its merged cells or the numbers of its columns."""
    return not counts_columns(row) and any(cell.row not in head.rows for cell in row.values())


def _places(tables: list[Table]) -> tuple[set[int], set[int]]:
    return set().union(*(table.places[0] for table in tables)), set().union(*(table.places[1] for table in tables))


class _Headed(NamedTuple):
    """A heading with the position of its first row, the rows below it, and those of them that may be ``notes``."""

    position: int
    head: Head
    rows: array[int]
    notes: array[int]


def _heads(sheet: Sheet, numbers: Sequence[int], matcher: Matcher, knows: Knows) -> list[_Headed]:
    """Returns the headings of a sheet with what stands below them, up to the next one.

    Those of tables about one indicator count only if no other fits. Each row is looked at once: a table may have many.
    """
    heads: list[_Headed] = []
    position = start = 0
    only_words = not matcher.taught.profiles
    while position < len(numbers):
        if (
            heads
            and only_words
            and (row := sheet.rows.packed(numbers[position]))
            and holds_values(*row, matcher.measures)
        ):
            heads[-1].rows.append(numbers[position])
            position += 1
            continue
        taught = taught_head_at(sheet, numbers, position, matcher, knows)
        head = taught or head_at(sheet, numbers, position, start, matcher, knows)
        if head is not None:
            first = position if head.rows[0] == numbers[position] else position - 1
            if heads:
                _end_before(numbers[first], heads[-1])
            heads.append(_Headed(first, head, array("I"), array("I")))
            position = start = first + len(head.rows)
            continue
        if heads and _is_body(cells := sheet.rows[numbers[position]], heads[-1].head):
            heads[-1].rows.append(numbers[position])
            if may_state_measure(cells):
                heads[-1].notes.append(numbers[position])
        position += 1
    return heads


def _end_before(first: int, headed: _Headed) -> None:
    """Takes from the rows below a heading the one that belongs to the next heading."""
    for rows in (headed.rows, headed.notes):
        if rows and rows[-1] == first:
            rows.pop()


def _table(sheet: Sheet, head: Head, rows: Sequence[int], above: Preamble, matcher: Matcher) -> Table:
    """Returns the table; one without columns of indicators is about the indicator of its title."""
    problem = ""
    if head.profile is not None:
        above = above.completed_by(Preamble(unit=head.profile.unit, measure=head.profile.measure))
    if head.by_unit and not any(column.code for column in head.columns):
        of_sheet = matcher.named(sheet.name) if sheet.name else None
        codes = {code for code in (above.code, of_sheet.code if of_sheet is not None else None) if code}
        if len(codes) > 1:
            names = " và ".join(f"«{matcher.rulebook.indicators[code].name}»" for code in sorted(codes))
            problem = f"dòng tên bảng và tên trang là của hai số liệu: {names}"
        elif codes:
            head = of_indicator(head, codes.pop())
            problem = (
                "" if above.of_units or _of_units(sheet, head, rows) else "các dòng của bảng không phải tên đơn vị"
            )
        else:
            problem = "không rõ bảng ghi số liệu gì: dòng tên bảng không phải tên của số liệu nào trong danh mục"
    return Table(
        sheet,
        head.by_unit,
        head.rows,
        head.columns,
        head.unknown,
        rows,
        above,
        unclear=head.unclear,
        problem=problem,
        untitled=head.untitled,
        profile=head.profile,
    )


def _of_units(sheet: Sheet, head: Head, rows: Sequence[int]) -> bool:
    """Returns whether the rows are units: their heading says so, or most of their names do."""
    units = [column for column in head.columns if column.role is Role.UNIT]
    if any(column.texts for column in units):
        return True
    texts = [text for row in rows for c in units if (cell := sheet.rows[row].get(c.number)) and (text := text_of(cell))]
    return sum(bool(administrative(text)) for text in texts) > _MOST_UNITS * len(texts)
