"""The shape of what `chitieu import` says to other programs: read, left out, written."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from engine.reports.shapes import Day


class ImportedValueShape(TypedDict):
    place: Annotated[str, Field(description="file!sheet!cell")]
    indicator: str
    value: Annotated[str, Field(description="As the facts file has it")]
    unit: Annotated[str, Field(description="The unit (đơn vị) whose fact it is")]
    year: int
    basis: Literal["actual", "estimate"]
    judged: bool
    period: str | None
    as_of: Annotated[Day | None, Field(description="null: the date of the facts file")]
    source: Annotated[str | None, Field(description="What the row names as its source; null: the table itself")]


class LeftOutShape(TypedDict):
    place: str
    what: Annotated[str, Field(description="The row, column or sheet as it names itself")]
    why: Literal[
        "no_value",
        "not_a_fact",
        "unmatched",
        "bad_value",
        "ambiguous",
        "duplicate",
        "heading",
        "outside",
        "no_table",
    ]
    reason: str
    remedy: str | None


class ImportRemarkShape(TypedDict):
    text: str
    places: list[str]


class ImportedFileShape(TypedDict):
    path: str
    action: Literal["new", "replaced", "unchanged"]
    unit: str
    year: int
    as_of: Day
    values: int


class ImportShape(TypedDict):
    """`chitieu import FILE... --format json`."""

    schema: Literal["chitieu/import/1"]
    resolution: str
    dry_run: Annotated[bool, Field(description="Nothing was written")]
    read: list[ImportedValueShape]
    left_out: list[LeftOutShape]
    remarks: list[ImportRemarkShape]
    files: list[ImportedFileShape]
