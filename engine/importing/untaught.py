"""Lists the rows of a table that a person has to explain: unknown names, and names that stand in several sections."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from engine.drafting.facts_columns import code_in
from engine.importing.cells import text_of
from engine.importing.heading_words import Role
from engine.importing.layout import Table
from engine.importing.matching import Matcher
from engine.importing.profiles import taught_match
from engine.importing.sections import Sections, area_of
from engine.profiles.profile import SECTION, words_of


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
        if not name or code_in(table.text(row, Role.CODE)):
            continue
        above = sections.above(order)
        known = taught_match(table.profile, matcher, "", name, order, above).code is not None
        cells = [cell for column in table.having(Role.VALUE) if (cell := table.sheet.rows[row].get(column.number))]
        if cells:
            rows.append((RowName(name, above, text_of(cells[0])), known))
        if known:
            sections.pass_by(order)
        else:
            sections.enter(order, name)
    often = Counter(words_of(row.name) for row, _ in rows)
    return [
        row if _needs_section(row, often) else row._replace(sections=())
        for row, known in rows
        if not known or _needs_section(row, often)
    ]


def _needs_section(row: RowName, often: Counter[str]) -> bool:
    return often[words_of(row.name)] > 1 or bool(area_of(SECTION.join(row.sections)))
