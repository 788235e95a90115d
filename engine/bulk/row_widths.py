"""Tells the rows of a table whose cells may stand in other columns than it seems: more cells than headings, fewer, or a number
that a comma has split."""

from __future__ import annotations

from engine.bulk.docs import is_blank, text_in_cell
from engine.bulk.heads import Layout
from engine.bulk.reading import CsvTable, Line, Numbering, Table
from engine.domain.limits import grouped
from engine.domain.records import NamedTuple
from engine.importing.split_numbers import MORE_FIELDS, SPLIT_REMEDY, may_be_split
from engine.language.text import abridged

_NO_HEADING = "ô không có tiêu đề cột"
_TITLE_OR_DROP = "đặt tiêu đề cho cột ấy (cột số thứ tự: «STT»), hoặc xóa ô thừa"
_AS_MANY = "ô chưa có số liệu thì để trống, mỗi dòng vẫn đủ dấu phẩy như dòng tiêu đề"
_LONGEST_SHOWN = 60


class DoubtfulRow(NamedTuple):
    """Why the cells of a row are of no certain columns, the column where that is seen, counted from 0, and the remedy."""

    column: int | None
    reason: str
    remedy: str


class RowWidths:
    """Holds the rows of ``table`` against its headings. ``read`` counts the rows that were read, ``short`` those of them with fewer cells.

    Programs leave out empty cells at the end of a row of CSV, so that a short row is read, unless it is the last one and has no
    line end (the file may be cut off), or a number in it may be split.
    """

    def __init__(self, table: Table, layout: Layout) -> None:
        headings = table.headings
        self._width = len(headings)
        self._titled = max(at for at, heading in enumerate(headings, 1) if heading)
        seen = table.numbering is not Numbering.UNSEEN  # the cells of a database cannot be in the place of others
        self._untitled = [at for at, heading in enumerate(headings) if not heading] if seen else []
        self._separator = table.separator if isinstance(table, CsvTable) else ""
        self._numbers = [layout.value] if layout.value is not None else sorted(layout.indicators)
        self._worded = layout.notes if layout.source is None else layout.notes | {layout.source}
        self._always = bool(self._untitled) or (self._separator == "," and bool(self._worded))
        self.read = 0
        self.short = 0
        self._first = 0

    @property
    def remarks(self) -> list[str]:
        """What a person should know of the rows that were read."""
        if not self.short:
            return []
        rows = f"{grouped(self.short)} dòng có ít ô hơn dòng tiêu đề (trước hết là dòng {self._first})"
        return [f"{rows}: ô thiếu ở cuối dòng đọc là chưa có số liệu; nếu không phải thì xem lại tệp gốc"]

    def doubt(self, line: Line) -> DoubtfulRow | None:
        """Returns why the cells of a row are of no certain columns; None where they are of those they stand in."""
        cells = line.cells
        width = len(cells)
        if width == self._width and not self._always:
            return None
        if self._untitled or width > self._width:
            for at in (*self._untitled, *range(self._width, width)):
                if at < width and not is_blank(cells[at]):
                    return self._without_column(at)
        if not self._separator:
            return None
        if self._separator == "," and (split := self._split(cells)) is not None:
            return split
        if width < self._titled and line.cut:
            reason = f"dòng cuối của tệp chỉ có {width} ô, dòng tiêu đề có {self._titled}: tệp có thể bị cắt giữa chừng"
            return DoubtfulRow(None, reason, "xuất lại tệp từ chương trình gốc, hoặc ghi đủ các ô của dòng ấy")
        return None

    def count(self, line: Line) -> None:
        """Counts a row that is read."""
        self.read += 1
        if len(line.cells) < self._titled and self._separator:
            self.short += 1
            self._first = self._first or line.number

    def _without_column(self, at: int) -> DoubtfulRow:
        if not self._separator:
            return DoubtfulRow(at, f"{_NO_HEADING}, có thể lệch cột", _TITLE_OR_DROP)
        if self._separator != ",":
            what = "dòng có nhiều ô hơn dòng tiêu đề" if at >= self._width else _NO_HEADING
            return DoubtfulRow(at, f"{what}, có thể lệch cột", _TITLE_OR_DROP)
        if at >= self._width:
            return DoubtfulRow(at, MORE_FIELDS, SPLIT_REMEDY)
        reason = f"{_NO_HEADING}: số có thể bị tách ở dấu phẩy, hoặc lệch cột"
        return DoubtfulRow(at, reason, f"{SPLIT_REMEDY}; cột có thật thì đặt tiêu đề (cột số thứ tự: «STT»)")

    def _split(self, cells: list[str]) -> DoubtfulRow | None:
        """Two cells that may be one number: anywhere in a row of another width, beside a column of words in any row."""
        width = len(cells)
        anywhere = not self._titled <= width <= self._width
        if not anywhere and not self._worded:
            return None
        for at in self._numbers:
            if at + 1 >= width or not (anywhere or at + 1 in self._worded):
                continue
            before, cell = (text_in_cell(one) for one in cells[at : at + 2])
            if "," not in before and may_be_split(before, cell):
                shown = " và ".join(f"«{abridged(one, _LONGEST_SHOWN)}»" for one in (before, cell))
                if not anywhere:
                    return DoubtfulRow(at + 1, f"{shown} ở cột chữ bên cạnh có thể là một số bị tách", SPLIT_REMEDY)
                reason = f"dòng có {width} ô, dòng tiêu đề có {self._titled}: {shown} có thể là một số bị tách"
                return DoubtfulRow(at, reason, f"{SPLIT_REMEDY}; {_AS_MANY}")
        return None
