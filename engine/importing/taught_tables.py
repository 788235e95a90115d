"""What profiles leave open in a table: rows that a person has to explain, and columns that a near profile reads otherwise."""

from __future__ import annotations

from collections import Counter

from engine.domain.records import NamedTuple
from engine.drafting.facts_columns import code_in
from engine.importing.cells import text_of
from engine.importing.columns import Column, Knows
from engine.importing.heading_words import Role
from engine.importing.import_result import ACTUAL
from engine.importing.layout import Table
from engine.importing.matching import Matcher, bare_name
from engine.importing.profiles import TaughtHeading, taught_heading, taught_match
from engine.importing.sections import Sections, area_of
from engine.importing.taught import heading_key
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
            sections_above = tuple(map(bare_name, above))
            rows.append((RowName(bare_name(name), sections_above, text_of(cells[0])), known))
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


def contradiction(table: Table, matcher: Matcher, knows: Knows) -> str:
    """Returns what a profile says of columns that ``table`` reads by their words otherwise; '' where none does.

    It is the profile of nearly the same form: what a person has taught of a heading does not end with a column more.
    """
    texts = [column.texts for column in (*table.columns, *table.unknown) if column.texts]
    near = matcher.taught.near(texts)
    if near is None:
        return ""
    for column in table.having(Role.VALUE, Role.INDICATOR):
        said = near.columns.get(heading_key(column.texts)) if column.texts else None
        if said is not None and _differs(column, taught_heading(near, column.texts, matcher.measures, knows)):
            meant = said.code or said.meaning
            return f"{matcher.taught.nearly(texts)}; biểu mẫu ấy hiểu cột «{column.title}» là «{meant}»"
    return ""


def _differs(column: Column, taught: TaughtHeading) -> bool:
    basis, other = (heading.value.basis or ACTUAL for heading in (taught.heading, column.heading))
    return taught.heading.role is not column.role or taught.code != column.code or basis != other
