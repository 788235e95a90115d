"""The words around an amount, and what they say of its subject: whether less of it is better, or it is mended."""

from __future__ import annotations

from engine.domain.records import NamedTuple
from engine.language.patterns import compiled
from engine.language.syntax import Extent
from engine.wordings.amounts import Amount
from engine.wordings.leads import Lead, Piece
from engine.wordings.vocabulary import CURED, LOWER_BETTER

_STOP = compiled(r"[,;.]")
_ASIDE = compiled(r"[\"“«][^\"”»]*[\"”»]|\([^()]*\)")
LACKING = compiled(r"\b(?:không|chưa|thiếu(?!\s+(?:nhi|niên))|mất|(?<!thiết\s)(?<!chuẩn\s)(?<!trang\s)bị)\b")
_NEGATED = compiled(r"\b(?:không|chưa|thiếu|mất|bị)\s+(?:(?:được|có|qua)\s+)?\w+|\bcó\b")


class Setting(NamedTuple):
    """The words around an amount: its ``clause`` before it as text and as pieces, ``behind`` («trở lên») and ``following``.

    ``alone``: no word names what is measured; ``none_beyond``: the clause says that none is beyond the bound («không xã nào dưới 5»).
    """

    clause: str
    pieces: list[Piece]
    lead: Lead
    behind: tuple[str, Extent] | None
    has_base: bool
    alone: bool
    following: str
    none_beyond: bool = False


def offset(setting: Setting) -> int:
    """Returns where the clause begins in the text."""
    first = setting.pieces[0]
    return first.at.start - (len(setting.clause) - len(setting.clause.lstrip()))


def subject(setting: Setting) -> str:
    """Returns the clause without names in quotes («Quỹ "Vì người nghèo"»), remarks in brackets, and the comparison."""
    clause = setting.clause
    for at in setting.lead.places("AT_LEAST", "AT_MOST"):
        start = at.start - offset(setting)
        clause = clause[:start] + " " * (at.end - at.start) + clause[start + at.end - at.start :]
    return _ASIDE.sub("", clause)


def is_bad(setting: Setting, amount: Amount) -> bool:
    return bool(LOWER_BETTER.search(subject(setting)) or LOWER_BETTER.search(amount.unit.lower()))


def is_lacking(amount: Amount, setting: Setting) -> bool:
    """Returns whether the number counts what is missing or bad («hộ chưa có nước sạch»), and no word mends it."""
    behind = _STOP.split(setting.following)[0] if amount.is_percent else ""
    words = f"{subject(setting)} {behind}"
    if not LACKING.search(words) and not LOWER_BETTER.search(behind):
        return False
    if LACKING.search(subject(setting)) and not behind.strip():
        return True
    return not CURED.search(_NEGATED.sub("", words))


def is_cured(setting: Setting) -> bool:
    """Returns whether the words turn a bad subject into good work on it."""
    return bool(CURED.search(subject(setting)))
