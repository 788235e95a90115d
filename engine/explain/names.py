"""Names in place of codes, for readers: «tỷ_lệ(htx.da_dich_vu, htx.tong)» as «tỷ lệ(«Số HTX đa dịch vụ», «Tổng số HTX»)»."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.rulebook.rulebook import Indicator

_WORD = re.compile(r"[^\W\d]\w*(?:\.\w+)*")


def with_names(text: str, indicators: Mapping[str, Indicator]) -> str:
    """``text`` with the name of every code in it, and the words of every function apart."""

    def named(match: re.Match[str]) -> str:
        word = match.group()
        if word in indicators:
            return f"«{indicators[word].name}»"
        return word if "." in word else word.replace("_", " ")

    return _WORD.sub(named, text)
