"""Finds the heading of a form that a profile knows, before the words of headings are asked."""

from __future__ import annotations

from engine.importing.grid import Sheet
from engine.importing.heading_words import Role
from engine.importing.heads import HEADING_ROWS, Column, Head, Knows, completed, headings_of, is_wording, rows_below
from engine.importing.matching import Matcher
from engine.importing.profiles import taught_heading


def taught_head_at(sheet: Sheet, numbers: list[int], position: int, matcher: Matcher, knows: Knows) -> Head | None:
    """Returns the heading of a form that begins with the row at ``position``, in one row or several; None without one."""
    if not matcher.taught.profiles:
        return None
    rows = numbers[position : position + HEADING_ROWS]
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
        by_unit = any(column.role is Role.INDICATOR for column in columns)
        head = Head(tuple(rows[:count]), by_unit, tuple(columns), (), profile=profile)
        return completed(head, sheet, rows_below(sheet, numbers, head.rows), matcher)
    return None
