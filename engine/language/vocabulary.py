"""The names that a rulebook adds to the language, and the error of a text that is no sentence of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

from engine.language.patterns import compiled
from engine.language.text import spoken


class LanguageError(ValueError):
    """A text that is not a sentence of the rule language, with the message, the remedy and the place [start, end) in it."""

    def __init__(self, message: str, start: int, end: int, remedy: str, about_number: bool = False) -> None:
        super().__init__(message)
        self.about_number = about_number
        self.message = message
        self.start = start
        self.end = max(end, start + 1)
        self.remedy = remedy


@lru_cache(maxsize=256)
def longest_first(names: tuple[str, ...]) -> re.Pattern[str]:
    """Returns a pattern for any of ``names`` as whole words with any spaces between their words, the longest first.

    >>> longest_first(("hộ", "hộ nghèo")).match("hộ  nghèo").group()
    'hộ  nghèo'
    """
    return compiled(text_of_longest_first(names))


def text_of_longest_first(names: tuple[str, ...]) -> str:
    """Returns the text of that pattern, for one that it is part of."""
    spaced = [r"\s+".join(map(re.escape, name.split())) for name in sorted(names, key=lambda name: (-len(name), name))]
    return "(?:" + "|".join(spaced) + r")(?!\w)" if spaced else r"(?!)"


class Vocabulary:
    """The names that the catalogue of a rulebook adds to the language: units and the values of categories."""

    def __init__(self, units: Iterable[str] = (), categories: Iterable[str] = ()) -> None:
        self.unit_names = tuple(sorted({_tidy(u) for u in units if u}))
        self.category_names = tuple(sorted({_tidy(c) for c in categories if c}))

    def kept_parts(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The parts from which it is made again."""
        return self.unit_names, self.category_names

    @cached_property
    def units(self) -> re.Pattern[str]:
        """The pattern of any unit, made when the first sentence is cut."""
        return longest_first(self.unit_names)

    @cached_property
    def categories(self) -> re.Pattern[str]:
        """The pattern of any value of a category."""
        return longest_first(self.category_names)


NO_VOCABULARY = Vocabulary()


def _tidy(name: str) -> str:
    return " ".join(spoken(name).split())
