"""Accounts for the document: every line or row with a number, and every item of a list, is a criterion or left out."""

from __future__ import annotations

from collections import Counter

from engine.domain.records import NamedTuple

_BY_PERSON = "nội dung bỏ ra khi rà soát"


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

    def without(self, places: set[str]) -> Account:
        """Returns the account after a person has left out the criteria at ``places``."""
        return Account(
            tuple(e._replace(reason=_BY_PERSON) if e.place in places and not e.reason else e for e in self.entries)
        )

    def by_reason(self) -> Counter[str]:
        """Returns how many entries are left out for each reason."""
        return Counter(entry.reason for entry in self.left_out)
