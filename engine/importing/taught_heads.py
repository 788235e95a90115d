"""Finds the heading of a form that a profile knows, before the words of headings are asked."""

from __future__ import annotations

from collections.abc import Sequence

from engine.importing.column_cells import RowsBelow, completed, counts_columns
from engine.importing.columns import Column, Head, Knows
from engine.importing.grid import Sheet
from engine.importing.heading_words import LABELS, Role
from engine.importing.heads import HEADING_ROWS, headings_of, is_wording
from engine.importing.matching import Matcher
from engine.importing.profiles import taught_heading


def taught_head_at(sheet: Sheet, numbers: Sequence[int], position: int, matcher: Matcher, knows: Knows) -> Head | None:
    """Returns the heading of a form that begins with the row at ``position``, in one row or several; None without one."""
    if not matcher.taught.profiles:
        return None
    rows = list(numbers[position : position + HEADING_ROWS])
    while rows and not all(is_wording(sheet.rows[row]) for row in rows):
        rows.pop()
    for count in range(len(rows), 0, -1):
        headings = list(headings_of(sheet, rows[:count], {}))
        profile = matcher.taught.form(texts for _, texts in headings)
        if profile is None:
            continue
        columns = []
        for number, texts in headings:
            taught = taught_heading(profile, texts, matcher.measures, knows)
            columns.append(Column(number, taught.heading, texts, taught.code))
        if _goes_on(sheet, rows[count - 1], columns):
            return None  # a level below may make plans of columns that the profile takes for results
        by_unit = not any(column.role in (Role.NAME, Role.CODE) for column in columns)
        head = Head(tuple(rows[:count]), by_unit, tuple(columns), (), profile=profile)
        return completed(head, sheet, RowsBelow(sheet, numbers, head.rows), matcher)
    return None


def _goes_on(sheet: Sheet, last: int, columns: list[Column]) -> bool:
    """Returns whether the row below a heading is another level of it: words over numbers, and nothing that names a row."""
    row = sheet.rows.get(last + 1, {})
    own = {number for number, cell in row.items() if cell.row == last + 1}
    labels = {column.number for column in columns if column.role in LABELS}
    return bool(own - labels) and not own & labels and is_wording(row) and not counts_columns(row)
