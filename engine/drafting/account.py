"""Accounts for the document: every line or row with a number, and every item of a list, is a criterion or left out."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple


class Entry(NamedTuple):
    """A line or row of the document; ``reason`` is why it is left out, '' where criteria hold it."""

    place: str
    text: str
    reason: str = ""


class Account(NamedTuple):
    """Each entry is counted once: what is in criteria and what is left out make up all of them."""

    entries: tuple[Entry, ...]

    @property
    def used(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if not entry.reason)

    @property
    def left_out(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.reason)

    def by_reason(self) -> Counter[str]:
        """Returns how many entries are left out for each reason."""
        return Counter(entry.reason for entry in self.left_out)
