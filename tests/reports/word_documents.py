"""The report for review in Word, read back, for tests."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import docx
from docx.document import Document
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from engine.reports.official.model import OfficialReport
from tests.reports.official_cases import CATALOGUE, CRITERIA, report_of, review_docx, seed_report
from tests.small_workspace import Small


def opened(report: OfficialReport) -> Document:
    return docx.Document(io.BytesIO(review_docx(report)))


@lru_cache
def seed() -> Document:
    return opened(seed_report())


def style(name: str) -> ParagraphStyle:
    found = seed().styles[name]
    assert isinstance(found, ParagraphStyle)
    return found


def blocks(document: Document) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables in the order of the document."""
    yield from document.iter_inner_content()


def breakable(text: str) -> str:
    """A text of a document as it was composed, without what keeps its words together."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def texts(document: Document, *styles: str) -> list[str]:
    return [breakable(p.text) for p in document.paragraphs if p.style is not None and p.style.name in styles]


def said(paragraph: Paragraph) -> str:
    """The text without the references behind it and without its dash."""
    runs = [r for r in paragraph.runs if r.style is None or r.style.name != "Mã căn cứ"]
    return breakable("".join(r.text for r in runs)).removeprefix("- ")


def body(document: Document) -> list[Paragraph]:
    return [
        p
        for p in document.paragraphs
        if p.style is not None and p.style.name in ("Nội dung", "Đoạn dẫn", "Gạch đầu dòng")
    ]


def all_paragraphs(document: Document) -> Iterator[Paragraph]:
    for block in blocks(document):
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (p for row in block.rows for cell in row.cells for p in cell.paragraphs)


def small(path: Path, value: str) -> Document:
    workspace = Small(path, CATALOGUE).criteria(CRITERIA)
    workspace.facts(value)
    return opened(report_of(path))
