"""A row of a table of many units as the facts file that it stands for: what is read of it is what would be read of that file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, cast

from engine.bulk.heads import Layout
from engine.domain.records import NamedTuple
from engine.files.forms import Form, form_with
from engine.files.scalars import Scalar, Text, text_of
from engine.files.source import SourceFile, Span
from engine.files.written import NamedEntry, WrittenValue
from engine.language.text import normalise, on_one_line

if TYPE_CHECKING:
    from engine.factbase.documents import FactsDoc


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
    """Makes facts files of the rows of the table ``name``, for the resolution ``number``.

    Line and column of a place are row and column of the table where its ``layout`` is known; else all columns are the first.
    """

    def __init__(self, name: str, number: str, layout: Layout | None = None) -> None:
        self.file = SourceFile(name, "")
        self.number = number
        self.layout = layout
        self._columns = {} if layout is None else {code: column for column, code in layout.indicators.items()}

    def place(self, row: int, column: int | None = None) -> Span:
        """The place of a cell, its column counted from 0; that of the whole row where there is none."""
        return Span(self.file, row, 1, row, 1) if column is None else Span(self.file, row, column + 1, row, column + 2)

    def column_of(self, code: str) -> int | None:
        """The column of the values of an indicator."""
        layout = self.layout
        return layout.value if layout is not None and layout.is_long else self._columns.get(code)

    def doc(self, unit: UnitRow) -> FactsDoc:
        """The facts file that ``unit`` stands for, with one group of values."""
        span = self.place(unit.row)
        places = dict.fromkeys(("nghị quyết", "đơn vị", "nguồn", "số liệu"), span)
        year, day = (None, None) if self.layout is None else (self.layout.year, self.layout.as_of)
        places["năm"], places["tính đến"] = self.place(unit.row, year), self.place(unit.row, day)
        source = self._text(unit.source, unit.row, self._source_column) if unit.source else None
        group = form_with("GroupDoc", span=span, places={}, source=source, values=tuple(self._entries(unit.values)))
        doc = form_with(
            "FactsDoc",
            span=span,
            places=places,
            resolution=self._text(self.number, unit.row),
            unit=self._text(unit.unit, unit.row),
            year=unit.year,
            as_of=unit.as_of,
            sources=self._sources(unit, span),
            groups=(group,),
        )
        return cast("FactsDoc", doc)

    def _sources(self, unit: UnitRow, span: Span) -> tuple[NamedEntry[Form], ...]:
        """What a facts file declares of the source: its code stands before the first comma."""
        code = unit.source.partition(",")[0].strip()
        if not code:
            return ()
        named = form_with("SourceDoc", span=span, places={}, name=self._text(unit.source, unit.row))
        return (NamedEntry(self._text(code, unit.row), named),)

    def _entries(self, values: Iterable[Written]) -> Iterable[NamedEntry[WrittenValue]]:
        for code, text, row in values:
            column = self.column_of(code)
            named = self.layout.code if self.layout is not None and self.layout.is_long else column
            cell = Scalar(text_in_cell(text), self.place(row, column), quoted=True)
            yield NamedEntry(self._text(code, row, named), WrittenValue(cell))

    @property
    def _source_column(self) -> int | None:
        return None if self.layout is None else self.layout.source

    def _text(self, text: str, row: int, column: int | None = None) -> Text:
        return text_of(Scalar(text, self.place(row, column), quoted=True))


def column_of(place: Span) -> int | None:
    """Returns the column, counted from 0, of a place of `Rows`; None for that of a whole row."""
    return place.column - 1 if place.end_column > place.column else None


def text_in_cell(cell: str) -> str:
    """Returns the text of a cell as it is read: in NFC, without invisible characters and blanks around it, on one line.

    >>> text_in_cell("\\u200b1500\\n"), text_in_cell("a\\nb")
    ('1500', 'a¶b')
    """
    return on_one_line(normalise(cell).strip())


def is_blank(cell: str) -> bool:
    """Whether a cell holds nothing that can be seen.

    >>> is_blank(""), is_blank(" \\u200b"), is_blank("0")
    (True, True, False)
    """
    return not cell or cell.isspace() or not normalise(cell).strip()
