"""The order in which people list numbers and codes."""

from __future__ import annotations

from engine.language.patterns import compiled

_PARTS = compiled(r"[0-9]+|[^0-9]+")
_LONGEST = 40
"""Digits of a number that anybody counts with; what is longer is ordered as a text."""


def natural_key(identifier: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts «2.10» after «2.9», and «HC-2» before «HC-10»."""
    parts = _PARTS.findall(identifier)
    return tuple((0, int(p), "") if p.isdecimal() and len(p) <= _LONGEST else (1, 0, p) for p in parts)
