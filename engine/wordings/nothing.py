"""Reads clauses that want none of something («không để xảy ra cháy rừng», «không còn nhà tạm») as exactly 0, of which less is better."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.language.patterns import compiled
from engine.language.syntax import Direction, Extent
from engine.wordings.vocabulary import LOWER_BETTER, NOUNS, PREDICATES
from engine.wordings.wording import Basis, Comparator, TargetReading, Unread

_NONE = compiled(
    r"\bkhông\s+(?:(?:được\s+)?(?:để\s+(?:xảy\s+ra|phát\s+sinh|còn|có|tồn\s+tại|diễn\s+ra)|(?:xảy|diễn)\s+ra|phát\s+sinh|tồn\s+tại|để)"
    r"|có|còn)(?:\s+tình\s+trạng)?(?:\s+(?:một|bất\s+kỳ|bất\s+cứ))?(?=\s+[^\W\d])"
)
_NO_ONE = compiled(r"\bkhông\s+(?:một\s+)?(?=(?:[^\W\d]\w*,?\s+){1,6}?nào\b)")
_EVENT = compiled(r"\bkhông\s+(?:được\s+)?(?:để|xảy|diễn|phát|tồn)\b")
_OPENING = compiled(
    r"(?:^|[,;.:(\n]|\b(?:và|đồng\s+thời|phấn\s+đấu|bảo\s+đảm|đảm\s+bảo|duy\s+trì|giữ\s+vững|cơ\s+bản|tuyệt\s+đối|kiên\s+quyết|"
    r"hằng\s+năm|hàng\s+năm|mỗi\s+năm|địa\s+bàn(?:\s+(?:xã|huyện|tỉnh|phường|thành\s+phố))?|(?:trên|trong|toàn|ở|tại)\s+(?:toàn\s+)?"
    r"(?:xã|huyện|tỉnh|phường|thị\s+trấn|thành\s+phố|ngành|địa\s+phương|khu\s+vực)))\s*$"
)
_SOFTLY = compiled(r"\bcơ\s+bản\s*$")
_BELONGING = compiled(r"\b(?:tỷ\s+lệ|số|tổng\s+số)\b[^,;.:()]*$")
_STOP = compiled(rf"[;()\n]|\.(?=\s|$)|,(?=\s*(?:{PREDICATES}|[0-9]))|\s+và(?=\s+(?:{PREDICATES}))")
_PRAISE = compiled(
    r"\b(?:tốt|giỏi|khá|xuất\s+sắc|đạt\s+chuẩn|tiên\s+tiến|kiểu\s+mẫu|vững\s+mạnh|điển\s+hình|hiệu\s+quả)\b"
)
_SPOILT = compiled(
    r"\b(?:không|chưa|thiếu|mất|kém|yếu|trắng|vi\s+phạm|trái|khó\s+khăn|phức\s+tạp|nóng|lậu|ma\s+túy|xấu|trọng\s+án|tệ\s+nạn)\b"
)
_CASES = compiled(r"\b(?:tảo\s+hôn|hôn\s+nhân\s+cận\s+huyết|bỏ\s+học|sinh\s+con|tử\s+vong|mắc|nhiễm)\b")
_LEVELS = compiled(
    r"\b(?:quá|vượt|trên|dưới|hơn|cao\s+hơn|thấp\s+hơn|tỷ\s+lệ|tỷ\s+suất|mức|số|từ|ít\s+nhất|tối\s+thiểu|nhiều\s+hơn|lớn\s+hơn)\b"
)


class Nothing(NamedTuple):
    """A clause that wants none: its reading or why there is none, and the stretch in which numbers describe what is counted.

    Where ``beyond``, a number in the stretch is a bound that nothing may pass («không xã nào dưới 5», «không có quá 3 vụ»), and
    there is no reading of zero; ``each`` is the noun of «không xã nào».
    """

    found: TargetReading | Unread
    at: Extent
    beyond: bool
    each: Extent | None


def find_nothing(text: str, spoken_text: str, numbers: Sequence[Extent]) -> Iterator[Nothing]:
    """Yields the clauses that want none, in order; ``numbers`` are the places of amounts."""
    end = 0
    while match := _next(spoken_text, end):
        end = match.end()
        stop = _STOP.search(spoken_text, end)
        at = Extent(match.start(), stop.start() if stop else len(spoken_text.rstrip(" .")))
        if not _opens(spoken_text, match.start(), numbers) or at.end <= match.end():
            continue
        own = [n for n in numbers if at.start <= n.start < at.end]
        each = _each(spoken_text, match, at)
        beyond = bool(own) and (each is not None or bool(_LEVELS.match(spoken_text[match.end() :].lstrip())))
        yield Nothing(_read(text, spoken_text, match, at, each, bool(own)), at, beyond, each if own else None)
        end = at.end


def _next(spoken_text: str, at: int) -> re.Match[str] | None:
    found = [m for m in (_NONE.search(spoken_text, at), _NO_ONE.search(spoken_text, at)) if m]
    return min(found, key=lambda m: (m.start(), -m.end()), default=None)


def _opens(spoken_text: str, at: int, numbers: Sequence[Extent]) -> bool:
    """Returns whether the negation begins a clause, and does not describe what another number counts."""
    before = spoken_text[:at]
    if _OPENING.search(before):
        return not _BELONGING.search(re.sub(r"\b(?:và|đồng\s+thời)\s*$", "", before)) or before.rstrip().endswith(",")
    clause = re.split(r"[,;.:(\n]", before)[-1]
    return bool(_EVENT.match(spoken_text, at)) and not _BELONGING.search(before) and not re.search(r"[0-9]", clause)


def _each(spoken_text: str, match: re.Match[str], at: Extent) -> Extent | None:
    """Returns the noun of «không (có) xã nào»."""
    which = re.search(r"\bnào\b", spoken_text[match.end() : at.end])
    if which is None:
        return None
    words = spoken_text[match.end() : match.end() + which.start()]
    start = match.end() + len(words) - len(words.lstrip())
    return Extent(start, match.end() + len(words.rstrip())) if words.strip() else None


def _read(
    text: str, spoken_text: str, match: re.Match[str], at: Extent, each: Extent | None, bounded: bool
) -> TargetReading | Unread:
    """Returns zero of what the clause names; ``bounded`` where numbers say which of them («xã dưới 15 tiêu chí»)."""
    what = spoken_text[match.end() : at.end].strip()
    if _SOFTLY.search(spoken_text[: match.start()]):
        return Unread(at, "chỉ «cơ bản» không còn, không rõ được phép còn bao nhiêu")
    if _PRAISE.search(what) and not _SPOILT.search(what):
        return Unread(at, "câu muốn không có một điều tốt; không rõ ý")
    event = bool(_EVENT.match(spoken_text, match.start()))
    bad = bounded or LOWER_BETTER.search(what) or _SPOILT.search(what)
    if (match.group().startswith("không có") and not bad) or (each is not None and not event and not bad):
        return Unread(at, "không rõ đây có phải điều phải tránh không")
    start = match.end() + len(spoken_text[match.end() :]) - len(spoken_text[match.end() :].lstrip())
    noun = NOUNS.match(spoken_text, start)
    assumed = "trường hợp" if _CASES.search(what) else "vụ"
    unit = " ".join(text[noun.start() : noun.end()].split()) if noun else assumed
    return TargetReading(
        Comparator.EQUAL,
        Basis.EXPLICIT,
        Extent(match.start(), noun.end() if noun else len(spoken_text[: at.end].rstrip(" ,;."))),
        value=Fraction(0),
        unit=unit,
        direction=Direction.DOWN,
        unit_at=Extent(*noun.span()) if noun else None,
        comparator_at=(Extent(match.start(), len(spoken_text[: match.end()].rstrip())),),
        assumed=() if noun else ("unit",),
        doubts=() if noun else (f"câu không nêu đơn vị đếm: tạm đếm theo {unit}",),
    )
