"""The schedule that a wording states beside its goal: «quý I đạt 20%, 6 tháng đạt 45%»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.language.patterns import compiled
from engine.language.syntax import Extent

_SHARE = compiled(
    r"(?:quý\s+(?P<quarter>IV|I{1,3}|[1-4])|(?P<months>\d{1,2})\s+tháng)(?:\s+đầu\s+năm)?"
    r"(?:\s+(?:phải|cần|phấn\s+đấu))?\s+(?:đạt|được|hoàn\s+thành|giải\s+ngân|thu|thực\s+hiện)(?:\s+được)?"
    r"(?:\s+(?:ít\s+nhất|tối\s+thiểu|từ|trên|khoảng))?\s+(?P<number>\d+(?:,\d+)?)\s*%",
    re.IGNORECASE,
)
_BEFORE = compiled(r"[;,.]?\s*(?:và\s+|trong\s+đó\s+|trong\s+đó:\s*)?\Z", re.IGNORECASE)
_BEHIND = compiled(r"[^;,.]*")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class StatedShare(NamedTuple):
    """``percent`` is to be reached when ``months`` of the year are over; ``at`` is its place in the wording."""

    months: int
    percent: Fraction
    at: Extent


def stated_shares(text: str) -> Iterator[StatedShare]:
    """Yields the steps of the schedule that ``text`` states, but no goal of a whole year.

    >>> [(share.months, int(share.percent)) for share in stated_shares("đạt 95%; quý I đạt 15%, 6 tháng đạt 40%")]
    [(3, 15), (6, 40)]
    """
    for match in _SHARE.finditer(text):
        quarter = (match["quarter"] or "").lower()
        months = 3 * (_ROMAN.get(quarter) or int(quarter)) if quarter else int(match["months"])
        if 0 < months < 12:
            yield StatedShare(months, Fraction(match["number"].replace(",", ".")), Extent(match.start(), match.end()))


def without_shares(text: str) -> str:
    """Returns ``text`` with blanks in place of its schedule, so that every other place stays where it is."""
    for share in stated_shares(text):
        before = _BEFORE.search(text, 0, share.at.start)
        start = share.at.start if before is None else before.start()
        behind = _BEHIND.match(text, share.at.end)
        end = share.at.end if behind is None else behind.end()
        text = text[:start] + " " * (end - start) + text[end:]
    return text
