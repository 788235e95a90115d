"""The width of lines in bold Times New Roman, because rules are as long as their line, or a share of it.

Source: the advance widths of the face, in thousandths of the size; metric-compatible faces have equal widths.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.language.text import without_marks

_WIDTHS = {
    220: "|", 250: " ,.", 278: "'/\\il", 333: "!()-:;[]`fjt", 389: "Is", 394: "{}", 444: "cerz",
    500: "#$*0123456789?J_agovxy", 520: "~", 555: '"', 556: "Sbdhknpqu", 570: "+<=>", 581: "^", 611: "FP",
    667: "BELTZ", 722: "ACDNRUVXYw", 778: "GHKOQ", 833: "&m", 930: "@", 944: "M", 1000: "%W",
}  # fmt: skip
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER = 722
_MOST_LINES = 4
_MOST_WORDS = 40  # names have fewer words; the search for even lines would take too long for more
_PHRASES_BEGIN = {
    "về", "của", "tại", "thực", "ngày", "giai", "năm", "và",
    "tỉnh", "thành", "huyện", "quận", "thị", "xã", "phường", "đặc",
}  # fmt: skip
_NUMBER = re.compile(" ([0-9])")
_TIED = "\N{NO-BREAK SPACE}"


def bold_width(text: str, size: float) -> float:
    """Returns the width of ``text`` at ``size`` points, in points. Marks have no width; đ is as wide as d.

    >>> bold_width("ĐỘC", 14)
    31.108
    """
    return sum(_WIDTH.get(c, _OTHER) for c in without_marks(text)) * size / 1000


def broken(text: str, size: float, room: float) -> list[str]:
    """Returns ``text`` on as few lines as ``room`` points allow, as even as possible.

    A number stays with the word before it («ngày 12/8/2021»). A text of more than four lines is returned on one, for the
    reader's program to break.

    >>> broken("HỘI ĐỒNG NHÂN DÂN XÃ TÂN LẬP", 14, 200)
    ['HỘI ĐỒNG NHÂN DÂN', 'XÃ TÂN LẬP']
    """
    pieces = _NUMBER.sub(lambda found: _TIED + found[1], text).split(" ")
    words = [piece.replace(_TIED, " ") for piece in pieces if piece]
    for count in range(1, _MOST_LINES + 1):
        lines = _even(words, count, size)
        if lines and max(bold_width(line, size) for line in lines) <= room:
            return lines
    return [text]


def _even(words: list[str], count: int, size: float) -> list[str]:
    """Returns ``words`` on ``count`` even lines, broken between phrases; none where there are too few or too many words."""
    if len(words) < count or (count > 1 and len(words) > _MOST_WORDS):
        return []
    choices = _splits(words, count)
    return min(choices, key=lambda lines: _unevenness(lines, size))


def _splits(words: list[str], count: int) -> Iterator[list[str]]:
    if count == 1:
        yield [" ".join(words)]
        return
    for first in range(1, len(words) - count + 2):
        for rest in _splits(words[first:], count - 1):
            yield [" ".join(words[:first]), *rest]


def _unevenness(lines: list[str], size: float) -> float:
    """Returns the width of the longest line, plus a half for every line that begins inside a phrase."""
    inside = sum(line.split()[0].lower() not in _PHRASES_BEGIN for line in lines[1:])
    return max(bold_width(line, size) for line in lines) * (1 + inside / 2)
