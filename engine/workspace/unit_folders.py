"""Chooses the folders of units."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path

from engine.files.folder_names import folder_name
from engine.language.text import fold, with_marks
from engine.workspace.facts_index import FactsEntry


class UnitFolders:
    """Chooses the folder in facts/ of each unit; no two units share one."""

    def __init__(self, facts: Path, listed: Iterable[FactsEntry], resolution: str) -> None:
        self._facts = facts
        self._units: dict[Path, str] = {}
        self._folders: dict[str, Path] = {}
        for entry in listed:
            path, head = entry.path, entry.head
            self._units.setdefault(path.parent, with_marks(head.unit))
            if fold(head.resolution) == fold(resolution):
                self._folders.setdefault(with_marks(head.unit), path.parent)

    def of(self, unit: str) -> Path:
        """Returns the folder of the unit's facts on the resolution, else a new one of its own by its name."""
        key = with_marks(unit)
        if key not in self._folders:
            name = folder_name(unit, "don-vi")
            numbered = (self._facts / (name if number == 1 else f"{name}-{number}") for number in count(1))
            folder = next(folder for folder in numbered if self._units.get(folder, key) == key)
            self._folders[key], self._units[folder] = folder, key
        return self._folders[key]
