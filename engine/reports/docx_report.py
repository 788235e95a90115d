"""Writes the official report as a Word document that staff can edit, with styles, repeated table heads and links."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx.document import Document

from engine.reports.administrative_format import STATE_ADMINISTRATION, AdministrativeFormat
from engine.reports.docx_annexes import AnnexWriter
from engine.reports.docx_parts import FrameWriter
from engine.reports.docx_styles import HEADINGS, mark_pages, properties, styled_document
from engine.reports.docx_text import TextWriter, clean
from engine.reports.official.model import Block, Heading, Item, OfficialReport, Paragraph, ToWrite
from engine.reports.output import settled_zip


def to_docx(report: OfficialReport, profile: AdministrativeFormat = STATE_ADMINISTRATION) -> bytes:
    """Returns the bytes of the .docx file, which are equal for equal reports and profiles."""
    document = styled_document(profile)
    text = TextWriter(report.basis_places)
    frame = FrameWriter(document, profile, text)
    frame.head(report.head)
    _write_body(document, report.body, text)
    frame.signature(report.signature)
    AnnexWriter(document, profile, text).write(report)
    if report.notice:
        mark_pages(document, clean(report.notice))
    properties(document, clean(f"{report.head.kind} {report.head.title}"), report.created, report.to_write)
    package = io.BytesIO()
    document.save(package)
    return settled_zip(package.getvalue())


def _write_body(document: Document, blocks: Sequence[Block], text: TextWriter) -> None:
    for block in blocks:
        match block:
            case Heading(level, number, title):
                paragraph = document.add_paragraph(style=HEADINGS[min(level, len(HEADINGS)) - 1])
                text.line(paragraph, title, f"{number} " if number else "")
            case Item(words, about):
                paragraph = document.add_paragraph(style="Gạch đầu dòng")
                text.line(paragraph, words, "- ")
                text.references(paragraph, about)
            case Paragraph(words, about):
                paragraph = document.add_paragraph(style="Nội dung")
                text.line(paragraph, words)
                text.references(paragraph, about)
                if words.endswith(":"):  # leads over to the next block
                    paragraph.paragraph_format.keep_with_next = True
            case ToWrite():
                paragraph = document.add_paragraph(style="Nội dung")
                text.line(paragraph, block)
    if blocks:
        paragraph.paragraph_format.keep_with_next = True  # so that the signature is not alone on a page
