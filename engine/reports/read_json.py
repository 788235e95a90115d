"""Readings of wordings as JSON: schema «chitieu/read/1» of 4-cli-and-outputs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from engine.reading.reading import Comparator, Wording, WordingReading
from engine.reports.json_text import decimal, written
from engine.reports.shapes import ReadingShape, ReadShape, ReadTextShape


def to_json(wordings: Iterable[Wording]) -> str:
    return written(document(wordings))


def document(wordings: Iterable[Wording]) -> ReadShape:
    """The document as plain values."""
    return {"schema": "chitieu/read/1", "results": [_text(wording) for wording in wordings]}


def _text(wording: Wording) -> ReadTextShape:
    return {
        "text": wording.text,
        "abstained": wording.abstained,
        "reason": wording.reason or None,
        "readings": [_reading(reading) for reading in wording.readings],
    }


def _reading(reading: WordingReading) -> ReadingShape:
    value = decimal(reading.value)
    if reading.comparator is Comparator.DEADLINE and reading.value is not None:
        value = date.fromordinal(int(reading.value)).isoformat()
    return {
        "comparator": str(reading.comparator),
        "basis": reading.basis,
        "value": value,
        "value_high": decimal(reading.value_high),
        "unit": reading.unit or None,
        "per": list(reading.per),
        "direction": reading.direction,
        "period": reading.period or None,
        "base": reading.base or None,
        "unsure": list(reading.unsure),
    }
