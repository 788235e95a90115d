"""The names of units in tables and workspace: one spelling for one unit, and never two units under one name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.language.names import has_marks, same
from engine.language.text import fold, with_marks

_LEVELS = {
    "xã": 1, "phường": 1, "thị trấn": 1, "đặc khu": 1, "huyện": 2, "quận": 2, "thị xã": 2, "thành phố": 2, "tỉnh": 3,
}  # fmt: skip
_NAMED = re.compile(rf"^({'|'.join(sorted(_LEVELS, key=len, reverse=True))})\s+(\S.*)$", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-–+*•]\s*|(?:[IVX]+|[A-Z]|[a-zđ]|[0-9]{1,3})[.)/:]\s*)+", re.IGNORECASE)
_TITLE = re.compile(r"^(?:(?:tên đơn vị|đơn vị báo cáo|đơn vị|địa phương)\s*:\s*)?(?:(?:ubnd|hđnd)\s+)?", re.IGNORECASE)
_LONGEST_NAME = 5


def administrative(text: str) -> str:
    """Returns the name of a commune, district or province without the number in front; '' for another text.

    >>> administrative("A. XÃ TÂN LẬP"), administrative("Xã đạt chuẩn nông thôn mới")
    ('XÃ TÂN LẬP', '')
    """
    name = _TITLE.sub("", _BULLET.sub("", text.strip())).strip(" :.;,")
    found = _NAMED.match(name)
    if found is None:
        return ""
    words = found[2].partition(",")[0].split()
    return name if len(words) <= _LONGEST_NAME and all(word[0].isupper() or word.isdigit() for word in words) else ""


def other_unit(stated: str, chosen: str) -> bool:
    """Returns whether ``stated`` and ``chosen`` are two units of one level."""
    one, other = _NAMED.match(administrative(stated)), _NAMED.match(chosen.strip())
    if one is None or other is None or _LEVELS[one[1].lower()] != _LEVELS[other[1].lower()]:
        return False
    return not same(_own_name(one), _own_name(other))


def _own_name(found: re.Match[str]) -> str:
    """Returns the name without its level, since a commune may become a town, and without the upper unit."""
    return found[2].partition(",")[0].strip(" .;")


class Units:
    """The names of units: marks tell two of them apart, and a name without any is that of the only one with its letters."""

    def __init__(self, known: Iterable[str]) -> None:
        self._names: dict[str, dict[str, str]] = {}
        for name in known:
            self.add(name)

    def add(self, name: str) -> None:
        self._names.setdefault(fold(name), {}).setdefault(with_marks(name), name)

    def meant(self, name: str) -> list[str]:
        """Returns the first spellings of the units that ``name`` may be: several where it lacks the marks that tell them apart."""
        spellings = self._names.get(fold(name), {})
        if has_marks(name):
            return [spellings.get(with_marks(name), name)]
        return [one for one in spellings.values() if has_marks(one)] or [*spellings.values()] or [name]

    def alike(self, name: str) -> list[str]:
        """Returns the units that differ from ``name`` in marks alone."""
        return [one for one in self._names.get(fold(name), {}).values() if not same(one, name)]
