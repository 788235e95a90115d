"""Decides whether a number is a level or the size of a change, from the words around it."""

from __future__ import annotations

from engine.language.patterns import compiled
from engine.wordings.amounts import Amount
from engine.wordings.setting import Setting, offset
from engine.wordings.wording import Change, UnsureError

_NAMED_CHANGE = compiled(r"(?:tỷ\s+lệ|mức|tốc\s+độ|số|tỷ\s+suất)\s+(?P<way>tăng|giảm)\b(?!\s+(?:dân\s+số|tự\s+nhiên))")
_COMPOUND = compiled(r"giảm\s+(?:nghèo|thiểu|nhẹ|trừ|phát(?!\s+thải)|cân|tải|giá)")
_LESS_POVERTY = compiled(r"\bgiảm\s+nghèo(?:\s+(?:bình\s+quân|trung\s+bình|(?:hằng|hàng|mỗi)\s+năm|đạt|từ|trên))*\s*$")
_HIGHER = compiled(r"^(?:cao|nhiều|lớn|tăng)\s+hơn\b")
_LOWER = compiled(r"^(?:thấp|ít|giảm)\s+hơn\b")


def change_of(amount: Amount, setting: Setting) -> Change | None:
    """Returns the increase or decrease of which the number is the size; None where it is a level.

    Raises UnsureError.
    """
    lead, clause = setting.lead, setting.clause
    if lead.has("INCREASE") and lead.has("DECREASE"):
        raise UnsureError("có cả «tăng» và «giảm»", amount.at)
    if (way := _way_from_base(setting)) is not None:
        return way
    if lead.has("REMAIN", "DOWN_TO", "UP_TO"):
        return None
    if lead.has("DECREASE") or _LESS_POVERTY.search(clause):
        return Change.DECREASE
    if any(p.kind == "INCREASE" and p.text != "tăng trưởng" for p in lead.pieces):
        return Change.INCREASE
    if named := list(_NAMED_CHANGE.finditer(clause)):
        return Change.DECREASE if named[-1]["way"] == "giảm" else Change.INCREASE
    verb = next((p for p in reversed(setting.pieces) if p.kind in ("DECREASE", "DOWN_TO")), None)
    if verb is None or _COMPOUND.match(clause, verb.at.start - offset(setting)):
        return None
    broken = "," in clause[verb.at.end - offset(setting) :]
    reaches = lead.has("REACH", "LEAD")
    if broken and reaches:
        return None
    if broken or reaches:
        raise UnsureError("không rõ con số là mức giảm hay mức sau khi giảm", amount.at)
    return Change.DECREASE


def _way_from_base(setting: Setting) -> Change | None:
    """Returns the change of «cao hơn năm 2025 là 10%», whose number is the distance from the level of before."""
    for piece in setting.lead.pieces:
        words = setting.clause[piece.at.start - offset(setting) :] if piece.kind == "DECOY" else ""
        if _HIGHER.match(words):
            return Change.INCREASE
        if _LOWER.match(words):
            return Change.DECREASE
    return None
