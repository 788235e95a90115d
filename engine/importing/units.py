"""The names of units in tables and workspace: one spelling for one unit, and never two units under one name."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
    return fold(_own_name(one)) != fold(_own_name(other))


def _own_name(found: re.Match[str]) -> str:
    """Returns the name without its level, since a commune may become a town, and without the upper unit."""
    return found[2].partition(",")[0].strip(" .;")


class Units:
    """The names of units. The workspace merges units whose names are equal without marks; two real units must not be."""

    def __init__(self, known: Iterable[str]) -> None:
        self._names: dict[str, list[str]] = {}
        for name in known:
            self.add(name)

    def add(self, name: str) -> None:
        names = self._names.setdefault(fold(name), [])
        if all(with_marks(name) != with_marks(other) for other in names):
            names.append(name)

    def spelling(self, name: str) -> str | None:
        """Returns the first spelling of the unit ``name``; None where another unit differs from it in marks alone."""
        names = [other for other in self._names.get(fold(name), [name]) if not with_marks(other).isascii()]
        if len({with_marks(other) for other in names}) > 1:
            return None
        return names[0] if names else self._names.get(fold(name), [name])[0]

    def others(self, name: str) -> list[str]:
        """Returns the names that differ from ``name`` in marks alone."""
        return [other for other in self._names.get(fold(name), []) if with_marks(other) != with_marks(name)]
