"""The manual says something of every diagnostic code."""

from __future__ import annotations

from engine.manual.codes import code_pages
from engine.sources.diagnostics import CODES


def test_every_code_has_a_page_that_says_how_to_mend_it() -> None:
    pages = code_pages()
    assert set(pages) == set(CODES)
    for page in pages.values():
        assert any(line.startswith("Sửa: ") for line in page.lines), page.code
