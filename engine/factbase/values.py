"""Values as people write them → intervals in base units, by the kind of the indicator."""

from __future__ import annotations

from enum import Enum, auto
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.language import display
from engine.language.days import parse_date
from engine.language.interval import Interval, point
from engine.language.logic import Truth
from engine.language.measured import measured
from engine.language.names import meant
from engine.language.numbers import format_written
from engine.language.patterns import compiled
from engine.language.ranks import is_place
from engine.language.syntax import Comparison, Quantity, Relation
from engine.language.text import fold, nearest
from engine.language.units import UnitMismatch, in_unit
from engine.language.vocabulary import LanguageError, Vocabulary
from engine.rulebook.formulas import against
from engine.rulebook.remedies import unit_remedy, whole_remedy
from engine.rulebook.rulebook import Indicator, Kind

_MISSING = {"chua co", "chua co so lieu", "khong co so lieu", "...", "…", "......"}
_NEVER_NEGATIVE = {"diện tích", "khối lượng", "thể tích", "chiều dài"}
_QUOTIENT = compiled(r"[0-9.,]+\s*/\s*[0-9.,]+")
_DOTS = compiled(r"[.…\s]+\Z")


class Value(NamedTuple):
    """``soft`` marks «khoảng»."""

    interval: Interval
    soft: bool


class Fault(Enum):
    """What is wrong with a text that is no value; readers of other files than facts files have remedies of their own."""

    DATE = auto()
    NAME = auto()
    PAIR = auto()
    PLACE = auto()
    EMPTY = auto()
    WORDS = auto()
    ESTIMATE = auto()
    NUMBER = auto()
    SENTENCE = auto()
    UNIT = auto()
    STEP = auto()


class BadValue(ValueError):
    """A text that is no value of its indicator: fault, code, place [start, end) in the text, message and remedy.

    The remedy is for writers of facts files.
    """

    def __init__(self, fault: Fault, code: str, message: str, start: int, end: int, remedy: str) -> None:
        super().__init__(message)
        self.fault, self.code, self.message, self.start, self.end, self.remedy = (
            fault,
            code,
            message,
            start,
            end,
            remedy,
        )


IMPOSSIBLE_REMEDY = (
    "kiểm tra lại con số; nếu giá trị ấy là có thật thì sửa `tối thiểu`, `tối đa`, hoặc ghi `có thể âm: có`"
)


def impossibility(indicator: Indicator, value: Interval, text: str) -> str:
    """Why ``indicator`` cannot have ``value`` (base units, written ``text``); '' where it can.

    Source: 9-periods-points, «Plausibility».
    """
    ends = indicator.ends
    if not (indicator.ends_declared or indicator.unit.counts) or value.within(ends) is not Truth.FALSE:
        return ""
    shown = display.interval(in_unit(ends, indicator.unit), indicator.unit)
    return f"«{indicator.name}» không thể là {text}: chỉ có thể {shown}"


def is_missing(text: str) -> bool:
    """Whether the text says that there is no value («chưa có», «...»)."""
    return fold(text) in _MISSING or bool(_DOTS.match(text))


def parse_value(text: str, indicator: Indicator, vocabulary: Vocabulary) -> Value:
    """The value that ``text`` gives to ``indicator``. Raises BadValue."""
    match indicator.kind:
        case Kind.NUMBER:
            return _number(text, indicator, vocabulary)
        case Kind.DATE:
            try:
                return Value(point(Fraction(parse_date(text).toordinal())), False)
            except ValueError:
                remedy = "viết ngày/tháng/năm, ví dụ 31/12/2023"
                message = f"«{text}» không phải là một ngày"
                raise BadValue(Fault.DATE, "CT205", message, 0, len(text), remedy) from None
    return Value(point(_rank(text, indicator)), False)


def _rank(text: str, indicator: Indicator) -> Fraction:
    found = meant(text, indicator.ranks)
    if len(found) == 1:
        return Fraction(indicator.ranks.index(found[0]))
    close = nearest(text, indicator.ranks)
    remedy = f"phải chăng là «{close}»?" if close else "ghi một trong: " + ", ".join(indicator.ranks)
    message = f"«{text}» không phải giá trị của «{indicator.code}» ({indicator.kind})"
    raise BadValue(Fault.NAME, "CT204", message, 0, len(text), remedy)


def _number(text: str, indicator: Indicator, vocabulary: Vocabulary) -> Value:
    try:
        read = measured(text, vocabulary)
    except LanguageError as error:
        raise _not_a_value(text, error) from None
    if _QUOTIENT.fullmatch(text.strip()) and not is_place(indicator.unit):
        remedy = "ghi tử số, có đơn vị (ví dụ 8 xã, 8/10 xã), hoặc tỷ lệ bằng %; thứ hạng thì ghi `đơn vị tính` là «hạng» trong danh mục"
        message = f"«{text}» có hai con số mà không có đơn vị"
        raise BadValue(Fault.PAIR, "CT204", message, 0, len(text), remedy)
    if is_place(indicator.unit) and read.relation not in (Relation.POINT, Relation.RANGE):
        message = f"«{text}» không cho biết là hạng tốt hơn hay kém hơn"
        remedy = "ghi một hạng, ví dụ hạng 7, hoặc một khoảng, ví dụ 5-7"
        raise BadValue(Fault.PLACE, "CT204", message, 0, len(text), remedy)
    stated = [bound for bound in (read.bound, read.upper) if bound is not None]
    bounds = [_base(bound, indicator, text) for bound in stated if isinstance(bound, Quantity)]
    if len(bounds) < len(stated):
        message = f"«{text}» là phép tính, không phải con số"
        raise BadValue(Fault.SENTENCE, "CT204", message, 0, len(text), "tự tính rồi ghi kết quả")
    try:
        interval = _interval(read, bounds, indicator)
        if indicator.step is not None:
            interval = interval.tightened(indicator.step * indicator.unit.scale)
    except ValueError:
        message = f"không có giá trị nào thỏa «{text}»"
        raise BadValue(Fault.EMPTY, "CT204", message, 0, len(text), "kiểm tra lại hai đầu của khoảng") from None
    return Value(interval, read.soft)


def _not_a_value(text: str, error: LanguageError) -> BadValue:
    """The same error in the terms of a facts file, where no conditions are written."""
    if not any(c.isdigit() for c in text):
        remedy = (
            "ghi một con số, hoặc `chưa có`; nếu nguồn chỉ ghi chữ thì viết cận (ví dụ `dưới 0%`) "
            "và chép chữ của nguồn vào `suy ra`"
        )
        return BadValue(Fault.WORDS, "CT204", f"«{text}» không phải là số", 0, len(text), remedy)
    if "uoc" in fold(text).split() or "(uoc)" in fold(text):
        remedy = "chỉ ghi con số; đặt vào nhóm có `loại số liệu: ước thực hiện`"
        return BadValue(Fault.ESTIMATE, "CT204", error.message, error.start, error.end, remedy)
    if "so bo" in fold(text):
        remedy = "chỉ ghi con số; đặt vào nhóm có `loại số liệu: sơ bộ`"
        return BadValue(Fault.ESTIMATE, "CT204", error.message, error.start, error.end, remedy)
    remedy = (
        error.remedy if error.about_number else "ghi con số và đơn vị, ví dụ 4.950 thành viên, trên 1.500 triệu đồng"
    )
    fault = Fault.NUMBER if error.about_number else Fault.SENTENCE
    return BadValue(fault, "CT204", error.message, error.start, error.end, remedy)


def _base(quantity: Quantity, indicator: Indicator, text: str) -> Fraction:
    try:
        value = against(indicator.unit, quantity)
    except UnitMismatch as mismatch:
        remedy = unit_remedy(quantity.unit, indicator.unit.text)
        raise BadValue(Fault.UNIT, "CT103", str(mismatch), quantity.at.start, quantity.at.end, remedy) from None
    step = indicator.step * indicator.unit.scale if indicator.step is not None else None
    if step is not None and (value / step).denominator != 1:
        shown = indicator.unit.text
        message = (
            f"«{indicator.code}» đếm {shown}, không có số lẻ"
            if indicator.unit.whole
            else f"«{indicator.code}» có bước {format_written(indicator.step or Fraction(1))}, số này không chia hết"
        )
        raise BadValue(
            Fault.STEP,
            "CT109",
            message,
            quantity.at.start,
            quantity.at.end,
            whole_remedy(text[quantity.at.start :])
            if indicator.unit.whole
            else "kiểm tra lại con số, hoặc sửa `bước` trong danh mục",
        )
    return value


def _interval(measured: Comparison, bounds: list[Fraction], indicator: Indicator) -> Interval:
    floor = Fraction(0) if indicator.unit.counts or indicator.unit.dimension in _NEVER_NEGATIVE else None
    match measured.relation:
        case Relation.AT_LEAST:
            return Interval(bounds[0], None)
        case Relation.ABOVE:
            return Interval(bounds[0], None, low_open=True)
        case Relation.AT_MOST:
            return Interval(floor, bounds[0])
        case Relation.BELOW:
            return Interval(floor, bounds[0], high_open=True)
        case Relation.RANGE:
            return Interval(bounds[0], bounds[1], *measured.opens)
    return point(bounds[0])
