"""Whether a line says what is to be reached, and which numbers of it could be a goal."""

from __future__ import annotations

from functools import lru_cache

from engine.language.text import normalise, spoken
from engine.wordings.decoys import covering, find_decoys
from engine.wordings.reader import read_wording
from engine.wordings.wording import Comparator, WordingReading


@lru_cache(maxsize=4096)
def read_line(text: str) -> WordingReading:
    """Returns the reading of a line, which the outline and the proposals ask for more than once."""
    return read_wording(text)


def holds_goal(text: str) -> bool:
    """Returns whether ``text`` states a goal that is no mere judgement, or holds a number that may be one.

    >>> holds_goal("Trồng 5 ha rừng"), holds_goal("Các chỉ tiêu đến năm 2030")
    (True, False)
    """
    read = read_line(text)
    if not read.abstained:
        return read.readings[0].comparator is not Comparator.QUALITATIVE
    return holds_free_number(text)


def holds_free_number(text: str) -> bool:
    """Returns whether a number of ``text`` is no year, date, document, article or name.

    >>> holds_free_number("Điều 3 của Nghị quyết số 12/NQ-HĐND năm 2025")
    False
    """
    words = spoken(normalise(text))
    decoys = find_decoys(words)
    return any(c.isdigit() and covering(decoys, at) is None for at, c in enumerate(words))


def holds_number(text: str) -> bool:
    return any(c.isdigit() for c in text)
