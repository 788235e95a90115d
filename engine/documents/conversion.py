"""Brings documents of older forms into .docx with LibreOffice."""

from __future__ import annotations

from pathlib import Path

from engine.documents.limits import UnreadableDocument
from engine.domain.limits import DOCUMENT_BYTES
from engine.files.office import OfficeMissing, converted

_BEGINNINGS = {
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"PK\x03\x04"),
    "odt": (b"PK\x03\x04",),
    "rtf": (b"{\\rtf",),
}
"""How files of these forms begin; LibreOffice would open anything else as text, or as a page of the web."""


def as_word(content: bytes, path: Path) -> bytes:
    """Returns the document ``content`` of the file ``path`` as .docx. Raises UnreadableDocument."""
    form = path.suffix.lower().lstrip(".")
    remedy = f"mở «{path.name}» bằng Word rồi lưu thành .docx"
    if not content.startswith(_BEGINNINGS[form]):
        raise UnreadableDocument(f"không đọc được «{path.name}» như một tệp .{form}; {remedy}")
    try:
        made = converted(content, form, "docx")
    except OfficeMissing as missing:
        raise UnreadableDocument(f"không đọc được tệp .{form}: {missing}; {remedy}") from None
    if len(made) > DOCUMENT_BYTES:
        raise UnreadableDocument(f"tệp «{path.name}» quá lớn (trên 20 MB); chỉ đưa phần có các chỉ tiêu")
    return made
