"""Finds the row that is most like a heading where none is understood, and says what each of its columns lacks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from engine.domain.records import NamedTuple
from engine.importing.cell import CellKind, column_letters
from engine.importing.cells import text_of
from engine.importing.column_cells import RowsBelow, completed
from engine.importing.columns import Column, Head, Knows
from engine.importing.grid import Sheet
from engine.importing.heading_words import Role
from engine.importing.heads import column_of, headings_of, is_wording, levels_at
from engine.importing.matching import Matcher
from engine.language.text import on_one_line

_SEARCHED = 300
"""Rows from the top among which a heading is looked for."""
_SAMPLE = 20
_FEWEST = 2
_SHOWN = 12
"""Columns that a message lists."""

_ACCEPTED = {
    (Role.NAME, Role.CODE, Role.UNIT): "Chỉ tiêu, Nội dung, Mã số liệu, Tên đơn vị",
    (Role.VALUE, Role.INDICATOR): "Thực hiện, Kết quả, TH 2024, Ước TH, hoặc tên số liệu",
}
"""The words that are understood, by the columns without which nothing is read."""

_NONE = "không thấy dòng tiêu đề của bảng số liệu"
_REMEDY = "ghi tiêu đề bằng các chữ được hiểu ({words})"
_TEACH = 'hoặc chỉ ý nghĩa của từng cột một lần, lần sau dùng lại: chitieu import "{file}" --map'


class Candidate(NamedTuple):
    """Rows that may be a heading, with their columns; a column that is not understood is UNKNOWN."""

    rows: tuple[int, ...]
    columns: tuple[Column, ...]

    @property
    def understood(self) -> list[Column]:
        return [column for column in self.columns if column.role is not Role.UNKNOWN]

    @property
    def texts(self) -> list[tuple[str, ...]]:
        return [column.texts for column in self.columns]


def candidate_in(sheet: Sheet, matcher: Matcher, knows: Knows) -> Candidate | None:
    """Returns what is most like a heading in a sheet, by its words and the numbers below them; None where nothing is."""
    best: tuple[int, Candidate] | None = None
    numbers = sheet.rows.numbers
    for position in range(min(len(numbers), _SEARCHED)):
        found = levels_at(sheet, numbers, position, 0, matcher)
        row = sheet.rows[numbers[position]]
        if found is None and (len({id(cell) for cell in row.values()}) < _FEWEST or not is_wording(row)):
            continue
        candidate = _read(sheet, found[0] if found is not None else (numbers[position],), matcher, knows)
        likeness = _likeness(sheet, candidate)
        if likeness and (best is None or likeness > best[0]):
            best = likeness, candidate
    return candidate_at(sheet, best[1].rows, matcher, knows) if best is not None else None


def candidate_at(sheet: Sheet, rows: tuple[int, ...], matcher: Matcher, knows: Knows) -> Candidate:
    """Returns the heading that stands in these ``rows``, as a person says, with the roles that the cells below tell."""
    read = _read(sheet, rows, matcher, knows)
    if not read.columns:
        return read
    by_unit = not any(column.role in (Role.NAME, Role.CODE) for column in read.columns)
    below = RowsBelow(sheet, sheet.rows.numbers, rows)
    head = completed(Head(rows, by_unit, read.columns, ()), sheet, below, matcher)
    return Candidate(rows, tuple(sorted(column for column in (*head.columns, *head.unknown) if column.texts)))


def _read(sheet: Sheet, rows: tuple[int, ...], matcher: Matcher, knows: Knows) -> Candidate:
    levels = headings_of(sheet, rows, {})
    columns = (column_of(number, texts, matcher, knows)._replace(texts=texts) for number, texts in levels)
    return Candidate(rows, tuple(columns))


def _likeness(sheet: Sheet, candidate: Candidate) -> int:
    """Returns how much the candidate is like a heading; 0 where no numbers stand below it."""
    below = list(islice((row for row in sheet.rows if row > candidate.rows[-1]), _SAMPLE))
    counted = {number for row in below for number, cell in sheet.rows[row].items() if cell.kind is CellKind.NUMBER}
    digits = {
        number for row in below for number, cell in sheet.rows[row].items() if any(map(str.isdigit, cell.text[:20]))
    }
    columns = {column.number for column in candidate.columns}
    if not columns & (counted | digits):
        return 0
    return len(columns) + 2 * len(candidate.understood) + 2 * len(columns & counted)


def no_heading(sheet: Sheet, matcher: Matcher, knows: Knows) -> tuple[str, str]:
    """Returns why nothing of a sheet is read, column by column of its likeliest heading, and the remedy."""
    candidate = candidate_in(sheet, matcher, knows)
    if candidate is None:
        return _NONE, _REMEDY.format(words="; ".join(_ACCEPTED.values()))
    first, last = candidate.rows[0], candidate.rows[-1]
    rows = f"dòng {first}" if first == last else f"dòng {first}-{last}"
    listed = " · ".join(_told(column) for column in candidate.columns[:_SHOWN])
    more = f" · … và {len(candidate.columns) - _SHOWN} cột nữa" if len(candidate.columns) > _SHOWN else ""
    near = matcher.taught.nearly(candidate.texts)
    reason = f"{_NONE}; {rows} giống tiêu đề nhất: {listed}{more}{f'; {near}' if near else ''}"
    return reason, f"{_REMEDY.format(words=_accepted(candidate))}; {_TEACH.format(file=on_one_line(sheet.file))}"


def _accepted(candidate: Candidate) -> str:
    """Returns the words that would make the candidate a heading."""
    roles = {column.role for column in candidate.columns}
    words = [words for needed, words in _ACCEPTED.items() if not roles & set(needed)]
    return "; ".join(words or _ACCEPTED.values())


def _told(column: Column) -> str:
    meaning = f"số liệu {column.code}" if column.role is Role.INDICATOR else column.role.value
    return f"{column_letters(column.number)} «{column.title}» {meaning}"


def samples(sheet: Sheet, candidate: Candidate, number: int) -> Iterator[str]:
    """Yields the texts of the cells below the heading of a column."""
    for row in sheet.rows:
        cell = sheet.rows[row].get(number) if row > candidate.rows[-1] else None
        if cell is not None and (text := text_of(cell)):
            yield text
