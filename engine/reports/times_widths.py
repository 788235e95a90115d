"""How wide a line set in bold Times New Roman is: rules are as long as their line, or a share of it.

Source: the advance widths of the face, in thousandths of the size; metric-compatible faces have the same.
"""

from __future__ import annotations

import re
import unicodedata

_WIDTHS = {
    220: "|", 250: " ,.", 278: "'/\\il", 333: "!()-:;[]`fjt", 389: "Is", 394: "{}", 444: "cerz",
    500: "#$*0123456789?J_agovxy", 520: "~", 555: '"', 556: "Sbdhknpqu", 570: "+<=>", 581: "^", 611: "FP",
    667: "BELTZ", 722: "ACDNRUVXYw", 778: "GHKOQ", 833: "&m", 930: "@", 944: "M", 1000: "%W",
}  # fmt: skip
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER = 722
_MOST_LINES = 4
_NUMBER = re.compile(" ([0-9])")
_TIED = "\N{NO-BREAK SPACE}"


def bold_width(text: str, size: float) -> float:
    """Points that ``text`` takes at ``size`` points. Marks on letters take no room; đ is as wide as d."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return sum(_WIDTH.get(c, _OTHER) for c in plain if not unicodedata.combining(c)) * size / 1000


def broken(text: str, size: float, room: float) -> list[str]:
    """``text`` on as few lines as ``room`` points allow, the lines as even as its words permit.

    A number stays with the word before it («ngày 12/8/2021»). What needs more than four lines is left to the reader's
    program to break.
    """
    pieces = _NUMBER.sub(lambda found: _TIED + found[1], text).split(" ")
    words = [piece.replace(_TIED, " ") for piece in pieces if piece]
    for count in range(1, _MOST_LINES + 1):
        lines = _even(words, count, size)
        if lines and max(bold_width(line, size) for line in lines) <= room:
            return lines
    return [text]


def _even(words: list[str], count: int, size: float) -> list[str]:
    """``words`` on exactly ``count`` lines, the longest as short as possible; none where there are fewer words."""
    if count == 1 or len(words) < count:
        return [" ".join(words)] if count == 1 else []
    if len(words) > 40:  # no name is that long: nothing to make even
        return []
    choices = (
        [" ".join(words[:first]), *_even(words[first:], count - 1, size)]
        for first in range(1, len(words) - count + 2)
    )  # fmt: skip
    return min(choices, key=lambda lines: max(bold_width(line, size) for line in lines))
