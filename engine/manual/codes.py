"""Reads the manual of the diagnostic codes (meaning and remedy) from codes.md beside this module."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from engine.domain.records import NamedTuple
from engine.files.diagnostics import CODES, Severity


class CodePage(NamedTuple):
    """The manual page of a code; ``lines`` are its meaning and «Sửa», «Sai», «Đúng»."""

    code: str
    severity: Severity
    title: str
    lines: tuple[str, ...]


@cache
def code_pages() -> dict[str, CodePage]:
    """Returns the page of every code. Raises KeyError for a section without a code, so that none goes stale."""
    text = files("engine.manual").joinpath("codes.md").read_text("utf-8")
    pages: dict[str, CodePage] = {}
    for section in text.split("\n## ")[1:]:
        code, _, body = section.partition("\n")
        severity, title = CODES[code.strip()]
        pages[code.strip()] = CodePage(code.strip(), severity, title, tuple(line for line in body.split("\n") if line))
    return pages
