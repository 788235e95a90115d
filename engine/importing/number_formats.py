"""Reads number formats of Excel: do they show another number than the cell holds, and which words beside it."""

from __future__ import annotations

import re
from decimal import Decimal

_CURRENCY = re.compile(r"\[\$([^\]\-]*)[^\]]*\]")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_PADDING = re.compile(r"[_*].")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_CONDITION = re.compile(r"\[[<>=]")
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_OWN_WORDS = re.compile(r"general|standard|e[+-]", re.IGNORECASE)
_SIGNS = {"\u20ab": "đồng", "$": "USD", "€": "EUR"}


def is_percent(number_format: str) -> bool:
    """Returns whether the format shows a fraction as a percentage; a «%» in quotes or brackets does not count."""
    shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format or "").split(";")[0]
    return "%" in shown


def scales(number_format: str, number: Decimal) -> bool:
    """Returns whether the format shows ``number`` in thousands or more: a comma behind the last digit («#,##0,,»)."""
    parts = _sections(number_format, number)
    return any(_SCALED.search(_PADDING.sub("", _BRACKETS.sub("", _QUOTED.sub("", part)))) for part in parts)


def affix(number_format: str, number: Decimal) -> str:
    """Returns the words that the format writes beside ``number``; '' where there are none.

    >>> affix('0.0" tỷ đồng"', Decimal(5))
    'tỷ đồng'
    """
    words = []
    for part in _sections(number_format, number):
        signed = _CURRENCY.sub(lambda found: f'"{_SIGNS.get(found[1].strip(), found[1])}"', part)
        quoted = "".join(found[1] or found[2] or "" for found in _QUOTED.finditer(signed))
        bare = _OWN_WORDS.sub("", _PADDING.sub("", _BRACKETS.sub("", _QUOTED.sub("", signed))))
        text = quoted.strip() + "".join(c for c in bare if c.isalpha())
        text = _SIGNS.get(text, text)
        if any(c.isalpha() or c in "%‰" for c in text):
            words.append(" ".join(text.split()))
    return " / ".join(dict.fromkeys(words))


def _sections(number_format: str, number: Decimal) -> list[str]:
    """Returns the parts of the format that may apply to ``number``: one, or all where the format has own conditions."""
    quoted = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|$)')
    parts = [found[1] for found in quoted.finditer(number_format or "")]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    if not parts or _CONDITION.search(number_format):
        return parts
    wanted = 0 if number > 0 else 1 if number < 0 else 2
    return [parts[wanted] if wanted < min(len(parts), 3) else parts[0]]
