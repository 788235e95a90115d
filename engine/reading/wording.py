"""A reading in words, for people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.language.numbers import format_written
from engine.reading.reading import Comparator, WordingReading

_COMPARATORS = {
    Comparator.AT_LEAST: "từ mức này trở lên",
    Comparator.ABOVE: "trên mức này (bằng thì chưa đạt)",
    Comparator.AT_MOST: "không quá mức này",
    Comparator.BELOW: "dưới mức này (bằng thì chưa đạt)",
    Comparator.EQUAL: "đúng mức này",
    Comparator.RANGE: "trong khoảng: dưới đầu dễ hơn là chưa đạt, hơn đầu kia là vượt",
    Comparator.ABOUT: "khoảng mức này, không có ngưỡng cứng",
    Comparator.UNCLEAR: "mức này, không rõ cao hơn hay thấp hơn là tốt",
    Comparator.QUALITATIVE: "định tính: không có con số, phải có người nhận định",
    Comparator.ORDINAL: "từ bậc này trở lên",
    Comparator.COMPOSITION: "cơ cấu gồm nhiều phần",
    Comparator.ALL_DECREASE: "mọi tiêu chí đều giảm",
    Comparator.DEADLINE: "xong không muộn hơn ngày này",
}


def number_text(reading: WordingReading) -> str:
    """«4.950», «7,5 đến 8», «30/06/2026»; '' where there is no number."""
    if reading.value is None:
        return ""
    if reading.comparator is Comparator.DEADLINE:
        day = date.fromordinal(int(reading.value))
        return f"{day.day:02d}/{day.month:02d}/{day.year}"
    shown = format_written(reading.value)
    return shown if reading.value_high is None else f"{shown} đến {format_written(reading.value_high)}"


def described(reading: WordingReading) -> Iterator[tuple[str, str]]:
    """What was read, as pairs of a label and a text."""
    implied = " (suy ra: chỉ có con số)" if reading.basis == "implied" and reading.value is not None else ""
    yield "so sánh", _COMPARATORS[reading.comparator] + implied
    if reading.value is not None:
        yield "con số", number_text(reading)
    if reading.unit:
        yield "đơn vị", "/".join((reading.unit, *reading.per))
    if reading.direction is not None and reading.comparator not in (Comparator.QUALITATIVE, Comparator.COMPOSITION):
        yield "chiều tốt", "tăng" if reading.direction == "up" else "giảm"
    if reading.period:
        yield "kỳ", reading.period
    if reading.base:
        yield "so với", reading.base
    for doubt in reading.unsure:
        yield "chưa chắc", doubt


def condition_text(reading: WordingReading) -> str:
    """The reading as a condition of the rule language («từ 4.950 thành viên trở lên»); '' where there is none."""
    unit = reading.unit.removesuffix(" (mức giảm)").removesuffix("/năm")
    amount = number_text(reading)
    shown = f"{amount}{unit}" if unit[:1] in ("%", "‰") else f"{amount} {unit}".strip()
    per = "".join(f"/{part}" for part in sorted(reading.per, key=lambda part: part in ("năm", "tháng", "quý")))
    shown += per if unit and unit[:1] not in ("%", "‰") else ""
    match reading.comparator:
        case Comparator.AT_LEAST if reading.basis == "explicit":
            return f"từ {shown} trở lên"
        case Comparator.AT_LEAST | Comparator.EQUAL:
            if reading.value == 0 and reading.direction == "down":
                return f"bằng 0 {unit}".strip()
            return f"đạt {shown}"
        case Comparator.ABOVE:
            return f"trên {shown}"
        case Comparator.AT_MOST:
            return f"không quá {shown}" if reading.basis == "explicit" else f"giảm còn {shown}"
        case Comparator.BELOW:
            return f"dưới {shown}"
        case Comparator.RANGE if reading.value is not None and reading.value_high is not None:
            low, high = format_written(reading.value), format_written(reading.value_high)
            ends = (
                f"từ {low} đến {high}{unit}" if unit[:1] in ("%", "‰") else f"từ {low} đến {high} {unit}{per}".strip()
            )
            return ends if reading.direction == "up" else f"còn {ends}"
        case Comparator.ABOUT:
            return f"khoảng {shown}" if reading.direction == "up" else f"còn khoảng {shown}"
        case Comparator.DEADLINE:
            return f"chậm nhất {amount}"
    return ""
