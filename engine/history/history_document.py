"""The JSON document of `chitieu history`."""

from __future__ import annotations

from engine.domain.records import NamedTuple
from engine.files.json_form import json_form
from engine.history.chain import Flaw
from engine.history.signed_records import SignedRecords
from engine.history.store import RecordedRun


@json_form(
    "records",
    "flaws",
    "signed_by*",
    schema="chitieu/history/1",
    shape="HistoryShape",
    about="`chitieu history`; flaws is null where the chain was not asked to be verified, signed_by is for --signer.",
)
class HistoryDocument(NamedTuple):
    """Records of the history; ``flaws`` is None where the chain was not verified."""

    records: tuple[RecordedRun, ...]
    flaws: tuple[Flaw, ...] | None
    signed_by: SignedRecords | None = None
