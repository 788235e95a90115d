"""The columns of a table, and its heading."""

from __future__ import annotations

from collections.abc import Callable

from engine.domain.records import NamedTuple
from engine.importing.headers import Heading
from engine.importing.heading_words import LABELS, Role
from engine.profiles.profile import Profile

QUANTITIES = frozenset(
    {
        Role.VALUE, Role.INDICATOR, Role.PLAN, Role.FORECAST, Role.RATIO, Role.SHARE, Role.RANK, Role.WEIGHT, Role.MAXIMUM,
        Role.EARLIER, Role.MONTH, Role.TOTAL, Role.PERIOD_OR_VALUE,
    }
)  # fmt: skip
"""Columns of numbers."""

Knows = Callable[[str], bool]
"""Tells whether a text is the name of a unit that the workspace has."""


def knows_none(name: str) -> bool:
    """Returns False: no name is that of a unit, for tables that are read without a workspace."""
    return False


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
        return " / ".join(self.texts)


class Head(NamedTuple):
    """A heading. ``by_unit``: a row per unit and a column per indicator. ``unclear`` are columns of texts without heading.

    ``profile`` is that of the form; None where the words of the heading decide.
    """

    rows: tuple[int, ...]
    by_unit: bool
    columns: tuple[Column, ...]
    unknown: tuple[Column, ...]
    unclear: tuple[int, ...] = ()
    profile: Profile | None = None
    untitled: tuple[int, ...] = ()

    @property
    def texts(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        return tuple((column.number, column.texts) for column in self.columns)

    @property
    def first(self) -> int:
        """The first column."""
        return min(column.number for column in (*self.columns, *self.unknown))

    def blocks(self) -> list[Head]:
        """Returns the parts that stand side by side: each has labels of its own at the left of its numbers."""
        parts: list[list[Column]] = [[]]
        numbered = False
        for column in sorted((*self.columns, *self.unknown), key=lambda column: column.number):
            held = {one.role for one in parts[-1]}
            if column.role in LABELS and numbered and column.role in held:
                parts.append([])
                numbered = False
            numbered = numbered or column.role not in LABELS
            parts[-1].append(column)
        whole = [part for part in parts if any(column.role in _PRIMARY for column in part)]
        if len(whole) < 2:
            return [self]
        return [self._part(part) for part in whole]

    def of_year(self, year: int | None) -> Head:
        """Returns the heading with the year that stands above it for the columns of values without one."""
        columns = (
            column._replace(heading=column.heading._replace(value=column.heading.value._replace(year=year)))
            if column.role in (Role.VALUE, Role.INDICATOR) and column.heading.value.year is None
            else column
            for column in self.columns
        )
        return self._replace(columns=tuple(columns))

    def _part(self, columns: list[Column]) -> Head:
        known = tuple(column for column in columns if column.role is not Role.UNKNOWN)
        return self._replace(columns=known, unknown=tuple(c for c in columns if c.role is Role.UNKNOWN))


_PRIMARY = (Role.CODE, Role.NAME, Role.UNIT)
