"""Names of units across tables and workspace: one spelling for one unit, and never two units under one name."""

from __future__ import annotations

from collections.abc import Iterable

from engine.language.text import fold, normalise, spoken


class Units:
    """Facts of units whose names are equal without marks are merged; two real names that are must not come to that."""

    def __init__(self, known: Iterable[str]) -> None:
        self._names: dict[str, list[str]] = {}
        for name in known:
            self.add(name)

    def add(self, name: str) -> None:
        names = self._names.setdefault(fold(name), [])
        if all(_same_marks(name) != _same_marks(other) for other in names):
            names.append(name)

    def settled(self, name: str) -> str | None:
        """The first spelling of the unit ``name``; None where another unit differs from it in marks alone."""
        names = [other for other in self._names.get(fold(name), [name]) if not _same_marks(other).isascii()]
        if len({_same_marks(other) for other in names}) > 1:
            return None
        return names[0] if names else self._names.get(fold(name), [name])[0]

    def others(self, name: str) -> list[str]:
        """The names that differ from ``name`` in marks alone."""
        return [other for other in self._names.get(fold(name), []) if _same_marks(other) != _same_marks(name)]


def _same_marks(name: str) -> str:
    return " ".join(spoken(normalise(name)).replace("_", " ").split())
