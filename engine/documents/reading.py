"""Reads a document from which rules are drafted: Word, PDF with a text layer, plain text, and what LibreOffice opens."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from engine.documents.document import Document, Line
from engine.documents.encodings import is_old_encoding
from engine.documents.labels import split_label
from engine.documents.limits import Counter, UnreadableDocument
from engine.documents.symbols import UNKNOWN
from engine.documents.texts import clean, paragraphs_of
from engine.domain.limits import DOCUMENT_BYTES
from engine.files.opening import read_up_to
from engine.files.packages import DAMAGED, UnsafePackage, guard
from engine.files.reasons import reason_of_reading

__all__ = ["UnreadableDocument", "read_document"]
_BEGINNINGS = {b"%PDF-": ".pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": ".doc", b"{\\rtf": ".rtf", b"PK\x03\x04": ".docx"}
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BYTE_ORDER = (b"\xff\xfe", b"\xfe\xff")
_UNKNOWN_SIGNS, _UNKNOWN_SHARE = 20, 0.01
"""More signs that nobody knows than these, and than this share of all, are no text."""


def read_document(path: Path) -> Document:
    """Returns the document in the file ``path``. Raises UnreadableDocument."""
    try:
        content = read_up_to(path, DOCUMENT_BYTES)
    except OSError as error:
        raise UnreadableDocument(f"không đọc được «{path}»: {reason_of_reading(error)}") from None
    if len(content) > DOCUMENT_BYTES:
        raise UnreadableDocument(f"tệp «{path.name}» quá lớn (trên 20 MB); chỉ đưa phần có các chỉ tiêu")
    return _checked(_read(content, path), path.name)


def _read(content: bytes, path: Path) -> Document:
    form = _form(content, path)
    if form == ".odt":
        _guard(content, path.name, form)
    if form in (".doc", ".odt", ".rtf"):
        from engine.documents.conversion import as_word

        content, form = as_word(content, form, path.name), ".docx"
    if form == ".docx":
        return _of_word(content, path.name)
    if form == ".pdf":
        from engine.documents.apart import read_pdf_apart

        return read_pdf_apart(content, path.name)
    return _of_text(content, path.name)


def _form(content: bytes, path: Path) -> str:
    """Returns the form of a document by what it begins with, because names lie. Raises UnreadableDocument."""
    form, ending = (
        next((form for start, form in _BEGINNINGS.items() if content.startswith(start)), ""),
        path.suffix.lower(),
    )
    if form == ".docx" and (ending == ".odt" or _OPEN_DOCUMENT in content[:200]):
        return ".odt"
    if form == ".doc" and _LOCKED in content:
        raise UnreadableDocument(f"«{path.name}» có mật khẩu; mở bằng Word, bỏ mật khẩu rồi lưu lại")
    if not form and ending in (".docx", ".doc", ".odt", ".rtf", ".pdf"):
        raise _damaged(path.name, ending)
    return form


def _damaged(name: str, form: str) -> UnreadableDocument:
    kind = {".docx": "Word (.docx)", ".pdf": "PDF"}.get(form, form)
    remedy = "in lại ra PDF, hoặc xin bản Word" if form == ".pdf" else "mở bằng Word rồi lưu lại thành .docx"
    return UnreadableDocument(f"không đọc được «{name}» như một tệp {kind}; {remedy}")


def _of_text(content: bytes, name: str) -> Document:
    try:
        text = content.decode("utf-16" if content.startswith(_BYTE_ORDER) else "utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableDocument(f"«{name}» không phải văn bản UTF-8; lưu lại với mã UTF-8, hoặc dùng .docx") from None
    counter = Counter(name)
    counter.whole(len(text))
    return lines_of(paragraphs_of(clean(text)), counter)


def lines_of(paragraphs: list[str], counter: Counter) -> Document:
    """Returns the document of these paragraphs, with their typed labels. Raises UnreadableDocument."""
    counter.paragraphs(len(paragraphs))
    lines = []
    for at, paragraph in enumerate(paragraphs, 1):
        counter.characters(len(paragraph))
        label, text = split_label(paragraph)
        lines.append(Line(text, label, None, f"đoạn {at}"))
    return Document(tuple(lines))


def _guard(content: bytes, name: str, form: str) -> None:
    """Raises UnreadableDocument for a package that must not be unpacked."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            guard(packed, {})
    except UnsafePackage as unsafe:
        raise UnreadableDocument(f"«{name}»: {unsafe}; xin lại văn bản từ nơi gửi") from None
    except (*DAMAGED, ValueError, OSError):
        raise _damaged(name, form) from None


def _of_word(content: bytes, name: str) -> Document:
    _guard(content, name, ".docx")
    from engine.documents.word import read_word

    try:
        return read_word(content, Counter(name))
    except UnreadableDocument:
        raise
    except Exception:  # python-docx raises any exception for a damaged package
        raise _damaged(name, ".docx") from None


def _checked(document: Document, name: str) -> Document:
    """Returns the document with a remark on signs that nobody knows. Raises UnreadableDocument where its text means nothing."""
    places = [place for text, place in _texts(document) if UNKNOWN in text]
    whole = "\n".join(text for text, _ in _texts(document))
    if is_old_encoding(whole):
        raise UnreadableDocument(
            f"«{name}» gõ bằng phông chữ cũ (TCVN3 hoặc VNI) nên đọc ra sai chữ; chuyển sang Unicode bằng UniKey rồi lưu lại"
        )
    if whole.count(UNKNOWN) > max(_UNKNOWN_SIGNS, _UNKNOWN_SHARE * len(whole)):
        raise UnreadableDocument(f"«{name}» dùng phông chữ không có bảng mã nên không đọc được chữ; xin bản Word")
    if not places:
        return document
    more = " …" if len(places) > len(places[:5]) else ""
    remark = (
        f"Có ký hiệu không đọc được (ghi là {UNKNOWN}) ở {', '.join(dict.fromkeys(places[:5]))}{more}; xem lại bằng mắt"
    )
    return document._replace(remarks=(*document.remarks, remark))


def _texts(document: Document) -> list[tuple[str, str]]:
    """Returns the lines of a document, of its tables those that each cell begins with, each with its place."""
    found = []
    for block in document.blocks:
        if isinstance(block, Line):
            found.append((block.shown, block.place))
        else:
            found += [(cell.text, block.place) for row in block.rows for cell in row if cell.lines and not cell.covered]
    return found
