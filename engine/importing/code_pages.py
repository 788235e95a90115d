"""Tells bytes of UTF-8 that were read as letters of a code page of Windows, and reads them right."""

from __future__ import annotations

import re

_CODE_PAGES = ("cp1252", "cp1258")
"""The code pages of Windows in Western and Vietnamese, as which UTF-8 is opened by mistake."""
_UNDEFINED = range(0x80, 0xA0)
_TIMES = 2


def _letters_of(code_page: str) -> dict[str, int]:
    """Returns the byte of every letter of a code page; bytes without a letter are control characters, as browsers read them."""
    found = {bytes([byte]).decode(code_page, "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
    return {chr(byte): byte for byte in _UNDEFINED} | {letter: byte for letter, byte in found.items() if letter}


_BYTES = {code_page: _letters_of(code_page) for code_page in _CODE_PAGES}
_FOLLOWING = "".join(sorted({letter for page in _BYTES.values() for letter, byte in page.items() if byte < 0xC0}))
_MISTAKEN = re.compile(rf"[ÂÃĂÄÅÆ][{re.escape(_FOLLOWING)}]|á[º»]|â[€\x80][{re.escape(_FOLLOWING)}]|ï»¿")


def is_mistaken_utf8(text: str) -> bool:
    """Returns whether bytes of UTF-8 were read as letters: «Sá»‘»."""
    return bool(_MISTAKEN.search(text))


def before(text: str) -> str | None:
    """Returns the text before its bytes were misread, once or twice; None where it cannot be known exactly."""
    for _ in range(_TIMES):
        text = next((read for page in _CODE_PAGES if (read := _read_right(text, page)) is not None), "")
        if not text:
            return None
        if not is_mistaken_utf8(text):
            return text
    return None


def _read_right(text: str, code_page: str) -> str | None:
    table = _BYTES[code_page]
    try:
        return bytes(table[letter] if letter in table else ord(letter) for letter in text).decode("utf-8")
    except (UnicodeError, ValueError):
        return None
