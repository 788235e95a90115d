"""The signs of the fonts Symbol and Wingdings, which Word and PDF store as characters for private use: «≥» is U+F0B3."""

from __future__ import annotations

import re

UNKNOWN = "\ufffd"
"""Stands for a sign that nobody here knows, so that no number is read without the sign before it."""
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_SIGNS = {
    0x2B: "+", 0x2D: "-", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0x25: "%", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×",
    0xB9: "≠", 0xBB: "≈", 0xB0: "°", 0xB7: "•", 0xA7: "▪", 0xD8: "➢", 0xFC: "✓", 0x76: "❖", 0xBE: "-", 0xAE: "→",
    0xE0: "→", 0x6C: "●", 0x6E: "■", 0x71: "❑", 0x75: "◆", 0xA8: "◻", 0x6F: "□", 0xFE: "☑",
}  # fmt: skip
"""By the lower byte. Signs of comparison are those of Symbol, bullets mostly those of Wingdings."""
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = str.maketrans("0123456789", RAISED)


def raised(text: str) -> str:
    """Returns ``text`` with raised digits, so that «10» and a raised «3» are no 103; nor are «95» and the mark of a note."""
    return text.translate(_RAISED)


def shown_symbols(text: str) -> str:
    """Returns ``text`` with common signs for those of symbol fonts, and UNKNOWN for others."""
    return _PRIVATE.sub(lambda found: _SIGNS.get(ord(found.group()) - 0xF000, UNKNOWN), text)
