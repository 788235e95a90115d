"""Finds period, base and per-parts of a goal in the words around its number."""

from __future__ import annotations

import re

from engine.domain.comparisons import spellings
from engine.language.lexer import longest_first
from engine.language.syntax import Extent
from engine.wordings.amounts import Amount, per_of_decoy
from engine.wordings.decoys import Decoy, DecoyKind, of_kind
from engine.wordings.vocabulary import NOUNS

_HARD = re.compile(r"[;()]|\.(?=\s|$)")
_YEARLY = re.compile(r"\b(?:hằng|hàng|mỗi|từng)\s+(?P<unit>năm|tháng|quý)\b|\b(?P<unit2>năm|tháng)(?=\s+nào\s+cũng)")
_EACH = re.compile(r"\bmỗi\s+(?!năm\b|tháng\b|quý\b|0?1\b|một\b)")
_PER_HEAD = re.compile(r"\bđầu\s+người\b|bình\s+quân\s*/\s*người")
_UNTIL = re.compile(rf"\b{longest_first((*spellings('BEFORE', 'BY'), 'đến', 'hết')).pattern}(?:\s+là)?\s*$")
_YEARS = re.compile(r"[0-9]{4}\s*(?:[-–—÷−]|đến)\s*(?:năm\s+)?[0-9]{4}")
_PLAN = re.compile(
    r"\s*(?:so\s+với\s+)?(?P<base>(?:kế\s+hoạch|chỉ\s+tiêu|dự\s+toán|grdp|gdp|nghị\s+quyết)\b(?:\s+[^\W\d]\w*){0,4})"
)
_STOP = re.compile(r"\b(?:và|trở|đạt|trong|hằng|hàng|mỗi|vào|đến|được|có)\b.*$")


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
    before = [p for p in periods if previous <= p.start and p.end <= at.start]
    behind = [p for p in periods if at.end <= p.start < following and not _HARD.search(spoken_text, at.end, p.start)]
    if rises:
        before, periods = [], behind
        if not behind:
            return None
    earlier = [p for p in periods if p.end <= at.start]
    chosen = (before[-1:] or behind[:1] or earlier[:1] or periods[:1])[0]
    written = " ".join(text[chosen.start : chosen.end].split()).strip("()")
    years = _YEARS.search(written)
    return re.sub(r"\s*(?:[-–—÷−]|đến)\s*(?:năm\s+)?", "-", years.group()) if years else written


def base_of(
    text: str, spoken_text: str, decoys: list[Decoy], amount: Amount, next_start: int, clause_start: int
) -> str | None:
    """Returns what a percentage or change is taken of, as written: «năm 2020», «GDP»; None where it is not stated."""
    for decoy in of_kind(decoys, DecoyKind.BASE):
        behind = amount.at.end <= decoy.at.start < next_start
        before = clause_start <= decoy.at.start < amount.at.start
        if (behind and not _HARD.search(spoken_text, amount.at.end, decoy.at.start)) or before:
            written = " ".join(text[decoy.at.start : decoy.at.end].split())
            return re.sub(r"^so (?:với|cùng) ", "", written, flags=re.IGNORECASE) or None
    if amount.is_percent and (plan := _PLAN.match(spoken_text, amount.at.end, next_start)):
        stop = _STOP.search(spoken_text, plan.start("base"), plan.end("base"))
        return " ".join(text[plan.start("base") : stop.start() if stop else plan.end("base")].split())
    return None


def per_of(
    text: str, spoken_text: str, decoys: list[Decoy], amount: Amount, amounts: list[Amount], clause_start: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the per-parts, from the unit and the words before it («của 01 HTX», «mỗi xã», «hằng năm»), and doubts."""
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
    if (each := _EACH.search(clause)) and (noun := NOUNS.match(clause, each.end())):
        name = text[clause_start + noun.start() : clause_start + noun.end()]
        parts += [name] if _fresh(name, parts) else []
    if _PER_HEAD.search(clause) and _fresh("người", parts):
        parts.append("người")
    if (yearly := _YEARLY.search(clause)) and not _of_whole(amount):
        name = yearly["unit"] or yearly["unit2"]
        parts += [name] if _fresh(name, parts) else []
    return tuple(parts), tuple(doubts)


def _fresh(name: str, parts: list[str]) -> bool:
    return name.lower() not in (part.lower() for part in parts)


def _of_whole(amount: Amount) -> bool:
    return amount.is_percent and amount.low.value == 100
