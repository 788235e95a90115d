"""Texts as YAML scalars: plain where that is safe, otherwise in double quotes."""

from __future__ import annotations

import re

_SAFE = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~][^#\n\t\"]*\Z")


def quoted(text: str) -> str:
    """``text`` on one line, read back as itself."""
    words = " ".join(text.split())
    plain = _SAFE.match(words) and ": " not in words and " #" not in words and not words.endswith(":")
    if plain and not words.lower().startswith(("<<", "? ")):
        return words
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
