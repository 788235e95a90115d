"""The result of an import: the values, the omissions with their reasons, and remarks for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from engine.domain.records import NamedTuple
from engine.files.json_form import Meaning, json_form

ACTUAL, ESTIMATE, PRELIMINARY = "thực hiện", "ước thực hiện", "sơ bộ"
"""The bases of values as facts files name them."""


class OmissionKind(StrEnum):
    """The kinds of omissions; values are the names in JSON."""

    NO_VALUE = "no_value"
    NOT_A_FACT = "not_a_fact"
    UNMATCHED = "unmatched"
    BAD_VALUE = "bad_value"
    AMBIGUOUS = "ambiguous"
    DUPLICATE = "duplicate"
    HEADING = "heading"
    OUTSIDE = "outside"
    NO_TABLE = "no_table"


@json_form(
    "place", "indicator=code", "value=text", "unit", "year", "basis=basis_name", "judged", "period?", "as_of", "source=json_source",
    shape="ImportedValueShape",
)  # fmt: skip
class ImportedValue(NamedTuple):
    """A value from a table, in the language of facts files.

    ``as_of`` None: the date of the facts file. ``judged``: loại nguồn nhận định. ``file`` is the position of its book,
    ``section`` the headings that its row stands under («Khu vực A / Nông nghiệp»), ``name`` what the row calls it.
    """

    place: Annotated[str, Meaning("file!sheet!cell")]
    code: str
    text: Annotated[str, Meaning("As the facts file has it")]
    unit: Annotated[str, Meaning("The unit (đơn vị) whose fact it is")]
    year: int
    basis: str
    period: str = ""
    as_of: Annotated[date | None, Meaning("null: the date of the facts file")] = None
    source: str = ""
    judged: bool = False
    inferred: str = ""
    assessor: str = ""
    remark: str = ""
    period_reason: str = ""
    note: str = ""
    file: int = 0
    sheet: str = ""
    section: str = ""
    name: str = ""

    @property
    def basis_name(self) -> Literal["actual", "estimate", "preliminary"]:
        """Whether it was counted, estimated, or counted and may still be corrected."""
        if self.basis == PRELIMINARY:
            return "preliminary"
        return "actual" if self.basis == ACTUAL else "estimate"

    @property
    def json_source(self) -> Annotated[str | None, Meaning("What the row names as its source; null: the table itself")]:
        """The source that the row names; None where it names none."""
        return self.source or None

    @property
    def key(self) -> tuple[object, ...]:
        """Values with one key must be equal: one indicator of a unit, for one time, from one source."""
        return (self.unit, self.year, self.code, self.basis, self.period, self.as_of, self.source)


@json_form("place", "what", "why", "reason", "remedy?", shape="LeftOutShape")
class Omission(NamedTuple):
    """A row, column or sheet that the import does not take."""

    place: str
    what: Annotated[str, Meaning("The row, column or sheet as it names itself")]
    why: OmissionKind
    reason: str
    remedy: str = ""


@json_form("text", "places", shape="ImportRemarkShape")
class Remark(NamedTuple):
    """A sentence for a person to confirm; ``places`` are its cells, in order."""

    text: str
    places: tuple[str, ...] = ()


class UndecidedImport(Exception):
    """The tables leave a question open that only the user can answer; the message names the option for it."""

    @property
    def question(self) -> str:
        """What is not certain, without the place and the remedy."""
        return str(self).rpartition(";")[0].rpartition(": ")[2] or str(self)

    @property
    def remedy(self) -> str:
        """What settles it."""
        return str(self).rpartition(";")[2].strip()


class Import(NamedTuple):
    """The result of reading the tables, before anything is written.

    ``as_of`` is the date of the facts of each unit and year. ``sources`` are the documents that the tables declare, by
    code.
    """

    taken: Sequence[ImportedValue]
    left_out: tuple[Omission, ...]
    remarks: tuple[Remark, ...]
    files: tuple[str, ...]
    as_of: dict[tuple[str, int], date]
    sources: dict[str, Source]


class Source(NamedTuple):
    """A document that a table names as the source of its values."""

    name: str
    page: str = ""
    file: str = ""
