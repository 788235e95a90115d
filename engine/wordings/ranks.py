"""Reads places in a ranking («xếp thứ 10 trở lên», «trong nhóm 10 tỉnh dẫn đầu») as goals of which the lower number is better."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from engine.language.patterns import compiled
from engine.language.ranks import RANK_UNIT
from engine.language.syntax import Direction, Extent
from engine.wordings.decoys import Decoy, DecoyKind, of_kind
from engine.wordings.vocabulary import LOWER_BETTER
from engine.wordings.wording import Basis, Comparator, TargetReading, Unread

_NUMBER = compiled(r"(?P<rank>[0-9]+|nhất|nhì)(?:\s*/\s*(?P<total>[0-9]+))?")
_WORST = compiled(r"\b(?:thấp\s+nhất|cuối|yếu\s+nhất|kém\s+nhất|trở\s+xuống|chậm\s+nhất)\b")
_BEST = compiled(
    r"\b(?:dẫn\s+đầu|đứng\s+đầu|hàng\s+đầu|đầu|cao\s+nhất|tốt\s+nhất|khá\s+nhất|mạnh\s+nhất|nhanh\s+nhất|tốp|top)\b"
)
_UP = compiled(r"\s*trở\s+lên")
_BREAK = compiled(r"[,;.():\n]|\b(?:và|đồng\s+thời)\b")
_VALUES = {"nhất": 1, "nhì": 2}


def find_ranks(spoken_text: str, decoys: list[Decoy], numbers: list[Extent]) -> Iterator[TargetReading | Unread]:
    """Yields the ranks that are goals, and those of which the words leave a choice; one that describes what is counted is neither."""
    for decoy in of_kind(decoys, DecoyKind.RANK):
        match = _NUMBER.search(spoken_text, decoy.at.start, decoy.at.end)
        if match is None or _describes(spoken_text, decoy, numbers):
            continue
        yield _rank(spoken_text, decoy, match)


def _describes(spoken_text: str, decoy: Decoy, numbers: list[Extent]) -> bool:
    """Returns whether a number stands before or behind the rank in its clause: «có 3 chỉ số thuộc nhóm 10 tỉnh dẫn đầu»."""
    before = max((n.end for n in numbers if n.end <= decoy.at.start), default=None)
    behind = min((n.start for n in numbers if n.start >= decoy.at.end), default=None)
    joined = before is not None and not _BREAK.search(spoken_text, before, decoy.at.start)
    return joined or (behind is not None and not _BREAK.search(spoken_text, decoy.at.end, behind))


def _rank(spoken_text: str, decoy: Decoy, match: re.Match[str]) -> TargetReading | Unread:
    words = spoken_text[decoy.at.start : decoy.at.end]
    group = re.search(r"\bnhóm\b|[0-9]\s+[^\W\d]", words) is not None
    stop = _BREAK.search(spoken_text, decoy.at.end)
    following = spoken_text[decoy.at.end : stop.start() if stop else len(spoken_text)]
    worst = _WORST.search(words + following)
    cured = worst is not None and worst.group().startswith("thấp") and LOWER_BETTER.search(words + following)
    if worst is not None and not cured:
        return Unread(decoy.at, f"không rõ «{worst.group()}» là thứ hạng tốt hay xấu")
    if group and not cured and not _BEST.search(words):
        return Unread(decoy.at, "không rõ nhóm này là nhóm dẫn đầu hay chỉ là tên gọi")
    up = _UP.match(spoken_text, decoy.at.end)
    rank, total = match["rank"], match["total"]
    value = Fraction(_VALUES.get(rank) or int(rank))
    if value == 0 or (total is not None and value > int(total)):
        return Unread(decoy.at, "thứ hạng không hợp lý")
    return TargetReading(
        Comparator.AT_MOST,
        Basis.EXPLICIT,
        Extent(decoy.at.start, up.end() if up else decoy.at.end),
        value=value,
        unit=RANK_UNIT,
        direction=Direction.DOWN,
        number_at=Extent(*match.span("rank")),
        comparator_at=(decoy.at,),
        doubts=(f"thứ hạng tính trên tổng số {total}",) if total else (),
    )
