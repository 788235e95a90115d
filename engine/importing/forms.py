"""Reads back the form that `chitieu new facts --xlsx` made: its mark identifies it, or all of its head and headings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from engine.domain.records import NamedTuple
from engine.drafting import facts_columns as layout
from engine.importing.cell import Cell
from engine.importing.cells import day_of, text_of, year_of
from engine.importing.grid import Book, Sheet, UnreadableTable
from engine.importing.import_result import ImportedValue, Source
from engine.importing.stored_rows import Rows
from engine.importing.units import administrative, may_be, parts_of
from engine.language.names import same
from engine.language.text import fold

_MARKED_ROWS = 60
"""The first rows of a sheet, among which the mark is."""
_HEADED_ROWS = 500
"""The first rows of a sheet, among which the headings of a form are."""


class MadeFor(NamedTuple):
    """The particulars for which a form was made; '' and None where it does not say."""

    resolution: str = ""
    unit: str = ""
    year: int | None = None


class Form(NamedTuple):
    """A sheet of a form. ``sources`` are the documents that it declares, by code; None and '' where a particular was cleared.

    ``header`` is the row of the headings, ``columns`` the place of each known one. ``common_source`` is that of all values
    without one of their own, ``stated_day`` the date as it is written, ``addresses`` the cells of the head. ``prefilled``: the
    program had filled in source and basis.
    """

    sheet: Sheet
    header: int
    columns: dict[layout.Column, int]
    resolution: str
    unit: str
    year: int | None
    as_of: date | None
    sources: dict[str, Source]
    made_for: MadeFor
    addresses: dict[layout.HeadCell, str]
    common_source: str = ""
    stated_day: str = ""
    prefilled: bool = False

    def place_of(self, head: layout.HeadCell) -> str:
        """Returns the place of a cell of the head, else of the sheet."""
        return self.sheet.place(self.addresses.get(head, ""))

    @property
    def made_for_unit(self) -> str:
        """The unit for which the form was made; '' where it does not say."""
        return self.made_for.unit

    def sourced(self, value: ImportedValue) -> ImportedValue:
        """Returns a value of the form with the source that people gave it; '' where nobody has."""
        return value if value.source else value._replace(source=self.common_source)


def forms_in(book: Book) -> tuple[Form, ...]:
    """Returns the forms in ``book``; none where it is another workbook. Raises UnreadableTable for a damaged one."""
    mark = next((sheet for sheet in book.sheets if sheet.name == layout.MARK_SHEET), None)
    mark_text = _text(mark.rows.get(1, {}).get(1)) if mark is not None else ""
    marked = mark_text in (layout.MARK, layout.PREFILLED_MARK)
    others = (layout.MARK_SHEET, layout.SOURCES_SHEET, layout.ADVICE_SHEET)
    sheets = [sheet for sheet in book.sheets if sheet.name not in others]
    ours = [sheet for sheet in sheets if _mark_in(sheet) or (marked and _header(sheet)) or _has_its_headings(sheet)]
    if not ours and not marked:
        return ()
    if not ours:
        missing = f"biểu số liệu không còn dòng tiêu đề có «{layout.NAME.header}» và «{layout.VALUE.header}»"
        raise UnreadableTable(missing, "khôi phục dòng tiêu đề, hoặc tạo biểu mới")
    made_for = _made_for_book(mark) if mark is not None and len(ours) == 1 else MadeFor()
    sources = next((_sources(sheet) for sheet in book.sheets if sheet.name == layout.SOURCES_SHEET), {})
    return tuple(_form(book, sheet, made_for, sources, mark_text == layout.PREFILLED_MARK) for sheet in ours)


def _form(book: Book, sheet: Sheet, made_for: MadeFor, sources: dict[str, Source], prefilled: bool) -> Form:
    header = _header(sheet)
    if header is None:
        missing = f"{sheet.place('')}: không còn dòng tiêu đề có «{layout.NAME.header}» và «{layout.VALUE.header}»"
        raise UnreadableTable(missing, "khôi phục dòng tiêu đề, hoặc tạo biểu mới")
    mark = _mark_in(sheet)
    made_for = _made_for_sheet(sheet, mark) if mark is not None else made_for
    head = {cell: _head(book, sheet, cell, header) for cell in layout.HEAD}
    day, year = head[layout.AS_OF], head[layout.YEAR]
    columns = _columns(sheet, header)
    form = Form(
        _with_codes(_from_row(sheet, header), header, columns),
        header,
        columns,
        _text(head[layout.RESOLUTION]) or made_for.resolution,
        _unit(_text(head[layout.UNIT]), made_for.unit),
        year_of(year) if year is not None else None,
        day_of(day) if day is not None else None,
        sources,
        made_for,
        {which: cell.address for which, cell in head.items() if cell is not None},
        _text(head[layout.COMMON_SOURCE]),
        _text(day),
        prefilled,
    )
    return _without_prefilled(form) if prefilled else form


def _unit(stated: str, made_for: str) -> str:
    """Returns the unit that the head states, in the spelling of the one for which the form was made where it is that."""
    without_level = bool(stated and made_for) and not parts_of(stated).level and may_be(stated, made_for)
    return made_for if without_level or same(administrative(stated) or stated, made_for) else stated


def _without_prefilled(form: Form) -> Form:
    """Returns an earlier form without what the program had filled in and nobody has changed: source and date."""
    year = form.year or form.made_for.year or 0
    as_of = None if form.as_of == date(year, 12, 31) else form.as_of
    if form.sources.get(layout.PREFILLED_SOURCE) != Source(layout.prefilled_name(year)):
        return form._replace(as_of=as_of)
    column = form.columns.get(layout.SOURCE)
    rows = (
        (number, {at: cell for at, cell in row.items() if at != column or _text(cell) != layout.PREFILLED_SOURCE})
        for number, row in form.sheet.rows.items()
    )
    return form._replace(as_of=as_of, sheet=form.sheet._replace(rows=Rows.of(rows)))


def _text(cell: Cell | None) -> str:
    return text_of(cell) if cell is not None else ""


# ---------------------------------------------------------------- the parts of a form


def _mark_in(sheet: Sheet) -> Cell | None:
    """Returns the cell with the mark, which a sheet keeps wherever it is copied."""
    for row in islice(sheet.rows.values(), _MARKED_ROWS):
        for cell in row.values():
            if _text(cell) == layout.MARK:
                return cell
    return None


def _made_for_sheet(sheet: Sheet, mark: Cell) -> MadeFor:
    below = range(mark.row + 1, mark.row + 1 + len(layout.MARK_ROWS))
    texts = [_text(sheet.rows.get(row, {}).get(mark.column)) for row in below]
    return _made_for(dict(zip(layout.MARK_ROWS, texts, strict=True)))


def _made_for_book(mark: Sheet) -> MadeFor:
    texts = {_text(row.get(1)): _text(row.get(2)) for row in mark.rows.values()}
    return _made_for({entry: texts.get(entry.value, "") for entry in layout.MarkEntry})


def _made_for(texts: dict[layout.MarkEntry, str]) -> MadeFor:
    year = texts[layout.MarkEntry.YEAR]
    known = int(year) if year.isdecimal() and len(year) == 4 else None
    return MadeFor(texts[layout.MarkEntry.RESOLUTION], texts[layout.MarkEntry.UNIT], known)


def _header(sheet: Sheet) -> int | None:
    """Returns the row of the headings of the form; None without one."""
    value, label = fold(layout.VALUE.header), {fold(layout.CODE.header), fold(layout.NAME.header)}
    for number, row in islice(sheet.rows.items(), _HEADED_ROWS):
        texts = {fold(_text(cell)) for cell in row.values()}
        if value in texts and label & texts:
            return number
    return None


def _has_its_headings(sheet: Sheet) -> bool:
    """Returns whether a sheet that has lost every mark has the head and the headings of a form, word for word."""
    header = _header(sheet)
    if header is None or not {layout.NAME, *layout.OPEN_COLUMNS} <= _columns(sheet, header).keys():
        return False
    labels = {fold(_text(cell).rstrip(":")) for row in _rows_above(sheet, header) for cell in row.values()}
    return {fold(cell.label) for cell in (layout.UNIT, layout.YEAR, layout.AS_OF)} <= labels


def _columns(sheet: Sheet, header: int) -> dict[layout.Column, int]:
    texts = {fold(_text(cell)): at for at, cell in sheet.rows[header].items()}
    return {column: texts[fold(column.header)] for column in layout.FACTS_COLUMNS if fold(column.header) in texts}


def _from_row(sheet: Sheet, first: int) -> Sheet:
    """Returns the sheet without the rows above ``first``: the head is no table."""
    return sheet._replace(rows=Rows.of((number, row) for number, row in sheet.rows.items() if number >= first))


def _with_codes(sheet: Sheet, header: int, columns: dict[layout.Column, int]) -> Sheet:
    """Returns the sheet with the codes of choices («htx.tong · Tổng số HTX») in the column of codes."""
    code_at, name_at = columns.get(layout.CODE), columns.get(layout.NAME)
    if code_at is None or name_at is None:
        return sheet
    rows = Rows()
    for number, row in sheet.rows.items():
        cell = row.get(name_at)
        code, name = layout.split_choice(_text(cell))
        if number > header and cell is not None and code and code_at not in row:
            coded = cell._replace(column=code_at, text=code)
            row = row | {code_at: coded, name_at: cell._replace(text=name)}
        rows.keep(number, row)
    return sheet._replace(rows=rows)


def _head(book: Book, sheet: Sheet, head: layout.HeadCell, header: int) -> Cell | None:
    """Returns the cell of the defined name, else the next filled one right of the label; None without one."""
    named = book.names.get(head.name)
    if named is not None and named[0] == sheet.name:
        found = (cell for row in sheet.rows.values() for cell in row.values() if cell.address == named[1])
        if (cell := next(found, None)) is not None:
            return cell
    for row in _rows_above(sheet, header):
        for column, cell in row.items():
            if fold(_text(cell).rstrip(":")) == fold(head.label):
                return next((row[right] for right in sorted(row) if right > column and row[right] is not cell), None)
    return None


def _rows_above(sheet: Sheet, header: int) -> Iterator[dict[int, Cell]]:
    yield from (row for number, row in sheet.rows.items() if number < header)


def _sources(sheet: Sheet) -> dict[str, Source]:
    """Returns the declared documents: the rows below the heading that have code and name."""
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
