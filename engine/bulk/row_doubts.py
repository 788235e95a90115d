"""Tells the rows of a workbook in which a cell is of no certain value: errors, merged cells, formats that show something else."""

from __future__ import annotations

from functools import cached_property

from engine.bulk.docs import text_in_cell
from engine.bulk.heads import Layout
from engine.bulk.reading import CellDoubt, Line
from engine.bulk.row_widths import DoubtfulRow
from engine.bulk.second_heads import ONE_ROW
from engine.factbase.values import is_missing
from engine.importing.cell import column_letters
from engine.importing.grid import UnreadableTable
from engine.importing.measures import Measures
from engine.language.text import abridged, fold, printable
from engine.rulebook.rulebook import Indicator

_SPLIT = "bỏ gộp, ghi từng ô"
_NOTE = "; dòng ghi chú, dòng tên nhóm thì bỏ dòng ấy"
_YEAR = "nam"
_LONGEST_SHOWN = 60


class RowDoubts:
    """Looks at the cells of the rows of a table that are read by ``layout``."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    @cached_property
    def _measures(self) -> Measures:
        return Measures(self._layout.catalogue.values())

    def doubt(self, line: Line) -> DoubtfulRow | None:
        """Returns why a cell of a row is of no certain value; None where all are. The name of the unit is looked at first.

        Raises UnreadableTable where the row is a second one of headings, or in a long table where its value may be of any unit.
        """
        layout = self._layout
        if not line.doubts:
            return None
        for at in (layout.unit, *layout.columns):
            cell = line.doubts.get(at)
            if cell is None:
                continue
            is_value = at == layout.value or at in layout.indicators
            told = self._of_value(line, at, cell) if is_value else self._of_label(line, at, cell)
            if told is not None:
                if at == layout.unit:
                    self._check_unit(line, cell, told)
                return told
        return None

    def _check_unit(self, line: Line, doubt: CellDoubt, told: DoubtfulRow) -> None:
        """Raises UnreadableTable where it matters to the whole table that a row is of no certain unit."""
        if doubt.with_heading and doubt.merged_from is not None:
            rows = f"dòng {doubt.merged_from[0]} đến dòng {line.number}"
            raise UnreadableTable(f"bảng có nhiều dòng tiêu đề ({rows}), công cụ chỉ đọc tiêu đề một dòng", ONE_ROW)
        if self._layout.value is None:
            return
        value = line.doubts.get(self._layout.value)
        covered = value is not None and value.merged_from is not None and value.merged_from == doubt.merged_from
        if not covered and not _is_empty(_cell(line, self._layout.value)):
            place = f"ô {column_letters(self._layout.unit + 1)}{line.number}"
            raise UnreadableTable(f"{place}: {told.reason}; không chắc dòng này là của đơn vị nào", told.remedy)

    def _of_label(self, line: Line, at: int, doubt: CellDoubt) -> DoubtfulRow | None:
        """Of a unit, year, day, source or code, one cell may stand for several rows, but not for several columns or with a heading."""
        if doubt.reason:
            return DoubtfulRow(at, doubt.reason, doubt.remedy)
        if doubt.merged_from is not None and (doubt.with_heading or doubt.merged_from[1] != at + 1):
            what = "ô gộp với tiêu đề cột" if doubt.with_heading else f"ô gộp với ô {_address(doubt)} của cột khác"
            return DoubtfulRow(at, what, _SPLIT + _NOTE)
        if doubt.affix and not (at == self._layout.year and fold(doubt.affix) == _YEAR):
            return _of_format(line, at, doubt, "")
        return None

    def _of_value(self, line: Line, at: int, doubt: CellDoubt) -> DoubtfulRow | None:
        """One cell for several values says of none of them that it is this one; a cell without a value says it of all."""
        if doubt.reason:
            return DoubtfulRow(at, doubt.reason, doubt.remedy)
        if doubt.merged_from is not None:
            if _is_empty(_cell(line, at)):
                return None
            own = doubt.merged_from == (line.number, at + 1)
            what = "ô giá trị gộp với ô khác" if own else f"ô giá trị gộp với ô {_address(doubt)}"
            remedy = _SPLIT + (_NOTE if doubt.merged_from[1] == self._layout.unit + 1 else "")
            return DoubtfulRow(at, f"{what}: không rõ thuộc dòng, cột nào", remedy)
        indicator = self._indicator(line, at)
        unit = indicator.unit.text if indicator is not None else ""
        if doubt.affix and ("%" in _cell(line, at) or not self._is_measure(doubt.affix, unit)):
            return _of_format(line, at, doubt, unit)
        return None

    def _is_measure(self, affix: str, unit: str) -> bool:
        """Whether the words that a format shows are the unit of measure in which the catalogue has the number anyway."""
        return bool(unit) and fold(self._measures.written(affix)) == fold(self._measures.written(unit))

    def _indicator(self, line: Line, at: int) -> Indicator | None:
        layout = self._layout
        code = layout.indicators.get(at) if layout.code is None else text_in_cell(_cell(line, layout.code))
        return None if code is None else layout.catalogue.get(code)


def _of_format(line: Line, at: int, doubt: CellDoubt, unit: str) -> DoubtfulRow:
    """A number that people see with words beside it, which are not those of its column."""
    number, affix = (printable(abridged(text, _LONGEST_SHOWN)) for text in (_cell(line, at), doubt.affix))
    own = f" (danh mục tính theo {unit})" if unit else ""
    remedy = f"xem {number} có đúng là con số của cột này không{own}, rồi đổi định dạng của ô sang General hoặc Number"
    return DoubtfulRow(at, f"định dạng của ô hiện thêm chữ «{affix}» bên số {number}", remedy)


def _address(doubt: CellDoubt) -> str:
    assert doubt.merged_from is not None
    row, column = doubt.merged_from
    return f"{column_letters(column)}{row}"


def _is_empty(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    text = text_in_cell(cell)
    return not text or is_missing(text)


def _cell(line: Line, at: int) -> str:
    return line.cells[at] if at < len(line.cells) else ""
