"""Cuts the text of a cell into what it says («tăng 1,6%» and «đạt 93,2%») and tells what each part is."""

from __future__ import annotations

import re
from enum import Enum, auto

from engine.domain.comparisons import spellings
from engine.domain.records import NamedTuple
from engine.language.text import spoken


class Said(Enum):
    """What a part of a cell says."""

    CHANGE = auto()
    REACHED = auto()
    LEFT = auto()
    PLAN = auto()
    OF_PLAN = auto()
    COMPARED = auto()
    SHARE = auto()
    PART = auto()
    ESTIMATED = auto()
    ESTIMATE = auto()
    PAIR = auto()
    QUANTITY = auto()
    OTHER = auto()


class Clause(NamedTuple):
    """A part of a cell. ``value`` is its number with unit, without the words before it, as written.

    ESTIMATED says of which ``basis`` the number is, ESTIMATE speaks of another one.
    """

    said: Said
    text: str
    value: str = ""
    second: str = ""
    falls: bool = False
    basis: str = ""


NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_UNIT = r"(?:[%‰]|[^\W\d_][^0-9()\[\];,:=<>%]*?(?:/[0-9.]+ [^0-9()\[\];,:=<>%]+?|[23²³]|%)?)"
_ABOUT = "|".join(sorted(map(re.escape, spellings("NEARLY", "ABOUT", "ABOVE", "BELOW")), key=len, reverse=True))
_QUANTITY = rf"(?:(?:{_ABOUT})\s*)?-?{NUMBER}\s*{_UNIT}?"
_LEFT = "|".join(sorted(map(re.escape, spellings("REMAIN", "DOWN_TO")), key=len, reverse=True))
_UP = "|".join(sorted(map(re.escape, spellings("UP_TO")), key=len, reverse=True))
_SINCE = r"(?:\s*(?:so với|so|trong|của)\s[^()0-9]*[0-9]{0,4})?"
_OF_PLAN = r"(?:so với\s|so\s|của\s)?(?:cả\s)?(?:kh|k/h|kế hoạch|chỉ tiêu|mục tiêu|dự toán|dt|nghị quyết|nq)\b[^()]*"

_FORMS: tuple[tuple[Said, re.Pattern[str]], ...] = tuple(
    (said, re.compile(form))
    for said, form in (
        (Said.ESTIMATED, rf"(?P<basis>ước|sơ bộ)(?: thực hiện| th)?(?: đạt)?:?\s*(?P<value>{_QUANTITY})"),
        (Said.ESTIMATED, r"(?:số (?:liệu )?)?(?P<basis>ước|sơ bộ)(?: thực hiện| th| tính)?"),
        (Said.ESTIMATE, r"(?:số (?:liệu )?)?(?:ước|sơ bộ|tạm tính|dự kiến|dự ước|uth)\b.*"),
        (Said.PLAN, rf"(?:kh|kế hoạch|chỉ tiêu|mục tiêu|dự toán)(?![^\W\d_])[^0-9()]*(?P<value>{_QUANTITY})"),
        (Said.OF_PLAN, rf"(?:đạt|bằng|vượt)?\s*(?P<value>-?{NUMBER}\s*%)\s*{_OF_PLAN}"),
        (Said.OF_PLAN, rf"vượt\s*(?:{_OF_PLAN})?(?P<value>{NUMBER}\s*%)"),
        (Said.COMPARED, rf"(?:bằng\s)?(?P<value>{NUMBER}\s*%)\s*(?:so với|so|cùng kỳ|năm trước)\b[^()]*"),
        (
            Said.SHARE,
            rf"(?:chiếm(?: tỷ lệ)?|tỷ lệ(?: là)?|tương (?:đương|ứng)|bằng|=)\s*(?P<value>{NUMBER}\s*%){_SINCE}",
        ),
        (Said.PART, rf"trong đó\b[:,]?\s*.*{NUMBER}.*"),
        (
            Said.REACHED,
            rf"(?:(?P<falls>giảm)\s|tăng\s)?từ\s{_QUANTITY}\s*(?:{_UP}|{_LEFT})\s*(?P<value>{_QUANTITY})",
        ),
        (Said.LEFT, rf"(?:{_LEFT})\s*(?P<value>{_QUANTITY})"),
        (Said.REACHED, rf"(?:th|thực hiện)(?![^\W\d_])\s*:?\s*(?P<value>{_QUANTITY})"),
        (Said.REACHED, rf"(?:{_UP}|đạt(?: tỷ lệ)?)\s*(?P<value>{_QUANTITY})"),
        (
            Said.CHANGE,
            rf"(?:so với[^()]*?\s)?(?:(?P<falls>giảm|bớt)|tăng|thêm|\+)\s*(?:thêm\s|được\s)?(?P<value>{_QUANTITY}){_SINCE}",
        ),
        (
            Said.PAIR,
            rf"(?:đạt\s)?(?P<value>(?:(?:{_ABOUT})\s*)?{NUMBER}\s*(?:[^\W\d_][^0-9()/%]*)?)/\s*(?P<second>{NUMBER}\s*{_UNIT}?)",
        ),
        (Said.QUANTITY, rf"(?P<value>{_QUANTITY})"),
    )
)
_BRACKETS = re.compile(r"(?P<head>[^()\[\]]*[^()\[\]\s])\s*[(\[](?P<tail>[^()\[\]]+)[)\]]\s*\.?")
_COMMA = re.compile(r"(?P<head>.+?)\s*(?:;|,(?=\s))\s*(?P<tail>.+?)\.?")
_BETWEEN = re.compile(r"\s*(?:;|,(?=\s))\s*")
_JOINED = re.compile(
    rf"(?P<head>(?:tăng|giảm|\+)\s?{_QUANTITY})\s+(?P<tail>(?:{_LEFT}|{_UP}|đạt)\s.+)|"
    rf"(?P<head2>{_QUANTITY}|{NUMBER}\s*/\s*{_QUANTITY})\s*(?P<tail2>(?:(?:đạt|chiếm|bằng|trong đó)\s|=).+)"
)


def clause(text: str) -> Clause:
    """Returns ``text``, on one line, as one clause.

    >>> clause("giảm 3,92%").said.name, clause("giảm còn 31 hộ").value, clause("84/96 tấn").second
    ('CHANGE', '31 hộ', '96 tấn')
    """
    text = text.strip()
    lowered = spoken(text)
    for said, form in _FORMS:
        if found := form.fullmatch(lowered):
            value, second, falls, basis = (_part(text, found, name) for name in ("value", "second", "falls", "basis"))
            return Clause(said, text, value, second, bool(falls), basis.lower())
    return Clause(Said.OTHER, text)


def pieces(text: str) -> list[Clause]:
    """Returns the clauses of ``text`` between commas.

    >>> [one.said.name for one in pieces("đạt 93,2%, bằng 99% KH")]
    ['REACHED', 'OF_PLAN']
    """
    return [clause(part) for part in _BETWEEN.split(text)]


def _part(text: str, found: re.Match[str], name: str) -> str:
    return text[slice(*found.span(name))].strip() if found.groupdict().get(name) else ""


def cut(text: str) -> tuple[str, str]:
    """Returns what stands first in a cell, and what stands in brackets, behind a comma or a verb; '' where nothing does.

    >>> cut("3 trường (1 đang xét)"), cut("giảm 7 hộ còn 31 hộ")
    (('3 trường', '1 đang xét'), ('giảm 7 hộ', 'còn 31 hộ'))
    """
    lowered = spoken(text)
    for form, names in (
        (_BRACKETS, ("head", "tail")),
        (_COMMA, ("head", "tail")),
        (_JOINED, ("head", "tail")),
        (_JOINED, ("head2", "tail2")),
    ):
        found = form.fullmatch(lowered)
        if found is not None and found.start(names[0]) >= 0:
            head, tail = (text[slice(*found.span(name))].strip() for name in names)
            return head, tail
    return text, ""
