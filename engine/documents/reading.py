"""Reads a document from which rules are drafted: Word, PDF with a text layer, plain text, and what LibreOffice opens."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from engine.documents.document import Document, Line
from engine.documents.labels import split_label
from engine.documents.limits import Counter, UnreadableDocument
from engine.documents.texts import clean, paragraphs_of
from engine.domain.limits import DOCUMENT_BYTES
from engine.files.opening import read_up_to
from engine.files.packages import DAMAGED, UnsafePackage, guard
from engine.files.reasons import reason_of_reading

__all__ = ["UnreadableDocument", "read_document"]
_CONVERTED = (".doc", ".odt", ".rtf")


def read_document(path: Path) -> Document:
    """Returns the document in the file ``path``. Raises UnreadableDocument."""
    try:
        content = read_up_to(path, DOCUMENT_BYTES)
    except OSError as error:
        raise UnreadableDocument(f"không đọc được «{path}»: {reason_of_reading(error)}") from None
    if len(content) > DOCUMENT_BYTES:
        raise UnreadableDocument(f"tệp «{path.name}» quá lớn (trên 20 MB); chỉ đưa phần có các chỉ tiêu")
    form = path.suffix.lower()
    if form in _CONVERTED:
        from engine.documents.conversion import as_word

        content, form = as_word(content, path), ".docx"
    if form == ".docx":
        return _of_word(content, path)
    if form == ".pdf":
        from engine.documents.pdf import read_pdf

        return read_pdf(content, Counter(path.name))
    return _of_text(content, path)


def _of_text(content: bytes, path: Path) -> Document:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableDocument(
            f"«{path.name}» không phải văn bản UTF-8; lưu lại với mã UTF-8, hoặc dùng .docx"
        ) from None
    return lines_of(paragraphs_of(clean(text)), Counter(path.name))


def lines_of(paragraphs: list[str], counter: Counter) -> Document:
    """Returns the document of these paragraphs, with their typed labels. Raises UnreadableDocument."""
    counter.paragraphs(len(paragraphs))
    lines = []
    for at, paragraph in enumerate(paragraphs, 1):
        counter.characters(len(paragraph))
        label, text = split_label(paragraph)
        lines.append(Line(text, label, None, f"đoạn {at}"))
    return Document(tuple(lines))


def _of_word(content: bytes, path: Path) -> Document:
    from io import BytesIO

    damaged = f"không đọc được «{path.name}» như một tệp Word (.docx)"
    try:
        with ZipFile(BytesIO(content)) as packed:
            guard(packed, {})
    except UnsafePackage as unsafe:
        raise UnreadableDocument(f"«{path.name}»: {unsafe}; xin lại văn bản từ nơi gửi") from None
    except (*DAMAGED, ValueError, OSError):
        raise UnreadableDocument(damaged) from None
    from engine.documents.word import read_word

    try:
        return read_word(content, Counter(path.name))
    except UnreadableDocument:
        raise
    except Exception:  # python-docx raises any exception for a damaged package
        raise UnreadableDocument(damaged) from None
