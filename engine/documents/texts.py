"""Plain text as paragraphs: lines that an end of a page or a narrow window broke are joined again."""

from __future__ import annotations

import re
import unicodedata

from engine.documents.labels import split_label
from engine.documents.symbols import shown_symbols
from engine.language.text import normalise

_STARTS = re.compile(r"(?:Số\s*:|Căn cứ |Xét |Về |Nơi nhận|Theo đề nghị|Độc lập|[^\W\d][^,;]{0,40}, ngày )")
_ENDS = re.compile(r"[.;:!?…][”»\")]*$")
_PAGE = re.compile(r"(?:[-–]\s*)?(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,4})?(?:\s*[-–])?", re.IGNORECASE)
_INNER_DASH = re.compile(r"[-–]\s+[a-zà-ỹđ0-9]")
"""A dash that a full line left to the next («thương mại» / «- dịch vụ»); that of a list stands before a capital."""
_BREAK = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
"""Ends of lines and pages in texts of any system, and of word processors."""
_FULL = 0.8
"""The share of the longest line from which on a line is taken for one that goes on in the next."""
_WIDE = 45
"""Characters from which on a line may be one that goes on; shorter ones end where somebody ended them."""


def clean(text: str) -> str:
    """Returns ``text`` normalised, without the control characters of word processors, which rule files may not hold."""
    text = shown_symbols(normalise(_BREAK.sub("\n", text)))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def clean_line(text: str) -> str:
    return " ".join(clean(text).split())


def paragraphs_of(text: str) -> list[str]:
    """Returns the paragraphs of plain text, without the numbers of pages.

    >>> paragraphs_of("(1) Tỷ lệ hộ nghèo\\ncòn dưới 1%.\\n(2) Thu nhập")
    ['(1) Tỷ lệ hộ nghèo còn dưới 1%.', '(2) Thu nhập']
    """
    rows = _without_pages([" ".join(line.split()) for line in text.split("\n")])
    widest = max(map(len, rows), default=0)
    paragraphs: list[list[str]] = []
    last = ""
    for row in rows:
        if not row:
            last = ""
        elif last and _goes_on(last, row, widest):
            paragraphs[-1].append(row)
            last = row
        else:
            paragraphs.append([row])
            last = row
    return [" ".join(joined) for joined in paragraphs]


def _is_heading(row: str) -> bool:
    """Returns whether a line is in capitals."""
    return row.isupper() and sum(map(str.isalpha, row)) > 1


def starts_anew(last: str, row: str) -> bool:
    """Returns whether the line ``row`` cannot continue the line ``last``: it has a label, or one of them is in capitals."""
    return bool(split_label(row)[0] or _STARTS.match(row) or _is_heading(row) or _is_heading(last))


def _goes_on(last: str, row: str, widest: int) -> bool:
    """Returns whether the line ``row`` continues the line ``last``."""
    is_wide = len(last) >= max(_WIDE, _FULL * widest)
    if is_wide and not _ENDS.search(last) and _INNER_DASH.match(row):
        return True
    if starts_anew(last, row):
        return False
    if row[0].islower():
        return True
    if _ENDS.search(last):  # a sentence that ends at the edge of the page may go on with the next
        return last[-1] != ":" and is_wide and split_label(last)[0] == "" and not row[0].isupper()
    return is_wide


def _without_pages(rows: list[str]) -> list[str]:
    """Returns the lines without those that only number a page; what they cut apart goes on."""
    kept: list[str] = []
    has_text = skips_blank = False
    for row in rows:
        if row and has_text and _PAGE.fullmatch(row):
            while kept and not kept[-1]:
                kept.pop()
            skips_blank = True
        elif row or not skips_blank:
            kept.append(row)
            skips_blank = False
        has_text = has_text or bool(row)
    return kept
