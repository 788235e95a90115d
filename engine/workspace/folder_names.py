"""Makes the names of folders and files from the names of units, resolutions and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from engine.language.text import fold, without_marks
from engine.workspace.facts_index import FactsEntry

_LONGEST = 60
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z")
"""No file may have these names on Windows."""


def folder_name(name: str, kind: str) -> str:
    """Returns ``name`` in lower case ASCII that every system accepts as a folder or file.

    ``kind`` («don-vi») is the name where no letter is left, and the prefix of a name that Windows reserves.

    >>> folder_name("xã Ea H'Leo", "don-vi"), folder_name("CON", "don-vi")
    ('xa-ea-h-leo', 'don-vi-con')
    """
    words = re.sub(r"[^a-z0-9]+", "-", without_marks(name).lower()).strip("-")[:_LONGEST].strip("-")
    return f"{kind}-{words}" if _RESERVED.match(words) else words or kind


class UnitFolders:
    """Chooses the folder in facts/ of each unit; no two units share one."""

    def __init__(self, facts: Path, listed: Iterable[FactsEntry], resolution: str) -> None:
        self._facts = facts
        self._units: dict[Path, str] = {}
        self._folders: dict[str, Path] = {}
        for path, head in listed:
            self._units.setdefault(path.parent, fold(head.unit))
            if fold(head.resolution) == fold(resolution):
                self._folders.setdefault(fold(head.unit), path.parent)

    def of(self, unit: str) -> Path:
        """Returns the folder of the unit's facts on the resolution, else a new one of its own by its name."""
        key = fold(unit)
        if key not in self._folders:
            name = folder_name(unit, "don-vi")
            numbered = (self._facts / (name if number == 1 else f"{name}-{number}") for number in count(1))
            folder = next(folder for folder in numbered if self._units.get(folder, key) == key)
            self._folders[key], self._units[folder] = folder, key
        return self._folders[key]
