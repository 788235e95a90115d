"""The profiles of a workspace, and which of them is that of a table by its headings."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from engine.profiles.profile import SECTION, Profile, form_key

Texts = tuple[str, ...]
"""The texts of the heading of a column, from the top down."""

_key = lru_cache(maxsize=10_000)(form_key)


def heading_key(texts: Texts) -> str:
    """Returns by what the heading of a column is recognised."""
    return _key(SECTION.join(texts))


class Taught(NamedTuple):
    """The profiles of a workspace. No two of them fit the same headings; who reads them has seen to that."""

    profiles: tuple[Profile, ...] = ()

    def form(self, headings: Iterable[Texts]) -> Profile | None:
        """Returns the profile of the form with these headings; None where there is none."""
        if not self.profiles:
            return None
        keys = {heading_key(texts) for texts in headings}
        return next((profile for profile in self.profiles if profile.fits(keys)), None)


NOTHING_TAUGHT = Taught()
