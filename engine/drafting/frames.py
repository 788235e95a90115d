"""What the lines above an item say of its time: «Đến năm 2028:», «Hằng năm:», «Trong 5 năm 2026-2030:»."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.domain.records import NamedTuple
from engine.language.text import normalise, spoken
from engine.wordings.decoys import DecoyKind, find_decoys, of_kind

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_YEARLY = re.compile(r"\b(?:hằng|hàng|mỗi|từng)\s+năm\b")
_WHOLE = re.compile(r"\b(?:trong|cả|suốt|toàn)\s+(?:0?5\s+năm|giai\s+đoạn|nhiệm\s+kỳ|thời\s+kỳ)\b|\blũy\s+kế\b")


class Frame(NamedTuple):
    """The time of a goal: ``year`` by whose end it is due, None where nothing is said; whether it holds each year, or of all."""

    year: int | None = None
    yearly: bool = False
    accumulates: bool = False


def last_year(period: str) -> int | None:
    """Returns the year in which a period ends: 2030 of «giai đoạn 2026-2030», «đến năm 2030»; None without one."""
    years = _YEAR.findall(period)
    return int(years[-1]) if years else None


def frame_of(texts: Iterable[str]) -> Frame:
    """Returns what ``texts`` say together, the last word winning.

    >>> frame_of(["Mục tiêu đến năm 2030", "Hằng năm:"])
    Frame(year=2030, yearly=True, accumulates=False)
    """
    frame = Frame()
    for text in texts:
        words = spoken(normalise(text))
        periods = [words[d.at.start : d.at.end] for d in of_kind(find_decoys(words), DecoyKind.PERIOD)]
        year = next((found for period in reversed(periods) if (found := last_year(period)) is not None), None)
        frame = Frame(
            year if year is not None else frame.year,
            frame.yearly or _YEARLY.search(words) is not None,
            frame.accumulates or _WHOLE.search(words) is not None,
        )
    return frame
