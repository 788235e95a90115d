"""Facts: what a facts file asserts for one unit and year, every value typed, dated and traceable to its line."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from engine.language.interval import Interval
from engine.sources.source import Span


class Basis(StrEnum):
    """thực hiện / ước thực hiện."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"


class Fact(NamedTuple):
    """One asserted value of an indicator.

    ``value`` is in base units (yes = 1, no = 0; a category is its rank; a date its ordinal). ``text`` is as written.
    ``covers_year``: the value is for the whole year (of a stock always true); ``part_year``: a flow that is not.
    """

    code: str
    value: Interval
    text: str
    basis: Basis
    as_of: date
    covers_year: bool
    part_year: bool
    source: str
    span: Span
    soft: bool = False
    inferred: str = ""
    judged: bool = False
    assessor: str = ""
    remark: str = ""

    @property
    def origin(self) -> str:
        """file:line."""
        return self.span.place


class Claim(NamedTuple):
    """A statement of the report about itself; ``key`` is what it states (verdict, ratio, …), ``text`` as written."""

    about: str
    key: str
    text: str
    source: str
    span: Span


class FactSet(NamedTuple):
    """The facts of one unit and year for one resolution; ``names`` are the files they come from."""

    resolution: str
    unit: str
    year: int
    as_of: date
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]
    sources: dict[str, str]
    names: tuple[str, ...]

    def merged(self, other: FactSet) -> FactSet:
        """Both sets as one, dated by the later; they must be of the same resolution, unit and year."""
        return FactSet(
            self.resolution,
            self.unit,
            self.year,
            max(self.as_of, other.as_of),
            self.facts + other.facts,
            self.claims + other.claims,
            self.sources | other.sources,
            self.names + other.names,
        )
