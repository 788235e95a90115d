"""The styles of a Word document: what one takes over from those that it is based on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

_CHAIN = 30
"""Styles based one on the other; Word makes eleven at most."""
_OFF = ("0", "false", "off")


class Styles:
    """Looks up styles by their identifiers."""

    def __init__(self, root: Any) -> None:
        """``root`` is the root element of the part with the styles, None where the document has none."""
        found = root.iterfind(qn("w:style")) if root is not None else ()
        self._styles = {style.get(qn("w:styleId"), ""): style for style in found}
        self._hides: dict[str, bool] = {}
        self.usual = next((key for key, style in self._styles.items() if _is_usual(style)), "")
        """The identifier of the style of paragraphs that name none."""

    def chain(self, key: str) -> Iterator[tuple[str, Any]]:
        """Yields the style ``key`` and those that it is based on, each with its identifier."""
        for _ in range(_CHAIN):
            style = self._styles.get(key)
            if style is None:
                return
            yield key, style
            key = value(style, "w:basedOn")

    def name(self, key: str) -> str:
        """Returns the name of the style ``key``, which is English for the styles that Word knows."""
        return value(self._styles[key], "w:name").lower() if key in self._styles else ""

    def hides(self, key: str) -> bool:
        """Returns whether the style ``key`` hides its text."""
        if key not in self._hides:  # asked for every run of text
            found = (hidden(style.find(qn("w:rPr"))) for _, style in self.chain(key))
            self._hides[key] = next((hides for hides in found if hides is not None), False)
        return self._hides[key]


def hidden(properties: Any) -> bool | None:
    """Returns whether properties of a text hide it; None where they do not say."""
    found = properties.find(qn("w:vanish")) if properties is not None else None
    return None if found is None else is_on(found)


def is_on(switch: Any) -> bool:
    """Returns whether an element that is a switch is on: it is, unless it says otherwise."""
    return switch.get(qn("w:val"), "1") not in _OFF


def value(element: Any, name: str) -> str:
    """Returns the value of the child ``name`` of ``element``, '' without one."""
    child = element.find(qn(name)) if element is not None else None
    return child.get(qn("w:val"), "") if child is not None else ""


def _is_usual(style: Any) -> bool:
    return style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default"), "0") not in _OFF
