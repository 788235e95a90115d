"""Reads the paragraphs of a document from which rules are drafted: plain text, or Word (.docx)."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from zipfile import ZipFile

from engine.domain.limits import DOCUMENT_BYTES, DOCUMENT_CHARACTERS, DOCUMENT_PARAGRAPHS, TEXT_CHARACTERS, grouped
from engine.files.opening import read_up_to
from engine.files.packages import DAMAGED, UnsafePackage, guard
from engine.files.reasons import reason_of_reading
from engine.language.text import normalise

_NOT_WORD = "không đọc được «{}» như một tệp Word (.docx)"


class UnreadableText(Exception):
    """A file that is neither text nor .docx; the message says what to do."""


def read_paragraphs(path: Path) -> list[str]:
    """Returns the paragraphs of ``path``, normalised, without empty ones. Raises UnreadableText.

    In plain text a blank line, or a line that starts a new item, ends a paragraph; other line breaks are joined.
    """
    try:
        raw = read_up_to(path, DOCUMENT_BYTES)
    except OSError as error:
        raise UnreadableText(f"không đọc được «{path}»: {reason_of_reading(error)}") from None
    if len(raw) > DOCUMENT_BYTES:
        raise UnreadableText(f"tệp «{path.name}» quá lớn (trên 20 MB); chỉ đưa phần có các chỉ tiêu")
    if path.suffix.lower() == ".docx":
        return _of_docx(path)
    if path.suffix.lower() == ".doc":
        raise UnreadableText(f"«{path.name}» là tệp Word cũ; mở bằng Word rồi lưu thành .docx")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableText(f"«{path.name}» không phải văn bản UTF-8; lưu lại với mã UTF-8, hoặc dùng .docx") from None
    _check_size(path, len(text), 0)
    return _counted(path, joined_lines(clean(text)))


def _check_size(path: Path, characters: int, paragraphs: int) -> None:
    """Raises UnreadableText for a text that is longer than any resolution."""
    most = {"ký tự": (characters, DOCUMENT_CHARACTERS), "đoạn": (paragraphs, DOCUMENT_PARAGRAPHS)}
    for what, (count, limit) in most.items():
        if count > limit:
            raise UnreadableText(f"«{path.name}» có hơn {grouped(limit)} {what}; chỉ đưa phần có các chỉ tiêu")


def _counted(path: Path, paragraphs: list[str]) -> list[str]:
    """Returns ``paragraphs``. Raises UnreadableText for too many, and for one that is too long."""
    _check_size(path, 0, len(paragraphs))
    if any(len(paragraph) > TEXT_CHARACTERS for paragraph in paragraphs):
        raise UnreadableText(
            f"«{path.name}» có đoạn dài hơn {grouped(TEXT_CHARACTERS)} ký tự; xuống dòng giữa các chỉ tiêu"
        )
    return paragraphs


def _of_docx(path: Path) -> list[str]:
    try:
        with ZipFile(path) as packed:
            guard(packed, {})
    except UnsafePackage as unsafe:
        raise UnreadableText(f"«{path.name}»: {unsafe}; xin lại văn bản từ nơi gửi") from None
    except (*DAMAGED, ValueError, OSError):
        raise UnreadableText(_NOT_WORD.format(path.name)) from None
    from docx import Document

    try:
        document = Document(str(path))
        _check_size(path, 0, len(document.element.body))
        texts = [paragraph.text for paragraph in document.paragraphs]
        _check_size(path, sum(map(len, texts)), len(texts))
    except UnreadableText:
        raise
    except Exception:  # python-docx raises any exception for a damaged package
        raise UnreadableText(_NOT_WORD.format(path.name)) from None
    return _counted(path, [words for text in texts if (words := " ".join(clean(text).split()))])


def clean(text: str) -> str:
    """Returns ``text`` normalised, without the control characters of word processors, which rule files may not hold."""
    return "".join(c for c in normalise(text) if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


_STARTS_ITEM = re.compile(
    r"\s*(?:(?:\(\d{1,2}\)|\d{1,2}[.)]|[-–+•*]|[a-zđ]\)|Chỉ tiêu (?:số )?\d|[IVX]+\.)\s"
    r"|(?:Điều|Chương|Mục) (?:\d|[IVX])|Số\s*:?\s*\d|Căn cứ |Về |Nơi nhận)"
)
_CAPITALS = re.compile(r"[^a-zà-ỹđ]*[A-ZÀ-ỸĐ]{2}[^a-zà-ỹđ]*")


def joined_lines(text: str) -> list[str]:
    """Returns the paragraphs of plain text.

    >>> joined_lines("(1) Tỷ lệ hộ nghèo\\ncòn dưới 1%.\\n(2) Thu nhập")
    ['(1) Tỷ lệ hộ nghèo còn dưới 1%.', '(2) Thu nhập']
    """
    paragraphs: list[str] = []
    open_ended = False
    for line in text.split("\n"):
        words = " ".join(line.split())
        if not words:
            open_ended = False
        elif (
            open_ended
            and len(paragraphs[-1]) <= TEXT_CHARACTERS  # what is longer is refused
            and not _STARTS_ITEM.match(line)
            and not _CAPITALS.fullmatch(paragraphs[-1])
        ):
            paragraphs[-1] += " " + words
        else:
            paragraphs.append(words)
            open_ended = _CAPITALS.fullmatch(words) is None
    return paragraphs
