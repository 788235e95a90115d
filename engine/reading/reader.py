"""The wording of a target → its readings. What is not certain is not read: a wrong threshold is worse than none."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from engine.language.numbers import NumberError
from engine.language.parser import parse_date
from engine.language.syntax import Extent
from engine.language.text import normalise
from engine.reading.decoys import blanked
from engine.reading.numbers import Found, found_numbers, is_strange, without_totals
from engine.reading.reading import Comparator, Wording, WordingReading

Direction = Literal["up", "down"]

# Words directly before a number, nearest to it; the longest that fits counts.
_BEFORE: list[tuple[str, Comparator]] = [
    (
        r"(?:không dưới|không thấp hơn|không ít hơn|không nhỏ hơn|ít nhất(?: là)?|tối thiểu(?: là)?|>=|≥)",
        Comparator.AT_LEAST,
    ),
    (
        r"(?:không quá|không vượt quá|không vượt|không lớn hơn|không cao hơn|tối đa(?: là)?|nhiều nhất(?: là)?|<=|≤)",
        Comparator.AT_MOST,
    ),
    (r"(?:trên|lớn hơn|cao hơn|nhiều hơn|hơn|>)", Comparator.ABOVE),
    (r"(?:dưới|nhỏ hơn|thấp hơn|ít hơn|<)", Comparator.BELOW),
    (r"(?:khoảng|xấp xỉ|ước khoảng|~|≈)", Comparator.ABOUT),
]
_COMPARING = [
    (re.compile(rf"(?<!\w){words}\s*(?:từ\s*)?\Z", re.IGNORECASE), comparator) for words, comparator in _BEFORE
]
_FROM = re.compile(r"(?<!\w)từ\s*\Z", re.IGNORECASE)
_UPWARDS = re.compile(r"\A(?:\s+[^\s,;()\d]+){0,4}?\s+trở lên(?!\w)")
_DOWNWARDS = re.compile(r"\A(?:\s+[^\s,;()\d]+){0,4}?\s+trở xuống(?!\w)")
_REMAINS = re.compile(
    r"(?<!\w)(?:còn|chỉ còn|xuống còn|giảm còn|xuống|giảm xuống|hạ xuống)(?:\s+(?:mức|dưới|khoảng|từ|không quá|tối đa))*\s*\Z",
    re.IGNORECASE,
)
_DOWN_TO = re.compile(r"(?<!\w)xuống(?: còn)?(?!\w)")
_DECREASES = re.compile(r"(?<!\w)giảm(?!\w)(?!\s+(?:còn|xuống))", re.IGNORECASE)
_INCREASES = re.compile(r"(?<!\w)(?:tăng|nâng)(?!\w)", re.IGNORECASE)
_RAISED = re.compile(
    r"(?<!tốc độ )(?<!tỷ lệ )(?<!tỉ lệ )(?<!mức )(?<!gia )(?<!\w)(?:tăng|nâng)(?!\w)(?! (?:dân số|chỉ số giá|giá))",
    re.IGNORECASE,
)
_NEARLY = re.compile(r"(?<!\w)(?:gần|chưa đến|chưa tới|mới đạt|chỉ đạt|chưa đạt)\s*\Z", re.IGNORECASE)
_NO_LONGER = re.compile(r"(?<!\w)không còn\s+(?P<what>[^\d,.;()\x00]+)", re.IGNORECASE)
_ALL_FALL = re.compile(r"(?<!\w)giảm\s+(?:cả\s+)?(?:\x00+|cả ba|cả 3)", re.IGNORECASE)
_ORDINAL = re.compile(
    r"(?<!\w)(?:hoàn thành(?: tốt| xuất sắc)?(?: nhiệm vụ)?|loại khá|loại tốt|khá|tốt|giỏi|trung bình|xuất sắc|tiên tiến|vững mạnh) trở lên",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"(?:trước|chậm nhất(?: là)?|không muộn hơn|muộn nhất(?: là)?|(?:[Đđ]ến|[Tt]rong)(?= (?:hết )?(?:ngày )?[\d/]+ (?:phải )?hoàn thành))"
    r"(?: đến)?(?: hết)?(?: ngày)? (?P<day>\d{1,2}/\d{1,2}/\d{4})"
)
_LOW_IS_GOOD = re.compile(
    r"tăng dân số|thất nghiệp|bội chi|nợ công|nợ xấu|tai nạn|tỷ suất sinh|tử vong|suy dinh dưỡng|trễ hẹn|quá hạn|tội phạm|"
    r"lạm phát|giá tiêu dùng|nhập siêu|tảo hôn|bỏ học|sinh con thứ|hộ nghèo|cận nghèo|thất thoát|ô nhiễm|phát thải|"
    r"lao động nông nghiệp|mù chữ|vi phạm|khiếu kiện|tiêu hao|tiêu tốn|mất cân bằng|chi phí",
    re.IGNORECASE,
)
_UNCLEAR_GOOD = re.compile(r"nhập khẩu|chi ngân sách|chi thường xuyên|dân số trung bình|quy mô dân số", re.IGNORECASE)
_NUMBER_WORDS = re.compile(
    r"(?<!\w)(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?:hợp tác xã|HTX|tổ hợp tác|mô hình|xã|trường|sản phẩm|dự án|công trình|thôn|ấp)(?!\w)",
    re.IGNORECASE,
)
_SPELT = re.compile(
    r"(?<!\w)(?:ít nhất|tối thiểu|trên|không quá|không dưới|tối đa|dưới) (?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?!\w)(?! (?:phần|số|bước|năm|vạn|ha)\b)",
    re.IGNORECASE,
)
_MULTIPLE = re.compile(r"(?<!\w)gấp (?:đôi|rưỡi|\d)|một nửa|phân nửa|(?<!\w)1/\d", re.IGNORECASE)
_VERBS = re.compile(
    r"(?<!\w)(?:củng cố|nâng cao|duy trì|hoàn thiện|hoàn thành|tăng cường|xây dựng|đẩy mạnh|phát triển|giữ vững|bảo đảm|đảm bảo|"
    r"thực hiện|phấn đấu|tiếp tục|khuyến khích|hỗ trợ|đổi mới|kiện toàn|triển khai|mở rộng|huy động|cải thiện|bảo vệ|"
    r"tổ chức|thành lập|khắc phục|ngăn chặn|kiềm chế|chăm lo|phát huy|đạt chuẩn)(?!\w)",
    re.IGNORECASE,
)
_COMPOSITION = re.compile(r"(?<!\w)(?:cơ cấu|khu vực I)(?!\w)", re.IGNORECASE)
_PERIOD = re.compile(
    r"(?:đến|vào|trong|hết)?\s*(?:cuối |hết )?(?:năm (?:19|20)\d{2}|nhiệm kỳ)|(?:giai đoạn|thời kỳ|nhiệm kỳ)\s*(?:19|20)\d{2}\s*[-–—]\s*(?:19|20)\d{2}|"
    r"(?:hàng|hằng|mỗi) năm",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"so với ([^,;.()]+)|(?<=%)\s*(chỉ tiêu(?: trên)? giao|chỉ tiêu|kế hoạch(?: giao)?|dự toán(?: giao)?|GDP|GRDP)"
)
_EVERY_YEAR = re.compile(r"(?<!\w)(?:mỗi|hàng|hằng) năm(?!\w)", re.IGNORECASE)
_PER_ONE = re.compile(
    r"(?:của|bình quân(?: của)?|trên|mỗi)\s+(?:0?1|một)\s+(?P<one>hợp tác xã|tổ hợp tác|HTX|THT|lao động|người|hộ|xã|ha|vạn dân)(?!\w)"
)
_PER_PERSON = re.compile(r"bình quân(?: đầu)?(?:\s*/\s*| đầu )người|bình quân/người", re.IGNORECASE)
_EACH = re.compile(r"(?<!\w)[Mm]ỗi (?P<each>xã|phường|tỉnh|huyện|thôn|ấp|hộ|trường|đơn vị)(?!\w)")


def read_wording(text: str) -> Wording:
    """The readings of ``text``; abstains, with the reason in Vietnamese, where the words do not settle the threshold."""
    text = normalise(text)
    shown = without_totals(blanked(text))
    if is_strange(shown):
        return Wording(text, (), "có con số viết theo lối khác (dấu chấm thập phân, phân số…), không đọc chắc được")
    try:
        numbers = list(found_numbers(shown))
    except NumberError as error:
        return Wording(text, (), error.message)
    if _SPELT.search(text):
        return Wording(text, (), "con số viết bằng chữ, không đọc chắc được")
    numbers = [found for found in numbers if not _is_denominator(found, numbers) and not _is_start(found, numbers)]
    numbers = _without_scopes(numbers)
    if any(_competes(one, other) for one, other in pairwise(numbers)):
        return Wording(text, (), "một vế có hai con số, không rõ số nào là mục tiêu")
    whole = _whole_sentence(text, shown, numbers)
    if whole is not None:
        return whole
    readings: list[WordingReading] = []
    ends = [found.whole.start for found in numbers[1:]] + [len(text)]
    for found, end in zip(numbers, ends, strict=True):
        reading = _of_number(found, text, end)
        if isinstance(reading, str):
            if not readings:
                return Wording(text, (), reading)
            continue
        readings.append(reading)
    main = [r for r, f in zip(readings, numbers, strict=False) if not f.in_brackets]
    ordered = [*main, *(r for r in readings if r not in main)]
    return Wording(text, tuple(_shared_per(ordered, shown))) if ordered else Wording(text, (), "không thấy ngưỡng nào")


# ---------------------------------------------------------------- sentences that are read as a whole


def _whole_sentence(text: str, shown: str, numbers: list[Found]) -> Wording | None:
    """Readings that a single number does not carry: không còn, deadlines, ranks, compositions, and no number at all."""
    gone = _NO_LONGER.search(shown)
    if gone is not None:
        rest = [f for f in numbers if f.whole.start > gone.end() and "," in shown[gone.end() : f.whole.start]]
        unit = re.split(r"\s+(?:trong|ở|trên|theo|dưới|vào|có|do)\b", gone["what"].strip())[0].strip()
        zero = WordingReading(
            Comparator.EQUAL,
            "explicit",
            Fraction(0),
            None,
            unit,
            direction="down",
            period=_period(text),
            compared_at=Extent(*gone.span()),
        )
        others = [r for f in rest if isinstance(r := _of_number(f, text, len(text)), WordingReading)]
        return Wording(text, (zero, *others))
    if _COMPOSITION.search(text) and sum(f.unit == "%" for f in numbers) >= 3:
        parts = [r for f in numbers if isinstance(r := _of_number(f, text, len(text)), WordingReading)]
        return Wording(text, (WordingReading(Comparator.COMPOSITION, "implied", unit="%", direction="up"), *parts))
    return _without_numbers(text, shown) if not numbers else None


def _without_numbers(text: str, shown: str) -> Wording:
    if (deadline := _DEADLINE.search(text)) is not None:
        day = _day(deadline["day"])
        if day is None:
            return Wording(text, (), f"«{deadline['day']}» không phải là một ngày")
        at = Extent(*deadline.span("day"))
        reading = WordingReading(
            Comparator.DEADLINE, "explicit", Fraction(day.toordinal()), unit="ngày", direction="down", at=at
        )
        return Wording(text, (reading,))
    if _ALL_FALL.search(shown):
        return Wording(text, (WordingReading(Comparator.ALL_DECREASE, "explicit", Fraction(0), base=_base(text)),))
    if (rank := _ORDINAL.search(text)) is not None:
        reading = WordingReading(
            Comparator.ORDINAL, "explicit", unit=rank[0], period=_period(text), compared_at=Extent(*rank.span())
        )
        return Wording(text, (reading,))
    if _NUMBER_WORDS.search(text) or _MULTIPLE.search(text):
        return Wording(text, (), "con số viết bằng chữ, không đọc chắc được")
    if _VERBS.search(text):
        return Wording(text, (WordingReading(Comparator.QUALITATIVE, "implied", period=_period(text)),))
    return Wording(text, (), "không thấy con số hay động từ nào nêu mục tiêu")


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


# ---------------------------------------------------------------- one number


def _is_start(found: Found, numbers: list[Found]) -> bool:
    """«giảm từ 3,5% xuống còn 2%»: the value that the course starts from."""
    if found.high is not None or not _FROM.search(found.before):
        return False
    later = [f for f in numbers if f.whole.start > found.whole.end and f.clause == found.clause]
    return any(re.search(r"(?<!\w)(?:lên|xuống|còn)(?!\w)[^\d]*\Z", f.before) for f in later)


_STATES = re.compile(
    r"(?:(?<!\w)(?:đạt|là|chiếm|còn)(?:\s+(?:từ|trên|dưới|khoảng|ít nhất|tối thiểu|không quá))?|:)\s*\Z", re.IGNORECASE
)


def _without_scopes(numbers: list[Found]) -> list[Found]:
    """«tiêm đủ 8 loại vắc xin đạt 95%»: a count before the stated percentage of the same clause says of what."""
    kept = []
    for index, found in enumerate(numbers):
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        scope = (
            following is not None
            and following.clause == found.clause
            and found.unit not in ("%", "‰")
            and following.unit in ("%", "‰")
            and _STATES.search(following.before) is not None
            and _STATES.search(found.before) is None
        )
        if not scope:
            kept.append(found)
    return kept


def _competes(one: Found, other: Found) -> bool:
    """Whether two counts of one clause, not joined by «và» or a comma, leave open which is the goal."""
    if one.clause != other.clause or "%" in (one.unit, other.unit):
        return False
    between = other.before[len(one.before) + (one.whole.end - one.whole.start) :]
    return _STATES.search(other.before) is not None and not re.search(r"(?<!\w)(?:và|,)", between)


def _is_denominator(found: Found, numbers: list[Found]) -> bool:
    """«thu nhập 1 ha đất … đạt 150 triệu đồng»: a one that another number of the clause is meant per."""
    if found.low != 1 or found.high is not None or found.unit not in ("ha", "lao động", "người", "hộ", "HTX", "THT"):
        return False
    later = [f for f in numbers if f.whole.start > found.whole.end and f.clause == found.clause]
    return (
        bool(later)
        and re.search(r"(?:bình quân|thu nhập|giá trị|doanh thu|lợi nhuận)[^;]*\Z", found.before, re.I) is not None
    )


def _of_number(found: Found, text: str, end: int) -> WordingReading | str:
    """The reading of one number, or why it cannot be read; what it is compared with stands before ``end``."""
    if re.search(r"(?<!\w)vượt(?: mức)?\s*\Z", found.before):
        return "«vượt …» có thể là vượt bao nhiêu, có thể là vượt mức nào"
    if _NEARLY.search(found.before):
        return "«gần», «chưa đến», «chỉ đạt» không nêu một mức phải đạt"
    if found.low > (found.high if found.high is not None else found.low):
        return "khoảng có đầu lớn hơn cuối"
    original = text[: found.whole.start]
    clause_before = original[len(original) - len(found.before) :]
    subject = clause_before or original
    decrease = _is_decrease(found, clause_before)
    comparator, basis, compared_at = _comparator(found)
    if comparator is None:
        return f"«từ {text[found.number.start : found.number.end]}» thiếu «trở lên» hoặc «đến …»"
    direction = _direction(comparator, found, subject, original, decrease)
    unsure: list[str] = []
    if comparator is Comparator.AT_LEAST and basis == "implied" and direction == "down":
        comparator = Comparator.AT_MOST
        if not _REMAINS.search(found.before):
            unsure.append("chỉ có con số; hiểu là không quá, vì số này càng thấp càng tốt")
    if comparator is Comparator.AT_LEAST and basis == "implied" and _UNCLEAR_GOOD.search(subject):
        comparator, direction = Comparator.UNCLEAR, "up"
        unsure.append("không rõ tăng hay giảm mới là tốt")
    if comparator is Comparator.AT_LEAST and basis == "implied" and found.low == 100 and found.unit == "%":
        comparator = Comparator.EQUAL
    if not found.unit:
        unsure.append("không thấy đơn vị")
    elif not found.unit_is_known:
        unsure.append(f"đơn vị «{found.unit}» đọc theo chữ đứng sau con số")
    return WordingReading(
        comparator,
        basis,
        found.low,
        found.high,
        _unit(found, decrease, subject),
        _per(found, text, original),
        direction,
        _period(text),
        _base(text[found.whole.start : end]),
        decrease,
        found.number,
        compared_at,
        tuple(unsure),
    )


def _comparator(found: Found) -> tuple[Comparator | None, Literal["explicit", "implied"], Extent | None]:
    start = found.whole.start - len(found.before)
    upwards, downwards = _UPWARDS.match(found.after), _DOWNWARDS.match(found.after)
    before = next(((m, c) for pattern, c in _COMPARING if (m := pattern.search(found.before))), None)
    if found.high is not None:
        at = Extent(found.number.start, found.number.end)
        return (
            (Comparator.RANGE, "explicit", at)
            if before is None or before[1] is Comparator.ABOUT
            else (None, "explicit", None)
        )
    if upwards or downwards:
        if before is not None and before[1] is not Comparator.ABOUT:
            return None, "explicit", None
        match = upwards or downwards
        assert match is not None
        at = Extent(found.whole.end, found.whole.end + match.end())
        return (Comparator.AT_LEAST if upwards else Comparator.AT_MOST), "explicit", at
    if before is not None:
        match, comparator = before
        return comparator, "explicit", Extent(start + match.start(), start + len(match.string[: match.end()].rstrip()))
    if _FROM.search(found.before):
        return None, "explicit", None
    return Comparator.AT_LEAST, "implied", None


def _is_decrease(found: Found, before: str) -> bool:
    """Whether the number is an amount of decrease («giảm 2%»), not a level («giảm còn 2%»)."""
    if _REMAINS.search(found.before) or _DOWN_TO.search(before):
        return False
    falls = [m.end() for m in _DECREASES.finditer(before)]
    rises = [m.end() for m in _INCREASES.finditer(before)]
    return bool(falls) and (not rises or falls[-1] > rises[-1])


def _direction(comparator: Comparator, found: Found, subject: str, original: str, decrease: bool) -> Direction:
    if comparator in (Comparator.BELOW, Comparator.AT_MOST):
        return "down"
    if comparator in (Comparator.ABOVE,) or decrease:
        return "up"
    if _REMAINS.search(found.before) or _DOWN_TO.search(subject):
        return "down"
    if comparator is Comparator.AT_LEAST and _UPWARDS.match(found.after):
        return "up"
    explicit = any(pattern.search(found.before) for pattern, c in _COMPARING if c is Comparator.AT_LEAST)
    raised = _RAISED.search(subject)
    return "down" if _LOW_IS_GOOD.search(subject) and not explicit and not raised else "up"


def _unit(found: Found, decrease: bool, subject: str) -> str:
    per_year = "/năm" if "năm" in found.per and found.unit in ("%", "‰") else ""
    if not decrease:
        return found.unit + per_year
    rate = found.unit == "%" and re.search(r"tỷ lệ|tỉ lệ|giảm nghèo|tỷ suất", subject, re.IGNORECASE)
    return f"{'điểm ' if rate else ''}{found.unit}{per_year} (mức giảm)" if found.unit else "(mức giảm)"


def _per(found: Found, text: str, original: str) -> tuple[str, ...]:
    """The per-parts: behind the unit, «của 01 HTX», «bình quân đầu người», «mỗi năm», «mỗi xã»."""
    per = [part for part in found.per if not (part == "năm" and found.unit in ("%", "‰"))]
    counts = found.unit not in ("%", "‰")
    for match in _PER_ONE.finditer(original):
        if counts or match["one"] in ("vạn dân", "ha"):
            per.append(match["one"])
    if counts and (_PER_PERSON.search(original) or re.search(r"bình quân đầu người", original)):
        per.append("người")
    clause = original[len(original) - len(found.before) :]
    if counts and _EVERY_YEAR.search(clause):
        per.append("năm")
    if (each := _EACH.search(original)) is not None and counts:
        per.append(each["each"])
    return tuple(dict.fromkeys(per))


def _shared_per(readings: list[WordingReading], shown: str) -> list[WordingReading]:
    """«10 bác sĩ và 30 giường bệnh/1 vạn dân»: what two numbers joined by «và» are per."""
    shared = list(readings)
    for index, (one, other) in enumerate(pairwise(readings)):
        if one.at is None or other.at is None or one.per or not other.per:
            continue
        if re.search(r"(?<!\w)và(?!\w)", shown[one.at.end : other.at.start]):
            shared[index] = one._replace(per=other.per)
    return shared


def _period(text: str) -> str:
    match = _PERIOD.search(re.sub(r"so với [^,;.()]+", "", text))
    return " ".join(match[0].split()) if match else ""


def _base(text: str) -> str:
    match = _BASE.search(text)
    return " ".join((match[1] or match[2]).split()) if match else ""
