"""Regular expressions for every spelling of a name that the reader forgives: case, marks, «_», spacing and i/y."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from engine.language.text import fold

_LETTERS = (range(0x41, 0x5B), range(0x61, 0x7B), range(0xC0, 0x250), range(0x1E00, 0x1F00))
_COMBINING = "[\\u0300-\\u036f]*"
_AROUND = "[\\s_\"'“”‘’«»„]*"


@cache
def spellings(name: str) -> str:
    """Returns the pattern (ECMA 262, as JSON Schema has it) of all that `fold` makes equal to ``name``."""
    return f"^{_AROUND}{''.join(map(_of_character, fold(name)))}{_AROUND}$"


@cache
def _of_character(folded: str) -> str:
    if folded == " ":
        return "[\\s_]+"
    if not folded.isascii() or not folded.isalpha():
        return re.escape(folded)
    return f"[{''.join(_ranges(folded))}]{_COMBINING}"


def _ranges(folded: str) -> Iterator[str]:
    """The letters that are folded to one, neighbours as a range."""
    codes = [code for letters in _LETTERS for code in letters if fold(chr(code)) == folded]
    start = codes[0]
    for code, following in zip(codes, [*codes[1:], None], strict=True):
        if following != code + 1:
            yield chr(start) if start == code else f"{chr(start)}-{chr(code)}"
            start = following if following is not None else code
