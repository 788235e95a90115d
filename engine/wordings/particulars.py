"""Finds period, base and per-parts of a goal in the words around its number."""

from __future__ import annotations

import re

from engine.domain.comparisons import spellings
from engine.language.patterns import compiled
from engine.language.syntax import Extent
from engine.language.vocabulary import text_of_longest_first
from engine.wordings.amounts import Amount
from engine.wordings.decoys import Decoy, DecoyKind, of_kind
from engine.wordings.measures import per_of_decoy
from engine.wordings.vocabulary import NOUNS

_HARD = compiled(r"[;()]|\.(?=\s|$)")
_YEARLY = compiled(
    r"(?<!cây\s)\b(?:hằng|hàng|mỗi|từng)\s+(?P<unit>năm|tháng|quý)\b|\b(?P<unit2>năm|tháng)(?=\s+nào\s+cũng)"
)
_SPLIT = compiled(r"[,;.]|\b(?:và|đến|lên|tăng|rồi|còn)\b")
_AVERAGE = compiled(r"\b(?:bình\s+quân|trung\s+bình)\s*$")
_ADDED = compiled(
    r"\b(?:trong|sau|qua|cả|suốt)\s+(?:vòng\s+)?(?:0?[2-9]|1[0-9]|hai|ba|bốn|năm)\s+năm\b(?!\s+(?:19|20)[0-9]{2})|"
    r"\b(?:cả|toàn|trong|suốt)\s+(?:giai\s+đoạn|nhiệm\s+kỳ|thời\s+kỳ|khóa)\b|\blũy\s+kế\b|\bcộng\s+dồn\b|\bkế\s+hoạch\s+0?5\s+năm\b|^\W*0?5\s+năm\b|\b0?5\s+năm(?=\s+(?:đạt|là|tổng|phấn|tới)\b)"
)
_DEEDS = compiled(
    r"\b(?:trồng|xây\s+dựng|thành\s+lập|kết\s+nạp|phát\s+triển\s+(?:mới|thêm)|đào\s+tạo|tạo\s+việc\s+làm|giải\s+quyết\s+việc\s+làm|sửa\s+chữa|xóa|"
    r"hỗ\s+trợ|thu\s+hút|vận\s+động|huy\s+động|xử\s+lý|cứng\s+hóa|nâng\s+cấp|làm\s+mới|tổng\s+(?:vốn|thu|chi|mức)|cấp\s+mới|mở\s+mới)\b"
)
_EACH = compiled(r"\b(?:mỗi|từng)\s+(?!năm\b|tháng\b|quý\b|0?1\b|một\b)")
_EACH_NOUN = compiled(
    r"[^\W\d]\w*(?:\s+(?!có\b|đạt\b|được\b|phải\b|mỗi\b|là\b)[^\W\d]\w*){0,4}?(?=\s+(?:có|đạt|được|phải|mỗi|là)\b)|[^\W\d]\w*"
)
"""The noun behind «mỗi», which may be any: up to its verb, else one word."""
_PER_HEAD = compiled(r"\bđầu\s+người\b|bình\s+quân\s*/\s*người")
_UNTIL = compiled(rf"\b{text_of_longest_first((*spellings('BEFORE', 'BY'), 'đến', 'hết'))}(?:\s+là)?\s*$")
_YEARS = compiled(r"[0-9]{4}\s*(?:[-–—÷−]|đến)\s*(?:năm\s+)?[0-9]{4}")
_PLAN = compiled(
    r"\s*(?:so\s+với\s+)?(?P<base>(?:kế\s+hoạch|chỉ\s+tiêu|dự\s+toán|grdp|gdp|nghị\s+quyết)\b(?:\s+[^\W\d]\w*){0,4})"
)
_BASE_LEAD = compiled(
    r"^(?:so (?:với |cùng (?!kỳ))?|(?:cao|nhiều|lớn|tăng|thấp|ít|giảm) hơn |(?:so với|của|mức) )+", re.IGNORECASE
)
_STOP = compiled(r"\b(?:và|trở|đạt|trong|hằng|hàng|mỗi|vào|đến|được|có)\b.*$")


def period_of(
    text: str, spoken_text: str, decoys: list[Decoy], at: Extent, amounts: list[Extent], rises: bool
) -> str | None:
    """Returns the period of the goal at ``at``: that of its own clause, else the first of the text; None without one.

    Where the goal ``rises`` from an old level, a period before it is that of the old level.
    """
    dates = [d.at for d in of_kind(decoys, DecoyKind.DATE) if _UNTIL.search(spoken_text[: d.at.start])]
    periods = sorted([d.at for d in of_kind(decoys, DecoyKind.PERIOD)] + dates)
    if not periods:
        yearly = _YEARLY.search(spoken_text)
        return None if yearly is None else f"hằng {yearly['unit'] or yearly['unit2']}"
    previous = max((a.end for a in amounts if a.end <= at.start), default=0)
    following = min((a.start for a in amounts if a.start >= at.end), default=len(text))
    before = [
        p for p in periods if previous <= p.start and p.end <= at.start and not _is_behind(spoken_text, previous, p, at)
    ]
    behind = [
        p
        for p in periods
        if at.end <= p.start < following
        and not _HARD.search(spoken_text, at.end, p.start)
        and (following == len(text) or _is_behind(spoken_text, at.end, p, Extent(following, following)))
    ]
    if rises:
        before, periods = [], behind
        if not behind:
            return None
    earlier = [p for p in periods if p.end <= at.start]
    # behind the last number it may be shared by all before it («A 80%, B 90% vào năm 2030»)
    shared = [p for p in periods if p.start >= max((a.end for a in amounts), default=0)]
    own = before[-1:] or behind[:1] or earlier[:1] or shared[:1]
    if not own:
        return None
    chosen = own[0]
    written = " ".join(text[chosen.start : chosen.end].split()).strip("()")
    years = _YEARS.search(written)
    return re.sub(r"\s*(?:[-–—÷−]|đến)\s*(?:năm\s+)?", "-", years.group()) if years else written


def _is_behind(spoken_text: str, previous: int, period: Extent, at: Extent) -> bool:
    """Returns whether a period between two numbers belongs to the one before it: «3% vào năm 2027 và dưới 1% vào năm 2030»."""
    if previous == 0:
        return False
    return not _SPLIT.search(spoken_text, previous, period.start) and bool(
        _SPLIT.search(spoken_text, period.end, at.start)
    )


def recurrence_of(spoken_text: str, clause: Extent, lead: int) -> tuple[str | None, bool]:
    """Returns «hằng năm», «hằng quý», «hằng tháng» or «bình quân hằng năm» of a clause, and whether the clause itself says it.

    Else the words that begin the text say it, up to ``lead``.
    """
    for match, own in (
        (_YEARLY.search(spoken_text, clause.start, clause.end), True),
        (_YEARLY.match(spoken_text[:lead].lstrip()), False),
    ):
        if match is not None:
            unit = match["unit"] or match["unit2"]
            before = spoken_text[: match.start()] if own else ""
            return (f"bình quân hằng {unit}" if _AVERAGE.search(before) else f"hằng {unit}"), own
    return None, False


def accumulation_of(spoken_text: str, clause: Extent, period: str | None) -> tuple[bool, bool]:
    """Returns whether a number of the clause adds up over several years, and whether the words say so («trong 5 năm»)."""
    words = spoken_text[clause.start : clause.end]
    if _ADDED.search(words):
        return True, True
    return bool(period and _YEARS.fullmatch(period) and _DEEDS.search(words)), False


def each_of(text: str, spoken_text: str, clause: Extent) -> str | None:
    """Returns the noun of «mỗi xã», of each of which the goal holds; None without one."""
    words = spoken_text[clause.start : clause.end]
    match = _EACH.search(words)
    if match is None or _AVERAGE.search(words[: match.start()]):  # «bình quân mỗi người dân» holds for none of them
        return None
    noun = NOUNS.match(words, match.end()) or _EACH_NOUN.match(words, match.end())
    return text[clause.start + noun.start() : clause.start + noun.end()] if noun else None


def base_of(
    text: str, spoken_text: str, decoys: list[Decoy], amount: Amount, next_start: int, clause_start: int
) -> str | None:
    """Returns what a percentage or change is taken of, as written: «năm 2020», «GDP»; None where it is not stated."""
    for decoy in of_kind(decoys, DecoyKind.BASE):
        behind = amount.at.end <= decoy.at.start < next_start
        before = clause_start <= decoy.at.start < amount.at.start
        if (behind and not _HARD.search(spoken_text, amount.at.end, decoy.at.start)) or before:
            written = " ".join(text[decoy.at.start : decoy.at.end].split())
            return _BASE_LEAD.sub("", written).strip("() ") or None
    if amount.is_percent and (plan := _PLAN.match(spoken_text, amount.at.end, next_start)):
        stop = _STOP.search(spoken_text, plan.start("base"), plan.end("base"))
        return " ".join(text[plan.start("base") : stop.start() if stop else plan.end("base")].split())
    return None


def per_of(
    text: str, spoken_text: str, decoys: list[Decoy], amount: Amount, amounts: list[Amount], clause_start: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the per-parts, from the unit and the words before it («của 01 HTX», «mỗi xã», «bình quân hằng năm»), and doubts."""
    parts = list(amount.per)
    doubts: list[str] = []
    clause = spoken_text[clause_start : amount.at.start]
    following = next((a for a in amounts if a.at.start >= amount.at.end), None)
    if not parts and following is not None and following.per:
        between = spoken_text[amount.at.end : following.at.start].strip()
        if between == "và":
            parts += following.per
            doubts.append(f"«/{'/'.join(following.per)}» được đọc cho cả hai con số")
    for decoy in of_kind(decoys, DecoyKind.DENOMINATOR):
        near = clause_start <= decoy.at.start < (following.at.start if following else len(text))
        if near and (name := per_of_decoy(decoy, text)) and _fresh(name, parts):
            parts.append(name)
    if each := each_of(text, spoken_text, Extent(clause_start, amount.at.start)):
        parts += [each] if _fresh(each, parts) else []
    if _PER_HEAD.search(clause) and _fresh("người", parts):
        parts.append("người")
    yearly = _YEARLY.search(clause)
    if yearly and _AVERAGE.search(clause[: yearly.start()]) and not _of_whole(amount):
        name = yearly["unit"] or yearly["unit2"]
        parts += [name] if _fresh(name, parts) else []
    return tuple(parts), tuple(doubts)


def _fresh(name: str, parts: list[str]) -> bool:
    return name.lower() not in (part.lower() for part in parts)


def _of_whole(amount: Amount) -> bool:
    return amount.is_percent and amount.low.value == 100
