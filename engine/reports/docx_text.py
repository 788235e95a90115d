"""Writes text into paragraphs of a Word document: cleaned, with marks where a person has to write, with references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docx.text.paragraph import Paragraph

from engine.language.text import printable
from engine.reports.docx_styles import REFERENCE, TO_WRITE
from engine.reports.docx_xml import bookmark, link
from engine.reports.official.model import Line, ToWrite


class TextWriter:
    """Writes lines and references. ``places`` are the places in the basis by id: what is not there is not linked."""

    def __init__(self, places: Mapping[str, int]) -> None:
        self.places = places
        self._marked = 0

    def line(self, paragraph: Paragraph, line: Line, before: str = "", after: str = "") -> Paragraph:
        """Adds ``line`` with what stands before and after it; what is still to write is marked by its style."""
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
        """« (HC-1, 2.1)», every id a link to its row in the basis; nothing where there are no ids."""
        listed = list(ids)
        for place, identifier in enumerate(listed):
            paragraph.add_run(", " if place else "\N{NO-BREAK SPACE}(", style=REFERENCE)
            self.linked(paragraph, identifier)
        if listed:
            paragraph.add_run(")", style=REFERENCE)

    def linked(self, paragraph: Paragraph, identifier: str, style: str | None = REFERENCE) -> None:
        """An id as a link to its row in the basis."""
        run = paragraph.add_run(clean(identifier), style=style)
        if identifier in self.places:
            link(run, _name(self.places[identifier]))

    def mark(self, paragraph: Paragraph, identifier: str, place: int) -> None:
        """Makes the paragraph the goal of references to ``identifier``, if the row at ``place`` is its first."""
        if self.places.get(identifier) == place:
            self._marked += 1
            bookmark(paragraph, _name(place), self._marked)


def clean(text: str) -> str:
    """One line of ``text`` without characters that a file of XML cannot hold or a reader cannot see."""
    return printable(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def _name(place: int) -> str:
    return f"can_cu_{place}"
