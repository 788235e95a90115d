"""What was read from wordings, as JSON: schema «chitieu/read/1»."""

from __future__ import annotations

from collections.abc import Iterable

from engine.language.syntax import Extent
from engine.reports.json_text import day, decimal, written
from engine.reports.shapes import ReadingShape, ReadShape, SpanShape, WordingShape
from engine.wordings.wording import TargetReading, WordingReading


def to_json(readings: Iterable[WordingReading]) -> str:
    """The document."""
    return written(document(readings))


def document(readings: Iterable[WordingReading]) -> ReadShape:
    """The document as plain values."""
    return {"schema": "chitieu/read/1", "results": [_wording(reading) for reading in readings]}


def _wording(reading: WordingReading) -> WordingShape:
    return {
        "text": reading.text,
        "abstained": reading.abstained,
        "reason": reading.reason,
        "readings": [_target(target) for target in reading.readings],
    }


def _target(target: TargetReading) -> ReadingShape:
    return {
        "comparator": target.comparator.value,
        "basis": None if target.basis is None else target.basis.value,
        "value": day(target.deadline) if target.deadline else decimal(target.value),
        "value_high": decimal(target.value_high),
        "unit": target.unit,
        "per": list(target.per),
        "direction": None if target.direction is None else target.direction.value,
        "change": None if target.change is None else target.change.value,
        "period": target.period,
        "base": target.base,
        "rank": target.rank,
        "at": _span(target.at),
        "number_at": None if target.number_at is None else _span(target.number_at),
        "unit_at": None if target.unit_at is None else _span(target.unit_at),
        "comparator_at": [_span(at) for at in target.comparator_at],
        "doubts": list(target.doubts),
    }


def _span(at: Extent) -> SpanShape:
    return {"start": at.start, "end": at.end}
