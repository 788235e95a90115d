"""Turns a cell into a value in the language of facts files, without changing it, and checks it with the reader of values."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import lru_cache

from engine.domain.comparisons import spellings
from engine.factbase.values import BadValue, Fault, impossibility, is_missing, parse_value
from engine.importing.cell import Cell, CellKind
from engine.importing.cell_remedies import IMPOSSIBLE_REMEDY, refused
from engine.importing.cell_value import Blank, CellValue, RefusedCell
from engine.importing.measures import Measures
from engine.importing.number_cells import check_negative, plain, tidied
from engine.importing.number_writing import RATES, Style, in_vietnamese, number_text
from engine.importing.plain_numbers import PlainNumbers
from engine.language import display
from engine.language.days import parse_date
from engine.language.text import fold, normalise, printable
from engine.language.units import Unit
from engine.language.vocabulary import Vocabulary
from engine.rulebook.rulebook import Indicator, Kind

_BLANKS = "|-|--|---|–|—|x|/|//|\\|?|na|n/a|khong co so lieu|chua co so lieu"
_NOTHING = frozenset(_BLANKS.split("|"))
_WORDED_DAY = re.compile(
    r"(?:tinh |so lieu )*(?:den |het )*(?:ngai )?([0-9]{1,2})(?:/| thang )([0-9]{1,2})(?:/| nam )([0-9]{4})"
)
_MARKS = {"x", "v", "✓", "√", "☑"}
"""Ticks, which mean «có» to one person and «bỏ» to another."""
_TEXTS = 20_000
"""Texts of a table to remember at a time."""
_SHORT_DECIMALS = re.compile(r",([0-9]{1,2})(?![0-9])")
_YEAR = re.compile(r"(?:nam )?((?:19|20|21)[0-9]{2})")
_UNIT_BEHIND = re.compile(r"^[^0-9]*[0-9.,]+\s*")
_ENDS_IN_NUMBER = re.compile(r"[0-9]\)?\Z")
_OPEN_END = re.compile(rf"(?<=[0-9])\s+({'|'.join(spellings('UPWARDS', 'DOWNWARDS'))})\Z", re.IGNORECASE)


class Reader:
    """Reads value cells against the catalogue."""

    def __init__(self, vocabulary: Vocabulary, measures: Measures) -> None:
        self.vocabulary, self.measures = vocabulary, measures
        self._plain = PlainNumbers(vocabulary)
        self._texts: dict[tuple[str, str, str, Style], CellValue] = {}

    def value(self, cell: Cell, indicator: Indicator, measure: str, style: Style) -> CellValue:
        """Returns the value of ``cell``, in ``measure`` where the cell names no unit. Raises Blank and RefusedCell."""
        if cell.kind is CellKind.NUMBER and not (cell.scaled or cell.affix):
            assert cell.number is not None
            number, shown = (cell.number * 100, "%") if cell.percent else (cell.number, measure)
            if text := self._plain.of_number(number, indicator, shown):
                return CellValue(text)
        elif cell.kind is CellKind.TEXT and not cell.raised:
            if text := self._plain.of_text(cell.text, indicator, measure, style):
                return CellValue(text)
            return self._remembered(cell, indicator, measure, style)
        return self._read(cell, indicator, measure, style)

    def _remembered(self, cell: Cell, indicator: Indicator, measure: str, style: Style) -> CellValue:
        """Returns the value of a text, which a column may repeat many times."""
        key = (indicator.code, measure, cell.text, style)
        known = self._texts.get(key)
        if known is None:
            if len(self._texts) >= _TEXTS:
                self._texts.clear()
            known = self._texts[key] = self._read(cell, indicator, measure, style)
        return known

    def _read(self, cell: Cell, indicator: Indicator, measure: str, style: Style) -> CellValue:
        match cell.kind:
            case CellKind.ERROR:
                raise RefusedCell(f"ô báo lỗi {printable(cell.text)}", "sửa công thức trong bảng tính, rồi nhập lại")
            case CellKind.UNCOMPUTED:
                reason = "ô là công thức mà tệp không lưu kết quả; công cụ không tính hộ"
                raise RefusedCell(reason, "mở bằng Excel hoặc LibreOffice, lưu lại, rồi nhập lại")
            case CellKind.DATE:
                written = self._of_day(cell.day, indicator)
            case CellKind.NUMBER:
                written = self._of_number(cell, indicator, measure)
            case CellKind.LOGICAL:
                if indicator.kind is not Kind.YES_NO:
                    raise RefusedCell("ô là TRUE/FALSE, không phải số", "ghi con số")
                written = CellValue(cell.text)
            case _:
                if cell.raised and indicator.kind is Kind.NUMBER:
                    reason = f"chú thích nhỏ «{printable(cell.raised)}» dính vào số «{one_line(cell.text)}»"
                    raise RefusedCell(reason, "chuyển dấu chú thích sang cột Ghi chú, để ô chỉ có con số")
                written = self._of_text(cell.text, indicator, measure, style)
        self._check(cell, written.text, indicator, measure)
        return written

    def _of_day(self, day: date | None, indicator: Indicator) -> CellValue:
        assert day is not None
        if indicator.kind is not Kind.DATE:
            remedy = "có lẽ Excel đã tự đổi số thành ngày: đặt định dạng ô là Number rồi gõ lại con số, mỗi ô một số"
            raise RefusedCell(f"ô là ngày {display.day(day)}, không phải số", remedy)
        return CellValue(display.day(day))

    def _of_number(self, cell: Cell, indicator: Indicator, measure: str) -> CellValue:
        assert cell.number is not None
        if indicator.kind is not Kind.NUMBER:
            remedy = "ghi " + (" hoặc ".join(indicator.ranks) or "ngày")
            raise RefusedCell(f"số liệu kiểu {indicator.kind} không ghi bằng số", remedy)
        measure = self._of_format(cell, measure)
        value = Fraction(cell.number)
        if cell.percent:
            text = number_text(value * 100) + "%"
            if value < 0:
                check_negative(text, indicator)
            return CellValue(text)
        text = display.with_unit(number_text(value), Unit(measure, None)) if measure else number_text(value)
        if value < 0:
            check_negative(text, indicator)
        if indicator.unit.dimension in RATES and 0 < abs(value) < 1:
            return CellValue(text, ("ô không định dạng phần trăm: số nhỏ hơn 1 được đọc đúng như ghi, không nhân 100",))
        return CellValue(text)

    def _of_format(self, cell: Cell, measure: str) -> str:
        """Returns the unit in the format of the cell, else ``measure``.

        Raises RefusedCell where people see another number.
        """
        if cell.scaled:
            reason = f"định dạng «{cell.scaled}» làm ô hiện số nhỏ đi nghìn lần trở lên so với số lưu trong ô"
            raise RefusedCell(reason, "đổi định dạng của ô thành General, sửa số cho đúng đơn vị tính, rồi nhập lại")
        if not cell.affix:
            return measure
        if not self.measures.is_measure(cell.affix) or cell.percent:
            reason = f"định dạng của ô hiện thêm chữ «{printable(cell.affix)}», không phải đơn vị tính đã biết"
            raise RefusedCell(reason, "đổi định dạng của ô thành General, ghi đơn vị tính vào cột ĐVT")
        shown = self.measures.written(cell.affix)
        if measure and fold(measure) != fold(shown):
            raise RefusedCell(f"ô hiện đơn vị {shown}, còn bảng ghi đơn vị {measure}", "giữ một đơn vị tính")
        return shown

    def _of_text(self, raw: str, indicator: Indicator, measure: str, style: Style) -> CellValue:
        text = one_line(raw)
        if indicator.kind is not Kind.NUMBER and fold(text) in _MARKS:
            ranks = " hoặc ".join(f"«{rank}»" for rank in reversed(indicator.ranks))
            raise RefusedCell(f"dấu «{text}» không nói rõ là giá trị nào", f"ghi {ranks}" if ranks else "ghi ngày")
        if fold(text) in _NOTHING or is_missing(text):
            raise Blank(f"ô ghi «{text}»: không có số liệu" if text else "ô trống")
        if indicator.kind is not Kind.NUMBER:
            return CellValue(text)
        value = plain(tidied(text), indicator, measure, self.measures)
        text, remarks = in_vietnamese(value.text, indicator, style)
        return CellValue(self._with_measure(text, measure), value.remarks + remarks, value.basis)

    def _with_measure(self, text: str, measure: str) -> str:
        """Returns the number with the unit of the table where it has none of its own."""
        if not measure:
            return text
        joined = measure if measure[:1] in "%‰" else f" {measure}"
        if found := _OPEN_END.search(text):
            return f"{text[: found.start()]}{joined} {found[1]}"
        return f"{text}{joined}" if _ENDS_IN_NUMBER.search(text) else text

    def _check(self, cell: Cell, text: str, indicator: Indicator, measure: str) -> None:
        if cell.kind is CellKind.TEXT and self._plain.holds(text, indicator):
            return
        try:
            value = parse_value(text, indicator, self.vocabulary)
        except BadValue as error:
            if error.fault is Fault.STEP and cell.kind is CellKind.NUMBER:  # the 0 of «2.570» is lost
                text = _SHORT_DECIMALS.sub(lambda found: f",{found[1]:0<3}", text)
            stated = _UNIT_BEHIND.sub("", text[error.start : error.end]) if error.fault is Fault.UNIT else ""
            in_cell = fold(stated) != fold(measure)
            shown = text if cell.kind is CellKind.NUMBER or error.fault is Fault.STEP else one_line(cell.text)
            raise refused(error, shown, indicator, stated, in_cell) from None
        if impossible := impossibility(indicator, value.interval, text):
            raise RefusedCell(impossible, IMPOSSIBLE_REMEDY)


def day_of(cell: Cell) -> date | None:
    """Returns the date in a cell, typed as a date or as text («ngày 30 tháng 9 năm 2024»); None where there is none."""
    if cell.kind is CellKind.DATE:
        return cell.day
    text = " ".join(normalise(cell.text).split())
    worded = _WORDED_DAY.fullmatch(fold(text))
    try:
        return parse_date("/".join(worded.groups()) if worded is not None else text)
    except ValueError:
        return None


def year_of(cell: Cell) -> int | None:
    """Returns the year in a cell (2023, «2023», «năm 2023», a date); None where there is none."""
    if cell.kind is CellKind.DATE and cell.day is not None:
        return cell.day.year
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        whole = cell.number == cell.number.to_integral_value()
        return int(cell.number) if whole and 1900 <= cell.number <= 2200 else None
    return year_in(cell.text)


@lru_cache(maxsize=20_000)
def year_in(text: str) -> int | None:
    """Returns the year that a text names, and nothing else; None where it does not."""
    found = _YEAR.fullmatch(fold(normalise(text)))
    return int(found[1]) if found else None


def text_of(cell: Cell) -> str:
    """Returns the text of a label cell, printable and on one line."""
    kind = cell.kind
    if kind is CellKind.TEXT:  # as most are
        return one_line(cell.text)
    if kind is CellKind.NUMBER:
        assert cell.number is not None
        return f"{cell.number.normalize():f}"
    if kind is CellKind.DATE:
        return display.day(cell.day) if cell.day is not None else ""
    return "" if kind is CellKind.UNCOMPUTED else one_line(cell.text)


@lru_cache(maxsize=20_000)
def one_line(text: str) -> str:
    """Returns ``text`` normalised, on one line, without characters that a terminal would obey."""
    plain = " ".join(normalise(text).split())
    return plain if plain.isprintable() else " ".join(printable(plain).split())
