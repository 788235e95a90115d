"""Words behind a unit that tell more of what is counted («hộ» nghèo, 95% số hộ): a condition may have them, as resolutions do.

They decide nothing. So they must hold no word that could: no share per year or person, no plan, no misspelt comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from engine.language.patterns import compiled
from engine.language.text import fold, nearest
from engine.language.units import PERCENT, parse_unit

_WORD = compiled(r"[^\W\d_][\w²³&’'-]*")
_DECIDING_WORDS = (
    "mỗi một bình trung hằng hàng năm tháng quý ngày trong so dự kế tăng giảm gấp chưa không trừ kể cả tương ứng tối thiểu "
    "nếu khi khoảng gần hơn kém thêm bớt tro tren duoi den hoac"
)
_DECIDING = frozenset(_DECIDING_WORDS.split())
_MISSPELT = ("trở lên", "trở xuống")


def extends_noun(unit: str) -> bool:
    """Returns whether words that follow ``unit`` tell more of what is counted."""
    parsed = parse_unit(unit)
    return (parsed.counts and not parsed.per) or parsed.dimension == PERCENT


def tail_end(text: str, at: int, ends: Callable[[int], bool], commas: bool = False) -> int | None:
    """Returns the end of the words from ``at`` of the spoken ``text`` up to a wording (``ends``), None where they decide.

    ``commas`` may join them: «không để xảy ra cháy, nổ lớn».
    """
    end, words = None, []
    while (match := _WORD.match(text, at)) and not ends(at):
        words.append(match.group())
        end = match.end()
        joint = compiled(r",?\s+" if commas else r"\s+").match(text, end)
        if joint is None:
            break
        at = joint.end()
    if end is None or text[end : end + 1] in ("(", ".", "_") or not _DECIDING.isdisjoint(words):
        return None
    pairs = (" ".join(pair) for pair in pairwise(words))
    return None if any(fold(p)[0] in "tlx" and nearest(p, _MISSPELT) for p in pairs) else end
