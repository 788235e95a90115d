"""Turns a cell into a value in the language of facts files, without changing it, and checks it with the reader of values."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from engine.domain.comparisons import spellings
from engine.factbase.values import IMPOSSIBLE_REMEDY, BadValue, impossibility, is_missing, parse_value
from engine.importing.grid import Cell, CellKind
from engine.importing.measures import Measures
from engine.language import display
from engine.language.lexer import Vocabulary
from engine.language.numbers import format_number
from engine.language.parser import parse_date
from engine.language.text import fold, normalise, printable
from engine.language.units import PERCENT, POINTS, Unit
from engine.rulebook.rulebook import Indicator, Kind


class Writing(StrEnum):
    """How numbers are written in the texts of a table: 1.623,5 or 1,623.5; MIXED where both are seen."""

    VIETNAMESE = "vi"
    ENGLISH = "en"
    MIXED = "mixed"


class Style(NamedTuple):
    """How a table writes numbers. ``certain``: the user chose it; ``example`` is a cell with English writing."""

    writing: Writing = Writing.VIETNAMESE
    certain: bool = False
    example: str = ""


class Blank(Exception):
    """The cell holds no value; the message quotes it."""


class RefusedCell(Exception):
    """The cell holds something that is no value of the indicator."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


class CellValue(NamedTuple):
    """The value in the words of a facts file; ``remarks`` are for a person to confirm."""

    text: str
    remarks: tuple[str, ...] = ()


_NUMBER = re.compile(r"(?<![\w.,/])[0-9]+(?:[.,][0-9]+)*(?![\w/]|[.,][0-9])")
_DATE_LIKE = re.compile(r"[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-][0-9]{4}")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+\Z|[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}\Z|[0-9]+\.[0-9]+\Z")
_EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}\Z")
_VIETNAMESE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+\Z|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}\Z|[0-9]+,[0-9]+\Z")
_SPACED = re.compile(r"(?<![0-9.,])([1-9][0-9]{0,2}(?: [0-9]{3})+)(?![0-9.])")
_BLANKS = "|-|--|---|–|—|x|/|//|\\|?|na|n/a|khong co so lieu|chua co so lieu"
_NOTHING = frozenset(_BLANKS.split("|"))
_MARKS = {"x", "v", "✓", "√", "☑"}
"""Ticks, which mean «có» to one person and «bỏ» to another."""
_ENDS_IN_NUMBER = re.compile(r"[0-9]\)?\Z")
_OPEN_END = re.compile(rf"(?<=[0-9])\s+({'|'.join(spellings('UPWARDS', 'DOWNWARDS'))})\Z", re.IGNORECASE)
_RATES = (PERCENT, POINTS)
_WORDS_REMEDY = "ghi con số, chưa có thì để trống; nguồn chỉ ghi chữ thì ghi cận (ví dụ `dưới 0%`) và chép chữ của nguồn vào cột «Suy ra từ»"


def english_or_vietnamese(text: str) -> Writing | None:
    """Returns how the numbers in ``text`` are written; None where that is not certain."""
    found = [_kind(number) for number in _NUMBER.findall(_DATE_LIKE.sub("", normalise(text)))]
    if Writing.ENGLISH in found:
        return Writing.ENGLISH
    return Writing.VIETNAMESE if Writing.VIETNAMESE in found else None


def _kind(number: str) -> Writing | None:
    if _EITHER.match(number):
        return None
    if _ENGLISH.match(number):
        return Writing.ENGLISH
    return Writing.VIETNAMESE if _VIETNAMESE.match(number) else None


class Reader:
    """Reads value cells against the catalogue."""

    def __init__(self, vocabulary: Vocabulary, measures: Measures) -> None:
        self.vocabulary, self.measures = vocabulary, measures

    def value(self, cell: Cell, indicator: Indicator, measure: str, style: Style) -> CellValue:
        """Returns the value of ``cell``, in ``measure`` where the cell names no unit. Raises Blank and RefusedCell."""
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
        self._check(written.text, indicator)
        return written

    def _of_day(self, day: date | None, indicator: Indicator) -> CellValue:
        assert day is not None
        if indicator.kind is not Kind.DATE:
            remedy = "có lẽ Excel đã tự đổi số thành ngày; gõ lại dạng chữ"
            raise RefusedCell(f"ô là ngày {display.day(day)}, không phải số", remedy)
        return CellValue(display.day(day))

    def _of_number(self, cell: Cell, indicator: Indicator, measure: str) -> CellValue:
        assert cell.number is not None
        if indicator.kind is not Kind.NUMBER:
            remedy = "ghi " + (" hoặc ".join(indicator.ranks) or "ngày")
            raise RefusedCell(f"số liệu kiểu {indicator.kind} không ghi bằng số", remedy)
        measure = self._of_format(cell, measure)
        if cell.percent:
            return CellValue(number_text(Fraction(cell.number) * 100) + "%")
        value = Fraction(cell.number)
        text = display.with_unit(number_text(value), Unit(measure, None)) if measure else number_text(value)
        if indicator.unit.dimension in _RATES and 0 < abs(value) < 1:
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
        text, remarks = self._in_vietnamese(text, indicator, style)
        return CellValue(self._with_measure(text, measure), remarks)

    def _in_vietnamese(self, text: str, indicator: Indicator, style: Style) -> tuple[str, tuple[str, ...]]:
        remarks: list[str] = []
        spaced = _SPACED.sub(lambda found: found[1].replace(" ", "."), text)

        def rewritten(found: re.Match[str]) -> str:
            number = found.group()
            if _EITHER.match(number):
                return self._of_either(number, indicator, style, remarks)
            if _ENGLISH.match(number):
                if style.certain and style.writing is Writing.VIETNAMESE:
                    return number
                remarks.append("số viết kiểu Anh (1,623.5) được đổi sang kiểu Việt Nam (1.623,5)")
                return _swapped(number)
            return _swapped(number) if style.certain and style.writing is Writing.ENGLISH else number

        return _NUMBER.sub(rewritten, spaced), tuple(dict.fromkeys(remarks))

    def _of_either(self, number: str, indicator: Indicator, style: Style, remarks: list[str]) -> str:
        """Returns «1,623» or «1.623», which the two writings read differently.

        Raises RefusedCell where both are possible.
        """
        if style.certain:
            return _swapped(number) if style.writing is Writing.ENGLISH else number
        if style.writing is not Writing.VIETNAMESE:
            raise RefusedCell(
                f"«{number}» có thể là {number.replace(',', '.')} hoặc {number.replace('.', ',')}: bảng có số viết kiểu Anh ({style.example})",
                "thêm --numbers en nếu cả bảng viết kiểu Anh, --numbers vi nếu viết kiểu Việt Nam",
            )
        if "." in number and indicator.unit.dimension in _RATES:
            raise RefusedCell(
                f"«{number}» có thể là {number.replace('.', ',')} hoặc {number.replace('.', '')}",
                "ghi dấu phẩy thập phân, hoặc thêm --numbers en nếu cả bảng viết kiểu Anh, --numbers vi nếu viết kiểu Việt Nam",
            )
        if "," in number and indicator.step is None:
            meant = number.replace(",", ".")
            remarks.append(
                f"«{number}» được đọc là số có ba chữ số lẻ; nếu là {meant} thì sửa ô, hoặc thêm --numbers en"
            )
        return number

    def _with_measure(self, text: str, measure: str) -> str:
        """Returns the number with the unit of the table where it has none of its own."""
        if not measure:
            return text
        joined = measure if measure[:1] in "%‰" else f" {measure}"
        if found := _OPEN_END.search(text):
            return f"{text[: found.start()]}{joined} {found[1]}"
        return f"{text}{joined}" if _ENDS_IN_NUMBER.search(text) else text

    def _check(self, text: str, indicator: Indicator) -> None:
        try:
            value = parse_value(text, indicator, self.vocabulary)
        except BadValue as error:
            wordy = indicator.kind is Kind.NUMBER and not any(c.isdigit() for c in text)
            raise RefusedCell(error.message, _WORDS_REMEDY if wordy else error.remedy) from None
        if impossible := impossibility(indicator, value.interval, text):
            raise RefusedCell(impossible, IMPOSSIBLE_REMEDY)


def number_text(value: Fraction) -> str:
    """Returns a number as Vietnamese write it, with all its digits.

    >>> number_text(Fraction(4950)), number_text(Fraction("31.2512345"))
    ('4.950', '31,2512345')
    """
    digits = 0
    while digits < 400 and (value * 10**digits).denominator != 1:
        digits += 1
    return format_number(value, digits)


def _swapped(number: str) -> str:
    plain = number.replace(",", "")
    whole, point, decimals = plain.partition(".")
    grouped = format_number(Fraction(int(whole)), 0)
    return grouped + ("," + decimals if point else "")


def day_of(cell: Cell) -> date | None:
    """Returns the date in a cell, typed as a date or as text; None where there is none."""
    if cell.kind is CellKind.DATE:
        return cell.day
    try:
        return parse_date(" ".join(normalise(cell.text).split()))
    except ValueError:
        return None


def year_of(cell: Cell) -> int | None:
    """Returns the year in a cell (2023, «2023», «năm 2023», a date); None where there is none."""
    if cell.kind is CellKind.DATE and cell.day is not None:
        return cell.day.year
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        whole = cell.number == cell.number.to_integral_value()
        return int(cell.number) if whole and 1900 <= cell.number <= 2200 else None
    found = re.fullmatch(r"(?:nam )?((?:19|20|21)[0-9]{2})", fold(normalise(cell.text)))
    return int(found[1]) if found else None


def text_of(cell: Cell) -> str:
    """Returns the text of a label cell, printable and on one line."""
    match cell.kind:
        case CellKind.NUMBER:
            assert cell.number is not None
            return f"{cell.number.normalize():f}"
        case CellKind.DATE:
            return display.day(cell.day) if cell.day is not None else ""
        case CellKind.UNCOMPUTED:
            return ""
    return one_line(cell.text)


@lru_cache(maxsize=20_000)
def one_line(text: str) -> str:
    """Returns ``text`` normalised, on one line, without characters that a terminal would obey."""
    plain = " ".join(normalise(text).split())
    return plain if plain.isprintable() else " ".join(printable(plain).split())
