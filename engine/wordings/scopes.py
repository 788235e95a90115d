"""Decides which of several numbers are goals: others describe what is counted, say how things were, or repeat a goal."""

from __future__ import annotations

import re
from itertools import pairwise

from engine.language.patterns import compiled
from engine.language.syntax import Extent
from engine.wordings.amounts import Amount
from engine.wordings.decoys import DecoyKind
from engine.wordings.leads import Lead, lead_before, upwards_behind
from engine.wordings.sentence import Sentence
from engine.wordings.wording import TargetReading, UnsureError

_SOFT = compiled(r"[,;.():\n]|\b(?:và|trong\s+đó|đồng\s+thời|riêng)\b")
_FACT = compiled(
    r"\b(?:hiện\s+nay|hiện\s+có|hiện\s+đạt|hiện\s+tại|năm\s+trước|đã\s+đạt|đã\s+có|đã\s+thực\s+hiện|kết\s+quả|thực\s+trạng)\b"
)
_ATTRIBUTE = compiled(
    r"\b(?:kinh\s+phí|nguồn\s+vốn|mức\s+hỗ\s+trợ|mức\s+đầu\s+tư|ngân\s+sách\s+(?:tỉnh|huyện|xã)\s+(?:hỗ\s+trợ)?)\b"
    r"|\b(?:công\s+suất|rộng|dài|trị\s+giá|cao)\s*$"
)
_PLACE_ITSELF = compiled(
    r"^\W*(?:toàn\s+)?(?:huyện|xã|tỉnh|thị\s+trấn|phường|thành\s+phố)\b[^,;.0-9]{0,40}\b(?:hiện\s+)?có\s+$"
)
_AGAIN = compiled(
    r"(?:\s*\(|(?:\s+[^\W\d]\w*){1,6}\s*\(\s*(?=khoảng|tương|tức|ứng|bằng))\s*(?:khoảng|tương\s+đương|tức|ứng\s+với|bằng)?\s*"
)
_AIM = compiled(r"\b(?:phấn\s+đấu|hướng\s+tới|cố\s+gắng|nỗ\s+lực|khuyến\s+khích)\b")
_NOUN_WORDS = r"(?:\s+(?!(?:đạt|có|được|là|tỷ|số|tổng|còn|giảm|tăng|từ|trên|dưới)\b)[^\W\d]\w*){1,5}"
_LISTED = compiled(
    rf"(?:\s+trở\s+lên)?{_NOUN_WORDS}(?:\s*,{_NOUN_WORDS})+\s+(?:đạt|có|được|thực\s+hiện|bảo\s+đảm|đảm\s+bảo|đáp\s+ứng|hoàn\s+thành|tham\s+gia)"
    r"(?:\s+(?:đủ|được|cả|từ|ít\s+nhất|theo))?\s+"
)
"""Words between two numbers that list who is counted, and then tell of them."""
_OR = compiled(r"\bhoặc\b|\bhay\b")


def scopes(sentence: Sentence, amounts: list[Amount]) -> list[Amount]:
    """Returns the amounts that describe what is counted, or the old level («từ 50% lên 70%»).

    Raises UnsureError.
    """
    scopes: list[Amount] = []
    for first, second in pairwise(amounts):
        between = sentence.spoken[first.at.end : second.at.start]
        if _OR.search(between):
            raise UnsureError("hai con số nối bằng «hoặc»", Extent(first.at.start, second.at.end))
        if _is_state(sentence, first, second):
            scopes.append(first)
            continue
        if _names_goal_behind(sentence, first, second):
            scopes.append(first)
            continue
        if _describes_subject(sentence, first, second):
            scopes.append(second)
            continue
        if _SOFT.search(sentence.without_decoys(first.at.end, second.at.start)):
            continue
        scopes.append(_scope_of(sentence, first, second))
    return scopes


def _names_goal_behind(sentence: Sentence, first: Amount, second: Amount) -> bool:
    """Returns whether the first number stands in a label whose goal is the second: «có chứng chỉ từ 3 tháng trở lên: 36%»."""
    before = sentence.spoken[: first.at.start]
    if ":" in before[max(before.rfind(";"), before.rfind("."), 0) :] or second is not sentence.amounts[-1]:
        return False
    between = lead_before(sentence.pieces(first.at.end, second.at.start))
    words = sentence.spoken[first.at.end : second.at.start]
    return between.has(":") and words.count(":") == 1 and "(" not in words


def _describes_subject(sentence: Sentence, first: Amount, second: Amount) -> bool:
    """Returns whether the second number tells of a list of those counted: «85% cán bộ, hội viên đạt 4 tiêu chuẩn»."""
    if not first.is_percent or second.is_percent or second.measure is None:
        return False
    own = sentence.pieces(sentence.clause_start(first, None), first.at.start)
    between = sentence.spoken[first.at.end : second.at.start]
    if any(p.kind in ("WORD", "NAME") and p.text not in ("phấn", "đấu") for p in own) or "," not in between:
        return False
    return _LISTED.fullmatch(between) is not None


def _scope_of(sentence: Sentence, first: Amount, second: Amount) -> Amount:
    """Returns which of two numbers in one clause is not the goal. Raises UnsureError."""
    pieces = sentence.pieces(first.at.end, second.at.start)
    lead = lead_before(pieces)
    own = sentence.own_lead(first)
    both = Extent(first.at.start, second.at.end)
    upwards = upwards_behind(sentence.spoken, first, own, sentence.decoys)
    if is_old_level(sentence, first, second):
        return first
    given = lead.stopped_by is not None and lead.stopped_by.text == "cho"
    if first.high is None and second.high is None and not given:
        if first.is_percent and not second.is_percent and not own.has("ABOVE", "BELOW", "FROM"):
            return second
        compared = own.has("ABOVE", "BELOW", "AT_LEAST", "AT_MOST") or upwards
        if second.is_percent and not first.is_percent and compared and lead.has("REACH", "LEAD", "REMAIN", ":"):
            return first
    stopped = lead.stopped_by
    if not lead.pieces and stopped is not None and stopped.kind == "PLACE" and not second.is_percent:
        return second
    raise UnsureError("hai con số trong một vế, không rõ số nào là mục tiêu", both)


def is_old_level(sentence: Sentence, first: Amount, second: Amount) -> bool:
    """Returns whether the words go from the first to the second: «từ 50% năm 2020 lên 70%», «năm 2025 là 4%, đến năm 2030 còn 1%»."""
    return rises_from(sentence, first, second) or _is_state(sentence, first, second)


def _is_state(sentence: Sentence, first: Amount, second: Amount) -> bool:
    """Returns whether the first number only says how things are in an earlier year than that of the second."""
    if first.unit != second.unit or sentence.next_start(first.at) != second.at.start:
        return False
    own = sentence.own_lead(first)
    other = lead_before(sentence.pieces(first.at.end, second.at.start))
    plain = [p for p in own.pieces if p.kind not in ("DECOY", "LEAD")]
    if plain or not own.has_text("là") or not other.has("REACH", "REMAIN", "UP_TO", "DOWN_TO", "AT_LEAST", "BELOW"):
        return False
    years = [re.findall(r"(?:19|20)[0-9]{2}", sentence.period(at) or "") for at in (first.at, second.at)]
    return all(years) and years[0][-1] < years[1][-1]


def rises_from(sentence: Sentence, first: Amount, second: Amount) -> bool:
    if _SOFT.search(sentence.without_decoys(first.at.end, second.at.start)) or first.unit not in ("", second.unit):
        return False
    lead = lead_before(sentence.pieces(first.at.end, second.at.start))
    own = sentence.own_lead(first)
    return own.has("FROM") and lead.has("UP_TO", "DOWN_TO", "REMAIN") and not own.has("UPWARDS")


def is_aim(sentence: Sentence, before: TargetReading, amount: Amount) -> bool:
    """Returns whether a number is only striven for, beside the one that must be reached: «95% trở lên, phấn đấu 98%»."""
    striven = _AIM.search(sentence.spoken, before.at.end, amount.at.start)
    if striven is None or before.value is None or before.unit != amount.unit or before.change is not None:
        return False
    times = (DecoyKind.PERIOD, DecoyKind.DATE)
    if any(d.kind in times and before.at.end <= d.at.start < amount.at.end for d in sentence.decoys):
        return False
    behind = sentence.pieces(striven.end(), amount.at.start)
    return not any(p.kind in ("WORD", "NAME", "INCREASE", "DECREASE") for p in behind)


def is_scope(sentence: Sentence, lead: Lead) -> bool:
    """Returns whether the number says where or with what, not how many are wanted: «tại 5 xã», «với 3 nhiệm vụ»."""
    stopped = lead.stopped_by
    if stopped is None or stopped.kind != "PLACE" or sentence.spoken[: stopped.at.end].endswith("nhà ở"):
        return False
    return all(piece.kind in ("DECOY", "YEARLY", "AVERAGE") for piece in lead.pieces)


def repeats(sentence: Sentence, amount: Amount, previous: Amount | None) -> bool:
    """Returns whether the number is the previous goal in another unit: «70% (350 hộ)»."""
    if previous is None or not _AGAIN.fullmatch(sentence.spoken, previous.at.end, amount.at.start):
        return False
    return sentence.spoken[amount.at.end :].lstrip().startswith(")")


def is_circumstance(sentence: Sentence, amount: Amount, start: int) -> bool:
    """Returns whether the number is a present state, a cost or a size, and no goal. Raises UnsureError."""
    phrase = sentence.spoken[start : amount.at.start].rpartition(",")[2]
    if _PLACE_ITSELF.match(sentence.spoken[: amount.at.start]) and amount is not sentence.amounts[-1]:
        raise UnsureError("không rõ con số là hiện trạng của địa phương hay mục tiêu", amount.at)
    return bool(_FACT.search(phrase) or _ATTRIBUTE.search(phrase))
