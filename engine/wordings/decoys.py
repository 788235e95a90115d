"""Finds the numbers of a wording that are no amounts: years, dates, documents, articles, names, ages, denominators."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache

from engine.domain.records import NamedTuple
from engine.language.patterns import compiled
from engine.language.syntax import Extent


class DecoyKind(Enum):
    """The kinds of text that hold a number and are no amounts."""

    PERIOD = 1
    BASE = 2
    DATE = 3
    DOCUMENT = 4
    LABEL = 5
    SCOPE = 6
    DENOMINATOR = 7
    RANK = 8
    EXPLANATION = 9
    ALL_OF = 10


class Decoy(NamedTuple):
    kind: DecoyKind
    at: Extent


_YEAR = r"(?:19|20)[0-9]{2}(?![0-9]|[.,/][0-9])"
_DASH = r"\s*[-–—÷−]\s*"
_SCALED = r"(?:tỷ(?!\s+(?:lệ|trọng|suất|số))|triệu|nghìn|ngàn|vạn|trăm)\b"
_MEASURED = rf"\s*(?:%|‰|/\s*%|{_SCALED}|(?:ha|tấn|tạ|km|km2|m2|m3|m|kg|lít|đồng|usd|phần\s+trăm|điểm)\b)"
_NO_AMOUNT = rf"(?![0-9]|[.,/-][0-9]|{_MEASURED})"
_END = r"(?=\s*(?:[,;.:)(-]|$)|\s+(?:của|về|trong|và|tại|ở|trên|thuộc|theo|đến|đạt|có|được|là|năm|trước|sau|phải|vào|cho|với|hoàn|phấn)\b)"
_CODES = r"(?:nq|nqlt|qđ|kh|ct|ctr|ctrhđ|tt|ttlt|nđ|kl|tb|bc|hd|cv|đa|qh[0-9]+|lct|ttr|qc|qy|pl|hđnd|ubnd|cp|ttg|tw|tu|hu|đu)"
_ROMAN = r"(?=[ivx])(?:x{0,2}(?:ix|iv|v?i{0,3}))\b"

_THEN = (
    r"(?:(?:(?:ước\s+)?thực\s+hiện|ước|kết\s+quả|số\s+liệu|cuối|đầu)\s+)*(?:của\s+)?"
    rf"(?:cùng\s+kỳ(?:\s+(?:năm\s+trước|năm\s+{_YEAR}|{_YEAR}))?|năm\s+(?:{_YEAR}(?:{_DASH}{_YEAR})?|trước|ngoái|gốc)|{_YEAR}"
    r"|(?:giai\s+đoạn|nhiệm\s+kỳ|thời\s+kỳ|kỳ)\s+trước|(?:đầu|cuối|giữa)\s+nhiệm\s+kỳ(?:\s+trước)?)"
)
"""A time that something is compared with."""
_MORE = r"(?:cao|nhiều|lớn|tăng|thấp|ít|giảm)\s+hơn"

_NAMED = (
    "cấp độ|mức độ|hạng|thôn|ấp|khóm|khu phố|tổ dân phố|quận|phường|xóm|giai đoạn|khóa|quốc lộ|ql|tỉnh lộ|đường tỉnh|"
    "hương lộ|huyện lộ|lớp|tiểu khu|tiểu dự án|hợp phần|gói thầu|quý|tháng"
).replace(" ", r"\s+")
_MAYBE_NAMED = (
    "cấp|loại|bậc|vùng|khu vực|tổ|đội|bản|buôn|đợt|lần|đường|khối|dự án|lô|tuyến|số|kênh|nhóm|đề án|chương trình|nhà máy|"
    "cảng|cầu|khu|cụm|trường|chi bộ|làng|đối tượng"
).replace(" ", r"\s+")
_LEGAL = "điều|khoản|mục|tiểu mục|phụ lục|phụ biểu|biểu|chương|bảng".replace(" ", r"\s+")
_ITEM = "phần|nội dung|nhiệm vụ|chỉ tiêu|tiêu chí|mục tiêu|điểm".replace(" ", r"\s+")

_HELD = r"(?:(?:được\s+)?xếp(?:\s+loại)?|đứng|giữ(?:\s+vững)?|duy\s+trì|vươn\s+lên|lên|nằm|lọt|thuộc|ở|trong|vào)"
_RANKED = r"(?:vị\s+(?:trí|thứ)(?:\s+thứ)?|thứ\s+hạng(?:\s+thứ)?|hạng(?:\s+thứ)?|thứ)"
_LEADING = (
    r"(?:dẫn\s+đầu|đứng\s+đầu|hàng\s+đầu|đầu|(?:cao|tốt|khá|mạnh|nhanh|thấp|yếu|kém|chậm)\s+nhất|cuối(?:\s+bảng)?)\b"
)
_IN_GROUP = rf"(?:{_HELD}\s+)*(?:nhóm|top|tốp)\s+(?:đầu\s+)?[0-9]+"

_RULES: list[tuple[DecoyKind, str]] = [
    (DecoyKind.LABEL, r"\b[2-9]\s+(?:tốt|không|sạch|tại\s+chỗ|nhất|rõ|cùng)\b(?!\s+(?:quá|dưới|đạt|để))"),
    (DecoyKind.LABEL, r"(?<=\S\s)[\"“«][^\"“”«»]*[0-9][^\"“”«»]*[\"”»]"),
    (
        DecoyKind.RANK,
        rf"\b(?:{_HELD}\s+)+{_RANKED}\s+(?:[0-9]+(?:\s*/\s*[0-9]+)?|nhất\b|nhì\b)(?!\s*(?:%|tuổi|trở\s+lên\s+(?:tuổi|sinh)))",
    ),
    (DecoyKind.RANK, r"\b(?:vị\s+trí|vị\s+thứ|thứ\s+hạng|hạng)(?:\s+thứ)?\s+[0-9]+\s*/\s*[0-9]+"),
    (DecoyKind.RANK, r"\b(?:từ\s+|đạt\s+)?(?:vị\s+trí|vị\s+thứ|thứ\s+hạng|hạng)(?:\s+thứ)?\s+[0-9]+(?=\s+trở\s+lên)"),
    (DecoyKind.RANK, rf"\b{_IN_GROUP}(?:\s+[^\W\d]\w*(?:,(?=\s+(?:thành|phường|thị|huyện)\b))?){{0,10}}?\s+{_LEADING}"),
    (DecoyKind.RANK, rf"\b{_IN_GROUP}\s+(?:tỉnh|địa\s+phương|xã|huyện|phường|đơn\s+vị)\b"),
    (
        DecoyKind.RANK,
        r"\b(?:thuộc|trong|vào|nằm\s+trong)\s+(?:số\s+)?[0-9]+\s+(?:tỉnh|địa\s+phương|huyện|xã|phường|thành\s+phố|đơn\s+vị)"
        rf"(?:,(?=\s+(?:thành|phường|thị|huyện)\b))?(?:\s+[^\W\d]\w*(?:,(?=\s+(?:thành|phường|thị|huyện)\b))?){{0,10}}?\s+{_LEADING}",
    ),
    (DecoyKind.RANK, rf"\b(?:{_HELD}\s+)*(?:top|tốp)\s+[0-9]+"),
    (
        DecoyKind.LABEL,
        r"^\s*(?:\(?[0-9]{1,2}(?:\.[0-9]{1,2})*[.)](?=\s)|\([0-9]{1,2}\))|\([0-9]{1,2}\)(?=\s*:|\s+[^\W\d])",
    ),
    (DecoyKind.EXPLANATION, r"\(\s*(?:dự\s+ước|tương\s+đương|tức|ước|tương\s+ứng|bằng|hiện)\b[^()]*\)"),
    (DecoyKind.DOCUMENT, rf"[0-9]+\s?[-/]\s?(?:[0-9]{{4}}\s?/\s?)?{_CODES}\b(?:[-/–][\wđ]+)*"),
    (
        DecoyKind.DOCUMENT,
        r"\b(?:luật|nghị\s+quyết|quyết\s+định|chỉ\s+thị|thông\s+tư|nghị\s+định|công\s+văn|kết\s+luận|pháp\s+lệnh|hướng\s+dẫn)"
        rf"\s+(?:số\s*:?\s*)?[0-9][0-9]*(?:[/-]\w+)*{_NO_AMOUNT}",
    ),
    (
        DecoyKind.DOCUMENT,
        rf"\b(?:luật|nghị\s+định|hiến\s+pháp|pháp\s+lệnh)(?:\s+[^\W\d]\w*){{0,8}}?\s+(?:năm\s+)?{_YEAR}",
    ),
    (
        DecoyKind.DOCUMENT,
        rf"\b(?:chuẩn\s+nghèo|bộ\s+tiêu\s+chí|tiêu\s+chuẩn)(?:\s+[^\W\d]\w*){{0,6}}?\s+giai\s+đoạn\s+{_YEAR}{_DASH}{_YEAR}",
    ),
    (
        DecoyKind.BASE,
        r"\bso\s+(?:với|cùng)\s+(?:(?:mức|con\s+số|tỷ\s+lệ|số)\s+)?[0-9][0-9.,]*\s*(?:%|(?!là\b|đạt\b)[^\W\d]\w*)"
        rf"(?:\s+(?:của\s+|vào\s+|ở\s+)?(?:{_THEN}|hiện\s+nay))?",
    ),
    (DecoyKind.BASE, rf"\b{_MORE}\s+(?:(?:so\s+với|của|mức|trung\s+bình|bình\s+quân)\s+)*{_THEN}"),
    (DecoyKind.BASE, rf"(?:(?<=\blần\s)|(?<=\bđôi\s)|(?<=\brưỡi\s)|(?<=\bba\s))(?:(?:so\s+với|của|mức)\s+)*{_THEN}"),
    (DecoyKind.BASE, rf"\bso\s+(?:(?:với|cùng|kết\s+quả|mức|số)\s+)*{_THEN}"),
    (
        DecoyKind.BASE,
        r"\bso\s+(?:với\s+|cùng\s+(?!kỳ\b)|(?=(?:cùng\s+kỳ|kế\s+hoạch|kh|dự\s+toán|chỉ\s+tiêu|nghị\s+quyết|đầu|bình\s+quân)\b))(?:(?!(?:đạt|tăng|giảm|còn|phấn|là|từ|trên|dưới|không|đến|tới|có|ít|tối)\b)[^\W\d]\w*\s*){0,12}"
        rf"(?:{_YEAR}(?:{_DASH}{_YEAR})?|[0-9]{{1,2}}/{_YEAR})?",
    ),
    (DecoyKind.DOCUMENT, rf"\bgiá\s+(?:so\s+sánh|cố\s+định|hiện\s+hành)\s+(?:năm\s+)?{_YEAR}"),
    (DecoyKind.DATE, r"\b(?:ngày\s+)?[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}(?![0-9])"),
    (
        DecoyKind.DATE,
        r"\bngày\s+[0-9]{1,2}(?:\s*(?:/|tháng)\s*[0-9]{1,2})?(?:\s*(?:/|năm)\s*[0-9]{4})?(?![0-9])",
    ),
    (
        DecoyKind.PERIOD,
        rf"\b(?:(?:đến|trong|hết|trước|vào|cuối)\s+)*(?:tháng\s+[0-9]{{1,2}}|quý\s+(?:[1-4]|iv|i{{1,3}}))"
        rf"(?:\s*[/-]\s*{_YEAR}|\s+năm\s+{_YEAR})",
    ),
    (
        DecoyKind.PERIOD,
        rf"\b(?:trong\s+|cả\s+)?(?:giai\s+đoạn|thời\s+kỳ|nhiệm\s+kỳ|kế\s+hoạch\s+0?5\s+năm|0?5\s+năm)\s+\(?(?:từ\s+)?(?:năm\s+)?{_YEAR}"
        rf"(?:{_DASH}|\s+đến\s+)(?:năm\s+)?{_YEAR}\)?",
    ),
    (DecoyKind.PERIOD, rf"\b(?:từ\s+|trong\s+)?năm\s+(?:học\s+)?{_YEAR}(?:{_DASH}|\s+đến\s+)(?:năm\s+)?{_YEAR}"),
    (DecoyKind.PERIOD, rf"\b(?:từ\s+)?{_YEAR}(?:{_DASH}|\s+đến\s+){_YEAR}{_NO_AMOUNT}"),
    (
        DecoyKind.PERIOD,
        rf"\b(?:(?:đến|tới|vào|trong|từ|sau|trước|hết|cuối|đầu|giữa|riêng|hướng|nay|tính)\s+)*năm\s+(?:học\s+)?{_YEAR}",
    ),
    (DecoyKind.PERIOD, rf"\b(?:(?:đến|tới|vào|trước|sau|hết|cuối|đầu|từ)\s+)+{_YEAR}{_NO_AMOUNT}"),
    (DecoyKind.PERIOD, r"\b(?:đến|tới)\s+(?:cuối|hết)\s+(?:năm|nhiệm\s+kỳ|giai\s+đoạn|kỳ|thời\s+kỳ)(?:\s+này)?"),
    (DecoyKind.PERIOD, rf"\b(?:trong\s+)?[0-9]{{1,2}}\s+tháng\s+(?:đầu|cuối)(?:\s+năm)?(?:\s+{_YEAR})?"),
    (DecoyKind.PERIOD, r"\b0?[2-9]\s+năm(?=\s+(?:đạt|tới|qua|tiếp|là|phấn|tăng|giảm|có|khoảng|từ)\b)"),
    (
        DecoyKind.PERIOD,
        r"\b(?:trong|sau|kế\s+hoạch|vòng|suốt|cả|giai\s+đoạn|qua|của)\s+(?:vòng\s+)?[0-9]{1,2}\s+(?:năm|tháng|ngày)\b",
    ),
    (
        DecoyKind.SCOPE,
        r"\b(?:(?:từ|trên|dưới|đủ|độ\s+tuổi|tuổi)\s+)*[0-9]{1,3}(?:\s*(?:[-–]|đến|tới)\s*(?:dưới\s+)?[0-9]{1,3})?\s+"
        r"(?:tháng\s+)?tuổi(?:\s+trở\s+(?:lên|xuống))?",
    ),
    (
        DecoyKind.SCOPE,
        r"\b(?:độ\s+)?tuổi\s+(?:từ\s+)?[0-9]{1,2}(?:\s*(?:[-–]|đến)\s*[0-9]{1,2}|\s+trở\s+(?:lên|xuống))(?:\s+tuổi)?",
    ),
    (
        DecoyKind.SCOPE,
        r"\b(?:từ\s+|trên\s+|đạt\s+|hạng\s+)*0?[1-5](?:\s*(?:[-–]|đến)\s*[3-5])?\s+sao\b(?:\s+trở\s+lên)?",
    ),
    (DecoyKind.SCOPE, r"\b(?:sinh\s+)?(?:con\s+)?thứ\s+(?:[0-9]+|hai|ba|tư)(?:\s+trở\s+lên)?"),
    (
        DecoyKind.LABEL,
        r"\b24\s*/\s*(?:24|7)\b(?:\s*(?:giờ|h))?|\b4\.0\b|\bcovid\s*-?\s*19\b|\biso\s+[0-9]+(?::[0-9]+)?|\b[2-6]g\b",
    ),
    (DecoyKind.ALL_OF, r"\bcả\s+(?:0?[2-4]|hai|ba|bốn)\s+(?:tiêu\s+chí|mặt|chỉ\s+tiêu|chỉ\s+số|nội\s+dung)"),
    (DecoyKind.LABEL, rf"\b(?:{_LEGAL})\s+(?:số\s+)?(?:[0-9]+(?:\.[0-9]+)*{_NO_AMOUNT}|{_ROMAN})"),
    (DecoyKind.LABEL, rf"\b(?:{_ITEM})\s+(?:số\s+|thứ\s+)?[0-9]+(?:\.[0-9]+)*{_NO_AMOUNT}{_END}"),
    (DecoyKind.LABEL, rf"\b(?:{_ITEM})\s+số\s+[0-9]+(?:\.[0-9]+)*{_NO_AMOUNT}"),
    (DecoyKind.LABEL, rf"\b(?:{_NAMED})\s+(?:số\s+|thứ\s+)?(?:[0-9]{{1,4}}[a-zđ]?\b{_NO_AMOUNT}|{_ROMAN})"),
    (DecoyKind.LABEL, rf"\b(?:{_MAYBE_NAMED})\s+(?:số\s+|thứ\s+)?(?:[0-9]{{1,4}}[a-zđ]?{_NO_AMOUNT}{_END}|{_ROMAN})"),
    (DecoyKind.LABEL, rf"\bmức\s+[1-5]{_NO_AMOUNT}{_END}"),
    (
        DecoyKind.DENOMINATOR,
        r"(?<=[0-9])\s?/\s?(?:1\.?000|10\.?000|100\.?000)\s+(?:người\s+dân|dân|phụ\s+nữ|trẻ(?:\s+(?:em|đẻ|sinh))?(?:\s+ra)?(?:\s+sống)?|người|lao\s+động|hộ)\b",
    ),
    (
        DecoyKind.DENOMINATOR,
        r"(?<=[^\W\d])\s?/\s?(?:0?1|10|100|1\.?000|10\.?000|100\.?000)\s+(?:vạn\s+)?(?:người\s+)?"
        r"(?:dân|trẻ|phụ\s+nữ|người|ha|km2|lao\s+động|học\s+sinh|hộ)\b",
    ),
    (
        DecoyKind.DENOMINATOR,
        r"\btrên\s+(?:0?1|một|10|100|1\.?000|10\.?000|100\.?000)\s+(?:(?:vạn\s+)?(?:người\s+)?dân\b(?:\s+số)?|trẻ\b(?:\s+(?:đẻ|sinh)\s+(?:ra\s+)?sống)?)",
    ),
    (DecoyKind.DENOMINATOR, r"\btrên\s+(?:0?1|một)\s+(?:đơn\s+vị\s+diện\s+tích|ha|héc\s+ta|km2|m2|sào|m3)\b"),
    (
        DecoyKind.DENOMINATOR,
        r"\b(?:bình\s+quân|trung\s+bình|của|cho|mỗi|tính\s+trên|trong)\s+(?:0?1|một)\s+"
        r"(?!số\b|phần\b|nửa\b|cách\b|trong\b|loạt\b|bước\b|lần\b|năm\b|tháng\b)[^\W\d]\w*(?:\s+(?:tác|tác\s+xã|dân|động|viên|nghiệp|hợp\s+tác))?",
    ),
]
_BRACKET = compiled(r"\((?P<inside>[^()]*[0-9][^()]*)\)")
_STATES = r"(?:\s*(?::|=|là|có|đạt|chiếm|ước|khoảng|còn|bằng|được|mới|đã|giao|thực\s+hiện))*\s*[0-9]"
_FORMER = compiled(
    rf"^\s*(?:{_THEN}|(?:nghị\s+quyết|chỉ\s+tiêu|kế\s+hoạch|mục\s+tiêu|dự\s+toán|nhiệm\s+kỳ|kỳ|khóa|năm|giai\s+đoạn)[^():;,0-9]{{0,50}}|"
    r"(?:hiện(?:\s+(?:nay|có|tại|trạng))?|thực\s+(?:hiện|trạng|tế)|kết\s+quả|đã|số\s+liệu|bình\s+quân|trung\s+bình|toàn|cả|trung\s+ương|"
    r"tỉnh|huyện|thành\s+phố|khu\s+vực|vùng|đầu|cuối|giữa|ước)[^():;,0-9]{0,50}?(?:năm\s+(?:19|20)[0-9]{2})?)"
    rf"{_STATES}"
    rf"|^\s*(?:từ\s+)?[0-9][0-9.,]*\s*(?:%|[^\W\d]\w*)(?:\s+[^\W\d]\w*){{0,3}}?\s*,?\s*(?:vào\s+|của\s+)?{_THEN}\s*$"
)
_OTHER_GOAL = compiled(
    r"\b(?:phấn\s+đấu|trong\s+đó|trở\s+(?:lên|xuống)|tăng|giảm|so\s+với|đến\s+năm|vượt|gồm|riêng|ít\s+nhất|tối\s+thiểu)\b"
)
_ANY_YEAR = compiled(r"\b(?:19|20)[0-9]{2}\b")
_COMPILED = [(kind, compiled(pattern)) for kind, pattern in _RULES]
_AVERAGE_AGE = compiled(
    r"tuổi\s+thọ|tuổi\s+bình\s+quân|bình\s+quân\s+tuổi|tuổi\s+trung\s+bình|tuổi\s+nghỉ|tuổi\s+kết\s+hôn"
)


@lru_cache(maxsize=8)
def find_decoys(text: str) -> list[Decoy]:
    """Returns the decoys of the spoken ``text``, in order; earlier rules win where two overlap.

    All readers of one wording ask for them, so the last are kept: nobody may change the list.
    """
    found: list[Decoy] = list(_former_levels(text))
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            at = Extent(match.start(), match.start() + len(match.group().rstrip()))
            if at.start < at.end and all(at.end <= d.at.start or d.at.end <= at.start for d in found):
                found.append(Decoy(kind, at))
    if _AVERAGE_AGE.search(text):
        found = [d for d in found if not (d.kind is DecoyKind.SCOPE and "tuổi" in text[d.at.start : d.at.end])]
    return sorted(found, key=lambda decoy: decoy.at.start)


def _former_levels(text: str) -> Iterator[Decoy]:
    """Yields the brackets that state a level of before, or of others: «(năm 2025 là 2,3%)», «(nghị quyết trước: 70%)».

    A year that is later than one before the bracket is that of a milestone.
    """
    for match in _BRACKET.finditer(text):
        inside = match["inside"]
        if not _FORMER.search(inside) or _OTHER_GOAL.search(inside):
            continue
        years = [int(year) for year in _ANY_YEAR.findall(inside)]
        before = [int(year) for year in _ANY_YEAR.findall(text[: match.start()])]
        if not years or not before or max(years) < max(before):
            yield Decoy(DecoyKind.BASE, Extent(*match.span()))


def covering(decoys: list[Decoy], at: int) -> Decoy | None:
    """Returns the decoy that holds position ``at``; None without one. ``decoys`` stand in order and do not overlap."""
    before = bisect_right(decoys, at, key=lambda decoy: decoy.at.start)
    return decoys[before - 1] if before and at < decoys[before - 1].at.end else None


def of_kind(decoys: list[Decoy], *kinds: DecoyKind) -> Iterator[Decoy]:
    """Returns the decoys of these kinds, in order."""
    return (d for d in decoys if d.kind in kinds)
