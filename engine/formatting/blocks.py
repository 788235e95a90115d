"""Decides which texts are written over several lines, and where these lines break."""

from __future__ import annotations

import re

from engine.files.scalars import Scalar
from engine.files.yaml_text import shows

WIDTH = 120
"""The longest line of text without its indentation, so that a text moved deeper keeps its line breaks."""

_BREAK = re.compile(r"(?<=\S) (?=\S)")


def block_lines(text: str, scalar: Scalar) -> tuple[str, list[str]] | None:
    """Returns the sign and the lines of a ``text`` of several lines; None where it fits one line.

    ``scalar`` is the text as the author wrote it: a text folded by hand keeps its line breaks if no line is too long.
    """
    folded = _is_block(scalar)
    if "\n" in text:
        lines = text.split("\n")
        return ("|", lines) if all(shows(line.lstrip(" ")) for line in lines) else None
    if not text or not shows(text) or not (folded or (len(text) > WIDTH and _BREAK.search(text))):
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
