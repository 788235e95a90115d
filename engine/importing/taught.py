"""The profiles of a workspace, and which of them is that of a table by its headings."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from engine.domain.records import NamedTuple
from engine.profiles.profile import SECTION, Profile, form_key

Texts = tuple[str, ...]
"""The texts of the heading of a column, from the top down."""

_LISTED = 6
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

    def near(self, headings: Iterable[Texts]) -> Profile | None:
        """Returns the profile that has most of these headings and is not of this form; None for none."""
        keys = {heading_key(texts) for texts in headings}
        shared = [len(keys & profile.columns.keys()) for profile in self.profiles]
        at = max(range(len(shared)), key=shared.__getitem__, default=0)
        if not shared or shared[at] * 2 < max(len(keys), len(self.profiles[at].columns)):
            return None
        return self.profiles[at]

    def nearly(self, headings: Iterable[Texts]) -> str:
        """Returns in words which profile has most of these headings, and what is missing or foreign; '' for none."""
        titles = {heading_key(texts): SECTION.join(texts) for texts in headings}
        near = self.near([(title,) for title in titles.values()])
        if near is None:
            return ""
        missing = [near.columns[key].title for key in near.columns if key in near.needed and key not in titles]
        foreign = [title for key, title in titles.items() if key not in near.columns]
        parts = [f"thiếu cột {_listed(missing)}"] if missing else []
        parts += [f"có thêm cột {_listed(foreign)}"] if foreign else []
        return f"gần giống biểu mẫu «{near.name}» ({near.file}), nhưng {', '.join(parts)}"


def _listed(titles: list[str]) -> str:
    more = f" và {len(titles) - _LISTED} cột nữa" if len(titles) > _LISTED else ""
    return ", ".join(f"«{title}»" for title in titles[:_LISTED]) + more


NOTHING_TAUGHT = Taught()
