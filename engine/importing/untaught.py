"""Lists the rows of a table that a person has to explain: unknown names, and names that stand in several sections."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from engine.drafting.facts_columns import code_in
from engine.importing.cells import text_of
from engine.importing.headers import Role
from engine.importing.layout import Table
from engine.importing.matching import Matcher
from engine.importing.profiles import taught_match
from engine.importing.sections import Sections
from engine.profiles.profile import words_of


class RowName(NamedTuple):
    """A row by its name, under ``sections``, with what its first value shows."""

    name: str
    sections: tuple[str, ...]
    value: str


def untaught_rows(table: Table, matcher: Matcher) -> list[RowName]:
    """Returns the rows with values whose names the catalogue does not know, or that stand in several sections.

    The sections of a name that stands once alone are left out: it needs none to be told apart.
    """
    sections = Sections()
    rows: list[tuple[RowName, bool]] = []
    for row in table.rows:
        name, order = table.text(row, Role.NAME), table.text(row, Role.ORDER)
        cells = [cell for column in table.having(Role.VALUE) if (cell := table.sheet.rows[row].get(column.number))]
        if not name or code_in(table.text(row, Role.CODE)):
            continue
        known = taught_match(table.profile, matcher, "", name, order, sections.above(order, name)).code is not None
        if cells:
            rows.append((RowName(name, tuple(sections.above(order, name)), text_of(cells[0])), known))
        sections.enter(order, name, not cells)
    often = Counter(words_of(row.name) for row, _ in rows)
    unclear = [row for row, known in rows if not known or often[words_of(row.name)] > 1]
    return [row if often[words_of(row.name)] > 1 else row._replace(sections=()) for row in unclear]
