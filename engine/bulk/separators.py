"""Finds what stands between the cells of a CSV file, by its headings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from engine.bulk.heads import UNIT, role_of
from engine.domain.records import NamedTuple
from engine.language.text import normalise

SEPARATORS = ",;\t|"
_MOST_LINES = 50
"""Lines that the headings may take, where line breaks stand in quotes."""


class _Reading(NamedTuple):
    """What one separator makes of the headings, in the order in which readings are compared."""

    has_unit: bool
    words: int
    """Headings that are words of the tool: «năm», «tính đến»."""
    is_whole: bool
    """Whether no sign of a quote is left within a heading, as there is where a separator in quotes has split it."""

    cells: int


def first_record(first: str, lines: Iterator[str]) -> str:
    """Returns the headings, which begin with the line ``first``, with those of ``lines`` that quotes join to it.

    Quotes that are not closed within 50 lines join nothing.
    """
    record, quotes = [first], first.count('"')
    while quotes % 2 and len(record) < _MOST_LINES:
        line = next(lines, "")
        if not line:
            break
        record.append(line)
        quotes += line.count('"')
    return first if quotes % 2 else "".join(record)


def separator_of(record: str) -> str:
    """Returns the separator of the headings ``record``.

    It is the one under which they are understood; names of indicators hold commas, which would otherwise outnumber the semicolons
    between them. Where none is understood, or several are, it is the one that makes most cells, those in quotes being one.
    """
    return max(SEPARATORS, key=lambda separator: _read(record, separator))


def _read(record: str, separator: str) -> _Reading:
    try:
        cells = next(csv.reader(io.StringIO(record, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return _Reading(False, 0, False, record.count(separator))
    roles = [role_of(" ".join(normalise(cell).split())) for cell in cells]
    return _Reading(
        UNIT in roles, sum(role is not None for role in roles), not any('"' in cell for cell in cells), len(cells)
    )
