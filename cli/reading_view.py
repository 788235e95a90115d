"""Shows what was read from a wording, in plain Vietnamese."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from rich.console import Console

from cli.texts import say
from engine.language.display import day
from engine.language.numbers import format_written
from engine.language.syntax import Direction, Extent
from engine.wordings.wording import Basis, Change, Comparator, TargetReading, WordingReading

_COMPARATORS = {
    Comparator.AT_LEAST: "ít nhất (≥)",
    Comparator.ABOVE: "trên (>), không kể chính số đó",
    Comparator.AT_MOST: "nhiều nhất (≤)",
    Comparator.BELOW: "dưới (<), không kể chính số đó",
    Comparator.EQUAL: "bằng (=)",
    Comparator.RANGE: "khoảng từ … đến …",
    Comparator.ABOUT: "khoảng (ngưỡng mềm)",
    Comparator.LEVEL: "mức dự kiến, không rõ là mức sàn hay mức trần",
    Comparator.QUALITATIVE: "định tính, phải có người đánh giá",
    Comparator.ORDINAL: "từ bậc này trở lên",
    Comparator.COMPOSITION: "cơ cấu gồm nhiều tỷ trọng",
    Comparator.ALL_DECREASE: "tất cả các tiêu chí đều giảm",
    Comparator.DEADLINE: "hoàn thành trước thời hạn",
}


def show_reading(reading: WordingReading, screen: Console) -> None:
    """Shows one wording: its text, then each target read from it, or why none was read."""
    say(screen, reading.text.strip(), "bold")
    if reading.abstained:
        say(screen, f"  không đọc: {reading.reason}", "magenta")
    for number, target in enumerate(reading.readings, 1):
        title = "chỉ tiêu chính" if number == 1 else f"chỉ tiêu thứ {number} trong câu"
        say(screen, f"  {title}: «{_marked(reading.text, target)}»")
        for name, value in _rows(target):
            say(screen, f"    {name + ':':<14} {value}")
        for doubt in target.doubts:
            say(screen, f"    cần xem lại:   {doubt}", "magenta")
    for part in reading.unread:
        say(screen, f"  chưa đọc: «{_words(reading.text, part.at)}» ({part.reason})", "magenta")
    screen.print()


def summary(readings: Sequence[WordingReading]) -> str:
    """Returns the counts: «3 câu: đọc được 2, không đọc 1»."""
    abstained = sum(reading.abstained for reading in readings)
    return f"{len(readings)} câu: đọc được {len(readings) - abstained}, không đọc {abstained}"


def _words(text: str, at: Extent) -> str:
    return unicodedata.normalize("NFC", " ".join(text[at.start : at.end].split()))


def _marked(text: str, target: TargetReading) -> str:
    places = [at for at in (target.at, target.number_at, target.unit_at, *target.comparator_at) if at is not None]
    return unicodedata.normalize("NFC", text[min(p.start for p in places) : max(p.end for p in places)].strip())


def _rows(target: TargetReading) -> Iterator[tuple[str, str]]:
    implied = ", hiểu theo thông lệ (câu không ghi rõ)" if target.basis is Basis.IMPLIED else ""
    yield "so sánh", _COMPARATORS[target.comparator] + implied
    if target.deadline is not None:
        yield "thời hạn", day(target.deadline)
    elif target.rank is not None:
        yield "bậc", target.rank
    elif target.value is not None:
        high = f" đến {format_written(target.value_high)}" if target.value_high is not None else ""
        yield "con số", format_written(target.value) + high
    per = [part for part in target.per if part != target.each]
    unit = "/".join([target.unit, *per]) if target.unit else "".join(f"/{part}" for part in per)
    if unit and target.deadline is None:
        yield "đơn vị", unit + _assumed(target, "unit")
    if target.change is not None:
        yield "con số là", "mức tăng" if target.change is Change.INCREASE else "mức giảm"
    if target.deadline is None:
        yield "chiều tốt", _direction(target)
    if target.each:
        yield "áp dụng", f"cho mỗi {target.each}{_assumed(target, 'each')}"
    if target.recurrence:
        yield "lặp lại", target.recurrence + _assumed(target, "recurrence")
    if target.accumulates:
        yield "cộng dồn", f"cộng cả giai đoạn{_assumed(target, 'accumulates')}"
    if target.period and target.period != target.recurrence:
        yield "kỳ", target.period + _assumed(target, "period")
    if target.base:
        yield "gốc so sánh", target.base


def _assumed(target: TargetReading, key: str) -> str:
    """Returns what tells that the clause itself does not say ``key``."""
    return " (suy ra, vế này không ghi)" if key in target.assumed else ""


def _direction(target: TargetReading) -> str:
    if target.direction is None:
        return "không rõ"
    size = "mức giảm " if target.change is Change.DECREASE else ""
    return f"{size}càng cao càng tốt" if target.direction is Direction.UP else "càng thấp càng tốt"
