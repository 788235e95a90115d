"""Writes clean text into paragraphs of a Word document, with references and marks where a person must write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docx.text.paragraph import Paragraph

from engine.language.text import printable
from engine.reports.docx_styles import REFERENCE, TO_WRITE
from engine.reports.docx_xml import bookmark, link
from engine.reports.official.model import Line, ToWrite


class TextWriter:
    """Writes lines and references. ``places`` are the places in the basis by id; other ids are not linked."""

    def __init__(self, places: Mapping[str, int]) -> None:
        self.places = places
        self._marked = 0

    def line(self, paragraph: Paragraph, line: Line, before: str = "", after: str = "") -> Paragraph:
        """Adds ``before``, ``line`` and ``after`` to the paragraph; a line still to write gets a style of its own."""
        if before:
            paragraph.add_run(before)
        if isinstance(line, ToWrite):
            paragraph.add_run(clean(line.marked), style=TO_WRITE)
        else:
            paragraph.add_run(clean(line))
        if after:
            paragraph.add_run(after)
        return paragraph

    def references(self, paragraph: Paragraph, ids: Iterable[str]) -> None:
        """Adds « (HC-1, 2.1)» with every id as a link to its row in the basis; nothing where there are no ids."""
        listed = list(ids)
        for place, identifier in enumerate(listed):
            paragraph.add_run(", " if place else "\N{NO-BREAK SPACE}(", style=REFERENCE)
            self.linked(paragraph, identifier)
        if listed:
            paragraph.add_run(")", style=REFERENCE)

    def linked(self, paragraph: Paragraph, identifier: str, style: str | None = REFERENCE) -> None:
        """Adds an id as a link to its row in the basis."""
        run = paragraph.add_run(clean(identifier), style=style)
        if identifier in self.places:
            link(run, _name(self.places[identifier]))

    def mark(self, paragraph: Paragraph, identifier: str, place: int) -> None:
        """Makes the paragraph the target of links to ``identifier``, if the row at ``place`` is its first."""
        if self.places.get(identifier) == place:
            self._marked += 1
            bookmark(paragraph, _name(place), self._marked)


def clean(text: str) -> str:
    """Returns ``text`` on one line, without characters that XML cannot contain or a reader cannot see.

    >>> clean("a\\tb\\nc")
    'a b c'
    """
    return printable(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def _name(place: int) -> str:
    return f"can_cu_{place}"
