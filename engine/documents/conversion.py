"""Brings documents of older forms into .docx with LibreOffice."""

from __future__ import annotations

from engine.documents.limits import UnreadableDocument
from engine.domain.limits import DOCUMENT_BYTES
from engine.files.office import OfficeMissing, converted


def as_word(content: bytes, form: str, name: str) -> bytes:
    """Returns the document ``content`` of the file ``name`` as .docx; ``form`` is .doc, .odt or .rtf.

    Raises UnreadableDocument.
    """
    try:
        made = converted(content, form.lstrip("."), "docx")
    except OfficeMissing as missing:
        raise UnreadableDocument(
            f"không đọc được tệp {form}: {missing}; mở «{name}» bằng Word rồi lưu thành .docx"
        ) from None
    if len(made) > DOCUMENT_BYTES:
        raise UnreadableDocument(f"tệp «{name}» quá lớn (trên 20 MB); chỉ đưa phần có các chỉ tiêu")
    return made
