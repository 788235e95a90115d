"""Names and codes of the measures that a draft proposes."""

from __future__ import annotations

import re

from engine.language.text import without_marks
from engine.language.units import parse_unit
from engine.wordings.wording import Change, TargetReading

_LEADING = re.compile(
    r"^(?:tiếp tục|phấn đấu|phân đấu|vận động|đến (?:cuối |hết )?năm \d{4}|đến ngày \d{1,2}/\d{1,2}/\d{4}|trong đó|nâng|có|đạt|"
    r"không (?:còn|có|để xảy ra|để|xảy ra)|0+ |duy trì|bình quân|hằng năm|hàng năm|mỗi năm|trong \d+ năm|[,:;-])\s*",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[\s:,;-]|(?<!\w)(?:đạt|là|có|còn|giảm còn|xuống còn|giảm xuống còn|từ|cho|(?<!trở )lên|khoảng|chiếm|trên|dưới|≥|≤|>|<))+$",
    re.IGNORECASE,
)
_PER_PARTS = re.compile(r"^\s*(?:/\s*[^\W\d]\w*\s*)+")
_WORDS_IN_CODE = 6
_EMPTY_WORDS = frozenset(
    ["cac", "cua", "trong", "va", "theo", "co", "cho", "o", "tai", "voi", "la", "duoc", "do", "01", "mot"]
)


def measure_name(text: str, reading: TargetReading) -> str:
    """Returns what is measured; for a change its size, so that nobody fills in the level."""
    name = _measured(text, reading)
    if reading.change is None or without_marks(name).lower().startswith(("muc ", "toc do ")):
        return name
    if not text.lower().lstrip().startswith("tỷ lệ"):
        name = name.removeprefix("Tỷ lệ ")  # _measured adds it
    bare = re.sub(r"^(?:[Tt]ăng|[Gg]iảm)(?: thiểu)? +", "", name)
    return shortened(f"Mức {'giảm' if reading.change is Change.DECREASE else 'tăng'} {bare[:1].lower()}{bare[1:]}")


def _measured(text: str, reading: TargetReading) -> str:
    """Returns the sentence up to its number, or what follows a number at its start."""
    before = _TRAILING.sub("", _without_leading(text[: reading.at.start]))
    after = _counted(text[reading.number_at.end :], reading) if reading.number_at is not None else text
    if (
        before
        and after
        and len(f"{before} {after}".split()) >= 2
        and not parse_unit(reading.unit).counts
        and reading.unit not in ("%", "‰")
    ):
        return shortened(f"{before} {_TRAILING.sub('', _without_upwards(after))}")
    if len(before.split()) >= 4 or (len(before.split()) >= 2 and reading.unit in ("%", "‰")):
        return shortened(before)
    if before and text[: reading.at.start].rstrip().endswith(":"):  # the row of a table: label, then goal
        return shortened(before)
    if len(before.split()) >= 2:  # «thành lập mới 07 tổ …»: what is counted stands behind the number
        return shortened(f"{before} {_without_upwards(after)}")
    share = "Tỷ lệ " if reading.unit in ("%", "‰") else "Số "
    after = re.sub(r"^(?:số|tổng số)\s+", "", _TRAILING.sub("", _without_upwards(after)))
    return shortened(share + after) if after else shortened(text)


def _counted(text: str, reading: TargetReading) -> str:
    """Returns what follows a number, without its unit where that is a measure («ha», «tỷ đồng») and counts no things."""
    words = text.lstrip(" %‰")
    if reading.unit and not parse_unit(reading.unit).counts and words.lower().startswith(reading.unit.lower()):
        words = words[len(reading.unit) :]
    return _PER_PARTS.sub("", words).strip()


def _without_upwards(text: str) -> str:
    return " ".join(re.sub(r"\btrở (?:lên|xuống)\b", "", text).split())


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
