"""The JSON document of `chitieu history SỐ` for a run over many units."""

from __future__ import annotations

from typing import Annotated

from engine.domain.records import NamedTuple
from engine.files.json_form import Meaning, Shows, json_form
from engine.history.receipt import Versions
from engine.history.rows import Record
from engine.history.sweep import Sweep, SweptCase


@json_form(
    "number=record.number", "time=record.time", "receipt=record.receipt", "sha256=record.sha256", "versions", "run",
    "cases", schema="chitieu/recorded-sweep/1", shape="RecordedSweepShape",
    about="`chitieu history SỐ` of one run over many units.",
)  # fmt: skip
class SweptDocument(NamedTuple):
    """A run over many units with all its cases."""

    record: Record
    versions: Annotated[dict[str, str], Shows(Versions)]
    run: Annotated[Sweep, Meaning("The run, as the history keeps it")]
    cases: tuple[SweptCase, ...]
