"""Reads the head of a resolution from its text: number, day, issuer, title, period."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = re.compile(r"(?:Nghị quyết|NGHỊ QUYẾT|Kế hoạch|Chương trình)\s*(?:số)?\s*:?\s*(\d+[\w]*(?:[/-][\wĐđ-]+)+)")
_OWN_NUMBER = re.compile(r"^Số\s*:?\s*(\d+\w*(?:[/-][\wĐđ-]+)+)", re.MULTILINE)
"""The number above the title of a resolution; a number in running text may belong to another one."""

_DAY = re.compile(r"ngày\s+(\d{1,2})(?:/| tháng )(\d{1,2})(?:/| năm )(\d{4})")
_ISSUER = re.compile(
    r"(?:của|CỦA)\s+((?:Hội đồng nhân dân|HĐND|Ban Chấp hành|Đảng bộ|Ủy ban nhân dân)[^,.;()\n]*?)(?=\s+(?:về|khóa|khoá|kỳ họp|tại|nhiệm kỳ)\b|[,.;()\n]|$)"
)
_TITLE = re.compile(
    r"(?:về|Về)\s+((?:Kế hoạch|việc|kế hoạch|phát triển|Phát triển|nhiệm vụ|mục tiêu)[^.;()\n]*?)(?=\s+của\b|[.;()\n]|$)"
)
_PERIOD = re.compile(r"(?:giai đoạn|nhiệm kỳ|thời kỳ)\s*((?:19|20)\d{2})\s*[-–—]\s*((?:19|20)\d{2})")


_FIRST_TARGET = re.compile(r"^(?:\(1\)|1[.)]|Chỉ tiêu (?:số )?1\b)", re.MULTILINE)


class Head(NamedTuple):
    """The values of nghi-quyet.yaml; '' where unknown. ``doubts`` name the keys that a person must check."""

    number: str
    day: str = ""
    issuer: str = ""
    title: str = ""
    first_year: int = 0
    last_year: int = 0
    doubts: tuple[str, ...] = ()

    @property
    def period(self) -> str:
        return f"{self.first_year}-{self.last_year}" if self.first_year != self.last_year else str(self.first_year)


def read_head(paragraphs: list[str], this_year: int) -> Head:
    """Returns what the first paragraphs state of the resolution; ``doubts`` name the rest."""
    text = "\n".join(paragraphs[:40])
    number, day, issuer, title, period = (pattern.search(text) for pattern in (_NUMBER, _DAY, _ISSUER, _TITLE, _PERIOD))
    number = _OWN_NUMBER.search(text) or number
    start = _FIRST_TARGET.search(text)
    if start is not None:  # a day among the targets is a deadline
        day = _DAY.search(text, 0, start.start())
    if period is None:
        period = _PERIOD.search("\n".join(paragraphs))
    doubts = []
    if number is None:
        doubts.append("số: không thấy số nghị quyết trong văn bản")
    if period is None:
        doubts.append("giai đoạn: không thấy giai đoạn trong văn bản")
    return Head(
        number=number[1] if number else "00/NQ-HĐND",
        day=f"{int(day[1])}/{int(day[2])}/{day[3]}" if day else "",
        issuer=" ".join(issuer[1].split()) if issuer else "",
        title=" ".join(title[1].split()) if title else "",
        first_year=int(period[1]) if period else this_year,
        last_year=int(period[2]) if period else this_year + 4,
        doubts=tuple(doubts),
    )
