"""Proposes indicator code, name, unit and condition of a criterion from the reading of its wording."""

from __future__ import annotations

import re
from typing import NamedTuple

from engine.drafting.condition import condition_text, unit_text
from engine.language.text import without_marks
from engine.rulebook.nature_words import told_nature
from engine.rulebook.rulebook import Nature
from engine.wordings.reader import read_wording
from engine.wordings.wording import Change, Comparator, TargetReading

_LEADING = re.compile(
    r"^(?:tiếp tục|phấn đấu|phân đấu|vận động|đến (?:cuối |hết )?năm \d{4}|trong đó|nâng|có|đạt|duy trì|bình quân|hằng năm|hàng năm|mỗi năm|[,:;-])\s*",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(r"trước\s+(?:ngày\s+)?$", re.IGNORECASE)
_TRAILING = re.compile(
    r"(?:[\s:,;-]|(?<!\w)(?:đạt|là|có|còn|giảm còn|xuống còn|giảm xuống còn|từ|cho|(?<!trở )lên|khoảng|chiếm|trên|dưới))+$",
    re.IGNORECASE,
)
_WORDS_IN_CODE = 6
_EMPTY_WORDS = frozenset(
    ["cac", "cua", "trong", "va", "theo", "co", "cho", "o", "tai", "voi", "la", "duoc", "do", "01", "mot"]
)


class Proposal(NamedTuple):
    """The proposal for a criterion. ``kind`` is số, nhận định or ngày; ``doubts`` are for a person to check."""

    name: str
    kind: str
    unit: str
    nature: Nature
    condition: str
    doubts: tuple[str, ...]


def propose(text: str) -> Proposal:
    """Returns the proposal for the wording ``text``; a judgement by a person where it cannot be read."""
    read = read_wording(text)
    if read.abstained:
        return _judged(text, (f"không đọc được ngưỡng ({read.reason}); ghi điều kiện bằng số nếu có",))
    reading = read.readings[0]
    doubts = list(reading.doubts)
    if len(read.readings) > 1:
        doubts.append(f"câu này có {len(read.readings)} con số; điều kiện mới dùng số đầu, tách nội dung nếu cần")
    match reading.comparator:
        case Comparator.QUALITATIVE:
            return _judged(text, tuple(doubts))
        case Comparator.DEADLINE:
            condition = condition_text(reading)
            if reading.number_at is not None and _BEFORE_DAY.search(text[: reading.number_at.start]):
                condition = condition.replace("chậm nhất", "trước")
            return Proposal(_name(text, reading), "ngày", "", Nature.STOCK, condition, tuple(doubts))
        case Comparator.ORDINAL | Comparator.COMPOSITION | Comparator.ALL_DECREASE | Comparator.LEVEL:
            return _judged(text, (*doubts, "câu này không quy về một con số; đặt số liệu và điều kiện cho đúng"))
    name, unit = _name(text, reading), unit_text(reading) or "đơn vị"
    yearly = Nature.FLOW if "năm" in reading.per else Nature.STOCK
    return Proposal(
        name,
        "số",
        unit,
        told_nature(name, unit) or yearly,
        condition_text(reading),
        tuple(doubts),
    )


def _judged(text: str, doubts: tuple[str, ...]) -> Proposal:
    return Proposal(_shortened(text), "nhận định", "", Nature.STOCK, "là đạt", doubts)


def _name(text: str, reading: TargetReading) -> str:
    """Returns what is measured; for a change its size, so that nobody fills in the level."""
    name = _measured(text, reading)
    if reading.change is None or without_marks(name).lower().startswith(("muc ", "toc do ")):
        return name
    if not text.lower().lstrip().startswith("tỷ lệ"):
        name = name.removeprefix("Tỷ lệ ")  # _measured adds it
    bare = re.sub(r"^(?:[Tt]ăng|[Gg]iảm)(?: thiểu)? +", "", name)
    return _shortened(f"Mức {'giảm' if reading.change is Change.DECREASE else 'tăng'} {bare[:1].lower()}{bare[1:]}")


def _measured(text: str, reading: TargetReading) -> str:
    """Returns the sentence up to its number, or what follows a number at its start."""
    before = _TRAILING.sub("", _without_leading(text[: reading.at.start]))
    after = text[reading.number_at.end :].lstrip(" %‰") if reading.number_at is not None else text
    if len(before.split()) >= 4 or (len(before.split()) >= 2 and reading.unit in ("%", "‰")):
        return _shortened(before)
    if len(before.split()) >= 2:  # «thành lập mới 07 tổ …»: what is counted stands behind the number
        return _shortened(f"{before} {after}")
    share = "Tỷ lệ " if reading.unit in ("%", "‰") else "Số "
    after = re.sub(r"^(?:số|tổng số)\s+", "", _TRAILING.sub("", re.sub(r"trở (?:lên|xuống)", "", after).strip()))
    return _shortened(share + after) if after else _shortened(text)


def _without_leading(text: str) -> str:
    while (shorter := _LEADING.sub("", text.strip())) != text.strip():
        text = shorter
    return text.strip()


def _shortened(text: str) -> str:
    words = " ".join(text.split()).strip(" ,;:.-")
    short = words if len(words) <= 120 else words[:120].rsplit(" ", 1)[0]
    return short[:1].upper() + short[1:]


def proposed_code(target: int, name: str, taken: set[str]) -> str:
    """Returns a code that is not in ``taken``: the target's number with the first words of the name.

    >>> proposed_code(2, "Số thành viên hợp tác xã", set())
    'ct2.so_thanh_vien_htx'
    """
    short = without_marks(name).lower().replace("to hop tac", "tht").replace("hop tac xa", "htx")
    words = [word for word in re.split(r"[^a-z0-9]+", short) if word and word not in _EMPTY_WORDS]
    base = f"ct{target}." + ("_".join(words[:_WORDS_IN_CODE]) or "so_lieu")
    code, number = base, 2
    while code in taken:
        code, number = f"{base}_{number}", number + 1
    return code
