"""Numbers and their units inside a free sentence, with what stands before and after them in the same clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from engine.language.numbers import parse_number
from engine.language.syntax import Extent

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_PERCENT = r"%0(?!\d)|‰|%"
_EXPRESSION = re.compile(
    rf"(?<![\w.,/])(?P<low>{_NUMBER})(?:\s*(?P<mid>{_PERCENT}))?"
    rf"(?:\s*(?P<dash>[-–—]|đến|tới)\s*(?P<high>{_NUMBER}))?"
    rf"(?:\s*/?(?P<percent>{_PERCENT}))?"
)
_STRANGE = re.compile(r"\d+\.\d{1,2}(?!\d)|\d+/\d+(?![\d/])|\d[\d.]*e\d|[٠-٩]")
"""English decimals, fractions, exponents: read by nobody's rule, so the reader abstains."""


_CLAUSE_END = re.compile(r"[;()\n]|\.(?=\s|\Z)|,(?!\d)")

_MULTIPLIERS = "nghìn|ngàn|trăm|vạn|triệu|tỷ|tỉ"
_MEASURES = r"đồng|USD|đô la Mỹ|m3|m³|m2|m²|km2|km|ha|héc ta|kg|tạ|tấn|lít|MW|kWh|kW|giờ|lần|điểm phần trăm|điểm %|điểm"
_NOUNS = (
    "đơn vị cấp huyện|đơn vị cấp xã|liên hiệp HTX|hợp tác xã|tổ hợp tác|HTX|THT|thành viên|hộ gia đình|hộ cận nghèo|"
    "hộ nghèo|hộ dân|hộ|lao động|đảng viên|đoàn viên|hội viên|cán bộ|công chức|người|xã, thị trấn|xã, phường|xã|phường|"
    "thị trấn|huyện|tỉnh|thôn|ấp|khóm|bản|tổ dân phố|khu dân cư|doanh nghiệp|mô hình|sản phẩm|trường|phòng học|lớp|"
    "học sinh|sinh viên|bác sĩ|bác sỹ|giường bệnh|giường|lượt khách|lượt người|lượt|công trình|dự án|căn nhà|căn|nhà|"
    "cây|con|tổ chức|tổ|câu lạc bộ|chi bộ|cơ sở|trang trại|chợ|điểm|cuộc|lớp tập huấn|buổi|vụ|tuyến|tiêu chí|hồ sơ|thủ tục"
)
_OF_TOTAL = re.compile(rf"(?<=\d)/\d+(?=\s+(?:{_NOUNS})(?!\w))")
"""«05/10 xã»: five of ten; the total is no threshold."""
_UNIT = re.compile(
    rf"\s*(?P<unit>(?:(?:{_MULTIPLIERS})\s+)*(?:{_MEASURES}|{_NOUNS})(?!\w)|(?:(?:{_MULTIPLIERS})(?!\w)\s*)+)"
)
_ANY_NOUN = re.compile(
    r"\s*(?P<unit>(?!(?:của|và|hoặc|đạt|được|có|trong|ở|tại|theo|vào|cho|từ|đến|so|với|trở|trên|dưới|là|mỗi|một|các)\b)"
    r"[^\W\d_]+(?:\s(?!(?:của|và|hoặc|đạt|được|có|trong|ở|tại|theo|vào|cho|từ|đến|so|với|trở|trên|dưới|là|mới|mỗi)\b)[^\W\d_]+)?)"
)
"""A noun that is not known: one or two words, which a reader must confirm."""
_PERS = re.compile(r"\s*/\s*(?:0?1\s+|một\s+)?(?P<per>vạn dân|nghìn dân|ngàn dân|[\wÀ-ỹ]+)")


class Found(NamedTuple):
    """A number or range of a sentence. ``before`` and ``after`` are the rest of its clause; ``number`` and ``whole`` places."""

    low: Fraction
    high: Fraction | None
    spelt_to: str
    """The word or dash between the ends of a range."""
    unit: str
    unit_is_known: bool
    per: tuple[str, ...]
    before: str
    after: str
    number: Extent
    whole: Extent
    in_brackets: bool
    clause: str


def without_totals(blanked: str) -> str:
    """«05/10 xã» as «05    xã»."""
    return _OF_TOTAL.sub(lambda match: " " * len(match[0]), blanked)


def is_strange(blanked: str) -> bool:
    """Whether a number is written in a way that has no certain reading."""
    return _STRANGE.search(blanked) is not None


def found_numbers(blanked: str) -> Iterator[Found]:
    """The numbers of a sentence whose decoys are blanked. Raises NumberError for one that is no Vietnamese number."""
    for match in _EXPRESSION.finditer(blanked):
        low = parse_number(match["low"])
        high = parse_number(match["high"]) if match["high"] else None
        if (
            high is not None
            and match["percent"] is None
            and match["mid"] is not None
            and match["dash"] in ("đến", "tới")
        ):
            high = None  # «tăng từ 5% đến 21 xã» is no range
        unit, known, per, end = _unit_after(blanked, match)
        start, stop = _clause(blanked, match.start(), end)
        yield Found(
            low=low,
            high=high,
            spelt_to=match["dash"] or "",
            unit=unit,
            unit_is_known=known,
            per=per,
            before=blanked[start : match.start()],
            after=blanked[end:stop],
            number=Extent(match.start("low"), match.end("high") if match["high"] else match.end("low")),
            whole=Extent(match.start(), end),
            in_brackets=blanked.rfind("(", 0, match.start()) > blanked.rfind(")", 0, match.start()),
            clause=blanked[start:stop],
        )


def _unit_after(text: str, match: re.Match[str]) -> tuple[str, bool, tuple[str, ...], int]:
    """The unit behind a number, whether it is a known one, its per-parts, and where they end."""
    percent = match["percent"] or match["mid"]
    end = match.end()
    unit, known = "", True
    if percent:
        unit = "‰" if percent in ("%0", "‰") else "%"
    elif noun := _UNIT.match(text, end):
        unit, end = " ".join(noun["unit"].split()), noun.end()
    elif noun := _ANY_NOUN.match(text, end):
        unit, known, end = " ".join(noun["unit"].split()), False, noun.end()
    per: list[str] = []
    while part := _PERS.match(text, end):
        per.append(part["per"])
        end = part.end()
    return unit, known, tuple(per), end


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around [start, end): from the last break before it to the next behind it."""
    breaks = [m.end() for m in _CLAUSE_END.finditer(text, 0, start)]
    following = _CLAUSE_END.search(text, end)
    return (breaks[-1] if breaks else 0), (following.start() if following else len(text))
