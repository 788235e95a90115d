"""Reads the head of a document: number, day, issuer, title, period, each where offices write it.

Source of the order of the parts: Nghị định 30/2020/NĐ-CP, Phụ lục I (quốc hiệu, cơ quan ban hành, số, địa danh và ngày,
tên loại, trích yếu). What belongs to another document («Tờ trình số …», «Căn cứ …») is never taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.documents.document import Document, Line
from engine.domain.records import NamedTuple
from engine.language.text import without_marks

_YEAR = r"(?:19|20)\d{2}"
_SYMBOL = r"(?P<number>\d+\w*\s*(?:[/-]\s*[\wĐđ-]+)+)"
_OWN_NUMBER = re.compile(rf"^Số\s*:?\s*{_SYMBOL}", re.IGNORECASE)
_NAMED_NUMBER = re.compile(
    rf"(?:Nghị quyết|Kế hoạch|Chương trình|Quyết định)\s*(?:số)?\s*:?\s*{_SYMBOL}", re.IGNORECASE
)
_DAY = re.compile(r"ngày\s+(\d{1,2})\s*(?:/|tháng)\s*(\d{1,2})\s*(?:/|năm)\s*(\d{4})", re.IGNORECASE)
_PERIOD = re.compile(
    rf"(?:giai đoạn|nhiệm kỳ|thời kỳ)\s*(?:từ\s+)?(?:năm\s+)?({_YEAR})\s*(?:[-–—÷]|đến)\s*(?:năm\s+)?({_YEAR})",
    re.IGNORECASE,
)
_SPAN = re.compile(rf"(?<!\d)({_YEAR})\s*[-–—÷]\s*({_YEAR})(?!\d)")
_ONE_YEAR = re.compile(rf"\bnăm\s+({_YEAR})\b(?!\s*[-–—÷]\s*{_YEAR})", re.IGNORECASE)
_UNTIL = re.compile(rf"\bđến\s+(?:hết\s+|cuối\s+)?năm\s+({_YEAR})\b", re.IGNORECASE)
_OTHERS = re.compile(r"^(?:căn cứ|xét|theo|thực hiện|trên cơ sở|quán triệt|sau khi)\b", re.IGNORECASE)
_KINDS = {
    "nghi quyet": "Nghị quyết",
    "ke hoach": "Kế hoạch",
    "chuong trinh": "Chương trình",
    "chuong trinh hanh dong": "Chương trình",
    "quyet dinh": "Kế hoạch",
}
_ABOUT = re.compile(
    r"^(?:về|v/v)\b|^(?:kế hoạch|phát triển|nhiệm vụ|mục tiêu|ban hành|giao)\b|^(?:thực hiện)\s", re.IGNORECASE
)
_OF_CONGRESS = re.compile(r"^NGHỊ QUYẾT\s+(ĐẠI HỘI\b.*)$")
_CONGRESS = re.compile(r"^ĐẠI HỘI\b|.*\b(?:LẦN THỨ|NHIỆM KỲ)\b")
_SIDE_BY_SIDE = re.compile(r"\s+(?=CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập - Tự do)")
"""Where a letterhead that was copied as text has two columns in one line."""
_CUT = re.compile(r"(?:\b(?:năm|tháng|ngày)|\d{4}\s*[-–])$", re.IGNORECASE)
_STATE = re.compile(r"^(?:cộng hòa|cộng hoà|độc lập|đảng cộng sản)", re.IGNORECASE)
_BODY = re.compile(r"^(?:quyet nghi\s*:?|quyet dinh\s*:)$")
_ISSUER = re.compile(
    r"(?:của|CỦA)\s+((?:Hội đồng nhân dân|HĐND|Ban Chấp hành|Đảng bộ|Ủy ban nhân dân)[^,.;()\n]*?)(?=\s+(?:về|khóa|khoá|kỳ họp|tại|nhiệm kỳ)\b|[,.;()\n]|$)"
)
_BODIES = re.compile(
    r"^(?:hội đồng nhân dân|ủy ban nhân dân|uỷ ban nhân dân|ban chấp hành|đảng bộ|đại hội|đảng ủy|đảng uỷ|huyện ủy|tỉnh ủy|thành ủy|quốc hội|chính phủ|thủ tướng|bộ|sở|phòng)\b",
    re.IGNORECASE,
)
_PLACES = re.compile(r"^(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đặc khu|bộ)\b", re.IGNORECASE)
_PLACE_WITHIN = re.compile(r"\b(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đặc khu)\s+\S", re.IGNORECASE)
_FIRST_LINES = 60


class Head(NamedTuple):
    """The values of nghi-quyet.yaml; '' where unknown. ``doubts`` name the keys that a person must check."""

    number: str
    day: str = ""
    issuer: str = ""
    title: str = ""
    first_year: int = 0
    last_year: int = 0
    doubts: tuple[str, ...] = ()
    kind: str = "Nghị quyết"

    @property
    def period(self) -> str:
        return f"{self.first_year}-{self.last_year}" if self.first_year != self.last_year else str(self.first_year)


def read_head(document: Document, this_year: int) -> Head:
    """Returns what the head of the document states; ``doubts`` name the rest."""
    lines = list(_whole(_head_lines(document)))
    number = _number(lines)
    period, sure = _period(lines, document)
    doubts = [] if number else ["số: không thấy số của văn bản"]
    if period is None:
        doubts.append("giai đoạn: không thấy giai đoạn trong văn bản")
    elif not sure:
        doubts.append("giai đoạn: suy từ các năm trong văn bản, tên văn bản không ghi")
    first, last = period or (this_year, this_year + 4)
    kind, title = _title(lines)
    return Head(number or "00/NQ-HĐND", _day(lines), _issuer(lines), title, first, last, tuple(doubts), kind)


def _lines(document: Document) -> Iterator[Line]:
    for block in document.blocks:
        if isinstance(block, Line):
            yield block
        else:
            yield from (line for row in block.rows for cell in row if not cell.covered for line in cell.lines)


def _head_lines(document: Document) -> Iterator[str]:
    """Yields the lines before the text: up to «QUYẾT NGHỊ» or the first article, section or target."""
    for count, line in enumerate(_lines(document)):
        text = line.shown
        numbered = re.match(r"(?:Điều|Chương|Phần)\b|[IVX]+\b|\(?\d", line.label) is not None
        if count >= _FIRST_LINES or numbered or _BODY.match(_plain(text)):
            return
        yield from (part for part in _SIDE_BY_SIDE.split(text) if part.strip())


def _whole(lines: Iterable[str]) -> Iterator[str]:
    """Yields the lines, joined where one was cut inside a date or a span of years («… tháng 6 năm» / «2025»)."""
    held = ""
    for line in lines:
        if held and _CUT.search(held) and line[:1].isdigit():
            held = f"{held}{'' if held[-1] in '-–' else ' '}{line}"
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _plain(text: str) -> str:
    return " ".join(without_marks(text).lower().split())


def _own(lines: Iterable[str]) -> Iterator[str]:
    """Yields the lines that speak of the document itself, not of those that it rests on."""
    return (line for line in lines if not _OTHERS.match(line))


def _number(lines: list[str]) -> str:
    for pattern in (_OWN_NUMBER, _NAMED_NUMBER):
        found = next((match for line in _own(lines) if (match := pattern.search(line))), None)
        if found is not None:
            return re.sub(r"\s+", "", found["number"])
    return ""


def _day(lines: list[str]) -> str:
    found = next((match for line in _own(lines) if (match := _DAY.search(line))), None)
    return f"{int(found[1])}/{int(found[2])}/{found[3]}" if found else ""


def _issuer(lines: list[str]) -> str:
    """Returns the body that the letterhead names, with its place from the next line («HỘI ĐỒNG NHÂN DÂN», «XÃ MỸ AN»)."""
    own = [line for line in _own(lines) if not _STATE.match(line)]
    bodies: list[str] = []
    for at, line in enumerate(own):
        if _OWN_NUMBER.match(line) and bodies:
            break
        if not _BODIES.match(line) or len(line.split()) > 14:
            continue
        words = line.strip(" *_-–")
        place = next((line for line in own[at + 1 : at + 4] if _PLACES.match(line) and line.isupper()), "")
        if place and not _PLACE_WITHIN.search(words) and len(place.split()) <= 8:
            words = f"{words} {place}"
        bodies.append(words)
    if bodies:  # the letterhead names the body above the issuer first
        return _cased(bodies[-1] if _letterhead(own, bodies[-1]) else bodies[0])
    found = _ISSUER.search("\n".join(_own(lines)))
    return " ".join(found[1].split()) if found else ""


def _letterhead(lines: list[str], body: str) -> bool:
    """Returns whether ``body`` stands above the number of the document, as in a letterhead."""
    number = next((at for at, line in enumerate(lines) if _OWN_NUMBER.match(line)), 0)
    return any(line.strip(" *_-–") in body and body.startswith(line.strip(" *_-–")) for line in lines[:number])


def _cased(text: str) -> str:
    """Returns a name in capitals as running text writes it: bodies and levels in lower case, places with capitals."""
    if not text.isupper():
        return text
    words = text.lower()
    match = re.search(r"\b(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đặc khu)\s+", words)
    if match is None:
        office = re.match(r"(?:bộ|sở|phòng|ban)\s+", words)
        at = office.end() if office else 0
        return (
            f"{words[:1].upper()}{words[1:at]}{words[at : at + 1].upper()}{words[at + 1 :]}"
            if at
            else words[:1].upper() + words[1:]
        )
    name = " ".join(word[:1].upper() + word[1:] for word in words[match.end() :].split())
    return words[:1].upper() + words[1 : match.end()] + name


def _title(lines: list[str]) -> tuple[str, str]:
    """Returns the kind of the document and what it is about: the lines below its kind, as far as they go."""
    for at, line in enumerate(lines):
        kind = _KINDS.get(_plain(line))
        congress = line.isupper() and _OF_CONGRESS.match(line)
        if kind is None and not congress:
            continue
        kind = kind or "Nghị quyết"
        words: list[str] = [congress[1]] if congress else []
        for following in lines[at + 1 :]:
            if _ends_title(following, bool(words)):
                break
            words.append(following.strip(" *_"))
        if words:
            title = " ".join(words)
            programme = kind == "Kế hoạch" and re.search(r"\b(?:Chương trình)\b", title)
            return ("Chương trình" if programme else kind), title
    found = next((line for line in _own(lines) if re.match(r"(?:Về|V/v)\b", line)), "")
    return "Nghị quyết", found


def _ends_title(line: str, begun: bool) -> bool:
    if (
        _OTHERS.match(line)
        or _STATE.match(line)
        or _OWN_NUMBER.match(line)
        or re.match(r"^[-–_*\s(]", line)
        or not line.strip()
    ):
        return True
    if _BODIES.match(line) and (line.isupper() or begun) and not _CONGRESS.match(line):
        return True
    return not begun and not _ABOUT.match(line) and not line.isupper() and len(line.split()) > 40


def _period(lines: list[str], document: Document) -> tuple[tuple[int, int] | None, bool]:
    """Returns the first and last year, and whether the head names them: a title «năm 2024» is one year."""
    _, title = _title(lines)
    for text in (title, *_own(lines)):
        if (span := _PERIOD.search(text) or _SPAN.search(text)) and int(span[1]) <= int(span[2]):
            return (int(span[1]), int(span[2])), True
        if text == title and (year := _ONE_YEAR.search(title)) and not _UNTIL.search(title):
            return (int(year[1]), int(year[1])), True
    texts = [line.shown for line in _lines(document)]
    if span := next((m for text in texts if (m := _PERIOD.search(text))), None):
        return (int(span[1]), int(span[2])), False
    day = _day(lines)
    until = next((m for text in texts if (m := _UNTIL.search(text))), None)
    if until is not None and day and int(until[1]) > int(day[-4:]):
        return (int(day[-4:]) + 1, int(until[1])), False
    years = [
        int(m[1])
        for text in (title, *lines)
        for m in [_ONE_YEAR.search(text)]
        if m is not None and not _OTHERS.match(text) and not _DAY.search(text)
    ]
    return ((years[0], years[0]), False) if years else (None, False)
