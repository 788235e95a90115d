"""Tells of a packed row that it surely holds values: that it begins no heading, is no part of one, and no note.

Most rows of a long table do. What is not certain here is asked of the cells (heads.py, layout.py); so the answer only has to
be right where it is yes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from engine.importing.cells import one_line, year_in
from engine.importing.headers import heading_of, is_counting
from engine.importing.heads import is_number
from engine.importing.measures import Measures
from engine.importing.stored_rows import Content

_CERTAIN_WORDS = 2
"""Words of headings to the left of a number up to which it is no stray one: of so many, if it is whole."""


def holds_values(columns: Sequence[int], contents: Sequence[Content], measures: Measures) -> bool:
    """Returns whether a row surely holds values of a table; False where that is not certain."""
    texts = [content if type(content) is str else content[0] if len(content) == 2 else None for content in contents]
    if len(contents) < 2 or all(text is None or _counts(text) for text in texts):
        return False
    last = contents[-1]
    if texts[-1] is not None:  # with nothing behind it that could be a stray
        return _is_value(texts[-1])
    return len(last) == 1 and not _is_year(last[0]) and _is_no_stray(columns, contents, texts, measures)


def _is_no_stray(
    columns: Sequence[int], contents: Sequence[Content], texts: Sequence[str | None], measures: Measures
) -> bool:
    """Returns whether the number at the end of a row surely is none that somebody typed beside a heading."""
    words = numbers = beside = 0
    for column, content, text in zip(reversed(columns), reversed(contents), reversed(texts), strict=True):
        if text is None and len(content) != 1:
            return False
        if text is None and not beside and not _is_year(content[0]):
            numbers += 1
            continue
        if numbers > 1:
            return column + 1 in columns
        if text is None and not content[0].isdecimal():
            return False
        beside = beside or column
        words += _is_heading(content[0] if text is None else text, measures)
    is_whole = contents[-1][0].isdecimal()
    return beside + 1 in columns and (words < _CERTAIN_WORDS or (words == _CERTAIN_WORDS and is_whole))


@lru_cache(maxsize=20_000)
def _counts(text: str) -> bool:
    return is_counting([one_line(text)] * 3)


@lru_cache(maxsize=20_000)
def _is_value(text: str) -> bool:
    return year_in(text) is None and is_number(text)


@lru_cache(maxsize=20_000)
def _is_heading(text: str, measures: Measures) -> bool:
    shown = one_line(text)
    return bool(shown) and heading_of((shown,), measures) is not None


def _is_year(digits: str) -> bool:
    number = float(digits)
    return 1900 <= number <= 2200 and number.is_integer()
