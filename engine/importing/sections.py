"""Follows the sections of a table by indicator: the headings that a row stands under."""

from __future__ import annotations

import re

from engine.language.text import fold

_STYLES = (
    re.compile(r"[A-ZĐ]"),
    re.compile(r"[IVXLC]+"),
    re.compile(r"[0-9]+"),
    re.compile(r"[0-9]+\.[0-9]+"),
    re.compile(r"[0-9]+\.[0-9]+\.[0-9]+|[a-zđ]"),
)
"""The numberings of lists, from the outer to the inner. «I» may be a letter as well: Roman numbers are meant."""

_AREA = re.compile(
    r"(?:khu vuc (?!i\b|ii\b|iii\b|kinh te|nong|cong|dich|nha nuoc|ngoai|co von|fdi|i |ii |iii )|vung |tieu vung |dia ban (?!huien|tinh|xa)|cum |tuien |"
    r"(?:khu vuc )?(?:thanh thi|nong thon)\b)"
)
"""Sections of a part of the territory: their numbers are not those of the whole."""


class Sections:
    """The headings above the present row, from the outer to the inner."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def enter(self, order: str, name: str) -> None:
        """Opens the section of a row that is no indicator; it ends sections of its own kind and inner ones."""
        depth = self._depth(order)
        self._open = [(at, text) for at, text in self._open if at < depth]
        if name:
            self._open.append((depth, name))

    def pass_by(self, order: str) -> None:
        """Ends the sections that a row with this number does not belong to."""
        if self._open and order.strip():
            depth = self._depth(order)
            self._open = [(at, text) for at, text in self._open if at < depth]

    def above(self, order: str) -> tuple[str, ...]:
        """Returns the names of the sections that a row with this number stands in."""
        if not self._open:
            return ()
        depth = self._depth(order) if order.strip() else len(_STYLES) + 1
        return tuple(text for at, text in self._open if at < depth)

    @staticmethod
    def _depth(order: str) -> int:
        number = order.strip().strip(".()/ ")
        if len(number) == 1 and number in "IVX":
            return 1
        return next((at for at, style in enumerate(_STYLES) if style.fullmatch(number)), len(_STYLES))


def area_of(section: str) -> str:
    """Returns the innermost part of the territory among sections that « / » divides; '' without one.

    >>> area_of("Khu vực ven sông / Nông nghiệp"), area_of("Khu vực kinh tế tập thể")
    ('Khu vực ven sông', '')
    """
    return next((text for text in reversed(section.split(" / ")) if _AREA.match(fold(text))), "")
