"""Writes texts as YAML on one line: plain where our reader reads the same text back, else in double quotes."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from engine.language.patterns import compiled
from engine.language.text import normalise, unquoted

_COMMENT = compiled(r"\s#.*")
_FIRST = frozenset(",[]{}#&*!|>'\"%@`")
_ALONE_OR_SPACED = compiled(r"[-?:](\s|$)")
_INSIDE = compiled(r":(\s|$)|\s#")
_LETTERS = "0-9A-Za-zÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"
"""Digits, and letters in NFC that join with no other."""
_SIMPLE = compiled(rf"[{_LETTERS}][{_LETTERS}_.,!%/-]*(?: [{_LETTERS}_.,!%/-]+)*")
_MARKERS = ("---", "...")
_CODE = compiled(r"[^\s,\[\]{}:#\"'&*!|>%@`][^,\[\]{}:#\"'?\n]*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_BROKEN = compiled("[\ud800-\udfff]")
_LONGEST_KEY = 1024
"""The most characters of a key, within which YAML looks for its colon."""


class UnwritableText(ValueError):
    """A text that no YAML file can hold; the message is for people."""


def scalar(text: str) -> str:
    """Returns ``text`` as a value or item; our reader drops spaces around it. Raises UnwritableText.

    >>> scalar("xã Ea H'Leo"), scalar("a: b")
    ("xã Ea H'Leo", '"a: b"')
    """
    return text if is_plain(text) else in_quotes(text)


def key(text: str) -> str:
    """Returns ``text`` as the key of a mapping. Raises UnwritableText."""
    written = scalar(text)
    if len(written) > _LONGEST_KEY:
        raise UnwritableText(f"tên «{text[:20]}…» dài quá {_LONGEST_KEY} ký tự, không làm khóa được; rút ngắn tên ấy")
    return written


def is_simple(text: str) -> bool:
    """Returns whether ``text`` has but letters of Vietnamese, digits, single spaces and a few signs: surely plain."""
    return _SIMPLE.fullmatch(text) is not None


@lru_cache(maxsize=20_000)
def is_plain(text: str) -> bool:
    """Returns whether YAML and our own readers read the bare ``text`` as itself."""
    return (
        bool(text)
        and shows(text)
        and text[0] not in _FIRST
        and not _ALONE_OR_SPACED.match(text)
        and not _INSIDE.search(text)
        and not text.startswith(_MARKERS)
        and unquoted(text) == text
    )


def is_code(text: str) -> bool:
    """Returns whether ``text`` may stand bare in a list in brackets."""
    return is_plain(text) and _CODE.fullmatch(text) is not None


def shows(text: str) -> bool:
    """Returns whether the file can hold every character as it is, and no end has a space, which editors remove."""
    if text.isascii():  # as most texts of large files are
        return text == text.strip() and text.isprintable()
    return text == text.strip() and all(map(_is_shown, text)) and normalise(text) == text


def in_quotes(text: str) -> str:
    """Returns ``text`` in double quotes. Raises UnwritableText."""
    if broken := _BROKEN.search(text):
        raise UnwritableText(f"có ký tự hỏng (U+{ord(broken[0]):04X}), không ghi vào tệp được; gõ lại chỗ ấy")
    quoted = "".join(_ESCAPES.get(c) or (c if _is_shown(c) and normalise(c) == c else _escaped(c)) for c in text)
    if normalise(quoted) != quoted:  # marks that would join with the letter in front
        quoted = "".join(_ESCAPES.get(c) or (c if c.isascii() and _is_shown(c) else _escaped(c)) for c in text)
    return f'"{quoted}"'


def _is_shown(character: str) -> bool:
    return character == " " or unicodedata.category(character)[0] not in "CZ"


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def without_comment(text: str) -> str:
    """Returns ``text`` up to where YAML sees a comment."""
    return _COMMENT.sub("", text).strip()
