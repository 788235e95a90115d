"""Places in a ranking: «hạng 5/34», «xếp thứ 10 trở lên», «trong nhóm 10 tỉnh dẫn đầu». The lower number is the better.

A rank is one terminal of the grammar, its number included, because only with a number are these words a rank («thứ hai»
may be a day, «nhóm nợ» a group); hence they stand here and not among the wordings of comparisons.
"""

from __future__ import annotations

from engine.language.patterns import compiled
from engine.language.units import Unit

RANK_UNIT = "hạng"
"""The unit of measures that are ranks, written before the number: «hạng 3»."""

_HELD = r"(?:(?:được\s+)?xếp|đứng|ở|giữ(?:\s+vững)?|duy\s+trì)(?:\s+(?:xếp|đứng))?(?:\s+vào)?(?:\s+ở)?"
_RANK = compiled(
    rf"(?:{_HELD}\s+)?(?:vị\s+thứ|vị\s+trí(?:\s+thứ)?|thứ\s+hạng(?:\s+thứ)?|hạng(?:\s+thứ)?|thứ)\s+"
    r"(?:(?P<first>nhất|nhì|ba|tư)(?!\w)|(?P<rank>[0-9]{1,4})(?:\s*/\s*[0-9]{1,4}(?:\s+(?:tỉnh|huyện|xã)(?:\s*,\s*(?:thành\s+phố|phường))?(?!\w))?)?(?![\w/]|[.,][0-9]))"
    r"(?:\s+(?:toàn\s+|cả\s+)?(?:tỉnh|huyện|xã|quốc|nước|vùng|khu\s+vực)(?!\w))?"
)
_FIRST = {"nhất": "1", "nhì": "2", "ba": "3", "tư": "4"}
_LEADING = r"(?:dẫn\s+đầu|đứng\s+đầu|hàng\s+đầu|cao\s+nhất|tốt\s+nhất)(?!\w)"
_GROUP = compiled(
    r"(?:(?:nằm|đứng|lọt|xếp|ở|giữ)\s+)?(?:(?:trong|thuộc|vào)\s+)?"
    r"(?:(?:nhóm|tốp|top)\s+(?P<rank>[0-9]{1,4})"
    rf"(?P<all>[^\d;:()]*?\b{_LEADING}(?:(?!\s+(?:và|hoặc)(?!\w))\s+[^\W\d]\w*)*)"
    r"|(?:tốp|top)\s+(?P<top>[0-9]{1,4})(?![\w/]|[.,][0-9]))"
)


def is_place(unit: Unit | None) -> bool:
    """Returns whether values in ``unit`` are places in a ranking."""
    return unit is not None and unit.text.lower() == RANK_UNIT


def rank_at(text: str, at: int) -> tuple[str, int] | None:
    """Returns the terminal and the end of the rank that begins at ``at`` of the spoken ``text``.

    >>> rank_at("xếp thứ 10 trở lên", 0)
    ('RANK', 10)
    >>> rank_at("trong nhóm 10 tỉnh dẫn đầu cả nước", 0)
    ('GROUP', 34)
    """
    for terminal, pattern in (("RANK", _RANK), ("GROUP", _GROUP)):
        if match := pattern.match(text, at):
            return terminal, match.end()
    return None


def rank_number(words: str) -> str:
    """Returns the digits of the rank in ``words``, a rank in spoken form.

    >>> rank_number("hạng 5/34")
    '5'
    """
    match = _RANK.match(words) or _GROUP.match(words)
    assert match is not None
    found = match.groupdict()
    return _FIRST[found["first"]] if found.get("first") else found.get("rank") or found["top"]
