"""Names of cells that Excel and LibreOffice accept, each once in a workbook."""

from __future__ import annotations

import re
from itertools import count

_LONGEST = 200
_UNFIT = re.compile(r"[^A-Za-z0-9_]+")
_TAKEN = re.compile(
    r"(?:[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*(?:[Cc][0-9]*)?|[Cc][0-9]*|true|false|[^A-Za-z].*)\Z", re.IGNORECASE
)
"""What a spreadsheet takes for a cell, a row, a column or a truth value, or does not take for a name."""

_CHARACTER_NOTATION = re.compile(r"_x(?=[0-9A-Fa-f]{1,4}_)")


class CellNames:
    """The names given so far. Spreadsheets do not tell capitals and small letters apart."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, wish: str) -> str:
        """Returns the name most like ``wish`` that is free: ``htx.tong`` is ``htx_tong``, then ``htx_tong_2``."""
        name = _UNFIT.sub("_", wish)[:_LONGEST] or "so"
        if _TAKEN.match(name):
            name = f"so_{name}"
        name = _CHARACTER_NOTATION.sub("_X", name)  # «_x000A_» in a formula is a character to programs
        free = (name if number == 1 else f"{name}_{number}" for number in count(1))
        found = next(one for one in free if one.lower() not in self._given)
        self._given.add(found.lower())
        return found
