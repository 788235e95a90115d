"""Finds the indicator of a row or column: by code, by exact name, or by the words of the resolution.

A name that is merely similar never matches; it is proposed beside the omission.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

from engine.domain.limits import GUESSES
from engine.domain.records import NamedTuple
from engine.importing.measures import Measures
from engine.importing.taught import NOTHING_TAUGHT, Taught
from engine.language.text import fold, nearest, normalise, spoken
from engine.rulebook.logic import Test, leaves
from engine.rulebook.rulebook import Criterion, Indicator, Rulebook

_BULLET = re.compile(
    r"^\s*(?:[-–—+*•·>]\s*|(?:\(?(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}|[IVX]{1,5}|[a-zđ])[.)/:]+)\s+|\([0-9]{1,2}\)\s*)+"
)
_AMONG = re.compile(r"^(?:trong đó|trong do)\s*[:,]?\s*", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[^\w%‰²³/]+")
_SIGNS = str.maketrans({"\u2013": "-", "\u2014": "-"})
_FEWEST_WORDS = 3


class Match(NamedTuple):
    """``code`` is None where no indicator, or more than one, fits; ``reason`` and ``remedy`` then say so.

    ``measure`` is a unit in brackets in the name. ``by_section``: the name was taught together with its section.
    """

    code: str | None
    reason: str = ""
    remedy: str = ""
    measure: str = ""
    by_section: bool = False


def name_key(text: str) -> str:
    """Returns the words of a name without case, marks, punctuation and spacing.

    >>> name_key("Tỷ lệ  hộ nghèo, %")
    'ti le ho ngheo %'
    """
    return " ".join(_PUNCTUATION.sub(" ", fold(normalise(text).translate(_SIGNS))).split())


def marks_differ(one: str, other: str) -> bool:
    """Returns whether two texts of the same letters are two words. A text without marks may mean either.

    >>> marks_differ("dừa", "dứa"), marks_differ("dua", "dứa")
    (True, False)
    """
    first, second = _marked(one), _marked(other)
    return _has_marks(first) and first != second


def _has_marks(text: str) -> bool:
    return "đ" in text or any(unicodedata.combining(c) for c in unicodedata.normalize("NFD", text))


def _marked(text: str) -> str:
    """Returns the words with their marks; «hoà» becomes «hòa», and y becomes i."""
    decomposed = unicodedata.normalize("NFD", spoken(normalise(text).translate(_SIGNS))).replace("y", "i")
    return " ".join(_PUNCTUATION.sub(" ", unicodedata.normalize("NFC", decomposed).replace("_", " ")).split())


class Matcher:
    """Finds the indicators of a rulebook in the words of a table."""

    def __init__(self, rulebook: Rulebook, taught: Taught = NOTHING_TAUGHT) -> None:
        self.rulebook, self.taught = rulebook, taught
        self.measures = Measures(rulebook.indicators.values())
        self._by_key: dict[str, dict[str, str]] = {}
        self._names: dict[str, str] = {}
        self._compared = 0
        for indicator in rulebook.indicators.values():
            for name in _names(indicator):
                self._add(name, indicator.code)
        self._criteria: dict[str, tuple[Criterion, frozenset[str]]] = {}
        self._wordings: dict[str, list[str]] = {}
        for criterion in rulebook.criteria:
            self._criteria[criterion.id] = criterion, measured_by(criterion)
            for wording in criterion.wordings:
                self._wordings.setdefault(name_key(wording.text), []).append(criterion.id)
        self.row = lru_cache(maxsize=50_000)(self._row)
        self.propose = lru_cache(maxsize=500)(self._propose)

    def _add(self, name: str, code: str) -> None:
        self._names.setdefault(name, code)
        self._by_key.setdefault(name_key(name), {})[spoken(normalise(name)).strip()] = code

    def named(self, text: str) -> Match | None:
        """Returns the indicator with this name or code, also with a unit in brackets; None where there is none."""
        bare = bare_name(text)
        if bare in self.rulebook.indicators:
            return Match(bare)
        measure, without = self.measures.in_brackets(bare)
        found = self._exact(bare) or (self._exact(without) if measure else None)
        return found._replace(measure=measure) if found is not None else None

    def _exact(self, name: str) -> Match | None:
        spellings = self._by_key.get(name_key(name))
        if not spellings or not name_key(name):
            return None
        codes = set(spellings.values())
        if len(codes) > 1:
            exact = spellings.get(spoken(normalise(name)).strip())
            if exact is None:
                listed = ", ".join(sorted(codes))
                return Match(None, f"tên này chỉ khác dấu với tên của nhiều số liệu ({listed})", "ghi mã số liệu")
            return Match(exact)
        if all(marks_differ(name, spelling) for spelling in spellings):
            return None
        return Match(next(iter(codes)))

    def _row(self, code: str, name: str, order: str, sections: tuple[str, ...] = ()) -> Match:
        """Returns the indicator of a row with these cells ('' for a blank cell), which stands in ``sections``.

        A name may be taught with its sections: «Khu vực A / Số hộ nghèo».
        """
        for at in range(len(sections) if name and not code else 0):
            path = " / ".join(map(bare_name, (*sections[at:], name)))
            if (taught := self._exact(path)) is not None:
                return taught._replace(by_section=True)
        by_name = self._by_words(name, order) if name else None
        if not code:
            return by_name if by_name is not None else Match(None, "dòng không có mã và tên số liệu")
        if code not in self.rulebook.indicators:
            if by_name is not None and by_name.code is not None:
                return by_name
            close = self._nearest(code, self.rulebook.indicators)
            declare = "sửa mã, hoặc khai báo mã ở mục «số liệu» của nghi-quyet.yaml"
            remedy = f"phải chăng là `{close}`?" if close else declare
            return Match(None, f"mã «{code}» không có trong danh mục", remedy)
        named = self.named(name) if name else None
        if named is not None and named.code not in (None, code):
            return Match(None, f"mã là {code} nhưng tên là của {named.code}", "sửa mã hoặc tên cho cùng một số liệu")
        return Match(code, measure=named.measure if named is not None else self.measures.in_brackets(name)[0])

    def _by_words(self, name: str, order: str) -> Match:
        found = self.named(name)
        if found is not None:
            return found
        bare = bare_name(name)
        measure, without = self.measures.in_brackets(bare)
        for text in dict.fromkeys((bare, without)):
            criteria = [number for number in self._wordings.get(name_key(text), []) if self._is_worded(text, number)]
            if len(criteria) == 1:
                return self._of_criterion(criteria[0])._replace(measure=measure)
        number = order.strip().strip(".()")
        if number in self._criteria and self._is_part(without, self._criteria[number][0]):
            return self._of_criterion(number)._replace(measure=measure)
        close = self.propose(without)
        hint = f"phải chăng là «{close}»? " if close else ""
        remedy = f"{hint}ghi mã số liệu, hoặc thêm tên này vào `tên khác` của số liệu trong nghi-quyet.yaml"
        return Match(None, f"không có số liệu nào tên «{bare}»", remedy)

    def _is_worded(self, name: str, number: str) -> bool:
        """Returns whether a wording has the letters and the marks of ``name``."""
        wordings = (wording.text for wording in self._criteria[number][0].wordings)
        return any(name_key(text) == name_key(name) and not marks_differ(name, text) for text in wordings)

    def _is_part(self, name: str, criterion: Criterion) -> bool:
        """Returns whether ``name`` is part of a wording, word for word, and identifies the criterion.

        It does so with all words of the indicator's name, or with more than half of the wording: «trên địa bàn huyện»
        does not.
        """
        words = name_key(name)
        if len(words.split()) < _FEWEST_WORDS:
            return False
        codes = self._criteria[criterion.id][1]
        names = [name_key(known) for known, code in self._names.items() if code in codes]
        for whole in (wording.text for wording in criterion.wordings):
            if f" {words} " not in f" {name_key(whole)} ":
                continue
            spelled = _marked(name)
            if _has_marks(spelled) and f" {spelled} " not in f" {_marked(whole)} ":
                continue
            named = any(set(known.split()) <= set(words.split()) for known in names)
            if named or len(words.split()) * 2 > len(name_key(whole).split()):
                return True
        return False

    def _of_criterion(self, number: str) -> Match:
        codes = self._criteria[number][1]
        if len(codes) == 1:
            return Match(next(iter(codes)))
        listed = ", ".join(sorted(codes)) or "không có số liệu nào"
        remedy = "ghi mỗi số liệu một dòng, với mã hoặc tên của số liệu ấy"
        return Match(None, f"nội dung {number} đo bằng nhiều số liệu ({listed})", remedy)

    def _propose(self, name: str) -> str | None:
        close = self._nearest(name, self._names)
        return f"{close} ({self._names[close]})" if close else None

    def _nearest(self, name: str, names: Collection[str]) -> str | None:
        """Returns the nearest of ``names``; None where too many were compared already."""
        self._compared += len(names)
        return nearest(name, names) if self._compared <= GUESSES else None


def measured_by(criterion: Criterion) -> frozenset[str]:
    """Returns the indicators that the conditions of a criterion compare; a formula over several counts as one."""
    tests = (
        leaf
        for wording in criterion.wordings
        for threshold in wording.thresholds
        for leaf in leaves(threshold.met)
        if isinstance(leaf, Test)
    )
    return frozenset(test.input.code or test.input.key for test in tests)


def _names(indicator: Indicator) -> Iterator[str]:
    for name in (indicator.name, *indicator.other_names):
        yield name
        if indicator.unit.text:
            yield f"{name} ({indicator.unit.text})"


def bare_name(text: str) -> str:
    """Returns the name without bullet, number and «Trong đó:» in front."""
    one_line = " ".join(normalise(text).split())
    without = _AMONG.sub("", _BULLET.sub("", one_line))
    return _BULLET.sub("", without).strip(" :;,.") or one_line
