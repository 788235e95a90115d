"""Reads a PDF in a process of its own: what it unpacks to, and how long that takes, cannot be known before."""

from __future__ import annotations

from engine.documents.document import Document
from engine.documents.limits import Counter, UnreadableDocument
from engine.domain.limits import PDF_MEMORY, PDF_SECONDS
from engine.files.apart import Bounds, read_apart


def read_pdf_apart(content: bytes, name: str, seconds: float = PDF_SECONDS) -> Document:
    """Returns the document in ``content``, the PDF ``name``. Raises UnreadableDocument."""
    answered = read_apart(read, content, name, Bounds(seconds, PDF_MEMORY))
    if isinstance(answered, Document):
        return answered
    raise UnreadableDocument(
        str(answered or "")
        or f"«{name}» quá phức tạp hoặc bung ra quá lớn nên không đọc được; in lại ra PDF, hoặc xin bản Word"
    )


def read(content: bytes, name: str) -> Document | str:
    """Returns the document in ``content``, or the sentence that says why there is none; called in the process apart."""
    from engine.documents.pdf import read_pdf

    try:
        return read_pdf(content, Counter(name))
    except UnreadableDocument as unreadable:
        return str(unreadable)
