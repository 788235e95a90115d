"""Which known name somebody means by a typed one: other marks are another name; no marks at all may be any of one name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from engine.domain.unit_levels import LEVELS
from engine.language.text import fold, normalise, with_marks, without_marks


class UnclearName(LookupError):
    """A typed name that several names have without their marks, or that has other marks than a known name."""


def has_marks(name: str) -> bool:
    """Returns whether ``name`` has a mark at all; «đ» is one.

    >>> has_marks("xã My Tho"), has_marks("xa my tho")
    (True, False)
    """
    text = normalise(name)
    decomposes = "đ" in text or "Đ" in text or not unicodedata.is_normalized("NFD", text)
    return decomposes or without_marks(text) != text


def lacks_marks(name: str) -> bool:
    """Returns whether the name of a unit is certainly written without its marks: that of its level has one.

    >>> lacks_marks("xa Dong Hoa"), lacks_marks("Long Hoa"), lacks_marks("xã Long Hoa")
    (True, False, False)
    """
    return not has_marks(name) and normalise(name).strip().lower().startswith(_BARE_LEVELS)


_BARE_LEVELS = tuple(f"{without_marks(level)} " for level in LEVELS)


def meant(name: str, known: Iterable[str]) -> list[str]:
    """Returns those of ``known`` that ``name`` may mean, each once: the one with its marks, else all of its letters if it has none.

    >>> meant("XÃ MĨ THO", ["xã Mỹ Thọ", "xã Mỹ Tho"]), meant("xa my tho", ["xã Mỹ Thọ", "xã Mỹ Tho"])
    (['xã Mỹ Tho'], ['xã Mỹ Thọ', 'xã Mỹ Tho'])
    >>> meant("xã Mỹ Thờ", ["xã Mỹ Thọ", "xã Mỹ Tho"])
    []
    """
    by_marks = spellings(known)
    own = by_marks.get(with_marks(name))
    if own is not None or has_marks(name):
        return [] if own is None else [own]
    return alike(name, by_marks.values())


def alike(name: str, known: Iterable[str]) -> list[str]:
    """Returns those of ``known`` with the letters of ``name``, each once, whatever their marks."""
    return [one for one in spellings(known).values() if fold(one) == fold(name)]


def same(one: str, other: str) -> bool:
    """Returns whether two names may be one: their marks agree, or one of them has none.

    >>> same("xã Mỹ Tho", "xã Mỹ Thọ"), same("xa my tho", "xã Mỹ Thọ")
    (False, True)
    """
    return bool(meant(one, (other,)) or meant(other, (one,)))


def holds(text: str, name: str) -> bool:
    """Returns whether ``name`` is part of ``text``; with its marks, if it has any.

    >>> holds("UBND xã Mỹ Thọ", "xã Mỹ Tho"), holds("UBND xã Mỹ Thọ", "my tho")
    (False, True)
    """
    key = with_marks if has_marks(name) else fold
    return key(name) in key(text)


def the_one(name: str, known: Iterable[str], what: str) -> str | None:
    """Returns the one of ``known`` that ``name`` means; None where none has its letters. Raises UnclearName.

    ``what`` says what is named: «đơn vị», «trang tính».
    """
    names = list(known)
    found = meant(name, names)
    if len(found) > 1:
        raise UnclearName(several(name, found))
    if not found and (others := alike(name, names)):
        raise UnclearName(f"không có {what} «{name}»; phải chăng là {either(others)}?")
    return found[0] if found else None


def several(name: str, found: Iterable[str]) -> str:
    """Returns that ``name`` may be each of ``found``."""
    return f"«{name}» có thể là {either(found)}; ghi đủ dấu"


def either(names: Iterable[str]) -> str:
    """Returns «a» hoặc «b»."""
    return " hoặc ".join(f"«{name}»" for name in names)


def spellings(known: Iterable[str]) -> dict[str, str]:
    """Returns the first spelling of each name by its key."""
    first: dict[str, str] = {}
    for one in known:
        first.setdefault(with_marks(one), one)
    return first
