"""The table of many units in an .xlsx file. What a cell holds for certain becomes a text; what is in doubt is told with it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from engine.bulk.reading import SMALLER, CellDoubt, Line, Numbering, checked_headings, counted, day_text
from engine.domain.limits import BULK_COLUMNS, grouped
from engine.importing.cell import Cell, CellKind, Row
from engine.importing.grid import Sheet, UnreadableTable
from engine.importing.number_writing import number_text
from engine.language.text import abridged, printable

_MOST_NAMED = 10
"""Sheets, and texts in doubt, that a message names."""
_SHOW = "bấm chuột phải vào tên một trang tính, chọn Unhide (Bỏ ẩn)"
_GENERAL = "đổi định dạng của ô sang General"
_CERTAIN = frozenset((CellKind.TEXT, CellKind.NUMBER, CellKind.DATE, CellKind.LOGICAL))
_PLAIN = Cell(1, 1, CellKind.TEXT, "")[8:]
"""The look of a cell that is not merged, and shows what it holds."""
_LONGEST = 60
"""Characters of a text of a cell that a message shows."""


class XlsxTable:
    """The only visible sheet of an .xlsx file that is not empty, in Unicode; it is held in memory.

    ``wide_heading`` is the address of the first heading that is merged over several columns, '' for none.
    """

    numbering = Numbering.CELLS

    def __init__(self, path: Path) -> None:
        from engine.importing.books import read_book
        from engine.importing.transcription import transcribe

        self.name = path.name
        book = read_book(path, path.name)
        chosen, hidden = _chosen(book.sheets)
        read = transcribe(chosen)
        doubts = [f"chữ đáng ngờ ({place}): {doubt}" for place, doubt in read.doubts[:_MOST_NAMED]]
        if len(read.doubts) > _MOST_NAMED:
            doubts.append(f"còn {grouped(len(read.doubts) - _MOST_NAMED)} ô khác có chữ đáng ngờ")
        converted = [read.remark] if read.remark else []
        self.remarks: tuple[str, ...] = (*book.remarks, *hidden, *chosen.remarks, *converted, *doubts)
        self._rows = read.sheet.rows
        self._first = min(self._rows)
        width = max(max(row) for row in self._rows.values())
        if width > BULK_COLUMNS:
            raise UnreadableTable(f"bảng có hơn {grouped(BULK_COLUMNS)} cột", SMALLER)
        self._width = width
        heads = self._rows[self._first]
        self.headings = checked_headings(self._texts(heads))
        self.wide_heading = next((cell.address for at, cell in heads.items() if cell.column != at), "")

    def lines(self) -> Iterator[Line]:
        """Yields the rows below the headings, which may be merged over several rows. Raises UnreadableTable."""
        rows = ((number, self._rows[number]) for number in sorted(self._rows) if number != self._first)
        return counted(self._line(number, row) for number, row in rows if not all(map(self._is_heading, row.values())))

    def _line(self, number: int, row: Row) -> Line:
        typed = frozenset(column - 1 for column, cell in row.items() if cell.kind is not CellKind.TEXT)
        doubts = {column - 1: doubt for column, cell in row.items() if (doubt := self._doubt(cell)) is not None}
        return Line(number, self._texts(row), typed, doubts=doubts)

    def _is_heading(self, cell: Cell) -> bool:
        return cell.row == self._first

    def _texts(self, row: Row) -> list[str]:
        return [_cell_text(row[column]) if column in row else "" for column in range(1, self._width + 1)]

    def _doubt(self, cell: Cell) -> CellDoubt | None:
        """Why the value of a cell, or its place, is not certain; None where both are."""
        if cell[8:] == _PLAIN and cell.kind in _CERTAIN:  # as nearly all are
            return None
        reason, remedy = _fault(cell) or ("", "")
        anchor = (cell.row, cell.column) if cell.merged else None
        return CellDoubt(reason, remedy, anchor, cell.merged and self._is_heading(cell), cell.affix)


def _chosen(sheets: tuple[Sheet, ...]) -> tuple[Sheet, list[str]]:
    """Returns the sheet that is the table, and what is said of hidden ones, which are passed over. Raises UnreadableTable."""
    filled = [sheet for sheet in sheets if sheet.rows]
    seen = [sheet for sheet in filled if not sheet.hidden]
    if len(seen) == 1:
        hidden = _names([sheet for sheet in filled if sheet.hidden])
        remedy = f"là bảng cần đọc thì {_SHOW}, để mỗi bảng một tệp; không dùng nữa thì xóa"
        return seen[0], [f"trang ẩn {hidden} không được đọc; {remedy}"] if hidden else []
    if filled and not seen:
        raise UnreadableTable(f"các trang tính có dữ liệu đều đang ẩn: {_names(filled)}", f"{_SHOW}, lưu lại")
    names = _names(seen) or "không trang nào"
    raise UnreadableTable(f"tệp phải có đúng một trang tính có dữ liệu (ở đây: {names})", "để mỗi bảng một tệp")


def _names(sheets: list[Sheet]) -> str:
    return ", ".join(f"«{printable(sheet.name)}»" for sheet in sheets[:_MOST_NAMED])


def _fault(cell: Cell) -> tuple[str, str] | None:
    """Why a cell holds nothing that is certain, and the remedy; None where it does."""
    if cell.kind is CellKind.ERROR:
        return f"ô báo lỗi {printable(abridged(cell.text, _LONGEST))}", "sửa công thức của ô ấy, rồi lưu lại tệp"
    if cell.kind is CellKind.UNCOMPUTED:
        return "ô là công thức mà tệp không lưu kết quả", "mở tệp bằng Excel hoặc LibreOffice, tính lại (F9), rồi lưu"
    if cell.scaled:
        what = f"định dạng «{printable(cell.scaled)}» làm ô hiện số nhỏ đi nghìn lần trở lên so với số lưu trong ô"
        return what, f"{_GENERAL}, sửa số cho đúng đơn vị tính"
    if cell.raised:
        what = f"chú thích nhỏ «{printable(cell.raised)}» dính vào «{printable(abridged(cell.text, _LONGEST))}»"
        return what, "bỏ dấu chú thích ở ô ấy, hoặc chuyển sang cột khác"
    return None


def _cell_text(cell: Cell) -> str:
    """The text of a cell as staff write it; of one whose content is not certain, a text that is no value."""
    if not (cell.scaled or cell.raised):
        if cell.kind is CellKind.DATE and cell.day is not None:
            return day_text(cell.day)
        if cell.kind is CellKind.NUMBER and cell.number is not None:
            return _number(cell.number, cell.percent)
        if cell.kind in (CellKind.TEXT, CellKind.LOGICAL):
            return cell.text
    return f"(ô {cell.address} không đọc được: {cell.text or 'công thức chưa có kết quả'})"


@lru_cache(maxsize=20_000)
def _number(number: Decimal, percent: bool) -> str:
    """The number as staff write it, kept because columns have the same ones again and again; of a percentage it is a fraction."""
    return f"{number_text(Fraction(number) * 100)}%" if percent else number_text(Fraction(number))
