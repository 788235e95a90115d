"""Follows the sections of a table from row to row: «A», «I», «1», «1.1», «a)», «-», and headings without any number."""

from __future__ import annotations

import re
from typing import NamedTuple

_LEVELS = (
    re.compile(r"[IVX]+[.)/:]?"),
    re.compile(r"[A-ZĐ][.)/:]?"),
    re.compile(r"[0-9]{1,3}[.)/:]?"),
    re.compile(r"[0-9]{1,3}\.[0-9]{1,2}[.)/:]?"),
    re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2}){2,}[.)/:]?"),
    re.compile(r"[a-zđ][.)/:]?"),
    re.compile(r"[-–—*•]"),
    re.compile(r"\+"),
)
_LETTERS, _ROMAN = 0, 1
_IN_FRONT = re.compile(r"^\s*(\(?(?:[IVX]+|[A-ZĐ]|[0-9]{1,3}(?:\.[0-9]{1,2})*|[a-zđ])[.)/:]|[-–—*•+])\s")


class _Section(NamedTuple):
    level: int
    name: str


class Sections:
    """The rows above a row to which it belongs, the outermost first."""

    def __init__(self) -> None:
        self._open: list[_Section] = []

    def above(self, order: str, name: str) -> list[str]:
        """Returns the names of the sections of a row with this number ('' without one) and name."""
        level = self._level(order, name)
        return [section.name for section in self._open if level is None or section.level < level]

    def enter(self, order: str, name: str, is_heading: bool) -> None:
        """Notes a row. One with values is a section only where its number shows what belongs to it."""
        level = self._level(order, name)
        if level is None and not is_heading:
            return
        self._open = [section for section in self._open if level is not None and section.level < level]
        self._open.append(_Section(-1 if level is None else level, name))

    def _level(self, order: str, name: str) -> int | None:
        """Returns how deep the number of a row is; None without a number."""
        found = _IN_FRONT.match(name)
        number = order.strip(" ()") or (found[1].strip(" (") if found else "")
        level = next((at for at, pattern in enumerate(_LEVELS) if pattern.fullmatch(number)), None)
        return {0: _ROMAN, 1: _LETTERS}.get(level, level) if level is not None else None
