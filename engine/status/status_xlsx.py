"""Writes the state of the facts as a workbook: units × years, units × indicators of each year, and what is to be sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.language import display
from engine.rulebook.rulebook import Rulebook
from engine.spreadsheets.book import Book
from engine.spreadsheets.tables import BELOW_TITLE, EMPTY, MAIN_TITLE, Cell, Heading, Row, Text, Title, write_table
from engine.status.status import Missing, Old, Status, UnitYear

_TITLE_WIDTH = 72
"""The width of the columns under the title, which is not cut off where only one year is shown."""
_THERE, _MISSING, _OLD = "#E2EFDA", "#F8CBAD", "#FFE699"


def to_status_xlsx(status: Status, rulebook: Rulebook) -> bytes:
    """Returns the .xlsx file of ``status``; equal states give equal bytes."""
    resolution = rulebook.resolution
    title = f"Tình hình số liệu thực hiện {resolution.kind} số {resolution.number}"
    book = Book(title, f"{len(status.units)} đơn vị", status.day)
    below = Title(f"Tính đến ngày {display.day(status.day)}", BELOW_TITLE)
    titles = (Title(title, MAIN_TITLE), below)
    _write_years(book, status, titles)
    for year in status.years:
        _write_indicators(book, status, rulebook, year, titles)
    _write_to_send(book, status, titles)
    return book.content()


def _write_years(book: Book, status: Status, titles: Iterable[Title]) -> None:
    years = [Heading(f"Năm {year}", 16) for year in status.years]
    headings = [Heading("Đơn vị", max(34, _TITLE_WIDTH - 16 * len(years))), *years]
    rows = [
        Row([Text(unit), *(Text(told(entry), _fill(entry), align="center") for entry in status.of(unit))])
        for unit in status.units
    ]
    write_table(book, book.sheet("Tình hình"), titles, headings, rows, 1)


def told(entry: UnitYear) -> str:
    """«đủ 14», «thiếu 3/14, cũ 1», «chưa có số liệu», «tệp có lỗi»."""
    if entry.refused:
        return "tệp có lỗi"
    if not entry.there and entry.needed:
        return "chưa có số liệu"
    parts = [f"thiếu {len(entry.missing)}/{entry.needed}"] if entry.missing else []
    parts += [f"cũ {len(entry.old)}"] if entry.old else []
    return ", ".join(parts) or f"đủ {entry.needed}"


def _fill(entry: UnitYear) -> str:
    if entry.missing or entry.refused:
        return _MISSING
    return _OLD if entry.old else _THERE


def _write_indicators(book: Book, status: Status, rulebook: Rulebook, year: int, titles: Iterable[Title]) -> None:
    entries = [entry for entry in status.entries if entry.year == year]
    codes = list(dict.fromkeys(code for entry in entries for code in entry.codes))
    headings = [Heading("Đơn vị", 34), *(Heading(rulebook.indicators[code].name, 18) for code in codes)]
    rows = [Row([Text(entry.unit), *_states(entry, codes)]) for entry in entries]
    write_table(book, book.sheet(f"Năm {year}"), titles, headings, rows, 1)


def _states(entry: UnitYear, codes: Iterable[str]) -> Iterator[Cell]:
    missing, old = {value.code for value in entry.missing}, {value.code for value in entry.old}
    for code in codes:
        if code not in entry.codes or entry.refused:
            yield EMPTY
        elif code in missing:
            yield Text("thiếu", _MISSING, align="center")
        else:
            yield Text("cũ", _OLD, align="center") if code in old else Text("có", _THERE, align="center")


def _write_to_send(book: Book, status: Status, titles: Iterable[Title]) -> None:
    widths = (("Đơn vị", 30), ("Năm", 8), ("Số liệu", 40), ("ĐVT", 14), ("Tình trạng", 44), ("Nguồn đã dùng", 30))
    rows = []
    for entry in status.entries:
        rows += [_to_send(entry, value, "thiếu") for value in entry.missing]
        rows += [_to_send(entry, value, value.why) for value in entry.old]
        if entry.refused:
            rows.append(Row([*map(Text, (entry.unit, str(entry.year), "", "", f"tệp có lỗi: {entry.refused}", ""))]))
    write_table(book, book.sheet("Cần gửi"), titles, [Heading(*one) for one in widths], rows, 2)


def _to_send(entry: UnitYear, value: Missing | Old, state: str) -> Row:
    return Row([*map(Text, (entry.unit, str(entry.year), value.name, value.measure, state, value.source))])
