"""The text of a Word paragraph as its readers see it: insertions count, deletions and hidden text do not, and all are noted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import nsmap, qn

from engine.documents.numbering import shown_bullet

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RUN, _INSERTED, _DELETED = qn("w:r"), (qn("w:ins"), qn("w:moveTo")), (qn("w:del"), qn("w:moveFrom"))
_TEXT, _BOX, _HIDDEN = qn("w:t"), qn("w:txbxContent"), f"{qn('w:rPr')}/{qn('w:vanish')}"
_NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:ptab"): " ", qn("w:noBreakHyphen"): "-"}
_SKIPPED = {qn("w:pPr"), qn("w:rPr"), qn("w:delText"), qn("w:instrText"), qn("w:delInstrText"), qn("w:rt")}
_DEPTH = 60
assert "w" in nsmap


class Tracked:
    """What tracked changes and hidden text a document holds, in the order of the text."""

    def __init__(self) -> None:
        self.inserted: list[str] = []
        self.deleted: list[str] = []
        self.hidden: list[str] = []


class ParagraphText:
    """The text of a paragraph, with the text boxes anchored in it and the notes that it refers to."""

    def __init__(self, paragraph: Any, tracked: Tracked) -> None:
        self.boxes: list[Any] = []
        self.notes: list[tuple[str, str]] = []
        self._tracked = tracked
        self.text = "".join(self._walk(paragraph, 0))

    def _walk(self, element: Any, depth: int) -> Iterator[str]:
        if depth > _DEPTH:
            return
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                continue
            if tag == _TEXT:
                yield child.text or ""
            elif tag in _BREAKS:
                yield _BREAKS[tag]
            elif tag in _NOTES:
                self.notes.append((_NOTES[tag], child.get(qn("w:id"), "")))
            elif tag == qn("w:sym"):
                yield _symbol(child.get(qn("w:char"), ""))
            elif tag == _BOX:
                self.boxes.append(child)
            elif tag == f"{_COMPATIBLE}AlternateContent":  # the same content twice, for new and for old programs
                yield from self._walk(_chosen(child), depth + 1)
            elif tag in _DELETED:
                self._note(self._tracked.deleted, _plain(child))
            elif tag in _INSERTED:
                inner = "".join(self._walk(child, depth + 1))
                self._note(self._tracked.inserted, inner)
                yield inner
            elif tag == _RUN and _is_hidden(child):
                self._note(self._tracked.hidden, _plain(child))
            else:
                yield from self._walk(child, depth + 1)

    @staticmethod
    def _note(noted: list[str], text: str) -> None:
        if words := " ".join(text.split()):
            noted.append(words)


def _plain(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(_TEXT, qn("w:delText")))


def _is_hidden(run: Any) -> bool:
    hidden = run.find(_HIDDEN)
    return hidden is not None and hidden.get(qn("w:val"), "1") not in ("0", "false", "off")


def _chosen(alternatives: Any) -> Any:
    choice = alternatives.find(f"{_COMPATIBLE}Choice")
    fallback = alternatives.find(f"{_COMPATIBLE}Fallback")
    return choice if choice is not None else fallback if fallback is not None else ()


def _symbol(code: str) -> str:
    try:
        return shown_bullet(chr(int(code, 16)))
    except (ValueError, OverflowError):
        return ""


def is_mark_deleted(paragraph: Any) -> bool:
    """Returns whether the end of a paragraph is deleted, so that the next one goes on in it."""
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    return mark is not None and any(mark.find(tag) is not None for tag in _DELETED)
