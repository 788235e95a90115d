"""Sorts what an import left out: the cells that somebody must correct, and the rest by reason, worst first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from engine.domain.records import NamedTuple
from engine.files.json_form import json_form
from engine.importing.import_result import Omission, OmissionKind

_TO_CORRECT = (OmissionKind.BAD_VALUE, OmissionKind.AMBIGUOUS)
_SILENT = (OmissionKind.HEADING, OmissionKind.NO_VALUE)
_ORDER = (
    OmissionKind.UNMATCHED,
    OmissionKind.NO_TABLE,
    OmissionKind.OUTSIDE,
    OmissionKind.DUPLICATE,
    OmissionKind.NOT_A_FACT,
)
"""The kinds that need no correction of a cell, worst first."""

_QUOTED = re.compile(r"«[^»]*»")


@json_form("file", "sheet", "cell", "what", "reason", "remedy?", shape="CorrectionShape")
class Correction(NamedTuple):
    """A cell with the value of a known indicator that was refused; ``sheet`` is '' in CSV."""

    file: str
    sheet: str
    cell: str
    what: str
    reason: str
    remedy: str = ""


class LeftOutGroup(NamedTuple):
    """What was left out for one reason; ``remedy`` is '' where the remedies differ."""

    why: OmissionKind
    reason: str
    remedy: str
    entries: tuple[Omission, ...]


def corrections(left_out: Iterable[Omission], files: Sequence[str]) -> list[Correction]:
    """Returns the cells to correct, in the order of the files and their cells."""
    return [
        Correction(*_parts(entry.place, files), entry.what, entry.reason, entry.remedy)
        for entry in left_out
        if entry.why in _TO_CORRECT
    ]


def _parts(place: str, files: Sequence[str]) -> tuple[str, str, str]:
    """Returns file, sheet and cell of a place."""
    file = next((name for name in files if place == name or place.startswith(f"{name}!")), "")
    sheet, _, cell = place.removeprefix(file).removeprefix("!").rpartition("!")
    return file, sheet.strip("'"), cell


def grouped(left_out: Iterable[Omission]) -> list[LeftOutGroup]:
    """Returns the rows, columns and sheets that need no correction of a cell, those of one reason together.

    Reasons that differ only in what they quote are one; headings and blank cells are left aside.
    """
    groups: dict[tuple[OmissionKind, str], list[Omission]] = {}
    for entry in left_out:
        if entry.why not in (*_TO_CORRECT, *_SILENT):
            groups.setdefault((entry.why, _QUOTED.sub("«…»", entry.reason)), []).append(entry)
    ordered = sorted(groups.items(), key=lambda group: _ORDER.index(group[0][0]))
    return [_group(why, general, entries) for (why, general), entries in ordered]


def _group(why: OmissionKind, general: str, entries: list[Omission]) -> LeftOutGroup:
    reasons, remedies = {entry.reason for entry in entries}, {entry.remedy for entry in entries}
    reason = entries[0].reason if len(reasons) == 1 else general
    return LeftOutGroup(why, reason, entries[0].remedy if len(remedies) == 1 else "", tuple(entries))


def blank_places(left_out: Iterable[Omission], why: OmissionKind) -> list[str]:
    """Returns the places of the omissions of one kind."""
    return [entry.place for entry in left_out if entry.why is why]
