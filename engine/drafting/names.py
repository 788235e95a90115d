"""Names and codes of the measures that a draft proposes."""

from __future__ import annotations

import re

from engine.language.text import normalise, spoken, without_marks
from engine.language.units import parse_unit
from engine.wordings.decoys import DecoyKind, covering, find_decoys
from engine.wordings.wording import Change, TargetReading

_LEADING = re.compile(
    r"^(?:tiếp tục|phấn đấu|phân đấu|vận động|trong (?:số )?đó|riêng|nâng|có|đạt|còn|không (?:còn|có|để xảy ra|để|xảy ra)|0+ |duy trì|bình quân|trung bình|"
    r"(?:hằng|hàng|mỗi) năm|(?:trong|cả|suốt) (?:\d+ năm|nhiệm kỳ|giai đoạn)|chậm nhất|muộn nhất|trước(?: ngày)?|đến|vào|trong năm|[,:;.)-])"
    r"(?=\s|$)\s*",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[\s:,;(-]|(?<!\w)(?:đạt|là|có|còn|giảm còn|xuống còn|giảm xuống còn|từ|cho|(?<!trở )lên|khoảng|chiếm(?: tỷ trọng)?|(?:trong|cả) (?:nhiệm kỳ|giai đoạn)|trên|dưới|duy trì|ở mức|"
    r"(?:tăng|giảm)(?: bình quân| trung bình)?|gấp|đến|vào|hằng năm|hàng năm|mỗi năm|≥|≤|>|<))+$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"^(?:tổng|đàn|tỷ|tỉ|số|mức|tốc độ|độ|chỉ số|cơ cấu|giá trị|sản lượng|diện tích|thu (?:ngân|nội|nhập)|chi (?:ngân|thường)|kim ngạch)\b",
    re.IGNORECASE,
)
_RATED = re.compile(r"^(?:tỷ|tỉ|mức|tốc độ|độ|chỉ số|cơ cấu)\b", re.IGNORECASE)
_VERB_OF_CHANGE = re.compile(r"^(?:kéo giảm|tăng thêm|tăng|giảm thiểu|giảm)\s+(?!trưởng|dân)", re.IGNORECASE)
_PER_PARTS = re.compile(r"^\s*(?:/\s*[^\W\d]\w*\s*)+")
_OF_TOTAL = re.compile(r"^\s*/\s*\d+(?=\s)")
_SCALE = re.compile(r"^(?:(?:nghìn|ngàn|triệu|tỷ|vạn)\s+)+", re.IGNORECASE)
_NONE_OF = re.compile(r"\s+nào\b|\s+(?:xảy ra|phát sinh|tồn tại)$", re.IGNORECASE)
_WORDS_IN_CODE = 6
_EMPTY_WORDS = frozenset(
    ["cac", "cua", "trong", "va", "theo", "co", "cho", "o", "tai", "voi", "la", "duoc", "do", "01", "mot"]
)


def measure_name(text: str, reading: TargetReading) -> str:
    """Returns what is measured; for a change its size, so that nobody fills in the level.

    Times and what is compared with («đến năm 2030», «so với năm 2025») are no part of it.
    """
    bare = without_times(text)
    if reading.each is not None:  # «mỗi xã có …»: the proposal tells of which the measure is the least
        bare = re.sub(
            rf"\b(?:mỗi|từng)\s+{re.escape(reading.each)}\b", lambda m: " " * len(m.group()), bare, flags=re.IGNORECASE
        )
    for at in reading.comparator_at:
        if text[at.start : at.end].lower().startswith("trở"):
            bare = bare[: at.start] + " " * (at.end - at.start) + bare[at.end :]
    if reading.value == 0 and reading.number_at is None:
        return _of_none(bare, reading)
    name = _measured(bare, reading)
    if reading.change is None or without_marks(name).lower().startswith(("muc ", "toc do ")):
        return name
    average = " bình quân" if (reading.recurrence or "").startswith("bình quân") and "bình quân" not in name else ""
    return change_name(_VERB_OF_CHANGE.sub("", name), reading.change, average)


def change_name(level: str, change: Change | None, average: str = "") -> str:
    """Returns the name of the size of a change of ``level``: «Mức tăng thu ngân sách»."""
    lowered = level if level[:2].isupper() else f"{level[:1].lower()}{level[1:]}"
    return shortened(f"Mức {'giảm' if change is Change.DECREASE else 'tăng'}{average} {lowered}")


def without_times(text: str) -> str:
    """Returns ``text`` with blanks for times and bases; its length stays the same."""
    decoys = find_decoys(spoken(normalise(text)))
    idle = (DecoyKind.PERIOD, DecoyKind.DATE, DecoyKind.BASE)
    return "".join(" " if (d := covering(decoys, i)) is not None and d.kind in idle else c for i, c in enumerate(text))


def _of_none(text: str, reading: TargetReading) -> str:
    """Returns «Số vụ cháy rừng» for «không để xảy ra cháy rừng»."""
    end = reading.clause.end if reading.clause is not None else len(text)
    start = reading.comparator_at[0].end if reading.comparator_at else reading.at.start
    words = _NONE_OF.sub("", " ".join(text[start:end].split()).strip(" .;,"))
    if "unit" in reading.assumed and not words.lower().startswith(reading.unit):
        words = f"{reading.unit} {words}"
    return shortened(
        words
        if _NAMED.match(words)
        else f"Số {words[:1].lower()}{words[1:]}"
        if not words[:2].isupper()
        else f"Số {words}"
    )


def _measured(text: str, reading: TargetReading) -> str:
    """Returns the sentence up to its number, or what follows a number at its start."""
    start = reading.clause.start if reading.clause is not None else 0
    ends = reading.at.start
    led = _without_leading(text[start:ends])
    before = (
        ""
        if reading.each is not None and led.lower().startswith(("không ", reading.each.lower()))
        else _TRAILING.sub("", led)
    )
    after = (
        _TRAILING.sub("", " ".join(_counted(text[reading.number_at.end :], reading).split()))
        if reading.number_at is not None
        else text
    )
    percent = reading.unit[:1] in ("%", "‰") or reading.unit.startswith(("điểm %", "điểm phần"))
    if percent and before and after and before == led.strip() and reading.base is None and not _NAMED.match(before):
        return shortened(f"{before} {after}")  # «thu gom, xử lý 100% chất thải»: a deed and what it is done to
    if (
        before
        and after
        and len(f"{before} {after}".split()) >= 2
        and not percent
        and not parse_unit(reading.unit).counts
    ):
        return shortened(f"{before} {after}")
    if len(before.split()) >= 4 or (len(before.split()) >= 2 and percent):
        return shortened(before)
    if _NAMED.match(before) and after.lower() == reading.unit.lower():  # «tổng đàn bò 5.000 con»
        return shortened(before)
    if before and text[:ends].rstrip().endswith(":"):  # the row of a table: label, then goal
        return shortened(before)
    if len(before.split()) >= 2:  # «thành lập mới 07 tổ …»: what is counted stands behind the number
        return shortened(f"{before} {after}")
    if not after:
        return shortened(before or text)
    named = (_RATED if percent and reading.change is None else _NAMED).match(after)
    return shortened(after if named or (percent and reading.change) else f"{'Tỷ lệ' if percent else 'Số'} {after}")


def _counted(text: str, reading: TargetReading) -> str:
    """Returns what follows a number, without its unit where that is a measure («ha», «tỷ đồng») and counts no things."""
    words = _OF_TOTAL.sub("", text).lstrip(" %‰")
    if reading.unit and not parse_unit(reading.unit).counts and words.lower().startswith(reading.unit.lower()):
        words = words[len(reading.unit) :]
    for part in reading.per:
        words = re.sub(rf"^\s*/\s*{re.escape(part)}\b", "", words, flags=re.IGNORECASE)
    return _PER_PARTS.sub("", _SCALE.sub("", words)).strip()


def _without_leading(text: str) -> str:
    while (shorter := _LEADING.sub("", text.strip())) != text.strip():
        text = shorter
    return text.strip()


def shortened(text: str) -> str:
    words = " ".join(text.split()).strip(" ,;:.-")
    short = words if len(words) <= 120 else words[:120].rsplit(" ", 1)[0]
    return short[:1].upper() + short[1:]


def proposed_code(target: int, name: str, taken: set[str]) -> str:
    """Returns a code that is not in ``taken``: the target's number with the first words of the name.

    >>> proposed_code(2, "Số thành viên hợp tác xã", set())
    'ct2.so_thanh_vien_htx'
    """
    return free_code(f"ct{target}.{code_words(name)}", taken)


def code_words(name: str) -> str:
    """Returns the first words of a name as the last part of a code."""
    short = without_marks(name).lower().replace("to hop tac", "tht").replace("hop tac xa", "htx")
    words = [word for word in re.split(r"[^a-z0-9]+", short) if word and word not in _EMPTY_WORDS]
    return "_".join(words[:_WORDS_IN_CODE]) or "so_lieu"


def free_code(base: str, taken: set[str]) -> str:
    code, number = base, 2
    while code in taken:
        code, number = f"{base}_{number}", number + 1
    return code
