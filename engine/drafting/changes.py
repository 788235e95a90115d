"""The formula of a change against an earlier year («giảm 15 hộ so với năm 2023»), from the level that is counted."""

from __future__ import annotations

import re

from engine.domain.records import NamedTuple
from engine.drafting.frames import last_year
from engine.drafting.names import change_name, shortened, without_times
from engine.wordings.wording import Change, TargetReading

_YEAR_BEFORE = re.compile(r"\bnăm\s+(?:trước|ngoái|liền\s+kề)|\bcuối\s+năm\s+trước", re.IGNORECASE)
_LIKE_PERIOD = re.compile(r"\bcùng\s+kỳ", re.IGNORECASE)
_RATE = re.compile(r"^(?:Tỷ|Tỉ)\s+(?:lệ|suất|trọng)", re.IGNORECASE)
_BARE_CHANGE = re.compile(
    r"(?:và\s+)?(?:tăng|giảm|gấp|bằng)(?:\s+(?:thêm|bình quân|trung bình|ít nhất|từ|trên|khoảng|hơn))*", re.IGNORECASE
)
_SIZE = re.compile(r"^(?:Mức|Tốc độ)\s+(?:tăng|giảm)\s+", re.IGNORECASE)


class Level(NamedTuple):
    """The measure that a change is computed from. ``formula`` has «{}» for its code; ``own_unit`` is the unit of the change.

    ``code`` is that of a measure that another criterion has already.
    """

    name: str
    unit: str
    formula: str
    own_unit: str
    code: str = ""


class Subject(NamedTuple):
    """The measure of the criterion before, of which a change without a subject of its own tells («…, tăng 8% so với năm 2025»)."""

    name: str
    unit: str
    code: str


def lacks_subject(text: str, reading: TargetReading) -> bool:
    """Returns whether ``text`` only says by how much something changes."""
    if reading.number_at is None or (reading.change is None and not reading.unit.startswith("lần")):
        return False
    end = reading.clause.end if reading.clause is not None else len(text)
    return _BARE_CHANGE.fullmatch(
        without_times(text)[: reading.number_at.start].strip(" ,;")
    ) is not None and not re.search(
        r"[^\W\d]{2,}",
        re.sub(r"trở lên|so với|" + re.escape(reading.unit), "", without_times(text)[reading.number_at.end : end]),
    )


def of_subject(reading: TargetReading, subject: Subject, first_year: int, yearly: bool) -> tuple[str, Level | None]:
    """Returns the name of the change of ``subject``, and the level with the formula; None where no base is stated."""
    name = change_name(subject.name, reading.change or Change.INCREASE)
    level, _ = level_of(reading, name, reading.unit, first_year, yearly)
    return name, None if level is None else level._replace(name=subject.name, unit=subject.unit, code=subject.code)


def level_of(
    reading: TargetReading, name: str, unit: str, first_year: int, yearly: bool
) -> tuple[Level | None, tuple[str, ...]]:
    """Returns the level with the formula of the change, and doubts; None where the base is not stated or no year."""
    is_times = unit.split("/")[0] == "lần"
    if reading.base is None or (reading.change is None and not is_times):
        return None, ()
    base = _base(reading.base, first_year, yearly)
    if base is None:
        return None, (f"mức thay đổi so với «{reading.base}»: đặt công thức, hoặc ghi thẳng mức thay đổi làm số liệu",)
    bare = _SIZE.sub("", name)
    bare = shortened(bare)
    if is_times:
        return Level(bare, "đơn vị", f"{{}} / {base}", "lần"), ("đơn vị tính của mức được so chưa rõ",)
    up = reading.change is Change.INCREASE
    if _RATE.match(bare):
        own = "điểm %" if unit.startswith("%") else unit
        return Level(bare, "%", f"{{}} - {base}" if up else f"{base} - {{}}", own), ()
    if unit.startswith("%"):
        difference = f"{{}} - {base}" if up else f"{base} - {{}}"
        return Level(bare, "đơn vị", f"tỷ_lệ({difference}, {base})", "%"), ("đơn vị tính của mức được so chưa rõ",)
    counted = (
        bare
        if bare.lower().startswith(("số ", "tổng ", "diện ", "giá ", "thu ", "sản "))
        else shortened(f"Số {bare[:1].lower()}{bare[1:]}")
    )
    counted = re.sub(r"\s+so với\b.*$", "", counted)
    return Level(counted, unit, f"{{}} - {base}" if up else f"{base} - {{}}", unit), ()


def _base(text: str, first_year: int, yearly: bool) -> str | None:
    """Returns the value that a change starts from, as a formula with «{}» for the level; None where no year is stated."""
    if _LIKE_PERIOD.search(text):
        return "cùng_kỳ({})"
    year = last_year(text)
    if yearly or _YEAR_BEFORE.search(text) or (year is not None and year == first_year - 1):
        return "năm_trước({})" if yearly or year is None or _YEAR_BEFORE.search(text) else f"giá_trị({{}}, {year})"
    return f"giá_trị({{}}, {year})" if year is not None else None
