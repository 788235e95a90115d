"""The shapes of what `history`, `diff` and `verify` print as JSON. docs/schemas is generated from here."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from engine.reports.receipt_shapes import Hash
from engine.reports.shapes import EngineShape, Place, SummaryShape

Time = Annotated[str, Field(description="ISO 8601 with offset, to the second")]
LayerName = Literal["data", "thresholds", "rules", "engine", "tool"]


class RecordShape(TypedDict):
    number: int
    time: Annotated[Time, Field(description="When it was first made")]
    last_time: Annotated[Time, Field(description="When an equal run was last made")]
    times: int
    resolution: str
    unit: str
    year: int
    engine: EngineShape
    summary: SummaryShape
    receipt: Annotated[Hash, Field(description="sha256 of the receipt")]
    sha256: Annotated[Hash, Field(description="Of the record: fixes its place in the chain and all before it")]


class HistoryFlawShape(TypedDict):
    record: Annotated[int | None, Field(description="null: the history as a whole")]
    text: str


class HistoryShape(TypedDict):
    """`chitieu history`; flaws is null where the chain was not asked to be verified."""

    schema: Literal["chitieu/history/1"]
    records: list[RecordShape]
    flaws: list[HistoryFlawShape] | None


class FileChangeShape(TypedDict):
    change: Literal["edited", "added", "removed"]
    name: str
    line: Annotated[int, Field(description="First line that differs, counted from 1; 0 where the whole file is meant")]
    before: str
    after: str


class FieldDifferenceShape(TypedDict):
    field: Annotated[str, Field(description="Path in the receipt")]
    recorded: str
    found: str


class ReceiptFlawShape(TypedDict):
    field: str
    text: str


class VerifyShape(TypedDict):
    """`chitieu verify`."""

    schema: Literal["chitieu/verify/1"]
    receipt: Hash
    intact: Annotated[bool, Field(description="Every hash fits, and evaluating again gives what is recorded")]
    flaws: list[ReceiptFlawShape]
    differences: list[FieldDifferenceShape]
    refusal: Annotated[str, Field(description="Why it could not be evaluated again; empty where it could")]
    evaluated_with: EngineShape | None
    workspace: Annotated[
        list[FileChangeShape] | None,
        Field(description="Files that the workspace no longer holds as recorded; null where it was not compared"),
    ]
    record: Annotated[int | None, Field(description="Its number in the history of the workspace")]


class ValueKeyShape(TypedDict):
    code: str
    year: Annotated[int | None, Field(description="Of another year than the one evaluated")]


class ReasonShape(TypedDict):
    layers: list[LayerName]
    values: Annotated[list[ValueKeyShape], Field(description="Values each of which suffices")]
    needed: Annotated[
        list[ValueKeyShape], Field(description="Values of which none may be missing, where none suffices")
    ]
    criteria: Annotated[list[str], Field(description="Criteria each of whose thresholds suffices")]
    inseparable: Annotated[bool, Field(description="Fewer layers might do, but do not load without the others")]


class ConclusionChangeShape(TypedDict):
    kind: Literal["summary", "criterion", "target", "finding"]
    id: str
    called: str
    of_verdict: Annotated[bool, Field(description="false: only a number or sentence behind the conclusion changed")]
    before: str
    after: str
    before_detail: str
    after_detail: str
    reasons: Annotated[list[ReasonShape], Field(description="Each suffices; empty where layers cannot be told apart")]


class MaskedShape(TypedDict):
    kind: Literal["summary", "criterion", "target", "finding"]
    id: str
    called: str
    stays: str
    layer: LayerName
    instead: str


class FactChangeShape(TypedDict):
    code: str
    year: Annotated[int | None, Field(description="Of another year than the one evaluated")]
    name: str
    before: str
    after: str
    place: Place


class KeyChangeShape(TypedDict):
    key: str
    before: str
    after: str


class RuleChangeShape(TypedDict):
    change: Literal["edited", "added", "removed"]
    called: str
    keys: list[KeyChangeShape]
    place: Place


class SideShape(TypedDict):
    named: Annotated[str, Field(description="As given on the command line")]
    receipt: Hash
    unit: str
    year: int
    engine: EngineShape
    summary: SummaryShape


class DiffShape(TypedDict):
    """`chitieu diff`."""

    schema: Literal["chitieu/diff/1"]
    resolution: str
    before: SideShape
    after: SideShape
    layers: Annotated[list[LayerName], Field(description="The layers that differ")]
    facts: list[FactChangeShape]
    other_data: list[str]
    thresholds: list[RuleChangeShape]
    rules: list[RuleChangeShape]
    conclusions: list[ConclusionChangeShape]
    masked: Annotated[
        list[MaskedShape], Field(description="Conclusions that stay, although one layer alone would have changed them")
    ]
    mixtures: Annotated[int, Field(description="So many mixtures of the layers there are")]
    evaluated: Annotated[int, Field(description="So many of them load and were evaluated")]
    refusal: str
