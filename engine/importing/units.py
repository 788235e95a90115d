"""Names of units across tables and workspace: one spelling for one unit, and never two units under one name."""

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
    """The name of the commune, district or province that ``text`` is, without its number; '' where it is none.

    «A. XÃ TÂN LẬP» is one; «Xã đạt chuẩn nông thôn mới», whose words are not all names, is none.
    """
    name = _TITLE.sub("", _BULLET.sub("", text.strip())).strip(" :.;,")
    found = _NAMED.match(name)
    if found is None:
        return ""
    words = found[2].partition(",")[0].split()
    return name if len(words) <= _LONGEST_NAME and all(word[0].isupper() or word.isdigit() for word in words) else ""


def other_unit(stated: str, chosen: str) -> bool:
    """Whether ``stated`` and ``chosen`` are two units of one level."""
    one, other = _NAMED.match(administrative(stated)), _NAMED.match(chosen.strip())
    if one is None or other is None or _LEVELS[one[1].lower()] != _LEVELS[other[1].lower()]:
        return False
    return fold(stated_name(one)) != fold(stated_name(other))


def stated_name(found: re.Match[str]) -> str:
    """The name alone: a town may have been a commune, and the upper unit may stand behind."""
    return found[2].partition(",")[0].strip(" .;")


class Units:
    """Facts of units whose names are equal without marks are merged; two real names that are must not come to that."""

    def __init__(self, known: Iterable[str]) -> None:
        self._names: dict[str, list[str]] = {}
        for name in known:
            self.add(name)

    def add(self, name: str) -> None:
        names = self._names.setdefault(fold(name), [])
        if all(with_marks(name) != with_marks(other) for other in names):
            names.append(name)

    def settled(self, name: str) -> str | None:
        """The first spelling of the unit ``name``; None where another unit differs from it in marks alone."""
        names = [other for other in self._names.get(fold(name), [name]) if not with_marks(other).isascii()]
        if len({with_marks(other) for other in names}) > 1:
            return None
        return names[0] if names else self._names.get(fold(name), [name])[0]

    def others(self, name: str) -> list[str]:
        """The names that differ from ``name`` in marks alone."""
        return [other for other in self._names.get(fold(name), []) if with_marks(other) != with_marks(name)]
