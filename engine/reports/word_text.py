"""Texts of a report as Word shows them: references that are links, targets of links, marks for a person.

docxtpl puts a value into the run of its tag. What needs a style or a link of its own ends that run and begins another, as
docxtpl itself does with pictures. Its RichText makes runs; links within a document and their targets it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import RichText
from markupsafe import Markup

from engine.language.text import printable
from engine.reports.official.model import Line, ToWrite

_REFERENCE = "Mã căn cứ"
_TO_WRITE = "Cần bổ sung"
"""The names of character styles; ``with_style_ids`` puts the ids in place that they have in a template."""
_FIRST_BOOKMARK = 1000  # behind those that a template may have


def clean(text: str) -> str:
    """Returns ``text`` on one line, without characters that XML cannot contain or a reader cannot see.

    >>> clean("a\\tb\\nc")
    'a b c'
    """
    return printable(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def shown(line: Line) -> str:
    """Returns the clean text; of a line still to write its mark, in a style of its own."""
    return _apart(_run(line.marked, _TO_WRITE)) if isinstance(line, ToWrite) else clean(line)


def references(ids: Sequence[str], places: Mapping[str, int]) -> str:
    """Returns « (HC-1, 2.1)», every id a link to its row in the basis where ``places`` has it; '' where there are no ids."""
    if not ids:
        return ""
    listed = _run(", ", _REFERENCE).join(_linked(identifier, places, _REFERENCE) for identifier in ids)
    return _apart(_run("\N{NO-BREAK SPACE}(", _REFERENCE) + listed + _run(")", _REFERENCE))


def links(ids: Sequence[str], places: Mapping[str, int]) -> str:
    """Returns «HC-1, 2.1», linked as ``references`` does; '' where there are no ids."""
    return _apart(_run(", ").join(_linked(identifier, places) for identifier in ids)) if ids else ""


def target(identifier: str, place: int) -> str:
    """Returns ``identifier`` as the target of links to ``place``."""
    number = _FIRST_BOOKMARK + place
    start, end = f'<w:bookmarkStart w:id="{number}" w:name="{_name(place)}"/>', f'<w:bookmarkEnd w:id="{number}"/>'
    return _apart(start + _run(identifier) + end)


def with_style_ids(document: Document) -> None:
    """Puts ids in the place of names of styles: programs that save a template give ids of their own. Others are left out."""
    ids = {style.name: style.style_id for style in document.styles}
    for used in list(document.element.body.iter(qn("w:rStyle"))):
        name = used.get(qn("w:val"))
        if name not in (_REFERENCE, _TO_WRITE):
            continue
        if name in ids:
            used.set(qn("w:val"), ids[name])
        else:
            used.getparent().remove(used)


def with_kept_hyphens(document: Document) -> None:
    """Writes non-breaking hyphens as Word does, so that they are found, and read back, as hyphens."""
    for shown in list(document.element.body.iter(qn("w:t"))):
        first, *others = (shown.text or "").split("\N{NON-BREAKING HYPHEN}")
        if not others:
            continue
        shown.text, at = first, shown
        for other in others:
            text = OxmlElement("w:t")
            text.text = other
            hyphen = OxmlElement("w:noBreakHyphen")
            at.addnext(hyphen)
            hyphen.addnext(text)
            at = text
        for part in shown.getparent().iter(qn("w:t")):
            part.set(qn("xml:space"), "preserve")


def _linked(identifier: str, places: Mapping[str, int], style: str = "") -> str:
    run = _run(identifier, style)
    if identifier not in places:
        return run
    return f'<w:hyperlink w:anchor="{_name(places[identifier])}" w:history="1">{run}</w:hyperlink>'


def _name(place: int) -> str:
    return f"can_cu_{place}"


def _run(text: str, style: str = "") -> str:
    made: str = RichText(clean(text), style=style or None).xml
    return made


def _apart(runs: str) -> Markup:
    """Ends the run in which the tag stands, and goes on in one of its own behind ``runs``."""
    return Markup(f'</w:t></w:r>{runs}<w:r><w:t xml:space="preserve">')
