"""How one text is written: plain where YAML reads it back so, else in double quotes; long ones folded over several lines."""

from __future__ import annotations

import re
import unicodedata

from engine.files.located import Scalar
from engine.language.text import normalise, unquoted

WIDTH = 120
"""The longest line of text, not counting what stands in front of it: moving a text deeper never breaks it anew."""

_FIRST = frozenset(",[]{}#&*!|>'\"%@`")
_ALONE_OR_SPACED = re.compile(r"[-?:](\s|$)")
_INSIDE = re.compile(r":(\s|$)|\s#")
_MARKERS = ("---", "...")
_CODE = re.compile(r"[^\s,\[\]{}:#\"'&*!|>%@`][^,\[\]{}:#\"'\n]*")
_BREAK = re.compile(r"(?<=\S) (?=\S)")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def one_line(text: str) -> str:
    """``text`` on one line, plain if possible."""
    return text if is_plain(text) else _in_quotes(text)


def is_plain(text: str) -> bool:
    """Whether YAML and our own readers read the bare ``text`` as itself."""
    return (
        bool(text)
        and _shows(text)
        and text[0] not in _FIRST
        and not _ALONE_OR_SPACED.match(text)
        and not _INSIDE.search(text)
        and not text.startswith(_MARKERS)
        and unquoted(text) == text
    )


def is_code(text: str) -> bool:
    """Whether ``text`` may stand bare in a list in brackets."""
    return is_plain(text) and _CODE.fullmatch(text) is not None


def block_lines(text: str, scalar: Scalar) -> tuple[str, list[str]] | None:
    """The sign and the lines of ``text`` where it is to be written over several lines; None where one line is right.

    ``scalar`` is how the author wrote it: a text folded by hand keeps its line breaks as long as no line is too long.
    """
    folded = _is_block(scalar)
    if "\n" in text:
        lines = text.split("\n")
        return ("|", lines) if all(_shows(line.lstrip(" ")) for line in lines) else None
    if not text or not _shows(text) or not (folded or (len(text) > WIDTH and _BREAK.search(text))):
        return None
    return ">", _author_lines(text, scalar) if folded else _wrapped(text)


def _is_block(scalar: Scalar) -> bool:
    return scalar.span.file.line(scalar.span.line)[scalar.span.column - 1 :].startswith((">", "|"))


def _author_lines(text: str, scalar: Scalar) -> list[str]:
    span = scalar.span
    lines = [line.strip() for line in span.file.lines[span.line : span.end_line]]
    while lines and " ".join(lines) != text:  # the end of a block is the start of the line below it
        lines.pop()
    return lines if lines and all(len(line) <= WIDTH for line in lines) else _wrapped(text)


def _wrapped(text: str) -> list[str]:
    lines: list[str] = []
    for word in _BREAK.split(text):
        if lines and len(lines[-1]) + 1 + len(word) <= WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _shows(text: str) -> bool:
    """Whether every character can stand in the file as it is, and no space is at an end, where editors remove it."""
    return text == text.strip() and all(map(_is_shown, text)) and normalise(text) == text


def _is_shown(character: str) -> bool:
    return character == " " or unicodedata.category(character)[0] not in "CZ"


def _in_quotes(text: str) -> str:
    quoted = "".join(_ESCAPES.get(c) or (c if _is_shown(c) and normalise(c) == c else _escaped(c)) for c in text)
    if normalise(quoted) != quoted:  # marks that would join with the letter in front
        quoted = "".join(_ESCAPES.get(c) or (c if c.isascii() and _is_shown(c) else _escaped(c)) for c in text)
    return f'"{quoted}"'


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
