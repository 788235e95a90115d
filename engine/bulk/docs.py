"""A row of a table of many units as the facts file that it stands for: what is read of it is what would be read of that file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from engine.domain.records import NamedTuple
from engine.factbase.documents import FactsDoc, GroupDoc, SourceDoc
from engine.files.scalars import Scalar, Text, text_of
from engine.files.source import SourceFile, Span
from engine.files.written import NamedEntry, WrittenValue
from engine.language.text import normalise, on_one_line


class Written(NamedTuple):
    """A value of a unit: its code, what stands in the cell, and the row that it stands in."""

    code: str
    text: str
    row: int


class UnitRow(NamedTuple):
    """What a table says of one unit and year. ``row`` is the first row of it, ``source`` '' where the row names none."""

    unit: str
    year: int
    as_of: date
    source: str
    row: int
    values: tuple[Written, ...]


class Rows:
    """Makes facts files of the rows of the table ``name``, for the resolution ``number``."""

    def __init__(self, name: str, number: str) -> None:
        self.file = SourceFile(name, "")
        self.number = number

    def place(self, row: int) -> Span:
        """The place of a row of the table."""
        return Span(self.file, row, 1, row, 1)

    def doc(self, unit: UnitRow) -> FactsDoc:
        """The facts file that ``unit`` stands for, with one group of values."""
        span = self.place(unit.row)
        places = dict.fromkeys(("nghị quyết", "đơn vị", "năm", "tính đến", "nguồn", "số liệu"), span)
        return FactsDoc.model_construct(
            span=span,
            places=places,
            resolution=self._text(self.number, unit.row),
            unit=self._text(unit.unit, unit.row),
            year=unit.year,
            as_of=unit.as_of,
            period=None,
            sources=self._sources(unit, span),
            groups=(self._group(unit, span),),
            claims=(),
            report=None,
            note=None,
        )

    def _group(self, unit: UnitRow, span: Span) -> GroupDoc:
        return GroupDoc.model_construct(
            span=span,
            places={},
            source=self._text(unit.source, unit.row) if unit.source else None,
            as_of=None,
            basis="thực hiện",
            kind="đo đếm",
            period=None,
            period_reason=None,
            note=None,
            values=tuple(self._entries(unit.values)),
        )

    def _sources(self, unit: UnitRow, span: Span) -> tuple[NamedEntry[SourceDoc], ...]:
        """What a facts file declares of the source: its code stands before the first comma."""
        code = unit.source.partition(",")[0].strip()
        if not code:
            return ()
        named = SourceDoc.model_construct(
            span=span, places={}, name=self._text(unit.source, unit.row), page=None, file=None, note=None
        )
        return (NamedEntry(self._text(code, unit.row), named),)

    def _entries(self, values: Iterable[Written]) -> Iterable[NamedEntry[WrittenValue]]:
        for code, text, row in values:
            cell = self._scalar(on_one_line(normalise(text)), row)
            yield NamedEntry(self._text(code, row), WrittenValue(cell))

    def _text(self, text: str, row: int) -> Text:
        return text_of(self._scalar(text, row))

    def _scalar(self, text: str, row: int) -> Scalar:
        return Scalar(text, self.place(row), quoted=True)
