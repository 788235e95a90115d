"""Reads back the form that `chitieu new facts --xlsx` made; its mark identifies it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from engine.drafting import facts_columns as layout
from engine.importing.cells import day_of, text_of, year_of
from engine.importing.grid import Book, Cell, Sheet, UnreadableTable
from engine.importing.import_result import Source
from engine.language.text import fold


class Form(NamedTuple):
    """A form. ``sources`` are the documents that it declares, by code; None and '' where a particular was cleared."""

    sheet: Sheet
    resolution: str
    unit: str
    year: int | None
    as_of: date | None
    sources: dict[str, Source]


def form_in(book: Book) -> Form | None:
    """Returns the form in ``book``; None where it is another workbook. Raises UnreadableTable for a damaged one."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    mark = sheets.get(layout.MARK_SHEET)
    if mark is None or _text(mark.rows.get(1, {}).get(1)) != layout.MARK:
        return None
    sheet = sheets.get(layout.FACTS_SHEET)
    if sheet is None:
        raise UnreadableTable(
            f"biểu số liệu không còn trang «{layout.FACTS_SHEET}»", "đổi lại tên trang tính, hoặc tạo biểu mới"
        )
    head = {cell: _head(book, sheet, cell) for cell in layout.HEAD}
    made_for = {_text(row.get(1)): _text(row.get(2)) for row in mark.rows.values()}
    day, year = head[layout.AS_OF], head[layout.YEAR]
    return Form(
        sheet,
        _text(head[layout.RESOLUTION]) or made_for.get(layout.MarkEntry.RESOLUTION, ""),
        _text(head[layout.UNIT]),
        year_of(year) if year is not None else None,
        day_of(day) if day is not None else None,
        _sources(sheets.get(layout.SOURCES_SHEET)),
    )


def _text(cell: Cell | None) -> str:
    return text_of(cell) if cell is not None else ""


def _head(book: Book, sheet: Sheet, head: layout.HeadCell) -> Cell | None:
    """Returns the cell of the defined name, else the next filled one right of the label; None without one."""
    named = book.names.get(head.name)
    if named is not None and named[0] == sheet.name:
        found = (cell for row in sheet.rows.values() for cell in row.values() if cell.address == named[1])
        if (cell := next(found, None)) is not None:
            return cell
    for row in sheet.rows.values():
        for column, cell in row.items():
            if fold(_text(cell).rstrip(":")) == fold(head.label):
                return next((row[right] for right in sorted(row) if right > column), None)
    return None


def _sources(sheet: Sheet | None) -> dict[str, Source]:
    """Returns the declared documents: the rows below the heading that have code and name."""
    if sheet is None:
        return {}
    headings = {fold(column.header): column.key for column in layout.SOURCES_COLUMNS}
    places: dict[str, int] = {}
    found: dict[str, Source] = {}
    for row in sheet.rows.values():
        texts = {column: _text(cell) for column, cell in row.items()}
        if not places:
            known = {headings[fold(text)]: column for column, text in texts.items() if fold(text) in headings}
            places = known if layout.SOURCE_CODE.key in known and layout.SOURCE_NAME.key in known else {}
            continue
        code, name, page, file = (texts.get(places.get(column.key, 0), "") for column in layout.SOURCES_COLUMNS)
        if code and name:
            found.setdefault(code, Source(name, page, file))
    return found
