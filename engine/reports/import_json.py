"""What an import read, left out and wrote as JSON: schema «chitieu/import/1»."""

from __future__ import annotations

from collections.abc import Sequence

from engine.importing.headers import ACTUAL
from engine.importing.import_result import Import, ImportedValue, LeftOut
from engine.importing.writing import PlannedFile
from engine.reports.import_shapes import ImportedFileShape, ImportedValueShape, ImportShape, LeftOutShape
from engine.reports.json_text import day, written
from engine.workspace.workspace import Workspace


def to_json(found: Import, planned: Sequence[PlannedFile], resolution: str, workspace: Workspace, dry_run: bool) -> str:
    """The document; ``planned`` are the facts files in order."""
    document: ImportShape = {
        "schema": "chitieu/import/1",
        "resolution": resolution,
        "dry_run": dry_run,
        "read": [_value(value) for value in found.taken],
        "left_out": [_left_out(entry) for entry in found.left_out],
        "remarks": [{"text": remark.text, "places": list(remark.places)} for remark in found.remarks],
        "files": [_file(file, found, workspace) for file in planned],
    }
    return written(document)


def _value(value: ImportedValue) -> ImportedValueShape:
    return {
        "place": value.place,
        "indicator": value.code,
        "value": value.text,
        "unit": value.unit,
        "year": value.year,
        "basis": "actual" if value.basis == ACTUAL else "estimate",
        "judged": value.judged,
        "period": value.period or None,
        "as_of": day(value.as_of),
        "source": value.source or None,
    }


def _left_out(entry: LeftOut) -> LeftOutShape:
    return {
        "place": entry.place,
        "what": entry.what,
        "why": entry.why.value,
        "reason": entry.reason,
        "remedy": entry.remedy or None,
    }


def _file(file: PlannedFile, found: Import, workspace: Workspace) -> ImportedFileShape:
    return {
        "path": workspace.name_of(file.path),
        "action": file.action.value,
        "unit": file.unit,
        "year": file.year,
        "as_of": found.as_of[file.unit, file.year].isoformat(),
        "values": file.values,
    }
