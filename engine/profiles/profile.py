"""What a profile says of a form: its columns by their headings, its rows by their names, and how the form is recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from engine.domain.records import NamedTuple
from engine.files.source import Span
from engine.language.text import with_marks
from engine.profiles.documents import VALUES, Meaning

SECTION = " / "
"""Stands between the name of a section and that of its row, and between the levels of a heading."""

_DISPENSABLE = (Meaning.IGNORED, Meaning.ORDER, Meaning.NOTE)

_TIME = re.compile(
    r"\b(?:[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-](?:19|20)[0-9]{2}"
    r"|(?:ngày|ngay|đến|den) [0-9]{1,2}[/.\-][0-9]{1,2}(?![0-9/.\-])|(?:19|20)[0-9]{2}"
    r"|[0-9]{1,2} th[aá]ng(?: đầu năm| dau nam| đầu)?|th[aá]ng [0-9]{1,2}|qu[yý] (?:iv|i{1,3}|[1-4])|cả năm|ca nam)\b"
)
_NUMERAL = re.compile(r"[0-9]+|(?<= )(?:iv|i{1,3})\Z")
_WORDS = re.compile(r"[^\w%#]+")


def words_of(text: str) -> str:
    """Returns the words of a heading or name, without case, punctuation and spacing; marks stay.

    >>> words_of("Lũy  kế (đến kỳ BC)")
    'lũy kế đến kỳ bc'
    """
    return " ".join(_WORDS.sub(" ", with_marks(text)).split())


def times_in(text: str) -> list[str]:
    """Returns the years, days and periods that a heading states, as written.

    >>> times_in("TH 9 tháng đầu năm 2024")
    ['9 tháng đầu năm', '2024']
    """
    return _TIME.findall(with_marks(text))


def form_key(text: str) -> str:
    """Returns by what a heading is recognised: its words, with another year, day or number of months being the same.

    >>> form_key("TH 9 tháng đầu năm 2024") == form_key("TH 6 tháng 2025")
    True
    >>> form_key("Quý I") == form_key("9 tháng")
    False
    """
    return words_of(_TIME.sub(lambda found: _kind_of_time(found[0]), with_marks(text)))


def _kind_of_time(written: str) -> str:
    return re.sub(r" (?:đầu năm|dau nam|đầu)\Z", "", _NUMERAL.sub("#", written)).replace("á", "a").replace("ý", "y")


class TaughtColumn(NamedTuple):
    """A column of a form. ``code`` is the indicator of the whole column; '' for what is not said.

    ``years_back``: its values are of so many years before that of the report.
    """

    title: str
    meaning: Meaning | None
    code: str = ""
    period: str = ""
    measure: str = ""
    years_back: int = 0

    @property
    def times(self) -> tuple[str, ...]:
        """The kinds of times in the heading, by which two columns of one meaning differ."""
        return tuple(sorted(map(_kind_of_time, times_in(self.title))))

    @property
    def has_values(self) -> bool:
        """Whether the numbers of the column are read."""
        return bool(self.code) or self.meaning in VALUES


class Passed(Enum):
    """Stands for the code of a row that is left out: a row passed over, one of a section that is not taught."""

    OVER = "bỏ qua"
    BY_SECTION = "theo mục"


class TaughtRow(NamedTuple):
    """What is taught of a row, and the words of the sections with which it is taught."""

    code: str | Passed
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Profile:
    """A form. ``rows`` has the code of each taught name, with the words of its sections from the outermost on."""

    name: str
    place: Span
    columns: dict[str, TaughtColumn]
    rows: dict[tuple[str, ...], str | Passed]
    unit: str = ""
    measure: str = ""

    @property
    def file(self) -> str:
        """The name of its file for people."""
        return self.place.file.name

    @cached_property
    def needed(self) -> frozenset[str]:
        """The headings without which a table is not of this form: all but those that are passed over."""
        return frozenset(key for key, column in self.columns.items() if column.meaning not in _DISPENSABLE)

    def fits(self, keys: Iterable[str]) -> bool:
        """Returns whether headings with these keys are those of the form: none that it needs is missing, none is foreign."""
        found = frozenset(keys)
        return self.needed <= found <= self.columns.keys()

    def row(self, name: str, sections: Iterable[str]) -> TaughtRow | None:
        """Returns what is taught of a row with this name under these ``sections``, the innermost last; None for nothing.

        A name that is taught within sections alone is none outside of them: there it is another number.
        """
        named = self._by_name.get(words_of(name))
        if named is None:
            return None
        path = [words_of(section) for section in sections]
        under = [key for key in named if _follow(key[:-1], path)]
        longest = max(map(len, under), default=0)
        found = {self.rows[key]: key[:-1] for key in under if len(key) == longest}
        if len(found) == 1:
            return next(TaughtRow(code, within) for code, within in found.items())
        return TaughtRow(Passed.BY_SECTION)

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[str, ...]]]:
        by_name: dict[str, list[tuple[str, ...]]] = {}
        for key in self.rows:
            by_name.setdefault(key[-1], []).append(key)
        return by_name


def _follow(some: Iterable[str], path: Iterable[str]) -> bool:
    """Returns whether ``some`` stand in ``path`` in this order, with or without others between them."""
    rest = iter(path)
    return all(one in rest for one in some)


def row_key(written: str) -> tuple[str, ...]:
    """Returns the key of a name of a row as profiles write it: «Khu vực ven sông / Số hộ nghèo».

    >>> row_key("Khu vực ven sông / Số hộ nghèo")
    ('khu vực ven sông', 'số hộ nghèo')
    """
    return tuple(words for part in written.split(SECTION) if (words := words_of(part)))
