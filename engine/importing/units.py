"""The names of units in tables and workspace: one unit for all its spellings, and never two units under one name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from engine.domain.province_names import SPELLINGS, WHOLE
from engine.domain.records import NamedTuple
from engine.domain.unit_levels import LEVELS
from engine.language.names import has_marks, lacks_marks, same
from engine.language.text import fold, nearest, normalise, with_marks, without_marks

_NAMED = re.compile(rf"^({'|'.join(sorted(LEVELS, key=len, reverse=True))})\s+(\S.*)$", re.IGNORECASE)
_MARKED = {without_marks(level): level for level in LEVELS}
_NAMED_BARE = re.compile(rf"^({'|'.join(sorted((*LEVELS, *_MARKED), key=len, reverse=True))})\s+(\S.*)$", re.IGNORECASE)
_SHORT = {
    "tp": "Thành phố", "tx": "Thị xã", "tt": "Thị trấn", "ttr": "Thị trấn", "đk": "Đặc khu",
    "p": "Phường", "h": "Huyện", "q": "Quận", "x": "Xã",
}  # fmt: skip
_ABBREVIATED = re.compile(
    r"^(?:(T\.?P|T\.?X|T\.?T|TTr|Đ\.?K)(?:\s*\.\s*|\s+)|([PHQX])(?:\s*\.\s*|\s?(?=[0-9])))(\S.*)$", re.IGNORECASE
)
_BULLET = re.compile(r"^(?:[-–+*•]\s*|(?:[IVX]+|[A-Z]|[a-zđ]|[0-9]{1,3})[.)/:]\s+|[0-9]{1,3}[.)/:]\s*)+", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^\s*(?:[-–+*•]\s+|[0-9]{1,3}\s*[.)/]\s*(?=\D)|\([0-9]{1,2}\)\s*|[a-zđ]\)\s*|(?:[IV]{1,4}|X[IVX]{1,4})[.)]\s+)+"
)
_NOTE_MARK = re.compile(r"\s*(?:\*+|\([0-9]{1,2}\)|\(\*+\)|[¹²³])\s*$")
_MADE_OF = re.compile(
    r"\s*\((?:gồm|bao gồm|(?:được )?(?:sáp nhập|hợp nhất|nhập|thành lập) (?:từ|các|xã|phường|thị trấn|với|trên cơ sở))\b[^()]*\)\s*$",
    re.IGNORECASE,
)
"""What a unit was made of, behind its name."""
_TITLE = re.compile(r"^(?:(?:tên đơn vị|đơn vị báo cáo|đơn vị|địa phương)\s*:\s*)?(?:(?:ubnd|hđnd)\s+)?", re.IGNORECASE)
_LEVEL_WORD = re.compile(rf"\b(?:{'|'.join(sorted(LEVELS, key=len, reverse=True))})(?=\s)", re.IGNORECASE)
_ENDS_A_NAME = frozenset({
    "năm", "tháng", "quý", "giai", "đến", "và", "phân", "theo", "tỉnh", "huyện", "xã", "phường", "thành", "trên", "của", "về",
    "đạt", "từ", "tại",
})  # fmt: skip
"""Words that no name goes on with, in titles in capitals."""
_ENGLISH_LEVELS = {
    "city": "thành phố", "province": "tỉnh", "commune": "xã", "ward": "phường", "district": "", "town": "",
}  # fmt: skip
_ENGLISH = re.compile(rf"^(\S.*?)\s+({'|'.join(_ENGLISH_LEVELS)})$", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[^\w]+")
_LEADING_ZEROS = re.compile(r"\b0+(?=[0-9])")
_LONGEST_NAME = 5
_ALIKE = 0.87
"""How alike the letters of two names must be for one to be proposed for the other (0 to 1)."""
_NO_NAMES = frozenset({"hội", "viên", "đội", "luận", "giao", "tắc", "hóa"})
"""What follows «xã» in other words: «XÃ HỘI»."""
_OFFICIAL = {
    _PUNCTUATION.sub(" ", with_marks(other)).strip(): _PUNCTUATION.sub(" ", with_marks(official)).strip()
    for official, others in SPELLINGS.items()
    for other in others
}
_WHOLE = {with_marks(short): full for short, full in WHOLE.items()}


def administrative(text: str) -> str:
    """Returns the name of a commune, district or province without the number in front; '' for another text.

    >>> administrative("A. XÃ TÂN LẬP"), administrative("P. Hoa Mai"), administrative("Xã đạt chuẩn nông thôn mới")
    ('XÃ TÂN LẬP', 'Phường Hoa Mai', '')
    """
    stated = text.strip()
    bare = stated if in_full(stated) != stated else _BULLET.sub("", stated)
    name = in_full(_TITLE.sub("", bare).strip(" :.;,"))
    found = _NAMED.match(name)
    if found is None:
        return ""
    words = found[2].partition(",")[0].split()
    if with_marks(words[0]) in _NO_NAMES:
        return ""
    return name if len(words) <= _LONGEST_NAME and all(word[0].isupper() or word.isdigit() for word in words) else ""


def in_full(name: str) -> str:
    """Returns the name with its level written out, where it is a short form; else ``name``.

    >>> in_full("TP. Hồ Chí Minh"), in_full("TX Hoa Lan"), in_full("Q.1"), in_full("TT Y tế huyện")
    ('Thành phố Hồ Chí Minh', 'Thị xã Hoa Lan', 'Quận 1', 'TT Y tế huyện')
    """
    if (whole := _WHOLE.get(with_marks(name).strip(" ."))) is not None:
        return whole
    found = _ABBREVIATED.match(name)
    if found is None or _NAMED.match(found[3]) or _PUNCTUATION.sub(" ", with_marks(name)).strip() in _OFFICIAL:
        return name
    short, rest = (found[1] or found[2]).replace(".", "").lower(), found[3]
    own = rest.partition(",")[0].split()
    capitals = name.isupper() and short != "tt"
    known = _PUNCTUATION.sub(" ", with_marks(rest)).strip() in _OFFICIAL
    proper = all(w[0].isdigit() or (w[0].isupper() and (capitals or len(w) == 1 or not w.isupper())) for w in own)
    return f"{_SHORT[short]} {rest}" if known or (proper and len(own) <= _LONGEST_NAME) else name


def mentioned(text: str) -> list[str]:
    """Returns the names of communes, districts and provinces in a title.

    >>> mentioned("KẾT QUẢ NĂM 2024 CỦA XÃ TÂN LẬP, HUYỆN A"), mentioned("Số hộ nghèo các xã")
    (['XÃ TÂN LẬP', 'HUYỆN A'], [])
    """
    found = []
    for match in _LEVEL_WORD.finditer(normalise(text)):
        own: list[str] = []
        for word in text[match.end() :].split():
            bare = word.strip(".,;:()")
            if not bare or not bare[0].isupper() or with_marks(bare) in _ENDS_A_NAME:
                break
            own.append(bare)
            if bare != word or len(own) == _LONGEST_NAME:
                break
        if own and with_marks(own[0]) not in _NO_NAMES:
            found.append(f"{match[0]} {' '.join(own)}")
    return found


def other_unit(stated: str, chosen: str) -> bool:
    """Returns whether ``stated`` and ``chosen`` are two units of one level."""
    one, other = _NAMED.match(administrative(stated)), _NAMED.match(in_full(chosen.strip()))
    if one is None or other is None or LEVELS[one[1].lower()] != LEVELS[other[1].lower()]:
        return False
    return not same(_own_name(one), _own_name(other))


def has_level(name: str) -> bool:
    """Returns whether a name is that of a commune, district or province."""
    return _NAMED.match(in_full(name.strip())) is not None


def _own_name(found: re.Match[str]) -> str:
    """Returns the name without its level, since a commune may become a town, and without the upper unit."""
    return found[2].partition(",")[0].strip(" .;")


def bare_name(name: str) -> str:
    """Returns the name of a unit without the number or dash in front and the mark of a note behind.

    >>> bare_name("1. Xã A"), bare_name("- Xã C (1)"), bare_name("Phường 1")
    ('Xã A', 'Xã C', 'Phường 1')
    """
    return _MADE_OF.sub("", _NOTE_MARK.sub("", _NUMBERED.sub("", name))) or name


class UnitName(NamedTuple):
    """The parts of a name by which two spellings are compared; '' where the name does not have the part."""

    level: str
    own: str
    upper: str


@lru_cache(maxsize=20_000)
def parts_of(name: str) -> UnitName:
    """Returns the parts of a name.

    >>> parts_of("P. 01, TP. Hoa Mai"), parts_of("Bà Rịa – Vũng Tàu")
    (UnitName(level='phường', own='1', upper='hoa mai'), UnitName(level='', own='bà rịa vũng tàu', upper=''))
    """
    full = in_full(_in_vietnamese(" ".join(normalise(name).split())))
    head, _, upper = full.partition(",")
    named = _NAMED if has_marks(head) else _NAMED_BARE
    found = named.match(head.strip())
    level, own = (_MARKED.get(found[1].lower(), found[1].lower()), found[2]) if found is not None else ("", head)
    return UnitName(level, _key(own), parts_of(upper.strip()).own if upper.strip() else "")


def _in_vietnamese(name: str) -> str:
    """Returns «thành phố X» for «X city», and so on; another name as it is."""
    found = _ENGLISH.match(name)
    return f"{_ENGLISH_LEVELS[found[2].lower()]} {found[1]}".strip() if found is not None else name


def _key(own: str) -> str:
    words = _LEADING_ZEROS.sub("", _PUNCTUATION.sub(" ", with_marks(own))).strip()
    return _OFFICIAL.get(words, words)


def nearest_unit(name: str, known: Iterable[str]) -> str | None:
    """Returns the unit that somebody most likely meant by a name that no unit has, by the names without levels."""
    by_own = {parts_of(one).own: one for one in known}
    own = parts_of(name).own
    close = nearest(own, by_own)
    if close is None or SequenceMatcher(None, fold(own), fold(close)).ratio() < _ALIKE:
        return None
    return by_own[close]


def may_be(one: str, other: str) -> bool:
    """Returns whether two names may be one unit's; parts that only one of them has tell nothing.

    >>> may_be("xã A", "Xã A, huyện B"), may_be("xã Tân Phú", "thị trấn Tân Phú"), may_be("xã Tân Phú", "xã Tân Phù")
    (True, False, False)
    """
    first, second = parts_of(one), parts_of(other)
    return (
        same(first.own, second.own)
        and (first.level == second.level or not (first.level and second.level))
        and (same(first.upper, second.upper) or not (first.upper and second.upper))
    )


class Units:
    """The units of the workspace, which decide, and those of the tables.

    Marks tell two units apart. A name without any that no unit has may be that of each with its letters where names ``may_lack_marks``,
    or where its level lacks its own; where the tables ``lack_marks`` it may be so of one that a unit has. So do levels, and a name without level is that of the only unit of the workspace with it.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self.may_lack_marks, self.lack_marks = True, False
        self._names: dict[str, dict[UnitName, str]] = {}
        self._known: set[str] = set()
        for name in known:
            self._known.add(self.add(name))

    @property
    def known(self) -> tuple[str, ...]:
        """The units of the workspace."""
        return tuple(sorted(self._known))

    def is_known(self, name: str) -> bool:
        return name in self._known

    def knows(self, text: str) -> bool:
        """Returns whether ``text`` may be the name of a unit that the workspace has."""
        return any(map(self.is_known, self.meant(text)))

    def add(self, name: str) -> str:
        """Adds a unit, with its level in full, and returns the name that it has."""
        parts = parts_of(name)
        return self._names.setdefault(fold(parts.own), {}).setdefault(parts, in_full(" ".join(name.split())))

    def meant(self, name: str) -> list[str]:
        """Returns the units that ``name`` may be: several where marks or the level that tell them apart are lacking."""
        wanted = parts_of(name)
        alike = self._names.get(fold(wanted.own), {})
        without = not has_marks(wanted.own) and (self.may_lack_marks or lacks_marks(name))
        found = {
            parts: one
            for parts, one in alike.items()
            if (without or wanted.own == parts.own) and self._fits(wanted, parts, one)
        }
        if wanted in found and not lacks_marks(name):
            return list(dict.fromkeys(found.values())) if without and self.lack_marks else [found[wanted]]
        marked = [one for one in found.values() if has_marks(one)] if without else []
        return list(dict.fromkeys(marked or found.values())) or [in_full(name)]

    def written(self, names: Iterable[str]) -> None:
        """Notes how the ``names`` of the tables are written: who writes one with marks writes all with theirs."""
        listed = list(names)
        self.may_lack_marks = not any(map(has_marks, listed))
        self.lack_marks = self.may_lack_marks and any(map(self._has_marks_alone, listed))

    def _has_marks_alone(self, name: str) -> bool:
        """Whether ``name``, which has no marks, can only be a unit that has some."""
        own = parts_of(name).own
        return all(self.is_known(one) and parts_of(one).own != own for one in self.meant(name))

    def _fits(self, wanted: UnitName, parts: UnitName, unit: str) -> bool:
        levels = (
            same(wanted.level, parts.level)
            if wanted.level and parts.level
            else unit in self._known or wanted.level == parts.level
        )
        uppers = not wanted.upper or not parts.upper or same(wanted.upper, parts.upper)
        return levels and uppers and (unit in self._known or wanted.upper == parts.upper)

    def bare(self, name: str) -> list[str]:
        """Returns the units of the tables that have the own name of ``name``, which lacks a level."""
        wanted = parts_of(name)
        alike = self._names.get(fold(wanted.own), {})
        return [] if wanted.level else [one for parts, one in alike.items() if parts.level and parts.own == wanted.own]

    def alike(self, name: str) -> list[str]:
        """Returns the units that differ from ``name`` in marks alone."""
        wanted = parts_of(name)
        return [
            one
            for parts, one in self._names.get(fold(wanted.own), {}).items()
            if parts.own != wanted.own and fold(parts.level) == fold(wanted.level)
        ]
