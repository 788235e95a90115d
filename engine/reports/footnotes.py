"""Real footnotes in a Word document, which python-docx cannot make: marks in the text become references to a part of notes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from html import escape

from engine.reports.output import zip_of

_BODY, _NOTES = "word/document.xml", "word/footnotes.xml"
_TYPES, _LINKS = "[Content_Types].xml", "word/_rels/document.xml.rels"
_MARK = re.compile("\ue000([0-9]+)\ue001")
"""Of characters for private use, which no text of a file keeps (``clean``)."""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RAISED = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_SMALL = '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>'
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


def mark(number: int) -> str:
    """Returns the mark of the note ``number``, counted from 1, for the end of a text."""
    return f"\ue000{number}\ue001"


def with_footnotes(package: bytes, notes: Sequence[str]) -> bytes:
    """Returns the document with ``notes`` at the feet of the pages on which their marks stand; without marks as it is.

    Notes that the document has already keep their place; the new ones are numbered behind them.
    """
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    body = parts[_BODY].decode()
    if not _MARK.search(body):
        return package
    there = parts[_NOTES].decode() if _NOTES in parts else ""
    first = max((int(found) for found in re.findall(r'<w:footnote\b[^>]*w:id="(\d+)"', there)), default=0)
    parts[_BODY] = _MARK.sub(lambda found: _reference(first + int(found[1])), body).encode()
    written = "".join(_note(first + place, text) for place, text in enumerate(notes, start=1))
    if there:
        parts[_NOTES] = there.replace("</w:footnotes>", f"{written}</w:footnotes>").encode()
        return zip_of(parts)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts[_NOTES] = f'{head}<w:footnotes xmlns:w="{_W}">{_SEPARATORS}{written}</w:footnotes>'.encode()
    link = f'<Relationship Id="rIdChuThich" Type="{_RELATION}" Target="footnotes.xml"/></Relationships>'
    parts[_LINKS] = parts[_LINKS].decode().replace("</Relationships>", link).encode()
    kind = f'<Override PartName="/{_NOTES}" ContentType="{_TYPE}"/></Types>'
    parts[_TYPES] = parts[_TYPES].decode().replace("</Types>", kind).encode()
    return zip_of(parts)


def _reference(identifier: int) -> str:
    """Ends the run in which the mark stands, and goes on in one of its own behind the reference."""
    return f'</w:t></w:r>{_RAISED}<w:footnoteReference w:id="{identifier}"/></w:r><w:r><w:t xml:space="preserve">'


def _note(identifier: int, text: str) -> str:
    reference = f"{_RAISED}<w:footnoteRef/></w:r>"
    words = f'<w:r>{_SMALL}<w:t xml:space="preserve"> {escape(text, quote=False)}</w:t></w:r>'
    paragraph = f'<w:p><w:pPr><w:spacing w:after="0"/><w:jc w:val="both"/></w:pPr>{reference}{words}</w:p>'
    return f'<w:footnote w:id="{identifier}">{paragraph}</w:footnote>'
